"""Tests that whatever an export says comes back: random events with hostile words, in each format."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from mapping.exporting.records import Record
from mapping.exports import FORMATS, export_events, find_format, find_records
from mapping.imports.dates import write_edtf
from mapping.kinds import Bound, Granularity, Level, Modality, Review
from mapping.model import Actor, DateChoice, DateSpan, Event, Extraction, PlaceChoice, Toll
from mapping.query import EventQuery
from mapping.reports import Disagreement, Reading, ReportRef
from mapping.store import open_store
from tests.imports.helpers import import_into
from tests.values import DOCUMENT, EVENT, PARIS

ALL = EventQuery(placed=None, reviews=tuple(Review))
# What tables, XML and JSON have to escape, what spreadsheets run, and letters of several scripts.
LETTERS = st.sampled_from(list("abz ÄéжعñX09;:,|\"'<>&=+-@{}[]()#%$\\/\n\t\u2028😀."))
WORDS = st.text(LETTERS, min_size=1, max_size=14).map(str.strip).filter(bool)
MAYBE = WORDS | st.just("")
SCORES = st.integers(0, 10_000).map(lambda number: number / 10_000)
SIDES = st.builds(
    Actor,
    start=st.just(0),
    end=st.just(0),
    text=WORDS,
    head=WORDS,
    role=st.sampled_from(["actor", "recipient"]),
    kind=st.sampled_from(["", "rebel"]),
    country_code=st.sampled_from(["", "IQ"]),
)
TOLLS = st.builds(
    Toll,
    start=st.just(0),
    end=st.just(0),
    text=WORDS,
    kind=st.sampled_from(["killed", "wounded"]),
    number=st.integers(0, 10**8),
    bound=st.sampled_from(Bound),
)
REPORTS = st.builds(ReportRef, report_id=st.uuids().map(str), doc_id=WORDS, source=MAYBE)
READINGS = st.builds(Reading, value=MAYBE, report_ids=st.lists(WORDS, min_size=1, max_size=2).map(tuple))
DISAGREEMENTS = st.builds(
    Disagreement,
    kind=st.sampled_from(["killed", "date", "place"]),
    readings=st.lists(READINGS, min_size=2, max_size=3).map(tuple),
)


@st.composite
def make_dates(draw: st.DrawFn) -> DateChoice:
    """Any interval from the year 1 to 9000, with either side open."""
    first = draw(st.dates(date(1, 1, 1), date(9000, 1, 1)))
    last = first + timedelta(days=draw(st.integers(0, 400)))
    start, end = draw(st.sampled_from([(first, last), (first, None), (None, last), (first, first)]))
    span = DateSpan(start=start, end=end, granularity=draw(st.sampled_from(Granularity)))
    return DateChoice(
        span=span,
        edtf=write_edtf(span),
        start=0,
        end=0,
        timex=draw(MAYBE),
        rule=draw(WORDS),
        score=draw(SCORES),
        note=draw(MAYBE),
    )


@st.composite
def make_places(draw: st.DrawFn) -> PlaceChoice:
    """Any point, (0, 0) too, with any names."""
    place = replace(
        PARIS,
        place_id=f"x:{draw(st.uuids())}",
        name=draw(WORDS),
        lon=draw(st.just(0.0) | st.integers(-18_000_000, 18_000_000).map(lambda number: number / 100_000)),
        lat=draw(st.just(0.0) | st.integers(-9_000_000, 9_000_000).map(lambda number: number / 100_000)),
        level=draw(st.sampled_from(Level)),
        country_code=draw(st.sampled_from(["", "FR", "IQ"])),
        country=draw(MAYBE),
        admin1=draw(MAYBE),
        admin1_code=draw(st.sampled_from(["", "00", "A8", "-1"])),
        radius_km=draw(st.integers(0, 20_000)) / 10,
    )
    return PlaceChoice(place=place, start=0, end=0, mention=draw(MAYBE), rule=draw(WORDS), score=draw(SCORES))


@st.composite
def make_events(draw: st.DrawFn) -> Event:
    """Any event that the store may hold."""
    place, day = draw(st.none() | make_places()), draw(st.none() | make_dates())
    trigger = replace(
        EVENT.trigger,
        text=draw(WORDS),
        type=draw(st.sampled_from(["battle.clash", "protest.demo"])),
        modality=draw(st.sampled_from(Modality)),
    )
    is_told = draw(st.booleans())
    return replace(
        EVENT,
        event_id=draw(st.uuids()).hex,
        doc_id="acled:1",
        trigger=trigger,
        place=place,
        unplaced="" if place else draw(WORDS),
        unlisted="" if place else draw(MAYBE),
        date=day,
        undated="" if day else draw(MAYBE),
        actors=tuple(draw(st.lists(SIDES, max_size=3))),
        tolls=tuple(draw(st.lists(TOLLS, max_size=3))),
        sentence=draw(WORDS),
        score=draw(SCORES),
        reports=tuple(draw(st.lists(REPORTS, max_size=3))),
        disagreements=tuple(draw(st.lists(DISAGREEMENTS, max_size=2))),
        story_id="s1" if is_told else "",
        story="The ; story" if is_told else "",
        review=draw(st.sampled_from(Review)),
    )


def send_round(folder: Path, events: list[Event], form: str) -> tuple[list[Record], list[Record]]:
    """What one store says of the events, and what another says that took in the first one's export."""
    document = replace(DOCUMENT, doc_id="acled:1", url="https://example.org/a", raw="{}")
    path = folder / f"events.{find_format(form).ending}"
    with open_store(folder / "one.db") as one, open_store(folder / "two.db") as two:
        one.add(Extraction(document=document, resolutions=(), timexes=(), events=tuple(events)))
        export_events(one, path, ALL, form=form)
        import_into(two, path)
        return list(find_records(one, ALL)), list(find_records(two, ALL))


@pytest.mark.parametrize("form", [known.name for known in FORMATS])
def test_any_event_comes_back(tmp_path_factory: pytest.TempPathFactory, form: str) -> None:
    """Place, days, sides, tolls with their bounds, reports, disagreements, stories and reviews, field by field."""

    @settings(
        max_examples=8,
        derandomize=True,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.lists(make_events(), min_size=1, max_size=4, unique_by=lambda event: event.event_id))
    @example([replace(EVENT, doc_id="acled:1", score=0.0, sentence="'-1 degrees', he said; cold; dry; still; dark")])
    def check(events: list[Event]) -> None:
        told, got = send_round(tmp_path_factory.mktemp("round"), events, form)
        assert got == told

    check()


def test_semicolons_of_texts_do_not_cut_a_known_table(tmp_path: Path) -> None:
    """The columns of a format that we know settle what stands between cells, not the count of strokes."""
    sentences = ["a; b; c; d; e; f; g; h; i"] * 30
    events = [
        replace(EVENT, event_id=f"e{n}", doc_id="acled:1", sentence=text, actors=()) for n, text in enumerate(sentences)
    ]
    told, got = send_round(tmp_path, events, "csv")
    assert got == told
