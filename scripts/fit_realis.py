"""Fit what tells a happening from words that tell of none, and write geodata/realis_weights.csv.

    python -m scripts.fit_realis wcep-train.jsonl.gz

What tells of nothing: each trigger found in the sentences `none` of `data/type_sentences.csv`, the words marked `none`
in `data/type_passages.txt`, and the triggers of real articles (bench/articles.py), of our own dispatches (all but the
parts kept for measuring) and reports whose event has no word in any label there. What tells of something: the other
marked triggers and those that stand in a label's words. Of sentences of the current-events portal (the input, as for
`scripts/train_encoder.py`) the triggers in labelled words are either. How much the encoder's own opinion counts beside
all this is fitted to texts that it was not trained on: the articles and dispatches, and the sentences, passages and
reports kept out. Printed is how many of each source a bar lets pass, by weights that were fitted to other documents.
"""

import argparse
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.articles import FITTED, read_articles
from bench.dispatches import FITTED_PARTS, Told, read_dispatches, read_told
from bench.regression import cross_validate, fit_logistic, split_folds
from bench.reports import DATA, is_kept_out, read_reported, read_reports
from mapping.documents import make_document
from mapping.gazetteer import open_gazetteer
from mapping.language import LanguageModel
from mapping.model import Document, ParsedDocument, Trigger
from mapping.pipeline import read_tellings
from mapping.tables import read_table
from mapping.telling.realis import describe_realis, is_headline
from mapping.telling.retelling import merge_retellings
from mapping.triggers import find_triggers
from scripts.own_sentences import read_own_sentences
from scripts.passages import Marked, read_passages
from scripts.portal import NOTHING, read_portal_sentences
from scripts.type_lessons import is_passage_kept_out, is_sentence_kept_out
from scripts.weight_table import GEODATA, write_weights

_TABLE = GEODATA / "realis_weights.csv"
_OPINION, _ARTICLES, _DISPATCHES = "nothing", "articles", "dispatches"
_RIDGE, _FREE, _FOLDS = 6.0, 0.01, 5
# Before anything is seen: the other features as they are, and the encoder's opinion at half its word.
_EXPECTED = np.array([1.0, -0.5, 0.0])
_DAY = date(2020, 6, 15)
_BARS = (0.2, 0.3, 0.4, 0.5, 0.6)
# How much a trigger counts: real articles are few, and what was written to show one thing each is less alike to news.
_SHARES = {_ARTICLES: 5.0, _DISPATCHES: 2.0, "reports": 0.2, "sentences": 1.0, "passages": 1.0, "portal": 0.1}
# And of these what tells, of which there is much more than of what does not.
_TOLD_SHARES = {"sentences": 0.4, "portal": 0.06}

Table = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """One trigger: where it is from, its document, its features, and whether it tells of a happening.

    `is_new` says that the encoder was not trained on the text.
    """

    source: str
    doc_id: str
    features: Mapping[str, float]
    is_told: bool
    is_new: bool


def read_sentences(language: LanguageModel) -> Iterator[Case]:
    """The triggers of sentences of our own; of those that tell of something only what is marked is known."""
    own = list(read_own_sentences())
    documents = [make_document(one.text, created=_DAY, doc_id=f"sentence {number}") for number, one in enumerate(own)]
    for number, (one, parsed) in enumerate(zip(own, language.parse(documents), strict=True)):
        is_told, is_new = one.code != NOTHING, is_sentence_kept_out(number)
        for trigger in find_triggers(parsed):
            if not is_told or (trigger.start < one.end and one.start < trigger.end):
                yield _make_case("sentences", parsed, trigger, is_told=is_told, is_new=is_new)


def read_marks(language: LanguageModel) -> Iterator[Case]:
    """The triggers that are marked in sentences of our own that tell several things, and some nothing."""
    marks: dict[str, list[Marked]] = defaultdict(list)
    for mark in read_passages(DATA / "type_passages.txt"):
        marks[mark.text].append(mark)
    documents = [make_document(text, created=_DAY, doc_id=f"passage {number}") for number, text in enumerate(marks)]
    for (text, own), parsed in zip(marks.items(), language.parse(documents), strict=True):
        for trigger in find_triggers(parsed):
            codes = {mark.code for mark in own if trigger.start < mark.end and mark.start < trigger.end}
            if codes:
                is_new = is_passage_kept_out(text)
                yield _make_case("passages", parsed, trigger, is_told=codes != {NOTHING}, is_new=is_new)


def read_portal(path: Path, language: LanguageModel) -> Iterator[Case]:
    """The triggers in labelled words of the portal's sentences; what other words tell is not known."""
    labelled = read_portal_sentences(path)
    documents = [make_document(one.text, created=one.published, doc_id=f"portal {one.line}") for one in labelled]
    for one, parsed in zip(labelled, language.parse(documents), strict=True):
        spans = [(one.text.index(told.words), told) for told in one.told]
        for trigger in find_triggers(parsed):
            inside = [told for start, told in spans if trigger.start < start + len(told.words) and start < trigger.end]
            if inside or not spans:
                is_told = any(told.types != (NOTHING,) for told in inside)
                yield _make_case("portal", parsed, trigger, is_told=is_told, is_new=one.is_kept_out)


