"""The store's table: the same events and filters each time, and a few of them through every part that is quick."""

from pathlib import Path

import pytest

from bench import store as table
from bench.storing.filters import make_filters, make_searches
from bench.synthetic import SyntheticRows, make_extractions, make_news, make_places
from mapping.columnar.served import ServedColumns
from mapping.columnar.sidecar import Sidecar
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


def test_every_quick_part_prints_its_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Reads, live ingest and a killed writer, over a file that is used again the second time."""
    options = ["--rows", str(ROWS), "--folder", str(tmp_path), "--postgres", "", "--no-peer", "--rounds", "1"]
    table.main([*options, "--parts", "reads"])
    told = capsys.readouterr().out
    assert "bulk load with text index" in told
    assert "| histogram, grid, facets: columns |" in told
    table.main([*options, "--parts", "kills"])
    told = capsys.readouterr().out
    assert "are there already" in told
    assert "| lost | 0 |" in told
