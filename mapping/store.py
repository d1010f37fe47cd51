"""Events <-> a database: what was extracted, kept without loss, merged by happening, found again by an `EventQuery`."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, select

from mapping.corrections import Value, draft_decision, draft_undo, write_value
from mapping.errors import NotFoundError, StoreError
from mapping.kinds import Change
from mapping.model import Document, Event, Extraction, Place
from mapping.query import EventQuery
from mapping.reports import Correction, Story
from mapping.storage.accounts import locate_event, read_reports
from mapping.storage.address import is_shared
from mapping.storage.counting import Facets as Facets
from mapping.storage.counting import FacetValue as FacetValue
from mapping.storage.counting import StoreSummary as StoreSummary
from mapping.storage.counting import count_events, count_facets, find_stories, summarise
from mapping.storage.database import Database
from mapping.storage.decisions import read_corrections
from mapping.storage.ledger import read_revision
from mapping.storage.migrations import migrate
from mapping.storage.outlets import keep_outlet_article, read_outlet
from mapping.storage.postgres import PostgresDatabase
from mapping.storage.reading import EventReader
from mapping.storage.reading import Page as Page
from mapping.storage.reading import StoredEvent as StoredEvent
from mapping.storage.restoring import Restorer
from mapping.storage.schema import documents, events
from mapping.storage.sqlite import SQLiteDatabase
from mapping.storage.values import StoredValues
from mapping.storage.writing import Added as Added
from mapping.storage.writing import Writer

_EVERYTHING = EventQuery()


def open_store(where: Path | str, *, read_only: bool = False, time_limit_s: float | None = None) -> "EventStore":
    """Open a store; for writing, a new one is made where there is none.

    Args:
        where: An events file, or the address of a PostgreSQL database, postgresql://user:password@host/name.
        read_only: Whether it is opened for reading only.
        time_limit_s: How long one search may take, in seconds; None for any time.

    Raises:
        StoreError: It is missing (read-only), is no store, is a newer Dateline's, or cannot be reached.
    """
    if is_shared(where):
        return EventStore(PostgresDatabase(str(where), read_only=read_only, time_limit_s=time_limit_s))
    database = SQLiteDatabase(Path(where), read_only=read_only, time_limit_s=time_limit_s)
    try:
        migrate(database)
    except StoreError:
        database.close()
        raise
    return EventStore(database)


class EventStore:
    """An open store. Threads may share it.

    What one document tells is a report; the reports of one happening are one stored event, whose id is that of the
    report that founded it and stays as long as any report is left.

    Attributes:
        database: What it is kept in.
        read_only: Whether everything that would change it is refused.
    """

    def __init__(self, database: Database) -> None:
        self.database = database
        self.read_only = database.read_only
        self._values = StoredValues(database)
        self._reader = EventReader(database, self._values)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections of all threads; the store cannot be used afterwards."""
        self.database.close()

    @property
    def path(self) -> Path:
        """The file of a store that is a file.

        Raises:
            AttributeError: It is a database of a server.
        """
        if isinstance(self.database, SQLiteDatabase):
            return self.database.path
        raise AttributeError(f"{self.database.name} has no path")

    @property
    def generation(self) -> str:
        """Changes with each transaction that changes the store, and only then: for entity tags.

        Equal contents that were added alike are equal.
        """
        with self.database.reading() as connection:
            revision, state = read_revision(connection)
        return f"{revision}-{state}"

    # Writing.

    def add(self, extraction: Extraction, *, again: bool = False) -> bool:
        """Keep a document with all that it tells, in one transaction: either all of it is on the disk, or nothing.

        A document that the store knows is left as it is. It is replaced where its text is another one than before, or
        where its day of publication is and comes from a source that is as sure: a day given by a person goes before a
        page's metadata, its address, a dateline, a guess and none.

        Each report joins the stored event of the happening that it tells, or founds one. Rows of imported tables
        (`Document.raw`) are events already and join nothing. What persons decided about an event holds for it
        whatever tells it, also where its last report goes and comes back.

        Args:
            extraction: What was found in the document.
            again: Replace the document even so, as after an update of Dateline.

        Returns:
            Whether the store changed; False: known already.

        Raises:
            StoreError: The store is read-only, or the database refuses.
        """
        return self.add_all((extraction,), again=again) == 1

    def add_all(
        self, extractions: Iterable[Extraction], *, again: bool = False, corrections: Iterable[Correction] = ()
    ) -> int:
        """As `add`, but all documents in one transaction: if one fails, or cannot be read, none is kept.

        `corrections` of another store are read behind the documents: `undoes` names the `number` of one before it.

        Returns:
            How many documents changed the store.

        Raises:
            RefusedError: One of them cannot be kept.
            StoreError: The store is read-only, or the database refuses.
        """
        with self._adding() as writer:
            added = sum(len(batch) for batch in writer.add(extractions, again=again))
            writer.keep_corrections(corrections)
        return added

    def add_each(self, extractions: Iterable[Extraction], *, again: bool = False) -> list[Added]:
        """As `add_all`, but says of each document that changed the store what became of it."""
        with self._adding() as writer:
            return [added for batch in writer.add(extractions, again=again) for added in batch]

    def remove(self, doc_id: str) -> None:
        """Forget a document. Events that others tell as well stay, without its account.

        Raises:
            NotFoundError: There is no such document.
            StoreError: The store is read-only, or the database refuses.
        """
        with self._adding() as writer:
            writer.remove(doc_id)

    def decide(
        self, event_id: str, change: Change, after: Value, *, author: str, at: datetime, note: str = ""
    ) -> Event:
        """Keep what a person decided about an event.

        Args:
            event_id: The event, by its id or that of any of its reports.
            change: What is decided about.
            after: The place, the date as EDTF, the type's code or the state of review; None for no place or no date.
            author: Who decides.
            at: When, aware of its time zone.
            note: Why, in the person's words.

        Returns:
            The event as it is now.

        Raises:
            DecisionError: The value is none that this can have.
            NotFoundError: There is no such event.
            StoreError: The store is read-only, or the database refuses.
        """
        told = write_value(change, after)
        with self._adding() as writer:
            writer.decide(
                event_id, lambda event, made: draft_decision(event, made, change, told, author=author, at=at, note=note)
            )
        return self.get_event(event_id)

    def undo(self, event_id: str, *, author: str, at: datetime) -> Event:
        """Take back the last decision about an event that still stands; again, and the one before it goes as well.

        Returns:
            The event as it is now.

        Raises:
            DecisionError: No decision stands.
            NotFoundError: There is no such event.
            StoreError: The store is read-only, or the database refuses.
        """
        with self._adding() as writer:
            writer.decide(event_id, lambda event, made: draft_undo(event, made, author=author, at=at))
        return self.get_event(event_id)

    # Finding.

    def knows(self, document: Document) -> bool:
        """Whether adding this document would change nothing, so that it need not be read."""
        return document.doc_id in self.find_known((document,))

    def find_known(self, found: Collection[Document]) -> frozenset[str]:
        """The ids of those documents that the store `knows`."""
        return self._reader.find_known(found)

    def has_document(self, doc_id: str) -> bool:
        """Whether the store holds a document of this id, whatever its text."""
        statement = select(documents.c.doc_id).where(documents.c.doc_id == doc_id)
        with self.database.reading() as connection:
            return connection.execute(statement).first() is not None

    def find_events(self, query: EventQuery | None = None) -> Iterator[Event]:
        """The events of a query by first day, then by id; events without a date come last.

        They are read page by page: what is added behind while the stream is read is part of it.

        Raises:
            QueryError: The query asks for text, and this file or this Python's SQLite has no text index.
        """
        return self._reader.find_events(query or _EVERYTHING)

    def find_sourced_events(self, query: EventQuery | None = None) -> Iterator[tuple[Event, Document]]:
        """As `find_events`, each event with the document of its lead report."""
        return self._reader.find_sourced_events(query or _EVERYTHING)

    def find_ids(self, query: EventQuery | None = None) -> Iterator[str]:
        """As `find_events`, but the ids alone."""
        for rows, _ in self._reader.walk(query or _EVERYTHING, [events.c.event_id], events):
            yield from (row.event_id for row in rows)

    def read_page(self, query: EventQuery, *, after: str = "", limit: int, newest_first: bool = False) -> Page:
        """One page of a query's events; what is added meanwhile neither repeats nor hides an event.

        Args:
            query: Its own limit is left aside.
            after: `Page.next` of the page before; "" for the first page.
            limit: Most events wanted.
            newest_first: Whether the last day comes first; events without a date come last either way.

        Raises:
            QueryError: `after` is no page's, or the query cannot be answered.
        """
        return self._reader.read_page(query, after=after, limit=limit, newest_first=newest_first)

    def read_stored(self, query: EventQuery | None = None, *, after: str = "") -> Iterator[StoredEvent]:
        """As `find_sourced_events`, but as stored, without values of the model; `after` as in `read_page`."""
        return self._reader.read_stored(query or _EVERYTHING, after=after)

    def get_place(self, number: int) -> Place:
        """A place by the number that stands for it in a stored payload.

        Raises:
            StoreError: There is none.
        """
        return self._values.get_place(number)

    def find_documents(self) -> Iterator[Document]:
        """All documents, by id."""
        return self._reader.find_documents()

    def find_document_events(self, doc_id: str) -> Iterator[Event]:
        """All that one document tells, placed or not, dated or not, in its own words: its reports."""
        return self._reader.find_document_events(doc_id)

    def find_reports(self, event_id: str) -> Iterator[tuple[Event, Document]]:
        """The accounts of one event, each as its document tells it: the lead first, then in order of joining.

        Raises:
            NotFoundError: There is no such event.
        """
        with self.database.reading() as connection:
            found = locate_event(connection, event_id)
            told = read_reports(connection, self._values, [found.number])[found.number]
        for report in sorted(told, key=lambda report: report.document.doc_id != found.doc_id):
            yield report.event, report.document

    def find_corrections(self, event_id: str | None = None) -> Iterator[Correction]:
        """What persons decided, about one event or about all, in the order in which they did; undone ones as well."""
        with self.database.reading() as connection:
            found = read_corrections(connection, event_id)
        return iter(found)

    def get_event(self, event_id: str) -> Event:
        """One event by its id, or by that of any of its reports.

        Raises:
            NotFoundError: There is none.
        """
        return self._reader.get_event(event_id)

    def get_document(self, doc_id: str) -> Document:
        """One document by its id.

        Raises:
            NotFoundError: There is none.
        """
        with self.database.reading() as connection:
            found = self._values.read_documents(connection, [doc_id])
        if doc_id not in found:
            raise NotFoundError(f"there is no document {doc_id!r}")
        return found[doc_id]

    # What ingestion learns on the way, no part of what readers see.

    def read_outlet(self, outlet: str) -> dict[str, str]:
        """What was learned of an outlet's articles, by document; empty where nothing was."""
        with self.database.reading() as connection:
            return read_outlet(connection, outlet)

    def keep_outlet_article(self, outlet: str, doc_id: str, payload: str) -> None:
        """Keep what was learned of one article, in place of what was; "" forgets it.

        Raises:
            StoreError: The store is read-only, or the database refuses.
        """
        with self.database.writing() as connection:
            keep_outlet_article(self.database, connection, outlet, doc_id, payload)

    # By number, as columns beside the store name events.

    def find_numbers(self, query: EventQuery | None = None) -> Iterator[int]:
        """The numbers of a query's events, in no order; its limit is left aside."""
        return self._reader.find_numbers(query or _EVERYTHING)

    def get_numbered(self, numbers: Sequence[int]) -> list[tuple[Event, Document]]:
        """Events with their lead documents, in the order of their numbers; those that are gone are left out."""
        found = self._reader.read_numbered(numbers)
        return [found[number] for number in numbers if number in found]

    # Counting.

    def count(self, query: EventQuery | None = None) -> int:
        """How many events a query has, its limit aside."""
        condition = self._reader.make_condition(query or _EVERYTHING)
        with self.database.reading() as connection:
            return count_events(connection, condition)

    def facets(self, query: EventQuery | None = None) -> Facets:
        """How the events of a query divide, its limit aside."""
        condition = self._reader.make_condition(query or _EVERYTHING)
        with self.database.reading() as connection:
            return count_facets(connection, condition)

    def find_stories(self, query: EventQuery | None = None, *, limit: int | None = None) -> Iterator[Story]:
        """Stories of a query's events, with their number and days among these; the largest first."""
        condition = self._reader.make_condition(query or _EVERYTHING)
        with self.database.reading() as connection:
            found = find_stories(connection, condition, limit)
        return iter(found)

    def summary(self) -> StoreSummary:
        """Count what the store holds, with what got no place and no date, and why."""
        with self.database.reading() as connection:
            return summarise(connection)

    @contextmanager
    def restoring(self) -> Iterator[Restorer]:
        """One transaction that fills an empty store from a backup (mapping/backup.py)."""
        with self._writing() as connection:
            restorer = Restorer(self.database, connection, self._values)
            yield restorer
            restorer.close()

    @contextmanager
    def _adding(self) -> Iterator[Writer]:
        with self._writing() as connection:
            writer = Writer(self.database, connection, self._values)
            yield writer
            writer.close()

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        try:
            with self.database.writing() as connection, self._values.writing(connection):
                yield connection
        except BaseException:
            self._values.forget()
            raise
