"""What the sentences of a text say together of the kinds of its happenings: a siege makes "fire" shelling elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mapping.model import Sentence
from mapping.telling.type_heads import load_type_heads, read_ahead

# With less than this told elsewhere in all, what is told elsewhere says little.
_LEAST_TOLD, _FLOOR = 0.1, 0.01


@dataclass(frozen=True, slots=True)
class ToldTypes:
    """For sentences by number, how likely each tells of something, and each type's probability, times the former."""

    _told: Mapping[int, float]
    _types: Mapping[int, NDArray[np.float64]]

    def weigh_others(self, number: int) -> NDArray[np.float64]:
        """Each type's probability by all sentences but one, as logarithms; the surer tell of something, the more."""
        others = [other for other in self._types if other != number]
        count = len(load_type_heads().types)
        mixed = np.sum([self._types[other] for other in others], axis=0) if others else np.zeros(count)
        told = max(_LEAST_TOLD, sum(self._told[other] for other in others))
        weighed: NDArray[np.float64] = np.log(mixed / told + _FLOOR)
        return weighed


def hear_types(sentences: Mapping[int, Sentence]) -> ToldTypes:
    """What the encoder says of sentences as wholes, by their numbers."""
    read_ahead(list(sentences.values()))
    heard = {number: load_type_heads().read(sentence.tokens) for number, sentence in sentences.items()}
    told = {number: 1.0 - one.nothing for number, one in heard.items()}
    return ToldTypes(told, {number: told[number] * np.exp(one.mix()) for number, one in heard.items()})
