"""What a text opens with: its headline and first sentences, by which two texts on one story are known.

A town that the gazetteer has twice is often put at the wrong one, and one rescue is told as an accident, an arrest or a
search; but texts on one happening open with the same rare words.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from mapping.kinds import STORY_KINDS
from mapping.model import Document, Event
from mapping.telling.rarity import weigh_stem
from mapping.telling.stems import find_words

_COMPARED, _OPENING = 700, 300
"""Characters: those whose words are compared, and those in which a text says what it is about."""

_TELLING, _LEAST = 6, 8


@dataclass(frozen=True, slots=True, eq=False)
class Opening:
    """The beginning of a text.

    `weights` are the stems of the words of its `text` by what they say, together a direction of length 1; `words` the
    few that say most, and `end` is where in the document the first sentences end. A row of a table and
    a line of a few words have none of them.
    """

    text: str
    weights: Mapping[str, float]
    words: tuple[str, ...]
    end: int

    def holds(self, event: Event) -> bool:
        """Whether a text of this opening tells the event, or tells it again, in its first sentences."""
        return min((event.trigger.start, *(told.start for told in event.retold))) < self.end


NO_OPENING = Opening(text="", weights=MappingProxyType({}), words=(), end=0)


@lru_cache(maxsize=256)
def find_opening(document: Document) -> Opening:
    """The opening of a text; that of rows of imported tables is empty, and that of a line, which is told by itself."""
    parts = [part for part in document.paragraphs if part.kind in STORY_KINDS]
    if document.raw or not parts:
        return NO_OPENING
    text = " ".join(document.text[part.start : part.end] for part in parts)[:_COMPARED]
    said = {stem: weigh_stem(stem) for stem in sorted(find_words(text))}
    if len(said) < _LEAST:
        return NO_OPENING
    length = math.hypot(*said.values()) or 1.0
    return Opening(
        text=text,
        weights={stem: weight / length for stem, weight in said.items()},
        words=tuple(sorted(said, key=lambda stem: (-said[stem], stem))[:_TELLING]),
        end=_find_end([(part.start, part.end) for part in parts]),
    )


def _find_end(parts: list[tuple[int, int]]) -> int:
    """Where in the document the first sentences end."""
    left = _OPENING
    for start, end in parts:
        if end - start >= left:
            return start + left
        left -= end - start
    return parts[-1][1]


def compare_openings(one: Opening, other: Opening, *, besides: frozenset[str] = frozenset()) -> float:
    """How alike two texts open, 0..1: the cosine of their words, in which rare ones count for most.

    Args:
        one: A text's.
        other: Another's.
        besides: Stems that count for nothing where both have them.

    Source: inverse document frequency, Spärck Jones (1972).
    """
    shared = (one.weights.keys() & other.weights.keys()) - besides
    return math.fsum(one.weights[stem] * other.weights[stem] for stem in shared)
