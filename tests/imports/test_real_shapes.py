"""Tests with invented rows in shapes that files of these data sets were found to have."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from mapping.imports.codes import load_country_codes
from mapping.kinds import Granularity, Level
from tests.imports.helpers import fill, run_import, write_json, write_table
from tests.imports.rows import (
    ACLED_2015,
    ACLED_2016,
    EMDAT,
    make_acled,
    make_emdat,
    make_gdelt,
    make_icews,
    make_polecat,
    make_ucdp,
)

MARCH = {"event_id_cnty": "1XQ", "event_type": "Riots/Protests", "actor1": "Crowd", "country": "Burkina Faso"}
MARCH |= {"location": "Djibo", "latitude": "14.1", "longitude": "-1.63", "inter1": "6", "geo_precision": "1"}
MARCH |= {"event_date": "2016-07-02", "notes": "They marched.\nPolice looked on.", "time_precision": "1"}


def make_old_acled(names: Sequence[str], **values: str) -> dict[str, object]:
    """A march, in columns of the time before sub-types."""
    told = MARCH | {"fatalities": "0", "ally_actor_1": "Teachers; Students"} | values
    return {name: told.get(name.lower(), "") for name in names}


@pytest.mark.parametrize("names", [ACLED_2016, ACLED_2015], ids=["interface of 2016", "upper case of 2015"])
def test_acled_without_sub_types_is_acled(tmp_path: Path, names: Sequence[str]) -> None:
    """It keeps its ids, kinds of actors, precision and credit, which a plain table has not."""
    row = make_old_acled(names, time_precision="2", geo_precision="3", event_date="02-July-2016")
    got = run_import(write_table(tmp_path / "a.csv", [row]))
    event = got.events["acled:1XQ"]
    assert got.documents["acled:1XQ"].source == "ACLED"
    assert [(actor.text, actor.kind) for actor in event.actors] == [
        ("Crowd", "protesters"),
        ("Teachers", ""),
        ("Students", ""),
    ]
    assert event.place is not None
    assert (event.place.place.level, event.place.place.country_code) == (Level.ADM1, "BF")
    assert event.date is not None
    assert event.date.span.granularity is Granularity.WEEK
    assert event.sentence == "They marched.\nPolice looked on."


@pytest.mark.parametrize(
    ("kind", "who", "code"),
    [
        ("Riots/Protests", "6", "protest.demo"),
        ("Riots/Protests", "5", "riot.violent"),
        ("Riots/Protests", "1", "protest.demo"),
        ("Battle-No change of territory", "1", "battle.clash"),
        ("Non-violent transfer of territory", "1", "security.territory_transfer"),
        ("Headquarters or base established", "2", "security.base"),
        ("Remote violence", "2", "strike.bomb"),
    ],
)
def test_acled_types_before_there_were_sub_types(tmp_path: Path, kind: str, who: str, code: str) -> None:
    """One word stood for riots and protests; who acted tells them apart."""
    row = make_old_acled(ACLED_2016, event_type=kind, inter1=who)
    got = run_import(write_table(tmp_path / "a.csv", [row]))
    assert got.only.trigger.type == code
    assert not got.report.warnings


def test_acled_numbers_within_a_country_are_no_ids(tmp_path: Path) -> None:
    """Two countries have an event number 1; the number of the whole data set goes before it."""
    rows = [make_old_acled(ACLED_2016, event_id_cnty="", event_id_no_cnty="1", data_id=str(n)) for n in (7, 8)]
    got = run_import(write_table(tmp_path / "a.csv", rows))
    assert set(got.events) == {"acled:7", "acled:8"}


def test_acled_state_numbers_stand_for_missing_names(tmp_path: Path) -> None:
    """Files from before the ISO codes have Gleditsch and Ward's numbers."""
    got = run_import(write_table(tmp_path / "a.csv", [make_old_acled(ACLED_2015, country="", gwno="439")]))
    assert got.only.place is not None
    assert got.only.place.place.country_code == "BF"


