"""Tests of the CSV export: a table that every program reads and no spreadsheet runs."""

import csv
import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.exporting.csv_table import protect_cell, write_rows
from mapping.exporting.fields import list_columns
from mapping.exporting.records import About, Record
from tests.exporting.values import make_saying, make_test_records

STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\x00")


def read_rows(records: list[Record]) -> list[dict[str, str]]:
    """The rows as a program reads them."""
    text = b"".join(write_rows(records, About())).decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_a_row_says_what_a_feature_says() -> None:
    """Every property has its column, the point stands in two, and the lists stand in words and whole."""
    first = make_test_records()[0]
    [row] = read_rows([first])
    assert set(row) == {*first.properties, "lon", "lat", "details"}
    assert (row["lon"], row["lat"], row["date_start"], row["place"]) == ("2.3488", "48.85341", "2023-01-16", "Paris")
    assert row["actors"] == "actor: Crowds; recipient: police"
    assert row["tolls"] == "wounded: 2"
    assert (row["sources"], row["report_count"]) == ("test desk; other desk", "2")
    assert row["reports"] == "test desk: d1; other desk: d2"
    assert row["disagreements"] == "wounded: 2 / 3"
    assert row["decisions"] == "review confirmed (Ann, 2026-11-22)"
    details = json.loads(row["details"])
    assert details == {name: first.properties[name] for name in details}
    assert set(details) == {"actors", "tolls", "reports", "disagreements", "decisions"}


def test_what_is_not_known_is_an_empty_cell() -> None:
    """Not the word None."""
    _, unplaced, _, undated = read_rows(make_test_records())
    assert {unplaced[name] for name in ("lon", "lat", "place", "country", "admin1_code", "details")} == {""}
    assert {undated[name] for name in ("date_start", "edtf", "date_score")} == {""}
    assert unplaced["unplaced"] == "the text names no place"


def test_negative_numbers_stay_numbers() -> None:
    """The minus of a longitude is no formula."""
    [row] = read_rows([make_test_records()[0]._replace(lon=-58.4, lat=-34.6)])
    assert (row["lon"], row["lat"]) == ("-58.4", "-34.6")


def test_the_first_line_names_the_columns_even_with_no_events() -> None:
    """In the order of the table, with the line end that RFC 4180 wants."""
    names = [field.name for field in list_columns()]
    assert b"".join(write_rows([], About())).decode() == ",".join(names) + "\r\n"


@pytest.mark.parametrize("start", STARTS)
def test_formulas_are_disarmed(start: str) -> None:
    """A spreadsheet would run what starts so; an apostrophe makes it text."""
    hostile = f"{start}HYPERLINK(0)"
    [row] = read_rows([make_saying(hostile)])
    for name in ("sentence", "title", "source"):
        assert row[name] == f"'{hostile}".replace("\x00", "\ufffd")


@settings(derandomize=True, deadline=None)
@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_every_text_is_read_back_and_none_is_a_formula(text: str) -> None:
    """Quotes, commas and line ends come back as they were; the first character is never a formula's."""
    safe = protect_cell(text)
    assert safe in (text.replace("\x00", "\ufffd"), f"'{text}".replace("\x00", "\ufffd"))
    assert not safe.startswith(STARTS)
    [row] = read_rows([make_saying(text)])
    assert row["sentence"] == safe


def test_every_line_is_one_event_for_a_program_that_reads_csv() -> None:
    """Line ends inside a sentence are quoted."""
    sentence = 'One,\n"two"\r\nthree'
    rows = read_rows([make_saying(sentence)] * 250)
    assert [row["sentence"] for row in rows] == [sentence] * 250
