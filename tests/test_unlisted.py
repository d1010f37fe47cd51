"""Tests of mapping.telling.unlisted: names that no list knows, told as ground where something happened."""

import pytest

from mapping.gazetteer import Gazetteer
from mapping.model import Event, ParsedDocument
from mapping.resolve import resolve_mentions
from mapping.telling.unlisted import find_unlisted
from mapping.toponyms import find_mentions
from mapping.triggers import find_triggers
from tests.building import build_events
from tests.parsing import Parse


def read_names(parsed: ParsedDocument, gazetteer: Gazetteer) -> list[str]:
    """The unknown names of a text."""
    resolutions = resolve_mentions(parsed, find_mentions(parsed, gazetteer), gazetteer)
    return [site.resolution.mention.text for site in find_unlisted(parsed, resolutions)]


def tell(parsed: ParsedDocument, gazetteer: Gazetteer) -> Event:
    """The first event of a text."""
    resolutions = resolve_mentions(parsed, find_mentions(parsed, gazetteer), gazetteer)
    return build_events(parsed, find_triggers(parsed), resolutions, [])[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rebels shelled the Qarvut pumping station on Monday.", ["Qarvut"]),
        ("Two soldiers were killed near the Qarvut checkpoint.", ["Qarvut"]),
        ("A bomb went off at the Zilbashi Hospital at noon.", ["Zilbashi Hospital"]),
        ("Gunmen killed two men near Quebrazo de la Torva on Monday.", ["Quebrazo de la Torva"]),
    ],
    ids=["stormed", "before a place word", "building", "particles"],
)
def test_a_name_on_the_ground_is_found(parse: Parse, gazetteer: Gazetteer, text: str, expected: list[str]) -> None:
    """Though nothing but the sentence says that it is a place."""
    assert read_names(parse(text), gazetteer) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Rebels shelled a base of the African Union on Monday.",
        "Shares in Hexatronix fell on Monday.",
        "Police arrested Jonas Qarvut in Paris.",
        "The man was shot in the head.",
        "Rebels captured Colonel Zilbash on Monday.",
        "Two Killed In Qarvut Clash On Main Road",
    ],
    ids=["owner", "company", "person", "no name", "prisoner", "heading"],
)
def test_other_names_are_none(parse: Parse, gazetteer: Gazetteer, text: str) -> None:
    """What owns, acts or is done to is no ground."""
    assert read_names(parse(text), gazetteer) == []


def test_an_event_keeps_the_name_of_its_place(parse: Parse, gazetteer: Gazetteer) -> None:
    """Where nothing is told around it, there is no point, and the name is told."""
    event = tell(parse("Rebels shelled the Qarvut pumping station on Monday."), gazetteer)
    assert (event.place, event.unlisted) == (None, "Qarvut")
    assert event.unplaced == "the place named in the sentence is not in the gazetteer"


def test_what_lies_around_gives_the_point(parse: Parse, gazetteer: Gazetteer) -> None:
    """And not the country of those who act there."""
    event = tell(parse("Rebels shelled the Qarvut pumping station, in Benguela Province, on Monday."), gazetteer)
    assert event.place is not None
    assert (event.place.place.country_code, event.unlisted) == ("AO", "")
    assert tell(parse("A French soldier was killed near the Qarvut checkpoint."), gazetteer).place is None
