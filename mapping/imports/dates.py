"""The forms in which tables write days, and the intervals that they make; no form is narrower than what it says.

Which of 03/04/2024's numbers is the day is decided for a whole column, never for one cell.
"""

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from mapping.extents import MONTHS
from mapping.imports.values import RowError
from mapping.kinds import Granularity
from mapping.model import DateSpan

FIRST_YEAR = 1800
_MONTH_WORD = rf"(?P<word>{'|'.join(MONTHS)})[a-z]*\.?"
_TIME = r"(?:[T ,]+\d{1,2}:\d\d(?::\d\d(?:[.,]\d+)?)?\s*(?:[AaPp][Mm])?\s*(?:Z|UTC|GMT|[+-]\d\d:?\d\d)?)?"
_YEAR_FIRST = re.compile(rf"(?P<year>\d{{4}})(?:[-/.](?P<month>\d{{1,2}})(?:[-/.](?P<day>\d{{1,2}}){_TIME})?)?")
_COMPACT = re.compile(r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)(?:\d{6})?")
_DAY_WORD = re.compile(
    rf"(?:[a-z]{{3,9}},? )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[ \-./]*{_MONTH_WORD},?[ \-./]*"
    rf"(?P<year>\d{{4}}|\d\d){_TIME}",
    re.IGNORECASE,
)
_WORD_DAY = re.compile(
    rf"(?:[a-z]{{3,9}},? )?{_MONTH_WORD} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year>\d{{4}}){_TIME}", re.IGNORECASE
)
_WORD_YEAR = re.compile(rf"{_MONTH_WORD}[ \-,]+(?P<year>\d{{4}})", re.IGNORECASE)
_NUMBERS = re.compile(rf"(?P<one>\d{{1,2}})[/.\-](?P<two>\d{{1,2}})[/.\-](?P<year>\d{{4}}|\d\d){_TIME}")
_SERIAL = re.compile(r"(?P<days>[1-9]\d{4})(?:[.,]\d+)?")
_EPOCH = re.compile(r"-?\d{9,14}(?:\.\d+)?")
_MILLISECONDS = 1e11  # greater numbers of an epoch are milliseconds: as seconds they would lie after the year 5138


@dataclass(frozen=True, kw_only=True, slots=True)
class DateForm:
    """How a column writes its days.

    `day_first` is None where no cell needs it. `serials`: five digits count days, as Excel does. `is_settled` is
    False where the cells leave open which number is the day; `example` is such a cell, `note` what was found.
    """

    day_first: bool | None = None
    serials: bool = False
    is_settled: bool = True
    example: str = ""
    note: str = ""


def find_date_form(cells: Iterable[str], *, day_first: bool | None = None) -> DateForm:
    """Decide for a whole column how its days are written.

    Args:
        cells: All cells; empty ones count for nothing.
        day_first: What the person says; None lets the cells decide: one day above 12 settles it.
    """
    seen: dict[str, str] = {}
    numbers = dated = filled = 0
    for cell in cells:
        text = cell.strip()
        if not text:
            continue
        filled += 1
        if _SERIAL.fullmatch(text):
            numbers += 1
        dated += any(form.fullmatch(text) for form in (_NUMBERS, _YEAR_FIRST, _DAY_WORD, _WORD_DAY))
        match = _NUMBERS.fullmatch(text)
        if match:
            one, two = int(match["one"]), int(match["two"])
            kind = "day" if one > 12 else "month" if two > 12 else "same" if one == two else "open"
            seen.setdefault(kind, text)
    # Among days five digits can be nothing else; a column of numbers alone has to be mostly such.
    serials = bool(numbers) and (numbers * 2 > filled or numbers + dated == filled)
    if day_first is not None:
        return DateForm(day_first=day_first, serials=serials, note="as asked for")
    if "day" in seen and "month" in seen:
        example = f"{seen['day']} beside {seen['month']}"
        return DateForm(is_settled=False, serials=serials, example=example, note="both orders occur")
    if "day" in seen or "month" in seen:
        decided = "day" in seen
        note = f"{'day' if decided else 'month'} first, as {seen['day' if decided else 'month']} shows"
        return DateForm(day_first=decided, serials=serials, note=note)
    if "open" in seen:
        return DateForm(is_settled=False, serials=serials, example=seen["open"], note="either order fits every cell")
    return DateForm(serials=serials, note="numbers of days, as Excel counts them" if serials else "")


