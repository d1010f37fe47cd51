"""How sure an event is: the chance that its type's family, place and date are all right.

A logistic curve over the logarithms of the parts' scores and the event's salience, fitted to the development files by
`scripts/fit_scores.py`; docs/model-cards/event-scores.md shows how well the scores keep their word.
"""

import math
from collections.abc import Mapping

from mapping.model import DateChoice, PlaceChoice
from mapping.salience import load_weights


def score_event(salience: float, place: PlaceChoice | None, date: DateChoice | None) -> float:
    """The score of an event, 0..1.

    Args:
        salience: As `Salience.weigh` gives it.
        place: Where, or None.
        date: When, or None.
    """
    weights = load_weights("score")
    total = sum(weights[name] * value for name, value in describe_parts(salience, place, date).items())
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))


def describe_parts(salience: float, place: PlaceChoice | None, date: DateChoice | None) -> Mapping[str, float]:
    """What the score is a weighted sum of, by name."""
    return {
        "constant": 1.0,
        "salience": salience,
        "place": math.log(place.score + 0.05) if place else 0.0,
        "date": math.log(date.score + 0.05) if date else 0.0,
        "unplaced": place is None,
        "undated": date is None,
    }
