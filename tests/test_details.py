"""What the page is told of an event: spans as a browser counts, links that may be followed, paragraphs around."""

from dataclasses import replace
from datetime import date

import pytest

from mapping.model import Actor, Paragraph
from mapping.page.details import make_detail, make_summary, safe_url
from tests.map_events import EVENTS, make_day, make_event, make_story


def test_marks_count_as_a_browser_does() -> None:
    """A character beyond U+FFFF takes two units in JavaScript, so offsets after it move by one."""
    event = make_event(1, span=make_day(date(2017, 10, 16)), name="Kirkuk😀")
    (place,) = [mark for mark in make_summary(event, make_story(event))["marks"] if mark["kind"] == "place"]
    units = event.sentence.encode("utf-16-le")
    assert units[2 * place["start"] : 2 * place["end"]].decode("utf-16-le") == "Kirkuk😀"
    (when,) = [mark for mark in make_summary(event, make_story(event))["marks"] if mark["kind"] == "date"]
    assert units[2 * when["start"] : 2 * when["end"]].decode("utf-16-le") == "Monday"


def test_a_mark_outside_the_sentence_is_left_out_of_the_list_but_kept_in_the_paragraph() -> None:
    """The place may stand in the sentence before; the reader sees it marked there."""
    event = EVENTS[0]
    before = "Kirkuk is in the north. "
    assert event.place
    moved = replace(
        event,
        sentence_start=len(before),
        trigger=replace(event.trigger, start=event.trigger.start + 24, end=event.trigger.end + 24),
        place=replace(event.place, start=0, end=6),
        actors=(),
        date=None,
        undated="none told",
    )
    text = before + event.sentence
    document = replace(make_story(event), text=text, paragraphs=(Paragraph(start=0, end=len(text)),))
    detail = make_detail(moved, document)
    assert [mark["kind"] for mark in detail["marks"]] == ["trigger"]
    assert [mark["kind"] for mark in detail["paragraph_marks"]] == ["place", "trigger"]
    assert detail["sentence_span"] == [24, len(text)]


def test_a_span_told_twice_is_marked_once() -> None:
    """Two actors of the same words give one mark."""
    actor = Actor(start=0, end=8, text="Soldiers", head="Soldiers", role="actor")
    event = replace(EVENTS[0], actors=(actor, actor))
    marks = make_summary(event, make_story(event))["marks"]
    assert [mark["kind"] for mark in marks].count("actor") == 1


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        pytest.param("https://example.org/a?b=c", True, id="https"),
        pytest.param(" http://example.org ", True, id="http with blanks"),
        pytest.param("javascript:alert(1)", False, id="javascript"),
        pytest.param("JaVaScRiPt:alert(1)", False, id="javascript in odd case"),
        pytest.param("data:text/html,x", False, id="data"),
        pytest.param("//example.org", False, id="no scheme"),
        pytest.param("https://", False, id="no host"),
        pytest.param("http://[", False, id="broken"),
        pytest.param("", False, id="none"),
    ],
)
def test_only_web_addresses_become_links(url: str, safe: bool) -> None:
    """Everything else stays text."""
    assert (safe_url(url) is not None) is safe
