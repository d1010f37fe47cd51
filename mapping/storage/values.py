"""How a store keeps the model's values: JSON, and each place once however many events and candidates name it."""

import re
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import Column, ColumnElement, Connection, bindparam, select

from mapping.errors import RefusedError, StoreError
from mapping.ids import hash_key
from mapping.merge import find_opening, find_traits
from mapping.merging.openings import Opening
from mapping.merging.traits import Traits
from mapping.model import Document, Event, Place
from mapping.reports import ReportRef
from mapping.storage.batches import make_batches
from mapping.storage.codec import Codec, Shared
from mapping.storage.database import AnyRow, Database
from mapping.storage.schema import documents, events, places, stories
from mapping.stories import StoryMembers

_Value = TypeVar("_Value")
# Of 200,000 places news names a few thousand; a place takes about a kilobyte.
_CACHED_PLACES = 20_000
_CACHED_PROFILES, _CACHED_TRAITS, _CACHED_OPENINGS = 2_000, 4_000, 2_000

_DOCUMENTS = select(documents.c.doc_id, documents.c.payload).where(
    documents.c.doc_id.in_(bindparam("doc_ids", expanding=True))
)
_PLACE_NUMBER = re.compile(r'"place":(\d+)')
"""In a payload; within a text a quotation mark has a backslash in front."""
_PLACES = select(places.c.number, places.c.payload).where(places.c.number.in_(bindparam("numbers", expanding=True)))

EVENT_COLUMNS = (
    *(events.c[name] for name in ("number", "payload", "event_id", "doc_id", "source", "story_id")),
    stories.c.name.label("story"),
)
"""What `StoredValues.read_event` needs of a row of `EVENT_TABLES`."""
EVENT_TABLES = events.outerjoin(stories, stories.c.story_id == events.c.story_id)


