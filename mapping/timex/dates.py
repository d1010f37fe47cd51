"""Readers of days and months: by the calendar, in digits, by weekday, by words such as today."""

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from mapping.timex.clock import add_time
from mapping.timex.grammar import Match
from mapping.timex.values import LAST_YEAR, Reading, make_date, read_day, read_month, read_range, replace, shift_days
from mapping.timex.vocabulary import SHORT_FORMS, load_vocabulary
from mapping.timex.words import Words

_NUMERIC = re.compile(r"(\d{1,4})[/.-](\d{1,2})[/.-](\d{1,4})")
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
# Two-digit years up to so many years after the anchor belong to its century.
_SHORT_YEAR_AHEAD = 20
_DEFAULT_YEAR = 2000
# A day so near to the anchor is meant whatever the verb seems to say; a month so near ahead, where it says nothing.
_NEAR_DAYS = 120
_NEAR_MONTHS = 3
# The weekday of tomorrow is six days back, which nobody calls by the bare weekday unless the verb says so.
_TOMORROW = 6
_APPOINTING = frozenset({"declared", "proclaimed", "designated", "fixed", "set"})
_APPOINTED = (["a"], ["an"], ["for"])
# What is told to lie ahead, and on the nearest day of its name: from so many days back on, the next one is nearer.
_AWAITED = frozenset(
    {"vote", "votes", "election", "elections", "referendum", "ballot", "poll", "polls", "runoff", "primary", "summit"}
    | {"match", "game", "final", "race", "debate", "deadline", "inauguration", "hearing", "meeting", "talks", "opening"}
    | {"visit", "trip", "march", "ceremony", "funeral", "launch", "verdict", "strike", "session", "derby"}
)
_MIDWEEK = 3
# A day told last that lies further back takes "the 7th" into its own month.
_MONTH_DAYS = 31
_ORDINAL_ENDS = tuple(f"{digit}{end}" for digit in range(10) for end in ("st", "nd", "rd", "th"))
_MONTH_CUES = ("IN", "SINCE", "BY", "UNTIL", "FOR", "FROM", "TO", "THROUGH", "OF", "AND")
_AFTER_LISTED_DAY = (
    "STOP", "COMMA", "CLOSE", "IN", "ON", "AT", "AND", "FOR", "BREAK", "TO", "BY", "DASH", "QUOTE", "THROUGH",
)  # fmt: skip


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
    short = match.find("SHORT_YEAR") or (match.find_all("YY")[-1] if match.rule.name == "short_date" else None)
    return read_short_year(short.lstrip("'’"), match.anchor) if short else None


def read_calendar(match: Match) -> Reading | None:
    """A date by month, day, year, weekday or "today", as far as told, with its time of day where told."""
    reading = _read_date(match)
    if reading is None:
        return None
    reading = check_weekday(reading, match)
    if match.has("DEICTIC") and match.has("MONTH", "NUMERIC"):
        reading = _check_day(reading, _read_from_anchor(match, int(match.find("DEICTIC") or 0)))
    modifier = match.find_modifier()
    return add_time(replace(reading, modifier=modifier) if modifier else reading, match)


def _read_date(match: Match) -> Reading | None:
    text, numeric, month = match.find("ISO"), match.find("NUMERIC"), match.find("MONTH")
    if text:
        return _read_iso(text)
    if numeric:
        return _read_numeric(numeric, match)
    if month:
        return None if _is_name(match) else _read_month(match, int(month))
    deictic = match.find("DEICTIC") or ("0" if match.has("TONIGHT") else "-1" if match.has("LAST_NIGHT") else None)
    if deictic:
        return _read_from_anchor(match, int(deictic))
    weekday = match.find("WEEKDAY", "WEEKDAY_SHORT")
    return _read_weekday(match, int(weekday)) if weekday else None


def _is_name(match: Match) -> bool:
    """Whether a bare month is part of a name ("Jan", "June E. Awa") or a march on foot ("the March for life")."""
    form = match.words.forms[match.first]
    if match.last - match.first > 1:
        return False
    if match.precedes("NAME") and not match.follows(*_MONTH_CUES):
        return True
    if form in SHORT_FORMS:
        return match.words.text[match.words.ends[match.first] - 1] != "."
    return form == "march" and not match.follows(*_MONTH_CUES) and match.precedes("FOR", "OF", "ON")


