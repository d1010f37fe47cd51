"""The tables that are kept by hand: regions, and other names of places that the packages have."""

from collections import defaultdict
from collections.abc import Iterable

from mapping.geo import distance_km
from mapping.index.names import normalise_name
from mapping.index.writer import PlaceRecord, fold_ascii
from mapping.kinds import Level

_KEPT_CLASSES = frozenset("AP")
_NEAR_TOWN_KM = 10.0
_NEAR_AIRPORT_KM = 5.0
_AIRFIELDS = frozenset({"AIRP", "AIRB"})


class TableError(Exception):
    """A row of a table kept by hand cannot be used; the message names it."""


def make_region(row: dict[str, str]) -> PlaceRecord:
    """The record of one row of regions.csv.

    Raises:
        TableError: A column has no usable value.
    """
    try:
        feature_class, feature_code = row["feature"].split(".")
        countries = row["countries"].split()
        return PlaceRecord(
            place_id=row["id"] if row["id"].startswith("gn:") else f"dl:{row['id']}",
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


def add_regions(rows: Iterable[dict[str, str]], records: dict[str, PlaceRecord]) -> set[str]:
    """Add the rows of regions.csv to the records; what the packages have already is merged, not doubled.

    A natural feature or a region that GeoNames has (of one of its names, close by) keeps GeoNames' id and other names
    and takes the rest from the table. A division, a town or an airport stays as it is and gets the row's names. A row
    whose own id is a GeoNames id ("gn:126585") is merged with that place and leaves it to no other row.

    Args:
        rows: Rows of the table.
        records: By place id; changed in place.

    Returns:
        The ids under which the rows ended.
    """
    bearers: dict[str, list[PlaceRecord]] = defaultdict(list)
    for record in records.values():
        for name in {normalise_name(name) for name in (record.name, *record.names)}:
            bearers[name].append(record)
    airports = [record for record in records.values() if record.feature_code == "AIRP"]
    ids = set()
    regions = [make_region(row) for row in rows]
    own_names = {normalise_name(region.name) for region in regions}
    claimed = {region.place_id for region in regions}
    for region in regions:
        keys = {normalise_name(name) for name in (region.name, *region.names)}
        known = {other.place_id: other for key in sorted(keys) for other in bearers[key]}
        if region.place_id in known:
            known = {region.place_id: known[region.place_id]}
        if region.feature_code in _AIRFIELDS:
            known |= {airport.place_id: airport for airport in airports}
        twins = [
            other
            for place_id, other in known.items()
            if records.get(place_id) is other
            and _is_same(region, other)
            and place_id not in claimed - {region.place_id}
            # A record with the name of another row is that row's.
            and normalise_name(other.name) not in own_names - {normalise_name(region.name)}
        ]
        twins.sort(key=lambda twin: (twin.feature_class not in _KEPT_CLASSES, -twin.population, twin.place_id))
        ids.add(_merge_twins(region, twins, records))
    return ids


def _merge_twins(region: PlaceRecord, twins: list[PlaceRecord], records: dict[str, PlaceRecord]) -> str:
    """Put a row and the records of the same place together; the id of what remains."""
    first = twins[0] if twins else region
    if twins and (first.feature_class in _KEPT_CLASSES or first.feature_code == "AIRP"):
        first.names |= {first.name, region.name, *region.names}
        if first.feature_code == "ADM1":
            first.name = region.name.partition(" (")[0]
        return first.place_id
    for twin in twins:
        region.names |= {twin.name, *twin.names}
        region.population = max(region.population, twin.population)
        del records[twin.place_id]
    region.place_id = first.place_id
    records[region.place_id] = region
    return region.place_id


def _is_same(region: PlaceRecord, other: PlaceRecord) -> bool:
    """Whether a record of the packages is the place of a row, judged by kind, country, distance and size."""
    apart = distance_km(lon=region.lon, lat=region.lat, to_lon=other.lon, to_lat=other.lat)
    abroad = region.country_code and other.country_code and region.country_code != other.country_code
    if abroad and other.feature_class not in "LHT":
        return False
    if other.feature_class == "P":
        return region.feature_class == "P" and apart <= _NEAR_TOWN_KM
    if other.feature_code == "AIRP":
        return region.feature_code in _AIRFIELDS and apart <= _NEAR_AIRPORT_KM
    if other.feature_class == "A":
        alike = region.feature_class in "LT" and other.feature_code in ("ADM1", "ADM2", "TERR", "PCLD", "PCLI")
        named = normalise_name(region.name) in {normalise_name(name) for name in (other.name, *other.names)}
        larger, smaller = max(region.radius_km, other.radius_km), min(region.radius_km, other.radius_km)
        return alike and named and larger <= 2 * smaller and apart <= 0.6 * larger
    return region.feature_class != "P" and apart <= max(25.0, 1.5 * region.radius_km)


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
