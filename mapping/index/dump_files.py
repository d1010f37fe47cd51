"""The lines of GeoNames' own dump: each file read once, line by line, and what cannot be used counted.

Source: https://download.geonames.org/export/dump/readme.txt.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from math import sqrt
from pathlib import Path
from typing import NamedTuple

from mapping.index.writer import rate_prominence
from mapping.kinds import Level

FILES = (
    "allCountries.txt",
    "alternateNamesV2.txt",
    "hierarchy.txt",
    "countryInfo.txt",
    "admin1CodesASCII.txt",
    "admin2Codes.txt",
)
"""The files of the dump that are read, unpacked."""

_COLUMNS = 19
_STEP_BYTES = 1 << 22
# What alternateNamesV2.txt gives as a language but is none.
_NO_LANGUAGE = frozenset({"link", "post", "iata", "icao", "faac", "wkdt", "unlc", "tcid", "phon", "piny"})
_RADIUS_KM = {"PCL": 300.0, "ADM1": 60.0, "ADM2": 15.0, "CONT": 2500.0, "OCN": 3000.0, "SEA": 300.0, "RGN": 75.0}
_AREAS = frozenset({"ISL", "ISLS", "MTS", "DSRT", "VAL", "PLN", "PLAT", "PEN"})

Advance = Callable[[int], None]
"""Called with a number of bytes that were read since the last call."""


class PlaceRow(NamedTuple):
    """What is kept of one line of allCountries.txt; `radius_km` is a guess from kind and people."""

    geoname_id: int
    name: str
    lon: float
    lat: float
    feature_class: str
    feature_code: str
    country_code: str
    admin1_code: str
    admin2_code: str
    population: int
    radius_km: float
    prominence: float


class DumpFiles:
    """The files of one folder.

    Args:
        folder: Where they are.
        advance: Told of the bytes that are read.

    `skipped` counts the lines that could not be used, by their reason.
    """

    def __init__(self, folder: Path, advance: Advance) -> None:
        self._folder = folder
        self._advance = advance
        self.skipped: Counter[str] = Counter()

    def read_places(self) -> Iterator[PlaceRow]:
        """The places of allCountries.txt."""
        name = FILES[0]
        for cells in self._read_cells(name):
            if len(cells) != _COLUMNS:
                self.skipped[f"{name}: not {_COLUMNS} columns"] += 1
                continue
            try:
                row = _parse_place(cells)
            except ValueError:
                self.skipped[f"{name}: a number that is none, or off the globe"] += 1
                continue
            yield row

    def read_alternates(self) -> Iterator[tuple[int, str]]:
        """The further names of places, in every language: GeoNames ids and names."""
        name = FILES[1]
        for cells in self._read_cells(name):
            if len(cells) < 4 or not cells[1].isdecimal():
                self.skipped[f"{name}: not a name of a place"] += 1
            elif cells[2] not in _NO_LANGUAGE:
                yield int(cells[1]), cells[3]

    def read_parents(self) -> Iterator[tuple[int, int]]:
        """What lies in what by hierarchy.txt: the ids of the inner and of the outer place."""
        name = FILES[2]
        for cells in self._read_cells(name):
            if len(cells) >= 2 and cells[0].isdecimal() and cells[1].isdecimal():
                yield int(cells[1]), int(cells[0])
            else:
                self.skipped[f"{name}: not two places"] += 1

    def read_display_names(self) -> Iterator[tuple[int, str]]:
        """The short names of divisions and countries: "Iraq" where allCountries.txt has "Republic of Iraq"."""
        for name in ("admin2Codes.txt", "admin1CodesASCII.txt"):
            for cells in self._read_cells(name):
                if len(cells) == 4 and cells[3].isdecimal():
                    yield int(cells[3]), cells[1]
        for cells in self._read_cells("countryInfo.txt"):
            if not cells[0].startswith("#") and len(cells) > 16 and cells[16].isdecimal():
                yield int(cells[16]), cells[4]

    def _read_cells(self, name: str) -> Iterator[list[str]]:
        unread = 0
        with (self._folder / name).open("rb") as lines:
            for line in lines:
                unread += len(line)
                if unread >= _STEP_BYTES:
                    self._advance(unread)
                    unread = 0
                try:
                    text = line.decode()
                except UnicodeDecodeError:
                    self.skipped[f"{name}: not UTF-8"] += 1
                    continue
                yield text.rstrip("\r\n").split("\t")
        self._advance(unread)


def _parse_place(cells: list[str]) -> PlaceRow:
    geoname_id, name, lat, lon, population = int(cells[0]), cells[1], float(cells[4]), float(cells[5]), cells[14]
    if not (-180 <= lon <= 180 and -90 <= lat <= 90 and name):
        raise ValueError(f"no place on the globe: {cells[:6]}")
    code, people = cells[7], int(population or 0)
    radius_km = guess_radius_km(code, people)
    return PlaceRow(
        geoname_id=geoname_id,
        name=name,
        lon=lon,
        lat=lat,
        feature_class=cells[6],
        feature_code=code,
        country_code=cells[8],
        admin1_code="" if cells[10] == "00" else cells[10],
        admin2_code=cells[11],
        population=people,
        radius_km=radius_km,
        prominence=rate_prominence(code, people, radius_km=radius_km),
    )


def find_level(feature_class: str, feature_code: str) -> Level:
    """The level of a GeoNames feature: how large a place of its class and code is."""
    if feature_class == "A":
        if feature_code.startswith("PCL"):
            return Level.COUNTRY
        return Level.ADM1 if feature_code == "ADM1" else Level.ADM2
    if feature_class == "P":
        return Level.POI if feature_code == "PPLX" else Level.CITY
    if feature_class in ("H", "V") or feature_code in _AREAS or (feature_class, feature_code) in _LANDS:
        return Level.REGION
    return Level.POI


_LANDS = frozenset({("L", "RGN"), ("L", "CONT")})


def guess_radius_km(feature_code: str, population: int) -> float:
    """Radius of a place of which only the kind and the people are known; GeoNames gives no extents."""
    if feature_code.startswith("PPL"):
        return max(1.0, 0.01 * sqrt(population))
    return _RADIUS_KM.get("PCL" if feature_code.startswith("PCL") else feature_code, 2.0)
