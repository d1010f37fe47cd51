"""The store's table: the same events and filters each time, and a few of them through every part that is quick."""

from pathlib import Path

import pytest

from bench import store as table
from bench.storing.filters import make_filters, make_searches
from bench.storing.growing import grow
from bench.synthetic import SyntheticRows, make_extractions, make_news, make_places
from mapping.columnar.served import ServedColumns
from mapping.columnar.sidecar import Sidecar
from mapping.columnar.source import StoreRows
from mapping.columnar.tally import count_selection
from mapping.query import EventQuery
from mapping.store import open_store

ROWS = 400


def test_synthetic_events_are_the_same_each_time() -> None:
    """So that figures of two days can be compared."""
    first, second = make_news(ROWS), make_news(ROWS)
    assert all((getattr(first, name) == getattr(second, name)).all() for name in ("day", "place", "type", "words"))
    assert make_filters() == make_filters()
    assert len(make_filters()) == len(make_searches()) == 40


def test_rows_without_a_store_are_those_of_one(tmp_path: Path) -> None:
    """What the map's table serves from a generator is what a store of these events would give."""
    news = make_news(ROWS)
    source = SyntheticRows(news)
    frame = ServedColumns(Sidecar(tmp_path / "columns", source), source).get()
    with open_store(tmp_path / "events.db") as store:
        store.add_all(make_extractions(news, make_places()))
        for query in [EventQuery(placed=None), *make_filters(10)]:
            assert count_selection(frame.select(query), query).rows == store.count(query)


def test_a_grown_store_is_one_of_so_many_events(tmp_path: Path) -> None:
    """Each copy is found, read, searched and counted as the event that it is a copy of, and the store goes on."""
    with open_store(tmp_path / "small.db") as store:
        store.add_all(make_extractions(make_news(ROWS), make_places()))
        expected = [store.count(query) for query in (*make_filters(8), *make_searches(8))]
    grow(tmp_path / "small.db", tmp_path / "large.db", 3, lambda _: None)
    with open_store(tmp_path / "large.db") as store:
        assert [store.count(query) for query in (*make_filters(8), *make_searches(8))] == [3 * n for n in expected]
        for event, document in store.find_sourced_events(EventQuery(placed=None, limit=50)):
            assert store.get_event(event.event_id).doc_id == event.doc_id == document.doc_id
            assert next(store.find_document_events(event.doc_id)).event_id == event.event_id
        store.add_all(make_extractions(make_news(5), make_places(), prefix="new"))
        assert store.count(EventQuery(placed=None)) == 3 * ROWS + 5
        columns = ServedColumns(Sidecar(tmp_path / "columns", StoreRows(store)), StoreRows(store)).get()
        assert columns.snapshot.rows == 3 * ROWS + 5


def test_every_quick_part_prints_its_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Reads, live ingest and a killed writer, over a file that is used again the second time."""
    options = ["--rows", str(ROWS), "--folder", str(tmp_path), "--postgres", "", "--no-peer", "--rounds", "1"]
    table.main([*options, "--parts", "reads"])
    told = capsys.readouterr().out
    assert "bulk load with text index" in told
    assert "| histogram, grid, facets: columns |" in told
    table.main([*options, "--parts", "kills", "bulk"])
    told = capsys.readouterr().out
    assert "| times what SQLite alone takes, clock / processor |" in told
    assert "are there already" in told
    assert "| lost | 0 |" in told
