"""One filter for events: the same value behind the page, the exports, the API and the command line."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from mapping.cql import parse_cql2
from mapping.errors import QueryError
from mapping.event_types import load_event_types
from mapping.kinds import Granularity, Level, Modality, Review
from mapping.model import BBox
from mapping.querying.nodes import Node
from mapping.querying.terms import split_terms
from mapping.querying.values import (
    Values,
    parse_bbox,
    parse_datetime,
    read_admin1s,
    read_choice,
    read_codes,
    read_countries,
    read_limit,
    read_score,
    read_single,
    read_text,
    read_words,
    suggest,
)

MAX_LIMIT = 10_000
PARAMETERS = (
    *("bbox", "datetime", "family", "type", "country", "admin1", "source", "story", "modality", "level"),
    *("granularity", "review", "q", "filter", "filter-lang", "min_score", "placed", "dated", "limit"),
)
_ANY_REVIEW = "any"


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
        admin1s: First-order divisions, any of them: "IQ.13", a country's code and GeoNames' code of the division.
        sources: Outlets as documents name them, any of them.
        stories: Ids of stories, any of them.
        modalities: Whether it happened, was planned, denied or claimed: any of these.
        levels: How finely it is placed: any of these.
        granularities: How finely it is dated: any of these.
        reviews: What a person has said of it: any of these; () for all but rejected events.
        text: Words, all of which stand in the sentence or the place's names; "in quotes" one after another; what has
            a minus in front stands in neither.
        filter: An expression that is true of the event; None asks nothing.
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
    admin1s: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    stories: tuple[str, ...] = ()
    modalities: tuple[Modality, ...] = ()
    levels: tuple[Level, ...] = ()
    granularities: tuple[Granularity, ...] = ()
    reviews: tuple[Review, ...] = ()
    text: str = ""
    filter: Node | None = None
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
            side), `family`, `type`, `country`, `admin1`, `modality`, `level`, `granularity`, `review` (each a list with
            commas, or given more than once; review also "any"), `source` and `story` (given more than once for
            several), `q`, `filter` (CQL2) with `filter-lang` (cql2-text or cql2-json; found out without it),
            `min_score`, `placed` and `dated` (yes, no or any), `limit`. Empty values ask nothing.
        others: Names that the caller reads by itself; every other name that is not in the list above is refused.
        max_limit: Greatest `limit` that is granted; None for any.

    Raises:
        QueryError: A parameter is unknown or has no usable value; the message says what is right.
    """
    values = {name: (value,) if isinstance(value, str) else tuple(value) for name, value in args.items()}
    for name in values:
        if name not in PARAMETERS and name not in others:
            raise QueryError(f"there is no parameter {name!r}{suggest(name, PARAMETERS)}")
    box, days, text, score, limit = (
        read_single(name, values) for name in ("bbox", "datetime", "q", "min_score", "limit")
    )
    expression, language = read_single("filter", values), read_single("filter-lang", values)
    start, end = parse_datetime(days) if days else (None, None)
    kinds = load_event_types()
    return EventQuery(
        bbox=parse_bbox(box) if box else None,
        start=start,
        end=end,
        families=read_codes("family", values, list(kinds.families)),
        types=read_codes("type", values, list(kinds.types)),
        countries=read_countries("country", values),
        admin1s=read_admin1s("admin1", values),
        sources=read_words("source", values),
        stories=read_words("story", values),
        modalities=tuple(map(Modality, read_codes("modality", values, list(Modality)))),
        levels=tuple(map(Level, read_codes("level", values, list(Level)))),
        granularities=tuple(map(Granularity, read_codes("granularity", values, list(Granularity)))),
        reviews=_read_reviews(values),
        text=read_text("q", text),
        filter=parse_cql2(expression, language) if expression else None,
        min_score=read_score("min_score", score) if score else 0.0,
        placed=read_choice("placed", read_single("placed", values), default=True),
        dated=read_choice("dated", read_single("dated", values), default=None),
        limit=read_limit("limit", limit, max_limit) if limit else None,
    )


def _read_reviews(values: Values) -> tuple[Review, ...]:
    codes = read_codes("review", values, [*Review, _ANY_REVIEW])
    return tuple(Review) if _ANY_REVIEW in codes else tuple(map(Review, codes))
