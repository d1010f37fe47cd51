"""Fit what makes an event the main one of its document, and how sure events are; write geodata/event_weights.csv.

    python -m scripts.fit_scores GOLD.jsonl [GOLD.jsonl ...] --scorer event_eval.py [--keep-order]

The order of a document's events is a softmax over them, fitted so that one comes first whose family, place and day are
right, as far as gold tells them (of our own dispatches in bench/news: the one told first; of our own reports: the one
called main); of each file every second document is left out. The main event's chance is a curve over that sum, with how
sure its place is. Gold is silent of other events, so the chances of these are fitted to articles, dispatches and
reports of which all that is told has a label. What is printed is by weights that were fitted to the other corpora, or
to other documents. With `--keep-order` the table's order stays, and only how sure events are is fitted anew.
"""

import argparse
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.corpora import open_scorer
from bench.regression import cross_validate, find_chances, fit_choice, fit_logistic, split_folds
from bench.reliability import find_error, make_table
from bench.scores import ARTICLES, DISPATCHES, REPORTS, Case, CaseReader
from mapping.tables import read_table
from mapping.telling.calibration import bend
from scripts.weight_table import GEODATA, write_weights

_TABLE = GEODATA / "event_weights.csv"
_RIDGE, _CURVE_RIDGE, _FOLDS = 10.0, 1.0, 5
# A corpus of many documents counts as much as so many; our own texts, which have the main happening in the first
# sentence more often than news has, as fewer.
_MOST, _MOST_OWN = 50, 25
_OWN_TEXTS = (DISPATCHES, REPORTS)
# Reports have some four times as many events as dispatches.
_REPORT_SHARE = 0.25
# Where documents say little, weights stay near what reading showed.
_REASONED = {
    "type_score": 0.45,
    "family_share": 1.8,
    "in_title": 1.0,
    "sentence_agrees": 0.15,
    "document_agrees": 0.15,
    "adverbial_clauses": -0.12,
    "complement_clauses": -0.08,
    "prepositional_objects": -0.35,
    "sentences_before": -0.15,
    "words_before": -0.12,
    "is_by_model": -0.45,
    "is_planned": -0.2,
    "is_denied": -0.6,
    "is_claimed": -0.25,
    "place": 0.5,
    "unplaced": -1.0,
    "date": 0.25,
    "undated": -0.25,
    "age": -0.15,
}
_CURVE = ("below", "above", "offset", "brief", "place", "unplaced")
_SIDE_REASONED = {"type": 1.0, "place": 1.0, "unplaced": -1.0, "date": 1.0, "undated": -1.0}

Table = NDArray[np.float64]


def fit_order(cases: Sequence[Case], names: Sequence[str]) -> Table:
    """The weights of standing."""
    expected = np.array([_REASONED.get(name, 0.0) for name in names])
    asked = [case for case in cases if case.is_fitted and 0 < case.first.sum() < len(case.first)]
    counts = Counter(case.corpus for case in asked)
    most = {DISPATCHES: _MOST_OWN, REPORTS: _MOST_OWN}
    told = [(case.features, case.first, min(1.0, most.get(case.corpus, _MOST) / counts[case.corpus])) for case in asked]
    return fit_choice(told, ridge=_RIDGE, expected=expected)


@dataclass(frozen=True, kw_only=True, slots=True)
class Mains:
    """The highest standing of each document where it is known whether that event is right, and whether it is.

    `places` is how sure the event's place is, nan without one.
    """

    standings: Table
    places: Table
    is_brief: NDArray[np.bool_]
    right: Table


def pick_mains(cases: Sequence[Case], weights: Table) -> Mains:
    """The event of each document that these weights put first; reports are harder than news is, and left out."""
    found = []
    for case in (case for case in cases if case.corpus != REPORTS):
        standings = case.features @ weights
        best = int(standings.argmax())
        if not np.isnan(case.right[best]):
            found.append((standings[best], case.places[best], case.is_brief, case.right[best]))
    return Mains(
        standings=np.array([standing for standing, _, _, _ in found]),
        places=np.array([place for _, place, _, _ in found]),
        is_brief=np.array([is_brief for _, _, is_brief, _ in found], dtype=bool),
        right=np.array([right for _, _, _, right in found]),
    )


def fit_curve(mains: Mains) -> dict[str, float]:
    """The curve that makes chances of standings; it never falls."""
    middle = float(np.median(mains.standings))
    names = list(_CURVE)
    while True:
        features = _describe_curve(mains, middle, names)
        weights = dict(zip(names, fit_logistic(features, mains.right, ridge=_CURVE_RIDGE).tolist(), strict=True))
        falling = [name for name in ("below", "above", "place") if weights.get(name, 0.0) < 0.0]
        if not falling:
            return {"middle": middle} | dict.fromkeys(_CURVE, 0.0) | weights
        names.remove(falling[0])


def apply_curve(mains: Mains, curve: Mapping[str, float]) -> Table:
    """The chance of each."""
    features = _describe_curve(mains, curve["middle"], _CURVE)
    return find_chances(features, np.array([curve[name] for name in _CURVE]))


def _describe_curve(mains: Mains, middle: float, names: Sequence[str]) -> Table:
    bent = [
        bend(standing - middle, None if np.isnan(place) else float(place), is_brief=bool(is_brief))
        for standing, place, is_brief in zip(mains.standings, mains.places, mains.is_brief, strict=True)
    ]
    return np.array([[row[name] for name in names] for row in bent])


