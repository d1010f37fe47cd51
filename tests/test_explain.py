"""Tests of mapping.explain."""

from dataclasses import replace
from functools import partial

import pytest

from mapping.explain import explain_document
from mapping.kinds import Level
from mapping.model import Entity, Extraction, OtherDay, Paragraph, ParsedDocument, Reason, Sentence, Span, Token
from tests.calls import count_steps
from tests.values import DOCUMENT, EVENT, EXTRACTION, RESOLUTION, TEXT

_TOKEN = Token(index=0, start=0, end=6, text="Crowds", lemma="crowd", pos="NOUN", tag="NNS", dep="nsubj", head=0)
_NAME = Entity(start=26, end=31, text="Paris", label="GPE")
_SENTENCE = Sentence(start=0, end=len(TEXT), paragraph=0, tokens=(_TOKEN,), entities=(_NAME,))
_PARSED = ParsedDocument(document=DOCUMENT, sentences=(_SENTENCE,))


def _explain(extraction: Extraction, parsed: ParsedDocument = _PARSED) -> str:
    return "\n".join(explain_document(parsed, extraction))


@pytest.mark.parametrize(
    "words",
    [
        "A square filled",
        "published: 2023-01-17 (given)",
        f"1. [body] {TEXT}",
        "place  'Paris' (place; found by model, 0.90)",
        "-> Paris, Ile-de-France, France [city gn:2988507 48.85,2.35] 0.80: the best known place of that name",
        "not Paris, Texas, United States [city gn:4717560 33.66,-95.56] 0.10",
        "date   'Monday' -> 2023-01-16 (DATE, weekday from 2023-01-17, 0.90)",
        "event  'filled' -> protest.demo, happened (by table, 0.70); score 0.60, the main event",
        "where: Paris (own phrase, 0.80)",
        "when:  2023-01-16 (clause, 0.90)",
        "1 event, 0 without a place, 0 without a date; 1 place mention, 1 date expression",
    ],
)
def test_every_choice_is_told_with_what_made_it(words: str) -> None:
    """Mentions, the places that lost, dates and events each have their line with rule and score."""
    assert words in _explain(EXTRACTION)


def test_other_days_that_were_weighed_are_told() -> None:
    """Each with its chance, and the words that tell it; the day of publication has none."""
    assert EVENT.date is not None
    days = (
        OtherDay(edtf="2023-01-11", timex="last\x1bWednesday", rule="date carried forward", score=0.21),
        OtherDay(edtf="2023-01-17", timex="", rule="publication date", score=0.07),
    )
    told = _explain(replace(EXTRACTION, events=(replace(EVENT, date=replace(EVENT.date, alternatives=days)),)))
    assert "not 2023-01-11 ('last Wednesday', date carried forward) 0.21\n" in told
    assert "not 2023-01-17 (publication date) 0.07\n" in told


def test_a_day_that_the_text_knows_better_is_told() -> None:
    """Who gave another day sees why "Monday" is not reckoned from it."""
    text = "Published January 24 2023 Crowds filled a square in Paris."
    extraction = replace(EXTRACTION, document=replace(DOCUMENT, text=text))
    assert "written: 2023-01-24, as the text itself says; its days are reckoned from then" in _explain(extraction)
    assert "written:" not in _explain(EXTRACTION)


def test_what_was_not_found_is_told_with_the_reason() -> None:
    """A mention without a place and an event without place or date say why."""
    lost = replace(RESOLUTION, place=None, reason="no place has this name", candidates=())
    bare = replace(EVENT, place=None, date=None, unplaced="no place is told", undated="no date is told")
    told = _explain(replace(EXTRACTION, resolutions=(lost,), events=(bare,)))
    assert "-> none: no place has this name" in told
    assert "where: not placed, no place is told" in told
    assert "when:  not dated, no date is told" in told
    assert "1 without a place, 1 without a date" in told


def test_control_characters_do_not_reach_the_terminal() -> None:
    """A document must not move the cursor or colour the screen of who reads about it."""
    text = TEXT.replace(" filled", "\x1bfilled")
    parsed = replace(_PARSED, document=replace(DOCUMENT, text=text))
    assert "\x1b" not in "\n".join(explain_document(parsed, EXTRACTION))


def test_what_was_folded_into_an_event_is_told() -> None:
    """A reader sees which other words of the document tell the same happening."""
    retold = replace(EVENT, retold=(Span(start=0, end=6),))
    assert "again: 'Crowds' in sentence 1, taken for the same happening" in _explain(
        replace(EXTRACTION, events=(retold,))
    )


