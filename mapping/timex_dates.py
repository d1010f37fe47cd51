"""Readers of dates by the calendar and by weekday, and of times of day."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import pairwise

from mapping.model import Granularity
from mapping.timex_grammar import Match
from mapping.timex_values import (
    Reading,
    make_date,
    read_day,
    read_decade,
    read_month,
    read_range,
    read_year,
    shift_days,
)
from mapping.timex_words import SHORT_FORMS

Reader = Callable[[Match], Reading | None]

_CLOCK = re.compile(r"(\d{1,2})[:.](\d\d)")
_NUMERIC = re.compile(r"(\d{1,4})[/.-](\d{1,2})[/.-](\d{1,4})")

_EDGES = ("EARLY", "LATE", "EARLIER", "LATER", "MIDDLE", "PART_OF")
# Two-digit years up to so many years after the anchor belong to its century.
_SHORT_YEAR_AHEAD = 20
_DEFAULT_YEAR = 2000
_NEAR_DAYS = 60
_NEAR_MONTHS = 3


def find_modifier(match: Match) -> str:
    """TIMEX3's modifier told by the words of a match: START, MID, END, APPROX ..."""
    for kind in (*_EDGES, "MODIFIER", "OR_SO"):
        value = match.find(kind)
        if value:
            return value
    return ""


def read_short_year(digits: str, anchor: date | None) -> int:
    """The year that two digits stand for: the latest one not far after the anchor."""
    limit = (anchor.year if anchor else _DEFAULT_YEAR) + _SHORT_YEAR_AHEAD
    year = limit - limit % 100 + int(digits)
    return year - 100 if year > limit else year


def find_year(match: Match) -> int | None:
    """The year told in a match, in four digits or two."""
    year = match.find("YEAR")
    if year:
        return int(year)
    short = match.find("SHORT_YEAR") or match.find("YY_YEAR")
    return read_short_year(short.lstrip("'’"), match.context.anchor) if short else None


def read_calendar(match: Match) -> Reading | None:
    """A date by month, day, year, weekday or "today", as far as told, with its time of day where told."""
    reading = _read_date(match)
    if reading is None:
        return None
    reading = replace(reading, modifier=find_modifier(match))
    return add_time(reading, match)


def _read_date(match: Match) -> Reading | None:
    iso, numeric = match.find("ISO"), match.find("NUMERIC")
    if iso:
        return _read_iso(iso)
    if numeric:
        return _check_weekday(_read_numeric(numeric, match), match)
    month = match.find("MONTH")
    if month:
        if _is_name(match):
            return None
        return _read_month(match, int(month))
    deictic = match.find("DEICTIC") or ("0" if match.has("TONIGHT") else "-1" if match.has("LAST_NIGHT") else None)
    if deictic:
        return _read_from_anchor(match, int(deictic))
    weekday = match.find("WEEKDAY") or match.find("WEEKDAY_SHORT")
    return read_weekday(int(weekday), match) if weekday else None


def _is_name(match: Match) -> bool:
    """Whether a short form that no full stop or number follows is a person's name ("Jan", "Mar")."""
    if match.last - match.first > 1 or match.words.forms[match.first] not in SHORT_FORMS:
        return False
    return match.words.text[match.words.ends[match.first] - 1] != "."


def _read_iso(text: str) -> Reading | None:
    day = make_date(int(text[:4]), int(text[5:7]), int(text[8:10]))
    if day is None:
        return None
    return replace(read_day(day), value=text.upper(), type="TIME" if "t" in text else "DATE")


def _read_numeric(text: str, match: Match) -> Reading | None:
    """A date in digits, "14/09/2013": in the document's order of day and month where both are possible."""
    found = _NUMERIC.match(text)
    if found is None:
        return None
    first, second, third = found.groups()
    if len(first) == 4:
        day = make_date(int(first), int(second), int(third))
        return read_day(day) if day else None
    year = int(third) if len(third) == 4 else read_short_year(third, match.context.anchor) if len(third) == 2 else None
    if year is None:
        return None
    orders = [(int(second), int(first)), (int(first), int(second))]
    days = [make_date(year, month, day) for month, day in (orders if match.context.day_first else orders[::-1])]
    found_day = days[0] or days[1]
    return read_day(found_day) if found_day else None


