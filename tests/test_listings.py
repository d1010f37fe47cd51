"""Tests of places and documents as rows of properties: the pages hold what counting one by one gives."""

from collections import Counter
from datetime import UTC, datetime

import pytest

from mapping.cql import parse_cql2
from mapping.kinds import Change, Review
from mapping.query import EventQuery
from mapping.querying.properties import PLACE_PROPERTIES
from mapping.storage.listings import open_listings
from mapping.store import EventStore
from tests.columnar_values import make_extractions

NOW = datetime(2024, 5, 1, tzinfo=UTC)


@pytest.fixture
def filled(store: EventStore) -> EventStore:
    """Events at several places, one of them rejected."""
    store.add_all(make_extractions(0, 60))
    first = next(store.find_events(EventQuery(placed=True)))
    store.decide(first.event_id, Change.REVIEW, Review.REJECTED, author="Ann", at=NOW)
    return store


def list_pages(store: EventStore, limit: int, after: str = "") -> list[dict[str, object]]:
    """All rows of places, so many a page."""
    listing = open_listings(store.database.dialect)["places"]
    found: list[dict[str, object]] = []
    while True:
        page = listing.read_page(store.database, None, after=after, limit=limit)
        found += map(dict, page.rows)
        if not page.next:
            return found
        after = page.next


def test_places_are_counted_page_by_page(filled: EventStore) -> None:
    """With how many events each has, and their days; rejected ones count nowhere."""
    events = list(filled.find_events(EventQuery(placed=True)))
    counts = Counter(event.place.place.place_id for event in events if event.place)
    rows = list_pages(filled, 2)
    assert {row["id"]: row["event_count"] for row in rows} == counts
    assert [row["id"] for row in rows] == sorted(counts)
    assert rows == list_pages(filled, 1000)
    for row in rows:
        dated = [one.date.span for one in events if one.place and one.place.place.place_id == row["id"] and one.date]
        days = [day for span in dated for day in (span.start or span.end, span.end or span.start)]
        assert (row["date_start"], row["date_end"]) == (min(days, default=None), max(days, default=None))
        assert row["name"] == next(
            one.place.place.name for one in events if one.place and one.place.place.place_id == row["id"]
        )


def test_places_are_counted_with_and_without_a_filter(filled: EventStore) -> None:
    """One that lets all pass finds as many as none."""
    listing = open_listings(filled.database.dialect)["places"]
    everything = parse_cql2("event_count > 0", properties=PLACE_PROPERTIES)
    number = len(list_pages(filled, 1000))
    assert listing.count(filled.database, None) == listing.count(filled.database, everything) == number
    page = listing.read_page(filled.database, everything, after="", limit=1000)
    assert list(map(dict, page.rows)) == list_pages(filled, 1000)
    assert dict(listing.get_row(filled.database, str(page.rows[0]["id"]))) == dict(page.rows[0])


def test_an_empty_store_has_no_places(store: EventStore) -> None:
    """Nor pages of them."""
    listing = open_listings(store.database.dialect)["places"]
    assert listing.count(store.database, None) == 0
    assert list_pages(store, 10) == []
