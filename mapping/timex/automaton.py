"""Patterns over kinds of words -> one automaton that finds, from a word on, every pattern that fits and how far.

A pattern is written with spaces, `MONTH DAY (COMMA? YEAR)?`: a word of a kind, `|` for either, `?` for perhaps, and
brackets. `(<AND|<TO)` at its head asks for a word of these kinds before the match. Nothing repeats, so a match is no
longer than its pattern and the time taken grows with the length of the text alone.

Source: the positions and followers of V. M. Glushkov, The abstract theory of automata (1961), made deterministic state
by state as texts ask for them, as in R. Cox, Regular expression matching in the wild (2010).
"""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Final, NamedTuple

_PIECE: Final = re.compile(r"<?\w+|[()|?]")
# States kept before all are let go and made anew; news needs a few thousand.
MOST_STATES: Final = 50_000


# Where matches end, and the patterns that end there.
Fits = list[tuple[int, tuple[int, ...]]]


class _Part(NamedTuple):
    """A part of a pattern: the positions that it can begin and end with, and whether it can be left out."""

    firsts: frozenset[int]
    lasts: frozenset[int]
    can_be_empty: bool


_NOTHING: Final = _Part(frozenset(), frozenset(), True)
_NO_CHOICE: Final = _Part(frozenset(), frozenset(), False)


class State(dict[str, "State"]):
    """What can follow, by the code of the next word; `accepts` are the patterns that are complete here."""

    __slots__ = ("_automaton", "_positions", "accepts")

    def __init__(self, automaton: "Automaton", positions: frozenset[int]) -> None:
        self._automaton = automaton
        self._positions = positions
        self.accepts = automaton.list_complete(positions)

    def __missing__(self, code: str) -> "State":
        state = self[code] = self._automaton.step(self._positions, code)
        return state


class Automaton:
    """All patterns at once.

    Args:
        patterns: What to find.
        find_codes: The codes of the words of a kind.

    Raises:
        ValueError: A pattern names a kind of which there is no word.
    """

    def __init__(self, patterns: Sequence[str], find_codes: Callable[[str], str]) -> None:
        self._find_codes = find_codes
        self._codes: list[frozenset[str]] = []
        self._followers: list[set[int]] = []
        self._complete: dict[int, list[int]] = {}
        self._heads: list[tuple[frozenset[str], frozenset[int]]] = []
        for number, pattern in enumerate(patterns):
            self._add(number, pattern)
        self._clear()
        firsts = frozenset().union(*(firsts for _, firsts in self._heads))
        self.starter: Final = re.compile(f"[{''.join(sorted(frozenset().union(*(self._codes[p] for p in firsts))))}]")

    def _clear(self) -> None:
        self._states: dict[frozenset[int], State] = {}
        self._starts: dict[str, State] = {}
        self._dead = self._get_state(frozenset())

    def _add(self, number: int, pattern: str) -> None:
        pieces = _PIECE.findall(pattern)
        before = frozenset[str]()
        if pieces[0] == "(" and pieces[1][0] == "<":  # (<AND|<TO) before all else
            end = pieces.index(")")
            before = frozenset("".join(self._find(piece[1:], pattern) for piece in pieces[1:end] if piece != "|"))
            pieces = pieces[end + 1 :]
        whole, _ = self._read_choice(pieces, 0, pattern)
        self._heads.append((before, whole.firsts))
        for position in whole.lasts:
            self._complete.setdefault(position, []).append(number)

    def _find(self, kind: str, pattern: str) -> str:
        codes = self._find_codes(kind)
        if not codes:
            raise ValueError(f"no word is of kind {kind!r}, in the pattern {pattern!r}")
        return codes

    def _read_choice(self, pieces: Sequence[str], index: int, pattern: str) -> tuple[_Part, int]:
        """One of several sequences, up to a closing bracket or the end, and where that is."""
        choice, sequence = _NO_CHOICE, _NOTHING
        while index < len(pieces) and pieces[index] != ")":
            if pieces[index] == "|":
                choice, sequence, index = _join_either(choice, sequence), _NOTHING, index + 1
                continue
            part, index = self._read_piece(pieces, index, pattern)
            if index < len(pieces) and pieces[index] == "?":
                part, index = part._replace(can_be_empty=True), index + 1
            sequence = self._join_both(sequence, part)
        return _join_either(choice, sequence), index

    def _read_piece(self, pieces: Sequence[str], index: int, pattern: str) -> tuple[_Part, int]:
        if pieces[index] == "(":
            part, end = self._read_choice(pieces, index + 1, pattern)
            return part, end + 1
        position = frozenset({len(self._codes)})
        self._codes.append(frozenset(self._find(pieces[index], pattern)))
        self._followers.append(set())
        return _Part(position, position, can_be_empty=False), index + 1

    def _join_both(self, one: _Part, two: _Part) -> _Part:
        for position in one.lasts:
            self._followers[position] |= two.firsts
        return _Part(
            one.firsts | two.firsts if one.can_be_empty else one.firsts,
            one.lasts | two.lasts if two.can_be_empty else two.lasts,
            one.can_be_empty and two.can_be_empty,
        )

    def list_complete(self, positions: Iterable[int]) -> tuple[int, ...]:
        """The patterns that end at one of these positions, in order."""
        return tuple(sorted({number for position in positions for number in self._complete.get(position, ())}))

    def step(self, positions: Iterable[int], code: str) -> State:
        """The state after a word, from the positions before it."""
        after = {follower for position in positions for follower in self._followers[position]}
        return self._get_state(frozenset(position for position in after if code in self._codes[position]))

    def _get_state(self, positions: frozenset[int]) -> State:
        state = self._states.get(positions)
        if state is None:
            state = self._states[positions] = State(self, positions)
        return state

    def count_states(self) -> int:
        """How many states the texts read so far have asked for."""
        return len(self._states)

    def list_codes(self) -> list[frozenset[str]]:
        """The codes that each position of the patterns can be."""
        return list(self._codes)

    def _start(self, before: str, code: str) -> State:
        """The state after the first word of a match, which depends on the word before it."""
        firsts = (heads for known, heads in self._heads if not known or before in known)
        return self._get_state(frozenset(p for heads in firsts for p in heads if code in self._codes[p]))

    def find(self, codes: str, start: int) -> Fits:
        """All matches that begin at a word, the shortest first."""
        two = codes[start - 1 : start + 1] if start else codes[0]
        state = self._starts.get(two)
        if state is None:
            if len(self._states) > MOST_STATES:
                self._clear()
            state = self._starts[two] = self._start(two[:-1], two[-1])
        dead, end, found = self._dead, start + 1, []
        while state is not dead:
            if state.accepts:
                found.append((end, state.accepts))
            if end == len(codes):
                break
            state = state[codes[end]]
            end += 1
        return found


def _join_either(one: _Part, two: _Part) -> _Part:
    return _Part(one.firsts | two.firsts, one.lasts | two.lasts, one.can_be_empty or two.can_be_empty)
