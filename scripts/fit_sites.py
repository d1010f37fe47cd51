"""Fit what speaks for each place that an event may have had, and write it to geodata/site_weights.csv.

    python -m scripts.fit_sites GOLD.jsonl [GOLD.jsonl ...] --scorer event_eval.py

A softmax over a document's places and none at all is fitted to every second document of each file, to the first and
the third part of our own dispatches (bench/news), and to our own reports (scripts/data/reports). Three tables are
printed: of the other documents; of each file by weights that were fitted to all the other files; and, by those, how
much is right and how much silent as the least chance of a place that is shown rises.
"""

import argparse
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.corpora import is_fitted, make_source, open_scorer, read_gold_file
from bench.dispatches import PARTS, Told, read_dispatches, read_told
from bench.reports import read_reported, read_reports
from mapping.event_types import family_of
from mapping.gazetteer import Gazetteer, open_gazetteer
from mapping.kinds import Modality
from mapping.language import LanguageModel
from mapping.model import Document, ParsedDocument, Place, Trigger
from mapping.resolve import resolve_mentions
from mapping.telling.parts import locate
from mapping.telling.salience import Salience
from mapping.telling.site_lands import ALONE
from mapping.telling.site_options import Option, OptionMaker
from mapping.toponyms import find_mentions
from mapping.triggers import find_triggers, make_trigger
from scripts.weight_table import GEODATA, read_weights, write_weights

_TABLE = GEODATA / "site_weights.csv"
_RIDGE, _STEPS, _ENOUGH = 2.0, 60, 1e-3
_LEAST = (0.0, 0.2, ALONE, 0.4, 0.5, 0.6, 0.7, 0.8)
_TRIGGERS, _ELSEWHERE_ROLE = 3, 0.4
# Each file counts about as much as the next, whatever its length.
_FILE_WEIGHTS = {
    "gva": 0.4,
    "evloc": 0.6,
    "fakes-syria": 0.6,
    "muc4": 1.5,
    "muc4-truecased": 1.5,
    "news": 0.5,
    "reports": 0.15,
}


# Where samples are few, a weight stays near what reading showed: an event that its sentence puts only in a country was
# in the town there that another sentence tells of it.
# The same holds of what a name that no list has lies in where the text says so.
_PRIORS = {
    "narrows_told": 4.0,
    "elsewhere": -0.5,
    "elsewhere_speech": -0.5,
    "none_speech": 0.5,
    "dateline_other": -1.0,
    "home": -0.7,
    "lend_home": -1.0,
    "lend_linked": 2.0,
    "lend_capital": -1.5,
    "lend_outside": -1.0,
    "reference": -1.0,
}
# And these are all but set by hand. Gold asks for the place of a text, so that fitted weights would put every statement
# where the story is; a reader of the map takes that for the scene of it.
# So is a capital that only the dateline names: reports of one's own come from there oftener than news agencies' do.
_HELD = {
    "elsewhere_words": -1.2,
    "elsewhere_abroad": -0.8,
    "none_words": -0.4,
    "dateline_capital": -0.2,
    "bureau_alone": 0.0,
    "bureau_country": 1.3,
}
_HOLD = 30.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Sample:
    """One trigger: its options' features, a row each, and which of them are right; the last is no place."""

    corpus: str
    is_fitted: bool
    weight: float
    features: NDArray[np.float64]
    right: NDArray[np.bool_]


