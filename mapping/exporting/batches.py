"""Records -> Arrow record batches, in which GDAL's formats and Parquet are written without holding all events."""

import struct
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np
import orjson

from mapping.exporting.fields import POINT_FIELDS, Field
from mapping.exporting.records import Record

if TYPE_CHECKING:
    import pyarrow

GEOMETRY = "geometry"
"""The column of the points."""

# A record with its texts takes some ten kilobytes while it is a dictionary.
_BATCH = 500
_POINT = struct.Struct("<BIdd")
_LITTLE_ENDIAN, _WKB_POINT = 1, 1


def take_batches(records: Iterable[Record]) -> Iterator[list[Record]]:
    """The records some hundreds at a time."""
    rest = iter(records)
    while batch := list(islice(rest, _BATCH)):
        yield batch


def make_batches(
    records: Iterable[Record], schema: "pyarrow.Schema", make_row: Callable[[Record], dict[str, Any]]
) -> Iterator["pyarrow.RecordBatch"]:
    """Record batches of a schema whose `geometry` is WKB.

    Arrow's own reader of JSON makes the columns: from Python's lists it would take three times as long.

    Args:
        records: In the order of the file.
        schema: Its columns, besides `geometry`, are keys of what `make_row` gives.
        make_row: A record as a row; days as ISO texts.
    """
    import pyarrow
    import pyarrow.json

    told = pyarrow.schema([_as_text(field) for field in schema if field.name != GEOMETRY])
    # Gives back what it no longer needs; Arrow's default keeps some thirty megabytes.
    pool = pyarrow.system_memory_pool()
    parsing = pyarrow.json.ParseOptions(explicit_schema=told, unexpected_field_behavior="ignore")
    for batch in take_batches(records):
        lines = b"\n".join(orjson.dumps(make_row(record)) for record in batch)
        reading = pyarrow.json.ReadOptions(use_threads=False, block_size=len(lines) + 1)
        table = pyarrow.json.read_json(pyarrow.BufferReader(lines), reading, parsing, memory_pool=pool)
        points = [_make_points(batch) if field.name == GEOMETRY else None for field in schema]
        columns = [
            table.column(field.name).combine_chunks(pool).cast(field.type, memory_pool=pool) if point is None else point
            for field, point in zip(schema, points, strict=True)
        ]
        yield pyarrow.RecordBatch.from_arrays(columns, schema=schema)


def _as_text(field: "pyarrow.Field") -> "pyarrow.Field":
    """Days are read as texts: JSON has no other."""
    import pyarrow

    return field.with_type(pyarrow.string()) if field.type == pyarrow.date32() else field


def _make_points(batch: list[Record]) -> "pyarrow.Array":
    """The points as well-known binary (OGC 06-103r4), longitude first; null for none."""
    import pyarrow

    points = [
        b""
        if record.lon is None or record.lat is None
        else _POINT.pack(_LITTLE_ENDIAN, _WKB_POINT, record.lon, record.lat)
        for record in batch
    ]
    lengths = np.array([len(point) for point in points])
    ends = np.concatenate(([0], np.cumsum(lengths))).astype(np.int32)
    is_there = np.packbits(lengths > 0, bitorder="little")
    # Of buffers: to make an array of a list Arrow loads pandas, which takes more memory than the export.
    buffers = [pyarrow.py_buffer(part) for part in (is_there.tobytes(), ends.tobytes(), b"".join(points))]
    return pyarrow.Array.from_buffers(pyarrow.binary(), len(batch), buffers)


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
