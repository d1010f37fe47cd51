"""Stores of older versions -> this one, a version at a time, each in one transaction."""

import logging
import sqlite3
from collections.abc import Callable, Mapping
from pathlib import Path

from sqlalchemy import Connection

from mapping.errors import StoreError
from mapping.storage import sqlite_texts, version_1
from mapping.storage.schema import LONG_EVENTS, PLACES, reports
from mapping.storage.sqlite import VERSION, SQLiteDatabase, create_tables, has_fts5

_log = logging.getLogger(__name__)
_COPY_REPORTS = """
INSERT INTO reports
SELECT old.number, NULLIF(old.report_id, events.event_id), event_number, old.doc_id, position, old.payload
FROM old_reports AS old LEFT JOIN events ON events.number = event_number ORDER BY old.number
"""


def migrate(database: SQLiteDatabase) -> None:
    """Bring the tables of a file up to date; a copy of it as it was stays beside it.

    Raises:
        StoreError: It is open for reading only, or the file or its folder cannot be written.
    """
    if database.version == VERSION:
        return
    if database.read_only:
        raise StoreError(
            f"{database.name} was made by an older Dateline (version {database.version} of the tables, this one reads"
            f" {VERSION}): open it once for writing, as `dateline ingest` and `dateline serve` do, and it is brought up"
            " to date; a copy as it is now stays beside it"
        )
    copy = keep_copy(database.path, database.version)
    _log.warning("%s is brought up to date; as it was, it is kept as %s", database.name, copy)
    with database.writing() as connection:
        # Another process may have done it while this one waited for its turn.
        while (version := int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())) < VERSION:
            _MIGRATIONS[version](database, connection)
    database.checkpoint()


def _upgrade_version_1(database: SQLiteDatabase, connection: Connection) -> None:
    version_1.set_aside(connection)
    create_tables(connection)
    database.can_search = has_fts5(connection)
    version_1.read_in(database, connection)


def _upgrade_version_2(database: SQLiteDatabase, connection: Connection) -> None:
    """The text index was ordered by the numbers of events, and there was no index of long ones."""
    if database.can_search:
        sqlite_texts.order_by_day(connection)
    LONG_EVENTS.create(connection, checkfirst=True)
    connection.exec_driver_sql("PRAGMA user_version = 3")


def _upgrade_version_3(database: SQLiteDatabase, connection: Connection) -> None:  # noqa: ARG001
    """Each report had its id, also where it was that of its event, and places had no index.

    Ids of events and documents keep the indexes that they have, which only a large load would notice.
    """
    for index in reports.indexes:
        index.drop(connection, checkfirst=True)
    connection.exec_driver_sql("ALTER TABLE reports RENAME TO old_reports")
    reports.create(connection)
    connection.exec_driver_sql(_COPY_REPORTS)
    connection.exec_driver_sql("DROP TABLE old_reports")
    PLACES.create(connection, checkfirst=True)
    connection.exec_driver_sql("PRAGMA user_version = 4")


# By the version that they start from; each ends at the version behind it, or leaps to that of today.
_MIGRATIONS: Mapping[int, Callable[[SQLiteDatabase, Connection], None]] = {
    1: _upgrade_version_1,
    2: _upgrade_version_2,
    3: _upgrade_version_3,
}


def keep_copy(path: Path, version: int) -> Path:
    """Copy an events file, with what its log holds, to a file beside it that is named for its version."""
    copy = path.with_name(f"{path.name}.version-{version}")
    partial = copy.with_name(f"{copy.name}.part")
    partial.unlink(missing_ok=True)
    try:
        source, target = sqlite3.connect(path), sqlite3.connect(partial)
        try:
            source.backup(target)
        finally:
            source.close()
            target.close()
        partial.replace(copy)
    except (sqlite3.Error, OSError) as error:
        raise StoreError(f"{str(path)!r} cannot be copied to {str(copy)!r} before it is upgraded: {error}") from error
    return copy
