"""Events files of version 1: one event for each report, days as texts, nothing merged. They are read in anew."""

from collections.abc import Iterator
from typing import TypeVar

from sqlalchemy import Connection

from mapping.errors import StoreError
from mapping.model import Document, Event, Extraction, Place
from mapping.storage.codec import Codec, Shared
from mapping.storage.database import Database
from mapping.storage.values import StoredValues
from mapping.storage.writing import Writer

_Value = TypeVar("_Value")
_BATCH = 200
_ASIDE = (
    "DROP TABLE IF EXISTS events_text",
    "DROP TABLE meta",
    "DROP INDEX events_by_doc",
    "DROP INDEX events_by_day",
    "DROP INDEX events_by_point",
    "ALTER TABLE events RENAME TO old_events",
    "ALTER TABLE documents RENAME TO old_documents",
    "ALTER TABLE places RENAME TO old_places",
    "CREATE INDEX old_events_by_doc ON old_events (doc_id, number)",
)
_AWAY = ("DROP TABLE old_events", "DROP TABLE old_documents", "DROP TABLE old_places")


def set_aside(connection: Connection) -> None:
    """Make room for the tables of today."""
    for statement in _ASIDE:
        connection.exec_driver_sql(statement)


def read_in(database: Database, connection: Connection) -> None:
    """Fill the tables of today with what was set aside, merged as new documents are, and drop it.

    Args:
        database: An SQLite file.
        connection: Inside `Database.writing`.
    """
    values = StoredValues(database)
    with values.writing(connection):
        writer = Writer(database, connection, values)
        for _ in writer.add(_read(connection), again=True):
            pass
        writer.close()
    for statement in _AWAY:
        connection.exec_driver_sql(statement)


def _read(connection: Connection) -> Iterator[Extraction]:
    """The documents in the order in which they came, with their events."""
    codec = Codec({Place: Shared(_refuse, lambda number: _read_place(connection, number))})
    after = 0
    while True:
        rows = connection.exec_driver_sql(
            "SELECT rowid, doc_id, payload FROM old_documents WHERE rowid > ? ORDER BY rowid LIMIT ?", (after, _BATCH)
        ).all()
        for row in rows:
            told = connection.exec_driver_sql(
                "SELECT event_id, payload FROM old_events WHERE doc_id = ? ORDER BY number", (row.doc_id,)
            )
            found = tuple(_read_value(codec, Event, event_id, payload) for event_id, payload in told)
            document = _read_value(codec, Document, row.doc_id, row.payload)
            yield Extraction(document=document, resolutions=(), timexes=(), events=found)
        if len(rows) < _BATCH:
            return
        after = rows[-1].rowid


def _read_value(codec: Codec, kind: type[_Value], name: str, payload: str) -> _Value:
    try:
        return codec.read(kind, payload)
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        raise StoreError(f"the {kind.__name__.lower()} {name!r} cannot be read ({error}): restore a copy") from error


def _read_place(connection: Connection, number: int) -> Place:
    found = connection.exec_driver_sql("SELECT payload FROM old_places WHERE number = ?", (number,))
    return Codec().read(Place, found.scalar_one())


def _refuse(place: Place) -> int:
    raise TypeError(f"files of version 1 are not written any more: {place.name!r}")
