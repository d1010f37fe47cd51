"""Builds the gazetteer's index from GeoNames' own dump, for users who want all of its places.

The lines are read once, one at a time, into a database on disk, which puts them in order of prominence; from there they
go into the index. Feature codes, divisions and populations are GeoNames' own. What GeoNames lacks (regions that news
speaks of, press names, extents) comes from the gazetteer that travels with Dateline.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from mapping.errors import GazetteerError
from mapping.index.carried import CarriedPlaces
from mapping.index.dump_files import FILES, DumpFiles, find_level
from mapping.index.files import LEVELS
from mapping.index.writer import IndexWriter, PlaceRecord, index_divisions

_STEP_PLACES = 10_000
# A hamlet in a district in a division: that many steps up hierarchy.txt leave few places without a division.
_STEPS_UP = 3
_TABLES = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA temp_store = FILE;
CREATE TABLE place (id INTEGER PRIMARY KEY, name TEXT, lon REAL, lat REAL, class TEXT, code TEXT, country TEXT,
                    admin1 TEXT, admin2 TEXT, population INTEGER, radius REAL, prominence REAL, level INTEGER);
CREATE TABLE alternate (id INTEGER, name TEXT);
CREATE TABLE parent (child INTEGER, parent INTEGER);
CREATE TABLE division (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE ranked (row INTEGER PRIMARY KEY, id INTEGER);
"""
_LOOSE = "country <> '' AND {code} = '' AND NOT (class = 'A' AND code LIKE 'PCL%')"
# A river through three provinces lies in none of them: only where all that a place lies in agree is it taken.
_FILL = """
UPDATE place SET {code} = coalesce((
    SELECT CASE WHEN count(DISTINCT up.{code}) = 1 THEN min(up.{code}) END
    FROM parent JOIN place AS up ON up.id = parent.parent
    WHERE parent.child = place.id AND up.country = place.country AND up.{code} <> '' {same}
), '') WHERE {loose} AND id IN (SELECT child FROM parent)
"""
_SELECT = """
SELECT place.id, coalesce(division.name, place.name), place.name, lon, lat, class, code, country, admin1, admin2,
       population, radius, prominence, level
FROM ranked JOIN place ON place.id = ranked.id LEFT JOIN division ON division.id = place.id ORDER BY ranked.row
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class DumpProgress:
    """How far a build is: `done` of `total` bytes while it reads, places while it writes."""

    stage: str
    done: int
    total: int


@dataclass(frozen=True, kw_only=True, slots=True)
class DumpReport:
    """What became of a dump.

    Attributes:
        places: In the index, `own` of them from the bundled gazetteer as GeoNames lacks them.
        names: Further names that were read.
        filled: Places whose division only hierarchy.txt tells.
        skipped: Lines left out, counted by their reason.
    """

    places: int
    own: int
    names: int
    filled: int
    skipped: tuple[tuple[str, int], ...]


Report = Callable[[DumpProgress], None]


def build_from_dump(
    source: Path, target: Path, *, carried: Path | None = None, on_progress: Report = lambda _: None
) -> DumpReport:
    """Write an index with every place of a GeoNames dump.

    Args:
        source: The folder with the unpacked files of `dump_files.FILES`.
        target: Where the index goes; made where it is missing. `open_gazetteer(target)` opens it.
        carried: The folder of a gazetteer whose own places, names and extents are added; None adds nothing.
        on_progress: Called every few megabytes read and every ten thousand places written.

    Returns:
        How many places and names were read, and what was left out.

    Raises:
        GazetteerError: A file is missing, none of the lines can be read, or the disk is full.
    """
    missing = [name for name in FILES if not (source / name).is_file()]
    if missing:
        raise GazetteerError(
            f"{source} lacks {', '.join(missing)}: unpack them there from GeoNames' export/dump, see its readme.txt"
        )
    target.mkdir(parents=True, exist_ok=True)
    scratch = target / "dump.db"
    scratch.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(scratch, isolation_level=None)) as database:
            database.executescript(_TABLES)
            database.execute("BEGIN")
            return _build(database, source, target, carried, on_progress)
    except (sqlite3.Error, OSError) as error:
        raise GazetteerError(f"the gazetteer in {target} cannot be written: {error}") from error
    finally:
        scratch.unlink(missing_ok=True)


def _build(
    database: sqlite3.Connection, source: Path, target: Path, carried: Path | None, on_progress: Report
) -> DumpReport:
    total = sum((source / name).stat().st_size for name in FILES)
    done = 0

    def advance(size: int) -> None:
        nonlocal done
        done += size
        on_progress(DumpProgress(stage="read", done=done, total=total))

    files = DumpFiles(source, advance)
    own = _read_files(database, files, CarriedPlaces(carried) if carried else None)
    (count,) = database.execute("SELECT count(*) FROM place WHERE id > 0").fetchone()
    if not count:
        raise GazetteerError(
            f"no line of {FILES[0]} could be read ({dict(files.skipped)}): is it GeoNames' file, unpacked?"
        )
    filled = _fill_divisions(database)
    _write_ranked(database, target, own, on_progress)
    (names,) = database.execute("SELECT count(*) FROM alternate").fetchone()
    skipped = tuple(sorted(files.skipped.items()))
    return DumpReport(places=count + len(own), own=len(own), names=names, filled=filled, skipped=skipped)


def _read_files(
    database: sqlite3.Connection, files: DumpFiles, carried: CarriedPlaces | None
) -> dict[int, PlaceRecord]:
    """Fill the tables; the bundled gazetteer's own places by the negative numbers that stand for them there."""
    add_names = "INSERT INTO alternate VALUES (?, ?)"
    add_place = f"INSERT OR REPLACE INTO place VALUES ({', '.join('?' * 12)}, NULL)"  # noqa: S608 - no data in it
    own: dict[int, PlaceRecord] = {}
    places = files.read_places()
    if carried is None:
        database.executemany(add_place, places)
    else:
        database.executemany(add_names, carried.read_names())
        database.executemany(add_place, carried.match_twins(places))
        _add_carried(database, carried, own)
    database.executemany(add_names, files.read_alternates())
    database.executemany("INSERT INTO parent VALUES (?, ?)", files.read_parents())
    database.executemany("INSERT OR REPLACE INTO division VALUES (?, ?)", files.read_display_names())
    return own


