"""Tests of the imports of UCDP GED, GTD, EM-DAT, ICEWS and POLECAT."""

from datetime import date
from pathlib import Path

import pytest

from mapping.kinds import Granularity, Level
from tests.imports.helpers import run_import, write_json, write_table, write_workbook
from tests.imports.rows import (
    EMDAT,
    GTD,
    make_emdat,
    make_gtd,
    make_icews,
    make_polecat,
    make_ucdp,
)


@pytest.mark.parametrize("header", [True, False])
def test_ucdp_is_read_with_and_without_a_header(tmp_path: Path, header: bool) -> None:
    """Some candidate files come without their first line."""
    got = run_import(write_table(tmp_path / "u.csv", [make_ucdp()], header=header))
    event, document = got.only, got.documents["ucdp:700001"]
    assert (got.report.source_format, event.trigger.type) == ("UCDP GED", "battle.clash")
    assert event.date is not None
    assert (event.date.edtf, event.date.span.granularity) == ("2019-05-02", Granularity.DAY)
    assert event.place is not None
    assert (event.place.place.name, event.place.place.country_code) == ("Mosul", "IQ")
    assert [(toll.kind, toll.number, toll.text) for toll in event.tolls] == [("killed", 5, "5 (4 to 8)")]
    assert event.sentence == "Five dead in raid near city"
    assert document.url == "https://wire.example/raid"
    assert [(actor.text, actor.kind) for actor in event.actors] == [
        ("Government of Iraq", "state_force"),
        ("The Column", "rebel"),
    ]


@pytest.mark.parametrize(
    ("precision", "start", "end", "granularity"),
    [
        (1, date(2019, 5, 2), date(2019, 5, 4), Granularity.RANGE),
        (2, date(2019, 5, 2), date(2019, 5, 4), Granularity.RANGE),
        (3, date(2019, 4, 29), date(2019, 5, 5), Granularity.WEEK),
        (4, date(2019, 5, 1), date(2019, 5, 31), Granularity.MONTH),
        (5, date(2019, 1, 1), date(2019, 12, 31), Granularity.YEAR),
    ],
)
def test_ucdp_events_do_not_flash_on_one_day(
    tmp_path: Path, precision: int, start: date, end: date, granularity: Granularity
) -> None:
    """An event known to the month covers the month."""
    row = make_ucdp(date_prec=precision, date_end="2019-05-04 00:00:00.000")
    event = run_import(write_table(tmp_path / "u.csv", [row])).only
    assert event.date is not None
    assert event.date.span.start == start
    assert event.date.span.end == end
    assert event.date.span.granularity is granularity


def test_ucdp_columns_are_known_by_name(tmp_path: Path) -> None:
    """Older versions lack columns; their order does not matter."""
    row = {name: value for name, value in make_ucdp().items() if name not in ("relid", "code_status")}
    row = dict(reversed(list(row.items())))
    assert run_import(write_table(tmp_path / "u.csv", [row])).only.doc_id == "ucdp:700001"


def test_ucdp_sums_of_several_events_are_less_sure(tmp_path: Path) -> None:
    """event_clarity 2."""
    rows = [make_ucdp(), make_ucdp(id=2, event_clarity=2)]
    events = run_import(write_table(tmp_path / "u.csv", rows)).events
    assert events["ucdp:2"].score < events["ucdp:700001"].score


@pytest.mark.parametrize(("precision", "level"), [(1, Level.CITY), (4, Level.ADM1), (6, Level.COUNTRY)])
def test_ucdp_points_of_areas_are_areas(tmp_path: Path, precision: int, level: Level) -> None:
    """where_prec 4 to 7 are middles and capitals."""
    event = run_import(write_table(tmp_path / "u.csv", [make_ucdp(where_prec=precision)])).only
    assert event.place is not None
    assert event.place.place.level is level


def test_ucdp_days_in_the_wrong_order_are_turned_round(tmp_path: Path) -> None:
    """And the report says so."""
    row = make_ucdp(date_start="2019-05-09 00:00:00.000")
    got = run_import(write_table(tmp_path / "u.csv", [row]))
    assert got.only.date is not None
    assert got.only.date.edtf == "2019-05-02/2019-05-09"
    assert got.report.warnings == {"date_end lay before date_start: swapped": 1}


def test_gtd_is_read_from_a_workbook(tmp_path: Path) -> None:
    """Numbers of Excel, an unknown group, two tolls."""
    path = write_workbook(tmp_path / "gtd.xlsx", {"Sheet1": [GTD, list(make_gtd().values())]})
    got = run_import(path)
    event = got.only
    assert (got.report.source_format, event.doc_id) == ("GTD", "gtd:201905020001")
    assert event.trigger.type == "strike.bomb"
    assert [(toll.kind, toll.number) for toll in event.tolls] == [("killed", 3), ("wounded", 7)]
    assert [actor.text for actor in event.actors] == ["Business"]
    assert "sheet 'Sheet1'" in got.report.opened


