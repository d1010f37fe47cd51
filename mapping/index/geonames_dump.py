"""Builds the gazetteer's index from GeoNames' own dump, for users who want all of its places.

The lines are read once, one at a time, into a database on disk, which puts them in order of prominence; from there they
go into the index. Feature codes, divisions and populations are GeoNames' own.

Source: https://download.geonames.org/export/dump/readme.txt.
"""

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from math import sqrt
from pathlib import Path

from mapping.errors import GazetteerError
from mapping.index.writer import IndexWriter, PlaceRecord, index_divisions, rate_prominence
from mapping.kinds import Level

FILES = ("allCountries.txt", "alternateNamesV2.txt", "countryInfo.txt", "admin1CodesASCII.txt", "admin2Codes.txt")
"""The files of the dump that are read. hierarchy.txt is not: the codes in allCountries.txt say what lies in what."""

_COLUMNS = 19
_BATCH = 100_000
# What alternateNamesV2.txt gives as a language but is none.
_NO_LANGUAGE = frozenset({"link", "post", "iata", "icao", "faac", "wkdt", "unlc", "tcid", "phon", "piny"})
_RADIUS_KM = {"PCL": 300.0, "ADM1": 60.0, "ADM2": 15.0, "CONT": 2500.0, "OCN": 3000.0, "SEA": 300.0, "RGN": 75.0}
_AREAS = frozenset({"ISL", "ISLS", "MTS", "DSRT", "VAL", "PLN", "PLAT", "PEN"})
_TABLES = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE place (id INTEGER PRIMARY KEY, name TEXT, lon REAL, lat REAL, class TEXT, code TEXT, country TEXT,
                    admin1 TEXT, admin2 TEXT, population INTEGER, prominence REAL);
