"""What two time expressions beside each other say together: a printed date beside a reckoned one, and ranges."""

import dataclasses
import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from mapping.kinds import Granularity
from mapping.model import DateSpan, Timex
from mapping.timex.grammar import Match
from mapping.timex.values import Reading, make_date, read_day, read_unit, replace, shift

# Rules whose days are printed in the text, and rules whose days are reckoned.
_PRINTED = ("full_date", "month_day", "numeric_date", "iso_date", "short_date")
_RECKONED = ("ago", "later", "deictic_day", "day_beside", "relative_unit", "relative_weekday", "weekday")
# What other expressions are counted from.
_COUNTED_FROM = (*_PRINTED, "day_of_year", "holiday", "weekday", "relative_weekday", "deictic_day")
_COUNTED_SCORE = 0.7
_NEW_CLAUSE = ("STOP", "BREAK", "COMMA", "OPEN", "CLOSE", "DASH", "COLON", "QUOTE", "AND")
_RANGE_WORDS = ("AND", "TO", "UNTIL", "THROUGH", "HYPHEN", "DASH")
_BESIDE = ("COMMA", "OPEN", "ON", "DASH")
# "Three days before that flag raising, on Oct. 13": at most so many words between the length and the date.
_LONGEST_EVENT_WORDS = 9
_RANGE_JOINT = re.compile(r"\s*,?\s*(?:to|through|until|till|and|-|–|—)\s+(?:the\s+)?|\s*[-–—]\s*", re.IGNORECASE)
_LONGEST_JOINT = 14
# "The day after" and "two weeks before", with the event told behind them.
_LENGTH = re.compile(r"P(\d+)([DWMY])")
_LENGTH_UNITS = {"D": "day", "W": "week", "M": "month", "Y": "year"}
_TOLD_CHARS = {Granularity.YEAR: 4, Granularity.MONTH: 7}
_BORROWS_YEAR = ("month", "month_day", "season")


def join_appositions(found: Sequence[tuple[Match, Reading]]) -> list[tuple[Match, Reading]]:
    """Give expressions that are only reckoned the date that the text prints beside them.

    Where both tell a day and the days differ, the printed one is kept and `Reading.conflict` tells of the other.
    """
    joined = list(found)
    for index, ((match, reading), (other, told)) in enumerate(pairwise(found)):
        if other.first - match.last > _LONGEST_EVENT_WORDS or told.first is None:
            continue
        for link in (_count_from, _take_from):
            linked = link(match, reading, other, told)
            if linked is not None:
                joined[index] = (match, linked)
    for index, ((match, told), (other, reading)) in enumerate(pairwise(found)):
        is_day = told.first is not None and told.first == told.last
        if is_day and other.first - match.last == 1 and _tells_day_again(other, reading):
            joined[index + 1] = (other, _place_at(reading, told))
    for index, ((match, reading), (other, told)) in enumerate(pairwise(joined)):
        if _begins_hours(match, other) and told.type == "TIME" and told.first is not None:
            clock = (reading.value or "").partition("T")[2]
            joined[index] = (match, replace(_place_at(reading, told), value=f"{told.first}T{clock}"))
    return joined


def _begins_hours(match: Match, other: Match) -> bool:
    """Whether a clock time is of the day told behind the next one: "between 5 a.m. and 8 a.m. on Monday"."""
    is_bare = match.rule.name == "clock_time" and other.rule.name != "clock_time"
    return is_bare and other.first - match.last == 1 and match.context.is_kind(match.last, *_RANGE_WORDS)


def _take_from(match: Match, reading: Reading, other: Match, printed: Reading) -> Reading | None:
    """What takes the day printed behind it: "yesterday, Oct. 16", "three days before the vote, on Oct. 13"."""
    if other.rule.name not in _PRINTED or printed.first != printed.last:
        return None
    if match.rule.name in _RECKONED and reading.first is not None and _are_beside(match, other):
        return _take_printed(reading, printed)
    return _place_at(reading, printed) if reading.type == "DURATION" and _tells_event(match, other) else None


