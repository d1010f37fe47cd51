"""A store <-> one file that any store can be made from again, whatever database it is kept in.

The file is JSON lines, packed with gzip: a header, then decisions, documents with what each tells and which event that
belongs to, stories, what was learned of outlets, and a last line that counts, so that a file that was cut off is not
taken for a whole one. Values are written as `model.py` has them, places and all.
"""

import gzip
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import Connection, func, select

from mapping.errors import StoreError
from mapping.model import Document, Event
from mapping.storage.batches import make_batches
from mapping.storage.codec import Codec
from mapping.storage.decisions import read_correction, read_corrections, write_correction
from mapping.storage.restoring import Account, Restorer
from mapping.storage.schema import documents, events, outlet_articles, reports, stories, story_members
from mapping.storage.sqlite import SQLiteDatabase
from mapping.storage.values import StoredValues
from mapping.store import EventStore, open_store

FORMAT, FORMAT_VERSION = "dateline backup", 1
SQLITE_SUFFIXES = (".db", ".sqlite", ".sqlite3")
_SQLITE_MAGIC = b"SQLite format 3\x00"
_GZIP_MAGIC = b"\x1f\x8b"
_DOCUMENTS = 200
_CODEC = Codec()
Progress = Callable[[int, int], None]
"""Called with how many documents are done, of how many."""


def write_backup(store: EventStore, path: Path, *, on_progress: Progress = lambda *_: None) -> int:
    """Write all that a store holds to a file, whole or not at all; others may write to the store meanwhile.

    Args:
        store: Any.
        path: A name that ends in .db, .sqlite or .sqlite3 gives an events file, any other the portable form.
        on_progress: For a progress bar.

    Returns:
        How many documents are in it.

    Raises:
        StoreError: The store cannot be read or the file cannot be written.
    """
    source = store.database
    if isinstance(source, SQLiteDatabase) and path.resolve() == source.path.resolve():
        raise StoreError(f"{str(path)!r} is the events file itself: name another file")
    partial = path.with_name(f"{path.name}.part")
    partial.unlink(missing_ok=True)
    try:
        number = _write(store, partial, is_file=path.suffix in SQLITE_SUFFIXES, on_progress=on_progress)
        partial.replace(path)
    except (OSError, sqlite3.Error) as error:
        raise StoreError(f"cannot write {str(path)!r}: {error}") from error
    finally:
        partial.unlink(missing_ok=True)
    return number


def read_backup(path: Path, store: EventStore, *, on_progress: Progress = lambda *_: None) -> int:
    """Fill an empty store with what a backup holds, in one transaction.

    Args:
        path: A file of `write_backup`, of either form, or any events file.
        store: Open for writing, without documents.
        on_progress: For a progress bar.

    Returns:
        How many documents it holds now.

    Raises:
        StoreError: The file is no backup, is damaged, cut off or of a newer Dateline; or the store is not empty. Then
            nothing is stored.
    """
    with _open_lines(path) as lines:
        header = next(lines, {})
        if header.get("format") != FORMAT:
            raise StoreError(f"{str(path)!r} is no backup of Dateline's: name a file that `dateline backup` wrote")
        if header["version"] > FORMAT_VERSION:
            raise StoreError(f"{str(path)!r} was written by a newer Dateline: install that one")
        return _fill(store, chain([header], lines), path, on_progress)


def _write(store: EventStore, path: Path, *, is_file: bool, on_progress: Progress) -> int:
    if is_file and isinstance(store.database, SQLiteDatabase):
        return _copy(store.database.path, path)
    if is_file:
        with open_store(path) as target:
            return _fill(target, _pour(store), path, on_progress)
    number = 0
    with gzip.open(path, "wb", compresslevel=6) as file:
        for line in _pour(store, on_progress):
            file.write(orjson.dumps(line) + b"\n")
            number = line.get("end", {}).get("documents", number)
    return number


def _copy(source: Path, target: Path) -> int:
    """SQLite's own copy of a file that is in use."""
    one, other = sqlite3.connect(source), sqlite3.connect(target)
    try:
        one.backup(other)
        return int(other.execute("SELECT count(*) FROM documents").fetchone()[0])
    finally:
        one.close()
        other.close()


def _pour(store: EventStore, on_progress: Progress = lambda *_: None) -> Iterator[dict[str, Any]]:
    """The lines of a backup, all of one moment."""
    values = StoredValues(store.database)
    with store.database.reading(streaming=True) as connection:
        total = int(connection.execute(select(func.count()).select_from(documents)).scalar_one())
        last = connection.execute(select(func.max(reports.c.number))).scalar() or 0
        yield {"format": FORMAT, "version": FORMAT_VERSION, "documents": total, "last_report": last}
        for correction in read_corrections(connection):
            yield {"correction": list(write_correction(correction))}
        done = 0
        for line in _pour_documents(connection, values):
            yield line
            done += 1
            on_progress(done, total)
        yield from _pour_stories(connection)
        for row in connection.execute(select(outlet_articles)):
            yield {"outlet": list(row)}
        yield {"end": {"documents": done}}


