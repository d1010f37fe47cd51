"""Files of geometries -> rows: GeoPackage, FlatGeobuf, KML and Shapefile, as map programs write them.

Source: GDAL through pyogrio, https://pyogrio.readthedocs.io/
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from mapping.errors import ImportFileError
from mapping.imports.json_rows import FEATURE_ID, GEOMETRY, LAT, LON
from mapping.imports.shapes import describe_shape, make_turn
from mapping.imports.values import Header, Row, RowError, write_cell

_BATCH = 5_000
_KINDS = {
    "GeoPackage": re.compile(rb"SQLite format 3\x00.{52}GP", re.DOTALL),
    "FlatGeobuf": re.compile(rb"fgb\x03fgb"),
    "KML": re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*\?>)?\s*(?:<!--.*?-->\s*)*<kml[\s>]", re.DOTALL),
    "Shapefile": re.compile(rb"\x00\x00\x27\x0a"),
}
# GDAL's virtual files name other files and addresses to read; none of ours holds one.
_VIRTUAL = re.compile(rb"<\s*OGR", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class VectorTable:
    """One layer of a file; `kind` as people call it, `size` its number of features, which `read` counts."""

    kind: str
    layer: str
    header: Header
    size: int
    read: Callable[[], Iterator[tuple[Row | RowError, int]]]


def find_vector_kind(opening: bytes) -> str:
    """Which kind of file of geometries starts like this; "" for none."""
    if _VIRTUAL.search(opening):
        return ""
    return next((kind for kind, pattern in _KINDS.items() if pattern.match(opening)), "")


def open_vector(path: Path, kind: str, is_header: Callable[[Header], bool], *, layer: str = "") -> VectorTable:
    """Open a layer of a file of geometries.

    Args:
        path: Of a kind that `find_vector_kind` knows; a Shapefile's other files beside it.
        kind: What that said.
        is_header: Whether columns are those of a format that we know.
        layer: Which layer; "" for the first with such columns, else the first.

    Raises:
        ImportFileError: It is damaged, or has no such layer, or its positions cannot be turned into degrees.
    """
    import pyogrio

    try:
        names = [str(name) for name, _ in pyogrio.list_layers(path)]
        if layer and layer not in names:
            raise ImportFileError(f"{str(path)!r} has no layer {layer!r}: there are {', '.join(names)}")
        headers = {name: _read_header(pyogrio.read_info(path, layer=name)) for name in ([layer] if layer else names)}
        if not headers:
            raise ImportFileError(f"{str(path)!r} is a damaged {kind}: it has no layer")
        chosen = next((name for name, header in headers.items() if is_header(header)), next(iter(headers)))
        info = pyogrio.read_info(path, layer=chosen, force_feature_count=True)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, ValueError) as error:
        raise ImportFileError(f"{str(path)!r} is a damaged {kind}: {error}") from error
    return VectorTable(
        kind=kind,
        layer=chosen,
        header=headers[chosen],
        size=int(info["features"]),
        read=lambda: _read_rows(path, chosen, headers[chosen], info["crs"]),
    )


def _read_header(info: dict[str, Any]) -> Header:
    fields = [str(name) for name in info["fields"]]
    # Our own columns come last, and a property of such a name, as TimeMap's latitude, goes first.
    return Header((*fields, *(name for name in (LON, LAT, GEOMETRY, FEATURE_ID) if name not in fields)))


def _read_rows(path: Path, layer: str, header: Header, crs: str | None) -> Iterator[tuple[Row | RowError, int]]:
    import pyogrio

    turn = make_turn(path, crs)
    start = 0
    while True:
        try:
            _, numbers, shapes, columns = pyogrio.raw.read(
                path, layer=layer, skip_features=start, max_features=_BATCH, return_fids=True
            )
        except (pyogrio.errors.DataSourceError, pyogrio.errors.FeatureError, ValueError) as error:
            yield RowError("the file is broken here", str(error)), start
            return
        for offset, number in enumerate(numbers):
            cells = {name: _write_value(column[offset]) for name, column in zip(header.names, columns, strict=False)}
            geometry = None if shapes is None else turn(shapes[offset])
            own = describe_shape(geometry) | {FEATURE_ID: str(number)}
            yield Row(start + offset + 1, header, [cells.get(name, own.get(name)) for name in header.names]), start
        if len(numbers) < _BATCH:
            return
        start += len(numbers)


def _write_value(value: Any) -> str:  # noqa: ANN401  (a value of numpy)
    """A field as text: days as ISO, missing numbers as nothing."""
    plain = value.item() if hasattr(value, "item") else value
    if isinstance(plain, datetime):
        return plain.isoformat(" ", "seconds").removesuffix(" 00:00:00")
    if isinstance(plain, date):
        return plain.isoformat()
    if isinstance(plain, float) and plain != plain:
        return ""
    if isinstance(plain, int) and type(value).__name__ == "datetime64":
        return str(value)[:10]
    return write_cell(plain)
