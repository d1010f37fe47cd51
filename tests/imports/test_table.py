"""Tests of the import of plain tables and of GeoJSON."""

import json
from datetime import date
from pathlib import Path

import pytest

from mapping.errors import ImportFileError
from mapping.imports.report import write_report
from mapping.kinds import Granularity
from tests.imports.helpers import run_import, write_json, write_table, write_workbook

RAID = {"date": "2024-03-01", "city": "Mosul", "country": "Iraq", "type": "Armed clash", "notes": "A raid."}


def test_names_of_columns_are_enough(tmp_path: Path) -> None:
    """Place, country, day, type and words are found by what their columns are called."""
    got = run_import(write_table(tmp_path / "desk.csv", [RAID]))
    event = got.only
    assert got.report.source_format == "a table"
    assert event.doc_id.startswith("table:desk:")
    assert event.trigger.type == "battle.clash"
    assert event.sentence == "A raid."
    assert event.place is not None
    assert (event.place.place.place_id.split(":")[0], event.place.place.name) == ("gn", "Mosul")
    assert event.place.rule == "gazetteer"
    assert got.documents[event.doc_id].source == "desk"


@pytest.mark.parametrize(
    ("names", "values"),
    [
        (("LAT", "LNG"), ("36.335", "43.1189")),
        (("Latitude", "Longitude"), ("36,335", "43,1189")),
        (("y", "x"), ("36°20'06\"N", "43°07'08\"E")),
        (("Coordinates", "other"), ("36.335, 43.1189", "")),
        (("geom", "other"), ("POINT (43.1189 36.335)", "")),
    ],
    ids=["points", "decimal commas", "minutes", "one cell", "WKT"],
)
def test_positions_are_read_in_every_form(tmp_path: Path, names: tuple[str, str], values: tuple[str, str]) -> None:
    """Columns with positions go before names of places."""
    row = dict(zip(names, values, strict=True)) | {"date": "2024-03-01", "place": "Checkpoint 7"}
    event = run_import(write_table(tmp_path / "t.csv", [row], delimiter=";")).only
    assert event.place is not None
    assert (event.place.rule, event.place.place.name) == ("file", "Checkpoint 7")
    assert (event.place.place.lat, event.place.place.lon) == pytest.approx((36.335, 43.1189), abs=1e-4)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_delimiters_and_encodings_are_found_and_told(tmp_path: Path, delimiter: str, encoding: str) -> None:
    """What was taken stands in the report."""
    rows = [RAID | {"notes": f"Überfall, {number}; «nachts»"} for number in range(3)]
    got = run_import(write_table(tmp_path / "t.csv", rows, delimiter=delimiter, encoding=encoding))
    assert got.report.kept == 3
    assert "Überfall, 0; «nachts»" in {event.sentence for event in got.events.values()}
    told = {"utf-16": "UTF-16", "cp1252": "Windows-1252"}.get(encoding, "UTF-8")
    assert told in got.report.opened


def test_one_day_settles_how_all_are_read(tmp_path: Path) -> None:
    """The first row alone could be March or April; the second cannot."""
    rows = [RAID | {"date": "03/04/2024"}, RAID | {"date": "23/04/2024"}]
    events = run_import(write_table(tmp_path / "t.csv", rows)).events.values()
    assert {event.date.span.start for event in events if event.date} == {date(2024, 4, 3), date(2024, 4, 23)}


def test_an_open_question_stops_the_import(tmp_path: Path) -> None:
    """Nothing is guessed and nothing stored; the message says what to say."""
    path = write_table(tmp_path / "t.csv", [RAID | {"date": "03/04/2024"}])
    with pytest.raises(ImportFileError, match="--day-first or --month-first"):
        run_import(path)
    event = run_import(path, day_first=False).only
    assert event.date is not None
    assert event.date.span.start == date(2024, 3, 4)


def test_both_orders_in_one_column_are_a_question(tmp_path: Path) -> None:
    """With an answer, rows that do not fit it have no date, and say why."""
    path = write_table(tmp_path / "t.csv", [RAID | {"date": "23/04/2024"}, RAID | {"date": "04/23/2024"}])
    with pytest.raises(ImportFileError, match="both orders occur"):
        run_import(path)
    got = run_import(path, day_first=True)
    assert got.report.undated == {"the date is no day of the calendar": 1}


