"""Text -> Timex: the time expressions of an English news text, each with its value reckoned from an anchor day."""

import re
from collections.abc import Sequence
from datetime import date

from mapping.model import Paragraph, Timex
from mapping.timex_context import Context
from mapping.timex_dates import READERS as DATE_READERS
from mapping.timex_dates import Reader
from mapping.timex_grammar import Match, find_matches, find_starts
from mapping.timex_lengths import READERS as LENGTH_READERS
from mapping.timex_relative import READERS as RELATIVE_READERS
from mapping.timex_values import Reading
from mapping.timex_words import Words, read_words

_READERS: dict[str, Reader] = {**DATE_READERS, **RELATIVE_READERS, **LENGTH_READERS}
# An anchor that the text itself gave is worth this much less.
_TEXT_ANCHOR_SCORE = 0.8


def find_timexes(
    text: str,
    *,
    anchor: date | None,
    paragraphs: Sequence[Paragraph] = (),
    day_first: bool | None = None,
) -> tuple[Timex, ...]:
    """Find the time expressions of a text and give each its value.

    Args:
        text: Any text; English news is what the rules know.
        anchor: The document creation time. None anchors the text on the latest full date that it names, and
            `Timex.anchor_rule` says so; without one, relative expressions have no span.
        paragraphs: The stretches to read; none means the whole text.
        day_first: Whether "5/4/2011" is the fifth of April; None lets the text's own dates decide.

    Returns:
        In text order, not overlapping.
    """
    words = read_words(text, paragraphs)
    if day_first is None:
        day_first = _guess_day_first(text)
    anchor_rule = "given"
    if anchor is None:
        anchor, anchor_rule = _find_latest_date(_read_all(words, None, day_first)), "latest full date in the text"
    return tuple(_make_timex(match, reading, anchor_rule) for match, reading in _read_all(words, anchor, day_first))


def find_anchor(text: str, paragraphs: Sequence[Paragraph] = ()) -> date | None:
    """The day that a text without a date is anchored on: the latest full date that it names, None without one."""
    return _find_latest_date(_read_all(read_words(text, paragraphs), None, _guess_day_first(text)))


def _read_all(words: Words, anchor: date | None, day_first: bool) -> list[tuple[Match, Reading]]:
    context = Context(words=words, anchor=anchor, day_first=day_first)
    found: list[tuple[Match, Reading]] = []
    end = 0
    for start in find_starts(words):
        if start < end:
            continue
        for match in find_matches(context, start):
            reading = _READERS[match.rule.reader](match)
            if reading is not None:
                found.append((match, reading))
                context.note(reading, start)
                end = match.last
                break
    return found


def _find_latest_date(found: Sequence[tuple[Match, Reading]]) -> date | None:
    days = [reading.first for _, reading in found if reading.first is not None and reading.first == reading.last]
    return max(days, default=None)


def _make_timex(match: Match, reading: Reading, anchor_rule: str) -> Timex:
    words = match.words
    start, end = words.starts[match.first], words.ends[match.last - 1]
    is_from_text = reading.anchor is not None and anchor_rule != "given"
    return Timex(
        start=start,
        end=end,
        text=words.text[start:end],
        type=reading.type,
        value=reading.value,
        span=reading.span,
        edtf=reading.edtf,
        rule=match.rule.name,
        score=reading.score * (_TEXT_ANCHOR_SCORE if is_from_text else 1.0),
        modifier=reading.modifier,
        anchor=reading.anchor,
        anchor_rule=anchor_rule if reading.anchor is not None else "",
        conflict=reading.conflict,
    )


_NUMERIC = re.compile(r"\b(\d{1,2})([/.-])(\d{1,2})\2(?:\d{4}|\d\d)\b")


def _guess_day_first(text: str) -> bool:
    """The order of day and month in a text's numeric dates, told by the dates that allow one order only."""
    votes = 0
    for match in _NUMERIC.finditer(text):
        first, second = int(match.group(1)), int(match.group(3))
        if first <= 12 < second <= 31:
            votes -= 1
        elif second <= 12 < first <= 31:
            votes += 1
    return votes > 0
