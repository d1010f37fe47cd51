"""A filter expression -> SQL over the events table, for both databases, with every value bound.

Logic of three values is told in two: each part is asked for as what makes it true, or as what makes it false, and a
value that is missing makes neither. So NOT never stands in front of what may be unknown, an empty text counts as
missing at no cost, and plain comparisons of columns are left for indexes to answer.
"""

from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, Protocol, TypeAlias

import shapely
from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    and_,
    bindparam,
    case,
    cast,
    false,
    func,
    literal,
    or_,
    select,
    true,
)

from mapping.errors import QueryError
from mapping.model import BBox
from mapping.querying.nodes import (
    And,
    Comparator,
    Comparison,
    Constant,
    In,
    IsNull,
    Like,
    Literal,
    Node,
    Not,
    Or,
    Relation,
    Spatial,
)
from mapping.querying.properties import Kind, Property
from mapping.storage.conditions import count_days
from mapping.storage.schema import OPEN_END, OPEN_START, documents, events, stories

_Condition: TypeAlias = ColumnElement[bool]
Columns: TypeAlias = Mapping[str, ColumnElement[Any]]
_JULIAN_EPOCH = 2440587.5  # 1970-01-01, https://www.sqlite.org/lang_datefunc.html
_FUNCTION = "point_relates"
_NEGATED = {
    Comparator.EQUAL: Comparator.UNEQUAL,
    Comparator.UNEQUAL: Comparator.EQUAL,
    Comparator.LESS: Comparator.AT_LEAST,
    Comparator.AT_LEAST: Comparator.LESS,
    Comparator.GREATER: Comparator.AT_MOST,
    Comparator.AT_MOST: Comparator.GREATER,
}
_OPERATIONS: dict[Comparator, Callable[[Any, Any], _Condition]] = {
    Comparator.EQUAL: lambda left, right: left == right,
    Comparator.UNEQUAL: lambda left, right: left != right,
    Comparator.LESS: lambda left, right: left < right,
    Comparator.AT_MOST: lambda left, right: left <= right,
    Comparator.GREATER: lambda left, right: left > right,
    Comparator.AT_LEAST: lambda left, right: left >= right,
}
# Relations that a point outside the shape's box cannot have.
_INSIDE = (Relation.INTERSECTS, Relation.WITHIN, Relation.CONTAINS, Relation.EQUALS, Relation.TOUCHES)


class _Connection(Protocol):
    def create_function(
        self, name: str, narg: int, func: Callable[..., Any] | None, /, *, deterministic: bool = ...
    ) -> None: ...


def make_filter(node: Node, dialect: str, columns: Columns | None = None) -> _Condition:
    """The condition that is true for the events that pass.

    Args:
        node: The filter.
        dialect: SQLAlchemy's name of the database: "sqlite", whose connections `register_functions` must have seen, or
            "postgresql" with PostGIS.
        columns: Where each property is, and `first_day`, `last_day`, `lon` and `lat`; None for those of events.
    """
    return _Maker(dialect, columns or _list_columns(dialect)).make(node, wanted=True)


def register_functions(connection: _Connection) -> None:
    """Give a connection to SQLite what `make_filter` calls there."""
    connection.create_function(_FUNCTION, 4, _relate_point, deterministic=True)


class _Maker:
    def __init__(self, dialect: str, columns: Columns) -> None:
        self._is_sqlite = dialect == "sqlite"
        self._columns = columns

    def make(self, node: Node, *, wanted: bool) -> _Condition:
        """The condition that a part is true, or that it is false."""
        match node:
            case Constant():
                return true() if node.value is wanted else false()
            case Not():
                return self.make(node.part, wanted=not wanted)
            case And() | Or():
                join = and_ if isinstance(node, And) is wanted else or_
                return join(*(self.make(part, wanted=wanted) for part in node.parts))
            case Comparison():
                return self._compare(node, wanted=wanted)
            case In():
                column = self._find_column(node.value)
                items = [_make_value(item) for item in node.items]
                return and_(column.in_(items) if wanted else column.not_in(items), _is_known(node.value, column))
            case Like():
                return self._fit(node, wanted=wanted)
            case IsNull():
                column = self._find_column(node.value)
                return (
                    _is_missing(node.value, column)
                    if wanted
                    else and_(column.is_not(None), _is_known(node.value, column))
                )
            case Spatial():
                return self._relate(node, wanted=wanted)

    def _compare(self, node: Comparison, *, wanted: bool) -> _Condition:
        comparator = node.comparator if wanted else _NEGATED[node.comparator]
        values: list[ColumnElement[Any]] = []
        known: list[_Condition] = []
        for side in (node.left, node.right):
            if isinstance(side, Property):
                column = self._find_column(side)
                values.append(column)
                known.append(_is_known(side, column))
            else:
                values.append(literal(_make_value(side)))
        return and_(_OPERATIONS[comparator](*values), *known)

    def _fit(self, node: Like, *, wanted: bool) -> _Condition:
        column = self._find_column(node.value)
        if self._is_sqlite and not node.any_case:  # LIKE takes "a" for "A" there
            operator = "GLOB" if wanted else "NOT GLOB"
            fits: _Condition = column.op(operator, is_comparison=True)(make_glob(node.pattern))
        else:
            find = column.ilike if node.any_case and not self._is_sqlite else column.like
            fits = find(node.pattern, escape="\\")
            fits = fits if wanted else ~fits
        return and_(fits, _is_known(node.value, column))

    def _relate(self, node: Spatial, *, wanted: bool) -> _Condition:
        if node.is_box and node.relation in (Relation.INTERSECTS, Relation.DISJOINT):
            is_inside = (node.relation is Relation.INTERSECTS) is wanted
            boxes = or_(*map(self._ask_box, node.boxes))
            return boxes if is_inside else and_(self._columns["lon"].is_not(None), ~boxes)
        related = self._call(node)
        if not wanted:
            return and_(self._columns["lon"].is_not(None), ~related)
        near = [or_(*map(self._ask_box, node.boxes))] if node.relation in _INSIDE else []
        return and_(*near, self._columns["lon"].is_not(None), related)

    def _call(self, node: Spatial) -> _Condition:
        if self._is_sqlite:
            result = func.point_relates(self._columns["lon"], self._columns["lat"], node.relation.value, node.shape)
            return result == literal(1)
        point = func.ST_SetSRID(func.ST_MakePoint(self._columns["lon"], self._columns["lat"]), 4326)
        relate: Callable[..., _Condition] = getattr(func, f"ST_{node.relation.value.capitalize()}")
        return relate(point, func.ST_GeomFromWKB(bindparam(None, node.shape, unique=True), 4326))

    def _ask_box(self, box: BBox) -> _Condition:
        lon, lat = self._columns["lon"], self._columns["lat"]
        return and_(lat.between(box.south, box.north), lon.between(box.west, box.east))

    def _find_column(self, prop: Property) -> ColumnElement[Any]:
        if prop.name not in self._columns:
            raise QueryError(f"these cannot be filtered by {prop.name}")
        return self._columns[prop.name]


