"""Writes the gazetteer's files, place by place, with little more than a database on disk for memory."""

import shutil
import sqlite3
import unicodedata
from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from math import log10
from pathlib import Path
from typing import Any, Self

import marisa_trie
import numpy as np

from mapping.errors import GazetteerError
from mapping.index.files import DEGREE, FILES, KM, LEVELS, ROW
from mapping.index.names import normalise_name, spell_variants
from mapping.index.sounds import COUNTRIES, hear_name
from mapping.kinds import Level

Divisions = Mapping[tuple[str, str, str], int]
"""The rows of countries and divisions by country code, admin1 code and admin2 code, "" for what is larger."""

_MOST_SHARED = 2_000_000


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


class IndexWriter:
    """Writes a gazetteer row by row, the most prominent place first.

    Names and ids wait in a scratch database beside the files, which sorts them on disk, so that GeoNames' thirteen
    million places need no more memory than the tries themselves. Used in a `with` statement: the files are written
    aside and take their places when it ends, so that programs that have an older index of the folder mapped keep it.

    Args:
        folder: An existing folder; files of the same names are replaced.
        count: How many places will come.
        divisions: The rows that countries and divisions will have.
    """

    def __init__(self, folder: Path, count: int, divisions: Divisions) -> None:
        self._target = folder
        self._folder = folder / "unfinished"
        shutil.rmtree(self._folder, ignore_errors=True)
        folder = self._folder
        folder.mkdir()
        self._divisions = divisions
        self._rows: Any = np.lib.format.open_memmap(folder / "places.npy", mode="w+", dtype=ROW, shape=(count,))
        self._row = 0
        self._texts = (folder / "strings.bin").open("wb")
        self._numbers: dict[str, int] = {"": 0}
        self._starts = array("I", [0, 0])
        self._scratch = sqlite3.connect(folder / "scratch.db", isolation_level=None)
        for statement in (
            "PRAGMA journal_mode = OFF",
            "PRAGMA synchronous = OFF",
            "CREATE TABLE bearer (key TEXT, row INTEGER)",
            "CREATE TABLE id (key TEXT PRIMARY KEY, row INTEGER) WITHOUT ROWID",
            "CREATE TABLE sound (key TEXT, row INTEGER, PRIMARY KEY (key, row)) WITHOUT ROWID",
            "BEGIN",
        ):
            self._scratch.execute(statement)

    def add(self, record: PlaceRecord) -> None:
        """Write the next place.

        Raises:
            GazetteerError: A place of the same id was written before.
        """
        self._rows[self._row] = self._pack(record)
        keys = sorted(make_keys(record))
        self._scratch.executemany("INSERT INTO bearer VALUES (?, ?)", ((key, self._row) for key in keys))
        if record.country_code in COUNTRIES:
            sounds = sorted({hear_name(key) for key in keys} - {""})
            self._scratch.executemany("INSERT INTO sound VALUES (?, ?)", ((sound, self._row) for sound in sounds))
        try:
            self._scratch.execute("INSERT INTO id VALUES (?, ?)", (record.place_id, self._row))
        except sqlite3.IntegrityError as error:
            raise GazetteerError(f"two places of the gazetteer have the same id {record.place_id!r}") from error
        self._row += 1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is None:
                self._finish()
                self._publish()
        finally:
            self._texts.close()
            self._scratch.close()
            shutil.rmtree(self._folder, ignore_errors=True)

    def _finish(self) -> None:
        """Write the tries and what goes with them."""
        self._rows.flush()
        self._texts.write(b"" if self._starts[-1] else b"\n")
        np.save(self._folder / "strings.npy", np.frombuffer(self._starts, dtype=np.uintc).astype("<u4"))
        self._write_names()
        for (country, admin1, admin2), row in self._divisions.items():
            if not admin2:
                self._scratch.execute("INSERT INTO id VALUES (?, ?)", (f"cc:{country}.{admin1}".rstrip("."), row))
        self._write_rows("ids.trie", "SELECT key, row FROM id ORDER BY key")
        self._write_rows("sounds.trie", "SELECT key, row FROM sound ORDER BY key, row")

    def _publish(self) -> None:
        """Put the finished files where they belong, over older ones."""
        self._texts.close()
        self._rows = None
        for name in FILES:
            (self._folder / name).replace(self._target / name)

    def _write_rows(self, name: str, statement: str) -> None:
        """A trie from keys to rows."""
        keys = self._scratch.execute(statement)
        marisa_trie.RecordTrie("<I", ((key, (row,)) for key, row in keys)).save(str(self._folder / name))

    def _write_names(self) -> None:
        self._scratch.execute("CREATE INDEX by_key ON bearer (key, row)")
        keys = self._scratch.execute("SELECT DISTINCT key FROM bearer ORDER BY key")
        trie = marisa_trie.Trie(key for (key,) in keys)
        counts = np.zeros(len(trie) + 1, dtype="<u4")
        for key, count in self._scratch.execute("SELECT key, count(*) FROM bearer GROUP BY key"):
            counts[trie[key] + 1] = count
        starts = np.cumsum(counts, dtype="<u4")
        flat = np.zeros(int(starts[-1]), dtype="<u4")
        following = starts.copy()
        for key, row in self._scratch.execute("SELECT key, row FROM bearer ORDER BY key, row"):
            number = trie[key]
            flat[following[number]] = row
            following[number] += 1
        trie.save(str(self._folder / "names.trie"))
        np.save(self._folder / "names.npy", starts)
        np.save(self._folder / "name_rows.npy", flat)

    def _number(self, text: str) -> int:
        """The number of a text in the table of strings; the first two million are shared between rows."""
        known = self._numbers.get(text)
        if known is not None:
            return known
        data = text.encode()
        self._texts.write(data)
        self._starts.append(self._starts[-1] + len(data))
        number = len(self._starts) - 2
        if len(self._numbers) < _MOST_SHARED:
            self._numbers[text] = number
        return number

    def _pack(self, record: PlaceRecord) -> tuple[Any, ...]:
        code, admin1, admin2 = record.country_code, record.admin1_code, record.admin2_code
        find = self._divisions.get
        return (
            self._number(record.place_id),
            self._number(record.name),
            self._number(fold_ascii(record.name)),
            self._number(f"{record.feature_class}.{record.feature_code}"),
            find((code, "", ""), -1) if code else -1,
            find((code, admin1, ""), -1) if admin1 else -1,
            find((code, admin1, admin2), -1) if admin2 else -1,
            self._number(code),
            self._number(admin1),
            self._number(admin2),
            round(record.lon * DEGREE),
            round(record.lat * DEGREE),
            round(record.radius_km * KM),
            record.population,
            LEVELS.index(record.level),
        )


def index_divisions(
    entries: Iterable[tuple[int, str, str, str, str]],
) -> dict[tuple[str, str, str], int]:
    """The rows of countries and divisions by their codes; the most prominent one where several claim a code.

    Args:
        entries: Row, feature code, country code, admin1 code and admin2 code, in the order of the rows.
    """
    found: dict[tuple[str, str, str], int] = {}
    for row, feature_code, country, admin1, admin2 in entries:
        if country and feature_code.startswith("PCL") and feature_code != "PCLH":
            found.setdefault((country, "", ""), row)
        elif country and feature_code == "ADM1" and admin1:
            found.setdefault((country, admin1, ""), row)
        elif country and feature_code == "ADM2" and admin2:
            found.setdefault((country, admin1, admin2), row)
    return found


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
    with IndexWriter(folder, len(ordered), index_divisions(_list_codes(ordered))) as writer:
        for record in ordered:
            writer.add(record)
    return len(ordered)


def _list_codes(ordered: Iterable[PlaceRecord]) -> Iterator[tuple[int, str, str, str, str]]:
    for row, record in enumerate(ordered):
        yield row, record.feature_code, record.country_code, record.admin1_code, record.admin2_code
