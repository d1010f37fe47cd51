"""Tests of large loads: what is put off until their end is there afterwards."""

import pytest
from sqlalchemy import inspect

from mapping.query import EventQuery
from mapping.storage import deferring
from mapping.store import EventStore
from tests.test_store import extraction, make_event


def list_indexes(store: EventStore) -> set[str | None]:
    """The names of the indexes of all tables."""
    with store.database.reading() as connection:
        tables = inspect(connection)
        return {index["name"] for table in tables.get_table_names() for index in tables.get_indexes(table)}


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
