"""Tests of reading a store page by page, by number and as it is stored."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.event import listen, remove

from mapping.errors import QueryError, StoreError
from mapping.model import Event, Place
from mapping.query import EventQuery
from mapping.querying.terms import split_terms
from mapping.storage import reading, sqlite_texts
from mapping.storage.codec import Codec, Shared
from mapping.storage.conditions import count_days, make_plain_condition
from mapping.storage.schema import events
from mapping.store import EventStore, open_store
from tests.test_store import extraction, make_event

ANY = EventQuery(placed=None)


def fill(store: EventStore, count: int = 12) -> list[str]:
    """Imported rows on days of which some share one and some have none; their ids in the store's order."""
    first = date(1965, 1, 1)
    rows = [
        make_event(
            f"e{n:02}", start=first + timedelta(days=n // 3), end=first + timedelta(days=n // 3), dated=n % 4 > 0
        )
        for n in range(count)
    ]
    store.add_all(extraction(row, doc_id=f"d-{row.event_id}", raw=f'{{"n": "{row.event_id}"}}') for row in rows)
    dated = [row for row in rows if row.date]
    return [row.event_id for row in (*dated, *(row for row in rows if not row.date))]


def walk(store: EventStore, query: EventQuery, limit: int, **options: bool) -> Iterator[list[str]]:
    """The ids of each page."""
    after = ""
    while True:
        page = store.read_page(query, after=after, limit=limit, **options)
        yield [event.event_id for event, _ in page.events]
        after = page.next
        if not after:
            return


@pytest.mark.parametrize("limit", [1, 2, 5, 11, 12, 100])
def test_pages_follow_each_other_without_a_gap(store: EventStore, limit: int) -> None:
    """In the order of days and ids, those without a date last, whatever the size; the last page has no next one."""
    expected = fill(store)
    pages = list(walk(store, ANY, limit))
    assert [event_id for page in pages for event_id in page] == expected
    assert all(len(page) == limit for page in pages[:-1])
    assert len(pages) == -(-len(expected) // limit)


@pytest.mark.parametrize("limit", [1, 4, 100])
def test_the_newest_may_come_first(store: EventStore, limit: int) -> None:
    """Those without a date come last all the same."""
    expected = fill(store)
    pages = [event_id for page in walk(store, ANY, limit, newest_first=True) for event_id in page]
    assert pages == [*expected[8::-1], *expected[:8:-1]]


def test_what_is_added_meanwhile_neither_repeats_nor_hides_an_event(store: EventStore) -> None:
    """Counting rows would do both."""
    expected = fill(store)
    first = store.read_page(ANY, limit=4)
    store.add(extraction(make_event("before", start=date(1960, 1, 1), end=date(1960, 1, 1)), doc_id="x", raw="{}"))
    second = store.read_page(ANY, after=first.next, limit=4)
    assert [event.event_id for event, _ in (*first.events, *second.events)] == expected[:8]


def test_a_page_comes_with_its_documents(store: EventStore) -> None:
    """Each event with that of its lead report."""
    fill(store)
    page = store.read_page(replace(ANY, text="square"), limit=3)
    assert [document.doc_id for _, document in page.events] == [f"d-{event.event_id}" for event, _ in page.events]


@pytest.mark.parametrize("after", ["x", "~", "1~", "x~e1", "1.5~e1", "99999999999999~e1", "'; DROP TABLE events~"])
def test_a_page_that_is_none_is_refused(store: EventStore, after: str) -> None:
    """Whatever a client sends."""
    with pytest.raises(QueryError, match="is no place to go on from"):
        store.read_page(ANY, after=after, limit=3)


def test_long_streams_are_read_in_pages(store: EventStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """Events, ids, stored rows and the limit of a query, across the ends of pages."""
    monkeypatch.setattr(reading, "_FIRST_PAGE", 2)
    monkeypatch.setattr(reading, "_LARGEST_PAGE", 3)
    expected = fill(store)
    assert [event.event_id for event in store.find_events(ANY)] == expected
    assert list(store.find_ids(ANY)) == expected
    assert [row.event_id for row in store.read_stored(ANY)] == expected
    for limit in (1, 2, 3, 5, 11, 50):
        assert list(store.find_ids(replace(ANY, limit=limit))) == expected[:limit]
    stream = store.find_events(ANY)
    next(stream)
    store.add(extraction(make_event("zz", start=date(1999, 1, 1), end=date(1999, 1, 1)), doc_id="x", raw="{}"))
    assert "zz" in [event.event_id for event in stream]


def test_stored_rows_are_the_events_without_a_detour(store: EventStore) -> None:
    """What an export makes of them is what the model's values would give."""
    fill(store)
    codec = Codec({Place: Shared(lambda _: 0, store.get_place)})
    for row, (event, document) in zip(store.read_stored(ANY), store.find_sourced_events(ANY), strict=True):
        assert codec.read(Event, row.payload) == replace(event, reports=())
        assert (row.event_id, row.doc_id) == (event.event_id, document.doc_id)
        assert (row.title, row.source, row.url) == (document.title, document.source, document.url)
        assert row.created == (document.created.isoformat() if document.created else None)
    with pytest.raises(StoreError, match="there is no place 999"):
        store.get_place(999)


def test_events_are_found_by_number(store: EventStore) -> None:
    """In the order asked for; numbers that are gone are left out."""
    expected = fill(store)
    numbers = list(store.find_numbers(ANY))
    named = {event.event_id: number for number, (event, _) in zip(numbers, store.get_numbered(numbers), strict=True)}
    assert set(named) == set(expected)
    asked = [named[event_id] for event_id in reversed(expected)]
    assert [event.event_id for event, _ in store.get_numbered([*asked, 10_000])] == expected[::-1]
    assert set(store.find_numbers(replace(ANY, dated=False))) == {named[event_id] for event_id in expected[9:]}


def test_a_text_search_gives_numbers_at_once(store: EventStore) -> None:
    """Straight from the text index, of which columns make what they need."""
    fill(store)
    everything = sorted(store.find_numbers(ANY))
    for text, expected in (("crowds square", everything), ('"square crowds"', []), ("crowds -square", [])):
        with store.database.reading() as connection:
            assert sorted(store.database.find_texts(connection, split_terms(text))) == expected


def test_a_text_search_is_walked_by_day(store: EventStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """In runs of whole days from the newest, also where a run ends in the midst of a day; the undated come last."""
    monkeypatch.setattr(sqlite_texts, "_FIRST_RUN", 2)
    fill(store)
    named = {number: store.get_numbered([number])[0][0] for number in store.find_numbers(ANY)}
    begins = {number: count_days(event.date.span.start) if event.date else None for number, event in named.items()}
    days = sorted({day for day in begins.values() if day is not None})
    with store.database.reading() as connection:
        find = partial(store.database.walk_texts, connection, split_terms("crowds"))
        runs = [[begins[number] for number in run.tolist()] for run in find(first_day=None, last_day=None)]
        some = {begins[number] for run in find(first_day=days[1], last_day=days[-2]) for number in run.tolist()}
    assert sorted(_age(day) for run in runs for day in run) == sorted(map(_age, begins.values()))
    for run, behind in pairwise(runs):
        assert min(_age(day) for day in behind) > max(_age(day) for day in run)
    assert set(days[1:-1]) <= some


def _age(day: int | None) -> int:
    """The greater, the later in a walk."""
    return 10**6 if day is None else -day


def test_a_search_that_takes_too_long_says_what_to_do(store: EventStore, where: object) -> None:
    """Rather than keeping a server busy; a writer has all the time it needs."""
    fill(store)
    slow = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30000000) SELECT count(*) FROM n"
    with open_store(where, time_limit_s=0.2) as hurried:  # type: ignore[arg-type]
        assert hurried.count(ANY) == 12
        told = pytest.raises(QueryError, match=r"takes longer than 0\.2 seconds: narrow the filter")
        with told, hurried.database.reading() as connection:
            connection.exec_driver_sql(slow)
        with hurried.database.reading(unlimited=True) as connection:
            assert connection.exec_driver_sql(slow.replace("30000000", "2000000")).scalar() == 2_000_000
        assert hurried.count(ANY) == 12
        assert hurried.add(extraction(make_event("new"), doc_id="new", raw="{}"))


def _hear(asked: list[str], _connection: object, _cursor: object, statement: str, *_others: object) -> None:
    asked.append(statement)


def test_the_places_of_a_page_are_read_at_once(store: EventStore, where: object) -> None:
    """Not one by one, which takes longer than all the rest of a page."""
    rows = [make_event(f"e{n}", lon=float(n)) for n in range(30)]
    store.add_all(extraction(row, doc_id=f"d-{row.event_id}", raw=f'{{"n": "{row.event_id}"}}') for row in rows)
    with open_store(where, read_only=True) as opened:  # type: ignore[arg-type]
        asked: list[str] = []
        hear = partial(_hear, asked)
        listen(Engine, "before_cursor_execute", hear)
        page = opened.read_page(ANY, limit=30)
        remove(Engine, "before_cursor_execute", hear)
        assert {event.place.place.lon for event, _ in page.events if event.place} == set(map(float, range(30)))
        assert sum("FROM places" in statement for statement in asked) == 1


def test_a_search_among_some_days_looks_at_these_alone(store: EventStore) -> None:
    """And at what begins shortly before them; what is long is found all the same."""
    days = {"long": (date(1990, 1, 1), date(2020, 6, 1)), "month": (date(2020, 5, 2), date(2020, 6, 2))}
    days |= {"before": (date(2020, 5, 1), date(2020, 5, 31)), "year": (date(2019, 7, 1), date(2020, 6, 30))}
    rows = [make_event(name, start=start, end=end) for name, (start, end) in days.items()]
    store.add_all(extraction(row, doc_id=f"d-{row.event_id}", raw=f'{{"n": "{row.event_id}"}}') for row in rows)
    query = EventQuery(placed=None, start=date(2020, 6, 1), end=date(2020, 6, 2))
    assert list(store.find_ids(query)) == ["long", "year", "month"]
    assert list(store.find_ids(replace(query, start=date(2020, 6, 2)))) == ["year", "month"]
    assert store.count(replace(query, end=None)) == 3


def test_a_file_seeks_the_days_of_a_search(tmp_path: Path) -> None:
    """Both ends bound the index, and long events have one of their own."""
    with open_store(tmp_path / "events.db") as store, store.database.reading() as connection:
        condition = make_plain_condition(EventQuery(start=date(2020, 6, 1), end=date(2020, 6, 2)))
        asked = select(events.c.number).where(condition).order_by(events.c.first_day, events.c.event_id)
        told = str(asked.compile(connection, compile_kwargs={"literal_binds": True}))
        plan = "; ".join(row[-1] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {told}"))
    assert "COVERING INDEX events_by_day (first_day>? AND first_day<?)" in plan
    assert "COVERING INDEX events_by_end (last_day>?)" in plan
