"""When two tellings are one happening: the notions that hold within one document and across documents."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from functools import cache, lru_cache

from mapping.event_types import family_of
from mapping.geo import place_distance_km
from mapping.kinds import Level
from mapping.model import DateSpan, Event, Place
from mapping.resolution.candidates import is_within
from mapping.settings import find_folder
from mapping.tables import read_table

# Rules that take place or date from elsewhere in the text, so that they are weak evidence of where and when.
BORROWED_PLACES = (
    "story",
    "dateline",
    "headline",
    "earlier sentence",
    "told further on",
    "office's seat",
    "local authority",
)
# What a rule of place ends in where a noun stands for the name: "the city".
NAMED_BEFORE = ", named before"
# What a rule of place ends in where the text tells how far from the named place it was.
AT_A_DISTANCE = "at the distance told"
BORROWED_DATES = ("publication", "carried", "ahead", "further on", "elsewhere")
# Of these, those that take the day that the text tells of this very happening, only not in the sentence that is shown.
TOLD_AGAIN = frozenset({"date of the same word elsewhere", "date ahead of the headline or lead"})
# Rules that place or date a happening by words of its own clause; the others suppose that what is told around it holds.
OWN_PLACES = frozenset({"own phrase", "object", "subject"})
TOLD_PLACES = OWN_PLACES | {"clause", "caption"}
# Of these, those that take a name for where it was, and not for whom it befell: a list of such names is one of places.
SETTING_PLACES = frozenset({"own phrase", "object", "clause"})
OWN_DATES = frozenset({"date of the word", "date in the clause"})
OUTCOMES = frozenset(
    {"kill", "die", "injure", "wound", "dead", "death", "hurt", "wounded", "injury", "casualty", "lose"}
)
"""Words for what befell people, whatever befell them."""

RARE_KINDS = frozenset({"disaster", "accident"})
"""Kinds of which a place seldom sees two within days."""

BORROWED_VOTE = 0.4
"""What a place or date taken from elsewhere counts where tellings differ; one told by the sentence counts 1."""

_RULES = 1000
_FOLLOWING = frozenset({"aftershock"})


@cache
def _load_kinds(*, within: bool) -> Mapping[str, frozenset[str]]:
    kinds: dict[str, set[str]] = defaultdict(set)
    for row in read_table(find_folder("geodata") / "happening_kinds.csv"):
        if row["within"] == "yes" or not within:
            kinds[row["code"]].add(row["kind"])
    return {code: frozenset(found) for code, found in kinds.items()}


@cache
def find_kinds(code: str, *, within: bool = False) -> frozenset[str]:
    """The kinds of happening that a type is told of: a bombing is also a killing, a riot also a protest.

    Args:
        code: Of a type ("battle.clash"). Two types can be one happening where they share a kind.
        within: Whether both are told by one document, which tells the dead of a flood and of a raid apart.

    Returns:
        What `geodata/happening_kinds.csv` has for the type and its family together, never empty.
    """
    table, family = _load_kinds(within=within), family_of(code)
    return table.get(code, frozenset()) | table.get(family, frozenset()) or frozenset({family})


def is_aftershock(event: Event) -> bool:
    """Whether it is a shock that follows another, which is a happening of its own."""
    return event.trigger.lemma.lower() in _FOLLOWING


@lru_cache(maxsize=_RULES)
def is_borrowed(rule: str, marks: tuple[str, ...]) -> bool:
    """Whether a rule took its answer from elsewhere in the text; `marks` is one of this module's two lists."""
    return any(mark in rule for mark in marks)


def is_day_supposed(rule: str) -> bool:
    """Whether the text as a whole leaves it to be supposed on what day it was."""
    return rule not in TOLD_AGAIN and is_borrowed(rule, BORROWED_DATES)


def tells_place(rule: str) -> bool:
    """Whether the clause itself names the place, or has a noun that stands for it."""
    return rule.removesuffix(NAMED_BEFORE) in TOLD_PLACES


def tells_day(rule: str) -> bool:
    """Whether the clause itself names the day."""
    return rule in OWN_DATES


def holds(holder: Place, place: Place) -> bool:
    """Whether a place lies in a larger one: by their codes, or by the circle of a region that crosses borders."""
    is_part = place.place_id.partition("/")[0] == holder.place_id != place.place_id  # "northern Iraq" is "ID/northern"
    if is_part or is_within(place, holder):
        return True
    is_region = holder.level is Level.REGION and place.level not in (Level.REGION, Level.COUNTRY)
    return is_region and place_distance_km(holder, place) <= holder.radius_km


def find_days(span: DateSpan) -> tuple[date, date] | None:
    """The first and last day of a span; a side that the text leaves open counts as the other, None where both are."""
    first, last = span.start or span.end, span.end or span.start
    return (first, last) if first is not None and last is not None else None


def find_gap_days(span: DateSpan, other: DateSpan) -> int:
    """Days from the end of one span to the beginning of the other; 0 where they overlap."""
    one, two = find_days(span), find_days(other)
    if one is None or two is None:
        return 0
    return max(0, (two[0] - one[1]).days, (one[0] - two[1]).days)
