"""Tests of opening events files of older versions."""

import sqlite3
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from mapping.errors import StoreError
from mapping.storage import version_1
from mapping.storage.sqlite import VERSION
from mapping.store import open_store
from tests.store_version_1 import make_file
from tests.stores import bare, ids, list_indexes, make_schema
from tests.test_store import FULL, extraction, make_event

OLD = (
    extraction(FULL, make_event("bare", placed=False, dated=False)),
    extraction(make_event("far", lon=100.0, sentence="Air strikes hit the port."), doc_id="d2", source="Wire"),
    extraction(replace(FULL, event_id="again"), doc_id="d3", source="Other"),
    extraction(make_event("row", lon=50.0), doc_id="d4", raw='{"fatalities": 3}'),
)


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A file of version 1."""
    path = tmp_path / "old.db"
    make_file(path, OLD)
    return path


def test_an_old_file_is_brought_up_to_date_when_it_is_opened_for_writing(old: Path) -> None:
    """Everything is there, what two documents tell is one event now, and words are found."""
    with open_store(old) as store:
        assert ids(store, placed=None) == ["e1", "far", "row", "bare"]
        assert [ref.doc_id for ref in store.get_event("e1").reports] == ["d1", "d3"]
        assert tuple(store.find_document_events("d1")) == OLD[0].events
        assert bare(store.get_event("row")) == OLD[3].events[0]
        assert list(store.find_documents()) == [one.document for one in OLD]
        assert ids(store, text="strike") == ["far"]
        assert not any(store.add(one) for one in OLD)
    with open_store(old, read_only=True) as store:
        assert store.count() == 3


def test_the_file_as_it_was_stays_beside_it(old: Path) -> None:
    """An older Dateline can still open the copy."""
    open_store(old).close()
    copy = old.with_name("old.db.version-1")
    connection = sqlite3.connect(copy)
    assert connection.execute("PRAGMA user_version").fetchone() == (1,)
    assert connection.execute("SELECT count(*) FROM events").fetchone() == (5,)
    connection.close()
    assert sorted(
        path.name for path in old.parent.iterdir() if "-shm" not in path.name and "-wal" not in path.name
    ) == [
        "old.db",
        "old.db.version-1",
    ]


def test_an_old_file_is_not_read_only_upgraded(old: Path) -> None:
    """Reading changes no file; the message says what does."""
    before = old.read_bytes()
    with pytest.raises(StoreError, match=r"made by an older Dateline .*: open it once for writing, as"):
        open_store(old, read_only=True)
    assert old.read_bytes() == before


def test_an_upgrade_that_fails_leaves_the_file_as_it_was(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever goes wrong in the middle; the next try finds version 1."""
    with monkeypatch.context() as patched:
        patched.setattr(version_1, "_AWAY", ("NO SUCH STATEMENT",))
        with pytest.raises(StoreError, match="cannot be written"):
            open_store(old)
    connection = sqlite3.connect(old)
    assert connection.execute("PRAGMA user_version").fetchone() == (1,)
    assert connection.execute("SELECT count(*) FROM events").fetchone() == (5,)
    connection.close()
    with open_store(old) as store:
        assert store.summary().events == 4


def test_the_words_of_version_2_are_put_in_order(tmp_path: Path) -> None:
    """Its text index knew numbers alone: found by day afterwards, and gone when their document goes."""
    path = tmp_path / "second.db"
    with open_store(path) as store:
        store.add_all(OLD)
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TEMP TABLE kept AS SELECT rowid & 4294967295 AS number, words FROM events_text")
        connection.execute("DELETE FROM events_text")
        connection.execute("INSERT INTO events_text (rowid, words) SELECT number, words FROM kept")
        connection.execute("PRAGMA user_version = 2")
    connection.close()
    with open_store(path) as store:
        assert ids(store, text="strike") == ["far"]
        store.remove("d2")
        assert ids(store, text="strike") == []
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (VERSION,)
        assert connection.execute("SELECT count(*) FROM events_text").fetchone() == (3,)
        keyed = "SELECT count(*) FROM events_text WHERE rowid >> 32 = 1048576 + ?"
        days = connection.execute("SELECT first_day FROM events WHERE first_day IS NOT NULL").fetchall()
        assert [connection.execute(keyed, day).fetchone() for day in set(days)] == [(len(days),)]
    connection.close()


