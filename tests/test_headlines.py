"""Tests of mapping.reading.headlines."""

import pytest

from mapping.reading.headlines import find_headline, is_told_by


@pytest.mark.parametrize(
    ("title", "headline"),
    [
        ("Two shot in Dover", "Two shot in Dover"),
        ("Two shot in Dover - WDVR.com - Dover, DE | News, Weather & Sports", "Two shot in Dover"),
        ("Two Shot At Dover Mall | The Dover Herald", "Two Shot At Dover Mall"),
        ("Two shot at mall : Kent County Observer", "Two shot at mall"),
        ("Two shot at mall - Peter Marsh", "Two shot at mall"),
        ("Two shot at mall - KDVR5", "Two shot at mall"),
        ("Army takes bridge - but the town holds out", "Army takes bridge - but the town holds out"),
        ("War in Yemen - army takes the bridge at Marib", "War in Yemen - army takes the bridge at Marib"),
        ("_Two shot in  Dover_", "Two shot in Dover"),
        ("Dover Daily", ""),
        ("", ""),
    ],
    ids=[
        "headline alone", "station behind it", "paper behind it", "after a colon", "author", "letters of a station",
        "dash within it", "topic before it", "marks around it", "a name only", "no title",
    ],
)  # fmt: skip
def test_the_headline_is_what_the_outlet_stands_behind(title: str, headline: str) -> None:
    """Names of outlets and sections are cut off; a dash inside a headline cuts nothing."""
    assert find_headline(title) == headline


def test_a_headline_that_the_text_has_is_not_read_twice() -> None:
    """Case, marks and a last word that a long title lost make no difference; the middle of a story is no top."""
    headline = "Flood takes bridge at Marl"
    assert is_told_by("FLOOD TAKES BRIDGE AT MARLOW\n\nRain fell.", headline)
    assert is_told_by("By A. Reporter\n\n'Flood takes bridge at Marl'\n\nRain fell.", headline)
    assert not is_told_by("A flood took the bridge.", headline)
    assert not is_told_by("Rain fell. " * 200 + headline, headline)
