"""GeoParquet and plain Parquet -> rows, a row group at a time.

Source: GeoParquet 1.0 and 1.1, https://geoparquet.org/
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from mapping.errors import ImportFileError
from mapping.imports.json_rows import GEOMETRY, LAT, LON
from mapping.imports.shapes import describe_shape, make_turn
from mapping.imports.values import Header, Row, RowError, write_cell

_BATCH = 5_000


@dataclass(frozen=True, kw_only=True, slots=True)
class ParquetTable:
    """A Parquet file's rows; `kind` tells whether it has a geometry, `size` is its number of rows."""

    kind: str
    header: Header
    size: int
    read: Callable[[], Iterator[tuple[Row | RowError, int]]]


def open_parquet(path: Path) -> ParquetTable:
    """Open a Parquet file.

    Args:
        path: A file; where it is GeoParquet its geometry is well-known binary, in any coordinates.

    Raises:
        ImportFileError: It is damaged, or its geometry is kept in another way.
    """
    import pyarrow.parquet

    try:
        file = pyarrow.parquet.ParquetFile(path)
        names, size = list(file.schema_arrow.names), int(file.metadata.num_rows)
        geo = json.loads((file.metadata.metadata or {}).get(b"geo") or b"{}")
        file.close()
    except (pyarrow.ArrowException, ValueError, OSError) as error:
        raise ImportFileError(f"{str(path)!r} is a damaged Parquet file: {error}") from error
    column, turn = _find_geometry(path, geo)
    own = (LON, LAT, GEOMETRY) if column else ()
    header = Header((*(name for name in names if name != column), *(name for name in own if name not in names)))
    return ParquetTable(
        kind="GeoParquet" if column else "Parquet",
        header=header,
        size=size,
        read=lambda: _read_rows(path, header, column, turn),
    )


def _find_geometry(path: Path, geo: Any) -> tuple[str, Callable[[bytes | None], Any]]:  # noqa: ANN401  (JSON)
    """The column of the shapes, "" for none, and what makes shapes in degrees of its values."""
    if not isinstance(geo, dict) or not geo.get("primary_column"):
        return "", lambda _: None
    column = str(geo["primary_column"])
    told = geo.get("columns", {}).get(column, {})
    if told.get("encoding") != "WKB":
        raise ImportFileError(
            f"{str(path)!r} keeps its geometry as {told.get('encoding')!r}, which is not read here: write it as WKB"
        )
    crs = told.get("crs")
    return column, make_turn(path, json.dumps(crs) if crs else None)


def _read_rows(
    path: Path, header: Header, geometry: str, turn: Callable[[bytes | None], Any]
) -> Iterator[tuple[Row | RowError, int]]:
    import pyarrow.parquet

    number = 0
    with pyarrow.parquet.ParquetFile(path) as file:
        batches = file.iter_batches(batch_size=_BATCH)
        while True:
            try:
                batch = next(batches, None)
            except (pyarrow.ArrowException, OSError) as error:
                yield RowError("the file is broken here", str(error)), number
                return
            if batch is None:
                return
            for cells in batch.to_pylist():
                number += 1
                shape = describe_shape(turn(cells.pop(geometry))) if geometry else {}
                values = {name: _write_value(value) for name, value in cells.items()}
                yield Row(number, header, [values.get(name, shape.get(name)) for name in header.names]), number


def _write_value(value: Any) -> Any:  # noqa: ANN401  (any value of Parquet)
    """Lists and structs as JSON has them; all else as text, days as ISO."""
    if isinstance(value, (list, dict)):
        return _write_parts(value)
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds").removesuffix(" 00:00:00")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return ""
    if isinstance(value, float) and value != value:
        return ""
    return write_cell(value)


def _write_parts(value: Any) -> Any:  # noqa: ANN401  (any value of Parquet)
    if isinstance(value, list):
        return [_write_parts(part) for part in value]
    if isinstance(value, dict):
        return {str(name): _write_parts(part) for name, part in value.items()}
    return value if isinstance(value, (str, int, float, bool)) or value is None else str(value)
