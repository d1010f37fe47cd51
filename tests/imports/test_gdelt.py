"""Tests of the import of GDELT's event files."""

import json
import zipfile
from datetime import date
from pathlib import Path

import pytest

from mapping.errors import ImportFileError
from mapping.imports import files
from mapping.imports.codes import load_layouts
from mapping.kinds import Level
from tests.imports.helpers import Imported, run_import, write_table
from tests.imports.rows import make_gdelt

LAYOUTS = ["gdelt 2.0", "gdelt 1.0", "gdelt 1.0 without SOURCEURL"]


def import_rows(folder: Path, *rows: dict[str, object], **options: object) -> Imported:
    """Import rows as a file of fifteen minutes: tabs, no header."""
    path = write_table(folder / "20240301120000.export.CSV", rows, delimiter="\t", header=False)
    return run_import(path, **options)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("header", [False, True], ids=["bare", "with header"])
def test_every_version_is_read(tmp_path: Path, layout: str, header: bool) -> None:
    """61, 58 and 57 columns without a header are told apart by their number; BigQuery's exports have one."""
    path = write_table(tmp_path / "e.CSV", [make_gdelt(layout)], delimiter="\t", header=header)
    got = run_import(path)
    event, document = got.only, next(iter(got.documents.values()))
    assert got.report.source_format == "GDELT events"
    assert event.trigger.type == "battle.clash"
    assert event.date is not None
    assert event.date.edtf == "2024-03-01"
    assert document.created == date(2024, 3, 1)
    assert event.place is not None
    assert (event.place.place.name, event.place.place.country_code) == ("Mosul", "IQ")
    assert (event.place.place.lon, event.place.place.lat) == (43.1189, 36.335)
    assert document.url == ("https://news.example/mosul" if "SOURCEURL" in load_layouts()[layout] else "")
    assert [(actor.text, actor.kind, actor.country_code) for actor in event.actors] == [
        ("MILITIA", "militia", "IQ"),
        ("POLICE", "police", ""),
    ]


def test_reports_of_one_event_are_gathered_and_counted(tmp_path: Path) -> None:
    """Four rows of one day, root, point and article are one event of four reports."""
    rows = [
        make_gdelt(GLOBALEVENTID=1, NumArticles=4),
        make_gdelt(GLOBALEVENTID=2, NumArticles=2, Actor1Name="REBEL"),
        make_gdelt(GLOBALEVENTID=3, EventCode="190", EventBaseCode="190", NumArticles=1),
        make_gdelt(GLOBALEVENTID=4, ActionGeo_Lat="36.3351", NumArticles=3),
        make_gdelt(GLOBALEVENTID=5, SOURCEURL="https://other.example/x"),
    ]
    got = import_rows(tmp_path, *rows)
    assert (got.report.read, got.report.kept, got.report.merged) == (5, 2, 3)
    raws = [json.loads(document.raw) for document in got.documents.values()]
    assert sorted((raw["reports"], raw["articles"]) for raw in raws) == [(1, 4), (4, 10)]
    titles = sorted(document.title for document in got.documents.values())
    assert titles[0].endswith("news.example · 4 reports · 10 articles")
    assert titles[1].endswith("other.example · 1 report · 4 articles")


@pytest.mark.parametrize(
    ("values", "option"),
    [
        ({"EventCode": "042", "EventRootCode": "04", "QuadClass": 1}, "all_reports"),
        ({"IsRootEvent": 0}, "all_reports"),
        ({"ActionGeo_Type": 1, "ActionGeo_FullName": "Iraq"}, "centroids"),
    ],
    ids=["talk", "not in the lead", "a whole country"],
)
def test_what_is_left_out_is_counted_and_can_be_had(tmp_path: Path, values: dict[str, object], option: str) -> None:
    """The filter that users of conflict data expect is on, says what it left out, and can be switched off."""
    got = import_rows(tmp_path, make_gdelt(**values), make_gdelt(GLOBALEVENTID=2, SQLDATE=20240229))
    assert got.report.kept == 1
    assert got.report.filtered.total() == 1
    assert not got.report.skipped
    assert import_rows(tmp_path, make_gdelt(**values), **{option: True}).report.kept == 1


def test_a_country_is_as_large_as_a_country(tmp_path: Path) -> None:
    """A centroid that is kept stands for the whole country, and the report says how many do."""
    row = make_gdelt(ActionGeo_Type=1, ActionGeo_FullName="Iraq", ActionGeo_Lat=33, ActionGeo_Long=44)
    got = import_rows(tmp_path, row, centroids=True)
    assert got.only.place is not None
    assert got.only.place.place.level is Level.COUNTRY
    assert got.report.whole_countries == 1


