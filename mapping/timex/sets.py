"""Readers of repeated times ("every day", "Mondays") and of vague references ("now", "in the past")."""

from mapping.timex.grammar import Match
from mapping.timex.lengths import find_unit, is_length, read_count
from mapping.timex.values import Reading, write_duration


def read_each(match: Match) -> Reading | None:
    """Such as "every day", "each July", "every two weeks", "every other Sunday"."""
    count = read_count(match) if match.has("NUM") else float(match.find("EACH") or 1)
    unit, weekday, month, season = find_unit(match), match.find("WEEKDAY"), match.find("MONTH"), match.find("SEASON")
    if unit:
        value = write_duration(count or 1.0, unit)
    elif weekday:
        value = f"XXXX-WXX-{int(weekday) + 1}"
    elif month:
        value = f"XXXX-{int(month):02}"
    elif season:
        value = f"XXXX-{season}"
    elif match.has("WEEKEND"):
        value = "XXXX-WXX-WE"
    else:
        value = f"XXXX-XX-XXT{match.find('PART')}" if match.has("PART") else "P1Y"
    return Reading(type="SET", value=value, score=0.85)


def read_frequency(match: Match) -> Reading | None:
    """Such as "daily", "annually"; a name after it or a capital letter makes it a newspaper's."""
    is_capital = match.words.text[match.words.starts[match.first]].isupper()
    if match.precedes("NAME") or (is_capital and not match.follows("STOP")):
        return None
    return Reading(type="SET", value=match.find("FREQUENCY"), score=0.8)


def read_weekdays(match: Match) -> Reading | None:
    """Such as "Mondays", "weekends"."""
    value = match.find("WEEKDAYS", "WEEKDAY") or ""
    shown = f"XXXX-WXX-{int(value) + 1}" if value.isdecimal() else "XXXX-WXX-WE" if value == "WE" else "P1D"
    return Reading(type="SET", value=shown, score=0.8)


def read_per_unit(match: Match) -> Reading | None:
    """Such as "$33 million a year", "once a week", "per day"."""
    unit = match.find("UNIT")
    if unit is None or unit == "second":
        return None
    is_rate = match.follows("NUM", "OTHER", "COUNTED", "MILLION") and not is_length(match)
    if not is_rate and not match.has("ONCE", "TIMES", "PER"):
        return None
    return Reading(type="SET", value=write_duration(1.0, unit), score=0.7)


def read_vague(match: Match) -> Reading | None:
    """Such as "now", "recently", "in the past", "the near future"."""
    if match.has("PAST_ADJ") and not match.follows("IN", "FROM", "OF"):
        return None
    return Reading(type="DATE", value=match.find("PRESENT", "FUTURE_REF") or "PAST_REF", score=0.6)
