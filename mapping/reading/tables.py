"""Files that hold many documents: JSON lines, JSON lists and CSV with named columns, read a record at a time."""

import csv
import io
import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from mapping.errors import DocumentError
from mapping.reading.encodings import decode_text, find_encoding
from mapping.reading.json_line import parse_line
from mapping.reading.raw import RawDocument, read_fields

# One record; a longer one is a broken file, and reading it whole would take the machine's memory.
_MAX_RECORD_BYTES = 20_000_000
_MAX_JSON_BYTES = 200_000_000
_DELIMITERS = ",\t;|"


class RecordError(DocumentError):
    """One record of a file cannot be read; `line` is where it starts, and the records after it are read."""

    def __init__(self, line: int | None, reason: str) -> None:
        super().__init__(reason)
        self.line = line


def read_json_lines(stream: BinaryIO, *, with_date: bool = True) -> Iterator[RawDocument | RecordError]:
    """Read one JSON object a line; blank lines are passed over.

    Args:
        stream: Can be wound back.
        with_date: Whether the records' dates are wanted.
    """
    if find_encoding(stream) == "utf-16":
        stream = io.BytesIO(stream.read().decode("utf-16").encode())
    for number, line in enumerate(iter(lambda: stream.readline(_MAX_RECORD_BYTES), b""), 1):
        if line.strip():
            yield _read_json_line(line, number, with_date=with_date)


def read_json(stream: BinaryIO, *, with_date: bool = True) -> Iterator[RawDocument | RecordError]:
    """Read a JSON list of objects, one object, or an object with the list inside; else take the file for JSON lines.

    `line` of what comes back is the number of the object in the list, counted from 1.
    """
    data = stream.read(_MAX_JSON_BYTES + 1)
    if len(data) > _MAX_JSON_BYTES:
        yield RecordError(None, f"more than {_MAX_JSON_BYTES:,} bytes of JSON: write one object a line (.jsonl)")
        return
    try:
        value = json.loads(decode_text(data))
    except (DocumentError, RecursionError) as error:
        yield RecordError(None, str(error))
        return
    except ValueError:
        yield from read_json_lines(io.BytesIO(data), with_date=with_date)
        return
    for number, record in enumerate(_find_records(value), 1):
        yield _read_object(record, number, with_date=with_date)


def read_csv(stream: BinaryIO, *, with_date: bool = True) -> Iterator[RawDocument | RecordError]:
    """Read a table whose first row names the columns, separated by commas, tabs, semicolons or strokes.

    Args:
        stream: Can be wound back.
        with_date: Whether the rows' dates are wanted.
    """
    text = io.TextIOWrapper(stream, encoding=find_encoding(stream), errors="replace", newline="")
    # The module's own limit of 128 kB is below a long article's size; it can be set for the whole process only.
    csv.field_size_limit(_MAX_RECORD_BYTES)
    try:
        yield from _read_rows(text, with_date=with_date)
    finally:
        text.detach()  # who opened the stream closes it


def _read_rows(text: io.TextIOWrapper, *, with_date: bool) -> Iterator[RawDocument | RecordError]:
    header = text.readline()
    if not header.strip():
        yield RecordError(None, "the table is empty: its first row must name the columns, one of them text")
        return
    text.seek(0)
    rows = csv.DictReader(text, delimiter=max(_DELIMITERS, key=header.count), strict=True)
    line = 2
    while True:
        try:
            row = next(rows)
        except StopIteration:
            break
        except csv.Error as error:
            yield RecordError(rows.line_num, f"broken table: {error}; the rows after it were not read")
            break
        yield _read_row(row, line, with_date=with_date)
        line = rows.line_num + 1


def _read_row(row: dict[str | Any, Any], line: int, *, with_date: bool) -> RawDocument | RecordError:
    if None in row:
        return RecordError(line, f"the row has {len(row[None])} cells more than there are columns")
    return _read_object(row, line, with_date=with_date)


def _read_json_line(line: bytes, number: int, *, with_date: bool) -> RawDocument | RecordError:
    try:
        value = parse_line(decode_text(line))
    except DocumentError as error:
        return RecordError(number, str(error))
    return _read_object(value, number, with_date=with_date)


def _read_object(value: object, number: int, *, with_date: bool) -> RawDocument | RecordError:
    if not isinstance(value, dict):
        return RecordError(number, f"must be an object with a text, not a {type(value).__name__}")
    try:
        return read_fields(value, number, with_date=with_date)
    except DocumentError as error:
        return RecordError(number, str(error))


def _find_records(value: object) -> list[Any]:
    """The list that a JSON file means: itself, the only list of objects in it, or a list of the one object."""
    if isinstance(value, list):
        return value
    lists = [item for item in value.values() if _is_list_of_objects(item)] if isinstance(value, dict) else []
    return lists[0] if len(lists) == 1 else [value]


def _is_list_of_objects(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, dict) for item in value)
