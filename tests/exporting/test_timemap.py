"""Tests of the TimeMap export, held against the schema that TimeMap refuses events by."""

import json

import pytest

from mapping.exporting.records import About
from mapping.exporting.timemap import write_timemap
from tests.exporting.values import make_test_records

# Keys and types of TimeMap's src/reducers/validate/eventSchema.js; any other key discards the event.
TEXTS = {
    *("id", "description", "date", "time", "time_precision", "location", "latitude", "longitude", "type", "category"),
    *("category_full", "comments", "time_display", "shape", "colour"),
}
LISTS = {"associations", "sources", "narrative___stepStyles"}


def read_events() -> list[dict[str, object]]:
    """The events as TimeMap reads them."""
    events: list[dict[str, object]] = json.loads(b"".join(write_timemap(make_test_records(), About())))
    return events


def test_events_are_what_timemap_takes() -> None:
    """No key of ours, texts for texts, both coordinates, a list of associations."""
    for event in read_events():
        assert set(event) <= TEXTS | LISTS
        assert all(isinstance(event[key], str) for key in set(event) & TEXTS)
        assert all(isinstance(event[key], list) for key in set(event) & LISTS)
        assert {"description", "associations", "latitude", "longitude", "date"} <= set(event)


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (0, ("01/16/2023", "48.85341", "2.3488", "Paris, Ile-de-France, France")),
        (1, ("01/16/2023", "", "", "")),
        (2, ("08/24/0079", "48.85341", "2.3488", "Paris, Ile-de-France, France")),
        (3, ("", "48.85341", "2.3488", "Paris, Ile-de-France, France")),
    ],
)
def test_dates_are_month_first_and_coordinates_texts(number: int, expected: tuple[str, ...]) -> None:
    """As its documentation asks; what is not known is an empty text."""
    event = read_events()[number]
    assert tuple(event[key] for key in ("date", "latitude", "longitude", "location")) == expected


def test_everything_else_stands_in_the_comments() -> None:
    """So that nothing is lost between two Datelines."""
    told = json.loads(str(read_events()[0]["comments"]))["dateline"]
    first = make_test_records()[0]
    assert told == {**first.properties, "lon": first.lon, "lat": first.lat}


def test_no_events_are_an_empty_list() -> None:
    """Which TimeMap takes."""
    assert json.loads(b"".join(write_timemap([], About()))) == []
