"""Fit the weights by which events of one document are one happening, and write them to geodata/retelling_weights.csv.

    python -m scripts.fit_retelling

The labels are those of bench/retelling_labels.csv; those of their texts that are no dispatches must lie beside the
repository. Logistic regression with
a ridge towards the weights that were set by hand (the column `reasoned`), stiffer where the labels say little because
a text seldom contradicts itself so (`stiffness`). The table that is printed is cross-validated over documents.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import combinations

import numpy as np

from bench.regression import cross_validate, fit_logistic, print_pair_table, split_folds
from bench.retelling import Labelled, read_labelled
from mapping.language import LanguageModel
from mapping.model import Span
from mapping.telling.sameness import contradicts, describe_event, describe_pair, may_be_one
from scripts.weight_table import GEODATA, read_weights, write_weights

_TABLE = GEODATA / "retelling_weights.csv"
_FOLDS = 6


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


def main() -> None:
    """Read, cross-validate, fit, write."""
    rows = read_weights(_TABLE)
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
    chances = cross_validate(
        features,
        split_folds([doc_id for doc_id, _ in pairs], _FOLDS),
        lambda kept: fit_logistic(features[kept], same[kept], ridge=ridge, expected=reasoned, shares=shares[kept]),
    )
    print_pair_table(chances, same)
    write_weights(_TABLE, fit_logistic(features, same, ridge=ridge, expected=reasoned, shares=shares).tolist())


if __name__ == "__main__":
    main()
