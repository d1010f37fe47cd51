"""Events as a table to take away: one line an event, safe to open in a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

from mapping.geojson import make_properties
from mapping.model import Document, Event

COLUMNS = (
    *("id", "date_start", "date_end", "edtf", "date_precision", "type", "family", "label", "modality", "trigger"),
    *("place", "admin1", "country", "country_code", "level", "lon", "lat", "radius_km", "place_id", "place_text"),
    *("place_rule", "date_text", "date_rule", "date_note", "score", "sentence", "actors", "tolls", "source", "title"),
    *("url", "published", "document", "unplaced", "undated", "attribution"),
)
# What a spreadsheet takes for the start of a formula, https://owasp.org/www-community/attacks/CSV_Injection
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\x00")


def write_csv(events: Iterable[tuple[Event, Document]]) -> Iterator[str]:
    """A table as text, line by line (RFC 4180), with a first line of names; in constant memory.

    Args:
        events: Each with its document, in the order in which they are to stand.
    """
    line = io.StringIO()
    writer = csv.writer(line)
    writer.writerow(COLUMNS)
    for event, document in events:
        yield _take(line)
        row = _make_row(event, document)
        writer.writerow([_make_cell(row[column]) for column in COLUMNS])
    yield _take(line)


def protect_cell(text: str) -> str:
    """A text that no spreadsheet runs: one that starts as a formula does is given an apostrophe in front.

    NUL bytes, which end a cell early in some programs, become U+FFFD.
    """
    safe = f"'{text}" if text.startswith(_FORMULA_STARTS) else text
    return safe.replace("\x00", "\ufffd")


def _make_row(event: Event, document: Document) -> dict[str, Any]:
    place = event.place.place if event.place else None
    row = make_properties(event, document)
    return row | {
        "lon": place.lon if place else None,
        "lat": place.lat if place else None,
        "actors": "; ".join(f"{actor['role']}: {actor['text']}" for actor in row["actors"]),
        "tolls": "; ".join(f"{toll['kind']}: {toll['number']}" for toll in row["tolls"]),
    }


def _make_cell(value: object) -> object:
    return protect_cell(value) if isinstance(value, str) else value


def _take(line: io.StringIO) -> str:
    """What was written, which is removed."""
    text = line.getvalue()
    line.seek(0)
    line.truncate()
    return text
