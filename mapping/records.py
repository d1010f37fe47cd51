"""The JSON lines of `dateline extract`: documents in, what was found out.

In: an object a line with `doc_id` and `text`, and where known `title`, `published` (or `dct`, or `date`), `source`,
`mentions: [{start, end}]`, `triggers: [{start, end}]`. Out: an object a line with `toponyms`, `timexes` and `events`.
All offsets count characters of the given `text`, unchanged; a headline that stands beside it is read too, but what it
names has no offsets and is not listed, and events that only it tells have null for theirs.
"""

import json
from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from mapping.documents import make_document
from mapping.errors import DocumentError
from mapping.model import DateChoice, Document, Event, Extraction, PlaceChoice, Resolution, Span, Timex
from mapping.plain import make_actors, make_tolls
from mapping.reading.json_line import parse_line

_DATE_FIELDS = ("published", "dct", "date")


@dataclass(frozen=True, kw_only=True, slots=True)
class Record:
    """One line read: the document, and the spans that came with it (None where the line has none)."""

    document: Document
    mentions: tuple[Span, ...] | None = None
    triggers: tuple[Span, ...] | None = None


def read_records(lines: Iterable[str]) -> Iterator[Record | DocumentError]:
    """Read JSON lines; a line that cannot be used gives an error value that says why, and the rest goes on.

    Args:
        lines: Text lines; blank ones are passed over.
    """
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                record = read_record(line)
            except DocumentError as error:
                yield DocumentError(f"line {number}: {error}")
                continue
            yield record


def read_record(line: str) -> Record:
    """Read one JSON line.

    Raises:
        DocumentError: It is not a JSON object with a `text`, or a date or span in it has no usable value.
    """
    data = parse_line(line)
    if not isinstance(data, dict) or not isinstance(data.get("text"), str):
        raise DocumentError('not an object with a "text": write {"doc_id": "...", "text": "..."}')
    created = _read_date(data)
    source = str(data.get("source") or "")
    url = source if source.startswith(("http://", "https://")) else str(data.get("url") or "")
    document = make_document(
        data["text"],
        doc_id=str(data["doc_id"]) if data.get("doc_id") is not None else None,
        title=str(data.get("title") or ""),
        created=created,
        created_rule="given" if created else "none",
        source=urlsplit(url).netloc.removeprefix("www.") if url and url == source else source,
        url=url,
    )
    return Record(
        document=document,
        mentions=_read_spans(data, "mentions", len(document.text)),
        triggers=_read_spans(data, "triggers", len(document.text)),
    )


def _read_date(data: Mapping[str, Any]) -> date | None:
    text = next((str(data[name]) for name in _DATE_FIELDS if data.get(name)), None)
    if text is None:
        return None
    try:
        return date.fromisoformat(text[:10])
    except ValueError as error:
        raise DocumentError(f"the date {text!r} is not of the form 2017-10-18") from error


def _read_spans(data: Mapping[str, Any], field: str, length: int) -> tuple[Span, ...] | None:
    values = data.get(field)
    if values is None:
        return None
    try:
        spans = tuple(Span(start=int(value["start"]), end=int(value["end"])) for value in values)
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise DocumentError(f'"{field}" must be a list of {{"start": 0, "end": 6}}: {error}') from error
    outside = next((span for span in spans if span.end > length), None)
    if outside:
        raise DocumentError(f'"{field}" has a span {outside.start}-{outside.end} beyond the {length} characters')
    return spans


def write_record(extraction: Extraction) -> str:
    """One JSON line, without the line end."""
    start = extraction.document.given_start
    record = {
        "doc_id": extraction.document.doc_id,
        "toponyms": [_make_toponym(one, start) for one in extraction.resolutions if one.mention.start >= start],
        "timexes": [_make_timex(timex, start) for timex in extraction.timexes if timex.start >= start],
        "events": [_make_event(event, start) for event in extraction.events],
    }
    return json.dumps(record, ensure_ascii=False, allow_nan=False)


def _make_toponym(resolution: Resolution, text_start: int) -> dict[str, Any]:
    mention, place = resolution.mention, resolution.place
    record: dict[str, Any] = {
        "start": mention.start - text_start,
        "end": mention.end - text_start,
        "surface": mention.text,
        "kind": mention.kind.value,
        "rule": mention.rule,
        "mention_score": round(mention.score, 3),
        "score": round(resolution.score, 3),
        "reason": resolution.reason,
        "name": None,
        "lat": None,
        "lon": None,
        "geonameid": None,
    }
    if place:
        record |= {
            "name": place.name,
            "lat": place.lat,
            "lon": place.lon,
            "geonameid": None if place.geoname_id is None else str(place.geoname_id),
            "place_id": place.place_id,
            "level": place.level.value,
            "country": place.country_code,
            "admin1": place.admin1,
        }
    return record


def _make_timex(timex: Timex, text_start: int) -> dict[str, Any]:
    span = timex.span
    return {
        "start": timex.start - text_start,
        "end": timex.end - text_start,
        "text": timex.text,
        "type": timex.type,
        "value": timex.value,
        "edtf": timex.edtf,
        "date_start": span.start.isoformat() if span and span.start else None,
        "date_end": span.end.isoformat() if span and span.end else None,
        "granularity": span.granularity.value if span else None,
        "modifier": timex.modifier,
        "anchor": timex.anchor.isoformat() if timex.anchor else None,
        "rule": timex.rule,
        "score": round(timex.score, 3),
        "conflict": timex.conflict,
        "utc_day": timex.utc_day.isoformat() if timex.utc_day else None,
    }


def _make_event(event: Event, text_start: int) -> dict[str, Any]:
    trigger = event.trigger
    is_headline = trigger.start < text_start
    return {
        "event_id": event.event_id,
        "start": None if is_headline else trigger.start - text_start,
        "end": None if is_headline else trigger.end - text_start,
        "trigger": trigger.text,
        "type": trigger.type,
        "modality": trigger.modality.value,
        "place": _make_place(event.place),
        **_make_dates(event.date),
        "actors": make_actors(event),
        "tolls": make_tolls(event),
        "sentence": event.sentence,
        "score": round(event.score, 4),
    }


def _make_place(choice: PlaceChoice | None) -> dict[str, Any] | None:
    if choice is None:
        return None
    place = choice.place
    return {
        "name": place.name,
        "lat": place.lat,
        "lon": place.lon,
        "level": place.level.value,
        "country": place.country_code,
        "admin1": place.admin1,
        "mention": choice.mention,
        "rule": choice.rule,
        "score": round(choice.score, 3),
    }


def _make_dates(choice: DateChoice | None) -> dict[str, Any]:
    """An end that the text leaves open ("since Monday") takes the other end's day."""
    if choice is None:
        return {"date": None, "date_start": None, "date_end": None, "date_rule": None}
    start, end = choice.span.start or choice.span.end, choice.span.end or choice.span.start
    return {
        "date": write_date(start, end),
        "date_start": start.isoformat() if start else None,
        "date_end": end.isoformat() if end else None,
        "date_rule": choice.rule,
    }


def write_date(start: date | None, end: date | None) -> str | None:
    """An interval as YYYY-MM-DD, YYYY-MM or YYYY; None where it is not exactly one day, month or year."""
    if start is None or end is None:
        return None
    if start == end:
        return start.isoformat()
    if start.day == 1 and end == start.replace(day=monthrange(start.year, start.month)[1]):
        return start.isoformat()[:7]
    if start == date(start.year, 1, 1) and end == date(start.year, 12, 31):
        return start.isoformat()[:4]
    return None
