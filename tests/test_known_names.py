"""Tests of mapping.telling.known_names: what a text says of a person is known wherever it only names him."""

import pytest

from mapping.actors import find_actors
from mapping.gazetteer import Gazetteer
from mapping.resolve import resolve_mentions
from mapping.telling.known_names import find_known
from mapping.toponyms import find_mentions
from mapping.triggers import find_triggers
from tests.parsing import Parse


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Officer Chris Bumpas stopped a car on Monday.\nBumpas was shot by gunmen.",
            ("recipient", "Bumpas", "police", ""),
        ),
        (
            "Salvadoran President Alfredo Cristiani spoke.\nCristiani condemned the attack.",
            ("actor", "Cristiani", "government", "SV"),
        ),
        ("Chad King, a baker, went home.\nGunmen shot King on Monday.", ("recipient", "King", "civilians", "")),
        ("Gunmen shot Trevor Littell on Monday.", ("recipient", "Trevor Littell", "civilians", "")),
    ],
    ids=["a rank", "an office and its land", "a surname that is a title", "nothing told"],
)
def test_a_name_is_who_the_text_says(
    parse: Parse, gazetteer: Gazetteer, text: str, expected: tuple[str, str, str, str]
) -> None:
    """Kind and country come with the phrase that has them, wherever it stands; a bare name takes them over."""
    parsed = parse(text)
    resolutions = resolve_mentions(parsed, find_mentions(parsed, gazetteer), gazetteer)
    known = find_known(parsed, resolutions)
    told = [
        (actor.role, actor.text, actor.kind, actor.country_code)
        for trigger in find_triggers(parsed)
        for actor in find_actors(parsed, trigger, resolutions, known)
    ]
    assert expected in told


def test_a_single_word_of_which_nothing_is_told_is_nobody_known(parse: Parse) -> None:
    """Its own kind stands: a front with a short name may pass for a person."""
    parsed = parse("Ann Roe met Ford on Monday.")
    assert set(find_known(parsed, ())) == {"roe"}
