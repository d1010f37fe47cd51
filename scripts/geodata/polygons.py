"""Polygons of divisions: whose they are, how large, and the file of them that Dateline opens."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from math import cos, pi, radians, sqrt
from typing import TypeVar

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from mapping.geo import KM_PER_DEGREE, distance_km

Code = TypeVar("Code", bound=Hashable)

_DIVISION_DETAIL = 0.02  # degrees; a corner goes where the triangle it spans is smaller than this squared
_COUNTRY_DETAIL = 0.05
_SMALLEST_ISLAND = 3e-4  # square degrees, some three square kilometres


def vote_codes(
    shapes: Sequence[BaseGeometry], points: Sequence[tuple[float, float]], codes: Sequence[Code]
) -> list[Code | None]:
    """Say whose each polygon is by the places that lie in it: the code that most of them carry.

    Outlines of one source and codes of another rarely name each other, but towns stand where they stand.

    Args:
        shapes: Polygons in degrees.
        points: Longitude and latitude of places.
        codes: The code of each place, in the same order.

    Returns:
        A code for each polygon, in order; None where no place lies in one.
    """
    tree = shapely.STRtree(shapely.points(points))
    found: list[Code | None] = []
    for shape in shapes:
        votes = Counter(codes[index] for index in tree.query(shape, predicate="intersects").tolist())
        ranked = sorted(votes.items(), key=lambda item: (-item[1], str(item[0])))
        found.append(ranked[0][0] if ranked else None)
    return found


def join_shapes(shapes: Iterable[BaseGeometry], codes: Iterable[Code | None]) -> dict[Code, BaseGeometry]:
    """The union of the polygons of each code; polygons without one are left out."""
    groups: dict[Code, list[BaseGeometry]] = defaultdict(list)
    for shape, code in zip(shapes, codes, strict=True):
        if code is not None:
            groups[code].append(shape)
    return {code: shapely.union_all(parts) for code, parts in groups.items()}


def measure_radius_km(shape: BaseGeometry, *, lon: float, lat: float, share: float = 0.8) -> float:
    """Radius of the circle around a point that holds `share` of a polygon's area.

    Measured on a grid of some four hundred points over the polygon's box.
    """
    west, south, east, north = shape.bounds
    step = max(sqrt(max(shape.area, 1e-9)) / 20, 1e-4)
    lons, lats = np.meshgrid(np.arange(west + step / 2, east, step), np.arange(south + step / 2, north, step))
    shapely.prepare(shape)
    inside = shapely.contains_xy(shape, lons.ravel(), lats.ravel())
    if not inside.any():
        return sqrt(shape.area * cos(radians(lat)) / pi) * KM_PER_DEGREE
    distances = [
        distance_km(lon=lon, lat=lat, to_lon=float(x), to_lat=float(y))
        for x, y in zip(lons.ravel()[inside], lats.ravel()[inside], strict=True)
    ]
    weights = np.cos(np.radians(lats.ravel()[inside]))
    order = np.argsort(distances)
    heights = np.cumsum(weights[order])
    return float(np.asarray(distances)[order][np.searchsorted(heights, share * heights[-1])])


def find_centre(shape: BaseGeometry) -> tuple[float, float]:
    """A point inside a polygon, its centroid where that lies inside; longitude and latitude."""
    centre = shape.centroid
    point = centre if shape.contains(centre) else shape.representative_point()
    return float(point.x), float(point.y)


def simplify_outlines(shapes: dict[tuple[str, str], BaseGeometry]) -> dict[tuple[str, str], BaseGeometry]:
    """Thin outlines out for a map of the world; neighbours keep their common border.

    Args:
        shapes: First-order divisions by country code and admin1 code.

    Returns:
        The divisions, and each country under an empty admin1 code.

    Source: Visvalingam and Whyatt (1993), as GEOS applies it to coverages.
    """
    keys = sorted(shapes)
    divisions = shapely.coverage_simplify(np.array([_drop_islets(shapes[key]) for key in keys]), _DIVISION_DETAIL)
    countries = join_shapes(divisions, [key[0] for key in keys])
    codes = sorted(countries)
    wholes = shapely.coverage_simplify(np.array([countries[code] for code in codes]), _COUNTRY_DETAIL)
    found = {key: _as_multipolygon(shape) for key, shape in zip(keys, divisions, strict=True)}
    return found | {(code, ""): _as_multipolygon(shape) for code, shape in zip(codes, wholes, strict=True)}


def _drop_islets(shape: BaseGeometry) -> BaseGeometry:
    """A multipolygon without its smallest islands; one that has nothing larger keeps its largest."""
    parts = list(_as_multipolygon(shape).geoms)
    enough = min(_SMALLEST_ISLAND, max(part.area for part in parts))
    return shapely.MultiPolygon([part for part in parts if part.area >= enough])


def _as_multipolygon(shape: BaseGeometry) -> BaseGeometry:
    return shapely.MultiPolygon([part for part in getattr(shape, "geoms", [shape]) if part.geom_type == "Polygon"])
