"""Tests of mapping.exports: a table that every program reads and no spreadsheet runs."""

import csv
import io
import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.exports import COLUMNS, protect_cell, write_csv
from mapping.geojson import make_properties
from mapping.model import Actor, Toll
from tests.values import DOCUMENT, EVENT


def read_rows(text: str) -> list[dict[str, str]]:
    """The rows as a program reads them."""
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_a_row_says_what_a_feature_says() -> None:
    """Every property has its column, and the point stands in two."""
    event = replace(
        EVENT,
        actors=(
            Actor(start=0, end=6, text="Crowds", head="crowd", role="actor"),
            Actor(start=1, end=2, text="police", head="police", role="recipient"),
        ),
        tolls=(Toll(start=1, end=2, text="two", kind="wounded", number=2),),
    )
    [row] = read_rows("".join(write_csv([(event, DOCUMENT)])))
    assert set(row) == set(make_properties(event, DOCUMENT)) | {"lon", "lat"}
    assert (row["lon"], row["lat"], row["date_start"], row["place"]) == ("2.3488", "48.85341", "2023-01-16", "Paris")
    assert row["actors"] == "actor: Crowds; recipient: police"
    assert row["tolls"] == "wounded: 2"


def test_what_is_not_known_is_an_empty_cell() -> None:
    """Not the word None."""
    event = replace(EVENT, place=None, date=None, unplaced="no place told", undated="no date told")
    [row] = read_rows("".join(write_csv([(event, replace(DOCUMENT, created=None))])))
    assert {row[name] for name in ("lon", "lat", "place", "country", "date_start", "edtf", "published")} == {""}
    assert row["unplaced"] == "no place told"


def test_negative_numbers_stay_numbers() -> None:
    """The minus of a longitude is no formula."""
    assert EVENT.place
    event = replace(EVENT, place=replace(EVENT.place, place=replace(EVENT.place.place, lon=-58.4, lat=-34.6)))
    [row] = read_rows("".join(write_csv([(event, DOCUMENT)])))
    assert (row["lon"], row["lat"]) == ("-58.4", "-34.6")


def test_the_first_line_names_the_columns_even_with_no_events() -> None:
    """In the order of the table, with the line end that RFC 4180 wants."""
    assert "".join(write_csv([])) == ",".join(COLUMNS) + "\r\n"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "\x00"])
def test_formulas_are_disarmed(start: str) -> None:
    """A spreadsheet would run what starts so; an apostrophe makes it text."""
    hostile = f"{start}HYPERLINK(0)"
    event = replace(EVENT, sentence=hostile)
    document = replace(DOCUMENT, title=hostile, source=hostile)
    [row] = read_rows("".join(write_csv([(event, document)])))
    for name in ("sentence", "title", "source"):
        assert row[name] == f"'{hostile}".replace("\x00", "\ufffd")


@settings(derandomize=True, deadline=None)
@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_every_text_is_read_back_and_none_is_a_formula(text: str) -> None:
    """Quotes, commas and line ends come back as they were; the first character is never a formula's."""
    safe = protect_cell(text)
    assert safe.removeprefix("'") == text.removeprefix("'").replace("\x00", "\ufffd")
    assert not safe.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "\x00"))
    [row] = read_rows("".join(write_csv([(replace(EVENT, sentence=text), DOCUMENT)])))
    assert row["sentence"] == safe


def test_every_line_is_one_event_for_a_program_that_reads_csv() -> None:
    """Line ends inside a sentence are quoted."""
    events = [(replace(EVENT, event_id=str(n), sentence='One,\n"two"\r\nthree'), DOCUMENT) for n in range(3)]
    rows = read_rows("".join(write_csv(events)))
    assert [row["id"] for row in rows] == ["0", "1", "2"]
    assert json.dumps(rows[0]["sentence"]) == json.dumps('One,\n"two"\r\nthree')
