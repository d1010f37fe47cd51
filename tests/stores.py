"""Stores in both databases: the same tests run on each."""

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import psycopg
import pytest
from sqlalchemy import inspect

from mapping.model import Event
from mapping.query import EventQuery
from mapping.storage.schema import metadata
from mapping.store import EventStore

KINDS = ("sqlite", "postgres")


def find_server() -> str:
    """The PostgreSQL database that tests may use; without one the test is skipped, but on CI it fails."""
    address = os.environ.get("MAPPING_TEST_POSTGRES", "")
    if not address and not os.environ.get("CI"):
        pytest.skip("MAPPING_TEST_POSTGRES names no database: see scripts/postgres.sh")
    assert address, "CI must run the tests of the shared store: MAPPING_TEST_POSTGRES is not set"
    return address


@contextmanager
def make_schema() -> Iterator[str]:
    """The address of an empty schema in the tests' database, which is gone afterwards."""
    server, name = find_server(), f"test_{uuid.uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("CREATE EXTENSION IF NOT EXISTS postgis")
        connection.execute(f"CREATE SCHEMA {name}")
    try:
        yield f"{server}?options=-csearch_path%3D{name},public"
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"SET client_min_messages = warning; DROP SCHEMA {name} CASCADE")


def empty_schema(address: str) -> None:
    """Leave nothing in the tables of a schema; making them anew takes ten times as long."""
    with psycopg.connect(address) as connection:
        for table in (*metadata.tables, "events_text"):
            kept = " WHERE key NOT IN ('application', 'version')" if table == "meta" else ""
            connection.execute(f"DELETE FROM {table}{kept}")  # noqa: S608


def list_indexes(store: EventStore) -> set[str | None]:
    """The names of the indexes of all tables."""
    with store.database.reading() as connection:
        tables = inspect(connection)
        return {index["name"] for table in tables.get_table_names() for index in tables.get_indexes(table)}


def bare(event: Event) -> Event:
    """An event as one report tells it, without what the store knows of others."""
    return replace(event, reports=(), story_id="", story="")


def ids(store: EventStore, **fields: object) -> list[str]:
    """The ids of a query's events."""
    return [event.event_id for event in store.find_events(EventQuery(**fields))]  # type: ignore[arg-type]
