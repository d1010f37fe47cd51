"""The names of a text in its order, so that those of a stretch are found without looking at all others."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from mapping.model import Resolution


def put_in_order(resolutions: Iterable[Resolution]) -> tuple[Resolution, ...]:
    """Resolutions in text order, which a caller who gives mentions need not keep."""
    return tuple(sorted(resolutions, key=_find_start))


def find_between(resolutions: Sequence[Resolution], start: int, end: int) -> Sequence[Resolution]:
    """Those of the names that begin in `[start, end)`; `resolutions` are in text order."""
    first = bisect_left(resolutions, start, key=_find_start)
    return resolutions[first : bisect_left(resolutions, end, lo=first, key=_find_start)]


def _find_start(resolution: Resolution) -> int:
    return resolution.mention.start
