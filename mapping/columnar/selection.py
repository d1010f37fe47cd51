"""EventQuery -> the rows that it asks for, in chunks that fit a processor's cache."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

import numpy as np

from mapping.columnar.rows import UNDATED
from mapping.columnar.segment import BLOCK, Segment
from mapping.columnar.snapshot import Part, Snapshot
from mapping.columnar.tables import Array, Tables
from mapping.kinds import Review
from mapping.model import BBox
from mapping.page.layout import EPOCH
from mapping.query import EventQuery

CHUNK = 1 << 18
Rows = slice | Array
"""Some rows of a segment: a run, or their numbers in ascending order."""
_Test = Callable[[Part, Rows], Array]
_NO_ROWS = np.zeros(0, dtype=np.int64)
# Shares of a run: above the one it is counted whole less what is left out, below the other it is taken apart.
_MOST, _FEW = 0.75, 0.5


class Selection:
    """The rows of a query.

    Attributes:
        snapshot: The columns that they are rows of.
    """

    def __init__(self, snapshot: Snapshot, query: EventQuery, numbers: Array | None, tests: Sequence[_Test]) -> None:
        self.snapshot = snapshot
        self._query = query
        self._numbers = numbers
        self._tests = tests

    def walk_newest(self, part: Part) -> Iterator[Rows]:
        """The rows of one part in chunks, the last chunk first; the rows within a chunk are in order."""
        for chunk in reversed(self.find_chunks(part)):
            chosen = self.choose(part, chunk)
            rows = chosen.rows
            if isinstance(rows, slice) and len(chosen.without):
                rows = np.setdiff1d(np.arange(rows.start, rows.stop), chosen.without, assume_unique=True)
            if count_rows(rows):
                yield rows

    def choose(self, part: Part, chunk: Rows) -> "Chosen":
        """Those rows of a chunk that the query asks for."""
        tests = list(self._tests) if part.alive is None else [_is_alive, *self._tests]
        rows = chunk
        if isinstance(rows, slice):
            wanted, tests = _test_run(part, rows, tests)
            if wanted is None:
                return Chosen(rows, _NO_ROWS)
            if not tests and np.count_nonzero(wanted) > _MOST * len(wanted):
                return Chosen(rows, np.flatnonzero(~wanted) + rows.start)
            rows = np.flatnonzero(wanted) + rows.start
        for test in tests:
            rows = rows[test(part, rows)]
        return Chosen(rows, _NO_ROWS)

    def find_chunks(self, part: Part) -> list[Rows]:
        """The rows of one part that the query's days allow, in order."""
        segment, query = part.segment, self._query
        if self._numbers is not None:
            rows = np.sort(segment.find_rows(self._numbers)).astype(np.int64)
            return _cut(rows[_is_in_time(segment, rows, query)])
        chunks: list[Rows] = []
        if query.dated is not False:
            low, high = _find_days(segment, query.start, query.end)
            if query.start is not None:
                chunks += _cut(_find_reaching(segment, low, query.start.toordinal() - EPOCH))
            chunks += _cut_run(low, high)
        if query.dated is not True and query.start is None and query.end is None:
            chunks += _cut_run(segment.dated, len(segment))
        return chunks


class Chosen(NamedTuple):
    """Some rows; where nearly all of a run are wanted, the run and those of it that are not."""

    rows: Rows
    without: Array


def _test_run(part: Part, rows: slice, tests: Sequence[_Test]) -> tuple[Array | None, list[_Test]]:
    """Put a run to the tests while most rows pass; after that it is quicker to look at those that are left alone.

    Returns:
        Which rows pass, None for all; and the tests that are still to be made.
    """
    wanted: Array | None = None
    for index, test in enumerate(tests):
        passed = test(part, rows)
        wanted = passed if wanted is None else wanted & passed
        if np.count_nonzero(wanted) < _FEW * len(wanted):
            return wanted, list(tests[index + 1 :])
    return wanted, []


def _is_alive(part: Part, rows: Rows) -> Array:
    alive: Array = np.ones(count_rows(rows), dtype=bool) if part.alive is None else part.alive[rows]
    return alive


