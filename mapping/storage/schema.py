"""The tables of an events file, their version, and how a file is opened."""

import sqlite3
from pathlib import Path

from mapping.errors import StoreError

# "DLNE": tells our files from other SQLite files, https://www.sqlite.org/pragma.html#pragma_application_id
APPLICATION_ID = 0x444C4E45
SCHEMA_VERSION = 1
_BUSY_SECONDS = 30.0

# The payloads hold the values whole, but for places, which many events and their candidates share: those stand in
# them as a number. The columns beside them repeat what filters ask for. Days are ISO 8601 texts,
# which sort as they should; `sort_day` is the first day, or "9999-99-99" for an event without a date. IF NOT EXISTS:
# two processes may open a new file at once.
_TABLES = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS documents (
    doc_id TEXT PRIMARY KEY,
    created TEXT,
    title TEXT NOT NULL,
    source TEXT NOT NULL,
    url TEXT NOT NULL,
    text_hash TEXT NOT NULL,
    payload TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS places (number INTEGER PRIMARY KEY, payload TEXT NOT NULL UNIQUE);
CREATE TABLE IF NOT EXISTS events (
    number INTEGER PRIMARY KEY,
    event_id TEXT NOT NULL UNIQUE,
    doc_id TEXT NOT NULL REFERENCES documents (doc_id),
    sort_day TEXT NOT NULL,
    last_day TEXT,
    family TEXT NOT NULL,
    type TEXT NOT NULL,
    modality TEXT NOT NULL,
    score REAL NOT NULL,
    source TEXT NOT NULL,
    lon REAL,
    lat REAL,
    country_code TEXT NOT NULL,
    country TEXT NOT NULL,
    unplaced TEXT NOT NULL,
    undated TEXT NOT NULL,
    payload TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS events_by_doc ON events (doc_id);
CREATE INDEX IF NOT EXISTS events_by_day ON events
    (sort_day, event_id, last_day, family, type, modality, score, lon, lat, country_code, country, source);
CREATE INDEX IF NOT EXISTS events_by_point ON events
    (lat, lon, sort_day, event_id, last_day, family, type, modality, score, country_code, country, source);
INSERT OR IGNORE INTO meta VALUES ('additions', '0'), ('state', '');
"""
# Diacritics are folded and English endings cut, so that "strike" finds "strikes" and "Sao" finds "São".
_TEXT_TABLE = """
CREATE VIRTUAL TABLE IF NOT EXISTS events_text USING fts5 (
    sentence, place, tokenize = "porter unicode61 remove_diacritics 2"
);
"""


def connect(path: Path, *, read_only: bool) -> sqlite3.Connection:
    """Open an events file for one thread.

    Raises:
        StoreError: There is no such file, or it cannot be opened.
    """
    if read_only and not path.is_file():
        raise StoreError(f"there is no events file {str(path)!r}: make one with `dateline ingest`")
    try:
        connection = _connect_read_only(path) if read_only else _connect_for_writing(path)
    except (sqlite3.OperationalError, OSError) as error:
        raise StoreError(
            f"the events file {str(path)!r} cannot be opened ({error}): name another with --store"
        ) from error
    except sqlite3.DatabaseError as error:
        raise _make_foreign_error(path, error) from error
    # No query of ours attaches another file; with a limit of 0 none can, whatever reaches the database.
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    return connection


def _connect_for_writing(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    # check_same_thread: every thread has a connection of its own, which the thread that closes the store closes.
    connection = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def _connect_read_only(path: Path) -> sqlite3.Connection:
    address = f"{path.resolve().as_uri()}?mode=ro"
    connection = sqlite3.connect(
        address, uri=True, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
    try:
        connection.execute("PRAGMA schema_version")
    except sqlite3.OperationalError:
        # The log needs a file beside the store; in a folder that cannot be written nobody else writes either.
        connection.close()
        return sqlite3.connect(f"{address}&immutable=1", uri=True, isolation_level=None, check_same_thread=False)
    return connection


def prepare(connection: sqlite3.Connection, path: Path, *, read_only: bool) -> bool:
    """Make the tables of a new file, or check that an old one is ours and of a version that we know.

    Returns:
        Whether text can be searched: this Python's SQLite has FTS5 and the file has the index.

    Raises:
        StoreError: It is not an events file, or was made by a newer Dateline, or the index cannot be kept up.
    """
    try:
        if not read_only and _is_empty(connection):
            _create(connection)
        _check_version(connection, path)
        has_index = bool(connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'events_text'").fetchall())
    except sqlite3.DatabaseError as error:
        raise _make_foreign_error(path, error) from error
    if has_index and not has_fts5(connection) and not read_only:
        raise StoreError(f"{str(path)!r} has a text index, which this Python's SQLite (without FTS5) cannot keep up")
    return has_index and has_fts5(connection)


def _make_foreign_error(path: Path, error: sqlite3.Error) -> StoreError:
    return StoreError(f"{str(path)!r} is not an events file ({error}): name another file")


def has_fts5(connection: sqlite3.Connection) -> bool:
    """Whether this Python's SQLite was built with full-text search."""
    return bool(connection.execute("SELECT 1 FROM pragma_module_list WHERE name = 'fts5'").fetchall())


def _is_empty(connection: sqlite3.Connection) -> bool:
    return not connection.execute("SELECT 1 FROM sqlite_schema").fetchall()


def _create(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    script = _TABLES + (_TEXT_TABLE if has_fts5(connection) else "")
    marks = f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {SCHEMA_VERSION};"
    connection.executescript(f"BEGIN IMMEDIATE; {script} {marks} COMMIT;")


def _check_version(connection: sqlite3.Connection, path: Path) -> None:
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if application != APPLICATION_ID:
        raise StoreError(f"{str(path)!r} is an SQLite file, but not one of Dateline's: name another file")
    if version > SCHEMA_VERSION:
        raise StoreError(
            f"{str(path)!r} was made by a newer Dateline (version {version} of the tables, this one knows"
            f" {SCHEMA_VERSION}): install a newer Dateline, or ingest into another file"
        )
