"""Words that belong together: the phrases of the vocabulary ("at least", "New Year's Eve") and numbers in words.

Both are found over a string of marks, one character a word: phrases by one pattern, a tree of all of them; numbers
from a word that can begin one.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from mapping.timex.numbers import LONGEST_NUMBER, merge_number
from mapping.timex.shapes import Kinds, read_shape
from mapping.timex.vocabulary import NUMBER_KINDS, Vocabulary, load_vocabulary

_HUNDREDS: Final = frozenset({"HUNDRED", "THOUSAND"})
Tree = dict[str, "Tree"]
# The branch of a tree at which a phrase ends.
_END: Final = ""


class Finder(NamedTuple):
    """What finds phrases and numbers: where one begins, its kinds, and the marks that a number goes on with."""

    opener: re.Pattern[str]
    phrases: dict[str, Kinds]
    number: re.Pattern[str]
    kinds: dict[str, Kinds]


def find_phrases(marks: str) -> Iterator[tuple[int, int, Kinds]]:
    """The phrases and numbers of a string of marks, in order and not overlapping: start, end, kinds.

    Where a phrase and a number begin with the same word it is the phrase, and the longest one.
    """
    finder = load_finder()
    search, phrases = finder.opener.search, finder.phrases
    found = search(marks)
    while found:
        start, end = found.span()
        kinds = phrases.get(found.group())
        if kinds is None:
            run = finder.number.match(marks, start)
            size, kinds = read_number_marks(run.group() if run else marks[start:end])
            end = start + size
        yield start, end, kinds
        found = search(marks, end)


@lru_cache(maxsize=4096)
def read_number_marks(marks: str) -> tuple[int, Kinds]:
    """How many of the words behind these marks are one number, and its kinds."""
    kinds = load_finder().kinds
    words = [kinds[mark] for mark in marks]
    return merge_number(words, 0) or (1, words[0])


@lru_cache(maxsize=1)
def load_finder() -> Finder:
    """Compile the phrases of the vocabulary, once."""
    vocabulary = load_vocabulary()
    marks = vocabulary.marks
    phrases = {"".join(marks[form] for form in words): kinds for words, kinds in vocabulary.phrases.items()}
    kinds = {mark: vocabulary.entries.get(form) or read_shape(form) for form, mark in marks.items()}
    of_numbers = _list_marks(vocabulary, NUMBER_KINDS)
    linked = "".join(mark for mark, known in kinds.items() if not known.keys().isdisjoint(_NUMBER_PARTS))
    article = f"[{_list_marks(vocabulary, {'A'})}](?=[{_list_marks(vocabulary, _HUNDREDS)}])"
    opener = f"{_write_tree(_make_tree(phrases))}|[{of_numbers}]|{article}"
    return Finder(
        opener=re.compile(opener),
        phrases=phrases,
        number=re.compile(f".[{linked}]{{0,{2 * LONGEST_NUMBER}}}"),
        kinds=kinds,
    )


_NUMBER_PARTS: Final = NUMBER_KINDS | {"ORDINAL", "AND", "HYPHEN"}


def _list_marks(vocabulary: Vocabulary, kinds: frozenset[str] | set[str]) -> str:
    marks = vocabulary.marks
    return "".join(marks[form] for form, known in vocabulary.entries.items() if not known.keys().isdisjoint(kinds))


def _make_tree(phrases: Sequence[str] | dict[str, Kinds]) -> Tree:
    tree: Tree = {}
    for phrase in phrases:
        branch = tree
        for mark in phrase:
            branch = branch.setdefault(mark, {})
        branch[_END] = {}
    return tree


def _write_tree(tree: Tree) -> str:
    """The tree as a pattern that tries longer phrases first."""
    branches = [f"{mark}{_write_tree(branch)}" for mark, branch in tree.items() if mark != _END]
    if _END in tree:
        branches.append("")
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"
