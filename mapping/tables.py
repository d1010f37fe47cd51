"""Event -> a row of CSV that a spreadsheet opens without running anything in it."""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

from mapping.geojson import make_properties
from mapping.model import Document, Event

# What a spreadsheet takes for the start of a formula, https://owasp.org/www-community/attacks/CSV_Injection
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\x00")
_COLUMNS = (
    *("id", "date_start", "date_end", "edtf", "date_precision", "type", "family", "label", "modality", "trigger"),
    *("place", "admin1", "country", "country_code", "level", "lon", "lat", "radius_km", "place_id", "place_text"),
    *("place_rule", "date_text", "date_rule", "date_note", "score", "sentence", "actors", "tolls", "source", "title"),
    *("url", "published", "document", "unplaced", "undated", "attribution"),
)


def write_table(events: Iterable[tuple[Event, Document]]) -> Iterator[str]:
    """A table with a header row, piece by piece, in constant memory.

    Args:
        events: Each with its document, in the order in which they are to stand.

    Yields:
        Lines as RFC 4180 has them. Texts that a spreadsheet could take for a formula start with an apostrophe, and
        `protect_cell` says which.
    """
    yield _write_line(_COLUMNS)
    for event, document in events:
        row = _make_row(event, document)
        yield _write_line([row[column] for column in _COLUMNS])


def protect_cell(text: str) -> str:
    """A text that no spreadsheet runs: one that starts as a formula does is given an apostrophe in front.

    NUL bytes, which end a cell early in some programs, become U+FFFD.
    """
    safe = f"'{text}" if text.startswith(_FORMULA_STARTS) else text
    return safe.replace("\x00", "\ufffd")


def _make_row(event: Event, document: Document) -> dict[str, Any]:
    row = make_properties(event, document)
    row["lon"] = event.place.place.lon if event.place else None
    row["lat"] = event.place.place.lat if event.place else None
    row["actors"] = "; ".join(f"{actor['role']}: {actor['text']}" for actor in row["actors"])
    row["tolls"] = "; ".join(f"{toll['kind']}: {toll['number']}" for toll in row["tolls"])
    return row


def _write_line(cells: Iterable[object]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow([protect_cell(cell) if isinstance(cell, str) else cell for cell in cells])
    return line.getvalue()
