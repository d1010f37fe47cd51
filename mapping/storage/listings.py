"""Documents and places as rows of a few properties, page by page, under the filters that events have."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, FromClause, Integer, Select, Text, and_, bindparam, func, select, true

from mapping.errors import NotFoundError
from mapping.kinds import Review
from mapping.querying.nodes import Node
from mapping.querying.properties import DOCUMENT_PROPERTIES, PLACE_PROPERTIES, Kind, Property
from mapping.storage.conditions import read_day
from mapping.storage.database import Database
from mapping.storage.filters_cql import count_days_of_text, make_filter
from mapping.storage.schema import IS_PLACED, documents, events, places, reports

Row = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class RowPage:
    """Some rows, each the values by property; `next` goes on behind them, "" after the last."""

    rows: tuple[Row, ...]
    next: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Extent:
    """Between which days events are, and in which box; None while there are none."""

    first_day: date | None
    last_day: date | None
    bounds: tuple[float, float, float, float] | None


class Listing:
    """A list of rows that pages are read of, ordered by id.

    Args:
        name: What one row is called in messages.
        properties: What a row has.
        dialect: SQLAlchemy's name of the database.
    """

    def __init__(self, name: str, properties: Mapping[str, Property], dialect: str) -> None:
        self._name = name
        self._properties = properties
        self._dialect = dialect
        self._source = _list_documents(dialect) if name == "document" else _list_places()
        # Without a filter only the places of a page are counted.
        self._run = self._source if name == "document" else _list_places(is_run=True)

    def read_page(self, database: Database, node: Node | None, *, after: str, limit: int) -> RowPage:
        """One page of the rows that a filter lets pass; what is added meanwhile neither repeats nor hides a row."""
        source = self._run if node is None else self._source
        key = source.columns["id"]
        condition = and_(self._make_condition(node), key > after if after else true())
        with database.reading() as connection:
            rows = self._read(connection, source, condition, limit + 1, after=after)
        is_more = len(rows) > limit
        return RowPage(rows=tuple(rows[:limit]), next=rows[limit - 1]["id"] if is_more else "")

    def count(self, database: Database, node: Node | None) -> int:
        """How many rows a filter lets pass."""
        if node is None:
            statement = select(func.count()).select_from(self._source.counted)
        else:
            statement = select(func.count()).select_from(self._source.table).where(self._make_condition(node))
        with database.reading() as connection:
            return int(connection.scalar(statement) or 0)

    def get_row(self, database: Database, row_id: str) -> Row:
        """One row by its id.

        Raises:
            NotFoundError: There is none.
        """
        with database.reading() as connection:
            rows = self._read(connection, self._source, self._source.columns["id"] == row_id, 1)
        if not rows:
            raise NotFoundError(f"there is no {self._name} {row_id!r}")
        return rows[0]

    def _make_condition(self, node: Node | None) -> ColumnElement[bool]:
        return true() if node is None else make_filter(node, self._dialect, self._source.columns)

    def _read(
        self, connection: Connection, source: "_Source", condition: ColumnElement[bool], limit: int, *, after: str = ""
    ) -> list[Row]:
        columns = [column.label(f"c{number}") for number, column in enumerate(source.columns.values())]
        statement = select(*columns).select_from(source.table).where(condition).order_by(source.columns["id"])
        run = {"after": after, "most": limit} if source is self._run else {}
        found = connection.execute(statement.limit(limit), run).all()
        return [self._make_row(dict(zip(source.columns, row, strict=True))) for row in found]

    def _make_row(self, values: dict[str, Any]) -> Row:
        """Days as days, empty texts as none; what has no property stays out."""
        kinds = {name: prop.kind for name, prop in self._properties.items()}
        return {
            name: read_day(value) if kinds.get(name) is Kind.DAY and value is not None else value
            for name, value in ((name, None if value == "" else value) for name, value in values.items())
        }


def open_listings(dialect: str) -> Mapping[str, Listing]:
    """The listings of a database, by the names of their collections."""
    return {
        "documents": Listing("document", DOCUMENT_PROPERTIES, dialect),
        "places": Listing("place", PLACE_PROPERTIES, dialect),
    }


def read_extent(database: Database) -> Extent:
    """Where and when the events are that nobody rejected."""
    days = (func.min(events.c.first_day), func.max(events.c.last_day))
    edges = (func.min(events.c.lon), func.min(events.c.lat), func.max(events.c.lon), func.max(events.c.lat))
    statement = select(*days, *edges).where(events.c.review != Review.REJECTED.value)
    with database.reading() as connection:
        first, last, west, south, east, north = connection.execute(statement).one()
    return Extent(
        first_day=None if first is None else read_day(first),
        last_day=None if last is None else read_day(last),
        bounds=None if west is None else (west, south, east, north),
    )


class _Source(NamedTuple):
    """What rows are read from, their columns by property, and what has as many rows when nothing is filtered."""

    table: FromClause
    columns: dict[str, ColumnElement[Any]]
    counted: FromClause


def _list_documents(dialect: str) -> _Source:
    published = count_days_of_text(documents.c.created, dialect)
    told = select(func.count()).where(reports.c.doc_id == documents.c.doc_id).correlate(documents).scalar_subquery()
    columns: dict[str, ColumnElement[Any]] = {
        "id": documents.c.doc_id,
        "title": documents.c.title,
        "source": documents.c.source,
        "url": documents.c.url,
        "published": published,
        "event_count": told,
        "first_day": published,
        "last_day": published,
    }
    return _Source(documents, columns, documents)


def _list_places(*, is_run: bool = False) -> _Source:
    """Each place as the event that was stored first has it; what is counted stands in an index in the order of ids.

    Args:
        is_run: Whether the statement is given `after` and `most`, and so many places behind this id are all.
    """
    asked = (
        select(
            events.c.place_id,
            func.min(events.c.number).label("number"),
            func.min(events.c.first_day).label("first_day"),
            func.max(events.c.last_day).label("last_day"),
            func.count().label("event_count"),
        )
        .where(IS_PLACED, events.c.review != Review.REJECTED.value)
        .group_by(events.c.place_id)
    )
    if is_run:
        behind = events.c.place_id > bindparam("after", type_=Text)
        asked = asked.where(behind).order_by(events.c.place_id).limit(bindparam("most", type_=Integer))
    counted = asked.subquery("counted")
    shown = events.alias("shown")
    radius = select(places.c.radius_km).where(places.c.number == shown.c.place_number).correlate(shown)
    columns: dict[str, ColumnElement[Any]] = {
        "id": counted.c.place_id,
        "name": shown.c.place,
        **{name: shown.c[name] for name in ("level", "country", "country_code", "admin1", "admin1_code")},
        "lon": shown.c.lon,
        "lat": shown.c.lat,
        "radius_km": radius.scalar_subquery(),
        "event_count": counted.c.event_count,
        "date_start": counted.c.first_day,
        "date_end": counted.c.last_day,
        "geometry": shown.c.lon,
        "first_day": counted.c.first_day,
        "last_day": counted.c.last_day,
    }
    return _Source(counted.join(shown, shown.c.number == counted.c.number), columns, _step_places())


def _step_places() -> FromClause:
    """The ids of places, each found in the index behind the one before: most events are stepped over."""

    def find_next(alias: str, *conditions: Callable[[FromClause], ColumnElement[bool]]) -> Select[Any]:
        some = events.alias(alias)
        placed = (some.c.lon.is_not(None), some.c.review != Review.REJECTED.value)
        behind = (condition(some) for condition in conditions)
        return select(func.min(some.c.place_id).label("id")).where(*placed, *behind)

    steps = find_next("first").cte("steps", recursive=True)
    following = find_next("following", lambda some: some.c.place_id > steps.c.id).correlate(steps).scalar_subquery()
    steps = steps.union_all(select(following).where(steps.c.id.is_not(None)))
    return select(steps.c.id).where(steps.c.id.is_not(None)).subquery("stepped")