def test_a_place_that_lost_tells_what_speaks_less_for_it() -> None:
    """In words, by how much less than for the chosen one; nothing where that was no candidate."""
    chosen, other = RESOLUTION.candidates
    known = replace(chosen, reasons=(Reason(name="population", weight=2.0, note="it has many inhabitants"),))
    resolution = replace(RESOLUTION, candidates=(known, replace(other, reasons=())))
    told = _explain(replace(EXTRACTION, resolutions=(resolution,)))
    assert "33.66,-95.56] 0.10 (less: it has many inhabitants, -2.00)\n" in told
    lent = replace(resolution, place=replace(chosen.place, place_id="gn:1"))
    assert "33.66,-95.56] 0.10\n" in _explain(replace(EXTRACTION, resolutions=(lent,)))


def test_what_a_score_rests_on_is_told() -> None:
    """The surest event is the main one; another tells which of its parts is least sure."""
    main = replace(EVENT, retold=(Span(start=0, end=1),))
    beside = replace(EVENT, score=EVENT.score / 2, trigger=replace(EVENT.trigger, score=0.1))
    told = _explain(replace(EXTRACTION, events=(main, beside)))
    assert "score 0.60, the main event, told 2 times" in told
    assert "score 0.30, beside the main event, least sure of its type" in told


def test_other_records_of_the_same_spot_are_no_rivals() -> None:
    """A town and its district are one answer; what is hardly possible is only counted."""
    chosen, other = RESOLUTION.candidates
    district = replace(chosen.place, place_id="gn:2968815", level=Level.ADM2)
    far = tuple(replace(other, place=replace(other.place, place_id=f"gn:{number}"), score=0.001) for number in (1, 2))
    candidates = (chosen, replace(chosen, place=district), *far)
    told = _explain(replace(EXTRACTION, resolutions=(replace(RESOLUTION, candidates=candidates),)))
    assert "or  Paris, Ile-de-France, France [adm2 gn:2968815 48.85,2.35] 0.80 (another record of the spot)" in told
    assert "not 2 others of the name, below 0.01" in told
    assert "Texas" not in told


def test_a_document_is_named_with_its_id() -> None:
    """Those of one file of JSON lines are told apart."""
    assert _explain(EXTRACTION).startswith(f"{DOCUMENT.title} [{DOCUMENT.doc_id}]\n")
    unnamed = replace(_PARSED, document=replace(DOCUMENT, title="", path=""))
    extraction = replace(EXTRACTION, document=unnamed.document)
    assert next(explain_document(unnamed, extraction)) == DOCUMENT.doc_id


def test_a_place_is_told_with_the_word_of_the_text() -> None:
    """Another spelling, a noun that stands for it, or a village that is shown at what is around it."""
    assert EVENT.place is not None
    other = replace(EVENT, place=replace(EVENT.place, mention="the city"))
    assert "where: Paris, told as 'the city' (own phrase, 0.80)" in _explain(replace(EXTRACTION, events=(other,)))


def _repeat(count: int) -> tuple[ParsedDocument, Extraction]:
    """The same sentence so often, with its place, its date and its event, which the sentence before tells again."""
    starts = [number * len(TEXT) for number in range(count)]
    document = replace(DOCUMENT, text=TEXT * count, paragraphs=(Paragraph(start=0, end=len(TEXT) * count),))
    sentences = tuple(replace(_SENTENCE, start=start, end=start + len(TEXT)) for start in starts)
    (timex,), mention, trigger = EXTRACTION.timexes, RESOLUTION.mention, EVENT.trigger
    found = replace(
        EXTRACTION,
        document=document,
        resolutions=tuple(
            replace(RESOLUTION, mention=replace(mention, start=start + mention.start, end=start + mention.end))
            for start in starts
        ),
        timexes=tuple(replace(timex, start=start + timex.start, end=start + timex.end) for start in starts),
        events=tuple(
            replace(
                EVENT,
                trigger=replace(trigger, start=start + trigger.start, end=start + trigger.end),
                retold=(Span(start=max(0, start - 10), end=start + 1),),
            )
            for start in starts
        ),
    )
    return ParsedDocument(document=document, sentences=sentences), found


def test_a_long_text_is_told_in_work_in_proportion_to_its_length() -> None:
    """Each sentence has what was found in it, and four times as many take four times the steps."""
    told = "\n".join(explain_document(*_repeat(3)))
    assert told.count("place  'Paris'") == told.count("date   'Monday'") == told.count("event  'filled'") == 3
    assert "in sentence 2, taken for the same happening" in told
    work = []
    for count in (20, 80):
        parsed, found = _repeat(count)
        work.append(count_steps(partial(_explain, found, parsed)))
    quarter, whole = work
    assert whole < 5 * quarter
