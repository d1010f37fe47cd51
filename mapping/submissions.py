"""News that persons add while the server runs: one job after another, read by one worker, watched by its id.

A job's items become documents, the pipeline reads these, and the store keeps them. The language model is loaded once,
at the first job. What has been asked for waits in a queue that holds only so many jobs.
"""

import io
import logging
import queue
import secrets
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import islice
from typing import Protocol, TypeAlias

from mapping.documents import Failure, read_stream
from mapping.errors import BusyError, DecisionError, DocumentError, MappingError, NotFoundError
from mapping.fetching import FetchedPage, fetch_page
from mapping.ingest import ingest_documents
from mapping.model import Document, Event, Extraction
from mapping.store import EventStore

MAX_DOCUMENTS = 200
_MAX_LABEL_CHARS = 120
_logger = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class PastedText:
    """A text that a person typed or pasted."""

    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class DroppedFile:
    """A file that a person chose. Its name tells the kind of file and is shown; nothing is opened by it."""

    name: str
    body: bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class WebAddress:
    """A page to fetch."""

    url: str


Item: TypeAlias = PastedText | DroppedFile | WebAddress


@dataclass(frozen=True, kw_only=True, slots=True)
class Submission:
    """What a person adds at once: items, and what is known of all of them."""

    items: tuple[Item, ...]
    published: date | None = None
    source: str = ""


class JobState(StrEnum):
    """How far a job is; `DONE` says nothing of single items, which may have failed."""

    WAITING = "waiting"
    FETCHING = "fetching"
    READING = "reading"
    DONE = "done"
    FAILED = "failed"


