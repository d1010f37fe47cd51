"""All rows of a snapshot in one order, by first day and then by id: the row numbers that the page counts in.

Most rows are in one large segment. The few of the others are put between them where they belong.
"""

from collections.abc import Iterable

import numpy as np

from mapping.columnar.rows import UNDATED
from mapping.columnar.snapshot import Part, Snapshot
from mapping.columnar.tables import Array


class PageOrder:
    """Where each row stands.

    Attributes:
        rows: How many there are.
        dated: How many have a date; these come first.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        parts = sorted(snapshot.parts, key=lambda part: -len(part.segment))
        self._large: Part | None = parts[0] if parts else None
        self._others = [(part, _find_alive(part)) for part in parts[1:]]
        self.rows = snapshot.rows
        self.dated = sum(part.segment.dated - int(np.searchsorted(part.dead, part.segment.dated)) for part in parts)
        start = _join(
            np.where(rows < part.segment.dated, part.segment.start[rows], UNDATED) for part, rows in self._others
        )
        ids = _join(part.segment.event_id[rows] for part, rows in self._others)
        self._sorted = np.lexsort((ids, start, start == UNDATED)) if len(start) else np.zeros(0, dtype=np.int64)
        self._at = self._find_places(start[self._sorted], ids[self._sorted])

    def take(self, name: str) -> Array:
        """A column of all rows (`Segment`); `NONE` is the greatest value of its type, as in the segments."""
        if self._large is None:
            return np.zeros(0, dtype=np.uint8)
        column: Array = getattr(self._large.segment, name)
        if len(self._large.dead):
            column = np.delete(column, self._large.dead)
        if not self._others:
            return column
        pieces = [getattr(part.segment, name)[rows] for part, rows in self._others]
        if name in ("place", "story"):
            widest = max([column.dtype, *(piece.dtype for piece in pieces)], key=lambda dtype: dtype.itemsize)
            column, *pieces = (_widen(piece, widest) for piece in (column, *pieces))
        added = _join(pieces)[self._sorted]
        column = column.astype(np.promote_types(column.dtype, added.dtype), copy=False)
        return np.insert(column, self._at, added)

    def find_rows(self, numbers: Array) -> Array:
        """The rows of the events with these numbers of the store, ascending; numbers that are not here are left out."""
        found = []
        if self._large is not None:
            rows = self._large.segment.find_rows(numbers).astype(np.int64)
            rows = rows[~np.isin(rows, self._large.dead)]
            rows -= np.searchsorted(self._large.dead, rows)
            found.append(rows + np.searchsorted(self._at, rows, side="right"))
        if self._others:
            added = _join(part.segment.number[rows] for part, rows in self._others)[self._sorted]
            at = np.flatnonzero(np.isin(added, numbers))
            found.append(self._at[at] + at)
        return np.sort(_join(found)).astype(np.uint32)

    def _find_places(self, start: Array, ids: Array) -> Array:
        """Before which of the large segment's living rows each of the others belongs."""
        if self._large is None or not len(start):
            return np.zeros(0, dtype=np.int64)
        segment = self._large.segment
        edges = np.append(np.flatnonzero(np.append(True, start[1:] != start[:-1])), len(start))
        at = np.empty(len(start), dtype=np.int64)
        for first, last in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
            low, high = segment.find_day(int(start[first]))
            at[first:last] = low + np.searchsorted(segment.event_id[low:high], ids[first:last])
        return at - np.searchsorted(self._large.dead, at)


def _find_alive(part: Part) -> Array:
    return np.delete(np.arange(len(part.segment)), part.dead)


def _join(pieces: Iterable[Array]) -> Array:
    listed = list(pieces)
    return np.concatenate(listed) if listed else np.zeros(0, dtype=np.int64)


def _widen(column: Array, dtype: np.dtype[np.generic]) -> Array:
    if column.dtype == dtype:
        return column
    wide = column.astype(dtype)
    wide[column == np.iinfo(column.dtype).max] = np.iinfo(dtype).max  # type: ignore[type-var]
    return wide