class StoredValues:
    """Reads and writes the payloads of a store.

    Args:
        database: Where places are looked up that payloads name by number.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self.plain = Codec()
        self._codec = Codec({Place: Shared(self._put_place, self.get_place)})
        self._places: dict[int, Place] = {}
        self._read_traits = lru_cache(maxsize=_CACHED_TRAITS)(self._find_traits)
        self._read_opening = lru_cache(maxsize=_CACHED_OPENINGS)(self._find_opening)
        self._profiles: dict[str, StoryMembers] = {}
        self._numbers = _PlaceNumbers()
        # A writer's own connection, since no other one sees the places that it keeps until it is done.
        self._writing = threading.local()

    def write(self, value: object) -> str:
        """A value as a payload, whose places `keep_places` has kept before.

        Raises:
            RefusedError: A value in it cannot be written.
        """
        try:
            return self._codec.write(value)
        except ValueError as error:
            raise RefusedError(f"{self._database.name} cannot be written: {error}") from error

    def read(self, kind: type[_Value], payload: str, **fields: object) -> _Value:
        """The value of a payload.

        Args:
            kind: Its class.
            payload: As `write` gave it.
            fields: Values that take the place of those in the payload.

        Raises:
            StoreError: It is damaged, or of a version that knew other fields.
        """
        try:
            return self._codec.read(kind, payload, **fields)
        except (TypeError, ValueError, KeyError, AttributeError) as error:
            raise StoreError(
                f"{self._database.name} holds something that cannot be read as {kind.__name__} ({error}):"
                " install the Dateline that made it, or restore a copy"
            ) from error

    def read_event(self, row: AnyRow) -> Event:
        """The event of a row with `EVENT_COLUMNS`, with its story; one report alone is not written in its payload."""
        fields = _list_reports(row.payload, row.event_id, row.doc_id, row.source)
        if row.story_id:
            fields |= {"story_id": row.story_id, "story": row.story or ""}
        return self.read(Event, row.payload, **fields)

    def read_document(self, payload: str) -> Document:
        """The document of a payload."""
        return self.read(Document, payload)

    def read_documents(self, connection: Connection, doc_ids: Iterable[str]) -> dict[str, Document]:
        """Documents by id; ids that are not there are left out."""
        found = {}
        for batch in make_batches(doc_ids):
            for doc_id, payload in connection.execute(_DOCUMENTS, {"doc_ids": batch}):
                found[doc_id] = self.read_document(payload)
        return found

    def read_openings(self, connection: Connection, doc_ids: Iterable[str]) -> dict[str, Opening]:
        """How documents open, by id; ids that are not there are left out."""
        found = {}
        for batch in make_batches(doc_ids):
            for doc_id, payload in connection.execute(_DOCUMENTS, {"doc_ids": batch}):
                found[doc_id] = self._read_opening(payload)
        return found

    def _find_opening(self, payload: str) -> Opening:
        return find_opening(self.read_document(payload))

    def read_traits(self, row: AnyRow, opening: Opening) -> Traits:
        """What the event of a row is compared by, without its story; those met again and again are read once."""
        return self._read_traits(row.payload, row.event_id, row.doc_id, row.source, opening)

    def _find_traits(self, payload: str, event_id: str, doc_id: str, source: str, opening: Opening) -> Traits:
        event = self.read(Event, payload, **_list_reports(payload, event_id, doc_id, source))
        return find_traits(event, opening)

    def write_profile(self, members: StoryMembers) -> str:
        """The profile of a story as a payload; the next event to join it will ask for it."""
        payload = self.write(members)
        self._keep_profile(payload, members)
        return payload

    def read_profile(self, payload: str) -> StoryMembers:
        """The profile of a story; those that are met again and again are read once."""
        members = self._profiles.get(payload)
        if members is None:
            members = self.read(StoryMembers, payload)
            self._keep_profile(payload, members)
        return members

    def _keep_profile(self, payload: str, members: StoryMembers) -> None:
        if len(self._profiles) >= _CACHED_PROFILES:
            self._profiles = {}
        self._profiles[payload] = members

    def get_place(self, number: int) -> Place:
        """A place by the number that stands for it in payloads.

        Raises:
            StoreError: There is none, so the store is damaged.
        """
        found = self._places.get(number)
        return self._read_place(number) if found is None else found

    def fetch_places(self, connection: Connection, payloads: Iterable[str]) -> None:
        """Read the places that the payloads of some events name and that are not known yet, all at once."""
        named = {int(number) for payload in payloads for number in _PLACE_NUMBER.findall(payload)}
        for batch in make_batches(named - self._places.keys()):
            found = connection.execute(_PLACES, {"numbers": batch})
            self._keep({number: self.plain.read(Place, payload) for number, payload in found})

    def number_of(self, event: Event) -> int | None:
        """The number of the place of an event, once it is kept."""
        return self._put_place(event.place.place) if event.place else None

    def keep_places(self, connection: Connection, events: Iterable[Event], first: int) -> int:
        """Keep the places that events and their candidates name, those that are new as numbers from `first` on.

        Returns:
            The next number that is free.
        """
        if len(self._numbers) > _CACHED_PLACES:
            self._numbers.clear()
        unknown = self._find_unknown(events)
        for batch in make_batches(unknown):
            payloads = {_hash(payload): (place, payload) for place in batch for payload in [self._write_place(place)]}
            found = connection.execute(select(places.c.digest, places.c.number).where(places.c.digest.in_(payloads)))
            for digest, number in found:
                self._numbers.put(payloads.pop(digest)[0], number)
            rows = []
            for number, (digest, (place, payload)) in enumerate(payloads.items(), first):
                self._numbers.put(place, number)
                rows.append((number, digest, place.place_id, place.name, place.radius_km, payload))
            self._database.insert(connection, places, rows)
            first += len(rows)
        return first

    @contextmanager
    def writing(self, connection: Connection) -> Iterator[None]:
        """While a transaction writes: this thread reads places as the transaction sees them."""
        self._writing.connection = connection
        try:
            yield
        finally:
            self._writing.connection = None

    def _find_unknown(self, events: Iterable[Event]) -> dict[Place, None]:
        unknown: dict[Place, None] = {}
        known = self._numbers.get
        for event in events:
            if event.place is None:
                continue
            if not known(event.place.place):
                unknown[event.place.place] = None
            for candidate in event.place.alternatives:
                if not known(candidate.place):
                    unknown[candidate.place] = None
        return unknown

    def forget(self) -> None:
        """After a transaction that failed: the places that it kept are not there."""
        self._numbers.clear()
        self._places.clear()
        self._read_traits.cache_clear()
        self._read_opening.cache_clear()
        self._profiles.clear()

    def _write_place(self, place: Place) -> str:
        try:
            return self.plain.write(place)
        except ValueError as error:
            raise RefusedError(f"{self._database.name} cannot be written: {error}") from error

    def _put_place(self, place: Place) -> int:
        number = self._numbers.get(place)
        if number is None:
            number = self._find(places.c.number, places.c.digest == _hash(self._write_place(place)))
            if number is None:
                raise StoreError(f"{self._database.name} cannot be written: {place.name!r} was not kept before")
            self._numbers.put(place, number)
        return number

    def _read_place(self, number: int) -> Place:
        payload = self._find(places.c.payload, places.c.number == number)
        if payload is None:
            raise StoreError(f"{self._database.name} is damaged: there is no place {number} in it; restore a copy")
        place = self.plain.read(Place, payload)
        self._keep({number: place})
        return place

    def _keep(self, found: Mapping[int, Place]) -> None:
        """Remember places, and forget the others when they become too many."""
        if len(self._places) + len(found) > _CACHED_PLACES:
            self._places = {}
        self._places.update(found)

    def _find(self, column: Column[Any], condition: ColumnElement[bool]) -> Any:  # noqa: ANN401
        statement = select(column).where(condition)
        connection = getattr(self._writing, "connection", None)
        if connection is not None:
            return connection.execute(statement).scalar()
        with self._database.reading() as connection:
            return connection.execute(statement).scalar()


def _list_reports(payload: str, event_id: str, doc_id: str, source: str) -> dict[str, object]:
    """The only report of an event, which its payload leaves out."""
    if '"reports":' in payload:
        return {}
    return {"reports": (ReportRef(report_id=event_id, doc_id=doc_id, source=source),)}


class _PlaceNumbers:
    """The numbers of places. Two values of one `place_id` are seldom, and their hash takes long."""

    def __init__(self) -> None:
        self._found: dict[str, list[tuple[Place, int]]] = {}

    def __len__(self) -> int:
        return len(self._found)

    def get(self, place: Place) -> int | None:
        for known, number in self._found.get(place.place_id, ()):
            if known is place or known == place:
                return number
        return None

    def put(self, place: Place, number: int) -> None:
        self._found.setdefault(place.place_id, []).append((place, number))

    def clear(self) -> None:
        self._found.clear()


def _hash(payload: str) -> str:
    return hash_key(payload, digits=32)
