"""The temporal functions of CQL2 (OGC 21-065r2, table 9), told by comparisons of days."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import NamedTuple

from mapping.errors import QueryError
from mapping.querying.nodes import And, Comparator, Comparison, Constant, Json, Node, Not, Or
from mapping.querying.properties import Property

# GDAL writes a day with a "T" and no time behind it.
_DAY = re.compile(r"(\d{4}-\d\d-\d\d)T?", re.ASCII)
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?", re.ASCII)
DAY_FORMS = "a day, as in DATE('2017-10-16')"


class DaySpan(NamedTuple):
    """First and last day, both included; an open side is the first or last day of the calendar."""

    start: Property | date
    end: Property | date


def read_day(value: Json) -> date:
    """A date or a timestamp of CQL2, or a text with one. Times of day are cut off: events are known to the day.

    Raises:
        QueryError: It is none.
    """
    text: Json = value.get("date", value.get("timestamp")) if isinstance(value, dict) else value
    try:
        if day := _DAY.fullmatch(text):
            return date.fromisoformat(day[1])
        if _TIME.fullmatch(text):
            time = datetime.fromisoformat(text)
            return (time.astimezone(UTC) if time.tzinfo else time).date()
    except (TypeError, ValueError, OverflowError) as error:
        raise _make_error(value) from error
    raise _make_error(value)


def _make_error(value: Json) -> QueryError:
    return QueryError(f"the filter has {value!r} where it needs {DAY_FORMS}")


def _compare(left: Property | date, comparator: Comparator, right: Property | date) -> Node:
    if isinstance(left, Property):
        return Comparison(comparator=comparator, left=left, right=right)
    if isinstance(right, Property):
        return Comparison(comparator=comparator, left=left, right=right)
    return Constant(value=_DAYS[comparator](left, right))


_DAYS: dict[Comparator, Callable[[date, date], bool]] = {
    Comparator.EQUAL: lambda left, right: left == right,
    Comparator.LESS: lambda left, right: left < right,
    Comparator.GREATER: lambda left, right: left > right,
}


def _less(left: Property | date, right: Property | date) -> Node:
    return _compare(left, Comparator.LESS, right)


def _same(left: Property | date, right: Property | date) -> Node:
    return _compare(left, Comparator.EQUAL, right)


def _all(*parts: Node) -> Node:
    return And(parts=parts)


def _disjoint(a: DaySpan, b: DaySpan) -> Node:
    return Or(parts=(_less(a.end, b.start), _less(b.end, a.start)))


TEMPORAL_FUNCTIONS: Mapping[str, Callable[[DaySpan, DaySpan], Node]] = MappingProxyType(
    {
        "t_after": lambda a, b: _less(b.end, a.start),
        "t_before": lambda a, b: _less(a.end, b.start),
        "t_contains": lambda a, b: _all(_less(a.start, b.start), _less(b.end, a.end)),
        "t_disjoint": _disjoint,
        "t_during": lambda a, b: _all(_less(b.start, a.start), _less(a.end, b.end)),
        "t_equals": lambda a, b: _all(_same(a.start, b.start), _same(a.end, b.end)),
        "t_finishedby": lambda a, b: _all(_less(a.start, b.start), _same(a.end, b.end)),
        "t_finishes": lambda a, b: _all(_less(b.start, a.start), _same(a.end, b.end)),
        "t_intersects": lambda a, b: Not(part=_disjoint(a, b)),
        "t_meets": lambda a, b: _same(a.end, b.start),
        "t_metby": lambda a, b: _same(a.start, b.end),
        "t_overlappedby": lambda a, b: _all(_less(b.start, a.start), _less(a.start, b.end), _less(b.end, a.end)),
        "t_overlaps": lambda a, b: _all(_less(a.start, b.start), _less(b.start, a.end), _less(a.end, b.end)),
        "t_startedby": lambda a, b: _all(_same(a.start, b.start), _less(b.end, a.end)),
        "t_starts": lambda a, b: _all(_same(a.start, b.start), _less(a.end, b.end)),
    }
)


def relate_spans(name: str, left: DaySpan, right: DaySpan) -> Node:
    """What a function of `TEMPORAL_FUNCTIONS` says of two spans of days."""
    return TEMPORAL_FUNCTIONS[name](left, right)
