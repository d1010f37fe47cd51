"""Tests of large loads: what is put off until their end is there afterwards."""

import pytest
from sqlalchemy import Connection

from mapping.errors import RefusedError
from mapping.model import Extraction
from mapping.query import EventQuery
from mapping.storage import deferring
from mapping.storage.database import Database
from mapping.store import EventStore
from tests.stores import list_indexes
from tests.test_store import extraction, make_event


def make_row(n: int, *, raw: str = "{}") -> Extraction:
    """A row of a table; no two are at one place."""
    return extraction(make_event(f"e{n}", lon=n % 1800 / 10), doc_id=f"d{n}", raw=raw)


@pytest.mark.parametrize("large", [1, 10_000])
def test_a_large_load_ends_with_every_index(store: EventStore, monkeypatch: pytest.MonkeyPatch, large: int) -> None:
    """As a small one, and everything is found; a second load keeps them throughout."""
    monkeypatch.setattr(deferring, "LARGE_LOAD", large)
    before = list_indexes(store)
    assert {"events_by_day", "events_by_point", "reports_by_document"} <= before
    for first in (0, 40):
        store.add_all(
            extraction(make_event(f"e{n}", lon=float(n)), doc_id=f"d{n}", raw="{}") for n in range(first, first + 40)
        )
        assert list_indexes(store) == before
    assert store.count(EventQuery(text="crowds")) == 80


def test_a_large_load_of_rows_and_texts_is_as_a_small_one(store: EventStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """Texts behind rows find what they join, and a row that comes twice is replaced, whatever indexes are there."""
    monkeypatch.setattr(deferring, "LARGE_LOAD", 1)
    rows = [extraction(make_event(f"r{n}", lon=n / 10), doc_id=f"row{n}", raw="{}") for n in range(600)]
    texts = [extraction(make_event(f"t{n}"), doc_id=f"text{n}", source=f"outlet {n}") for n in range(2)]
    newer = extraction(make_event("r3", lon=50.0), doc_id="row3", raw='{"version": 2}')
    before = list_indexes(store)
    assert store.add_all([*rows, *texts, newer]) == 603
    assert list_indexes(store) == before
    assert store.count() == 601
    assert store.get_event("t1").event_id == "t0"
    found = store.get_event("r3").place
    assert found
    assert found.place.lon == 50.0
    assert store.count(EventQuery(text="crowds")) == 601


def test_a_large_load_that_fails_leaves_the_indexes(store: EventStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """And nothing else."""
    monkeypatch.setattr(deferring, "LARGE_LOAD", 1)
    before = list_indexes(store)

    def break_off() -> object:
        for n in range(600):
            yield extraction(make_event(f"e{n}"), doc_id=f"d{n}", raw="{}")
        raise RuntimeError("broken off")

    with pytest.raises(RuntimeError, match="broken off"):
        store.add_all(break_off())  # type: ignore[arg-type]
    assert list_indexes(store) == before
    assert store.count() == 0


def test_a_document_that_comes_again_in_a_large_load_is_known(
    store: EventStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without an index of ids, ids are remembered; a row of an earlier load is found as well."""
    monkeypatch.setattr(deferring, "LARGE_LOAD", 1)
    rows = [make_row(n) for n in range(600)]
    assert store.add_all([*rows, rows[0], make_row(1, raw="other"), rows[599]]) == 601
    assert store.get_document("d1").raw == "other"
    again = (make_row(n, raw="other" if n == 1 else "{}") for n in range(1300))
    assert store.add_all(again) == 700
    assert store.count() == 1300


def test_only_so_many_documents_are_remembered(store: EventStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """Then their index is made before the end of the load."""
    monkeypatch.setattr(deferring, "LARGE_LOAD", 1)
    monkeypatch.setattr(deferring, "_MOST_SEEN", 500)
    before = list_indexes(store)
    assert store.add_all(make_row(n % 1100) for n in range(2200)) == 1100
    assert list_indexes(store) == before


def test_a_large_load_with_one_id_twice_is_refused(store: EventStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """At its end, when the index of ids is made; nothing is kept."""
    monkeypatch.setattr(deferring, "LARGE_LOAD", 1)
    before = list_indexes(store)
    other = extraction(make_event("e7", lon=90.0), doc_id="other", raw="{}")
    with pytest.raises(RefusedError, match="cannot be written"):
        store.add_all([*(make_row(n) for n in range(600)), other])
    assert store.count() == 0
    assert list_indexes(store) == before


def test_the_database_looks_at_its_tables_once_they_have_grown(
    store: EventStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the first rows that are many, and then each time that there are ten times as many."""
    monkeypatch.setattr(deferring, "LARGE_LOAD", 20)
    looks: list[int] = []
    look = type(store.database).gather_statistics

    def gather(database: Database, connection: Connection) -> None:
        looks.append(store_size)
        look(database, connection)

    monkeypatch.setattr(type(store.database), "gather_statistics", gather)
    for first, last in ((0, 10), (10, 30), (30, 190), (190, 210), (210, 1990), (1990, 2000)):
        store_size = last
        store.add_all(make_row(n) for n in range(first, last))
    assert looks == [30, 210, 2000]
    assert store.count() == 2000
