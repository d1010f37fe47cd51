"""One pass over the rows of a query that counts all that is asked of them: by time, place, kind, source and story."""

import os
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

import numpy as np

from mapping.columnar.segment import Segment
from mapping.columnar.selection import Rows, Selection, count_rows
from mapping.columnar.tables import Array, Tables
from mapping.page.layout import EPOCH
from mapping.query import EventQuery

# How many threads count, and from how many chunks on it is worth their while.
_WORKERS = max(1, min(4, os.cpu_count() or 1))
_LEAST_SHARED = 4
# A run of rows that is shorter than this costs more to count than to look at.
_ROWS_A_CUT = 2000
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
        self._waiting: dict[int, list[Array]] = {1: [], -1: []}
        self._rows = 0

    def add(self, values: Array, sign: int) -> None:
        self._waiting[sign].append(values)
        self._rows += len(values)
        if self._rows >= self._least:
            self.finish()

    def finish(self) -> Array:
        for sign, waiting in self._waiting.items():
            if waiting:
                values = waiting[0] if len(waiting) == 1 else np.concatenate(waiting)
                self.counts += sign * np.bincount(values, minlength=len(self.counts))
                waiting.clear()
        self._rows = 0
        return self.counts


class _Bars:
    """The bars of the histogram: rows are sorted by day, so that each bar is a run of them."""

    def __init__(self, segments: Sequence[Segment], query: EventQuery, step: Step) -> None:
        first = None if query.start is None else query.start.toordinal() - EPOCH
        # What began before the first day that was asked for counts in the bar of that day.
        keys = [_find_bars(np.maximum(s.day, first) if first is not None else s.day, step) for s in segments]
        self.days = np.unique(np.concatenate([np.zeros(0, dtype=np.int64), *keys]))
        self._runs = [self._find_runs(segment, own) for segment, own in zip(segments, keys, strict=True)]

    def cut(self, index: int, rows: Rows) -> list[tuple[int, slice]]:
        """The bars of some rows of a segment, each with the run that falls into it; those without a date are in none.

        The runs follow each other, the first begins with the first row.
        """
        edges, numbers = self._runs[index]
        if isinstance(rows, slice):
            cuts = np.clip(edges, rows.start, rows.stop) - rows.start
        else:
            cuts = np.searchsorted(rows, edges)
        found = np.flatnonzero(cuts[1:] > cuts[:-1])
        ends = zip(numbers[found].tolist(), cuts[found].tolist(), cuts[found + 1].tolist(), strict=True)
        return [(number, slice(start, end)) for number, start, end in ends]

    def _find_runs(self, segment: Segment, keys: Array) -> tuple[Array, Array]:
        """The rows at which bars begin, with the end of the last; and which bars these are."""
        starts = np.flatnonzero(np.append(True, keys[1:] != keys[:-1])) if len(keys) else np.zeros(0, dtype=np.int64)
        return np.append(segment.day_row[starts], segment.dated), np.searchsorted(self.days, keys[starts])


class _Pass:
    """The counts of some chunks; several passes side by side add up to a tally."""

    def __init__(self, tables: Tables, bars: _Bars, spot_groups: Array | None) -> None:
        self.rows = 0
        self.kinds, self.spots = _Counter(len(tables.kinds)), _Counter(len(tables.spots))
        self.sources, self.stories = _Counter(len(tables.sources)), _Counter(len(tables.stories) + 1)
        self._bars = bars
        self._families = tables.by_kind["family"].numbers
        self.bar_families = np.zeros((len(bars.days), len(tables.families)), dtype=np.int64)
        # A group of -1 counts for nothing: its column, the first, is left out in the end.
        self._groups = None if spot_groups is None else spot_groups + 1
        groups = 0 if spot_groups is None else int(spot_groups.max(initial=-1)) + 1
        self.bar_groups = np.zeros((len(bars.days), groups + 1), dtype=np.int64)

    def add(self, index: int, segment: Segment, rows: Rows, sign: int) -> None:
        """Count some rows in, or with a sign of -1 out."""
        number = count_rows(rows)
        if not number:
            return
        cuts = self._bars.cut(index, rows)
        self.rows += sign * number
        self._add_kinds(segment.kind[rows], cuts, sign)
        spot = segment.spot[rows]
        self.spots.add(spot, sign)
        if self._groups is not None:
            _add_runs(self.bar_groups, self._groups.take(spot), cuts, sign)
        self.sources.add(segment.source[rows], sign)
        self.sources.add(_find_others(segment, rows), sign)
        self.stories.add(np.minimum(segment.story[rows], len(self.stories.counts) - 1), sign)

    def _add_kinds(self, kind: Array, cuts: Sequence[tuple[int, slice]], sign: int) -> None:
        if len(cuts) * _ROWS_A_CUT > len(kind):
            self.kinds.add(kind, sign)
            _add_runs(self.bar_families, self._families.take(kind), cuts, sign)
            return
        # Long runs: the kinds of a bar are counted once, and its families summed up from them.
        for bar, run in cuts:
            found = np.bincount(kind[run], minlength=len(self._families))
            self.kinds.counts += sign * found
            families = np.bincount(self._families, weights=found, minlength=self.bar_families.shape[1])
            self.bar_families[bar] += sign * families.astype(np.int64)
        self.kinds.add(kind[cuts[-1][1].stop if cuts else 0 :], sign)


def _add_runs(counts: Array, values: Array, cuts: Sequence[tuple[int, slice]], sign: int) -> None:
    for bar, run in cuts:
        counts[bar] += sign * np.bincount(values[run], minlength=counts.shape[1])


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
    parts = selection.snapshot.parts
    bars = _Bars([part.segment for part in parts], query, step)
    chunks = [(index, chunk) for index, part in enumerate(parts) for chunk in selection.find_chunks(part)]

    def count(some: Sequence[tuple[int, Rows]]) -> _Pass:
        counted = _Pass(selection.snapshot.tables, bars, spot_groups)
        for index, chunk in some:
            rows, without = selection.choose(parts[index], chunk)
            counted.add(index, parts[index].segment, rows, 1)
            counted.add(index, parts[index].segment, without, -1)
        return counted

    # numpy lets go of Python's lock while it counts, so that threads share the work.
    workers = _WORKERS if len(chunks) >= _LEAST_SHARED else 1
    shares = [chunks[first::workers] for first in range(workers)]
    passes = [count(chunks)] if workers == 1 else list(_get_pool().map(count, shares))
    rows = sum(counted.rows for counted in passes)
    bar_families = sum(counted.bar_families for counted in passes)
    return Tally(
        rows=rows,
        undated=rows - int(np.sum(bar_families)),
        kinds=_sum(counted.kinds for counted in passes),
        spots=_sum(counted.spots for counted in passes),
        sources=_sum(counted.sources for counted in passes),
        stories=_sum(counted.stories for counted in passes),
        bars=bars.days,
        bar_families=np.asarray(bar_families),
        bar_groups=None if spot_groups is None else np.asarray(sum(counted.bar_groups for counted in passes))[:, 1:],
    )


def _sum(counters: Iterable[_Counter]) -> Array:
    return np.asarray(sum(counter.finish() for counter in counters))


@cache
def _get_pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(_WORKERS, thread_name_prefix="columns")


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