class Reader:
    """Makes samples of documents; the feature names are those of the table."""

    def __init__(self, scorer: ModuleType) -> None:
        self.names = [row["feature"] for row in read_weights(_TABLE)]
        self._scorer, self._language, self._gazetteer = scorer, LanguageModel(), open_gazetteer()

    def read_gold(self, path: Path) -> Iterator[Sample]:
        """The samples of a gold file; documents with several events are passed over."""
        rows = list(read_gold_file(path))
        parses = self._language.parse([make_source(row) for row in rows])
        for number, (row, parsed) in enumerate(zip(rows, parses, strict=True)):
            gold = _find_single(row["gold"])
            if gold is not None:
                yield from self._read_document(path.stem, is_fitted(number), parsed, gold)

    def read_news(self) -> Iterator[Sample]:
        """The samples of our own dispatches, one for each thing told; the second part is not fitted to."""
        news = [told for told in read_told() if told.part in PARTS[:3]]
        yield from self._read_labels("news", news, read_dispatches())

    def read_reports(self) -> Iterator[Sample]:
        """The samples of our own reports, all of them fitted to."""
        yield from self._read_labels("reports", read_reported(), read_reports())

    def _read_labels(self, corpus: str, news: Sequence[Told], texts: Mapping[str, Document]) -> Iterator[Sample]:
        known = {told.document for told in news}
        documents = {name: document for name, document in texts.items() if name in known}
        parses = dict(zip(documents, self._language.parse(documents.values()), strict=True))
        for told in news:
            if "*" in told.places:
                continue
            parsed = parses[told.document]
            triggers = find_triggers(parsed)
            maker = self._make_options(parsed, triggers)
            for number in _find_telling(told, parsed, triggers):
                options = maker.make(number)
                right = [self._is_named(option, told.places) for option in options]
                yield self._make_sample(corpus, told.part != PARTS[1], 1.0, options, right)

    def _read_document(
        self, corpus: str, is_fitted: bool, parsed: ParsedDocument, gold: Mapping[str, Any]
    ) -> Iterator[Sample]:
        asked = gold.get("trigger_span")
        triggers = (make_trigger(parsed, *asked),) if asked else find_triggers(parsed)
        used = range(1) if asked else _pick_main(parsed, triggers, gold)
        maker = self._make_options(parsed, triggers)
        for number in used:
            options = maker.make(number)
            right = [self._is_right(option, gold.get("where") or ()) for option in options]
            if asked or not _tells_elsewhere(options, right):
                yield self._make_sample(corpus, is_fitted, 1.0 / len(used), options, right)

    def _make_options(self, parsed: ParsedDocument, triggers: Sequence[Trigger]) -> OptionMaker:
        gazetteer: Gazetteer = self._gazetteer
        resolutions = resolve_mentions(parsed, find_mentions(parsed, gazetteer), gazetteer)
        return OptionMaker(parsed, triggers, resolutions, gazetteer.find_part)

    def _make_sample(
        self, corpus: str, is_fitted: bool, weight: float, options: Sequence[Option], right: Sequence[bool]
    ) -> Sample:
        features = np.array([[option.features.get(name, 0.0) for name in self.names] for option in options])
        return Sample(corpus=corpus, is_fitted=is_fitted, weight=weight, features=features, right=np.array(right))

    def _locate(self, option: Option) -> Place | None:
        return locate(option.site.resolution, self._gazetteer.find_part) if option.site else None

    def _is_named(self, option: Option, names: Sequence[str]) -> bool:
        if option.site is None:
            return "-" in names
        place = self._locate(option)
        shown = place.name if place else option.site.resolution.mention.text
        plain = [name.partition("@") for name in names if name != "-"]
        return any(
            name.casefold() in shown.casefold() and (not code or place is None or place.country_code == code)
            for name, _, code in plain
        )

    def _is_right(self, option: Option, where: Sequence[Mapping[str, Any]]) -> bool:
        if option.site is None or not where:
            return option.site is None and not where
        place = self._locate(option)
        found = {"name": "", "mention": option.site.resolution.mention.text}
        if place is not None:
            found |= {"name": place.name, "lat": place.lat, "lon": place.lon, "country": place.country_code}  # type: ignore[dict-item]
            found["level"] = place.level.value
        return bool(self._scorer.best_place(found, where) == 2)


def _tells_elsewhere(options: Sequence[Option], right: Sequence[bool]) -> bool:
    """Whether the sentence puts the event plainly in a place that is not the document's."""
    plain = {id(option.told) for option in options if option.told and option.told.score >= _ELSEWHERE_ROLE}
    fitting = {id(option.told) for option, is_right in zip(options, right, strict=True) if is_right}
    return not plain <= fitting


