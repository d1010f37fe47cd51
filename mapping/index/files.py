"""The gazetteer's files: how they are laid out, and how they are opened and read.

A folder holds

* `places.npy`: one row a place, in order of prominence, so a smaller row number is a better-known place;
* `strings.bin` and `strings.npy`: every text that a row refers to, and where each begins;
* `names.trie`: the normalised names; `names.npy` and `name_rows.npy`: which rows bear each of them;
* `sounds.trie`: which rows bear a name of each sound, see `sounds.py`;
* `ids.trie`: the row of each place id, and of the codes "cc:IQ" and "cc:US.CA".

All are mapped into memory and shared between processes; nothing is parsed when they are opened.

Source: numpy's .npy format 1.0; marisa-trie, https://github.com/s-yata/marisa-trie.
"""

import math
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

import marisa_trie
import numpy as np
import numpy.typing as npt

from mapping.errors import GazetteerError
from mapping.index.trie import NameTrie
from mapping.kinds import Level
from mapping.model import Place

FORMAT = 1
"""Version of the layout; a folder of another version is refused."""

LEVELS = tuple(Level)

ROW = np.dtype(
    [
        ("id", "<u4"),
        ("name", "<u4"),
        ("ascii", "<u4"),
        ("feature", "<u4"),
        ("country", "<i4"),
        ("admin1", "<i4"),
        ("admin2", "<i4"),
        ("country_code", "<u4"),
        ("admin1_code", "<u4"),
        ("admin2_code", "<u4"),
        ("lon", "<i4"),
        ("lat", "<i4"),
        ("radius", "<u4"),
        ("population", "<i8"),
        ("level", "u1"),
    ]
)
"""A row of `places.npy`. Texts are numbers of strings; `country`, `admin1` and `admin2` are rows, -1 for none;
`lon` and `lat` are in hundred-thousandths of a degree (one metre), `radius` in tens of metres."""

FILES = (
    "places.npy",
    "strings.bin",
    "strings.npy",
    "names.trie",
    "names.npy",
    "name_rows.npy",
    "sounds.trie",
    "ids.trie",
)
DEGREE = 100_000
KM = 100
_DEGREE_KM = 111.195  # of a great circle, on a sphere of 6371 km
_MAX_RADIUS_KM = 50.0


