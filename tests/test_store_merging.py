"""Tests of how a store keeps reports of one happening together, touching only what it must."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from mapping.errors import NotFoundError
from mapping.kinds import Change, Review
from mapping.merge import merge_extractions
from mapping.model import Event, Extraction, Toll
from mapping.query import EventQuery
from mapping.storage.schema import event_changes, report_keys, story_members
from mapping.store import EventStore, FacetValue, open_store
from tests.happenings import DAY, IRAQ, KIRKUK, MOSUL, TAZA, make_report, make_source
from tests.stores import ids
from tests.test_store import FULL, extraction, make_event

SECOND = replace(FULL, event_id="e2")
THIRD = replace(FULL, event_id="e3")
FAR = make_event("far", lon=100.0, kind="battle.clash", sentence="Soldiers fought near a bridge.")


def fill(store: EventStore) -> None:
    """Three documents that tell one happening, of two outlets, and one that tells another."""
    store.add(extraction(FULL, doc_id="d1", source="Wire"))
    store.add(extraction(replace(SECOND, sentence="Thousands marched downtown."), doc_id="d2", source="Herald"))
    store.add(extraction(THIRD, doc_id="d3", source="Wire"))
    store.add(extraction(FAR, doc_id="d4", source="Herald"))


def refs(event: Event) -> list[tuple[str, str, str]]:
    """Report, document and source of each of an event's reports."""
    return [(ref.report_id, ref.doc_id, ref.source) for ref in event.reports]


def changed(store: EventStore) -> set[int]:
    """The numbers of events that the last transaction changed in place or deleted."""
    revision = int(store.generation.partition("-")[0])
    with store.database.reading() as connection:
        statement = select(event_changes.c.number).where(event_changes.c.revision == revision)
        return set(connection.execute(statement).scalars())


def number_of(store: EventStore, event_id: str) -> int:
    """An event's number."""
    [number] = [n for n in store.find_numbers() if store.get_numbered([n])[0][0].event_id == event_id]
    return number


def test_reports_of_one_happening_are_one_event(store: EventStore) -> None:
    """Under the id of the one that founded it; each account stays as its document tells it."""
    fill(store)
    assert ids(store) == ["e1", "far"]
    assert set(refs(store.get_event("e1"))) == {("e1", "d1", "Wire"), ("e2", "d2", "Herald"), ("e3", "d3", "Wire")}
    assert {report.event_id for report, _ in store.find_reports("e1")} == {"e1", "e2", "e3"}
    lead, document = next(store.find_reports("e1"))
    assert (lead.event_id, document.doc_id) == refs(store.get_event("e1"))[0][:2]
    assert [event.event_id for event in store.find_document_events("d2")] == ["e2"]
    assert store.summary().events == 2


def test_reports_that_come_together_are_one_event_as_well(store: EventStore) -> None:
    """Documents of one transaction see those before them, also behind one that is replaced."""
    told = [
        extraction(FULL, doc_id="d1", source="Wire"),
        extraction(FAR, doc_id="d4", source="Herald"),
        extraction(replace(SECOND, sentence="Thousands marched downtown."), doc_id="d2", source="Herald"),
        extraction(THIRD, doc_id="d3", source="Wire"),
    ]
    store.add_all(told)
    assert ids(store) == ["e1", "far"]
    assert {ref[0] for ref in refs(store.get_event("e1"))} == {"e1", "e2", "e3"}
    store.remove("d3")
    store.add_all([told[1], extraction(replace(FULL, event_id="e9"), doc_id="d1", source="Wire"), told[3]], again=True)
    assert ids(store) == ["e1", "far"]
    assert {ref[0] for ref in refs(store.get_event("e1"))} == {"e2", "e3", "e9"}


