"""The text index of an SQLite file: an FTS5 table whose row ids begin with the day, so that it can be read by date.

FTS5 walks the hits of a word in the order of row ids, forwards or backwards, and seeks a run of them; in any other
order it would have to give all hits, of which a common word has a fifth of the store. So the id of a row is the
event's first day, and behind that its number.
"""

import sqlite3
from collections.abc import Iterator, Sequence

import numpy as np
from sqlalchemy import ColumnElement, Connection, text

from mapping.querying.terms import TextTerms
from mapping.storage.database import Numbers, read_numbers
from mapping.storage.schema import events
from mapping.storage.words import fold_words

# The words come folded, so that any other character parts them. English endings are cut: "strike" finds "strikes".
# How long each text is, only ranking would ask.
TABLE = "CREATE VIRTUAL TABLE events_text USING fts5 (words, tokenize = 'porter ascii', columnsize = 0)"

# Numbers of events take the low bits. Days are counted so that the first one that Python knows is above 0, which
# stands for none: undated events come last, seen from the newest.
_NUMBER_BITS = 32
_NUMBERS = (1 << _NUMBER_BITS) - 1
_FIRST_DAY = 1 << 20
_LARGEST_KEY = (1 << 63) - 1
_KEY = f"CASE WHEN first_day IS NULL THEN number ELSE ((first_day + {_FIRST_DAY}) << {_NUMBER_BITS}) | number END"
_FIRST_RUN = 400
_ALL = f"SELECT group_concat(rowid & {_NUMBERS}) FROM events_text WHERE events_text MATCH ?"  # noqa: S608
_RUN = """
SELECT group_concat(key) FROM (
    SELECT rowid AS key FROM events_text
    WHERE events_text MATCH ? AND rowid BETWEEN ? AND ? ORDER BY rowid DESC LIMIT ?
)
"""
_KEYS = f"SELECT {_KEY} FROM events WHERE number = ?"  # noqa: S608
# As a whole, so that the index comes in one piece.
_REORDER = (
    "ALTER TABLE events_text RENAME TO old_events_text",
    TABLE,
    f"INSERT INTO events_text (rowid, words) SELECT {_KEY} AS key, words"  # noqa: S608
    " FROM old_events_text JOIN events ON number = old_events_text.rowid ORDER BY key",
    "DROP TABLE old_events_text",
)


def make_key(number: int, first_day: int | None) -> int:
    """The id of an event's row.

    Args:
        number: The event's.
        first_day: Counted from 1970-01-01; None without a date.
    """
    return number if first_day is None else (first_day + _FIRST_DAY) << _NUMBER_BITS | number


def add_texts(connection: sqlite3.Connection, rows: Sequence[tuple[int, int | None, str]]) -> None:
    """Make events findable by their words: each with its number, its first day and its folded words.

    In the order of the ids: FTS5 writes out what it has gathered whenever they go back.
    """
    keyed = sorted((make_key(number, first_day), words) for number, first_day, words in rows)
    connection.executemany("INSERT INTO events_text (rowid, words) VALUES (?, ?)", keyed)


def set_memory(connection: sqlite3.Connection, size: int) -> None:
    """How many bytes of new words the index gathers before it writes them out; the more, the fewer pieces it merges."""
    connection.execute("INSERT INTO events_text (events_text, rank) VALUES ('hashsize', ?)", (size,))


def remove_texts(connection: sqlite3.Connection, numbers: Sequence[int]) -> None:
    """Take events out of the index while they are still as they were when they were added."""
    keys = [key for number in numbers for key in connection.execute(_KEYS, (number,))]
    connection.executemany("DELETE FROM events_text WHERE rowid = ?", keys)


def match_text(terms: TextTerms) -> ColumnElement[bool]:
    """The condition that an event's words fulfil."""
    found = f"SELECT rowid & {_NUMBERS} FROM events_text WHERE events_text MATCH"  # noqa: S608
    if terms.wanted:
        wanted = text(f"({found} :wanted)").bindparams(wanted=_write_terms(terms))
        return events.c.number.op("IN")(wanted)
    unwanted = text(f"({found} :unwanted)").bindparams(unwanted=_quote(terms.unwanted, " OR "))
    return events.c.number.op("NOT IN")(unwanted)


def find_texts(connection: Connection, terms: TextTerms) -> Numbers:
    """As `Database.find_texts`."""
    return read_numbers(connection.exec_driver_sql(_ALL, (_write_terms(terms),)).scalar())


def walk_texts(
    connection: Connection, terms: TextTerms, *, first_day: int | None, last_day: int | None
) -> Iterator[Numbers]:
    """As `Database.walk_texts`."""
    asked = _write_terms(terms)
    least = 0 if first_day is None else make_key(0, first_day)
    most = _LARGEST_KEY if last_day is None else make_key(_NUMBERS, last_day)
    size = _FIRST_RUN
    while True:
        keys = read_numbers(connection.exec_driver_sql(_RUN, (asked, least, most, size)).scalar())
        is_last = len(keys) < size
        size *= 4
        if not is_last:
            # The last day may go on behind this run, and then belongs to the next one.
            edge = int(keys.min()) >> _NUMBER_BITS << _NUMBER_BITS | _NUMBERS
            keys = keys[keys > edge]
            most = edge
        if len(keys):
            yield np.bitwise_and(keys, _NUMBERS)
        if is_last:
            return


def order_by_day(connection: Connection) -> None:
    """Make the index of a file anew whose rows have the numbers of events as their ids."""
    for statement in _REORDER:
        connection.exec_driver_sql(statement)


def _write_terms(terms: TextTerms) -> str:
    """What is wanted, without what is not, in the language of FTS5."""
    wanted = f"({_quote(terms.wanted, ' AND ')})"
    return f"{wanted} NOT ({_quote(terms.unwanted, ' OR ')})" if terms.unwanted else wanted


def _quote(terms: Sequence[str], joiner: str) -> str:
    """Words, each in quotes so that none of them is taken for an operator."""
    return joiner.join(f'"{fold_words(term)}"' for term in terms)