@pytest.mark.parametrize(("fips", "iso"), [("IZ", "IQ"), ("UP", "UA"), ("GM", "DE"), ("CH", "CN"), ("", "")])
def test_countries_are_fips(tmp_path: Path, fips: str, iso: str) -> None:
    """GM is Germany here, not Gambia."""
    event = import_rows(tmp_path, make_gdelt(ActionGeo_CountryCode=fips)).only
    assert event.place is not None
    assert event.place.place.country_code == iso


def test_a_day_told_years_back_is_said(tmp_path: Path) -> None:
    """The words "last year" in a text put the event a year back; the day of the report is offered instead."""
    row = make_gdelt(SQLDATE=20230301)
    got = import_rows(tmp_path, row)
    assert got.only.date is not None
    assert got.only.date.edtf == "2023-03-01"
    assert "2024-03-01" in got.only.date.note
    assert got.report.warnings.total() == 1
    reported = import_rows(tmp_path, row, reported_day=True).only
    assert reported.date is not None
    assert reported.date.edtf == "2024-03-01"


@pytest.mark.parametrize(
    "values",
    [
        {"ActionGeo_Long": ""},
        {"ActionGeo_Lat": "north"},
        {"GLOBALEVENTID": "x"},
        {"ActionGeo_Lat": 136.3},
    ],
    ids=["no longitude", "a word for a number", "no id", "off the globe"],
)
def test_broken_rows_are_skipped_and_counted(tmp_path: Path, values: dict[str, object]) -> None:
    """Old files have rows with half a point or words in number columns."""
    got = import_rows(tmp_path, make_gdelt(), make_gdelt(SQLDATE=20240302, **values))
    assert (got.report.kept, got.report.skipped.total()) == (1, 1)


def test_stray_bytes_and_quotes_spoil_nothing(tmp_path: Path) -> None:
    """A bad byte becomes U+FFFD; a lone quote does not swallow the rows after it."""
    rows = [make_gdelt(GLOBALEVENTID=n, Actor1Name='LONE"QUOTE', SQLDATE=20240300 + n) for n in (1, 2, 3)]
    path = tmp_path / "x.CSV"
    names = load_layouts()["gdelt 2.0"]
    lines = ["\t".join(str(row[name]) for name in names) for row in rows]
    data = "\n".join(lines).encode() + b"\n"
    path.write_bytes(data.replace(b"POLICE", "POLICÍA ÉÉÉÉÉ ".encode() + b"\xff"))
    got = run_import(path)
    assert got.report.kept == 3
    assert "UTF-8" in got.report.opened
    actors = [actor.text for actor in next(iter(got.events.values())).actors]
    assert actors == ['LONE"QUOTE', "POLICÍA ÉÉÉÉÉ \ufffd"]


def test_rows_without_a_place_are_kept_and_counted(tmp_path: Path) -> None:
    """ActionGeo_Type 0 or nothing means that there is none."""
    got = import_rows(tmp_path, make_gdelt(ActionGeo_Type=0, ActionGeo_Lat="", ActionGeo_Long=""))
    assert got.only.place is None
    assert got.report.unplaced == {"the row names no place": 1}


def test_zips_are_read(tmp_path: Path) -> None:
    """GDELT packs each of its files."""
    inner = write_table(tmp_path / "e.CSV", [make_gdelt()], delimiter="\t", header=False)
    path = tmp_path / "e.CSV.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(inner, "e.CSV")
    assert run_import(path).report.kept == 1


def test_zips_that_fill_the_disk_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By what they claim, by how much they pack, and by what really comes out."""
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("e.CSV", b"0" * 5_000_000)
    with pytest.raises(ImportFileError, match="that is no table"):
        run_import(path)
    honest = tmp_path / "large.zip"
    with zipfile.ZipFile(honest, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("e.CSV", "a\tb\n" * 1000)
    monkeypatch.setattr(files, "MAX_BYTES", 3000)
    with pytest.raises(ImportFileError, match="that is no table"):
        run_import(honest)


def test_zips_of_several_files_are_refused(tmp_path: Path) -> None:
    """Which one is meant is for the person to say."""
    path = tmp_path / "two.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.csv", "x")
        archive.writestr("b.csv", "x")
    with pytest.raises(ImportFileError, match="holds 2 files"):
        run_import(path)


def test_only_addresses_that_a_browser_may_open_are_kept(tmp_path: Path) -> None:
    """A script in the column of addresses is no link."""
    got = import_rows(tmp_path, make_gdelt(SOURCEURL="javascript:alert(1)"))
    assert next(iter(got.documents.values())).url == ""
