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

_MIN_VOTES = 1


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
        found.append(ranked[0][0] if ranked and ranked[0][1] >= _MIN_VOTES else None)
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
