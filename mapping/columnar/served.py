"""What a server needs of the columns, made once a generation: row numbers, the packed binary, counts of queries."""

import gzip
import math
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from functools import lru_cache
from typing import Any, TypeVar

import numpy as np

from mapping.columnar.dump import make_binary
from mapping.columnar.order import PageOrder
from mapping.columnar.rows import UNDATED, RowSource
from mapping.columnar.selection import (
    Selection,
    ask_store,
    find_days,
    find_newest,
    needs_store,
    select_among,
    select_rows,
)
from mapping.columnar.sidecar import Sidecar
from mapping.columnar.snapshot import Snapshot
from mapping.columnar.tables import Array
from mapping.model import Event
from mapping.page.layout import EPOCH
from mapping.query import EventQuery

_Answer = TypeVar("_Answer")
_KEPT_ANSWERS = 64
_KEPT_SEARCHES = 16
# Level 6 takes nearly four times as long, and makes the events but two percent smaller.
_PACKING = 4
# How long changes wait after some were taken in: so many times as long as that took, but no longer than a second.
_REST, _LONGEST_REST_S = 4, 1.0


class Frame:
    """One generation as it is served; threads may share it.

    Attributes:
        snapshot: The columns.
        source: The store that they are made of.
        order: The row numbers that the page counts in.
    """

    def __init__(self, snapshot: Snapshot, source: RowSource) -> None:
        self.snapshot = snapshot
        self.source = source
        self.order = PageOrder(snapshot)
        self._lock = threading.Lock()
        self._packed = b""
        # One search is asked for again with every window of time that is looked at.
        self._find_numbers = lru_cache(maxsize=_KEPT_SEARCHES)(source.find_numbers)
        self._answers = lru_cache(maxsize=_KEPT_ANSWERS)(self._answer)

    @property
    def generation(self) -> str:
        """That of the store."""
        return self.snapshot.generation

    def pack(self) -> bytes:
        """All events as the page reads them, packed with gzip."""
        with self._lock:
            if not self._packed:
                self._packed = gzip.compress(self.write(), compresslevel=_PACKING, mtime=0)
            return self._packed

    def write(self) -> bytes:
        """All events as the page reads them."""
        return make_binary(self.snapshot, self.order, self.source)

    def answer(self, make: Callable[["Frame", Any], _Answer], asked: object) -> _Answer:
        """What `make` answers to a question, kept for when it is asked again.

        Args:
            make: A function of a module; it is given this frame and the question.
            asked: A frozen value.
        """
        found: _Answer = self._answers(make, asked)
        return found

    def select(self, query: EventQuery) -> Selection:
        """The rows of a query.

        Raises:
            QueryError: The store cannot search text.
        """
        return select_rows(self.snapshot, query, self._find_numbers)

    def find_newest(self, query: EventQuery, limit: int) -> list[int]:
        """The store's numbers of a query's newest events: by first day and then by id, backwards; undated ones last.

        Args:
            query: Its own limit is left aside.
            limit: How many at most.

        Raises:
            QueryError: The store cannot search text.
        """
        if not needs_store(query):
            return find_newest(self.select(query), limit)
        found: list[int] = []
        first_day, last_day = find_days(self.snapshot, query)
        runs = self.source.walk_numbers(ask_store(query), first_day=first_day, last_day=last_day)
        with closing(runs):
            for numbers in runs:
                found += find_newest(select_among(self.snapshot, query, numbers), limit - len(found))
                if len(found) >= limit:
                    break
        return found

    def find_rows(self, numbers: Iterable[int]) -> Array:
        """The rows of events by the store's numbers, ascending."""
        return self.order.find_rows(np.fromiter(numbers, dtype=np.int64))

    def row_of(self, event: Event) -> int | None:
        """An event's row, or None where it is not among these."""
        span = event.date.span if event.date else None
        first = (span.start or span.end) if span else None
        number = self.snapshot.find_number(first.toordinal() - EPOCH if first else UNDATED, event.event_id)
        return None if number is None else int(self.find_rows([number])[0])

    def _answer(self, make: Callable[["Frame", Any], object], asked: object) -> Any:  # noqa: ANN401
        return make(self, asked)


class ServedColumns:
    """The columns of a store that changes.

    To take in what was written costs the same for one event as for a hundred. So while another process writes all the
    time, changes are taken in so often that it takes a fifth of the time, and what is given meanwhile is a moment old.
    What this process itself wrote is always in it.

    Args:
        sidecar: Where they are kept.
        source: The store's rows.
        clock: Seconds that only grow.

    Attributes:
        oldest_s: The greatest age of what was given: for no longer than that the store had been another one.
    """

    def __init__(self, sidecar: Sidecar, source: RowSource, clock: Callable[[], float] = time.monotonic) -> None:
        self._sidecar = sidecar
        self._source = source
        self._clock = clock
        self._lock = threading.Lock()
        self._frame: Frame | None = None
        self._written = 0
        self._current_at = self._rests_until = -math.inf
        self.oldest_s = 0.0

    def prepare(self, tell: Callable[[int], None]) -> None:
        """Bring the columns up to the store, which may take a while the first time.

        Args:
            tell: Is told from time to time how many events have been read.

        Raises:
            StoreError: The store cannot be read, or the columns cannot be written.
        """
        self._sidecar.get(tell)

    def get(self) -> Frame:
        """The columns of the store as it is now, or was a moment ago.

        Raises:
            StoreError: The store cannot be read, or the columns cannot be written.
        """
        asked = self._clock()
        frame, written = self._frame, self._source.writes
        if frame is not None and frame.generation == self._source.generation:
            self._current_at = asked
            return frame
        if frame is not None and written == self._written and (asked < self._rests_until or self._lock.locked()):
            self.oldest_s = max(self.oldest_s, asked - self._current_at)
            return frame
        with self._lock:
            start, written = self._clock(), self._source.writes
            snapshot = self._sidecar.get()
            if self._frame is None or self._frame.snapshot is not snapshot:
                is_first, self._frame = self._frame is None, Frame(snapshot, self._source)
                self._current_at, end = start, self._clock()
                self._rests_until = -math.inf if is_first else end + min(_LONGEST_REST_S, _REST * (end - start))
            self._written = written
            return self._frame
