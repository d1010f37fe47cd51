"""Tests of mapping.telling.references: nouns that stand for a place which the text names elsewhere."""

from functools import partial

import pytest

from mapping.gazetteer import Gazetteer
from mapping.model import ParsedDocument
from mapping.resolve import resolve_mentions
from mapping.telling.references import find_references
from mapping.telling.sites import find_sites, find_story_places
from mapping.toponyms import find_mentions
from tests.calls import count_steps
from tests.parsing import Parse
from tests.test_placing import place_word

_TOWNS = ("Aleppo", "Homs", "Hama", "Idlib")


def refer(parsed: ParsedDocument, gazetteer: Gazetteer) -> list[tuple[str, str]]:
    """(noun, name of the place that it stands for) pairs."""
    sites = find_sites(parsed, resolve_mentions(parsed, find_mentions(parsed, gazetteer), gazetteer))
    found = find_references(parsed, sites, find_story_places(sites))
    return [(site.resolution.mention.text, site.resolution.mention.name) for site in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Shells fell on Aleppo all night. The mayor left the city at dawn.", [("the city", "Aleppo")]),
        ("SANTA CRUZ, Calif. - A mudslide ran through this town of 60,000 on Monday.", [("this town", "SANTA CRUZ")]),
        ("LIMA (Wire) - Bus drivers struck in Cusco. Marches were held in the capital too.", [("the capital", "LIMA")]),
        ("Floods hit Bihar. Trains in the state were stopped.", [("the state", "Bihar")]),
        ("Shells fell on Aleppo all night. Looters burned the city's town hall.", [("the city", "Aleppo")]),
        ("Floods hit Bihar. Trains in the State were stopped.", [("the State", "Bihar")]),
        ("A ferry sank off Cuba. Divers came from across the island.", [("the island", "Cuba")]),
        (
            "MOSCOW (Wire) - Peruvian miners struck in Cusco. Shops in the capital closed. Lima was dark.",
            [("the capital", "Lima")],
        ),
        ("LIMA (Wire) - Bus drivers struck in Cusco. Rebels left the capital they held.", [("the capital", "LIMA")]),
        ("MOSCOW, Russia (Wire) - Peruvian miners struck. Roads in the country were cut.", [("the country", "Peru")]),
    ],
    ids=[
        "city",
        "dateline",
        "capital",
        "division",
        "owner",
        "capital letter",
        "island",
        "filed abroad",
        "clause",
        "people",
    ],
)
def test_a_noun_stands_for_the_place_named(
    parse: Parse, gazetteer: Gazetteer, text: str, expected: list[tuple[str, str]]
) -> None:
    """The nearest of its sort, or the one that the report comes from."""
    assert refer(parse(text), gazetteer) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Shells fell on Aleppo. Troops from another city came.",
        "Shells fell on Aleppo. Troops entered the city of Homs.",
        "Shells fell on Aleppo. Troops left the nearby town.",
        "Fighters left Aleppo and Homs and Hama. The city was quiet.",
        "The city was quiet.",
        "LIMA (Wire) - Miners struck in Peru on Monday. Soldiers entered that town.",
        "Miners of Cusco, Puno and Tacna struck in all Peru, Peruvian unions in Cairo said. Shops in the capital shut.",
    ],
    ids=["another", "named itself", "nearby", "several", "none", "too large", "capital of elsewhere"],
)
def test_no_place_is_guessed(parse: Parse, gazetteer: Gazetteer, text: str) -> None:
    """Where the noun is explained, means another, or could mean several."""
    assert refer(parse(text), gazetteer) == []


def test_an_event_is_placed_by_a_noun(parse: Parse, gazetteer: Gazetteer) -> None:
    """At the place that it stands for, with the words of the noun and a rule that says so."""
    text = "Rebels surrounded Aleppo. Two rockets landed in the city on Friday."
    choice = place_word(parse(text), "landed", gazetteer)
    assert choice is not None
    assert (choice.mention, choice.rule) == ("the city", "own phrase, named before")
    assert choice.place.name == "Aleppo"


@pytest.mark.parametrize(
    ("gap", "meant"), [("\n\n", "KIRKUK"), (" ", "Mosul")], ids=["new paragraph", "same paragraph"]
)
def test_a_new_paragraph_goes_back_to_the_story(parse: Parse, gazetteer: Gazetteer, gap: str, meant: str) -> None:
    """From a place told in passing to the city that the report is all about."""
    text = (
        "KIRKUK, Iraq - Kirkuk was calm. Crowds celebrated in Kirkuk. People danced in the streets of Kirkuk. "
        f"There were celebrations in Mosul as well.{gap}Troops had entered the city on Monday."
    )
    assert refer(parse(text), gazetteer) == [("the city", meant)]


def test_nouns_take_work_in_proportion_to_the_length_of_a_text(parse: Parse, gazetteer: Gazetteer) -> None:
    """A text four times as long takes about four times the steps, though each place before a noun could be meant."""
    work = []
    for count in (10, 40):
        parsed = parse("\n".join(f"Shells hit {_TOWNS[number % 4]}. A mayor left the city." for number in range(count)))
        sites = find_sites(parsed, resolve_mentions(parsed, find_mentions(parsed, gazetteer), gazetteer))
        shares = find_story_places(sites)
        assert len(find_references(parsed, sites, shares)) == count
        work.append(count_steps(partial(find_references, parsed, sites, shares)))
    quarter, whole = work
    assert whole < 5 * quarter