def _pour_documents(connection: Connection, values: StoredValues) -> Iterator[dict[str, Any]]:
    after = ""
    statement = select(documents.c.doc_id, documents.c.payload).order_by(documents.c.doc_id).limit(_DOCUMENTS)
    while rows := connection.execute(statement.where(documents.c.doc_id > after)).all():
        told = (
            select(reports.c.doc_id, reports.c.number, events.c.event_id, reports.c.payload, events.c.payload)
            .join(events, events.c.number == reports.c.event_number)
            .where(reports.c.doc_id.in_([row.doc_id for row in rows]))
            .order_by(reports.c.position)
        )
        accounts: dict[str, list[object]] = {}
        for doc_id, number, event_id, own, shared in connection.execute(told):
            report = _CODEC.write(values.read(Event, own or shared))
            accounts.setdefault(doc_id, []).append([event_id, number, orjson.Fragment(report)])
        for row in rows:
            yield {"document": orjson.Fragment(row.payload), "reports": accounts.get(row.doc_id, [])}
        after = rows[-1].doc_id


def _pour_stories(connection: Connection) -> Iterator[dict[str, Any]]:
    members = (
        select(stories.c.story_id, stories.c.name, events.c.event_id)
        .outerjoin(story_members, story_members.c.story_id == stories.c.story_id)
        .outerjoin(events, events.c.number == story_members.c.event_number)
        .order_by(stories.c.story_id, events.c.number)
    )
    story: dict[str, Any] = {}
    for row in connection.execute(members):
        if story and story["story"][0] != row.story_id:
            yield story
            story = {}
        story = story or {"story": [row.story_id, row.name, []]}
        story["story"][2] += [row.event_id] if row.event_id else []
    if story:
        yield story


@contextmanager
def _open_lines(path: Path) -> Iterator[Iterator[dict[str, Any]]]:
    """The lines of a backup of either form."""
    try:
        with path.open("rb") as file:
            start = file.read(len(_SQLITE_MAGIC))
    except OSError as error:
        raise StoreError(f"cannot read {str(path)!r}: {error.strerror or error}") from error
    if start == _SQLITE_MAGIC:
        with open_store(path, read_only=True) as store:
            yield _pour(store)
    elif start.startswith(_GZIP_MAGIC):
        with gzip.open(path, "rb") as file:
            yield _parse(file, path)
    else:
        raise StoreError(f"{str(path)!r} is no backup of Dateline's: name a file that `dateline backup` wrote")


def _parse(file: Iterable[bytes], path: Path) -> Iterator[dict[str, Any]]:
    try:
        for line in file:
            yield orjson.loads(line)
    except (EOFError, zlib.error, OSError, orjson.JSONDecodeError) as error:
        raise _make_damage(path, error) from error


def _make_damage(path: Path, error: object) -> StoreError:
    return StoreError(f"{str(path)!r} is damaged or cut off ({error}): take another copy; nothing was stored")


def _fill(store: EventStore, lines: Iterator[dict[str, Any]], path: Path, on_progress: Progress) -> int:
    with store.restoring() as restorer:
        if not restorer.is_empty():
            raise StoreError(f"{store.database.name} holds documents already: restore into a new store")
        try:
            return _restore(restorer, lines, on_progress)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise _make_damage(path, error) from error


def _restore(restorer: Restorer, lines: Iterator[dict[str, Any]], on_progress: Progress) -> int:
    """Each kind of line has its turn, in the order of `_pour`."""
    header = next(lines)
    restorer.reserve_reports(header["last_report"])
    line = next(lines, {})
    while "correction" in line:
        restorer.restore_corrections([read_correction(line["correction"])])
        line = next(lines, {})
    done = 0
    others: list[dict[str, Any]] = []
    for batch in make_batches(_take_documents(chain([line], lines)), _DOCUMENTS):
        told = [(_read_document(line), _read_accounts(line)) for line in batch if "document" in line]
        others += [line for line in batch if "document" not in line]
        restorer.restore_documents(told)
        done += len(told)
        on_progress(done, header["documents"])
    restorer.compose_events()
    for line in chain(others, lines):
        if "story" in line:
            restorer.restore_story(*line["story"])
        elif "outlet" in line:
            restorer.restore_outlet(*line["outlet"])
        elif line["end"]["documents"] == done:
            return done
    raise ValueError("its last line is missing")


def _take_documents(lines: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The lines with documents, and the one behind them."""
    for line in lines:
        yield line
        if "document" not in line:
            return


def _read_document(line: dict[str, Any]) -> Document:
    return _CODEC.read(Document, orjson.dumps(line["document"]).decode())


def _read_accounts(line: dict[str, Any]) -> list[Account]:
    return [
        Account(event_id, number, _CODEC.read(Event, orjson.dumps(report).decode()))
        for event_id, number, report in line["reports"]
    ]
