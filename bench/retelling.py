"""Retellings on gold: of the triggers of one document, are those of one happening one event, and others kept apart?

    python -m bench retelling

`bench/retelling_labels.csv` names triggers drawn by chance from 58 documents of six corpora, some of 29 dispatches
(`bench/news`, all but the second and fourth part), and all of 78 more documents of the corpora, with a letter for each
happening that several of them tell of; one without a letter tells of another thing, or of nothing. They were labelled
by reading the sentences; triggers of which two readers may differ are left out, but for the 58 documents. Half of these
stand at an even place in their corpus, half at an odd one, and the 78 all at even places.
"""

import csv
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from bench.corpora import SHARED, make_source, read_corpus
from bench.dispatches import read_dispatches
from mapping.gazetteer import open_gazetteer
from mapping.language import LanguageModel
from mapping.model import Document, Event, ParsedDocument, Span
from mapping.pipeline import read_tellings
from mapping.telling.retelling import merge_retellings

_TABLE = Path(__file__).with_name("retelling_labels.csv")
DISPATCHES = "news"
"""What the labels call the dispatches, which lie in this repository."""

ALL = "all"
"""What the labels say of documents of which every trigger is labelled."""

Labels = Mapping[Span, str]
Offsets = Mapping[tuple[int, int], str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Labelled:
    """A document with its events before they are merged, and what a person says of the triggers, "" for no other."""

    corpus: str
    doc_id: str
    parsed: ParsedDocument
    tellings: tuple[Event, ...]
    labels: Labels
    part: str


def read_labels() -> dict[tuple[str, str], dict[str, Offsets]]:
    """The happening of each labelled trigger, by corpus and part, and by document.

    Triggers are told by their offsets in the text; those of a headline that stands beside it are negative.
    """
    found: defaultdict[tuple[str, str], defaultdict[str, dict[tuple[int, int], str]]]
    found = defaultdict(lambda: defaultdict(dict))
    with _TABLE.open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table):
            offsets = int(row["start"]), int(row["end"])
            found[row["corpus"], row["part"]][row["doc_id"]][offsets] = row["happening"]
    return {group: dict(documents) for group, documents in found.items()}


def read_labelled(language: LanguageModel) -> Iterator[Labelled]:
    """The labelled documents, read as they are now."""
    gazetteer = open_gazetteer()
    for (corpus, part), labelled in read_labels().items():
        documents = _read_documents(corpus, labelled)
        for doc_id, parsed in zip(documents, language.parse(documents.values()), strict=True):
            yield Labelled(
                corpus=corpus,
                doc_id=doc_id,
                parsed=parsed,
                tellings=read_tellings(parsed, gazetteer).events,
                labels=_move(labelled[doc_id], parsed.document.given_start),
                part=part,
            )


def _move(labels: Offsets, by: int) -> Labels:
    """The labels where their words lie once a headline stands before the text."""
    return {Span(start=start + by, end=end + by): happening for (start, end), happening in labels.items()}


def _read_documents(corpus: str, wanted: Collection[str]) -> dict[str, Document]:
    """Those of a corpus that are labelled, by the names that the labels give them."""
    if corpus == DISPATCHES:
        return {name: document for name, document in read_dispatches().items() if name in wanted}
    return {row["doc_id"]: make_source(row) for row in read_corpus(corpus) if row["doc_id"] in wanted}


def count_pairs(labels: Labels, events: Sequence[Event]) -> Counter[str]:
    """Pairs of labelled triggers that are one event or not; events that tell of labelled happenings, and those."""
    homes = {Span(start=event.trigger.start, end=event.trigger.end): event.event_id for event in events}
    homes |= {span: event.event_id for event in events for span in event.retold}
    found: Counter[str] = Counter()
    for one, other in combinations(labels, 2):
        same = labels[one] == labels[other] != ""
        joined = one in homes and other in homes and homes[one] == homes[other]
        found[f"{'same' if same else 'other'} {'joined' if joined else 'apart'}"] += 1
    found["happenings"] = len({happening for happening in labels.values() if happening})
    found["events"] = len({homes.get(span, str(span)) for span, happening in labels.items() if happening})
    return found


def main() -> None:
    """Print the table, the dispatches apart from the corpora."""
    if not (SHARED / "corpora" / "events").is_dir():
        print("left out: no gold corpora of events")
        return
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for one in read_labelled(LanguageModel()):
        kind = "dispatches" if one.corpus == DISPATCHES else "corpora, all" if one.part == ALL else "corpora"
        counts[f"{kind}, each telling"] += count_pairs(one.labels, one.tellings)
        counts[f"{kind}, merged"] += count_pairs(one.labels, merge_retellings(one.parsed, one.tellings))
    print("| | pairs joined rightly | wrongly | left apart wrongly | precision | recall | events | happenings |")
    print("|---|---|---|---|---|---|---|---|")
    for name, found in counts.items():
        right, wrong, lost = found["same joined"], found["other joined"], found["same apart"]
        rates = f"{right / max(1, right + wrong):.2f} | {right / max(1, right + lost):.2f}"
        print(f"| {name} | {right} | {wrong} | {lost} | {rates} | {found['events']} | {found['happenings']} |")


if __name__ == "__main__":
    main()
