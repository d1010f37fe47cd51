"""Outlines of countries and first-order divisions: which one a point lies in, what "northern Iraq" covers.

The folder holds `codes.npy`, whose each outline is, and the outlines as shapely's ragged arrays: `points.npy`, and
`rings.npy`, `polygons.npy`, `outlines.npy`, which say where each ring, polygon and outline begins. They are read when
the first question is asked.

Source: Natural Earth 1:10m admin-1, de facto borders, https://www.naturalearthdata.com; each polygon belongs to the
division whose towns GeoNames puts in it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import cos, pi, radians, sqrt
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
import shapely.ops
from shapely.geometry.base import BaseGeometry

from mapping.derived_places import derive_place
from mapping.errors import GazetteerError
from mapping.geo import KM_PER_DEGREE, distance_km, wrap_lon
from mapping.index.names import DIRECTIONS, normalise_name
from mapping.kinds import Level
from mapping.model import Place
from mapping.settings import find_folder

CODES = np.dtype([("country_code", "S2"), ("admin1_code", "S12")])
"""A row of `codes.npy`; a country as a whole has an empty `admin1_code`."""

FILES = ("codes.npy", "points.npy", "rings.npy", "polygons.npy", "outlines.npy")
_DEGREE = 100_000  # points are whole hundred-thousandths of a degree, one metre
_SHORE_KM = 15.0
_SAMPLES = 900
_SHARE = 1 / 3
_MIDDLE_SHARE = 0.25
_CHAIN_DEGREES = 4.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Division:
    """Where a point lies: a country and its first-order division, by GeoNames' codes."""

    country_code: str
    admin1_code: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PlacePart:
    """A part of a place, such as its north: the middle of the part, and the circle that holds most of it."""

    place: Place
    direction: str
    lon: float
    lat: float
    radius_km: float

    def as_place(self) -> Place:
        """The part as a place: its own id, name, point and extent; the codes of the whole."""
        whole = self.place
        return derive_place(
            whole,
            self.direction,
            f"{self.direction} {whole.name}",
            ascii_name=f"{self.direction} {whole.ascii_name}",
            lon=self.lon,
            lat=self.lat,
            radius_km=self.radius_km,
            feature_class="L",
            feature_code="RGN",
            level=Level.REGION if whole.level is Level.COUNTRY else whole.level,
        )


def open_boundaries(folder: Path | None = None) -> "Boundaries":
    """Open the outlines.

    Args:
        folder: Where the files are; None means those that travel with Dateline.

    Raises:
        GazetteerError: A file is missing.
    """
    folder = folder or find_folder("geodata") / "boundaries"
    for name in FILES:
        if not (folder / name).is_file():
            raise GazetteerError(f"{folder / name} is missing: install Dateline again, or run `make geodata`")
    return Boundaries(folder)


