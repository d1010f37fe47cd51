"""TimeMap JSON, in which Forensic Architecture and Bellingcat publish investigations.

TimeMap refuses an event with a key that it does not know, and takes coordinates as texts; so what its own keys cannot
say stands in `comments` as JSON, which its cards do not show.

Source: https://github.com/forensic-architecture/timemap, src/reducers/validate/eventSchema.js
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import orjson

from mapping.event_types import load_event_types
from mapping.exporting.records import About, Record

KEY = "dateline"
"""The one key of the object in `comments`; it holds every field of ours."""

_EVENTS = 100


def write_timemap(records: Iterable[Record], _about: About) -> Iterator[bytes]:
    """A list of events, each on a line of its own."""
    kept, separator = [b"["], b"\n"
    for record in records:
        kept += [separator, orjson.dumps(_make_event(record))]
        separator = b",\n"
        if len(kept) >= 2 * _EVENTS:
            yield b"".join(kept)
            kept.clear()
    yield b"".join([*kept, b"\n]\n"])


def _make_event(record: Record) -> dict[str, Any]:
    lon, lat, told = record
    family = load_event_types().families.get(told["family"])
    day = told["date_start"] or told["date_end"]
    is_placed = lon is not None and lat is not None
    return {
        "id": told["id"],
        "description": told["sentence"],
        "date": _write_day(day),
        "time": "",
        "time_precision": told["date_precision"] or "",
        "time_display": told["edtf"] or "",
        "location": ", ".join(filter(None, (told["place"], told["admin1"], told["country"]))),
        "latitude": repr(lat) if is_placed else "",
        "longitude": repr(lon) if is_placed else "",
        "type": told["type"],
        "category": told["family"],
        "category_full": told["label"],
        "associations": [told["family"]],
        "sources": [told["url"]] if told["url"] else told["sources"],
        "colour": family.colour_dark if family else "",
        "comments": orjson.dumps({KEY: {**told, "lon": lon, "lat": lat}}).decode(),
    }


def _write_day(text: str | None) -> str:
    """The month first, as TimeMap reads it unless a site is set up otherwise."""
    if not text:
        return ""
    day = date.fromisoformat(text)
    return f"{day.month:02}/{day.day:02}/{day.year:04}"
