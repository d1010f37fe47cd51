"""EDTF text -> DateSpan: the dates that persons type, and those that the store keeps of their decisions.

Source: Extended Date/Time Format, levels 0 and 1, Library of Congress, 2019.
"""

import re
from calendar import monthrange
from datetime import date

from mapping.errors import DecisionError
from mapping.kinds import Granularity
from mapping.model import DateSpan
from mapping.timex.values import EDTF_SEASONS, read_season

_RIGHT = "write 2017-10-16, 2017-10, 2017, 201X, or 2017-10-16/2017-10-20 with .. for an open side"
_CALENDAR = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_MASKED = re.compile(r"([0-9]{2,3})(X{1,2})")
# EDTF numbers the seasons without a hemisphere from 21.
_SEASONS = {number: season for season, number in EDTF_SEASONS.items()}


def parse_edtf(text: str) -> DateSpan:
    """Read a day, month, season, year, decade, century, or an interval of days or months.

    Args:
        text: EDTF without time of day and without the marks of doubt (`?`, `~`, `%`); blanks around it do not matter.

    Returns:
        The days with the precision that the text has; `range` for an interval.

    Raises:
        DecisionError: It is none of these, no day of the calendar, or an interval that ends before it starts.
    """
    bare = text.strip()
    first, slash, last = bare.partition("/")
    if not slash:
        return _read_one(bare, text)
    start = None if first in ("", "..") else _read_one(first, text).start
    end = None if last in ("", "..") else _read_one(last, text).end
    try:
        return DateSpan(start=start, end=end, granularity=Granularity.RANGE)
    except ValueError as error:
        raise DecisionError(f"the date {text!r} cannot be used ({error}): {_RIGHT}") from error


def _read_one(part: str, whole: str) -> DateSpan:
    masked, calendar = _MASKED.fullmatch(part), _CALENDAR.fullmatch(part)
    try:
        if masked and len(part) == 4:
            return _read_years(masked[1], len(masked[2]))
        if calendar:
            year, month, day = (int(number) if number else None for number in calendar.groups())
            return _read_calendar(year or 0, month, day)
    except ValueError as error:
        raise DecisionError(f"the date {whole!r} is not in the calendar ({error}): {_RIGHT}") from error
    raise DecisionError(f"the date {whole!r} is not understood: {_RIGHT}")


def _read_years(digits: str, masked: int) -> DateSpan:
    span = 10**masked
    first = int(digits) * span
    granularity = Granularity.DECADE if masked == 1 else Granularity.CENTURY
    return DateSpan(start=date(max(first, 1), 1, 1), end=date(first + span - 1, 12, 31), granularity=granularity)


def _read_calendar(year: int, month: int | None, day: int | None) -> DateSpan:
    if month is None:
        return DateSpan(start=date(year, 1, 1), end=date(year, 12, 31), granularity=Granularity.YEAR)
    if day is not None:
        only = date(year, month, day)
        return DateSpan(start=only, end=only, granularity=Granularity.DAY)
    if month in _SEASONS:
        season = read_season(year, _SEASONS[month])
        return DateSpan(start=season.first, end=season.last, granularity=Granularity.SEASON)
    start = date(year, month, 1)
    return DateSpan(start=start, end=start.replace(day=monthrange(year, month)[1]), granularity=Granularity.MONTH)
