"""Tests of a store in an SQLite file: the file itself, its log, what happens to it when a process dies."""

import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from mapping.errors import QueryError, StoreError
from mapping.model import Extraction
from mapping.query import EventQuery
from mapping.storage import sqlite
from mapping.store import EventStore, open_store
from tests.stores import ids
from tests.test_store import FULL, extraction, make_event

ROOT = Path(__file__).parents[1]


def make_row(number: int) -> Extraction:
    """An imported row."""
    return extraction(make_event(f"e{number}", lon=number % 300 - 150.0), doc_id=f"d{number}", raw="{}")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[EventStore]:
    """A new store."""
    with open_store(tmp_path / "events.db") as opened:
        yield opened


def test_reading_only_needs_a_file_and_leaves_it_alone(tmp_path: Path) -> None:
    """A missing file is named, an open one refuses additions."""
    with pytest.raises(StoreError, match=r"there is no events file .*: make one with `dateline ingest`"):
        open_store(tmp_path / "none.db", read_only=True)
    assert not (tmp_path / "none.db").exists()
    open_store(tmp_path / "a.db").close()
    with open_store(tmp_path / "a.db", read_only=True) as store, pytest.raises(StoreError, match="for reading only"):
        store.add(extraction(FULL))


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="the owner of all files may write everywhere")
def test_a_file_in_a_folder_that_cannot_be_written_is_read(tmp_path: Path) -> None:
    """As on a read-only disk; the log that writers need cannot be made there."""
    with open_store(tmp_path / "a.db") as store:
        store.add(extraction(FULL))
    tmp_path.chmod(0o500)
    try:
        with open_store(tmp_path / "a.db", read_only=True) as store:
            assert ids(store) == ["e1"]
    finally:
        tmp_path.chmod(0o700)


def test_folders_are_made_for_a_new_file(tmp_path: Path) -> None:
    """As a person would expect of `--store out/news/kirkuk.db`."""
    open_store(tmp_path / "out" / "news" / "a.db").close()
    assert (tmp_path / "out" / "news" / "a.db").is_file()


def test_files_of_others_are_refused(tmp_path: Path) -> None:
    """A text, another program's database, and a file of a newer Dateline each get their own message."""
    (tmp_path / "text.db").write_text("no database at all, but long enough for one" * 50)
    with pytest.raises(StoreError, match="is not an events file"):
        open_store(tmp_path / "text.db")
    with sqlite3.connect(tmp_path / "other.db") as connection:
        connection.execute("CREATE TABLE notes (id)")
    connection.close()
    with pytest.raises(StoreError, match="but not one of Dateline's: name another file"):
        open_store(tmp_path / "other.db")
    open_store(tmp_path / "newer.db").close()
    with sqlite3.connect(tmp_path / "newer.db") as connection:
        connection.execute(f"PRAGMA user_version = {sqlite.VERSION + 1}")
    connection.close()
    for read_only in (False, True):
        with pytest.raises(StoreError, match=r"was made by a newer Dateline .*: install a newer Dateline"):
            open_store(tmp_path / "newer.db", read_only=read_only)
    with pytest.raises(StoreError, match="cannot be opened"):
        open_store(tmp_path)


def test_a_store_is_durable_and_lets_readers_in(store: EventStore) -> None:
    """Write-ahead log and full synchronisation, as measured to lose nothing when the machine stops."""
    with store.database.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
    with pytest.raises(StoreError, match="too many attached databases"), store.database.reading() as connection:
        connection.exec_driver_sql("ATTACH DATABASE ':memory:' AS other")


def test_a_process_that_is_killed_loses_nothing_acknowledged(tmp_path: Path) -> None:
    """What `add` came back from is on the disk; what it was in the middle of is not there at all."""
    script = (
        "import sys; from pathlib import Path; from dataclasses import replace\n"
        "from mapping.store import open_store; from tests.test_store import extraction, make_event\n"
        "store = open_store(Path(sys.argv[1]))\n"
        "for n in range(10_000):\n"
        "    store.add(extraction(*(make_event(f'{n}-{m}', lon=n % 300 - 150) for m in range(20)), doc_id=f'd{n}'))\n"
        "    print(n, flush=True)\n"
    )
    path = tmp_path / "a.db"
    with subprocess.Popen([sys.executable, "-c", script, str(path)], cwd=ROOT, stdout=subprocess.PIPE) as process:
        assert process.stdout
        told = [int(process.stdout.readline()) for _ in range(10)]
        process.kill()
        told += [int(line) for line in process.stdout.read().split()]
    with open_store(path) as store:
        summary = store.summary()
        assert summary.documents >= len(told)
        assert summary.events == 20 * summary.documents
        assert all(len(list(store.find_document_events(f"d{number}"))) == 20 for number in told)


