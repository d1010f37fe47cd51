"""One pass over the rows of a query that counts all that is asked of them: by time, place, kind, source and story."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from mapping.columnar.segment import Segment
from mapping.columnar.selection import Rows, Selection, count_rows
from mapping.columnar.tables import Array
from mapping.page.layout import EPOCH
from mapping.query import EventQuery

_FIRST_MONDAY = -3  # 1969-12-29, counted from 1970-01-01, which was a Thursday


class Step(StrEnum):
    """How long a bar of the histogram is."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


STEP_DAYS = {Step.DAY: 1, Step.WEEK: 7, Step.MONTH: 28, Step.YEAR: 365}
"""How many days a bar has at least."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Tally:
    """How many rows of a query there are of each sort.

    Attributes:
        rows: All rows.
        undated: Those without a date.
        kinds: By index into `Tables.kinds`.
        spots: By index into `Tables.spots`.
        sources: By index into `Tables.sources`; a row with reports of several outlets counts for each.
        stories: By index into `Tables.stories`; the last element counts the rows of none.
        bars: First day of each bar of the histogram that may have rows, counted from 1970-01-01, ascending.
        bar_families: Of each bar, the rows of each family of `Tables.families`.
        bar_groups: Of each bar, the rows of each group of spots; None where none were asked for.
    """

    rows: int
    undated: int
    kinds: Array
    spots: Array
    sources: Array
    stories: Array
    bars: Array
    bar_families: Array
    bar_groups: Array | None


class _Counter:
    """Counts the values of a column; a few at a time where its table is large, since each count clears the table."""

    def __init__(self, size: int) -> None:
        self.counts = np.zeros(size, dtype=np.int64)
        self._least = 4 * size
        self._waiting: list[Array] = []
        self._rows = 0

    def add(self, values: Array) -> None:
        self._waiting.append(values)
        self._rows += len(values)
        if self._rows >= self._least:
            self.finish()

    def finish(self) -> Array:
        if self._waiting:
            values = self._waiting[0] if len(self._waiting) == 1 else np.concatenate(self._waiting)
            self.counts += np.bincount(values, minlength=len(self.counts))
            self._waiting.clear()
            self._rows = 0
        return self.counts


class _Bars:
    """The bars of the histogram: rows are sorted by day, so that each bar is a run of them."""

    def __init__(self, segments: Sequence[Segment], query: EventQuery, step: Step) -> None:
        first = None if query.start is None else query.start.toordinal() - EPOCH
        # What began before the first day that was asked for counts in the bar of that day.
        self._keys = [_find_bars(np.maximum(s.day, first) if first is not None else s.day, step) for s in segments]
        self.days = np.unique(np.concatenate([np.zeros(0, dtype=np.int64), *self._keys]))
        self._edges: Array = np.zeros(0, dtype=np.int64)
        self._numbers: Array = self._edges

    def enter(self, index: int, segment: Segment) -> None:
        """Turn to the next segment."""
        keys = self._keys[index]
        starts = np.flatnonzero(np.append(True, keys[1:] != keys[:-1])) if len(keys) else np.zeros(0, dtype=np.int64)
        self._numbers = np.searchsorted(self.days, keys[starts])
        self._edges = np.append(segment.day_row[starts], segment.dated)

    def cut(self, rows: Rows) -> list[tuple[int, slice]]:
        """The bars that some rows fall into, each with the run of them that does; rows without a date are in none."""
        if isinstance(rows, slice):
            cuts = np.clip(self._edges, rows.start, rows.stop) - rows.start
        else:
            cuts = np.searchsorted(rows, self._edges)
        found = np.flatnonzero(cuts[1:] > cuts[:-1])
        return [
            (number, slice(start, end))
            for number, start, end in zip(
                self._numbers[found].tolist(), cuts[found].tolist(), cuts[found + 1].tolist(), strict=True
            )
        ]


class _BarCounter:
    """Counts the groups of a column's values, bar by bar.

    Args:
        bars: How many there are.
        groups: Of each value, its group; a group of -1 is not counted.
    """

    def __init__(self, bars: int, groups: Array) -> None:
        self._groups = groups + 1
        self.counts = np.zeros((bars, int(groups.max(initial=-1)) + 2), dtype=np.int64)

    def add(self, values: Array, cuts: Sequence[tuple[int, slice]]) -> None:
        if not cuts:
            return
        groups = self._groups.take(values)
        for bar, run in cuts:
            self.counts[bar] += np.bincount(groups[run], minlength=self.counts.shape[1])

    def finish(self) -> Array:
        counts: Array = self.counts[:, 1:]
        return counts


def count_selection(
    selection: Selection, query: EventQuery, step: Step = Step.MONTH, *, spot_groups: Array | None = None
) -> Tally:
    """Count the rows of a query.

    Args:
        selection: They themselves.
        query: What was asked for.
        step: How long a bar of the histogram is.
        spot_groups: Of each of `Tables.spots`, what it counts for bar by bar, -1 for nothing; None to count no such.
    """
    tables, parts = selection.snapshot.tables, selection.snapshot.parts
    kinds, spots = _Counter(len(tables.kinds)), _Counter(len(tables.spots))
    sources, stories = _Counter(len(tables.sources)), _Counter(len(tables.stories) + 1)
    bars = _Bars([part.segment for part in parts], query, step)
    families = _BarCounter(len(bars.days), tables.by_kind["family"].numbers)
    groups = None if spot_groups is None else _BarCounter(len(bars.days), spot_groups)
    total = 0
    for index, part in enumerate(parts):
        segment = part.segment
        bars.enter(index, segment)
        for rows in selection.walk(part):
            cuts = bars.cut(rows)
            kind, spot = segment.kind[rows], segment.spot[rows]
            kinds.add(kind)
            families.add(kind, cuts)
            spots.add(spot)
            if groups is not None:
                groups.add(spot, cuts)
            sources.add(segment.source[rows])
            stories.add(np.minimum(segment.story[rows], len(tables.stories)))
            sources.add(_find_others(segment, rows))
            total += count_rows(rows)
    bar_families = families.finish()
    return Tally(
        rows=total,
        undated=total - int(bar_families.sum()),
        kinds=kinds.finish(),
        spots=spots.finish(),
        sources=sources.finish(),
        stories=stories.finish(),
        bars=bars.days,
        bar_families=bar_families,
        bar_groups=None if groups is None else groups.finish(),
    )


def _find_others(segment: Segment, rows: Rows) -> Array:
    """The sources of the rows' other reports."""
    if not len(segment.extra_row):
        return segment.extra_source
    first, last = (rows.start, rows.stop) if isinstance(rows, slice) else (rows[0], rows[-1] + 1)
    low, high = np.searchsorted(segment.extra_row, (first, last))
    others = segment.extra_source[low:high]
    if isinstance(rows, slice):
        return others
    found: Array = others[np.isin(segment.extra_row[low:high], rows)]
    return found


def _find_bars(days: Array, step: Step) -> Array:
    """Of each day, the first day of its bar."""
    if step is Step.DAY:
        return days.astype(np.int64)
    if step is Step.WEEK:
        return (days.astype(np.int64) - _FIRST_MONDAY) // 7 * 7 + _FIRST_MONDAY
    unit = "datetime64[M]" if step is Step.MONTH else "datetime64[Y]"
    return days.astype("datetime64[D]").astype(unit).astype("datetime64[D]").astype(np.int64)
