"""Fit the weights of the span model on the gold corpora beside the repository: `python -m scripts.fit_spans`.

Prints what five-fold cross-validation gives, and what each corpus by the weights of the other two, then writes
geodata/span_weights.csv from all documents. The model is a logistic regression over named features, see
mapping/recognition/model.py and docs/model-cards/span-model.md.
"""

import csv
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from bench.corpora import load_scorer
from bench.places import CORPORA, GoldDocument, read_gold, score
from mapping.gazetteer import Gazetteer, open_gazetteer
from mapping.language import LanguageModel
from mapping.model import Resolution
from mapping.recognition.tables import WordTables, load_word_tables
from mapping.toponyms import find_mentions
from scripts.gold_spans import SpanRow, make_span_rows

FOLDS = 5
Split = Callable[[str, int], str]
Corpora = Mapping[str, Sequence[GoldDocument]]
_RIDGE = 1.0
_MIN_COUNT = 4
_STEPS = 300
_SMALLEST = 0.03


def fit_weights(rows: Sequence[SpanRow]) -> dict[str, float]:
    """Logistic regression with a ridge penalty, by accelerated gradient descent (Nesterov 1983); deterministic."""
    counts = Counter(feature for row in rows for feature in set(row.features))
    names = sorted(feature for feature, count in counts.items() if count >= _MIN_COUNT)
    column = {name: number for number, name in enumerate(names)}
    table = np.zeros((len(rows), len(names)), dtype=np.float32)
    for number, row in enumerate(rows):
        table[number, [column[feature] for feature in row.features if feature in column]] = 1.0
    right = np.array([row.is_right for row in rows], dtype=np.float32)
    weight = np.array([row.weight for row in rows], dtype=np.float32)
    step = 1.0 / (0.25 * _measure_curvature(table) + _RIDGE)
    found = np.zeros(len(names), dtype=np.float32)
    ahead, pace = found.copy(), 1.0
    for _ in range(_STEPS):
        chance = 1.0 / (1.0 + np.exp(-(table @ ahead)))
        gradient = table.T @ (weight * (chance - right)) + _RIDGE * ahead
        following, faster = ahead - step * gradient, (1.0 + (1.0 + 4.0 * pace * pace) ** 0.5) / 2.0
        ahead = following + (pace - 1.0) / faster * (following - found)
        found, pace = following, faster
    return {name: float(value) for name, value in zip(names, found, strict=True)}


def _measure_curvature(table: np.ndarray) -> float:
    """The largest eigenvalue of the table's Gram matrix, by power iteration."""
    vector = np.ones(table.shape[1], dtype=np.float32)
    length = 1.0
    for _ in range(20):
        vector = table.T @ (table @ (vector / max(length, 1e-9)))
        length = float(np.linalg.norm(vector))
    return length


def find_with(
    document: GoldDocument, gazetteer: Gazetteer, tables: WordTables, weights: Mapping[str, float]
) -> list[Resolution]:
    """The mentions of one document by other weights than those of geodata/, unresolved."""
    mentions = find_mentions(document.parsed, gazetteer, tables=replace(tables, weights=dict(weights)))
    return [Resolution(mention=mention, place=None, score=0.0, reason="not resolved") for mention in mentions]


def cross_validate(title: str, split: Split, corpora: Corpora, rows: Mapping[str, Sequence[SpanRow]]) -> None:
    """Print how well each group of documents is read by weights fitted to the other groups.

    Args:
        title: What the groups are.
        split: The group of a document, from its corpus and its number there.
        corpora: The documents by corpus.
        rows: Their spans.
    """
    gazetteer, tables, scorer = open_gazetteer(), load_word_tables(), load_scorer("geoparse_eval")
    numbered = [(corpus, number) for corpus, documents in corpora.items() for number in range(len(documents))]
    found: dict[tuple[str, int], list[Resolution]] = {}
    for group in sorted({split(corpus, number) for corpus, number in numbered}):
        others = [row for corpus, each in rows.items() for row in each if split(corpus, row.document) != group]
        weights = fit_weights(others)
        for corpus, number in numbered:
            if split(corpus, number) == group:
                found[corpus, number] = find_with(corpora[corpus][number], gazetteer, tables, weights)
    print(f"{'':8s} overlap P     R    F1   strict F1   ({title})")
    for corpus, documents in corpora.items():
        scores = score(scorer, documents, [found[corpus, number] for number in range(len(documents))])
        overlap, strict = scores["recognition_overlap"], scores["recognition_strict"]
        shares = " ".join(f"{100 * overlap[part]:5.1f}" for part in ("p", "r", "f1"))
        print(f"{corpus:8s} {shares:>23s} {100 * strict['f1']:11.1f}")


def main() -> None:
    """Cross-validate, then fit on everything and write the table."""
    gazetteer, language, tables = open_gazetteer(), LanguageModel(), load_word_tables()
    corpora = {corpus: read_gold(corpus, language) for corpus in CORPORA}
    rows = {corpus: list(make_span_rows(documents, gazetteer, tables)) for corpus, documents in corpora.items()}
    cross_validate("five-fold", lambda _, number: str(number % FOLDS), corpora, rows)
    cross_validate("fitted to the other two", lambda corpus, _: corpus, corpora, rows)
    weights = fit_weights([row for each in rows.values() for row in each])
    target = Path(__file__).parents[1] / "geodata" / "span_weights.csv"
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("feature", "weight"))
        writer.writerows((name, f"{value:.2f}") for name, value in sorted(weights.items()) if abs(value) >= _SMALLEST)


if __name__ == "__main__":
    main()
