"""Tests of mapping.frames."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from mapping.errors import QueryError, StoreError
from mapping.frames import make_frame, read_events
from mapping.kinds import Granularity
from mapping.model import DateChoice, DateSpan
from mapping.store import open_store
from tests.stores import make_schema
from tests.values import DOCUMENT, EVENT, EXTRACTION, PARIS


@pytest.fixture
def store_path(tmp_path: Path) -> Path:
    """A store with one event in Paris on 16 January 2023."""
    path = tmp_path / "events.db"
    with open_store(path) as store:
        store.add(EXTRACTION)
    return path


def test_a_row_holds_point_day_and_sentence(store_path: Path) -> None:
    """The table has typed columns and WGS 84 points, longitude first."""
    frame = read_events(store_path)
    assert frame.crs == "EPSG:4326"
    [row] = frame.itertuples()
    assert (row.geometry.x, row.geometry.y) == (PARIS.lon, PARIS.lat)
    assert row.date_start.date() == date(2023, 1, 16)
    assert (row.Index, row.family, row.sentence) == (EVENT.event_id, "protest", EVENT.sentence)
    assert str(frame["date_start"].dtype) == "datetime64[s]"
    assert str(frame["family"].dtype) == "category"


@pytest.mark.parametrize(
    ("filters", "rows"),
    [
        ({"family": "protest"}, 1),
        ({"family": "battle"}, 0),
        ({"bbox": "2,48,3,49", "datetime": "2023-01"}, 1),
        ({"country": ["US", "MX"]}, 0),
        ({"admin1": "FR.11", "level": "city", "granularity": "day", "review": "none"}, 1),
        ({"review": "rejected"}, 0),
        ({"filter": "score > 0.5 AND family = 'protest'"}, 1),
        ({"filter": "score > 0.9"}, 0),
    ],
)
def test_filters_are_those_of_the_api(store_path: Path, filters: dict[str, str], rows: int) -> None:
    """The same words filter the table and the page; an empty table keeps its columns."""
    frame = read_events(store_path, **filters)
    assert len(frame) == rows
    assert {"geometry", "family", "date_start"} <= set(frame.columns)


def test_a_shared_database_is_read_as_a_file_is(store_path: Path) -> None:
    """By its address, with the same rows and types."""
    with make_schema() as address:
        with open_store(address) as store:
            store.add(EXTRACTION)
        there, here = read_events(address, family="protest"), read_events(store_path, family="protest")
    assert there.to_dict("records") == here.to_dict("records")
    assert list(there.dtypes) == list(here.dtypes)


def test_fields_with_parts_are_lists(store_path: Path) -> None:
    """And counts are whole numbers."""
    frame = read_events(store_path)
    assert frame["sources"].iloc[0] == ["test desk"]
    assert frame["actors"].iloc[0] == []
    assert str(frame["report_count"].dtype) == "int64"
    assert "details" not in frame


def test_an_event_without_place_and_date_has_empty_cells() -> None:
    """No place gives no point, never the point (0, 0)."""
    frame = make_frame([(replace(EVENT, place=None, date=None), DOCUMENT), (replace(EVENT, event_id="e2"), DOCUMENT)])
    assert list(frame.geometry.isna()) == [True, False]
    assert list(frame["date_start"].isna()) == [True, False]


def test_days_beyond_nanoseconds_are_kept() -> None:
    """A battle of 1066 is dated like any other, though nanoseconds reach back to 1677 only."""
    day = DateSpan(start=date(1066, 10, 14), end=date(1066, 10, 14), granularity=Granularity.DAY)
    old = DateChoice(span=day, edtf="1066-10-14", start=0, end=0, timex="", rule="clause", score=0.9)
    frame = make_frame([(replace(EVENT, date=old), DOCUMENT)])
    assert frame["date_start"].iloc[0].year == 1066


def test_a_wrong_filter_or_file_says_so(store_path: Path, tmp_path: Path) -> None:
    """Errors are those of the filter and of the store."""
    with pytest.raises(QueryError, match="there is no parameter 'familly'"):
        read_events(store_path, familly="protest")
    with pytest.raises(StoreError):
        read_events(tmp_path / "missing.db")
