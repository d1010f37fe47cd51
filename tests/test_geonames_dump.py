"""mapping/index/geonames_dump.py: an index from GeoNames' own files, here a few lines made by hand in their form."""

from pathlib import Path

import pytest

from mapping.errors import GazetteerError
from mapping.gazetteer import Gazetteer
from mapping.index.geonames_dump import FILES, build_from_dump, find_level
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
    "broken line\n",
    make_line(3, "Nowhere", 95.0, 44.0, "P.PPL", "IQ/13/", 10),
]
TEXTS = {
    "allCountries.txt": "".join(PLACES),
    "alternateNamesV2.txt": (
        "1\t94787\tar\tكركوك\t\t\t\t\t\t\n2\t94787\tiata\tKIK\t\t\t\t\t\t\n3\t94787\tlink\thttps://x\t\t\t\t\t\t\n"
    ),
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


def test_a_dump_becomes_an_index_like_the_one_that_ships(dump: Path, tmp_path: Path) -> None:
    """Ids, levels, divisions, short names and other scripts are all there."""
    build_from_dump(dump, tmp_path / "index")
    gazetteer = Gazetteer(tmp_path / "index", tables=find_folder("geodata"))
    assert len(gazetteer) == 6
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


def test_lines_that_cannot_be_used_are_counted_with_their_reason(dump: Path, tmp_path: Path) -> None:
    """Nothing is dropped in silence."""
    report = build_from_dump(dump, tmp_path / "index")
    assert (report.places, report.names) == (6, 1)
    assert report.skipped == (
        ("allCountries.txt: a number that is none, or off the globe", 1),
        ("allCountries.txt: not 19 columns", 1),
    )


def test_no_scratch_file_is_left(dump: Path, tmp_path: Path) -> None:
    """Only the index stays."""
    build_from_dump(dump, tmp_path / "index")
    assert not list((tmp_path / "index").glob("*.db"))


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
