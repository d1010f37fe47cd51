"""Softmax regression over the options of choices, by Newton's method."""

import numpy as np
from numpy.typing import NDArray

from scripts.layers import Choices, spread_chances

_STEPS, _ENOUGH = 60, 1e-3


def fit_softmax(choices: Choices, ridge: NDArray[np.float64], prior: NDArray[np.float64]) -> NDArray[np.float64]:
    """The weights of features that make a right option of each choice likely; any right option will do.

    Args:
        choices: With a right option each; the weights are added to what `sums` says of them.
        ridge: How strongly each weight is held near its prior.
        prior: What each weight is held near.
    """
    features, starts = choices.features, choices.starts
    each = np.repeat(choices.weights, np.diff(starts, append=len(features)))
    weights = np.zeros(features.shape[1])
    for _ in range(_STEPS):
        sums = choices.sums + features @ weights
        chance = spread_chances(sums, starts)
        wanted = spread_chances(np.where(choices.right, sums, -1e9), starts)
        slope = features.T @ ((wanted - chance) * each) - ridge * (weights - prior)
        mean = np.add.reduceat(features * chance[:, None], starts)
        bend = (features * (chance * each)[:, None]).T @ features - (mean * choices.weights[:, None]).T @ mean
        step = np.linalg.solve(bend + np.diag(ridge), slope)
        weights = weights + step
        if np.abs(step).max() < _ENOUGH:
            break
    return weights
