"""Text in capitals -> the same text as a newspaper would print it, letter for letter of the same length.

Old wires, some headlines and some social posts come all in capitals, and many headlines with a capital to each word
("Five Shot During Party At Banquet Hall"). A parser that learnt from newspapers finds no sentence in them, and too many
names. What is parsed is therefore the text with its cases restored; what is stored and shown
stays as it was written, and since no length changes, all spans hold for both.

Each word takes one of three forms: lower case, capitalised, or a spelling of its own ("NATO", "McCain"). A chain weighs
how news prints each word (geodata/case_words.csv), how it prints it beside its neighbour (geodata/case_pairs.csv:
"White House"), and how forms follow each other. The likeliest forms of a sentence are found together.

Source: truecasing by a chain over words, Lita, Ittycheriah, Roukos and Kambhatla (2003), "tRuEcasIng".
"""

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from mapping.kinds import ParagraphKind
from mapping.model import Document, Span
from mapping.reading.datelines import find_dateline_end
from mapping.settings import find_folder
from mapping.tables import read_table

FORMS = 3
"""Lower case, capitalised, and a spelling of its own."""
LOWER, TITLE, OWN = range(FORMS)
WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W\d_]+")
"""A word as the tables have it: initials with their stops, or letters; what follows an apostrophe is one of its own."""

# Fewer words tell little, and may well be a name: "NATO SUMMIT".
_MIN_WORDS, _MIN_LETTERS, _MOST_SMALL = 4, 16, 0.04
# A headline has a capital to each word where so many words stand large that news prints small, and none stands small
# that is longer than an article or preposition.
_MIN_LARGE, _SMALL_CHANCE, _LONGEST_SMALL = 2, 0.9, 4
_BREAK = re.compile(r"(?:[.!?:]|--|[–—])[\"'”’)\]]*\s+")
_ABBREVIATED = re.compile(
    r"\b(?:[^\W\d_]|mr|mrs|ms|dr|gen|col|lt|capt|sgt|maj|rep|sen|gov|st|no|vs)\.\s*$", re.IGNORECASE
)
_ENDINGS = frozenset({"s", "t", "re", "ve", "ll", "d", "m"})
_APOSTROPHES = frozenset("'’")
# What a word that no table has is: as a rule a name.
_UNKNOWN, _INITIALS = (0.15, 0.8, 0.05), (0.05, 0.05, 0.9)
_VOWEL = re.compile(r"[^bcdfghjklmnpqrstvwxz.]", re.IGNORECASE)
_RARE, _ENDING, _LONGEST_SHORT = 6, 3, 6
_PAIR_SMOOTH, _LEAST = 0.5, 1e-4
# How forms follow each other beyond chance, by the same count as the tables: names come in runs.
_FOLLOWS = ((0.15, -0.35, -0.2), (-0.3, 0.75, 0.1), (0.05, 0.1, 0.6))

Scores = tuple[float, ...]
_APART: Scores = (0.0,) * FORMS**2


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseTables:
    """How news prints words: chances of the three forms by word, own spellings, and gains of pairs of forms by pair.

    `endings` are the chances of words that no table has, by their last letters: "raged" is none of a name's. Words are
    in lower case. A pair's gains are nine, those of the first word's lower case first; logarithms.
    """

    words: Mapping[str, Scores]
    endings: Mapping[str, Scores]
    spellings: Mapping[str, str]
    pairs: Mapping[tuple[str, str], Scores]


@cache
def load_case_tables() -> CaseTables:
    """Read geodata/case_words.csv and geodata/case_pairs.csv; a second call costs nothing.

    Raises:
        GazetteerError: A table is missing.
    """
    folder = find_folder("geodata")
    return make_tables(read_table(folder / "case_words.csv"), read_table(folder / "case_pairs.csv"))