def _read_from_anchor(match: Match, days: int) -> Reading | None:
    if match.context.anchor is None:
        return Reading(type="DATE", value="XXXX-XX-XX", score=0.3)
    day = shift_days(match.context.anchor, days)
    return replace(read_day(day), anchor=match.context.anchor, score=0.95) if day else None


def _read_month(match: Match, month: int) -> Reading | None:
    year = find_year(match)
    days = [int(day) for day in match.find_all("DAY")]
    if match.rule.name == "full_date" and year is None and match.has("YY"):
        year = read_short_year(match.find_all("YY")[-1], match.context.anchor)
    if match.rule.name in ("full_date", "month_day") and days:
        if year is not None:
            day = make_date(year, month, days[0])
            return _check_weekday(replace(read_day(day), score=0.98), match) if day else None
        return _read_month_day(match, month, days[0])
    if year is not None:
        return replace(read_month(year, month), score=0.98)
    return read_bare_month(month, match)


def _read_month_day(match: Match, month: int, number: int) -> Reading | None:
    """A day without a year: in the year that brings it nearest to the anchor."""
    if match.context.anchor is None:
        return Reading(type="DATE", value=f"XXXX-{month:02}-{number:02}", score=0.3)
    anchor = match.context.anchor
    days = [make_date(anchor.year + shift, month, number) for shift in (-1, 0, 1)]
    weekday = match.find("WEEKDAY") or match.find("WEEKDAY_SHORT")
    known = [day for day in days if day is not None]
    if not known:
        return None
    fitting = [day for day in known if weekday is not None and day.weekday() == int(weekday)]
    day = min(fitting or _allow_tense(known, match, anchor), key=lambda day: abs((day - anchor).days))
    return _check_weekday(replace(read_day(day), anchor=anchor, score=0.9), match)


def _allow_tense(days: list[date], match: Match, anchor: date) -> list[date]:
    """The days that the verb allows; one near the anchor is nearer than any tense can argue."""
    if any(abs((day - anchor).days) <= _NEAR_DAYS for day in days):
        return days
    tense = match.context.find_tense(match.first, match.last)
    allowed = [day for day in days if tense * (day - anchor).days >= 0]
    return allowed or days


_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def _check_weekday(reading: Reading | None, match: Match) -> Reading | None:
    """Report a weekday beside a date that falls on another one."""
    weekday = match.find("WEEKDAY") or match.find("WEEKDAY_SHORT")
    if reading is None or reading.first is None or weekday is None or reading.first.weekday() == int(weekday):
        return reading
    told, real = _WEEKDAYS[int(weekday)], _WEEKDAYS[reading.first.weekday()]
    conflict = f"the text says {told}, but {reading.first} was a {real}"
    return replace(reading, conflict=conflict, score=reading.score - 0.2)


def read_bare_month(month: int, match: Match) -> Reading | None:
    """A month without a year: the latest one begun, or the next one where the verb looks ahead."""
    anchor = match.context.anchor
    if anchor is None:
        return Reading(type="DATE", value=f"XXXX-{month:02}", score=0.3)
    tense = match.context.find_tense(match.first, match.last)
    past = anchor.year if month <= anchor.month else anchor.year - 1
    ahead = anchor.year if month >= anchor.month else anchor.year + 1
    is_near = (month - anchor.month) % 12 <= _NEAR_MONTHS
    year = ahead if tense > 0 or (tense == 0 and is_near) else past
    if not 1 <= year <= 9999:
        return None
    return replace(read_month(year, month), anchor=anchor, score=0.75)


def read_weekday(weekday: int, match: Match) -> Reading | None:
    """A bare weekday: the last such day, today included; the next one where the verb looks ahead."""
    anchor = match.context.anchor
    if anchor is None:
        return Reading(type="DATE", value=f"XXXX-WXX-{weekday + 1}", score=0.3)
    back = (anchor.weekday() - weekday) % 7
    ahead = match.context.find_tense(match.first, match.last) > 0
    day = shift_days(anchor, (7 - back) % 7 if ahead else -back)
    return replace(read_day(day), anchor=anchor, score=0.8 if ahead else 0.9) if day else None