def test_swapped_columns_are_a_question(tmp_path: Path) -> None:
    """Latitudes beyond 90 degrees, and no longitude that needs its own range."""
    rows = [
        {"lat": "139.69", "lon": "35.69", "date": "2024-03-01"},
        {"lat": "43.1", "lon": "36.3", "date": "2024-03-01"},
    ]
    path = write_table(tmp_path / "t.csv", rows)
    with pytest.raises(ImportFileError, match="--swap-axes"):
        run_import(path)
    places = [event.place.place for event in run_import(path, swap_axes=True).events.values() if event.place]
    assert {(place.lon, place.lat) for place in places} == {(139.69, 35.69), (43.1, 36.3)}


def test_a_single_bad_latitude_is_a_row_s_own_trouble(tmp_path: Path) -> None:
    """Where other rows show that the columns are right, the row is looked up by its name."""
    rows = [
        {"lat": "36.3", "lon": "143.1", "place": "Out at sea", "date": "2024-03-01"},
        {"lat": "143.1", "lon": "36.3", "place": "Nowhereville", "date": "2024-03-01"},
    ]
    got = run_import(write_table(tmp_path / "t.csv", rows))
    assert got.report.unplaced == {"latitude beyond 90 degrees: the axes look swapped": 1}


@pytest.mark.parametrize(
    ("row", "name", "rule", "reason"),
    [
        ({"place": "Mosul", "country": "IQ"}, "Mosul", "gazetteer", ""),
        ({"place": "Mosul, Nineveh, Iraq"}, "Mosul", "gazetteer", ""),
        ({"place": "Cotabato City (Maguindanao)", "country": "PHL"}, "Cotabato City", "gazetteer", ""),
        ({"place": "Springfield", "state": "Missouri", "country": "USA"}, "Springfield", "gazetteer", ""),
        ({"place": "Springfield", "country": "USA"}, "Springfield", "gazetteer, a guess", "most prominent of 2"),
        ({"place": "Springfield"}, "Springfield", "gazetteer, a guess", "most prominent of 2"),
        ({"place": "Hamza", "country": "Iraq"}, "Hamza", "gazetteer, a guess", "most prominent of 2"),
        ({"place": "Mosul", "state": "Kirkuk", "country": "Iraq"}, "Mosul", "gazetteer, a guess", "not in Kirkuk"),
        ({"place": "Djbo", "country": "Burkina Faso"}, "Djibo", "gazetteer, a guess", "one letter"),
        ({"place": "Tokyo", "country": "Iraq"}, "", "", "no place of this name in Iraq; there is one in Japan"),
        ({"place": "Nowhereville", "country": "Iraq"}, "", "", "no place of this name in Iraq"),
        ({"place": "Nowhereville"}, "", "", "no such place"),
        ({"place": "n/a", "country": "Iraq"}, "Iraq", "gazetteer", ""),
        ({"place": "", "country": "Atlantis"}, "", "", "no such place"),
        ({"place": "", "country": ""}, "", "", "names no place"),
    ],
)
def test_names_are_matched_guessed_or_not_found(
    tmp_path: Path, row: dict[str, str], name: str, rule: str, reason: str
) -> None:
    """A guess is marked, what is not found is kept without a place, and both are listed with the reason."""
    full = {"date": "2024-03-01", "place": "", "state": "", "country": "", "notes": "x"} | row
    got = run_import(write_table(tmp_path / "t.csv", [full]))
    event = got.only
    assert (event.place.place.name if event.place else "") == name
    assert (event.place.rule if event.place else "") == rule
    assert [entry.reason for entry in got.unmatched if reason in entry.reason] == (
        [entry.reason for entry in got.unmatched] if reason else []
    )
    assert bool(got.unmatched) == bool(reason)
    assert bool(event.unplaced) == (not name)


def test_the_division_chooses_among_places_of_a_name(tmp_path: Path) -> None:
    """The Springfield of the state that the row names, not the larger one."""
    rows = [{"place": "Springfield", "state": "Illinois", "country": "US", "date": "2024"}]
    event = run_import(write_table(tmp_path / "t.csv", rows)).only
    assert event.place is not None
    assert event.place.place.admin1 == "Illinois"


