"""Fit how lexicon and words are weighed against each other, and write geodata/type_weights.csv.

    python -m scripts.fit_types GOLD.jsonl [GOLD.jsonl ...]

Each document's best event is one case; its gold names the types that are right, and half of a case counts for the
subtype, half for the family. Every second document is fitted to, each file counting the same. Printed are the shares
of right families and subtypes on the other documents, and on each file when it is left out altogether.
"""

import argparse
import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.corpora import is_fitted, make_source, read_gold_file
from mapping.event_types import family_of
from mapping.gazetteer import open_gazetteer
from mapping.language import LanguageModel
from mapping.model import ParsedDocument
from mapping.pipeline import analyse
from mapping.telling.type_choice import FEATURES, weigh_types
from mapping.telling.type_model import load_type_model
from mapping.triggers import describe_choice

_WEIGHTS = Path(__file__).parents[1] / "geodata" / "type_weights.csv"
_STEPS, _RIDGE = 60, 0.002
# A case may be wrong beyond mending: the document's best event is not the one that its label means.
_HOPELESS = 0.001
# Before anything is seen: a row's types before others, the earlier before the later, and words as they are.
_EXPECTED = {"row_place": -0.3, "type": 0.5, "heading": 0.5}
# Set by hand: the files that are fitted hold texts too brief to say what a document adds, and too few of the rare
# words with one sense ("retake") to say how seldom these mean anything else.
_GIVEN = {"document": 0.4, "outside_row": -2.4, "outside_conditions": -1.5, "outside_plain": -4.5}


@dataclass(frozen=True, slots=True)
class Cases:
    """Cases of one file: features (cases by types by features), right subtypes and families (cases by types).

    `numbers` says which document of the file each case is of; some have no event and so no case.
    """

    name: str
    numbers: NDArray[np.int64]
    described: NDArray[np.float64]
    right: NDArray[np.float64]
    family: NDArray[np.float64]

    def take_half(self, *, fitted: bool) -> "Cases":
        """The cases of every second document: those to fit to, or the others."""
        rows = np.array([is_fitted(number) == fitted for number in self.numbers.tolist()], dtype=bool)
        return Cases(self.name, self.numbers[rows], self.described[rows], self.right[rows], self.family[rows])


def is_right(code: str, gold: Sequence[str]) -> bool:
    """Whether a subtype is among those of the gold, which may name whole families ("crime.*")."""
    return any(one == code or (one.endswith(".*") and family_of(one) == family_of(code)) for one in gold)


def make_cases(name: str, parsed: Sequence[ParsedDocument], golds: Sequence[Sequence[str]]) -> Cases:
    """The cases of one file: the features of each document's best event, and the types that are right."""
    types, gazetteer = load_type_model().types, open_gazetteer()
    numbers, described, right, family = [], [], [], []
    for number, (document, gold) in enumerate(zip(parsed, golds, strict=True)):
        events = analyse(document, gazetteer).events
        if events:
            best = max(events, key=lambda event: event.score)
            families = {family_of(one) for one in gold}
            numbers.append(number)
            described.append(describe_choice(document, best.trigger))
            right.append([float(is_right(code, gold)) for code in types])
            family.append([float(family_of(code) in families) for code in types])
    return Cases(name, np.array(numbers), np.array(described), np.array(right), np.array(family))


def read_cases(path: Path, language: LanguageModel) -> Cases:
    """The cases of a gold file, from raw text."""
    rows = [row for row in read_gold_file(path) if row["gold"].get("type")]
    parsed = list(language.parse([make_source(row) for row in rows]))
    return make_cases(path.stem, parsed, [row["gold"]["type"] for row in rows])


def fit(files: Sequence[Cases]) -> NDArray[np.float64]:
    """Raise the likelihood of the right types: Newton's steps of a multinomial whose answer is only known as a set.

    Source: expectation and maximisation, Dempster, Laird and Rubin (1977), a step of each in turn.
    """
    expected = np.array([(_EXPECTED | _GIVEN).get(name, 0.0) for name in FEATURES])
    free = np.array([name not in _GIVEN for name in FEATURES])
    weights = expected.copy()
    for _ in range(_STEPS):
        slope, bend = -_RIDGE * (weights - expected), _RIDGE * np.eye(len(weights))
        for cases in files:
            for described, *answers in zip(cases.described, cases.right, cases.family, strict=True):
                chances = weigh_types(described, weights)
                for answer in answers:
                    told = chances @ answer
                    share = told / (told + _HOPELESS) / (2 * len(cases.described) * len(files))
                    wanted = chances * answer / max(told, 1e-12)
                    slope += share * (wanted - chances) @ described
                    mean = chances @ described
                    bend += share * ((described * chances[:, None]).T @ described - np.outer(mean, mean))
        weights[free] += np.linalg.solve(bend[np.ix_(free, free)], slope[free])
    return weights


def measure(cases: Cases, weights: NDArray[np.float64]) -> str:
    """The shares of right families and of right subtypes."""
    best = np.array([weigh_types(described, weights).argmax() for described in cases.described])
    rows = np.arange(len(best))
    return f"{cases.name} {cases.family[rows, best].mean():.3f} {cases.right[rows, best].mean():.3f}"


def write_weights(weights: Mapping[str, float]) -> None:
    """Write the table."""
    with _WEIGHTS.open("w", encoding="utf-8", newline="") as table:
        writer = csv.writer(table, lineterminator="\n")
        writer.writerow(("feature", "weight"))
        writer.writerows((name, f"{weight:.2f}") for name, weight in weights.items())


def report(files: Sequence[Cases]) -> None:
    """Fit, check, write."""
    weights = fit([cases.take_half(fitted=True) for cases in files])
    print("file, families and subtypes right: documents not fitted to, then the file when it is left out")
    for cases in files:
        others = fit([other.take_half(fitted=True) for other in files if other is not cases])
        print(measure(cases.take_half(fitted=False), weights), "|", measure(cases, others))
    write_weights(dict(zip(FEATURES, weights.tolist(), strict=True)))


def main() -> None:
    """Read, fit, check, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, nargs="+")
    options = parser.parse_args()
    language = LanguageModel()
    report([read_cases(path, language) for path in options.gold])


if __name__ == "__main__":
    main()
