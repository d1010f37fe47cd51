"""What was read before from the same words in the same state, so that a text that repeats itself is read once."""

from collections.abc import Callable
from typing import Final

from mapping.timex.automaton import Fits
from mapping.timex.context import Context
from mapping.timex.grammar import Rule
from mapping.timex.shapes import Kinds
from mapping.timex.values import Reading

# The rule, how many words it took with the values of their kinds, and what it made of them; None where no rule made
# anything of the words.
Found = tuple[Rule, int, Kinds, Reading] | None

# How far a rule looks: verbs up to twenty words away and the words beside them; ahead, also past its own words.
_WORDS_BEFORE: Final = 24
_WORDS_AFTER: Final = 64
# Ordinary texts hold few expressions twice; what repeats itself without end does so within fewer than these.
_MOST_ENTRIES: Final = 2048
# A text of fewer readings than this gains nothing by remembering them.
_FEWEST_READINGS: Final = 64


class Memory:
    """The readings of one pass by all that they can depend on: the words around, their kinds, the context's state."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._known: dict[tuple[object, ...], Found] = {}
        self._recalled = 0
        self._is_worth_it = False
        self._unremembered = 0

    def make_key(self, start: int) -> tuple[object, ...]:
        """What an expression that begins with a word is told by."""
        words = self._context.words
        first, last = max(0, start - _WORDS_BEFORE), min(len(words.codes), start + _WORDS_AFTER)
        around = words.text[words.starts[first] : words.ends[last - 1]]
        return (around, words.codes[first:last], start - first, self._context.get_state(start))

    def knows(self, key: tuple[object, ...]) -> bool:
        """Whether the same was read before."""
        return key in self._known

    def read(self, start: int, fits: Fits, reader: Callable[[Context, int, Fits], Found]) -> Found:
        """What was made of the words before, else what the reader makes of them."""
        if not self._is_worth_it:
            self._unremembered += 1
            self._is_worth_it = self._unremembered == _FEWEST_READINGS
            return reader(self._context, start, fits)
        key = self.make_key(start)
        if self.knows(key):
            self._recalled += 1
            return self._known[key]
        found = reader(self._context, start, fits)
        self._keep(key, found)
        return found

    def _keep(self, key: tuple[object, ...], found: Found) -> None:
        """Remember a reading; when too many are kept, all are let go, for good where hardly any was of use."""
        if len(self._known) >= _MOST_ENTRIES:
            self._known.clear()
            self._is_worth_it = self._recalled >= _MOST_ENTRIES
            self._recalled = 0
        self._known[key] = found
