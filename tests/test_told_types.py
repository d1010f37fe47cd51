"""Tests of mapping.telling.told_types: what the sentences of a text say together of kinds."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from mapping.model import ParsedDocument
from mapping.telling.told_types import ToldTypes, hear_types
from mapping.telling.type_heads import load_type_heads

TYPES = load_type_heads().types
FLOODS, TRIALS = TYPES.index("disaster.flood"), TYPES.index("crime.trial")


def name(column: int, told: float) -> NDArray[np.float64]:
    """One type, as likely as that something is told."""
    found = np.zeros(len(TYPES))
    found[column] = told
    return found


def test_a_sentence_does_not_count_for_itself() -> None:
    """What is said of a sentence is what the others say."""
    told = ToldTypes({0: 1.0, 1: 1.0}, {0: name(FLOODS, 1.0), 1: name(TRIALS, 1.0)})
    assert told.weigh_others(0).argmax() == TRIALS
    assert told.weigh_others(1).argmax() == FLOODS


def test_what_tells_of_nothing_counts_little() -> None:
    """Two sentences that hardly tell of anything weigh less than one that does."""
    told = ToldTypes({0: 0.1, 1: 0.1, 2: 0.9}, {0: name(TRIALS, 0.1), 1: name(TRIALS, 0.1), 2: name(FLOODS, 0.9)})
    assert told.weigh_others(5).argmax() == FLOODS


def test_where_nothing_is_told_elsewhere_no_type_is_likelier() -> None:
    """A sentence alone among idle ones hears nothing from them."""
    weighed = ToldTypes({3: 1.0}, {3: name(FLOODS, 1.0)}).weigh_others(3)
    assert weighed.min() == weighed.max()


def test_a_flood_told_elsewhere_is_heard(parse: Callable[..., ParsedDocument]) -> None:
    """The encoder's opinion of the other sentences names their kind."""
    parsed = parse("The river burst its banks and flooded hundreds of homes. It went over the wall.")
    weighed = hear_types(dict(enumerate(parsed.sentences))).weigh_others(1)
    assert TYPES[int(weighed.argmax())] == "disaster.flood"
