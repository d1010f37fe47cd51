"""What the page shows of one event: plain values for JSON, built from the event and its document.

Everything here is text for `textContent`. Spans are offsets into the paragraph that is sent along, in UTF-16 code
units, as a browser counts.
"""

from typing import Any
from urllib.parse import urlsplit

import shapely

from mapping.boundaries import Boundaries
from mapping.model import Candidate, DateChoice, Document, Event, Place, PlaceChoice
from mapping.plain import make_actors, make_tolls


def make_summary(event: Event, document: Document) -> dict[str, Any]:
    """What a row of the list shows: the sentence and its marks, the source, the headline."""
    start, end = event.sentence_start, event.sentence_start + len(event.sentence)
    return {
        "id": event.event_id,
        "sentence": event.sentence,
        "marks": _make_marks(event, event.sentence, start, end),
        "trigger": event.trigger.text,
        "headline": document.title,
        "source": document.source,
    }


def make_detail(event: Event, document: Document) -> dict[str, Any]:
    """Everything a reader may want to know of one event: the text around it, and why this kind, place and date."""
    start, end = _find_paragraph(event, document)
    text = document.text[start:end]
    sentence_at = event.sentence_start - start
    return make_summary(event, document) | {
        "paragraph": text,
        "paragraph_marks": _make_marks(event, text, start, end),
        "sentence_span": [
            _utf16(text, sentence_at),
            _utf16(text, sentence_at + len(event.sentence)),
        ],
        "type": event.trigger.type,
        "type_rule": event.trigger.rule,
        "type_score": round(event.trigger.score, 3),
        "modality": event.trigger.modality.value,
        "score": round(event.score, 3),
        "published": document.created.isoformat() if document.created else None,
        "published_rule": document.created_rule,
        "url": safe_url(document.url),
        "place": _make_place(event.place),
        "unplaced": f"{event.unplaced}: {event.unlisted}" if event.unlisted else event.unplaced,
        "date": _make_date(event.date),
        "undated": event.undated,
        "actors": make_actors(event),
        "tolls": make_tolls(event),
        "review": event.review.value,
        "story": {"id": event.story_id, "name": event.story} if event.story_id else None,
    }


def make_outline(place: Place, boundaries: Boundaries, *, tolerance: float = 0.02) -> list[dict[str, list[float]]]:
    """The outer rings of a country or first-order division, for the map; empty for other places.

    Args:
        place: The place to outline.
        boundaries: Where its polygon is looked up.
        tolerance: How far, in degrees, a ring may stray; what is smaller is left out.
    """
    outline = boundaries.find_outline(place)
    if outline is None:
        return []
    parts = [part for part in shapely.get_parts(outline.simplify(tolerance)) if part.area > tolerance**2]
    rings = [shapely.get_coordinates(part.exterior).round(3).tolist() for part in parts]
    return [{"lon": [x for x, _ in ring], "lat": [y for _, y in ring]} for ring in rings]


def safe_url(url: str) -> str | None:
    """The address if it is one that a link may lead to, http or https with a host; else None."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    return url.strip() if parts.scheme in ("http", "https") and parts.hostname else None


def _find_paragraph(event: Event, document: Document) -> tuple[int, int]:
    """The paragraph that holds the sentence, else the sentence itself."""
    start, end = event.sentence_start, event.sentence_start + len(event.sentence)
    for paragraph in document.paragraphs:
        if paragraph.start <= start and end <= paragraph.end:
            return paragraph.start, paragraph.end
    return start, end


def _make_marks(event: Event, text: str, start: int, end: int) -> list[dict[str, Any]]:
    """The spans of the event's parts that lie inside `text`, which begins at `start` of the document; in order."""
    spans = [(event.trigger.start, event.trigger.end, "trigger")]
    if event.place:
        spans.append((event.place.start, event.place.end, "place"))
    if event.date:
        spans.append((event.date.start, event.date.end, "date"))
    spans += [(actor.start, actor.end, actor.role) for actor in event.actors]
    inside = sorted({span for span in spans if start <= span[0] < span[1] <= end}, key=lambda s: (s[0], -s[1]))
    return [
        {"start": _utf16(text, first - start), "end": _utf16(text, last - start), "kind": kind}
        for first, last, kind in inside
    ]


def _utf16(text: str, offset: int) -> int:
    """A character offset as JavaScript counts it, where a character beyond U+FFFF takes two units."""
    return offset + sum(character > "\uffff" for character in text[:offset])


def make_place_row(place: Place) -> dict[str, Any]:
    """A place to choose from a list."""
    return {
        "id": place.place_id,
        "name": place.name,
        "admin1": place.admin1,
        "country": place.country,
        "level": place.level.value,
        "population": place.population,
        "lon": place.lon,
        "lat": place.lat,
        "radius_km": place.radius_km,
    }


def _make_place(choice: PlaceChoice | None) -> dict[str, Any] | None:
    if choice is None:
        return None
    return make_place_row(choice.place) | {
        "mention": choice.mention,
        "rule": choice.rule,
        "score": round(choice.score, 3),
        "candidates": [_make_candidate(candidate) for candidate in choice.alternatives],
    }


def _make_candidate(candidate: Candidate) -> dict[str, Any]:
    return make_place_row(candidate.place) | {
        "score": round(candidate.score, 3),
        "reasons": [{"name": r.name, "weight": round(r.weight, 2), "note": r.note} for r in candidate.reasons],
    }


def _make_date(choice: DateChoice | None) -> dict[str, Any] | None:
    if choice is None:
        return None
    span = choice.span
    return {
        "start": span.start.isoformat() if span.start else None,
        "end": span.end.isoformat() if span.end else None,
        "granularity": span.granularity.value,
        "edtf": choice.edtf,
        "timex": choice.timex,
        "rule": choice.rule,
        "note": choice.note,
        "score": round(choice.score, 3),
    }