def select_rows(snapshot: Snapshot, query: EventQuery, find_numbers: Callable[[EventQuery], Array]) -> Selection:
    """Find the rows of a query, its limit aside.

    Args:
        snapshot: The columns.
        query: What is asked for.
        find_numbers: Answers what columns cannot, text and CQL (`RowSource.find_numbers`).

    Raises:
        QueryError: The store cannot search text.
    """
    return select_among(snapshot, query, find_numbers(ask_store(query)) if needs_store(query) else None)


def needs_store(query: EventQuery) -> bool:
    """Whether a query asks what columns cannot answer: text, or a CQL filter."""
    return bool(query.text) or query.filter is not None


def ask_store(query: EventQuery) -> EventQuery:
    """What of a query columns cannot answer."""
    return EventQuery(placed=None, text=query.text, filter=query.filter, reviews=tuple(Review))


def select_among(snapshot: Snapshot, query: EventQuery, numbers: Array | None) -> Selection:
    """The rows of a query, its limit aside.

    Args:
        snapshot: The columns.
        query: What is asked for.
        numbers: The store's, of the events among which they are; None for all.
    """
    tables = snapshot.tables
    tests = [
        *_ask_kinds(tables, query),
        *_ask_places(tables, query),
        *_ask_stories(tables, query.stories),
        *_ask_sources(tables, query.sources),
        *_ask_score(query.min_score),
    ]
    return Selection(snapshot, query, numbers, tests)


def find_newest(selection: Selection, limit: int) -> list[int]:
    """The store's numbers of the newest events: by first day and then by id, backwards; those without a date come last.

    Args:
        selection: Which events.
        limit: How many at most.
    """
    found: list[tuple[int, bytes, int]] = []
    for part in selection.snapshot.parts:
        segment, left = part.segment, {True: limit, False: limit}
        for chunk in selection.walk_newest(part):
            for is_dated, rows in _part_by_date(chunk, segment.dated):
                last = _take_last(rows, left[is_dated])
                days = segment.start[last].tolist() if is_dated else [UNDATED] * count_rows(last)
                found += zip(days, segment.event_id[last].tolist(), segment.number[last].tolist(), strict=True)
                left[is_dated] -= count_rows(last)
            if not left[True]:
                break
    found.sort(reverse=True)
    return [number for _, _, number in found[:limit]]


def find_days(snapshot: Snapshot, query: EventQuery) -> tuple[int | None, int | None]:
    """Between which first days, both included, the events of a query lie; None for an open side."""
    last = None if query.end is None else query.end.toordinal() - EPOCH
    if query.start is None:
        return None, last
    first = query.start.toordinal() - EPOCH
    # What began earlier may last until then.
    for part in snapshot.parts:
        segment = part.segment
        reaching = _find_reaching(segment, segment.find_day(first)[0], first)
        if len(reaching):
            first = min(first, int(segment.start[reaching[0]]))
    return first, last


def _ask_kinds(tables: Tables, query: EventQuery) -> list[_Test]:
    reviews = query.reviews or tuple(review for review in Review if review is not Review.REJECTED)
    wanted = tables.by_kind["review"].choose(reviews)
    for name, values in (
        ("family", query.families),
        ("type", query.types),
        ("modality", query.modalities),
        ("granularity", query.granularities),
    ):
        if values:
            wanted &= tables.by_kind[name].choose(values)
    return _look_up("kind", wanted)


def _ask_places(tables: Tables, query: EventQuery) -> list[_Test]:
    """The last element stands for no place, which index -1 finds."""
    wanted = np.ones(len(tables.places) + 1, dtype=bool)
    if query.placed is not None:
        wanted[:-1], wanted[-1] = query.placed, not query.placed
    for name, values in (("country", query.countries), ("admin1", query.admin1s), ("level", query.levels)):
        if values:
            wanted &= np.append(tables.by_place[name].choose(values), False)
    if query.bbox is not None:
        wanted &= np.append(_is_in_box(tables, query.bbox), False)
    return _look_up("spot", wanted[tables.spot_places])


def _is_in_box(tables: Tables, bbox: BBox) -> Array:
    lon, lat = tables.lon, tables.lat
    east_of, west_of = lon >= bbox.west, lon <= bbox.east
    across = east_of | west_of if bbox.west > bbox.east else east_of & west_of
    inside: Array = across & (lat >= bbox.south) & (lat <= bbox.north)
    return inside


def _ask_stories(tables: Tables, stories: Sequence[str]) -> list[_Test]:
    if not stories:
        return []
    wanted = np.array([number for number, story in enumerate(tables.stories) if story in stories], dtype=np.int64)
    return [lambda part, rows: np.isin(part.segment.story[rows], wanted)]


