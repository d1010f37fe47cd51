"""Stamps of publication that run into a text's first sentence."""

from datetime import date

import pytest

from mapping.documents import make_document
from mapping.reading.stamps import find_stamp, find_stamped_day
from mapping.timexes import find_day_of_writing

STAMPED = (
    ("Published April 2 2017 Rebels said on Sunday that a dam broke.", date(2017, 4, 2)),
    ("Posted on August 3, 2016 by Ada Writer Dam breaks after storm", date(2016, 8, 3)),
    ("Date of publication 3 October 2017 A dam broke on Monday.", date(2017, 10, 3)),
    ("Dam breaks in hill town AFP Wednesday 17 Sep 2014 A dam broke.", date(2014, 9, 17)),
    ("Wed 05 Apr 2017 Dam breaks in hill town", date(2017, 4, 5)),
    ("March 10, 2014 2:18 PM\n\nA dam broke.", date(2014, 3, 10)),
    ("UPDATED: Jan. 18, 2017 - 5:45 PM\n\nA dam broke.", date(2017, 1, 18)),
)


@pytest.mark.parametrize(("text", "day"), STAMPED)
def test_a_stamp_tells_the_day_of_publication(text: str, day: date) -> None:
    """Behind its purpose, a wire's letters or nothing at all."""
    assert find_stamped_day(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "On April 2, 2017 Rebels Brigade fighters crossed the river.",
        "The dam broke on 3 October 2017 A day later it was mended.",
        "April 2, 2017, was the day on which the dam broke.",
        "April 2 2017 was dry.",
        "A dam broke. " * 40 + "Published April 2 2017 The end",
    ],
)
def test_a_date_of_the_story_is_no_stamp(text: str) -> None:
    """As part of a sentence, or far down, a date tells when something was."""
    assert find_stamp(text) is None


def test_a_stamp_is_believed_before_the_archive() -> None:
    """What a crawler says of the day is often that of a later copy."""
    text = "Published April 2 2017 Rebels said on Sunday that a dam broke."
    for created in (date(2017, 4, 10), date(2017, 3, 1), None):
        assert find_day_of_writing(make_document(text, created=created, doc_id="d")) == date(2017, 4, 2)


def test_a_stamp_of_long_ago_is_the_storys() -> None:
    """A text printed now may open with an old date."""
    document = make_document("Published April 2 1917 The law of war", created=date(2017, 4, 10), doc_id="d")
    assert find_day_of_writing(document) == date(2017, 4, 10)


def test_a_text_without_a_day_has_that_of_its_stamp() -> None:
    """A file that says nothing of its day is dated by the text."""
    assert make_document("AFP Wednesday 17 Sep 2014 A dam broke.", doc_id="d").created == date(2014, 9, 17)
