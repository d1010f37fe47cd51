"""Pairs of accounts with a person's word on whether they are one happening: `bench/merge_labels.csv`.

A row names a corpus, two of its documents, the spans of two triggers, and 1 where both tell of one happening. 200
pairs were drawn by chance from those that share a blocking key, alike many from each fifth of the chances that merging
then gave them, so that most are hard; 65 are the first and last account of merged events drawn by chance. Nine of these
are gone with their triggers. 109 were drawn later from every second document, over all chances and from pairs that were
then forbidden, and 47 are the first two accounts of merged events. They were labelled by reading both sentences. 271
more follow these (`DRAWN`): the main accounts of every second document of three corpora were sorted by happening, and
pairs drawn from each story, those that were joined as well as those that shared no key.
"""

import csv
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bench.corpora import make_source, read_corpus
from mapping.documents import move_extent
from mapping.gazetteer import open_gazetteer
from mapping.language import LanguageModel
from mapping.model import Document, Event, Extraction, Span
from mapping.pipeline import extract_events

_TABLE = Path(__file__).with_name("merge_labels.csv")

DRAWN = 412
"""The rows in front of those that come from documents sorted as a whole."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Label:
    """Two triggers and whether they tell of one happening."""

    corpus: str
    doc_id: str
    span: Span
    other_doc_id: str
    other_span: Span
    same: bool


def read_labels() -> tuple[Label, ...]:
    """All rows of the table."""
    with _TABLE.open(encoding="utf-8", newline="") as table:
        return tuple(
            Label(
                corpus=row["corpus"],
                doc_id=row["doc_id"],
                span=Span(start=int(row["start"]), end=int(row["end"])),
                other_doc_id=row["other_doc_id"],
                other_span=Span(start=int(row["other_start"]), end=int(row["other_end"])),
                same=row["same"] == "1",
            )
            for row in csv.DictReader(table)
        )


def extract_labelled(labels: Sequence[Label], language: LanguageModel) -> dict[str, list[Extraction]]:
    """What Dateline makes of the documents that the labels name, by corpus, in order of publication."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for label in labels:
        wanted[label.corpus] |= {label.doc_id, label.other_doc_id}
    gazetteer, found = open_gazetteer(), {}
    for corpus, ids in sorted(wanted.items()):
        documents = [make_source(row) for row in read_corpus(corpus) if row["doc_id"] in ids]
        documents.sort(key=lambda document: (document.created or date.min, document.doc_id))
        found[corpus] = list(extract_events(documents, language=language, gazetteer=gazetteer))
    return found


def find_event(extractions: Sequence[Extraction], doc_id: str, span: Span) -> tuple[Event, Document] | None:
    """The event that a labelled trigger belongs to, told there or retold; None where nothing is found there now."""
    for extraction in extractions:
        if extraction.document.doc_id == doc_id:
            asked = move_extent(span, extraction.document.given_start)
            for event in extraction.events:
                spans = [(event.trigger.start, event.trigger.end), *((told.start, told.end) for told in event.retold)]
                if any(start < asked.end and asked.start < end for start, end in spans):
                    return event, extraction.document
    return None
