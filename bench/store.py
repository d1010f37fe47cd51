"""The store at scale: `python -m bench store`, with `--rows 10000000` and more as `--help` tells.

Synthetic events (bench/synthetic.py) go into a SQLite file, and where a PostgreSQL database is named into one of its
schemas; each is asked what the page, the API and exports ask. DuckDB over GeoParquet answers the same questions. A
store that a run before has filled is used again. With `--copies 10` a tenth of the events is loaded and then copied,
each time under other ids (bench/storing/growing.py).
"""

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import gettempdir

import psycopg

from bench.storing.crashing import ROUNDS, measure_kills
from bench.storing.crowd import CROWDS, measure_crowd
from bench.storing.exporting import measure_exports
from bench.storing.growing import grow
from bench.storing.loading import load, measure_bulk, measure_live
from bench.storing.reading import measure_reads, open_frame, weigh
from bench.storing.timing import print_table
from bench.synthetic import make_extractions, make_news, make_places
from mapping.model import Place
from mapping.query import EventQuery
from mapping.store import EventStore, open_store

PARTS = ("reads", "bulk", "live", "exports", "crowd", "kills")
_LIVE_ROWS = 5000
_BULK_ROWS = 50_000


def main(arguments: Sequence[str] = ()) -> None:
    """Fill the stores and print the tables."""
    options = _read_options(arguments)
    folder = options.folder / f"store-{options.rows}"
    folder.mkdir(parents=True, exist_ok=True)
    print(f"{options.rows:,} events; folder {folder}\n")
    addresses = _fill_stores(options, folder)
    if "reads" in options.parts:
        _print_reads(addresses, folder, by_sql=not options.no_sql)
        if not options.no_peer:
            _print_peer(options, folder)
    if "bulk" in options.parts:
        rows = min(options.rows, _BULK_ROWS)
        bulk = measure_bulk(folder, make_news(rows), make_places())
        _print_columns(f"one load of {rows:,} events with their text index", ["SQLite"], [bulk])
    if "live" in options.parts:
        print_table(("live ingest, transactions of 100 documents", *addresses), _measure_live(addresses, make_places()))
    if "exports" in options.parts:
        rows = min(options.rows, options.export_rows)
        for name, address in addresses.items():
            heads = (f"export of {rows:,} events, {name}", "MB", "MB/s", "events/s", "greatest memory MB")
            print_table(heads, measure_exports(address, rows))
    if "crowd" in options.parts:
        for name, address in addresses.items():
            crowd_heads = (
                f"readers of {name}",
                "reads",
                "errors",
                "ms a read",
                "oldest ms",
                "events written/s",
                "log MB",
            )
            columns = folder / f"{name}.columns"
            print_table(crowd_heads, (measure_crowd(address, columns, crowd, options.seconds) for crowd in CROWDS))
    if "kills" in options.parts:
        kills = [measure_kills(address, options.rounds) for address in addresses.values()]
        _print_columns("kill -9 of the writer", list(addresses), kills)


def _read_options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench store", description="The store at scale.")
    parser.add_argument("--rows", type=int, default=1_000_000, help="events (1,000,000)")
    parser.add_argument("--copies", type=int, default=1, help="of each event, in SQLite alone (1)")
    parser.add_argument("--folder", type=Path, default=Path(gettempdir()) / "dateline-bench", help="for the stores")
    parser.add_argument(
        "--postgres",
        default=os.environ.get("MAPPING_TEST_POSTGRES", ""),
        help="address of a database for a schema of ours (MAPPING_TEST_POSTGRES)",
    )
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS, help="which tables")
    parser.add_argument("--export-rows", type=int, default=100_000, help="events of each export (100,000)")
    parser.add_argument("--seconds", type=float, default=10.0, help="of each crowd of readers (10)")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help=f"of killing the writer ({ROUNDS})")
    parser.add_argument("--no-sql", action="store_true", help="leave out what the database alone takes")
    parser.add_argument("--no-peer", action="store_true", help="leave DuckDB out")
    return parser.parse_args(list(arguments))


