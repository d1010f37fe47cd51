"""Tests of mapping.telling.site_lenders: what a name that no list has may lie in, and what speaks for it."""

from collections.abc import Callable, Sequence
from functools import partial

import pytest

from mapping.gazetteer import Gazetteer
from mapping.model import ParsedDocument
from mapping.resolve import resolve_mentions
from mapping.telling.site_headings import Headings
from mapping.telling.site_lenders import LenderFinder
from mapping.telling.site_origins import is_lent
from mapping.telling.sites import Site, find_sites, find_story_places
from mapping.telling.unlisted import find_unlisted
from mapping.toponyms import find_mentions
from tests.calls import count_steps
from tests.parsing import Parse

_TOWNS = ("Aleppo", "Homs", "Hama", "Idlib")


def describe_lenders(parsed: ParsedDocument, name: str, gazetteer: Gazetteer) -> dict[str, dict[str, float]]:
    """What speaks for each place that a name may lie in, by the place's name."""
    resolutions = resolve_mentions(parsed, find_mentions(parsed, gazetteer), gazetteer)
    sites = find_sites(parsed, resolutions)
    unlisted = find_unlisted(parsed, resolutions)
    finder = LenderFinder(parsed, sites, find_story_places(sites), Headings(parsed, sites), unlisted)
    site = next(site for site in (*sites, *unlisted) if site.resolution.mention.text == name)
    assert is_lent(site.resolution)
    return {lender.place.name: dict(features) for lender, features in finder.find(site) if lender.place}


def test_each_place_of_the_text_may_hold_an_unknown_name(parse: Parse, gazetteer: Gazetteer) -> None:
    """The province that the sentence tells with it, a town of another sentence, and not one in another country."""
    text = "LILLE, France - Two trains were late on Monday.\nIn Portugal, a bridge fell in Orvalhosela Park, in Faro."
    lenders = describe_lenders(parse(text), "Orvalhosela Park", gazetteer)
    assert {"Lille", "Portugal", "Faro"} <= set(lenders)
    assert lenders["Faro"]["lend_linked"] == 1.0
    assert lenders["Lille"]["lend_linked"] == lenders["Lille"]["lend_sentence"] == 0.0
    assert (lenders["Lille"]["lend_outside"], lenders["Faro"]["lend_outside"]) == (1.0, 0.0)
    assert lenders["Lille"]["lend_dateline"] == 1.0


@pytest.mark.parametrize(
    "sentence", ["Orvalhosela lies in the east of Portugal.", "Rain fell on Orvalhosela, which is in Spain's Galicia."]
)
def test_what_another_sentence_puts_an_unknown_name_in_may_hold_it(
    parse: Parse, gazetteer: Gazetteer, sentence: str
) -> None:
    """And of a land's province that, not the land."""
    text = f"Shells hit a barn near Orvalhosela.\n{sentence}\nA bus fell in Faro."
    lenders = describe_lenders(parse(text), "Orvalhosela", gazetteer)
    linked = {name for name, features in lenders.items() if features["lend_linked"]}
    assert linked == ({"Galicia"} if "Galicia" in sentence else {"Portugal"})


def test_the_heading_of_an_item_may_hold_an_unknown_name(parse: Parse, gazetteer: Gazetteer) -> None:
    """That of its own item, and not that of another."""
    text = "Varna: A barn burned.\n\nKayseri: A bridge fell near Orvalhosela.\n\nOsaka: It rained."
    lenders = describe_lenders(parse(text), "Orvalhosela", gazetteer)
    assert (lenders["Kayseri"]["lend_heading"], lenders["Kayseri"]["lend_other"]) == (1.0, 0.0)
    assert (lenders["Varna"]["lend_heading"], lenders["Varna"]["lend_other"]) == (0.0, 1.0)


def test_where_a_victim_was_from_is_marked(parse: Parse, gazetteer: Gazetteer) -> None:
    """It says nothing of where an unknown village lies."""
    text = "The lorry hit a house near Orvalhosela.\nThe dead were a couple from Osaka and a nurse in Kayseri."
    lenders = describe_lenders(parse(text), "Orvalhosela", gazetteer)
    assert lenders["Osaka"]["lend_home"] == 1.0
    assert lenders["Kayseri"]["lend_home"] == 0.0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A nurse from Osaka fell.", True),
        ("He fled from Osaka.", False),
        ("A nurse fell in Osaka.", False),
        ("An Osaka man was shot.", True),
        ("Two Osaka residents were shot.", False),
        ("Jane King, 24, of Osaka, was shot.", True),
        ("The mayor of Osaka was shot.", False),
    ],
)
def test_homes_are_told_from_scenes(parse: Parse, gazetteer: Gazetteer, text: str, expected: bool) -> None:
    """Who is from a town is not said to be there; who flees from it was."""
    parsed = parse(text)
    [site] = find_sites(parsed, resolve_mentions(parsed, find_mentions(parsed, gazetteer), gazetteer))
    assert site.is_home is expected


def test_unknown_names_take_work_in_proportion_to_the_length_of_a_text(parse: Parse, gazetteer: Gazetteer) -> None:
    """A text four times as long takes about four times the steps, though each place could hold each of its names."""
    work = []
    for count in (10, 40):
        parsed = parse(
            "\n".join(f"Shells hit {_TOWNS[number % 4]}. A bridge fell near Orvalhosela." for number in range(count))
        )
        resolutions = resolve_mentions(parsed, find_mentions(parsed, gazetteer), gazetteer)
        sites = find_sites(parsed, resolutions)
        unlisted = [site for site in (*sites, *find_unlisted(parsed, resolutions)) if is_lent(site.resolution)]
        assert len(unlisted) == count
        finder = partial(LenderFinder, parsed, sites, find_story_places(sites), Headings(parsed, sites))
        work.append(count_steps(partial(_find_all, finder, unlisted)))
    quarter, whole = work
    assert whole < 5 * quarter


def _find_all(make_finder: Callable[[], LenderFinder], unlisted: Sequence[Site]) -> None:
    finder = make_finder()
    for site in unlisted:
        assert list(finder.find(site))


def test_the_nearest_places_and_the_datelines_may_hold_an_unknown_name(parse: Parse, gazetteer: Gazetteer) -> None:
    """However often one of them is named in between; of its other places a long text offers none."""
    far = ("Osaka", "Lagos", "Quito", "Perth", "Leipzig", "Turin", "Porto")
    near = "\n".join(f"Shells hit {_TOWNS[number % 2]}." for number in range(12))
    text = "\n".join((*(f"It rained in {name}." for name in far), near, "A bridge fell near Orvalhosela."))
    lenders = describe_lenders(parse(text), "Orvalhosela", gazetteer)
    assert set(lenders) == {"Aleppo", "Homs", *far[-4:]}
