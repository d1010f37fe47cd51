"""What a text says twice: repeated captions, pull quotes, a picture's description above its caption.

A news page shows a sentence again in large type and a caption under each copy of a picture; counted twice, it would be
two events. What goes is always the copy that says nothing the other doesn't: words left out, never words exchanged,
so that two captions on two days, or two bulletins that differ in a town, both stay.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from mapping.kinds import ParagraphKind
from mapping.model import Paragraph

_WORD = re.compile(r"\w+(?:['’]\w+)*")
# Fewer words than this can stand in a longer paragraph by chance ("he said on Monday").
_MIN_WORDS = 4
_MIN_QUOTE_WORDS = 3
_MAX_ADDED_SHARE = 0.25
# A caption is compared with this many before it that start alike; more would make a hostile page slow.
_MAX_COMPARED = 50
_QUOTES = '"“”‘’«»'
_READ_ONCE = (ParagraphKind.BODY, ParagraphKind.CAPTION)
_MONTHS = {
    "jan": "january",
    "feb": "february",
    "mar": "march",
    "apr": "april",
    "jun": "june",
    "jul": "july",
    "aug": "august",
    "sep": "september",
    "sept": "september",
    "oct": "october",
    "nov": "november",
    "dec": "december",
}


class _Words(NamedTuple):
    """A paragraph by its number and its words, in lower case, months written out."""

    number: int
    words: tuple[str, ...]


def find_repeats(text: str, paragraphs: Sequence[Paragraph]) -> frozenset[int]:
    """Find the paragraphs that only say again what another one says.

    Args:
        text: The text that the paragraphs lie in.
        paragraphs: In text order; headlines, credits and notices are never repeats.

    Returns:
        Indices into `paragraphs`. Of two that say the same, the first stays.
    """
    told = [
        _Words(index, _split_words(text[paragraph.start : paragraph.end]))
        for index, paragraph in enumerate(paragraphs)
        if paragraph.kind in _READ_ONCE
    ]
    captions = [item for item in told if paragraphs[item.number].kind is ParagraphKind.CAPTION]
    quotes = {item.number for item in told if _is_quotation(text, paragraphs[item.number])}
    repeats = set(_find_contained(told, quotes))
    repeats |= set(_find_near_captions([item for item in captions if item.number not in repeats]))
    repeats |= set(_find_descriptions([item for item in captions if item.number not in repeats]))
    return frozenset(repeats)


def _split_words(stretch: str) -> tuple[str, ...]:
    return tuple(_MONTHS.get(word, word) for word in _WORD.findall(stretch.casefold()))


def _is_quotation(text: str, paragraph: Paragraph) -> bool:
    """A pull quote has its marks at one end at least: the other is often lost where the page cuts it."""
    return text[paragraph.start] in _QUOTES or text[paragraph.end - 1] in _QUOTES


def _find_contained(told: Sequence[_Words], quotes: set[int]) -> Iterator[int]:
    """Paragraphs whose words stand one after another in a longer one, or in the same ones before."""
    openings = {item.words[:_MIN_QUOTE_WORDS] for item in told if len(item.words) >= _MIN_QUOTE_WORDS}
    places: dict[tuple[str, ...], list[tuple[int, int]]] = defaultdict(list)
    for rank, item in enumerate(told):
        for at in range(len(item.words) - _MIN_QUOTE_WORDS + 1):
            opening = item.words[at : at + _MIN_QUOTE_WORDS]
            if opening in openings and len(places[opening]) < _MAX_COMPARED:
                places[opening].append((rank, at))
    for rank, item in enumerate(told):
        least = _MIN_QUOTE_WORDS if item.number in quotes else _MIN_WORDS
        if len(item.words) < least:
            continue
        for other, at in places[item.words[:_MIN_QUOTE_WORDS]]:
            words = told[other].words
            is_longer = len(words) > len(item.words) or (len(words) == len(item.words) and other < rank)
            if is_longer and words[at : at + len(item.words)] == item.words:
                yield item.number
                break


def _find_near_captions(captions: Iterable[_Words]) -> Iterator[int]:
    """Of two captions that differ by a few added words, the shorter."""
    kept: dict[tuple[str, ...], list[_Words]] = defaultdict(list)
    for item in captions:
        alike = kept[item.words[:_MIN_QUOTE_WORDS]]
        for other in alike[-_MAX_COMPARED:]:
            shorter, longer = sorted((other, item), key=lambda words: len(words.words))
            added = len(longer.words) - len(shorter.words)
            if added <= _MAX_ADDED_SHARE * len(longer.words) and _is_subsequence(shorter.words, longer.words):
                yield shorter.number
                if shorter is other:
                    alike.remove(other)
                    alike.append(item)
                break
        else:
            alike.append(item)


def _is_subsequence(shorter: Sequence[str], longer: Iterable[str]) -> bool:
    rest = iter(longer)
    return all(word in rest for word in shorter)


def _find_descriptions(captions: Sequence[_Words]) -> Iterator[int]:
    """A picture's description whose every word the caption right below it holds."""
    for above, below in pairwise(captions):
        if above.number + 1 == below.number and len(above.words) > 1 and set(above.words) <= set(below.words):
            yield above.number