def read_told_cases(
    source: str, told: Sequence[Told], documents: Mapping[str, Document], language: LanguageModel
) -> Iterator[Case]:
    """The triggers of texts of which all that they tell is labelled.

    One that only belongs to an event with a word in a label is left out, and so are titles without one, which tell what
    is labelled below.
    """
    gazetteer = open_gazetteer()
    for name, parsed in zip(documents, language.parse(documents.values()), strict=True):
        is_new = source in (_ARTICLES, _DISPATCHES) or is_kept_out(name)
        tellings = read_tellings(parsed, gazetteer).events
        triggers = {(one.trigger.start, one.trigger.end): one.trigger for one in tellings}
        starts = [(one.find_start(documents[name].text), one) for one in told if one.document == name]
        labels = [(start, start + len(one.words)) for start, one in starts]
        for event in merge_retellings(parsed, tellings):
            spans = [(event.trigger.start, event.trigger.end), *((span.start, span.end) for span in event.retold)]
            labelled = {span for span in spans if any(start < span[1] and span[0] < end for start, end in labels)}
            for span in spans:
                if span in labelled or not (labelled or is_headline(parsed, triggers[span])):
                    yield _make_case(source, parsed, triggers[span], is_told=span in labelled, is_new=is_new)


def _make_case(source: str, parsed: ParsedDocument, trigger: Trigger, *, is_told: bool, is_new: bool = False) -> Case:
    return Case(
        source=source,
        doc_id=parsed.document.doc_id,
        features=describe_realis(parsed, trigger),
        is_told=is_told,
        is_new=is_new,
    )


def fit(table: Table, told: Table, shares: Table, is_new: NDArray[np.bool_], names: Sequence[str]) -> Table:
    """The weights: first of all features but the encoder's opinion, then of their sum and that opinion.

    The first step leaves the offset free; the second sees only texts that are new to the encoder.
    """
    last = names.index(_OPINION)
    features = np.delete(table, last, axis=1)
    ridge = np.array([_FREE if name == "offset" else _RIDGE for name in names if name != _OPINION])
    weights = fit_logistic(features, told, ridge=ridge, shares=shares)
    both = np.stack([features @ weights, table[:, last], np.ones(len(table))], axis=1)[is_new]
    much, opinion, offset = fit_logistic(both, told[is_new], ridge=_RIDGE, expected=_EXPECTED)
    weights *= much
    weights[[name for name in names if name != _OPINION].index("offset")] += offset
    return np.insert(weights, last, opinion)


def print_bars(cases: Sequence[Case], chances: Table) -> None:
    """Of what is told and of what is not, the share that passes each bar, by source."""
    print("source        told  none |" + "".join(f"  >= {bar:.1f}    " for bar in _BARS))
    for source in dict.fromkeys(case.source for case in cases):
        own = [(case.is_told, chance) for case, chance in zip(cases, chances, strict=True) if case.source == source]
        told, none = ([chance for is_told, chance in own if is_told == wanted] for wanted in (True, False))
        passed = "".join(f" {_find_share(told, bar):.3f}/{_find_share(none, bar):.3f}" for bar in _BARS)
        print(f"{source:12s} {len(told):5d} {len(none):5d} |{passed}")


def _find_share(chances: Sequence[float], bar: float) -> float:
    return sum(chance >= bar for chance in chances) / len(chances) if chances else float("nan")


def main() -> None:
    """Read, cross-fit, fit, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("portal", type=Path)
    options = parser.parse_args()
    language = LanguageModel()
    told = [one for one in read_told() if one.part in FITTED_PARTS]
    seen = {one.document for one in told}
    dispatches = {name: document for name, document in read_dispatches().items() if name in seen}
    articles, by_articles = read_articles()
    by_articles = tuple(one for one in by_articles if one.part == FITTED)
    read_named = {name: articles[name] for name in dict.fromkeys(one.document for one in by_articles)}
    cases = [
        *read_sentences(language),
        *read_marks(language),
        *read_portal(options.portal, language),
        *read_told_cases(_DISPATCHES, told, dispatches, language),
        *read_told_cases("reports", read_reported(), read_reports(), language),
        *read_told_cases(_ARTICLES, by_articles, read_named, language),
    ]
    names = [row["feature"] for row in read_table(_TABLE)]
    features = np.array([[case.features.get(name, 0.0) for name in names] for case in cases])
    is_told = np.array([float(case.is_told) for case in cases])
    told_shares = [_TOLD_SHARES.get(case.source, 1.0) if case.is_told else 1.0 for case in cases]
    shares = np.array([_SHARES[case.source] for case in cases]) * told_shares
    folds = split_folds([case.doc_id for case in cases], _FOLDS)
    is_new = np.array([case.is_new for case in cases])

    def fit_to(kept: NDArray[np.bool_]) -> Table:
        return fit(features[kept], is_told[kept], shares[kept], is_new[kept], names)

    print_bars(cases, cross_validate(features, folds, fit_to))
    write_weights(_TABLE, fit_to(np.ones(len(cases), dtype=bool)).tolist())


if __name__ == "__main__":
    main()
