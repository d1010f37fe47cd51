"""Readers of seasons and of named days such as Christmas Eve, Nowruz or Ramadan."""

import dataclasses
from datetime import date

from mapping.kinds import Granularity
from mapping.timex.calendars import Holiday, find_holiday, find_last_day
from mapping.timex.clock import add_time
from mapping.timex.dates import find_year
from mapping.timex.grammar import Match
from mapping.timex.values import FIRST_YEAR, LAST_YEAR, Reading, read_day, read_season, replace, shift_days
from mapping.timex.vocabulary import load_vocabulary
from mapping.timex.years import find_direction

# A festival longer than this is a stretch of time, not a date with a value of its own.
_LONGEST_DATE_DAYS = 8
# "The fall" and "the spring" are seasons only behind one of these.
_OTHER_SENSES = ("fall", "spring")
_SEASON_CUES = ("IN", "BY", "SINCE", "UNTIL", "FOR", "OF", "THROUGH", "TO", "AFTER", "BEFORE")
# Holidays so near to the anchor are meant whatever the verb seems to say.
_NEAR_DAYS = 120


def read_season_of_year(match: Match) -> Reading | None:
    """Such as "summer 2010", "the spring of 1968", "early fall"."""
    year = find_year(match)
    if year is None:
        return read_relative_season(match)
    reading = read_season(year, match.find("SEASON") or "SU")
    return replace(reading, modifier=match.find_modifier(), score=0.95)


def read_relative_season(match: Match) -> Reading | None:
    """Such as "last summer", "this fall", "in the spring"."""
    season, anchor = match.find("SEASON") or "SU", match.anchor
    is_bare = match.last - match.first <= 2 and match.has("THE")
    if is_bare and match.words.forms[match.last - 1] in _OTHER_SENSES and not match.follows(*_SEASON_CUES):
        return None
    if anchor is None:
        return Reading(type="DATE", value=f"XXXX-{season}", score=0.3)
    year = _choose_year(match, season, anchor)
    if not FIRST_YEAR < year < LAST_YEAR:
        return None
    return replace(read_season(year, season), anchor=anchor, modifier=match.find_modifier(), score=0.75)


def _choose_year(match: Match, season: str, anchor: date) -> int:
    this, direction = read_season(anchor.year, season), find_direction(match)
    if this.first is None or this.last is None:
        return anchor.year
    if direction < 0:
        return anchor.year if this.last < anchor else anchor.year - 1
    if direction > 0:
        return anchor.year if this.first > anchor else anchor.year + 1
    if season == "WI" and anchor.month <= 3:  # it began in the year before
        return anchor.year - 1
    is_told = match.has("THIS", "THIS_ADJ")
    return anchor.year - 1 if this.first > anchor and not is_told and match.find_tense() < 0 else anchor.year


def read_named_day(match: Match) -> Reading | None:
    """A holiday: in the year told, else the one nearest to the anchor that the words allow."""
    holiday = load_vocabulary().holidays[match.find("HOLIDAY") or ""]
    year, anchor = find_year(match), match.anchor
    if match.find("UNIT") not in (None, "year"):
        return None
    if match.precedes("FEAST_THING") and year is None:
        return None  # a Christmas market is open for weeks
    if anchor is not None and match.has("UNIT"):
        year = anchor.year + find_direction(match)
    if year is None and anchor is None:
        return Reading(type="DATE", value="XXXX-XX-XX", score=0.3)
    day = _choose_day(holiday, year, anchor, find_direction(match), match.find_tense())
    if day is not None and match.has("EVE"):
        holiday, day = dataclasses.replace(holiday, length_days=1), shift_days(day, -1)
    if day is None:
        return None
    reading = replace(_read_holiday(holiday, day), anchor=anchor if year is None else None)
    return add_time(replace(reading, modifier=reading.modifier or match.find_modifier()), match)


def _choose_day(holiday: Holiday, year: int | None, anchor: date | None, direction: int, tense: int) -> date | None:
    if year is not None or anchor is None:
        return next(iter(find_holiday(holiday, year or 0)), None) if FIRST_YEAR < (year or 0) < LAST_YEAR else None
    years = [anchor.year + shift for shift in (-1, 0, 1) if FIRST_YEAR < anchor.year + shift < LAST_YEAR]
    days = [day for y in years for day in find_holiday(holiday, y)]
    is_near = any(abs((day - anchor).days) <= _NEAR_DAYS for day in days)
    side = direction or (0 if is_near else tense)
    allowed = [day for day in days if side * (day - anchor).days > 0] if side else days
    return min(allowed, key=lambda day: abs((day - anchor).days), default=None)


def _read_holiday(holiday: Holiday, day: date) -> Reading:
    reading = read_day(day, score=0.85)
    if holiday.length_days > 1:
        last = find_last_day(holiday, day)
        edtf = f"{day}/{last}"
        value = reading.value if holiday.length_days <= _LONGEST_DATE_DAYS else edtf
        reading = replace(reading, last=last, granularity=Granularity.RANGE, value=value, edtf=edtf)
    if holiday.is_exact:
        return reading
    edtf = "/".join(f"{part}~" for part in reading.edtf.split("/"))
    return replace(reading, edtf=edtf, modifier="APPROX", score=0.7)
