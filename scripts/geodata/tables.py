"""The tables that are kept by hand: regions, and other names of places that the packages have."""

import csv
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from mapping.gazetteer_index import PlaceRecord, fold_ascii
from mapping.geo import distance_km
from mapping.model import Level
from mapping.names import normalise_name

_MERGE_CLASSES = frozenset("LHTSV")


class TableError(Exception):
    """A row of a table kept by hand cannot be used; the message names it."""


def read_table(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file with a header."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def make_region(row: dict[str, str]) -> PlaceRecord:
    """The record of one row of regions.csv.

    Raises:
        TableError: A column has no usable value.
    """
    try:
        feature_class, feature_code = row["feature"].split(".")
        countries = row["countries"].split()
        return PlaceRecord(
            place_id=f"dl:{row['id']}",
            name=row["name"],
            lon=float(row["lon"]),
            lat=float(row["lat"]),
            feature_class=feature_class,
            feature_code=feature_code,
            level=Level(row["level"]),
            names=set(_split_aliases(row)),
            country_code=countries[0] if len(countries) == 1 else "",
            radius_km=float(row["radius_km"]),
        )
    except ValueError as error:
        raise TableError(f"regions.csv, id {row['id']!r}: {error}") from error


def _split_aliases(row: dict[str, str]) -> Iterable[str]:
    """Its aliases, and its name without the words in brackets that tell it from a namesake."""
    bare, bracket, _ = row["name"].partition(" (")
    if bracket:
        yield bare
    yield from (name.strip() for name in row["aliases"].split(";") if name.strip())


def add_regions(rows: Iterable[dict[str, str]], records: dict[str, PlaceRecord]) -> int:
    """Add the rows of regions.csv to the records.

    A feature that GeoNames has already (no town and no division, of one of its names, close by) is merged with it:
    it keeps GeoNames' id and other names, and takes name, point, extent and kind from the table.

    Args:
        rows: Rows of the table.
        records: By place id; changed in place.

    Returns:
        How many were merged.
    """
    features: dict[str, list[PlaceRecord]] = defaultdict(list)
    for record in records.values():
        if record.feature_class in _MERGE_CLASSES:
            for name in (record.name, *record.names):
                features[normalise_name(name)].append(record)
    merged = 0
    for row in rows:
        region = make_region(row)
        known = [other for name in (region.name, *region.names) for other in features[normalise_name(name)]]
        same = {other.place_id: other for other in known if other.place_id in records and _is_same(region, other)}
        twins = sorted(same.values(), key=lambda twin: (-twin.population, twin.place_id))
        for twin in twins:
            region.names |= {twin.name, *twin.names}
            region.population = max(region.population, twin.population)
            del records[twin.place_id]
        if twins:
            region.place_id, merged = twins[0].place_id, merged + 1
            region.admin1_code = twins[0].admin1_code if region.radius_km < 100 else ""
        records[region.place_id] = region
    return merged


def _is_same(region: PlaceRecord, other: PlaceRecord) -> bool:
    apart = distance_km(lon=region.lon, lat=region.lat, to_lon=other.lon, to_lat=other.lat)
    same_country = not region.country_code or not other.country_code or region.country_code == other.country_code
    return same_country and apart <= max(25.0, 1.5 * region.radius_km) and other.place_id.startswith("gn:")


def add_aliases(rows: Iterable[dict[str, str]], records: Iterable[PlaceRecord]) -> None:
    """Give places of the packages the further names of aliases.csv.

    Args:
        rows: `alias`, and the `name`, `country_code` and `level` of the place that bears it.
        records: All places, their prominence known.

    Raises:
        TableError: A row names no place.
    """
    bearers: dict[tuple[str, str, str], list[PlaceRecord]] = defaultdict(list)
    for record in records:
        for name in {normalise_name(record.name), *(normalise_name(name) for name in record.names)}:
            bearers[name, record.country_code, record.level.value].append(record)
    for row in rows:
        found = bearers[normalise_name(row["name"]), row["country_code"], row["level"]]
        if not found:
            raise TableError(f"aliases.csv: no {row['level']} {row['name']!r} in {row['country_code']}")
        max(found, key=lambda record: (record.prominence, record.place_id)).names.add(row["alias"])


def make_airport(row: dict[str, str]) -> PlaceRecord | None:
    """The record of one airport of airportsdata, or None for a field without an IATA code or name."""
    if not row["iata"] or not row["name"]:
        return None
    name = row["name"] if "Airport" in row["name"] or len(row["name"].split()) > 2 else f"{row['name']} Airport"
    names = {fold_ascii(name)}
    if "International Airport" in name:
        names.add(name.replace("International Airport", "Airport"))
    return PlaceRecord(
        place_id=f"dl:airport-{row['iata'].lower()}",
        name=name,
        lon=float(row["lon"]),
        lat=float(row["lat"]),
        feature_class="S",
        feature_code="AIRP",
        level=Level.POI,
        names=names,
        country_code=row["country"],
        radius_km=3.0,
    )
