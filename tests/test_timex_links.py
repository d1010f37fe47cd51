"""Tests of mapping.timex.links: ranges of two expressions."""

from datetime import date

import pytest

from mapping.timex.links import find_ranges, reckon_event
from mapping.timexes import find_timexes

ANCHOR = date(2017, 10, 18)  # a Wednesday


@pytest.mark.parametrize(
    ("text", "words", "edtf"),
    [
        ("Fighting raged from Monday to Wednesday.", "Monday to Wednesday", "2017-10-16/2017-10-18"),
        ("He lived there between 1985 and 1987.", "1985 and 1987", "1985/1987"),
        ("It was open from March to June 2010.", "March to June 2010", "2010-03/2010-06"),
        ("The gate was shut between 5 a.m. and 8 a.m. on Monday.", "5 a.m. and 8 a.m. on Monday", "2017-10-16"),
        ("It was open from November to March 2010.", "November to March 2010", "2009-11/2010-03"),
        (
            "Talks ran September 2010 through January 2011.",
            "September 2010 through January 2011",
            "2010-09/2011-01",
        ),
    ],
)
def test_a_range_covers_the_days_between_its_ends(text: str, words: str, edtf: str) -> None:
    """Both ends are included, each as finely as it is told; a year told once holds for both."""
    [found] = find_ranges(text, find_timexes(text, anchor=ANCHOR))
    assert (found.text, found.edtf, found.type) == (words, edtf, "DURATION")


@pytest.mark.parametrize(
    "text",
    [
        "He came on Monday and Tuesday.",
        "It fell from Wednesday to Monday.",
        "He left on Monday. To Tuesday's meeting he sent a friend.",
        "In 1985 he wrote, and in 1987 he sang.",
    ],
)
def test_two_dates_that_are_no_range_stay_apart(text: str) -> None:
    """A list, an order that runs back, or a sentence between them makes no range."""
    assert find_ranges(text, find_timexes(text, anchor=ANCHOR)) == ()


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("On Sunday, the day after the vote, troops left.", "the day after", "2017-10-15"),
        ("Troops left on Oct. 3, the day before the vote.", "the day before", "2017-10-03"),
        ("On Sunday, the day after, troops left.", "the day after", "2017-10-16"),
        ("Troops left at 11 p.m. on Oct. 3, the day before the vote.", "the day before", "2017-10-03"),
        ("Troops left on Sunday. The day after the vote they came back.", "The day after", "2017-10-16"),
    ],
)
def test_a_day_told_again_by_an_event_is_the_same_day(text: str, words: str, value: str) -> None:
    """Only a comma before it and an event behind it make it the day told before."""
    found = find_timexes(text, anchor=ANCHOR)[1]
    assert (found.text, found.value) == (words, value)


@pytest.mark.parametrize(
    ("text", "is_before", "edtf"),
    [
        ("On Sunday, the day after the vote, troops left.", True, "2017-10-14"),
        ("On Sunday, two days before the vote, troops left.", False, "2017-10-17"),
        ("On Sunday, a year after the vote, troops left.", True, "2016"),
    ],
)
def test_the_event_behind_a_length_is_reckoned_from_the_day(text: str, is_before: bool, edtf: str) -> None:
    """It is told as finely as the unit."""
    found = reckon_event(find_timexes(text, anchor=ANCHOR)[1], is_before)
    assert found is not None
    assert found.edtf == edtf


@pytest.mark.parametrize("text", ["It lasted two days.", "It was last week.", "It was on Sunday."])
def test_what_tells_no_distance_from_a_day_gives_no_event(text: str) -> None:
    """There is nothing to reckon with."""
    assert reckon_event(find_timexes(text, anchor=ANCHOR)[0], True) is None


@pytest.mark.parametrize(
    ("text", "value", "edtf"),
    [
        ("The day after Christmas, troops left.", "2017-12-26", "2017-12-26"),
        ("The day after the Oct. 3 attack, he fled.", "2017-10-04", "2017-10-04"),
        ("He fled the day after the attack on Oct. 3.", "2017-10-04", "2017-10-04"),
        ("The week after Easter, schools reopened.", "2017-W16", "2017-04-17/2017-04-23"),
        ("On the eve of the Oct. 3 vote, a bomb went off.", "2017-10-02", "2017-10-02"),
        ("They arrived on the eve of Easter.", "2017-04-15", "2017-04-15"),
        ("They left the day after Ramadan ended.", "2017-06-25", "2017-06-25~"),
        ("Two days before Christmas, a storm is due.", "P2D", "2017-12-23"),
        ("Thanksgiving eve was quiet.", "2017-11-22", "2017-11-22"),
    ],
)
def test_what_is_counted_from_a_told_day_is_placed(text: str, value: str, edtf: str) -> None:
    """A day before or after a date or feast needs no earlier date; the moon's feasts stay approximate."""
    found = find_timexes(text, anchor=ANCHOR)[0]
    assert (found.value, found.edtf) == (value, edtf)


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("Troops left the day after the vote.", "../2017-10-18"),
        ("Troops left the day after. On Oct. 5 they came back.", "../2017-10-18"),
        ("Troops left the day after the vote and came back on Oct. 5.", "../2017-10-18"),
        ("He will speak the day after the vote.", ""),
        ("On the eve of the vote, a bomb went off.", ""),
        ("The siege lasted for three months before Oct. 5.", ""),
    ],
)
def test_beside_an_event_of_an_unknown_day_nothing_is_reckoned(text: str, edtf: str) -> None:
    """The day after a vote is not the day after publication; after something past it is some day up to it."""
    assert find_timexes(text, anchor=ANCHOR)[0].edtf == edtf
