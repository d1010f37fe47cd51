"""Clocks, and how figures are shown."""

import gc
import time
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

import numpy as np

_Item = TypeVar("_Item")


def time_each(work: Callable[[_Item], object], items: Iterable[_Item], *, warm: Iterable[_Item] = ()) -> list[float]:
    """How long each item takes, in ms; `warm` is worked first and not measured."""
    for item in warm:
        work(item)
    gc.collect()
    spent = []
    for item in items:
        start = time.perf_counter()
        work(item)
        spent.append((time.perf_counter() - start) * 1000)
    return spent


def show_spread(spent: Sequence[float]) -> str:
    """Median and 95th percentile, as the tables have them."""
    median, high = np.percentile(spent, (50, 95))
    return f"{median:.1f} / {high:.1f}"


def print_table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A table in Markdown."""
    print(f"| {' | '.join(heads)} |")
    print(f"|{'---|' * len(heads)}", flush=True)
    for row in rows:
        print(f"| {' | '.join(row)} |", flush=True)
    print()
