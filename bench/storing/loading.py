"""Filling a store: many rows at once, and news that come in one by one."""

import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from bench.storing.floor import measure_floor
from bench.synthetic import News, make_extractions
from mapping.model import Extraction, Place
from mapping.store import EventStore, open_store

BULK = 20_000
LIVE = 100
BULK_ROUNDS = 3


def measure_bulk(folder: Path, news: News, places: list[Place]) -> dict[str, str]:
    """One large load into an empty file, as an import is, beside SQLite alone with the same rows.

    Args:
        folder: For the files.
        news: What is loaded; making it is not measured.
        places: Where it happened.

    Returns:
        The best of some rounds, in which both take turns.
    """
    loads, floors = [], []
    for _ in range(BULK_ROUNDS):
        path = folder / "bulk.db"
        for old in folder.glob("bulk.db*"):
            old.unlink()
        with open_store(path) as store:
            loads.append(_load(store, make_extractions(news, places)))
        floors.append(measure_floor(path, folder / "floor.db"))
    (wall, cpu), (least_wall, least_cpu) = (tuple(map(min, zip(*spent, strict=True))) for spent in (loads, floors))
    rows = len(news)
    return {
        "events/s": f"{rows / wall:,.0f}",
        "events a second of the processor": f"{rows / cpu:,.0f}",
        "SQLite alone, events/s": f"{rows / least_wall:,.0f}",
        "SQLite alone, events a second of the processor": f"{rows / least_cpu:,.0f}",
        "times what SQLite alone takes, clock / processor": f"{wall / least_wall:.2f} / {cpu / least_cpu:.2f}",
    }


def _load(store: EventStore, extractions: Iterator[Extraction]) -> tuple[float, float]:
    """Seconds on the clock and of the processor, without those of making the events."""
    made = [0.0, 0.0]

    def give() -> Iterator[Extraction]:
        while True:
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


def fill(store: EventStore, extractions: Iterator[Extraction], tell: Callable[[int], None], batch: int = BULK) -> float:
    """Add all, so many in one transaction.

    Args:
        store: An empty one.
        extractions: What to add; making them is not measured.
        tell: Is told how many are in.
        batch: How many documents one transaction has.

    Returns:
        Seconds that adding took.
    """
    spent, done = 0.0, 0
    while found := list(islice(extractions, batch)):
        start = time.perf_counter()
        store.add_all(found)
        spent += time.perf_counter() - start
        done += len(found)
        tell(done)
    return spent


def measure_live(store: EventStore, news: News, places: list[Place], *, raw: bool) -> float:
    """Events a second that come in while the store is in use, in transactions of a hundred documents."""
    extractions = list(make_extractions(news, places, raw=raw, prefix="live"))
    seconds = fill(store, iter(extractions), lambda _: None, LIVE)
    return len(extractions) / seconds
