"""Tests of `dateline import`: what the options do, what is said, and where it goes."""

import csv
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mapping.__main__ import dateline
from mapping.model import Document
from mapping.query import EventQuery
from mapping.store import open_store
from tests.imports.helpers import write_table
from tests.imports.rows import make_acled, make_gdelt

TABLE = [
    {"Datum": "13/04/2024", "Ort": "Mosul", "Land": "Iraq", "Art": "protest"},
    {"Datum": "14/04/2024", "Ort": "Nowherevillefurt", "Land": "Iraq", "Art": "protest"},
    {"Datum": "14/04/2024", "Ort": "Springfield", "Land": "United States", "Art": "riot"},
]
MAPS = ("--map", "Datum=date", "--map", "Ort=place", "--country-column", "Land", "--map", "Art=type")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*args: str) -> Result:
    """Run the command line with `--store s.db` where it imports."""
    return CliRunner().invoke(dateline, ["import", *args, "--store", "s.db"])


def read_store(folder: Path) -> list[Document]:
    """The documents that were stored."""
    with open_store(folder / "s.db", read_only=True) as store:
        return list(store.find_documents())


def test_a_file_is_imported_and_summed_up(folder: Path) -> None:
    """Words go to standard error, nothing to standard output."""
    write_table(folder / "acled.csv", [make_acled(), make_acled(event_id_cnty="")])
    result = run("acled.csv")
    assert result.exit_code == 0, result.output
    assert result.stdout == ""
    for words in ("as ACLED (UTF-8, cells between commas)", "2 read, 1 event kept", "1 the row has no event_id_cnty",
                  "1 by the file", "1 by day", "1 document new or changed"):  # fmt: skip
        assert words in result.stderr
    assert [document.doc_id for document in read_store(folder)] == ["acled:BFO9001"]


def test_a_preview_stores_nothing(folder: Path) -> None:
    """The uses of the columns and the first events stand on standard output."""
    write_table(folder / "t.csv", TABLE)
    result = run("t.csv", *MAPS, "--preview")
    assert result.exit_code == 0, result.output
    assert "Ort    place" in result.stdout
    assert "day first, as 13/04/2024 shows" in result.stdout
    assert "Event: 2024-04-13 | protest.other | Mosul" in result.stdout
    assert not (folder / "s.db").exists()


def test_a_check_reads_every_row_and_stores_nothing(folder: Path) -> None:
    """The report is the same."""
    write_table(folder / "t.csv", TABLE)
    result = run("t.csv", *MAPS, "--check")
    assert result.exit_code == 0, result.output
    assert "3 read, 3 events kept" in result.stderr
    assert "Stored:" not in result.stderr
    assert not (folder / "s.db").exists()


def test_unmatched_rows_are_listed_in_a_file(folder: Path) -> None:
    """With their row, the reason, and the guess."""
    write_table(folder / "t.csv", TABLE)
    assert "2 rows without a sure place; list them with --unmatched" in run("t.csv", *MAPS, "--check").stderr
    result = run("t.csv", *MAPS, "--unmatched", "open.csv")
    assert result.exit_code == 0, result.output
    rows = list(csv.DictReader((folder / "open.csv").read_text(encoding="utf-8").splitlines()))
    assert [(row["row"], row["status"]) for row in rows] == [("3", "not found"), ("4", "guessed")]
    assert rows[0]["words"] == "Nowherevillefurt, IQ"
    assert "no place of this name in Iraq" in rows[0]["reason"]
    assert rows[1]["guessed_place"].startswith("Springfield, ")
    assert len(read_store(folder)) == 3


def test_cells_of_the_list_are_safe_in_a_spreadsheet(folder: Path) -> None:
    """A place called =1+1 is no formula there."""
    write_table(folder / "t.csv", [{"place": "=1+1", "country": "IQ", "date": "2024"}])
    run("t.csv", "--unmatched", "open.csv")
    assert "'=1+1" in (folder / "open.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("--map", "Ort"), "--map takes COLUMN=FIELD"),
        (("--country", "Atlantis"), "'Atlantis' is none"),
        (("--type", "battle.picnic"), "'battle.picnic' is none"),
    ],
)
def test_options_that_make_no_sense_are_asked_wrongly(folder: Path, args: tuple[str, ...], message: str) -> None:
    """Status 2, and one line that says what to write."""
    write_table(folder / "t.csv", TABLE)
    result = run("t.csv", *args)
    assert result.exit_code == 2
    assert message in result.stderr


def test_an_open_question_fails_and_an_answer_mends_it(folder: Path) -> None:
    """Status 1 with the two options; either one is an answer."""
    write_table(folder / "t.csv", [{"date": "03/04/2024", "place": "Mosul", "country": "IQ"}])
    result = run("t.csv")
    assert result.exit_code == 1
    assert "--day-first or --month-first" in result.stderr
    for option, day in (("--month-first", "2024-03-04"), ("--day-first", "2024-04-03")):
        assert run("t.csv", option).exit_code == 0
        with open_store(folder / "s.db", read_only=True) as store:
            (event,) = store.find_events(EventQuery())
        assert event.date is not None
        assert event.date.edtf == day


def test_gdelts_filter_is_said_and_switched_off(folder: Path) -> None:
    """What is left out names the option that keeps it; an import of nothing fails."""
    write_table(folder / "e.CSV", [make_gdelt(IsRootEvent=0)], delimiter="\t", header=False)
    result = run("e.CSV")
    assert result.exit_code == 1
    assert "--gdelt-all" in result.stderr
    assert run("e.CSV", "--gdelt-all").exit_code == 0


def test_years_after_the_file_was_written_are_refused(folder: Path) -> None:
    """The file's own day counts, or the one that is said; no clock does."""
    path = write_table(folder / "t.csv", [{"date": "2015-06-01", "place": "Mosul", "country": "IQ"}])
    os.utime(path, (1_300_000_000, 1_300_000_000))
    assert "outside 1800 to 2012" in run("t.csv", "--check").stderr
    assert "1 by day" in run("t.csv", "--check", "--written", "2015-07-01").stderr


def test_points_are_checked_against_the_real_outlines(folder: Path) -> None:
    """Codes of another list stop the import, and the message says which one fits."""
    rows = [{"id": str(n), "lat": "50.45", "lon": "30.52", "iso": "UP", "date": "2024"} for n in range(3)]
    rows += [{"id": f"r{n}", "lat": "55.75", "lon": "37.6", "iso": "RS", "date": "2024"} for n in range(3)]
    write_table(folder / "t.csv", rows)
    result = run("t.csv")
    assert result.exit_code == 1
    assert "--country-codes fips" in result.stderr
    assert run("t.csv", "--country-codes", "fips").exit_code == 0
    assert run("t.csv", "--no-country-check").exit_code == 0


def test_a_terminal_gets_no_control_characters(folder: Path) -> None:
    """A hostile cell in a preview cannot move the cursor."""
    write_table(folder / "t.csv", [{"place": "Mosul\x1b[2J", "country": "IQ", "date": "2024"}])
    assert "\x1b" not in run("t.csv", "--preview").stdout
