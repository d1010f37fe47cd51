"""What the store asks of a database; `sqlite.py` and `postgres.py` are the two that answer.

Everything that both databases say alike is SQLAlchemy Core elsewhere; here is what each says in its own way.
"""

import threading
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any, ClassVar, TypeAlias

import numpy as np
import numpy.typing as npt
from sqlalchemy import ColumnElement, Connection, Engine, Row, Table
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from mapping.errors import QueryError, RefusedError, StoreError
from mapping.model import BBox
from mapping.querying.terms import TextTerms

AnyRow: TypeAlias = Row[*tuple[Any, ...]]
"""A row of whatever columns."""


Numbers: TypeAlias = npt.NDArray[np.int64]
"""Numbers of events."""


def read_numbers(listed: str | None) -> Numbers:
    """Numbers that a database has joined by commas: a million come so in a third of the time that rows take."""
    return np.fromstring(listed, sep=",", dtype=np.int64) if listed else np.zeros(0, dtype=np.int64)


class Database(ABC):
    """An open database.

    Attributes:
        name: How messages call it.
        read_only: Whether `writing` is refused.
        can_search: Whether text can be searched.
        writes: How many transactions were written through it.
        dialect: SQLAlchemy's name of this kind of database.
        can_drop_unseen: Whether readers go on as before while a transaction drops an index.
    """

    dialect: ClassVar[str]
    can_drop_unseen: ClassVar[bool]

    def __init__(self, name: str, *, read_only: bool, time_limit_s: float | None) -> None:
        self.name = name
        self.read_only = read_only
        self.can_search = True
        self.writes = 0
        self._time_limit_s = time_limit_s
        self._engines: list[Engine] = []
        self._is_open = True
        # Threads of one process take turns here, which is fairer than asking a busy database again and again.
        self._turn = threading.Lock()

    def close(self) -> None:
        """Close all connections; the database cannot be used afterwards."""
        self._is_open = False
        for engine in self._engines:
            engine.dispose()

    @contextmanager
    def reading(self, *, unlimited: bool = False, streaming: bool = False) -> Iterator[Connection]:
        """A connection that sees the store as it is now, for a short while: readers must not hold up the log.

        Args:
            unlimited: Whether the time limit is left aside, for what is done once and takes long.
            streaming: Whether it goes through much of the store once, and is to leave little in memory.

        Raises:
            StoreError: It was closed, or cannot be read.
            QueryError: The time limit is over.
        """
        self._check_open()
        try:
            with self._begin_reading(unlimited=unlimited, streaming=streaming) as connection:
                yield connection
        except DBAPIError as error:
            if self.was_stopped(error):
                raise QueryError(
                    f"this search takes longer than {self._time_limit_s:g} seconds: narrow the filter,"
                    " with fewer days or a smaller box"
                ) from error
            raise StoreError(f"{self.name} cannot be read: {error.orig}") from error
        except SQLAlchemyError as error:
            raise StoreError(f"{self.name} cannot be read: {error}") from error

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that no other writer shares: kept whole at the end, or not at all.

        Raises:
            StoreError: It is open for reading only, was closed, or the database refuses.
        """
        if self.read_only:
            raise StoreError(f"{self.name} is open for reading only")
        self._check_open()
        try:
            with self._turn, self._begin_writing() as connection:
                yield connection
            self.writes += 1
        except DBAPIError as error:
            raise self._make_write_error(error.orig or error) from error
        except (SQLAlchemyError, UnicodeEncodeError) as error:
            raise self._make_write_error(error) from error

    def _make_write_error(self, error: BaseException) -> StoreError:
        """What refuses a row is told apart from what refuses all, by the names that PEP 249 gives to every driver."""
        names = {kind.__name__ for kind in type(error).__mro__}
        is_refused = not names.isdisjoint({"IntegrityError", "DataError", "UnicodeEncodeError"})
        first_line = next(iter(str(error).strip().splitlines()), "")
        return (RefusedError if is_refused else StoreError)(f"{self.name} cannot be written: {first_line}")

    def check_search(self) -> None:
        """Refuse to search text where that cannot be done.

        Raises:
            QueryError: There is no text index.
        """
        if not self.can_search:
            raise QueryError(
                "q cannot be used here: this Python's SQLite has no FTS5 (full-text search), or the events file"
                " was made without it; leave q out, or use a Python with FTS5 and ingest into a new file"
            )

    def _check_open(self) -> None:
        if not self._is_open:
            raise StoreError(f"{self.name} was closed: open it again")

    @abstractmethod
    def _begin_reading(
        self, *, unlimited: bool = False, streaming: bool = False
    ) -> AbstractContextManager[Connection]: ...

    @abstractmethod
    def _begin_writing(self) -> AbstractContextManager[Connection]: ...

    @abstractmethod
    def was_stopped(self, error: DBAPIError) -> bool:
        """Whether this error is the time limit's."""

    @abstractmethod
    def insert(self, connection: Connection, table: Table, rows: Sequence[tuple[object, ...]]) -> None:
        """Add many rows, each with all columns of the table in their order."""

    @abstractmethod
    def start_load(self, connection: Connection) -> None:
        """A transaction writes much: let it take what memory serves that."""

    @abstractmethod
    def end_load(self, connection: Connection) -> None:
        """Undo `start_load`, in the same transaction."""

    @abstractmethod
    def gather_statistics(self, connection: Connection) -> None:
        """Let the database look at how the tables are filled, by which it chooses its ways through them."""

    @abstractmethod
    def add_texts(self, connection: Connection, rows: Sequence[tuple[int, int | None, str]]) -> None:
        """Make events findable by their words: each with its number, its first day if any, and its folded words."""

    @abstractmethod
    def remove_texts(self, connection: Connection, numbers: Sequence[int]) -> None:
        """Take events out of the text index, while the events table still has them as they were put in."""

    @abstractmethod
    def match_text(self, terms: TextTerms) -> ColumnElement[bool]:
        """The condition that an event's words fulfil."""

    @abstractmethod
    def find_texts(self, connection: Connection, terms: TextTerms) -> Numbers:
        """The numbers of the events whose words fulfil the terms, of which some are wanted; also of rejected events."""

    @abstractmethod
    def walk_texts(
        self, connection: Connection, terms: TextTerms, *, first_day: int | None, last_day: int | None
    ) -> Iterator[Numbers]:
        """As `find_texts`, in runs of whole days, the last days first; events without a date come last.

        Args:
            connection: To read from.
            terms: Of which some are wanted.
            first_day: Events that begin earlier, or have no date, may be left out; None for all.
            last_day: Events that begin later may be left out; None for all.
        """

    @abstractmethod
    def match_box(self, bbox: BBox) -> ColumnElement[bool]:
        """The condition that an event's point lies in a box, edges included."""
