"""Queries -> events: pages in a stable order, each a short read, however long the whole takes."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import Column, ColumnElement, Connection, FromClause, Select, and_, select, tuple_

from mapping.errors import QueryError
from mapping.model import Document, Event
from mapping.query import EventQuery
from mapping.querying.terms import split_terms
from mapping.storage.accounts import locate_event
from mapping.storage.batches import BATCH, PAGE, bind_numbers, make_batches
from mapping.storage.conditions import make_plain_condition
from mapping.storage.database import AnyRow, Database
from mapping.storage.filters_cql import make_filter
from mapping.storage.schema import documents, events, reports
from mapping.storage.values import EVENT_COLUMNS, EVENT_TABLES, StoredValues
from mapping.storage.versions import find_stored

# A stream starts with a small page, so that its first event comes at once, and goes on with large ones.
_FIRST_PAGE, _LARGEST_PAGE = 200, 4000
_NUMBERED = select(*EVENT_COLUMNS).select_from(EVENT_TABLES).where(events.c.number.in_(bind_numbers()))
_POSITION = itemgetter(-2, -1)
"""Of the rows of a page: the day and the id, which come last."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """Some events of a query, each with the document of its lead report.

    `next` is what to give as `after` for the page that follows; "" after the last one.
    """

    events: tuple[tuple[Event, Document], ...]
    next: str = ""


class StoredEvent(NamedTuple):
    """An event as it is stored, with what exports show of its lead document.

    `payload` is its JSON, in which a place is the number that `EventStore.get_place` takes; `created` is an ISO day.
    """

    event_id: str
    payload: str
    doc_id: str
    title: str
    source: str
    url: str
    created: str | None
    story_id: str
    story: str | None


class Position(NamedTuple):
    """Where a page ends in the order of days and ids; `day` is None among events without a date, which come last."""

    day: int | None
    event_id: str

    def write(self) -> str:
        """As text, for an address."""
        return f"{'' if self.day is None else self.day}~{self.event_id}"


def read_position(text: str) -> Position:
    """The position of `Position.write`.

    Raises:
        QueryError: It is none.
    """
    day, mark, event_id = text.partition("~")
    digits = day.removeprefix("-")
    if not mark or not event_id or (day and not (digits.isascii() and digits.isdecimal() and len(digits) < 9)):
        raise QueryError(f"{text!r} is no place to go on from: take what the page before gave")
    return Position(int(day) if day else None, event_id)


class EventReader:
    """Finds events.

    Args:
        database: Where they are.
        values: Reads their payloads.
    """

    def __init__(self, database: Database, values: StoredValues) -> None:
        self._database = database
        self._values = values

    def make_condition(self, query: EventQuery) -> ColumnElement[bool]:
        """What an event of this query fulfils, its limit aside.

        Raises:
            QueryError: It asks for text, and this file or this Python's SQLite has no text index.
        """
        conditions = [make_plain_condition(query)]
        if query.bbox is not None:
            conditions.append(self._database.match_box(query.bbox))
        if query.text:
            self._database.check_search()
            conditions.append(self._database.match_text(split_terms(query.text)))
        if query.filter is not None:
            conditions.append(make_filter(query.filter, self._database.dialect))
        return and_(*conditions)

    def walk(
        self,
        query: EventQuery,
        columns: Sequence[ColumnElement[Any]],
        tables: FromClause = EVENT_TABLES,
        *,
        after: Position | None = None,
        with_documents: bool = False,
    ) -> Iterator[tuple[list[AnyRow], dict[str, Document]]]:
        """All rows of a query in pages that grow, by first day, then by id; those without a date come last.

        Args:
            query: Its `limit` is kept.
            columns: What is wanted of each event; its day and id come behind.
            tables: Where the columns are from; the events table must be among them.
            after: Where to go on; None from the first on.
            with_documents: Whether each page comes with its lead documents by id; then `doc_id` is among the columns.
        """
        condition = self.make_condition(query)
        left, size = query.limit, _FIRST_PAGE
        while left is None or left > 0:
            wanted = size if left is None else min(size, left)
            found: dict[str, Document] = {}
            with self._database.reading(streaming=True) as connection:
                rows = _Pages(connection, condition, columns, tables).read(after, wanted)
                if with_documents:
                    found = self._values.read_documents(connection, {row.doc_id for row in rows})
                if any(column is events.c.payload for column in columns):
                    self._values.fetch_places(connection, (row.payload for row in rows))
            yield rows, found
            if len(rows) < wanted:
                return
            after = Position(rows[-1].at_day, rows[-1].at_id)
            left = None if left is None else left - len(rows)
            size = min(size * 4, _LARGEST_PAGE)

    def find_events(self, query: EventQuery) -> Iterator[Event]:
        """As `EventStore.find_events`."""
        for rows, _ in self.walk(query, EVENT_COLUMNS):
            yield from map(self._values.read_event, rows)

    def find_sourced_events(self, query: EventQuery) -> Iterator[tuple[Event, Document]]:
        """As `EventStore.find_sourced_events`."""
        for rows, found in self.walk(query, EVENT_COLUMNS, with_documents=True):
            for row in rows:
                yield self._values.read_event(row), found[row.doc_id]

    def read_stored(self, query: EventQuery, *, after: str = "") -> Iterator[StoredEvent]:
        """As `EventStore.read_stored`."""
        tables = EVENT_TABLES.join(documents, documents.c.doc_id == events.c.doc_id)
        columns = {column.key: column for column in (*EVENT_COLUMNS, *documents.c["title", "url", "created"])}
        wanted = [columns[name] for name in StoredEvent._fields]
        start = read_position(after) if after else None
        for rows, _ in self.walk(query, wanted, tables, after=start):
            # By position: looking nine columns up by name takes as long as reading them.
            yield from [StoredEvent._make(row[: len(wanted)]) for row in rows]

    def find_documents(self) -> Iterator[Document]:
        """All documents, by id."""
        after = ""
        statement = select(documents.c.doc_id, documents.c.payload).order_by(documents.c.doc_id).limit(BATCH)
        while True:
            with self._database.reading() as connection:
                rows = connection.execute(statement.where(documents.c.doc_id > after)).all()
            for row in rows:
                yield self._values.read_document(row.payload)
            if len(rows) < BATCH:
                return
            after = rows[-1].doc_id

    def find_known(self, found: Collection[Document]) -> frozenset[str]:
        """As `EventStore.find_known`."""
        with self._database.reading() as connection:
            stored = find_stored(connection, self._values, found)
        return frozenset(doc_id for doc_id, is_known in stored.items() if is_known)

    def get_event(self, event_id: str) -> Event:
        """As `EventStore.get_event`."""
        with self._database.reading() as connection:
            number = locate_event(connection, event_id).number
            statement = select(*EVENT_COLUMNS).select_from(EVENT_TABLES).where(events.c.number == number)
            row = connection.execute(statement).one()
        return self._values.read_event(row)

    def find_numbers(self, query: EventQuery) -> Iterator[int]:
        """As `EventStore.find_numbers`."""
        condition = self.make_condition(query)
        with self._database.reading() as connection:
            return iter(connection.execute(select(events.c.number).where(condition)).scalars().all())

    def find_document_events(self, doc_id: str) -> Iterator[Event]:
        """As `EventStore.find_document_events`."""
        statement = (
            select(reports.c.payload, events.c.payload)
            .join(events, events.c.number == reports.c.event_number)
            .where(reports.c.doc_id == doc_id)
            .order_by(reports.c.position)
        )
        with self._database.reading() as connection:
            rows = connection.execute(statement).all()
        for own, shared in rows:
            yield self._values.read(Event, own or shared)

    def read_page(self, query: EventQuery, *, after: str, limit: int, newest_first: bool) -> Page:
        """As `EventStore.read_page`."""
        condition = self.make_condition(query)
        start = read_position(after) if after else None
        with self._database.reading() as connection:
            pages = _Pages(connection, condition, EVENT_COLUMNS, EVENT_TABLES, newest_first=newest_first)
            rows = pages.read(start, limit + 1)
            found = self._values.read_documents(connection, {row.doc_id for row in rows[:limit]})
            self._values.fetch_places(connection, (row.payload for row in rows[:limit]))
        pairs = tuple((self._values.read_event(row), found[row.doc_id]) for row in rows[:limit])
        last = Position(rows[limit - 1].at_day, rows[limit - 1].at_id).write() if len(rows) > limit else ""
        return Page(events=pairs, next=last)

    def read_numbered(self, numbers: Sequence[int]) -> dict[int, tuple[Event, Document]]:
        """Events with their documents by number; numbers that are gone are left out."""
        rows: list[AnyRow] = []
        with self._database.reading() as connection:
            for batch in make_batches(numbers, PAGE):
                rows += connection.execute(_NUMBERED, {"numbers": batch})
            found = self._values.read_documents(connection, {row.doc_id for row in rows})
            self._values.fetch_places(connection, (row.payload for row in rows))
        return {row.number: (self._values.read_event(row), found[row.doc_id]) for row in rows}


class _Pages:
    """Reads pages of one condition: first the events with a date, then those without."""

    def __init__(
        self,
        connection: Connection,
        condition: ColumnElement[bool],
        columns: Sequence[ColumnElement[Any]],
        tables: FromClause,
        *,
        newest_first: bool = False,
    ) -> None:
        self._connection = connection
        self._condition = condition
        self._columns = columns
        self._tables = tables
        self._newest_first = newest_first

    def read(self, after: Position | None, limit: int) -> list[AnyRow]:
        """At most `limit` rows behind a position; None for the first ones."""
        rows: list[AnyRow] = []
        if after is None or after.day is not None:
            behind = [self._is_behind([events.c.first_day, events.c.event_id], list(after))] if after else []
            rows = self._read(and_(events.c.first_day.is_not(None), *behind), limit)
            after = None
        if len(rows) < limit:
            behind = [self._is_behind([events.c.event_id], [after.event_id])] if after else []
            rows += self._read(and_(events.c.first_day.is_(None), *behind), limit - len(rows))
        return rows

    def _is_behind(self, columns: list[Column[Any]], values: list[Any]) -> ColumnElement[bool]:
        row = tuple_(*columns)
        found: ColumnElement[bool] = row < tuple_(*values) if self._newest_first else row > tuple_(*values)
        return found

    def _read(self, condition: ColumnElement[bool], limit: int) -> list[AnyRow]:
        order = [events.c.first_day, events.c.event_id]
        if self._newest_first:
            order = [column.desc() for column in order]  # type: ignore[misc]
        wanted = select(events.c.number).where(self._condition, condition).order_by(*order).limit(limit).subquery()
        at = (events.c.first_day.label("at_day"), events.c.event_id.label("at_id"))
        # The inner statement reads an index alone; rows with their payloads are read for the events of this page only.
        statement: Select[Any] = (
            select(*self._columns, *at).select_from(self._tables).where(events.c.number.in_(select(wanted.c.number)))
        )
        # Put in order here: a database would sort whole rows, with their payloads.
        return sorted(self._connection.execute(statement).all(), key=_POSITION, reverse=self._newest_first)