def tell_at_random(documents: int) -> list[Extraction]:
    """Documents of one to three accounts each: few places, days and words, so that many of them are one happening."""
    draw = random.Random(20171016)  # noqa: S311 - no secret
    sentences = (
        "A car bomb killed 12 people at a police post.",
        "A bomb at a police post killed many on Monday.",
        "Troops took the town from the fighters of Ansar.",
        "Fighters of Ansar fled as troops took the town.",
    )
    told = []
    for number in range(documents):
        events = [
            make_report(
                f"d{number}",
                draw.choice(sentences),
                place=draw.choice((KIRKUK, KIRKUK, TAZA, MOSUL, IRAQ, None)),
                start=DAY + timedelta(days=draw.choice((0, 0, 0, 1, 9))),
                kind=draw.choice(("strike.bomb", "attack.killing", "battle.territory_gov")),
                tolls=draw.choice(((), (("killed", 12),), (("killed", 40),))),
                score=round(0.5 + number / 1000 + part / 10, 4),
            )
            for part in range(draw.randint(1, 3))
        ]
        events = [replace(event, event_id=f"{event.event_id}{part}") for part, event in enumerate(events)]
        said = (f"{event.sentence} {event.place.mention if event.place else ''}" for event in events)
        document = make_source(f"d{number}", " ".join(said), source=f"desk {number % 5}")
        told.append(Extraction(document=document, resolutions=(), timexes=(), events=tuple(events)))
    return told


def test_documents_that_come_together_are_merged_as_if_they_came_alone(where: Path | str, tmp_path: Path) -> None:
    """One by one, all at once and without a store the same reports are one event, and it shows the same."""
    told = tell_at_random(60)
    with open_store(where) as store, open_store(tmp_path / "alone.db") as alone:
        store.add_all(told)
        for one in told:
            alone.add(one)
        merged = merge_extractions(told)
        assert 5 < len(merged.events) < sum(len(one.events) for one in told) / 2
        for event_id, event in merged.events.items():
            assert store.get_event(event_id) == alone.get_event(event_id)
            assert replace(store.get_event(event_id), story="", story_id="") == event
            assert {report for report, _ in store.find_reports(event_id)} == {
                report for report, _ in merged.reports[event_id]
            }
        assert store.summary().events == alone.summary().events == len(merged.events)


def test_an_event_is_found_by_what_any_report_tells(store: EventStore) -> None:
    """By its words and by its source; a source counts an event once."""
    fill(store)
    assert ids(store, text="marched downtown") == ids(store, text="herald -bridge") == ["e1"]
    assert ids(store, sources=("Herald",)) == ["e1", "far"]
    assert ids(store, sources=("Wire",)) == ["e1"]
    assert store.facets().sources == (FacetValue(value="Herald", count=2), FacetValue(value="Wire", count=1))
    assert store.facets(EventQuery(sources=("Herald",), families=("battle",))).sources == (
        FacetValue(value="Herald", count=1),
    )


def test_an_event_keeps_its_id_while_any_report_is_left(store: EventStore) -> None:
    """Also where the one that founded it goes; with the last one it goes as well, and it comes back under its id."""
    fill(store)
    store.remove("d1")
    event = store.get_event("e1")
    assert {ref.report_id for ref in event.reports} == {"e2", "e3"}
    assert event.doc_id in {"d2", "d3"}
    store.add(extraction(FULL, doc_id="d1", source="Wire"))
    assert {ref.report_id for ref in store.get_event("e1").reports} == {"e1", "e2", "e3"}
    for doc_id in ("d1", "d2", "d3"):
        store.remove(doc_id)
    assert ids(store) == ["far"]
    assert ids(store, text="marched") == []
    store.add(extraction(THIRD, doc_id="d3"))
    assert ids(store) == ["e3", "far"]


def test_what_is_unknown_cannot_be_removed(store: EventStore) -> None:
    """And nothing changes."""
    with pytest.raises(NotFoundError, match="there is no document 'none'"):
        store.remove("none")
    assert store.generation == "0-"


def test_a_mended_text_goes_on_telling_its_events(store: EventStore) -> None:
    """Ids of reports are made of offsets, which shift; the event is found again, alone or told by others too."""
    fill(store)
    moved = replace(FULL, event_id="moved", sentence_start=8)
    store.add(extraction(moved, doc_id="d1", source="Wire", text="Mended. " + FULL.sentence))
    assert {ref.report_id for ref in store.get_event("e1").reports} == {"moved", "e2", "e3"}
    shifted = replace(FAR, event_id="shifted", sentence_start=8)
    store.add(extraction(shifted, doc_id="d4", source="Herald", text="Mended. " + FAR.sentence))
    assert refs(store.get_event("far")) == [("shifted", "d4", "Herald")]
    assert ids(store) == ["e1", "far"]


