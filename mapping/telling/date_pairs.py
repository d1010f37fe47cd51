"""The days of a document's tellings, compared pair by pair: the same day, days or weeks apart, days within weeks."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from mapping.kinds import ONE_DAY
from mapping.model import DateChoice
from mapping.telling.happenings import BORROWED_DATES, OWN_DATES, find_days, is_borrowed

_FEW_DAYS, _WEEKS_DAYS, _NEXT_DAYS = 3, 14, 1

Mask = NDArray[np.bool_]


class DatePairs:
    """The days of some tellings; None where one has none."""

    def __init__(self, choices: Sequence[DateChoice | None]) -> None:
        days = [find_days(choice.span) if choice else None for choice in choices]
        self._is_dated = np.array([choice is not None for choice in choices], dtype=bool)
        self._first = np.array([one[0].toordinal() if one else 0 for one in days], dtype=np.int64)
        self._last = np.array([one[1].toordinal() if one else 0 for one in days], dtype=np.int64)
        self._own = np.array([choice is not None and choice.rule in OWN_DATES for choice in choices], dtype=bool)
        self._borrowed = np.array(
            [choice is not None and is_borrowed(choice.rule, BORROWED_DATES) for choice in choices], dtype=bool
        )
        self._is_day = np.array(
            [choice is not None and choice.span.granularity in ONE_DAY for choice in choices], dtype=bool
        )
        # What is told of a year is a sum or a series more often than a raid in it.
        self._is_long = self._last - self._first > _WEEKS_DAYS

    def lie_apart(self, rows: slice, goes_on: Mask) -> Mask:
        """Whether the days are too far apart for one happening.

        Days that each tells itself may differ by a night, and by a few where something burns or is flooded for days;
        days of which one is only supposed, by some weeks.

        Args:
            rows: The tellings to compare with all.
            goes_on: Of each pair, whether it is of a kind that lasts for days.
        """
        told = self._own[rows, None].astype(int) + self._own[None, :]
        both_told = np.where(goes_on, _FEW_DAYS, _NEXT_DAYS)
        most = np.where(told == 2, both_told, _WEEKS_DAYS)
        is_apart: Mask = self._both_dated(rows) & (told > 0) & (self._find_gaps(rows) > most)
        return is_apart

    def _both_dated(self, rows: slice) -> Mask:
        both: Mask = self._is_dated[rows, None] & self._is_dated[None, :]
        return both

    def _find_gaps(self, rows: slice) -> NDArray[np.int64]:
        """Days from the end of one span to the beginning of the other; 0 where they overlap."""
        ahead = self._first[None, :] - self._last[rows, None]
        back = self._first[rows, None] - self._last[None, :]
        gaps: NDArray[np.int64] = np.maximum(np.maximum(ahead, back), 0)
        return gaps

    def describe(self, rows: slice, is_plan: Mask) -> Mapping[str, Mask]:
        """The features of each pair's days, by name.

        Args:
            rows: The tellings to compare with all.
            is_plan: Of each pair, whether one of them is only planned.
        """
        dated, gaps = self._both_dated(rows), self._find_gaps(rows)
        both_own = self._own[rows, None] & self._own[None, :]
        any_own = ~self._borrowed[rows, None] | ~self._borrowed[None, :]
        meet = dated & (gaps == 0)
        within = meet & (self._is_long[rows, None] != self._is_long[None, :])
        exact = meet & ~within & self._is_day[rows, None] & self._is_day[None, :]
        next_day = dated & (gaps == 1)
        few = dated & (gaps > 1) & (gaps <= _FEW_DAYS)
        return {
            "within_weeks": within,
            "same_day": exact,
            "same_day_told": exact & both_own,
            "next_day": next_day & ~both_own,
            "next_day_told": next_day & both_own,
            "few_days": few & ~both_own,
            "few_days_told": few & both_own,
            "weeks": dated & (gaps > _WEEKS_DAYS) & any_own,
            "plan_of_other_day": dated & (gaps > 0) & is_plan,
        }
