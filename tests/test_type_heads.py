"""Tests of mapping.telling.type_heads and of the weights that ship."""

from pathlib import Path

import numpy as np
import pytest

from mapping.errors import GazetteerError
from mapping.event_types import family_of
from mapping.model import ParsedDocument
from mapping.settings import find_folder
from mapping.telling.encoder import FILE_NAME
from mapping.telling.type_heads import load_type_heads, write_out
from mapping.telling.type_model import load_type_model
from tests.parsing import Parse


def find_family(parsed: ParsedDocument, word: str) -> str:
    """The family that the heads find likeliest for a word of a text's only sentence."""
    heads, tokens = load_type_heads(), parsed.sentences[0].tokens
    types = heads.read(tokens, next(token for token in tokens if token.text == word)).types
    return family_of(heads.types[int(types.argmax())])


def test_the_heads_fit_the_other_model_and_the_file_stays_small() -> None:
    """Both models name the same types in the same order; encoder and heads have thirteen megabytes."""
    assert load_type_heads().types == load_type_model().types
    assert (find_folder("geodata") / FILE_NAME).stat().st_size < 13_500_000


def test_a_sentence_is_written_out_as_it_stood(parse: Parse) -> None:
    """Spaces and all, from its own start."""
    parsed = parse("It rained.  Mayor O'Neil's  car didn't start.")
    sentence = parsed.sentences[1]
    assert write_out(sentence.tokens) == parsed.document.text[sentence.start : sentence.end].strip()
    assert write_out([]) == ""


@pytest.mark.parametrize(
    ("text", "word", "family"),
    [
        ("The car park under the block of flats caved in and buried four people.", "caved", "accident"),
        ("A device hidden in a handcart went off beside the recruiting office.", "went", "strike"),
        ("Lava swallowed the last houses of the hamlet overnight.", "swallowed", "disaster"),
    ],
)
def test_turns_of_phrase_are_understood(parse: Parse, text: str, word: str, family: str) -> None:
    """What no table of words has is told by the words around it."""
    assert find_family(parse(text), word) == family


def test_each_word_of_a_sentence_has_its_own_type(parse: Parse) -> None:
    """A sentence can tell of two things."""
    parsed = parse("Hours after a quake shook the valley, voters elected a new parliament.")
    assert find_family(parsed, "shook") == "disaster"
    assert find_family(parsed, "elected") == "politics"


def test_what_tells_of_nothing_is_doubted(parse: Parse) -> None:
    """A rule or an opinion is doubted more than a report."""
    heads = load_type_heads()

    def doubt(text: str, word: str) -> float:
        tokens = parse(text).sentences[0].tokens
        return heads.read(tokens, next(token for token in tokens if token.text == word)).nothing

    told = doubt("Police arrested two brothers in Ghent on Friday.", "arrested")
    assert told < 0.1
    assert doubt("Anyone who hides income can be arrested under the new rules.", "arrested") > 3 * told


def test_chances_sum_to_one(parse: Parse) -> None:
    """With a word or without, and without any text."""
    heads, tokens = load_type_heads(), parse("Rebels shelled the port.").sentences[0].tokens
    for opinion in (heads.read(tokens), heads.read(tokens, tokens[1]), heads.read([])):
        assert np.exp(opinion.types).sum() == pytest.approx(1.0)
        assert 0.0 <= opinion.nothing <= 1.0


def test_missing_weights_are_reported(tmp_path: Path) -> None:
    """The message says how to get them."""
    with pytest.raises(GazetteerError, match=r"encoder\.npz is missing.*train_encoder"):
        load_type_heads(tmp_path)
