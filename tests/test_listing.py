"""Tests of mapping.telling.listing: an event for each place of a list."""

from collections.abc import Callable
from datetime import date

import pytest

from mapping.gazetteer import Gazetteer
from mapping.model import Event, ParsedDocument
from mapping.resolve import resolve_mentions
from mapping.timexes import find_timexes
from mapping.toponyms import find_mentions
from mapping.triggers import find_triggers
from tests.building import build_events

Build = Callable[[str], tuple[Event, ...]]


@pytest.fixture
def build(parse: Callable[..., ParsedDocument], gazetteer: Gazetteer) -> Build:
    """The events of a text of 13 March 2019."""

    def make(text: str) -> tuple[Event, ...]:
        parsed = parse(text, created=date(2019, 3, 13))
        timexes = find_timexes(text, anchor=date(2019, 3, 13))
        resolutions = resolve_mentions(parsed, find_mentions(parsed, gazetteer), gazetteer)
        return build_events(parsed, find_triggers(parsed), resolutions, timexes)

    return make


def _name_places(events: tuple[Event, ...]) -> list[str]:
    return [event.place.mention for event in events if event.place]


def test_each_place_of_a_list_has_its_event(build: Build) -> None:
    """They differ in place and name alone, and the first one is the surest."""
    first, second, third = build("Protesters marched in Lagos, Abuja and Kano on Monday.")
    assert _name_places((first, second, third)) == ["Lagos", "Abuja", "Kano"]
    assert len({first.event_id, second.event_id, third.event_id}) == 3
    assert first.trigger == second.trigger == third.trigger
    assert first.date == second.date
    assert first.score > second.score == third.score
    assert second.place is not None
    assert build("Protesters marched in Lagos, Abuja and Kano on Monday.")[1].event_id == second.event_id


def test_each_place_has_its_own_count(build: Build) -> None:
    """The "three in Herat" are dead as the two in Kandahar are, and no dead of Kandahar."""
    events = build("Rockets killed two people in Kandahar, three in Herat and one in Ghazni on Monday.")
    told = [(event.place.mention, [toll.number for toll in event.tolls]) for event in events if event.place]
    assert told == [("Kandahar", [2]), ("Herat", [3]), ("Ghazni", [1])]
    assert {toll.kind for event in events for toll in event.tolls} == {"killed"}
    [toll] = events[1].tolls
    assert toll.text == "three"


def test_a_sum_stays_with_the_first(build: Build) -> None:
    """Nobody says how many of them died where."""
    events = build("Air strikes killed nine people in Homs and Aleppo on Monday.")
    assert [len(event.tolls) for event in events] == [1, 0]


@pytest.mark.parametrize(
    "text",
    [
        "A bus crashed between Homs and Aleppo on Monday.",
        "A bus crashed on the road from Homs to Aleppo on Monday.",
        "Protesters marched in Homs, Syria, on Monday.",
        "Protesters marched in Homs, and Aleppo police arrested nine.",
        "Ministers held talks in Homs and Aleppo on Monday.",
    ],
    ids=["between", "road", "container", "next clause", "talks"],
)
def test_not_every_pair_of_names_is_a_list(build: Build, text: str) -> None:
    """Two ends of a way, a town and its country, the next clause, talks that are of both."""
    by_trigger = [event.trigger.start for event in build(text)]
    assert len(by_trigger) == len(set(by_trigger))


def test_what_is_told_again_is_not_listed_again(build: Build) -> None:
    """A later sentence about one place of the list has its event already."""
    events = build(
        "Protesters marched in Lagos and Abuja on Monday.\nProtesters marched in Abuja on Monday until noon."
    )
    assert sorted(_name_places(events)) == ["Abuja", "Lagos"]
