"""Tests of openings: how texts on one story are known, and what that does to what they open with."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from mapping.merge import THRESHOLD, explain_merge, find_opening, find_traits, make_keys, weigh_pair
from mapping.merging.openings import NO_OPENING, compare_openings
from mapping.merging.traits import Traits
from mapping.model import Document, Event, Extraction, Place, Span
from mapping.store import open_store
from tests.happenings import DAY, KIRKUK, MOSUL, make_report, make_source

WELLINGTON = replace(KIRKUK, place_id="gn:2634573", name="Wellington", lon=-3.23, lat=50.98, country_code="GB")
NAMESAKE = replace(KIRKUK, place_id="gn:2179537", name="Wellington", lon=174.78, lat=-41.29, country_code="NZ")
FIRE = "A fire gutted the Waitrose supermarket in Wellington early on Sunday, smoke billowing over the Blackdown Hills."
AGAIN = "Arson is feared after the Wellington branch of Waitrose was gutted by a fire below the Blackdown Hills."
QUAKE = "A 4.9 magnitude earthquake struck near {} on Monday, the seismological institute said in a bulletin."


def tell(doc_id: str, text: str, place: Place | None = WELLINGTON, days_later: int = 0) -> tuple[Event, Document]:
    """The account of a fire that a text opens with."""
    event = make_report(
        doc_id,
        text,
        place=place,
        start=DAY + timedelta(days=days_later),
        kind="accident.fire",
        lemma="fire",
        date_rule="publication date of a report",
    )
    return event, make_source(doc_id, text)


def trace(event: Event, document: Document) -> Traits:
    """What an account is compared by, the opening of its text included."""
    return find_traits(event, find_opening(document))


def test_texts_on_one_story_open_alike() -> None:
    """Rare words count for most; common ones are in every fire's report."""
    one, other = find_opening(make_source("a", FIRE)), find_opening(make_source("b", AGAIN))
    third = find_opening(make_source("c", "A fire broke out in the early hours of Sunday at a hotel in the city."))
    assert compare_openings(one, one) == pytest.approx(1.0)
    assert compare_openings(one, other) == compare_openings(other, one) > 0.6
    assert compare_openings(one, other, besides=frozenset(one.words)) < 0.15
    assert compare_openings(one, third) < 0.25
    assert {"waitros", "wellington"} <= set(one.words)


def test_what_stands_far_down_is_no_opening() -> None:
    """Words and events alike; what is told again in front was opened with."""
    event, document = tell("a", FIRE + " The rest is about something else entirely." * 40 + " Klitschko won.")
    opening = find_opening(document)
    assert "klitschko" not in opening.weights
    late = replace(event, trigger=replace(event.trigger, start=900, end=904))
    assert opening.holds(event)
    assert not opening.holds(late)
    assert opening.holds(replace(late, retold=(Span(start=3, end=7),)))


def test_rows_of_tables_and_lines_open_with_nothing() -> None:
    """They are built alike, and would meet by words that tell nothing beyond the event itself."""
    event, document = tell("a", FIRE)
    assert find_opening(document) is not NO_OPENING
    assert find_opening(replace(document, raw="{}")) is NO_OPENING
    assert find_opening(make_source("b", "Soldiers clashed near a village on Monday, a spokesman said.")) is NO_OPENING
    assert make_keys(event, NO_OPENING) == make_keys(event)


def test_a_namesake_parts_no_texts_that_open_alike() -> None:
    """One report is put at the town of that name at the other end of the world."""
    one, other = tell("a", FIRE), tell("b", AGAIN, NAMESAKE)
    assert weigh_pair(find_traits(one[0]), find_traits(other[0])) == 0
    assert weigh_pair(trace(*one), trace(*other)) >= THRESHOLD
    assert "same_story" in {reason.name for reason in explain_merge(trace(*one), trace(*other))}
    assert not set(make_keys(one[0])) & set(make_keys(other[0]))
    assert set(make_keys(one[0], find_opening(one[1]))) & set(make_keys(other[0], find_opening(other[1])))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(
            tell("a", QUAKE.format("Kirkuk"), KIRKUK), tell("b", QUAKE.format("Mosul"), MOSUL), id="bulletins"
        ),
        pytest.param(tell("a", FIRE), tell("b", AGAIN, NAMESAKE, days_later=4), id="days apart"),
        pytest.param(
            tell("a", FIRE),
            tell("b", "A fire in Wellington killed two cows and a dog of the breed that farmers there keep.", NAMESAKE),
            id="other words",
        ),
    ],
)
def test_what_is_told_in_one_pattern_stays_apart(one: tuple[Event, Document], other: tuple[Event, Document]) -> None:
    """Each names a place of its own, tells another day, or opens with other words."""
    (reason,) = explain_merge(trace(*one), trace(*other))
    assert reason.note == "different places"


def test_a_store_knows_how_the_texts_that_it_holds_open(tmp_path: Path) -> None:
    """Also when it is opened again, and where the account that is shown is of an older text."""
    told = [tell("a", FIRE), tell("b", AGAIN, NAMESAKE), tell("c", AGAIN + " Nobody was hurt.")]
    for event, document in told:
        with open_store(tmp_path / "events.db") as store:
            store.add(Extraction(document=document, resolutions=(), timexes=(), events=(event,)))
    with open_store(tmp_path / "events.db") as store:
        (event,) = store.find_events()
        assert {ref.doc_id for ref in event.reports} == {"a", "b", "c"}