def _tells_day_again(other: Match, reading: Reading) -> bool:
    """Whether a day is told once more by an event: "on Sunday, the day after the vote"; "two days after the vote"."""
    if not other.follows("COMMA", "OPEN", "DASH"):
        return False
    if reading.type == "DURATION":
        return other.precedes("AFTER", "BEFORE")
    is_beside = other.rule.name == "day_beside" and other.has("AFTER", "BEFORE")
    return is_beside and not other.precedes("STOP", "BREAK", "COMMA", "CLOSE")


def _count_from(match: Match, reading: Reading, other: Match, told: Reading) -> Reading | None:
    """What is counted from a day told in the same breath: "the day after the Oct. 3 vote", "two days before Easter"."""
    if match.rule.name != "day_beside" and reading.type != "DURATION":
        return None
    if other.rule.name not in _COUNTED_FROM or told.first is None or told.last is None or told.type != "DATE":
        return None
    if not _leads_to(match, other):
        return None
    count = _read_count(match, reading)
    if count is None:
        return None
    number, unit, is_back = count
    moved = shift(told.first if is_back else told.last, -number if is_back else number, unit)
    counted = read_unit(moved, unit) if moved else None
    if counted is None:
        return None
    if told.modifier == "APPROX":  # a festival's day that hangs on the moon
        counted = replace(counted, edtf="/".join(f"{day}~" for day in counted.edtf.split("/")))
        reading = replace(reading, modifier="APPROX")
    score = min(told.score, _COUNTED_SCORE)
    return _place_at(replace(reading, score=score), replace(counted, anchor=told.anchor))


def _read_count(match: Match, reading: Reading) -> tuple[int, str, bool] | None:
    """How many units lie between, which, and whether back in time; None where the match does not tell."""
    if match.rule.name == "day_beside":
        is_told = match.has("BEFORE", "AFTER", "EVE")
        return (1, match.find("UNIT") or "day", match.has("BEFORE", "EVE")) if is_told else None
    found = _LENGTH.fullmatch(reading.value or "") if reading.type == "DURATION" else None
    if found is None or not match.precedes("BEFORE", "AFTER") or match.follows("FOR"):
        return None
    return int(found.group(1)), _LENGTH_UNITS[found.group(2)], match.precedes("BEFORE")


def _leads_to(match: Match, other: Match) -> bool:
    """Whether nothing between the two begins something new."""
    between = range(match.last, other.first)
    return not any(match.context.is_kind(index, *_NEW_CLAUSE) for index in between)


def _are_beside(match: Match, other: Match) -> bool:
    between = range(match.last, other.first)
    return 1 <= len(between) <= 2 and all(match.context.is_kind(index, *_BESIDE) for index in between)


def _tells_event(match: Match, other: Match) -> bool:
    """Whether an event between the two is told before its date: "three days before the vote, on Oct. 13"."""
    context, between = match.context, range(match.last, other.first)
    if not match.precedes("BEFORE", "AFTER") or not 3 <= len(between) <= _LONGEST_EVENT_WORDS:
        return False
    commas = [index for index in between if context.is_kind(index, "COMMA")]
    is_closed = bool(commas) and commas[0] >= other.first - 2
    return is_closed and not any(context.is_kind(index, "STOP", "BREAK") for index in between)


def _take_printed(reading: Reading, printed: Reading) -> Reading:
    is_same = reading.first is not None and reading.last is not None and printed.first is not None
    if is_same and reading.first <= printed.first <= reading.last:  # type: ignore[operator]
        return reading if reading.first == reading.last else _place_at(reading, printed)
    conflict = f"the text says {printed.first}, but reckoned from {reading.anchor} it would be {reading.first}"
    return replace(_place_at(reading, printed), conflict=conflict, score=max(reading.score - 0.2, 0.0))


