"""The basemap that ships, and how its labels are chosen."""

import gzip
import hashlib
import json
import struct
from dataclasses import replace

import shapely
from shapely.geometry import shape

from mapping.kinds import Level
from mapping.model import Place
from mapping.settings import find_folder
from scripts.basemap import make_labels
from tests.map_events import make_place

GEODATA = find_folder("geodata")


def test_the_files_are_those_that_were_built() -> None:
    """The committed sums fit the committed files."""
    for line in (GEODATA / "basemap.sha256").read_text().splitlines():
        digest, name = line.split()
        assert hashlib.sha256((GEODATA / name).read_bytes()).hexdigest() == digest, name


def test_the_tiles_are_one_small_file_of_zooms_0_to_6() -> None:
    """PMTiles version 3 (protomaps/PMTiles, spec/v3): magic, version, zooms at bytes 100 and 101."""
    content = (GEODATA / "basemap.pmtiles").read_bytes()
    assert content[:7] == b"PMTiles"
    assert content[7] == 3
    assert struct.unpack_from("BB", content, 100) == (0, 6)
    assert len(content) < 6_000_000


def test_the_tiles_know_nothing_of_where_they_were_built() -> None:
    """The cutter writes its command line into the file: a folder in it would make each build another file."""
    content = (GEODATA / "basemap.pmtiles").read_bytes()
    offset, length = struct.unpack_from("<QQ", content, 24)
    told = json.loads(gzip.decompress(content[offset : offset + length]))
    assert told["generator_options"].startswith("tippecanoe -o basemap.pmtiles ")
    assert "/" not in told["generator_options"]


def test_the_outlines_are_land_and_borders() -> None:
    """Known points lie on land and at sea, and the file is light enough to travel inside a page."""
    path = GEODATA / "outlines.json"
    assert path.stat().st_size < 800_000
    outlines = json.loads(path.read_text())
    land = shapely.make_valid(shape(outlines["land"]))
    assert land.contains(shapely.Point(44.39, 35.47))
    assert not land.contains(shapely.Point(-30.0, 30.0))
    assert shape(outlines["borders"]).length > 1000
    names = {label["name"]: label for label in outlines["labels"]}
    assert {label["kind"] for label in names.values()} == {"country", "capital"}
    assert (names["Iraq"]["kind"], names["Baghdad"]["kind"]) == ("country", "capital")
    assert 180 < len(names) < 500


def find_labels(*places: Place) -> dict[str, str]:
    """The names that get a label, with their kinds."""
    return {label["properties"]["name"]: label["properties"]["kind"] for label in make_labels(places)}


def test_a_seat_is_named_before_its_bigger_suburb() -> None:
    """Plain population would name a suburb in place of Mosul."""
    seat = make_place("Mosul", 43.13, 36.34, feature_code="PPLA", population=1_500_000)
    suburb = make_place("Al Mawsil al Jadidah", 43.10, 36.33, population=2_000_000)
    assert find_labels(suburb, seat) == {"Mosul": "seat"}


def test_a_capital_is_named_before_a_seat_beside_it() -> None:
    """Whatever the order in which they come."""
    capital = make_place("Kyiv", 30.52, 50.45, feature_code="PPLC", population=2_800_000)
    seat = make_place("Vyshneve", 30.53, 50.46, feature_code="PPLA", population=3_000_000)
    assert find_labels(seat, capital) == {"Kyiv": "capital"}


def test_a_region_is_not_named_beside_the_town_of_its_name() -> None:
    """A region's label that would lie on its seat's is left out; one with room is kept."""
    town = make_place("Aleppo", 37.16, 36.20, feature_code="PPLA", population=2_000_000)
    fields = {"feature_class": "A", "feature_code": "ADM1", "level": Level.ADM1, "population": 3_000_000}
    region = replace(make_place("Halab", 37.30, 36.25), **fields)  # type: ignore[arg-type]
    far = replace(make_place("Anbar", 41.0, 33.0), **fields)  # type: ignore[arg-type]
    assert find_labels(town, region, far) == {"Aleppo": "seat", "Anbar": "region"}


def test_no_name_stands_twice() -> None:
    """A region with its town's name is left out even where there is room, as in Homs."""
    town = make_place("Homs", 36.72, 34.73, feature_code="PPLA", population=800_000)
    fields = {"feature_class": "A", "feature_code": "ADM1", "level": Level.ADM1}
    region = replace(make_place("Homs", 38.2, 34.3), **fields)  # type: ignore[arg-type]
    assert list(find_labels(town, region).values()) == ["seat"]


def test_countries_of_the_past_are_not_named() -> None:
    """The gazetteer knows them, for old news; the map shows those of today."""
    fields = {"feature_class": "A", "feature_code": "PCLH", "level": Level.COUNTRY, "population": 20_000_000}
    assert find_labels(replace(make_place("Ottoman Empire", 33.0, 39.0), **fields)) == {}  # type: ignore[arg-type]


def test_small_towns_and_quarters_are_not_named() -> None:
    """Fewer than 100 000 people, or a quarter of a town: no label."""
    small = make_place("Small", 10.0, 10.0, population=99_999)
    quarter = make_place("Quarter", 20.0, 10.0, feature_code="PPLX", population=900_000)
    assert find_labels(small, quarter) == {}


def test_every_label_has_a_rank_and_a_zoom() -> None:
    """Smaller ranks win, and a large country shows from the first zoom on."""
    country = make_place(
        "Iraq", 44.0, 33.0, feature_class="A", feature_code="PCLI", level=Level.COUNTRY, population=40_000_000
    )
    (label,) = make_labels([country])
    assert label["properties"] == {"name": "Iraq", "kind": "country", "rank": -40_000_000}
    assert label["tippecanoe"]["minzoom"] == 2