def _fill_stores(options: argparse.Namespace, folder: Path) -> dict[str, str]:
    """The stores by name; those that are empty are filled."""
    path = folder / "events.db"
    loaded = options.rows // options.copies
    if options.copies == 1:
        _load("SQLite", str(path), loaded)
    elif not path.exists():
        small = folder.with_name(f"store-{loaded}") / "events.db"
        small.parent.mkdir(exist_ok=True)
        _load("SQLite", str(small), loaded)
        grow(small, path, options.copies, lambda done: _tell("SQLite", done * loaded, options.rows))
    addresses = {"SQLite": str(path)}
    if options.postgres and options.copies == 1:
        addresses["PostgreSQL"] = _make_schema(options.postgres, f"bench_{options.rows}")
        _load("PostgreSQL", addresses["PostgreSQL"], options.rows)
    return addresses


def _make_schema(server: str, name: str) -> str:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("CREATE EXTENSION IF NOT EXISTS postgis")
        connection.execute(f"CREATE SCHEMA IF NOT EXISTS {name}")
    return f"{server}?options=-csearch_path%3D{name},public"


def _load(name: str, address: str, rows: int) -> None:
    """Fill a store that is empty, and say how fast."""
    with open_store(address) as store:
        there = store.count(EventQuery(placed=None))
        if there >= rows:
            print(f"{name}: {there:,} events are there already\n")
            return
        extractions = make_extractions(make_news(rows), make_places())
        seconds, _ = load(store, extractions, lambda done: _tell(name, done, rows))
        print(f"{name}: bulk load with text index: {rows / seconds:,.0f} events/s ({seconds:.0f} s)")
        print(f"{_weigh_store(store)}\n")


def _weigh_store(store: EventStore) -> str:
    try:
        size = sum(path.stat().st_size for path in store.path.parent.glob(f"{store.path.name}*") if path.is_file())
    except AttributeError:
        return ""
    return f"{size / 1e6:,.0f} MB on disk"


def _tell(name: str, done: int, rows: int) -> None:
    if sys.stderr.isatty() or done % 100_000 == 0:
        print(f"\r{name}: {done:,} of {rows:,}", end="", file=sys.stderr, flush=True)


def _print_peer(options: argparse.Namespace, folder: Path) -> None:
    """What DuckDB takes over a GeoParquet file, which is written where it is missing."""
    from bench.storing import peers  # with DuckDB, which only this table needs

    loaded = options.rows // options.copies
    small = folder.with_name(f"store-{loaded}") / "events.parquet"
    path: Path = folder / "events.parquet"
    if not small.exists():
        peers.write_geoparquet(make_news(loaded), make_places(), small)
    if not path.exists():
        peers.copy_geoparquet(small, path, options.copies)
    _print_columns("p50 / p95 ms over 40 filters", ["DuckDB over GeoParquet"], [peers.measure_duckdb(path)])


def _print_reads(addresses: dict[str, str], folder: Path, *, by_sql: bool) -> None:
    found = []
    for name, address in addresses.items():
        with open_store(address, read_only=True) as store:
            frame = open_frame(store, folder / f"{name}.columns")
            print(f"{name}, the map's binary: {weigh(frame)}\n")
            found.append(measure_reads(store, frame, by_sql=by_sql))
    _print_columns("p50 / p95 ms over 40 filters", list(addresses), found)


def _measure_live(addresses: dict[str, str], places: list[Place]) -> Iterator[tuple[str, ...]]:
    for label, raw in (("rows of tables, events/s", True), ("news that is merged, events/s", False)):
        line = [label]
        for address in addresses.values():
            with open_store(address) as store:
                line.append(f"{measure_live(store, make_news(_LIVE_ROWS, seed=3), places, raw=raw):,.0f}")
        yield tuple(line)


def _print_columns(head: str, names: list[str], columns: list[dict[str, str]]) -> None:
    print_table((head, *names), ((key, *(column[key] for column in columns)) for key in columns[0]))


if __name__ == "__main__":
    main(sys.argv[1:])
