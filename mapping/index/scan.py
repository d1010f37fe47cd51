"""The longest gazetteer names in a text, at word boundaries."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import NamedTuple

from mapping.index.names import normalise_name
from mapping.index.trie import NameTrie

# A word keeps inner apostrophes and dots ("Xi'an", "U.S"), so that its key is that of the whole.
_WORD = re.compile(r"[^\W_]+(?:['’ʻʼ`.][^\W_]+)*")
_SHORT = re.compile(r"(?:St|Ste|Mt|Ft|[A-Z])\.")
_POSSESSIVES = frozenset({"'s", "’s", "'S", "’S"})
_JOINT = re.compile(r"[ \t\u00a0]+|[ \t]*\n[ \t]*|[-‐‑–/]")
_MAX_WORDS = 8


@dataclass(frozen=True, kw_only=True, slots=True)
class NameHit:
    """A name of the gazetteer found in a text: its span, and the text of the span."""

    start: int
    end: int
    name: str


class _Word(NamedTuple):
    start: int
    end: int
    key: str
    base_end: int
    base_key: str
    is_capital: bool
    joins_next: bool


def _split_words(text: str, start: int, end: int) -> list[_Word]:
    matches = list(_WORD.finditer(text, start, end))
    starts = [match.start() for match in matches[1:]]
    words = []
    for match, following in zip_longest(matches, starts):
        word, word_start, word_end = match.group(), match.start(), match.end()
        if word_end < end and text[word_end] == "." and (_SHORT.fullmatch(word + ".") or _is_initials(word)):
            word, word_end = word + ".", word_end + 1
        key = base_key = normalise_name(word)
        base_end = word_end
        if word[-2:] in _POSSESSIVES:
            base_end, base_key = word_end - 2, normalise_name(word[:-2])
        gap = "" if following is None else text[word_end:following]
        joins_next = gap == " " or (gap != "" and _JOINT.fullmatch(gap) is not None)
        words.append(_Word(word_start, word_end, key, base_end, base_key, not word[0].islower(), joins_next))
    return words


def _is_initials(word: str) -> bool:
    return "." in word and all(len(part) == 1 for part in word.split("."))


def scan_text(names: NameTrie, text: str, start: int, end: int) -> Iterator[NameHit]:
    """Find the longest names of a trie in `text[start:end]`, from left to right, not overlapping.

    A name begins with a capital letter or stands in a script without case. Of two letters it must be all capitals,
    or "it", "us" and "in" would be places. A possessive "'s" is left out unless the name itself has it.

    Args:
        names: A marisa trie of normalised names.
        text: Any text.
        start: First character that is read.
        end: Character before which reading stops.
    """
    words = _split_words(text, start, end)
    index = 0
    while index < len(words):
        found = _find_longest(names, words, index) if words[index].is_capital else None
        if found is None:
            index += 1
            continue
        count, stop = found
        name = text[words[index].start : stop]
        if len(name) > 2 or name.isupper():
            yield NameHit(start=words[index].start, end=stop, name=name)
            index += count
        else:
            index += 1


def _find_longest(names: NameTrie, words: list[_Word], index: int) -> tuple[int, int] | None:
    """How many words the longest name takes that begins at one word, and where in the text it ends."""
    joined = words[index].key
    last = index
    while last + 1 < len(words) and last - index + 1 < _MAX_WORDS and words[last].joins_next:
        last += 1
        joined += " " + words[last].key
    lengths = {len(key) for key in names.prefixes(joined)}
    if not lengths:
        return None
    length, best = -1, None
    for position in range(index, last + 1):
        word = words[position]
        length += 1
        if length + len(word.base_key) in lengths:
            best = (position - index + 1, word.base_end)
        if length + len(word.key) in lengths:
            best = (position - index + 1, word.end)
        length += len(word.key)
    return best
