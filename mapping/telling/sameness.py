"""What speaks for and against two events of one document being one happening, as numbers by name.

All pairs of some tellings with all others are compared at once: a long text has hundreds of thousands of pairs. The
weights of the features are in `geodata/retelling_weights.csv`, fitted by `scripts/fit_retelling.py`.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from mapping.event_types import OTHER_TYPE, family_of
from mapping.kinds import Modality
from mapping.settings import find_folder
from mapping.tables import read_weights
from mapping.telling.date_pairs import DatePairs
from mapping.telling.happenings import OUTCOMES, RARE_KINDS, is_aftershock
from mapping.telling.meanings import AXES
from mapping.telling.place_pairs import PlacePairs
from mapping.telling.retold import Telling

# Of these a document tells one at a place and day, in many words; talks, statements and votes are told one by one.
_WHOLE_KINDS = frozenset({"violence", "unrest", "case", "trial", "disaster", "accident"})
_CASES = frozenset({"case", "trial"})
# What goes on for years is no single raid; what befalls people is told of whatever befell them.
_LASTING = frozenset({"war", "conflict", "insurgency", "campaign", "crisis", "unrest", "violence"})
_OUTCOME_KINDS = frozenset({"violence", "unrest", "disaster", "accident"})
_VAGUE_TYPES = frozenset({"attack.killing", "battle.clash", "strike.bomb", "crime.homicide", "crime.shooting"})
_ROOT, _SURE_KIND = 5, 0.4
_LEAD_SENTENCES = 2
# Sums are rounded, so that which of two pairs that are as like comes first rests on no machine's last digit.
_DIGITS = 9

Mask = NDArray[np.bool_]
Numbers = NDArray[np.float64]


@cache
def load_weights() -> Mapping[str, float]:
    """The weight of each feature."""
    return read_weights(find_folder("geodata") / "retelling_weights.csv")


def may_be_one(first: Telling, second: Telling) -> bool:
    """Whether nothing forbids two events to be one happening."""
    return bool(Comparison((first, second)).may_be_one(slice(0, 1))[0, 1])


def weigh_pair(first: Telling, second: Telling) -> float:
    """How likely two events are one happening, as a sum of weights: above 0 more likely than not.

    Returns:
        Minus infinity where they contradict each other.
    """
    compared, row = Comparison((first, second)), slice(0, 1)
    return -math.inf if compared.contradicts(row)[0, 1] else float(compared.weigh(row)[0, 1])


def describe_pair(first: Telling, second: Telling) -> dict[str, float]:
    """The features of two events that may be one; those that are 0 are left out."""
    features = Comparison((first, second)).describe(slice(0, 1))
    return {name: float(values[0, 1]) for name, values in features.items() if values[0, 1]}


def find_possible_pairs(tellings: Sequence[Telling], names: Sequence[str]) -> Iterator[tuple[int, int, list[float]]]:
    """The pairs that may be one and do not contradict each other, as weights are fitted to.

    Args:
        tellings: Of one document.
        names: Of the features that are asked for; one that pairs do not have is 0.

    Yields:
        The numbers of two tellings, the smaller first, and their features; nothing of fewer than two.
    """
    if len(tellings) < 2:
        return
    compared, rows = Comparison(tellings), slice(0, len(tellings))
    possible = np.triu(compared.may_be_one(rows) & ~compared.contradicts(rows), 1)
    features = compared.describe(rows)
    nothing = np.zeros(possible.shape)
    for one, other in np.argwhere(possible).tolist():
        yield one, other, [float(features.get(name, nothing)[one, other]) for name in names]


class Comparison:
    """Tellings of one document, compared in pairs.

    Each method takes the `rows` to compare and gives tables of these by all tellings, itself among them; a pair has the
    same value either way round.
    """

    def __init__(self, tellings: Sequence[Telling]) -> None:
        triggers = [telling.event.trigger for telling in tellings]
        self._count = len(tellings)
        self._starts = np.array([trigger.start for trigger in triggers], dtype=np.int64)
        self._sentences = np.array([trigger.sentence for trigger in triggers], dtype=np.int64)
        self._places = PlacePairs([telling.event.place for telling in tellings], self._starts)
        self._dates = DatePairs([telling.event.date for telling in tellings])
        lemmas = [trigger.lemma.lower() for trigger in triggers]
        self._numbers = {
            "lemma": _number(lemmas),
            "root": _number(lemma[:_ROOT] if len(lemma) >= _ROOT else lemma for lemma in lemmas),
            "type": _number(trigger.type for trigger in triggers),
            "family": _number(family_of(trigger.type) for trigger in triggers),
            "modality": _number(trigger.modality for trigger in triggers),
            "item": _number(telling.item for telling in tellings),
            "kinds": _number(telling.kinds for telling in tellings),
        }
        self._flags = {
            name: np.array([bool(ask(telling)) for telling in tellings], dtype=bool) for name, ask in _FLAGS.items()
        }
        self._sets: dict[str, _Sets] = {
            "stems": _Sets([telling.stems for telling in tellings]),
            "heads": _Sets([telling.heads for telling in tellings]),
            "counted": _Sets([frozenset(telling.counts) for telling in tellings]),
            "counts": _Sets([frozenset(telling.counts.items()) for telling in tellings]),
        }
        self._vectors = {
            "word": np.array([telling.word for telling in tellings]),
            "words": np.array([telling.words for telling in tellings]),
            "meaning": np.array([telling.meaning.direction for telling in tellings]),
            "kind": np.array([telling.own_types for telling in tellings]),
        }
        self._axes = np.array([telling.meaning.place for telling in tellings])
        kinds = list(dict.fromkeys(telling.kinds for telling in tellings))
        self._shared_kinds = {
            name: np.array([[bool(one & other & asked) for other in kinds] for one in kinds], dtype=bool)
            for name, asked in (("whole", _WHOLE_KINDS), ("rare", RARE_KINDS), ("case", _CASES))
        }

    def _same(self, name: str, rows: slice) -> Mask:
        """Whether both have the same of what is numbered, or are alike in a flag."""
        values = self._numbers[name] if name in self._numbers else self._flags[name]
        found: Mask = values[rows, None] == values[None, :]
        return found

    def _either(self, name: str, rows: slice) -> Mask:
        found: Mask = self._flags[name][rows, None] | self._flags[name][None, :]
        return found

    def _both(self, name: str, rows: slice) -> Mask:
        found: Mask = self._flags[name][rows, None] & self._flags[name][None, :]
        return found

    def _of_later(self, name: str, rows: slice) -> Mask:
        """Of each pair the flag of the one that stands later in the text."""
        flags = self._flags[name]
        return np.where(self._starts[None, :] > self._starts[rows, None], flags[None, :], flags[rows, None])

    def _share_kinds(self, name: str, rows: slice) -> Mask:
        kinds = self._numbers["kinds"]
        return self._shared_kinds[name][kinds[rows, None], kinds[None, :]]

    def _multiply(self, name: str, rows: slice) -> Numbers:
        """How like two directions are, -1..1."""
        found: Numbers = self._vectors[name][rows] @ self._vectors[name].T
        return found

    def _tells_outcome(self, rows: slice) -> Mask:
        """Whether one tells what befell people and the other what befell them: "four died", "the bus overturned"."""
        return self._either("is_outcome", rows) & self._both("befalls", rows)

    def may_be_one(self, rows: slice) -> Mask:
        """Whether nothing forbids two events to be one happening.

        They are of one kind or family, or have one word as a verb or a noun ("derailed", "the derailment"), or one
        tells what befell people of the other, or one's kind is a guess. A sentence that tells of two kinds tells of two
        happenings: words for one were folded into each other.
        """
        alike = self._share_kinds("whole", rows) | self._same("family", rows) | self._same("root", rows)
        alike |= self._tells_outcome(rows) | self._either("is_guess", rows)
        alike &= (self._sentences[rows, None] != self._sentences[None, :]) | self._same("type", rows)
        return alike & ~self._either("is_given", rows) & self._same("follows", rows)

    def contradicts(self, rows: slice) -> Mask:
        """Whether the text says that two are two: the later is "another", or they tell days or places too far apart."""
        is_apart = self._dates.lie_apart(rows, self._share_kinds("rare", rows))
        return self._places.lie_far_apart(rows) | self._of_later("is_new", rows) | is_apart

    def weigh(self, rows: slice) -> Numbers:
        """How likely two events are one happening, as a sum of weights: above 0 more likely than not."""
        weights = load_weights()
        sums = np.zeros((len(self._starts[rows]), self._count))
        for name, values in self.describe(rows).items():
            sums += weights[name] * values
        return np.round(sums, _DIGITS)

    def describe(self, rows: slice) -> dict[str, Mask | Numbers]:
        """The features of each pair, by name."""
        return {
            "bias": np.ones((len(self._starts[rows]), self._count)),
            **self._compare_types(rows),
            **self._places.describe(rows),
            **self._dates.describe(rows, self._either("is_planned", rows)),
            **self._compare_words(rows),
            **self._compare_meanings(rows),
        }

    def _compare_types(self, rows: slice) -> Mapping[str, Mask]:
        same_word, same_root = self._same("lemma", rows), self._same("root", rows)
        same_type, same_family = self._same("type", rows), self._same("family", rows)
        is_clash = ~same_type & ~self._either("is_vague", rows)
        other_modality, one_happened = ~self._same("modality", rows), self._either("is_happened", rows)
        return {
            "same_root": ~same_word & same_root,
            "outcome": self._tells_outcome(rows),
            "clashing_type": is_clash & ~same_family,
            "sister_type": is_clash & same_family,
            "one_lasts": ~self._same("lasts", rows),
            "same_word": same_word,
            "same_word_and_type": same_word & same_type,
            "same_type": same_type,
            "other_family": ~same_family,
            "whole_kind": self._share_kinds("whole", rows),
            "rare_kind": self._share_kinds("rare", rows),
            "crime_case": self._share_kinds("case", rows),
            "one_happened": other_modality & one_happened,
            "none_happened": ~one_happened,
            "one_denied": other_modality & self._either("is_denied", rows),
        }

    def _compare_words(self, rows: slice) -> Mapping[str, Mask | Numbers]:
        one, other = self._sentences[rows, None], self._sentences[None, :]
        both_count = self._sets["counted"].count_shared(rows) > 0
        same_count = self._sets["counts"].count_shared(rows) > 0
        return {
            "like_word": self._multiply("word", rows),
            "like_words": self._multiply("words", rows),
            "lead": np.minimum(one, other) < _LEAD_SENTENCES,
            "same_sentence": one == other,
            "other_item": self._both("has_item", rows) & ~self._same("item", rows),
            "sentences_apart": np.log1p(np.abs(one - other)),
            "known": self._of_later("is_known", rows),
            "fresh": self._of_later("is_fresh", rows),
            "statement": self._either("is_reporting", rows),
            "shared_words": self._sets["stems"].find_shares(rows),
            "many": ~self._same("is_many", rows),
            "same_actor": self._sets["heads"].count_shared(rows) > 0,
            "same_count": same_count,
            "other_count": both_count & ~same_count,
        }

    def _compare_meanings(self, rows: slice) -> Mapping[str, Numbers]:
        """How like the words are by the encoder, in all, in the kinds that each sentence alone tells, and by axes."""
        one, other = self._axes[rows, None], self._axes[None, :]
        return {
            "like_meaning": self._multiply("meaning", rows),
            "like_kind": self._multiply("kind", rows),
            **{f"alike_{axis + 1}": one[:, :, axis] * other[:, :, axis] / 4 for axis in range(AXES)},
            **{f"both_{axis + 1}": (one[:, :, axis] + other[:, :, axis]) / 2 for axis in range(AXES)},
        }


class _Sets:
    """A set of values of each telling, to be compared."""

    def __init__(self, sets: Sequence[frozenset[Hashable]]) -> None:
        self._sets = sets
        self._sizes = np.array([len(values) for values in sets], dtype=np.int64)
        holders: defaultdict[Hashable, list[int]] = defaultdict(list)
        for number, values in enumerate(sets):
            for value in values:
                holders[value].append(number)
        self._holders = {value: np.array(numbers, dtype=np.int64) for value, numbers in holders.items()}

    def count_shared(self, rows: slice) -> NDArray[np.int64]:
        """How many values each pair has in common."""
        found = np.zeros((len(self._sizes[rows]), len(self._sizes)), dtype=np.int64)
        for row, values in enumerate(self._sets[rows]):
            if values:
                holders = np.concatenate([self._holders[value] for value in values])
                found[row] = np.bincount(holders, minlength=len(self._sizes))
        return found

    def find_shares(self, rows: slice) -> Numbers:
        """The part of the smaller set that the other has too, 0..1; less where it is so small that chance may do it."""
        smaller = np.minimum(self._sizes[rows, None], self._sizes[None, :])
        shares: Numbers = self.count_shared(rows) / (smaller + 1)
        return shares


def _is_guess(telling: Telling) -> bool:
    """Whether nothing but a weak guess says what kind of happening it is."""
    trigger = telling.event.trigger
    return trigger.type == OTHER_TYPE or (trigger.rule.startswith("model") and trigger.score < _SURE_KIND)


def _is_vague(telling: Telling) -> bool:
    """Whether its type is one that a text tells most things as."""
    code = telling.event.trigger.type
    return code in _VAGUE_TYPES or code.endswith(".other") or _is_outcome(telling)


def _is_outcome(telling: Telling) -> bool:
    """Whether its word says what befell people."""
    return telling.event.trigger.lemma.lower() in OUTCOMES


def _number(values: Iterable[Hashable]) -> NDArray[np.int64]:
    """A number for each value, the same for the same."""
    numbers: dict[Hashable, int] = {}
    return np.array([numbers.setdefault(value, len(numbers)) for value in values], dtype=np.int64)


_FLAGS: Mapping[str, Callable[[Telling], object]] = {
    "is_given": lambda one: one.event.trigger.is_given,
    "follows": lambda one: is_aftershock(one.event),
    "is_guess": _is_guess,
    "is_vague": _is_vague,
    "is_outcome": _is_outcome,
    "befalls": lambda one: one.kinds & _OUTCOME_KINDS,
    "lasts": lambda one: one.event.trigger.lemma.lower() in _LASTING,
    "is_happened": lambda one: one.event.trigger.modality is Modality.HAPPENED,
    "is_planned": lambda one: one.event.trigger.modality is Modality.PLANNED,
    "is_denied": lambda one: one.event.trigger.modality is Modality.DENIED,
    "is_reporting": lambda one: one.event.trigger.is_reporting,
    "has_item": lambda one: one.item is not None,
    "is_known": lambda one: one.is_known,
    "is_fresh": lambda one: one.is_fresh,
    "is_new": lambda one: one.is_new,
    "is_many": lambda one: one.is_many,
}
"""What is asked of each telling by itself."""
