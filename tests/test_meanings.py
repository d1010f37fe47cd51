"""Tests of mapping.telling.meanings: where a word's meaning lies, by its own sentence."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from mapping.errors import GazetteerError
from mapping.model import ParsedDocument
from mapping.telling.meanings import AXES, FILE_NAME, Meaning, find_axes, load_axes, read_vector


def _locate(parsed: ParsedDocument, number: int, word: str) -> Meaning:
    sentence = parsed.sentences[number]
    token = next(token for token in sentence.tokens if token.text == word)
    return load_axes().locate(read_vector(sentence, token.index))


def test_axes_are_those_of_most_spread() -> None:
    """Each has a spread of 1 in what it was found on, and says nothing of another; the middle lies at zero."""
    random = np.random.default_rng(3)
    vectors = random.normal(size=(500, 20)) * np.arange(20, 0, -1) + 5
    found = find_axes(vectors)
    places = np.array([found.locate(vector).place for vector in vectors])
    assert places.shape == (500, AXES)
    assert np.cov(places, rowvar=False) == pytest.approx(np.eye(AXES), abs=1e-9)
    assert np.abs(found.axes[0]).argmax() == 0
    assert found.locate(found.centre).direction == pytest.approx(0)


def test_a_meaning_is_that_of_the_sentence(parse: Callable[..., ParsedDocument]) -> None:
    """Shots that were fired are nearer to a shooting than people who were fired; what stands around changes nothing."""
    parsed = parse("Gunmen fired at a bus in Lagos.\nThe bank fired its director.\nA shooting left two dead.")
    shots, sacked = (_locate(parsed, number, "fired") for number in (0, 1))
    shooting = _locate(parsed, 2, "shooting")
    assert shooting.direction @ shots.direction > shooting.direction @ sacked.direction + 0.1
    alone = _locate(parse("A shooting left two dead."), 0, "shooting")
    assert alone.place == pytest.approx(shooting.place, abs=1e-5)


def test_what_makes_the_axes_is_named(tmp_path: Path) -> None:
    """Whoever lacks them is told what to run."""
    with pytest.raises(GazetteerError, match=rf"{FILE_NAME} is missing.*scripts\.fit_retelling"):
        load_axes(tmp_path)
