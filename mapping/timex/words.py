"""Text -> the words of the grammar: each word with the kinds of word that it can be.

Most words of a text mean nothing to the grammar. All are kept nonetheless, one character each in `codes`, so that the
rules run over a string that is six times shorter than the text. A long text is read in blocks, so that memory depends
on what is found in it alone.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from operator import sub
from typing import Final, NamedTuple

from mapping.model import Paragraph
from mapping.timex.phrases import find_phrases
from mapping.timex.shapes import FINDER, Kinds, read_number, read_shape, strip_space
from mapping.timex.vocabulary import NO_MARK, load_vocabulary

# A line of a hard-wrapped paragraph is about so long; other lines are paragraphs of their own.
_WRAPPED_LINE_CHARS: Final = (45, 110)
# How much of a text is held as words at a time; a paragraph longer than this is read in pieces.
_BLOCK_CHARS: Final = 1 << 18
_CUTS: Final = (re.compile(r"\n\s*\n"), re.compile(r"\n"), re.compile(r"\s"), re.compile(r"\W"))
# Words kept by their spelling, once read; longer ones and those beyond this number are read anew each time.
_MOST_WORDS: Final = 50_000
_LONGEST_KEPT: Final = 24
# "5.30" is no clock time where one of these follows.
_NO_CLOCK: Final = re.compile(r"\.|\s?(?:percent|%)")

Stretch = tuple[int, int]


class Word(NamedTuple):
    """A word as its spelling alone tells it; `size` is its length without the white space before it."""

    form: str
    kinds: Kinds
    code: str
    mark: str
    size: int


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a block of text in order: offsets, lower-case forms, kinds with their values, and a string of codes.

    `codes[i]` stands for the set of kinds of word i; a word of kind BREAK stands between paragraphs.
    """

    text: str
    starts: Sequence[int]
    ends: Sequence[int]
    forms: Sequence[str]
    kinds: Sequence[Kinds]
    codes: str


# Those of no text.
NO_WORDS: Final = Words("", (), (), (), (), "")


@dataclass(frozen=True, slots=True)
class Blocks:
    """A text as blocks of words, each made when it is asked for."""

    text: str
    stretches: tuple[tuple[Stretch, ...], ...]
    has_lines: bool

    def __iter__(self) -> Iterator[Words]:
        return (_read_block(self.text, block, self.has_lines) for block in self.stretches)


def read_blocks(text: str, paragraphs: Sequence[Paragraph] = ()) -> Iterable[Words]:
    """Cut a text into the words of the grammar.

    Args:
        text: Any text.
        paragraphs: Only these stretches are read, and no expression crosses from one to the next; where there are
            none, the whole text is read and its lines and blank lines tell the paragraphs.

    Returns:
        The words in blocks, to be gone through as often as needed; nearly every text is one block.
    """
    stretches = [(paragraph.start, paragraph.end) for paragraph in paragraphs] or [(0, len(text))]
    blocks = Blocks(text, tuple(_make_blocks(text, stretches)), not paragraphs)
    return tuple(blocks) if len(blocks.stretches) == 1 else blocks


def _make_blocks(text: str, stretches: Iterable[Stretch]) -> Iterator[tuple[Stretch, ...]]:
    """Stretches put together, or cut, to blocks of about the same length."""
    block: list[Stretch] = []
    size = 0
    for start, end in stretches:
        while end - start > _BLOCK_CHARS:
            cut = _find_cut(text, start)
            yield (*block, (start, cut))
            block, size, start = [], 0, cut
        block.append((start, end))
        size += end - start
        if size >= _BLOCK_CHARS:
            yield tuple(block)
            block, size = [], 0
    if block:
        yield tuple(block)


def _find_cut(text: str, start: int) -> int:
    """Where to cut a long stretch: at its last paragraph, line or word that ends in the second half of a block."""
    half = start + _BLOCK_CHARS // 2
    for cut in _CUTS:
        last = max((match.end() for match in cut.finditer(text, half, start + _BLOCK_CHARS)), default=0)
        if last:
            return last
    return start + _BLOCK_CHARS


class Lexicon(dict[str, Word]):
    """Words by their spelling, white space before them included: a few thousand make up nearly all of any text."""

    def __missing__(self, raw: str) -> Word:
        word = _read_word(strip_space(raw))
        if len(raw) <= _LONGEST_KEPT and len(self) < _MOST_WORDS:
            self[raw] = word
        return word


@lru_cache(maxsize=1)
def _get_lexicon() -> Lexicon:
    return Lexicon()


def _read_word(spelling: str) -> Word:
    vocabulary = load_vocabulary()
    form = spelling.lower()
    kinds = vocabulary.entries.get(form)
    if kinds is None:
        kinds = read_shape(spelling) if spelling else {"BREAK": ""}
    elif form in vocabulary.uncased and not spelling[0].isupper():
        kinds = vocabulary.uncased[form]
    return _make_word(form, kinds, len(spelling))


def _make_word(form: str, kinds: Kinds, size: int) -> Word:
    vocabulary = load_vocabulary()
    return Word(form, kinds, vocabulary.codes[frozenset(kinds)], vocabulary.marks.get(form, NO_MARK), size)