def test_a_country_for_rows_that_name_none(tmp_path: Path) -> None:
    """`--country` goes for rows whose column is empty, or for tables without one."""
    rows = [{"place": "Hamza", "date": "2024"}, {"place": "Tokyo", "date": "2024"}]
    got = run_import(write_table(tmp_path / "t.csv", rows), country="IQ")
    assert {event.place.place.country_code for event in got.events.values() if event.place} == {"IQ"}
    assert got.report.unplaced.total() == 1


def test_columns_are_mapped_by_hand(tmp_path: Path) -> None:
    """Names that no list knows; a column that looks like one is left out."""
    rows = [{"Ort": "Mosul", "Tag": "2024-03-01", "Was": "protest", "place": "Tokyo", "Land": "Irak"}]
    path = write_table(tmp_path / "t.csv", rows)
    columns = {"Ort": "place", "Tag": "date", "Was": "type", "place": "-"}
    event = run_import(path, columns=columns).only
    assert event.place is not None
    assert event.place.place.name == "Mosul"
    assert event.trigger.type == "protest.other"
    assert event.date is not None


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_columns_without_a_name_of_their_own_lose_no_cell(tmp_path: Path, suffix: str) -> None:
    """Sheets made by hand have empty headers and the same one twice; the row is kept whole."""
    rows = [["date", "place", "country", "note", "note", ""], ["2024-03-01", "Mosul", "Iraq", "one", "two", "three"]]
    path = tmp_path / f"t.{suffix}"
    if suffix == "xlsx":
        write_workbook(path, {"A": rows})
    else:
        path.write_text("\n".join(map(",".join, rows)), encoding="utf-8")
    got = run_import(path)
    assert got.only.sentence == "one"
    raw = json.loads(got.documents[got.only.doc_id].raw)
    assert list(raw.values()) == rows[1]


def test_a_column_that_holds_nothing_yields_to_one_that_does(tmp_path: Path) -> None:
    """Map programs write empty columns of the usual names beside the person's own."""
    rows = [{"description": "", "summary": "A raid.", "place": "Mosul", "country": "IQ", "date": "2024"}]
    assert run_import(write_table(tmp_path / "t.csv", rows)).only.sentence == "A raid."


@pytest.mark.parametrize(
    ("columns", "message"),
    [({"Orte": "place"}, "no column 'Orte'.*did you mean Ort"), ({"Ort": "spot"}, "no field 'spot'.*place")],
)
def test_a_mapping_that_fits_nothing_says_what_would(tmp_path: Path, columns: dict[str, str], message: str) -> None:
    """Slips in `--map` are told with what there is."""
    path = write_table(tmp_path / "t.csv", [{"Ort": "Mosul", "Tag": "2024"}])
    with pytest.raises(ImportFileError, match=message):
        run_import(path, columns=columns)


def test_a_table_without_a_place_column_is_a_question(tmp_path: Path) -> None:
    """The columns are listed, and how to say which tells the place."""
    with pytest.raises(ImportFileError, match=r"--map 'Wert'=place.*Wert, Tag"):
        run_import(write_table(tmp_path / "t.csv", [{"Wert": "7", "Tag": "2024"}]))


def test_a_table_without_dates_is_read_and_said(tmp_path: Path) -> None:
    """Events without a day are events all the same."""
    got = run_import(write_table(tmp_path / "t.csv", [{"place": "Mosul", "country": "Iraq"}]))
    assert got.report.undated == {"the table has no column with a date": 1}


def test_excel_days_are_days(tmp_path: Path) -> None:
    """Real days of a workbook, and serial numbers where somebody lost the format."""
    header = ["date", "end", "city", "country", "dead"]
    real = write_workbook(
        tmp_path / "r.xlsx", {"A": [header, [date(2024, 3, 1), date(2024, 3, 4), "Mosul", "Iraq", 2]]}
    )
    lost = write_workbook(tmp_path / "l.xlsx", {"A": [header, [45352, 45355, "Mosul", "Iraq", 2.0]]})
    for path in (real, lost):
        event = run_import(path).only
        assert event.date is not None
        assert event.date.edtf == "2024-03-01/2024-03-04"
        assert [toll.number for toll in event.tolls] == [2]


