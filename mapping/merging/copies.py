"""Near copies of a text: the same wire report in several outlets, cut or given another head.

MinHash (Broder 1997) over runs of three words, in bands: two texts whose runs are to eighty percent the same share a
band with a chance above 0.999, at a half in two cases of three. `is_copy` then counts the runs themselves.
"""

import re
import struct
from functools import lru_cache

import rensa

from mapping.kinds import STORY_KINDS
from mapping.model import Document

_BANDS, _ROWS = 16, 4
_SEED = 20_171_016
_RUN = 3
_LEAST_WORDS = 8
_SAME, _CONTAINED, _LEAST_RUNS = 0.6, 0.85, 40
_WORD = re.compile(r"\w+")


def make_signature(document: Document) -> tuple[str, ...]:
    """The bands of a document; see `mapping.merge.make_signature`."""
    runs = _find_runs(document)
    if not runs:
        return ()
    sketch = rensa.RMinHash(num_perm=_BANDS * _ROWS, seed=_SEED)
    sketch.update(sorted(runs))
    digits = struct.pack(f">{_BANDS * _ROWS}I", *sketch.digest()).hex()
    width = len(digits) // _BANDS
    return tuple(f"{number:x}{digits[number * width : (number + 1) * width]}" for number in range(_BANDS))


def is_copy(one: Document, other: Document) -> bool:
    """Whether two documents are one text; see `mapping.merge.is_copy`."""
    first, second = _find_runs(one), _find_runs(other)
    if not first or not second:
        return False
    both = len(first & second)
    smaller = min(len(first), len(second))
    is_same = both >= _SAME * (len(first) + len(second) - both)
    return is_same or (smaller >= _LEAST_RUNS and both >= _CONTAINED * smaller)


@lru_cache(maxsize=256)
def _find_runs(document: Document) -> frozenset[str]:
    """Every run of three words; empty for rows of imported tables and for texts too short to tell."""
    if document.raw:
        return frozenset()
    parts = (document.text[part.start : part.end] for part in document.paragraphs if part.kind in STORY_KINDS)
    words = _WORD.findall(" ".join(parts).lower())
    if len(words) < _LEAST_WORDS:
        return frozenset()
    return frozenset(" ".join(words[start : start + _RUN]) for start in range(len(words) - _RUN + 1))
