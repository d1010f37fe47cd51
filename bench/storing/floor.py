"""What SQLite alone takes to write the rows of a store: the floor under any loader.

The rows come out of a filled store and go into a new file of the same tables by `executemany`, texts in the order of
the text index, the indexes at the end: nothing is made of them, and nothing is looked up.
"""

import re
import sqlite3
import time
from collections.abc import Sequence
from pathlib import Path

ALL = ("documents", "places", "reports", "events", "event_sources", "events_text")
LEAST = ("events", "events_text")
"""The tables without which there is nothing to show and nothing to find."""
_PRAGMAS = (
    *("page_size = 8192", "journal_mode = WAL", "synchronous = FULL", "cache_size = -131072"),
    *("mmap_size = 1073741824", "secure_delete = FAST", "threads = 2"),
)
# The tables that FTS5 and ANALYZE make of their own.
_INNER = re.compile(r"events_text_|sqlite_")


def measure_floor(filled: Path, empty: Path, tables: Sequence[str] = ALL) -> tuple[float, float]:
    """Write the rows of a store once more.

    Args:
        filled: An events file.
        empty: Where to; made anew.
        tables: Which are written, with their indexes.

    Returns:
        Seconds on the clock, and of the processor.
    """
    source = sqlite3.connect(filled)
    schema = source.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE sql IS NOT NULL").fetchall()
    rows = {table: _read(source, table) for table in tables}
    for path in empty.parent.glob(f"{empty.name}*"):
        path.unlink()
    target = sqlite3.connect(empty, isolation_level=None)
    for pragma in _PRAGMAS:
        target.execute(f"PRAGMA {pragma}").fetchall()
    for kind, name, _, sql in schema:
        if kind == "table" and not _INNER.match(name):
            target.execute(sql)
    wall, cpu = time.perf_counter(), time.process_time()
    target.execute("BEGIN IMMEDIATE")
    for table, found in rows.items():
        if found:
            names = "rowid, words" if table == "events_text" else ", ".join(_list_columns(source, table))
            marks = ", ".join("?" * len(found[0]))
            target.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", found)  # noqa: S608
    for kind, _, table, sql in schema:
        if kind == "index" and table in tables:
            target.execute(sql)
    target.execute("COMMIT")
    spent = time.perf_counter() - wall, time.process_time() - cpu
    source.close()
    target.close()
    return spent


def _read(source: sqlite3.Connection, table: str) -> list[tuple[object, ...]]:
    wanted = "rowid, words" if table == "events_text" else ", ".join(_list_columns(source, table))
    return source.execute(f"SELECT {wanted} FROM {table} ORDER BY rowid").fetchall()  # noqa: S608


def _list_columns(source: sqlite3.Connection, table: str) -> list[str]:
    return [row[1] for row in source.execute(f"PRAGMA table_info({table})")]
