"""How sure an event is: the chance that its type's family, place and date are all right.

A logistic curve over the logarithms of the parts' scores and the event's salience, fitted to the development files by
`scripts/fit_scores.py`; docs/model-cards/event-scores.md shows how well the scores keep their word.
"""

import math
from collections.abc import Mapping
from datetime import date

from mapping.model import DateChoice, PlaceChoice
from mapping.salience import load_weights

_NEWS_DAYS = 7


def score_event(salience: float, place: PlaceChoice | None, when: DateChoice | None, created: date | None) -> float:
    """The score of an event, 0..1.

    Args:
        salience: As `Salience.weigh` gives it.
        place: Where, or None.
        when: When, or None.
        created: The document's creation day; what lies long before it is background more often than news.
    """
    weights = load_weights("score")
    total = sum(weights[name] * value for name, value in describe_parts(salience, place, when, created).items())
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))


def describe_parts(
    salience: float, place: PlaceChoice | None, when: DateChoice | None, created: date | None
) -> Mapping[str, float]:
    """What the score is a weighted sum of, by name."""
    latest = (when.span.end or when.span.start) if when else None
    age_days = (created - latest).days if created and latest else 0
    return {
        "constant": 1.0,
        "salience": salience,
        "place": math.log(place.score + 0.05) if place else 0.0,
        "date": math.log(when.score + 0.05) if when else 0.0,
        "unplaced": place is None,
        "undated": when is None,
        "age": math.log(1 + max(0, age_days - _NEWS_DAYS)),
    }
