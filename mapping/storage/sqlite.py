"""A store in one SQLite file: the default, which needs no server."""

import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache, partial
from pathlib import Path

from sqlalchemy import ColumnElement, Connection, Engine, QueuePool, Table, create_engine, event, true
from sqlalchemy.exc import DBAPIError

from mapping.errors import StoreError
from mapping.model import BBox
from mapping.querying.terms import TextTerms
from mapping.storage import sqlite_texts
from mapping.storage.conditions import make_box_condition
from mapping.storage.database import Database, Numbers
from mapping.storage.filters_cql import register_functions
from mapping.storage.schema import metadata

# "DLNE": tells our files from other SQLite files, https://www.sqlite.org/pragma.html#pragma_application_id
APPLICATION_ID = 0x444C4E45
VERSION = 4
"""Of an events file; mapping/storage/migrations.py brings older ones up to it."""
_BUSY_SECONDS = 30.0
# A checkpoint that comes by itself never waits, and with readers always there the log would grow without end. So from
# this length on a writer waits a little for a moment in which nobody reads.
_LOG_BYTES = 16 * 1024 * 1024
_CHECKPOINT_WAIT_MS = 2000
# SQLite's own 2 MB of pages let a listing read the same pages of the file again and again. It maps no more than 2 GB.
_CACHE_KB, _STREAM_CACHE_KB, _MAPPED_BYTES = 32 * 1024, 4 * 1024, 1 << 31
# A large load writes each page of an index again whenever the cache is full; so does the text index with its words.
_LOAD_CACHE_KB, _LOAD_WORDS_BYTES, _WORDS_BYTES = 128 * 1024, 16 << 20, 1 << 20
_ANALYSED_ROWS = 1000
_SORTERS = 2  # threads beside the writer's own, while an index is made
# Rows of about a kilobyte leave a tenth of the usual 4 kB unused.
_PAGE_BYTES = 8192
_STEPS = 20_000  # of SQLite's machine between two looks at the clock, about a millisecond
_IS_READING = {"is_reading": True}


