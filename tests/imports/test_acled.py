"""Tests of the import of ACLED's files."""

from datetime import date
from pathlib import Path

import pytest

from mapping.kinds import Granularity, Level
from tests.imports.helpers import run_import, write_json, write_table, write_workbook
from tests.imports.rows import ACLED, ACLED_OLD, make_acled


def test_a_row_becomes_an_event(tmp_path: Path) -> None:
    """Type, day, point, sides, deaths, words and source of a new export."""
    got = run_import(write_table(tmp_path / "a.csv", [make_acled()]))
    event, document = got.events["acled:BFO9001"], got.documents["acled:BFO9001"]
    assert event.trigger.type == "battle.clash"
    assert event.trigger.rule == "import:acled"
    assert event.date is not None
    assert (event.date.edtf, event.date.timex) == ("2024-03-01", "01 March 2024")
    assert event.place is not None
    assert (event.place.rule, event.place.place.name, event.place.place.level) == ("file", "Djibo", Level.CITY)
    assert (event.place.place.country_code, event.place.place.admin1_code) == ("BF", "SA")
    assert [(actor.text, actor.role, actor.kind) for actor in event.actors] == [
        ("Military Forces of Burkina Faso", "actor", "state_force"),
        ("Northern Column", "recipient", "rebel"),
    ]
    assert [(toll.kind, toll.number) for toll in event.tolls] == [("killed", 4)]
    assert event.sentence == "Soldiers and fighters traded fire for two hours."
    assert document.source == "ACLED"
    assert "Desk Sahel" in document.title
    assert '"source_scale":""' in document.raw


@pytest.mark.parametrize("form", ["2024-04-03", "03 April 2024", "3-Apr-24", "03-04-2024", "03/04/2024"])
def test_the_day_stands_before_the_month(tmp_path: Path, form: str) -> None:
    """ACLED writes numbers day first, whatever the other rows look like."""
    event = run_import(write_table(tmp_path / "a.csv", [make_acled(event_date=form)])).only
    assert event.date is not None
    assert event.date.span.start == date(2024, 4, 3)


@pytest.mark.parametrize(
    ("precision", "start", "end", "granularity"),
    [
        (1, date(2024, 3, 13), date(2024, 3, 13), Granularity.DAY),
        (2, date(2024, 3, 10), date(2024, 3, 19), Granularity.WEEK),
        (3, date(2024, 3, 1), date(2024, 3, 31), Granularity.MONTH),
    ],
)
def test_the_interval_is_as_wide_as_the_precision(
    tmp_path: Path, precision: int, start: date, end: date, granularity: Granularity
) -> None:
    """A week's day is its middle or its start: both fit into the interval."""
    row = make_acled(event_date="2024-03-13", time_precision=precision)
    event = run_import(write_table(tmp_path / "a.csv", [row])).only
    assert event.date is not None
    assert event.date.span.start == start
    assert event.date.span.end == end
    assert event.date.span.granularity is granularity


def test_coarser_places_are_larger_and_surer_less(tmp_path: Path) -> None:
    """geo_precision 2 and 3 stand for part of a region and for a region."""
    rows = [make_acled(event_id_cnty=f"BFO{n}", geo_precision=n) for n in (1, 2, 3)]
    events = run_import(write_table(tmp_path / "a.csv", rows)).events
    places = [events[f"acled:BFO{n}"].place for n in (1, 2, 3)]
    assert [choice.place.level for choice in places if choice] == [Level.CITY, Level.ADM2, Level.ADM1]
    radii = [choice.place.radius_km for choice in places if choice]
    assert radii == sorted(radii)
    scores = [events[f"acled:BFO{n}"].score for n in (1, 2, 3)]
    assert scores == sorted(scores, reverse=True)


def test_events_at_one_spot_share_a_place(tmp_path: Path) -> None:
    """A map gathers them instead of stacking them."""
    rows = [make_acled(event_id_cnty=f"BFO{n}") for n in (1, 2)]
    events = run_import(write_table(tmp_path / "a.csv", rows)).events.values()
    assert len({event.place.place.place_id for event in events if event.place}) == 1