class Boundaries:
    """The outlines of one folder; the polygons are read at the first question."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def find_division(self, *, lon: float, lat: float, shore_km: float = _SHORE_KM) -> Division | None:
        """The country and first-order division that a point lies in; None out at sea.

        Coasts are simplified, so a point up to `shore_km` off the land counts as on it.
        """
        point = shapely.Point(lon, lat)
        found = self._tree.query(point, predicate="intersects")
        if len(found):
            return self._divisions[int(found.min())]
        across = shore_km / (KM_PER_DEGREE * max(0.05, cos(radians(lat))))
        near = self._tree.query(point, predicate="dwithin", distance=across).tolist()
        best = min(((_shore_distance_km(point, self._shapes[index]), index) for index in near), default=None)
        return self._divisions[int(best[1])] if best and best[0] <= shore_km else None

    def find_country(self, *, lon: float, lat: float) -> str | None:
        """The ISO 3166-1 code of the country that a point lies in; None out at sea."""
        division = self.find_division(lon=lon, lat=lat)
        return division.country_code if division else None

    def find_admin1(self, *, lon: float, lat: float) -> tuple[str, str] | None:
        """The codes of the country and of the first-order division that a point lies in; None out at sea."""
        division = self.find_division(lon=lon, lat=lat)
        return (division.country_code, division.admin1_code) if division else None

    def find_outline(self, place: Place) -> BaseGeometry | None:
        """The polygon of a country or a first-order division, in degrees; None for other places."""
        if place.level is Level.COUNTRY:
            return self._by_code.get((place.country_code, ""))
        if place.feature_code == "ADM1":
            return self._by_code.get((place.country_code, place.admin1_code))
        return None

    def list_outlines(self) -> Iterator[tuple[Division, BaseGeometry]]:
        """Every outline with whose it is; that of a whole country has an empty `admin1_code`."""
        for (country_code, admin1_code), shape in self._by_code.items():
            yield Division(country_code=country_code, admin1_code=admin1_code), shape

    def find_part(self, place: Place, direction: str) -> PlacePart | None:
        """What "northern", "south-eastern" or "central" means of a place.

        The part is the third of its area that lies farthest that way, in the middle the quarter nearest to the
        centre; overseas possessions stay out. A place without an outline counts as a circle.

        Args:
            place: A place with an outline or a radius.
            direction: A word of `names.DIRECTIONS`, however it is written.

        Returns:
            The part, or None where the word is no direction.
        """
        steps = DIRECTIONS.get(normalise_name(direction)) or DIRECTIONS.get(normalise_name(direction).replace(" ", ""))
        if steps is None:
            return None
        outline = self.find_outline(place)
        samples = _sample_circle(place) if outline is None else _sample_points(_main_parts(outline))
        return _cut_part(place, direction, samples, steps)

    def _load(self, name: str) -> npt.NDArray[Any]:
        try:
            column: npt.NDArray[Any] = np.load(self._folder / name, allow_pickle=False)
        except (OSError, ValueError) as error:
            raise GazetteerError(f"{self._folder / name} cannot be read ({error}): install Dateline again") from error
        return column

    @cached_property
    def _by_code(self) -> dict[tuple[str, str], BaseGeometry]:
        codes = self._load("codes.npy")
        if codes.dtype != CODES:
            raise GazetteerError(f"the outlines in {self._folder} are of another version: run `make geodata`")
        offsets = tuple(self._load(name) for name in FILES[2:])
        points = self._load("points.npy") / _DEGREE
        shapes = shapely.from_ragged_array(shapely.GeometryType.MULTIPOLYGON, points, offsets)
        keys = ((row["country_code"].decode(), row["admin1_code"].decode()) for row in codes)
        return dict(zip(keys, shapes, strict=True))

    @cached_property
    def _divisions(self) -> list[Division]:
        return [Division(country_code=code, admin1_code=admin1) for code, admin1 in self._by_code if admin1]

    @cached_property
    def _shapes(self) -> list[BaseGeometry]:
        return [shape for (_, admin1), shape in self._by_code.items() if admin1]

    @cached_property
    def _tree(self) -> shapely.STRtree:
        return shapely.STRtree(self._shapes)


def write_boundaries(shapes: dict[tuple[str, str], BaseGeometry], folder: Path) -> None:
    """Write the files; the same outlines give the same bytes.

    Args:
        shapes: Multipolygons by country code and admin1 code, "" for the whole country.
        folder: An existing folder.
    """
    keys = sorted(shapes)
    codes = np.array([(country.encode(), admin1.encode()) for country, admin1 in keys], dtype=CODES)
    _, points, offsets = shapely.to_ragged_array([shapes[key] for key in keys], include_z=False)
    np.save(folder / "codes.npy", codes)
    np.save(folder / "points.npy", np.round(points * _DEGREE).astype("<i4"))
    for name, column in zip(FILES[2:], offsets, strict=True):
        np.save(folder / name, column.astype("<u4"))


def _shore_distance_km(point: BaseGeometry, shape: BaseGeometry) -> float:
    near = shapely.ops.nearest_points(shape, point)[0]
    return distance_km(lon=point.x, lat=point.y, to_lon=near.x, to_lat=near.y)


def _main_parts(outline: BaseGeometry) -> BaseGeometry:
    """The largest part of an outline and the islands that form a chain with it; possessions far off are left out."""
    parts = list(getattr(outline, "geoms", [outline]))
    largest = max(range(len(parts)), key=lambda index: parts[index].area)
    tree = shapely.STRtree(parts)
    linked, pending = {largest}, [largest]
    while pending:
        near = tree.query(parts[pending.pop()], predicate="dwithin", distance=_CHAIN_DEGREES).tolist()
        pending += [index for index in near if index not in linked]
        linked.update(near)
    return shapely.MultiPolygon([parts[index] for index in sorted(linked)])


Samples = npt.NDArray[np.float64]
"""Points spread evenly over a place: longitude and latitude, one row each; longitudes may run past 180."""


def _sample_points(outline: BaseGeometry) -> Samples:
    """Some nine hundred points of a polygon on a grid of equal steps on the ground."""
    west, south, east, north = outline.bounds
    if east - west > 180.0:
        outline = shapely.transform(outline, _unroll)
        west, south, east, north = outline.bounds
    scale = cos(radians((south + north) / 2))
    step = sqrt(outline.area * scale / _SAMPLES)
    lons = np.arange(west + step / scale / 2, east, step / scale)
    lats = np.arange(south + step / 2, north, step)
    xs, ys = (axis.ravel() for axis in np.meshgrid(lons, lats))
    shapely.prepare(outline)
    inside = shapely.contains_xy(outline, xs, ys)
    if not inside.any():
        centre = outline.representative_point()
        return np.array([[centre.x, centre.y]])
    return np.column_stack([xs[inside], ys[inside]])


def _unroll(points: Samples) -> Samples:
    """Points with the far side of the antimeridian moved next to the near one, as 180..360."""
    moved: Samples = np.column_stack([points[:, 0] % 360.0, points[:, 1]])
    return moved


def _sample_circle(place: Place) -> Samples:
    """Points spread evenly over the circle of a place.

    Source: Vogel (1979), "A better way to construct the sunflower head".
    """
    numbers = np.arange(_SAMPLES) + 0.5
    away, angle = place.radius_km * np.sqrt(numbers / _SAMPLES), numbers * pi * (3 - sqrt(5))
    lats = np.clip(place.lat + away * np.sin(angle) / KM_PER_DEGREE, -89.0, 89.0)
    lons = place.lon + away * np.cos(angle) / (KM_PER_DEGREE * np.cos(np.radians(lats)))
    return np.column_stack([lons, lats])


def _cut_part(place: Place, direction: str, samples: Samples, steps: Sequence[int]) -> PlacePart:
    """The samples farthest along a direction, as a point and a radius; the point is one of the samples."""
    lons, lats = samples.T
    ground = np.column_stack([(lons - lons.mean()) * np.cos(np.radians(lats)), lats - lats.mean()]) * KM_PER_DEGREE
    scaled = (ground - ground.mean(axis=0)) / np.maximum(ground.std(axis=0), 1e-9)
    if steps == (0, 0):
        order, share = np.argsort(np.hypot(*scaled.T), kind="stable"), _MIDDLE_SHARE
    else:
        order, share = np.argsort(-(scaled @ np.array(steps)), kind="stable"), _SHARE
    chosen = order[: max(1, round(len(samples) * share))]
    part = ground[chosen]
    nearest = int(np.hypot(*(part - part.mean(axis=0)).T).argmin())
    radius = float(np.quantile(np.hypot(*(part - part[nearest]).T), 0.8))
    lon, lat = (float(value) for value in samples[chosen[nearest]])
    return PlacePart(place=place, direction=direction, lon=wrap_lon(lon), lat=lat, radius_km=max(radius, 1.0))
