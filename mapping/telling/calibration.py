"""How sure an event is: the chance that its type's family, place and date are all right.

Salience and the logarithms of the parts' scores are summed by hand-set weights, which alone decide the order of events;
a logistic curve fitted to the development files by `scripts/fit_scores.py` makes a chance of the sum (Platt 1999).
docs/model-cards/event-scores.md shows how well the scores keep their word.
"""

import math
from datetime import date

from mapping.model import DateChoice, PlaceChoice
from mapping.telling.salience import load_weights

_NEWS_DAYS, _LEAST = 7, 0.05


def score_event(salience: float, place: PlaceChoice | None, when: DateChoice | None, created: date | None) -> float:
    """The score of an event, 0..1.

    Args:
        salience: As `Salience.weigh` gives it.
        place: Where, or None.
        when: When, or None.
        created: The document's creation day; what lies long before it is background more often than news.
    """
    curve = load_weights("calibration")
    total = curve["offset"] + curve["slope"] * sum_parts(salience, place, when, created)
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))


def sum_parts(salience: float, place: PlaceChoice | None, when: DateChoice | None, created: date | None) -> float:
    """What orders events, before calibration; the arguments are those of `score_event`."""
    weights = load_weights("score")
    latest = (when.span.end or when.span.start) if when else None
    age_days = (created - latest).days if created and latest else 0
    return (
        weights["salience"] * salience
        + (weights["place"] * math.log(place.score + _LEAST) if place else weights["unplaced"])
        + (weights["date"] * math.log(when.score + _LEAST) if when else weights["undated"])
        + weights["age"] * math.log(1 + max(0, age_days - _NEWS_DAYS))
    )