def test_icews_not_available_is_no_city(tmp_path: Path) -> None:
    """Copies that R wrote have "NA" in empty cells: no town of that name, and no better known than the province."""
    rows = [
        make_icews(**{"Event ID": 1, "City": "NA", "District": "NA"}),
        make_icews(**{"Event ID": 2, "City": "NA", "District": "NA", "Province": "NA"}),
    ]
    got = run_import(write_table(tmp_path / "i.tab", rows, delimiter="\t"))
    places = [event.place.place for event in got.events.values() if event.place]
    assert {(place.name, place.level) for place in places} == {("Nineveh", Level.ADM1), ("Iraq", Level.COUNTRY)}


def test_icews_numbers_of_two_days_are_two_events(tmp_path: Path) -> None:
    """The number alone is not unique; with the day it is."""
    rows = [make_icews(**{"Event Date": day}) for day in ("2018-06-01", "2018-06-03")]
    got = run_import(write_table(tmp_path / "i.tab", rows, delimiter="\t"))
    assert (got.report.kept, got.report.superseded) == (2, 0)


def test_ucdp_deaths_that_may_be_none_are_told(tmp_path: Path) -> None:
    """A best estimate of nobody with an upper bound is not the same as no word of deaths."""
    got = run_import(write_table(tmp_path / "u.csv", [make_ucdp(best=0, low=0, high=12)]))
    assert [(toll.number, toll.text) for toll in got.only.tolls] == [(0, "0 (0 to 12)")]
    assert not run_import(write_table(tmp_path / "v.csv", [make_ucdp(best=0, low=0, high=0)])).only.tolls


def test_tags_of_humanitarian_tables_are_no_event(tmp_path: Path) -> None:
    """The row under the header of tables with HXL tags is counted and left out."""
    rows = [
        {"Date": "#date +occurred", "Country": "#country +code", "Deaths": "#affected +ind +killed", "Note": ""},
        {"Date": "2020-03-01", "Country": "Iraq", "Deaths": "3", "Note": "#one"},
    ]
    got = run_import(write_table(tmp_path / "t.csv", rows))
    assert (got.report.read, got.report.kept) == (2, 1)
    assert got.report.filtered == {"a row of HXL tags, not of data": 1}


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("People's Republic of the Congo", "CG"),
        ("Slovak Republic", "SK"),
        ("Germany Dem Rep", "DE"),
        ("Yemen P Dem Rep", "YE"),
        ("East Germany (GDR)", "DE"),
        ("Azores Islands", "PT"),
        ("Hong Kong SAR China", "HK"),
    ],
)
def test_states_of_former_times_are_known(name: str, code: str) -> None:
    """GTD and EM-DAT reach back to them; each is the country that its land is in now."""
    assert load_country_codes().from_text(name) == code


def test_acled_files_of_today_are_still_acled(tmp_path: Path) -> None:
    """A file cut down to the columns without an id is known by its sub-types."""
    row = {name: cell for name, cell in make_acled().items() if name not in ("event_id_no_cnty", "data_id")}
    assert run_import(write_table(tmp_path / "a.csv", [row])).report.source_format == "ACLED"


def test_emdat_divisions_before_2023_come_from_geo_locations(tmp_path: Path) -> None:
    """They are cleaner than the words of Location, and have their level."""
    names = [*EMDAT, "Dis No", "Geo Locations"]
    values = {"Dis No": "2015-0301-PHL", "Disaster Type": "Flood", "Country": "Philippines (the)", "ISO": "PHL"}
    values |= {"Start Year": "2015", "Location": "Maluso village (Basilan province), some other villages"}
    values |= {"Geo Locations": "Administrative unit not available (Adm1). Basilan, Sulu (A) (Adm2). "}
    row = fill([name for name in names if name not in ("DisNo.", "Admin Units")], values)
    got = run_import(write_table(tmp_path / "e.csv", [row]))
    assert got.only.place is not None
    assert got.only.place.place.name == "Basilan, Sulu"
    assert not got.unmatched


def test_emdat_points_are_named_by_all_places(tmp_path: Path) -> None:
    """A point of a disaster in several places is not that of the first one alone."""
    values = {"Latitude": "6.5", "Longitude": "121.5", "Location": "Basilan province, Sulu, Jolo and Cotabato areas"}
    got = run_import(write_table(tmp_path / "e.csv", [make_emdat(**values)]))
    assert got.only.place is not None
    assert got.only.place.place.name == "Basilan, Sulu, Jolo and 1 more"