def test_the_sheet_can_be_chosen(tmp_path: Path) -> None:
    """By name; a wrong name lists those that there are."""
    rows = [["date", "city", "country"], ["2024-03-01", "Mosul", "Iraq"]]
    path = write_workbook(tmp_path / "b.xlsx", {"Notes": [["a", "b"], ["c", "d"]], "Events": rows})
    assert run_import(path, sheet="Events").report.placed_by_name == 1
    with pytest.raises(ImportFileError, match="no sheet 'Event': there are Notes, Events"):
        run_import(path, sheet="Event")


def test_rows_with_one_id_are_one_event(tmp_path: Path) -> None:
    """The later row counts; equal rows without an id are one as well."""
    rows = [RAID | {"id": "1"}, RAID | {"id": "1", "notes": "Corrected."}, RAID | {"id": "2"}]
    got = run_import(write_table(tmp_path / "t.csv", rows))
    assert got.events["table:t:1"].sentence == "Corrected."
    assert (got.report.kept, got.report.superseded) == (2, 1)
    again = run_import(write_table(tmp_path / "u.csv", [RAID, RAID]))
    assert (again.report.kept, again.report.superseded, again.report.repeated) == (1, 0, 1)
    assert "Repeated: 1 row equal to another one, cell for cell" in list(write_report(again.report))


def test_types_of_a_table(tmp_path: Path) -> None:
    """An unknown word is other, and counted; rows without a word get the type that the person gives."""
    rows = [RAID | {"type": "Picnic"}, RAID | {"type": ""}]
    got = run_import(write_table(tmp_path / "t.csv", rows), event_type="protest.demo")
    assert sorted(event.trigger.type for event in got.events.values()) == ["protest.demo", "protest.demo"]
    assert got.report.warnings == {"the type 'Picnic' is not known; the event's type is other": 1}


def test_too_many_cells_are_a_row_s_own_trouble(tmp_path: Path) -> None:
    """A stray comma is skipped with its reason; empty surplus cells are no trouble."""
    path = tmp_path / "t.csv"
    path.write_text("date,city,country\n2024,Mosul,Iraq\n2024,Mosul,Iraq,extra\n2024-01,Mosul,Iraq,,\n", "utf-8")
    got = run_import(path)
    assert (got.report.kept, got.report.skipped.total()) == (2, 1)
    assert got.report.read == got.report.kept + got.report.skipped.total()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b"just a line of prose\nand another", "holds no table"),
        (b"%PDF-1.4\n1 0 obj", "is no table but a PDF"),
        (bytes(range(1, 200)) * 9 + b"\na,b\n", "is no table but bytes that are no text"),
        (b"KIRKUK, Iraq, Oct 16 - Troops, tanks\n", "news is read by `dateline ingest`"),
        (b"date,city\n", "no rows"),
        (b"{not json", "is not JSON"),
        (b'{"a": 1}', "holds no list of events"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "save it as .xlsx"),
        (b"PK\x03\x04 broken", "damaged zip"),
    ],
)
def test_what_is_no_table_says_so(tmp_path: Path, content: bytes, message: str) -> None:
    """Each error says what to do where there is something to do."""
    path = tmp_path / "t.csv"
    path.write_bytes(content)
    with pytest.raises(ImportFileError, match=message):
        run_import(path)


def make_feature(geometry: object, **properties: object) -> dict[str, object]:
    """A feature of GeoJSON."""
    return {"type": "Feature", "id": properties.pop("fid", None), "geometry": geometry, "properties": properties}


POINT = {"type": "Point", "coordinates": [43.1189, 36.335]}


@pytest.mark.parametrize(
    ("times", "edtf"),
    [
        ({"time": "2024-03-01T10:00:00Z"}, "2024-03-01"),
        ({"times": ["2024-03-01", "2024-03-02", "2024-03-03"]}, "2024-03-01/2024-03-03"),
        ({"start": "2024-03-01", "end": "2024-03-05"}, "2024-03-01/2024-03-05"),
        ({"timestamp": 1709251200}, "2024-03-01"),
        ({"timestamp": 1709251200000}, "2024-03-01"),
        ({"published": "2024-03"}, "2024-03"),
        ({"published": "2025-01-01", "date": "2024-03-01"}, "2024-03-01"),
    ],
)
def test_features_are_dated_by_their_properties(tmp_path: Path, times: dict[str, object], edtf: str) -> None:
    """Texts, lists, epochs in seconds and milliseconds, in the order in which tools write them."""
    collection = {"type": "FeatureCollection", "features": [make_feature(POINT, title="Raid", **times)]}
    got = run_import(write_json(tmp_path / "f.geojson", collection))
    assert got.report.opened == "GeoJSON"
    assert got.only.date is not None
    assert got.only.date.edtf == edtf
    assert got.only.place is not None
    assert (got.only.place.place.lon, got.only.place.place.lat) == (43.1189, 36.335)