def read_relative_weekday(match: Match) -> Reading | None:
    """Such as "last Friday", "next Monday morning", "Friday of last week"."""
    anchor = match.context.anchor
    weekday = int(match.find("WEEKDAY") or 0)
    if anchor is None:
        return Reading(type="DATE", value=f"XXXX-WXX-{weekday + 1}", score=0.3)
    unit = match.find("UNIT")
    back = (anchor.weekday() - weekday) % 7
    if unit is not None:
        if unit != "week":
            return None
        weeks = -1 if match.has("LAST") else 1 if match.has("NEXT") else 0
        days = weeks * 7 + weekday - anchor.weekday()
    elif match.has("LAST", "PREVIOUS", "PAST_ADJ"):
        days = -(back or 7)
    elif match.has("NEXT", "COMING", "FOLLOWING"):
        days = 7 - back
    elif match.has("SAME", "THAT") and match.context.last_day is not None:
        days = (match.context.last_day - anchor).days
    else:
        days = (7 - back) % 7 if match.context.find_tense(match.first, match.last) >= 0 else -back
    day = shift_days(anchor, days)
    if day is None:
        return None
    return add_time(replace(read_day(day), anchor=anchor, score=0.85, modifier=find_modifier(match)), match)


def read_clock(match: Match) -> str | None:
    """The time of day of a match, "22:00" with its zone, from a clock time or a word like noon."""
    noon = match.find("NOON")
    text = match.find("CLOCK") or match.find("DOT_CLOCK")
    hour: int | None
    minute = 0
    if text:
        found = _CLOCK.match(text)
        hour, minute = (int(found.group(1)), int(found.group(2))) if found else (None, 0)
    elif match.find("HHMM") and match.has("HOURS", "ZONE"):
        digits = match.find("HHMM") or ""
        hour, minute = int(digits[:2]), int(digits[2:])
    elif noon:
        return noon + _find_zone(match)
    else:
        told = next(
            (kinds["HOUR"] for kinds, after in pairwise(match.kinds) if "HOUR" in kinds and _is_hour(after)), None
        )
        hour = int(told) if told else None
    if hour is None or hour > 24 or minute > 59:
        return None
    half = match.find("AMPM")
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return f"{hour:02}:{minute:02}{_find_zone(match)}"


def _is_hour(after: dict[str, str]) -> bool:
    return "AMPM" in after or "OCLOCK" in after


def _find_zone(match: Match) -> str:
    return "Z" if match.find("ZONE") == "Z" else ""


def add_time(reading: Reading, match: Match) -> Reading | None:
    """The same day with the time of day that the match tells."""
    if reading.first is None or reading.first != reading.last:
        return reading
    clock = read_clock(match) if match.has("CLOCK", "DOT_CLOCK", "AMPM", "OCLOCK", "NOON", "HHMM") else None
    part = match.find("PART") or match.find("OVERNIGHT") or match.find("TONIGHT") or match.find("LAST_NIGHT")
    if clock:
        value = f"{reading.first}T{clock}"
    elif part:
        value = f"{reading.first}T{part}"
    else:
        return reading
    return replace(reading, type="TIME", value=value, granularity=Granularity.TIME)


def read_clock_time(match: Match) -> Reading | None:
    """A clock time alone: on the day last spoken of, else the anchor's."""
    clock = read_clock(match)
    has_sign = match.has("AMPM", "OCLOCK", "ZONE", "HOURS", "NOON", "PART")
    if clock is None or not (
        has_sign or match.context.is_kind(match.first - 1, "AT", "BY", "UNTIL", "FROM", "SINCE", "AROUND")
    ):
        return None
    return _place_time(clock, match)


def _place_time(time: str, match: Match) -> Reading:
    day = match.context.last_day or match.context.anchor
    modifier = find_modifier(match)
    if match.has("THIS"):
        day = match.context.anchor
    if day is None:
        return Reading(type="TIME", value=f"XXXX-XX-XXT{time}", score=0.3, modifier=modifier)
    reading = replace(read_day(day), type="TIME", value=f"{day}T{time}", granularity=Granularity.TIME)
    return replace(reading, anchor=day, score=0.7, modifier=modifier)


