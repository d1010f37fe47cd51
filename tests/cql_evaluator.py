"""What a CQL2 filter says of an event, told a second time: straight from the JSON, with three truth values."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import shapely

from mapping.querying.nodes import Json

Truth = bool | None
Row = Mapping[str, Any]

_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda a, b: a == b,
    "<>": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}
# Of whole intervals (first, last) and of days, as (day, day).
_COMPARE_DAYS: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda a, b: a == b,
    "<>": lambda a, b: a != b,
    "<": lambda a, b: a[1] < b[0],
    "<=": lambda a, b: a[1] <= b[0],
    ">": lambda a, b: a[0] > b[0],
    ">=": lambda a, b: a[0] >= b[0],
}


def _less(a: date | None, b: date | None) -> Truth:
    return None if a is None or b is None else a < b


def _same(a: date | None, b: date | None) -> Truth:
    return None if a is None or b is None else a == b


def _not(truth: Truth) -> Truth:
    return None if truth is None else not truth


def _join(truths: Sequence[Truth], decided: bool) -> Truth:
    """Any of them for True, all of them for False: one that decides is enough, whatever the others are."""
    return decided if decided in truths else None if None in truths else not decided


def _all(*truths: Truth) -> Truth:
    return _join(truths, False)


def _any(*truths: Truth) -> Truth:
    return _join(truths, True)


_TEMPORAL: dict[str, Callable[[Any, Any], Truth]] = {
    "t_after": lambda a, b: _less(b[1], a[0]),
    "t_before": lambda a, b: _less(a[1], b[0]),
    "t_contains": lambda a, b: _all(_less(a[0], b[0]), _less(b[1], a[1])),
    "t_disjoint": lambda a, b: _any(_less(a[1], b[0]), _less(b[1], a[0])),
    "t_during": lambda a, b: _all(_less(b[0], a[0]), _less(a[1], b[1])),
    "t_equals": lambda a, b: _all(_same(a[0], b[0]), _same(a[1], b[1])),
    "t_finishedby": lambda a, b: _all(_less(a[0], b[0]), _same(a[1], b[1])),
    "t_finishes": lambda a, b: _all(_less(b[0], a[0]), _same(a[1], b[1])),
    "t_intersects": lambda a, b: _all(_not(_less(b[1], a[0])), _not(_less(a[1], b[0]))),
    "t_meets": lambda a, b: _same(a[1], b[0]),
    "t_metby": lambda a, b: _same(a[0], b[1]),
    "t_overlappedby": lambda a, b: _all(_less(b[0], a[0]), _less(a[0], b[1]), _less(b[1], a[1])),
    "t_overlaps": lambda a, b: _all(_less(a[0], b[0]), _less(b[0], a[1]), _less(a[1], b[1])),
    "t_startedby": lambda a, b: _all(_same(a[0], b[0]), _less(b[1], a[1])),
    "t_starts": lambda a, b: _all(_same(a[0], b[0]), _less(a[1], b[1])),
}
DAYS, SPANS = ("date_start", "date_end", "published"), ("date", "datetime")


def evaluate(value: Json, row: Row) -> Truth:
    """Whether a filter holds: True, False, or None where that cannot be told.

    Args:
        value: The filter as CQL2 JSON has it.
        row: The event's properties by name, None where it has none; `date` and `datetime` are pairs of days.
    """
    if isinstance(value, bool):
        return value
    name, args = value["op"].lower(), value["args"]
    if name in ("and", "or"):
        truths = [evaluate(part, row) for part in args]
        return _join(truths, name == "or")
    if name == "not":
        return _not(evaluate(args[0], row))
    if name == "isnull":
        return row[args[0]["property"]] in (None, (None, None))
    if name.startswith("s_"):
        return _relate(name.removeprefix("s_"), *(_read_shape(arg, row) for arg in args))
    if name.startswith("t_"):
        return _TEMPORAL[name](*(_read_span(arg, row) for arg in args))
    return _evaluate_scalar(name, args, row)


def _evaluate_scalar(name: str, args: list[Json], row: Row) -> Truth:
    names = [arg["property"] for arg in args if isinstance(arg, dict) and "property" in arg]
    is_span = any(prop in SPANS for prop in names)
    read = _read_span if is_span or any(prop in DAYS for prop in names) else _read_value
    if name in ("in", "between"):
        found = read(args[0], row)
        if found is None or found == (None, None):
            return None
        if name == "in":
            return found in [read(item, row) for item in args[1]]
        low, high = read(args[1], row), read(args[2], row)
        first, last = found if isinstance(found, tuple) else (found, found)
        return bool(first >= (low[0] if isinstance(low, tuple) else low)) and bool(
            last <= (high[1] if isinstance(high, tuple) else high)
        )
    if name == "like":
        value, pattern = args
        if "op" in value:  # of both sides, in letters A to Z
            text = row[value["args"][0]["property"]]
            return None if text is None else _fits(_lower(text), _lower(pattern["args"][0]))
        text = row[value["property"]]
        return None if text is None else _fits(text, pattern)
    left, right = (read(arg, row) for arg in args)
    if isinstance(left, tuple) and isinstance(right, tuple):
        if "property" not in args[0]:  # an interval and a day are told apart by their order
            left, right = right, left
            name = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}.get(name, name)
        return _hold(_COMPARE_DAYS[name], left, right)
    return _hold(_COMPARE[name], left, right)


def _hold(compare: Callable[[Any, Any], bool], left: Any, right: Any) -> Truth:
    if any(end is None for side in (left, right) for end in (side if isinstance(side, tuple) else (side,))):
        return None
    return compare(left, right)


def _read_value(value: Json, row: Row) -> Any:
    return row[value["property"]] if isinstance(value, dict) else value


def _read_span(value: Json, row: Row) -> Any:
    """Two days, None where the event has none."""
    if isinstance(value, str):
        return date.fromisoformat(value), date.fromisoformat(value)
    if "interval" in value:
        ends = zip(value["interval"], (date.min, date.max), strict=True)
        return tuple(open_end if end == ".." else _read_span(end, row)[0] for end, open_end in ends)
    if "property" not in value:
        return _read_span(value.get("date") or value["timestamp"][:10], row)
    found = row[value["property"]]
    if found is None:
        return (None, None)
    return found if isinstance(found, tuple) else (found, found)


def _read_shape(value: Json, row: Row) -> Any:
    if "property" in value:
        return row["geometry"]
    if "bbox" in value:
        west, south, east, north = value["bbox"]
        if west <= east:
            return shapely.box(west, south, east, north)
        return shapely.union(shapely.box(west, south, 180, north), shapely.box(-180, south, east, north))
    return shapely.geometry.shape(value)


def _relate(name: str, left: Any, right: Any) -> Truth:
    return None if left is None or right is None else bool(getattr(shapely, name)(left, right))


def _lower(text: str) -> str:
    return "".join(char.lower() if char.isascii() else char for char in text)


def _fits(text: str, pattern: str) -> bool:
    """LIKE, by trying every length for "%"."""
    if not pattern:
        return not text
    if pattern[0] == "%":
        return any(_fits(text[cut:], pattern[1:]) for cut in range(len(text) + 1))
    if pattern[0] == "\\":
        return text[:1] == pattern[1] and _fits(text[1:], pattern[2:])
    return bool(text) and pattern[0] in ("_", text[0]) and _fits(text[1:], pattern[1:])
