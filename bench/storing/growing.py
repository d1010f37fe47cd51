"""A large store out of a smaller one, by SQL alone: so many copies of every event, each with an id of its own.

Loading ten million events takes an hour; what reading them takes does not depend on how they came. The copies are of
the same days, places and words, in documents of their own.
"""

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Table
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex

from mapping.storage.schema import EVENT_ORDERS, documents, events, reports

_FAST = ("journal_mode = OFF", "synchronous = OFF", "cache_size = -1000000", "locking_mode = EXCLUSIVE")


def grow(small: Path, large: Path, copies: int, tell: Callable[[int], None]) -> None:
    """Make a store of so many copies of each event of another.

    Args:
        small: An events file of synthetic events (bench/synthetic.py), which nobody has open.
        large: The new one.
        copies: How many, the first ones included.
        tell: Is told how many copies are in.
    """
    partial = large.with_name(f"{large.name}.part")
    shutil.copyfile(small, partial)
    connection = sqlite3.connect(partial, isolation_level=None)
    for pragma in _FAST:
        connection.execute(f"PRAGMA {pragma}").fetchall()
    for index in EVENT_ORDERS:
        connection.execute(f"DROP INDEX {index.name}")
    (rows,) = connection.execute("SELECT max(number) FROM events").fetchone()
    for turn in range(1, copies):  # each copy's ids have its number behind them
        connection.execute("BEGIN")
        for table, changed in _list_changes(turn, turn * rows).items():
            _copy(connection, table, changed, rows)
        connection.execute(
            f"INSERT INTO events_text (rowid, words) SELECT id + {turn * rows}, c0 FROM events_text_content"  # noqa: S608
            f" WHERE id & 4294967295 <= {rows} ORDER BY id"
        )
        connection.execute("COMMIT")
        tell(turn + 1)
    for index in EVENT_ORDERS:
        connection.execute(str(CreateIndex(index).compile(dialect=sqlite.dialect())))
    connection.execute("INSERT INTO revisions SELECT max(revision) + 1, 'grown' FROM revisions")
    counters = ("next_event", "next_report")
    connection.executemany(
        "UPDATE meta SET value = ? WHERE key = ?", [(str(copies * rows + 1), key) for key in counters]
    )
    connection.execute("PRAGMA locking_mode = NORMAL").fetchall()
    connection.execute("PRAGMA journal_mode = WAL").fetchall()
    connection.close()
    partial.rename(large)


def _list_changes(turn: int, further: int) -> dict[Table, dict[str, str]]:
    """What is other in a copy, as SQL."""
    doc_id = f"doc_id || '-{turn}'"
    return {
        documents: {"doc_id": doc_id, "payload": f"replace(payload, doc_id, {doc_id})"},
        events: {
            "number": f"number + {further}",
            "event_id": f"event_id || '-{turn}'",
            "doc_id": doc_id,
            # A document's id ends in that of its event, so that this changes both.
            "payload": f"replace(payload, event_id, event_id || '-{turn}')",
        },
        reports: {
            "number": f"number + {further}",
            "report_id": f"report_id || '-{turn}'",
            "event_number": f"event_number + {further}",
            "doc_id": doc_id,
        },
    }


def _copy(connection: sqlite3.Connection, table: Table, changed: dict[str, str], rows: int) -> None:
    """The first rows of a table once more; documents are in the order of their events."""
    names = [column.name for column in table.columns]
    wanted = ", ".join(changed.get(name, name) for name in names)
    connection.execute(
        f"INSERT INTO {table.name} ({', '.join(names)}) SELECT {wanted} FROM {table.name}"  # noqa: S608
        f" WHERE rowid <= {rows} ORDER BY rowid"
    )
