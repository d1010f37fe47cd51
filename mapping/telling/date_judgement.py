"""Which of the options is an event's day: a softmax over what speaks for each.

The weights are in `geodata/date_weights.csv`, fitted by `scripts/fit_dates.py`; docs/model-cards/event-dates.md tells
on what and how well.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

from mapping.chances import share_chance
from mapping.model import DateChoice
from mapping.settings import find_folder
from mapping.tables import read_weights
from mapping.telling.date_options import Option


@cache
def load_date_weights() -> Mapping[str, float]:
    """What each feature of an option adds to its score, by name."""
    return read_weights(find_folder("geodata") / "date_weights.csv")


def judge_days(options: Sequence[Option]) -> DateChoice:
    """The likeliest day of an event, with its chance as score; several options can tell the same day.

    Args:
        options: As `DateOptions.make` gives them, at least one.
    """
    weights = load_date_weights()
    sums = [sum(weights.get(name, 0.0) * value for name, value in one.features.items()) for one in options]
    chances: defaultdict[str, float] = defaultdict(float)
    shares = share_chance(sums)
    for option, share in zip(options, shares, strict=True):
        chances[option.choice.edtf] += share
    # Of options that are as likely, the first counts, so that the order of a text decides.
    day = max(chances, key=lambda edtf: chances[edtf])
    best = max(
        (pair for pair in zip(options, shares, strict=True) if pair[0].choice.edtf == day), key=lambda pair: pair[1]
    )
    return replace(best[0].choice, score=min(1.0, chances[day]))
