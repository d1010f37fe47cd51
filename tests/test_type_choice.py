"""Tests of mapping.telling.type_choice: how a row of the lexicon and the words around it are weighed."""

import numpy as np
import pytest

from mapping.telling.lexicon import Entry
from mapping.telling.type_choice import FEATURES, choose_type, describe_types, load_type_weights, name_rule
from mapping.telling.type_model import Opinion

TYPES = ("battle.clash", "battle.other", "crime.trial", "other.sport")


def make_entry(*types: str) -> Entry:
    """A row without conditions."""
    return Entry(lemma=("fight",), parts="v", types=types, conditions=(), key="fight")


def make_opinion(*chances: float) -> Opinion:
    """What words say who find the types this likely, and any heading as good as another."""
    return Opinion(types=np.log(np.array(chances)), headings=np.zeros(len(chances)))


def test_every_feature_has_its_weight() -> None:
    """The table and the code name the same features in the same order."""
    assert tuple(load_type_weights()) == FEATURES


@pytest.mark.parametrize(
    ("row", "chances", "code", "rule"),
    [
        (("battle.clash", "crime.trial"), (0.25, 0.25, 0.25, 0.25), "battle.clash", "lexicon"),
        (("battle.clash", "crime.trial"), (0.05, 0.05, 0.85, 0.05), "crime.trial", "lexicon and model"),
        (("battle.clash",), (0.1, 0.1, 0.1, 0.7), "battle.clash", "lexicon"),
        ((), (0.1, 0.1, 0.1, 0.7), "other.sport", "model"),
    ],
    ids=["the row's first", "the row's second", "a word with one sense", "no row"],
)
def test_row_and_words_are_weighed(row: tuple[str, ...], chances: tuple[float, ...], code: str, rule: str) -> None:
    """A row rules out little by itself, but doubtful words do not overrule it."""
    entry = make_entry(*row) if row else None
    found, score = choose_type(TYPES, describe_types(TYPES, make_opinion(*chances), np.zeros(4), entry))
    assert (found, name_rule(found, entry)) == (code, rule)
    assert 0.0 < score <= 1.0


def test_words_that_are_sure_overrule_a_row() -> None:
    """A word that can name many things is no proof against all that stands around it."""
    entry = make_entry("crime.trial")
    opinion = Opinion(types=np.log(np.array([0.001, 0.001, 0.001, 0.997])), headings=np.log([0.01, 0.01, 0.01, 1.0]))
    code, _ = choose_type(TYPES, describe_types(TYPES, opinion, np.zeros(4), entry))
    assert (code, name_rule(code, entry)) == ("other.sport", "model over lexicon")


def test_the_score_is_that_of_the_family() -> None:
    """Two types of one family that share the chances leave no doubt of the family."""
    described = describe_types(TYPES, make_opinion(0.49, 0.49, 0.01, 0.01), np.zeros(4), None)
    code, score = choose_type(TYPES, described)
    assert code == "battle.clash"
    assert score > 0.9
