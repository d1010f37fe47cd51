"""Text -> word pieces: words in lower case without accents, cut into the longest pieces that a list knows.

The pieces are those of BERT's uncased models, with where they stand in the text (Devlin et al., 2019; the greedy cut is
that of Wu et al., 2016).
"""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

UNKNOWN = "[UNK]"
_CONTINUED = "##"
# A longer run without a space is no word: base64, a broken file.
_LONGEST_WORD = 100
_CACHED_CHARACTERS = 4096
# Ideographs are written without spaces and are words by themselves.
_IDEOGRAPHS = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x2CEAF), (0x2F800, 0x2FA1F))
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_SPACE, _ALONE, _LETTER, _NOTHING = range(4)


@dataclass(frozen=True, slots=True)
class Piece:
    """A row of the list of pieces, and the characters `[start, end)` of the text that it stands for."""

    row: int
    start: int
    end: int


def cut_text(text: str, rows: Mapping[str, int]) -> Iterator[Piece]:
    """Cut a text into pieces, in text order.

    Args:
        text: Any. Control characters and the like stand for nothing.
        rows: The row of each piece; one that goes on a word begins with "##". "[UNK]" is there, and stands for a word
            that cannot be cut.
    """
    letters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        kind, folded = _read_character(character)
        if kind == _LETTER:
            letters.append(folded)
            places.extend([place] * len(folded))
        elif kind != _NOTHING:
            yield from _cut_word("".join(letters), places, rows)
            letters, places = [], []
            if kind == _ALONE:
                yield from _cut_word(folded, [place] * len(folded), rows)
    yield from _cut_word("".join(letters), places, rows)


@lru_cache(maxsize=_CACHED_CHARACTERS)
def _read_character(character: str) -> tuple[int, str]:
    """What a character does to the word that it stands in, and its letters: in lower case, without accents."""
    category = unicodedata.category(character)
    if character in "\t\n\r" or category.startswith("Z"):
        return _SPACE, ""
    if category.startswith("C") or character == _REPLACEMENT:
        return _NOTHING, ""
    parts = unicodedata.normalize("NFD", character)
    folded = "".join(part for part in parts if unicodedata.category(part) != "Mn").lower()
    is_sign = character.isascii() and not character.isalnum()
    is_ideograph = any(first <= ord(character) <= last for first, last in _IDEOGRAPHS)
    return (_ALONE if is_sign or is_ideograph or category.startswith("P") else _LETTER), folded


def _cut_word(word: str, places: Sequence[int], rows: Mapping[str, int]) -> Iterator[Piece]:
    """The longest piece that the word begins with, then the longest that goes on, and so on to its end."""
    found: list[Piece] = []
    start = 0
    while start < len(word) <= _LONGEST_WORD:
        mark = _CONTINUED if start else ""
        end = next((end for end in range(len(word), start, -1) if mark + word[start:end] in rows), None)
        if end is None:
            break
        found.append(Piece(row=rows[mark + word[start:end]], start=places[start], end=places[end - 1] + 1))
        start = end
    if start == len(word):
        yield from found
    else:
        yield Piece(row=rows[UNKNOWN], start=places[0], end=places[-1] + 1)
