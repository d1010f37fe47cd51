"""Holidays: the name of a named day and a year -> the days it covers.

Names and their calendars are data, in geodata/timex_holidays.csv. Days of the Islamic calendar are those of the Umm
al-Qura calendar of Saudi Arabia (geodata/umm_al_qura.csv, the years 1924 to 2077), before and after by the tabular
form; the sighting of the moon can put the day kept in a country one day off, which `is_exact` tells.
"""

import math
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from mapping.settings import find_folder
from mapping.tables import read_table

# Fixed day numbers (1 January of year 1 is day 1, as in `date.toordinal`) at which the calendars begin.
_ISLAMIC_EPOCH = 227_015
_HEBREW_EPOCH = -1_373_427
_HALAKIM_A_DAY = 25_920
_TEHRAN_DAY_FRACTION = 52.5 / 360


@dataclass(frozen=True, kw_only=True, slots=True)
class Holiday:
    """A named day or season of days. `day` is read by the calendar: a day, a weekday in a month, an offset."""

    name: str
    calendar: str
    month: int
    day: str
    length_days: int

    @property
    def is_exact(self) -> bool:
        """Whether the calendar alone settles the day, without a sighting of the moon."""
        return self.calendar != "islamic"


def read_holidays(path: Path) -> dict[str, Holiday]:
    """Read the table of named days, by lower-case name."""
    return {
        row["name"]: Holiday(
            name=row["name"],
            calendar=row["calendar"],
            month=int(row["month"] or 0),
            day=row["day"],
            length_days=int(row["length_days"]),
        )
        for row in read_table(path)
    }


def find_holiday(holiday: Holiday, year: int) -> tuple[date, ...]:
    """First days of a holiday that fall in a year of the common calendar.

    Args:
        holiday: A row of the table.
        year: 2 to 9998.

    Returns:
        In order; usually one day, two or none where a lunar year begins twice in the solar one or not at all.
    """
    return _FINDERS[holiday.calendar](holiday, year)


def _find_gregorian(holiday: Holiday, year: int) -> tuple[date, ...]:
    return (date(year, holiday.month, int(holiday.day)),)


def _find_weekday(holiday: Holiday, year: int) -> tuple[date, ...]:
    nth, weekday = (int(part) for part in holiday.day.split())
    return (find_nth_weekday(year, holiday.month, weekday, nth),)


def find_nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    """The nth such weekday (0 is Monday) of a month; -1 is the last one."""
    if nth > 0:
        first = date(year, month, 1)
        return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))
    last = date(year, month, 28) + timedelta(days=4)
    last -= timedelta(days=last.day)
    return last - timedelta(days=(last.weekday() - weekday) % 7)


def _find_election(holiday: Holiday, year: int) -> tuple[date, ...]:
    return (find_nth_weekday(year, holiday.month, 0, 1) + timedelta(days=1),)


