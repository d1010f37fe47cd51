"""Event -> a row of the events table: its payload, and beside it the columns that filters ask for."""

from mapping.event_types import family_of
from mapping.model import Document, Event
from mapping.storage.sql import UNDATED

_COLUMNS = (
    *("event_id", "doc_id", "sort_day", "last_day", "family", "type", "modality", "score", "source"),
    *("lon", "lat", "country_code", "country", "unplaced", "undated", "payload"),
)
INSERT_EVENT = f"INSERT INTO events ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"  # noqa: S608
"""The statement that keeps one event; `make_row` gives its values."""


def make_row(event: Event, document: Document, payload: str) -> tuple[object, ...]:
    """What filters ask for; an end that the text leaves open ("since Monday") takes the other end's day."""
    place = event.place.place if event.place else None
    span = event.date.span if event.date else None
    first, last = (span.start or span.end, span.end or span.start) if span else (None, None)
    return (
        event.event_id,
        document.doc_id,
        first.isoformat() if first else UNDATED,
        last.isoformat() if last else None,
        family_of(event.trigger.type),
        event.trigger.type,
        event.trigger.modality.value,
        event.score,
        document.source,
        place.lon if place else None,
        place.lat if place else None,
        place.country_code if place else "",
        place.country if place else "",
        event.unplaced,
        event.undated,
        payload,
    )


def name_place(event: Event) -> str:
    """Every name by which a reader may look for the event's place."""
    if event.place is None:
        return ""
    place = event.place.place
    return ", ".join((event.place.mention, place.name, place.ascii_name, place.admin1, place.country))
