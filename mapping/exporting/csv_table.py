"""CSV (RFC 4180): one line an event, safe to open in a spreadsheet."""

import csv
import io
import re
from collections.abc import Iterable, Iterator

from mapping.exporting.fields import list_columns
from mapping.exporting.flat import flatten
from mapping.exporting.records import About, Record

# What a spreadsheet takes for the start of a formula, https://owasp.org/www-community/attacks/CSV_Injection
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\x00")
# With the apostrophes that may stand before it: so `imports/own.py` gives every text back, also one that had its own.
_PROTECTED = re.compile(r"'*[=+\-@\t\r\n\x00]")
_ROWS = 100


def write_rows(records: Iterable[Record], _about: About) -> Iterator[bytes]:
    """The table in UTF-8, with a first line of names."""
    columns = [field.name for field in list_columns()]
    lines = io.StringIO(newline="")
    writer = csv.writer(lines)
    writer.writerow(columns)
    for number, record in enumerate(records, 1):
        row = flatten(record)
        writer.writerow([_make_cell(row[column]) for column in columns])
        if number % _ROWS == 0:
            yield _take(lines)
    yield _take(lines)


def protect_cell(text: str) -> str:
    """A text that no spreadsheet runs: one that starts as a formula does is given an apostrophe in front.

    NUL bytes, which end a cell early in some programs, become U+FFFD.
    """
    safe = f"'{text}" if _PROTECTED.match(text) else text
    return safe.replace("\x00", "\ufffd")


def _make_cell(value: object) -> object:
    return protect_cell(value) if isinstance(value, str) else value


def _take(lines: io.StringIO) -> bytes:
    """What was written, which is removed."""
    text = lines.getvalue()
    lines.seek(0)
    lines.truncate()
    return text.encode()
