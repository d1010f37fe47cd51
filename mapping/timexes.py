"""Text -> Timex: the time expressions of an English news text, each with its value reckoned from an anchor day."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from sys import intern
from typing import Final

from mapping.model import Document, Paragraph, Timex
from mapping.reading.datelines import find_dateline_end
from mapping.reading.stamps import find_stamped_day
from mapping.timex.automaton import Fits
from mapping.timex.clock import read_clock_time, read_part_of_day
from mapping.timex.context import Context
from mapping.timex.dates import (
    guess_day_first,
    read_calendar,
    read_day_of_month,
    read_day_range,
    read_listed_day,
    read_relative_weekday,
)
from mapping.timex.grammar import Match, find_fits, find_starts, make_matches
from mapping.timex.lengths import (
    read_ago,
    read_anchored_duration,
    read_bare_units,
    read_before,
    read_day_beside,
    read_duration,
    read_later,
)
from mapping.timex.links import find_ranges, join_appositions
from mapping.timex.memory import Found, Memory
from mapping.timex.quarters import read_period, read_quarter_phrase, read_quarter_sign, read_the_quarter
from mapping.timex.relative import (
    read_day_of_this_month,
    read_month_of_year,
    read_part_of_unit,
    read_relative_month,
    read_relative_unit,
)
from mapping.timex.seasons import read_named_day, read_season_of_year
from mapping.timex.sets import read_each, read_frequency, read_per_unit, read_vague, read_weekdays
from mapping.timex.values import Reading
from mapping.timex.words import Words, read_blocks
from mapping.timex.years import (
    read_century_word,
    read_decade_word,
    read_fiscal_year,
    read_half_year,
    read_plain_year,
    read_the_year,
    read_year_end,
    read_year_range,
)

# The column `reader` of geodata/timex_rules.csv.
READERS: Final[dict[str, Callable[[Match], Reading | None]]] = {
    "ago": read_ago,
    "anchored_duration": read_anchored_duration,
    "bare_units": read_bare_units,
    "before": read_before,
    "calendar": read_calendar,
    "century": read_century_word,
    "clock": read_clock_time,
    "day_beside": read_day_beside,
    "day_of_month": read_day_of_month,
    "day_of_this_month": read_day_of_this_month,
    "day_range": read_day_range,
    "decade": read_decade_word,
    "duration": read_duration,
    "each": read_each,
    "fiscal_year": read_fiscal_year,
    "frequency": read_frequency,
    "half": read_half_year,
    "holiday": read_named_day,
    "later": read_later,
    "listed_day": read_listed_day,
    "month_of_year": read_month_of_year,
    "part_of_day": read_part_of_day,
    "part_of_unit": read_part_of_unit,
    "per_unit": read_per_unit,
    "period": read_period,
    "quarter": read_quarter_phrase,
    "quarter_sign": read_quarter_sign,
    "relative_month": read_relative_month,
    "relative_unit": read_relative_unit,
    "relative_weekday": read_relative_weekday,
    "season": read_season_of_year,
    "the_quarter": read_the_quarter,
    "the_year": read_the_year,
    "vague": read_vague,
    "weekdays": read_weekdays,
    "year": read_plain_year,
    "year_end": read_year_end,
    "year_range": read_year_range,
}
# Reckoning from an anchor must stay within the calendar.
FIRST_ANCHOR_YEAR: Final = 1000
LAST_ANCHOR_YEAR: Final = 2999
# An anchor that the text itself gave is worth this much less.
_TEXT_ANCHOR_SCORE = 0.8
_MOST_DAYS_TO_PRINT = 3
_MOST_DAYS_REPORTED = 31
_MOST_DAYS_ARCHIVED = 92
_PRINTED = frozenset({"full_date", "month_day", "short_date", "day_range", "range"})
_TELLING_OR_ENDING = (["on"], ["to"], ["ending"], ["until"])


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

    Raises:
        ValueError: The anchor lies outside the years 1000 to 2999.

    Example:
        >>> text = "Troops entered the city on Monday, three days after talks failed. It was lost in 2014."
        >>> for timex in find_timexes(text, anchor=date(2017, 10, 18)):
        ...     print(timex.text, timex.type, timex.value, timex.edtf, timex.rule)
        Monday DATE 2017-10-16 2017-10-16 weekday
        three days DURATION P3D 2017-10-16 duration
        2014 DATE 2014 2014 year
    """
    if anchor is not None and not FIRST_ANCHOR_YEAR <= anchor.year <= LAST_ANCHOR_YEAR:
        raise ValueError(f"the anchor must lie in the years {FIRST_ANCHOR_YEAR} to {LAST_ANCHOR_YEAR}, not {anchor}")
    blocks = read_blocks(text, paragraphs)
    if day_first is None:
        day_first = guess_day_first(blocks, anchor)
    anchor_rule = "given"
    if anchor is None:
        anchor, anchor_rule = _find_latest_date(_read_all(blocks, None, day_first)), "latest full date in the text"
    return tuple(
        _make_timex(match, reading, anchor_rule)
        for found in _read_all(blocks, anchor, day_first)
        for match, reading in join_appositions(found)
    )


