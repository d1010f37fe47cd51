"""JSON lines -> rows, one at a time: an object a line, a GeoJSON text sequence, a collection with a feature a line.

Source: RFC 8142 (GeoJSON text sequences), https://www.rfc-editor.org/rfc/rfc8142
"""

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

import orjson

from mapping.errors import ImportFileError
from mapping.imports.json_rows import JsonTable, flatten_feature, is_feature, parse_json
from mapping.imports.values import Header, Row, RowError

_LOOKED_AT = 1000
_MAX_LINE = 20_000_000
# A record separator may stand before a line, a comma after it, a byte order mark before the first.
_MARGIN = b"\xef\xbb\xbf\x1e \t\r\n"
_COLLECTION = b'"FeatureCollection"'


def open_json_lines(path: Path) -> JsonTable | None:
    """Open a file with an object a line; None where its first lines are not so.

    The first line may begin a feature collection whose features stand on lines of their own, as Dateline and GDAL write
    it; so a file of any size is read in constant memory.

    Raises:
        ImportFileError: The file cannot be read.
    """
    try:
        with path.open("rb") as stream:
            lines = [line for _, line in islice(_read_lines(stream), _LOOKED_AT)]
    except OSError as error:
        raise ImportFileError(f"{str(path)!r} cannot be read: {error.strerror or error}") from error
    records = [_parse(line) for line in lines]
    # In a text sequence a broken record costs itself alone; elsewhere it says that lines are no records.
    is_sequence = bool(lines) and _starts_with_separator(path)
    if len(records) < 2 or not (is_sequence or all(isinstance(record, dict) for record in records)):
        return None
    records = [record for record in records if isinstance(record, dict)]
    features = bool(records) and all(is_feature(record) for record in records[:20])
    rows = [flatten_feature(record) if features else record for record in records]
    names = dict.fromkeys(name for row in rows if isinstance(row, dict) for name in row)
    return JsonTable(
        kind="geojson" if features else "json",
        header=Header(tuple(names)),
        size=path.stat().st_size,
        read=lambda: _read_rows(path, features),
    )


def _read_lines(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """The lines that hold something, with their numbers; what opens and closes a collection is left out."""
    number = 0
    while line := stream.readline(_MAX_LINE):
        number += 1
        bare = line.strip(_MARGIN)
        is_opening = number <= 5 and not bare.startswith(b'{"type":"Feature"') and _opens_collection(bare)
        if bare and not is_opening and bare not in (b"]}", b"]", b"}"):
            yield number, bare


def _starts_with_separator(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(1) == b"\x1e"


def _opens_collection(line: bytes) -> bool:
    return line in (b"{", b"[") or _COLLECTION in line or (line.startswith(b'"') and line.endswith((b",", b"[")))


def _parse(line: bytes) -> Any:  # noqa: ANN401  (any JSON value)
    """The value of a line; None for what is not JSON."""
    text = line.rstrip(b",")
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        # The standard library takes NaN and numbers of any size, which some writers use.
        try:
            return parse_json(text.decode("utf-8", "replace"))
        except (ValueError, RecursionError):
            return None


def _read_rows(path: Path, features: bool) -> Iterator[tuple[Row | RowError, int]]:
    make_header = lru_cache(maxsize=1024)(Header)
    with path.open("rb") as stream:
        for number, line in _read_lines(stream):
            record = _parse(line)
            done = stream.tell()
            if not isinstance(record, dict):
                yield RowError("the line is no JSON object", line[:80].decode(errors="replace")), done
                continue
            row = flatten_feature(record) if features else record
            if isinstance(row, dict):
                yield Row(number, make_header(tuple(row)), list(row.values())), done
