"""Other spellings of names, believed only of places in a country that the text speaks of.

A fifth of all surnames sound like some town between Morocco and Burma. Where the text names Syria, or its large towns,
"Raqa" is Raqqah all the same.
"""

from collections.abc import Collection, Iterable

from mapping.gazetteer import Gazetteer
from mapping.kinds import Level
from mapping.model import Place

_KNOWN_POPULATION = 100_000


def find_lands(names: Iterable[str], gazetteer: Gazetteer) -> frozenset[str]:
    """The countries, as ISO 3166-1 alpha-2 codes, that names of well-known places speak of at first sight."""
    lands = set()
    for name in set(names):
        places = gazetteer.find_places(gazetteer.expand_abbreviation(name) or name)
        if places and (places[0].level in {Level.COUNTRY, Level.ADM1} or places[0].population >= _KNOWN_POPULATION):
            lands.add(places[0].country_code)
    return frozenset(lands - {""})


def find_heard(name: str, lands: Collection[str], gazetteer: Gazetteer) -> tuple[Place, ...]:
    """The places in one of these countries of which a name may be another spelling, most prominent first."""
    return tuple(place for place in gazetteer.find_heard(name) if place.country_code in lands) if lands else ()
