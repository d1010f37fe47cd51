"""Fit the weights of merging to labelled pairs, and write them to geodata/merge_weights.csv.

    python -m scripts.fit_merging

The pairs are those of bench/merge_labels.csv; their texts must lie beside the repository. A pair that something
forbids to be one tells nothing of the weights and is left out. Logistic regression with a ridge towards the weights
that were set by hand (the column `reasoned`), for there are few pairs; the table that is printed is cross-validated.
"""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.labels import extract_labelled, find_event, read_labels
from mapping.language import LanguageModel
from mapping.merging.features import describe_pair, find_objection
from mapping.merging.traits import find_traits

_WEIGHTS = Path(__file__).parents[1] / "geodata" / "merge_weights.csv"
_RIDGE, _STEPS, _FOLDS, _SEED = 2.0, 50, 5, 0
_CUTS = (0.4, 0.5, 0.6, 0.7, 0.8)

Table = NDArray[np.float64]


def read_weights() -> list[dict[str, str]]:
    """The rows of the table of weights."""
    with _WEIGHTS.open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


def read_pairs(names: Sequence[str]) -> tuple[Table, Table, NDArray[np.int64]]:
    """Features of each pair that is found and may be one, whether it is one, and the fold that it belongs to.

    Pairs of one document are of one fold, so that no fold is fitted to what it is measured on.
    """
    labels = read_labels()
    extractions = extract_labelled(labels, LanguageModel())
    rows, same, groups = [], [], []
    for label in labels:
        one = find_event(extractions[label.corpus], label.doc_id, label.span)
        other = find_event(extractions[label.corpus], label.other_doc_id, label.other_span)
        if one is None or other is None:
            continue
        told = find_traits(one[0]), find_traits(other[0])
        if not find_objection(*told):
            features = describe_pair(*told)
            rows.append([features.get(name, 0.0) for name in names])
            same.append(float(label.same))
            groups.append(label.doc_id)
    order = np.random.default_rng(_SEED).permutation(len(set(groups)))
    folds = {group: int(order[number]) % _FOLDS for number, group in enumerate(sorted(set(groups)))}
    return np.array(rows), np.array(same), np.array([folds[group] for group in groups])


def fit(features: Table, same: Table, reasoned: Table) -> Table:
    """Logistic regression by Newton's method, with a ridge towards the weights set by hand."""
    weights = reasoned.copy()
    for _ in range(_STEPS):
        chances = 1 / (1 + np.exp(-features @ weights))
        slope = features.T @ (same - chances) - _RIDGE * (weights - reasoned)
        bend = (features * (chances * (1 - chances))[:, None]).T @ features + _RIDGE * np.eye(len(weights))
        weights = weights + np.linalg.solve(bend, slope)
    return weights


def print_table(chances: Table, same: Table) -> None:
    """Precision and recall of joining at several chances."""
    print("chance  precision  recall")
    for cut in _CUTS:
        joined = chances >= cut
        right = (joined & (same == 1)).sum()
        print(f"{cut:6.1f}  {right / max(1, joined.sum()):9.2f}  {right / max(1, same.sum()):6.2f}")


def write_weights(rows: Sequence[Mapping[str, str]], weights: Table) -> None:
    """Replace the fitted weights in the table."""
    with _WEIGHTS.open("w", encoding="utf-8", newline="") as table:
        writer = csv.writer(table, lineterminator="\n")
        writer.writerow(("feature", "reasoned", "weight", "note"))
        for row, weight in zip(rows, weights.tolist(), strict=True):
            writer.writerow((row["feature"], row["reasoned"], f"{weight:.2f}", row["note"]))


def main() -> None:
    """Read, cross-validate, fit, write."""
    rows = read_weights()
    reasoned = np.array([float(row["reasoned"]) for row in rows])
    features, same, folds = read_pairs([row["feature"] for row in rows])
    chances = np.zeros(len(same))
    for fold in range(_FOLDS):
        weights = fit(features[folds != fold], same[folds != fold], reasoned)
        chances[folds == fold] = 1 / (1 + np.exp(-features[folds == fold] @ weights))
    print(f"{len(same)} pairs, {same.sum():.0f} of them one happening; cross-validated:")
    print_table(chances, same)
    write_weights(rows, fit(features, same, reasoned))


if __name__ == "__main__":
    main()
