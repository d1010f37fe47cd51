"""Other spellings of names, believed only of places in a country that the text speaks of.

A fifth of all surnames sound like some town between Morocco and Burma. Where the text names Syria, or its large towns,
"Raqa" is Raqqah all the same.
"""

from collections.abc import Collection, Iterable

from mapping.gazetteer import Gazetteer
from mapping.index.sounds import COUNTRIES
from mapping.kinds import LAND_LABELS, Level
from mapping.model import ParsedDocument, Place

_KNOWN_POPULATION = 100_000
ENGLISH = frozenset({"AU", "CA", "GB", "IE", "NZ", "US"})
"""The countries where every surname and every company is also a town."""


def find_lands(names: Iterable[str], gazetteer: Gazetteer) -> frozenset[str]:
    """The countries of other scripts, as ISO 3166-1 alpha-2 codes, that names of well-known places speak of."""
    return find_told_lands(names, gazetteer) & COUNTRIES


def find_told_lands(names: Iterable[str], gazetteer: Gazetteer) -> frozenset[str]:
    """The countries, whatever they write in, that names of well-known places speak of."""
    listed = (gazetteer.find_places(gazetteer.expand_abbreviation(name) or name) for name in set(names))
    return frozenset(
        places[0].country_code
        for places in listed
        if places and (places[0].level in {Level.COUNTRY, Level.ADM1} or places[0].population >= _KNOWN_POPULATION)
    )


def read_lands(parsed: ParsedDocument, gazetteer: Gazetteer) -> frozenset[str]:
    """The same of the names that the language model takes for places."""
    entities = (entity for sentence in parsed.sentences for entity in sentence.entities)
    return find_lands((entity.text for entity in entities if entity.label in LAND_LABELS), gazetteer)


def find_heard(name: str, lands: Collection[str], gazetteer: Gazetteer) -> tuple[Place, ...]:
    """The places in one of these countries of which a name may be another spelling, most prominent first."""
    return tuple(place for place in gazetteer.find_heard(name) if place.country_code in lands) if lands else ()