def test_a_mended_text_may_tell_something_else(store: EventStore) -> None:
    """Then it leaves the event that it told."""
    fill(store)
    other = make_event("other", lon=-60.0, start=date(2019, 1, 1), end=date(2019, 1, 1), kind="strike.air")
    store.add(extraction(other, doc_id="d2", source="Herald", text="All new."))
    assert {ref.report_id for ref in store.get_event("e1").reports} == {"e1", "e3"}
    assert ids(store) == ["other", "e1", "far"]
    assert ids(store, sources=("Herald",)) == ["other", "far"]


def test_one_document_tells_a_happening_once(store: EventStore) -> None:
    """What it keeps apart stays apart."""
    store.add(extraction(FULL, replace(FULL, event_id="again")))
    assert ids(store) == ["again", "e1"]
    store.add(extraction(replace(FULL, event_id="x"), replace(FULL, event_id="y"), doc_id="d2"))
    assert ids(store) == ["again", "e1"]
    assert sorted(len(event.reports) for event in store.find_events()) == [2, 2]


def test_imported_rows_join_nothing(store: EventStore) -> None:
    """Those who made the table have merged them."""
    fill(store)
    store.add(extraction(replace(FULL, event_id="r1"), doc_id="r1", raw='{"n": 1}'))
    store.add(extraction(replace(FULL, event_id="r2"), doc_id="r2", raw='{"n": 2}'))
    assert ids(store) == ["e1", "far", "r1", "r2"]
    assert store.get_event("r1").story_id == ""
    with store.database.reading() as connection:
        kept = connection.execute(select(report_keys.c.report_number).distinct()).scalars().all()
    assert len(kept) == 4


def test_what_an_import_says_of_reports_and_story_stays(store: EventStore) -> None:
    """An export of one store is the same in another."""
    fill(store)
    event = replace(store.get_event("e1"), story_id="s9", story="A story of theirs")
    store.add(extraction(replace(event, event_id="copy"), doc_id="copy", raw='{"n": 1}'))
    [copy] = store.find_document_events("copy")
    assert store.get_event("copy") == copy
    assert (copy.reports, copy.story_id, copy.story) == (event.reports, "s9", "A story of theirs")
    assert ids(store, stories=("s9",)) == ["copy"]
    for _ in range(2):
        assert ids(store, sources=("Herald",)) == ["copy", "e1", "far"]
        assert store.get_numbered(list(store.find_numbers(EventQuery(stories=("s9",)))))[0][0].reports == event.reports
        store.decide("copy", Change.REVIEW, Review.CONFIRMED, author="Ann", at=datetime(2024, 1, 1, tzinfo=UTC))


def test_only_what_must_change_does(store: EventStore) -> None:
    """Columns beside the store take in the changes alone; an event keeps its number."""
    fill(store)
    numbers = {event_id: number_of(store, event_id) for event_id in ("e1", "far")}
    tolls = (Toll(start=0, end=1, text="7", kind="wounded", number=7),)
    store.add(extraction(replace(THIRD, event_id="e5", tolls=tolls), doc_id="d5"))
    assert changed(store) == {numbers["e1"]}
    store.add(extraction(make_event("new", lon=-100.0, kind="strike.air"), doc_id="d6"))
    assert changed(store) == set()
    assert {event_id: number_of(store, event_id) for event_id in numbers} == numbers
    store.remove("d4")
    assert changed(store) == {numbers["far"]}
    store.add(extraction(FAR, doc_id="d4"))
    assert number_of(store, "far") > max(numbers.values())


# Stories.


def tell_chain(store: EventStore, count: int = 3) -> None:
    """Related events on days that follow each other, each in a document of its own."""
    for day in range(1, count + 1):
        event = make_event(
            f"c{day}",
            start=date(2023, 3, day * 3),
            end=date(2023, 3, day * 3),
            kind="battle.clash",
            sentence="Soldiers of the Third Brigade fought rebels around Paris.",
        )
        store.add(extraction(event, doc_id=f"c{day}"))


