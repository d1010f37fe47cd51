"""Readers of weeks, months, seasons, quarters, years and holidays told by reference: "last month", "a year ago"."""

from dataclasses import replace
from datetime import date

from mapping.calendars import find_holiday
from mapping.model import Granularity
from mapping.timex_dates import Reader, add_time, find_modifier, find_year
from mapping.timex_grammar import Match
from mapping.timex_values import (
    LAST_YEAR,
    Reading,
    read_century,
    read_day,
    read_decade,
    read_half,
    read_month,
    read_quarter,
    read_season,
    read_week,
    read_weekend,
    read_year,
    shift,
    shift_days,
)
from mapping.timex_words import load_vocabulary

_BACK = ("LAST", "PREVIOUS", "PAST_ADJ")
_AHEAD = ("NEXT", "COMING", "FOLLOWING")
# A quarter that the text spoke of stays what "a year ago" means for about this many words.
_QUARTER_REACH_WORDS = 400


def find_direction(match: Match) -> int:
    """-1 for "last", 1 for "next", 0 for "this" and the like."""
    return -1 if match.has(*_BACK) else 1 if match.has(*_AHEAD) else 0


def read_unit(day: date, unit: str) -> Reading | None:
    """The day, week, month ... century that a day lies in."""
    readers = {
        "day": lambda: read_day(day),
        "night": lambda: read_day(day),
        "week": lambda: read_week(day),
        "weekend": lambda: read_weekend(day),
        "month": lambda: read_month(day.year, day.month),
        "quarter": lambda: read_quarter(day.year, (day.month + 2) // 3),
        "year": lambda: read_year(day.year),
        "decade": lambda: read_decade(day.year),
        "century": lambda: read_century(day.year // 100 + 1),
    }
    reader = readers.get(unit)
    return reader() if reader else None


def _unknown(value: str) -> Reading:
    return Reading(type="DATE", value=value, score=0.3)


def read_relative_unit(match: Match) -> Reading | None:
    """Such as "last week", "the following month", "this summer", "the end of the year", "next Christmas"."""
    if match.has("HOLIDAY"):
        return read_named_day(match)
    season = match.find("SEASON")
    unit = match.find("UNIT") or ("year" if match.has("FISCAL_YEAR") else "weekend" if match.has("WEEKEND") else None)
    direction = find_direction(match)
    base = match.context.anchor
    if match.has("FOLLOWING", "PREVIOUS", "SAME", "THAT") and match.context.last_reading is not None:
        base = match.context.last_reading.first
    if match.has("NEXT") and unit == "day":
        base = match.context.last_day or base
    modifier = find_modifier(match)
    if base is None:
        return _unknown("PAST_REF" if direction < 0 else "FUTURE_REF" if direction > 0 else "PRESENT_REF")
    if season is not None:
        return _mark(_read_relative_season(season, direction, base, match), base, modifier)
    if unit in (None, "second", "minute", "hour"):
        return None
    if unit == "weekend":
        return _mark(_read_weekend(direction, base, match), base, modifier)
    moved = shift(base, direction, unit or "day")
    return _mark(read_unit(moved, unit or "day") if moved else None, base, modifier)


def _mark(reading: Reading | None, anchor: date, modifier: str, score: float = 0.85) -> Reading | None:
    return replace(reading, anchor=anchor, modifier=modifier, score=score) if reading else None


def _read_relative_season(season: str, direction: int, base: date, match: Match) -> Reading | None:
    this = read_season(base.year, season)
    if this.first is None or this.last is None:
        return None
    if direction < 0:
        year = base.year if this.last < base else base.year - 1
    elif direction > 0:
        year = base.year if this.first > base else base.year + 1
    elif (season == "WI" and base.month <= 3) or (
        not match.has("THIS", "THIS_ADJ")
        and match.context.find_tense(match.first, match.last) <= 0
        and this.first > base
    ):  # it began in the year before
        year = base.year - 1
    else:
        year = base.year
    return read_season(year, season) if 1 <= year <= LAST_YEAR else None


def _read_weekend(direction: int, base: date, match: Match) -> Reading | None:
    """The weekend told; a bare one on a weekday is the one before, unless the verb looks ahead."""
    days = 7 * direction
    looks_back = direction < 0 or (direction == 0 and match.context.find_tense(match.first, match.last) <= 0)
    if looks_back and base.weekday() < 5:
        days = -7
    elif direction > 0 and base.weekday() < 5:
        days = 0 if not match.has("NEXT") else 7
    moved = shift_days(base, days)
    return read_weekend(moved) if moved else None


def read_part_of_unit(match: Match) -> Reading | None:
    """Such as "earlier in the day", "the end of the month", "late in the week"."""
    unit = match.find("UNIT") or "weekend"
    base = match.context.last_day if unit == "day" or match.has("THAT") else match.context.anchor
    base = base or match.context.anchor
    if base is None or unit in ("second", "minute", "hour"):
        return None
    return _mark(read_unit(base, unit), base, find_modifier(match), 0.75)


def read_year_end(match: Match) -> Reading | None:
    """Such as "year end", "the year's end"."""
    if match.context.anchor is None:
        return None
    return replace(read_year(match.context.anchor.year), modifier="END", anchor=match.context.anchor, score=0.8)


def read_month_of_year(match: Match) -> Reading | None:
    """Such as "April last year", "May of this year"."""
    if match.find("UNIT") != "year" or match.context.anchor is None:
        return None
    year = match.context.anchor.year + find_direction(match)
    return _mark(read_month(year, int(match.find("MONTH") or 1)), match.context.anchor, find_modifier(match), 0.95)


def read_relative_month(match: Match) -> Reading | None:
    """Such as "last May", "next October", "last Oct. 23"."""
    anchor, month, day = match.context.anchor, int(match.find("MONTH") or 1), match.find("DAY")
    if anchor is None:
        return _unknown(f"XXXX-{month:02}")
    direction = find_direction(match)
    if match.has("SAME", "THAT") and match.context.last_year is not None:
        year = match.context.last_year
    elif direction < 0:
        year = anchor.year if month < anchor.month else anchor.year - 1
    elif direction > 0:
        year = anchor.year if month > anchor.month else anchor.year + 1
    else:
        year = anchor.year
    if day is not None:
        found = shift_days(date(year, month, 1), int(day) - 1)
        return _mark(read_day(found) if found and found.month == month else None, anchor, "")
    return _mark(read_month(year, month), anchor, "")


def read_season_of_year(match: Match) -> Reading | None:
    """Such as "summer 2010", "the spring of 1968", "early fall"."""
    season, year = match.find("SEASON") or "SU", find_year(match)
    if year is not None:
        return replace(read_season(year, season), modifier=find_modifier(match), score=0.95)
    if match.context.anchor is None:
        return _unknown(f"XXXX-{season}")
    reading = _read_relative_season(season, 0, match.context.anchor, match)
    return _mark(reading, match.context.anchor, find_modifier(match), 0.7)


def read_named_day(match: Match) -> Reading | None:
    """A holiday: in the year told, else the one nearest to the anchor that the words allow."""
    holiday = load_vocabulary().holidays[match.find("HOLIDAY") or ""]
    year, anchor = find_year(match), match.context.anchor
    if year is None and anchor is None:
        return _unknown("XXXX-XX-XX")
    years = [year] if year is not None else [anchor.year + shift for shift in (-1, 0, 1)] if anchor else []
    days = [day for y in years if y is not None and 2 <= y <= 9998 for day in find_holiday(holiday, y)]
    if anchor is not None and year is None:
        direction = find_direction(match)
        if direction < 0:
            days = [day for day in days if day < anchor][-1:]
        elif direction > 0:
            days = [day for day in days if day > anchor][:1]
        days.sort(key=lambda day: abs((day - anchor).days))
    if not days:
        return None
    reading = read_day(days[0])
    last = shift_days(days[0], holiday.length_days - 1) or days[0]
    if holiday.length_days > 1:
        edtf = f"{days[0]}/{last}"
        reading = replace(reading, last=last, granularity=Granularity.RANGE, edtf=edtf)
        if holiday.length_days > 7:
            reading = replace(reading, value=edtf)
    if not holiday.is_exact:
        reading = replace(reading, edtf="/".join(f"{part}~" for part in reading.edtf.split("/")), modifier="APPROX")
    reading = replace(reading, anchor=anchor if year is None else None, score=0.85 if holiday.is_exact else 0.7)
    return add_time(reading, match)


def read_quarter_phrase(match: Match) -> Reading | None:
    """Such as "the third quarter", "last year's fourth quarter", "the latest quarter", "Q3 2009"."""
    units = match.find_all("UNIT")
    if not match.has("QUARTER_SIGN") and "quarter" not in units:
        return _read_ordinal_unit(match)
    anchor = match.context.anchor
    ordinal = match.find("ORDINAL") or (match.find("NUM") if match.has("QUARTER_SIGN") else None)
    if ordinal is not None and not 1 <= int(ordinal) <= 4:
        return None
    if (
        match.has("QUARTER_SIGN")
        and match.context.words.ends[match.first] != match.context.words.starts[match.first + 1]
    ):
        return None
    year = find_year(match)
    if year is not None and ordinal is not None:
        return replace(read_quarter(year, int(ordinal)), score=0.95)
    if anchor is None:
        return _unknown("XXXX-QX" if ordinal is None else f"XXXX-Q{ordinal}")
    if ordinal is None:
        return _read_relative_quarter(match, anchor)
    return _mark(read_quarter(_choose_year(int(ordinal), match, anchor), int(ordinal)), anchor, "", 0.8)


def _choose_year(quarter: int, match: Match, anchor: date) -> int:
    """The year of a quarter told by its number: the latest one begun, unless the words say otherwise."""
    if match.has("YEAR_AGO"):
        latest = match.context.last_quarter
        return (latest[0] if latest else anchor.year) - 1
    if "year" in match.find_all("UNIT") or match.has("FISCAL_YEAR"):
        return anchor.year + find_direction(match)
    now = (anchor.month + 2) // 3
    if quarter <= now:
        return anchor.year
    return anchor.year if match.context.find_tense(match.first, match.last) > 0 else anchor.year - 1


def _read_relative_quarter(match: Match, anchor: date) -> Reading | None:
    now = anchor.year * 4 + (anchor.month + 2) // 3 - 1
    if "year" in match.find_all("UNIT"):
        known = match.context.last_quarter[1] if match.context.last_quarter else (anchor.month + 2) // 3
        return _mark(read_quarter(anchor.year + find_direction(match), known), anchor, "", 0.7)
    if match.context.last_quarter and match.has("YEAR_AGO", "SAME", "LATEST", "PREVIOUS") and _is_near(match):
        year, quarter = match.context.last_quarter
        index = year * 4 + quarter - 1 - (4 if match.has("YEAR_AGO") else 0)
    elif match.has("YEAR_AGO"):
        index = now - 5
    elif match.has("LATEST"):
        index = now - 1
    else:
        index = now + find_direction(match)
    reading = _mark(read_quarter(index // 4, index % 4 + 1), anchor, "", 0.75)
    return replace(reading, is_comparison=match.has("YEAR_AGO")) if reading else None


def _is_near(match: Match) -> bool:
    return match.first - match.context.quarter_word < _QUARTER_REACH_WORDS


def _read_ordinal_unit(match: Match) -> Reading | None:
    """Such as "the 20th century", "the second day"; a numbered unit of anything else has no value of its own."""
    ordinal, unit = match.find("ORDINAL"), match.find("UNIT")
    if ordinal is None:
        return read_relative_unit(match) if not match.has("YEAR_AGO") else None
    if unit == "century" and 1 <= int(ordinal) <= 99:
        return replace(read_century(int(ordinal)), modifier=find_modifier(match), score=0.95)
    return None


def read_period(match: Match) -> Reading | None:
    """Such as "the year-ago period", "the latest period", "the corresponding period last year", "year-earlier"."""
    if match.context.anchor is None:
        return _unknown("PAST_REF")
    year = find_year(match)
    is_quarter = match.context.last_quarter is not None
    if year is not None:
        if is_quarter and match.context.last_quarter:
            return replace(read_quarter(year, match.context.last_quarter[1]), score=0.6, is_comparison=True)
        return replace(read_year(year), score=0.6)
    if not match.has("YEAR_AGO", "LATEST", "COMPARABLE", "AGO", "EARLIER"):
        return None
    back = 0 if match.has("LATEST") else 1
    if match.context.last_quarter:
        told, quarter = match.context.last_quarter
        return replace(read_quarter(told - back, quarter), anchor=match.context.anchor, score=0.6, is_comparison=True)
    return _mark(read_year(match.context.anchor.year - back), match.context.anchor, "", 0.5)


def read_the_quarter(match: Match) -> Reading | None:
    """Such as "the quarter": the one that the text spoke of last."""
    if match.find("UNIT") != "quarter" or match.context.anchor is None:
        return None
    if match.context.is_kind(match.last, "ENDED") and match.context.is_kind(match.last + 1, "MONTH"):
        month = int(match.context.get_kinds(match.last + 1)["MONTH"])
        is_past = month <= match.context.anchor.month or match.context.words.forms[match.last] != "ended"
        year = match.context.anchor.year if is_past else match.context.anchor.year - 1
        return _mark(read_quarter(year, (month + 2) // 3), match.context.anchor, "", 0.8)
    if match.context.last_quarter is None:
        return None
    return _mark(read_quarter(*match.context.last_quarter), match.context.anchor, "", 0.6)


def read_the_year(match: Match) -> Reading | None:
    """Such as "the full year", "for the year": the anchor's; "the year ended Sept. 30" is a length of time."""
    if match.find("UNIT") != "year" or match.context.anchor is None:
        return None
    if match.context.is_kind(match.last, "ENDED"):
        return Reading(type="DURATION", value="P1Y", score=0.7)
    if match.has("FULL") or match.context.is_kind(match.first - 1, "FOR"):
        return _mark(read_year(match.context.anchor.year), match.context.anchor, "", 0.6)
    return None


def read_day_beside(match: Match) -> Reading | None:
    """Such as "the day before", "the week after": beside the day that the text spoke of last."""
    unit, base = match.find("UNIT"), match.context.last_day or match.context.anchor
    if unit not in ("day", "week", "month", "year") or base is None:
        return None
    direction = -1 if match.has("BEFORE", "EARLIER") else 1
    moved = shift(base, direction, unit)
    return _mark(read_unit(moved, unit) if moved else None, base, "", 0.5)


def read_half_year(match: Match) -> Reading | None:
    """Such as "the first half of 1990", "the second half"."""
    half = int((match.find("HALF") or "H1")[1])
    year = find_year(match)
    if year is not None:
        return replace(read_half(year, half), score=0.95)
    if match.context.anchor is None or match.find("UNIT") not in (None, "year"):
        return None
    if match.find("UNIT") is None and not match.context.last_quarter:
        return None
    return _mark(read_half(match.context.anchor.year + find_direction(match), half), match.context.anchor, "", 0.6)


def read_fiscal_year(match: Match) -> Reading | None:
    """Such as "fiscal 1989": about that year, since each house begins its own in another month."""
    year = find_year(match)
    anchor = None
    if year is None:
        anchor = match.context.anchor
        if anchor is None:
            return None
        year = anchor.year + find_direction(match)
    return replace(read_year(year), anchor=anchor, modifier="", edtf=f"{year:04}~", score=0.7)


def read_ago(match: Match) -> Reading | None:
    """Such as "two weeks ago", "three years from now": reckoned from the anchor, as finely as the unit tells."""
    unit = match.find("UNIT") or match.find("UNITS")
    if unit is None:
        return None
    ahead = match.has("FROM_NOW")
    base = match.context.last_day or match.context.anchor if match.has("EARLIER") else match.context.anchor
    if match.has("EARLIER") and unit in ("year", "quarter"):
        base = match.context.anchor
    number = read_count(match)
    if base is None or number is None:
        return _unknown("FUTURE_REF" if ahead else "PAST_REF")
    is_quarterly = match.context.last_quarter and match.first - match.context.quarter_word < _QUARTER_REACH_WORDS
    if unit == "year" and number == 1 and not ahead and is_quarterly and match.context.last_quarter:
        year, quarter = match.context.last_quarter
        return replace(read_quarter(year - 1, quarter), anchor=base, score=0.6, is_comparison=True)
    moved = shift(base, number if ahead else -number, unit)
    if moved is None:
        return None
    shown = {"week": "day", "weekend": "week", "fortnight": "day", "night": "day", "decade": "year"}.get(unit, unit)
    if unit in ("second", "minute", "hour"):
        return _mark(
            replace(read_day(moved), type="TIME", granularity=Granularity.TIME), base, find_modifier(match), 0.6
        )
    reading = read_unit(moved, shown)
    return _mark(reading, base, find_modifier(match), 0.85)


def read_count(match: Match) -> float | None:
    """How many units a match tells; None for "several" and the like."""
    if match.has("QUANTITY"):
        return None
    number = match.find("NUM")
    count = float(number) if number else 2.0 if match.has("COUPLE") else 12.0 if match.has("DOZEN") else None
    if match.has("HALF_WORD"):
        return (count or 0.0) + 0.5 if count or not match.has("A") or _adds_half(match) else 0.5
    if count is None and match.has("A", "ANOTHER", "UNIT"):
        return 1.0
    return count


def _adds_half(match: Match) -> bool:
    return match.has("AND")


READERS: dict[str, Reader] = {
    "relative_unit": read_relative_unit,
    "year_end": read_year_end,
    "part_of_unit": read_part_of_unit,
    "month_of_year": read_month_of_year,
    "relative_month": read_relative_month,
    "season": read_season_of_year,
    "holiday": read_named_day,
    "quarter": read_quarter_phrase,
    "century": read_quarter_phrase,
    "period": read_period,
    "the_quarter": read_the_quarter,
    "half": read_half_year,
    "the_year": read_the_year,
    "day_beside": read_day_beside,
    "fiscal_year": read_fiscal_year,
    "ago": read_ago,
}
