"""Filling a store: many rows at once, and news that come in one by one."""

import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

from bench.storing.floor import LEAST, measure_floor
from bench.synthetic import News, make_extractions
from mapping.model import Extraction, Place
from mapping.storage.batches import make_batches
from mapping.store import EventStore, open_store

LIVE = 100
BULK_ROUNDS = 3
_TOLD = 20_000


def measure_bulk(folder: Path, news: News, places: list[Place]) -> dict[str, str]:
    """One large load into an empty file, as an import is, beside SQLite alone with the same rows.

    Args:
        folder: For the files.
        news: What is loaded; making it is not measured.
        places: Where it happened.

    Returns:
        The best of some rounds, in which both take turns.
    """
    loads, floors, leasts = [], [], []
    for _ in range(BULK_ROUNDS):
        path = folder / "bulk.db"
        for old in folder.glob("bulk.db*"):
            old.unlink()
        with open_store(path) as store:
            loads.append(load(store, make_extractions(news, places)))
        floors.append(measure_floor(path, folder / "floor.db"))
        leasts.append(measure_floor(path, folder / "floor.db", LEAST))
    (wall, cpu), (floor_wall, floor_cpu), (least_wall, least_cpu) = (
        tuple(map(min, zip(*spent, strict=True))) for spent in (loads, floors, leasts)
    )
    rows = len(news)
    return {
        "events/s": f"{rows / wall:,.0f}",
        "events a second of the processor": f"{rows / cpu:,.0f}",
        "bytes an event": f"{path.stat().st_size / rows:,.0f}",
        "SQLite alone, events/s": f"{rows / floor_wall:,.0f}",
        "SQLite alone, events a second of the processor": f"{rows / floor_cpu:,.0f}",
        "SQLite alone, events and their words alone, the same": f"{rows / least_wall:,.0f} / {rows / least_cpu:,.0f}",
        "times what SQLite alone takes, clock / processor": f"{wall / floor_wall:.2f} / {cpu / floor_cpu:.2f}",
    }


def load(
    store: EventStore, extractions: Iterator[Extraction], tell: Callable[[int], None] | None = None
) -> tuple[float, float]:
    """Add all in one transaction, as an import does.

    Args:
        store: An empty one.
        extractions: What to add.
        tell: Is told from time to time how many are in.

    Returns:
        Seconds on the clock and of the processor, without those of making the events.
    """
    made = [0.0, 0.0]

    def give() -> Iterator[Extraction]:
        for number in count():
            if tell and number % _TOLD == 0:
                tell(number)
            wall, cpu = time.perf_counter(), time.process_time()
            extraction = next(extractions, None)
            made[0] += time.perf_counter() - wall
            made[1] += time.process_time() - cpu
            if extraction is None:
                return
            yield extraction

    wall, cpu = time.perf_counter(), time.process_time()
    store.add_all(give())
    return time.perf_counter() - wall - made[0], time.process_time() - cpu - made[1]


def measure_live(store: EventStore, news: News, places: list[Place], *, raw: bool) -> float:
    """Events a second that come in while the store is in use, in transactions of a hundred documents."""
    extractions = list(make_extractions(news, places, raw=raw, prefix="live"))
    spent = 0.0
    for batch in make_batches(extractions, LIVE):
        start = time.perf_counter()
        store.add_all(batch)
        spent += time.perf_counter() - start
    return len(extractions) / spent
