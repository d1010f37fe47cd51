"""Polygons of divisions: whose they are, how large, and the file of them that Dateline opens."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from math import sqrt
from typing import NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from mapping.geo import distance_km

Column = npt.NDArray[np.float64]
Key = TypeVar("Key", bound=Hashable)

_DIVISION_DETAIL = 0.02  # degrees; a corner goes where the triangle it spans is smaller than this squared
_COUNTRY_DETAIL = 0.05
_SMALLEST_ISLAND = 3e-4  # square degrees, some three square kilometres


class Code(NamedTuple):
    """Whose a place or a polygon is: ISO country code, GeoNames' admin1 code ("00" for none), admin2 code or ""."""

    country: str
    admin1: str
    admin2: str = ""


def vote_codes(
    shapes: Sequence[BaseGeometry],
    countries: Sequence[frozenset[str]],
    points: Sequence[tuple[float, float]],
    codes: Sequence[Code],
) -> list[Code]:
    """Say whose each polygon is by the towns that lie in it: the code that most of them carry.

    Outlines of one source and codes of another rarely name each other, but towns stand where they stand. Borders
    are drawn a little off in places, so towns of other countries have no vote; a polygon without a town of its own
    goes with the nearest one of its country.

    Args:
        shapes: Polygons in degrees.
        countries: For each polygon the country codes that it may get, those of overseas territories included.
        points: Longitude and latitude of the towns.
        codes: Whose each town is, in the same order.

    Returns:
        A code for each polygon, in order; of an uninhabited country one with the admin1 code "00".
    """
    towns = shapely.points(points)
    tree = shapely.STRtree(towns)
    by_country: dict[str, list[int]] = defaultdict(list)
    for index, code in enumerate(codes):
        by_country[code.country].append(index)
    found = []
    for shape, allowed in zip(shapes, countries, strict=True):
        inside = [codes[index] for index in tree.query(shape, predicate="intersects").tolist()]
        votes = Counter(code for code in inside if code.country in allowed)
        if votes:
            found.append(min(votes, key=lambda code: (-votes[code], code)))
            continue
        near = [index for country in sorted(allowed) for index in by_country[country]]
        away = shapely.distance(towns[near], shape) if near else np.array([])
        found.append(codes[near[int(away.argmin())]] if near else Code(min(allowed), "00"))
    return found


def join_shapes(shapes: Iterable[BaseGeometry], codes: Iterable[Key]) -> dict[Key, BaseGeometry]:
    """The union of the polygons of each code."""
    groups: dict[Key, list[BaseGeometry]] = defaultdict(list)
    for shape, code in zip(shapes, codes, strict=True):
        groups[code].append(shape)
    return {code: shapely.union_all(parts) for code, parts in groups.items()}


def measure_radius_km(shape: BaseGeometry, *, lon: float, lat: float, share: float = 0.8) -> float:
    """Radius of the circle around a point that holds `share` of a polygon's area.

    Measured on a grid of some four hundred points, laid over each part on its own: the box of an archipelago is
    nearly all sea.
    """
    step = sqrt(shape.area) / 20
    xs, ys, areas = (
        np.concatenate(column) for column in zip(*(_grid(part, step) for part in _parts_of(shape)), strict=True)
    )
    away = np.array(
        [distance_km(lon=lon, lat=lat, to_lon=x, to_lat=y) for x, y in zip(xs.tolist(), ys.tolist(), strict=True)]
    )
    order = np.argsort(away, kind="stable")
    heights = np.cumsum((areas * np.cos(np.radians(ys)))[order])
    return float(away[order][np.searchsorted(heights, share * heights[-1])])


def _grid(part: BaseGeometry, step: float) -> tuple[Column, Column, Column]:
    """Longitudes, latitudes and areas of points inside one polygon; a small one has a single point."""
    west, south, east, north = part.bounds
    xs, ys = np.meshgrid(np.arange(west + step / 2, east, step), np.arange(south + step / 2, north, step))
    inside = shapely.contains_xy(part, xs.ravel(), ys.ravel())
    if not inside.any():
        point = part.representative_point()
        return np.array([point.x]), np.array([point.y]), np.array([part.area])
    count = int(inside.sum())
    return xs.ravel()[inside], ys.ravel()[inside], np.full(count, part.area / count)


def _parts_of(shape: BaseGeometry) -> list[BaseGeometry]:
    """The polygons of a shape that make up nearly all of its area, largest first."""
    parts = sorted(_as_multipolygon(shape).geoms, key=lambda part: -part.area)
    return [part for part in parts if part.area >= 1e-4 * parts[0].area]


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
