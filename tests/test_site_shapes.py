"""Tests of mapping.telling.site_shapes: the way between a place and an event of one sentence."""

import pytest

from mapping.gazetteer import Gazetteer
from mapping.resolve import resolve_mentions
from mapping.telling.site_shapes import describe_shape
from mapping.telling.sites import find_sites
from mapping.toponyms import find_mentions
from mapping.triggers import make_trigger
from tests.parsing import Parse


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("Gunmen killed a judge in Kabul.", "killed", set()),
        ("The judge died in an attack in Kabul.", "attack", set()),
        ("Five men died in an attack.\nTwo fell in the attack on a base near Kabul.", "fell", {"nested"}),
        ("The attack closed roads in Kabul.", "attack", {"noun_of_phrase"}),
        (
            "Gunmen killed a judge who had ruled for many years on the cases of poor farmers in Kabul.",
            "killed",
            {"far", "nested"},
        ),
    ],
    ids=["plain", "own noun", "nested", "noun", "far"],
)
def test_shapes(parse: Parse, gazetteer: Gazetteer, text: str, word: str, expected: set[str]) -> None:
    """Only what is so between the two."""
    parsed = parse(text)
    site = find_sites(parsed, resolve_mentions(parsed, find_mentions(parsed, gazetteer), gazetteer))[-1]
    start = text.rindex(word)
    shapes = describe_shape(parsed, make_trigger(parsed, start, start + len(word)), site)
    assert {name for name, value in shapes.items() if value} == expected
