"""Tests of mapping.dating: the date that each event is given, and the rule that chose it."""

from collections.abc import Callable
from datetime import date

from mapping.dating import date_events
from mapping.model import DateChoice, ParsedDocument
from mapping.timexes import find_timexes
from mapping.triggers import make_trigger

Parse = Callable[..., ParsedDocument]
CREATED = date(2017, 10, 18)  # a Wednesday


def choose(parse: Parse, text: str, word: str, created: date | None = CREATED) -> DateChoice | None:
    """The date given to the first occurrence of a word taken as an event."""
    parsed = parse(text, created=created)
    timexes = find_timexes(text, anchor=created, paragraphs=parsed.document.paragraphs)
    start = text.index(word)
    [choice] = date_events(parsed, [make_trigger(parsed, start, start + len(word))], timexes)
    return choice


def test_a_date_in_the_clause_is_the_events(parse: Parse) -> None:
    """The date beside the verb wins over the one of another clause."""
    choice = choose(parse, "Rebels attacked the town on Monday after leaders met in Oslo on Oct. 2.", "attacked")
    assert choice is not None
    assert (choice.span.start, choice.rule) == (date(2017, 10, 16), "date of the word")


def test_a_report_has_the_day_of_publication(parse: Parse) -> None:
    """Who says something says it on the day that the text came out, where no date is told."""
    choice = choose(parse, "Five people died on Monday.\nThe mayor said the street was closed.", "said")
    assert choice is not None
    assert (choice.span.start, choice.rule) == (CREATED, "publication date of a report")
