"""Many things in batches of a few: statements take only so many values at once."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

_Item = TypeVar("_Item")

BATCH = 500
"""How many values one statement is given."""


def make_batches(items: Iterable[_Item], size: int = BATCH) -> Iterator[list[_Item]]:
    """The items in order, in lists of `size`, the last one shorter."""
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch
