"""CQL2, text and JSON (OGC 21-065r2) -> a checked tree over the properties that filters may speak of.

Basic CQL2, the advanced comparison operators (LIKE, BETWEEN, IN), the spatial and the temporal functions are read.
Not read, and refused with a message: arithmetic, functions of other kinds, arrays, ACCENTI, and CASEI but around both
sides of LIKE.
"""

import json
import math
from collections.abc import Callable, Mapping
from datetime import date

from mapping.errors import QueryError
from mapping.querying.cql_text import MAX_DEPTH, read_cql_text
from mapping.querying.nodes import (
    And,
    Comparator,
    Comparison,
    Constant,
    In,
    IsNull,
    Json,
    Like,
    Literal,
    Node,
    Not,
    Operand,
    Or,
    Relation,
    Spatial,
)
from mapping.querying.properties import EVENT_PROPERTIES, FIRST_DAY, LAST_DAY, Kind, Property
from mapping.querying.shapes import join_boxes, read_box, read_shape
from mapping.querying.temporal import DAY_FORMS, TEMPORAL_FUNCTIONS, DaySpan, read_day, relate_spans
from mapping.querying.values import suggest

LANGUAGES = ("cql2-text", "cql2-json", "cql-text")
"""What a filter may be written in; `cql-text` is the same as `cql2-text`, by the name that GDAL asks for."""
MAX_CHARS = 20_000
MAX_PARTS = 500
_MAX_PATTERN_CHARS = 200
_FLIPPED = {
    Comparator.LESS: Comparator.GREATER,
    Comparator.AT_MOST: Comparator.AT_LEAST,
    Comparator.GREATER: Comparator.LESS,
    Comparator.AT_LEAST: Comparator.AT_MOST,
}
_MIRRORED = {Relation.WITHIN: Relation.CONTAINS, Relation.CONTAINS: Relation.WITHIN}


def parse_cql2(text: str, language: str = "", *, properties: Mapping[str, Property] = EVENT_PROPERTIES) -> Node:
    """Read a filter expression.

    Args:
        text: The expression.
        language: One of `LANGUAGES`; "" finds out by whether it starts as a JSON object does.
        properties: What it may speak of.

    Raises:
        QueryError: It is not CQL2, or speaks of what is not known; the message says where or of what.
    """
    if language not in ("", *LANGUAGES):
        raise QueryError(f"filter-lang {language!r} is not known{suggest(language, LANGUAGES)}")
    if len(text) > MAX_CHARS:
        raise QueryError(f"the filter has {len(text)} characters, more than {MAX_CHARS}: make it shorter")
    is_json = language == "cql2-json" or (not language and text.lstrip().startswith("{"))
    return _Builder(properties).build(_read_json(text) if is_json else read_cql_text(text))


def _read_json(text: str) -> Json:
    try:
        return json.loads(text)
    except RecursionError as error:
        raise QueryError(f"the filter's JSON is nested more than {MAX_DEPTH} deep: make it flatter") from error
    except ValueError as error:
        raise QueryError(f"the filter is not JSON: {error}") from error