def _read_iso(text: str) -> Reading | None:
    day = make_date(int(text[:4]), int(text[5:7]), int(text[8:10]))
    if day is None:
        return None
    return replace(read_day(day), value=text.upper(), type="TIME" if "t" in text else "DATE", score=0.99)


def _read_numeric(text: str, match: Match) -> Reading | None:
    """A date in digits, "14/09/2013": in the document's order of day and month where both are possible."""
    found = _NUMERIC.match(text)
    if found is None:
        return None
    first, second, third = found.groups()
    if len(first) == 4:
        day = make_date(int(first), int(second), int(third))
        return read_day(day) if day else None
    year = int(third) if len(third) == 4 else read_short_year(third, match.anchor)
    month_first, day_first = make_date(year, int(first), int(second)), make_date(year, int(second), int(first))
    day = (day_first or month_first) if match.context.day_first else (month_first or day_first)
    is_sure = month_first is None or day_first is None or month_first == day_first
    return read_day(day, score=0.95 if is_sure else 0.8) if day else None


def _read_from_anchor(match: Match, days: int) -> Reading | None:
    if match.anchor is None:
        return Reading(type="DATE", value="XXXX-XX-XX", score=0.3)
    day = shift_days(match.anchor, days)
    return read_day(day, anchor=match.anchor, score=0.95) if day else None


def _read_month(match: Match, month: int) -> Reading | None:
    year, number = find_year(match), match.find_beside("DAY", "MONTH")
    if number is not None and _counts_something(match):
        return None
    if number is None:
        return read_bare_month(match, month) if year is None else read_month(year, month, score=0.98)
    if year is None:
        return read_month_day(match, month, int(number))
    day = make_date(year, month, int(number))
    return read_day(day, score=0.98) if day else None


def _counts_something(match: Match) -> bool:
    """Whether an ordinal in words beside a month is no day: "in May third-quarter sales", "the first June meeting"."""
    words = match.words
    said = [i for i in range(match.first, match.last) if "DAY" in words.kinds[i] and words.forms[i].isalpha()]
    if not said:
        return False
    is_before = "MONTH" in words.kinds[said[0] + 1] if said[0] + 1 < match.last else False
    return is_before or match.precedes("HYPHEN", "UNIT")


def read_month_day(match: Match, month: int, number: int) -> Reading | None:
    """A day without a year: in the year that brings it nearest to the anchor, or fits the weekday beside it."""
    anchor = match.anchor
    if anchor is None:
        return Reading(type="DATE", value=f"XXXX-{month:02}-{number:02}", score=0.3)
    older = match.context.find_older_year(match.first) if match.find_tense() <= 0 else None
    years = (older,) if older else (anchor.year - 1, anchor.year, anchor.year + 1)
    days = [make_date(year, month, number) for year in years]
    known = [day for day in days if day is not None]
    if not known:
        return None
    weekday = match.find("WEEKDAY", "WEEKDAY_SHORT")
    fitting = [day for day in known if weekday is not None and day.weekday() == int(weekday)]
    day = min(fitting or _allow_tense(known, match, anchor), key=lambda day: abs((day - anchor).days))
    return read_day(day, anchor=anchor, score=0.9)


def _allow_tense(days: list[date], match: Match, anchor: date) -> list[date]:
    if not match.follows("ENDED") and any(abs((day - anchor).days) <= _NEAR_DAYS for day in days):
        return days
    tense = match.find_tense()
    return [day for day in days if tense * (day - anchor).days >= 0] or days


def check_weekday(reading: Reading, match: Match) -> Reading:
    """Report a weekday beside a date that falls on another one; `Reading.conflict` tells of it."""
    weekday = match.find("WEEKDAY", "WEEKDAY_SHORT")
    if weekday is None or reading.first is None or reading.first.weekday() == int(weekday):
        return reading
    told, real = _WEEKDAYS[int(weekday)], _WEEKDAYS[reading.first.weekday()]
    conflict = f"the text says {told}, but {reading.first} was a {real}"
    return replace(reading, conflict=conflict, score=reading.score - 0.2)


def _check_day(printed: Reading, reckoned: Reading | None) -> Reading:
    """Report a printed date that differs from the reckoned one beside it; the printed one is kept."""
    if reckoned is None or reckoned.first is None or printed.first is None or printed.first == reckoned.first:
        return printed
    conflict = f"the text says {printed.first}, but reckoned from {reckoned.anchor} it would be {reckoned.first}"
    return replace(printed, conflict=conflict, score=printed.score - 0.2)


