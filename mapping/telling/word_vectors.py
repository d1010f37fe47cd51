"""What words mean, as vectors: words of like meaning lie near each other, also those that no training sentence had.

Made by `scripts/distil_words.py`; of what, and under which licence, is in docs/model-cards/word-vectors.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mapping.model import Token
from mapping.telling.weight_files import open_weights, read_names

FILE_NAME = "word_vectors.npz"
# Words of these kinds hold a sentence together and say little of what it is about.
_EMPTY = frozenset({"PUNCT", "SPACE", "SYM", "DET", "PART", "CCONJ", "ADP", "AUX", "PRON", "SCONJ", "NUM"})


@dataclass(frozen=True, slots=True)
class WordVectors:
    """The table: a row for each word in lower case, the longer the rarer the word is."""

    _rows: Mapping[str, int]
    _vectors: NDArray[np.int8]

    @property
    def size(self) -> int:
        """The numbers of a vector."""
        return int(self._vectors.shape[1])

    def embed(self, tokens: Sequence[Token]) -> NDArray[np.float64]:
        """The direction in which the words together lead.

        Args:
            tokens: A sentence, or the words of one clause.

        Returns:
            A vector of length 1; zeros where no word is known.
        """
        words = (token.text.lower() for token in tokens if token.pos not in _EMPTY)
        rows = [self._rows[word] for word in words if word in self._rows]
        if not rows:
            return np.zeros(self.size)
        return stretch(self._vectors[rows].sum(axis=0, dtype=np.float64))


def stretch(vector: NDArray[np.float64]) -> NDArray[np.float64]:
    """The vector at length 1; zeros stay zeros."""
    length = float(np.sqrt(vector @ vector))
    return vector / length if length else vector


@cache
def load_word_vectors(folder: Path | None = None) -> WordVectors:
    """Read the table.

    Args:
        folder: Where it is; None means the bundled geodata.

    Raises:
        GazetteerError: The file is missing or damaged.
    """
    with open_weights(folder, FILE_NAME, script="scripts/distil_words.py") as data:
        words = read_names(data["words"])
        return WordVectors(_rows={word: row for row, word in enumerate(words)}, _vectors=data["vectors"])
