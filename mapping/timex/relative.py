"""Readers of what is told by reference to the anchor or to something before it: "last week", "last May", "that day"."""

from datetime import date

from mapping.timex.dates import check_weekday
from mapping.timex.grammar import Match
from mapping.timex.seasons import read_named_day, read_relative_season
from mapping.timex.values import (
    CLOCK_UNITS,
    Reading,
    make_date,
    read_day,
    read_month,
    read_unit,
    replace,
    shift,
    shift_days,
)
from mapping.timex.years import find_direction

# Units that are no stretch of the calendar.
# "The past century" is the hundred years before the anchor, not the 19th.
_LONG_UNITS = ("decade", "century")


def read_relative_unit(match: Match) -> Reading | None:
    """Such as "last week", "the following month", "this summer", "the end of the year", "next Christmas"."""
    if match.has("HOLIDAY"):
        return read_named_day(match)
    if match.has("SEASON"):
        return read_relative_season(match)
    unit = match.find("UNIT") or ("year" if match.has("FISCAL_YEAR") else "weekend")
    direction, base = find_direction(match), _find_base(match, match.find("UNIT"))
    if unit in CLOCK_UNITS or (unit in _LONG_UNITS and match.has("PAST_ADJ")):
        return None
    if base is None and match.has("SAME", "THAT"):
        return None
    if base is None:
        value = "PAST_REF" if direction < 0 else "FUTURE_REF" if direction > 0 else "PRESENT_REF"
        return Reading(type="DATE", value=value, score=0.3)
    moved = _move_weekend(match, direction, base) if unit == "weekend" else shift(base, direction, unit)
    reading = read_unit(moved, unit) if moved else None
    return replace(reading, anchor=base, modifier=match.find_modifier(), score=0.85) if reading else None


def _find_base(match: Match, unit: str | None) -> date | None:
    """The day reckoned from: the anchor, or for "the following month" and "that day" what was told last."""
    context = match.context
    if unit == "day" and match.has("NEXT", "FOLLOWING", "SAME", "THAT", "PREVIOUS"):
        return context.last_day
    if match.has("FOLLOWING", "PREVIOUS", "SAME", "THAT") and context.last_reading is not None:
        return context.last_reading.first
    return context.anchor


def _move_weekend(match: Match, direction: int, base: date) -> date | None:
    """A day of the weekend told; a bare one is the one before, unless the verb looks ahead."""
    if base.weekday() >= 5:
        return shift_days(base, 7 * direction)
    if direction > 0:
        return shift_days(base, 7 if match.has("NEXT") else 0)
    return shift_days(base, -7 if direction < 0 or match.find_tense() <= 0 else 0)


def read_part_of_unit(match: Match) -> Reading | None:
    """Such as "earlier in the day", "the end of the month", "late in the week"."""
    unit = match.find("UNIT") or "weekend"
    is_told = unit == "day" or match.has("THAT")
    base = (match.context.last_day if is_told else None) or match.anchor
    if base is None or unit in CLOCK_UNITS:
        return None
    reading = read_unit(base, unit)
    return replace(reading, anchor=base, modifier=match.find_modifier(), score=0.75) if reading else None


def read_month_of_year(match: Match) -> Reading | None:
    """Such as "April last year", "May of this year", "3 May this year", "Oct. 17 of last year"."""
    base = _find_base(match, match.find("UNIT"))
    if match.find("UNIT") != "year" or base is None:
        return None
    year, month = base.year + find_direction(match), int(match.find("MONTH") or 1)
    number = match.find_beside("DAY", "MONTH")
    if number is None:
        reading = read_month(year, month, score=0.95)
    else:
        day = make_date(year, month, int(number))
        if day is None:
            return None
        reading = check_weekday(read_day(day), match)
    return replace(reading, anchor=base, modifier=match.find_modifier())


def read_day_of_this_month(match: Match) -> Reading | None:
    """Such as "the 13th of this month", "the 3rd of last month"."""
    if match.anchor is None or match.find("UNIT") != "month":
        return None
    month = match.anchor.year * 12 + match.anchor.month - 1 + find_direction(match)
    day = make_date(month // 12, month % 12 + 1, int(match.find("DAY") or 0))
    return read_day(day, anchor=match.anchor, score=0.9) if day else None


def read_relative_month(match: Match) -> Reading | None:
    """Such as "last May", "next October", "last Oct. 23"."""
    anchor, month, number = match.anchor, int(match.find("MONTH") or 1), match.find_beside("DAY", "MONTH")
    if anchor is None:
        return Reading(type="DATE", value=f"XXXX-{month:02}", score=0.3)
    direction, year = find_direction(match), anchor.year
    if match.has("SAME", "THAT"):
        year = match.context.last_year or year
    elif direction < 0 and month >= anchor.month:
        year -= 1
    elif direction > 0 and month <= anchor.month:
        year += 1
    if number is None:
        return read_month(year, month, anchor=anchor, score=0.85)
    day = make_date(year, month, int(number))
    return read_day(day, anchor=anchor, score=0.85) if day else None
