"""The country that holds the likely places of an event, where none of them alone is likely enough to be shown.

A town that is as probably wrong as right misleads a reader; that it was somewhere in the country does not.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from mapping.model import Place
from mapping.telling.site_options import Option

FindCountry = Callable[[str], Place | None]
"""The country of an ISO 3166-1 alpha-2 code, as `Gazetteer.get_country` answers."""


def find_no_country(_country_code: str) -> Place | None:
    """For callers without a gazetteer: no country is known."""


ALONE = 0.3
"""The least chance of a place that is shown by itself: the knee of the curve that `scripts.fit_sites` prints."""

# What is left of the chance, since a country says less than the town that it stands for.
_TOGETHER, _COARSE = 0.6, 0.6


@dataclass(frozen=True, kw_only=True, slots=True)
class CommonLand:
    """The country of an event's likely places, with the likeliest of them; `chance` is that it was in the country."""

    option: Option
    country: Place
    chance: float
    rule: str


def find_common_land(judged: Sequence[tuple[Option, float]], find_country: FindCountry) -> CommonLand | None:
    """The country that most of an event's chances lie in.

    Args:
        judged: The event's options with their chances, likeliest first.
        find_country: Where the country is looked up.

    Returns:
        None where no country has chances enough.
    """
    inside: dict[str, list[tuple[Option, float]]] = defaultdict(list)
    for option, chance in judged:
        if option.site is not None and option.site.place is not None:
            inside[option.site.place.country_code].append((option, chance))
    sums = {code: sum(chance for _, chance in options) for code, options in inside.items() if code}
    code = max(sums, key=lambda code: (sums[code], code), default="")
    country = find_country(code) if code and sums[code] >= _TOGETHER else None
    if country is None:
        return None
    best = inside[code][0][0]
    if best.site is not None and best.site.place == country:
        return CommonLand(option=best, country=country, chance=sums[code], rule=best.rule)
    return CommonLand(
        option=best,
        country=country,
        chance=_COARSE * sums[code],
        rule=f"{best.rule}, shown at the country of all likely places",
    )
