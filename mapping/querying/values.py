"""The values of a filter's parameters, read from text; what cannot be understood gets a message that says what can."""

import difflib
import re
from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from mapping.errors import QueryError
from mapping.model import BBox

_MAX_TEXT_CHARS = 500
_YES, _NO, _ANY = ("yes", "true", "1"), ("no", "false", "0"), ("any", "all", "")
_DAY = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T.*)?)?)?", re.DOTALL)
_COUNTRY = re.compile("[A-Z]{2}")
_ADMIN1 = re.compile(r"[A-Z]{2}\.[A-Z0-9]{1,8}")

Values = Mapping[str, Sequence[str]]


def parse_bbox(text: str) -> BBox:
    """Read "west,south,east,north" in degrees (RFC 7946 section 5); west > east crosses the antimeridian.

    Raises:
        QueryError: It is not four numbers, or one is out of its range.
    """
    parts = text.split(",")
    right = "write bbox=west,south,east,north in degrees, as in bbox=42,33,46,37"
    if len(parts) != 4:
        raise QueryError(f"bbox must be four numbers, not {text!r}: {right}")
    try:
        west, south, east, north = map(float, parts)
        return BBox(west=west, south=south, east=east, north=north)
    except ValueError as error:
        raise QueryError(f"bbox {text!r} does not fit ({error}): {right}") from error


def parse_datetime(text: str) -> tuple[date | None, date | None]:
    """Read a day, month or year, or "start/end" with ".." or nothing for an open side.

    Times of day are cut off: events are known to the day.

    Returns:
        First and last day, both included; None for an open side.

    Raises:
        QueryError: It is neither, or the interval ends before it starts.
    """
    first, slash, last = text.partition("/")
    start = _read_day(first, text)[0]
    end = _read_day(last if slash else first, text)[1]
    if start is None and end is None:
        raise QueryError(f"datetime {text!r} leaves both sides open: leave it out, or give a day")
    if start and end and start > end:
        raise QueryError(f"datetime {text!r} ends before it starts: write start/end, as in 2017-10-01/2017-10-31")
    return start, end


def _read_day(text: str, whole: str) -> tuple[date | None, date | None]:
    """First and last day of a day, month or year; twice None for an open side."""
    bare = text.strip()
    if bare in ("", ".."):
        return None, None
    match = _DAY.fullmatch(bare)
    right = "write 2017-10-16, 2017-10, 2017, or 2017-10-01/2017-10-31 with .. for an open side"
    if not match:
        raise QueryError(f"datetime {whole!r} is not understood: {right}")
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        first = date(year or 0, month or 1, day or 1)
    except ValueError as error:
        raise QueryError(f"datetime {whole!r} is no day of the calendar ({error}): {right}") from error
    if day:
        return first, first
    last_month = month or 12
    return first, date(first.year, last_month, monthrange(first.year, last_month)[1])


def read_single(name: str, values: Values) -> str:
    """The value of a parameter that may be given once; "" where it is not.

    Raises:
        QueryError: It was given more than once.
    """
    given = [value.strip() for value in values.get(name, ()) if value.strip()]
    if len(given) > 1:
        raise QueryError(f"{name} was given {len(given)} times: give it once")
    return given[0] if given else ""


def read_words(name: str, values: Values) -> tuple[str, ...]:
    """The values of a parameter that is given again for several, since commas may be part of one.

    Raises:
        QueryError: One has a NUL, which no database takes.
    """
    words = tuple(dict.fromkeys(word.strip() for word in values.get(name, ()) if word.strip()))
    for word in words:
        if "\x00" in word:
            raise QueryError(f"{name} {word!r} has a character that is none")
    return words


def read_codes(name: str, values: Values, known: Sequence[str]) -> tuple[str, ...]:
    """A list of codes, parted by commas or given one at a time.

    Raises:
        QueryError: One is not known.
    """
    codes = _split_list(values.get(name, ()))
    for code in codes:
        if code not in known:
            raise QueryError(f"{name} {code!r} is not known{suggest(code, known)}")
    return codes


def read_countries(name: str, values: Values) -> tuple[str, ...]:
    """A list of ISO 3166-1 alpha-2 codes, in any case.

    Raises:
        QueryError: One is not of two letters.
    """
    right = "must be a code of two letters (ISO 3166-1), as in IQ for Iraq"
    return _read_matching(name, values, _COUNTRY, right)


def read_admin1s(name: str, values: Values) -> tuple[str, ...]:
    """A list of first-order divisions, each a country's code, a point, and GeoNames' code of the division.

    Raises:
        QueryError: One has another form.
    """
    right = "must be a country's code, a point and GeoNames' code of the division, as in IQ.13"
    return _read_matching(name, values, _ADMIN1, right)


def _read_matching(name: str, values: Values, pattern: re.Pattern[str], right: str) -> tuple[str, ...]:
    codes = tuple(code.upper() for code in _split_list(values.get(name, ())))
    for code in codes:
        if not pattern.fullmatch(code):
            raise QueryError(f"{name} {right}; not {code!r}")
    return codes


def _split_list(values: Iterable[str]) -> tuple[str, ...]:
    parts = (part.strip() for value in values for part in value.split(","))
    return tuple(dict.fromkeys(part for part in parts if part))


def read_text(name: str, text: str) -> str:
    """Words to search for.

    Raises:
        QueryError: There are too many of them.
    """
    if len(text) > _MAX_TEXT_CHARS:
        raise QueryError(f"{name} has {len(text)} characters, more than {_MAX_TEXT_CHARS}: search for fewer words")
    return text


def read_score(name: str, text: str) -> float:
    """A number; its range is for `EventQuery` to check.

    Raises:
        QueryError: It is none.
    """
    try:
        return float(text)
    except ValueError as error:
        raise QueryError(f"{name} must be a number from 0 to 1, not {text!r}") from error


def read_limit(name: str, text: str, greatest: int | None) -> int:
    """A count from 1 up to `greatest`, or without an end.

    Raises:
        QueryError: It is none, or too large.
    """
    number = int(text) if re.fullmatch("[0-9]{1,12}", text) else 0
    if number < 1 or (greatest and number > greatest):
        upper = f" to {greatest}" if greatest else ""
        raise QueryError(f"{name} must be a whole number from 1{upper}, not {text!r}")
    return number


def read_choice(name: str, text: str, *, default: bool | None) -> bool | None:
    """Yes, no, or None for any.

    Raises:
        QueryError: It is another word.
    """
    word = text.casefold()
    if not word:
        return default
    if word in _YES or word in _NO:
        return word in _YES
    if word in _ANY:
        return None
    raise QueryError(f"{name} must be yes, no or any, not {text!r}")


def suggest(name: str, known: Sequence[str]) -> str:
    """The end of a message about an unknown name: those that look like it, else all there are."""
    close = difflib.get_close_matches(name, known, n=3, cutoff=0.5)
    return f": did you mean {' or '.join(close)}?" if close else f": there are {', '.join(known)}"
