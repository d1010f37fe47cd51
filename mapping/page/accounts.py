"""What the page shows of an event's reports, of where they differ, and of what persons decided: plain values for JSON.

Everything here is text for `textContent`, as in `details.py`.
"""

import json
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from mapping.edtf import parse_edtf
from mapping.errors import DecisionError
from mapping.kinds import Change
from mapping.merge import is_copy
from mapping.merging.tracing import trace_event
from mapping.model import DateSpan, Document, Event, Place
from mapping.page.details import make_summary, safe_url
from mapping.reports import Correction, Disagreement

MAX_REPORTS = 100


def make_reports(event: Event, reports: Iterable[tuple[Event, Document]]) -> dict[str, Any]:
    """The accounts of one event, the lead's first, whose report each value is from, and where they differ.

    Args:
        event: As the store merged it.
        reports: Each document's own account; of very many only the first are taken.
    """
    taken = list(islice(reports, MAX_REPORTS))
    shown = [_make_report(told, document) for told, document in taken]
    for (_, document), report in zip(taken[1:], shown[1:], strict=True):
        report["copy"] = is_copy(taken[0][1], document)
    return {
        "reports": shown,
        "report_count": max(len(event.reports), len(shown)),
        "disagreements": [_make_disagreement(each, shown) for each in event.disagreements],
        "origins": _name_origins(event, taken),
    }


def _name_origins(event: Event, reports: Sequence[tuple[Event, Document]]) -> dict[str, str]:
    """Whose report each value is from; values that a person gave are left out, and one report alone needs no names."""
    if len(reports) < 2:
        return {}
    sources = {told.event_id: document.source for told, document in reports}
    return {origin.value: sources[origin.report_id] for origin in trace_event(event, reports) if origin.report_id}


def make_history(corrections: Sequence[Correction]) -> list[dict[str, Any]]:
    """What persons decided, the newest first; `undone` marks what was taken back."""
    undone = {correction.undoes for correction in corrections} - {None}
    newest_first = sorted(corrections, key=lambda correction: correction.number, reverse=True)
    return [_make_correction(correction, is_undone=correction.number in undone) for correction in newest_first]


def _make_report(event: Event, document: Document) -> dict[str, Any]:
    place = event.place.place if event.place else None
    return make_summary(event, document) | {
        "published": document.created.isoformat() if document.created else None,
        "url": safe_url(document.url),
        "place": _name_place(place) if place else "",
        "date": _make_span(event.date.span) if event.date else None,
        "tolls": [{"kind": toll.kind, "number": toll.number, "bound": toll.bound.value} for toll in event.tolls],
    }


def _name_place(place: Place) -> str:
    return place.name if place.name == place.country else ", ".join(filter(None, (place.name, place.country)))


def _make_disagreement(disagreement: Disagreement, reports: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Each reading with those who give it; one source that tells it twice is named once."""
    sources = {report["id"]: report["source"] for report in reports}
    readings = [
        {
            "value": reading.value,
            "sources": list(dict.fromkeys(sources[each] for each in reading.report_ids if each in sources)),
            "reports": len(reading.report_ids),
        }
        for reading in disagreement.readings
    ]
    return {"kind": disagreement.kind, "readings": readings}


def _make_correction(correction: Correction, *, is_undone: bool) -> dict[str, Any]:
    return {
        "number": correction.number,
        "change": correction.change.value,
        "before": _read_value(correction.change, correction.before),
        "after": _read_value(correction.change, correction.after),
        "author": correction.author,
        "at": correction.made_at.isoformat(timespec="seconds"),
        "note": correction.note,
        "undoes": correction.undoes,
        "undone": is_undone,
    }


def _read_value(change: Change, text: str) -> Any:  # noqa: ANN401 - a JSON value
    """What the audit trail holds, as the page shows it: a place's name, days with their precision, a code, a word."""
    value = json.loads(text)
    if value is None:
        return None
    if change is Change.PLACE:
        names = (value.get("name", ""), value.get("country", ""))
        return ", ".join(dict.fromkeys(filter(None, names)))
    if change is Change.DATE:
        try:
            return {"edtf": value} | _make_span(parse_edtf(value))
        except DecisionError:  # of an import whose EDTF says more than days
            return {"edtf": value}
    return value


def _make_span(span: DateSpan) -> dict[str, Any]:
    return {
        "start": span.start.isoformat() if span.start else None,
        "end": span.end.isoformat() if span.end else None,
        "granularity": span.granularity.value,
    }
