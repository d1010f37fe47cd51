"""Filling a store: many rows at once, and news that come in one by one."""

import time
from collections.abc import Callable, Iterator
from itertools import islice

from bench.synthetic import News, make_extractions
from mapping.model import Extraction, Place
from mapping.store import EventStore

BULK = 20_000
LIVE = 100


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