def test_related_events_make_a_story(store: EventStore) -> None:
    """Every one of them names it, those stored before included; a single event makes none."""
    tell_chain(store, 1)
    assert store.get_event("c1").story_id == ""
    assert list(store.find_stories()) == []
    tell_chain(store)
    [story] = store.find_stories()
    assert (story.events, story.first_day, story.last_day) == (3, "2023-03-03", "2023-03-09")
    assert story.name
    assert {(event.story_id, event.story) for event in store.find_events()} == {(story.story_id, story.name)}
    assert ids(store, stories=(story.story_id,)) == ["c1", "c2", "c3"]
    assert store.facets().stories == (FacetValue(value=story.story_id, count=3, label=story.name),)


def test_stories_of_a_query_count_its_events(store: EventStore) -> None:
    """With their days among these."""
    tell_chain(store)
    [story] = store.find_stories(EventQuery(start=date(2023, 3, 5)))
    assert (story.events, story.first_day) == (2, "2023-03-06")
    assert list(store.find_stories(EventQuery(families=("strike",)))) == []


def test_a_story_shrinks_with_its_events(store: EventStore) -> None:
    """And is none for readers with the last but one."""
    tell_chain(store)
    store.remove("c1")
    [story] = store.find_stories()
    assert story.events == 2
    store.remove("c3")
    assert list(store.find_stories()) == []
    assert store.get_event("c2").story_id == ""
    store.remove("c2")
    with store.database.reading() as connection:
        assert connection.execute(select(story_members)).first() is None
    tell_chain(store)
    assert [story.events for story in store.find_stories()] == [3]


def test_an_event_keeps_its_story_when_more_reports_join(store: EventStore) -> None:
    """It is one member, however many tell of it."""
    tell_chain(store)
    before = store.get_event("c2")
    store.add(extraction(replace(before, event_id="again", reports=(), story_id="", story=""), doc_id="again"))
    after = store.get_event("c2")
    assert len(after.reports) == 2
    assert (after.story_id, after.story) == (before.story_id, before.story)
    assert [story.events for story in store.find_stories()] == [3]


def tell_both() -> list[Extraction]:
    """Fighting, talks, more of either that belongs to one of them, and a report that tells of both."""
    fight = make_report("a", "Government troops took the city from rebels.")
    talks = make_report("t", "Ministers spoke about oil fields.", kind="diplomacy.talks", lemma="speak")
    later = replace(make_report("l", "Ministers spoke of oil.", kind="diplomacy.talks", lemma="speak"), score=0.5)
    told = [
        [fight],
        [talks],
        [replace(later, event_id="l-e", date=make_report("l", "", start=DAY + timedelta(days=3)).date)],
        [replace(fight, event_id="b-e1", doc_id="b"), replace(talks, event_id="b-e2", doc_id="b")],
    ]
    return [
        Extraction(
            document=make_source(events[0].doc_id, " ".join(event.sentence for event in events)),
            resolutions=(),
            timexes=(),
            events=tuple(events),
        )
        for events in told
    ]


def test_a_later_report_makes_one_story_of_two(store: EventStore) -> None:
    """The older one's id stays, all members name it, and readers beside the store are told of them."""
    *told, both = tell_both()
    for one in told:
        store.add(one)
    assert {event.event_id: event.story_id for event in store.find_events()} == {"a-e": "", "t-e": "t-e", "l-e": "t-e"}
    moved = {number_of(store, event_id) for event_id in ("a-e", "t-e", "l-e")}
    store.add(both)
    [story] = store.find_stories()
    assert (story.story_id, story.events) == ("a-e", 3)
    assert {event.story_id for event in store.find_events()} == {"a-e"}
    assert changed(store) == moved
    store.remove("b")
    assert [story.events for story in store.find_stories()] == [3]
    store.add(extraction(make_event("new", lon=-100.0, kind="strike.air"), doc_id="d6"))
    assert store.get_event("new").story_id == ""


def test_stories_join_the_same_whether_reports_come_alone_or_together(where: Path | str, tmp_path: Path) -> None:
    """Also in a backup's order of events; a story that was united takes in what its parts would have."""
    with open_store(where) as store, open_store(tmp_path / "alone.db") as alone:
        told = [*tell_both(), *tell_at_random(40)]
        store.add_all(told)
        for one in told:
            alone.add(one)
        assert {one.story_id: one.events for one in store.find_stories()} == {
            one.story_id: one.events for one in alone.find_stories()
        }
        assert [(one.event_id, one.story_id) for one in store.find_events()] == [
            (one.event_id, one.story_id) for one in alone.find_events()
        ]