def test_old_columns_capitals_numbers_and_a_mark_are_read(tmp_path: Path) -> None:
    """Old exports: UPPER CASE names, a byte order mark, inter1 as a number, ids of other names."""
    row = make_acled(ACLED_OLD, inter1=1, inter2=7, event_type="Battle-No change of territory", sub_event_type="")
    row = {name.upper(): value for name, value in row.items()}
    event = run_import(write_table(tmp_path / "a.csv", [row], encoding="utf-8-sig")).only
    assert event.trigger.type == "battle.clash"
    assert [actor.kind for actor in event.actors] == ["state_force", "civilians"]


def test_the_row_edited_last_counts(tmp_path: Path) -> None:
    """Of rows with one id the newest timestamp wins, wherever it stands; then the later row."""
    rows = [
        make_acled(fatalities=4, timestamp=10),
        make_acled(fatalities=6, timestamp=30),
        make_acled(fatalities=5, timestamp=20),
    ]
    got = run_import(write_table(tmp_path / "a.csv", rows))
    assert [toll.number for toll in got.only.tolls] == [6]
    assert (got.report.read, got.report.kept, got.report.superseded) == (3, 1, 2)


def test_allied_groups_are_actors_of_the_same_side(tmp_path: Path) -> None:
    """assoc_actor_1 lists several with semicolons."""
    row = make_acled(assoc_actor_1="Village Guards; Air Force", assoc_actor_2="Riders")
    event = run_import(write_table(tmp_path / "a.csv", [row])).only
    assert [(actor.text, actor.role) for actor in event.actors][1:3] == [
        ("Village Guards", "actor"),
        ("Air Force", "actor"),
    ]
    assert event.actors[-1].role == "recipient"


def test_a_row_without_a_point_is_placed_by_name(tmp_path: Path) -> None:
    """(0, 0) is no point; the location is looked up in the row's country."""
    got = run_import(write_table(tmp_path / "a.csv", [make_acled(latitude=0, longitude=0)]))
    assert got.only.place is not None
    assert got.only.place.rule == "gazetteer"
    assert got.report.placed_by_name == 1


def test_deaths_of_zero_are_no_toll(tmp_path: Path) -> None:
    """0 may mean that the number is not known."""
    assert run_import(write_table(tmp_path / "a.csv", [make_acled(fatalities=0)])).only.tolls == ()


def test_notes_keep_line_breaks_quotes_and_markup(tmp_path: Path) -> None:
    """The words come through as they are; whoever shows them shows them as text."""
    notes = 'He said "stop",\nthen <script>alert(1)</script> & fled.'
    assert run_import(write_table(tmp_path / "a.csv", [make_acled(notes=notes)])).only.sentence == notes


def test_a_row_without_id_is_skipped_and_the_rest_is_kept(tmp_path: Path) -> None:
    """One bad row does not spoil a file, and is counted."""
    got = run_import(write_table(tmp_path / "a.csv", [make_acled(event_id_cnty=""), make_acled()]))
    assert len(got.events) == 1
    assert got.report.skipped == {"the row has no event_id_cnty": 1}
    assert got.report.examples[0].number == 2


def test_an_unknown_type_is_other_and_said(tmp_path: Path) -> None:
    """A word that ACLED adds later loses nothing but its colour."""
    got = run_import(write_table(tmp_path / "a.csv", [make_acled(event_type="New", sub_event_type="Newer")]))
    assert (got.only.trigger.type, got.only.trigger.text) == ("other.other", "Newer")
    assert got.report.warnings.total() == 1


def test_excel_and_the_interfaces_json_are_read_alike(tmp_path: Path) -> None:
    """A workbook, and the answer with its list under "data", give the same event as the table."""
    row = make_acled(event_date="2024-03-01")
    table = run_import(write_table(tmp_path / "a.csv", [row])).only
    book = run_import(write_workbook(tmp_path / "b.xlsx", {"Sheet1": [ACLED, list(row.values())]})).only
    answer = run_import(write_json(tmp_path / "c.json", {"status": 200, "count": 1, "data": [row]})).only
    assert table.place == book.place == answer.place
    assert table.date == book.date == answer.date
    assert table.tolls == book.tolls == answer.tolls