def read_part_of_day(match: Match) -> Reading | None:
    """Such as "this morning", "that night", "the next morning", "overnight"."""
    part = match.find("PART") or match.find("OVERNIGHT") or ""
    days = 1 if match.has("FOLLOWING", "NEXT") else -1 if match.has("PREVIOUS") else 0
    day = match.context.anchor if match.has("THIS") else match.context.last_day or match.context.anchor
    moved = shift_days(day, days) if day else None
    if moved is None:
        return Reading(type="TIME", value=f"XXXX-XX-XXT{part}", score=0.3)
    reading = replace(read_day(moved), type="TIME", value=f"{moved}T{part}", granularity=Granularity.TIME)
    reading = replace(reading, anchor=day, score=0.85 if match.has("THIS") else 0.65, modifier=find_modifier(match))
    return add_time(reading, match) if match.has("CLOCK", "DOT_CLOCK", "AMPM") else reading


def read_day_range(match: Match) -> Reading | None:
    """Such as "Oct. 13-16", "13-16 October 2017"."""
    months = [int(month) for month in match.find_all("MONTH")]
    days = [int(day) for day in match.find_all("DAY")]
    year = find_year(match)
    first = _read_month_day(match, months[0], days[0])
    if year is None:
        if first is None or first.first is None:
            return first
        year = first.first.year
    start, end = make_date(year, months[0], days[0]), make_date(year, months[-1], days[1])
    return read_range(start, end) if start and end and start <= end else None


def read_plain_year(match: Match) -> Reading | None:
    """A year alone, where the words around it do not make it a count or a serial number."""
    year = find_year(match)
    number = match.find("NUM")
    if year is None and match.has("UNIT") and number and match.find("UNIT") == "year":
        year = int(number) if number.isdecimal() and 1000 <= int(number) < 2200 else None
    if year is None or not (match.has("UNIT", "PART_OF", "EARLY", "LATE") or _can_be_year(year, match)):
        return None
    return replace(read_year(year), modifier=find_modifier(match), score=0.9)


_YEAR_CUES = (
    "IN", "SINCE", "UNTIL", "BY", "BEFORE", "AFTER", "FROM", "BETWEEN", "OF", "FOR", "THROUGH", "EARLY", "LATE", "OPEN",
    "AS_OF", "THE", "AND", "TO",
)  # fmt: skip


def _can_be_year(year: int, match: Match) -> bool:
    before, after = match.context.get_kinds(match.first - 1), match.context.get_kinds(match.last)
    if match.has("SHORT_YEAR"):
        return any(cue in before for cue in _YEAR_CUES)
    if not {"CURRENCY", "NUMBERED", "HYPHEN", "SLASH", "NUM", "PLUS"}.isdisjoint(before) or "MODIFIER" in before:
        return False
    if not {"COUNTED", "HYPHEN", "SLASH", "UNITS", "UNIT", "MILLION", "HUNDRED", "NUM"}.isdisjoint(after):
        return False
    is_cued = any(cue in before for cue in _YEAR_CUES)
    return is_cued or 1900 <= year < 2050


def read_year_range(match: Match) -> Reading | None:
    """Such as "1957-58", "2010-2011"."""
    years = match.find_all("YEAR")
    if match.context.is_kind(match.first - 1, "CURRENCY", "NUMBERED", "NUM", "HYPHEN"):
        return None
    first = int(years[0])
    last = int(years[1]) if len(years) > 1 else first - first % 100 + int(match.find_all("YY")[-1])
    if not first < last < first + 200:
        return None
    reading = read_range(date(first, 1, 1), date(last, 12, 31))
    return replace(reading, value=f"{first}/{last}", edtf=f"{first}/{last}")


def read_decade_word(match: Match) -> Reading | None:
    """Such as "the 1990s", "the '50s", "the nineties"."""
    text = (match.find("DECADE") or "").strip("'’").replace("'s", "").replace("’s", "").removesuffix("s")
    if len(text) == 4:
        year = int(text)
    elif len(text) == 2:
        if not match.words.forms[match.last - 1].startswith(("'", "’")) and not match.has("THE"):
            return None
        year = read_short_year(text, match.context.anchor) // 10 * 10
    elif match.has("THE") and text.isdecimal():
        year = read_short_year(f"{text}0", match.context.anchor)
    else:
        return None
    return replace(read_decade(year), modifier=find_modifier(match)) if 1 <= year <= 9990 else None


READERS: dict[str, Reader] = {
    "calendar": read_calendar,
    "relative_weekday": read_relative_weekday,
    "clock": read_clock_time,
    "part_of_day": read_part_of_day,
    "day_range": read_day_range,
    "year": read_plain_year,
    "year_range": read_year_range,
    "decade": read_decade_word,
}
