"""Tests of mapping.telling.type_choice: how a row of the lexicon and the words around it are weighed."""

import numpy as np
import pytest

from mapping.telling.lexicon import Condition, Entry
from mapping.telling.type_choice import FEATURES, choose_type, describe_types, load_type_weights, name_rule
from mapping.telling.type_model import Opinion

TYPES = ("battle.clash", "battle.other", "crime.trial", "other.sport")


def make_entry(*types: str, slot: str | None = None) -> Entry:
    """A row; with a slot it asks for a glove there."""
    test = Condition(slot=slot or "obj", classes=frozenset(), words=frozenset({"glove"}), negated=False)
    return Entry(lemma=("fight",), parts="v", types=types, conditions=(test,) if slot else ())


def make_opinion(*chances: float) -> Opinion:
    """What words say who find the types this likely, and any heading as good as another."""
    return Opinion(types=np.log(np.array(chances)), headings=np.zeros(len(chances)))


def test_every_feature_has_its_weight() -> None:
    """The table and the code name the same features in the same order."""
    for is_brief in (True, False):
        assert tuple(load_type_weights(is_brief=is_brief)) == FEATURES


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
    choice = choose_type(TYPES, describe_types(TYPES, make_opinion(*chances), None, entry), is_brief=True)
    assert (choice.code, name_rule(choice.code, entry)) == (code, rule)
    assert 0.0 < choice.own <= 1.0


def test_words_that_are_sure_overrule_a_row() -> None:
    """A word that can name many things is no proof against all that stands around it."""
    entry = make_entry("crime.trial")
    opinion = Opinion(types=np.log(np.array([0.001, 0.001, 0.001, 0.997])), headings=np.log([0.01, 0.01, 0.01, 1.0]))
    code = choose_type(TYPES, describe_types(TYPES, opinion, None, entry), is_brief=True).code
    assert (code, name_rule(code, entry)) == ("other.sport", "model over lexicon")


@pytest.mark.parametrize(("slot", "code"), [("obj", "battle.clash"), ("any", "other.sport")])
def test_a_word_anywhere_proves_less_than_an_object(slot: str, code: str) -> None:
    """What the row asks for may belong to another clause: what is heard of the word itself then decides."""
    opinion = Opinion(types=np.log(np.array([0.02, 0.02, 0.02, 0.94])), headings=np.log([0.3, 0.3, 0.3, 1.0]))
    described = describe_types(TYPES, opinion, None, make_entry("battle.clash", slot=slot))
    assert choose_type(TYPES, described, is_brief=True).code == code


def test_the_score_is_that_of_the_family() -> None:
    """Two types of one family that share the chances leave no doubt of the family."""
    described = describe_types(TYPES, make_opinion(0.49, 0.49, 0.01, 0.01), None, None)
    choice = choose_type(TYPES, described, is_brief=True)
    assert choice.code == "battle.clash"
    assert choice.chance > 0.9
