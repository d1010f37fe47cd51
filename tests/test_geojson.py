"""Tests of mapping.geojson: valid RFC 7946, complete."""

from dataclasses import replace
from datetime import date

import pytest

from mapping.geojson import ATTRIBUTION, make_feature
from mapping.kinds import Change, Granularity
from mapping.model import Actor, DateChoice, DateSpan, Toll
from tests.exporting.values import DECISION, MERGED
from tests.values import DOCUMENT, EVENT, PARIS

FULL = replace(
    EVENT,
    actors=(Actor(start=0, end=6, text="Crowds", head="crowd", role="actor", kind="civilians", country_code="FR"),),
    tolls=(Toll(start=1, end=2, text="two", kind="wounded", number=2),),
)


def test_a_feature_says_all_that_is_known() -> None:
    """With the provenance and precision of place and date, and whom to credit."""
    document = replace(DOCUMENT, url="https://example.org/a")
    assert make_feature(FULL, document) == {
        "type": "Feature",
        "id": "e1",
        "geometry": {"type": "Point", "coordinates": [2.3488, 48.85341]},
        "properties": {
            "id": "e1",
            "type": "protest.demo",
            "family": "protest",
            "label": "Peaceful protest",
            "trigger": "filled",
            "modality": "happened",
            "date_start": "2023-01-16",
            "date_end": "2023-01-16",
            "edtf": "2023-01-16",
            "date_precision": "day",
            "date_text": "Monday",
            "date_rule": "clause",
            "date_note": "",
            "date_score": 0.9,
            "place": "Paris",
            "place_id": "gn:2988507",
            "level": "city",
            "country": "France",
            "country_code": "FR",
            "admin1": "Ile-de-France",
            "admin1_code": "11",
            "radius_km": 10.0,
            "place_text": "Paris",
            "place_rule": "own phrase",
            "place_score": 0.8,
            "score": 0.6,
            "sentence": "Crowds filled a square in Paris on Monday, police said.",
            "source": "test desk",
            "title": "A square filled",
            "url": "https://example.org/a",
            "published": "2023-01-17",
            "document": "d1",
            "actors": [{"text": "Crowds", "role": "actor", "kind": "civilians", "country": "FR"}],
            "tolls": [{"kind": "wounded", "number": 2, "bound": "exact", "text": "two"}],
            "report_count": 1,
            "sources": ["test desk"],
            "reports": [],
            "disagreements": [],
            "story_id": "",
            "story": "",
            "review": "none",
            "decisions": [],
            "unplaced": "",
            "undated": "",
            "attribution": ATTRIBUTION,
        },
    }
    assert "GeoNames (CC BY 4.0)" in ATTRIBUTION


def test_a_type_that_no_table_knows_stands_for_itself() -> None:
    """An older file may hold one that has been dropped since."""
    event = replace(EVENT, trigger=replace(EVENT.trigger, type="battle.siege_of_old"))
    properties = make_feature(event, DOCUMENT)["properties"]
    assert (properties["family"], properties["label"]) == ("battle", "battle.siege_of_old")


def test_an_event_without_place_or_date_says_why() -> None:
    """Its geometry is null (RFC 7946 section 3.2), and so is all that a place or a date would say."""
    event = replace(EVENT, place=None, date=None, unplaced="no place told", undated="no date told")
    feature = make_feature(event, replace(DOCUMENT, created=None))
    assert feature["geometry"] is None
    properties = feature["properties"]
    for name in ("place", "level", "country", "admin1", "radius_km", "date_start", "date_end", "edtf", "published"):
        assert properties[name] is None
    assert (properties["unplaced"], properties["undated"]) == ("no place told", "no date told")


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (None, date(2023, 1, 16), (None, "2023-01-16")),
        (date(2023, 1, 16), None, ("2023-01-16", None)),
        (date(2023, 1, 1), date(2023, 1, 31), ("2023-01-01", "2023-01-31")),
        (date(79, 8, 24), date(79, 8, 24), ("0079-08-24", "0079-08-24")),
    ],
)
def test_intervals_keep_their_open_sides(start: date | None, end: date | None, expected: tuple[str, str]) -> None:
    """An open side is null, never a made-up day."""
    span = DateSpan(start=start, end=end, granularity=Granularity.RANGE)
    event = replace(EVENT, date=DateChoice(span=span, edtf="x", start=0, end=0, timex="", rule="r", score=0.5))
    properties = make_feature(event, DOCUMENT)["properties"]
    assert (properties["date_start"], properties["date_end"]) == expected


@pytest.mark.parametrize(("lon", "lat"), [(180.0, -16.0), (-180.0, 90.0), (0.0, 0.0), (179.999, -89.5)])
def test_positions_are_longitude_then_latitude(lon: float, lat: float) -> None:
    """Within -180..180 and -90..90, also at the antimeridian and the poles (RFC 7946 sections 3.1.1 and 4)."""
    assert EVENT.place
    event = replace(EVENT, place=replace(EVENT.place, place=replace(PARIS, lon=lon, lat=lat)))
    assert make_feature(event, DOCUMENT)["geometry"]["coordinates"] == [lon, lat]


def test_a_merged_event_names_its_reports_and_where_they_differ() -> None:
    """The outlets each once, the lead report's first; what a person decided with who and when."""
    properties = make_feature(MERGED, DOCUMENT, [DECISION])["properties"]
    assert (properties["report_count"], properties["sources"]) == (2, ["test desk", "other desk"])
    assert properties["reports"][1] == {"id": "x9", "document": "d2", "source": "other desk"}
    assert properties["disagreements"] == [
        {"kind": "wounded", "readings": [{"value": "2", "reports": ["e1"]}, {"value": "3", "reports": ["x9"]}]}
    ]
    assert (properties["story_id"], properties["story"], properties["review"]) == ("s1", "The square", "confirmed")
    assert properties["decisions"] == [
        {
            "change": "review",
            "after": "confirmed",
            "author": "Ann",
            "at": "2026-11-22T10:30:00+00:00",
            "note": "seen the video",
            "undoes": None,
        }
    ]


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        pytest.param('"battle.clash"', "battle.clash", id="type"),
        pytest.param('{"place_id": "gn:1", "name": "Mosul", "lon": 43.1, "lat": 36.3}', "Mosul", id="place"),
        pytest.param("null", "", id="no place"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_what_a_decision_sets_is_told_in_words(after: str, expected: str) -> None:
    """A place by its name, not by its record."""
    decision = replace(DECISION, change=Change.PLACE, after=after)
    assert make_feature(MERGED, DOCUMENT, [decision])["properties"]["decisions"][0]["after"] == expected


def test_rows_of_data_sets_credit_them() -> None:
    """The credit goes with each event."""
    document = replace(DOCUMENT, doc_id="ucdp:4711")
    assert "UCDP GED" in make_feature(FULL, document)["properties"]["attribution"]
