"""Shapes of files of geometries: into degrees, and into the columns that rows have for them."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mapping.errors import ImportFileError
from mapping.imports.json_rows import GEOMETRY, LAT, LON


def make_turn(path: Path, crs: str | None) -> Callable[[bytes | None], Any]:
    """What makes a shape in degrees of a file's own: WKB in, shape out, None for what is no shape.

    Args:
        path: The file, for messages.
        crs: Its coordinates, as any of the texts that PROJ understands; None for longitude and latitude.

    Raises:
        ImportFileError: The coordinates are not understood.
    """
    import shapely
    from pyproj import CRS, Transformer
    from pyproj.exceptions import CRSError

    try:
        told = CRS.from_user_input(crs or "EPSG:4326")
    except CRSError as error:
        raise ImportFileError(
            f"{str(path)!r}: its coordinates ({crs!r}) are not understood; save it in WGS 84"
        ) from error
    plain = told.to_epsg() == 4326 or told.equals(CRS.from_user_input("OGC:CRS84"))
    transformer = None if plain else Transformer.from_crs(told, "EPSG:4326", always_xy=True)

    def turn(wkb: bytes | None) -> Any:  # noqa: ANN401  (a shape of shapely, which has no types)
        shape = shapely.from_wkb(wkb, on_invalid="ignore")
        if shape is None or shape.is_empty or transformer is None:
            return shape
        return shapely.transform(shape, transformer.transform, interleaved=False)

    return turn


def describe_shape(shape: Any) -> dict[str, Any]:  # noqa: ANN401  (a shape of shapely, which has no types)
    """The columns of a shape: its point, or one inside it, and the whole of it as GeoJSON."""
    import shapely

    if shape is None or shape.is_empty:
        return {LON: "", LAT: "", GEOMETRY: None}
    point = shape if shape.geom_type == "Point" else shape.representative_point()
    return {LON: repr(float(point.x)), LAT: repr(float(point.y)), GEOMETRY: json.loads(shapely.to_geojson(shape))}