def find_day_of_writing(document: Document) -> date | None:
    """The day that a text speaks from, which its "today" and "Monday" are reckoned from.

    A report that was filed on Oct. 1 by its dateline means that day, though it was printed on the next. Where the text
    opens with "Published October 3, 2016", it is of that day, though an archive may have it under another.

    Args:
        document: With the day of publication where known.

    Returns:
        The day of the first dateline where that lies at most three days before publication, else the day of
        publication, which the text's own stamp knows best unless it is months off; None where none is known.
    """
    text, created = document.text, _find_day_published(document)
    if created is None:
        return None
    ends = ((paragraph.start, find_dateline_end(text, paragraph)) for paragraph in document.paragraphs)
    head = next((text[start:end] for start, end in ends if end > start), "")
    return _find_day_before(find_timexes(head, anchor=created), created) or created


def _find_day_published(document: Document) -> date | None:
    stamped, created = find_stamped_day(document.text, document.given_start), document.created
    if stamped is None or (created is not None and abs((stamped - created).days) > _MOST_DAYS_ARCHIVED):
        return created
    return stamped


def find_days_reported(document: Document) -> Timex | None:
    """The days that a text reports on by the end of its title: "Situation report, 1 October", "Update, 3-9 June".

    What it tells without a date was on these. "A raid on May 3" tells when something was, not what the text is of.

    Args:
        document: With the day of publication where known.

    Returns:
        The day, or as many as a month has, where they end at most three days before publication; without its place in
        the title. None where no title tells one.
    """
    title, created = document.title, document.created
    if created is None:
        return None
    told = find_timexes(title, anchor=created)
    ranges = [found for found in find_ranges(title, told) if found.end == told[-1].end]
    for last in ranges or told[-1:]:
        is_end = last.rule in _PRINTED and not any(char.isalnum() for char in title[last.end :])
        is_told = title[: last.start].lower().split()[-1:] in _TELLING_OR_ENDING
        if is_end and not is_told and _find_day_before([last], created, days=_MOST_DAYS_REPORTED):
            return replace(last, start=0, end=0, text="")
    return None


def _find_day_before(timexes: Iterable[Timex], created: date, *, days: int = 1) -> date | None:
    """The end of the first of some expressions, each of so many days at most, that lies little before publication."""
    for span in (timex.span for timex in timexes):
        start, end = (span.start, span.end) if span else (None, None)
        is_short = start is not None and end is not None and (end - start).days < days
        if end and is_short and 0 <= (created - end).days <= _MOST_DAYS_TO_PRINT:
            return end
    return None


def find_anchor(text: str, paragraphs: Sequence[Paragraph] = ()) -> date | None:
    """The day that a text without a date is anchored on: the latest full date that it tells of, None without one."""
    blocks = read_blocks(text, paragraphs)
    return _find_latest_date(_read_all(blocks, None, guess_day_first(blocks, None)))


def _read_all(blocks: Iterable[Words], anchor: date | None, day_first: bool) -> Iterator[list[tuple[Match, Reading]]]:
    """What each block of a text tells, read in order since later expressions refer to earlier ones."""
    context = Context(anchor=anchor, day_first=day_first)
    memory = Memory(context)
    for words in blocks:
        context.enter(words)
        yield list(_read_block(context, memory))


def _read_block(context: Context, memory: Memory) -> Iterator[tuple[Match, Reading]]:
    end = 0
    for start in find_starts(context.words):
        fits = find_fits(context.words, start) if start >= end else None
        known = memory.read(start, fits, _read_at) if fits else None
        if known is not None:
            rule, size, values, reading = known
            end = start + size
            yield Match(rule, context, start, end, values), reading
            context.note(reading, start)


def _read_at(context: Context, start: int, fits: Fits) -> Found:
    """What the first rule that can read the words makes of them."""
    for match in make_matches(context, start, fits):
        reading = READERS[match.rule.reader](match)
        if reading is not None:
            return match.rule, match.last - start, match.values, reading
    return None


def _find_latest_date(blocks: Iterable[Sequence[tuple[Match, Reading]]]) -> date | None:
    """The latest day among full dates; those that the text looks ahead to count only where there is no other."""
    days = [
        (match.find_tense() <= 0 and not match.follows("UNTIL", "BY", "THROUGH"), reading.first)
        for found in blocks
        for match, reading in found
        if reading.first is not None and reading.first == reading.last and reading.type in ("DATE", "TIME")
    ]
    known = [day for day in days if FIRST_ANCHOR_YEAR <= day[1].year <= LAST_ANCHOR_YEAR]
    return max(known, default=(False, None))[1]


def _make_timex(match: Match, reading: Reading, anchor_rule: str) -> Timex:
    words = match.words
    start, end = words.starts[match.first], words.ends[match.last - 1]
    score, anchor = reading.score, reading.anchor
    if anchor is not None and anchor_rule != "given":
        score *= _TEXT_ANCHOR_SCORE
    return Timex(
        start=start,
        end=end,
        text=intern(words.text[start:end]),
        type=reading.type,
        value=reading.value,
        span=reading.span,
        edtf=reading.edtf,
        rule=match.rule.name,
        score=score,
        modifier=reading.modifier,
        anchor=anchor,
        anchor_rule=anchor_rule if anchor is not None else "",
        conflict=reading.conflict,
        utc_day=reading.utc_day,
    )
