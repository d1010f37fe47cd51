"""Tests of two events that a later report shows to be one."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mapping.kinds import Change, Review
from mapping.merge import merge_extractions
from mapping.model import Extraction
from mapping.store import EventStore, open_store
from tests.happenings import DAY, make_report, make_source
from tests.stores import ids

SENTENCE = "Fighters of Ansar fled as troops took the last bridge, a flour mill and the airfield."


def tell(doc_id: str, days: int, words: str = SENTENCE) -> Extraction:
    """A report of the advance, dated some days after the first one."""
    event = make_report(doc_id, words, start=DAY + timedelta(days=days), date_rule="publication date of a report")
    document = make_source(doc_id, f"{words} {doc_id} adds other words.", source=doc_id)
    return Extraction(document=document, resolutions=(), timexes=(), events=(event,))


# The first two lie two days apart and are never compared; the third lies between.
EARLY, LATE, BETWEEN = tell("a", 0), tell("b", 2), tell("c", 1)
NEXT = tell("d", 1)


@pytest.mark.parametrize("together", [True, False])
def test_a_report_between_two_events_makes_them_one(store: EventStore, together: bool) -> None:
    """The older id stays, and the other one leads there; each report stays as its document tells it."""
    if together:
        store.add_all([EARLY, LATE, BETWEEN, NEXT])
    else:
        store.add_all([EARLY, LATE])
        assert ids(store) == ["a-e", "b-e"]
        store.add(BETWEEN)
        assert ids(store) == ["a-e"]
        store.add(NEXT)
    assert ids(store) == ["a-e"]
    event = store.get_event("b-e")
    assert event.event_id == "a-e"
    assert {ref.report_id for ref in event.reports} == {"a-e", "b-e", "c-e", "d-e"}
    assert [event.event_id for event in store.find_document_events("b")] == ["b-e"]
    assert merge_extractions([EARLY, LATE, BETWEEN, NEXT]).events == {
        "a-e": replace(store.get_event("a-e"), story="", story_id="")
    }
    assert ids(store, sources=("b",)) == ["a-e"]
    assert ids(store, text="flour mill") == ["a-e"]


def test_what_was_made_one_stays_one(tmp_path: Path) -> None:
    """Behind a restart, a report that is told again, and the removal of the one that showed it."""
    with open_store(tmp_path / "events.db") as store:
        store.add_all([EARLY, LATE, BETWEEN])
    with open_store(tmp_path / "events.db") as store:
        store.add_all([tell("b", 2, SENTENCE.replace("a flour mill", "the flour mill"))], again=True)
        assert ids(store) == ["a-e"]
        store.remove("c")
        assert ids(store) == ["a-e"]
        store.remove("a")
        assert {ref.report_id for ref in store.get_event("b-e").reports} == {"b-e"}


def test_an_event_that_a_person_decided_on_is_never_taken_in(store: EventStore) -> None:
    """What somebody confirmed under its id stays there."""
    store.add_all([EARLY, LATE])
    store.decide("b-e", Change.REVIEW, Review.CONFIRMED, author="Ann", at=datetime(2024, 1, 1, tzinfo=UTC))
    store.add(BETWEEN)
    assert ids(store) == ["a-e", "b-e"]


def test_two_events_that_one_text_tells_stay_two(store: EventStore) -> None:
    """A document tells a happening once."""
    (first,), (second,) = EARLY.events, LATE.events
    both = replace(EARLY, events=(first, replace(second, event_id="a-2", doc_id="a")))
    store.add_all([both, BETWEEN])
    assert len(ids(store)) == 2
    assert merge_extractions([both, BETWEEN]).events.keys() == set(ids(store))