def read_bare_month(match: Match, month: int) -> Reading | None:
    """A month without a year: the latest one begun, or the next one where the verb looks ahead."""
    anchor = match.anchor
    if anchor is None:
        return Reading(type="DATE", value=f"XXXX-{month:02}", score=0.3)
    tense = match.find_tense()
    past = anchor.year if month <= anchor.month else anchor.year - 1
    ahead = anchor.year if month >= anchor.month else anchor.year + 1
    is_near = (month - anchor.month) % 12 <= _NEAR_MONTHS
    is_planned = tense == 0 or match.context.tells_plan(match.first)
    year = ahead if tense > 0 or (is_near and is_planned) else past
    return read_month(year, month, anchor=anchor, score=0.75) if 1 <= year <= LAST_YEAR else None


def _read_weekday(match: Match, weekday: int) -> Reading | None:
    """A bare weekday: the last such day, today included; the next one where the verb looks ahead."""
    anchor = match.anchor
    if anchor is None:
        return Reading(type="DATE", value=f"XXXX-WXX-{weekday + 1}", score=0.3)
    back = (anchor.weekday() - weekday) % 7
    is_set = _is_appointed(match) or (_is_awaited(match) and back > _MIDWEEK)
    tense = 1 if is_set else match.find_tense()
    if match.follows("SINCE") or (tense > 0 and match.context.tells_cause(match.first)):
        tense = -1
    is_ahead = tense > 0 or (tense == 0 and back == _TOMORROW)
    day = shift_days(anchor, (7 - back) % 7 if is_ahead else -back)
    return read_day(day, anchor=anchor, score=0.8 if is_ahead else 0.9) if day else None


def _is_appointed(match: Match) -> bool:
    """Whether a day is one that something was set for: "called a march for Friday", "declared Sunday a holiday".

    What "was set Friday for" another day was set then.
    """
    before = match.words.forms[max(0, match.first - 1) : match.first]
    if before == ["for"]:
        return not match.precedes("POSSESSIVE")
    if _APPOINTING.isdisjoint(before) or match.context.is_kind(match.first - 2, "WAS", "BE", "TO_BE", "HAD_BEEN"):
        return False
    return match.words.forms[match.last : match.last + 1] in _APPOINTED


def _is_awaited(match: Match) -> bool:
    """Whether a day is that of something set for it, which was still to come: "her lead ahead of Tuesday's vote"."""
    before, behind = match.words.forms[max(0, match.first - 2) : match.first], match.words.forms[match.last :][:3]
    is_ahead = before[-1:] == ["before"] or before == ["ahead", "of"]
    return is_ahead and match.precedes("POSSESSIVE") and not _AWAITED.isdisjoint(behind)


def read_relative_weekday(match: Match) -> Reading | None:
    """Such as "last Friday", "next Monday morning", "Friday of last week", "last Friday (14 October 2011)"."""
    weekday = int(match.find("WEEKDAY") or 0)
    if match.has("FOLLOWING") and not match.has("THE"):
        return None  # "taken to hospital following Friday's shooting" means after it
    reckoned = _reckon_weekday(match, weekday)
    if reckoned is not None and match.has("MONTH"):
        printed = _read_month(match, int(match.find("MONTH") or 1))
        return _check_day(check_weekday(printed, match), reckoned) if printed else None
    if reckoned is None:
        return Reading(type="DATE", value=f"XXXX-WXX-{weekday + 1}", score=0.3) if match.anchor is None else None
    return add_time(replace(reckoned, modifier=match.find_modifier()), match)


def _reckon_weekday(match: Match, weekday: int) -> Reading | None:
    anchor, unit = match.anchor, match.find("UNIT")
    if anchor is None or unit not in (None, "week"):
        return None
    back = (anchor.weekday() - weekday) % 7
    if unit == "week":
        days = (-7 if match.has("LAST") else 7 if match.has("NEXT") else 0) + weekday - anchor.weekday()
    elif match.has("LAST", "PREVIOUS", "PAST_ADJ"):
        days = -(back or 7)
    elif match.has("NEXT", "COMING", "FOLLOWING"):
        days = 7 - back
    elif match.has("SAME", "THAT") and match.context.last_day is not None:
        days = (match.context.last_day - anchor).days
    else:
        days = (7 - back) % 7 if match.find_tense() >= 0 else -back
    day = shift_days(anchor, days)
    return read_day(day, anchor=anchor, score=0.85) if day else None


