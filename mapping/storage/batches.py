"""Many things in batches of a few: statements take only so many values at once."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

from sqlalchemy import BindParameter, bindparam

_Item = TypeVar("_Item")

BATCH = 500
"""How many values one statement is given."""

PAGE = 1000
"""How many numbers one statement is given."""


def bind_numbers(name: str = "numbers") -> BindParameter[list[int]]:
    """Numbers that stand in the statement itself: to bind a thousand of them takes as long as to read their rows."""
    return bindparam(name, expanding=True, literal_execute=True)


def make_batches(items: Iterable[_Item], size: int = BATCH) -> Iterator[list[_Item]]:
    """The items in order, in lists of `size`, the last one shorter."""
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch
