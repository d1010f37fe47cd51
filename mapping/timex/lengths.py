"""Readers of lengths of time, and of days told by a length: "forty years", "in recent days", "two weeks ago"."""

from datetime import date

from mapping.kinds import Granularity
from mapping.timex.grammar import NO_EVENT, Match
from mapping.timex.quarters import find_quarter
from mapping.timex.values import (
    CLOCK_UNITS,
    Reading,
    place_duration,
    read_day,
    read_quarter,
    read_unit,
    read_week,
    replace,
    shift,
    shift_days,
    write_duration,
)
from mapping.timex.years import find_direction

_COUNTED = ("NUM", "QUANTITY", "COUPLE", "DOZEN", "HALF_WORD", "FULL", "MODIFIER", "OR_SO")
_LENGTH_CUES = (
    "FOR", "IN", "WITHIN", "AFTER", "BEFORE", "MODIFIER", "THAN", "AT", "TO", "STOP", "BREAK", "COMMA", "OF", "BY",
    "WAS", "AND",
)  # fmt: skip
_BESIDE = ("BEFORE", "AFTER", "LATER", "EARLIER", "AGO")
_BARE_CUES = ("FOR", "WITHIN", "AFTER", "BEFORE", "IN", "OF", "MODIFIER", "TO")
# Units too short to be lengths of time without a count, or words for something else.
_NEVER_BARE = ("second", "night", "summer", "winter", "weekend", "quarter")
# How finely "two weeks ago" and the like tell the day.
_TOLD_AS = {"week": "day", "fortnight": "day", "night": "day", "decade": "year", "summer": "year"}
# What "the day before" and the like are worth where the day that they stand beside is not known.
_OPEN_VALUES = {"day": "XXXX-XX-XX", "week": "XXXX-WXX", "month": "XXXX-XX", "year": "XXXX"}
_NO_EVENT_BEFORE = ("STOP", "BREAK", "COMMA", "CLOSE", "QUOTE", "WAS", "WILL")


def read_count(match: Match) -> float | None:
    """How many units a match tells; None for "several" and the like."""
    if match.has("QUANTITY"):
        return None
    number = match.find("NUM")
    count = float(number) if number else 2.0 if match.has("COUPLE") else 12.0 if match.has("DOZEN") else None
    if match.has("HALF_WORD"):
        # "half a year" is a half; "a year and a half" is one more.
        return (1.0 if count is None else count) + 0.5 if match.has("AND") or count else 0.5
    return 1.0 if count is None and match.has("A", "ANOTHER", "UNIT") else count


def find_unit(match: Match) -> str | None:
    """The unit that a match counts in."""
    return match.find("UNITS", "UNIT")


def is_length(match: Match) -> bool:
    """Whether "a year" is a length of time, where the words beside it do not make it a rate."""
    return match.has(*_BESIDE) or match.follows(*_LENGTH_CUES) or match.precedes(*_BESIDE)


def read_duration(match: Match) -> Reading | None:
    """Such as "nearly forty years", "a 10-hour tour", "two and a half years", "two to three weeks" (two or more)."""
    unit, count = find_unit(match), read_count(match)
    if unit is None or _is_age(match) or (unit == "second" and count in (None, 1.0)):
        return None
    if _is_some_day(match):
        return Reading(type="DATE", value="FUTURE_REF", score=0.6)
    if match.has("A") and not match.has(*_COUNTED) and not is_length(match):
        return None
    value = _write_compound(match) or write_duration(count, unit)
    is_range = len(match.find_all("NUM")) > 1 and match.has("TO", "OR", "BETWEEN")
    modifier = match.find_modifier() or ("EQUAL_OR_MORE" if is_range else "")
    reading = Reading(type="DURATION", value=value, modifier=modifier, score=0.9)
    anchor = match.anchor
    if anchor is None or not match.precedes("AFTER") or match.find_tense() >= 0:
        return reading
    # "A few days after the vote, troops moved": at some time up to the anchor.
    return replace(reading, last=anchor, granularity=Granularity.RANGE, edtf=f"../{anchor}", anchor=anchor)


def _is_some_day(match: Match) -> bool:
    """Whether "one day" is a day to come: "they will one day meet"."""
    is_one_day = match.words.forms[match.first : match.last] == ["one", "day"]
    return is_one_day and (match.follows("WILL", "WOULD", "MODAL") or match.precedes("WILL", "WOULD", "BE"))


def _write_compound(match: Match) -> str | None:
    """The value of a length in two units, None for one in a single unit."""
    numbers = match.find_all("NUM")
    units = [word.get("UNITS") or word.get("UNIT") or "" for word in match.kinds if "UNITS" in word or "UNIT" in word]
    if len(numbers) != 2 or len(units) != 2 or units[0] == units[1]:
        return None
    large, small = (write_duration(float(number), unit) for number, unit in zip(numbers, units, strict=True))
    if large.startswith("PT"):
        return large + small.removeprefix("PT") if small.startswith("PT") else None
    return large + small.removeprefix("P")


def _is_age(match: Match) -> bool:
    """Whether "36-year-old" tells a person's age; only of things does it tell a length of time."""
    context, after = match.context, match.last
    if not match.has("OLD"):
        after += context.is_kind(after, "HYPHEN")
        if not context.is_kind(after, "OLD"):
            return False
        after += 1
    return not (context.is_kind(after, "AGED") or context.is_kind(after + 1, "AGED"))