def _place_at(reading: Reading, printed: Reading) -> Reading:
    if printed.type == "TIME" and reading.type == "DATE" and printed.first is not None:
        printed = read_day(printed.first, anchor=printed.anchor)
    value = reading.value if reading.type == "DURATION" else printed.value
    return replace(
        reading,
        value=value,
        first=printed.first,
        last=printed.last,
        granularity=printed.granularity,
        edtf=printed.edtf,
        anchor=printed.anchor,
    )


def reckon_event(timex: Timex, is_before: bool) -> Timex | None:
    """When the event took place that a day is told by: the Saturday of "on Sunday, the day after the vote".

    Args:
        timex: "The day after" or "two weeks before", placed on the day that it tells.
        is_before: Whether the event took place before that day.

    Returns:
        The expression with the days of the event, as finely as its unit tells; None where it tells no day or count.
    """
    span = timex.span
    if span is None or span.start is None or span.start != span.end:
        return None
    distance = read_distance(timex)
    if distance is None:
        return None
    count, unit = distance
    moved = shift(span.start, -count if is_before else count, unit)
    reading = read_unit(moved, unit) if moved else None
    return dataclasses.replace(timex, value=reading.value, span=reading.span, edtf=reading.edtf) if reading else None


def read_distance(timex: Timex) -> tuple[int, str] | None:
    """How many units lie between an event and what is told by it ("two weeks before"), None where none do."""
    if timex.rule == "day_beside":
        return 1, timex.text.split()[1].lower()
    found = _LENGTH.fullmatch(timex.value or "") if timex.type == "DURATION" else None
    return (int(found.group(1)), _LENGTH_UNITS[found.group(2)]) if found else None


def find_ranges(text: str, timexes: Sequence[Timex]) -> tuple[Timex, ...]:
    """Join pairs such as "from Monday to Thursday" and "between 1985 and 1987" into expressions of their own.

    Args:
        text: What the expressions were found in.
        timexes: In text order, from `find_timexes`.

    Returns:
        One DURATION for each range, from the start of its first expression to the end of its second; its span runs
        from the first day of the one to the last day of the other.
    """
    return tuple(found for one, two in pairwise(timexes) for found in [_join_range(text, one, two)] if found)


def _join_range(text: str, one: Timex, two: Timex) -> Timex | None:
    if one.span is None or two.span is None or one.type not in ("DATE", "TIME") or two.type not in ("DATE", "TIME"):
        return None
    between = text[one.end : two.start] if two.start - one.end <= _LONGEST_JOINT else ""
    before = text[max(0, one.start - 12) : one.start].lower().split()
    if not _RANGE_JOINT.fullmatch(between) or (between.strip() == "and" and "between" not in before[-2:]):
        return None
    start, end = _borrow_year(one, two), two.span.end
    if start is None or end is None or start > end:
        return None
    return Timex(
        start=one.start,
        end=two.end,
        text=text[one.start : two.end],
        type="DURATION",
        value=f"P{(end - start).days + 1}D",
        span=DateSpan(start=start, end=end, granularity=Granularity.RANGE),
        edtf=_write_range(one, two, start, end),
        rule="range",
        score=min(one.score, two.score),
        anchor=one.anchor or two.anchor,
        anchor_rule=one.anchor_rule or two.anchor_rule,
    )


def _write_range(one: Timex, two: Timex, start: date, end: date) -> str:
    """From the one day to the other, as finely as both are told: "between May and July" knows no days."""
    if start == end:
        return start.isoformat()
    is_alike = one.span is not None and two.span is not None and one.span.granularity is two.span.granularity
    chars = _TOLD_CHARS.get(one.span.granularity, 10) if one.span is not None and is_alike else 10
    return f"{start.isoformat()[:chars]}/{end.isoformat()[:chars]}"


def _borrow_year(one: Timex, two: Timex) -> date | None:
    """The first day of a range; "March to June 2010" takes its year from the end."""
    start = one.span.start if one.span else None
    end = two.span.end if two.span else None
    if start is None or end is None or one.rule not in _BORROWS_YEAR or two.anchor is not None:
        return start
    same_year = make_date(end.year, start.month, start.day)
    return same_year if same_year and same_year <= end else make_date(end.year - 1, start.month, start.day)