class _Draft(NamedTuple):
    """The words of a block while they are put together."""

    text: str
    words: list[Word]
    starts: list[int]
    ends: list[int]

    @property
    def codes(self) -> str:
        return "".join([word.code for word in self.words])

    def join(self, picked: Iterable[tuple[int, int, Word | None]]) -> "_Draft":
        """The same with some of the words joined to one, or dropped where there is none to stand for them.

        Args:
            picked: First and last (not included) of the words joined, in order, and what they are together.
        """
        joined, done = _Draft(self.text, [], [], []), 0
        for start, end, word in picked:
            joined.take(self, done, start)
            if word is not None:
                joined.words.append(word)
                joined.starts.append(self.starts[start])
                joined.ends.append(self.ends[end - 1])
            done = end
        if not done:
            return self
        joined.take(self, done, len(self.words))
        return joined

    def take(self, other: "_Draft", start: int, end: int) -> None:
        self.words.extend(other.words[start:end])
        self.starts.extend(other.starts[start:end])
        self.ends.extend(other.ends[start:end])


def _read_block(text: str, stretches: Iterable[Stretch], has_lines: bool) -> Words:
    draft = _Draft(text, [], [], [])
    for start, end in stretches:
        _read_stretch(draft, start, end, has_lines)
    draft = draft.join(_find_abbreviations(draft))
    _drop_clock_times(draft)
    _raise_months(draft)
    marks = "".join([word.mark for word in draft.words])
    draft = draft.join(
        (start, end, _make_word(draft.words[start].form, kinds, 0)) for start, end, kinds in find_phrases(marks)
    )
    forms, kinds = [word.form for word in draft.words], [word.kinds for word in draft.words]
    return Words(text, draft.starts, draft.ends, forms, kinds, draft.codes)


def _read_stretch(draft: _Draft, start: int, end: int, has_lines: bool) -> None:
    """Add the words of a stretch, and the break behind it."""
    raws = FINDER.findall(text := draft.text, start, end)
    words = list(map(_get_lexicon().__getitem__, raws))
    ends = list(accumulate(map(len, raws), initial=start))[1:]
    if words and not words[-1].size:  # white space behind the last word
        words.pop(), ends.pop()
    starts = list(map(sub, ends, [word.size for word in words]))
    if "\n" in text and text.find("\n", start, end) >= 0:
        soft = _find_soft_breaks(words, starts, start, has_lines)
        kept = _Draft(text, words, starts, ends).join(soft)
        words, starts, ends = kept.words, kept.starts, kept.ends
    draft.words.extend([*words, _get_lexicon()["\n"]])
    draft.starts.extend([*starts, end])
    draft.ends.extend([*ends, end])


def _find_soft_breaks(
    words: Sequence[Word], starts: Sequence[int], line_start: int, has_lines: bool
) -> Iterator[tuple[int, int, None]]:
    """Line ends that end no paragraph: all where the paragraphs are known, else those cut at the page's width."""
    shortest, longest = _WRAPPED_LINE_CHARS
    for index, word in enumerate(words):
        if "BREAK" not in word.kinds:
            continue
        length = starts[index] - line_start
        line_start = starts[index] + word.size
        if not has_lines or (word.size == 1 and shortest <= length <= longest):
            yield index, index + 1, None


def _find_abbreviations(draft: _Draft) -> Iterator[tuple[int, int, Word]]:
    """Full stops such as that of "Oct." and "Calif.", which end no sentence; each joins its word."""
    for match in _get_patterns().abbreviation.finditer(draft.codes):
        start, end = match.start(), match.start() + 1
        while end < match.end() and draft.words[end].form == "." and draft.starts[end] == draft.ends[end - 1]:
            end += 1
        if end - start > 1:
            yield start, end, draft.words[start]


def _drop_clock_times(draft: _Draft) -> None:
    """Read "5.30" as a number where what follows says so."""
    for match in _get_patterns().clock.finditer(draft.codes):
        word = draft.words[match.start()]
        if _NO_CLOCK.match(draft.text, draft.ends[match.start()]):
            draft.words[match.start()] = _make_word(word.form, read_number(word.form), word.size)


def _raise_months(draft: _Draft) -> None:
    """Read as months those written without their capital: "on 2 may", "since 3 march", but not "two may go"."""
    vocabulary = load_vocabulary()
    for match in _get_patterns().lower_month.finditer(draft.codes):
        word = draft.words[match.end() - 1]
        if word.form in vocabulary.uncased and "MONTH" in vocabulary.entries[word.form]:
            draft.words[match.end() - 1] = _make_word(word.form, vocabulary.entries[word.form], word.size)


class _Patterns(NamedTuple):
    abbreviation: re.Pattern[str]
    clock: re.Pattern[str]
    lower_month: re.Pattern[str]


@lru_cache(maxsize=1)
def _get_patterns() -> _Patterns:
    find_codes = load_vocabulary().find_codes
    abbreviation = f"[{find_codes('ABBREVIATION')}][{find_codes('STOP')}]+"
    before, day = find_codes("ON", "FROM", "SINCE", "UNTIL", "BY", "BEFORE", "AFTER"), find_codes("DAY")
    lower = "".join({_read_word(form).code for form in load_vocabulary().uncased})
    return _Patterns(
        re.compile(abbreviation),
        re.compile(f"[{find_codes('DOT_CLOCK')}]"),
        re.compile(f"(?<=[{before}])[{day}][{lower}]"),
    )
