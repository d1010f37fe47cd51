"""GeoJSON (RFC 7946), a collection or one feature a line; with record separators it is a text sequence (RFC 8142)."""

from collections.abc import Iterable, Iterator
from typing import Any

import orjson

from mapping.exporting.records import About, Record
from mapping.geojson import make_point

# Some hundred features a piece: small pieces cost more to send than to make.
_PIECE_BYTES = 1 << 17
_RECORD_SEPARATOR = b"\x1e"


def write_collection(records: Iterable[Record], _about: About) -> Iterator[bytes]:
    """One feature collection, each event on a line of its own."""
    start = b'{"type":"FeatureCollection","features":['
    yield from _gather(_write_lines(records, b"\n", b",\n"), start=start, end=b"\n]}\n")


def write_sequence(records: Iterable[Record], _about: About) -> Iterator[bytes]:
    """A GeoJSON text sequence: each feature after a record separator, so that a broken line costs one event alone."""
    yield from _gather(_RECORD_SEPARATOR + write_feature(record) + b"\n" for record in records)


def write_lines(records: Iterable[Record], _about: About) -> Iterator[bytes]:
    """One feature a line, for programs that read line by line."""
    yield from _gather(write_feature(record) + b"\n" for record in records)


def write_feature(record: Record) -> bytes:
    """One record as a feature, in UTF-8."""
    lon, lat, properties = record
    feature: dict[str, Any] = {
        "type": "Feature",
        "id": properties["id"],
        "geometry": None if lon is None or lat is None else make_point(lon=lon, lat=lat),
        "properties": properties,
    }
    return orjson.dumps(feature)


def _write_lines(records: Iterable[Record], first: bytes, later: bytes) -> Iterator[bytes]:
    separator = first
    for record in records:
        yield separator + write_feature(record)
        separator = later


def _gather(lines: Iterable[bytes], *, start: bytes = b"", end: bytes = b"") -> Iterator[bytes]:
    """The lines in larger pieces."""
    kept, size = [start], len(start)
    for line in lines:
        kept.append(line)
        size += len(line)
        if size >= _PIECE_BYTES:
            yield b"".join(kept)
            kept, size = [], 0
    yield b"".join([*kept, end])
