"""Tests of decisions in a store: they hold for an event whatever tells it, and the trail only grows."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from mapping.errors import DecisionError, NotFoundError, StoreError
from mapping.kinds import Change, Review
from mapping.query import EventQuery
from mapping.querying.terms import split_terms
from mapping.store import EventStore, open_store
from tests.stores import ids
from tests.test_store import FULL, extraction, make_event
from tests.values import PARIS_TEXAS

AT = datetime(2024, 5, 1, 12, tzinfo=UTC)


def test_a_corrected_event_is_found_by_what_was_decided(store: EventStore) -> None:
    """By its new country, day and type, and no longer by the old ones; its report stays as the text tells it."""
    store.add(extraction(FULL))
    store.decide("e1", Change.PLACE, PARIS_TEXAS, author="Ann", at=AT)
    store.decide("e1", Change.DATE, "2020-05", author="Ann", at=AT)
    event = store.decide("e1", Change.TYPE, "protest.strike", author="Ann", at=AT)
    assert event == store.get_event("e1")
    assert event.review is Review.CORRECTED
    assert ids(store, countries=("US",), start=date(2020, 5, 31), types=("protest.strike",)) == ["e1"]
    assert ids(store, countries=("FR",)) == ids(store, start=date(2023, 1, 1)) == []
    assert ids(store, text="texas") == ["e1"]
    assert ids(store, reviews=(Review.CORRECTED,)) == ["e1"]
    assert [report for report, _ in store.find_reports("e1")] == [FULL]
    assert list(store.find_document_events("d1")) == [FULL]


def test_the_text_index_follows_a_changed_date(store: EventStore) -> None:
    """An event is found once, and by its words as they are now."""
    store.add(extraction(FULL))
    store.decide("e1", Change.DATE, "2020-05", author="Ann", at=AT)
    store.decide("e1", Change.PLACE, PARIS_TEXAS, author="Ann", at=AT)
    store.decide("e1", Change.DATE, None, author="Ann", at=AT)
    with store.database.reading() as connection:
        assert len(store.database.find_texts(connection, split_terms("texas"))) == 1
        assert connection.exec_driver_sql("SELECT count(*) FROM events_text").scalar() == 1
    store.remove("d1")
    with store.database.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM events_text").scalar() == 0


def test_rejected_events_are_left_out_unless_asked_for(store: EventStore) -> None:
    """They stay in the store: a later report of the same must not bring them back."""
    store.add(extraction(FULL))
    store.decide("e1", Change.REVIEW, Review.REJECTED, author="Ann", at=AT)
    assert ids(store) == []
    assert store.count() == 0
    assert ids(store, reviews=(Review.REJECTED,)) == ["e1"]
    store.add(extraction(replace(FULL, event_id="again"), doc_id="d2"))
    assert ids(store) == []
    assert len(list(store.find_reports("e1"))) == 2


@pytest.mark.parametrize("again", [True, False])
def test_reading_a_document_again_never_overwrites_a_decision(store: EventStore, again: bool) -> None:
    """Neither after an update of Dateline nor with a mended text, in which the event has another id."""
    store.add(extraction(FULL))
    store.decide("e1", Change.PLACE, PARIS_TEXAS, author="Ann", at=AT)
    if again:
        store.add(extraction(FULL), again=True)
    else:
        store.add(extraction(replace(FULL, event_id="moved"), text="Mended. " + FULL.sentence))
    [event] = store.find_events()
    assert event.event_id == "e1"
    assert event.place
    assert event.place.place == PARIS_TEXAS
    assert event.review is Review.CORRECTED


def test_decisions_outlive_the_event_and_hold_again(store: EventStore) -> None:
    """When the last report goes, the trail stays; when the document comes back, so does what was decided."""
    store.add(extraction(FULL))
    store.decide("e1", Change.DATE, "2020", author="Ann", at=AT)
    store.remove("d1")
    assert store.summary().events == 0
    assert len(list(store.find_corrections("e1"))) == 1
    store.add(extraction(FULL))
    event = store.get_event("e1")
    assert event.date
    assert event.date.edtf == "2020"


def test_a_report_that_tells_what_the_first_one_told_joins_a_corrected_event(store: EventStore) -> None:
    """It is compared with what the texts tell, which is as wrong, and not with what a person put in its place."""
    store.add(extraction(FULL))
    store.decide("e1", Change.PLACE, PARIS_TEXAS, author="Ann", at=AT)
    store.add(extraction(replace(FULL, event_id="other"), doc_id="d2", source="Other"))
    [event] = store.find_events()
    assert [ref.doc_id for ref in event.reports] == ["d1", "d2"]
    assert event.place
    assert event.place.place == PARIS_TEXAS


def test_an_imported_row_is_corrected_and_stays_so(store: EventStore) -> None:
    """Also where the row is imported again, with another value."""
    store.add(extraction(FULL, raw='{"n": 1}'))
    store.decide("e1", Change.PLACE, PARIS_TEXAS, author="Ann", at=AT)
    assert list(store.find_document_events("d1")) == [FULL]
    store.add(extraction(FULL, raw='{"n": 2}'))
    event = store.get_event("e1")
    assert event.place
    assert event.place.place == PARIS_TEXAS
    assert list(store.find_document_events("d1")) == [FULL]


def test_the_trail_is_kept_in_order_with_who_and_when(store: EventStore, where: Path | str) -> None:
    """In UTC, also after the store was opened again; undoing is an entry of its own."""
    store.add(extraction(FULL, make_event("e2", lon=100.0)))
    there = datetime(2024, 5, 1, 23, 30, tzinfo=timezone(timedelta(hours=-3)))
    store.decide("e1", Change.REVIEW, Review.CONFIRMED, author="Ann", at=there, note="called the police")
    store.decide("e2", Change.REVIEW, Review.REJECTED, author="Bo", at=AT)
    assert store.undo("e1", author="Bo", at=AT).review is Review.NONE
    with open_store(where, read_only=True) as opened:
        first, second, third = opened.find_corrections()
        assert list(opened.find_corrections("e2")) == [second]
    assert (first.author, first.note, first.made_at) == ("Ann", "called the police", there)
    assert first.made_at.utcoffset() == timedelta(0)
    assert (third.undoes, third.before, third.after) == (first.number, '"confirmed"', '"none"')
    with pytest.raises(DecisionError, match="nothing was decided about event 'e1'"):
        store.undo("e1", author="Bo", at=AT)


def test_a_decision_changes_the_generation(store: EventStore) -> None:
    """So that no page shows the event as it was."""
    store.add(extraction(FULL))
    before = store.generation
    store.decide("e1", Change.REVIEW, Review.CONFIRMED, author="Ann", at=AT)
    assert store.generation != before


def test_what_cannot_be_decided_leaves_no_trace(store: EventStore, where: Path | str) -> None:
    """No such event, no such value, a store for reading only."""
    store.add(extraction(FULL))
    before = store.generation
    with pytest.raises(NotFoundError, match="there is no event 'none'"):
        store.decide("none", Change.REVIEW, Review.CONFIRMED, author="Ann", at=AT)
    with pytest.raises(DecisionError, match="no type"):
        store.decide("e1", Change.TYPE, "battle.cake", author="Ann", at=AT)
    with open_store(where, read_only=True) as opened:
        with pytest.raises(StoreError, match="reading only"):
            opened.decide("e1", Change.REVIEW, Review.CONFIRMED, author="Ann", at=AT)
        with pytest.raises(StoreError, match="reading only"):
            opened.undo("e1", author="Ann", at=AT)
    assert store.generation == before
    assert list(store.find_corrections()) == []


def test_a_decision_on_a_report_is_one_on_its_event(store: EventStore) -> None:
    """Old links name reports that have joined an event since."""
    store.add(extraction(FULL))
    store.add(extraction(replace(FULL, event_id="other"), doc_id="d2"))
    assert store.get_event("other").event_id == "e1"
    assert store.get_event("other").event_id == "e1"
    assert store.decide("other", Change.REVIEW, Review.CONFIRMED, author="Ann", at=AT).event_id == "e1"
    assert store.count(EventQuery(reviews=(Review.CONFIRMED,))) == 1
