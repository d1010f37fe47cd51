"""Tests of mapping.ingest: what is new is read, what is known passed over, everything counted, whatever happens."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from mapping.commands.ingest import ByteProgress
from mapping.documents import Failure, make_document, read_documents
from mapping.errors import StoreError
from mapping.ingest import BATCH, IngestReport, ingest_documents
from mapping.model import Document, Extraction, PassedOver
from mapping.store import EventStore, open_store
from tests.values import EVENT


@pytest.fixture
def store(tmp_path: Path) -> Iterator[EventStore]:
    """A new store."""
    with open_store(tmp_path / "events.db") as opened:
        yield opened


def make_extract(read: list[str]) -> Callable[[Iterable[Document]], Iterator[Extraction]]:
    """A pipeline that finds three events in each document and notes which it was given."""

    def extract(documents: Iterable[Document]) -> Iterator[Extraction]:
        for document in documents:
            read.append(document.text)
            event = replace(EVENT, doc_id=document.doc_id, event_id=f"{document.doc_id}-1")
            unplaced = replace(event, event_id=f"{document.doc_id}-2", place=None, unplaced="none told")
            bare = replace(unplaced, event_id=f"{document.doc_id}-3", date=None, undated="no day known")
            passed = PassedOver(trigger=EVENT.trigger, chance=0.1, doubts=("it is in the present tense",))
            yield Extraction(
                document=document, resolutions=(), timexes=(), events=(event, unplaced, bare), passed_over=(passed,)
            )

    return extract


def ingest(store: EventStore, *items: Document | Failure, again: bool = False) -> tuple[IngestReport, list[str]]:
    """The report, and the texts that were read."""
    read: list[str] = []
    return ingest_documents(items, store, make_extract(read), again=again), read


ONE, TWO = make_document("It rained."), make_document("It snowed.")


def test_everything_is_counted(store: EventStore) -> None:
    """Documents, events with and without place and date, with the reasons, failures, and words that are no events."""
    failure = Failure(path="a.txt", reason="the text is empty")
    report, read = ingest(store, ONE, failure, TWO)
    assert read == ["It rained.", "It snowed."]
    assert (report.documents, report.added, report.known, report.replaced) == (2, 2, 0, 0)
    assert (report.events, report.placed, report.dated) == (6, 2, 4)
    assert report.unplaced == {"none told": 4}
    assert report.undated == {"no day known": 2}
    assert report.failures == [failure]
    assert report.passed_over == 2
    # Both tell the same on the same day; what has no day joins nothing.
    assert report.joined == 2
    assert store.summary().events == 4


def test_known_documents_are_not_read(store: EventStore) -> None:
    """Not even once more within the same run."""
    ingest(store, ONE)
    report, read = ingest(store, ONE, TWO, TWO)
    assert read == ["It snowed."]
    assert (report.added, report.known, store.summary().documents) == (1, 2, 2)


def test_a_pipeline_may_read_ahead(store: EventStore) -> None:
    """Then the same document can be read twice, but it is stored and counted once."""

    def extract(documents: Iterable[Document]) -> Iterator[Extraction]:
        yield from make_extract([])(list(documents))

    report = ingest_documents([ONE, ONE], store, extract)
    assert (report.added, report.known, report.replaced, report.events) == (1, 1, 0, 3)


def test_the_pipeline_is_not_even_asked_where_nothing_is_new(store: EventStore) -> None:
    """It would load its language model."""
    ingest(store, ONE)

    def refuse(documents: Iterable[Document]) -> Iterator[Extraction]:
        raise AssertionError(list(documents))

    report = ingest_documents([ONE, Failure(path="a", reason="b")], store, refuse)
    assert (report.known, len(report.failures), report.events) == (1, 1, 0)


def test_a_surer_day_replaces_and_again_reads_all(store: EventStore) -> None:
    """Both are counted as replaced."""
    ingest(store, ONE, TWO)
    dated = make_document(ONE.text, created=date(2023, 1, 17))
    report, _ = ingest(store, dated, TWO)
    assert (report.added, report.replaced, report.known) == (0, 1, 1)
    report, read = ingest(store, dated, TWO, again=True)
    assert (report.replaced, len(read)) == (2, 2)
    assert store.summary().documents == 2


def test_repeats_are_counted(store: EventStore) -> None:
    """What was left out of a text is told."""
    report, _ = ingest(store, make_document("It rained all day.\n\nIt snowed.\n\nIt rained all day."))
    assert report.repeats == 1


def test_each_item_is_reported_when_it_is_done(store: EventStore) -> None:
    """For a progress bar: documents read, known and failed alike."""
    ingest(store, ONE)
    done: list[Document | Failure] = []
    items: list[Document | Failure] = [ONE, Failure(path="a", reason="b"), TWO]
    ingest_documents(items, store, make_extract([]), on_item=done.append)
    assert done == items


def test_a_run_that_breaks_off_keeps_what_it_has_done(store: EventStore) -> None:
    """What was read is kept, though its transaction was to take more."""

    def break_off() -> Iterator[Document]:
        yield ONE
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ingest_documents(break_off(), store, make_extract([]))
    assert [document.text for document in store.find_documents()] == ["It rained."]


def test_documents_are_kept_in_batches_and_told_of_afterwards(store: EventStore) -> None:
    """What was told of is on the disk: a transaction for every fifty, and one for what is left."""
    told: list[int] = []
    generations = set()

    def look(item: Document | Failure) -> None:
        told.append(store.summary().documents)
        generations.add(store.generation)
        assert isinstance(item, Document)
        assert store.has_document(item.doc_id)

    documents: list[Document | Failure] = [make_document(f"It rained on {n} of June.") for n in range(BATCH + 3)]
    report = ingest_documents(documents, store, make_extract([]), on_item=look)
    assert report.added == len(told) == BATCH + 3
    assert told[0] == BATCH
    assert len(generations) == 2


def test_a_document_that_cannot_be_kept_does_not_sink_the_others(store: EventStore) -> None:
    """It is a failure with its reason; those before and behind it are kept, and the run goes on."""
    read = make_extract([])
    bad = make_document("A day that never was.", path="bad.txt")

    def extract(documents: Iterable[Document]) -> Iterator[Extraction]:
        for extraction in read(documents):
            first = extraction.events[0]
            first = replace(first, sentence="half a pair: \ud800") if extraction.document is bad else first
            yield replace(extraction, events=(first, *extraction.events[1:]))

    report = ingest_documents([ONE, bad, TWO], store, extract)
    assert {document.text for document in store.find_documents()} == {ONE.text, TWO.text}
    assert (report.added, report.events, len(report.failures)) == (2, 6, 1)
    assert report.failures[0].path == "bad.txt"
    assert "cannot be written as JSON" in report.failures[0].reason


def test_an_error_of_the_store_itself_ends_the_run(store: EventStore) -> None:
    """A full disk refuses every document: that is no failure of one."""
    store.close()
    with pytest.raises(StoreError, match="was closed"):
        ingest_documents([ONE], store, make_extract([]))


def test_progress_reaches_the_end_of_all_files(tmp_path: Path) -> None:
    """Its steps are never below zero and sum up to the bytes of all files, whatever is in them."""
    (tmp_path / "a.txt").write_text("It rained.")
    (tmp_path / "b.txt").write_bytes(b"\x00 no text")
    (tmp_path / "c.jsonl").write_text("\n".join(json.dumps({"text": f"Day {n}."}) for n in range(50)))
    (tmp_path / "d.png").write_bytes(b"1234")
    progress = ByteProgress([tmp_path, "-", tmp_path / "none"])
    steps = [progress.advance(item) for item in read_documents([tmp_path, "-", tmp_path / "none"])]
    assert min(steps) >= 0
    assert 0 < sum(steps) <= progress.total
    assert sum(steps) + progress.finish() == progress.total
    assert progress.total == sum((tmp_path / name).stat().st_size for name in ("a.txt", "b.txt", "c.jsonl"))
