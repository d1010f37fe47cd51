"""Records -> Arrow record batches, in which GDAL's formats and Parquet are written without holding all events."""

import struct
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Any

from mapping.exporting.fields import POINT_FIELDS, Field
from mapping.exporting.records import Record

if TYPE_CHECKING:
    import pyarrow

GEOMETRY = "geometry"
"""The column of the points."""

# A record with its texts takes some ten kilobytes while it is a dictionary.
_BATCH = 1_000
_POINT = struct.Struct("<BIdd")
_LITTLE_ENDIAN, _WKB_POINT = 1, 1


def take_batches(records: Iterable[Record]) -> Iterator[list[Record]]:
    """The records some thousands at a time."""
    rest = iter(records)
    while batch := list(islice(rest, _BATCH)):
        yield batch


def make_batches(
    records: Iterable[Record], schema: "pyarrow.Schema", make_row: Callable[[Record], dict[str, Any]]
) -> Iterator["pyarrow.RecordBatch"]:
    """Record batches of a schema whose `geometry` is WKB.

    Args:
        records: In the order of the file.
        schema: Its columns, besides `geometry`, are keys of what `make_row` gives.
        make_row: A record as a row; days as ISO texts.
    """
    import pyarrow

    for batch in take_batches(records):
        rows = [make_row(record) for record in batch]
        columns = [
            _make_column(list(map(write_point, batch)) if field.name == GEOMETRY else _take(rows, field.name), field)
            for field in schema
        ]
        yield pyarrow.RecordBatch.from_arrays(columns, schema=schema)


def write_point(record: Record) -> bytes | None:
    """The point as well-known binary (OGC 06-103r4), longitude first; None for none."""
    if record.lon is None or record.lat is None:
        return None
    return _POINT.pack(_LITTLE_ENDIAN, _WKB_POINT, record.lon, record.lat)


def make_fields(fields: Iterable[Field], lists: "dict[str, pyarrow.DataType]") -> "list[pyarrow.Field]":
    """The columns of a file whose points are geometries.

    Args:
        fields: Those of `fields.py`; longitude and latitude are left out.
        lists: The types of the fields with parts; texts where there is none.
    """
    import pyarrow

    types = {
        "text": pyarrow.string(),
        "day": pyarrow.date32(),
        "number": pyarrow.float64(),
        "whole": pyarrow.int32(),
    }
    wanted = (field for field in fields if field.name not in POINT_FIELDS)
    return [
        pyarrow.field(field.name, lists.get(field.name) or types.get(field.kind, types["text"])) for field in wanted
    ]


def _take(rows: list[dict[str, Any]], name: str) -> list[Any]:
    return [row[name] for row in rows]


def _make_column(values: list[Any], field: "pyarrow.Field") -> "pyarrow.Array":
    import pyarrow

    if field.type == pyarrow.date32():
        values = [date.fromisoformat(value) if value else None for value in values]
    return pyarrow.array(values, type=field.type)
