"""Stores in both databases: the same tests run on each."""

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from mapping.model import Document, Event
from mapping.query import EventQuery
from mapping.reports import ReportRef
from mapping.store import EventStore
from tests.values import DOCUMENT

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


@contextmanager
def make_address(kind: str, folder: Path) -> Iterator[Path | str]:
    """Where a new store of a kind can be made."""
    if kind == "sqlite":
        yield folder / "events.db"
    else:
        with make_schema() as address:
            yield address


def show(event: Event, document: Document = DOCUMENT) -> Event:
    """The event of one report, as the store gives it."""
    ref = ReportRef(report_id=event.event_id, doc_id=event.doc_id, source=document.source)
    return replace(event, reports=(ref,))


def ids(store: EventStore, **fields: object) -> list[str]:
    """The ids of a query's events."""
    return [event.event_id for event in store.find_events(EventQuery(**fields))]  # type: ignore[arg-type]
