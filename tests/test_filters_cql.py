"""Tests of mapping.storage.filters_cql: what a filter lets pass in each database is what it says."""

import json
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, Table, Text, create_engine, event, select
from sqlalchemy.pool import StaticPool

from mapping.cql import parse_cql2
from mapping.query import EventQuery
from mapping.querying.properties import EVENT_PROPERTIES
from mapping.storage.filters_cql import make_filter, make_glob, register_functions
from mapping.storage.schema import OPEN_END, OPEN_NONE, OPEN_START, documents, events, metadata, stories
from tests.cql_evaluator import evaluate
from tests.cql_strategies import NAMES, filters
from tests.map_events import fill_store
from tests.stores import KINDS, make_schema

EPOCH = date(1970, 1, 1)
POINTS = [(0.0, 0.0), (10.0, 10.0), (-20.0, 5.0), (20.0, -10.0), (175.0, -18.0), (10.0, 0.0), None]


def make_rows() -> list[dict[str, Any]]:
    """Events that between them have every value of the random filters, and lack each of them once."""
    rows = []
    for number in range(42):
        first = date(2017, 10, 1 + number % 9) if number % 8 else None
        last = first and date(2017, 10, min(first.day + number % 3, 9))
        open_side = (OPEN_NONE, OPEN_NONE, OPEN_END, OPEN_START)[number % 4] if first else OPEN_NONE
        point = POINTS[number % len(POINTS)]
        rows.append(
            {
                "id": f"e{number}",
                "date": (first, first if open_side else last),
                "open_side": open_side,
                "geometry": shapely.Point(point) if point else None,
                "lon": point[0] if point else None,
                "lat": point[1] if point else None,
                "place": NAMES[number % len(NAMES)] if point else None,
                "country_code": ("IQ", "FJ", None)[number % 3] if point else None,
                "source": NAMES[(number * 5) % len(NAMES)] if number % 5 else None,
                "title": NAMES[(number * 7) % len(NAMES)] if number % 6 else None,
                "published": date(2017, 10, 1 + number % 7) if number % 4 else None,
                "story": "Kirkuk" if number % 3 == 0 else None,
                "type": ("battle.clash", "strike.air")[number % 2],
                "score": (0.0, 0.25, 0.5, 0.75, 1.0)[number % 5],
                "report_count": 1 + number % 3,
            }
        )
    for row in rows:
        first, last = row["date"]
        row["datetime"] = row["date"]
        row["date_start"] = None if row["open_side"] == OPEN_START else first
        row["date_end"] = None if row["open_side"] == OPEN_END else last
        row["date_precision"] = "day" if first else None
    return rows


ROWS = make_rows()


def count_days(day: date | None) -> int | None:
    """Days since 1970-01-01."""
    return None if day is None else (day - EPOCH).days


def make_blank(table: Table) -> dict[str, Any]:
    """A row with nothing in it."""
    columns = [column for column in table.columns if not column.nullable]
    return {column.name: "" if isinstance(column.type, Text) else 0 for column in columns}


def fill(connection: Connection) -> None:
    """Put the rows into the tables of a store."""
    for number, row in enumerate(ROWS):
        copied = {name: row[name] for name in ("open_side", "lon", "lat", "type", "score", "report_count")}
        texts = {name: row[name] or "" for name in ("place", "country_code", "source")}
        values = {
            "number": number,
            "event_id": row["id"],
            "doc_id": f"d{number}",
            "first_day": count_days(row["date"][0]),
            "last_day": count_days(row["date"][1]),
            "granularity": row["date_precision"] or "",
            "story_id": "s1" if row["story"] else "",
        }
        connection.execute(events.insert().values(make_blank(events) | copied | texts | values))
        created = row["published"].isoformat() if row["published"] else None
        document = {"doc_id": f"d{number}", "title": row["title"] or "", "created": created}
        connection.execute(documents.insert().values(make_blank(documents) | document))
    connection.execute(stories.insert().values(make_blank(stories) | {"story_id": "s1", "name": "Kirkuk"}))


@contextmanager
def open_engine(kind: str) -> Iterator[Engine]:
    """A database in memory, or an empty schema of the tests' server."""
    if kind == "sqlite":
        engine = create_engine("sqlite://", poolclass=StaticPool)
        event.listen(engine, "connect", lambda connection, _: register_functions(connection))
        yield engine
        engine.dispose()
        return
    with make_schema() as address:
        engine = create_engine(address.replace("postgresql://", "postgresql+psycopg://"))
        yield engine
        engine.dispose()


