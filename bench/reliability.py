"""Do scores keep their word? Of the best events of documents scored so, how many are right in place, day and family?

    python -m bench reliability

A second column has scores that know nothing of the corpus: the two numbers of the curve that makes a chance of a sum
(Platt 1999) are fitted to the other corpora. `python -m scripts.plot_reliability` draws the first table.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from bench.corpora import SHARED
from bench.events import extract_corpus, measure_reliability, read_gold
from bench.regression import find_chances, fit_logistic
from mapping.language import LanguageModel

CORPORA = ("gva", "giveme5w1h", "wcep-hand")
EDGES = (0.0, 0.4, 0.5, 0.6, 0.7, 0.8, 1.0)
_RIDGE, _LEAST = 0.1, 1e-6
_Z = 1.96

Scored = Sequence[tuple[float, bool]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Bin:
    """Events scored from `low` to below `high`: how many, their mean score, and the share that is right.

    `least` and `most` bound that share with 95% confidence (Wilson 1927).
    """

    low: float
    high: float
    events: int
    score: float
    right: float
    least: float
    most: float


def collect_scores(language: LanguageModel) -> dict[str, Scored]:
    """(score, whether it is right) of the best event of each document, by corpus."""
    return {
        corpus: list(measure_reliability(corpus, extract_corpus(read_gold(corpus), language))) for corpus in CORPORA
    }


def fill_bins(scored: Scored) -> list[Bin]:
    """The bins that hold any event."""
    bins = []
    for low, high in pairwise(EDGES):
        inside = [pair for pair in scored if low <= pair[0] < high or pair[0] == high == EDGES[-1]]
        if inside:
            count = len(inside)
            right = sum(is_right for _, is_right in inside) / count
            centre, reach = _find_interval(right, count)
            mean = sum(score for score, _ in inside) / count
            row = Bin(
                low=low, high=high, events=count, score=mean, right=right, least=centre - reach, most=centre + reach
            )
            bins.append(row)
    return bins


def _find_interval(share: float, count: int) -> tuple[float, float]:
    """Middle and half width of the interval of a share.

    Source: Wilson (1927), "Probable inference, the law of succession, and statistical inference".
    """
    scale = 1 + _Z**2 / count
    reach = _Z * np.sqrt(share * (1 - share) / count + _Z**2 / (4 * count**2)) / scale
    return (share + _Z**2 / (2 * count)) / scale, float(reach)


def refit_scores(scored: Mapping[str, Scored]) -> dict[str, Scored]:
    """The scores of each corpus by a curve that was fitted to the others."""
    refitted: dict[str, Scored] = {}
    for corpus in scored:
        others = [pair for other, pairs in scored.items() if other != corpus for pair in pairs]
        right = np.array([float(right) for _, right in others])
        weights = fit_logistic(_make_features(others), right, ridge=_RIDGE)
        chances = find_chances(_make_features(scored[corpus]), weights)
        refitted[corpus] = [(float(c), right) for c, (_, right) in zip(chances, scored[corpus], strict=True)]
    return refitted


def _make_features(scored: Scored) -> NDArray[np.float64]:
    scores = np.clip([score for score, _ in scored], _LEAST, 1 - _LEAST)
    return np.stack([np.log(scores / (1 - scores)), np.ones(len(scores))], axis=1)


def find_error(scored: Scored) -> float:
    """How far scores are from the share that is right, in the mean over events.

    Source: expected calibration error, Naeini, Cooper and Hauskrecht (2015).
    """
    return sum(row.events * abs(row.score - row.right) for row in fill_bins(scored)) / max(1, len(scored))


def make_table(scored: Scored) -> list[str]:
    """The bins as rows of a table."""
    rows = ["| score | events | mean score | right | 95% between |", "|---|---|---|---|---|"]
    for row in fill_bins(scored):
        bounds = f"{row.least:.2f} and {row.most:.2f}"
        rows.append(f"| {row.low:.1f}-{row.high:.1f} | {row.events} | {row.score:.2f} | {row.right:.2f} | {bounds} |")
    return rows


def print_tables(scored: Mapping[str, Scored]) -> None:
    """All corpora by score, then each corpus with its own error, as it is and cross-fitted."""
    print("\n".join(make_table([pair for pairs in scored.values() for pair in pairs])))
    refitted = refit_scores(scored)
    print("\n| corpus | events | mean score | right | error | error, cross-fitted |\n|---|---|---|---|---|---|")
    for corpus, pairs in scored.items():
        mean, right = sum(score for score, _ in pairs) / len(pairs), sum(r for _, r in pairs) / len(pairs)
        errors = f"{find_error(pairs):.2f} | {find_error(refitted[corpus]):.2f}"
        print(f"| {corpus} | {len(pairs)} | {mean:.2f} | {right:.2f} | {errors} |")


def main() -> None:
    """Print the tables."""
    if not (SHARED / "corpora" / "events").is_dir():
        print("left out: no gold corpora of events")
        return
    print_tables(collect_scores(LanguageModel()))


if __name__ == "__main__":
    main()
