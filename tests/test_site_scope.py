"""Tests of mapping.telling.site_scope: whether a sentence tells of a whole land."""

import pytest

from mapping.telling.site_scope import describe_scope
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
