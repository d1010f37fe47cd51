"""One filter for events: the same value behind the page, the exports, the API and the command line."""

import difflib
import re
from calendar import monthrange
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from mapping.errors import QueryError
from mapping.event_types import load_event_types
from mapping.kinds import Modality
from mapping.model import BBox

MAX_LIMIT = 10_000
_MAX_TEXT_CHARS = 500
_PARAMETERS = (
    *("bbox", "datetime", "family", "type", "country", "source", "modality"),
    *("q", "min_score", "placed", "dated", "limit"),
)
_YES, _NO, _ANY = ("yes", "true", "1"), ("no", "false", "0"), ("any", "all", "")
_TERM = re.compile(r'"([^"]+)"|([^\s"]+)')
_WORD = re.compile(r"[^\W_]")
_DAY = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T.*)?)?)?", re.DOTALL)


@dataclass(frozen=True, kw_only=True, slots=True)
class EventQuery:
    """Which events are wanted: those that fit every part that is set; an empty part asks nothing.

    Attributes:
        bbox: The event's point lies in it, edges included.
        start: First day wanted; the event ends on it or later. None leaves the side open.
        end: Last day wanted; the event starts on it or earlier. None leaves the side open.
        families: Codes of event families, any of them.
        types: Codes of event types, any of them.
        countries: ISO 3166-1 alpha-2 codes, any of them.
        sources: Outlets as documents name them, any of them.
        modalities: Whether it happened, was planned, denied or claimed: any of these.
        text: Words, all of which stand in the sentence or the place's names; "in quotes" one after another.
        min_score: Least score, 0..1.
        placed: True for events with a place, False for those without, None for both.
        dated: True for events with a date, False for those without, None for both.
        limit: Most events wanted; None for all.
    """

    bbox: BBox | None = None
    start: date | None = None
    end: date | None = None
    families: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    modalities: tuple[Modality, ...] = ()
    text: str = ""
    min_score: float = 0.0
    placed: bool | None = True
    dated: bool | None = None
    limit: int | None = None

    def __post_init__(self) -> None:
        if self.start and self.end and self.start > self.end:
            raise QueryError(f"the interval ends before it starts: {self.start}/{self.end}; write start/end")
        if self.text and not split_terms(self.text):
            raise QueryError(f"q has no word to search for: {self.text!r}")
        if not 0.0 <= self.min_score <= 1.0:
            raise QueryError(f"min_score must be a number from 0 to 1, not {self.min_score!r}")
        if self.limit is not None and self.limit < 1:
            raise QueryError(f"limit must be a whole number from 1, not {self.limit!r}")


def parse_query(
    args: Mapping[str, str | Sequence[str]], *, others: Collection[str] = (), max_limit: int | None = MAX_LIMIT
) -> EventQuery:
    """Read a filter out of the parameters of a request or the options of a command.

    Args:
        args: `bbox` (west,south,east,north), `datetime` (a day, month or year, or start/end with ".." for an open
            side), `family`, `type`, `country`, `modality` (each a list with commas, or given more than once), `source`
            (given more than once for several), `q`, `min_score`, `placed` and `dated` (yes, no or any), `limit`.
            Empty values ask nothing.
        others: Names that the caller reads by itself; every other name that is not in the list above is refused.
        max_limit: Greatest `limit` that is granted; None for any.

    Raises:
        QueryError: A parameter is unknown or has no usable value; the message says what is right.
    """
    values = {name: (value,) if isinstance(value, str) else tuple(value) for name, value in args.items()}
    for name in values:
        if name not in _PARAMETERS and name not in others:
            raise QueryError(f"there is no parameter {name!r}{_suggest(name, _PARAMETERS)}")
    singles = {name: _read_single(name, values.get(name, ())) for name in _PARAMETERS}
    start, end = parse_datetime(singles["datetime"]) if singles["datetime"] else (None, None)
    kinds = load_event_types()
    return EventQuery(
        bbox=parse_bbox(singles["bbox"]) if singles["bbox"] else None,
        start=start,
        end=end,
        families=_read_codes("family", values, list(kinds.families)),
        types=_read_codes("type", values, list(kinds.types)),
        countries=_read_countries(values),
        sources=tuple(dict.fromkeys(source.strip() for source in values.get("source", ()) if source.strip())),
        modalities=tuple(Modality(code) for code in _read_codes("modality", values, list(Modality))),
        text=_read_text(singles["q"]),
        min_score=_read_number("min_score", singles["min_score"]) if singles["min_score"] else 0.0,
        placed=_read_choice("placed", singles["placed"], default=True),
        dated=_read_choice("dated", singles["dated"], default=None),
        limit=_read_limit(singles["limit"], max_limit) if singles["limit"] else None,
    )


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


def split_terms(text: str) -> tuple[str, ...]:
    """The terms of a text search: single words, and phrases that stood in double quotes."""
    terms = (phrase or word for phrase, word in _TERM.findall(text.replace("\x00", " ")))
    return tuple(term.strip() for term in terms if _WORD.search(term))


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


def _read_single(name: str, values: Sequence[str]) -> str:
    given = [value.strip() for value in values if value.strip()]
    if len(given) > 1 and name in ("bbox", "datetime", "q", "min_score", "placed", "dated", "limit"):
        raise QueryError(f"{name} was given {len(given)} times: give it once")
    return given[0] if given else ""


def _read_codes(name: str, values: Mapping[str, Sequence[str]], known: Sequence[str]) -> tuple[str, ...]:
    codes = _split_list(values.get(name, ()))
    for code in codes:
        if code not in known:
            raise QueryError(f"{name} {code!r} is not known{_suggest(code, known)}")
    return codes


def _read_countries(values: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    codes = tuple(code.upper() for code in _split_list(values.get("country", ())))
    for code in codes:
        if not re.fullmatch("[A-Z]{2}", code):
            raise QueryError(f"country must be a code of two letters (ISO 3166-1), as in IQ for Iraq; not {code!r}")
    return codes


def _split_list(values: Iterable[str]) -> tuple[str, ...]:
    parts = (part.strip() for value in values for part in value.split(","))
    return tuple(dict.fromkeys(part for part in parts if part))


def _read_text(text: str) -> str:
    if len(text) > _MAX_TEXT_CHARS:
        raise QueryError(f"q has {len(text)} characters, more than {_MAX_TEXT_CHARS}: search for fewer words")
    return text


def _read_number(name: str, text: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise QueryError(f"{name} must be a number from 0 to 1, not {text!r}") from error


def _read_limit(text: str, max_limit: int | None) -> int:
    number = int(text) if re.fullmatch("[0-9]{1,12}", text) else 0
    if number < 1 or (max_limit and number > max_limit):
        raise QueryError(f"limit must be a whole number from 1{f' to {max_limit}' if max_limit else ''}, not {text!r}")
    return number


def _read_choice(name: str, text: str, *, default: bool | None) -> bool | None:
    word = text.casefold()
    if not word:
        return default
    if word in _YES or word in _NO:
        return word in _YES
    if word in _ANY:
        return None
    raise QueryError(f"{name} must be yes, no or any, not {text!r}")


def _suggest(name: str, known: Sequence[str]) -> str:
    close = difflib.get_close_matches(name, known, n=3, cutoff=0.5)
    return f": did you mean {' or '.join(close)}?" if close else f": there are {', '.join(known)}"
