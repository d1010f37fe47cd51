"""Fit the weights by which events of one document are one happening, and write them to geodata/retelling_weights.csv.

    python -m scripts.fit_retelling

The labels are those of bench/retelling_labels.csv; their texts must lie beside the repository. Logistic regression with
a ridge towards the weights that were set by hand (the column `reasoned`), stiffer where the labels say little because
a text seldom contradicts itself so (`stiffness`). The table that is printed is cross-validated over documents.
"""

import csv
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.retelling import Labelled, read_labelled
from mapping.language import LanguageModel
from mapping.model import Span
from mapping.telling.sameness import contradicts, describe_event, describe_pair, may_be_one

_WEIGHTS = Path(__file__).parents[1] / "geodata" / "retelling_weights.csv"
_STEPS, _FOLDS, _SEED = 50, 6, 0
_CUTS = (0.3, 0.4, 0.5, 0.6, 0.7)

Table = NDArray[np.float64]


def read_weights() -> list[dict[str, str]]:
    """The rows of the table of weights."""
    with _WEIGHTS.open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


def compare_document(one: Labelled, names: Sequence[str]) -> list[tuple[list[float], bool]]:
    """Features of each pair of labelled triggers of a document that may be one, and whether it is."""
    events = {Span(start=event.trigger.start, end=event.trigger.end): event for event in one.tellings}
    tellings = {span: describe_event(one.parsed, events[span]) for span in one.labels if span in events}
    pairs = []
    for first, second in combinations(tellings, 2):
        if may_be_one(tellings[first], tellings[second]) and not contradicts(tellings[first], tellings[second]):
            features = describe_pair(tellings[first], tellings[second])
            same = one.labels[first] == one.labels[second] != ""
            pairs.append(([features.get(name, 0.0) for name in names], same))
    return pairs


def fit(features: Table, same: Table, shares: Table, reasoned: Table, ridge: Table) -> Table:
    """Logistic regression by Newton's method; `shares` weigh pairs, `ridge` holds weights near those set by hand."""
    weights = reasoned.copy()
    for _ in range(_STEPS):
        chances = 1 / (1 + np.exp(-features @ weights))
        slope = features.T @ (shares * (same - chances)) - ridge * (weights - reasoned)
        bend = (features * (shares * chances * (1 - chances))[:, None]).T @ features + np.diag(ridge)
        weights = weights + np.linalg.solve(bend, slope)
    return weights


def print_table(chances: Table, same: Table) -> None:
    """Precision and recall of pairs at several chances."""
    print("chance  precision  recall")
    for cut in _CUTS:
        joined = chances >= cut
        right = (joined & (same == 1)).sum()
        print(f"{cut:6.1f}  {right / max(1, joined.sum()):9.2f}  {right / max(1, same.sum()):6.2f}")


def write_weights(rows: Sequence[Mapping[str, str]], weights: Table) -> None:
    """Replace the fitted weights in the table."""
    with _WEIGHTS.open("w", encoding="utf-8", newline="") as table:
        writer = csv.writer(table, lineterminator="\n")
        writer.writerow(("feature", "reasoned", "stiffness", "weight", "note"))
        for row, weight in zip(rows, weights.tolist(), strict=True):
            writer.writerow((row["feature"], row["reasoned"], row["stiffness"], f"{weight:.2f}", row["note"]))


def main() -> None:
    """Read, cross-validate, fit, write."""
    rows = read_weights()
    reasoned = np.array([float(row["reasoned"]) for row in rows])
    ridge = np.array([float(row["stiffness"]) for row in rows])
    names = [row["feature"] for row in rows]
    pairs = [(one.doc_id, pair) for one in read_labelled(LanguageModel()) for pair in compare_document(one, names)]
    features = np.array([values for _, (values, _) in pairs])
    same = np.array([float(is_same) for _, (_, is_same) in pairs])
    # A long document has many pairs that are much alike: its pairs count for less.
    counts = Counter(doc_id for doc_id, _ in pairs)
    shares = np.array([counts[doc_id] ** -0.5 for doc_id, _ in pairs])
    shares *= len(shares) / shares.sum()
    order = np.random.default_rng(_SEED).permutation(len(counts))
    folds = {doc_id: int(order[number]) % _FOLDS for number, doc_id in enumerate(sorted(counts))}
    fold = np.array([folds[doc_id] for doc_id, _ in pairs])
    chances = np.zeros(len(same))
    for number in range(_FOLDS):
        kept = fold != number
        weights = fit(features[kept], same[kept], shares[kept], reasoned, ridge)
        chances[~kept] = 1 / (1 + np.exp(-features[~kept] @ weights))
    print(f"{len(same)} pairs, {same.sum():.0f} of them one happening; cross-validated:")
    print_table(chances, same)
    write_weights(rows, fit(features, same, shares, reasoned, ridge))


if __name__ == "__main__":
    main()
