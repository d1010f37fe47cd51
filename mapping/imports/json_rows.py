"""JSON -> rows: lists of objects, answers of interfaces with a list inside, JSON lines, and GeoJSON's features."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import isfinite
from pathlib import Path
from typing import Any

from mapping.errors import DocumentError, ImportFileError
from mapping.imports.values import Header, Row, RowError
from mapping.reading.encodings import decode_text

_MAX_BYTES = 400_000_000
LON, LAT, GEOMETRY, FEATURE_ID = "longitude", "latitude", "geometry", "id"
"""The columns that a feature's geometry and id become, beside its properties."""


@dataclass(frozen=True, kw_only=True, slots=True)
class JsonTable:
    """A JSON file's objects; `kind` is "json" or "geojson", `header` has every name that the first objects bear."""

    kind: str
    header: Header
    size: int
    read: Callable[[], Iterator[tuple[Row | RowError, int]]]


def open_json(path: Path) -> JsonTable:
    """Read a JSON file whole; what is larger than 400 MB comes as JSON lines or as a table.

    Raises:
        ImportFileError: It is not JSON, or holds no list of objects.
    """
    if path.stat().st_size > _MAX_BYTES:
        raise ImportFileError(f"{str(path)!r} has more than {_MAX_BYTES:,} bytes of JSON: export it as CSV")
    try:
        text = decode_text(path.read_bytes())
    except (DocumentError, OSError) as error:
        raise ImportFileError(f"{str(path)!r} cannot be read: {error}") from error
    records = _find_records(path, text)
    is_geojson = bool(records) and all(is_feature(record) for record in records[:20])
    rows = [flatten_feature(record) if is_geojson else record for record in records]
    names = dict.fromkeys(name for row in rows[:1000] if isinstance(row, dict) for name in row)
    if not names:
        raise ImportFileError(f"{str(path)!r} holds no list of events: JSON must be a list of objects, or GeoJSON")
    return JsonTable(
        kind="geojson" if is_geojson else "json",
        header=Header(tuple(names)),
        size=len(rows),
        read=lambda: _read_rows(rows),
    )


def _find_records(path: Path, text: str) -> list[Any]:
    try:
        value = parse_json(text)
    except (ValueError, RecursionError) as error:
        records = _read_lines(text)
        if records is None:
            raise ImportFileError(f"{str(path)!r} is not JSON: {error}") from error
        return records
    if isinstance(value, list):
        return value
    if isinstance(value, dict) and isinstance(value.get("features"), list):
        features: list[Any] = value["features"]
        return features
    if isinstance(value, dict) and _is_list_of_objects(value.get("events")):
        # TimeMap's sites may give longer lists of sources beside them.
        events: list[Any] = value["events"]
        return events
    lists = [item for item in value.values() if _is_list_of_objects(item)] if isinstance(value, dict) else []
    if not lists and is_feature(value):
        return [value]
    if not lists:
        raise ImportFileError(f"{str(path)!r} holds no list of events: JSON must be a list of objects, or GeoJSON")
    return max(lists, key=len)


def parse_json(text: str) -> Any:  # noqa: ANN401  (any JSON value)
    """The value of a JSON text; what is no JSON number, such as NaN, is missing.

    Raises:
        ValueError: It is not JSON.
        RecursionError: It is nested too deeply.
    """
    return json.loads(text, parse_constant=_read_constant, parse_float=_read_float)


def _read_constant(_: str) -> None:
    """NaN and Infinity are not JSON, but some writers put them where a number is missing."""


def _read_float(text: str) -> float | None:
    """A number too large for a float is missing as well."""
    value = float(text)
    return value if isfinite(value) else None


def _read_lines(text: str) -> list[Any] | None:
    """JSON lines; a record separator (RFC 8142) may stand before each. None where it is not so."""
    records = []
    for line in text.split("\n"):
        bare = line.strip("\x1e \t\r")
        if not bare:
            continue
        try:
            records.append(parse_json(bare))
        except (ValueError, RecursionError):
            return None
    return records or None


def _is_list_of_objects(value: object) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def is_feature(value: object) -> bool:
    """Whether a JSON value is a GeoJSON feature."""
    return isinstance(value, dict) and value.get("type") == "Feature" and "properties" in value


def _read_rows(rows: Iterable[Any]) -> Iterator[tuple[Row | RowError, int]]:
    make_header = lru_cache(maxsize=1024)(Header)
    for number, row in enumerate(rows, 1):
        if isinstance(row, dict):
            yield Row(number, make_header(tuple(row)), list(row.values())), number
        else:
            yield RowError("not an object", type(row).__name__), number


def flatten_feature(feature: object) -> object:
    """A feature's properties with its point as two columns; the geometry is kept whole beside them."""
    if not isinstance(feature, dict) or not isinstance(feature.get("properties") or {}, dict):
        return feature
    flat = dict(feature.get("properties") or {})
    geometry = feature.get("geometry")
    lon, lat = find_middle(geometry)
    flat |= {LON: lon, LAT: lat, GEOMETRY: geometry}
    if feature.get("id") is not None:
        flat.setdefault(FEATURE_ID, feature["id"])
    return flat


def find_middle(geometry: object) -> tuple[float | None, float | None]:
    """Longitude and latitude of a point, or of one that lies within a line or polygon; None for neither."""
    if not isinstance(geometry, dict):
        return None, None
    if geometry.get("type") == "Point":
        position = geometry.get("coordinates")
        if isinstance(position, list) and len(position) >= 2 and all(_is_number(part) for part in position[:2]):
            return float(position[0]), float(position[1])
        return None, None
    import shapely
    from shapely.geometry import shape

    try:
        found = shape(geometry)
        point = found.representative_point()
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, shapely.errors.ShapelyError):
        return None, None
    return (None, None) if point.is_empty else (float(point.x), float(point.y))


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