class _Builder:
    """Makes nodes of a CQL2 JSON value, and counts them."""

    def __init__(self, properties: Mapping[str, Property]) -> None:
        self._properties = properties
        self._parts = 0
        self._depth = 0

    def build(self, value: Json) -> Node:
        """A value that is true or false.

        Raises:
            QueryError: It is neither, or has too many parts.
        """
        if isinstance(value, bool):
            return Constant(value=value)
        if not isinstance(value, dict) or "op" not in value:
            raise QueryError(f"the filter needs a comparison or a function, and has {_show(value)}")
        name, args = value["op"], value.get("args")
        if not isinstance(name, str) or not isinstance(args, list):
            raise QueryError(f'the filter has {_show(value)}: an operation is {{"op": name, "args": [...]}}')
        self._parts += 1 + len(args)
        self._depth += 1
        if self._parts > MAX_PARTS or self._depth > MAX_DEPTH:
            raise QueryError(f"the filter has more than {MAX_PARTS} parts or {MAX_DEPTH} levels: make it simpler")
        node = self._find_reader(name)(name.lower(), args)
        self._depth -= 1
        return node

    def _find_reader(self, name: str) -> Callable[[str, list[Json]], Node]:
        readers: dict[str, Callable[[str, list[Json]], Node]] = {
            "and": self._read_chain,
            "or": self._read_chain,
            "not": self._read_not,
            "like": self._read_like,
            "between": self._read_between,
            "in": self._read_in,
            "isnull": self._read_is_null,
            **dict.fromkeys(Comparator, self._read_comparison),
            **{f"s_{relation}": self._read_spatial for relation in Relation},
            **dict.fromkeys(TEMPORAL_FUNCTIONS, self._read_temporal),
        }
        if name.lower() not in readers:
            raise QueryError(
                f"the filter has {name!r}, which is no operation here{suggest(name.lower(), list(readers))}"
            )
        return readers[name.lower()]

    def _read_chain(self, name: str, args: list[Json]) -> Node:
        if not args:
            raise QueryError(f"{name} in the filter has nothing to join")
        parts = tuple(self.build(part) for part in args)
        return And(parts=parts) if name == "and" else Or(parts=parts)

    def _read_not(self, name: str, args: list[Json]) -> Node:
        [part] = _take(name, args, 1)
        return Not(part=self.build(part))

    def _read_comparison(self, name: str, args: list[Json]) -> Node:
        left, right = _take(name, args, 2)
        comparator = Comparator(name)
        if not _is_property(left):
            left, right = right, left
            comparator = _FLIPPED.get(comparator, comparator)
        prop = self._read_property(left)
        if not _is_property(right):
            return _compare(comparator, prop, _read_literal(right, prop))
        other = self._read_property(right)
        if prop.kind is not other.kind or prop.kind in (Kind.INTERVAL, Kind.POINT):
            raise QueryError(f"{prop.name} ({prop.kind}) and {other.name} ({other.kind}) cannot be compared by {name}")
        return Comparison(comparator=comparator, left=prop, right=other)

    def _read_like(self, name: str, args: list[Json]) -> Node:
        value, pattern = _take(name, args, 2)
        any_case = all(_is_folded(side) for side in (value, pattern))
        if any_case:
            value, pattern = value["args"][0], pattern["args"][0]
        prop = self._read_property(value)
        text = _read_literal(pattern, prop)
        if prop.kind is not Kind.TEXT or not isinstance(text, str):
            raise QueryError(f"like in the filter is for texts, and {prop.name} is a {prop.kind}")
        if len(text) > _MAX_PATTERN_CHARS:
            raise QueryError(f"the filter's pattern has {len(text)} characters, more than {_MAX_PATTERN_CHARS}")
        if (len(text) - len(text.rstrip("\\"))) % 2:
            raise QueryError(f"the filter's pattern {text!r} ends with a backslash that stands for nothing: double it")
        return Like(value=prop, pattern=text, any_case=any_case)

    def _read_between(self, name: str, args: list[Json]) -> Node:
        value, low, high = _take(name, args, 3)
        prop = self._read_property(value)
        lower = _compare(Comparator.AT_LEAST, prop, _read_literal(low, prop))
        return And(parts=(lower, _compare(Comparator.AT_MOST, prop, _read_literal(high, prop))))

    def _read_in(self, name: str, args: list[Json]) -> Node:
        value, items = _take(name, args, 2)
        prop = self._read_property(value)
        if not isinstance(items, list) or not items:
            raise QueryError(f"in needs a list of values for {prop.name}")
        self._parts += len(items)
        if self._parts > MAX_PARTS:
            raise QueryError(f"the filter has more than {MAX_PARTS} parts: make it simpler")
        literals = tuple(_read_literal(item, prop) for item in items)
        if prop.kind is Kind.INTERVAL:
            return Or(parts=tuple(_compare(Comparator.EQUAL, prop, item) for item in literals))
        return In(value=prop, items=literals)

    def _read_is_null(self, name: str, args: list[Json]) -> Node:
        [value] = _take(name, args, 1)
        prop = self._read_property(value)
        return IsNull(value=FIRST_DAY if prop.kind is Kind.INTERVAL else prop)

    def _read_spatial(self, name: str, args: list[Json]) -> Node:
        left, right = _take(name, args, 2)
        relation = Relation(name.removeprefix("s_"))
        if not _is_property(left):
            left, right = right, left
            relation = _MIRRORED.get(relation, relation)
        prop = self._read_property(left)
        if prop.kind is not Kind.POINT or not isinstance(right, dict) or _is_property(right):
            raise QueryError(f"{name} in the filter needs a geometry's property and a geometry, as in POINT(44.4 35.5)")
        if "bbox" in right:
            boxes = read_box(right["bbox"])
            return Spatial(relation=relation, shape=join_boxes(boxes), boxes=boxes, is_box=True)
        shape, box = read_shape(right)
        return Spatial(relation=relation, shape=shape, boxes=(box,))

    def _read_temporal(self, name: str, args: list[Json]) -> Node:
        left, right = (self._read_span(arg, name) for arg in _take(name, args, 2))
        return relate_spans(name, left, right)

    def _read_span(self, value: Json, name: str) -> DaySpan:
        """The days that an argument of a temporal function stands for."""
        if _is_property(value):
            prop = self._read_property(value)
            if prop.kind not in (Kind.DAY, Kind.INTERVAL):
                raise QueryError(f"{name} in the filter is for dates, and {prop.name} is a {prop.kind}")
            return DaySpan(FIRST_DAY, LAST_DAY) if prop.kind is Kind.INTERVAL else DaySpan(prop, prop)
        if isinstance(value, dict) and isinstance(value.get("interval"), list):
            ends = _take("interval", value["interval"], 2)
            start, end = (
                self._read_end(end, open_end) for end, open_end in zip(ends, (date.min, date.max), strict=True)
            )
            if isinstance(start, date) and isinstance(end, date) and start > end:
                raise QueryError(f"the filter's interval ends before it starts: {start}, {end}")
            return DaySpan(start, end)
        day = read_day(value)
        return DaySpan(day, day)

    def _read_end(self, value: Json, open_end: date) -> Property | date:
        if value == "..":
            return open_end
        if not _is_property(value):
            return read_day(value)
        prop = self._read_property(value)
        if prop.kind is not Kind.DAY:
            raise QueryError(f"an end of the filter's interval must be a day, and {prop.name} is a {prop.kind}")
        return prop

    def _read_property(self, value: Json) -> Property:
        if not _is_property(value):
            raise QueryError(f"the filter compares {_show(value)}: one side must be a property, such as type or score")
        name = value["property"]
        if name not in self._properties:
            raise QueryError(f"there is no property {name!r}{suggest(name, list(self._properties))}")
        return self._properties[name]


