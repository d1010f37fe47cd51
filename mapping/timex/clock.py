"""Readers of times of day: clock times, and words such as morning, noon, overnight."""

import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from mapping.kinds import Granularity
from mapping.timex.grammar import NO_EVENT, Match
from mapping.timex.shapes import Kinds
from mapping.timex.values import Reading, read_day, replace, shift_days

_CLOCK = re.compile(r"(\d{1,2})[:.](\d\d)")
_CLOCK_KINDS = ("CLOCK", "DOT_CLOCK", "AMPM", "OCLOCK", "NOON", "HHMM")
# Digits like 2:56 are a time of day only with one of these in the match, or one of the words before it.
_CLOCK_SIGNS = ("AMPM", "OCLOCK", "ZONE", "HOURS", "NOON", "PART")
_DAY_MINUTES = 24 * 60
_MOST_ZONE_HOURS = 14
_NEXT, _PREVIOUS = ("FOLLOWING", "NEXT", "AFTER"), ("PREVIOUS", "BEFORE")
_CLOCK_CUES = ("AT", "BY", "UNTIL", "FROM", "SINCE")


def read_clock(match: Match) -> str | None:
    """The time of day that a match tells, "22:00", with Z where it is told in universal time."""
    noon = match.find("NOON")
    if noon:
        return noon
    told = _read_digits(match)
    if told is None:
        return None
    hour, minute = told
    half = match.find("AMPM")
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour > 24 or minute > 59:
        return None
    return f"{hour:02}:{minute:02}{'Z' if _find_offset(match) == 0 else ''}"


def _find_offset(match: Match) -> int | None:
    """Minutes by which the zone told is ahead of universal time; None without a zone or where its name is ambiguous.

    The zone of a second time in brackets, "10 p.m. EDT (0200 GMT)", is not the first one's.
    """
    kinds = match.kinds
    for index, word in enumerate(kinds):
        after = kinds[index + 1 : index + 3]
        if "ZONE" in word:
            return _add_sign(word["ZONE"], after)
        if "OPEN" in word and not (after and "ZONE" in after[0]):
            return None
    return None


def _add_sign(zone: str, after: Sequence[Kinds]) -> int | None:
    """The offset of a zone, with what follows: "GMT+3"."""
    if zone not in ("", "Z"):
        return int(f"{zone[0]}1") * (int(zone[1:3]) * 60 + int(zone[4:6]))
    signs = [word for word in after if "PLUS" in word or "HYPHEN" in word]
    hours = [word["NUM"] for word in after if "NUM" in word]
    if zone and signs and hours and hours[0].isdecimal() and int(hours[0]) <= _MOST_ZONE_HOURS:
        return (60 if "PLUS" in signs[0] else -60) * int(hours[0])
    return 0 if zone else None


def _find_utc_day(day: date, clock: str, match: Match) -> date | None:
    """The day in universal time where the zone puts it on another than the one told."""
    offset = _find_offset(match)
    if offset is None:
        return None
    minutes = int(clock[:2]) * 60 + int(clock[3:5]) - offset
    return shift_days(day, minutes // _DAY_MINUTES) if not 0 <= minutes < _DAY_MINUTES else None


def _read_digits(match: Match) -> tuple[int, int] | None:
    """Hour and minute as told, before "a.m." or "p.m." is looked at."""
    found = _CLOCK.match(match.find("CLOCK", "DOT_CLOCK") or "")
    if found:
        return int(found.group(1)), int(found.group(2))
    for word, after in pairwise(match.kinds):
        if "HOUR" in word and ("AMPM" in after or "OCLOCK" in after):
            return int(word["HOUR"]), 0
        if "HHMM" in word and ("HOURS" in after or "ZONE" in after):
            return int(word["HHMM"][:2]), int(word["HHMM"][2:])
    return None


def add_time(reading: Reading, match: Match) -> Reading:
    """The same day with the time of day that the match tells, if it tells one."""
    if reading.first is None or reading.first != reading.last:
        return reading
    clock = read_clock(match) if match.has(*_CLOCK_KINDS) else None
    time = clock or match.find("PART", "OVERNIGHT", "TONIGHT", "LAST_NIGHT")
    if not time:
        return reading
    utc_day = _find_utc_day(reading.first, clock, match) if clock else None
    value = f"{reading.first}T{time}"
    return replace(reading, type="TIME", value=value, granularity=Granularity.TIME, utc_day=utc_day)


def read_clock_time(match: Match) -> Reading | None:
    """A clock time alone: on the day last spoken of, else the anchor's."""
    clock = read_clock(match)
    if clock is None or not (match.has(*_CLOCK_SIGNS) or match.follows(*_CLOCK_CUES)):
        return None
    day = match.anchor if match.has("THIS") else match.context.last_day or match.anchor
    return _place_time(clock, day, match, 0.7)


def read_part_of_day(match: Match) -> Reading | None:
    """Such as "this morning", "that night", "the next morning", "overnight", "the evening before"."""
    part = match.find("PART", "OVERNIGHT") or ""
    if match.has("THE") and match.precedes("OF", "THE", "OTHER", "NAME", "HYPHEN", "BEFORE", "AFTER"):
        return None
    if match.has("BEFORE", "AFTER") and not match.precedes(*NO_EVENT):
        return None  # "the night before the vote"
    days = 1 if match.has(*_NEXT) else -1 if match.has(*_PREVIOUS) else 0
    day = match.anchor if match.has("THIS") else match.context.last_day or match.anchor
    moved = shift_days(day, days) if day else None
    clock = read_clock(match) if match.has(*_CLOCK_KINDS) else None
    return _place_time(clock or part, moved, match, 0.85 if match.has("THIS") else 0.65)


def _place_time(time: str, day: date | None, match: Match, score: float) -> Reading:
    modifier = match.find_modifier()
    if day is None:
        return Reading(type="TIME", value=f"XXXX-XX-XXT{time}", score=0.3, modifier=modifier)
    reading = replace(read_day(day), type="TIME", value=f"{day}T{time}", granularity=Granularity.TIME)
    utc_day = _find_utc_day(day, time, match) if ":" in time else None
    return replace(reading, anchor=day, score=score, modifier=modifier, utc_day=utc_day)
