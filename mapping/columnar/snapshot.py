"""The columns of one generation of a store: what counts and dumps are made from."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from mapping.columnar.segment import Segment
from mapping.columnar.tables import Array, Tables


class Part:
    """A segment, and which rows of it count.

    Args:
        segment: The rows.
        dead: Those that were changed or removed since, ascending.
    """

    def __init__(self, segment: Segment, dead: Array) -> None:
        self.segment = segment
        self.dead = dead

    @cached_property
    def alive(self) -> Array | None:
        """Whether each row counts; None where all do."""
        if not len(self.dead):
            return None
        alive = np.ones(len(self.segment), dtype=bool)
        alive[self.dead] = False
        return alive


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """All rows of a store at one generation."""

    generation: str
    tables: Tables
    parts: tuple[Part, ...]

    @cached_property
    def rows(self) -> int:
        """How many events there are."""
        return sum(len(part.segment) - len(part.dead) for part in self.parts)

    @cached_property
    def extent(self) -> tuple[int, int]:
        """The first and the last day on which an event begins, counted from 1970-01-01; twice 0 without any."""
        days = [part.segment.day for part in self.parts if len(part.segment.day)]
        return (min(int(day[0]) for day in days), max(int(day[-1]) for day in days)) if days else (0, 0)

    def find_number(self, start: int, event_id: str) -> int | None:
        """The store's number of an event.

        Args:
            start: Its first day, `UNDATED` without one.
            event_id: Its id.
        """
        wanted = event_id.encode()
        for part in self.parts:
            segment = part.segment
            low, high = segment.find_day(start)
            row = low + int(np.searchsorted(segment.event_id[low:high], wanted))
            if row < high and segment.event_id[row] == wanted and (part.alive is None or part.alive[row]):
                return int(segment.number[row])
        return None