def test_a_python_without_full_text_search(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything but text search works, and that says what to do; an indexed file is not spoilt by writing."""
    with open_store(tmp_path / "indexed.db") as store:
        store.add(extraction(FULL))
    monkeypatch.setattr(sqlite, "has_fts5", lambda _: False)
    with open_store(tmp_path / "bare.db") as store:
        store.add(extraction(FULL))
        assert ids(store) == ["e1"]
        assert store.add(extraction(make_event("new", lon=100.0)), again=True)
        with pytest.raises(QueryError, match="no FTS5"):
            ids(store, text="crowds")
    with open_store(tmp_path / "indexed.db", read_only=True) as store, pytest.raises(QueryError, match="no FTS5"):
        store.count(EventQuery(text="crowds"))
    with pytest.raises(StoreError, match="without FTS5"):
        open_store(tmp_path / "indexed.db")


def test_readers_beside_a_writer_meet_no_error_and_the_log_stays_short(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Readers that are always there would let the log grow without end, were it not emptied now and then."""
    limit, path, stop = 1_000_000, tmp_path / "events.db", tmp_path / "stop"
    monkeypatch.setattr(sqlite, "_LOG_BYTES", limit)
    # As a server with two processes of four threads each.
    script = (
        "import sys; from concurrent.futures import ThreadPoolExecutor; from pathlib import Path\n"
        "from mapping.store import open_store; from mapping.query import EventQuery\n"
        "store = open_store(Path(sys.argv[1]), read_only=True); print('reading', flush=True)\n"
        "def read(_):\n"
        "    reads = 0\n"
        "    while not Path(sys.argv[2]).exists():\n"
        "        store.read_page(EventQuery(placed=None), limit=20, newest_first=True); reads += 1\n"
        "    return reads\n"
        "with ThreadPoolExecutor(4) as pool: print(min(pool.map(read, range(4))))\n"
    )
    with open_store(path) as store:
        store.add_all(make_row(number) for number in range(100))
        command = [sys.executable, "-c", script, str(path), str(stop)]
        pipe = subprocess.PIPE
        running = [subprocess.Popen(command, cwd=ROOT, stdout=pipe, stderr=pipe, text=True) for _ in range(2)]
        assert [process.stdout and process.stdout.readline() for process in running] == ["reading\n"] * 2
        longest = 0
        for first in range(100, 1500, 50):
            store.add_all(make_row(number) for number in range(first, first + 50))
            longest = max(longest, path.with_name("events.db-wal").stat().st_size)
        stop.touch()
        for process in running:
            out, error = process.communicate(timeout=60)
            assert (process.returncode, error) == (0, "")
            assert int(out) > 0
        assert store.summary().documents == 1500
    assert longest < 3 * limit


@pytest.mark.parametrize("again", range(2))
def test_a_large_transaction_that_is_killed_leaves_the_file_as_it_was(tmp_path: Path, again: int) -> None:
    """Wherever it was; the next one finds whole documents only, and indexes that agree with the tables."""
    path = tmp_path / "events.db"
    with open_store(path) as store:
        store.add_all(make_row(number) for number in range(50))
    script = (
        "import sys; from pathlib import Path; from mapping.store import open_store\n"
        "from tests.test_store_sqlite import make_row\n"
        "store = open_store(Path(sys.argv[1])); print('writing', flush=True)\n"
        "store.add_all(make_row(number) for number in range(50, 100_000))\n"
    )
    with subprocess.Popen([sys.executable, "-c", script, str(path)], cwd=ROOT, stdout=subprocess.PIPE) as process:
        assert process.stdout
        process.stdout.readline()
        time.sleep(0.2 + 0.3 * again)
        process.kill()
    with open_store(path) as store:
        assert store.summary().documents == store.count() == 50
        assert store.add(make_row(50))
        assert len(ids(store, text="crowds")) == 51
        with store.database.reading() as connection:
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"


def test_a_long_walk_maps_nothing_of_the_file(store: EventStore) -> None:
    """What is mapped counts as the memory of an export, which stays small whatever the file's size."""
    for streaming in (True, False):
        with store.database.reading(streaming=streaming) as connection:
            mapped = connection.exec_driver_sql("PRAGMA mmap_size").scalar_one()
            cache_kb = -connection.exec_driver_sql("PRAGMA cache_size").scalar_one()
        # SQLite cuts what is mapped to what the system's build allows, two gigabytes less a little.
        assert (mapped == 0) if streaming else (mapped >= 1 << 30)
        assert (cache_kb <= 4096) if streaming else (cache_kb > 4096)