@pytest.mark.parametrize(
    ("cells", "edtf"),
    [
        ({"Year": "2019", "Month": "3", "Day": "7"}, "2019-03-07"),
        ({"Year": "2019", "Month": "Mar.", "Day": ""}, "2019-03"),
        ({"Year": "2019", "Month": "", "Day": "7"}, "2019"),
        ({"Year": "2019.0", "Month": "3.0", "Day": "7.0"}, "2019-03-07"),
        ({"Year": "", "Month": "3", "Day": "7"}, ""),
        ({"Year": "2019", "Month": "2", "Day": "30"}, ""),
        ({"Year": "2019", "Month": "3", "Date": "2019-03-09"}, "2019-03-09"),
    ],
)
def test_days_in_three_columns(tmp_path: Path, cells: dict[str, str], edtf: str) -> None:
    """Tables of disasters have a column each for year, month and day; a whole date goes before them."""
    got = run_import(write_table(tmp_path / "t.csv", [{"City": "Mosul", "Country": "Iraq", **cells}]))
    assert (got.only.date.edtf if got.only.date else "") == edtf


def test_a_column_of_towns_or_cities_is_the_place(tmp_path: Path) -> None:
    """So that the district does not stand for it; the type's own words go before a description."""
    row = {"district": "Old Town", "town/city": "Mosul", "country": "Iraq", "event type": "Air/drone strike"}
    event = run_import(write_table(tmp_path / "t.csv", [row])).only
    assert event.place is not None
    assert event.place.place.name == "Mosul"
    assert (event.trigger.type, event.sentence) == ("strike.air", "Air/drone strike · Mosul, Old Town, Iraq")


def test_a_point_tells_its_country_where_the_row_does_not(tmp_path: Path) -> None:
    """So that a filter by country finds the event; a country that the row names is not touched, nor is the sea."""
    rows = [
        {"id": 1, "lat": "36.3", "lon": "43.1", "country": ""},
        {"id": 2, "lat": "36.3", "lon": "43.1", "country": "Iran"},
        {"id": 3, "lat": "0.5", "lon": "-30", "country": ""},
    ]
    got = run_import(write_table(tmp_path / "t.csv", rows), check=True)
    found = {key: event.place.place for key, event in got.events.items() if event.place}
    assert [(found[f"table:t:{n}"].country_code, found[f"table:t:{n}"].country) for n in (1, 2, 3)] == [
        ("IQ", "Iraq"),
        ("IR", "Iran"),
        ("", ""),
    ]
    unchecked = run_import(write_table(tmp_path / "u.csv", rows * 2), check=True, check_countries=False)
    assert unchecked.report.outside == 0


EVENTS = [
    {"id": "A1", "description": "A block was hit.", "date": "02/24/2022", "location": "Unknown"}
    | {"latitude": "36.3", "longitude": "43.1", "associations": ["asc1", "asc9"], "sources": ["s1", "hidden"]}
]
ASSOCIATIONS = [
    {"id": "asc1", "title": "Homes", "mode": "FILTER", "filter_paths": ["Area", "Homes"]},
    {"id": "asc9", "title": "Air strike", "mode": "FILTER", "filter_paths": ["Weapon", "Air strike"]},
]
SOURCES = [{"id": f"s{n}", "title": "", "paths": [f"https://clips.example/{n}"]} for n in (1, 2, 3)]


@pytest.mark.parametrize("beside", [True, False], ids=["beside the events", "in one file"])
def test_timemaps_lists_tell_what_ids_mean(tmp_path: Path, beside: bool) -> None:
    """Types come from associations and links from sources, wherever a site keeps the lists."""
    if beside:
        path = write_json(tmp_path / "export_events.json", EVENTS)
        write_json(tmp_path / "export_associations.json", ASSOCIATIONS)
        write_json(tmp_path / "export_sources.json", {entry["id"]: entry for entry in SOURCES})
    else:
        path = write_json(tmp_path / "site.json", {"sources": SOURCES, "events": EVENTS, "associations": ASSOCIATIONS})
    got = run_import(path)
    (document,) = got.documents.values()
    assert (got.report.read, got.only.trigger.type, got.only.trigger.text) == (1, "strike.air", "Air strike")
    assert document.url == "https://clips.example/1"
    assert "hidden" not in document.title
    assert got.only.place is not None
    assert got.only.place.place.name == "36.300, 43.100"
    assert not got.report.warnings


