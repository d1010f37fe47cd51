"""Tests of mapping.records."""

import json
from dataclasses import replace
from datetime import date

import pytest

from mapping.errors import DocumentError
from mapping.kinds import Granularity
from mapping.model import DateChoice, DateSpan, Span
from mapping.records import Record, read_record, read_records, write_date, write_record
from tests.values import EVENT, EXTRACTION, MENTION, RESOLUTION, TEXT


def test_a_line_becomes_a_document_with_its_spans() -> None:
    """Text stays as it is; spans, date and source are taken over."""
    line = json.dumps(
        {
            "doc_id": 7,
            "text": TEXT,
            "title": "A square filled",
            "dct": "2023-01-17T10:00:00Z",
            "source": "https://www.example.org/a",
            "mentions": [{"start": 26, "end": 31}],
            "triggers": [],
        }
    )
    record = read_record(line)
    assert record.document.text == TEXT
    assert record.document.doc_id == "7"
    assert record.document.created == date(2023, 1, 17)
    assert (record.document.source, record.document.url) == ("example.org", "https://www.example.org/a")
    assert record.mentions == (Span(start=26, end=31),)
    assert record.triggers == ()


def test_what_a_line_does_not_say_is_not_known() -> None:
    """No date means no date, and no spans means that they are to be found."""
    record = read_record(json.dumps({"doc_id": "a", "text": TEXT}))
    assert (record.document.created, record.document.created_rule) == (None, "none")
    assert (record.mentions, record.triggers) == (None, None)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", r"^not JSON: Expecting property name enclosed in double quotes at character 2$"),
        ('{"text": "a",, }', r"^not JSON: .* at character 14$"),
        ("[" * 100_000, "^not JSON: nested too deeply$"),
        ("[]", 'not an object with a "text"'),
        ('{"doc_id": "a"}', 'not an object with a "text"'),
        ('{"text": "a", "date": "yesterday"}', "'yesterday' is not of the form 2017-10-18"),
        ('{"text": "a", "mentions": [{"start": 0}]}', '"mentions" must be a list of'),
        ('{"text": "a", "mentions": [{"start": 0, "end": 1e999}]}', '"mentions" must be a list of'),
        ('{"text": "a", "mentions": 5}', '"mentions" must be a list of'),
        ('{"text": "a", "triggers": [{"start": 0, "end": 9}]}', "beyond the 1 characters"),
    ],
    ids=["json", "comma", "nested too deeply", "list", "text", "date", "span", "infinite", "number", "outside"],
)
def test_a_bad_line_says_what_is_wrong(line: str, message: str) -> None:
    """Each error names the field and the form that it should have."""
    with pytest.raises(DocumentError, match=message):
        read_record(line)


def test_a_bad_line_does_not_stop_the_rest() -> None:
    """The error takes the line's place, with its number; blank lines count but give nothing."""
    first, second, third = read_records(["{", "", '{"text": "Rain fell."}', "3"])
    assert isinstance(first, DocumentError)
    assert str(first).startswith("line 1: ")
    assert isinstance(second, Record)
    assert isinstance(third, DocumentError)
    assert str(third).startswith("line 4: ")


def test_what_was_found_is_written_with_offsets_into_the_text() -> None:
    """The line holds what the scorers read, and the offsets give back the words."""
    record = json.loads(write_record(EXTRACTION))
    [toponym], [timex], [event] = record["toponyms"], record["timexes"], record["events"]
    assert TEXT[toponym["start"] : toponym["end"]] == toponym["surface"] == "Paris"
    assert (toponym["lat"], toponym["lon"], toponym["geonameid"]) == (48.85341, 2.3488, "2988507")
    assert TEXT[timex["start"] : timex["end"]] == "Monday"
    assert (timex["type"], timex["value"]) == ("DATE", "2023-01-16")
    assert TEXT[event["start"] : event["end"]] == event["trigger"] == "filled"
    assert event["place"]["country"] == "FR"
    assert (event["date"], event["date_start"], event["date_end"]) == ("2023-01-16",) * 3


def test_offsets_leave_a_headline_before_the_text_aside() -> None:
    """What stands in the text has the offsets that it has there; the headline's own names and words have none."""
    start = EVENT.trigger.start + 1
    found = replace(EXTRACTION, document=replace(EXTRACTION.document, given_start=start))
    record = json.loads(write_record(found))
    [told], [toponym] = record["events"], record["toponyms"]
    assert (told["start"], told["end"], told["trigger"]) == (None, None, "filled")
    assert toponym["start"] == MENTION.start - start
    late = replace(EXTRACTION, document=replace(EXTRACTION.document, given_start=len(TEXT)))
    assert (json.loads(write_record(late))["toponyms"], json.loads(write_record(late))["timexes"]) == ([], [])


def test_nothing_found_is_written_as_null() -> None:
    """A mention without a place and an event without place and date keep their line."""
    lost = replace(RESOLUTION, place=None, reason="no such place", mention=MENTION)
    bare = replace(EVENT, place=None, date=None, unplaced="no place told", undated="no date told")
    record = json.loads(write_record(replace(EXTRACTION, resolutions=(lost,), events=(bare,))))
    assert record["toponyms"][0]["lat"] is None
    assert record["events"][0]["place"] is None
    assert record["events"][0]["date"] is None


def test_an_open_interval_takes_the_end_that_it_has() -> None:
    """What is told as "since Monday" starts on Monday."""
    span = DateSpan(start=date(2023, 1, 16), end=None, granularity=Granularity.RANGE)
    choice = DateChoice(span=span, edtf="2023-01-16/..", start=0, end=0, timex="", rule="clause", score=0.5)
    record = json.loads(write_record(replace(EXTRACTION, events=(replace(EVENT, date=choice),))))
    assert record["events"][0]["date_start"] == record["events"][0]["date_end"] == "2023-01-16"


@pytest.mark.parametrize(
    ("start", "end", "written"),
    [
        ("2023-01-16", "2023-01-16", "2023-01-16"),
        ("2024-02-01", "2024-02-29", "2024-02"),
        ("9999-12-01", "9999-12-31", "9999-12"),
        ("0987-01-01", "0987-12-31", "0987"),
        ("2023-01-01", "2023-02-28", None),
        ("2023-01-02", "2023-01-31", None),
    ],
)
def test_an_interval_is_a_day_a_month_a_year_or_neither(start: str, end: str, written: str | None) -> None:
    """Only an interval that is exactly one calendar unit has a short form."""
    assert write_date(date.fromisoformat(start), date.fromisoformat(end)) == written