@pytest.mark.parametrize(
    "geometry",
    [
        {"type": "Polygon", "coordinates": [[[40, 30], [46, 30], [46, 36], [40, 36], [40, 30]]]},
        {"type": "LineString", "coordinates": [[40, 30], [46, 36]]},
        {"type": "MultiPoint", "coordinates": [[41, 31], [46, 36]]},
    ],
    ids=lambda geometry: geometry["type"],
)
def test_shapes_get_a_point_inside_and_are_kept(tmp_path: Path, geometry: dict[str, object]) -> None:
    """The shape stays in the row."""
    got = run_import(write_json(tmp_path / "f.json", make_feature(geometry, date="2024-03-01", name="Flooded")))
    place = got.only.place
    assert place is not None
    assert 40 <= place.place.lon <= 46
    assert 30 <= place.place.lat <= 36
    assert json.loads(next(iter(got.documents.values())).raw)["geometry"] == geometry


@pytest.mark.parametrize(
    "geometry", [None, {"type": "Point", "coordinates": []}, {"type": "Polygon", "coordinates": "x"}, 7]
)
def test_features_without_a_sound_geometry_are_looked_up(tmp_path: Path, geometry: object) -> None:
    """By the name of their place."""
    feature = make_feature(geometry, date="2024-03-01", place="Mosul", country="IQ")
    event = run_import(write_json(tmp_path / "f.json", feature)).only
    assert event.place is not None
    assert event.place.rule == "gazetteer"


def test_features_one_a_line(tmp_path: Path) -> None:
    """GeoJSON text sequences, with and without their record separator."""
    path = tmp_path / "f.geojsonl"
    lines = [json.dumps(make_feature(POINT, date=f"2024-03-0{n}")) for n in (1, 2, 3)]
    path.write_text(f"{lines[0]}\n\x1e{lines[1]}\n{lines[2]}\n", encoding="utf-8")
    assert run_import(path).report.kept == 3


def test_timemap_is_read(tmp_path: Path) -> None:
    """Positions as texts, days month first, sources as objects, links from them."""
    events = [
        {
            "id": "7",
            "description": "Smoke over the bridge.",
            "date": "8/23/2011",
            "location": "Bridge",
            "latitude": "36.335",
            "longitude": "43.1189",
            "category": "Shelling",
            "associations": ["battle.clash"],
            "sources": [{"id": "s1", "title": "Clip", "paths": ["https://video.example/1"]}],
        },
        {"id": "8", "description": "Later.", "date": "8/4/2011", "latitude": "", "longitude": "", "category": ""},
        {"id": "9", "date": "8/4/2011", "category": ""},
        {"id": "10", "description": "Nothing known.", "category": ""},
    ]
    got = run_import(write_json(tmp_path / "site.json", events))
    event = got.events["timemap:site:7"]
    assert (got.report.source_format, event.trigger.type) == ("TimeMap", "battle.clash")
    assert event.date is not None
    assert event.date.edtf == "2011-08-23"
    assert event.place is not None
    assert event.place.place.name == "Bridge"
    assert got.documents["timemap:site:7"].url == "https://video.example/1"
    later = got.events["timemap:site:8"]
    assert later.date is not None
    assert (later.date.edtf, later.date.span.granularity) == ("2011-08-04", Granularity.DAY)
    assert later.place is None
    assert got.report.skipped.total() == 2


def test_timemap_days_may_come_first(tmp_path: Path) -> None:
    """A site that writes the day first shows it in one of its dates, or the person says so."""
    events = [
        {"id": n, "description": "x", "date": day, "sources": []} for n, day in ((1, "4/8/2011"), (2, "23/8/2011"))
    ]
    got = run_import(write_json(tmp_path / "site.json", events))
    assert {event.date.edtf for event in got.events.values() if event.date} == {"2011-08-04", "2011-08-23"}
    said = run_import(write_json(tmp_path / "one.json", events[:1]), day_first=True)
    assert said.only.date is not None
    assert said.only.date.edtf == "2011-08-04"
