"""Fit what speaks for each day that an event may have had: geodata/date_weights.csv.

    python -m scripts.fit_dates

A softmax over the days around an event that its own sentence does not date is fitted to our own reports
(scripts/data/reports) but those kept out, to the first three parts of our dispatches (bench/news), to the fitted half
of real articles (bench/articles.py) and to every second document of the gold files of main events and of dated words.
Three tables are printed: what rules alone and the weights choose for the documents that were not fitted to, and by
folds for those that were; and how well chances keep their word. The features are the rows of the table: those that
fifteen samples and more show.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from bench.dates import EVENT_CORPORA
from mapping.tables import read_table
from scripts.date_samples import STORIES, Reader, Sample
from scripts.layers import Choices, spread_chances
from scripts.softmax import fit_softmax
from scripts.weight_table import GEODATA, write_weights

TABLE = GEODATA / "date_weights.csv"
_RIDGE, _FOLDS = 3.0, 4
_CORPUS_WEIGHTS = {"articles": 1.5, **dict.fromkeys(("dispatches", "gva", "giveme5w1h", "meantime", "timebank"), 1.0)}
_OTHER_WEIGHT = 0.5
_BINS = (0.0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01)

Weights = dict[str, float]


def fit(samples: Sequence[Sample], names: Sequence[str]) -> Weights:
    """Fit to the samples that have both right and wrong options."""
    used = [sample for sample in samples if any(sample.right) and not all(sample.right)]
    features = _make_matrix(used, names)
    choices = Choices(
        features=features,
        sums=np.zeros(len(features)),
        right=np.concatenate([sample.right for sample in used]),
        starts=np.cumsum([0, *(len(sample.right) for sample in used[:-1])]),
        weights=np.array([sample.weight * _CORPUS_WEIGHTS.get(sample.corpus, _OTHER_WEIGHT) for sample in used]),
    )
    weights = fit_softmax(choices, np.full(len(names), _RIDGE), np.zeros(len(names)))
    return dict(zip(names, weights.tolist(), strict=True))


def _make_matrix(samples: Sequence[Sample], names: Sequence[str]) -> NDArray[np.float64]:
    columns = {name: column for column, name in enumerate(names)}
    features = np.zeros((sum(len(sample.right) for sample in samples), len(names)))
    for row, shown in enumerate(row for sample in samples for row in sample.features):
        for name, value in shown.items():
            if name in columns:
                features[row, columns[name]] = value
    return features


def choose(sample: Sample, weights: Weights) -> tuple[bool, float]:
    """Whether the likeliest day is right, and its chance."""
    sums = np.array([sum(weights.get(name, 0.0) * value for name, value in row.items()) for row in sample.features])
    chances: defaultdict[str, float] = defaultdict(float)
    for day, chance in zip(sample.days, spread_chances(sums, np.zeros(1, dtype=np.intp)), strict=True):
        chances[day] += float(chance)
    best = max(chances, key=lambda day: chances[day])
    return sample.right[sample.days.index(best)], chances[best]


def draw_table(judged: Sequence[tuple[Sample, bool, float]]) -> Iterator[str]:
    """By corpus: how many samples, the share that rules alone get right, that weights get, that has a right option."""
    by_corpus = sorted(judged, key=lambda one: one[0].corpus)
    for corpus, group in groupby(by_corpus, key=lambda one: one[0].corpus):
        ours = list(group)
        total = sum(sample.weight for sample, _, _ in ours)
        drafted = sum(sample.weight for sample, _, _ in ours if sample.is_draft_right)
        right = sum(sample.weight for sample, is_right, _ in ours if is_right)
        possible = sum(sample.weight for sample, _, _ in ours if any(sample.right))
        yield f"{corpus:16s}{total:7.0f}{drafted / total:8.3f}{right / total:8.3f}{possible / total:8.3f}"


def draw_chances(judged: Sequence[tuple[Sample, bool, float]]) -> Iterator[str]:
    """By bins of the chance: how many samples, the mean chance, the share right."""
    for low, high in pairwise(_BINS):
        ours = [(sample.weight, is_right, chance) for sample, is_right, chance in judged if low <= chance < high]
        total = sum(weight for weight, _, _ in ours)
        if total:
            mean = sum(weight * chance for weight, _, chance in ours) / total
            right = sum(weight for weight, is_right, _ in ours if is_right) / total
            yield f"{low:.1f}{total:7.0f}{mean:8.3f}{right:8.3f}"


def judge_by_folds(samples: Sequence[Sample], names: Sequence[str]) -> Iterator[tuple[Sample, bool, float]]:
    """What weights choose that were fitted to the other documents."""
    for fold in range(_FOLDS):
        ours = [sample for sample in samples if _find_fold(sample) == fold]
        weights = fit([sample for sample in samples if _find_fold(sample) != fold], names)
        yield from ((sample, *choose(sample, weights)) for sample in ours)


def _find_fold(sample: Sample) -> int:
    return crc32(sample.document.encode()) % _FOLDS


def main() -> None:
    """Read, fit, check, write."""
    reader = Reader()
    samples = [
        *reader.read_own(),
        *reader.read_articles(),
        *(sample for corpus in STORIES for sample in reader.read_stories(corpus)),
        *(sample for corpus in EVENT_CORPORA for sample in reader.read_dated(corpus)),
    ]
    fitted = [sample for sample in samples if sample.is_fitted]
    names = [row["feature"] for row in read_table(TABLE)]
    weights = fit(fitted, names)
    write_weights(TABLE, [weights[name] for name in names], digits=3)
    others = [(sample, *choose(sample, weights)) for sample in samples if not sample.is_fitted]
    folds = list(judge_by_folds(fitted, names))
    for title, judged in (("not fitted to", others), ("by folds", folds)):
        print(f"{title:16s}   told   rules weights possible", *draw_table(judged), sep="\n")
    print("chance   told    mean   right, of those not fitted to", *draw_chances(others), sep="\n")


if __name__ == "__main__":
    main()