def gather_sides(cases: Sequence[Case], order: Table) -> tuple[Table, Table, list[str]]:
    """Parts of each event beside the main one where all are labelled, whether it is right, and its document.

    The last columns mark our own texts: of reports fewer events are right than of real articles, of dispatches more.
    What they teach is how much each part says, not how often events are right.
    """
    parts: list[Table] = []
    right: list[float] = []
    documents: list[str] = []
    for case in cases:
        if case.corpus in (ARTICLES, DISPATCHES, REPORTS):
            main = int((case.features @ order).argmax())
            beside = [number for number in range(len(case.right)) if number != main]
            marks = np.tile([float(case.corpus == one) for one in _OWN_TEXTS], (len(beside), 1))
            parts.extend(np.hstack([case.parts[beside], marks]))
            right.extend(case.right[beside])
            documents.extend([case.doc_id] * len(beside))
    return np.array(parts), np.array(right), documents


def fit_sides(parts: Table, right: Table, names: Sequence[str]) -> Table:
    """The weights of side events' scores, and last those of our own texts."""
    expected = np.array([_SIDE_REASONED.get(name, 0.0) for name in (*names, *_OWN_TEXTS)])
    shares = np.where(parts[:, len(names) + _OWN_TEXTS.index(REPORTS)] == 1, _REPORT_SHARE, 1.0)
    return fit_logistic(parts, right, ridge=_CURVE_RIDGE, expected=expected, shares=shares)


def print_order(cases: Sequence[Case], fit: Callable[[Sequence[Case]], Table]) -> None:
    """How often the first event is one that ought to be, of documents that have one.

    Of those fitted to and of the others; then of all by weights that were fitted to the other corpora.
    """
    print("corpus            fitted  others  by other corpora")
    whole = fit(cases)
    for corpus in dict.fromkeys(case.corpus for case in cases):
        apart = fit([case for case in cases if case.corpus != corpus])
        mine = [case for case in cases if case.corpus == corpus and case.first.any()]
        halves = ([case for case in mine if case.is_fitted], [case for case in mine if not case.is_fitted])
        shares = [*(_find_share(half, whole) for half in halves), _find_share(mine, apart)]
        print(f"{corpus:16s}" + "".join(f"{share:8.3f}" for share in shares))


def _find_share(cases: Sequence[Case], weights: Table) -> float:
    found = [case.first[int((case.features @ weights).argmax())] for case in cases]
    return float(np.mean(found)) if found else float("nan")


def cross_fit(
    cases: Sequence[Case], fit: Callable[[Sequence[Case]], Table], groups: Sequence[object]
) -> tuple[Table, Table]:
    """Chances of main events by order and curve that were fitted to the other groups, and whether they are right."""
    chances, right = [], []
    for group in dict.fromkeys(groups):
        mine = [case for case, own in zip(cases, groups, strict=True) if own == group]
        others = [case for case, own in zip(cases, groups, strict=True) if own != group]
        weights = fit(others)
        mains = pick_mains(mine, weights)
        if len(mains.right):
            chances.append(apply_curve(mains, fit_curve(pick_mains(others, weights))))
            right.append(mains.right)
    return np.concatenate(chances), np.concatenate(right)


def print_scores(title: str, chances: Table, right: Table) -> None:
    """The table of one kind of events, with its error."""
    scored = [(float(chance), bool(is_right)) for chance, is_right in zip(chances, right, strict=True)]
    print(f"\n{title}: error {find_error(scored):.3f}\n" + "\n".join(make_table(scored)))


def write_parts(parts: Mapping[str, Mapping[str, float]]) -> None:
    """Replace the weights of these parts in the table."""
    rows = list(read_table(_TABLE))
    write_weights(
        _TABLE,
        [parts[row["part"]][row["feature"]] if row["part"] in parts else float(row["weight"]) for row in rows],
        digits=3,
    )


def main() -> None:
    """Read, cross-fit, fit, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--scorer", type=Path, required=True)
    parser.add_argument("--keep-order", action="store_true")
    options = parser.parse_args()
    rows = list(read_table(_TABLE))
    names, side_names = ([row["feature"] for row in rows if row["part"] == part] for part in ("standing", "side"))
    reader = CaseReader(open_scorer(options.scorer), names, side_names)
    cases = [case for path in options.gold for case in reader.read_gold(path)]
    cases += [*reader.read_articles(), *reader.read_dispatches(), *reader.read_reports()]

    kept = np.array([float(row["weight"]) for row in rows if row["part"] == "standing"])

    def fit(chosen: Sequence[Case]) -> Table:
        return kept if options.keep_order else fit_order(chosen, names)

    print_order(cases, fit)
    corpora, folds = [case.corpus for case in cases], split_folds([case.doc_id for case in cases], _FOLDS)
    print_scores("Main events, by the other corpora", *cross_fit(cases, fit, corpora))
    print_scores("Main events, by other documents", *cross_fit(cases, fit, folds.tolist()))
    order = fit(cases)
    parts, right, documents = gather_sides(cases, order)
    chances = cross_validate(
        parts, split_folds(documents, _FOLDS), lambda kept: fit_sides(parts[kept], right[kept], side_names)
    )
    is_real = ~parts[:, len(side_names) :].any(axis=1)
    print_scores("Other events of articles, by other documents", chances[is_real], right[is_real])
    write_parts(
        {
            "standing": dict(zip(names, order.tolist(), strict=True)),
            "main": fit_curve(pick_mains(cases, order)),
            "side": dict(zip(side_names, fit_sides(parts, right, side_names)[: len(side_names)].tolist(), strict=True)),
        }
    )


if __name__ == "__main__":
    main()