class PlaceIndex:
    """The opened files; rows in, values out. `Gazetteer` is what the rest of Dateline uses."""

    def __init__(self, folder: Path) -> None:
        missing = [name for name in FILES if not (folder / name).is_file()]
        if missing:
            raise GazetteerError(
                f"the gazetteer in {folder} lacks {', '.join(missing)}: install Dateline again, or run `make geodata`"
            )
        self._names: NameTrie = marisa_trie.Trie().mmap(str(folder / "names.trie"))
        self._ids = marisa_trie.RecordTrie("<I").mmap(str(folder / "ids.trie"))
        self._sounds = marisa_trie.RecordTrie("<I").mmap(str(folder / "sounds.trie"))
        # Single numbers come out of a memory view in half the time that an array takes.
        self._starts = _view(_map_column(folder, "names.npy"))
        self._name_rows_column = _map_column(folder, "name_rows.npy")
        self._name_rows = _view(self._name_rows_column)
        self._rows = _map_column(folder, "places.npy", ROW)
        self._string_starts = _view(_map_column(folder, "strings.npy"))
        self._strings = np.memmap(folder / "strings.bin", dtype=np.uint8, mode="r").data
        if len(self._starts) != len(self._names) + 1:
            raise GazetteerError(f"the files of the gazetteer in {folder} do not belong together: install it again")

    def __len__(self) -> int:
        return len(self._rows)

    @property
    def names(self) -> NameTrie:
        """The trie of normalised names, for scans and searches."""
        return self._names

    def find_rows(self, key: str) -> tuple[int, ...]:
        """The rows that bear a normalised name, most prominent first."""
        number = self._names.get(key, -1)
        return () if number < 0 else self.get_rows(number)

    def get_rows(self, number: int) -> tuple[int, ...]:
        """The rows that bear the name of that number in the trie."""
        return tuple(self._name_rows[self._starts[number] : self._starts[number + 1]].tolist())

    def find_heard(self, sound: str) -> tuple[int, ...]:
        """The rows that bear a name of that sound, most prominent first; a sound is what `hear_name` gives."""
        return tuple(sorted(row for (row,) in self._sounds.get(sound) or ()))

    def find_by_prefix(self, prefix: str) -> Iterator[int]:
        """The rows that bear a name beginning with a normalised prefix, in no order, perhaps repeated."""
        for _, number in self._names.iteritems(prefix):
            yield from self.get_rows(number)

    def find_near(self, *, lon: float, lat: float, limit: int) -> tuple[int, ...]:
        """The rows of towns and sites around a point, those first in whose circle it lies deepest.

        A distance counts in radii of the place, so that a city goes before the suburbs at its edge. The earth is taken
        as flat around the point, which is exact enough for the few places next to it.
        """
        rows = self._rows
        east = (rows["lon"] / DEGREE - lon + 180) % 360 - 180
        north = rows["lat"] / DEGREE - lat
        distance_km = np.hypot(east * math.cos(math.radians(lat)), north) * _DEGREE_KM
        rank = distance_km / np.clip(rows["radius"] / KM, 1.0, _MAX_RADIUS_KM)  # a wall or a trail is near nothing
        rank[rows["level"] > LEVELS.index(Level.CITY)] = np.inf
        nearest = np.argpartition(rank, min(limit, len(rank) - 1))[:limit]
        return tuple(nearest[np.argsort(rank[nearest], kind="stable")].tolist())

    def find_names(self, row: int) -> tuple[str, ...]:
        """The normalised names that a row bears, in every script, sorted; reads all of `name_rows.npy`."""
        positions = np.flatnonzero(self._name_rows_column == row)
        numbers = np.searchsorted(np.asarray(self._starts), positions, side="right") - 1
        return tuple(sorted(self._names.restore_key(int(number)) for number in numbers))

    def list_ids(self) -> list[str]:
        """The ids of all rows, in their order."""
        return [self._text(number) for number in self._rows["id"].tolist()]

    def find_ids(self, keys: Iterable[str]) -> Iterator[tuple[str, ...]]:
        """The ids of the places that bear each normalised name, most prominent first."""
        get, starts, rows, text = self._names.get, self._starts, self._name_rows, self._text
        id_texts = self._id_texts
        for key in keys:
            number = get(key, -1)
            if number < 0:
                yield ()
                continue
            start, end = starts[number], starts[number + 1]
            yield tuple([text(id_texts[row]) for row in rows[start:end]])

    @cached_property
    def _id_texts(self) -> "memoryview[int]":
        """The numbers of all ids next to each other, a megabyte; only those who join tables need it."""
        return _view(np.ascontiguousarray(self._rows["id"]))

    def list_names(self) -> Iterator[tuple[str, tuple[int, ...]]]:
        """Every normalised name with the rows that bear it, in no order."""
        for number in range(len(self._names)):
            yield self._names.restore_key(number), self.get_rows(number)

    def find_row(self, place_id: str) -> int | None:
        """The row of a place id, or None."""
        found = self._ids.get(place_id)
        return found[0][0] if found else None

    def get_place(self, row: int) -> Place:
        """The place in one row."""
        values = self._rows[row].item()
        text = self._text
        place_id, (name, qualifier) = text(values[0]), split_qualifier(text(values[1]))
        feature_class, _, feature_code = text(values[3]).partition(".")
        return Place(
            place_id=place_id,
            name=name,
            ascii_name=split_qualifier(text(values[2]))[0],
            lon=values[10] / DEGREE,
            lat=values[11] / DEGREE,
            feature_class=feature_class,
            feature_code=feature_code,
            level=LEVELS[values[14]],
            country_code=text(values[7]),
            country=self._row_name(values[4]),
            admin1_code=text(values[8]),
            admin1=self._row_name(values[5]),
            admin2_code=text(values[9]),
            admin2=self._row_name(values[6]),
            population=values[13],
            radius_km=values[12] / KM,
            geoname_id=int(place_id[3:]) if place_id.startswith("gn:") else None,
            qualifier=qualifier,
        )

    def _row_name(self, row: int) -> str:
        return "" if row < 0 else split_qualifier(self._text(int(self._rows[row]["name"])))[0]

    def _text(self, number: int) -> str:
        starts = self._string_starts
        return str(self._strings[starts[number] : starts[number + 1]], "utf-8")


def split_qualifier(name: str) -> tuple[str, str]:
    """A listed name, and what stands in brackets behind it to tell it from a namesake: "Baga (Nigeria)"; else ""."""
    bare, bracket, rest = name.strip().rpartition(" (")
    return (bare, rest.removesuffix(")")) if bracket and rest.endswith(")") else (name.strip(), "")


def _view(column: npt.NDArray[Any]) -> "memoryview[int]":
    numbers: Any = column.view(np.uint32)
    return memoryview(numbers)


def _map_column(folder: Path, name: str, dtype: npt.DTypeLike = "<u4") -> npt.NDArray[Any]:
    try:
        column: npt.NDArray[Any] = np.load(folder / name, mmap_mode="r", allow_pickle=False)
    except (OSError, ValueError) as error:
        raise GazetteerError(f"{folder / name} cannot be read ({error}): install Dateline again") from error
    if column.dtype != np.dtype(dtype):
        raise GazetteerError(f"{folder / name} was written by another version of Dateline: run `make geodata`")
    return column
