"""Tests of chances out of sums of weights."""

import math

import pytest

from mapping.chances import find_chance, find_log_odds, share_chance


@pytest.mark.parametrize(
    ("log_odds", "chance"),
    [(0.0, 0.5), (math.log(3.0), 0.75), (-math.log(3.0), 0.25), (5000.0, 1.0), (-5000.0, 0.0)],
    ids=["even", "three to one", "one to three", "sure", "never"],
)
def test_odds_give_a_chance(log_odds: float, chance: float) -> None:
    """No sum of weights is too large for a chance."""
    assert find_chance(log_odds) == pytest.approx(chance)


@pytest.mark.parametrize("log_odds", [-4.0, 0.0, 2.5])
def test_a_chance_gives_its_odds_back(log_odds: float) -> None:
    """One is the other's inverse, but for what is added so that 0 and 1 have odds."""
    assert find_log_odds(find_chance(log_odds), least=1e-12) == pytest.approx(log_odds)
    assert find_log_odds(0.0, least=0.01) == -find_log_odds(1.0, least=0.01) == pytest.approx(math.log(0.01 / 1.01))


def test_options_share_the_chance() -> None:
    """What is added to all of them changes nothing, however much it is."""
    assert share_chance([0.0, math.log(3.0)]) == pytest.approx([0.25, 0.75])
    assert share_chance([5000.0, 5000.0]) == [0.5, 0.5]
    assert sum(share_chance([-3.0, 0.5, 2.0, 7.0])) == pytest.approx(1.0)
