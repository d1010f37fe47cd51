"""Tests of mapping.timex.automaton: it finds what the regular expressions of the same patterns find."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import mapping.timex.automaton
from mapping.timex.automaton import Automaton
from mapping.timex.grammar import load_grammar

# Codes of the words of three kinds; a word of code "b" is of two of them.
KINDS = {"ONE": "ab", "TWO": "bc", "THREE": "d"}
PATTERNS = ("ONE TWO? THREE", "(ONE|THREE TWO) (THREE (ONE|TWO)?)? ONE", "TWO", "(<THREE|<TWO) ONE ONE?")
REGEXES = ("[ab][bc]?d", "(?:[ab]|d[bc])(?:d(?:[ab]|[bc])?)?[ab]", "[bc]", "(?<=[dbc])[ab][ab]?")


def find(codes: str, start: int) -> list[tuple[int, int]]:
    """Ends and patterns as the automaton tells them."""
    fits = Automaton(PATTERNS, lambda kind: KINDS[kind]).find(codes, start)
    return [(end, number) for end, numbers in fits for number in numbers]


@settings(deadline=None)
@given(st.text("abcdx", min_size=1, max_size=9), st.integers(0, 8))
def test_it_finds_what_the_patterns_say(codes: str, start: int) -> None:
    """Every stretch from a word on that a pattern fits as a whole, and no other."""
    start = min(start, len(codes) - 1)
    expected = [
        (end, number)
        for end in range(start + 1, len(codes) + 1)
        for number, regex in enumerate(REGEXES)
        if re.compile(regex).fullmatch(codes, start, end)
    ]
    assert find(codes, start) == expected


def test_states_are_let_go_when_they_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is made anew says the same."""
    automaton = Automaton(PATTERNS, lambda kind: KINDS[kind])
    before = [automaton.find("dabcbadb", start) for start in range(8)]
    monkeypatch.setattr(mapping.timex.automaton, "MOST_STATES", 1)
    fresh = Automaton(PATTERNS, lambda kind: KINDS[kind])
    assert [fresh.find("dabcbadb", start) for start in range(8)] == before
    assert fresh.count_states() < automaton.count_states()


def test_an_unknown_kind_is_refused() -> None:
    """The message names the kind and the pattern."""
    with pytest.raises(ValueError, match="no word is of kind 'FOUR', in the pattern 'ONE FOUR'"):
        Automaton(["ONE FOUR"], lambda kind: KINDS.get(kind, ""))


@settings(deadline=None)
@given(st.data())
def test_no_match_of_the_grammar_runs_on(data: st.DataObject) -> None:
    """Words of any kinds in any order: the automaton stops within the length of its longest pattern."""
    automaton = load_grammar().automaton
    alphabet = sorted(frozenset().union(*automaton.list_codes()))
    codes = data.draw(st.text(alphabet, min_size=200, max_size=200))
    for fit in automaton.find(codes, 0):
        assert fit[0] < 60
