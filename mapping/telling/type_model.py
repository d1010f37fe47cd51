"""A small linear model that tells from a sentence's words what kind of event it is about.

Linear support vector machines over lemmas, pairs of lemmas and the words' vectors, one for each type, weights in eight
bits. Trained by `scripts/train_types.py`; what on, and how well it does, is in docs/model-cards/event-types.md.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mapping.model import Sentence, Token
from mapping.telling.weight_files import open_weights, read_names
from mapping.telling.word_vectors import WordVectors, load_word_vectors, stretch

FILE_NAME = "event_type_model.npz"
_HEADING_FLOOR = 0.01
_REMEMBERED = 1024
# How much the words' vectors count beside the words themselves.
_VECTOR_SHARE = 0.7
_NOT_WORDS = frozenset({"PUNCT", "SPACE", "SYM"})


def make_features(tokens: Sequence[Token]) -> Iterator[str]:
    """The features of a sentence or clause: each lemma, and each pair of neighbours; numbers become "#"."""
    words = ["#" if token.lemma[:1].isdigit() else token.lemma for token in tokens if token.pos not in _NOT_WORDS]
    yield from words
    yield from (f"{left} {right}" for left, right in pairwise(words))


def place_words(vectors: WordVectors, tokens: Sequence[Token], centre: NDArray[np.float64]) -> NDArray[np.float64]:
    """Where the words lie from `centre`, the mean of the sentences trained on; zeros where no word is known."""
    vector = vectors.embed(tokens)
    return _VECTOR_SHARE * stretch(vector - centre) if vector.any() else vector


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the words of a text say of its kind, as natural logarithms, in the order of the model's types.

    `types` is each type's own probability; `headings` that of the broad headings which may hold the type. `nothing` is
    the probability, no logarithm, that a word tells of no happening at all: `types` is what holds if it does.
    """

    types: NDArray[np.float64]
    headings: NDArray[np.float64]
    nothing: float = 0.0

    def mix(self) -> NDArray[np.float64]:
        """Both opinions multiplied, as logarithms of probabilities that sum to one."""
        return normalise(self.types + self.headings)

    def join(self, other: "Opinion") -> "Opinion":
        """What both say, each counting as much as the other; `nothing` is the other's."""
        types, headings = normalise((self.types + other.types) / 2), (self.headings + other.headings) / 2
        return Opinion(types=types, headings=headings, nothing=other.nothing)


@dataclass(frozen=True, slots=True)
class TypeModel:
    """The weights; `types` names the columns in order."""

    types: tuple[str, ...]
    _rows: Mapping[str, int]
    _weights: NDArray[np.int8]
    _scale: NDArray[np.float32]
    _bias: NDArray[np.float32]
    _vector_weights: NDArray[np.float32]
    _vectors: WordVectors
    _centre: NDArray[np.float64]
    _fits: NDArray[np.float64]

    def read(self, tokens: Sequence[Token]) -> Opinion:
        """What the words say of types and of headings.

        Args:
            tokens: A sentence, or the words of one clause; none at all gives what the model expects of any text.
        """
        rows = sorted({self._rows[name] for name in make_features(tokens) if name in self._rows})
        totals = self._bias.astype(np.float64)
        if rows:
            # A text is a unit vector of its features, as in training, so that long and short ones compare.
            totals = totals + self._weights[rows].sum(axis=0, dtype=np.float64) * self._scale / np.sqrt(len(rows))
        totals = totals + place_words(self._vectors, tokens, self._centre) @ self._vector_weights
        types, headings = totals[: len(self.types)], totals[len(self.types) :]
        held = self._fits @ np.exp(normalise(headings))
        return Opinion(types=normalise(types), headings=np.log(held + _HEADING_FLOOR))


def normalise(totals: NDArray[np.float64]) -> NDArray[np.float64]:
    """Logarithms of weights as logarithms of probabilities, which sum to one."""
    shifted = totals - totals.max()
    result: NDArray[np.float64] = shifted - np.log(np.exp(shifted).sum())
    return result


@cache
def load_type_model(folder: Path | None = None) -> TypeModel:
    """Read the weights.

    Args:
        folder: Where they are; None means the bundled geodata.

    Raises:
        GazetteerError: The file is missing or damaged.
    """
    with open_weights(folder, FILE_NAME, script="scripts/train_types.py") as data:
        names = read_names(data["features"])
        return TypeModel(
            types=read_names(data["types"]),
            _rows={name: row for row, name in enumerate(names)},
            _weights=data["weights"],
            _scale=data["scale"],
            _bias=data["bias"],
            _vector_weights=data["vector_weights"].astype(np.float32),
            _vectors=load_word_vectors(folder),
            _centre=data["centre"].astype(np.float64),
            _fits=data["fits"].astype(np.float64),
        )


@lru_cache(maxsize=_REMEMBERED)
def read_sentence(sentence: Sentence) -> Opinion:
    """What the bundled model says of a whole sentence; several stages ask of the same ones."""
    return load_type_model().read(sentence.tokens)
