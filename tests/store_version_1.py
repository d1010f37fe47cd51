"""Events files as the first version of Dateline made them, to be opened by this one."""

import hashlib
import sqlite3
from collections.abc import Sequence
from pathlib import Path

from mapping.event_types import family_of
from mapping.model import Event, Extraction, Place
from mapping.storage.codec import Codec, Shared

TABLES = """
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS documents (
    doc_id TEXT PRIMARY KEY,
    created TEXT,
    title TEXT NOT NULL,
    source TEXT NOT NULL,
    url TEXT NOT NULL,
    text_hash TEXT NOT NULL,
    payload TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS places (number INTEGER PRIMARY KEY, payload TEXT NOT NULL UNIQUE);
CREATE TABLE IF NOT EXISTS events (
    number INTEGER PRIMARY KEY,
    event_id TEXT NOT NULL UNIQUE,
    doc_id TEXT NOT NULL REFERENCES documents (doc_id),
    sort_day TEXT NOT NULL,
    last_day TEXT,
    family TEXT NOT NULL,
    type TEXT NOT NULL,
    modality TEXT NOT NULL,
    score REAL NOT NULL,
    source TEXT NOT NULL,
    lon REAL,
    lat REAL,
    country_code TEXT NOT NULL,
    country TEXT NOT NULL,
    unplaced TEXT NOT NULL,
    undated TEXT NOT NULL,
    payload TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS events_by_doc ON events (doc_id);
CREATE INDEX IF NOT EXISTS events_by_day ON events
    (sort_day, event_id, last_day, family, type, modality, score, lon, lat, country_code, country, source);
CREATE INDEX IF NOT EXISTS events_by_point ON events
    (lat, lon, sort_day, event_id, last_day, family, type, modality, score, country_code, country, source);
INSERT OR IGNORE INTO meta VALUES ('additions', '0'), ('state', '');
CREATE VIRTUAL TABLE IF NOT EXISTS events_text USING fts5 (
    sentence, place, tokenize = "porter unicode61 remove_diacritics 2"
);
PRAGMA application_id = 1145851461;
PRAGMA user_version = 1;
COMMIT;
"""


def make_file(path: Path, extractions: Sequence[Extraction]) -> None:
    """Write documents and events as version 1 did."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.executescript(TABLES)
    plain = Codec()

    def put(place: Place) -> int:
        payload = plain.write(place)
        connection.execute("INSERT OR IGNORE INTO places (payload) VALUES (?)", (payload,))
        return int(connection.execute("SELECT number FROM places WHERE payload = ?", (payload,)).fetchone()[0])

    codec = Codec({Place: Shared(put, lambda _: None)})
    for extraction in extractions:
        document = extraction.document
        text_hash = hashlib.sha256((document.text + document.raw).encode()).hexdigest()
        created = document.created.isoformat() if document.created else None
        row = (
            document.doc_id,
            created,
            document.title,
            document.source,
            document.url,
            text_hash,
            codec.write(document),
        )
        connection.execute("INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?)", row)
        for event in extraction.events:
            row = _make_row(event, document.source, codec.write(event))
            connection.execute(f"INSERT INTO events VALUES (NULL{', ?' * 16})", row)  # noqa: S608
            text = (event.sentence, event.place.mention if event.place else "")
            connection.execute("INSERT INTO events_text (sentence, place) VALUES (?, ?)", text)
    connection.execute("UPDATE meta SET value = ? WHERE key = 'additions'", (len(extractions),))
    connection.close()


def _make_row(event: Event, source: str, payload: str) -> tuple[object, ...]:
    place = event.place.place if event.place else None
    span = event.date.span if event.date else None
    first, last = (span.start or span.end, span.end or span.start) if span else (None, None)
    return (
        event.event_id,
        event.doc_id,
        first.isoformat() if first else "9999-99-99",
        last.isoformat() if last else None,
        family_of(event.trigger.type),
        event.trigger.type,
        event.trigger.modality.value,
        event.score,
        source,
        place.lon if place else None,
        place.lat if place else None,
        place.country_code if place else "",
        place.country if place else "",
        event.unplaced,
        event.undated,
        payload,
    )