def _find_single(gold: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """What a document's gold says of its only event; None where it has several, or says nothing of its place."""
    if gold.get("events") is not None:
        events = [event for event in gold["events"] if not event.get("optional")]
        return events[0] if len(events) == 1 else None
    return gold if gold.get("where") or gold.get("no_place") else None


def _pick_main(parsed: ParsedDocument, triggers: Sequence[Trigger], gold: Mapping[str, Any]) -> list[int]:
    """The most salient triggers of the gold's families, by number."""
    families = {family_of(code) for code in gold.get("type") or ()}
    salience = Salience(parsed, triggers)
    fitting = [
        number
        for number, trigger in enumerate(triggers)
        if trigger.modality is Modality.HAPPENED and (not families or family_of(trigger.type) in families)
    ]
    return sorted(fitting, key=lambda number: -salience.weigh(triggers[number]))[:_TRIGGERS]


def _find_telling(told: Told, parsed: ParsedDocument, triggers: Sequence[Trigger]) -> list[int]:
    """The triggers that tell a thing, by number: of its types in its words, else in its sentence, else any in these.

    What was taken for another kind of thing happened where it did all the same.
    """
    # A text in capitals is read with its case restored.
    at = parsed.document.text.lower().index(told.words.lower())
    words = [number for number, trigger in enumerate(triggers) if at <= trigger.start < at + len(told.words)]
    fitting = [
        number
        for number, trigger in enumerate(triggers)
        if parsed.sentences[trigger.sentence].start <= at < parsed.sentences[trigger.sentence].end
        and any(trigger.type == one or trigger.type.startswith(f"{one}.") for one in told.types)
    ]
    return [number for number in fitting if number in words] or fitting or words


def fit(samples: Sequence[Sample], names: Sequence[str]) -> NDArray[np.float64]:
    """Softmax regression on the samples with a right option, by Newton's method; any right option will do.

    Args:
        samples: Of any number of files.
        names: Of the features, which tell what each weight is held near, by a ridge.
    """
    prior = np.array([(_PRIORS | _HELD).get(name, 0.0) for name in names])
    ridge = np.array([_RIDGE * (_HOLD if name in _HELD else 1.0) for name in names])
    used = [sample for sample in samples if sample.right.any()]
    features = np.vstack([sample.features for sample in used])
    right = np.concatenate([sample.right for sample in used])
    owner = np.repeat(np.arange(len(used)), [len(sample.right) for sample in used])
    counts = np.array([sample.weight * _FILE_WEIGHTS.get(sample.corpus, 1.0) for sample in used])
    weights = np.zeros(features.shape[1])
    for _ in range(_STEPS):
        chance = _spread(features @ weights, owner, len(used))
        wanted = _spread(np.where(right, features @ weights, -1e9), owner, len(used))
        slope = features.T @ ((wanted - chance) * counts[owner]) - ridge * (weights - prior)
        mean = np.zeros((len(used), features.shape[1]))
        np.add.at(mean, owner, features * chance[:, None])
        bend = (features * (chance * counts[owner])[:, None]).T @ features - (mean * counts[:, None]).T @ mean
        step = np.linalg.solve(bend + np.diag(ridge), slope)
        weights = weights + step
        if np.abs(step).max() < _ENOUGH:
            break
    return weights


def _spread(sums: NDArray[np.float64], owner: NDArray[np.intp], groups: int) -> NDArray[np.float64]:
    top = np.full(groups, -np.inf)
    np.maximum.at(top, owner, sums)
    raised = np.exp(sums - top[owner])
    shares: NDArray[np.float64] = raised / np.bincount(owner, weights=raised, minlength=groups)[owner]
    return shares


def measure(weights: NDArray[np.float64], samples: Sequence[Sample]) -> str:
    """The share of events with a place that get it, and of those without one that get none."""
    tally: dict[bool, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for sample in samples:
        is_right = sample.right[int(np.argmax(sample.features @ weights))]
        tally[bool(sample.right[-1])][0] += sample.weight * bool(is_right)
        tally[bool(sample.right[-1])][1] += sample.weight
    shares = {silent: right / total for silent, (right, total) in tally.items() if total}
    return f"{shares.get(False, float('nan')):6.3f}  {shares.get(True, float('nan')):6.3f}"


def draw_curve(judged: Sequence[tuple[Sample, NDArray[np.float64]]]) -> Iterator[str]:
    """By the least chance: the shares of places that are shown, of none that stay none, of the shown that are right.

    Args:
        judged: Samples with the weights to judge them by; each corpus counts alike.
    """
    for least in _LEAST:
        rows: dict[str, list[float]] = defaultdict(lambda: [0.0] * 6)
        for sample, weights in judged:
            chance = _spread(sample.features @ weights, np.zeros(len(sample.right), dtype=np.intp), 1)
            best = int(np.argmax(chance))
            shown = best != len(chance) - 1 and chance[best] >= least
            is_right, has_place = bool(sample.right[best]), not sample.right[-1]
            row = rows[sample.corpus]
            for column, value in enumerate(
                (has_place, has_place and shown and is_right, not has_place, not has_place and not shown, shown,
                 shown and is_right)
            ):  # fmt: skip
                row[column] += sample.weight * value
        shares = [
            np.mean([row[part] / row[whole] for row in rows.values() if row[whole]])
            for whole, part in ((0, 1), (2, 3), (4, 5))
        ]
        yield f"{least:.2f}   {shares[0]:.3f}   {shares[1]:.3f}   {shares[2]:.3f}"


def main() -> None:
    """Read, fit, check, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--scorer", type=Path, required=True)
    options = parser.parse_args()
    reader = Reader(open_scorer(options.scorer))
    samples = [
        *(sample for path in options.gold for sample in reader.read_gold(path)),
        *reader.read_news(),
        *reader.read_reports(),
    ]
    fitted = [sample for sample in samples if sample.is_fitted]
    weights = fit(fitted, reader.names)
    judged: list[tuple[Sample, NDArray[np.float64]]] = []
    print("file              placed  silent   by the other files' weights")
    for corpus in dict.fromkeys(sample.corpus for sample in samples):
        ours = [sample for sample in samples if sample.corpus == corpus]
        ours = [sample for sample in ours if not sample.is_fitted] or ours
        # The two MUC files share documents.
        others = fit([sample for sample in fitted if sample.corpus[:4] != corpus[:4]], reader.names)
        print(f"{corpus:16s}  {measure(weights, ours)}   {measure(others, ours)}")
        judged.extend((sample, others) for sample in ours)
    print("least  placed  silent  right of the shown, by the other files' weights")
    print("\n".join(draw_curve(judged)))
    write_weights(_TABLE, weights.tolist(), digits=3)


if __name__ == "__main__":
    main()
