"""One segment of a sidecar: rows as `.npy` columns in a folder of their own, written once and never changed.

Rows are in the order of the store and of the map's binary: by first day, then by event id; those without a date come
last.
"""

import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import orjson

from mapping.columnar.rows import UNDATED, EventRow
from mapping.columnar.tables import NONE, Array, Numbering, TablePart
from mapping.page.layout import GRANULARITIES, MAX_REPORTS, MODALITIES, REVIEWS, shrink

BLOCK = 4096
_INDEX = "segment.json"
_NPY_HEADER_BYTES = 128


class DamagedError(Exception):
    """A file of the sidecar is missing, cut off or not what was written; the sidecar is made anew."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Segment:
    """The columns of some rows; all of the same length but those that say otherwise.

    Attributes:
        name: Its folder's name.
        number: The store's number of each event.
        event_id: Its id, as bytes.
        start: First day, counted from 1970-01-01; 0 without a date.
        days: How many days after the first one the last is.
        kind: Index into `Tables.kinds`.
        spot: Index into `Tables.spots`.
        place: Index into `Tables.places`; the type's greatest value for none.
        type: Index into `Tables.types`.
        source: Index into `Tables.sources`, of the lead report.
        story: Index into `Tables.stories`; the type's greatest value for none.
        score: In hundredths, rounded.
        exact: The score as the store has it.
        flags: Modality, granularity and open side, as the map's binary has them.
        review: Index into the states of review.
        reports: How many reports tell of it, 255 at most.
        numbers: `number` in ascending order.
        by_number: Of each of `numbers`, its row.
        block_last: Of each `BLOCK` dated rows, the greatest last day.
        day: Every first day that occurs, ascending.
        day_row: Of each of `day`, its first row; and at the end, how many rows have a date.
        extra_row: Rows with more sources than that of the lead report, once for each of those; ascending.
        extra_source: The source of each of `extra_row`.
    """

    name: str
    number: Array
    event_id: Array
    start: Array
    days: Array
    kind: Array
    spot: Array
    place: Array
    type: Array
    source: Array
    story: Array
    score: Array
    exact: Array
    flags: Array
    review: Array
    reports: Array
    numbers: Array
    by_number: Array
    block_last: Array
    day: Array
    day_row: Array
    extra_row: Array
    extra_source: Array

    def __len__(self) -> int:
        return len(self.number)

    @property
    def dated(self) -> int:
        """How many rows have a date; these come first."""
        return int(self.day_row[-1])

    def find_day(self, start: int) -> tuple[int, int]:
        """The rows of a first day, or with `UNDATED` of none; an empty run at the place where they would be."""
        if start == UNDATED:
            return self.dated, len(self)
        index = int(np.searchsorted(self.day, start))
        low = int(self.day_row[index])
        is_there = index < len(self.day) and self.day[index] == start
        return low, int(self.day_row[index + 1]) if is_there else low

    def find_rows(self, numbers: Array) -> Array:
        """The rows of the events with these numbers; numbers that are not here are passed over."""
        at = np.searchsorted(self.numbers, numbers)
        at[at == len(self.numbers)] = 0
        found = self.numbers[at] == numbers if len(self.numbers) else np.zeros(len(at), dtype=bool)
        rows: Array = self.by_number[at[found]]
        return rows


COLUMNS = tuple(name for name in Segment.__slots__ if name != "name")
_PER_ROW = COLUMNS[: COLUMNS.index("numbers")]
_NUMBERED = tuple(name for name in _PER_ROW if name not in ("number", "event_id", "exact"))


class Gatherer:
    """Takes rows in and lays them out as the columns of one segment.

    Args:
        numbering: Numbers the values; its part gets the new ones.
    """

    def __init__(self, numbering: Numbering) -> None:
        self._numbering = numbering
        self._batches: list[dict[str, Array]] = []
        self._extras: list[tuple[int, str]] = []
        self.rows = 0

    def add(self, rows: Sequence[EventRow]) -> None:
        """Take some rows, in any order."""
        if not rows:
            return
        fields = dict[str, Any](zip(EventRow._fields, zip(*rows, strict=True), strict=True))
        give = self._numbering
        start = np.array(fields["first_day"], dtype=np.int32)
        exact = np.array(fields["score"], dtype=np.float64)
        places = give.places.of(fields["place"])
        kinds = zip(
            fields["type"],
            fields["modality"],
            fields["granularity"],
            fields["open_side"],
            fields["review"],
            strict=True,
        )
        batch: dict[str, Any] = {
            "start": start,
            "days": np.where(start == UNDATED, 0, np.array(fields["last_day"], dtype=np.int64) - start),
            "kind": give.kinds.of(kinds),
            "spot": list(map(give.spots.__getitem__, zip(places, fields["type"], strict=True))),
            "place": places,
            "type": give.types.of(fields["type"]),
            "source": give.sources.of(fields["source"]),
            "story": give.stories.of(fields["story_id"]),
            "score": np.round(exact * 100),
            "flags": _make_flags(fields["modality"], fields["granularity"], fields["open_side"]),
            "review": [_REVIEW_NUMBERS[value] for value in fields["review"]],
            "reports": np.clip(np.array(fields["report_count"]), 1, MAX_REPORTS),
        }
        columns = {name: np.asarray(values, dtype=np.int32) for name, values in batch.items()}
        columns["number"] = np.array(fields["number"], dtype=np.int64)
        columns["event_id"] = np.array([event_id.encode() for event_id in fields["event_id"]])
        self._batches.append(columns | {"exact": exact})
        for index, (source, others) in enumerate(zip(fields["source"], fields["others"], strict=True)):
            self._extras += [(self.rows + index, other) for other in dict.fromkeys(others) if other != source]
        self.rows += len(rows)

    def finish(self) -> dict[str, Array]:
        """The columns of all rows taken, at least one, by name."""
        columns = {name: np.concatenate([batch[name] for batch in self._batches]) for name in _PER_ROW}
        self._batches.clear()
        extra_row = np.array([row for row, _ in self._extras], dtype=np.int64)
        extra_source = np.array(self._numbering.sources.of(name for _, name in self._extras), dtype=np.int64)
        return lay_out(columns, extra_row, extra_source)


def lay_out(columns: Mapping[str, Array], extra_row: Array, extra_source: Array) -> dict[str, Array]:
    """Sort rows and add what is found by them.

    Args:
        columns: The columns of each row, signed and wide, in any order; `start` is `UNDATED` without a date, `place`
            and `story` are `NONE` without one.
        extra_row: Rows with further sources.
        extra_source: Those sources.

    Returns:
        All columns of a segment, as narrow as they can be.
    """
    undated = columns["start"] == UNDATED
    order = _sort_rows(columns, undated)
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    start = columns["start"][order]
    dated = len(order) - int(undated.sum())
    start[dated:] = 0
    days = columns["days"][order]
    day, day_row = np.unique(start[:dated], return_index=True)
    by_number = np.argsort(columns["number"][order], kind="stable")
    extras = np.argsort(rank[extra_row], kind="stable")
    done = {
        "start": start.astype(np.int32),
        "days": days.astype(np.uint16 if days.max(initial=0) <= np.iinfo(np.uint16).max else np.uint32),
        "exact": columns["exact"][order],
        "event_id": columns["event_id"][order],
        "block_last": _find_block_ends(start[:dated] + days[:dated]),
        "day": day.astype(np.int32),
        "day_row": np.append(day_row, dated).astype(np.int64),
        "by_number": by_number.astype(np.uint32),
        "extra_row": rank[extra_row][extras],
        "extra_source": extra_source[extras],
    }
    done["number"] = _shrink_numbers(columns["number"][order])
    for name in ("kind", "spot", "place", "type", "source", "story", "score", "flags", "review", "reports"):
        done[name] = shrink(columns[name][order])
    return done | {"numbers": done["number"][by_number]}


def _sort_rows(columns: Mapping[str, Array], undated: Array) -> Array:
    """The order of rows by first day and id.

    The first eight bytes of an id as a number tell nearly all ids apart, and numbers sort ten times as fast.
    """
    day = np.where(undated, np.iinfo(np.int32).max, columns["start"])
    ids = columns["event_id"]
    head = ids.astype("S8").view(">u8").astype(np.uint64)
    order: Array = np.lexsort((head, day))
    same = (day[order[1:]] == day[order[:-1]]) & (head[order[1:]] == head[order[:-1]])
    starts = np.flatnonzero(same & ~np.append(False, same[:-1]))
    ends = np.flatnonzero(same & ~np.append(same[1:], False)) + 2
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        run = order[start:end]
        order[start:end] = run[np.argsort(ids[run], kind="stable")]
    return order


def _find_block_ends(last: Array) -> Array:
    starts = np.arange(0, len(last), BLOCK)
    return np.maximum.reduceat(last, starts).astype(np.int32) if len(last) else np.zeros(0, dtype=np.int32)


_MODALITY_NUMBERS = {modality.value: number for number, modality in enumerate(MODALITIES)}
_GRANULARITY_NUMBERS = {granularity.value: number for number, granularity in enumerate(GRANULARITIES)} | {"": 0}
_REVIEW_NUMBERS = {review.value: number for number, review in enumerate(REVIEWS)}


def _make_flags(modality: Sequence[str], granularity: Sequence[str], open_side: Sequence[int]) -> Array:
    """As `mapping/page/layout.py` packs them."""
    said = np.array([_MODALITY_NUMBERS[value] for value in modality], dtype=np.int64)
    fine = np.array([_GRANULARITY_NUMBERS[value] for value in granularity], dtype=np.int64)
    side = np.array(open_side, dtype=np.int64)
    flags: Array = said | fine << 2 | (side == 1) << 6 | (side == 2) << 7
    return flags


def _shrink_numbers(numbers: Array) -> Array:
    fits = int(numbers.max()) <= np.iinfo(np.uint32).max
    narrow: Array = numbers.astype(np.uint32 if fits else np.int64)
    return narrow


def unlay(segment: Segment, alive: Array) -> dict[str, Array]:
    """Some rows of a segment as `lay_out` takes them, to be laid out anew with others."""
    columns = {name: np.asarray(getattr(segment, name))[alive].astype(np.int32) for name in _NUMBERED}
    columns["number"] = segment.number[alive].astype(np.int64)
    columns |= {"event_id": segment.event_id[alive], "exact": segment.exact[alive]}
    columns["start"][alive >= segment.dated] = UNDATED
    for name in ("place", "story"):
        column = getattr(segment, name)
        columns[name][column[alive] == np.iinfo(column.dtype).max] = NONE
    return columns


def write_segment(folder: Path, columns: Mapping[str, Array], part: TablePart) -> None:
    """Write a segment into a new folder.

    Args:
        folder: Where; it must not exist yet.
        columns: As `lay_out` gives them.
        part: The values that it adds to the tables.
    """
    folder.mkdir(parents=True)
    sums = {}
    for name in COLUMNS:
        path = folder / f"{name}.npy"
        np.save(path, columns[name], allow_pickle=False)
        sums[name] = _sum_file(path)
    tables = orjson.dumps(part.to_json(), default=tuple)
    (folder / "tables.json").write_bytes(tables)
    index = {"sums": sums, "tables": zlib.crc32(tables)}
    (folder / _INDEX).write_text(json.dumps(index), encoding="utf-8")


def read_segment(folder: Path) -> tuple[Segment, TablePart]:
    """Map a segment's columns into memory, and read what it adds to the tables.

    Every file is checked against its sum: a column cut off by a full disk or a crash must not give wrong counts.

    Raises:
        DamagedError: A file is missing or is not what was written.
    """
    try:
        index = json.loads((folder / _INDEX).read_text(encoding="utf-8"))
        tables = (folder / "tables.json").read_bytes()
        sums = {name: _sum_file(folder / f"{name}.npy") for name in COLUMNS}
        if sums != index["sums"] or zlib.crc32(tables) != index["tables"]:
            raise DamagedError(f"{folder} is damaged")
        columns = {name: _map_file(folder / f"{name}.npy") for name in COLUMNS}
        part = TablePart.from_json(orjson.loads(tables))
        return Segment(name=folder.name, **columns), part
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DamagedError(f"{folder} is damaged: {error}") from error


def _map_file(path: Path) -> Array:
    """A column as a view of its file; an empty one has nothing that could be mapped."""
    is_empty = path.stat().st_size <= _NPY_HEADER_BYTES
    array = np.load(path, mmap_mode=None if is_empty else "r", allow_pickle=False)
    # Slices of a memmap cost ten times those of a plain array, which it is otherwise.
    return np.asarray(array)


def _sum_file(path: Path) -> int:
    total = 0
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            total = zlib.crc32(piece, total)
    return total
