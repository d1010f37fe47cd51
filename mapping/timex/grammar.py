"""The rules of geodata/timex_rules.csv: words -> the stretches that can be time expressions.

A rule is a regular expression over kinds of words ("MONTH DAY COMMA? YEAR"), written with spaces; `@NAME` stands for
another row's pattern, `<KIND` for a word of that kind before the match. It runs over `Words.codes`, one character a
word. No rule repeats without bound, so the time taken grows with the length of the text alone.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise

from mapping.settings import find_folder
from mapping.timex.context import Context
from mapping.timex.vocabulary import Kinds, Vocabulary, load_vocabulary
from mapping.timex.words import Words

_PIECE = re.compile(r"[@<]?\w+|[()|?]|\{\d,\d\}")
_LINKS = ("THE", "OF", "HYPHEN", "COMMA")
_EDGES = ("EARLY", "LATE", "EARLIER", "LATER", "MIDDLE", "PART_OF")
_MODIFIERS = ("MODIFIER", "OR_SO", "OR_MORE", "OR_LESS")
_MACRO = re.compile(r"@(\w+)")


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the table. `reader` names the function that gives the words their value."""

    name: str
    reader: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Match:
    """A stretch of words, `first` to `last` (not included), that a rule fits."""

    rule: Rule
    context: Context
    first: int
    last: int

    @property
    def words(self) -> Words:
        """The words of the whole text."""
        return self.context.words

    @property
    def anchor(self) -> date | None:
        """The day that relative expressions are reckoned from."""
        return self.context.anchor

    @property
    def kinds(self) -> list[Kinds]:
        """The kinds of the words of the match."""
        return self.context.words.kinds[self.first : self.last]

    def find(self, *kinds: str) -> str | None:
        """The value of the first word of the first of these kinds that the match has; None where it has none."""
        for kind in kinds:
            for word in self.kinds:
                if kind in word:
                    return word[kind]
        return None

    def find_all(self, kind: str) -> list[str]:
        """The values of all words of a kind, in order."""
        return [word[kind] for word in self.kinds if kind in word]

    def find_beside(self, kind: str, other: str) -> str | None:
        """The value of the first word of a kind that stands next to one of another kind, "the" and "of" aside."""
        words = [word for word in self.kinds if word.keys().isdisjoint(_LINKS)]
        for one, two in pairwise(words):
            if kind in one and other in two:
                return one[kind]
            if kind in two and other in one:
                return two[kind]
        return None

    def has(self, *kinds: str) -> bool:
        """Whether a word is of one of these kinds."""
        return any(kind in word for word in self.kinds for kind in kinds)

    def follows(self, *kinds: str) -> bool:
        """Whether the word before the match is of one of these kinds."""
        return self.context.is_kind(self.first - 1, *kinds)

    def precedes(self, *kinds: str) -> bool:
        """Whether the word after the match is of one of these kinds."""
        return self.context.is_kind(self.last, *kinds)

    def find_tense(self) -> int:
        """1 where the verb around looks ahead, -1 where it looks back, 0 where neither is to be seen."""
        return self.context.find_tense(self.first, self.last)

    def find_modifier(self) -> str:
        """TIMEX3's modifier: START, MID, END, APPROX ..., "" where the words tell none."""
        return self.find(*_EDGES, *_MODIFIERS) or ""


@dataclass(frozen=True, slots=True)
class Grammar:
    """The rules by the character that they can begin with, in the table's order.

    `any_rule` has one pattern for each such character, which fits where any of its rules does; `starter` finds them.
    """

    by_start: dict[str, tuple[Rule, ...]]
    any_rule: dict[str, re.Pattern[str]]
    starter: re.Pattern[str]


@lru_cache(maxsize=1)
def load_grammar() -> Grammar:
    """Read and compile geodata/timex_rules.csv, once."""
    vocabulary = load_vocabulary()
    macros: dict[str, str] = {}
    starts: dict[str, list[Rule]] = {}
    with (find_folder("geodata") / "timex_rules.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            pattern = _MACRO.sub(lambda match: f"({macros[match.group(1)]})", row["pattern"])
            if row["reader"] == "macro":
                macros[row["rule"]] = pattern
                continue
            rule = Rule(row["rule"], row["reader"], re.compile(_compile(pattern, vocabulary)))
            for code in _find_starts(pattern, vocabulary):
                starts.setdefault(code, []).append(rule)
    by_start = {code: tuple(found) for code, found in starts.items()}
    any_rule = {code: re.compile("|".join(rule.pattern.pattern for rule in found)) for code, found in by_start.items()}
    return Grammar(by_start, any_rule, re.compile(f"[{''.join(by_start)}]"))


def _compile(pattern: str, vocabulary: Vocabulary) -> str:
    """A pattern over kinds as one over characters."""
    parts = []
    for piece in _PIECE.findall(pattern):
        if piece[0].isalpha() or piece[0] == "<":
            codes = vocabulary.find_codes(piece.removeprefix("<"))
            if not codes:
                raise ValueError(f"geodata/timex_rules.csv: no word is of kind {piece!r}, in {pattern!r}")
            parts.append(f"(?<=[{codes}])" if piece[0] == "<" else f"[{codes}]")
        else:
            parts.append("(?:" if piece == "(" else piece)
    return "".join(parts)


def _find_starts(pattern: str, vocabulary: Vocabulary) -> set[str]:
    """The characters that a match of a pattern can begin with."""
    pieces = _PIECE.findall(pattern)
    found: set[str] = set()
    _collect_starts(pieces, 0, found, vocabulary)
    return found


def _collect_starts(pieces: list[str], position: int, found: set[str], vocabulary: Vocabulary) -> tuple[int, bool]:
    """Collect from one alternative list on; gives where it ends and whether it can match nothing."""
    can_be_empty, is_open = False, True
    while position < len(pieces) and pieces[position] != ")":
        piece = pieces[position]
        position += 1
        if piece == "|":
            can_be_empty, is_open = can_be_empty or is_open, True
            continue
        scratch: set[str] = set()
        if piece == "(":
            position, empty = _collect_starts(pieces, position, scratch, vocabulary)
            position += 1
        else:
            empty = piece[0] == "<"
            scratch.update("" if empty else vocabulary.find_codes(piece))
        if position < len(pieces) and (pieces[position] == "?" or pieces[position].startswith("{0")):
            empty = True
        while position < len(pieces) and pieces[position][0] in "?{":
            position += 1
        if is_open:
            found.update(scratch)
            is_open = empty
    return position, can_be_empty or is_open


def find_matches(context: Context, start: int) -> Iterator[Match]:
    """All rules that fit from a word on, the longest first, then in the table's order."""
    found = []
    codes = context.words.codes
    for rule in load_grammar().by_start.get(codes[start], ()):
        match = rule.pattern.match(codes, start)
        if match and match.end() > start:
            found.append(Match(rule, context, start, match.end()))
    found.sort(key=lambda match: -match.last)
    yield from found


def find_starts(words: Words) -> Iterator[int]:
    """The words that some rule begins with."""
    grammar, codes = load_grammar(), words.codes
    for match in grammar.starter.finditer(codes):
        start = match.start()
        if grammar.any_rule[codes[start]].match(codes, start):
            yield start
