"""Events <-> a file: what was extracted, kept without loss in SQLite and found again by an `EventQuery`."""

import hashlib
import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from mapping.errors import NotFoundError, QueryError, StoreError
from mapping.model import Document, Event, Extraction
from mapping.query import EventQuery
from mapping.storage.rows import INSERT_EVENT, make_row, name_place
from mapping.storage.schema import connect, prepare
from mapping.storage.sql import Condition, make_condition
from mapping.storage.values import StoredValues

_BATCH = 500
# An event is shown with its document's title and source; a few documents are read again and again.
_CACHED_DOCUMENTS = 512
# Where a day of publication can come from, the least sure first.
_SURENESS = ("none", "page", "text", "url", "meta", "given")
_FACETS = ("family", "type", "country_code", "source", "modality")


@dataclass(frozen=True, kw_only=True, slots=True)
class FacetValue:
    """A value that events have, how many have it, and what to call it ("" where the value says it)."""

    value: str
    count: int
    label: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Facets:
    """How the events of a query divide; the most frequent value first."""

    families: tuple[FacetValue, ...]
    types: tuple[FacetValue, ...]
    countries: tuple[FacetValue, ...]
    sources: tuple[FacetValue, ...]
    modalities: tuple[FacetValue, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class StoreSummary:
    """What a store holds. `unplaced` and `undated` count the events without, by the reason.

    `first_day` and `last_day` are ISO days, "" while no event has a date.
    """

    documents: int
    events: int
    placed: int
    dated: int
    unplaced: dict[str, int]
    undated: dict[str, int]
    first_day: str
    last_day: str


def open_store(path: Path, *, read_only: bool = False) -> "EventStore":
    """Open an events file; for writing, a new one is made where there is none.

    Raises:
        StoreError: The file is missing (read-only), is not an events file, or is a newer Dateline's.
    """
    return EventStore(path, read_only=read_only)


class EventStore:
    """An open events file. Threads may share it: each has a connection of its own.

    Attributes:
        path: The file.
        read_only: Whether `add` is refused.
    """

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        self.path = path
        self.read_only = read_only
        self._local = threading.local()
        self._lock = threading.Lock()
        self._connections: list[sqlite3.Connection] = []
        connection = connect(path, read_only=read_only)
        try:
            self._can_search = prepare(connection, path, read_only=read_only)
        except StoreError:
            connection.close()
            raise
        self._keep(connection)
        self._values = StoredValues(self._connect)
        self._cached_document = lru_cache(maxsize=_CACHED_DOCUMENTS)(self._read_document)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections of all threads; the store cannot be used afterwards."""
        with self._lock:
            for connection in self._connections:
                connection.close()
            self._connections.clear()
            self._local = threading.local()

    @property
    def generation(self) -> str:
        """Changes with each addition, and only then: for entity tags. Equal contents added alike are equal."""
        meta = dict(self._run("SELECT key, value FROM meta"))
        return f"{meta['additions']}-{meta['state']}"

    # Writing.

    def add(self, extraction: Extraction, *, again: bool = False) -> bool:
        """Keep a document with all its events, in one transaction: either all of it is on the disk, or nothing.

        A document that the store knows is left as it is. It is replaced, with its events, where its text is another one
        than before, or where its day of publication is and comes from a source that is as sure: a day given by a person
        goes before a page's metadata, its address, a dateline, a guess and none.

        Args:
            extraction: What was found in the document.
            again: Replace the document even so, as after an update of Dateline.

        Returns:
            Whether the store changed; False: known already.

        Raises:
            StoreError: The store is read-only, or the disk refuses.
        """
        return self.add_all((extraction,), again=again) == 1

    def add_all(self, extractions: Iterable[Extraction], *, again: bool = False) -> int:
        """As `add`, but all documents in one transaction: if one fails, or cannot be read, none is kept.

        Returns:
            How many documents changed the store.

        Raises:
            StoreError: The store is read-only, or the disk refuses.
        """
        if self.read_only:
            raise StoreError(f"the events file {str(self.path)!r} is open for reading only")
        added = 0
        with self._transaction() as connection:
            for extraction in extractions:
                document = extraction.document
                if not again and self.knows(document):
                    continue
                self._delete(connection, document.doc_id)
                self._insert(connection, extraction)
                _count_addition(connection, document)
                added += 1
        self._cached_document.cache_clear()
        return added

    def knows(self, document: Document) -> bool:
        """Whether adding this document would change nothing, so that it need not be read."""
        for text_hash, payload in self._run(
            "SELECT text_hash, payload FROM documents WHERE doc_id = ?", document.doc_id
        ):
            if text_hash == _hash_text(document):
                return not _has_surer_day(document, self._values.read(Document, payload))
        return False

    def has_document(self, doc_id: str) -> bool:
        """Whether the store holds a document of this id, whatever its text."""
        return any(True for _ in self._run("SELECT 1 FROM documents WHERE doc_id = ?", doc_id))

    # Finding.

    def find_events(self, query: EventQuery | None = None) -> Iterator[Event]:
        """The events of a query by first day, then by id; events without a date come last.

        Raises:
            QueryError: The query asks for text, and this file or this Python's SQLite has no text index.
        """
        query = query or EventQuery()
        condition = self._make_condition(query)
        sql = f"SELECT payload FROM events WHERE {condition.sql} ORDER BY sort_day, event_id LIMIT ?"  # noqa: S608
        for (payload,) in self._run(sql, *condition.values, -1 if query.limit is None else query.limit):
            yield self._values.read(Event, payload)

    def find_sourced_events(self, query: EventQuery | None = None) -> Iterator[tuple[Event, Document]]:
        """As `find_events`, each event with the document that tells of it."""
        for event in self.find_events(query):
            yield event, self._cached_document(event.doc_id)

    def find_ids(self, query: EventQuery | None = None) -> Iterator[str]:
        """As `find_events`, but the ids alone."""
        query = query or EventQuery()
        condition = self._make_condition(query)
        sql = f"SELECT event_id FROM events WHERE {condition.sql} ORDER BY sort_day, event_id LIMIT ?"  # noqa: S608
        for (event_id,) in self._run(sql, *condition.values, -1 if query.limit is None else query.limit):
            yield event_id

    def find_documents(self) -> Iterator[Document]:
        """All documents, by id."""
        for (payload,) in self._run("SELECT payload FROM documents ORDER BY doc_id"):
            yield self._values.read(Document, payload)

    def find_document_events(self, doc_id: str) -> Iterator[Event]:
        """All events of one document, placed or not, dated or not, as the text tells them."""
        for (payload,) in self._run("SELECT payload FROM events WHERE doc_id = ? ORDER BY number", doc_id):
            yield self._values.read(Event, payload)

    def get_event(self, event_id: str) -> Event:
        """One event by its id.

        Raises:
            NotFoundError: There is none.
        """
        for (payload,) in self._run("SELECT payload FROM events WHERE event_id = ?", event_id):
            return self._values.read(Event, payload)
        raise NotFoundError(f"there is no event {event_id!r}")

    def get_document(self, doc_id: str) -> Document:
        """One document by its id.

        Raises:
            NotFoundError: There is none.
        """
        return self._cached_document(doc_id)

    # Counting.

    def count(self, query: EventQuery | None = None) -> int:
        """How many events a query has, its limit aside."""
        condition = self._make_condition(query or EventQuery())
        return int(self._get_number(f"SELECT count(*) FROM events WHERE {condition.sql}", condition))  # noqa: S608

    def facets(self, query: EventQuery | None = None) -> Facets:
        """How the events of a query divide by family, type, country, source and modality, its limit aside."""
        condition = self._make_condition(query or EventQuery())
        families, types, countries, sources, modalities = (self._count_by(column, condition) for column in _FACETS)
        return Facets(families=families, types=types, countries=countries, sources=sources, modalities=modalities)

    def summary(self) -> StoreSummary:
        """Count what the store holds, with what got no place and no date, and why."""
        days = "SELECT coalesce(min(sort_day), ''), coalesce(max(last_day), '') FROM events WHERE last_day IS NOT NULL"
        first_day, last_day = next(self._run(days))
        events = self.count(EventQuery(placed=None))
        unplaced = dict(
            self._run("SELECT unplaced, count(*) FROM events WHERE lat IS NULL GROUP BY 1 ORDER BY 2 DESC, 1")
        )
        undated = dict(
            self._run("SELECT undated, count(*) FROM events WHERE last_day IS NULL GROUP BY 1 ORDER BY 2 DESC, 1")
        )
        return StoreSummary(
            documents=int(self._get_number("SELECT count(*) FROM documents", Condition("", ()))),
            events=events,
            placed=events - sum(unplaced.values()),
            dated=events - sum(undated.values()),
            unplaced=unplaced,
            undated=undated,
            first_day=first_day,
            last_day=last_day,
        )

    # The rest is not for callers.

    def _keep(self, connection: sqlite3.Connection) -> None:
        self._local.connection = connection
        with self._lock:
            self._connections.append(connection)

    def _connect(self) -> sqlite3.Connection:
        if getattr(self._local, "connection", None) is None:
            if not self._connections:
                raise StoreError(f"the events file {str(self.path)!r} was closed: open it again")
            self._keep(connect(self.path, read_only=self.read_only))
        connection: sqlite3.Connection = self._local.connection
        return connection

    def _run(self, sql: str, *values: object) -> Iterator[tuple[Any, ...]]:
        """The rows of a statement, fetched in batches."""
        try:
            cursor = self._connect().execute(sql, values)
            while rows := cursor.fetchmany(_BATCH):
                yield from rows
        except sqlite3.Error as error:
            raise StoreError(f"the events file {str(self.path)!r} cannot be read: {error}") from error

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        connection = self._connect()
        try:
            connection.execute("BEGIN IMMEDIATE")
            yield connection
            connection.execute("COMMIT")
        except (sqlite3.Error, ValueError) as error:
            raise StoreError(f"the events file {str(self.path)!r} cannot be written: {error}") from error
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")

    def _delete(self, connection: sqlite3.Connection, doc_id: str) -> None:
        if self._can_search:
            connection.execute(
                "DELETE FROM events_text WHERE rowid IN (SELECT number FROM events WHERE doc_id = ?)", (doc_id,)
            )
        connection.execute("DELETE FROM events WHERE doc_id = ?", (doc_id,))
        connection.execute("DELETE FROM documents WHERE doc_id = ?", (doc_id,))

    def _insert(self, connection: sqlite3.Connection, extraction: Extraction) -> None:
        document = extraction.document
        connection.execute(
            "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                document.doc_id,
                document.created.isoformat() if document.created else None,
                document.title,
                document.source,
                document.url,
                _hash_text(document),
                self._values.write(document),
            ),
        )
        for event in extraction.events:
            cursor = connection.execute(INSERT_EVENT, make_row(event, document, self._values.write(event)))
            if self._can_search:
                connection.execute(
                    "INSERT INTO events_text (rowid, sentence, place) VALUES (?, ?, ?)",
                    (cursor.lastrowid, event.sentence, name_place(event)),
                )

    def _read_document(self, doc_id: str) -> Document:
        for (payload,) in self._run("SELECT payload FROM documents WHERE doc_id = ?", doc_id):
            return self._values.read(Document, payload)
        raise NotFoundError(f"there is no document {doc_id!r}")

    def _make_condition(self, query: EventQuery) -> Condition:
        if query.text and not self._can_search:
            raise QueryError(
                "q cannot be used here: this Python's SQLite has no FTS5 (full-text search), or the events file was"
                " made without it; leave q out, or use a Python with FTS5 and ingest into a new file"
            )
        return make_condition(query)

    def _get_number(self, sql: str, condition: Condition) -> int:
        return int(next(self._run(sql, *condition.values))[0])

    def _count_by(self, column: str, condition: Condition) -> tuple[FacetValue, ...]:
        label = "max(country)" if column == "country_code" else "''"
        rows: Iterable[tuple[str, int, str]] = self._run(
            f"SELECT {column}, count(*), {label} FROM events WHERE {condition.sql} GROUP BY 1 ORDER BY 2 DESC, 1",  # noqa: S608
            *condition.values,
        )
        return tuple(FacetValue(value=value, count=count, label=label) for value, count, label in rows)


def _has_surer_day(document: Document, known: Document) -> bool:
    if document.created == known.created:
        return False
    return _SURENESS.index(document.created_rule) >= _SURENESS.index(known.created_rule)


def _hash_text(document: Document) -> str:
    """Of an imported row the other columns count as well: a toll changes while the words stay."""
    return hashlib.sha256((document.text + document.raw).encode()).hexdigest()


def _count_addition(connection: sqlite3.Connection, document: Document) -> None:
    """Count the addition, and chain a hash over all so far: two files of other contents never share a state."""
    state = connection.execute("SELECT value FROM meta WHERE key = 'state'").fetchone()[0]
    told = f"{state} {document.doc_id} {document.created} {_hash_text(document)}"
    digest = hashlib.sha256(told.encode()).hexdigest()[:16]
    connection.execute("UPDATE meta SET value = value + 1 WHERE key = 'additions'")
    connection.execute("UPDATE meta SET value = ? WHERE key = 'state'", (digest,))
