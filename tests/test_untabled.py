"""Tests of mapping.telling.untabled: verbs that no row of the lexicon takes."""

import pytest

from mapping.tables import read_table
from mapping.telling.lexicon import Reader, load_lexicon
from mapping.telling.untabled import (
    describe_verb,
    find_hopeful,
    find_telling,
    hear_nothing,
    load_verb_weights,
    weigh_verb,
)
from mapping.triggers import describe_verbs, find_triggers
from scripts.fit_verbs import _TABLE
from tests.parsing import Parse


def read(parse: Parse, text: str) -> Reader:
    """The reader of a text of one sentence."""
    [sentence] = parse(text).sentences
    return Reader(sentence, load_lexicon())


def find_words(reader: Reader, taken: tuple[int, ...] = (), nothing: float = 0.02) -> list[str]:
    """The verbs that tell, with the same opinion of the encoder on each."""
    return [reader.tree.tokens[index].text for index in find_telling(reader, taken, lambda _: nothing)]


def test_what_has_its_place_or_time_tells(parse: Parse) -> None:
    """The same verb with neither tells less likely."""
    dated = weigh_verb(describe_verb(read(parse, "The wall gave on Monday."), 2, is_alone=True))
    bare = weigh_verb(describe_verb(read(parse, "The wall gave."), 2, is_alone=True))
    assert dated > bare


def test_a_verb_tells_less_beside_another_trigger(parse: Parse) -> None:
    """A sentence that has told its happening mostly explains it with its other verbs."""
    reader = read(parse, "The roof sagged in Lima on Monday.")
    [verb] = [token.index for token in reader.tree.tokens if token.text == "sagged"]
    alone, beside = (weigh_verb(describe_verb(reader, verb, is_alone=is_alone)) for is_alone in (True, False))
    assert alone > beside


def test_the_encoder_may_refuse(parse: Parse) -> None:
    """It is asked only of verbs that can pass."""
    reader = read(parse, "The roof sagged in Lima on Monday.")
    assert find_words(reader) == ["sagged"]
    assert find_words(reader, nothing=0.99) == []
    features = find_hopeful(reader, ())
    assert len(features) == 1
    assert load_verb_weights()["nothing"] < 0, "or find_hopeful() would leave out verbs that can pass"


def test_a_clause_with_a_trigger_is_left_alone(parse: Parse) -> None:
    """One happening for each clause."""
    reader = read(parse, "The roof sagged in Lima on Monday.")
    [verb] = find_hopeful(reader, ())
    assert find_words(reader, taken=(reader.tree.clause(verb),)) == []


def test_a_verb_of_many_meanings_may_tell(parse: Parse) -> None:
    """It is no state where a place and a day are told; a text of several sentences is no brief one."""
    parsed = parse(
        "The river rose in Kempsey on Monday. It was a cold night. It went over the levee in Smithtown on Tuesday. "
        "Nobody sleeps much here. The levee is old."
    )
    assert "went" in {trigger.text for trigger in find_triggers(parsed)}


def test_weights_are_those_of_the_features(parse: Parse) -> None:
    """The table has a weight for each feature that a text here shows."""
    assert [row["feature"] for row in read_table(_TABLE)] == list(load_verb_weights())
    parsed = parse("She said that the roof might sag, and the walls bulged in Lima on Monday. He was leaving.")
    described = [features for _, _, features in describe_verbs(parsed)]
    assert {name for features in described for name in features} <= set(load_verb_weights())
    assert all("nothing" in features for features in described)
    assert hear_nothing({}, 0.5)["nothing"] == pytest.approx(0.0)