def test_reports_of_version_3_give_their_ids_to_their_events(tmp_path: Path) -> None:
    """Each report had an id of its own; those that are an event's as well are kept once, the others stay."""
    path = tmp_path / "third.db"
    with open_store(path) as store:
        store.add_all(OLD)
        indexes = list_indexes(store)
    with sqlite3.connect(path) as connection:
        for name in ("events_by_place", "reports_by_id", "reports_by_event", "reports_by_document"):
            connection.execute(f"DROP INDEX {name}")
        connection.execute("ALTER TABLE reports RENAME TO kept")
        connection.execute(
            "CREATE TABLE reports (number INTEGER NOT NULL, report_id TEXT NOT NULL, event_number INTEGER NOT NULL,"
            " doc_id TEXT NOT NULL, position INTEGER NOT NULL, payload TEXT, PRIMARY KEY (number), UNIQUE (report_id))"
        )
        connection.execute(
            "INSERT INTO reports SELECT kept.number, coalesce(report_id, event_id), event_number, kept.doc_id,"
            " position, kept.payload FROM kept JOIN events ON events.number = event_number"
        )
        connection.execute("DROP TABLE kept")
        connection.execute("CREATE INDEX reports_by_event ON reports (event_number)")
        connection.execute("CREATE INDEX reports_by_document ON reports (doc_id, position)")
        connection.execute("PRAGMA user_version = 3")
    connection.close()
    with open_store(path) as store:
        assert list_indexes(store) == indexes
        assert store.get_event("again").event_id == "e1"
        assert [event.event_id for event, _ in store.find_reports("e1")] == ["e1", "again"]
        assert not any(store.add(one) for one in OLD)
        store.remove("d1")
        assert store.get_event("e1").doc_id == "d3"
        assert store.add(OLD[0])
        assert [ref.doc_id for ref in store.get_event("e1").reports] == ["d3", "d1"]
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT report_id FROM reports WHERE report_id IS NOT NULL").fetchall() == [
            ("again",)
        ]
    connection.close()


def test_a_database_of_version_2_is_brought_up_to_date() -> None:
    """When it is opened for writing; until then it is read as it is."""
    with make_schema() as address:
        with open_store(address) as store:
            store.add_all(OLD[:2])
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(
                "UPDATE reports SET report_id = event_id FROM events WHERE events.number = event_number"
                " AND report_id IS NULL"
            )
            connection.execute("ALTER TABLE reports ALTER COLUMN report_id SET NOT NULL")
            connection.execute("DROP INDEX events_by_end")
            connection.execute("DROP INDEX events_by_place")
            connection.execute("UPDATE meta SET value = '2' WHERE key = 'version'")
        with open_store(address, read_only=True) as store:
            assert store.get_event("e1").doc_id == "d1"
        with open_store(address) as store:
            assert {"events_by_end", "events_by_place"} <= list_indexes(store)
            store.add_all(OLD)
            assert [ref.doc_id for ref in store.get_event("e1").reports] == ["d1", "d3"]
            store.remove("d1")
            assert store.get_event("e1").doc_id == "d3"


def test_a_damaged_payload_is_told(old: Path) -> None:
    """Rather than left out."""
    with sqlite3.connect(old) as connection:
        connection.execute("UPDATE events SET payload = '{}' WHERE event_id = 'far'")
    connection.close()
    with pytest.raises(StoreError, match="'far' cannot be read"):
        open_store(old)