@lru_cache(maxsize=256)
def find_easter(year: int) -> date:
    """Easter Sunday of the western churches.

    Source: the anonymous Gregorian computus, Nature, 20 April 1876; in Meeus, Astronomical Algorithms, chapter 8.
    """
    a, (b, c) = year % 19, divmod(year, 100)
    (d, e), f = divmod(b, 4), (b + 8) // 25
    g = (b - f + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


@lru_cache(maxsize=256)
def find_orthodox_easter(year: int) -> date:
    """Easter Sunday of the eastern churches, in the Gregorian calendar.

    Source: Meeus, Astronomical Algorithms, chapter 8, with the Julian calendar's lag.
    """
    d = (19 * (year % 19) + 15) % 30
    e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7
    month, day = divmod(d + e + 114, 31)
    lag = year // 100 - year // 400 - 2
    return date(year, month, day + 1) + timedelta(days=lag)


def _find_from_easter(holiday: Holiday, year: int) -> tuple[date, ...]:
    return (find_easter(year) + timedelta(days=int(holiday.day)),)


def _find_from_orthodox_easter(holiday: Holiday, year: int) -> tuple[date, ...]:
    return (find_orthodox_easter(year) + timedelta(days=int(holiday.day)),)


def _number_islamic_day(year: int, month: int, day: int) -> int:
    """Source: Reingold and Dershowitz, Calendrical Calculations, chapter 7 (arithmetical calendar)."""
    return day + 29 * (month - 1) + month // 2 + (year - 1) * 354 + (3 + 11 * year) // 30 + _ISLAMIC_EPOCH - 1


@lru_cache(maxsize=1)
def load_umm_al_qura() -> dict[tuple[int, int], tuple[date, int]]:
    """First day and length of the months of the Umm al-Qura calendar, by year of the Hijra and month."""
    months: dict[tuple[int, int], tuple[date, int]] = {}
    for row in read_table(find_folder("geodata") / "umm_al_qura.csv"):
        first = date.fromisoformat(row["first_day"])
        for month, length in enumerate(map(int, row["month_days"].split()), start=1):
            months[int(row["year"]), month] = (first, length)
            first += timedelta(days=length)
    return months


def _find_islamic(holiday: Holiday, year: int) -> tuple[date, ...]:
    guess = (year - 622) * 33 // 32
    days = (_find_islamic_day(y, holiday.month, int(holiday.day)) for y in range(guess - 1, guess + 4) if y > 0)
    return tuple(day for day in days if day.year == year)


def _find_islamic_day(year: int, month: int, day: int) -> date:
    known = load_umm_al_qura().get((year, month))
    if known is None:
        return date.fromordinal(_number_islamic_day(year, month, day))
    return known[0] + timedelta(days=day - 1)


def find_last_day(holiday: Holiday, first: date) -> date:
    """The last day of a holiday that begins with a day; a lunar month such as Ramadan has the days of that year."""
    days = holiday.length_days
    if holiday.calendar == "islamic":
        days = next((min(days, length) for start, length in load_umm_al_qura().values() if start == first), days)
    return first + timedelta(days=min(days - 1, (date.max - first).days))


def _find_nowruz(holiday: Holiday, year: int) -> tuple[date, ...]:
    return (find_nowruz(year) + timedelta(days=int(holiday.day)),)


@lru_cache(maxsize=256)
def find_nowruz(year: int) -> date:
    """1 Farvardin: the day whose noon in Tehran is the first after the March equinox.

    Source: mean equinox with its periodic terms, Meeus, Astronomical Algorithms, chapter 27 (years 1000 to 3000).
    """
    t = (year - 2000) / 1000
    mean = 2451623.80984 + 365242.37404 * t + 0.05169 * t**2 - 0.00411 * t**3 - 0.00057 * t**4
    centuries = (mean - 2451545.0) / 36525
    w = math.radians(35999.373 * centuries - 2.47)
    stretch = 1 + 0.0334 * math.cos(w) + 0.0007 * math.cos(2 * w)
    swing = sum(a * math.cos(math.radians(b + c * centuries)) for a, b, c in _EQUINOX_TERMS)
    # Noon in Tehran is where the Julian day turns there; the day numbers differ by a constant.
    tehran = mean + 0.00001 * swing / stretch + _TEHRAN_DAY_FRACTION
    return date.fromordinal(math.ceil(tehran) - 1_721_425)


_EQUINOX_TERMS = (
    (485, 324.96, 1934.136), (203, 337.23, 32964.467), (199, 342.08, 20.186), (182, 27.85, 445267.112),
    (156, 73.14, 45036.886), (136, 171.52, 22518.443), (77, 222.54, 65928.934), (74, 296.72, 3034.906),
    (70, 243.58, 9037.513), (58, 119.81, 33718.147), (52, 297.17, 150.678), (50, 21.02, 2281.226),
    (45, 247.54, 29929.562), (44, 325.15, 31555.956), (29, 60.93, 4443.417), (18, 155.12, 67555.328),
    (17, 288.79, 4562.452), (16, 198.04, 62894.029), (14, 199.76, 31436.921), (12, 95.39, 14577.848),
    (12, 287.11, 31931.756), (12, 320.81, 34777.259), (9, 227.73, 1222.114), (8, 15.45, 16859.074),
)  # fmt: skip


def _count_hebrew_days(year: int) -> int:
    """Days from the epoch to 1 Tishri of a Hebrew year, with the four postponements.

    Source: Reingold and Dershowitz, Calendrical Calculations, chapter 8.
    """
    months = (235 * year - 234) // 19
    parts = 12_084 + 13_753 * months
    day = 29 * months + parts // _HALAKIM_A_DAY
    return day + 1 if 3 * (day + 1) % 7 < 3 else day


def _find_hebrew_new_year(year: int) -> int:
    before, this, after = (_count_hebrew_days(y) for y in (year - 1, year, year + 1))
    delay = 2 if after - this == 356 else 1 if this - before == 382 else 0
    return _HEBREW_EPOCH + this + delay


def _number_hebrew_day(year: int, month: int, day: int) -> int:
    """Day number of a date; month 1 is Nisan and 12 the Adar before it."""
    start, end = _find_hebrew_new_year(year), _find_hebrew_new_year(year + 1)
    length = end - start
    if month >= 7:  # counted from Tishri: 30 days, Heshvan 29 or 30, Kislev 29 or 30
        heshvan = 30 if length % 10 == 5 else 29
        kislev = 29 if length % 10 == 3 else 30
        before = (0, 30, 30 + heshvan, 30 + heshvan + kislev, 59 + heshvan + kislev, 89 + heshvan + kislev)
        if month < 12:
            return start + before[month - 7] + day - 1
    # The months from Nisan on have fixed lengths, so they are counted back from the next new year.
    nisan = end - 177
    if month >= 12:
        return nisan - 29 + day - 1
    return nisan + 29 * (month - 1) + month // 2 + day - 1


def _find_hebrew(holiday: Holiday, year: int) -> tuple[date, ...]:
    numbers = (_number_hebrew_day(year + shift, holiday.month, int(holiday.day)) for shift in (3760, 3761))
    return tuple(day for day in (date.fromordinal(n) for n in numbers) if day.year == year)


_FINDERS = {
    "gregorian": _find_gregorian,
    "weekday": _find_weekday,
    "election": _find_election,
    "easter": _find_from_easter,
    "orthodox": _find_from_orthodox_easter,
    "islamic": _find_islamic,
    "nowruz": _find_nowruz,
    "hebrew": _find_hebrew,
}
