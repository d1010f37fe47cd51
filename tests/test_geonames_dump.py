"""mapping/index/geonames_dump.py: an index from GeoNames' own files, here a few lines made by hand in their form."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from mapping.__main__ import dateline
from mapping.errors import GazetteerError
from mapping.gazetteer import Gazetteer
from mapping.index.dump_files import FILES, find_level
from mapping.index.geonames_dump import DumpProgress, build_from_dump
from mapping.index.writer import PlaceRecord, write_index
from mapping.kinds import Level
from mapping.settings import find_folder


def make_line(geoname_id: int, name: str, lat: float, lon: float, feature: str, codes: str, population: int) -> str:
    """One line of allCountries.txt; `codes` are country, admin1 and admin2."""
    feature_class, feature_code = feature.split(".")
    country, admin1, admin2 = codes.split("/")
    cells = [geoname_id, name, name, "", lat, lon, feature_class, feature_code, country, "", admin1, admin2, "", ""]
    return "\t".join(str(cell) for cell in [*cells, population, "", 0, "Asia/Baghdad", "2024-01-01"]) + "\n"


PLACES = [
    make_line(99237, "Republic of Iraq", 33.0, 44.0, "A.PCLI", "IQ/00/", 38433600),
    make_line(98410, "Muhafazat Karkuk", 35.37, 44.13, "A.ADM1", "IQ/13/", 1395614),
    make_line(94786, "Qada' Karkuk", 35.46, 44.3, "A.ADM2", "IQ/13/94786", 0),
    make_line(94787, "Kirkuk", 35.46806, 44.39222, "P.PPLA", "IQ/13/94786", 1031000),
    make_line(1, "Baba Gurgur", 35.53, 44.32, "S.OILF", "IQ/13/", 0),
    make_line(2, "Tigris River", 34.2, 44.0, "H.STM", "IQ/00/", 0),
    make_line(4, "Tall Sabz", 35.5, 44.2, "P.PPL", "IQ/00/", 0),
    make_line(5, "Jabal Hamrin", 34.9, 44.4, "T.MTS", "IQ/00/", 0),
    "broken line\n",
    make_line(3, "Nowhere", 95.0, 44.0, "P.PPL", "IQ/13/", 10),
]
TEXTS = {
    "allCountries.txt": "".join(PLACES),
    "alternateNamesV2.txt": (
        "1\t94787\tar\tكركوك\t\t\t\t\t\t\n2\t94787\tiata\tKIK\t\t\t\t\t\t\n3\t94787\tlink\thttps://x\t\t\t\t\t\t\n"
    ),
    "hierarchy.txt": "94786\t4\tADM\n98410\t5\t\n99237\t5\t\n99237\t2\t\nx\ty\n",
    "countryInfo.txt": "#ISO\n" + "\t".join(["IQ", "IRQ", "368", "IZ", "Iraq", *[""] * 11, "99237", "", ""]) + "\n",
    "admin1CodesASCII.txt": "IQ.13\tKirkuk\tKirkuk\t98410\n",
    "admin2Codes.txt": "IQ.13.94786\tKirkuk District\tKirkuk District\t94786\n",
}


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    """A folder with the files of a tiny dump."""
    for name, text in TEXTS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def open_index(folder: Path) -> Gazetteer:
    """An index with the word tables that ship."""
    return Gazetteer(folder, tables=find_folder("geodata"))


def test_a_dump_becomes_an_index_like_the_one_that_ships(dump: Path, tmp_path: Path) -> None:
    """Ids, levels, divisions, short names and other scripts are all there."""
    build_from_dump(dump, tmp_path / "index")
    gazetteer = open_index(tmp_path / "index")
    assert len(gazetteer) == 8
    kirkuk, province = gazetteer.find_places("Kirkuk")
    assert (kirkuk.place_id, kirkuk.country, kirkuk.admin1, kirkuk.admin2) == (
        "gn:94787", "Iraq", "Kirkuk", "Kirkuk District",
    )  # fmt: skip
    assert (kirkuk.lon, kirkuk.lat) == (44.39222, 35.46806)
    assert (province.level, province.feature_code) == (Level.ADM1, "ADM1")
    assert gazetteer.find_places("كركوك") == (kirkuk,)
    assert gazetteer.find_places("Republic of Iraq")[0].name == "Iraq"
    assert gazetteer.find_places("KIK") == ()
    assert gazetteer.find_places("Tigris River")[0].level is Level.REGION
    assert gazetteer.get_country("IQ") == gazetteer.get_place("gn:99237")


def test_the_hierarchy_tells_the_division_where_the_place_does_not(dump: Path, tmp_path: Path) -> None:
    """A hamlet gets the codes of the district it lies in, a range those of its only division; a country gives none."""
    report = build_from_dump(dump, tmp_path / "index")
    gazetteer = open_index(tmp_path / "index")
    hamlet, range_, river = (gazetteer.get_place(f"gn:{number}") for number in (4, 5, 2))
    assert (hamlet.admin1, hamlet.admin2) == ("Kirkuk", "Kirkuk District")
    assert (range_.admin1, range_.admin2) == ("Kirkuk", "")
    assert (river.country, river.admin1) == ("Iraq", "")
    assert report.filled == 2


def make_own(place_id: str, name: str, lon: float, lat: float, radius_km: float) -> PlaceRecord:
    """A range of the bundled list."""
    return PlaceRecord(
        place_id=place_id,
        name=name,
        lon=lon,
        lat=lat,
        feature_class="T",
        feature_code="MTS",
        level=Level.REGION,
        names={f"{name} Heights"},
        country_code="IQ",
        radius_km=radius_km,
    )


@pytest.fixture
def carried(tmp_path: Path) -> Path:
    """A small list such as the one that ships: two ranges, one of which GeoNames has, and a province's extent."""
    province = make_own("gn:98410", "Tamim", 44.1, 35.4, 77.0)
    province.feature_class, province.feature_code, province.level = "A", "ADM1", Level.ADM1
    folder = tmp_path / "carried"
    folder.mkdir()
    write_index(
        [
            make_own("dl:hamrin", "Jabal Hamrin", 44.5, 34.8, 90.0),
            make_own("dl:qara", "Qara Ridge", 44.0, 35.9, 12.0),
            province,
        ],
        folder,
    )
    return folder


