"""Tests of the reliability plot: its arithmetic, its drawing, and that drawing and docs tell the same figures."""

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from bench.regression import fit_choice
from bench.reliability import fill_bins, find_error, make_table, refit_scores
from scripts.fit_scores import Mains, apply_curve, fit_curve
from scripts.plot_reliability import draw

ROOT = Path(__file__).resolve().parents[1]
SCORED = [(0.45, False), (0.45, True), (0.85, True), (0.85, True), (0.85, True), (0.85, False), (1.0, True)]


def test_bins_count_what_is_right() -> None:
    """Each event is in one bin, the score 1 in the last."""
    low, high = fill_bins(SCORED)
    assert (low.events, low.score, low.right) == (2, 0.45, 0.5)
    assert (high.events, round(high.score, 2), high.right) == (5, 0.88, 0.8)
    assert 0.0 <= low.least < low.right < low.most <= 1.0


def test_the_interval_is_wilsons() -> None:
    """8 of 10 right: between 0.49 and 0.94, as tables of the interval have it."""
    [row] = fill_bins([(0.8, True)] * 8 + [(0.8, False)] * 2)
    assert (round(row.least, 2), round(row.most, 2)) == (0.49, 0.94)


def test_the_error_is_weighted_by_events() -> None:
    """Two events 0.05 off and five 0.08 off."""
    assert find_error(SCORED) == pytest.approx((2 * 0.05 + 5 * 0.08) / 7)


def test_cross_fitting_does_not_look_at_the_corpus_itself() -> None:
    """What is right in a corpus changes the curves of the others alone."""
    other = [(0.3, False), (0.6, True), (0.7, True), (0.5, False)]
    once = refit_scores({"one": SCORED, "two": other, "three": other})
    again = refit_scores({"one": [(score, not right) for score, right in SCORED], "two": other, "three": other})
    assert [score for score, _ in once["one"]] == [score for score, _ in again["one"]]
    assert [score for score, _ in once["two"]] != [score for score, _ in again["two"]]


def test_the_drawing_is_safe_readable_and_the_same_each_time() -> None:
    """SVG without scripts or addresses, with words for who cannot see it and colours for dark pages."""
    drawing = draw(fill_bins(SCORED))
    assert drawing == draw(fill_bins(SCORED))
    root = ET.fromstring(drawing)  # noqa: S314
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert "scored 0.45, right 0.50 (2 events)" in drawing
    assert "prefers-color-scheme: dark" in drawing
    assert not re.search(r"<script|href|url\(|@import", drawing)


@pytest.mark.parametrize("name", ["reliability.svg", "reliability-beside.svg"])
def test_docs_and_drawing_tell_the_same_figures(name: str) -> None:
    """A new drawing needs the new table beside it."""
    drawing = (ROOT / "docs" / name).read_text(encoding="utf-8")
    table = (ROOT / "docs" / "quality.md").read_text(encoding="utf-8")
    told = re.findall(r"scored (\d\.\d\d), right (\d\.\d\d) \((\d+) events\)", drawing)
    assert told
    for score, right, events in told:
        assert f" | {events} | {score} | {right} | " in table


def test_the_table_has_a_row_for_each_bin() -> None:
    """As docs/quality.md shows it."""
    assert len(make_table(SCORED)) == 2 + len(fill_bins(SCORED))


def test_a_curve_that_is_fitted_never_falls() -> None:
    """Labels that sink as standings rise give a flat curve; others one that rises, as an S where they do."""
    standings = np.linspace(-4.0, 4.0, 41)
    brief = np.zeros(41, dtype=bool)
    places = np.full(41, 0.5)
    falling = fit_curve(Mains(standings=standings, places=places, is_brief=brief, right=(standings < 0).astype(float)))
    assert (falling["below"], falling["above"]) == (0.0, 0.0)
    rising = Mains(standings=standings, places=places, is_brief=brief, right=(standings > -1.0).astype(float))
    chances = apply_curve(rising, fit_curve(rising))
    assert np.all(np.diff(chances) >= 0)
    assert chances[0] < 0.2 < 0.8 < chances[-1]


def test_the_curve_learns_what_a_sure_place_says() -> None:
    """Of documents that stand alike those with a sure place were right; one that says the opposite says nothing."""
    places = np.repeat([0.2, 0.9, np.nan], 30)
    alike, brief = np.zeros(90), np.zeros(90, dtype=bool)
    sure = Mains(standings=alike, places=places, is_brief=brief, right=np.nan_to_num(places > 0.5).astype(float))
    chances = apply_curve(sure, fit_curve(sure))
    assert chances[0] < chances[30] > chances[60]
    turned = fit_curve(Mains(standings=alike, places=places, is_brief=brief, right=(places < 0.5).astype(float)))
    assert turned["place"] == 0.0


def test_a_choice_is_fitted_to_what_ought_to_come_first() -> None:
    """The feature of the right options gets weight, one that all share gets none."""
    cases = [(np.array([[1.0, 1.0], [0.0, 1.0], [0.0, 1.0]]), np.array([1.0, 0.0, 0.0]), 1.0)] * 5
    weights = fit_choice(cases, ridge=0.1, expected=np.zeros(2))
    assert weights[0] > 1.0
    assert weights[1] == pytest.approx(0.0)
