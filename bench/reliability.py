"""Do scores keep their word? Of events scored so, how many are right in place, day and family?

    python -m bench reliability

Asked of the best event of each document of four corpora, and of all other events of our own dispatches and of the real
articles that no weight saw, where an event that answers to nothing told is wrong. Of the first, a second column has
scores that know nothing of the corpus: three numbers of a curve from scores to chances (Kull, Silva Filho and Flach
2017) are fitted to the other corpora.
`python -m scripts.plot_reliability` draws both.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from bench.articles import OTHERS, extract_articles
from bench.corpora import SHARED
from bench.dispatches import PARTS, Told, extract_dispatches, judge, read_told
from bench.events import extract_corpus, measure_reliability, read_gold
from bench.regression import find_chances, fit_logistic
from mapping.language import LanguageModel
from mapping.model import Extraction

CORPORA = ("gva", "giveme5w1h", "wcep-hand", "fakes-syria")
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


def collect_sides(language: LanguageModel) -> dict[str, Scored]:
    """(score, whether it is right) of each event beside the best one of its text, by the texts that it is of."""
    told = read_told()
    sides = _judge_sides(told, extract_dispatches([one.document for one in told], language))
    extractions, told = extract_articles(language)
    others = tuple(one for one in told if one.part == OTHERS)
    named = {one.document for one in others}
    articles = _judge_sides(others, {name: one for name, one in extractions.items() if name in named})
    return {**{f"dispatches, {part} part": sides[part] for part in PARTS}, "real articles": articles[OTHERS]}


def _judge_sides(told: Sequence[Told], extractions: Mapping[str, Extraction]) -> Mapping[str, Scored]:
    """The same of some texts, by the part that each is of."""
    right = {one.event.event_id for one in judge(told, extractions) if one.event and one.whole}
    part_of = {one.document: one.part for one in told}
    sides: defaultdict[str, list[tuple[float, bool]]] = defaultdict(list)
    for document, extraction in extractions.items():
        ordered = sorted(extraction.events, key=lambda event: -event.score)
        sides[part_of[document]] += [(event.score, event.event_id in right) for event in ordered[1:]]
    return sides


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
    return np.stack([np.log(scores), -np.log(1 - scores), np.ones(len(scores))], axis=1)


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


def print_tables(scored: Mapping[str, Scored], sides: Mapping[str, Scored]) -> None:
    """Best events by score, then by corpus with its error, as it is and cross-fitted; then the others, by part."""
    print_bins(scored)
    refitted = refit_scores(scored)
    print("\n| corpus | events | mean score | right | error | error, cross-fitted |\n|---|---|---|---|---|---|")
    for corpus, pairs in scored.items():
        print(f"{_describe(corpus, pairs)} {find_error(refitted[corpus]):.2f} |")
    print()
    print_bins(sides)
    print("\n| texts | events | mean score | right | error |\n|---|---|---|---|---|")
    for part, pairs in sides.items():
        print(_describe(part, pairs))


def print_bins(scored: Mapping[str, Scored]) -> None:
    """The table of all together, and its error."""
    together = [pair for pairs in scored.values() for pair in pairs]
    print("\n".join(make_table(together)))
    print(f"\nerror {find_error(together):.3f}")


def _describe(name: str, pairs: Scored) -> str:
    """The cells of one corpus that both tables have."""
    count = max(1, len(pairs))
    mean, right = sum(score for score, _ in pairs) / count, sum(is_right for _, is_right in pairs) / count
    return f"| {name} | {len(pairs)} | {mean:.2f} | {right:.2f} | {find_error(pairs):.2f} |"


def main() -> None:
    """Print the tables."""
    if not (SHARED / "corpora" / "events").is_dir():
        print("left out: no gold corpora of events")
        return
    language = LanguageModel()
    print_tables(collect_scores(language), collect_sides(language))


if __name__ == "__main__":
    main()
