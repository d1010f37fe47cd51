"""Which of the options is an event's day: a softmax over what speaks for each.

The weights are in `geodata/date_weights.csv`, fitted by `scripts/fit_dates.py`; docs/model-cards/event-dates.md tells
on what and how well.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

from mapping.chances import share_chance
from mapping.model import DateChoice, OtherDay
from mapping.settings import find_folder
from mapping.tables import read_weights
from mapping.telling.date_options import Option

# Days that are hardly possible are not kept.
_MOST_ALTERNATIVES, _LEAST_CHANCE = 3, 0.05


@cache
def load_date_weights() -> Mapping[str, float]:
    """What each feature of an option adds to its score, by name."""
    return read_weights(find_folder("geodata") / "date_weights.csv")


def judge_days(options: Sequence[Option]) -> DateChoice:
    """The likeliest day of an event, with its chance as score; several options can tell the same day.

    Args:
        options: As `DateOptions.make` gives them, at least one.

    Returns:
        The day, with the next likeliest ones as alternatives.
    """
    weights = load_date_weights()
    shares = share_chance(
        [sum(weights.get(name, 0.0) * value for name, value in one.features.items()) for one in options]
    )
    by_day: dict[str, list[tuple[float, DateChoice]]] = {}
    for option, share in zip(options, shares, strict=True):
        by_day.setdefault(option.choice.edtf, []).append((share, option.choice))
    # Of options that are as likely, the first counts, so that the order of a text decides.
    ranked = sorted((_sum_up(told) for told in by_day.values()), key=lambda choice: -choice.score)
    others = [
        OtherDay(edtf=other.edtf, timex=other.timex, rule=other.rule, score=other.score)
        for other in ranked[1 : 1 + _MOST_ALTERNATIVES]
        if other.score >= _LEAST_CHANCE
    ]
    return replace(ranked[0], alternatives=tuple(others))


def _sum_up(told: Sequence[tuple[float, DateChoice]]) -> DateChoice:
    """One day, as its likeliest option tells it, with the chance of all of them."""
    _, best = max(told, key=lambda pair: pair[0])
    return replace(best, score=min(1.0, sum(share for share, _ in told)))
