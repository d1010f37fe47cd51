"""What a word for what happened means where it stands, as a place on a few axes: so that two such words are compared.

The axes are those along which the encoder's vectors of such words differ most; `scripts/fit_retelling.py` makes
`geodata/meaning_axes.npz`. A word's meaning rests on its own sentence alone, whatever the rest of the text is about.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mapping.model import Sentence
from mapping.telling.encoder import encode_sentences
from mapping.telling.type_heads import write_out
from mapping.telling.weight_files import open_weights
from mapping.telling.word_vectors import stretch

FILE_NAME = "meaning_axes.npz"
AXES = 12
Table = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Meaning:
    """A word's `direction` from the middle of all such words, of length 1, and its `place` on each axis."""

    direction: Table
    place: Table


@dataclass(frozen=True, slots=True, eq=False)
class MeaningAxes:
    """The middle of the vectors (width,) and the axes (width, axes), each as long as its spread makes it 1."""

    centre: Table
    axes: Table

    def locate(self, vector: Table) -> Meaning:
        """Where a vector of the encoder lies."""
        away = vector - self.centre
        return Meaning(direction=stretch(away), place=away @ self.axes)


def find_axes(vectors: Table) -> MeaningAxes:
    """The axes along which vectors of words differ most, by their principal components."""
    centre = vectors.mean(axis=0)
    spread, axes = np.linalg.eigh(np.cov(vectors - centre, rowvar=False))
    most = axes[:, ::-1][:, :AXES] / np.sqrt(spread[::-1][:AXES])
    # Which way an axis leads is left open by the components; its longest number leads upwards.
    signs = np.sign(most[np.abs(most).argmax(axis=0), np.arange(AXES)])
    return MeaningAxes(centre=centre, axes=most * signs)


def read_vector(sentence: Sentence, index: int) -> Table:
    """What the encoder makes of the word at `index` of a sentence."""
    tokens = sentence.tokens
    (encoding,) = encode_sentences((write_out(tokens),))
    start, word = tokens[0].start, tokens[index]
    return encoding.mean_of(word.start - start, word.end - start).astype(np.float64)


@cache
def load_axes(folder: Path | None = None) -> MeaningAxes:
    """The bundled axes, read once.

    Args:
        folder: Where the file is; None means the bundled geodata.

    Raises:
        GazetteerError: The file is missing or damaged.
    """
    with open_weights(folder, FILE_NAME, script="scripts.fit_retelling") as data:
        return MeaningAxes(centre=data["centre"].astype(np.float64), axes=data["axes"].astype(np.float64))
