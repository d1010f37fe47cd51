"""Readers of lengths of time, repeated times and vague references."""

from dataclasses import replace

from mapping.model import Granularity
from mapping.timex_dates import Reader
from mapping.timex_grammar import Match
from mapping.timex_relative import find_direction, read_count
from mapping.timex_values import Reading, place_duration, write_duration


def _find_unit(match: Match) -> str | None:
    return match.find("UNITS") or match.find("UNIT")


def read_duration(match: Match) -> Reading | None:
    """Such as "nearly forty years", "a 10-hour tour", "two and a half years"."""
    unit = _find_unit(match)
    if unit is None:
        return None
    if _is_age(match):
        return None
    count = read_count(match)
    if unit == "second" and (count is None or count == 1):
        return None
    is_bare = not match.has("NUM", "QUANTITY", "COUPLE", "HALF_WORD", "DOZEN", "FULL", "MODIFIER", "OR_SO")
    if is_bare and match.has("A") and not _is_length(match):
        return None
    return Reading(type="DURATION", value=write_duration(count, unit), modifier=_find_modifier(match), score=0.9)


def _is_age(match: Match) -> bool:
    """Whether "36-year-old" tells a person's age; only of things does it tell a time."""
    after = match.last
    if not match.has("OLD"):
        after += match.context.is_kind(after, "HYPHEN")
        if not match.context.is_kind(after, "OLD"):
            return False
        after += 1
    return not (match.context.is_kind(after, "AGED") or match.context.is_kind(after + 1, "AGED"))


_LENGTH_CUES = (
    "FOR", "IN", "WITHIN", "AFTER", "BEFORE", "MODIFIER", "THAN", "AT", "TO", "STOP", "BREAK", "COMMA", "OF", "BY",
    "WAS", "AND",
)  # fmt: skip


def _is_length(match: Match) -> bool:
    """Whether "a year" is a length of time, where the word before it does not make it a rate."""
    return match.context.is_kind(match.first - 1, *_LENGTH_CUES)


def _find_modifier(match: Match) -> str:
    return match.find("MODIFIER") or match.find("OR_SO") or match.find("OR_MORE") or match.find("OR_LESS") or ""


def read_count_range(match: Match) -> Reading | None:
    """Such as "two to three weeks": between the two counts, so an unknown number of units."""
    unit = _find_unit(match)
    numbers = [float(number) for number in match.find_all("NUM")]
    if unit is None or len(numbers) < 2:
        return None
    return Reading(type="DURATION", value=write_duration(numbers[1], unit), modifier="APPROX", score=0.8)


def read_anchored_duration(match: Match) -> Reading | None:
    """Such as "the past three months", "in recent days", "the next 12 to 18 months": a length beside the anchor."""
    unit = _find_unit(match)
    if unit is None:
        return None
    count = read_count(match) if match.has("NUM", "COUPLE", "DOZEN", "HALF_WORD") else None
    direction = 1 if find_direction(match) > 0 else -1
    reading = Reading(type="DURATION", value=write_duration(count, unit), modifier=_find_modifier(match), score=0.85)
    base = match.context.anchor
    if match.has("FOLLOWING", "PREVIOUS"):
        base = match.context.last_day or base
    if base is None:
        return reading
    days = place_duration(base, None if count is None else direction * count, unit)
    if count is None:
        days = place_duration(base, direction * 7.0, unit)
    if days is None:
        return reading
    edtf = f"{days[0]}/{days[1]}"
    return replace(reading, first=days[0], last=days[1], granularity=Granularity.RANGE, edtf=edtf, anchor=base)


def read_later(match: Match) -> Reading | None:
    """Such as "three days later": a length of time, placed after the day that the text spoke of last."""
    return read_duration(match)


_BARE_CUES = ("FOR", "WITHIN", "AFTER", "BEFORE", "IN", "OF", "MODIFIER", "TO")


def read_bare_units(match: Match) -> Reading | None:
    """Such as "for weeks", "within days", "decades of": an unknown number of units."""
    unit = match.find("UNITS")
    if unit is None or unit in ("night", "second", "summer", "winter", "weekend"):
        return None
    before, after = match.context.get_kinds(match.first - 1), match.context.get_kinds(match.last)
    if match.has("THE"):
        return None
    is_cued = any(cue in before for cue in _BARE_CUES) or match.has("FOR")
    if not is_cued and not any(kind in after for kind in ("OF", "BEFORE", "AFTER", "LATER", "EARLIER")):
        return None
    return Reading(type="DURATION", value=write_duration(None, unit), score=0.7)


def read_each(match: Match) -> Reading | None:
    """Such as "every day", "each July", "every two weeks", "every other Sunday"."""
    count = read_count(match) if match.has("NUM") else float(match.find("EACH") or 1)
    weekday, month, season = match.find("WEEKDAY"), match.find("MONTH"), match.find("SEASON")
    unit = _find_unit(match)
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
    """Such as "daily", "annually"; a capital letter makes it a newspaper's name."""
    if match.context.is_kind(match.last, "NAME"):
        return None
    is_capital = match.words.text[match.words.starts[match.first]].isupper()
    if is_capital and not match.context.is_kind(match.first - 1, "STOP"):
        return None
    return Reading(type="SET", value=match.find("FREQUENCY"), score=0.8)


def read_weekdays(match: Match) -> Reading | None:
    """Such as "Mondays", "weekends"."""
    value = match.find("WEEKDAYS") or match.find("WEEKDAY") or ""
    shown = f"XXXX-WXX-{int(value) + 1}" if value.isdecimal() else "XXXX-WXX-WE" if value == "WE" else "P1D"
    return Reading(type="SET", value=shown, score=0.8)


def read_per_unit(match: Match) -> Reading | None:
    """Such as "$33 million a year", "once a week", "per day"."""
    unit = match.find("UNIT")
    if unit is None or unit == "second":
        return None
    is_told = match.has("ONCE", "TIMES", "PER")
    is_rate = match.context.is_kind(match.first - 1, "NUM", "OTHER", "COUNTED", "MILLION") and not _is_length(match)
    if not is_told and not is_rate:
        return None
    return Reading(type="SET", value=write_duration(1.0, unit), score=0.7)


def read_vague(match: Match) -> Reading | None:
    """Such as "now", "recently", "in the past", "the near future"."""
    if match.has("PAST_ADJ") and not match.context.is_kind(match.first - 1, "IN", "FROM", "OF"):
        return None
    value = match.find("PRESENT") or match.find("CURRENT") or match.find("FUTURE_REF") or "PAST_REF"
    return Reading(type="DATE", value=value, score=0.6)


READERS: dict[str, Reader] = {
    "duration": read_duration,
    "count_range": read_count_range,
    "anchored_duration": read_anchored_duration,
    "later": read_later,
    "bare_units": read_bare_units,
    "each": read_each,
    "frequency": read_frequency,
    "weekdays": read_weekdays,
    "per_unit": read_per_unit,
    "vague": read_vague,
}
