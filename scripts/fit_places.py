"""Fit the weights of the resolver on the gold corpora beside the repository: `python -m scripts.fit_places`.

Prints what five-fold cross-validation gives, then writes geodata/place_weights.csv from all documents. The model is a
softmax over the candidates of each name (a conditional logit), pulled towards the weights in the column `reasoned`,
which were set by hand: the corpora only correct them, and never turn what speaks for a place into the opposite. See
docs/model-cards/place-model.md.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from bench.corpora import load_scorer
from bench.places import CORPORA, GoldDocument, learn_homes, read_gold, score
from mapping.gazetteer import Gazetteer, open_gazetteer
from mapping.geo import distance_km
from mapping.language import LanguageModel
from mapping.model import Resolution
from mapping.resolution.features import CandidateTable
from mapping.resolution.outlets import OutletHome
from mapping.resolve import load_place_weights, make_table, resolve_mentions, weigh_candidates
from mapping.tables import read_table
from mapping.toponyms import make_mentions
from scripts.weight_table import GEODATA, write_weights

FOLDS = 5
_TABLE = GEODATA / "place_weights.csv"
_RIDGE = 3.0
_ROUNDS = 3
_STEPS = 150
_RATE = 0.05
# A candidate this near is the right one; where there is none, one within the distance that the scorer forgives is.
_RIGHT_KM = 40.0
_FORGIVEN_KM = 161.0

Vector = npt.NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """One document: its candidates, which of them are right, and how much each group of them counts."""

    table: CandidateTable
    is_right: npt.NDArray[np.bool_]
    weight: Vector


def make_case(document: GoldDocument, gazetteer: Gazetteer, home: OutletHome | None) -> Case:
    """The candidates of the gold mentions of one document."""
    mentions = make_mentions(document.parsed, document.spans, gazetteer)
    _, table = make_table(document.parsed, mentions, gazetteer, home)
    gold = document.gold["toponyms"]
    is_right = np.zeros(len(table.places), dtype=bool)
    weight = np.zeros(len(table.groups))
    for number, group in enumerate(table.groups):
        points = [(gold[each]["lon"], gold[each]["lat"]) for each in group.mentions if gold[each]["lat"] is not None]
        if not points:
            continue
        (lon, lat), _ = Counter(points).most_common(1)[0]
        rows = np.flatnonzero(table.owner == number)
        places = [table.places[row] for row in rows]
        away = np.array([distance_km(lon=place.lon, lat=place.lat, to_lon=lon, to_lat=lat) for place in places])
        is_right[rows[away <= (_RIGHT_KM if (away <= _RIGHT_KM).any() else _FORGIVEN_KM)]] = True
        is_open = is_right[rows].any() and not is_right[rows].all()
        weight[number] = len(points) ** 0.5 if is_open else 0.0
    return Case(table=table, is_right=is_right, weight=weight)


def fit_weights(cases: Sequence[Case], prior: Vector) -> Vector:
    """Climb the likelihood of the right candidates by Adam, context reckoned anew in each round; deterministic."""
    weights = prior.copy()
    mean, square = np.zeros_like(prior), np.zeros_like(prior)
    step = 0
    for _ in range(_ROUNDS):
        tables = [weigh_candidates(case.table, weights)[0] for case in cases]
        for number in range(_STEPS):
            gradient = _RIDGE * (prior - weights)
            for case, features in zip(cases, tables, strict=True):
                gradient += _climb(case, features, weights)
            step += 1
            mean = 0.9 * mean + 0.1 * gradient
            square = 0.99 * square + 0.01 * gradient * gradient
            pace = _RATE * 0.98**number
            weights = weights + pace * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
            # What speaks for a place by reason must not speak against it by accident of the corpora.
            weights = np.where(weights * prior < 0, 0.0, weights)
    return weights


def _climb(case: Case, features: npt.NDArray[np.float64], weights: Vector) -> Vector:
    """The gradient of one document's log-likelihood."""
    table = case.table
    chance = table.spread(features @ weights)
    right = np.where(case.is_right, chance, 0.0)
    total = np.bincount(table.owner, weights=right, minlength=len(table.groups))
    wanted = right / np.maximum(total, 1e-12)[table.owner]
    gradient: Vector = features.T @ ((wanted - chance) * case.weight[table.owner])
    return gradient


def _resolve(
    documents: Sequence[GoldDocument],
    homes: Sequence[OutletHome | None],
    weights: Sequence[Vector],
    gazetteer: Gazetteer,
) -> list[tuple[Resolution, ...]]:
    """The gold mentions of each document resolved by the weights of its fold."""
    default = load_place_weights()
    return [
        resolve_mentions(
            document.parsed,
            make_mentions(document.parsed, document.spans, gazetteer),
            gazetteer,
            home=home,
            weights=replace(default, values=weights[number % FOLDS]),
        )
        for number, (document, home) in enumerate(zip(documents, homes, strict=True))
    ]


def main() -> None:
    """Cross-validate, then fit on everything and write the table."""
    gazetteer, language, scorer = open_gazetteer(), LanguageModel(), load_scorer("geoparse_eval")
    prior = np.array([float(row["reasoned"]) for row in read_table(_TABLE)])
    corpora = {corpus: read_gold(corpus, language) for corpus in CORPORA}
    alone: dict[str, list[OutletHome | None]] = {}
    homes: dict[str, list[OutletHome | None]] = {}
    for corpus, documents in corpora.items():
        alone[corpus] = [None] * len(documents)
        homes[corpus] = learn_homes(documents, _resolve(documents, alone[corpus], [prior] * FOLDS, gazetteer))
    cases = [
        (number % FOLDS, make_case(document, gazetteer, home))
        for corpus, documents in corpora.items()
        for known in (alone[corpus], homes[corpus])
        for number, (document, home) in enumerate(zip(documents, known, strict=True))
    ]
    cases = [(fold, case) for fold, case in cases if case.table.places]
    folds = [fit_weights([case for other, case in cases if other != fold], prior) for fold in range(FOLDS)]
    print(f"{'':8s} Acc@161 with gold spans   + outlet home   (five-fold)")
    for corpus, documents in corpora.items():
        shares = []
        for known in (alone[corpus], homes[corpus]):
            scores = score(scorer, documents, _resolve(documents, known, folds, gazetteer))
            shares.append(100 * scores["resolution_on_matched"]["acc@161"])
        print(f"{corpus:8s} {shares[0]:23.1f} {shares[1]:15.1f}")
    values = fit_weights([case for _, case in cases], prior)
    write_weights(_TABLE, values.tolist())


if __name__ == "__main__":
    main()
