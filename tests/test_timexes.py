"""Tests of mapping.timexes: what is found in a text, and the value it is given."""

from datetime import date

import pytest

from mapping.timexes import find_anchor, find_timexes

ANCHOR = date(2017, 10, 18)  # a Wednesday


def read(text: str, anchor: date | None = ANCHOR) -> list[tuple[str, str | None]]:
    """The expressions of a text with their values."""
    return [(timex.text, timex.value) for timex in find_timexes(text, anchor=anchor)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They met on Oct. 16, 2017.", ("Oct. 16, 2017", "2017-10-16")),
        ("They met on 16 October 2017.", ("16 October 2017", "2017-10-16")),
        ("The bridge fell on Monday.", ("Monday", "2017-10-16")),
        ("The envoy will return on Monday.", ("Monday", "2017-10-23")),
        ("He came last week.", ("last week", "2017-W41")),
        ("The vote was held in September.", ("September", "2017-09")),
        ("Troops left in 2011.", ("2011", "2011")),
        ("He left two weeks ago.", ("two weeks ago", "2017-10-04")),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_expression_gets_its_value(text: str, expected: tuple[str, str]) -> None:
    """The commonest forms of news, reckoned from the day of publication."""
    assert read(text) == [expected]


def test_a_text_without_a_date_is_anchored_on_its_latest_full_date() -> None:
    """The anchor that the text gave is told with each expression reckoned from it."""
    text = "Crowds gathered on Oct. 18, 2017. The offensive began on Monday."
    assert find_anchor(text) == ANCHOR
    monday = find_timexes(text, anchor=None)[1]
    assert (monday.value, monday.anchor, monday.anchor_rule) == ("2017-10-16", ANCHOR, "latest full date in the text")
