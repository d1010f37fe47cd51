"""Tests of decisions as requests tell them: what is understood, and what is refused with a reason."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from mapping.boundaries import Boundaries, open_boundaries
from mapping.decisions import make_point, read_decision
from mapping.errors import DecisionError
from mapping.gazetteer import Gazetteer, open_gazetteer
from mapping.kinds import Change, Level, Review
from mapping.model import Place
from tests.map_events import KIRKUK, make_day, make_event

NAN = float("nan")
EVENT = make_event(1, span=make_day(date(2017, 10, 16)))


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    """The bundled list of places."""
    return open_gazetteer()


@pytest.fixture(scope="module")
def boundaries() -> Boundaries:
    """The bundled outlines."""
    return open_boundaries()


def read(gazetteer: Gazetteer, boundaries: Boundaries, **fields: Any) -> Any:
    """What a request's fields decide."""
    decision = read_decision({"author": "Ada"} | fields, EVENT, gazetteer, boundaries)
    return decision.after


@pytest.mark.parametrize(
    ("change", "value", "after"),
    [
        pytest.param("date", " 2017-10 ", "2017-10", id="month"),
        pytest.param("date", None, None, id="no date"),
        pytest.param("type", "protest.demo", "protest.demo", id="type"),
        pytest.param("review", "confirmed", Review.CONFIRMED, id="confirmed"),
        pytest.param("review", "none", Review.NONE, id="taken back"),
        pytest.param("place", {"id": "test:Kirkuk"}, KIRKUK, id="the place that it has"),
        pytest.param(
            "place",
            {"id": "test:Kirkuk-2"},
            replace(KIRKUK, place_id="test:Kirkuk-2", admin1="Elsewhere"),
            id="another candidate",
        ),
        pytest.param("place", None, None, id="no place"),
    ],
)
def test_a_decision_is_read(
    gazetteer: Gazetteer, boundaries: Boundaries, change: str, value: object, after: object
) -> None:
    """Each kind of change, with the values that it takes."""
    assert read(gazetteer, boundaries, change=change, value=value) == after


def test_a_place_of_the_gazetteer_is_found(gazetteer: Gazetteer, boundaries: Boundaries) -> None:
    """By its id, whether the text meant it or not."""
    place = read(gazetteer, boundaries, change="place", value={"id": "gn:2988507"})
    assert isinstance(place, Place)
    assert place.name == "Paris"


def test_who_decides_is_kept_in_one_line(gazetteer: Gazetteer, boundaries: Boundaries) -> None:
    """And the note as it was written."""
    fields = {"change": "review", "value": "rejected", "author": " Ada\n Lovelace ", "note": " Seen\nboth. "}
    decision = read_decision(fields, EVENT, gazetteer, boundaries)
    assert (decision.change, decision.author, decision.note) == (Change.REVIEW, "Ada Lovelace", "Seen\nboth.")


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        pytest.param({}, "change must be", id="nothing"),
        pytest.param({"change": "score", "value": 1}, "change must be", id="another change"),
        pytest.param({"change": ["place"]}, "change must be", id="a list"),
        pytest.param({"change": "place", "value": "Paris"}, "by its id or as a point", id="a name"),
        pytest.param({"change": "place", "value": {"id": "gn:0"}}, "no place 'gn:0'", id="no such place"),
        pytest.param({"change": "place", "value": {"lon": 1}}, "lon, lat and radius_km as numbers", id="half a point"),
        pytest.param({"change": "place", "value": {"lon": True, "lat": 1}}, "as numbers", id="no number"),
        pytest.param({"change": "place", "value": {"lon": 181, "lat": 1, "radius_km": 1}}, "no point", id="beyond"),
        pytest.param({"change": "place", "value": {"lon": NAN, "lat": 1, "radius_km": 1}}, "no point", id="NaN"),
        pytest.param({"change": "place", "value": {"lon": 1, "lat": 1, "radius_km": 0}}, "no point", id="no radius"),
        pytest.param({"change": "date", "value": "last May"}, "not understood", id="words"),
        pytest.param({"change": "date", "value": 2017}, "given as text", id="a number"),
        pytest.param({"change": "type", "value": "battle"}, "no type of event", id="a family"),
        pytest.param({"change": "type", "value": None}, "no type of event", id="no type"),
        pytest.param({"change": "review", "value": "corrected"}, "confirmed, rejected", id="corrected"),
        pytest.param({"change": "review", "value": "none", "author": " "}, "say who you are", id="nobody"),
        pytest.param({"change": "review", "value": "none", "author": 7}, "say who you are", id="a number as name"),
        pytest.param({"change": "review", "value": "none", "author": "x" * 81}, "81 characters", id="long name"),
        pytest.param({"change": "review", "value": "none", "note": "x" * 1001}, "at most 1000", id="long note"),
        pytest.param({"change": "review", "value": "none", "note": None}, "at most 1000", id="no note"),
    ],
)
def test_what_makes_no_sense_is_refused(
    gazetteer: Gazetteer, boundaries: Boundaries, fields: dict[str, Any], message: str
) -> None:
    """With what would be right."""
    with pytest.raises(DecisionError, match=message):
        read(gazetteer, boundaries, **fields)


@pytest.mark.parametrize(
    ("radius_km", "level"),
    [(0.5, Level.POI), (10, Level.CITY), (50, Level.ADM2), (200, Level.ADM1), (400, Level.REGION)],
)
def test_a_point_lies_in_its_country(
    gazetteer: Gazetteer, boundaries: Boundaries, radius_km: float, level: Level
) -> None:
    """A click becomes a place with the names around it, as large as the map showed it exactly."""
    place = make_point(lon=44.392, lat=35.4680004, radius_km=radius_km, boundaries=boundaries, gazetteer=gazetteer)
    assert place.place_id == "point:35.46800,44.39200"
    assert place.name == "35.468° N, 44.392° E"
    assert (place.country_code, place.country, place.level) == ("IQ", "Iraq", level)
    assert "Kirkuk" in place.admin1


def test_a_point_at_sea_has_no_country(gazetteer: Gazetteer, boundaries: Boundaries) -> None:
    """South and west are told as such."""
    place = make_point(lon=-25.0, lat=-30.0, radius_km=1, boundaries=boundaries, gazetteer=gazetteer)
    assert (place.country_code, place.country, place.admin1) == ("", "", "")
    assert place.name == "30.000° S, 25.000° W"
