"""The rules of geodata/timex_rules.csv: words -> the stretches that can be time expressions.

A rule is a pattern over kinds of words ("MONTH DAY COMMA? YEAR"), as `automaton` reads it; `@NAME` stands for another
row's pattern.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from mapping.settings import find_folder
from mapping.tables import read_table
from mapping.timex.automaton import Automaton, Fits
from mapping.timex.context import Context
from mapping.timex.shapes import Kinds
from mapping.timex.vocabulary import load_vocabulary
from mapping.timex.words import Words

# No event is told behind "the day after" where one of these follows.
NO_EVENT = (
    "STOP", "BREAK", "COMMA", "CLOSE", "DASH", "QUOTE", "AND", "OR", "IN", "ON", "AT", "FOR", "BY", "TO", "FROM",
)  # fmt: skip
_LINKS = ("THE", "OF", "HYPHEN", "COMMA")
_EDGES = ("EARLY", "LATE", "EARLIER", "LATER", "MIDDLE", "PART_OF")
_MODIFIERS = ("MODIFIER", "OR_SO", "OR_MORE", "OR_LESS")
_MACRO = re.compile(r"@(\w+)")


class Rule(NamedTuple):
    """One row of the table. `reader` names the function that gives the words their value."""

    name: str
    reader: str


class Match(NamedTuple):
    """A stretch of words, `first` to `last` (not included), that a rule fits; `values` has the first of each kind."""

    rule: Rule
    context: Context
    first: int
    last: int
    values: Kinds

    @property
    def words(self) -> Words:
        """The words of the whole text."""
        return self.context.words

    @property
    def anchor(self) -> date | None:
        """The day that relative expressions are reckoned from."""
        return self.context.anchor

    @property
    def kinds(self) -> Sequence[Kinds]:
        """The kinds of the words of the match."""
        return self.context.words.kinds[self.first : self.last]

    def find(self, *kinds: str) -> str | None:
        """The value of the first word of the first of these kinds that the match has; None where it has none."""
        values = self.values
        for kind in kinds:
            if kind in values:
                return values[kind]
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
        return not self.values.keys().isdisjoint(kinds)

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


class Grammar(NamedTuple):
    """The rules in the table's order, and the automaton that finds where they fit."""

    rules: tuple[Rule, ...]
    automaton: Automaton


@lru_cache(maxsize=1)
def load_grammar() -> Grammar:
    """Read geodata/timex_rules.csv, once."""
    macros: dict[str, str] = {}
    rules: list[Rule] = []
    patterns: list[str] = []
    for row in read_table(find_folder("geodata") / "timex_rules.csv"):
        pattern = _MACRO.sub(lambda match: f"({macros[match.group(1)]})", row["pattern"])
        if row["reader"] == "macro":
            macros[row["rule"]] = pattern
        else:
            rules.append(Rule(row["rule"], row["reader"]))
            patterns.append(pattern)
    return Grammar(tuple(rules), Automaton(patterns, load_vocabulary().find_codes))


def find_starts(words: Words) -> Iterator[int]:
    """The words that some rule can begin with."""
    return (match.start() for match in load_grammar().automaton.starter.finditer(words.codes))


def find_fits(words: Words, start: int) -> Fits:
    """Where the rules end that fit from a word on."""
    return load_grammar().automaton.find(words.codes, start)


def make_matches(context: Context, start: int, fits: Fits) -> Iterator[Match]:
    """What the rules fit, each as far as it goes: the longest first, then in the table's order."""
    rules, kinds = load_grammar().rules, context.words.kinds
    known = set[int]()
    for end, numbers in reversed(fits):
        values = collect_values(kinds[start:end])
        for number in numbers:
            if number not in known:
                known.add(number)
                yield Match(rules[number], context, start, end, values)


def collect_values(kinds: Sequence[Kinds]) -> Kinds:
    """The value of the first word of each kind."""
    values: Kinds = {}
    for word in reversed(kinds):
        values.update(word)
    return values
