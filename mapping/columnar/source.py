"""A store as the source of columns: its rows, without their payloads."""

from collections.abc import Collection, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import groupby
from operator import itemgetter
from typing import Any

import numpy as np
import orjson
from sqlalchemy import ColumnElement, Connection, func, select

from mapping.columnar.rows import UNDATED, EventRow, PlaceRow, RowView
from mapping.columnar.tables import Array
from mapping.geo import name_admin1
from mapping.query import EventQuery
from mapping.querying.terms import TextTerms, split_terms
from mapping.storage.batches import PAGE, bind_numbers, make_batches
from mapping.storage.ledger import read_revision
from mapping.storage.schema import documents, event_changes, event_sources, events, places, revisions, stories
from mapping.storage.values import EVENT_COLUMNS, EVENT_TABLES
from mapping.store import EventStore, StoredEvent

_BATCH = 20_000
_c = events.c
_COLUMNS: tuple[ColumnElement[Any], ...] = (
    _c.number,
    _c.event_id,
    func.coalesce(_c.first_day, UNDATED),
    func.coalesce(_c.last_day, UNDATED),
    _c.open_side,
    _c.type,
    _c.modality,
    _c.granularity,
    _c.review,
    _c.score,
    _c.story_id,
    _c.report_count,
    func.coalesce(_c.place_number, 0),
    _c.source,
)
_SHOWN = {column.key: column for column in (*EVENT_COLUMNS, *documents.c["title", "url", "created"])}
_STORED = (
    select(*(_SHOWN[name] for name in StoredEvent._fields), _c.number)
    .select_from(EVENT_TABLES.join(documents, documents.c.doc_id == _c.doc_id))
    .where(_c.number.in_(bind_numbers()))
)


class StoreRows:
    """The rows of a store.

    Args:
        store: Open as long as this is used.
    """

    def __init__(self, store: EventStore) -> None:
        self._store = store

    @property
    def writes(self) -> int:
        """How many transactions this process wrote."""
        return self._store.database.writes

    @property
    def generation(self) -> str:
        """As `EventStore.generation`."""
        return self._store.generation

    @contextmanager
    def look(self) -> Iterator[RowView]:
        """The rows as they are now, whatever is written meanwhile.

        Raises:
            StoreError: The store cannot be read.
        """
        with self._store.database.reading(unlimited=True) as connection:
            yield _View(connection)

    def find_numbers(self, query: EventQuery) -> Array:
        """The numbers of the events of a query for text or a CQL filter.

        Words come straight from the text index: to join the events to it takes longer than to search it.

        Raises:
            QueryError: The store cannot search text.
        """
        terms = split_terms(query.text)
        if not _is_plain(query, terms):
            return np.fromiter(self._store.find_numbers(query), dtype=np.int64)
        database = self._store.database
        database.check_search()
        with database.reading() as connection:
            return database.find_texts(connection, terms)

    def walk_numbers(
        self, query: EventQuery, *, first_day: int | None, last_day: int | None
    ) -> Generator[Array, None, None]:
        """As `find_numbers`, in runs of whole days, the last days first; events without a date come last.

        A common word has hits by the hundred thousand, of which a page shows the newest.
        """
        terms = split_terms(query.text)
        if not _is_plain(query, terms):
            yield self.find_numbers(query)
            return
        database = self._store.database
        database.check_search()
        with database.reading() as connection:
            yield from database.walk_texts(connection, terms, first_day=first_day, last_day=last_day)

    def read_stored(self, numbers: Sequence[int]) -> list[StoredEvent]:
        """Events as stored, in the order of their numbers; those that are gone are left out."""
        found: dict[int, StoredEvent] = {}
        with self._store.database.reading() as connection:
            for batch in make_batches(numbers, PAGE):
                rows = connection.execute(_STORED, {"numbers": batch})
                found.update((row[-1], StoredEvent._make(row[:-1])) for row in rows)
        return [found[number] for number in numbers if number in found]

    def name_stories(self, story_ids: Collection[str]) -> Mapping[str, str]:
        """The names of stories by their ids; ids that are gone are left out."""
        found: dict[str, str] = {}
        with self._store.database.reading() as connection:
            for batch in make_batches(story_ids):
                rows = connection.execute(
                    select(stories.c.story_id, stories.c.name).where(stories.c.story_id.in_(batch))
                )
                found.update((story_id, name) for story_id, name in rows)
        return found


class _View:
    """The rows of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        revision, state = read_revision(connection)
        self.generation = f"{revision}-{state}"

    def find_changes(self, generation: str) -> frozenset[int] | None:
        revision, _, state = generation.partition("-")
        known = select(revisions.c.state).where(revisions.c.revision == int(revision))
        if self._connection.execute(known).scalar() != state:
            return None
        changed = select(event_changes.c.number).where(event_changes.c.revision > int(revision)).distinct()
        return frozenset(self._connection.execute(changed).scalars())

    def read_rows(self, *, after: int = 0, numbers: Collection[int] = ()) -> Iterator[Sequence[EventRow]]:
        # Of all rows, none is named: then the database reads an index that has these columns, and not the payloads.
        yield from self._read([_c.number > after] if after else [])
        for batch in make_batches(sorted(number for number in numbers if number <= after)):
            yield from self._read([_c.number.in_(batch)])

    def read_places(self, numbers: Sequence[int]) -> Iterable[PlaceRow]:
        found: dict[int, PlaceRow] = {}
        for batch in make_batches(numbers):
            statement = select(places.c.number, places.c.payload).where(places.c.number.in_(batch))
            for number, payload in self._connection.execute(statement):
                found[number] = _make_place(number, orjson.loads(payload))
        return [found[number] for number in numbers]

    def _read(self, conditions: Sequence[ColumnElement[bool]]) -> Iterator[Sequence[EventRow]]:
        others = self._read_other_sources(conditions)
        # The option makes PostgreSQL's driver fetch batch by batch; otherwise it takes all rows into memory.
        statement = select(*_COLUMNS).where(*conditions).execution_options(yield_per=_BATCH)
        for rows in self._connection.execute(statement).partitions():
            yield [EventRow._make((*row, others.get(row[0], ()))) for row in rows]

    def _read_other_sources(self, conditions: Sequence[ColumnElement[bool]]) -> dict[int, tuple[str, ...]]:
        statement = select(event_sources.c.event_number, event_sources.c.source).order_by(event_sources.c.event_number)
        if conditions:
            statement = statement.where(event_sources.c.event_number.in_(select(_c.number).where(*conditions)))
        rows = self._connection.execute(statement)
        return {number: tuple(source for _, source in group) for number, group in groupby(rows, key=itemgetter(0))}


def _is_plain(query: EventQuery, terms: TextTerms) -> bool:
    """Whether the text index alone can answer: it needs a word to look for."""
    return query.filter is None and bool(terms.wanted)


def _make_place(number: int, data: Mapping[str, Any]) -> PlaceRow:
    """A place out of its payload, in which fields at their defaults are left out."""
    country_code = data.get("country_code", "")
    return PlaceRow(
        number=number,
        place_id=data["place_id"],
        name=data["name"],
        lon=data["lon"],
        lat=data["lat"],
        country_code=country_code,
        country=data.get("country", ""),
        admin1_code=name_admin1(country_code, data.get("admin1_code", "")),
        admin1=data.get("admin1", ""),
        level=data["level"],
        radius_km=data.get("radius_km", 0.0),
    )