def read_date(text: str, form: DateForm, *, latest: date) -> DateSpan:
    """Read one cell.

    Args:
        text: ISO 8601 in full or in part, an interval with a stroke, 20240301, "1 March 2024", "1-Mar-24", "March
            2024", numbers in the column's order, seconds or milliseconds since 1970 (UTC), or days as Excel counts.
        form: How the column writes its days.
        latest: The day that the file was written; later years than the next are refused, and years of two digits are
            those up to it.

    Raises:
        RowError: It is no day, or one before 1800 or after next year.
    """
    bare = " ".join(text.split())
    first, stroke, last = bare.partition("/")
    if stroke and _YEAR_FIRST.fullmatch(first) and _YEAR_FIRST.fullmatch(last):
        return join_spans(read_date(first, form, latest=latest), read_date(last, form, latest=latest))
    span = _read_words(bare, latest) or _read_numbers(bare, form, latest)
    if span is None:
        raise RowError("the date is not understood", text)
    return check_span(span, latest=latest)


def try_date(text: str, form: DateForm, *, latest: date) -> tuple[DateSpan | None, str]:
    """As `read_date`; where the cell is no day, None and why, since a row without a day is a row all the same."""
    if not text:
        return None, "the row gives no date"
    try:
        return read_date(text, form, latest=latest), ""
    except RowError as error:
        return None, error.reason


def check_span(span: DateSpan, *, latest: date) -> DateSpan:
    """Refuse days outside 1800 to the year after the file was written.

    Raises:
        RowError: The span starts or ends outside.
    """
    for day in (span.start, span.end):
        if day is not None and not FIRST_YEAR <= day.year <= latest.year + 1:
            raise RowError(f"the date lies outside {FIRST_YEAR} to {latest.year + 1}", day.isoformat())
    return span


def make_day(year: int, month: int, day: int) -> DateSpan:
    """One day; ValueError where the calendar has none."""
    found = date(year, month, day)
    return DateSpan(start=found, end=found, granularity=Granularity.DAY)


def make_month(year: int, month: int) -> DateSpan:
    """All days of a month."""
    last = monthrange(year, month)[1]
    return DateSpan(start=date(year, month, 1), end=date(year, month, last), granularity=Granularity.MONTH)


def make_year(year: int) -> DateSpan:
    """All days of a year."""
    return DateSpan(start=date(year, 1, 1), end=date(year, 12, 31), granularity=Granularity.YEAR)


def make_span(year: int, month: int, day: int) -> DateSpan:
    """The day, the month where the day is 0, or the year where the month is 0.

    Raises:
        RowError: The calendar has no such day.
    """
    try:
        if not month:
            return make_year(year)
        return make_day(year, month, day) if day else make_month(year, month)
    except ValueError as error:
        raise RowError("the date is no day of the calendar", f"{year}-{month}-{day}") from error


def read_month(text: str) -> int:
    """The number of a month in a cell of its own ("3", "03", "March", "Mar."); 0 where it is none or unknown."""
    bare = text.strip().removesuffix(".0")
    if bare.isdecimal():
        return int(bare)
    word = bare[:3].casefold()
    return MONTHS.index(word) + 1 if word in MONTHS and bare.rstrip(".").isalpha() else 0


_COARSEST = (Granularity.YEAR, Granularity.MONTH, Granularity.WEEK)


