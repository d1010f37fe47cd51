"""Fit the weights by which events of one document are one happening, and write them to geodata/retelling_weights.csv.

    python -m scripts.fit_retelling

The labels are those of bench/retelling_labels.csv; those of their texts that are no dispatches must lie beside the
repository. The reports of scripts/data/reports join them: what they tell at another place or on another day is two
happenings, and what they tell twice with the same labels is one. These hold more things apart than any news does, so
they have an intercept of their own and count half as much as the labelled triggers. The axes of meaning are found
first, along which the words of all these texts differ most (geodata/meaning_axes.npz). Logistic regression with a ridge
towards the weights that were set by hand (the column `reasoned`), stiffer where the labels say little because a text
seldom contradicts itself so (`stiffness`). The table that is printed is of the labelled triggers alone, cross-validated
over documents.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bench.dispatches import Told
from bench.dots import differ
from bench.regression import Table, cross_validate, fit_logistic, print_pair_table, split_folds
from bench.reports import read_reported, read_reports
from bench.retelling import Labelled, read_labelled
from mapping.gazetteer import open_gazetteer
from mapping.language import LanguageModel
from mapping.model import Event, ParsedDocument, Span
from mapping.pipeline import read_tellings
from mapping.tables import read_table
from mapping.telling.meanings import FILE_NAME, find_axes, load_axes, read_vector
from mapping.telling.retold import describe_event
from mapping.telling.sameness import find_possible_pairs
from scripts.weight_table import GEODATA, write_weights

_TABLE = GEODATA / "retelling_weights.csv"
_FOLDS = 6
# Next to nothing holds the reports' own intercept.
_FREE = 0.1
# What all pairs of the reports count together, as a share of what the labelled ones do.
_REPORTS = 0.5


def compare_document(one: Labelled, names: Sequence[str]) -> list[tuple[list[float], bool]]:
    """Features of each pair of labelled triggers of a document that may be one, and whether it is."""
    events = {Span(start=event.trigger.start, end=event.trigger.end): event for event in one.tellings}
    spans = [span for span in one.labels if span in events]
    pairs = find_possible_pairs([describe_event(one.parsed, events[span]) for span in spans], names)
    labels = [one.labels[span] for span in spans]
    return [(features, labels[first] == labels[second] != "") for first, second, features in pairs]


@dataclass(frozen=True, kw_only=True, slots=True)
class Reported:
    """A report with its events before they are merged, and the event of each thing that it tells."""

    name: str
    parsed: ParsedDocument
    tellings: tuple[Event, ...]
    told: Mapping[Told, Event]


def read_reports_told(language: LanguageModel) -> Iterator[Reported]:
    """The reports that tell of several things, read as they are now."""
    reported: dict[str, list[Told]] = {}
    for one in read_reported():
        reported.setdefault(one.document, []).append(one)
    documents = {name: document for name, document in read_reports().items() if len(reported.get(name, ())) > 1}
    gazetteer = open_gazetteer()
    for name, parsed in zip(documents, language.parse(documents.values()), strict=True):
        tellings = read_tellings(parsed, gazetteer).events
        yield Reported(name=name, parsed=parsed, tellings=tellings, told=_match(parsed, reported[name], tellings))


def compare_report(one: Reported, names: Sequence[str]) -> Iterator[tuple[list[float], bool]]:
    """The same of the things that a report tells."""
    told, events = list(one.told), list(one.told.values())
    tellings = [describe_event(one.parsed, event) for event in events]
    for first, second, features in find_possible_pairs(tellings, names):
        same = _is_same(told[first], told[second])
        if same is not None and events[first] is not events[second]:
            yield features, same


def _match(parsed: ParsedDocument, reported: Sequence[Told], events: Sequence[Event]) -> Mapping[Told, Event]:
    """The first event whose word stands in the words of each thing told; what has none is left out."""
    found = {}
    for one in reported:
        start = parsed.document.text.find(one.words)
        inside = [event for event in events if start <= event.trigger.start < start + len(one.words)]
        if inside and start >= 0:
            found[one] = inside[0]
    return found


def _is_same(one: Told, other: Told) -> bool | None:
    """Whether the labels speak of one happening; None where they leave it open."""
    if differ(one, other):
        return False
    labels = (set(one.places), set(one.days)), (set(other.places), set(other.days))
    is_open = "*" in {*one.places, *one.days, *other.places, *other.days}
    return True if labels[0] == labels[1] and set(one.types) & set(other.types) and not is_open else None


def _share(documents: Sequence[str]) -> Table:
    """How much each pair counts: a long document has many that are much alike."""
    counts = Counter(documents)
    return np.array([counts[name] ** -0.5 for name in documents])


def write_axes(texts: Iterable[tuple[ParsedDocument, Sequence[Event]]]) -> None:
    """Find the axes of the words that tell of all these events, for what is described from now on."""
    vectors = [
        read_vector(parsed.sentences[one.trigger.sentence], one.trigger.token) for parsed, told in texts for one in told
    ]
    found = find_axes(np.array(vectors))
    np.savez(GEODATA / FILE_NAME, centre=found.centre.astype(np.float32), axes=found.axes.astype(np.float32))
    load_axes.cache_clear()


def fit_retelling(labelled: Sequence[Labelled], reports: Sequence[Reported]) -> None:
    """Find the axes, cross-validate, fit, write."""
    write_axes([(one.parsed, one.tellings) for one in labelled] + [(one.parsed, one.tellings) for one in reports])
    rows = list(read_table(_TABLE))
    reasoned = np.array([*(float(row["reasoned"]) for row in rows), 0.0])
    ridge = np.array([*(float(row["stiffness"]) for row in rows), _FREE])
    names = [row["feature"] for row in rows]
    read = [(one.doc_id, pair) for one in labelled for pair in compare_document(one, names)]
    told = [(one.name, pair) for one in reports for pair in compare_report(one, names)]
    features = np.array([[*values, float(number >= len(read))] for number, (_, (values, _)) in enumerate(read + told)])
    same = np.array([float(is_same) for _, (_, is_same) in read + told])
    shares = _share([name for name, _ in read + told])
    shares[len(read) :] *= _REPORTS * shares[: len(read)].sum() / shares[len(read) :].sum()
    shares *= len(read) / shares[: len(read)].sum()
    folds = split_folds([name for name, _ in read], _FOLDS)

    def fit(kept: NDArray[np.bool_]) -> Table:
        kept = np.concatenate([kept, np.ones(len(told), dtype=bool)])
        return fit_logistic(features[kept], same[kept], ridge=ridge, expected=reasoned, shares=shares[kept])

    print_pair_table(cross_validate(features[: len(read)], folds, fit), same[: len(read)])
    write_weights(_TABLE, fit(np.ones(len(read), dtype=bool)).tolist()[:-1])


def main() -> None:
    """Read all texts and fit."""
    language = LanguageModel()
    fit_retelling(list(read_labelled(language)), list(read_reports_told(language)))


if __name__ == "__main__":
    main()