def make_tables(words: Iterable[Mapping[str, str]], pairs: Iterable[Mapping[str, str]]) -> CaseTables:
    """The tables of their rows: how often a word stands in each form, and a pair in each pair of forms."""
    rows = {row["word"]: row for row in words}
    counts = {word: [int(row[name]) for name in ("lower", "title", "own")] for word, row in rows.items()}
    endings = _count_endings(counts)
    chances = {word: _as_chances(seen, _guess(word, endings)) for word, seen in counts.items()}
    spellings = {word: row["spelling"] for word, row in rows.items() if row["spelling"]}
    gains = {
        (row["first"], row["second"]): _as_gains(
            row["first"], row["second"], [int(count) for count in row["counts"].split()], chances
        )
        for row in pairs
    }
    return CaseTables(words=chances, endings=endings, spellings=spellings, pairs=gains)


def restore_document(document: Document, tables: CaseTables | None = None) -> Document:
    """The document with the cases of its paragraphs in capitals, and of its title, restored.

    Args:
        document: As it was written.
        tables: Instead of those of geodata/.

    Returns:
        The same document where no paragraph is in capitals; else one whose text has the same length.
    """
    text = document.text
    for paragraph in document.paragraphs:
        stretch = text[paragraph.start : paragraph.end]
        if is_shouted(stretch):
            start = find_dateline_end(text, paragraph) if paragraph.kind is ParagraphKind.BODY else paragraph.start
            text = text[:start] + restore_case(text[start : paragraph.end], tables) + text[paragraph.end :]
        elif paragraph.kind is ParagraphKind.HEADLINE and is_titled(stretch, tables):
            text = text[: paragraph.start] + lower_title(stretch, tables) + text[paragraph.end :]
    title = restore_case(document.title, tables) if is_shouted(document.title) else document.title
    if (text, title) == (document.text, document.title):
        return document
    return replace(document, text=text, title=title)


def is_shouted(text: str) -> bool:
    """Whether a text is all in capitals, and long enough to tell."""
    small, large = sum(map(str.islower, text)), sum(map(str.isupper, text))
    if small + large < _MIN_LETTERS or small > _MOST_SMALL * (small + large):
        return False
    return sum(len(word) > 1 for word in WORD.findall(text)) >= _MIN_WORDS


def is_titled(text: str, tables: CaseTables | None = None) -> bool:
    """Whether a headline has a capital to each word."""
    tables = tables or load_case_tables()
    words = [word for word in WORD.findall(text)[1:] if len(word) > 1]
    large = [word for word in words if word[0].isupper()]
    if any(word[0].islower() and len(word) > _LONGEST_SMALL for word in words):
        return False
    small = (tables.words.get(word.lower(), _UNKNOWN)[LOWER] >= _SMALL_CHANCE for word in large if word[1:].islower())
    return sum(small) >= _MIN_LARGE


def lower_title(text: str, tables: CaseTables | None = None) -> str:
    """A headline with a capital to each word as a newspaper would print a sentence; its length stays.

    Words with a form of their own ("NATO", "McCain") keep it, and so does what stands small.
    """
    restored = restore_case(text, tables)
    pieces = list(text)
    for word in WORD.finditer(text):
        shown = restored[word.start() : word.end()]
        if shown.islower() and word.group()[1:].islower():
            pieces[word.start() : word.end()] = shown
    return "".join(pieces)


def restore_case(text: str, tables: CaseTables | None = None) -> str:
    """A text in capitals as a newspaper would print it; its length stays.

    Args:
        text: One paragraph or title.
        tables: Instead of those of geodata/.
    """
    tables = tables or load_case_tables()
    pieces = list(text)
    for sentence in _split_sentences(text):
        spans = [(match.start(), match.end()) for match in WORD.finditer(text, sentence.start, sentence.end)]
        joined = [is_joined(text[one[1] : other[0]]) for one, other in pairwise(spans)]
        forms = _choose_forms([text[start:end].lower() for start, end in spans], joined, tables)
        forms = [OWN if _is_short_form(text, *span) else form for span, form in zip(spans, forms, strict=True)]
        for number, ((start, end), form) in enumerate(zip(spans, forms, strict=True)):
            opens = not number and not any(map(str.isdigit, text[sentence.start : start]))
            shown = _spell(text, start, end, max(form, TITLE) if opens else form, tables)
            pieces[start:end] = shown if len(shown) == end - start else text[start:end]
    return "".join(pieces)


