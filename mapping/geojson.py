"""Event -> GeoJSON feature (RFC 7946); alone writes [lon, lat]."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import orjson

from mapping.event_types import family_of, load_event_types
from mapping.exporting.credits import ATTRIBUTION as ATTRIBUTION
from mapping.exporting.credits import credit_document
from mapping.model import DateChoice, Document, Event, Place
from mapping.plain import make_tolls
from mapping.reports import Correction, Disagreement


def make_feature(event: Event, document: Document, decisions: Sequence[Correction] = ()) -> dict[str, Any]:
    """One event as a feature; `geometry` is None where the event has no place.

    Args:
        event: The event.
        document: The text that tells of it; of several the one that tells it best.
        decisions: What persons decided of it, the oldest first.
    """
    place = event.place.place if event.place else None
    return {
        "type": "Feature",
        "id": event.event_id,
        "geometry": make_point(lon=place.lon, lat=place.lat) if place else None,
        "properties": make_properties(event, document, decisions),
    }


def make_point(*, lon: float, lat: float) -> dict[str, Any]:
    """A point as a geometry, in degrees."""
    return {"type": "Point", "coordinates": [lon, lat]}


def make_properties(event: Event, document: Document, decisions: Sequence[Correction] = ()) -> dict[str, Any]:
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
        **describe_place(event.place.place if event.place else None),
        **_describe_choice(event),
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
        "tolls": make_tolls(event),
        "report_count": len(event.reports) or 1,
        "sources": _list_sources(event, document),
        "reports": _list_reports(event),
        "disagreements": [_describe_disagreement(disagreement) for disagreement in event.disagreements],
        "story_id": event.story_id,
        "story": event.story,
        "review": event.review.value,
        "decisions": [describe_decision(decision) for decision in decisions],
        "unplaced": event.unplaced,
        "undated": event.undated,
        "attribution": credit_document(document.doc_id),
    }


def describe_place(place: Place | None) -> dict[str, Any]:
    """What an export says of a place, its point aside."""
    return {
        "place": place.name if place else None,
        "place_id": place.place_id if place else None,
        "level": place.level.value if place else None,
        "country": place.country if place else None,
        "country_code": place.country_code if place else None,
        "admin1": place.admin1 if place else None,
        "admin1_code": place.admin1_code if place else None,
        "radius_km": place.radius_km if place else None,
    }


def describe_decision(decision: Correction) -> dict[str, Any]:
    """What a person decided: what it changes, to what, who and when; a decision that was taken back has `undone`."""
    return {
        "change": decision.change.value,
        "after": _name_value(decision.after),
        "author": decision.author,
        "at": decision.made_at.isoformat(),
        "note": decision.note,
        "undoes": decision.undoes,
    }


def _name_value(text: str) -> str:
    """A value of a decision in words: a place's name, a date, a type, a state of review; "" for none."""
    value = orjson.loads(text) if text else None
    if isinstance(value, dict):
        return str(value.get("name") or value.get("edtf") or "")
    return "" if value is None else str(value)


def _list_sources(event: Event, document: Document) -> list[str]:
    """The outlets of all reports, each once; the document's own first."""
    names = (document.source, *(report.source for report in event.reports))
    return list(dict.fromkeys(name for name in names if name))


def _list_reports(event: Event) -> list[dict[str, Any]]:
    """All documents that tell of it; one alone says no more than the event does, and is left out."""
    if [(report.report_id, report.doc_id) for report in event.reports] == [(event.event_id, event.doc_id)]:
        return []
    return [{"id": report.report_id, "document": report.doc_id, "source": report.source} for report in event.reports]


def _describe_disagreement(disagreement: Disagreement) -> dict[str, Any]:
    return {
        "kind": disagreement.kind,
        "readings": [
            {"value": reading.value, "reports": list(reading.report_ids)} for reading in disagreement.readings
        ],
    }


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
        "date_score": round(choice.score, 4) if choice else None,
    }


def _describe_choice(event: Event) -> dict[str, Any]:
    choice = event.place
    return {
        "place_text": choice.mention if choice else event.unlisted or None,
        "place_rule": choice.rule if choice else None,
        "place_score": round(choice.score, 4) if choice else None,
    }


def _write_day(day: date | None) -> str | None:
    return day.isoformat() if day else None
