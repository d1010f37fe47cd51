"""The places of a document's tellings, compared pair by pair: one place, one inside the other, neighbours, far apart.

All pairs of some tellings with all others are compared at once, as tables with a row for each of the some.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from mapping.geo import EARTH_RADIUS_KM
from mapping.kinds import FINE_LEVELS
from mapping.model import Place, PlaceChoice
from mapping.telling.happenings import BORROWED_PLACES, NAMED_BEFORE, OWN_PLACES, holds, is_borrowed, tells_place
from mapping.telling.site_lands import is_common_land

_NEAR_KM = 12.0
# Beyond these two are no neighbours: told each by the happening's own words, or by its clause.
_OWN_KM, _TOLD_KM = 30.0, 60.0

Mask = NDArray[np.bool_]
Numbers = NDArray[np.float64]


class PlacePairs:
    """The places of some tellings.

    Args:
        choices: Where each telling was; None where it has no place.
        starts: Where each stands in the text.
    """

    def __init__(self, choices: Sequence[PlaceChoice | None], starts: NDArray[np.int64]) -> None:
        rules = [choice.rule if choice else "" for choice in choices]
        self._starts = starts
        self._own = np.array([rule.removesuffix(NAMED_BEFORE) in OWN_PLACES for rule in rules], dtype=bool)
        self._told = np.array([tells_place(rule) for rule in rules], dtype=bool)
        self._borrowed = np.array([is_borrowed(rule, BORROWED_PLACES) for rule in rules], dtype=bool)
        self._is_placed = np.array([choice is not None for choice in choices], dtype=bool)
        spreads = [_spread(choice) if choice else [] for choice in choices]
        places = {choice.place.place_id: choice.place for choice in choices if choice}
        self._chosen = list(places.values())
        for spread in spreads:
            for place, _ in spread:
                places.setdefault(place.place_id, place)
        numbers = {place_id: number for number, place_id in enumerate(places)}
        self._numbers = np.array([numbers[choice.place.place_id] if choice else 0 for choice in choices], dtype=int)
        self._chances = np.zeros((len(choices), max(1, len(places))))
        for row, spread in enumerate(spreads):
            for place, chance in spread:
                self._chances[row, numbers[place.place_id]] += chance
        # Where no telling has a place there is nothing to look up, but a table to look in.
        self._is_fine = np.array([place.level in FINE_LEVELS for place in places.values()] or [False], dtype=bool)
        self._km = _measure(list(places.values()))
        self._near = (self._km <= _NEAR_KM) & self._is_fine[:, None] & self._is_fine[None, :]
        self._holds = self._find_holders()
        same = self._near | np.eye(len(self._km), dtype=bool)
        self._reached = same.astype(np.float64) @ self._chances.T

    def _find_holders(self) -> Mask:
        """Whether one of two places that tellings have lies in the other."""
        count = max(1, len(self._chosen))
        found = np.zeros((count, count), dtype=bool)
        for row, holder in enumerate(self._chosen):
            found[row] = [holds(holder, place) for place in self._chosen]
        return found | found.T

    def lie_far_apart(self, rows: slice) -> Mask:
        """Whether each tells a place of its own, and these are no neighbours: a march in Abuja is none in London."""
        one, other = self._numbers[rows, None], self._numbers[None, :]
        both_own, both_told = (_both(flags, rows) for flags in (self._own, self._told))
        is_far = self._km[one, other] > np.where(both_own, _OWN_KM, _TOLD_KM)
        apart: Mask = _both(self._is_placed, rows) & both_told & (one != other) & ~self._find_held(rows) & is_far
        return apart

    def _find_held(self, rows: slice) -> Mask:
        held: Mask = self._holds[self._numbers[rows, None], self._numbers[None, :]]
        return held

    def describe(self, rows: slice) -> Mapping[str, Mask | Numbers]:
        """The features of each pair's places, by name."""
        both = _both(self._is_placed, rows)
        one, other = self._numbers[rows, None], self._numbers[None, :]
        same = both & (one == other)
        held = both & ~same & self._find_held(rows)
        rest = both & ~same & ~held
        near = rest & self._near[one, other]
        none_borrowed = ~self._borrowed[rows, None] & ~self._borrowed[None, :]
        both_own = _both(self._own, rows)
        is_later = self._starts[None, :] >= self._starts[rows, None]
        later = np.where(is_later, self._told[None, :], self._told[rows, None])
        earlier = np.where(is_later, self._told[rows, None], self._told[None, :])
        return {
            "unplaced": ~both,
            "likely_same": np.where(both, self._chances[rows] @ self._reached, 0.0),
            "same_place": same & self._is_fine[one] & none_borrowed,
            "same_place_borrowed": same & ~none_borrowed,
            "inside": held,
            "near": near,
            "apart": rest & ~near & ~both_own,
            "apart_told": rest & ~near & both_own,
            "moved_on": rest & ~near & later & ~earlier,
        }


def _both(flags: Mask, rows: slice) -> Mask:
    both: Mask = flags[rows, None] & flags[None, :]
    return both


def _spread(choice: PlaceChoice) -> list[tuple[Place, float]]:
    """The places that a choice leaves open, with their chances; a land that is shown for them is none itself."""
    options = [(other.place, other.score) for other in choice.alternatives]
    if not (options and is_common_land(choice.rule)):
        options.append((choice.place, choice.score))
    total = sum(chance for _, chance in options)
    return [(place, chance / total) for place, chance in options] if total else [(choice.place, 1.0)]


def _measure(places: Sequence[Place]) -> Numbers:
    """The kilometres between all pairs of places, as `place_distance_km` measures them."""
    lon, lat = (np.radians([getattr(place, name) for place in places] or [0.0]) for name in ("lon", "lat"))
    half = np.sin((lat[None, :] - lat[:, None]) / 2) ** 2
    half += np.cos(lat)[:, None] * np.cos(lat)[None, :] * np.sin((lon[None, :] - lon[:, None]) / 2) ** 2
    distances: Numbers = 2 * EARTH_RADIUS_KM * np.arcsin(np.minimum(1.0, np.sqrt(half)))
    return distances
