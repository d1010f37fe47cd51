"""The gazetteer's files: how they are laid out, written and opened.

A folder holds

* `places.npy`: one row a place, in order of prominence, so a smaller row number is a better-known place;
* `strings.bin` and `strings.npy`: every text that a row refers to, and where each begins;
* `names.trie`: the normalised names; `names.npy` and `name_rows.npy`: which rows bear each of them;
* `ids.trie`: the row of each place id, and of the codes "cc:IQ" and "cc:US.CA".

All are mapped into memory and shared between processes; nothing is parsed when they are opened.

Source: numpy's .npy format 1.0; marisa-trie, https://github.com/s-yata/marisa-trie.
"""

import unicodedata
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from math import log10
from pathlib import Path
from typing import Any

import marisa_trie
import numpy as np
import numpy.typing as npt

from mapping.errors import GazetteerError
from mapping.gazetteer_trie import NameTrie
from mapping.model import Level, Place
from mapping.names import normalise_name, spell_variants

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

FILES = ("places.npy", "strings.bin", "strings.npy", "names.trie", "names.npy", "name_rows.npy", "ids.trie")
_DEGREE = 100_000
_KM = 100


@dataclass(kw_only=True, slots=True)
class PlaceRecord:
    """A place as the builders gather it, before it gets its row.

    `names` are all its names in every script, as written. `country_code`, `admin1_code` and `admin2_code` together
    say where it belongs; the builder looks up the places that they stand for.
    """

    place_id: str
    name: str
    lon: float
    lat: float
    feature_class: str
    feature_code: str
    level: Level
    names: set[str] = field(default_factory=set)
    country_code: str = ""
    admin1_code: str = ""
    admin2_code: str = ""
    population: int = 0
    radius_km: float = 0.0
    prominence: float = 0.0


# What a feature code adds to the logarithm of the population. A capital outranks a town ten times its size, and a
# country everything else that bears its name; divisions come after the city of the same name and size.
_BONUS = {
    "PCLI": 6.0, "PCL": 5.5, "PCLD": 4.5, "PCLF": 4.5, "PCLS": 4.5, "PCLIX": 4.5, "PCLH": 2.0, "TERR": 4.0,
    "CONT": 4.0, "PPLC": 2.5, "PPLA": 0.5, "PPLX": -1.0, "PPLH": -2.0, "PPLQ": -2.0, "PPLW": -2.0,
    "ADM1": -0.5, "ADM2": -1.5, "ADM3": -2.0, "ADM4": -2.5, "ADM5": -2.5, "ADMD": -2.0, "RGN": -1.0,
}  # fmt: skip


def rate_prominence(feature_code: str, population: int, *, radius_km: float = 0.0) -> float:
    """How well known a place is likely to be, for ordering places of one name; any real number.

    Population decides; a feature that has none (a sea, a range, a square) counts by its size.
    """
    if population > 0 or feature_code.startswith(("PPL", "ADM")):
        return log10(population + 1) + _BONUS.get(feature_code, 0.0)
    return 3.0 + log10(radius_km + 1.0) + _BONUS.get(feature_code, 0.0)


def fold_ascii(name: str) -> str:
    """A name without accents, its case kept, as GeoNames' `asciiname`; other scripts stay as they are."""
    text = name.translate(str.maketrans("øØłŁđĐıəƏ’‘ʻʼ", "oOlLdDiaA''''"))
    text = text.replace("ß", "ss").replace("æ", "ae").replace("Æ", "Ae").replace("œ", "oe").replace("Œ", "Oe")
    text = unicodedata.normalize("NFKD", text.replace("þ", "th").replace("Þ", "Th").replace("ð", "d").replace("Ð", "D"))
    return unicodedata.normalize("NFC", "".join(char for char in text if not "\u0300" <= char <= "\u036f"))


def make_keys(record: PlaceRecord) -> set[str]:
    """All keys under which a place is found."""
    keys = {normalise_name(name) for name in (record.name, *record.names)}
    for key in tuple(keys):
        keys.update(spell_variants(key, record.country_code))
    keys.discard("")
    return keys


