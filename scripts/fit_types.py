"""Fit how lexicon and words are weighed against each other, and write geodata/type_weights.csv.

    python -m scripts.fit_types GOLD.jsonl [GOLD.jsonl ...]

Brief texts and longer ones have weights of their own. Those of brief texts are fitted to gold files of such, of which
one kind is labelled: each document's best event is a case. Those of longer texts are fitted to our own dispatches (all
but the parts kept for measuring) and to the reports that the encoder has not learnt from, for in texts that it knows it
is surer than it may be: each thing told that a trigger is found for is a case. Half of a case counts for the subtype,
half for the family. Every second document is fitted to, each source counting the same. Printed are the shares of right
families and subtypes on the other documents, and on each source when it is left out altogether.
"""

import argparse
import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.corpora import is_fitted, make_source, read_gold_file
from bench.dispatches import FITTED_PARTS, Told, read_dispatches, read_told
from bench.reports import is_kept_out, read_reported, read_reports
from mapping.event_types import family_of
from mapping.gazetteer import open_gazetteer
from mapping.language import LanguageModel
from mapping.model import ParsedDocument, Trigger
from mapping.pipeline import analyse
from mapping.telling.type_choice import FEATURES, weigh_types
from mapping.telling.type_model import load_type_model
from mapping.triggers import describe_choice, find_triggers

_WEIGHTS = Path(__file__).parents[1] / "geodata" / "type_weights.csv"
_STEPS, _RIDGE, _LONGEST_STEP, _SETTLED = 60, 0.005, 1.0, 0.005
# A case may be wrong beyond mending: the document's best event is not the one that its label means.
_HOPELESS = 0.001
# Before anything is seen: a row's types before others, the earlier before the later, and words as they are.
_EXPECTED = {"row_place": -0.3, "outside_row": -1.0, "type": 0.5, "heading": 0.5, "document": 0.5}
# Of brief texts set by hand: the gold files hold too few of the rare words with one sense ("retake") to say how seldom
# these mean anything else, and what other sentences say is not heard.
_GIVEN = {"document": 0.0, "outside_row": -2.4, "outside_conditions": -1.5, "outside_plain": -4.5}
# Of longer ones too: fitted freely, "seizure" and "sanctioned" became what the text around them tells.
_GIVEN_LONG = {name: _GIVEN[name] for name in ("outside_conditions", "outside_plain")}


@dataclass(frozen=True, slots=True)
class Cases:
    """Cases of one source: features (cases by types by features), right subtypes and families (cases by types).

    `numbers` says which document of the source each case is of; some have none.
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
    """Whether a subtype is among those of the gold, which may name whole families ("crime", "crime.*")."""
    return any(one.removesuffix(".*") in (code, family_of(code)) for one in gold)


def make_cases(name: str, found: Sequence[tuple[int, ParsedDocument, Trigger, Sequence[str]]]) -> Cases:
    """The cases of one source.

    Args:
        name: The source.
        found: Of each case the document's number, the document, the trigger and the types that are right.
    """
    types = load_type_model().types
    families = [{family_of(one) for one in gold} for *_, gold in found]
    return Cases(
        name,
        np.array([number for number, *_ in found]),
        np.array([describe_choice(parsed, trigger) for _, parsed, trigger, _ in found]),
        np.array([[float(is_right(code, gold)) for code in types] for *_, gold in found]),
        np.array([[float(family_of(code) in right) for code in types] for right in families]),
    )


def read_cases(path: Path, language: LanguageModel) -> Cases:
    """The cases of a gold file, from raw text: each document's best event."""
    rows = [row for row in read_gold_file(path) if row["gold"].get("type")]
    parsed = language.parse([make_source(row) for row in rows])
    return take_best(path.name.partition(".")[0], list(parsed), [row["gold"]["type"] for row in rows])


def take_best(name: str, parsed: Sequence[ParsedDocument], golds: Sequence[Sequence[str]]) -> Cases:
    """A case for the best event of each document that has one."""
    gazetteer = open_gazetteer()
    found = []
    for number, (document, gold) in enumerate(zip(parsed, golds, strict=True)):
        best = max(analyse(document, gazetteer).events, key=lambda event: event.score, default=None)
        if best is not None:
            found.append((number, document, best.trigger, gold))
    return make_cases(name, found)