def _split_sentences(text: str) -> Iterator[Span]:
    """Stretches that begin with a capital, whatever their first word is."""
    start = 0
    for match in _BREAK.finditer(text):
        if not _ABBREVIATED.search(text, max(0, match.start() - 6), match.end()):
            yield Span(start=start, end=match.end())
            start = match.end()
    if start < len(text):
        yield Span(start=start, end=len(text))


def is_joined(gap: str) -> bool:
    """Whether what stands between two words lets them belong to one name."""
    return not gap.strip(" \n-'’")


def _choose_forms(words: Sequence[str], joined: Sequence[bool], tables: CaseTables) -> list[int]:
    """The likeliest forms of the words of one sentence, taken together (Viterbi); `joined` tells of their gaps."""
    if not words:
        return []
    best = list(_weigh(words[0], tables))
    steps: list[list[int]] = []
    for (first, second), is_one in zip(pairwise(words), joined, strict=True):
        gains = tables.pairs.get((first, second)) if is_one else _APART
        scores, came = [], []
        for form, own in enumerate(_weigh(second, tables)):
            paths = [
                best[before] + (gains[FORMS * before + form] if gains else _FOLLOWS[before][form])
                for before in range(FORMS)
            ]
            came.append(max(range(FORMS), key=paths.__getitem__))
            scores.append(own + paths[came[-1]])
        best = scores
        steps.append(came)
    forms = [max(range(FORMS), key=best.__getitem__)]
    for came in reversed(steps):
        forms.append(came[forms[-1]])
    return forms[::-1]


def _weigh(word: str, tables: CaseTables) -> Scores:
    """The logarithms of the chances of a word's forms."""
    if "." in word:
        return (math.log(_LEAST), math.log(_LEAST), 0.0)
    return tuple(math.log(chance) for chance in tables.words.get(word) or _guess(word, tables.endings))


def _is_short_form(text: str, start: int, end: int) -> bool:
    """Whether a word stands alone in brackets as the initials of the name before it do: "(FMLN)"."""
    return end - start <= _LONGEST_SHORT and text[start - 1 : start] in {"(", "["} and text[end : end + 1] in {")", "]"}


def _spell(text: str, start: int, end: int, form: int, tables: CaseTables) -> str:
    word = text[start:end].lower()
    is_ending = start > 1 and text[start - 1] in _APOSTROPHES and text[start - 2].isalpha()
    if is_ending and word in _ENDINGS:
        return word
    if "." in word or (end - start == 1 and text[end : end + 1] == "." and form != LOWER):
        return word.upper()
    if form == OWN:
        return tables.spellings.get(word, word.upper())
    return word.capitalize() if form == TITLE else word


def _count_endings(counts: Mapping[str, Sequence[int]]) -> dict[str, Scores]:
    """The chances of words by their last letters, as those of the rare words are."""
    found: defaultdict[str, list[int]] = defaultdict(lambda: [0] * FORMS)
    for word, seen in counts.items():
        if sum(seen) <= _RARE:
            found[word[-_ENDING:]][max(range(FORMS), key=seen.__getitem__)] += 1
    return {ending: _as_chances(seen, _UNKNOWN) for ending, seen in found.items()}


def _guess(word: str, endings: Mapping[str, Scores]) -> Scores:
    """The chances of a word that no table has: letters without a vowel are initials."""
    if not _VOWEL.search(word):
        return _INITIALS
    return endings.get(word[-_ENDING:], _UNKNOWN)


def _as_chances(counts: Sequence[int], prior: Scores) -> Scores:
    total = sum(counts) + 1.0
    return tuple(max(_LEAST, (count + chance) / total) for count, chance in zip(counts, prior, strict=True))


def _as_gains(first: str, second: str, counts: Sequence[int], words: Mapping[str, Scores]) -> Scores:
    """How much likelier each pair of forms is than the two words by themselves make it."""
    one, other = words.get(first, _UNKNOWN), words.get(second, _UNKNOWN)
    alone = [a * b for a in one for b in other]
    total = sum(counts) + _PAIR_SMOOTH
    # What was seen is trusted as far as it was seen often; the rest is what the words alone would give.
    return tuple(
        math.log((count + _PAIR_SMOOTH * chance) / total / chance) for count, chance in zip(counts, alone, strict=True)
    )
