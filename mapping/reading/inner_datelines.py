"""Datelines behind other words: a page copied as one line has its labels and captions before the report.

"Share this photo LIMA, Aug. 3 (Wire) - Miners struck." is a label and a report. `paragraphs.py` cuts them apart, so
that `datelines.py` finds the dateline where it looks for it, at the head of a paragraph.
"""

import re
from collections.abc import Iterator

CAPITALS = r"(?:(?:ST|FT|MT)\. |(?:AL|EL|LA|LE) )?(?:Ma?c)?[^\W\d_a-z]{3,}"
"""How a town's name begins where it is written in capitals, as a pattern."""

_NAME = rf"{CAPITALS}(?:[ '’/-][^\W\d_a-z]+){{0,4}}"
# A state, a day, a wire.
_TOLD = r"(?P<told>(?:,\s[^\W_a-z][\w.]*(?:\s[^\W_a-z][\w.]*){0,2}){0,3}(?:\s?\([^()\n]{1,40}\))?)"
_DASH = r"(?:\s*(?:--|–|—)\s*|\s[-_]\s+|(?<=\))\s*[-_]\s+)(?:(?:--|–|—)\s*)?"
# A sentence: a capital, and a small word soon behind it.
_REPORT = r"(?=[\"“‘']?(?:[^\W\d_a-z][\w.'’-]*,?\s(?:[\w.'’-]+,?\s){0,4}?)[a-z]{2,}\b)"
_DATELINE = re.compile(rf"(?<![^\s|]){_NAME}{_TOLD}{_DASH}{_REPORT}")
_BEFORE_CHARS = 100
_ENDED = re.compile(r"[.!?…)\]\"”’|]|[^\W_a-z]")
# Behind these the sentence goes on: "talks in LIMA - the Peruvian capital".
_UNENDED = frozenset(("a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"))


def find_inner_datelines(stretch: str) -> Iterator[int]:
    """Where reports begin behind a page's labels, or behind another report, that were copied into one line with them.

    Args:
        stretch: The text of one paragraph.

    Yields:
        The offset of the first character of each dateline that stands behind other words.
    """
    for found in _DATELINE.finditer(stretch):
        # A line of a whole newspaper has many datelines: of what is before each, its end alone is looked at.
        words = stretch[max(0, found.start() - _BEFORE_CHARS) : found.start()].split()
        if words and (_may_end(words[-1]) or (found["told"] and words[-1].lower() not in _UNENDED)):
            yield found.start()


def _may_end(word: str) -> bool:
    """Whether nothing need follow a word: it ends a sentence or a bracket, or is a label or a name."""
    return _ENDED.match(word[-1]) is not None or (word[0].isupper() and word[-1].isalpha() and not word.isupper())
