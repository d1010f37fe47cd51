"""Documents -> store: what is new is read, what is known is passed over, and everything is counted."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, islice

from mapping.documents import Failure
from mapping.model import Document, Extraction
from mapping.store import EventStore


@dataclass(kw_only=True, slots=True)
class IngestReport:
    """What became of the documents of one run; filled in as the run goes on.

    Attributes:
        added: Documents that the store did not hold.
        replaced: Documents that it held with another text or day, or was to read again.
        known: Documents that it held as they are.
        events: Events of the documents added and replaced; `placed` have a place, `dated` a date.
        joined: Those of `events` that joined a stored event, since another document tells the same.
        repeats: Paragraphs left out because another one says the same.
        unplaced: Why events have no place, counted.
        undated: Why events have no date, counted.
        failures: Files and records that could not be read.
    """

    added: int = 0
    replaced: int = 0
    known: int = 0
    events: int = 0
    placed: int = 0
    dated: int = 0
    joined: int = 0
    repeats: int = 0
    unplaced: Counter[str] = field(default_factory=Counter)
    undated: Counter[str] = field(default_factory=Counter)
    failures: list[Failure] = field(default_factory=list)

    @property
    def documents(self) -> int:
        """All documents that could be read."""
        return self.added + self.replaced + self.known


def ingest_documents(
    items: Iterable[Document | Failure],
    store: EventStore,
    extract: Callable[[Iterable[Document]], Iterator[Extraction]],
    *,
    again: bool = False,
    on_item: Callable[[Document | Failure], None] = lambda _: None,
) -> IngestReport:
    """Read documents into a store, each in a transaction of its own: a run that is broken off keeps what it has done.

    Args:
        items: As `read_documents` gives them.
        store: Open for writing.
        extract: The pipeline: documents in, an extraction of each out, in the same order.
        again: Read known documents again, as after an update of Dateline.
        on_item: Called with each item that is done with, for a progress bar.

    Raises:
        StoreError: The store cannot be written.
    """
    report = IngestReport()
    new = _select_new(items, store, report, on_item, again=again)
    # The pipeline loads its language model before it asks for a document; where none is new, nothing need be loaded.
    first = list(islice(new, 1))
    for extraction in extract(chain(first, new)) if first else ():
        document = extraction.document
        was_there = store.has_document(document.doc_id)
        if store.add(extraction, again=again):
            report.replaced += was_there
            report.added += not was_there
            _count_events(report, extraction)
            report.joined += sum(store.find_event_id(one.event_id) != one.event_id for one in extraction.events)
        else:  # another of the same run was stored while the pipeline read ahead
            report.known += 1
        on_item(document)
    return report


def _select_new(
    items: Iterable[Document | Failure],
    store: EventStore,
    report: IngestReport,
    on_item: Callable[[Document | Failure], None],
    *,
    again: bool,
) -> Iterator[Document]:
    """Pass on what must be read, count the rest."""
    for item in items:
        if isinstance(item, Failure):
            report.failures.append(item)
            on_item(item)
        elif store.knows(item) and not again:
            report.known += 1
            on_item(item)
        else:
            yield item


def _count_events(report: IngestReport, extraction: Extraction) -> None:
    report.repeats += len(extraction.document.repeats)
    for event in extraction.events:
        report.events += 1
        if event.place is None:
            report.unplaced[event.unplaced or "no reason given"] += 1
        else:
            report.placed += 1
        if event.date is None:
            report.undated[event.undated or "no reason given"] += 1
        else:
            report.dated += 1
