"""Documents and places as rows of a few properties, page by page, under the filters that events have."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, and_, func, select, true

from mapping.errors import NotFoundError
from mapping.kinds import Review
from mapping.querying.nodes import Node
from mapping.querying.properties import DOCUMENT_PROPERTIES, PLACE_PROPERTIES, Kind, Property
from mapping.storage.conditions import read_day
from mapping.storage.database import Database
from mapping.storage.filters_cql import count_days_of_text, make_filter
from mapping.storage.schema import documents, events, places, reports

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
        self._table, self._columns = _list_documents(dialect) if name == "document" else _list_places()

    def read_page(self, database: Database, node: Node | None, *, after: str, limit: int) -> RowPage:
        """One page of the rows that a filter lets pass; what is added meanwhile neither repeats nor hides a row."""
        condition = self._make_condition(node)
        key = self._columns["id"]
        behind = key > after if after else true()
        with database.reading() as connection:
            rows = self._read(connection, and_(condition, behind), limit + 1)
        is_more = len(rows) > limit
        return RowPage(rows=tuple(rows[:limit]), next=rows[limit - 1]["id"] if is_more else "")

    def count(self, database: Database, node: Node | None) -> int:
        """How many rows a filter lets pass."""
        statement = select(func.count()).select_from(self._table).where(self._make_condition(node))
        with database.reading() as connection:
            return int(connection.scalar(statement) or 0)

    def get_row(self, database: Database, row_id: str) -> Row:
        """One row by its id.

        Raises:
            NotFoundError: There is none.
        """
        with database.reading() as connection:
            rows = self._read(connection, self._columns["id"] == row_id, 1)
        if not rows:
            raise NotFoundError(f"there is no {self._name} {row_id!r}")
        return rows[0]

    def _make_condition(self, node: Node | None) -> ColumnElement[bool]:
        return true() if node is None else make_filter(node, self._dialect, self._columns)

    def _read(self, connection: Connection, condition: ColumnElement[bool], limit: int) -> list[Row]:
        columns = [column.label(f"c{number}") for number, column in enumerate(self._columns.values())]
        statement = select(*columns).select_from(self._table).where(condition).order_by(self._columns["id"])
        found = connection.execute(statement.limit(limit)).all()
        return [self._make_row(dict(zip(self._columns, row, strict=True))) for row in found]

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


def _list_documents(dialect: str) -> tuple[FromClause, dict[str, ColumnElement[Any]]]:
    published = count_days_of_text(documents.c.created, dialect)
    told = select(func.count()).where(reports.c.doc_id == documents.c.doc_id).correlate(documents).scalar_subquery()
    return documents, {
        "id": documents.c.doc_id,
        "title": documents.c.title,
        "source": documents.c.source,
        "url": documents.c.url,
        "published": published,
        "event_count": told,
        "first_day": published,
        "last_day": published,
    }


def _list_places() -> tuple[FromClause, dict[str, ColumnElement[Any]]]:
    texts = ("place", "level", "country", "country_code", "admin1", "admin1_code")
    counted = (
        select(
            events.c.place_id,
            func.min(events.c.lon).label("lon"),
            func.min(events.c.lat).label("lat"),
            func.min(events.c.place_number).label("place_number"),
            func.min(events.c.first_day).label("first_day"),
            func.max(events.c.last_day).label("last_day"),
            func.count().label("event_count"),
            *(func.min(events.c[name]).label(name) for name in texts),
        )
        .where(events.c.lon.is_not(None), events.c.review != Review.REJECTED.value)
        .group_by(events.c.place_id)
        .subquery("counted")
    )
    radius = select(places.c.radius_km).where(places.c.number == counted.c.place_number).correlate(counted)
    columns: dict[str, ColumnElement[Any]] = {
        "id": counted.c.place_id,
        "name": counted.c.place,
        **{name: counted.c[name] for name in texts[1:]},
        "lon": counted.c.lon,
        "lat": counted.c.lat,
        "radius_km": radius.scalar_subquery(),
        "event_count": counted.c.event_count,
        "date_start": counted.c.first_day,
        "date_end": counted.c.last_day,
        "geometry": counted.c.lon,
        "first_day": counted.c.first_day,
        "last_day": counted.c.last_day,
    }
    return counted, columns
