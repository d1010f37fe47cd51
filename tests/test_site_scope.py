"""Tests of mapping.telling.site_scope: whether a sentence tells of a whole land."""

import pytest

from mapping.telling.site_scope import describe_scope, is_scattered
from mapping.triggers import make_trigger
from tests.parsing import Parse


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("Two men were killed on Monday.", "killed", set()),
        ("Some 191,000 people were killed.", "killed", {"masses"}),
        ("The war has killed millions.", "killed", {"masses", "whole"}),
        ("Shops closed after the vote.", "vote", {"whole"}),
        ("Two men were killed in 2016.", "killed", set()),
        ("A 50-year-old man was killed.", "killed", set()),
        ("Clashes broke out across the country.", "Clashes", {"all_over"}),
    ],
)
def test_signs(parse: Parse, text: str, word: str, expected: set[str]) -> None:
    """Counts that no town has, wars and votes as a whole, and words for the land."""
    parsed = parse(text)
    start = text.index(word)
    signs = describe_scope(parsed, make_trigger(parsed, start, start + len(word)))
    assert {name for name, value in signs.items() if value} == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Clashes broke out throughout the country.", True),
        ("Marches were held nationwide.", True),
        ("They fought in six of the country's 14 provinces.", True),
        ("Shops shut in many parts of the country.", True),
        ("The country's army attacked.", False),
        ("He was the first in the country to be freed.", False),
    ],
)
def test_what_was_in_many_places_is_seen(sentence: str, expected: bool) -> None:
    """And is told from what merely speaks of the country."""
    assert is_scattered(sentence) is expected
