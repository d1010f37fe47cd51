"""Logistic regression that is held near what is known beforehand, and cross-validation over whole documents."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

_STEPS = 50
_LEAST_SPREAD, _LEAST_CHANCE, _SMALL_STEP = 1e-9, 1e-12, 1e-4
_CUTS = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8)

Table = NDArray[np.float64]


def fit_logistic(
    features: Table, right: Table, *, ridge: float | Table, expected: Table | None = None, shares: Table | None = None
) -> Table:
    """The weights of a logistic regression, by Newton's method; a step that goes too far is halved until it gains.

    Args:
        features: A row for each case.
        right: 1 for each case that is right, 0 for the others.
        ridge: How stiffly weights are held near those expected, all alike or each by its own.
        expected: The weights before anything is seen; None for zeros.
        shares: How much each case counts; None for all alike.

    Raises:
        ArithmeticError: The steps do not come to rest.
    """
    expected = np.zeros(features.shape[1]) if expected is None else expected
    shares = np.ones(len(right)) if shares is None else shares
    stiffness = np.broadcast_to(np.asarray(ridge, dtype=float), expected.shape)

    def count_loss(weights: Table) -> float:
        totals = features @ weights
        doubt = float(shares @ (np.logaddexp(0.0, totals) - right * totals))
        return doubt + float(stiffness @ (weights - expected) ** 2) / 2

    weights = expected.copy()
    for _ in range(_STEPS):
        chances = find_chances(features, weights)
        slope = features.T @ (shares * (right - chances)) - stiffness * (weights - expected)
        bend = (features * (shares * chances * (1 - chances))[:, None]).T @ features + np.diag(stiffness)
        step: Table = np.linalg.solve(bend, slope).astype(np.float64)
        if np.abs(step).max() < _SMALL_STEP:
            weights += step
            return weights
        weights = weights + _shorten(step, weights, count_loss)
    raise ArithmeticError("the weights do not come to rest")


def _shorten(step: Table, weights: Table, count_loss: Callable[[Table], float]) -> Table:
    """The longest of a step, its half, its quarter and so on that loses nothing."""
    loss = count_loss(weights)
    for _ in range(_STEPS):
        if count_loss(weights + step) <= loss:
            break
        step = step / 2
    return step


def fit_choice(cases: Sequence[tuple[Table, Table, float]], *, ridge: float, expected: Table) -> Table:
    """The weights of a softmax over each case's options, by Newton's method.

    Args:
        cases: The features of a case's options, a row for each; 1 for each option that is right (where several are, any
            will do); how much the case counts.
        ridge: How stiffly weights are held near those expected, in units of how much each feature differs.
        expected: The weights before anything is seen.
    """
    spread = np.concatenate([features for features, _, _ in cases]).std(axis=0)
    spread[spread < _LEAST_SPREAD] = 1.0
    prior: Table = expected * spread
    weights = prior.copy()
    for _ in range(_STEPS):
        slope, bend = -ridge * (weights - prior), ridge * np.eye(len(weights))
        for features, right, share in cases:
            scaled = features / spread
            totals = scaled @ weights
            chances = np.exp(totals - totals.max())
            chances /= chances.sum()
            wanted = chances * right / max(float(chances @ right), _LEAST_CHANCE)
            mean = chances @ scaled
            slope += share * (scaled.T @ (wanted - chances))
            bend += share * ((scaled * chances[:, None]).T @ scaled - np.outer(mean, mean))
        step = np.linalg.solve(bend, slope)
        weights = weights + step
        if np.abs(step).max() < _SMALL_STEP:
            break
    result: Table = weights / spread
    return result


def find_chances(features: Table, weights: Table) -> Table:
    """The chance of each case by these weights."""
    chances: Table = np.exp(-np.logaddexp(0.0, -features @ weights))
    return chances


def split_folds(documents: Sequence[str], folds: int) -> NDArray[np.int64]:
    """The fold of each case, drawn by chance but always the same; cases of one document are of one fold.

    So no fold is measured by weights that were fitted to the same document.
    """
    known = sorted(set(documents))
    order = np.random.default_rng(0).permutation(len(known))
    fold = {document: int(order[number]) % folds for number, document in enumerate(known)}
    return np.array([fold[document] for document in documents])


def cross_validate(features: Table, folds: NDArray[np.int64], fit: Callable[[NDArray[np.bool_]], Table]) -> Table:
    """The chance of each case by weights that were fitted to the other folds.

    Args:
        features: A row for each case.
        folds: The fold of each.
        fit: The weights when only the marked cases are seen.
    """
    chances = np.zeros(len(features))
    for fold in np.unique(folds):
        kept = folds != fold
        chances[~kept] = find_chances(features[~kept], fit(kept))
    return chances


def print_pair_table(chances: Table, same: Table) -> None:
    """Precision and recall of joining pairs at several chances."""
    print(f"{len(same)} pairs, {same.sum():.0f} of them one happening; cross-validated:")
    print("chance  precision  recall")
    for cut in _CUTS:
        joined = chances >= cut
        right = (joined & (same == 1)).sum()
        print(f"{cut:6.1f}  {right / max(1, joined.sum()):9.2f}  {right / max(1, same.sum()):6.2f}")