def test_what_geonames_lacks_comes_from_the_bundled_list(dump: Path, carried: Path, tmp_path: Path) -> None:
    """Own places, further names and extents are added; what GeoNames has is not there twice."""
    report = build_from_dump(dump, tmp_path / "index", carried=carried)
    gazetteer = open_index(tmp_path / "index")
    assert (report.places, report.own) == (9, 1)
    assert [place.place_id for place in gazetteer.find_places("Qara Ridge Heights")] == ["dl:qara"]
    assert [place.place_id for place in gazetteer.find_places("Jabal Hamrin Heights")] == ["gn:5"]
    assert gazetteer.get_place("gn:5").radius_km == 90.0
    assert gazetteer.get_place("gn:98410").radius_km == 77.0
    assert gazetteer.find_places("Tamim")[0].place_id == "gn:98410"


def test_lines_that_cannot_be_used_are_counted_with_their_reason(dump: Path, tmp_path: Path) -> None:
    """Nothing is dropped in silence."""
    report = build_from_dump(dump, tmp_path / "index")
    assert (report.places, report.names) == (8, 1)
    assert report.skipped == (
        ("allCountries.txt: a number that is none, or off the globe", 1),
        ("allCountries.txt: not 19 columns", 1),
        ("hierarchy.txt: not two places", 1),
    )


def test_progress_runs_over_bytes_and_then_over_places(dump: Path, tmp_path: Path) -> None:
    """Both stages end at their totals."""
    told: list[DumpProgress] = []
    build_from_dump(dump, tmp_path / "index", on_progress=told.append)
    last = {progress.stage: progress for progress in told}
    size = sum((dump / name).stat().st_size for name in FILES)
    assert (last["read"].done, last["read"].total) == (size, size)
    assert (last["write"].done, last["write"].total) == (8, 8)


def test_no_scratch_file_is_left(dump: Path, tmp_path: Path) -> None:
    """Only the index stays, and a second build takes its place while the first is open."""
    build_from_dump(dump, tmp_path / "index")
    names = sorted(path.name for path in (tmp_path / "index").iterdir())
    older = open_index(tmp_path / "index")
    build_from_dump(dump, tmp_path / "index")
    assert sorted(path.name for path in (tmp_path / "index").iterdir()) == names
    assert older.find_places("Kirkuk") == open_index(tmp_path / "index").find_places("Kirkuk")


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_named(dump: Path, tmp_path: Path, name: str) -> None:
    """The message says which file and where it comes from."""
    (dump / name).unlink()
    with pytest.raises(GazetteerError, match=rf"lacks {name}.*GeoNames"):
        build_from_dump(dump, tmp_path / "index")


def test_a_file_that_is_no_dump_is_an_error(dump: Path, tmp_path: Path) -> None:
    """An empty gazetteer is not written."""
    (dump / "allCountries.txt").write_text("<html>not found</html>\n", encoding="utf-8")
    with pytest.raises(GazetteerError, match="no line of allCountries"):
        build_from_dump(dump, tmp_path / "index")


def test_the_command_builds_a_folder_that_other_commands_take(
    dump: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`build`, then `search` with the option and `info` with the setting."""
    runner, out = CliRunner(), str(tmp_path / "full")
    built = runner.invoke(dateline, ["gazetteer", "build", "--geonames", str(dump), "--out", out, "--only-geonames"])
    assert built.exit_code == 0, built.output
    assert "8 places" in built.stderr
    assert "1 line, hierarchy.txt: not two places" in built.stderr
    found = runner.invoke(dateline, ["gazetteer", "search", "Baba Gurgur", "--gazetteer", out])
    assert found.stdout.startswith("gn:1\tBaba Gurgur, Kirkuk, Iraq")
    monkeypatch.setenv("MAPPING_GAZETTEER", out)
    shown = json.loads(runner.invoke(dateline, ["gazetteer", "info", "gn:94787"]).stdout)
    assert shown["names"] == ["kirkuk", "كركوك"]


def test_a_text_is_read_with_the_built_folder(dump: Path, tmp_path: Path) -> None:
    """A place that only the dump has gets its point."""
    build_from_dump(dump, tmp_path / "full")
    article = tmp_path / "article.txt"
    article.write_text("A bomb killed three people in Tall Sabz, Iraq, on Monday.", encoding="utf-8")
    told = CliRunner().invoke(dateline, ["explain", str(article), "--gazetteer", str(tmp_path / "full")])
    assert "Tall Sabz, Kirkuk, Iraq [city gn:4" in told.stdout


@pytest.mark.parametrize(
    ("feature", "level"),
    [
        ("A.PCLI", Level.COUNTRY),
        ("A.ADM1", Level.ADM1),
        ("A.ADM3", Level.ADM2),
        ("P.PPL", Level.CITY),
        ("P.PPLX", Level.POI),
        ("L.RGN", Level.REGION),
        ("H.SEA", Level.REGION),
        ("T.ISL", Level.REGION),
        ("T.PK", Level.POI),
        ("S.AIRP", Level.POI),
    ],
)
def test_levels_follow_the_feature_codes(feature: str, level: Level) -> None:
    """As coarse as the kind of place."""
    assert find_level(*feature.split(".")) is level