def _is_property(value: Json) -> bool:
    return isinstance(value, dict) and isinstance(value.get("property"), str)


def _is_folded(value: Json) -> bool:
    """Whether it is CASEI of something."""
    is_call = isinstance(value, dict) and str(value.get("op")).lower() == "casei"
    return is_call and isinstance(value.get("args"), list) and len(value["args"]) == 1


def _take(name: str, args: list[Json], number: int) -> list[Json]:
    if len(args) != number:
        raise QueryError(f"{name} in the filter takes {number} arguments, not {len(args)}")
    return args


def _read_literal(value: Json, prop: Property) -> Literal:
    """A value of the kind that a property has."""
    if prop.kind in (Kind.DAY, Kind.INTERVAL):
        return read_day(value)
    if prop.kind is Kind.NUMBER and isinstance(value, int | float) and not isinstance(value, bool):
        number = float(value) if abs(value) < 1e300 else math.inf
        if math.isfinite(number):
            return number
    if prop.kind is Kind.TEXT and isinstance(value, str):
        # Neither database keeps these, so no event has them.
        if "\x00" in value or any("\ud800" <= char <= "\udfff" for char in value):
            raise QueryError(f"the filter's text {value!r} has a character that is none")
        return value
    if prop.kind is Kind.POINT:
        raise QueryError(f"{prop.name} is a geometry: use a function such as S_INTERSECTS")
    forms = {Kind.NUMBER: "a number, as in 0.5", Kind.TEXT: "a text, as in 'x'"}.get(prop.kind, DAY_FORMS)
    raise QueryError(f"{prop.name} in the filter must be compared with {forms}, not with {_show(value)}")


def _compare(comparator: Comparator, prop: Property, value: Operand) -> Node:
    """An interval is less than a day where all of it is, and equals it where it is that day alone."""
    if prop.kind is not Kind.INTERVAL:
        return Comparison(comparator=comparator, left=prop, right=value)
    if comparator in (Comparator.LESS, Comparator.AT_MOST):
        return Comparison(comparator=comparator, left=LAST_DAY, right=value)
    if comparator in (Comparator.GREATER, Comparator.AT_LEAST):
        return Comparison(comparator=comparator, left=FIRST_DAY, right=value)
    same = And(
        parts=tuple(Comparison(comparator=Comparator.EQUAL, left=end, right=value) for end in (FIRST_DAY, LAST_DAY))
    )
    return same if comparator is Comparator.EQUAL else Not(part=same)


def _show(value: Json) -> str:
    text = json.dumps(value, ensure_ascii=True)
    return text if len(text) <= 60 else f"{text[:57]}..."
