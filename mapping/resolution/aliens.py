"""Towns of a country that the text never tells of: "Palma" in a report on Mozambique is none in Spain.

What one country's news names of another is its capital, a city of millions, or a town told with its country. A lesser
one that stands alone is most likely the namesake at home, if there is one.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from mapping.geo import place_distance_km
from mapping.index.names import normalise_name
from mapping.kinds import FINE_LEVELS, MentionKind
from mapping.model import Place, Resolution
from mapping.recognition.lands import ENGLISH

# How many names must lie in a country for the text to tell of it, which towns are known abroad, and how far over a
# border a text goes without a word.
_FIRM, _FAMOUS, _NEAR_KM = 3, 500_000, 160.0


def settle_aliens(resolutions: Sequence[Resolution]) -> list[Resolution]:
    """Give lone towns of elsewhere the namesake in the country of the text; those without one keep their place.

    Args:
        resolutions: One for each mention, in text order.
    """
    named = {(normalise_name(one.mention.name), one.place.country_code) for one in resolutions if one.place}
    lands = Counter(code for _, code in named if code)
    land = max(lands, key=lambda code: (lands[code], code), default="")
    settled = list(resolutions)
    # News in English tells of towns of all the world.
    if lands[land] < _FIRM or land in ENGLISH:
        return settled
    for number, found in enumerate(resolutions):
        inside = next((each for each in found.candidates if each.place.country_code == land), None)
        if inside is None or found.place is None or lands[found.place.country_code] > 1:
            continue
        if _is_alien(found, found.place, resolutions):
            rest = tuple(each for each in found.candidates if each is not inside)
            reason = f"the text names no other place in the country {found.place.country_code} of the better known one"
            settled[number] = replace(found, place=inside.place, candidates=(inside, *rest), reason=reason)
    return settled


def _is_alien(found: Resolution, place: Place, resolutions: Sequence[Resolution]) -> bool:
    """Whether a name means a lesser town which nothing in the text is near, and which the text puts in no land."""
    is_lesser = place.level in FINE_LEVELS and place.feature_code != "PPLC" and place.population < _FAMOUS
    is_told = found.mention.container or found.mention.kind is MentionKind.DEMONYM
    key = normalise_name(found.mention.name)
    return (
        is_lesser
        and not is_told
        and not any(
            other.place is not None
            and other.place.level in FINE_LEVELS
            and normalise_name(other.mention.name) != key
            and place_distance_km(place, other.place) <= _NEAR_KM
            for other in resolutions
        )
    )