def join_spans(first: DateSpan, last: DateSpan) -> DateSpan:
    """From the start of one to the end of the other, as coarse as the coarser of them; turned round if need be."""
    starts = [day for day in (first.start, last.start) if day]
    ends = [day for day in (first.end, last.end) if day]
    start, end = min(starts), max(ends)
    coarse = next((kind for kind in _COARSEST if kind in (first.granularity, last.granularity)), None)
    if coarse is None:
        coarse = Granularity.DAY if start == end else Granularity.RANGE
    return DateSpan(start=start, end=end, granularity=coarse)


def widen(span: DateSpan, granularity: Granularity) -> DateSpan:
    """The whole weeks (Monday to Sunday), months or years that a span touches, marked as that coarse."""
    start, end = span.start or span.end, span.end or span.start
    if start is None or end is None:
        return span
    if granularity is Granularity.WEEK:
        start -= timedelta(days=start.weekday())
        end += timedelta(days=6 - end.weekday())
    elif granularity is Granularity.MONTH:
        start, end = start.replace(day=1), end.replace(day=monthrange(end.year, end.month)[1])
    elif granularity is Granularity.YEAR:
        start, end = date(start.year, 1, 1), date(end.year, 12, 31)
    return DateSpan(start=start, end=end, granularity=granularity)


def write_edtf(span: DateSpan) -> str:
    """The EDTF level 1 string of a span: a year, a month, a day, or an interval.

    Source: Extended Date/Time Format, Library of Congress, 2019.
    """
    start, end = span.start, span.end
    if start is None or end is None:
        return f"{start.isoformat() if start else '..'}/{end.isoformat() if end else '..'}"
    if start == end:
        return start.isoformat()
    if (start.month, start.day) == (1, 1) and end == date(start.year, 12, 31):
        return f"{start.year:04d}"
    if start.day == 1 and end == start.replace(day=monthrange(start.year, start.month)[1]):
        return f"{start.year:04d}-{start.month:02d}"
    return f"{start.isoformat()}/{end.isoformat()}"


def _read_words(text: str, latest: date) -> DateSpan | None:
    """Forms that mean the same in every column."""
    for pattern in (_COMPACT, _YEAR_FIRST, _DAY_WORD, _WORD_DAY, _WORD_YEAR):
        match = pattern.fullmatch(text)
        if match:
            parts = match.groupdict()
            word = parts.get("word")
            month = MONTHS.index(word[:3].lower()) + 1 if word else int(parts.get("month") or 0)
            return make_span(_read_year(parts["year"], latest), month, int(parts.get("day") or 0))
    return None


def _read_numbers(text: str, form: DateForm, latest: date) -> DateSpan | None:
    match = _NUMBERS.fullmatch(text)
    if match:
        one, two = int(match["one"]), int(match["two"])
        if form.day_first is None and one != two:
            raise RowError("day and month cannot be told apart", text)
        day, month = (one, two) if form.day_first else (two, one)
        return make_span(_read_year(match["year"], latest), month, day)
    if form.serials and (match := _SERIAL.fullmatch(text)):
        return _read_serial(int(match["days"]))
    if _EPOCH.fullmatch(text):
        return _read_epoch(float(text))
    return None


def _read_serial(days: int) -> DateSpan:
    """Excel's count: 1 is 1 January 1900, and 60 the 29 February that 1900 did not have."""
    found = date(1899, 12, 30) + timedelta(days=days)
    return DateSpan(start=found, end=found, granularity=Granularity.DAY)


def _read_epoch(number: float) -> DateSpan:
    seconds = number / 1000 if abs(number) >= _MILLISECONDS else number
    found = (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)).date()
    return DateSpan(start=found, end=found, granularity=Granularity.DAY)


def _read_year(text: str, latest: date) -> int:
    """A year of two digits is the last such year that is not after next year."""
    year = int(text)
    if len(text) > 2:
        return year
    century = latest.year // 100 * 100
    return century + year if century + year <= latest.year + 1 else century - 100 + year
