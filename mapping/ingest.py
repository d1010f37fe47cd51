"""Documents -> store: what is new is read, what is known is passed over, and everything is counted."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, islice

from mapping.documents import Failure
from mapping.errors import RefusedError
from mapping.model import Document, Extraction
from mapping.store import Added, EventStore

BATCH = 50
"""How many documents one transaction keeps at most: a tenth of the time that one for each takes."""


@dataclass(kw_only=True, slots=True)
class IngestReport:
    """What became of the documents of one run; filled in as the run goes on.

    Attributes:
        added: Documents that the store did not hold.
        replaced: Documents that it held with another text or day, or was to read again.
        known: Documents that it held as they are.
        events: Events of the documents added and replaced; `placed` have a place, `dated` a date.
        joined: Those of `events` that joined a stored event, since another document tells the same.
        passed_over: Words that looked like an event's and tell of no happening.
        repeats: Paragraphs left out because another one says the same.
        unplaced: Why events have no place, counted.
        undated: Why events have no date, counted.
        failures: Files and records that could not be read, or not kept.
    """

    added: int = 0
    replaced: int = 0
    known: int = 0
    events: int = 0
    placed: int = 0
    dated: int = 0
    joined: int = 0
    passed_over: int = 0
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
    """Read documents into a store, some in one transaction: a run that is broken off keeps what it has read.

    A document that the store cannot keep is counted as a failure, and the others of its transaction are kept.

    Args:
        items: As `read_documents` gives them.
        store: Open for writing.
        extract: The pipeline: documents in, an extraction of each out, in the same order.
        again: Read known documents again, as after an update of Dateline.
        on_item: Called with each item that is done with, for a progress bar; documents once they are on the disk.

    Raises:
        StoreError: The store cannot be written.
    """
    run = _Run(store, on_item, again=again)
    new = run.select_new(items)
    # The pipeline loads its language model before it asks for a document; where none is new, nothing need be loaded.
    first = list(islice(new, 1))
    try:
        for extraction in extract(chain(first, new)) if first else ():
            run.take(extraction)
    finally:
        run.keep_waiting()
    return run.report


class _Run:
    """What one run holds: its report, and what waits for a transaction.

    Args:
        store: Open for writing.
        on_item: As `ingest_documents` has it.
        again: Read known documents again.
    """

    def __init__(self, store: EventStore, on_item: Callable[[Document | Failure], None], *, again: bool) -> None:
        self.report = IngestReport()
        self._store = store
        self._on_item = on_item
        self._again = again
        self._read: dict[str, Document] = {}  # documents that were passed on and are not stored yet
        self._waiting: list[Extraction] = []

    def select_new(self, items: Iterable[Document | Failure]) -> Iterator[Document]:
        """Pass on what must be read, count the rest."""
        for item in items:
            if isinstance(item, Failure):
                self._count_failure(item)
            elif self._read.get(item.doc_id) == item or (self._store.knows(item) and not self._again):
                self.report.known += 1
                self._on_item(item)
            else:
                self._read[item.doc_id] = item
                yield item

    def take(self, extraction: Extraction) -> None:
        """Let a document wait for others, or store them."""
        self._waiting.append(extraction)
        if len(self._waiting) >= BATCH:
            self.keep_waiting()

    def keep_waiting(self) -> None:
        """Store what waits."""
        batch, self._waiting = self._waiting, []
        if batch:
            self._keep(batch)

    def _keep(self, batch: list[Extraction]) -> None:
        """In one transaction, unless the store refuses one of the documents."""
        try:
            kept = {added.doc_id: added for added in self._store.add_each(batch, again=self._again)}
        except RefusedError as error:
            if len(batch) == 1:
                document = batch[0].document
                self._count_failure(Failure(path=document.path or document.doc_id, reason=str(error)))
            else:
                for one in batch:
                    self._keep([one])
            return
        for extraction in batch:
            document = extraction.document
            self._read.pop(document.doc_id, None)
            self._count(extraction, kept.pop(document.doc_id, None))
            self._on_item(document)

    def _count(self, extraction: Extraction, added: Added | None) -> None:
        if added is None:  # another of the same run was stored while the pipeline read ahead
            self.report.known += 1
            return
        self.report.replaced += added.is_replaced
        self.report.added += not added.is_replaced
        self.report.joined += added.joined
        _count_events(self.report, extraction)

    def _count_failure(self, failure: Failure) -> None:
        self.report.failures.append(failure)
        self._on_item(failure)


def _count_events(report: IngestReport, extraction: Extraction) -> None:
    report.repeats += len(extraction.document.repeats)
    report.passed_over += len(extraction.passed_over)
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