@pytest.fixture(scope="module", params=KINDS)
def connection(request: pytest.FixtureRequest) -> Iterator[Connection]:
    """Each database with the rows in it."""
    with open_engine(request.param) as engine:
        with engine.begin() as filling:
            metadata.create_all(filling)
            fill(filling)
        with engine.connect() as connected:
            yield connected


def find_ids(connection: Connection, value: Any) -> set[str]:
    """The events that a filter, as CQL2 JSON has it, lets pass."""
    condition = make_filter(parse_cql2(json.dumps(value)), connection.dialect.name)
    return set(connection.scalars(select(events.c.event_id).where(condition)))


@settings(
    derandomize=True, deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(filters())
def test_a_filter_lets_pass_what_it_says(connection: Connection, value: Any) -> None:
    """Random filters, evaluated a second time in Python, give the same events, and their negation too."""
    for asked in (value, {"op": "not", "args": [value]}):
        assert find_ids(connection, asked) == {row["id"] for row in ROWS if evaluate(asked, row)}


HOSTILE = ("'; DROP TABLE events; --", "\\", "%", "' OR '1'='1", '"', ":x", "%(x)s", "?", "$1", "{}", "\u2028")


@settings(derandomize=True, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=20) | st.sampled_from(HOSTILE), st.sampled_from(("=", "like", "in")))
def test_no_value_reaches_the_statement(connection: Connection, value: str, name: str) -> None:
    """The statement is the same whatever is asked for; the value is bound beside it."""
    if any(char == "\x00" or "\ud800" <= char <= "\udfff" for char in value) or value.endswith("\\"):
        return

    def compile_filter(asked: str) -> str:
        args: list[Any] = [{"property": "place"}, [asked] if name == "in" else asked]
        condition = make_filter(parse_cql2(json.dumps({"op": name, "args": args})), connection.dialect.name)
        return str(select(events.c.event_id).where(condition).compile(connection.engine))

    assert compile_filter(value) == compile_filter("x")
    assert find_ids(connection, {"op": "=", "args": [{"property": "place"}, value]}) == {
        row["id"] for row in ROWS if value and row["place"] == value
    }


@pytest.mark.parametrize("wrong", ["first_day", "payload", "number"])
def test_columns_that_are_no_properties_stay_hidden(wrong: str) -> None:
    """The list of properties is the list of what can be asked for."""
    with pytest.raises(ValueError, match="there is no property"):
        parse_cql2(f"{wrong} = 'x'")


def test_every_property_has_a_column(connection: Connection) -> None:
    """What the queryables name can be asked for in both databases."""
    for name in EVENT_PROPERTIES:
        missing = find_ids(connection, {"op": "isNull", "args": [{"property": name}]})
        there = find_ids(connection, {"op": "not", "args": [{"op": "isNull", "args": [{"property": name}]}]})
        assert missing | there == {row["id"] for row in ROWS}
        assert not missing & there


@pytest.mark.parametrize(
    ("pattern", "glob"), [("a%_", "a*?"), ("\\%\\_\\\\", "%_\\"), ("*?[x]", "[*][?][[]x]"), ("", "")]
)
def test_patterns_for_sqlite(pattern: str, glob: str) -> None:
    """GLOB's own signs lose their meaning, LIKE's get theirs."""
    assert make_glob(pattern) == glob


@pytest.mark.parametrize("kind", KINDS)
def test_a_store_obeys_a_filter(tmp_path: Path, kind: str) -> None:
    """Beside the other parts of a query; a shape is looked at as finely as it is drawn."""
    triangle = "S_WITHIN(geometry, POLYGON((43 35, 45 35, 45 37, 43 35)))"
    where = nullcontext(tmp_path / "events.db") if kind == "sqlite" else make_schema()
    with where as address, fill_store(address) as store:
        placed, everything = list(store.find_events()), store.count(EventQuery(placed=None))
        kirkuk = {event.event_id for event in placed if event.place and event.place.place.name == "Kirkuk"}
        assert kirkuk
        assert set(store.find_ids(EventQuery(filter=parse_cql2("place = 'Kirkuk'")))) == kirkuk
        assert set(store.find_ids(EventQuery(filter=parse_cql2(triangle)))) == kirkuk
        unplaced = parse_cql2("place IS NULL")
        assert store.count(EventQuery(filter=unplaced, placed=None)) == everything - len(placed)
        assert store.count(EventQuery(filter=unplaced)) == 0
