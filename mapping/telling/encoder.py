"""What a sentence means, word by word, as vectors: a small transformer, run with numpy.

A word's vector depends on the words around it: "a bomb went off" lies near "an explosion", "prices went off" does not.
Made by `scripts/train_encoder.py`; of what, and under which licence, is in docs/model-cards/encoder.md. One sentence is
read at a time, so that what it gives never depends on what is read beside it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mapping.extents import Span
from mapping.telling.weight_files import open_weights, read_names
from mapping.telling.word_pieces import Piece, cut_text

FILE_NAME = "encoder.npz"
Floats = NDArray[np.float32]

_FIRST, _LAST = "[CLS]", "[SEP]"
_HEAD_WIDTH = 32
_EPSILON = 1e-12
_CACHED = 256


@dataclass(frozen=True, slots=True, eq=False)
class Encoding:
    """A sentence as vectors, one for each piece of a word, in text order.

    `spans` are the characters of the text that each stands for. The first and the last vector stand for the beginning
    and the end of the sentence; their spans are empty.
    """

    spans: tuple[Span, ...]
    vectors: Floats

    def mean(self) -> Floats:
        """The mean of all vectors, those of the beginning and the end among them."""
        return _average(self.vectors)

    def mean_of(self, start: int, end: int) -> Floats:
        """The mean over the pieces that stand for some of the characters `[start, end)`; zeros where none does."""
        inside = [row for row, span in enumerate(self.spans) if max(start, span.start) < min(end, span.end)]
        return _average(self.vectors[inside])


def _average(vectors: Floats) -> Floats:
    result: Floats = vectors.sum(axis=0) / np.float32(max(1, len(vectors)))
    return result


@dataclass(frozen=True, slots=True, eq=False)
class _Dense:
    """x -> x @ weights + bias."""

    weights: Floats
    bias: Floats

    def apply(self, values: Floats) -> Floats:
        result: Floats = values @ self.weights
        result += self.bias
        return result


@dataclass(frozen=True, slots=True, eq=False)
class _Layer:
    """Attention, then two dense layers; each is added to what came in, and the sum is normed."""

    qkv: _Dense
    out: _Dense
    norm1: Floats
    up: _Dense
    down: _Dense
    norm2: Floats

    def apply(self, values: Floats) -> Floats:
        """Values of (pieces, width), before and after."""
        values = _norm(values + self.out.apply(self._attend(values)), self.norm1)
        return _norm(values + self.down.apply(_gelu(self.up.apply(values))), self.norm2)

    def _attend(self, values: Floats) -> Floats:
        """For each piece and head the mean of what all pieces say, weighed by how well query and key agree."""
        count, width = values.shape
        split = self.qkv.apply(values).reshape(count, 3, width // _HEAD_WIDTH, _HEAD_WIDTH)
        query, key, value = (split[:, part].transpose(1, 0, 2) for part in range(3))
        scores = (query @ key.transpose(0, 2, 1)) * np.float32(_HEAD_WIDTH**-0.5)
        scores -= scores.max(axis=-1, keepdims=True)
        shares = np.exp(scores, out=scores)
        shares /= shares.sum(axis=-1, keepdims=True)
        joined: Floats = (shares @ value).transpose(1, 0, 2).reshape(count, width)
        return joined


@dataclass(frozen=True, slots=True, eq=False)
class Encoder:
    """The weights. `longest` are the pieces that are read at once, the two marks among them."""

    longest: int
    _rows: Mapping[str, int]
    _embedding: NDArray[np.int8]
    _embedding_scale: Floats
    _position: Floats
    _embedding_norm: Floats
    _layers: tuple[_Layer, ...]

    @property
    def size(self) -> int:
        """The numbers of a vector."""
        return int(self._position.shape[1])

    def encode(self, text: str) -> Encoding:
        """Read a sentence.

        Args:
            text: One sentence. What is too long to be read at once is read in windows that overlap by a half, and each
                piece has the vector of the window that it stands furthest inside of: nothing is left out.
        """
        pieces = list(cut_text(text, self._rows))
        room = self.longest - 2
        step = room // 2
        starts = range(0, max(1, len(pieces) - room + step), step)
        read = [self._read(pieces[start : start + room]) for start in starts]
        # Of what two windows share, the earlier gives the first half and the later the rest.
        cut = (room - step) // 2
        parts = [vectors[1 + cut : 1 + cut + step] for vectors in read]
        parts[0] = read[0][: 1 + cut + step]
        parts[-1] = read[-1][1 + cut if len(read) > 1 else 0 :]
        spans = (Span(start=piece.start, end=piece.end) for piece in pieces)
        return Encoding(
            spans=(Span(start=0, end=0), *spans, Span(start=len(text), end=len(text))), vectors=np.concatenate(parts)
        )

    def _read(self, pieces: Sequence[Piece]) -> Floats:
        """Vectors of pieces that are few enough to be read at once, between those of the two marks."""
        rows = [self._rows[_FIRST], *(piece.row for piece in pieces), self._rows[_LAST]]
        values = self._embedding[rows] * self._embedding_scale[rows, None] + self._position[: len(rows)]
        values = _norm(values, self._embedding_norm)
        for layer in self._layers:
            values = layer.apply(values)
        return values


def _norm(values: Floats, gain_and_shift: Floats) -> Floats:
    """Each row at mean 0 and variance 1, then stretched and shifted (layer normalisation, Ba et al., 2016)."""
    centred = values - values.mean(axis=-1, keepdims=True)
    variance = np.mean(centred * centred, axis=-1, keepdims=True)
    result: Floats = centred / np.sqrt(variance + np.float32(_EPSILON))
    result *= gain_and_shift[0]
    result += gain_and_shift[1]
    return result


# Abramowitz and Stegun (1964), formula 7.1.26: the error function to 1.5e-7, which numpy lacks.
_ERF_SLOPE = 0.3275911
_ERF_TERMS = (1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592)


def _gelu(values: Floats) -> Floats:
    """Each x times the chance that a normal variable is below it (Hendrycks and Gimpel, 2016)."""
    size = np.abs(values) * np.float32(2**-0.5)
    inverse = np.float32(1.0) / (np.float32(1.0) + np.float32(_ERF_SLOPE) * size)
    tail = np.zeros_like(inverse)
    for term in _ERF_TERMS:
        tail += np.float32(term)
        tail *= inverse
    tail *= np.exp(-size * size)
    # `tail` is twice the chance beyond |x|: below 0 that is what remains of x, above what it loses.
    tail *= np.float32(0.5) * values
    result: Floats = np.where(values < 0, tail, values - tail)
    return result


@cache
def load_encoder(folder: Path | None = None) -> Encoder:
    """Read the weights: eight bits each in the file, single precision in memory.

    Args:
        folder: Where they are; None means the bundled geodata.

    Raises:
        GazetteerError: The file is missing or damaged.
    """
    with open_weights(folder, FILE_NAME, script="scripts/train_encoder.py") as data:
        pieces = read_names(data["pieces"])
        return Encoder(
            longest=len(data["position"]),
            _rows={piece: row for row, piece in enumerate(pieces)},
            _embedding=data["embedding"],
            _embedding_scale=data["embedding_scale"].astype(np.float32),
            _position=data["position"].astype(np.float32),
            _embedding_norm=data["embedding_norm"].astype(np.float32),
            _layers=tuple(_read_layer(data, f"layer{number}") for number in range(int(data["layers"]))),
        )


def _read_layer(data: Mapping[str, NDArray[np.generic]], name: str) -> _Layer:
    return _Layer(
        qkv=_read_dense(data, f"{name}_qkv"),
        out=_read_dense(data, f"{name}_out"),
        norm1=data[f"{name}_norm1"].astype(np.float32),
        up=_read_dense(data, f"{name}_up"),
        down=_read_dense(data, f"{name}_down"),
        norm2=data[f"{name}_norm2"].astype(np.float32),
    )


def _read_dense(data: Mapping[str, NDArray[np.generic]], name: str) -> _Dense:
    weights = data[name].astype(np.float32) * data[f"{name}_scale"].astype(np.float32)
    return _Dense(weights=weights, bias=data[f"{name}_bias"].astype(np.float32))


@lru_cache(maxsize=_CACHED)
def encode_sentence(text: str) -> Encoding:
    """What the bundled encoder makes of a sentence; several stages ask for the same ones."""
    return load_encoder().encode(text)
