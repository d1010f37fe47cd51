"""Tests of large loads: what is put off until their end is there afterwards."""

import pytest
from sqlalchemy import inspect

from mapping.query import EventQuery
from mapping.storage import writing
from mapping.store import EventStore
from tests.test_store import extraction, make_event


def list_indexes(store: EventStore) -> set[str | None]:
    """The names of the indexes of the events table."""
    with store.database.reading() as connection:
        return {index["name"] for index in inspect(connection).get_indexes("events")}


@pytest.mark.parametrize("large", [1, 10_000])
def test_a_large_load_ends_with_every_index(store: EventStore, monkeypatch: pytest.MonkeyPatch, large: int) -> None:
    """As a small one, and everything is found; a second load keeps them throughout."""
    monkeypatch.setattr(writing, "_LARGE_LOAD", large)
    before = list_indexes(store)
    assert {"events_by_day", "events_by_point"} <= before
    for first in (0, 40):
        store.add_all(
            extraction(make_event(f"e{n}", lon=float(n)), doc_id=f"d{n}", raw="{}") for n in range(first, first + 40)
        )
        assert list_indexes(store) == before
    assert store.count(EventQuery(text="crowds")) == 80


def test_a_large_load_that_fails_leaves_the_indexes(store: EventStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """And nothing else."""
    monkeypatch.setattr(writing, "_LARGE_LOAD", 1)
    before = list_indexes(store)

    def break_off() -> object:
        for n in range(600):
            yield extraction(make_event(f"e{n}"), doc_id=f"d{n}", raw="{}")
        raise RuntimeError("broken off")

    with pytest.raises(RuntimeError, match="broken off"):
        store.add_all(break_off())  # type: ignore[arg-type]
    assert list_indexes(store) == before
    assert store.count() == 0
