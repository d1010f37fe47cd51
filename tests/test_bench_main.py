"""`python -m bench`: which tables there are."""

from importlib import import_module

import pytest

from bench import __main__ as bench


def test_every_table_can_be_printed() -> None:
    """`make bench` prints them one after the other and must not stop at a module that is none."""
    tables = bench.list_tables()
    assert {"events", "places", "dates"} <= set(tables)
    assert not {"corpora", "regression", "scores", "reports"} & set(tables)
    assert all(callable(import_module(f"bench.{name}").main) for name in tables)


def test_an_unknown_table_is_refused_with_those_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before anything is measured."""
    monkeypatch.setattr("sys.argv", ["bench", "dates", "nosuch"])
    with pytest.raises(SystemExit, match=r"no table nosuch: there are actors, "):
        bench.main()
