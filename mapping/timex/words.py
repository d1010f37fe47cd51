"""Text -> the words of the grammar: each word with the kinds of word that it can be.

Most words of a text mean nothing to the grammar. All are kept nonetheless, one character each in `codes`, so that the
rules of `timex_grammar` run as regular expressions over a string that is six times shorter than the text.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from mapping.model import Paragraph
from mapping.timex.numbers import merge_number
from mapping.timex.vocabulary import RAW_WORD, SHORT_FORMS, Entry, Kinds, Vocabulary, load_vocabulary, read_shape

# A line of a hard-wrapped paragraph is about so long; other lines are paragraphs of their own.
_WRAPPED_LINE_CHARS: Final = (45, 110)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text in order: offsets, lower-case forms, kinds with their values, and the kinds as one string.

    `codes[i]` stands for the set of kinds of word i; a word of kind BREAK stands between paragraphs.
    """

    text: str
    starts: list[int]
    ends: list[int]
    forms: list[str]
    kinds: list[Kinds]
    codes: str


def read_words(text: str, paragraphs: Sequence[Paragraph] = ()) -> Words:
    """Cut a text into the words of the grammar.

    Args:
        text: Any text.
        paragraphs: Only these stretches are read, and no expression crosses from one to the next; where there are
            none, the whole text is read and its lines and blank lines tell the paragraphs.
    """
    reader = _Reader(text, load_vocabulary())
    for paragraph in paragraphs:
        reader.read(paragraph.start, paragraph.end, has_lines=False)
    if not paragraphs:
        reader.read(0, len(text), has_lines=True)
    return reader.merge()


@lru_cache(maxsize=4096)
def _make_shape(group: str, form: str) -> Entry:
    """The entry of a mark or number; a few hundred of them make up nearly all of any text."""
    return load_vocabulary().make_entry(read_shape(group, form))


class _Reader:
    """Collects the raw words of a text, then merges phrases and numbers written in words."""

    def __init__(self, text: str, vocabulary: Vocabulary) -> None:
        self.text = text
        self.vocabulary = vocabulary
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.forms: list[str] = []
        self.entries: list[Entry] = []
        self.openers: list[int] = []
        self.line_start = 0

    def read(self, start: int, end: int, *, has_lines: bool) -> None:
        text, known, openers = self.text, self.vocabulary.entries, self.vocabulary.openers
        make_entry, uncased = self.vocabulary.make_entry, self.vocabulary.uncased
        name, past, other = (make_entry({kind: ""}) for kind in ("NAME", "ED", "OTHER"))
        starts, ends, forms, entries = self.starts, self.ends, self.forms, self.entries
        self.line_start = start
        for match in RAW_WORD.finditer(text, start, end):
            group = match.lastgroup or ""
            first, last = match.span()
            if group == "WORD" or group == "LONE":
                form = text[first:last].lower()
                entry = known.get(form)
                if entry is None:
                    entry = name if text[first].isupper() else past if form.endswith("ed") else other
                elif form in uncased and not text[first].isupper():
                    entry = uncased[form]
                if form in openers:
                    self.openers.append(len(forms))
            elif (group == "BREAK" and not self._is_break(match, has_lines)) or self._ends_abbreviation(match):
                continue
            else:
                form = text[first:last].lower()
                entry = _make_shape(group, text[first:last])
            starts.append(first)
            ends.append(last)
            forms.append(form)
            entries.append(entry)
        starts.append(end)
        ends.append(end)
        forms.append("")
        entries.append(make_entry({"BREAK": ""}))

    def _is_break(self, match: re.Match[str], has_lines: bool) -> bool:
        """Whether a line's end is a paragraph's: a blank line, or a line not cut at the page's width."""
        length = match.start() - self.line_start
        self.line_start = match.end()
        shortest, longest = _WRAPPED_LINE_CHARS
        return has_lines and (len(match.group()) > 1 or not shortest <= length <= longest)

    def _ends_abbreviation(self, match: re.Match[str]) -> bool:
        """Whether a mark is the full stop of "Oct." or "Calif.", which ends no sentence; it joins the word."""
        if match.group() != "." or not self.ends or self.ends[-1] != match.start():
            return False
        is_short = "ABBREVIATION" in self.entries[-1][0] or self.forms[-1] in SHORT_FORMS
        if is_short:
            self.ends[-1] = match.end()
        return is_short

    def merge(self) -> Words:
        """Join the raw words of phrases and of numbers; all others are taken over in one stroke."""
        kinds = [entry[0] for entry in self.entries]
        codes = [entry[1] for entry in self.entries]
        taken = 0
        picked: list[tuple[int, int, Entry]] = []
        for position in self.openers:
            if position < taken:
                continue
            merged = self._merge_at(position, kinds)
            if merged:
                size, entry = merged
                picked.append((position, position + size, entry))
                taken = position + size
        return self._join(picked, kinds, codes)

    def _join(self, picked: list[tuple[int, int, Entry]], kinds: list[Kinds], codes: list[str]) -> Words:
        words = Words(self.text, [], [], [], [], "")
        parts: list[str] = []
        done = 0
        for start, end, entry in [*picked, (len(kinds), len(kinds), None)]:
            words.starts.extend(self.starts[done:start])
            words.ends.extend(self.ends[done:start])
            words.forms.extend(self.forms[done:start])
            words.kinds.extend(kinds[done:start])
            parts.extend(codes[done:start])
            if entry is not None:
                words.starts.append(self.starts[start])
                words.ends.append(self.ends[end - 1])
                words.forms.append(self.forms[start])
                words.kinds.append(entry[0])
                parts.append(entry[1])
            done = end
        return Words(self.text, words.starts, words.ends, words.forms, words.kinds, "".join(parts))

    def _merge_at(self, position: int, kinds: list[Kinds]) -> tuple[int, Entry] | None:
        """How many raw words the phrase or number at a position takes, and what it is."""
        for rest, entry in self.vocabulary.phrases.get(self.forms[position], ()):
            if tuple(self.forms[position + 1 : position + 1 + len(rest)]) == rest:
                return 1 + len(rest), entry
        number = merge_number(kinds, position)
        return (number[0], self.vocabulary.make_entry(number[1])) if number else None
