"""What the columns are made of: rows of the store, as it hands them over."""

from collections.abc import Collection, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from mapping.query import EventQuery

UNDATED = -(2**31)
"""Stands for the days of an event without a date."""


class EventRow(NamedTuple):
    """An event as far as filters and the map ask for it.

    Days are counted from 1970-01-01, `UNDATED` where there is none; `open_side` is that of `mapping/storage/schema.py`.
    `place` is the number of a `PlaceRow`, 0 without one. `source` is the outlet of the lead report, `others` are those
    of its other reports. Texts are "" where there is nothing.
    """

    number: int
    event_id: str
    first_day: int
    last_day: int
    open_side: int
    type: str
    modality: str
    granularity: str
    review: str
    score: float
    story_id: str
    report_count: int
    place: int
    source: str
    others: tuple[str, ...]


class PlaceRow(NamedTuple):
    """A place as far as filters and the map ask for it; `admin1_code` is as filters name it ("IQ.10"), or ""."""

    number: int
    place_id: str
    name: str
    lon: float
    lat: float
    country_code: str
    country: str
    admin1_code: str
    admin1: str
    level: str
    radius_km: float


class RowView(Protocol):
    """The rows as they are at one moment; what is written meanwhile does not show."""

    @property
    def generation(self) -> str:
        """Changes whenever a row does."""

    def find_changes(self, generation: str) -> frozenset[int] | None:
        """The numbers of the rows that were changed or removed since then.

        New rows are not among them: their numbers are above all before. None: these rows never were at that
        generation, or it is too long ago to tell.
        """

    def read_rows(self, *, after: int = 0, numbers: Collection[int] = ()) -> Iterator[Sequence[EventRow]]:
        """In batches: the rows whose numbers are greater than `after`, and those of `numbers` that exist."""

    def read_places(self, numbers: Sequence[int]) -> Iterable[PlaceRow]:
        """The places of these numbers, in their order."""


class RowSource(Protocol):
    """Where the rows come from: a store, or in a benchmark a generator."""

    @property
    def writes(self) -> int:
        """How many transactions this process wrote."""

    @property
    def generation(self) -> str:
        """Changes whenever a row does; quickly told."""

    def look(self) -> AbstractContextManager[RowView]:
        """The rows as they are now."""

    def find_numbers(self, query: EventQuery) -> npt.NDArray[np.int64]:
        """The numbers of the events of a query for text or a CQL filter, in no order."""

    def walk_numbers(
        self, query: EventQuery, *, first_day: int | None, last_day: int | None
    ) -> Generator[npt.NDArray[np.int64], None, None]:
        """As `find_numbers`, in runs of whole days, the last days first; events without a date come last.

        Args:
            query: For text or a CQL filter.
            first_day: Events that begin earlier, or have no date, may be left out; None for all.
            last_day: Events that begin later may be left out; None for all.
        """

    def name_stories(self, story_ids: Collection[str]) -> Mapping[str, str]:
        """The names of stories by their ids; ids that are gone are left out."""