@pytest.mark.parametrize(
    ("values", "edtf", "granularity"),
    [
        ({}, "2019-05-02", Granularity.DAY),
        ({"iday": 0}, "2019-05", Granularity.MONTH),
        ({"imonth": 0, "iday": 0}, "2019", Granularity.YEAR),
        ({"imonth": 0, "iday": 7}, "2019", Granularity.YEAR),
        ({"extended": 1, "resolution": date(2019, 5, 6)}, "2019-05-02/2019-05-06", Granularity.RANGE),
        ({"extended": 0, "resolution": date(2019, 5, 6)}, "2019-05-02", Granularity.DAY),
    ],
    ids=["a day", "a month", "a year", "a day without month", "until it was resolved", "over within a day"],
)
def test_gtd_zeros_are_unknown(tmp_path: Path, values: dict[str, object], edtf: str, granularity: Granularity) -> None:
    """Month or day 0 is a whole year or month."""
    path = write_workbook(tmp_path / "gtd.xlsx", {"S": [GTD, list(make_gtd(**values).values())]})
    event = run_import(path).only
    assert event.date is not None
    assert (event.date.edtf, event.date.span.granularity) == (edtf, granularity)


@pytest.mark.parametrize(
    ("values", "name", "level"),
    [
        ({"city": "Unknown", "latitude": "", "longitude": ""}, "Nineveh", Level.ADM1),
        ({"city": "Mosul", "latitude": "", "longitude": ""}, "Mosul", Level.CITY),
        ({"city": "Mosul", "specificity": 1, "vicinity": 1}, "Mosul", Level.ADM2),
        ({"city": "Unknown", "provstate": "Unknown", "latitude": "", "longitude": ""}, "Iraq", Level.COUNTRY),
    ],
    ids=["the province", "the city by name", "near the city", "the country"],
)
def test_gtd_unknown_is_no_name(tmp_path: Path, values: dict[str, object], name: str, level: Level) -> None:
    """The word "Unknown" stands for nothing, not for a town."""
    event = run_import(write_table(tmp_path / "g.csv", [make_gtd(**values)])).only
    assert event.place is not None
    assert (event.place.place.name, event.place.place.level) == (name, level)


def test_gtd_suicide_and_doubt(tmp_path: Path) -> None:
    """Two columns that change what an event is called."""
    got = run_import(write_table(tmp_path / "g.csv", [make_gtd(suicide=1, doubtterr=1)]))
    assert got.only.trigger.type == "strike.suicide"
    assert "may not be terrorism" in got.documents[got.only.doc_id].title


def test_emdat_is_found_under_its_preamble(tmp_path: Path) -> None:
    """Files before autumn 2023 have six lines above the header, and other names."""
    names = {"DisNo.": "Dis No", "Location": "Geo Locations"}
    header = [names.get(name, name) for name in EMDAT]
    preamble = [["Database", "EM-DAT"], ["Version", "2023"], [], ["Note", "x, y"], ["Rows", 1], [""]]
    rows = [*preamble, header, list(make_emdat().values())]
    for path in (
        write_workbook(tmp_path / "old.xlsx", {"Notes": [["Read", "me"]], "EM-DAT Data": rows}),
        write_table(tmp_path / "old.csv", [dict(zip(header, rows[-1], strict=True))]),
    ):
        got = run_import(path)
        assert (got.report.source_format, got.only.doc_id) == ("EM-DAT", "emdat:2021-0999-PHL")
        assert got.only.trigger.type == "disaster.flood"


def test_emdat_places_are_looked_up_in_the_country(tmp_path: Path) -> None:
    """Several places make one that holds them all, nearest to all of them; each is an alternative."""
    got = run_import(write_table(tmp_path / "e.csv", [make_emdat()]))
    choice = got.only.place
    assert choice is not None
    assert choice.place.name == "Basilan, Sulu, Cotabato City"
    assert choice.place.level is Level.REGION
    assert (choice.place.lon, choice.place.lat) == (122.0, 6.6)
    assert choice.place.radius_km > 200
    assert [candidate.place.name for candidate in choice.alternatives] == ["Basilan", "Sulu", "Cotabato City"]
    assert choice.rule == "gazetteer"


