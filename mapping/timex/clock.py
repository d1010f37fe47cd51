"""Readers of times of day: clock times, and words such as morning, noon, overnight."""

import re
from datetime import date
from itertools import pairwise, takewhile

from mapping.kinds import Granularity
from mapping.timex.grammar import Match
from mapping.timex.values import Reading, read_day, replace, shift_days

_CLOCK = re.compile(r"(\d{1,2})[:.](\d\d)")
_CLOCK_KINDS = ("CLOCK", "DOT_CLOCK", "AMPM", "OCLOCK", "NOON", "HHMM")
# Digits like 2:56 are a time of day only with one of these in the match, or one of the words before it.
_CLOCK_SIGNS = ("AMPM", "OCLOCK", "ZONE", "HOURS", "NOON", "PART")
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
    return f"{hour:02}:{minute:02}{_find_zone(match)}"


def _find_zone(match: Match) -> str:
    """Z where the time is told in universal time; the zone of a second time in brackets is not the first one's."""
    before_bracket = takewhile(lambda word: "OPEN" not in word, match.kinds)
    return "Z" if any(word.get("ZONE") == "Z" for word in before_bracket) else ""


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
    return replace(reading, type="TIME", value=f"{reading.first}T{time}", granularity=Granularity.TIME)


def read_clock_time(match: Match) -> Reading | None:
    """A clock time alone: on the day last spoken of, else the anchor's."""
    clock = read_clock(match)
    if clock is None or not (match.has(*_CLOCK_SIGNS) or match.follows(*_CLOCK_CUES)):
        return None
    day = match.anchor if match.has("THIS") else match.context.last_day or match.anchor
    return _place_time(clock, day, match, 0.7)


def read_part_of_day(match: Match) -> Reading | None:
    """Such as "this morning", "that night", "the next morning", "overnight"."""
    part = match.find("PART", "OVERNIGHT") or ""
    if match.has("THE") and match.precedes("OF", "THE", "OTHER", "NAME", "HYPHEN", "BEFORE", "AFTER"):
        return None
    days = 1 if match.has("FOLLOWING", "NEXT") else -1 if match.has("PREVIOUS") else 0
    day = match.anchor if match.has("THIS") else match.context.last_day or match.anchor
    moved = shift_days(day, days) if day else None
    clock = read_clock(match) if match.has(*_CLOCK_KINDS) else None
    return _place_time(clock or part, moved, match, 0.85 if match.has("THIS") else 0.65)


def _place_time(time: str, day: date | None, match: Match, score: float) -> Reading:
    modifier = match.find_modifier()
    if day is None:
        return Reading(type="TIME", value=f"XXXX-XX-XXT{time}", score=0.3, modifier=modifier)
    reading = replace(read_day(day), type="TIME", value=f"{day}T{time}", granularity=Granularity.TIME)
    return replace(reading, anchor=day, score=score, modifier=modifier)
