"""One segment of a sidecar: rows as `.npy` columns in a folder of their own, written once and never changed.

Rows are in the order of the store and of the map's binary: by first day, then by event id; those without a date come
last.
"""

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import orjson

from mapping.columnar.rows import UNDATED
from mapping.columnar.tables import Array, TablePart

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


def write_segment(folder: Path, columns: Mapping[str, Array], part: TablePart) -> None:
    """Write a segment into a new folder.

    Args:
        folder: Where; it must not exist yet.
        columns: As `laying.lay_out` gives them.
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