def read_day_range(match: Match) -> Reading | None:
    """Such as "Oct. 13-16", "13-16 October 2017"."""
    months = [int(month) for month in match.find_all("MONTH")]
    days = [int(day) for day in match.find_all("DAY")]
    year, anchor = find_year(match), None
    if year is None:
        first = read_month_day(match, months[0], days[0])
        if first is None or first.first is None:
            return first
        year, anchor = first.first.year, match.anchor
    start, end = make_date(year, months[0], days[0]), make_date(year, months[-1], days[1])
    return replace(read_range(start, end), anchor=anchor) if start and end and start <= end else None


def read_listed_day(match: Match) -> Reading | None:
    """The second day of "April 24 and 25", "March 3 to 5"."""
    context = match.context
    day = context.last_day
    is_listed = context.is_kind(match.first - 3, "MONTH") and context.is_kind(match.first - 2, "DAY")
    if day is None or not is_listed or not match.follows("AND", "TO", "OR", "THROUGH"):
        return None
    if not match.precedes(*_AFTER_LISTED_DAY):
        return None
    listed = make_date(day.year, day.month, int(match.find("DAY") or 0))
    return read_day(listed, anchor=match.anchor, score=0.8) if listed and listed > day else None


def read_day_of_month(match: Match) -> Reading | None:
    """Such as "on the 7th", "from the 20th": the day of the month that the text speaks of, or of the anchor's.

    By its verb it lies before the anchor or ahead; an older month holds where the text last told a day of it.
    """
    anchor, told, number = match.anchor, match.context.last_day, int(match.find("DAY") or 0)
    is_numbered = match.words.forms[match.last - 1].endswith(_ORDINAL_ENDS)
    if anchor is None or not is_numbered or not match.precedes(*_AFTER_LISTED_DAY):
        return None
    base = told if told and (anchor - told).days > _MONTH_DAYS else anchor
    months = [base.year * 12 + base.month - 1 + step for step in (-1, 0, 1)]
    days = [day for month in months if (day := make_date(month // 12, month % 12 + 1, number)) is not None]
    tense = match.find_tense()
    fitting = [day for day in days if base is not anchor or tense * (day - anchor).days >= 0]
    day = min(fitting or days, key=lambda day: abs((day - base).days))
    return read_day(day, anchor=anchor, score=0.8)


def guess_day_first(blocks: Iterable[Words], anchor: date | None) -> bool:
    """The order of day and month in a text's dates in digits, told by those that allow one order only.

    Where all allow both, the order that makes one of them the anchor decides, then whether the text writes "4 May" or
    "May 4"; without any sign the month comes first.
    """
    has_numeric, votes, orders = False, 0, 0
    day_first, month_first, numeric = _load_orders()
    for words in blocks:
        found = [words.kinds[match.start()]["NUMERIC"] for match in numeric.finditer(words.codes)]
        has_numeric = has_numeric or bool(found)
        votes += sum(_vote_day_first(text, anchor) for text in found)
        orders += len(day_first.findall(words.codes)) - len(month_first.findall(words.codes))
    return has_numeric and (votes or orders) > 0


@lru_cache(maxsize=1)
def _load_orders() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """A day before a month, one behind it, and a date in digits, as patterns over `Words.codes`."""
    days, months, numeric = (load_vocabulary().find_codes(kind) for kind in ("DAY", "MONTH", "NUMERIC"))
    return re.compile(f"[{days}](?=[{months}])"), re.compile(f"[{months}](?=[{days}])"), re.compile(f"[{numeric}]")


def _vote_day_first(text: str, anchor: date | None) -> int:
    found = _NUMERIC.match(text)
    if found is None or len(found.group(1)) > 2:
        return 0
    first, second = int(found.group(1)), int(found.group(2))
    if first > 12 or second > 12:
        return 1 if first > 12 else -1
    if anchor is None or first == second:
        return 0
    pair = (anchor.day, anchor.month)
    return ((first, second) == pair) - ((second, first) == pair)
