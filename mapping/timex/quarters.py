"""Readers of quarters, and of the periods that company news sets beside them: "a year earlier", "the latest period"."""

from datetime import date

from mapping.timex.context import QUARTER_REACH_WORDS
from mapping.timex.dates import find_year
from mapping.timex.grammar import Match
from mapping.timex.values import Reading, read_quarter, read_year, replace
from mapping.timex.years import find_direction

_SAME_QUARTER = ("YEAR_AGO", "SAME", "LATEST", "PREVIOUS")


def find_quarter(match: Match) -> tuple[int, int] | None:
    """Year and number of the quarter that the text reports on, None where it is far or none was told."""
    context = match.context
    return context.last_quarter if match.first - context.quarter_word < QUARTER_REACH_WORDS else None


def read_quarter_phrase(match: Match) -> Reading | None:
    """Such as "the third quarter", "last year's fourth quarter", "the latest quarter"."""
    if "quarter" not in match.find_all("UNIT"):
        return None
    ordinal, year, anchor = match.find("ORDINAL"), find_year(match), match.anchor
    if ordinal is None:
        return _read_relative_quarter(match, anchor) if anchor else Reading(type="DATE", value="XXXX-QX", score=0.3)
    number = int(ordinal)
    if not 1 <= number <= 4:
        return None
    if year is not None:
        return replace(read_quarter(year, number), score=0.95)
    if anchor is None:
        return Reading(type="DATE", value=f"XXXX-Q{number}", score=0.3)
    reading = read_quarter(_choose_year(match, number, anchor), number)
    return replace(reading, anchor=anchor, score=0.8, is_comparison=match.has("YEAR_AGO"))


def read_quarter_sign(match: Match) -> Reading | None:
    """Such as "Q3 2009", "Q1"."""
    words, told, anchor = match.words, match.find("NUM"), match.anchor
    if words.ends[match.first] != words.starts[match.first + 1] or told not in ("1", "2", "3", "4"):
        return None
    number = int(told)
    year = find_year(match)
    if year is not None:
        return replace(read_quarter(year, number), score=0.95)
    if anchor is None:
        return Reading(type="DATE", value=f"XXXX-Q{number}", score=0.3)
    return replace(read_quarter(_choose_year(match, number, anchor), number), anchor=anchor, score=0.8)


def _choose_year(match: Match, quarter: int, anchor: date) -> int:
    """The year of a quarter told by its number: the latest one begun, unless the words say otherwise."""
    if match.has("YEAR_AGO"):
        latest = match.context.last_quarter
        return (latest[0] if latest else anchor.year) - 1
    if "year" in match.find_all("UNIT") or match.has("FISCAL_YEAR"):
        return anchor.year + find_direction(match)
    is_begun = quarter <= (anchor.month + 2) // 3
    return anchor.year if is_begun or match.find_tense() > 0 else anchor.year - 1


def _read_relative_quarter(match: Match, anchor: date) -> Reading:
    """A quarter without a number: reckoned from the one that the text reports on, or from the anchor's."""
    now = (anchor.month + 2) // 3
    told = find_quarter(match)
    if "year" in match.find_all("UNIT"):
        reading = read_quarter(anchor.year + find_direction(match), told[1] if told else now)
        return replace(reading, anchor=anchor, score=0.7)
    if told and match.has(*_SAME_QUARTER):
        index = told[0] * 4 + told[1] - 1 - (4 if match.has("YEAR_AGO") else 0)
    else:
        back = -5 if match.has("YEAR_AGO") else -1 if match.has("LATEST") else find_direction(match)
        index = anchor.year * 4 + now - 1 + back
    reading = read_quarter(index // 4, index % 4 + 1)
    return replace(reading, anchor=anchor, score=0.75, is_comparison=match.has("YEAR_AGO"))


def read_the_quarter(match: Match) -> Reading | None:
    """Such as "the quarter": the one whose end is told ("ended Sept. 30"), else the one that the text spoke of last."""
    anchor, context = match.anchor, match.context
    if match.find("UNIT") != "quarter" or anchor is None:
        return None
    if match.precedes("ENDED") and context.is_kind(match.last + 1, "MONTH"):
        month = int(context.get_kinds(match.last + 1)["MONTH"])
        is_past = month <= anchor.month or context.words.forms[match.last] != "ended"
        reading = read_quarter(anchor.year if is_past else anchor.year - 1, (month + 2) // 3)
        return replace(reading, anchor=anchor, score=0.8)
    if context.last_quarter is None:
        return None
    return replace(read_quarter(*context.last_quarter), anchor=anchor, score=0.6)


def read_period(match: Match) -> Reading | None:
    """Such as "the year-ago period", "the latest period", "the 1988 period", "year-earlier results"."""
    anchor, year, told = match.anchor, find_year(match), find_quarter(match)
    if anchor is None:
        return Reading(type="DATE", value="PAST_REF", score=0.3)
    if year is not None:
        reading = read_quarter(year, told[1]) if told else read_year(year)
        return replace(reading, score=0.6, is_comparison=True)
    if not match.has("YEAR_AGO", "LATEST", "COMPARABLE", "AGO", "EARLIER"):
        return None
    back = 0 if match.has("LATEST") else 1
    reading = read_quarter(told[0] - back, told[1]) if told else read_year(anchor.year - back)
    return replace(reading, anchor=anchor, score=0.6, is_comparison=True)