class SQLiteDatabase(Database):
    """An open SQLite file.

    Args:
        path: The file; for writing, a new one is made where there is none.
        read_only: Whether it is opened for reading only.
        time_limit_s: How long one search may take, in seconds; None for any time.

    Raises:
        StoreError: The file is missing (read-only), is not an events file, or cannot be opened.
    """

    dialect = "sqlite"
    can_drop_unseen = True

    def __init__(self, path: Path, *, read_only: bool, time_limit_s: float | None = None) -> None:
        super().__init__(f"the events file {str(path)!r}", read_only=read_only, time_limit_s=time_limit_s)
        self.path = path
        if read_only and not path.is_file():
            raise StoreError(f"there is no events file {str(path)!r}: make one with `dateline ingest`")
        self._engine = self._make_engine(mapped_bytes=_MAPPED_BYTES, cache_kb=_CACHE_KB)
        # Pages that are mapped count as the process's memory, and a long export would map the whole file; it reads
        # each page but once, so that a large cache serves nobody.
        self._streamer = self._make_engine(mapped_bytes=0, cache_kb=_STREAM_CACHE_KB)
        self._engines += [self._engine, self._streamer]
        try:
            self._prepare()
        except StoreError:
            self.close()
            raise

    @property
    def version(self) -> int:
        """Of the tables of this file."""
        with self._begin_reading() as connection:
            return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())

    def was_stopped(self, error: DBAPIError) -> bool:
        """Whether this error is the time limit's."""
        return "interrupted" in str(error.orig)

    def insert(self, connection: Connection, table: Table, rows: Sequence[tuple[object, ...]]) -> None:
        """Add many rows, each with all columns of the table in their order."""
        with self._telling():
            _raw(connection).executemany(_write_insert(table), rows)

    def start_load(self, connection: Connection) -> None:
        """More memory for pages, for the words of the text index, and threads that sort indexes."""
        with self._telling():
            raw = _raw(connection)
            raw.execute(f"PRAGMA cache_size = {-_LOAD_CACHE_KB}")
            raw.execute(f"PRAGMA threads = {_SORTERS}")
            if self.can_search:
                sqlite_texts.set_memory(raw, _LOAD_WORDS_BYTES)

    def end_load(self, connection: Connection) -> None:
        """As it was before."""
        with self._telling():
            raw = _raw(connection)
            raw.execute(f"PRAGMA cache_size = {-_CACHE_KB}")
            if self.can_search:
                sqlite_texts.set_memory(raw, _WORDS_BYTES)

    def gather_statistics(self, connection: Connection) -> None:
        """Looking at some of the rows is enough, and takes a part of a second however large the file."""
        with self._telling():
            raw = _raw(connection)
            raw.execute(f"PRAGMA analysis_limit = {_ANALYSED_ROWS}")
            raw.execute("ANALYZE")

    def add_texts(self, connection: Connection, rows: Sequence[tuple[int, int | None, str]]) -> None:
        """Make events findable by their words."""
        if self.can_search:
            with self._telling():
                sqlite_texts.add_texts(_raw(connection), rows)

    def remove_texts(self, connection: Connection, numbers: Sequence[int]) -> None:
        """Take events out of the text index."""
        if self.can_search:
            with self._telling():
                sqlite_texts.remove_texts(_raw(connection), numbers)

    def match_text(self, terms: TextTerms) -> ColumnElement[bool]:
        """The condition that an event's words fulfil."""
        return sqlite_texts.match_text(terms) if terms else true()

    def find_texts(self, connection: Connection, terms: TextTerms) -> Numbers:
        """The numbers of the events whose words fulfil the terms."""
        return sqlite_texts.find_texts(connection, terms)

    def walk_texts(
        self, connection: Connection, terms: TextTerms, *, first_day: int | None, last_day: int | None
    ) -> Iterator[Numbers]:
        """As `find_texts`, in runs of whole days, the last days first."""
        return sqlite_texts.walk_texts(connection, terms, first_day=first_day, last_day=last_day)

    def match_box(self, bbox: BBox) -> ColumnElement[bool]:
        """The condition that an event's point lies in a box, edges included."""
        return make_box_condition(bbox)

    # The rest is not for callers.

    @contextmanager
    def _telling(self) -> Iterator[None]:
        """Around what goes straight to the driver: for a few rows SQLAlchemy's way there costs most."""
        try:
            yield
        except sqlite3.Error as error:
            raise self._make_write_error(error) from error

    @contextmanager
    def _begin_reading(self, *, unlimited: bool = False, streaming: bool = False) -> Iterator[Connection]:
        engine = self._streamer if streaming else self._engine
        with engine.execution_options(**_IS_READING).begin() as connection:
            limit_s = None if unlimited else self._time_limit_s
            if limit_s is not None:
                end = time.monotonic() + limit_s
                _raw(connection).set_progress_handler(lambda: time.monotonic() > end, _STEPS)
            try:
                yield connection
            finally:
                if limit_s is not None:
                    _raw(connection).set_progress_handler(None, 0)

    @contextmanager
    def _begin_writing(self) -> Iterator[Connection]:
        with self._engine.begin() as connection:
            yield connection
        if self._measure_log() > _LOG_BYTES:
            self.checkpoint()

    def checkpoint(self) -> None:
        """Move what the log holds into the file, and empty the log if no reader is in the way for long."""
        with self._engine.connect() as connection:
            raw = _raw(connection)
            raw.execute(f"PRAGMA busy_timeout = {_CHECKPOINT_WAIT_MS}")
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            raw.execute(f"PRAGMA busy_timeout = {int(_BUSY_SECONDS * 1000)}")

    def _measure_log(self) -> int:
        try:
            return self.path.with_name(f"{self.path.name}-wal").stat().st_size
        except FileNotFoundError:
            return 0

    def _make_engine(self, *, mapped_bytes: int, cache_kb: int) -> Engine:
        # Threads take a connection out of the pool for each read or write; a burst of them opens more for a while.
        connect = partial(self._connect, mapped_bytes, cache_kb)
        engine = create_engine("sqlite://", creator=connect, poolclass=QueuePool, pool_size=10, max_overflow=-1)
        event.listen(engine, "begin", _begin)
        return engine

    def _connect(self, mapped_bytes: int, cache_kb: int) -> sqlite3.Connection:
        """A connection of the driver's, which begins no transactions of its own.

        Raises:
            StoreError: The file cannot be opened or is not SQLite's.
        """
        try:
            connection = _open_read_only(self.path) if self.read_only else _open_for_writing(self.path)
        except (sqlite3.OperationalError, OSError) as error:
            raise StoreError(
                f"the events file {str(self.path)!r} cannot be opened ({error}): name another with --store"
            ) from error
        except sqlite3.DatabaseError as error:
            raise self._make_foreign_error(error) from error
        connection.execute(f"PRAGMA cache_size = {-cache_kb}")
        connection.execute(f"PRAGMA mmap_size = {mapped_bytes}")
        # Some systems' SQLite writes zeros over all that is deleted; this one where it writes the page anyway.
        connection.execute("PRAGMA secure_delete = FAST")
        # No query of ours attaches another file; with a limit of 0 none can, whatever reaches the database.
        connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
        register_functions(connection)
        return connection

    def _prepare(self) -> None:
        """Make the tables of a new file, or check that an old one is ours."""
        try:
            with self._begin_reading() as connection:
                is_new = not connection.exec_driver_sql("SELECT 1 FROM sqlite_schema").first()
            if is_new and not self.read_only:
                self._create()
            with self._begin_reading() as connection:
                self._check(connection)
        except DBAPIError as error:
            raise self._make_foreign_error(error.orig or error) from error

    def _create(self) -> None:
        with self._engine.connect() as connection:
            _raw(connection).execute(f"PRAGMA page_size = {_PAGE_BYTES}")
            _raw(connection).execute("PRAGMA journal_mode = WAL")
        with self._engine.begin() as connection:
            if connection.exec_driver_sql("SELECT 1 FROM sqlite_schema").first():
                return  # another process was quicker
            create_tables(connection)

    def _check(self, connection: Connection) -> None:
        application = connection.exec_driver_sql("PRAGMA application_id").scalar_one()
        version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
        if application != APPLICATION_ID:
            raise StoreError(f"{str(self.path)!r} is an SQLite file, but not one of Dateline's: name another file")
        if version > VERSION:
            raise StoreError(
                f"{str(self.path)!r} was made by a newer Dateline (version {version} of the tables, this one knows"
                f" {VERSION}): install a newer Dateline, or ingest into another file"
            )
        has_index = connection.exec_driver_sql("SELECT 1 FROM sqlite_schema WHERE name = 'events_text'").first()
        self.can_search = bool(has_index) and has_fts5(connection)
        if has_index and not self.can_search and not self.read_only:
            raise StoreError(
                f"{str(self.path)!r} has a text index, which this Python's SQLite (without FTS5) cannot keep up"
            )

    def _make_foreign_error(self, error: BaseException) -> StoreError:
        return StoreError(f"{str(self.path)!r} is not an events file ({error}): name another file")


