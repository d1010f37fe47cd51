"""Rows -> the columns of a segment: numbered, sorted, as narrow as they can be."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from mapping.columnar.rows import UNDATED, EventRow
from mapping.columnar.segment import BLOCK, COLUMNS, Segment
from mapping.columnar.tables import NONE, Array, Numbering
from mapping.page.layout import GRANULARITIES, MAX_REPORTS, MODALITIES, REVIEWS, shrink

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