def read_anchored_duration(match: Match) -> Reading | None:
    """Such as "the past three months", "in recent days", "the next 12 to 18 months": a length beside the anchor."""
    unit, direction = find_unit(match), 1 if find_direction(match) > 0 else -1
    has_count = match.has("NUM", "COUPLE", "DOZEN", "HALF_WORD", "UNIT")
    if unit is None or (match.has("UNIT") and not match.has("NUM", "HALF_WORD") and unit not in ("decade", "century")):
        return None
    count = read_count(match) if has_count else None
    value, modifier = write_duration(count, unit), match.find_modifier()
    if len(match.find_all("NUM")) > 1:
        value, modifier = write_duration(None, unit), "APPROX"
    reading = Reading(type="DURATION", value=value, modifier=modifier, score=0.85)
    is_told = match.has("FOLLOWING", "PREVIOUS")
    base = (match.context.last_day if is_told else None) or match.anchor
    days = place_duration(base, count, unit, direction) if base else None
    if days is None:
        return reading
    edtf = f"{days[0]}/{days[1]}" if days[0] != days[1] else f"{days[0]}"
    return replace(reading, first=days[0], last=days[1], granularity=Granularity.RANGE, edtf=edtf, anchor=base)


def read_bare_units(match: Match) -> Reading | None:
    """Such as "for weeks", "within days", "decades of": an unknown number of units."""
    unit = match.find("UNITS")
    if unit is None or unit in _NEVER_BARE or (match.has("THE") and not match.follows("FOR")):
        return None
    if not (match.has("FOR") or match.follows(*_BARE_CUES) or match.precedes("OF", *_BESIDE)):
        return None
    return Reading(type="DURATION", value=write_duration(None, unit), score=0.7)


def read_ago(match: Match) -> Reading | None:
    """Such as "two weeks ago", "three years from now": reckoned from the anchor, as finely as the unit tells."""
    unit, count, told = find_unit(match), read_count(match), find_quarter(match)
    is_ahead = match.has("FROM_NOW")
    base = match.anchor
    if match.has("EARLIER") and unit not in ("year", "quarter"):
        return read_later(match)
    if base is None or count is None or unit is None:
        return Reading(type="DATE", value="FUTURE_REF" if is_ahead else "PAST_REF", score=0.3)
    if unit == "year" and count == 1 and not is_ahead and told:
        return replace(read_quarter(told[0] - 1, told[1]), anchor=base, score=0.6, is_comparison=True)
    reading = _read_shifted(base, count if is_ahead else -count, unit)
    if reading is None:
        return None
    reading = replace(reading, modifier=match.find_modifier())
    return reading if match.has("TO_THE_DAY") else _widen(reading, count, unit)


def _widen(reading: Reading, count: float, unit: str) -> Reading:
    """Nobody counts weeks to the day: "two weeks ago" is that week, "about ten days ago" a day or two more or less."""
    if reading.first is None or reading.first != reading.last:
        return reading
    if unit in ("week", "fortnight"):
        first, last = read_week(reading.first).first, read_week(reading.first).last
        granularity = Granularity.WEEK
    elif unit == "day" and reading.modifier:
        reach = max(1, round(count / 5))
        first, last = shift_days(reading.first, -reach), shift_days(reading.first, reach)
        granularity = Granularity.RANGE
    else:
        return reading
    return replace(reading, first=first, last=last, granularity=granularity, edtf=f"{first}/{last}")


def _read_shifted(base: date, count: float, unit: str) -> Reading | None:
    moved = shift(base, count, unit)
    if moved is None:
        return None
    if unit in CLOCK_UNITS:
        return replace(read_day(moved), type="TIME", granularity=Granularity.TIME, anchor=base, score=0.6)
    reading = read_unit(moved, _TOLD_AS.get(unit, unit))
    return replace(reading, anchor=base, score=0.85) if reading else None


def read_later(match: Match) -> Reading | None:
    """Such as "three days later", "a day earlier": a length of time, placed by the day that the text spoke of last."""
    length, unit, count = read_duration(match), find_unit(match), read_count(match)
    base = match.context.last_day
    if unit == "year" and match.context.last_reading is not None:  # "in October 2002 ... Two years later"
        base = match.context.last_reading.first
    if length is None or base is None or unit is None or count is None:
        return length
    placed = _read_shifted(base, -count if match.has("EARLIER", "BEFORE") else count, unit)
    if placed is None:
        return length
    return replace(placed, type="DURATION", value=length.value, modifier=length.modifier, score=0.6)


def read_before(match: Match) -> Reading | None:
    """Such as "a day before" with no event told behind it: "the quake two days before killed ten"."""
    return read_later(match) if match.precedes(*_NO_EVENT_BEFORE) else None


def read_day_beside(match: Match) -> Reading | None:
    """Such as "the day before", "the week after", "the eve of": beside the day that the text spoke of last.

    Without such a day only what lies before publication is reckoned from the anchor; what comes after something past
    ("the day after", "the day after the vote") is some day up to it.
    """
    unit = "day" if match.has("EVE") else match.find("UNIT") or ""
    if unit not in _OPEN_VALUES:
        return None
    is_back = match.has("BEFORE", "EARLIER", "EVE")
    is_by_event = match.has("BEFORE", "AFTER", "EVE") and not match.precedes(*NO_EVENT)
    is_past = match.find_tense() < 0
    base = None if match.has("EVE") else match.context.last_day
    if base is None and not is_by_event and (is_back or not is_past):
        base = match.anchor
    placed = _read_shifted(base, -1 if is_back else 1, unit) if base else None
    if placed is not None:
        return replace(placed, score=0.5)
    reading, anchor = Reading(type="DATE", value=_OPEN_VALUES[unit], score=0.3), match.anchor
    if is_back or anchor is None or not is_past:
        return reading
    return replace(reading, last=anchor, granularity=Granularity.RANGE, edtf=f"../{anchor}", anchor=anchor)
