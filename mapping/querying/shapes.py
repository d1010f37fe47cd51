"""GeoJSON geometries and boxes of a filter expression -> shapes, checked once."""

import json
from collections.abc import Iterator

import shapely

from mapping.errors import QueryError
from mapping.model import BBox
from mapping.querying.nodes import Json

MAX_POSITIONS = 10_000
_KINDS = ("Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon")


def read_box(numbers: Json) -> tuple[BBox, ...]:
    """The boxes that west, south, east, north stand for: two where west > east, since it crosses the antimeridian.

    Raises:
        QueryError: It is not four numbers in their ranges.
    """
    right = "a bbox is west, south, east, north in degrees"
    if not (isinstance(numbers, list) and len(numbers) == 4 and all(map(_is_number, numbers))):
        raise QueryError(f"the filter's bbox must have four numbers: {right}")
    west, south, east, north = numbers
    try:
        box = BBox(west=west, south=south, east=east, north=north)
    except ValueError as error:
        raise QueryError(f"the filter's bbox {numbers!r} does not fit ({error}): {right}") from error
    return split_box(box)


def split_box(box: BBox) -> tuple[BBox, ...]:
    """A box as those that do not cross the antimeridian."""
    if box.west <= box.east:
        return (box,)
    south, north = box.south, box.north
    return (
        BBox(west=box.west, south=south, east=180.0, north=north),
        BBox(west=-180.0, south=south, east=box.east, north=north),
    )


def join_boxes(boxes: tuple[BBox, ...]) -> bytes:
    """Boxes as one shape, in well-known binary."""
    parts = [shapely.box(box.west, box.south, box.east, box.north) for box in boxes]
    return bytes(shapely.to_wkb(parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)))


def read_shape(geometry: dict[str, Json]) -> tuple[bytes, BBox]:
    """A GeoJSON geometry of two dimensions as well-known binary, with the box around it.

    Raises:
        QueryError: It is no geometry, leaves the range of degrees, crosses itself or has too many positions.
    """
    kind = geometry.get("type")
    if kind not in _KINDS:
        raise QueryError(f"the filter's geometry has the type {kind!r}: there are {', '.join(_KINDS)}, and BBOX")
    positions = list(_walk_positions(geometry.get("coordinates")))
    if not 0 < len(positions) <= MAX_POSITIONS:
        raise QueryError(f"the filter's geometry has {len(positions)} positions: give it 1 to {MAX_POSITIONS}")
    for lon, lat in positions:
        if not (-180 <= lon <= 180 and -90 <= lat <= 90):
            raise QueryError(f"the filter's position {lon:g} {lat:g} is none: longitude comes first, both in degrees")
    try:
        shape = shapely.from_geojson(json.dumps({"type": kind, "coordinates": geometry["coordinates"]}))
    except (shapely.errors.GEOSException, ValueError) as error:
        raise QueryError(f"the filter's {kind} is damaged: {error}") from error
    if shapely.is_empty(shape) or not shapely.is_valid(shape):
        raise QueryError(f"the filter's {kind} is not valid: {shapely.is_valid_reason(shape)}")
    west, south, east, north = map(float, shapely.bounds(shape))
    return bytes(shapely.to_wkb(shape)), BBox(west=west, south=south, east=east, north=north)


def _walk_positions(coordinates: Json, depth: int = 0) -> Iterator[tuple[float, float]]:
    if not isinstance(coordinates, list) or depth > 3:
        raise QueryError("the filter's geometry is damaged: coordinates are lists of positions")
    if coordinates and all(map(_is_number, coordinates)):
        if len(coordinates) != 2:
            raise QueryError(f"the filter's position {coordinates!r} must be two numbers, longitude and latitude")
        yield coordinates[0], coordinates[1]
    else:
        for part in coordinates:
            yield from _walk_positions(part, depth + 1)


def _is_number(value: Json) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
