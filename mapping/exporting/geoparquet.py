"""GeoParquet 1.1: points as WKB with a box for each, lists as lists, written row group by row group.

Source: https://geoparquet.org/releases/v1.1.0/
"""

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mapping.exporting.batches import GEOMETRY, make_batches, make_fields
from mapping.exporting.credits import PLACES_CREDIT
from mapping.exporting.fields import load_fields
from mapping.exporting.records import About, Record

if TYPE_CHECKING:
    import pyarrow

_BOX = "bbox"
_CORNERS = ("xmin", "ymin", "xmax", "ymax")
_VERSION = "1.1.0"
_GROUP = 20


def save_geoparquet(records: Iterable[Record], about: About, path: Path) -> None:
    """A GeoParquet file, compressed with zstd; its box, which is known at the end, stands in the footer."""
    import pyarrow.parquet

    schema = _make_schema()
    extent = _Extent()
    with pyarrow.parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        for group in _gather(make_batches(extent.watch(records), schema, _make_row)):
            writer.write_table(pyarrow.Table.from_batches(group, schema))
        told = dict(about.filter) | {"credit": PLACES_CREDIT}
        writer.add_key_value_metadata({"geo": json.dumps(extent.describe()), "dateline": json.dumps(told)})


def _gather(batches: "Iterable[pyarrow.RecordBatch]") -> "Iterator[list[pyarrow.RecordBatch]]":
    """The batches of a row group: columns are packed and skipped over by group, so small ones serve nobody."""
    rest = iter(batches)
    while group := list(islice(rest, _GROUP)):
        yield group


class _Extent:
    """The box that holds all points."""

    def __init__(self) -> None:
        self._box: list[float] = []

    def watch(self, records: Iterable[Record]) -> Iterator[Record]:
        """The records as they come."""
        for record in records:
            if record.lon is not None and record.lat is not None:
                west, south, east, north = self._box or (record.lon, record.lat, record.lon, record.lat)
                self._box = [
                    *(min(west, record.lon), min(south, record.lat)),
                    *(max(east, record.lon), max(north, record.lat)),
                ]
            yield record

    def describe(self) -> dict[str, Any]:
        """The file's `geo` metadata; without a `crs`, longitude and latitude are those of OGC:CRS84."""
        column: dict[str, Any] = {
            "encoding": "WKB",
            "geometry_types": ["Point"],
            "covering": {"bbox": {corner: [_BOX, corner] for corner in _CORNERS}},
        }
        if self._box:
            column["bbox"] = self._box
        return {"version": _VERSION, "primary_column": GEOMETRY, "columns": {GEOMETRY: column}}


def _make_schema() -> "pyarrow.Schema":
    import pyarrow

    box = pyarrow.struct([(corner, pyarrow.float64()) for corner in _CORNERS])
    return pyarrow.schema(
        [
            *make_fields(load_fields(), _make_lists()),
            pyarrow.field(GEOMETRY, pyarrow.binary()),
            pyarrow.field(_BOX, box),
        ]
    )


def _make_lists() -> "dict[str, pyarrow.DataType]":
    import pyarrow

    text, number = pyarrow.string(), pyarrow.int64()

    def make_list(**parts: "pyarrow.DataType") -> "pyarrow.DataType":
        return pyarrow.list_(pyarrow.struct(list(parts.items())))

    return {
        "actors": make_list(text=text, role=text, kind=text, country=text),
        "tolls": make_list(kind=text, number=number, bound=text, text=text),
        "sources": pyarrow.list_(text),
        "reports": make_list(id=text, document=text, source=text),
        "disagreements": make_list(kind=text, readings=make_list(value=text, reports=pyarrow.list_(text))),
        "decisions": make_list(change=text, after=text, author=text, at=text, note=text, undoes=number),
    }


def _make_row(record: Record) -> dict[str, Any]:
    lon, lat, properties = record
    corners = (lon, lat, lon, lat)
    return properties | {_BOX: None if lon is None else dict(zip(_CORNERS, corners, strict=True))}