def create_tables(connection: Connection) -> None:
    """Make all tables and mark the file as ours."""
    metadata.create_all(connection)
    if has_fts5(connection):
        connection.exec_driver_sql(sqlite_texts.TABLE)
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.exec_driver_sql(f"PRAGMA user_version = {VERSION}")


def has_fts5(connection: Connection) -> bool:
    """Whether this Python's SQLite was built with full-text search."""
    return connection.exec_driver_sql("SELECT 1 FROM pragma_module_list WHERE name = 'fts5'").first() is not None


def _begin(connection: Connection) -> None:
    """Writers take their turn at the start: one that reads first and then writes could find the store changed."""
    is_reading = connection.get_execution_options().get("is_reading")
    connection.exec_driver_sql("BEGIN" if is_reading else "BEGIN IMMEDIATE")


def _raw(connection: Connection) -> sqlite3.Connection:
    raw = connection.connection.driver_connection
    if not isinstance(raw, sqlite3.Connection):
        raise TypeError(f"not a connection of SQLite's: {raw!r}")
    return raw


def _open_for_writing(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA synchronous = FULL")
    return connection


def _open_read_only(path: Path) -> sqlite3.Connection:
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


@lru_cache
def _write_insert(table: Table) -> str:
    names = ", ".join(column.name for column in table.columns)
    return f"INSERT INTO {table.name} ({names}) VALUES ({', '.join('?' * len(table.columns))})"  # noqa: S608