def _ask_sources(tables: Tables, sources: Sequence[str]) -> list[_Test]:
    """Of the lead report, or of any other."""
    if not sources:
        return []
    wanted = np.array([source in sources for source in tables.sources], dtype=bool)

    def test(part: Part, rows: Rows) -> Array:
        segment = part.segment
        keep: Array = wanted.take(segment.source[rows])
        others = segment.extra_row[wanted.take(segment.extra_source)]
        return keep | _holds(others, rows) if len(others) else keep

    return [test]


def _ask_score(least: float) -> list[_Test]:
    """Hundredths decide nearly all; the score itself is read where they leave it open."""
    if least <= 0:
        return []
    edge = round(least * 100)

    def test(part: Part, rows: Rows) -> Array:
        score = part.segment.score[rows]
        keep: Array = score >= edge
        open_ones = np.flatnonzero(score == edge)
        if len(open_ones):
            at = open_ones + rows.start if isinstance(rows, slice) else rows[open_ones]
            keep[open_ones] = part.segment.exact[at] >= least
        return keep

    return [test]


def _look_up(column: str, wanted: Array) -> list[_Test]:
    """A test by a column that points into a table; none where everything is wanted."""
    if wanted.all():
        return []
    return [lambda part, rows: wanted.take(getattr(part.segment, column)[rows])]


def _holds(some: Array, rows: Rows) -> Array:
    """Of each row, whether it is among some; both ascending."""
    if isinstance(rows, slice):
        keep = np.zeros(rows.stop - rows.start, dtype=bool)
        first, last = np.searchsorted(some, (rows.start, rows.stop))
        keep[some[first:last] - rows.start] = True
        return keep
    return np.isin(rows, some)


def _find_days(segment: Segment, start: date | None, end: date | None) -> tuple[int, int]:
    """The run of dated rows whose first days lie within start and end, both included."""
    low = 0 if start is None else int(np.searchsorted(segment.day, start.toordinal() - EPOCH))
    high = len(segment.day) if end is None else int(np.searchsorted(segment.day, end.toordinal() - EPOCH, side="right"))
    return int(segment.day_row[low]), int(segment.day_row[max(low, high)])


def _find_reaching(segment: Segment, low: int, start: int) -> Array:
    """The rows before `low` that last until the day `start` or longer."""
    blocks = np.flatnonzero(segment.block_last[: -(-low // BLOCK)] >= start)
    rows = (blocks[:, None] * BLOCK + np.arange(BLOCK)).reshape(-1)
    rows = rows[rows < low]
    kept: Array = rows[segment.start[rows] + segment.days[rows] >= start]
    return kept


def _is_in_time(segment: Segment, rows: Array, query: EventQuery) -> Array:
    is_dated = rows < segment.dated
    keep = np.ones(len(rows), dtype=bool) if query.dated is None else is_dated == query.dated
    start = segment.start[rows].astype(np.int64)
    if query.start is not None:
        keep &= is_dated & (start + segment.days[rows] >= query.start.toordinal() - EPOCH)
    if query.end is not None:
        keep &= is_dated & (start <= query.end.toordinal() - EPOCH)
    return keep


def _cut(rows: Array) -> list[Rows]:
    return [rows[at : at + CHUNK] for at in range(0, len(rows), CHUNK)]


def _cut_run(low: int, high: int) -> list[Rows]:
    return [slice(at, min(at + CHUNK, high)) for at in range(low, high, CHUNK)]


def count_rows(rows: Rows) -> int:
    """How many rows these are."""
    return rows.stop - rows.start if isinstance(rows, slice) else len(rows)


def _part_by_date(rows: Rows, dated: int) -> list[tuple[bool, Rows]]:
    """The rows with and those without a date; a run is always one or the other."""
    if isinstance(rows, slice):
        return [(rows.start < dated, rows)]
    at = int(np.searchsorted(rows, dated))
    return [(is_dated, some) for is_dated, some in ((True, rows[:at]), (False, rows[at:])) if len(some)]


def _take_last(rows: Rows, limit: int) -> Rows:
    if not limit:
        return slice(0, 0)
    return slice(max(rows.start, rows.stop - limit), rows.stop) if isinstance(rows, slice) else rows[-limit:]
