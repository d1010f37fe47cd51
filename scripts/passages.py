"""Sentences of our own in which several words are marked, each with the kind of event that it tells.

A line of `data/type_passages.txt` is one sentence: `Crowds [looted](riot.damage) the depot until troops
[moved in](security.deploy).` The kind `none` marks a word that tells of no happening.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_MARK = re.compile(r"\[(?P<words>[^\[\]]+)\]\((?P<code>[a-z_.]+)\)")
_LEFT_OVER = re.compile(r"[\[\]]")


@dataclass(frozen=True, slots=True)
class Marked:
    """One marked word or phrase: the sentence as printed, where the mark lies in it (characters), and its kind."""

    text: str
    start: int
    end: int
    code: str


def read_passages(path: Path) -> Iterator[Marked]:
    """The marks of a file, line by line.

    Raises:
        ValueError: A line has no mark, or a bracket that is part of none.
    """
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        text, places = _strip_marks(line)
        if not places or _LEFT_OVER.search(text):
            raise ValueError(f"{path.name}, line {number}: no mark, or a bracket too many; write [words](kind)")
        yield from (Marked(text, start, end, code) for start, end, code in places)


def _strip_marks(line: str) -> tuple[str, list[tuple[int, int, str]]]:
    """The line without its marks, and where each marked piece lies in what remains."""
    pieces, places, length, last = [], [], 0, 0
    for mark in _MARK.finditer(line):
        before, words = line[last : mark.start()], mark["words"]
        start = length + len(before)
        places.append((start, start + len(words), mark["code"]))
        pieces += [before, words]
        length, last = start + len(words), mark.end()
    return "".join([*pieces, line[last:]]), places
