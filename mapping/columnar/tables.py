"""The tables that columns point into: each value once, numbered in the order of first sight.

A sidecar grows by segments, and each segment brings the values first seen in it. Numbers are never given anew, so the
columns of older segments stay as they are.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from mapping.columnar.rows import PlaceRow
from mapping.event_types import family_of
from mapping.page.layout import project_points

Array = npt.NDArray[Any]
NONE = -1
"""The number of no place, no story."""


class Kind(NamedTuple):
    """What an event is, apart from where and when: filters ask for these, and there are few combinations."""

    type: str
    modality: str
    granularity: str
    open_side: int
    review: str


class Spot(NamedTuple):
    """A place (its number, or `NONE`) and the family of what happened there: what a cell of the grid counts."""

    place: int
    family: str


@dataclass(slots=True)
class TablePart:
    """The values that one segment adds, in order."""

    types: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    stories: list[str] = field(default_factory=list)
    places: list[PlaceRow] = field(default_factory=list)
    kinds: list[Kind] = field(default_factory=list)
    spots: list[Spot] = field(default_factory=list)

    def add(self, other: "TablePart") -> None:
        """Append the values of the part that follows."""
        for name in self.__slots__:
            getattr(self, name).extend(getattr(other, name))

    def to_json(self) -> dict[str, list[Any]]:
        """Plain lists."""
        return {name: getattr(self, name) for name in self.__slots__}

    @classmethod
    def from_json(cls, data: dict[str, list[Any]]) -> "TablePart":
        """Back from plain lists.

        Raises:
            KeyError, TypeError: They are no such lists.
        """
        return cls(
            types=data["types"],
            sources=data["sources"],
            stories=data["stories"],
            places=[PlaceRow(*row) for row in data["places"]],
            kinds=[Kind(*row) for row in data["kinds"]],
            spots=[Spot(*row) for row in data["spots"]],
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Grouping:
    """How the entries of a table divide by one of their fields.

    `numbers` holds of each entry the number of its group, `values` what the groups have in common, and `labels` what to
    call that, "" where the value says it.
    """

    numbers: Array
    values: list[str]
    labels: list[str]

    def choose(self, wanted: Collection[str]) -> Array:
        """Of each entry, whether its group is among the wanted values."""
        chosen: Array = np.array([value in wanted for value in self.values], dtype=bool)[self.numbers]
        return chosen

    def sum(self, counts: Array) -> Array:
        """What the entries count, by group."""
        return np.bincount(self.numbers, weights=counts, minlength=len(self.values)).astype(np.int64)


class Tables:
    """All values of a sidecar, and of each table the arrays by which rows are filtered and counted."""

    def __init__(self, parts: Iterable[TablePart]) -> None:
        whole = TablePart()
        for part in parts:
            whole.add(part)
        self.types: Sequence[str] = whole.types
        self.sources: Sequence[str] = whole.sources
        self.stories: Sequence[str] = whole.stories
        self.places: Sequence[PlaceRow] = whole.places
        self.kinds: Sequence[Kind] = whole.kinds
        self.spots: Sequence[Spot] = whole.spots
        self._cells: dict[int, tuple[Array, int]] = {}

    @cached_property
    def by_kind(self) -> dict[str, Grouping]:
        """The kinds by each of their fields, and by family."""
        fields = {name: [getattr(kind, name) for kind in self.kinds] for name in ("type", "modality", "granularity")}
        fields["review"] = [kind.review for kind in self.kinds]
        families = [family_of(kind.type) for kind in self.kinds]
        return {name: _group(values) for name, values in fields.items()} | {"family": _group(families, self.families)}

    @cached_property
    def by_place(self) -> dict[str, Grouping]:
        """The places by country, first-order division and level."""
        return {
            "country": _group_labelled((place.country_code, place.country) for place in self.places),
            "admin1": _group_labelled((place.admin1_code, place.admin1) for place in self.places),
            "level": _group([place.level for place in self.places]),
        }

    @cached_property
    def families(self) -> list[str]:
        """The families that occur."""
        return list(dict.fromkeys(spot.family for spot in self.spots))

    @cached_property
    def spot_families(self) -> Array:
        """Of each spot, the number of its family in `families`."""
        return _group([spot.family for spot in self.spots], self.families).numbers

    @cached_property
    def spot_places(self) -> Array:
        """Of each spot, the number of its place or `NONE`."""
        return np.array([spot.place for spot in self.spots], dtype=np.int64)

    @cached_property
    def lon(self) -> Array:
        """Longitudes of the places, in degrees."""
        return np.array([place.lon for place in self.places], dtype=np.float64)

    @cached_property
    def lat(self) -> Array:
        """Latitudes of the places, in degrees."""
        return np.array([place.lat for place in self.places], dtype=np.float64)

    @cached_property
    def points(self) -> Array:
        """The places in Web Mercator scaled to 32 bits (`project_points`); one row each, x and y as u32."""
        return np.stack(project_points(self.lon, self.lat), axis=1)

    def find_cells(self, shift: int) -> tuple[Array, int]:
        """The cells of a grid that places lie in, when so many low bits of their points are dropped.

        Returns:
            Of each spot the number of its cell, `NONE` for those without a place; and how many cells there are.
        """
        if shift not in self._cells:
            points = self.points.astype(np.uint64) >> np.uint64(shift)
            keys = points[:, 0] << np.uint64(32) | points[:, 1]
            found, numbers = np.unique(keys, return_inverse=True)
            self._cells[shift] = np.append(numbers, NONE)[self.spot_places], len(found)
        return self._cells[shift]


def _group(entries: Sequence[str], values: Iterable[str] = ()) -> Grouping:
    numbers = {value: number for number, value in enumerate(dict.fromkeys((*values, *entries)))}
    return Grouping(
        numbers=np.array([numbers[value] for value in entries], dtype=np.int64),
        values=list(numbers),
        labels=[""] * len(numbers),
    )


def _group_labelled(entries: Iterable[tuple[str, str]]) -> Grouping:
    """Each entry with its label; where those of a group differ, the last in the alphabet stands for it."""
    pairs = list(entries)
    labels: dict[str, str] = {}
    for value, label in pairs:
        labels[value] = max(label, labels.get(value, ""))
    grouping = _group([value for value, _ in pairs])
    return replace(grouping, labels=[labels[value] for value in grouping.values])


class Numbers(dict[Any, int]):
    """Numbers values as they are asked for: those of `known` first; a new one is appended to `new`.

    Args:
        known: Values that have their numbers, in order.
        new: Where new ones go, as `make` turns them.
        make: What is kept of a value.
        none: A value that is none and gets `NONE`.
    """

    def __init__(
        self, known: Iterable[Any], new: list[Any], *, make: Callable[[Any], Any] = lambda key: key, none: object = None
    ) -> None:
        super().__init__((value, number) for number, value in enumerate(known))
        self._next = len(self)
        self._new = new
        self._make = make
        if none is not None:
            self[none] = NONE

    def __missing__(self, key: Any) -> int:  # noqa: ANN401 - any hashable value
        number = self[key] = self._next
        self._next += 1
        self._new.append(self._make(key))
        return number

    def of(self, values: Iterable[Any]) -> list[int]:
        """The numbers of some values."""
        return list(map(self.__getitem__, values))


class Numbering:
    """Gives values their numbers while a segment is made; what is not in `tables` yet goes into `part`.

    Attributes:
        part: The new values; its places are to be filled in, in the order of `new_places`.
        types: Of codes of types.
        sources: Of outlets.
        stories: Of ids of stories; `NONE` for "".
        kinds: Of kinds, as tuples.
        places: Of the numbers by which the store knows places; `NONE` for 0.
        new_places: Those numbers that the tables lack.
        spots: Of pairs of a place's number here and the code of a type.
    """

    def __init__(self, tables: "Tables") -> None:
        self.part = TablePart()
        self.types = Numbers(tables.types, self.part.types)
        self.sources = Numbers(tables.sources, self.part.sources)
        self.stories = Numbers(tables.stories, self.part.stories, none="")
        self.kinds = Numbers(tables.kinds, self.part.kinds, make=Kind._make)
        self.new_places: list[int] = []
        self.places = Numbers((place.number for place in tables.places), self.new_places, none=0)
        self._spots = Numbers(tables.spots, self.part.spots, make=Spot._make)
        self.spots = _Spots(self._spots)


class _Spots(dict[tuple[int, str], int]):
    """A pair's family is looked up once, and not once a row."""

    def __init__(self, numbers: Numbers) -> None:
        super().__init__()
        self._numbers = numbers

    def __missing__(self, key: tuple[int, str]) -> int:
        number = self[key] = self._numbers[key[0], family_of(key[1])]
        return number
