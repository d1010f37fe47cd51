"""Chances out of sums of weights, and back: what every fitted model here ends in."""

import math
from collections.abc import Sequence

# Beyond this a power of e is no number of 64 bits any more.
_MOST_EXPONENT = 700.0


def find_chance(log_odds: float) -> float:
    """The chance, 0..1, of what has these odds, by the logistic function; any finite number will do."""
    return 1.0 / (1.0 + math.exp(min(_MOST_EXPONENT, -log_odds)))


def find_log_odds(chance: float, *, least: float) -> float:
    """The odds of a chance, 0..1, as a logarithm; `least` is added to either side, so that 0 and 1 have odds too."""
    return math.log((chance + least) / (1.0 - chance + least))


def share_chance(totals: Sequence[float]) -> list[float]:
    """The chance of each of several options, of which one is right, by the softmax: together they are 1.

    Args:
        totals: The sum of each option's weights, at least one.
    """
    top = max(totals)
    raised = [math.exp(total - top) for total in totals]
    whole = sum(raised)
    return [value / whole for value in raised]