def test_timemap_without_its_lists_says_that_types_are_missing(tmp_path: Path) -> None:
    """Ids alone tell nothing: the event is kept, and the report says so."""
    (tmp_path / "export_sources.json").write_text("not JSON", encoding="utf-8")
    got = run_import(write_json(tmp_path / "export_events.json", EVENTS))
    assert got.only.trigger.type == "other.other"
    assert list(got.report.warnings) == ["no category or association is a type that Dateline knows; the type is other"]


def test_gdelt_from_pandas_is_gdelt(tmp_path: Path) -> None:
    """Columns with gaps become floats there, and codes lose their zeros; the filter must not leave all of it out."""
    row = make_gdelt(QuadClass="4.0", IsRootEvent="1.0", ActionGeo_Type="4.0", EventCode="73", EventRootCode="7")
    row |= {"SQLDATE": "20240301.0", "DATEADDED": "20240301120000.0", "GLOBALEVENTID": "900000001.0"}
    event = run_import(write_table(tmp_path / "g.csv", [{"": "0", **row}])).only
    assert event.date is not None
    assert (event.date.edtf, event.trigger.type) == ("2024-03-01", "humanitarian.aid")
    assert event.place is not None
    assert event.place.place.level is Level.CITY


def test_codes_with_a_decimal_point_are_codes(tmp_path: Path) -> None:
    """The same in data sets coded by people: precision, kind and country do not get lost."""
    row = make_ucdp(type_of_violence="3.0", where_prec="4.0", date_prec="4.0", country_id="645.0", country="")
    event = run_import(write_table(tmp_path / "u.csv", [row])).only
    assert event.trigger.type == "attack.killing"
    assert event.place is not None
    assert (event.place.place.level, event.place.place.country_code) == (Level.ADM1, "IQ")
    assert event.date is not None
    assert event.date.span.granularity is Granularity.MONTH


def test_polecats_none_is_nothing(tmp_path: Path) -> None:
    """Its empty cells hold the word "None"."""
    row = make_polecat(**{"Event Mode": "None", "Recipient Name": "None", "City": "None", "Placename": "None"})
    event = run_import(write_table(tmp_path / "p.txt", [row], delimiter="\t")).only
    assert event.place is not None
    assert event.place.place.level is Level.ADM1
    assert [actor.role for actor in event.actors] == ["actor"]
    assert "None" not in event.sentence


@pytest.mark.parametrize(
    ("cells", "starts"),
    [
        (["2024-03-01", "45353", "2024-03-05"], ["2024-03-01", "2024-03-02", "2024-03-05"]),
        (["1 March 2024", "45353"], ["2024-03-01", "2024-03-02"]),
        (["soon", "45353", "later"], ["", "", ""]),
    ],
)
def test_a_number_among_days_is_excels(tmp_path: Path, cells: list[str], starts: list[str]) -> None:
    """A cell that lost its format in a column of days; beside words it may be anything."""
    rows = [{"id": n, "City": "Mosul", "Date": cell} for n, cell in enumerate(cells)]
    got = run_import(write_table(tmp_path / "t.csv", rows))
    found = [got.events[f"table:t:{n}"].date for n in range(len(cells))]
    assert [date.edtf if date else "" for date in found] == starts


def test_columns_and_countries_may_have_names_of_other_languages(tmp_path: Path) -> None:
    """German, French and Spanish heads; a country that lists do not know by this name is in the gazetteer."""
    rows = [{"Datum": "2024-03-01", "Ort": "Hamza", "Bundesland": "Salah ad Din", "Land": "Iraq", "Tote": "3"}]
    event = run_import(write_table(tmp_path / "d.csv", rows)).only
    assert event.place is not None
    assert (event.place.place.admin1, event.tolls[0].number) == ("Salah ad Din", 3)
    rows = [{"Fecha": "2024-03-01", "Ciudad": "Djibo", "País": "Burkina Faso", "Título": "Ataque", "Muertos": "2"}]
    event = run_import(write_table(tmp_path / "e.csv", rows, encoding="cp1252")).only
    assert event.place is not None
    assert (event.place.place.country_code, event.sentence) == ("BF", "Ataque")
