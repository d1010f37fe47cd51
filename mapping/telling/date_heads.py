"""Days at the head of what they date: those of a live page or a chronology."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from mapping.model import ParsedDocument, Timex

WEEK = timedelta(days=7)
_LEAST_HEADS, _HEAD_CHARS = 2, 40
_SET_OFF = re.compile(r"\s*[.:\u2013\u2014-]\s")


def find_heads(parsed: ParsedDocument, timexes: Sequence[Timex], created: date | None) -> dict[int, Timex]:
    """The day at the head of the section that a sentence stands in, by sentence: a live page, a chronology.

    A day on a line of its own heads all that follows, one at the head of a paragraph ("Sunday 8 August. The bund gave
    way") that paragraph: only where the text has several such days; one alone is a stamp.
    """
    days = [_look_back(timex, created) for timex in timexes if _is_whole_day(timex)]
    lines, leads = _find_lines(parsed, days), _find_leads(parsed, days)
    heads: dict[int, Timex] = {}
    for number, sentence in enumerate(parsed.sentences):
        before = [paragraph for paragraph in lines if paragraph < sentence.paragraph]
        if before:
            heads[number] = lines[max(before)]
        if sentence.paragraph in leads:
            heads[number] = leads[sentence.paragraph]
    return heads


def _find_lines(parsed: ParsedDocument, days: Sequence[Timex]) -> dict[int, Timex]:
    """The days that stand on a line of their own, by the number of the paragraph."""
    text, lines = parsed.document.text, {}
    for number, paragraph in enumerate(parsed.document.paragraphs):
        if paragraph.end - paragraph.start > _HEAD_CHARS:
            continue
        for timex in (timex for timex in days if paragraph.start <= timex.start and timex.end <= paragraph.end):
            rest = text[paragraph.start : timex.start] + text[timex.end : paragraph.end]
            if not any(char.isalnum() for char in rest):
                lines[number] = timex
    return _keep_several(lines)


def _find_leads(parsed: ParsedDocument, days: Sequence[Timex]) -> dict[int, Timex]:
    """The days that begin a paragraph and are set off from its text, by the number of the paragraph."""
    text, leads = parsed.document.text, {}
    for number, paragraph in enumerate(parsed.document.paragraphs):
        for timex in (timex for timex in days if paragraph.start <= timex.start < timex.end < paragraph.end):
            is_first = not any(char.isalnum() for char in text[paragraph.start : timex.start])
            if is_first and _SET_OFF.match(text, timex.end):
                leads[number] = timex
    return _keep_several(leads)


def _look_back(timex: Timex, created: date | None) -> Timex:
    """A weekday at a head has been: without a verb beside it, that of tomorrow reads as if it lay ahead."""
    span = timex.span
    is_ahead = created is not None and span is not None and span.start is not None and span.start > created
    return move_timex(timex, -WEEK) if is_ahead and timex.rule == "weekday" else timex


def move_timex(timex: Timex, days: timedelta) -> Timex:
    """An expression that tells a day, meant of another by so many days."""
    span = timex.span
    if span is None or span.start is None:
        return timex
    day = span.start + days
    return replace(timex, value=day.isoformat(), edtf=day.isoformat(), span=replace(span, start=day, end=day))


def _keep_several(heads: dict[int, Timex]) -> dict[int, Timex]:
    return heads if len({timex.span for timex in heads.values()}) >= _LEAST_HEADS else {}


def _is_whole_day(timex: Timex) -> bool:
    span = timex.span
    return timex.type == "DATE" and span is not None and span.start is not None and span.start == span.end