def _add_carried(database: sqlite3.Connection, carried: CarriedPlaces, own: dict[int, PlaceRecord]) -> None:
    extend = "UPDATE place SET radius = ?, level = ? WHERE id = ?"
    extents = ((each.radius_km, LEVELS.index(each.level), each.geoname_id) for each in carried.read_extents())
    database.executemany(extend, extents)
    alone, known = carried.split_own()
    for geoname_id, record in known.items():
        database.execute(extend, (record.radius_km, LEVELS.index(record.level), geoname_id))
        database.execute(
            "UPDATE place SET prominence = max(prominence, ?) WHERE id = ?", (record.prominence, geoname_id)
        )
        database.executemany("INSERT INTO alternate VALUES (?, ?)", ((geoname_id, name) for name in record.names))
    for number, record in enumerate(alone, 1):
        own[-number] = record
        database.execute("INSERT INTO place (id, prominence) VALUES (?, ?)", (-number, record.prominence))


def _fill_divisions(database: sqlite3.Connection) -> int:
    """Give places without the code of a division that of what they lie in; how many got one."""
    database.execute("CREATE INDEX parent_child ON parent (child)")
    loose = _LOOSE.format(code="admin1")
    (before,) = database.execute(f"SELECT count(*) FROM place WHERE {loose}").fetchone()  # noqa: S608 - no data in it
    for _ in range(_STEPS_UP):
        database.execute(_FILL.format(code="admin1", same="", loose=loose))
    same = "AND up.admin1 = place.admin1"
    for _ in range(_STEPS_UP):
        database.execute(_FILL.format(code="admin2", same=same, loose=_LOOSE.format(code="admin2")))
    (after,) = database.execute(f"SELECT count(*) FROM place WHERE {loose}").fetchone()  # noqa: S608 - no data in it
    return int(before - after)


def _write_ranked(database: sqlite3.Connection, target: Path, own: dict[int, PlaceRecord], on_progress: Report) -> None:
    database.execute("INSERT INTO ranked (id) SELECT id FROM place ORDER BY prominence DESC, id")
    database.execute("CREATE INDEX alternate_id ON alternate (id)")
    (count,) = database.execute("SELECT count(*) FROM place").fetchone()
    codes = database.execute(
        "SELECT row - 1, code, country, admin1, admin2 FROM ranked JOIN place USING (id) WHERE class = 'A' ORDER BY row"
    )
    with IndexWriter(target, count, index_divisions(codes)) as writer:
        for number, record in enumerate(_make_records(database, own), 1):
            writer.add(record)
            if number % _STEP_PLACES == 0 or number == count:
                on_progress(DumpProgress(stage="write", done=number, total=count))


def _make_records(database: sqlite3.Connection, own: dict[int, PlaceRecord]) -> Iterator[PlaceRecord]:
    for cells in database.execute(_SELECT):
        if cells[0] in own:
            yield own[cells[0]]
        else:
            found = database.execute("SELECT name FROM alternate WHERE id = ?", cells[:1])
            yield _make_record(cells, {name for (name,) in found})


def _make_record(cells: tuple, names: set[str]) -> PlaceRecord:  # type: ignore[type-arg]
    geoname_id, name, own_name, lon, lat, feature_class, code, country, admin1, admin2, *rest = cells
    population, radius_km, prominence, level = rest
    return PlaceRecord(
        place_id=f"gn:{geoname_id}",
        name=name,
        lon=lon,
        lat=lat,
        feature_class=feature_class,
        feature_code=code,
        level=find_level(feature_class, code) if level is None else LEVELS[level],
        names={own_name, *names},
        country_code=country,
        admin1_code=admin1,
        admin2_code=admin2,
        population=population,
        radius_km=radius_km,
        prominence=prominence,
    )
