"""A store in PostgreSQL with PostGIS, which a team shares."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Engine,
    Table,
    Text,
    TextClause,
    cast,
    create_engine,
    func,
    literal_column,
    select,
    text,
    true,
)
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from mapping.errors import StoreError
from mapping.model import BBox
from mapping.querying.terms import TextTerms
from mapping.storage.address import show_address
from mapping.storage.conditions import make_box_condition
from mapping.storage.database import Database, Numbers, read_numbers
from mapping.storage.schema import LONG_EVENTS, PLACES, events, metadata
from mapping.storage.words import fold_words

_APPLICATION = "dateline"
# All statements of one reading see the store at one moment.
_READING: dict[str, Any] = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
_MIN_SERVER = 15
VERSION = 3
"""Of the tables of a database."""
# Writers of one store take turns: what joins what depends on what is there.
_LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended('dateline ' || current_schema(), 0))")
_POINTS = """
ALTER TABLE events ADD COLUMN point geometry(Point, 4326)
    GENERATED ALWAYS AS (ST_SetSRID(ST_MakePoint(lon, lat), 4326)) STORED
"""
# Porter's stemmer without stop words, as SQLite's: phrases keep every word, and both find the same.
_SEARCH = (
    "CREATE TEXT SEARCH DICTIONARY dateline_stem (TEMPLATE = snowball, LANGUAGE = porter)",
    "CREATE TEXT SEARCH CONFIGURATION dateline (PARSER = default)",
    "ALTER TEXT SEARCH CONFIGURATION dateline ADD MAPPING FOR"
    " asciiword, word, numword, asciihword, hword, numhword, hword_asciipart, hword_part, hword_numpart"
    " WITH dateline_stem",
    "ALTER TEXT SEARCH CONFIGURATION dateline ADD MAPPING FOR"
    " int, uint, float, sfloat, version, host, file, url, url_path, email WITH simple",
    "CREATE TABLE events_text (number bigint PRIMARY KEY, words tsvector NOT NULL)",
)
# Of its own kinds; a large load makes them at its end, as those of all databases (deferring.py).
_OWN_INDEXES = {
    "events_text_by_word": "CREATE INDEX events_text_by_word ON events_text USING gin (words)",
    "events_by_geometry": "CREATE INDEX events_by_geometry ON events USING gist (point)",
}
_ADD_TEXTS = text(
    "INSERT INTO events_text SELECT number, to_tsvector('dateline', words)"
    " FROM unnest(CAST(:numbers AS bigint[]), CAST(:words AS text[])) AS given (number, words)"
)
_REMOVE_TEXTS = text("DELETE FROM events_text WHERE number = ANY(CAST(:numbers AS bigint[]))")
_STOPPED = "57014"  # query_canceled
_POINT: ColumnElement[object] = literal_column("events.point")


class PostgresDatabase(Database):
    """An open database of a PostgreSQL server.

    Args:
        address: postgresql://user:password@host:port/name, with libpq's parameters behind a question mark.
        read_only: Whether it is opened for reading only.
        time_limit_s: How long one search may take, in seconds; None for any time.

    Raises:
        StoreError: The driver is not installed, the server cannot be reached or has no PostGIS, the database has no
            store (read-only), or was made by a newer Dateline.
    """

    dialect = "postgresql"
    can_drop_unseen = False

    def __init__(self, address: str, *, read_only: bool, time_limit_s: float | None = None) -> None:
        super().__init__(f"the database {show_address(address)}", read_only=read_only, time_limit_s=time_limit_s)
        self._url = _read_url(address)
        limit = "" if time_limit_s is None else f"-c statement_timeout={max(1, int(time_limit_s * 1000))}"
        readers = self._make_engine(limit)
        self._reader = readers.execution_options(**_READING)
        # Readers may have a time limit, a writer has none.
        self._writer = self._make_engine("") if limit else readers
        self._engines += [readers, self._writer]
        try:
            self._prepare()
        except StoreError:
            self.close()
            raise

    @property
    def version(self) -> int:
        """Of the tables of this database."""
        with self._reader.begin() as connection:
            return _read_version(connection)

    def was_stopped(self, error: DBAPIError) -> bool:
        """Whether this error is the time limit's."""
        return getattr(error.orig, "sqlstate", None) == _STOPPED

    def insert(self, connection: Connection, table: Table, rows: Sequence[tuple[object, ...]]) -> None:
        """Add many rows, each with all columns of the table in their order."""
        if not rows:
            return
        names = ", ".join(column.name for column in table.columns)
        # One look at all texts takes a tenth of the time of one at each.
        is_clean = not any("\x00" in "".join(texts) for texts in _list_texts(rows))
        cursor = connection.connection.cursor()
        try:
            with cursor.copy(f"COPY {table.name} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row if is_clean else [_drop_nul(value) for value in row])
        except connection.dialect.loaded_dbapi.Error as error:  # the driver's own, which SQLAlchemy did not see
            raise self._make_write_error(error) from error
        finally:
            cursor.close()

    def start_load(self, connection: Connection) -> None:
        """Sorting indexes with the memory that a small server has, those of PostgreSQL's own at the end as well."""
        connection.exec_driver_sql("SET LOCAL maintenance_work_mem = '256MB'")
        for name in _OWN_INDEXES:
            connection.exec_driver_sql(f"DROP INDEX {name}")

    def end_load(self, connection: Connection) -> None:
        """The setting ends with the transaction."""
        for statement in _OWN_INDEXES.values():
            connection.exec_driver_sql(statement)

    def gather_statistics(self, connection: Connection) -> None:
        """The server's own worker looks a minute after a load, and until then chooses as for empty tables."""
        connection.exec_driver_sql("ANALYZE documents, reports, events, events_text, places")

    def add_texts(self, connection: Connection, rows: Sequence[tuple[int, int | None, str]]) -> None:
        """Make events findable by their words."""
        if rows:
            numbers, words = [row[0] for row in rows], [row[2] for row in rows]
            connection.execute(_ADD_TEXTS, {"numbers": numbers, "words": words})

    def remove_texts(self, connection: Connection, numbers: Sequence[int]) -> None:
        """Take events out of the text index."""
        if numbers:
            connection.execute(_REMOVE_TEXTS, {"numbers": list(numbers)})

    def match_text(self, terms: TextTerms) -> ColumnElement[bool]:
        """The condition that an event's words fulfil."""
        if terms.wanted:
            return events.c.number.op("IN")(_find_texts(terms))
        if terms.unwanted:
            unwanted = TextTerms(wanted=terms.unwanted)
            return events.c.number.op("NOT IN")(_find_texts(unwanted, joiner="||"))
        return true()

    def find_texts(self, connection: Connection, terms: TextTerms) -> Numbers:
        """The numbers of the events whose words fulfil the terms."""
        found = _find_texts(terms).columns(number=BigInteger).subquery()
        return read_numbers(connection.execute(select(func.string_agg(cast(found.c.number, Text), ","))).scalar())

    def walk_texts(
        self,
        connection: Connection,
        terms: TextTerms,
        *,
        first_day: int | None,  # noqa: ARG002
        last_day: int | None,  # noqa: ARG002
    ) -> Iterator[Numbers]:
        """All at once: PostgreSQL's text index has no order."""
        yield self.find_texts(connection, terms)

    def match_box(self, bbox: BBox) -> ColumnElement[bool]:
        """The index holds single precision, so that what it finds is compared once more."""
        boxes = [(bbox.west, bbox.east)]
        if bbox.west > bbox.east:
            boxes = [(bbox.west, 180.0), (-180.0, bbox.east)]
        found = [_POINT.op("&&")(func.ST_MakeEnvelope(w, bbox.south, e, bbox.north, 4326)) for w, e in boxes]
        either = found[0] if len(found) == 1 else found[0] | found[1]
        return either & make_box_condition(bbox)

    # The rest is not for callers.

    @contextmanager
    def _begin_reading(self, *, unlimited: bool = False, streaming: bool = False) -> Iterator[Connection]:  # noqa: ARG002
        engine = self._writer.execution_options(**_READING) if unlimited else self._reader
        with engine.begin() as connection:
            yield connection

    @contextmanager
    def _begin_writing(self) -> Iterator[Connection]:
        with self._writer.begin() as connection:
            connection.execute(_LOCK)
            yield connection

    def _make_engine(self, options: str) -> Engine:
        given = str(self._url.query.get("options", ""))
        try:
            return create_engine(
                self._url.update_query_dict({"options": f"{given} {options}".strip()} if given or options else {}),
                pool_size=10,
                max_overflow=-1,
                pool_pre_ping=True,
            )
        except ModuleNotFoundError as error:
            raise StoreError(
                f"{self.name} needs psycopg, which is not installed: pip install 'dateline[postgres]'"
            ) from error

    def _prepare(self) -> None:
        try:
            with self._begin_reading() as connection:
                server = connection.dialect.server_version_info
                found = _find_application(connection)
            if server and int(server[0]) < _MIN_SERVER:
                raise StoreError(f"{self.name} is PostgreSQL {server[0]}: Dateline needs {_MIN_SERVER} or newer")
            if not found and not self.read_only:
                self._create()
            elif not self.read_only:
                self._upgrade()
            with self._begin_reading() as connection:
                self._check(connection)
        except DBAPIError as error:
            raise StoreError(f"{self.name} cannot be opened ({_first_line(error)}): {_advise(error)}") from error

    def _create(self) -> None:
        with self._begin_writing() as connection:
            if _find_application(connection):
                return  # another process was quicker
            if connection.exec_driver_sql("SELECT to_regclass('events')").scalar() is not None:
                raise StoreError(f"{self.name} has a table 'events' that is not Dateline's: name another database")
            connection.exec_driver_sql("CREATE EXTENSION IF NOT EXISTS postgis")
            create_tables(connection)

    def _upgrade(self) -> None:
        """Tables of version 2 lack indexes, and ask an id of each report; they are read as they are all the same.

        Their ids have indexes as well, of another name.
        """
        with self._begin_reading() as connection:
            if _read_version(connection) != 2:
                return
        with self._begin_writing() as connection:
            for index in (LONG_EVENTS, PLACES):
                index.create(connection, checkfirst=True)
            connection.exec_driver_sql("ALTER TABLE reports ALTER COLUMN report_id DROP NOT NULL")
            connection.exec_driver_sql("UPDATE meta SET value = '3' WHERE key = 'version'")

    def _check(self, connection: Connection) -> None:
        if not _find_application(connection):
            raise StoreError(f"{self.name} has no events yet: fill it with `dateline ingest`")
        version = _read_version(connection)
        if version > VERSION:
            raise StoreError(
                f"{self.name} was made by a newer Dateline (version {version} of the tables, this one knows"
                f" {VERSION}): install a newer Dateline, or name another database"
            )


def create_tables(connection: Connection) -> None:
    """Make all tables and mark them as ours."""
    metadata.create_all(connection)
    connection.exec_driver_sql(_POINTS)
    for statement in (*_SEARCH, *_OWN_INDEXES.values()):
        connection.exec_driver_sql(statement)
    marks = [{"key": "application", "value": _APPLICATION}, {"key": "version", "value": str(VERSION)}]
    connection.execute(metadata.tables["meta"].insert(), marks)


def _read_version(connection: Connection) -> int:
    return int(connection.exec_driver_sql("SELECT value FROM meta WHERE key = 'version'").scalar_one())


def _find_application(connection: Connection) -> bool:
    """Whether the tables are there and ours."""
    if connection.exec_driver_sql("SELECT to_regclass('meta')").scalar() is None:
        return False
    columns = "SELECT count(*) FROM pg_attribute WHERE attrelid = to_regclass('meta') AND attname IN ('key', 'value')"
    if connection.exec_driver_sql(columns).scalar_one() < 2:
        return False
    found = connection.exec_driver_sql("SELECT value FROM meta WHERE key = 'application'").scalar()
    return found == _APPLICATION


def _read_url(address: str) -> URL:
    try:
        url = make_url(address)
    except (ArgumentError, ValueError) as error:
        raise StoreError(
            f"{show_address(address)!r} is no address of a database: write postgresql://user:password@host/name"
        ) from error
    return url.set(drivername="postgresql+psycopg")


def _find_texts(terms: TextTerms, joiner: str = "&&") -> TextClause:
    """The numbers of events in whose words all wanted terms stand (&&) or any (||), and none of the unwanted."""
    values = {f"wanted{n}": fold_words(term) for n, term in enumerate(terms.wanted)}
    query = f" {joiner} ".join(f"phraseto_tsquery('dateline', :{name})" for name in values)
    for n, term in enumerate(terms.unwanted):
        values[f"unwanted{n}"] = fold_words(term)
        query = f"({query}) && !!phraseto_tsquery('dateline', :unwanted{n})"
    return text(f"(SELECT number FROM events_text WHERE words @@ ({query}))").bindparams(**values)  # noqa: S608


def _list_texts(rows: Sequence[tuple[object, ...]]) -> Iterator[list[str]]:
    for row in rows:
        yield [value for value in row if isinstance(value, str)]


def _drop_nul(value: object) -> object:
    """PostgreSQL's texts hold every character but this one; payloads keep it as JSON writes it."""
    return value.replace("\x00", "") if isinstance(value, str) else value


def _first_line(error: DBAPIError) -> str:
    return str(error.orig).strip().splitlines()[0] if str(error.orig).strip() else type(error.orig).__name__


def _advise(error: DBAPIError) -> str:
    told = str(error.orig)
    if "postgis" in told:
        return "install PostGIS on the server, and let its administrator run CREATE EXTENSION postgis in this database"
    if getattr(error.orig, "sqlstate", None) == "42501":
        return "its user needs the right to create tables: GRANT CREATE ON SCHEMA public"
    return "check that the server runs, and the address, user and password given with --store or MAPPING_STORE"