def take_told(name: str, parsed: Mapping[str, ParsedDocument], told: Sequence[Told]) -> Cases:
    """A case for each thing told that has a kind and a trigger in its words, the surest where there are several."""
    found = []
    for number, (document, one) in enumerate(parsed.items()):
        triggers = find_triggers(one)
        for thing in told:
            if thing.document == document and "*" not in thing.types:
                start = thing.find_start(one.document.text)
                end = start + len(thing.words)
                own = [trigger for trigger in triggers if trigger.start < end and start < trigger.end]
                if own:
                    found.append((number, one, max(own, key=lambda trigger: trigger.score), thing.types))
    return make_cases(name, found)


def read_own(language: LanguageModel) -> list[Cases]:
    """The cases of dispatches and of reports."""
    told = [one for one in read_told() if one.part in FITTED_PARTS]
    seen = {one.document for one in told}
    dispatches = {name: document for name, document in read_dispatches().items() if name in seen}
    reports = {name: document for name, document in read_reports().items() if is_kept_out(name)}
    sources = (("dispatches", dispatches, told), ("reports", reports, read_reported()))
    return [
        take_told(name, dict(zip(documents, language.parse(documents.values()), strict=True)), things)
        for name, documents, things in sources
    ]


def fit(sources: Sequence[Cases], given: Mapping[str, float]) -> NDArray[np.float64]:
    """Raise the likelihood of the right types: Newton's steps of a multinomial whose answer is only known as a set.

    Source: expectation and maximisation, Dempster, Laird and Rubin (1977), a step of each in turn.
    """
    expected = np.array([({**_EXPECTED, **given}).get(name, 0.0) for name in FEATURES])
    free = np.array([name not in given for name in FEATURES])
    weights = expected.copy()
    for _ in range(_STEPS):
        slope, bend = -_RIDGE * (weights - expected), _RIDGE * np.eye(len(weights))
        for cases in sources:
            counts = 1.0 / (2 * len(cases.described) * len(sources))
            for described, *answers in zip(cases.described, cases.right, cases.family, strict=True):
                chances = weigh_types(described, weights)
                mean = chances @ described
                spread = (described * chances[:, None]).T @ described - np.outer(mean, mean)
                for answer in answers:
                    told = chances @ answer
                    share = counts * told / (told + _HOPELESS)
                    wanted = chances * answer / max(told, 1e-12)
                    slope += share * (wanted - chances) @ described
                    bend += share * spread
        step = np.linalg.solve(bend[np.ix_(free, free)], slope[free])
        weights[free] += np.clip(step, -_LONGEST_STEP, _LONGEST_STEP)
        if np.abs(step).max() < _SETTLED:
            break
    return weights


def measure(cases: Cases, weights: NDArray[np.float64]) -> str:
    """The shares of right families and of right subtypes."""
    best = np.array([weigh_types(described, weights).argmax() for described in cases.described])
    rows = np.arange(len(best))
    return f"{cases.name} {cases.family[rows, best].mean():.3f} {cases.right[rows, best].mean():.3f}"


def write_weights(brief: NDArray[np.float64], longer: NDArray[np.float64]) -> None:
    """Write the table."""
    with _WEIGHTS.open("w", encoding="utf-8", newline="") as table:
        writer = csv.writer(table, lineterminator="\n")
        writer.writerow(("feature", "brief", "long"))
        writer.writerows(
            (name, f"{one:.2f}", f"{other:.2f}") for name, one, other in zip(FEATURES, brief, longer, strict=True)
        )


def fit_and_measure(sources: Sequence[Cases], given: Mapping[str, float]) -> NDArray[np.float64]:
    """The weights of one length of texts, checked on what they are not fitted to."""
    weights = fit([cases.take_half(fitted=True) for cases in sources], given)
    print("source, families and subtypes right: documents not fitted to, then the source when it is left out")
    for cases in sources:
        others = fit([other.take_half(fitted=True) for other in sources if other is not cases], given)
        print(measure(cases.take_half(fitted=False), weights), "|", measure(cases, others))
    return weights


def main() -> None:
    """Read, fit, check, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, nargs="+")
    options = parser.parse_args()
    language = LanguageModel()
    gold = [read_cases(path, language) for path in options.gold]
    write_weights(fit_and_measure(gold, _GIVEN), fit_and_measure(read_own(language), _GIVEN_LONG))


if __name__ == "__main__":
    main()
