"""Tests of mapping.telling.word_vectors and of the table that ships."""

from pathlib import Path

import numpy as np
import pytest

from mapping.errors import GazetteerError
from mapping.settings import find_folder
from mapping.telling.type_model import load_type_model
from mapping.telling.word_vectors import FILE_NAME, load_word_vectors
from tests.parsing import Parse


def test_the_table_stays_small() -> None:
    """It is read with the first text, and everyone who installs the program takes it along."""
    assert (find_folder("geodata") / FILE_NAME).stat().st_size < 2_500_000


@pytest.mark.parametrize(
    ("one", "like", "unlike"),
    [
        ("Troops shelled the village.", "Soldiers bombarded a hamlet.", "The striker scored a goal."),
        ("The river flooded the town.", "Heavy rain swamped the village.", "Judges jailed the minister."),
    ],
    ids=["shelling", "flood"],
)
def test_sentences_of_like_meaning_lie_together(parse: Parse, one: str, like: str, unlike: str) -> None:
    """They need have no word in common."""
    vectors = load_word_vectors()
    placed = [vectors.embed(parse(text).sentences[0].tokens) for text in (one, like, unlike)]
    assert all(float(vector @ vector) == pytest.approx(1.0) for vector in placed)
    assert placed[0] @ placed[1] > placed[0] @ placed[2] + 0.2


def test_unknown_words_say_nothing(parse: Parse) -> None:
    """No word of the table, no direction."""
    assert not load_word_vectors().embed(parse("Xyzzyx 12, 13.").sentences[0].tokens).any()
    assert not load_word_vectors().embed([]).any()


def test_the_model_reads_words_that_it_never_saw_counted(parse: Parse) -> None:
    """A word that is no feature leans to the types of its like; one that is no word does not."""
    model = load_type_model()
    health = [number for number, code in enumerate(model.types) if code.startswith("health.")]
    likely, senseless = (
        np.exp(model.read(parse(f"{word} is found in two villages.").sentences[0].tokens).mix())[health].sum()
        for word in ("Leptospirosis", "Xyzzyx")
    )
    assert likely > 4 * senseless


def test_a_missing_table_is_reported(tmp_path: Path) -> None:
    """The message says how to get it."""
    with pytest.raises(GazetteerError, match=r"word_vectors\.npz is missing.*distil_words"):
        load_word_vectors(tmp_path)
