"""The value of a time expression: days, granularity, TIMEX3 value and EDTF string, from calendar arithmetic.

Sources: TIMEX3 values as in TimeML 1.2.1; EDTF as in the Library of Congress's specification, level 1 (2019). EDTF has
no weeks and, at level 1, no quarters: those are written as intervals of days or months.
"""

import calendar
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

from mapping.kinds import Granularity
from mapping.model import DateSpan

FIRST_YEAR: Final = 1
LAST_YEAR: Final = 9999
# First and last day of each season as (month, day), wide enough for the meteorologists' and the astronomers' seasons
# of the northern hemisphere; a winter ends in the year after the one that it is named by.
_SEASONS: Final = {"SP": ((3, 1), (6, 21)), "SU": ((6, 1), (9, 23)), "FA": ((9, 1), (12, 21)), "WI": ((12, 1), (3, 20))}
EDTF_SEASONS: Final = {"SP": 21, "SU": 22, "FA": 23, "WI": 24}
CLOCK_UNITS: Final = ("second", "minute", "hour")
_UNIT_CODES: Final = {
    "second": "TS", "minute": "TM", "hour": "TH", "day": "D", "night": "D", "week": "W", "weekend": "WE", "month": "M",
    "quarter": "Q", "year": "Y", "summer": "Y", "winter": "Y", "century": "CE", "millennium": "ML",
}  # fmt: skip
_UNIT_DAYS: Final = {"day": 1, "night": 1, "week": 7, "weekend": 7, "fortnight": 14}
_UNIT_MONTHS: Final = {
    "month": 1, "quarter": 3, "year": 12, "summer": 12, "winter": 12, "decade": 120, "century": 1200,
    "millennium": 12_000,
}  # fmt: skip
# What "in recent days" or "a few weeks ago" can reach to at most, in units.
VAGUE_COUNT: Final = 7


class Reading(NamedTuple):
    """What a rule makes of the words of an expression; `first` and `last` are None where it is not placed in time.

    A named tuple, since several are made for each expression and it is the cheapest of the frozen kinds.
    """

    type: str
    value: str | None
    score: float = 0.9
    first: date | None = None
    last: date | None = None
    granularity: Granularity = Granularity.DAY
    edtf: str = ""
    modifier: str = ""
    anchor: date | None = None
    conflict: str = ""
    is_comparison: bool = False
    utc_day: date | None = None

    @property
    def span(self) -> DateSpan | None:
        """The days covered, None where the expression is not placed in time."""
        if self.first is None and self.last is None:
            return None
        return _make_span(self.first, self.last, self.granularity)


@lru_cache(maxsize=1024)
def _make_span(first: date | None, last: date | None, granularity: Granularity) -> DateSpan:
    """Texts name few days many times."""
    return DateSpan(start=first, end=last, granularity=granularity)


# The same reading with other values in some of its fields.
replace: Final = Reading._replace


def make_date(year: int, month: int, day: int) -> date | None:
    """A day of the calendar, None where there is no such day."""
    try:
        return date(year, month, day)
    except (ValueError, OverflowError):
        return None


def shift_days(day: date, count: int) -> date | None:
    """The day so many days on, None beyond the calendar."""
    number = day.toordinal() + count
    return date.fromordinal(number) if 1 <= number <= date.max.toordinal() else None


