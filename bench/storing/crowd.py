"""Eight readers of a store beside a writer: `python -m bench.storing.crowd` is some of the readers, or the writer.

Each reader asks, looks at the answer for a while, and asks for something else, as a person at the page does; that is
half a second here, and less for one who drags the map. Without a pause the table would tell how long eight programs
wait for two cores, which it does in a row of its own.
"""

import json
import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from bench.storing.crashing import start_writer
from bench.storing.filters import make_filters
from bench.storing.reading import count, open_served, read_newest
from bench.storing.timing import show_spread
from mapping.columnar.served import ServedColumns
from mapping.query import EventQuery
from mapping.store import EventStore, open_store

PAUSE_S = 0.5
_PAGE = 100
_WAIT_S = 120.0
_START_S = 1.0


class Crowd(NamedTuple):
    """Some readers, and whether somebody writes meanwhile.

    Attributes:
        label: What the table calls them.
        processes: How many.
        threads: Readers in each process.
        pause_s: How long a reader looks at an answer, on average.
        columns: Whether pages and counts are asked of the columns, as by the server, or pages of the database alone.
        writes: Whether one process writes, as fast as it can.
    """

    label: str
    processes: int
    threads: int
    pause_s: float
    columns: bool
    writes: bool


CROWDS = (
    Crowd("one reader, columns", 1, 1, 0.0, columns=True, writes=False),
    Crowd("8 readers of two servers' columns", 2, 4, PAUSE_S, columns=True, writes=False),
    Crowd("8 readers of two servers' columns, a writer", 2, 4, PAUSE_S, columns=True, writes=True),
    Crowd("one reader, SQL alone", 1, 1, 0.0, columns=False, writes=False),
    Crowd("8 processes, SQL alone", 8, 1, PAUSE_S, columns=False, writes=False),
    Crowd("8 processes, SQL alone, a writer", 8, 1, PAUSE_S, columns=False, writes=True),
    Crowd("8 processes that never pause, SQL alone, a writer", 8, 1, 0.0, columns=False, writes=True),
)


def measure_crowd(address: str, folder: Path, crowd: Crowd, seconds: float) -> tuple[str, ...]:
    """A line of the table: reads, errors, ms a read, the age of what was shown, events written a second, the log.

    Args:
        address: The store's; it is written to.
        folder: The columns'.
        crowd: Who reads.
        seconds: How long.
    """
    readers = [_start_readers(address, folder, crowd, seconds, seed) for seed in range(crowd.processes)]
    writer = start_writer(address, seconds + _START_S, f"crowd{time.time_ns()}") if crowd.writes else None
    # Starting takes more of the processor than reading: all begin when the last one is there.
    for one in (*readers, *([writer] if writer else [])):
        one.stdout.readline()  # type: ignore[union-attr]
    log = Path(f"{address}-wal")
    largest = 0
    # What each process says is read while it runs: a full pipe would stop it.
    with ThreadPoolExecutor(max_workers=len(readers) + 1) as pool:
        written = pool.submit(lambda: writer.communicate()[0].splitlines() if writer else [])
        told = [
            pool.submit(lambda one: json.loads(one.communicate("go\n", timeout=_WAIT_S)[0]), one) for one in readers
        ]
        while not all(each.done() for each in (written, *told)):
            largest = max(largest, log.stat().st_size if log.exists() else 0)
            time.sleep(0.05)
    found = [one.result() for one in told]
    spent = [each for one in found for each in one["ms"]]
    return (
        crowd.label,
        f"{len(spent):,}",
        str(sum(one["errors"] for one in found)),
        show_spread(spent),
        f"{max(one['age_ms'] for one in found):,.0f}" if crowd.columns else "-",
        f"{len(written.result()) / (seconds + _START_S):,.0f}" if crowd.writes else "-",
        f"{largest / 1e6:.1f}" if log.exists() or largest else "-",
    )


def _start_readers(address: str, folder: Path, crowd: Crowd, seconds: float, seed: int) -> "subprocess.Popen[str]":
    options = {
        "address": address,
        "folder": str(folder),
        "threads": crowd.threads,
        "pause_s": crowd.pause_s,
        "columns": crowd.columns,
        "seconds": seconds,
        "seed": seed,
    }
    command = [sys.executable, "-m", "bench.storing.crowd", json.dumps(options)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def read(
    address: str, folder: str, *, threads: int, pause_s: float, columns: bool, seconds: float, seed: int
) -> dict[str, object]:
    """Read with some threads, and tell how long each answer took and how old the oldest was."""
    spent: list[float] = []
    errors = [0]
    with open_store(address, read_only=True) as store:
        served = open_served(store, Path(folder)) if columns else None
        ask = _ask_columns(store, served) if served else _ask_store(store)
        ask(EventQuery())  # what a server does before it takes its first request
        print("ready", flush=True)
        sys.stdin.readline()
        until = time.monotonic() + seconds

        def look(number: int) -> None:
            dice = random.Random(number)  # noqa: S311 - dice, not secrets
            time.sleep(dice.random() * pause_s)
            for query in make_filters(10_000, number):
                if time.monotonic() > until:
                    return
                start = time.perf_counter()
                try:
                    ask(query)
                except Exception:  # noqa: BLE001 - whatever goes wrong is what is counted
                    errors[0] += 1
                spent.append((time.perf_counter() - start) * 1000)
                time.sleep(2 * dice.random() * pause_s)

        readers = [threading.Thread(target=look, args=(seed * threads + number,)) for number in range(threads)]
        for reader in readers:
            reader.start()
        for reader in readers:
            reader.join()
    return {"ms": spent, "errors": errors[0], "age_ms": served.oldest_s * 1000 if served else 0}


def _ask_columns(store: EventStore, served: ServedColumns) -> Callable[[EventQuery], object]:
    """What a view of the page takes: its counts and its newest events."""

    def ask(query: EventQuery) -> None:
        frame = served.get()
        count(frame, query)
        read_newest(store, frame, query, _PAGE)

    return ask


def _ask_store(store: EventStore) -> Callable[[EventQuery], object]:
    return lambda query: store.read_page(query, limit=_PAGE, newest_first=True)


def main(arguments: Sequence[str]) -> None:
    """Be some readers."""
    options = json.loads(arguments[0])
    print(json.dumps(read(options.pop("address"), options.pop("folder"), **options)))


if __name__ == "__main__":
    main(sys.argv[1:])
