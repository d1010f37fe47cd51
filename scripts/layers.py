"""A hidden layer over the options of a choice, trained with numpy: it corrects the scores that a linear model gives.

Several small layers are trained from different beginnings and joined into one, which gives their mean.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

_UNITS, _BEGINNINGS, _STEPS, _RATE = 16, 6, 150, 0.03
_DECAY, _DROPPED = 2e-3, 0.2
# Adam's means of the slope and of its square.
_MEAN, _SQUARE, _TINY = 0.9, 0.999, 1e-8
# A feature that hardly varies is not blown up.
_LEAST_SPREAD = 0.05


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Choices:
    """Options, a row each, those of one choice together: `starts` are the first rows of the choices.

    `sums` is what the linear model says of each; `right` marks those that may be chosen, one at least in each choice;
    `weights` are those of the choices.
    """

    features: NDArray[np.float64]
    sums: NDArray[np.float64]
    right: NDArray[np.bool_]
    starts: NDArray[np.intp]
    weights: NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Layer:
    """`inner` (features, units) and `bias` (units,) before a tanh, `outer` (units,) behind it."""

    inner: Floats
    bias: Floats
    outer: Floats

    def weigh(self, features: NDArray[np.floating]) -> NDArray[np.float64]:
        """What is added to the score of each row."""
        return np.asarray(np.tanh(features.astype(np.float32) @ self.inner + self.bias) @ self.outer, dtype=np.float64)


def train_layer(choices: Choices) -> Layer:
    """Train a layer so that the linear scores and its own together make a right option of each choice likely."""
    spread = np.maximum(choices.features.std(axis=0), _LEAST_SPREAD).astype(np.float32)
    features = choices.features.astype(np.float32) / spread
    parts = [_train(choices, features, np.random.default_rng(seed)) for seed in range(_BEGINNINGS)]
    return Layer(
        inner=np.hstack([part[0] for part in parts]) / spread[:, None],
        bias=np.concatenate([part[1] for part in parts]),
        outer=(np.concatenate([part[2] for part in parts]) / _BEGINNINGS).astype(np.float32),
    )


def _train(choices: Choices, features: Floats, random: np.random.Generator) -> list[Floats]:
    width = features.shape[1]
    inner = (random.normal(size=(width, _UNITS)) / np.sqrt(width)).astype(np.float32)
    weights = [inner, np.zeros(_UNITS, np.float32), np.zeros(_UNITS, np.float32)]
    means = [np.zeros_like(one) for one in weights]
    squares = [np.zeros_like(one) for one in weights]
    for step in range(_STEPS):
        slopes = _find_slopes(choices, features, weights, random)
        rate = _RATE * (1.0 - step / _STEPS)
        for one, slope, mean, square in zip(weights, slopes, means, squares, strict=True):
            mean += (1.0 - _MEAN) * (slope - mean)
            square += (1.0 - _SQUARE) * (slope * slope - square)
            straight = mean / (1.0 - _MEAN ** (step + 1))
            one -= rate * straight / (np.sqrt(square / (1.0 - _SQUARE ** (step + 1))) + _TINY)
    return weights


def _find_slopes(
    choices: Choices, features: Floats, weights: Sequence[Floats], random: np.random.Generator
) -> tuple[Floats, Floats, Floats]:
    """The slopes of the loss by inner weights, bias and outer weights, with some units left out."""
    inner, bias, outer = weights
    told = np.tanh(features @ inner + bias)
    kept = (random.random(told.shape, dtype=np.float32) >= _DROPPED) / np.float32(1.0 - _DROPPED)
    sums = choices.sums + (told * kept) @ outer
    counts = np.diff(choices.starts, append=len(sums))
    chances = spread_chances(sums, choices.starts)
    wanted = spread_chances(np.where(choices.right, sums, -1e9), choices.starts)
    shares = np.repeat(choices.weights / choices.weights.sum(), counts)
    slope = ((chances - wanted) * shares).astype(np.float32)
    below = slope[:, None] * outer * kept * (1.0 - told * told)
    return (
        features.T @ below + np.float32(_DECAY) * inner,
        below.sum(axis=0),
        (told * kept).T @ slope + np.float32(_DECAY) * outer,
    )


def spread_chances(sums: NDArray[np.float64], starts: NDArray[np.intp]) -> NDArray[np.float64]:
    """The chances of the options of each choice, by their scores: together 1."""
    counts = np.diff(starts, append=len(sums))
    raised = np.exp(sums - np.repeat(np.maximum.reduceat(sums, starts), counts))
    return np.asarray(raised / np.repeat(np.add.reduceat(raised, starts), counts), dtype=np.float64)


def write_layer(path: Path, names: Sequence[str], layer: Layer) -> None:
    """Write a layer, and which feature each of its rows weighs."""
    features = np.frombuffer("\n".join(names).encode("utf-8"), dtype=np.uint8)
    np.savez_compressed(path, features=features, inner=layer.inner, bias=layer.bias, outer=layer.outer)