def shift_months(day: date, count: int) -> date | None:
    """The same day so many months on, or the month's last one; None beyond the calendar."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def shift(day: date, count: float, unit: str) -> date | None:
    """The day so many units on; units below the day leave it, None beyond the calendar."""
    if unit in _UNIT_DAYS:
        return shift_days(day, round(count * _UNIT_DAYS[unit])) if abs(count) < 4_000_000 else None
    if unit in _UNIT_MONTHS:
        return shift_months(day, round(count * _UNIT_MONTHS[unit])) if abs(count) < 130_000 else None
    if unit == "hour" and abs(count) < 90_000_000:
        return shift_days(day, int(count / 24))
    return day


@lru_cache(maxsize=4096)
def read_day(day: date, *, score: float = 0.9, anchor: date | None = None) -> Reading:
    """One day."""
    value = day.isoformat()
    return Reading(type="DATE", value=value, score=score, first=day, last=day, edtf=value, anchor=anchor)


def read_week(day: date) -> Reading:
    """The week from Monday to Sunday that a day lies in."""
    year, week, weekday = day.isocalendar()
    first, last = shift_days(day, 1 - weekday) or day, shift_days(day, 7 - weekday) or day
    return Reading(
        type="DATE",
        value=f"{year}-W{week:02}",
        first=first,
        last=last,
        granularity=Granularity.WEEK,
        edtf=f"{first}/{last}",
    )


def read_weekend(day: date) -> Reading:
    """Saturday and Sunday of the week that a day lies in."""
    year, week, weekday = day.isocalendar()
    first, last = shift_days(day, 6 - weekday) or day, shift_days(day, 7 - weekday) or day
    return Reading(
        type="DATE",
        value=f"{year}-W{week:02}-WE",
        first=first,
        last=last,
        granularity=Granularity.RANGE,
        edtf=f"{first}/{last}",
    )


@lru_cache(maxsize=1024)
def read_month(year: int, month: int, *, score: float = 0.9, anchor: date | None = None) -> Reading:
    """One month."""
    value = f"{year:04}-{month:02}"
    last = date(year, month, calendar.monthrange(year, month)[1])
    first = date(year, month, 1)
    return Reading("DATE", value, score, first, last, Granularity.MONTH, edtf=value, anchor=anchor)


def read_quarter(year: int, quarter: int) -> Reading:
    """One quarter of the calendar year, 1 to 4."""
    return _read_months(year, 3 * quarter - 2, 3 * quarter, f"{year:04}-Q{quarter}", Granularity.QUARTER)


def read_half(year: int, half: int) -> Reading:
    """One half of the calendar year, 1 or 2."""
    return _read_months(year, 6 * half - 5, 6 * half, f"{year:04}-H{half}", Granularity.RANGE)


def _read_months(year: int, first_month: int, last_month: int, value: str, granularity: Granularity) -> Reading:
    return Reading(
        type="DATE",
        value=value,
        first=date(year, first_month, 1),
        last=date(year, last_month, calendar.monthrange(year, last_month)[1]),
        granularity=granularity,
        edtf=f"{year:04}-{first_month:02}/{year:04}-{last_month:02}",
    )


def read_season(year: int, season: str) -> Reading:
    """One season of a year: SP, SU, FA or WI."""
    (month, day), (last_month, last_day) = _SEASONS[season]
    return Reading(
        type="DATE",
        value=f"{year:04}-{season}",
        first=date(year, month, day),
        last=make_date(year + (last_month < month), last_month, last_day) or date.max,
        granularity=Granularity.SEASON,
        edtf=f"{year:04}-{EDTF_SEASONS[season]}",
    )


@lru_cache(maxsize=1024)
def read_year(year: int, *, score: float = 0.9, anchor: date | None = None) -> Reading:
    """One year of the calendar."""
    value = f"{year:04}"
    first, last = date(year, 1, 1), date(year, 12, 31)
    return Reading("DATE", value, score, first, last, Granularity.YEAR, edtf=value, anchor=anchor)


def read_decade(year: int) -> Reading:
    """The ten years from one that ends in 0."""
    first = max(year - year % 10, FIRST_YEAR)
    value = f"{year // 10:03}"
    last = date(first - first % 10 + 9, 12, 31)
    return Reading(
        type="DATE",
        value=value,
        first=date(first, 1, 1),
        last=last,
        granularity=Granularity.DECADE,
        edtf=f"{value}X",
    )


def read_century(century: int) -> Reading:
    """A century by its number; the 20th is written 19 and covers 1900 to 1999, as EDTF and TIMEX3 count."""
    first = max((century - 1) * 100, FIRST_YEAR)
    value = f"{century - 1:02}"
    return Reading(
        type="DATE",
        value=value,
        first=date(first, 1, 1),
        last=date((century - 1) * 100 + 99, 12, 31),
        granularity=Granularity.CENTURY,
        edtf=f"{value}XX",
    )


def read_range(first: date, last: date) -> Reading:
    """Every day from one to another, which may come in either order."""
    first, last = min(first, last), max(first, last)
    edtf = f"{first}/{last}"
    return Reading(type="DATE", value=edtf, first=first, last=last, granularity=Granularity.RANGE, edtf=edtf)


def write_duration(count: float | None, unit: str) -> str:
    """The TIMEX3 value of a length of time; None is an unknown number of units."""
    unit, factor = _WRITTEN_AS.get(unit, (unit, 1))
    code = _UNIT_CODES[unit]
    count = None if count is None else count * factor
    time = "T" if code.startswith("T") else ""
    code = code.removeprefix("T")
    if count is None:
        return f"P{time}X{code}"
    whole = int(count)
    if whole == count:
        return f"P{time}{whole}{code}"
    if unit in _HALVES:
        part, size = _HALVES[unit]
        rest = f"{'T' if unit == 'day' else ''}{round((count - whole) * part)}{size}"
        return f"P{time}{whole}{code}{rest}" if whole else f"P{time}{rest}"
    return f"P{time}{count:g}{code}"


# Units that TIMEX3 has no letter for, or that news annotators write in another one.
_WRITTEN_AS: Final = {"fortnight": ("week", 2), "decade": ("year", 10)}
# A part of a unit is written in the next smaller one: a year and a half is P1Y6M.
_HALVES: Final = {"year": (12, "M"), "hour": (60, "M"), "minute": (60, "S"), "day": (24, "H")}


def place_duration(day: date, count: float | None, unit: str, direction: int) -> tuple[date, date] | None:
    """The days of a length of time that ends (direction -1) or begins (1) with a day.

    Args:
        day: The day that it touches, included.
        count: How many units; None for an unknown number, which reaches as far as people mean by "recent days".
        unit: A unit of geodata/timex_words.csv.
        direction: -1 back in time, 1 ahead.
    """
    other = shift(day, direction * (VAGUE_COUNT if count is None else count), unit)
    return (min(day, other), max(day, other)) if other else None


def read_unit(day: date, unit: str) -> Reading | None:
    """The day, week, month ... century that a day lies in; None for units that are no part of the calendar."""
    reader = _UNIT_READERS.get(unit)
    return reader(day) if reader else None


_UNIT_READERS: Final[dict[str, Callable[[date], Reading]]] = {
    "day": read_day,
    "night": read_day,
    "week": read_week,
    "weekend": read_weekend,
    "month": lambda day: read_month(day.year, day.month),
    "quarter": lambda day: read_quarter(day.year, (day.month + 2) // 3),
    "year": lambda day: read_year(day.year),
    "decade": lambda day: read_decade(day.year),
    "century": lambda day: read_century(day.year // 100 + 1),
}
