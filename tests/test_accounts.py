"""Tests of what the page shows of reports, of where they differ, and of what persons decided."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

from mapping.kinds import Change
from mapping.model import Document, Event
from mapping.page.accounts import MAX_REPORTS, make_history, make_reports
from mapping.page.details import make_place_row
from mapping.reports import Correction, Disagreement, Reading, ReportRef
from tests.map_events import KIRKUK, MALI, make_day, make_event, make_story

FIRST = make_event(1, span=make_day(date(2017, 10, 16)))
SECOND = make_event(2, place=MALI, span=None)


def correct(number: int, change: Change, before: str, after: str, undoes: int | None = None) -> Correction:
    """A decision of Ada's."""
    at = datetime(2026, 5, 1, 12, number, 30, 500, tzinfo=UTC)
    return Correction(
        number=number, event_id="e1", change=change, before=before, after=after, author="Ada", made_at=at, undoes=undoes
    )


def test_each_report_tells_its_own() -> None:
    """Source, headline, day, sentence with its marks, link, place, date and tolls, in the order given."""
    pairs = [(FIRST, make_story(FIRST, source="One")), (SECOND, make_story(SECOND, source="Two", url="javascript:x"))]
    shown = make_reports(FIRST, pairs)
    one, two = shown["reports"]
    assert (one["id"], one["source"], one["headline"]) == ("e1", "One", "Clashes near the oil city")
    assert (one["published"], one["url"], one["place"]) == ("2017-10-18", "https://example.org/story", "Kirkuk, Iraq")
    assert one["date"] == {"start": "2017-10-16", "end": "2017-10-16", "granularity": "day"}
    assert one["tolls"] == [{"kind": "killed", "number": 1200, "bound": "exact"}]
    assert [mark["kind"] for mark in one["marks"]] == ["actor", "trigger", "place", "date"]
    assert (two["url"], two["place"], two["date"]) == (None, "Mali", None)


def test_each_value_names_its_report() -> None:
    """The place is told by the first report, the count by the later one; a copy of the first text is marked."""
    later = replace(make_event(2, span=make_day(date(2017, 10, 16))), tolls=(replace(FIRST.tolls[0], number=30),))
    documents = (
        make_story(FIRST, source="One"),
        make_story(later, source="Two", created=date(2017, 10, 20)),
    )
    event = replace(FIRST, tolls=later.tolls)
    shown = make_reports(event, list(zip((FIRST, later), documents, strict=True)))
    assert shown["origins"] == {"type": "One", "place": "One", "date": "One", "killed": "Two"}
    assert [report.get("copy") for report in shown["reports"]] == [None, True]
    assert make_reports(FIRST, [(FIRST, documents[0])])["origins"] == {}


def test_disagreements_name_who_says_what() -> None:
    """Each reading with its sources, once each; a report beyond those shown is counted."""
    readings = (
        Reading(value="12", report_ids=("e1", "e2")),
        Reading(value="30", report_ids=("e3", "e9")),
    )
    event = replace(
        FIRST,
        disagreements=(Disagreement(kind="killed", readings=readings),),
        reports=tuple(ReportRef(report_id=f"e{n}", doc_id=f"d{n}") for n in (1, 2, 3, 9)),
    )
    others = [replace(FIRST, event_id=f"e{n}") for n in (1, 2, 3)]
    pairs = [(told, make_story(told, source="Three" if told.event_id == "e3" else "One")) for told in others]
    shown = make_reports(event, pairs)
    assert shown["report_count"] == 4
    assert shown["disagreements"] == [
        {
            "kind": "killed",
            "readings": [
                {"value": "12", "sources": ["One"], "reports": 2},
                {"value": "30", "sources": ["Three"], "reports": 2},
            ],
        }
    ]


def test_of_very_many_reports_the_first_are_shown() -> None:
    """And the others are only counted; they are not even read."""

    def tell_without_end() -> Iterator[tuple[Event, Document]]:
        while True:
            yield FIRST, make_story(FIRST)

    refs = tuple(ReportRef(report_id=f"r{n}", doc_id=f"d{n}") for n in range(500))
    shown = make_reports(replace(FIRST, reports=refs), tell_without_end())
    assert (len(shown["reports"]), shown["report_count"]) == (MAX_REPORTS, 500)


def test_the_history_tells_what_was_before() -> None:
    """Newest first, with what was taken back marked; places by name, dates in days."""
    history = make_history(
        [
            correct(1, Change.PLACE, '{"name": "Paris", "country": "France", "lon": 2.35}', "null"),
            correct(2, Change.DATE, '"2017-10-16"', '"2017-10"'),
            correct(3, Change.DATE, '"2017-10"', '"2017-10-16"', undoes=2),
            correct(4, Change.TYPE, '"battle.clash"', '"protest.demo"'),
            correct(5, Change.REVIEW, '"none"', '"confirmed"'),
            correct(6, Change.DATE, '"2017-10-16T12:00Z"', "null"),
        ]
    )
    assert [entry["number"] for entry in history] == [6, 5, 4, 3, 2, 1]
    assert [entry["undone"] for entry in history] == [False, False, False, False, True, False]
    assert history[0]["before"] == {"edtf": "2017-10-16T12:00Z"}
    assert (history[1]["before"], history[1]["after"]) == ("none", "confirmed")
    assert (history[2]["before"], history[2]["after"]) == ("battle.clash", "protest.demo")
    month = {"edtf": "2017-10", "start": "2017-10-01", "end": "2017-10-31", "granularity": "month"}
    assert history[4]["after"] == month
    assert (history[5]["before"], history[5]["after"]) == ("Paris, France", None)
    assert (history[5]["author"], history[5]["at"]) == ("Ada", "2026-05-01T12:01:30+00:00")


def test_a_place_to_choose() -> None:
    """Enough to tell places of one name apart."""
    row = make_place_row(KIRKUK)
    assert (row["id"], row["admin1"], row["country"], row["population"]) == (
        "test:Kirkuk", "Kirkuk Governorate", "Iraq", 975_000,
    )  # fmt: skip
