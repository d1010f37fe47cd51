"""What a writer of files is given: events as records, and what the file says of itself."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any, NamedTuple

from mapping.geojson import make_properties
from mapping.model import Document, Event
from mapping.reports import Correction

Decisions = Mapping[str, Sequence[Correction]]
NO_DECISIONS: Decisions = MappingProxyType({})


class Record(NamedTuple):
    """One event of an export: its point in degrees, None for none, and the properties of its feature."""

    lon: float | None
    lat: float | None
    properties: dict[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class About:
    """What a file says of itself. `filter` holds parameter and value in words; `made_at` is in UTC, None for unsaid."""

    filter: tuple[tuple[str, str], ...] = ()
    made_at: datetime | None = None


def make_record(event: Event, document: Document, decisions: Sequence[Correction] = ()) -> Record:
    """One event as a record."""
    place = event.place.place if event.place else None
    properties = make_properties(event, document, decisions)
    return Record(place.lon if place else None, place.lat if place else None, properties)


def make_records(events: Iterable[tuple[Event, Document]], decisions: Decisions = NO_DECISIONS) -> Iterator[Record]:
    """Events as records.

    Args:
        events: Each with its document, in the order in which they are to stand.
        decisions: What persons decided, by event id.
    """
    for event, document in events:
        yield make_record(event, document, decisions.get(event.event_id, ()))