class _Strings:
    """Texts numbered in the order in which they are first asked for; number 0 is the empty one."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {"": 0}

    def number(self, text: str) -> int:
        return self._numbers.setdefault(text, len(self._numbers))

    def write(self, folder: Path) -> None:
        parts = [text.encode() for text in self._numbers]
        starts = np.zeros(len(parts) + 1, dtype="<u4")
        np.cumsum([len(part) for part in parts], out=starts[1:])
        (folder / "strings.bin").write_bytes(b"".join(parts) or b"\n")
        np.save(folder / "strings.npy", starts)


def write_index(records: Iterable[PlaceRecord], folder: Path) -> int:
    """Write the files of a gazetteer; the same records give the same bytes, whatever their order.

    Args:
        records: Each place once.
        folder: An existing folder; files of the same names are replaced.

    Returns:
        The number of places.

    Raises:
        GazetteerError: Two records have the same id.
    """
    ordered = sorted(records, key=lambda record: (-record.prominence, record.place_id))
    numbers = {record.place_id: row for row, record in enumerate(ordered)}
    if len(numbers) != len(ordered):
        raise GazetteerError("two places of the gazetteer have the same id: merge them before writing the index")
    strings = _Strings()
    divisions = _index_divisions(ordered)
    rows = np.zeros(len(ordered), dtype=ROW)
    bearers: dict[str, array[int]] = {}
    for row, record in enumerate(ordered):
        rows[row] = _pack_row(record, strings, divisions)
        for key in make_keys(record):
            bearers.setdefault(key, array("I")).append(row)
    np.save(folder / "places.npy", rows)
    strings.write(folder)
    _write_names(bearers, folder)
    codes = {f"cc:{code}.{admin1}".rstrip("."): row for (code, admin1, admin2), row in divisions.items() if not admin2}
    by_id = sorted((key, (row,)) for key, row in {**numbers, **codes}.items())
    marisa_trie.RecordTrie("<I", by_id).save(str(folder / "ids.trie"))
    return len(ordered)


def _index_divisions(ordered: Sequence[PlaceRecord]) -> dict[tuple[str, str, str], int]:
    """The rows of countries and divisions by their codes; the most prominent one where several claim a code."""
    found: dict[tuple[str, str, str], int] = {}
    for row, record in enumerate(ordered):
        if record.level is Level.COUNTRY:
            found.setdefault((record.country_code, "", ""), row)
        elif record.feature_code == "ADM1" and record.admin1_code:
            found.setdefault((record.country_code, record.admin1_code, ""), row)
        elif record.feature_code == "ADM2" and record.admin2_code:
            found.setdefault((record.country_code, record.admin1_code, record.admin2_code), row)
    return found


def _pack_row(record: PlaceRecord, strings: _Strings, divisions: dict[tuple[str, str, str], int]) -> tuple[Any, ...]:
    code, admin1, admin2 = record.country_code, record.admin1_code, record.admin2_code
    return (
        strings.number(record.place_id),
        strings.number(record.name),
        strings.number(fold_ascii(record.name)),
        strings.number(f"{record.feature_class}.{record.feature_code}"),
        divisions.get((code, "", ""), -1) if code else -1,
        divisions.get((code, admin1, ""), -1) if admin1 else -1,
        divisions.get((code, admin1, admin2), -1) if admin2 else -1,
        strings.number(code),
        strings.number(admin1),
        strings.number(admin2),
        round(record.lon * _DEGREE),
        round(record.lat * _DEGREE),
        round(record.radius_km * _KM),
        record.population,
        LEVELS.index(record.level),
    )


def _write_names(bearers: dict[str, "array[int]"], folder: Path) -> None:
    trie = marisa_trie.Trie(sorted(bearers))
    by_number: list[array[int]] = [array("I")] * len(trie)
    for key, key_rows in bearers.items():
        by_number[trie[key]] = key_rows
    starts = np.zeros(len(by_number) + 1, dtype="<u4")
    np.cumsum([len(key_rows) for key_rows in by_number], out=starts[1:])
    flat = array("I")
    for key_rows in by_number:
        flat.extend(key_rows)
    trie.save(str(folder / "names.trie"))
    np.save(folder / "names.npy", starts)
    np.save(folder / "name_rows.npy", np.frombuffer(flat, dtype=np.uintc).astype("<u4"))


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
        self._starts = _map_column(folder, "names.npy")
        self._name_rows = _map_column(folder, "name_rows.npy")
        self._rows = _map_column(folder, "places.npy", ROW)
        self._string_starts = _map_column(folder, "strings.npy")
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
        return tuple(self._name_rows[int(self._starts[number]) : int(self._starts[number + 1])].tolist())

    def find_by_prefix(self, prefix: str) -> Iterator[int]:
        """The rows that bear a name beginning with a normalised prefix, in no order, perhaps repeated."""
        for _, number in self._names.iteritems(prefix):
            yield from self.get_rows(number)

    def find_row(self, place_id: str) -> int | None:
        """The row of a place id, or None."""
        found = self._ids.get(place_id)
        return found[0][0] if found else None

    def get_place(self, row: int) -> Place:
        """The place in one row."""
        values = self._rows[row].item()
        text = self._text
        place_id = text(values[0])
        feature_class, _, feature_code = text(values[3]).partition(".")
        return Place(
            place_id=place_id,
            name=text(values[1]),
            ascii_name=text(values[2]),
            lon=values[10] / _DEGREE,
            lat=values[11] / _DEGREE,
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
            radius_km=values[12] / _KM,
            geoname_id=int(place_id[3:]) if place_id.startswith("gn:") else None,
        )

    def _row_name(self, row: int) -> str:
        return "" if row < 0 else self._text(int(self._rows[row]["name"]))

    def _text(self, number: int) -> str:
        starts = self._string_starts
        return str(self._strings[int(starts[number]) : int(starts[number + 1])], "utf-8")


def _map_column(folder: Path, name: str, dtype: npt.DTypeLike = "<u4") -> npt.NDArray[Any]:
    try:
        column: npt.NDArray[Any] = np.load(folder / name, mmap_mode="r", allow_pickle=False)
    except (OSError, ValueError) as error:
        raise GazetteerError(f"{folder / name} cannot be read ({error}): install Dateline again") from error
    if column.dtype != np.dtype(dtype):
        raise GazetteerError(f"{folder / name} was written by another version of Dateline: run `make geodata`")
    return column