def test_emdat_admin_units_go_before_its_words(tmp_path: Path) -> None:
    """A JSON list of divisions in a cell."""
    units = '[{"adm2_code":1,"adm2_name":"Sulu"}]'
    event = run_import(write_table(tmp_path / "e.csv", [make_emdat(more={"Admin Units": units})])).only
    assert event.place is not None
    assert (event.place.place.name, event.place.place.level) == ("Sulu", Level.ADM2)


@pytest.mark.parametrize(
    ("location", "name", "rule", "listed"),
    [
        ("Sulu province", "Sulu", "gazetteer", 0),
        ("Sulu, Nowhereville", "Sulu", "gazetteer, a guess", 1),
        ("Nowhereville", "Philippines", "gazetteer, a guess", 1),
        ("", "Philippines", "gazetteer", 0),
    ],
    ids=["found", "one of two", "none", "the whole country"],
)
def test_emdat_falls_back_to_the_country_and_says_so(
    tmp_path: Path, location: str, name: str, rule: str, listed: int
) -> None:
    """What was not found is listed with its reason."""
    row = make_emdat(Location=location.removesuffix(" province"))
    got = run_import(write_table(tmp_path / "e.csv", [row]))
    assert got.only.place is not None
    assert (got.only.place.place.name, got.only.place.rule) == (name, rule)
    assert len(got.unmatched) == listed


@pytest.mark.parametrize(
    ("values", "edtf", "granularity"),
    [
        ({}, "2021-03-04/2021-03-09", Granularity.RANGE),
        ({"Start Day": "", "End Day": ""}, "2021-03", Granularity.MONTH),
        ({"Start Month": "", "Start Day": "", "End Month": "", "End Day": ""}, "2021", Granularity.YEAR),
        ({"End Year": "", "End Month": "", "End Day": ""}, "2021-03-04", Granularity.DAY),
        ({"End Day": "1"}, "2021-03-01/2021-03-04", Granularity.RANGE),
    ],
    ids=["days", "no days", "no months", "no end", "end before start"],
)
def test_emdat_dates_have_holes(tmp_path: Path, values: dict[str, object], edtf: str, granularity: Granularity) -> None:
    """A missing day or month makes the interval as wide as what is known."""
    event = run_import(write_table(tmp_path / "e.csv", [make_emdat(more=values)])).only
    assert event.date is not None
    assert (event.date.edtf, event.date.span.granularity) == (edtf, granularity)


def test_emdat_points_of_earthquakes_are_kept(tmp_path: Path) -> None:
    """The few rows with a point."""
    values = {"Disaster Type": "Earthquake", "Disaster Subtype": "Tsunami", "Latitude": 6.1, "Longitude": 126.2}
    event = run_import(write_table(tmp_path / "e.csv", [make_emdat(more=values)])).only
    assert event.trigger.type == "disaster.tsunami"
    assert event.place is not None
    assert (event.place.rule, event.place.place.lat) == ("file", 6.1)


@pytest.mark.parametrize(("code", "kind"), [("42", "diplomacy.talks"), ("841", "diplomacy.prisoner")])
def test_icews_codes_get_their_zeros_back(tmp_path: Path, code: str, kind: str) -> None:
    """Some copies drop leading zeros."""
    path = write_table(tmp_path / "i.tab", [make_icews(CAMEO_Code=code)], delimiter="\t")
    got = run_import(path)
    assert (got.report.source_format, got.only.trigger.type) == ("ICEWS", kind)


def test_icews_without_a_city_stands_for_the_province(tmp_path: Path) -> None:
    """An empty city means a middle."""
    event = run_import(write_table(tmp_path / "i.tab", [make_icews(City="")], delimiter="\t")).only
    assert event.place is not None
    assert event.place.place.level is Level.ADM1


def test_polecat_is_read_with_ragged_rows(tmp_path: Path) -> None:
    """Surplus tabs at the end of rows; the day of the event and of its publication differ."""
    path = write_table(tmp_path / "p.txt", [make_polecat()], delimiter="\t")
    path.write_text(path.read_text().rstrip("\r\n") + "\t\t\n", encoding="utf-8")
    got = run_import(path)
    assert (got.report.source_format, got.only.trigger.type) == ("POLECAT", "protest.demo")
    assert got.only.date is not None
    assert got.only.date.edtf == "2021-06-07"
    assert got.documents["polecat:P1"].created == date(2021, 6, 9)
    assert got.only.sentence == "Teachers march for pay"


def test_the_interfaces_json_of_ucdp_is_read(tmp_path: Path) -> None:
    """The list stands under "Result"."""
    path = write_json(tmp_path / "u.json", {"TotalCount": 1, "Result": [make_ucdp()]})
    assert run_import(path).only.doc_id == "ucdp:700001"
