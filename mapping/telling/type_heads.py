"""A small model that tells from a sentence what kind of event a word of it tells of.

Two linear heads over what `encoder.py` makes of the sentence: one gives each type its chance, for a marked word or for
the sentence as a whole, the other the broad headings of a newspaper. Trained together with the encoder by
`scripts/train_encoder.py`; what on, and how well it does, is in docs/model-cards/encoder.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mapping.model import Sentence, Token
from mapping.telling.encoder import FILE_NAME, encode_sentences
from mapping.telling.type_model import Opinion, normalise
from mapping.telling.weight_files import open_weights, read_names

_HEADING_FLOOR = 0.01
_REMEMBERED = 4096


@dataclass(frozen=True, slots=True)
class TypeHeads:
    """The weights of both heads; `types` names the columns of the first in order, before that of no happening."""

    types: tuple[str, ...]
    _weights: NDArray[np.float64]
    _bias: NDArray[np.float64]
    _heading_weights: NDArray[np.float64]
    _heading_bias: NDArray[np.float64]
    _fits: NDArray[np.float64]

    def read(self, tokens: Sequence[Token], trigger: Token | None = None) -> Opinion:
        """What the words say of types and of headings.

        Args:
            tokens: A sentence; none at all gives what the model expects of any text.
            trigger: The word of it whose type is asked for; None asks for what the sentence is about.
        """
        start = tokens[0].start if tokens else 0
        (encoding,) = encode_sentences((write_out(tokens),))
        whole = encoding.mean().astype(np.float64)
        word = encoding.mean_of(trigger.start - start, trigger.end - start).astype(np.float64) if trigger else whole
        totals = normalise(np.concatenate([whole, word if word.any() else whole]) @ self._weights + self._bias)
        held = self._fits @ np.exp(normalise(whole @ self._heading_weights + self._heading_bias))
        return Opinion(
            types=normalise(totals[:-1]), headings=np.log(held + _HEADING_FLOOR), nothing=float(np.exp(totals[-1]))
        )


def write_out(tokens: Sequence[Token]) -> str:
    """The text of neighbouring tokens, each as far from the first as it is in its document."""
    parts: list[str] = []
    end = tokens[0].start if tokens else 0
    for token in tokens:
        parts.extend((" " * (token.start - end), token.text))
        end = token.end
    return "".join(parts)


@cache
def load_type_heads(folder: Path | None = None) -> TypeHeads:
    """Read the weights.

    Args:
        folder: Where they are; None means the bundled geodata.

    Raises:
        GazetteerError: The file is missing or damaged.
    """
    with open_weights(folder, FILE_NAME, script="scripts/train_encoder.py") as data:
        return TypeHeads(
            types=read_names(data["types"]),
            _weights=data["type_weights"].astype(np.float64),
            _bias=data["type_bias"].astype(np.float64),
            _heading_weights=data["heading_weights"].astype(np.float64),
            _heading_bias=data["heading_bias"].astype(np.float64),
            _fits=data["fits"].astype(np.float64),
        )


def read_ahead(sentences: Sequence[Sentence]) -> None:
    """Let the encoder read sentences together that will be asked about one by one: it takes half the time."""
    encode_sentences([write_out(sentence.tokens) for sentence in sentences])


@lru_cache(maxsize=_REMEMBERED)
def hear_word(sentence: Sentence, index: int) -> Opinion:
    """What the bundled model says of the word at `index` of a sentence; several stages ask of the same ones."""
    return load_type_heads().read(sentence.tokens, sentence.tokens[index])
