"""Tests of mapping.resolution.varieties: the country whose English a text is written in."""

from collections.abc import Callable

import pytest

from mapping.gazetteer import Gazetteer
from mapping.model import ParsedDocument
from mapping.resolution.varieties import find_variety
from mapping.resolve import resolve_mentions
from mapping.toponyms import find_mentions


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Someone called 911 from the 300 block of Oak Street, a sheriff’s deputy said.", "US"),
        ("It happened in the 300 block of Oak Street.", ""),
        ("A detective inspector of the county constabulary spoke.", "GB"),
        ("The sheriff's office and the county jail asked a detective inspector.", ""),
        ("The panchayat was given two lakh.", "IN"),
        ("", ""),
    ],
    ids=["American", "one word", "British", "of two countries", "Indian", "empty"],
)
def test_two_words_of_one_country_tell_its_english(text: str, country: str) -> None:
    """One word may be a chance, and words of two countries cancel out."""
    assert find_variety(text) == country


def test_the_english_decides_between_namesakes(parse: Callable[..., ParsedDocument], gazetteer: Gazetteer) -> None:
    """A local paper does not say in which country its town lies."""
    text = "A man was shot in Birmingham on Monday. {}"
    for told, country in (
        ("It happened in the 300 block of Oak Street, and the county jail has a suspect.", "US"),
        ("The crown court heard a detective inspector.", "GB"),
    ):
        parsed = parse(text.format(told))
        [found] = [
            one
            for one in resolve_mentions(parsed, find_mentions(parsed, gazetteer), gazetteer)
            if one.mention.text == "Birmingham"
        ]
        assert found.place is not None
        assert found.place.country_code == country
