"""What a sentence means, word by word, as vectors: a small transformer, run with numpy.

A word's vector depends on the words around it: "a bomb went off" lies near "an explosion", "prices went off" does not.
Made by `scripts/train_encoder.py`; of what, and under which licence, is in docs/model-cards/encoder.md. Sentences read
together share the products with the weights, which takes half the time; none attends to another, so that what one
gives never depends on what is read beside it, nor on how many cores there are.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, islice, pairwise
from pathlib import Path
from threading import Lock

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

from mapping.extents import Span
from mapping.telling.weight_files import open_weights, read_names
from mapping.telling.word_pieces import Piece, cut_text

FILE_NAME = "encoder.npz"
Floats = NDArray[np.float32]

_FIRST, _LAST = "[CLS]", "[SEP]"
_HEAD_WIDTH = 32
_EPSILON = 1e-12
# Pieces that share a product: more of them gain nothing, and what lies between two products leaves the nearest memory.
_TOGETHER = 256
# Vectors of sentences read lately, some 50 MB: about a thousand sentences, which is more than all but books have.
_REMEMBERED = 32_768


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

    def apply(self, values: Floats, parts: Sequence[slice]) -> Floats:
        """Values of (pieces, width), before and after; the pieces of one part attend to each other."""
        split = self.qkv.apply(values)
        told = np.concatenate([_attend(split[part]) for part in parts])
        values = _norm(values + self.out.apply(told), self.norm1)
        return _norm(values + self.down.apply(gelu(self.up.apply(values))), self.norm2)


def _attend(split: Floats) -> Floats:
    """For each piece and head the mean of what all pieces say, weighed by how well query and key agree.

    Query, key and value stand side by side: (pieces, 3 * width) gives (pieces, width).
    """
    count, width = len(split), split.shape[1] // 3
    query, key, value = split.reshape(count, 3, width // _HEAD_WIDTH, _HEAD_WIDTH).transpose(1, 2, 0, 3)
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
        """Read one sentence, as `read_all` does."""
        return self.read_all((text,))[0]

    def read_all(self, texts: Sequence[str]) -> tuple[Encoding, ...]:
        """Read sentences together.

        Args:
            texts: One sentence each. What is too long to be read at once is read in windows that overlap by a half,
                and each piece has the vector of the window that it stands furthest inside of: nothing is left out.

        Returns:
            What each says, in the order given, whatever the others say.
        """
        cut = [tuple(cut_text(text, self._rows)) for text in texts]
        windows = [[pieces[start : start + self._room] for start in self._find_starts(len(pieces))] for pieces in cut]
        read = self._read([window for each in windows for window in each])
        return tuple(
            self._put_together(text, pieces, list(islice(read, len(each))))
            for text, pieces, each in zip(texts, cut, windows, strict=True)
        )

    @property
    def _room(self) -> int:
        """The pieces of a window."""
        return self.longest - 2

    def _find_starts(self, count: int) -> range:
        """Where the windows begin that so many pieces are read in."""
        step = self._room // 2
        return range(0, max(1, count - self._room + step), step)

    def _put_together(self, text: str, pieces: Sequence[Piece], read: Sequence[Floats]) -> Encoding:
        """A sentence out of its windows."""
        step = self._room // 2
        # Of what two windows share, the earlier gives the first half and the later the rest.
        shared = (self._room - step) // 2
        parts = [vectors[1 + shared : 1 + shared + step] for vectors in read]
        parts[0] = read[0][: 1 + shared + step]
        parts[-1] = read[-1][1 + shared if len(read) > 1 else 0 :]
        spans = (Span(start=piece.start, end=piece.end) for piece in pieces)
        return Encoding(
            spans=(Span(start=0, end=0), *spans, Span(start=len(text), end=len(text))), vectors=np.concatenate(parts)
        )

    def _read(self, windows: Sequence[Sequence[Piece]]) -> Iterator[Floats]:
        """Vectors of the pieces of each window, between those of the two marks."""
        first, last = self._rows[_FIRST], self._rows[_LAST]
        for batch in _gather(windows):
            rows = [row for window in batch for row in (first, *(piece.row for piece in window), last)]
            ends = accumulate((len(window) + 2 for window in batch), initial=0)
            parts = [slice(start, end) for start, end in pairwise(ends)]
            places = np.concatenate([np.arange(part.stop - part.start) for part in parts])
            values = self._embedding[rows] * self._embedding_scale[rows, None] + self._position[places]
            values = _norm(values, self._embedding_norm)
            # Shared among cores, sums have another order, and scores another eighth digit.
            with _find_pools().limit(limits=1, user_api="blas"):
                for layer in self._layers:
                    values = layer.apply(values, parts)
            yield from (values[part] for part in parts)


@cache
def _find_pools() -> ThreadpoolController:
    """The libraries of this process that share products of matrices among cores."""
    return ThreadpoolController()


def _gather(windows: Sequence[Sequence[Piece]]) -> Iterator[list[Sequence[Piece]]]:
    """Windows in order, as many at a time as share a product."""
    batch: list[Sequence[Piece]] = []
    size = 0
    for window in windows:
        batch.append(window)
        size += len(window) + 2
        if size >= _TOGETHER:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _norm(values: Floats, gain_and_shift: Floats) -> Floats:
    """Each row at mean 0 and variance 1, then stretched and shifted (layer normalisation, Ba et al., 2016)."""
    centred = values - values.mean(axis=-1, keepdims=True)
    variance = np.mean(centred * centred, axis=-1, keepdims=True)
    result: Floats = centred / np.sqrt(variance + np.float32(_EPSILON))
    result *= gain_and_shift[0]
    result += gain_and_shift[1]
    return result


# erf(x / sqrt(2)) as tanh(x * p(x^2)), p by its powers, the highest first: fitted so that what `gelu` gives is right
# to 2e-6 everywhere. numpy has no error function, but a quick tanh.
_BELL = (-5.7109574e-08, 2.8124928e-06, -4.7398227e-05, -5.7355146e-05, 0.036364916, 0.79787293)
# Beyond this x^2 the tanh is 1, and the powers are past what they were fitted to.
_BELL_END = 31.0
_BLOCK = 16


def gelu(values: Floats) -> Floats:
    """Each x times the chance that a normal variable is below it (Hendrycks and Gimpel, 2016)."""
    result = np.empty_like(values)
    # What a few rows take stays in the nearest memory from one step to the next.
    for start in range(0, len(values), _BLOCK):
        block, chance = values[start : start + _BLOCK], result[start : start + _BLOCK]
        square = np.minimum(block * block, np.float32(_BELL_END))
        chance[:] = np.float32(_BELL[0])
        for term in _BELL[1:]:
            chance *= square
            chance += np.float32(term)
        chance *= block
        np.tanh(chance, out=chance)
        chance += np.float32(1.0)
        chance *= block
        chance *= np.float32(0.5)
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


class SentenceMemory:
    """Sentences that were read lately, by their text: several stages ask of the same ones.

    Args:
        most: The vectors that are kept, of all sentences together.
    """

    def __init__(self, most: int) -> None:
        self._most, self._size = most, 0
        self._latest: dict[str, Encoding] = {}
        self._lock = Lock()

    def find(self, texts: Iterable[str]) -> dict[str, Encoding]:
        """What is kept of these sentences, which are the latest from now on."""
        with self._lock:
            found = {text: self._latest.pop(text) for text in dict.fromkeys(texts) if text in self._latest}
            self._latest.update(found)
            return found

    def keep(self, read: Mapping[str, Encoding]) -> None:
        """Keep sentences, and forget those that nobody asked for longest."""
        with self._lock:
            for text, encoding in read.items():
                if text not in self._latest:
                    self._latest[text] = encoding
                    self._size += len(encoding.vectors)
            while self._size > self._most:
                text = next(iter(self._latest))
                self._size -= len(self._latest.pop(text).vectors)


_memory = SentenceMemory(_REMEMBERED)


def encode_sentences(texts: Sequence[str]) -> tuple[Encoding, ...]:
    """What the bundled encoder makes of sentences: those asked for lately are remembered, the others read together."""
    known = _memory.find(texts)
    new = [text for text in dict.fromkeys(texts) if text not in known]
    read = dict(zip(new, load_encoder().read_all(new), strict=True))
    _memory.keep(read)
    found = known | read
    return tuple(found[text] for text in texts)
