"""Tests of the direct path from stored payloads to records: it gives what the model's values give."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mapping.exporting.records import make_records
from mapping.exports import find_records
from mapping.kinds import Bound, Change, Granularity, Level, Modality, Review
from mapping.model import Actor, DateChoice, DateSpan, Document, Event, Extraction, PlaceChoice, Toll
from mapping.query import EventQuery
from mapping.reports import Disagreement, Reading, ReportRef
from mapping.store import open_store
from tests.exporting.values import DECISION, EVENTS, MERGED
from tests.values import DOCUMENT, EVENT, EXTRACTION, PARIS

ALL = EventQuery(placed=None, reviews=tuple(Review))
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12)
SCORES = st.floats(0, 1)


@st.composite
def make_dates(draw: st.DrawFn) -> DateChoice:
    """Any interval, with either side open."""
    start = draw(st.dates(min_value=date(1, 1, 1), max_value=date(9000, 1, 1)))
    end = start + timedelta(days=draw(st.integers(0, 400)))
    first, last = draw(st.sampled_from([(start, end), (start, None), (None, end)]))
    span = DateSpan(start=first, end=last, granularity=draw(st.sampled_from(Granularity)))
    return DateChoice(
        span=span, edtf=draw(WORDS), start=0, end=0, timex=draw(WORDS), rule=draw(WORDS), score=draw(SCORES),
        note=draw(WORDS),
    )  # fmt: skip


@st.composite
def make_places(draw: st.DrawFn) -> PlaceChoice:
    """Any point, with any names."""
    place = replace(
        PARIS,
        place_id=draw(st.text("abc0123", min_size=1, max_size=6)),
        name=draw(WORDS),
        lon=draw(st.floats(-180, 180)),
        lat=draw(st.floats(-90, 90)),
        level=draw(st.sampled_from(Level)),
        country_code=draw(st.sampled_from(["", "FR", "IQ"])),
        admin1=draw(WORDS),
        radius_km=draw(st.floats(0, 2000)),
    )
    return PlaceChoice(place=place, start=0, end=0, mention=draw(WORDS), rule=draw(WORDS), score=draw(SCORES))


def make_disagreement(value: str) -> Disagreement:
    """One with two readings."""
    readings = (Reading(value=value, report_ids=("a",)), Reading(value="other", report_ids=("b", "c")))
    return Disagreement(kind="killed", readings=readings)


@st.composite
def make_events(draw: st.DrawFn) -> Event:
    """Any event; its reports and stories as an import of our own export gives them."""
    actor = st.builds(
        Actor, start=st.just(0), end=st.just(0), text=WORDS, head=WORDS, role=st.sampled_from(["actor", "recipient"]),
        kind=WORDS, country_code=WORDS,
    )  # fmt: skip
    toll = st.builds(
        Toll, start=st.just(0), end=st.just(0), text=WORDS, kind=WORDS, number=st.integers(0, 10**9),
        bound=st.sampled_from(Bound),
    )  # fmt: skip
    trigger = replace(
        EVENT.trigger,
        text=draw(WORDS),
        type=draw(st.sampled_from(["battle.clash", "protest.demo", "battle.siege_of_old"])),
        modality=draw(st.sampled_from(Modality)),
    )
    reports = st.builds(ReportRef, report_id=WORDS, doc_id=WORDS, source=WORDS)
    return replace(
        EVENT,
        event_id=draw(st.uuids()).hex,
        trigger=trigger,
        date=draw(st.none() | make_dates()),
        place=draw(st.none() | make_places()),
        actors=tuple(draw(st.lists(actor, max_size=2))),
        tolls=tuple(draw(st.lists(toll, max_size=2))),
        sentence=draw(WORDS),
        score=draw(SCORES),
        unplaced=draw(WORDS),
        undated=draw(WORDS),
        reports=tuple(draw(st.lists(reports, max_size=3))),
        disagreements=tuple(map(make_disagreement, draw(st.lists(WORDS, max_size=1)))),
        review=draw(st.sampled_from(Review)),
    )


def store_events(path: Path, events: tuple[Event, ...], document: Document, *, raw: str) -> None:
    """A store of these events; with `raw` they are rows of a data set, which nothing merges."""
    with open_store(path) as store:
        told = tuple(replace(event, doc_id=document.doc_id) for event in events)
        store.add(Extraction(document=replace(document, raw=raw), resolutions=(), timexes=(), events=told))


@settings(max_examples=25, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(make_events(), min_size=1, max_size=3, unique_by=lambda event: event.event_id), st.booleans())
def test_any_event_is_told_as_its_values_tell_it(
    tmp_path_factory: pytest.TempPathFactory, events: list[Event], published: bool
) -> None:
    """The same point, the same properties in the same order."""
    path = tmp_path_factory.mktemp("stored") / "events.db"
    document = replace(DOCUMENT, doc_id="acled:1", url="https://example.org/a")
    store_events(path, tuple(events), document if published else replace(document, created=None), raw="{}")
    with open_store(path, read_only=True) as store:
        direct = list(find_records(store, ALL))
        slow = list(make_records(store.find_sourced_events(ALL)))
    assert direct == slow
    assert [list(record.properties) for record in direct] == [list(record.properties) for record in slow]


def test_events_of_texts_are_told_alike(tmp_path: Path) -> None:
    """Also where the store has merged reports, named stories and heard a person."""
    path = tmp_path / "events.db"
    store_events(path, EVENTS, DOCUMENT, raw="")
    with open_store(path) as store:
        store.decide("e1", Change.REVIEW, Review.CONFIRMED, author="Ann", at=DECISION.made_at, note=DECISION.note)
        decisions = {"e1": list(store.find_corrections("e1"))}
        direct = list(find_records(store, ALL))
        assert direct == list(make_records(store.find_sourced_events(ALL), decisions))
    told = next(record.properties for record in direct if record.properties["id"] == "e1")
    assert (told["review"], told["decisions"][0]["author"]) == ("confirmed", "Ann")


def test_the_query_and_its_limit_hold(tmp_path: Path) -> None:
    """As everywhere else."""
    with open_store(tmp_path / "events.db") as store:
        store.add(replace(EXTRACTION, events=(MERGED, replace(EVENT, event_id="e9", place=None))))
        assert [record.properties["id"] for record in find_records(store)] == ["e1"]
        assert len(list(find_records(store, EventQuery(placed=None, limit=1)))) == 1
