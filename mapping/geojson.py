"""Event -> GeoJSON feature (RFC 7946); alone writes [lon, lat]."""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from mapping.event_types import family_of, load_event_types
from mapping.model import DateChoice, Document, Event, PlaceChoice

ATTRIBUTION = "Places: GeoNames (CC BY 4.0), Natural Earth. Events: read from the named sources by Dateline."


def make_feature(event: Event, document: Document) -> dict[str, Any]:
    """One event as a feature; `geometry` is None where the event has no place.

    Args:
        event: The event.
        document: The text that tells of it.
    """
    return {
        "type": "Feature",
        "id": event.event_id,
        "geometry": _make_point(event.place),
        "properties": make_properties(event, document),
    }


def make_properties(event: Event, document: Document) -> dict[str, Any]:
    """Everything that an export says of an event, point aside; a value that there is none of is None."""
    trigger = event.trigger
    # A type that a later version has dropped still has its code.
    kind = load_event_types().types.get(trigger.type)
    return {
        "id": event.event_id,
        "type": trigger.type,
        "family": family_of(trigger.type),
        "label": kind.label if kind else trigger.type,
        "trigger": trigger.text,
        "modality": trigger.modality.value,
        **_describe_date(event.date),
        **_describe_place(event.place),
        "score": round(event.score, 4),
        "sentence": event.sentence,
        "source": document.source,
        "title": document.title,
        "url": document.url,
        "published": _write_day(document.created),
        "document": document.doc_id,
        "actors": [
            {"text": actor.text, "role": actor.role, "kind": actor.kind, "country": actor.country_code}
            for actor in event.actors
        ],
        "tolls": [{"kind": toll.kind, "number": toll.number, "text": toll.text} for toll in event.tolls],
        "unplaced": event.unplaced,
        "undated": event.undated,
        "attribution": ATTRIBUTION,
    }


def write_features(events: Iterable[tuple[Event, Document]]) -> Iterator[str]:
    """A feature collection as text, piece by piece, in constant memory.

    Args:
        events: Each with its document, in the order in which they are to stand.

    Yields:
        Pieces that joined are one JSON text; each event is on a line of its own.
    """
    yield '{"type":"FeatureCollection","features":['
    separator = "\n"
    for event, document in events:
        yield separator + write_feature(event, document)
        separator = ",\n"
    yield "\n]}\n"


def write_feature(event: Event, document: Document) -> str:
    """One feature as JSON on one line."""
    return json.dumps(make_feature(event, document), ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _make_point(choice: PlaceChoice | None) -> dict[str, Any] | None:
    if choice is None:
        return None
    return {"type": "Point", "coordinates": [choice.place.lon, choice.place.lat]}


def _describe_date(choice: DateChoice | None) -> dict[str, Any]:
    span = choice.span if choice else None
    return {
        "date_start": _write_day(span.start) if span else None,
        "date_end": _write_day(span.end) if span else None,
        "edtf": choice.edtf if choice else None,
        "date_precision": span.granularity.value if span else None,
        "date_text": choice.timex if choice else None,
        "date_rule": choice.rule if choice else None,
        "date_note": choice.note if choice else None,
    }


def _describe_place(choice: PlaceChoice | None) -> dict[str, Any]:
    place = choice.place if choice else None
    return {
        "place": place.name if place else None,
        "place_id": place.place_id if place else None,
        "level": place.level.value if place else None,
        "country": place.country if place else None,
        "country_code": place.country_code if place else None,
        "admin1": place.admin1 if place else None,
        "radius_km": place.radius_km if place else None,
        "place_text": choice.mention if choice else None,
        "place_rule": choice.rule if choice else None,
    }


def _write_day(day: date | None) -> str | None:
    return day.isoformat() if day else None
