"""Where an import keeps its checked rows until all are read: a database that is gone when the import is over."""

import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from mapping.imports.values import ImportedEvent
from mapping.storage.codec import Codec

_BATCH = 500
# One document per row but for Dateline's own exports; those keep the order of the document's first row.
_TABLE = """
CREATE TABLE staged (
    key TEXT PRIMARY KEY,
    doc_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    version INTEGER NOT NULL,
    reports INTEGER NOT NULL,
    articles INTEGER NOT NULL,
    payload TEXT NOT NULL
);
CREATE INDEX staged_by_doc ON staged (doc_id, number);
"""
_ADD = "INSERT INTO staged VALUES (?, ?, ?, ?, ?, ?, ?)"
_REPLACE = "UPDATE staged SET version = ?, reports = ?, articles = ?, payload = ? WHERE key = ?"
_MERGE = "UPDATE staged SET reports = reports + ?, articles = articles + ? WHERE key = ?"
_IN_ORDER = """
SELECT number, payload, reports, articles FROM staged
JOIN (SELECT doc_id, min(number) AS first FROM staged GROUP BY doc_id) USING (doc_id) ORDER BY first, number
"""


class Staging:
    """Events by id, in the order in which their ids were first seen."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="dateline-")
        self._connection = sqlite3.connect(Path(self._folder.name) / "staged.db", isolation_level=None)
        # Nothing here outlives the import, so nothing need be safe on the disk.
        self._connection.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; {_TABLE} BEGIN;")
        self._codec = Codec()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._connection.close()
        self._folder.cleanup()

    def add(self, event: ImportedEvent, number: int) -> str:
        """Keep one event.

        Args:
            event: Checked.
            number: Its row.

        Returns:
            "new"; "merged" where it is one more report of an event; "repeated" where the same row is there; "replaced"
            where it takes the place of an older row of its id; "outdated" where a newer row of its id is there.
        """
        key = event.event_id or event.doc_id
        found = self._connection.execute("SELECT version, payload FROM staged WHERE key = ?", (key,)).fetchone()
        if found is None:
            values = (key, event.doc_id, number, event.version, event.reports, event.articles)
            self._connection.execute(_ADD, (*values, self._codec.write(event)))
            return "new"
        if event.merges:
            self._connection.execute(_MERGE, (event.reports, event.articles, key))
            return "merged"
        version, told = found
        if self._codec.read(ImportedEvent, told).raw == event.raw:
            return "repeated"
        if event.version < version:
            return "outdated"
        self._connection.execute(
            _REPLACE, (event.version, event.reports, event.articles, self._codec.write(event), key)
        )
        return "replaced"

    def read(self) -> Iterator[tuple[int, ImportedEvent]]:
        """All events, each with its row's number; those of one document follow each other."""
        cursor = self._connection.execute(_IN_ORDER)
        while rows := cursor.fetchmany(_BATCH):
            for number, payload, reports, articles in rows:
                yield number, self._codec.read(ImportedEvent, payload, reports=reports, articles=articles)
