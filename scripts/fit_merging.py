"""Fit the weights of merging to labelled pairs, and write them to geodata/merge_weights.csv.

    python -m scripts.fit_merging

The pairs are those of bench/merge_labels.csv; their texts must lie beside the repository. A pair that something
forbids to be one tells nothing of the weights and is left out. Logistic regression with a ridge towards the weights
that were set by hand (the column `reasoned`), for there are few pairs, and stiffer (`stiffness`) for what the pairs are
not drawn to tell: those that lie far apart were labelled where their words are alike. The table that is printed is
cross-validated.
"""

from collections.abc import Sequence

import numpy as np

from bench.labels import extract_labelled, find_event, read_labels
from bench.regression import Table, cross_validate, fit_logistic, print_pair_table, split_folds
from mapping.language import LanguageModel
from mapping.merging.features import describe_pair, find_objection
from mapping.merging.openings import find_opening
from mapping.merging.traits import find_traits
from mapping.tables import read_table
from scripts.weight_table import GEODATA, write_weights

_TABLE = GEODATA / "merge_weights.csv"
_FOLDS = 5


def read_pairs(names: Sequence[str]) -> tuple[Table, Table, list[str]]:
    """Features of each pair that is found and may be one, whether it is one, and the document of its first trigger."""
    labels = read_labels()
    extractions = extract_labelled(labels, LanguageModel())
    rows, same, documents = [], [], []
    for label in labels:
        one = find_event(extractions[label.corpus], label.doc_id, label.span)
        other = find_event(extractions[label.corpus], label.other_doc_id, label.other_span)
        if one is None or other is None:
            continue
        told = [find_traits(event, find_opening(document)) for event, document in (one, other)]
        if not find_objection(*told):
            features = describe_pair(*told)
            rows.append([features.get(name, 0.0) for name in names])
            same.append(float(label.same))
            documents.append(label.doc_id)
    return np.array(rows), np.array(same), documents


def main() -> None:
    """Read, cross-validate, fit, write."""
    rows = list(read_table(_TABLE))
    reasoned = np.array([float(row["reasoned"]) for row in rows])
    ridge = np.array([float(row["stiffness"]) for row in rows])
    features, same, documents = read_pairs([row["feature"] for row in rows])
    chances = cross_validate(
        features,
        split_folds(documents, _FOLDS),
        lambda kept: fit_logistic(features[kept], same[kept], ridge=ridge, expected=reasoned),
    )
    print_pair_table(chances, same)
    write_weights(_TABLE, fit_logistic(features, same, ridge=ridge, expected=reasoned).tolist())


if __name__ == "__main__":
    main()