CREATE TABLE alternate (id INTEGER, name TEXT);
CREATE TABLE division (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE ranked (row INTEGER PRIMARY KEY, id INTEGER);
"""
_SELECT = """
SELECT place.id, coalesce(division.name, place.name), place.name, lon, lat, class, code, country, admin1, admin2,
       population, prominence
FROM ranked JOIN place ON place.id = ranked.id LEFT JOIN division ON division.id = place.id ORDER BY ranked.row
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class DumpReport:
    """What became of a dump: places and names that were read, and the lines left out, counted by their reason."""

    places: int
    names: int
    skipped: tuple[tuple[str, int], ...]


def build_from_dump(
    source: Path, target: Path, *, report_progress: Callable[[str, int], None] = lambda _stage, _count: None
) -> DumpReport:
    """Write an index with every place of a GeoNames dump.

    Args:
        source: The folder with the unpacked files of `FILES`.
        target: Where the index goes; made where it is missing. `open_gazetteer(target)` opens it.
        report_progress: Called with the stage ("read", "write") and the number of places so far, every 100,000.

    Returns:
        How many places and names were read, and what was left out.

    Raises:
        GazetteerError: A file is missing, or none of the lines can be read.
    """
    missing = [name for name in FILES if not (source / name).is_file()]
    if missing:
        raise GazetteerError(
            f"{source} lacks {', '.join(missing)}: unpack them there from GeoNames' export/dump, see its readme.txt"
        )
    target.mkdir(parents=True, exist_ok=True)
    scratch = target / "dump.db"
    scratch.unlink(missing_ok=True)
    skipped: Counter[str] = Counter()
    try:
        with closing(sqlite3.connect(scratch, isolation_level=None)) as database:
            database.executescript(_TABLES)
            database.execute("BEGIN")
            database.executemany(
                f"INSERT OR REPLACE INTO place VALUES ({', '.join('?' * 11)})",  # noqa: S608
                _read_places(source / FILES[0], skipped, report_progress),
            )
            database.executemany("INSERT INTO alternate VALUES (?, ?)", _read_alternates(source / FILES[1], skipped))
            database.executemany("INSERT OR REPLACE INTO division VALUES (?, ?)", _read_display_names(source))
            return _write_ranked(database, target, skipped, report_progress)
    finally:
        scratch.unlink()


def _read_places(
    path: Path, skipped: "Counter[str]", report_progress: Callable[[str, int], None]
) -> Iterator[tuple[object, ...]]:
    with path.open(encoding="utf-8") as lines:
        for count, line in enumerate(lines, 1):
            if count % _BATCH == 0:
                report_progress("read", count)
            cells = line.rstrip("\n").split("\t")
            if len(cells) != _COLUMNS:
                skipped[f"{path.name}: not {_COLUMNS} columns"] += 1
                continue
            try:
                row = _parse_place(cells)
            except ValueError:
                skipped[f"{path.name}: a number that is none, or off the globe"] += 1
                continue
            yield row


def _parse_place(cells: list[str]) -> tuple[object, ...]:
    """The columns that are kept of one line of allCountries.txt."""
    geoname_id, name, lat, lon, population = int(cells[0]), cells[1], float(cells[4]), float(cells[5]), cells[14]
    if not (-180 <= lon <= 180 and -90 <= lat <= 90 and name):
        raise ValueError(f"no place on the globe: {cells[:6]}")
    code, people = cells[7], int(population or 0)
    prominence = rate_prominence(code, people, radius_km=guess_radius_km(code, people))
    admin1 = "" if cells[10] == "00" else cells[10]
    return geoname_id, name, lon, lat, cells[6], code, cells[8], admin1, cells[11], people, prominence


def _read_alternates(path: Path, skipped: "Counter[str]") -> Iterator[tuple[int, str]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            cells = line.rstrip("\n").split("\t")
            if len(cells) < 4 or not cells[1].isdecimal():
                skipped[f"{path.name}: not a name of a place"] += 1
            elif cells[2] not in _NO_LANGUAGE:
                yield int(cells[1]), cells[3]


def _read_display_names(source: Path) -> Iterator[tuple[int, str]]:
    """The short names of divisions and countries: "Iraq" where allCountries.txt has "Republic of Iraq"."""
    for name in ("admin2Codes.txt", "admin1CodesASCII.txt"):
        with (source / name).open(encoding="utf-8") as lines:
            for line in lines:
                cells = line.rstrip("\n").split("\t")
                if len(cells) == 4 and cells[3].isdecimal():
                    yield int(cells[3]), cells[1]
    with (source / "countryInfo.txt").open(encoding="utf-8") as lines:
        for line in lines:
            cells = line.rstrip("\n").split("\t")
            if not line.startswith("#") and len(cells) > 16 and cells[16].isdecimal():
                yield int(cells[16]), cells[4]


def _write_ranked(
    database: sqlite3.Connection,
    target: Path,
    skipped: "Counter[str]",
    report_progress: Callable[[str, int], None],
) -> DumpReport:
    database.execute("INSERT INTO ranked (id) SELECT id FROM place ORDER BY prominence DESC, id")
    database.execute("CREATE INDEX alternate_id ON alternate (id)")
    (count,) = database.execute("SELECT count(*) FROM place").fetchone()
    (names,) = database.execute("SELECT count(*) FROM alternate").fetchone()
    if not count:
        raise GazetteerError(f"no line of {FILES[0]} could be read ({dict(skipped)}): is it GeoNames' file, unpacked?")
    codes = database.execute(
        "SELECT row - 1, code, country, admin1, admin2 FROM ranked JOIN place USING (id) WHERE class = 'A' ORDER BY row"
    )
    with IndexWriter(target, count, index_divisions(codes)) as writer:
        for number, cells in enumerate(database.execute(_SELECT), 1):
            found = database.execute("SELECT name FROM alternate WHERE id = ?", cells[:1])
            writer.add(_make_record(cells, {name for (name,) in found}))
            if number % _BATCH == 0:
                report_progress("write", number)
    return DumpReport(places=count, names=names, skipped=tuple(sorted(skipped.items())))


def _make_record(cells: tuple, names: set[str]) -> PlaceRecord:  # type: ignore[type-arg]
    geoname_id, name, own_name, lon, lat, feature_class, code, country, admin1, admin2, population, prominence = cells
    return PlaceRecord(
        place_id=f"gn:{geoname_id}",
        name=name,
        lon=lon,
        lat=lat,
        feature_class=feature_class,
        feature_code=code,
        level=find_level(feature_class, code),
        names={own_name, *names},
        country_code=country,
        admin1_code=admin1,
        admin2_code=admin2,
        population=population,
        radius_km=guess_radius_km(code, population),
        prominence=prominence,
    )


def find_level(feature_class: str, feature_code: str) -> Level:
    """The level of a GeoNames feature: how large a place of its class and code is."""
    if feature_class == "A":
        if feature_code.startswith("PCL"):
            return Level.COUNTRY
        return Level.ADM1 if feature_code == "ADM1" else Level.ADM2
    if feature_class == "P":
        return Level.POI if feature_code == "PPLX" else Level.CITY
    if feature_class in "HV" or feature_code in _AREAS or (feature_class == "L" and feature_code in ("RGN", "CONT")):
        return Level.REGION
    return Level.POI


def guess_radius_km(feature_code: str, population: int) -> float:
    """Radius of a place of which only the kind and the people are known; GeoNames gives no extents."""
    if feature_code.startswith("PPL"):
        return max(1.0, 0.01 * sqrt(population))
    return _RADIUS_KM.get("PCL" if feature_code.startswith("PCL") else feature_code, 2.0)