class Outcome(StrEnum):
    """What became of one document."""

    ADDED = "added"
    REPLACED = "replaced"
    KNOWN = "known"


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadDocument:
    """One document that was read, with the store's events that it tells of."""

    doc_id: str
    title: str
    outcome: Outcome
    events: tuple[Event, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Job:
    """A submission as it stands. `total` is the number of documents and failures, 0 while it is not known.

    `error` tells why a failed job failed as a whole; `failures` are those of single items, with their reasons.
    """

    job_id: str
    state: JobState
    done: int = 0
    total: int = 0
    documents: tuple[ReadDocument, ...] = ()
    failures: tuple[Failure, ...] = ()
    error: str = ""


class Extract(Protocol):
    """The pipeline: documents in, an extraction of each out, in the same order."""

    def __call__(self, documents: Iterable[Document], /) -> Iterator[Extraction]:
        """Read documents one after another."""


class SubmissionDesk:
    """Takes submissions, and reads them one after another in a thread of its own.

    Args:
        store: Open for writing.
        extract: Called in the worker's thread alone.
        fetch: Gives the page of an address; None where the operator allows no fetching.
        capacity: How many submissions may wait.
        kept: How many finished jobs can still be asked for.
        make_id: Makes ids that cannot be guessed.
    """

    def __init__(
        self,
        store: EventStore,
        extract: Extract,
        *,
        fetch: Callable[[str], FetchedPage] | None = fetch_page,
        capacity: int = 8,
        kept: int = 100,
        make_id: Callable[[], str] = lambda: secrets.token_urlsafe(12),
    ) -> None:
        self._store = store
        self._extract = extract
        self._fetch = fetch
        self._kept = kept
        self._make_id = make_id
        self._jobs: dict[str, Job] = {}
        self._lock = threading.Lock()
        self._waiting: queue.Queue[tuple[str, Submission] | None] = queue.Queue(capacity)
        self._worker: threading.Thread | None = None

    def submit(self, submission: Submission) -> Job:
        """Put a submission into the queue.

        Raises:
            DecisionError: It holds nothing, or an address where none may be fetched.
            BusyError: Too many are waiting.
        """
        if not submission.items:
            raise DecisionError("there is nothing to read: paste a text, choose a file or give an address")
        if self._fetch is None and any(isinstance(item, WebAddress) for item in submission.items):
            raise DecisionError("this server fetches no pages: save the page and add the file, or set MAPPING_FETCH=1")
        job = Job(job_id=self._make_id(), state=JobState.WAITING)
        with self._lock:
            try:
                self._waiting.put_nowait((job.job_id, submission))
            except queue.Full as error:
                raise BusyError("too much is waiting to be read: try again in a minute") from error
            self._jobs[job.job_id] = job
            self._forget()
            self._start()
        return job

    def get_job(self, job_id: str) -> Job:
        """A job as it stands.

        Raises:
            NotFoundError: There is none of this id, or it was finished long ago.
        """
        with self._lock:
            job = self._jobs.get(job_id)
        if job is None:
            raise NotFoundError(f"there is no submission {job_id!r}, or it was finished long ago")
        return job

    def close(self) -> None:
        """Let the worker finish what waits, and end it."""
        with self._lock:
            worker, self._worker = self._worker, None
        if worker is not None:
            self._waiting.put(None)
            worker.join()

    def _start(self) -> None:
        if self._worker is None:
            self._worker = threading.Thread(target=self._work, name="submissions", daemon=True)
            self._worker.start()

    def _forget(self) -> None:
        """The oldest finished jobs go first; a dictionary keeps the order of its entries."""
        finished = [job.job_id for job in self._jobs.values() if job.state in (JobState.DONE, JobState.FAILED)]
        for job_id in finished[: max(0, len(self._jobs) - self._kept)]:
            del self._jobs[job_id]

    def _work(self) -> None:
        while (entry := self._waiting.get()) is not None:
            job_id, submission = entry
            try:
                self._run(job_id, submission)
            except MappingError as error:
                self._change(job_id, state=JobState.FAILED, error=str(error))
            except Exception:  # the thread's edge: a job that is nobody's would be waited for without end
                _logger.exception("a submission could not be read")
                self._change(job_id, state=JobState.FAILED, error="an unexpected error; the server's log tells more")

    def _run(self, job_id: str, submission: Submission) -> None:
        self._change(job_id, state=JobState.FETCHING)
        items = list(islice(_read_items(submission, self._fetch), MAX_DOCUMENTS + 1))
        if len(items) > MAX_DOCUMENTS:
            more = f"only the first {MAX_DOCUMENTS} documents were read: use dateline ingest for so many"
            items[MAX_DOCUMENTS:] = [Failure(path="the rest", reason=more)]
        self._change(job_id, state=JobState.READING, total=len(items))
        documents: list[ReadDocument] = []
        failures: list[Failure] = []
        for item in items:
            if isinstance(item, Failure):
                failures.append(item)
            else:
                documents.append(self._ingest(item))
            done = len(documents) + len(failures)
            self._change(job_id, done=done, documents=tuple(documents), failures=tuple(failures))
        self._change(job_id, state=JobState.DONE)

    def _ingest(self, document: Document) -> ReadDocument:
        report = ingest_documents([document], self._store, self._extract)
        outcome = Outcome.ADDED if report.added else Outcome.REPLACED if report.replaced else Outcome.KNOWN
        told = (self._store.get_event(event.event_id) for event in self._store.find_document_events(document.doc_id))
        events = tuple({event.event_id: event for event in told}.values())
        return ReadDocument(doc_id=document.doc_id, title=document.title, outcome=outcome, events=events)

    def _change(self, job_id: str, **fields: object) -> None:
        with self._lock:
            self._jobs[job_id] = replace(self._jobs[job_id], **fields)  # type: ignore[arg-type]


def _read_items(submission: Submission, fetch: Callable[[str], FetchedPage] | None) -> Iterator[Document | Failure]:
    for item in submission.items:
        label = _make_label(item)
        try:
            if isinstance(item, PastedText):
                yield from _read_body(item.text.encode("utf-8", "replace"), "pasted.txt", submission, shown=label)
            elif isinstance(item, DroppedFile):
                yield from _read_body(item.body, label, submission)
            elif fetch is not None:
                page = fetch(item.url)
                yield from _read_body(page.body, f"page{page.suffix}", submission, url=page.url, shown=label)
        except DocumentError as error:
            yield Failure(path=label, reason=str(error))


def _make_label(item: Item) -> str:
    """What the item is called in messages: no control characters, no folders, and not too long."""
    if isinstance(item, PastedText):
        return "pasted text"
    name = item.url if isinstance(item, WebAddress) else item.name.replace("\\", "/").rpartition("/")[2]
    shown = "".join(character if character.isprintable() else "\ufffd" for character in name)
    return shown if len(shown) <= _MAX_LABEL_CHARS else f"{shown[:60]}…{shown[-58:]}"


def _read_body(
    body: bytes, name: str, submission: Submission, *, url: str = "", shown: str = ""
) -> Iterator[Document | Failure]:
    stream = io.BytesIO(body)
    for item in read_stream(stream, name, created=submission.published, source=submission.source, url=url):
        if isinstance(item, Failure):
            yield replace(item, path=shown or name)
        else:
            yield replace(item, path="")
