"""Tests of mapping.imports.points: the forms in which tables write positions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.imports.points import read_degrees, read_pair, read_point


@pytest.mark.parametrize(
    ("text", "degrees"),
    [
        ("44.39", 44.39),
        ("44,39", 44.39),
        ("-3.5", -3.5),
        ("−3.5", -3.5),
        ("33°20'15\"N", 33.3375),
        ("33° 20' 15'' S", -33.3375),
        ("33 20 15 N", 33.3375),
        ("33°20.25'N", 33.3375),
        ("N33.34", 33.34),
        ("33.34 W", -33.34),
        ("12°", 12.0),
        ("1e1", 10.0),
    ],
)
def test_degrees_are_read_in_every_form(text: str, degrees: float) -> None:
    """Decimal points and commas, minutes and seconds, hemispheres before and after."""
    assert read_degrees(text) == pytest.approx(degrees)


@pytest.mark.parametrize("text", ["", "abc", "nan", "inf", "33°75'N", "33.34 O", "-3 W"])
def test_what_is_no_number_of_degrees_is_none(text: str) -> None:
    """O is west in Spanish and east in German: refused rather than guessed."""
    assert read_degrees(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "48.85, 2.35",
        "48.85,2.35",
        "48,85; 2,35",
        "(48.85, 2.35)",
        "48.85 2.35",
        "48.85 N, 2.35 E",
        "2.35 E, 48.85 N",
        "48°51'N 2°21'E",
        "POINT (2.35 48.85)",
    ],
)
def test_both_numbers_stand_in_one_cell(text: str) -> None:
    """Latitude comes first, as people write it, unless the letters or the form say otherwise."""
    point = read_pair(text).point
    assert point is not None
    assert (point.lat, point.lon) == pytest.approx((48.85, 2.35))


@pytest.mark.parametrize(
    ("lon", "lat", "problem"),
    [
        ("0", "0", "means none"),
        ("0.000", "0,0", "means none"),
        ("48", "120", "axes look swapped"),
        ("181", "10", "out of range"),
        ("10", "x", "no number of degrees"),
        ("10", "", "no number of degrees"),
    ],
)
def test_a_point_that_is_none_says_why(lon: str, lat: str, problem: str) -> None:
    """A latitude without a longitude, the null point and swapped axes are told apart."""
    reading = read_point(lon, lat)
    assert reading.point is None
    assert problem in reading.problem


def test_empty_cells_are_no_problem() -> None:
    """A row without a point is looked up by name; nothing is wrong with it."""
    reading = read_point(" ", "")
    assert (reading.point, reading.problem) == (None, "")


def test_the_axes_are_exchanged_on_request() -> None:
    """Columns named the wrong way round."""
    reading = read_point("35.4", "44.3", swap=True)
    assert reading.point is not None
    assert (reading.point.lon, reading.point.lat) == (44.3, 35.4)


@given(st.floats(-180, 180), st.floats(-90, 90), st.sampled_from([".", ","]))
def test_every_position_comes_back(lon: float, lat: float, mark: str) -> None:
    """Written with five digits and read again, a point is where it was; but the null point is none."""
    texts = [f"{value:.5f}".replace(".", mark) for value in (lon, lat)]
    point = read_point(texts[0], texts[1]).point
    if point is None:
        assert (abs(lon), abs(lat)) < (1e-5, 1e-5)
    else:
        assert (point.lon, point.lat) == pytest.approx((lon, lat), abs=1e-5)


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    """No cell breaks an import, and no reading lies off the globe."""
    read_degrees(text)
    point = read_pair(text).point
    if point is not None:
        assert -180 <= point.lon <= 180
        assert -90 <= point.lat <= 90