def _make_value(value: Literal) -> str | float:
    return count_days(value) if isinstance(value, date) else value


def _is_known(prop: Property, column: ColumnElement[Any]) -> _Condition:
    """That a text is not empty. A column that may be NULL needs no such condition: no comparison with NULL is true."""
    return column != "" if prop.kind is Kind.TEXT else true()


def _is_missing(prop: Property, column: ColumnElement[Any]) -> _Condition:
    return or_(column.is_(None), column == "") if prop.kind is Kind.TEXT else column.is_(None)


def _of_document(value: ColumnElement[Any]) -> ColumnElement[Any]:
    return select(value).where(documents.c.doc_id == events.c.doc_id).correlate(events).scalar_subquery()


def count_days_of_text(day: ColumnElement[Any], dialect: str) -> ColumnElement[Any]:
    """A column of ISO days as days since 1970-01-01, as the events have theirs."""
    if dialect == "sqlite":
        return cast(func.julianday(day) - _JULIAN_EPOCH, Integer)
    return cast(day, Date) - literal(date(1970, 1, 1), Date)


def _list_columns(dialect: str) -> Columns:
    return _COLUMNS | {"published": _of_document(count_days_of_text(documents.c.created, dialect))}


_COLUMNS: dict[str, ColumnElement[Any]] = {
    "first_day": events.c.first_day,
    "last_day": events.c.last_day,
    "date_start": case((events.c.open_side == OPEN_START, None), else_=events.c.first_day),
    "date_end": case((events.c.open_side == OPEN_END, None), else_=events.c.last_day),
    "date_precision": events.c.granularity,
    "geometry": events.c.lon,
    "id": events.c.event_id,
    "document": events.c.doc_id,
    "title": _of_document(documents.c.title),
    "url": _of_document(documents.c.url),
    "story": (
        select(stories.c.name).where(stories.c.story_id == events.c.story_id).correlate(events).scalar_subquery()
    ),
}
_COLUMNS |= {
    name: events.c[name]
    for name in (
        *("type", "family", "modality", "score", "review", "place", "place_id", "level", "country", "country_code"),
        *("admin1", "admin1_code", "lon", "lat", "source", "report_count", "story_id", "unplaced", "undated"),
    )
}


def make_glob(pattern: str) -> str:
    """A pattern of CQL2's LIKE as one of SQLite's GLOB, which tells capitals from small letters."""
    signs = iter(pattern)
    parts = []
    for sign in signs:
        if sign == "%":
            parts.append("*")
        elif sign == "_":
            parts.append("?")
        else:
            plain = next(signs) if sign == "\\" else sign
            parts.append(f"[{plain}]" if plain in "*?[" else plain)
    return "".join(parts)


def _relate_point(lon: float | None, lat: float | None, relation: str, shape: bytes) -> int:
    """Whether a point lies so to a shape: 1 or 0, since SQLite knows no other truth."""
    if lon is None or lat is None:
        return 0
    geometry = _load_shape(shape)
    if relation == Relation.INTERSECTS:
        return int(shapely.intersects_xy(geometry, lon, lat))
    if relation == Relation.DISJOINT:
        return int(not shapely.intersects_xy(geometry, lon, lat))
    if relation == Relation.WITHIN:
        return int(shapely.contains_xy(geometry, lon, lat))
    return int(getattr(shapely, relation)(shapely.Point(lon, lat), geometry))


@lru_cache(maxsize=64)
def _load_shape(shape: bytes) -> shapely.Geometry:
    geometry = shapely.from_wkb(shape)
    shapely.prepare(geometry)
    return geometry
