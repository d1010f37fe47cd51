"""The province or country that holds the likely places of an event, where none of them is likely enough to be shown.

A town that is as probably wrong as right misleads a reader; that it was somewhere in the province does not.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from mapping.kinds import Level
from mapping.model import Place
from mapping.telling.site_options import Option
from mapping.telling.sites import fineness

FindLands = Callable[[Place], Sequence[Place]]
"""The province and the country of a place, the finer first, as `Gazetteer.find_lands` answers."""


def find_no_lands(_place: Place) -> tuple[Place, ...]:
    """For callers without a gazetteer: no place is known to lie in any."""
    return ()


ALONE = 0.3
"""The least chance of a place that is shown by itself: the knee of the curve that `scripts.fit_sites` prints."""

_LIKELY = "of all likely places"
# What is left of the chance, since a province or a country says less than the town that it stands for.
_TOGETHER, _COARSE = 0.6, 0.6


def is_common_land(rule: str) -> bool:
    """Whether a rule of place shows the land of several likely places, none of which was likely enough."""
    return rule.endswith(_LIKELY)


@dataclass(frozen=True, kw_only=True, slots=True)
class CommonLand:
    """The land of an event's likely places, with the likeliest of them; `chance` is that it was in the land."""

    option: Option
    land: Place
    chance: float
    rule: str


def find_common_land(judged: Sequence[tuple[Option, float]], find_lands: FindLands) -> CommonLand | None:
    """The province, else the country, that most of an event's chances lie in.

    Args:
        judged: The event's options with their chances, likeliest first.
        find_lands: Where the lands of a place are looked up.

    Returns:
        None where no land has chances enough.
    """
    inside: dict[str, list[tuple[Option, float]]] = defaultdict(list)
    lands: dict[str, Place] = {}
    for option, chance in judged:
        if option.site is not None and option.site.place is not None:
            for land in find_lands(option.site.place):
                lands[land.place_id] = land
                inside[land.place_id].append((option, chance))
    sums = {place_id: sum(chance for _, chance in options) for place_id, options in inside.items()}
    enough = [land for land in lands.values() if sums[land.place_id] >= _TOGETHER and _holds_several(land, inside)]
    if not enough:
        return None
    land = min(enough, key=lambda one: (fineness(one), -sums[one.place_id], one.place_id))
    best, chance = inside[land.place_id][0][0], sums[land.place_id]
    if best.site is not None and best.site.place == land:
        return CommonLand(option=best, land=land, chance=chance, rule=best.rule)
    rule = f"{best.rule}, shown at the province of all likely places"
    if land.level is Level.COUNTRY:
        rule = f"{best.rule}, shown at the country of all likely places"
    return CommonLand(option=best, land=land, chance=_COARSE * chance, rule=rule)


def _holds_several(land: Place, inside: Mapping[str, Sequence[tuple[Option, float]]]) -> bool:
    """Whether a province holds more than one of the places; a country need not."""
    places = {option.site.place.place_id for option, _ in inside[land.place_id] if option.site and option.site.place}
    return land.level is Level.COUNTRY or len(places) > 1
