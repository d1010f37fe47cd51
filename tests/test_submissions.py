"""Tests of news that persons add: what becomes of each item, in which order, and what is refused."""

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from mapping.errors import BusyError, DecisionError, DocumentError, NotFoundError, StoreError
from mapping.fetching import FetchedPage
from mapping.gazetteer import Gazetteer
from mapping.kinds import Level
from mapping.language import LanguageModel
from mapping.model import Document, Event, Extraction
from mapping.pipeline import extract_events
from mapping.store import EventStore, open_store
from mapping.submissions import (
    MAX_DOCUMENTS,
    DroppedFile,
    Item,
    Job,
    JobState,
    Outcome,
    PastedText,
    Submission,
    SubmissionDesk,
    WebAddress,
)
from tests.map_events import make_day, make_event

STORY = "Soldiers clashed near Kirkuk on Monday, a spokesman said. The army sent more troops to the town later."


def extract_one(documents: Iterable[Document]) -> Iterator[Extraction]:
    """A pipeline that finds one event in each text that tells of a clash."""
    for document in documents:
        found: tuple[Event, ...] = ()
        if "clash" in document.text:
            found = (make_event(1, span=make_day(date(2017, 10, 16)), doc_id=document.doc_id),)
        yield Extraction(document=document, resolutions=(), timexes=(), events=found)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[EventStore]:
    """An empty store."""
    with open_store(tmp_path / "events.db") as opened:
        yield opened


def run(desk: SubmissionDesk, *items: Item, published: date | None = None, source: str = "") -> Job:
    """Submit items and wait until they are read."""
    job = desk.submit(Submission(items=items, published=published, source=source))
    return wait(desk, job.job_id)


def wait(desk: SubmissionDesk, job_id: str) -> Job:
    """A job once it is finished."""
    deadline = time.monotonic() + 20
    while (job := desk.get_job(job_id)).state not in (JobState.DONE, JobState.FAILED):
        assert time.monotonic() < deadline
        time.sleep(0.005)
    return job


@pytest.fixture
def make_desk(store: EventStore) -> Iterator[Callable[..., SubmissionDesk]]:
    """Makes desks and closes them again."""
    desks = []

    def make(**options: object) -> SubmissionDesk:
        desk = SubmissionDesk(store, **({"extract": extract_one} | options))  # type: ignore[arg-type]
        desks.append(desk)
        return desk

    yield make
    for desk in desks:
        desk.close()


def test_a_pasted_text_is_read_and_kept(make_desk: Callable[..., SubmissionDesk], store: EventStore) -> None:
    """With the day and the source that the person gave, its events come back with the job."""
    job = run(make_desk(), PastedText(text=STORY), published=date(2017, 10, 18), source="Example Wire")
    assert (job.state, job.done, job.total, job.failures, job.error) == (JobState.DONE, 1, 1, (), "")
    [document] = job.documents
    assert document.outcome is Outcome.ADDED
    assert [event.event_id for event in document.events] == [event.event_id for event in store.find_events()]
    kept = store.get_document(document.doc_id)
    assert (kept.created, kept.source, kept.path) == (date(2017, 10, 18), "Example Wire", "")


def test_the_whole_pipeline_reads_what_is_pasted(
    make_desk: Callable[..., SubmissionDesk], language: LanguageModel, gazetteer: Gazetteer
) -> None:
    """A dispatch with a day and a place becomes an event there and then."""
    desk = make_desk(extract=partial(extract_events, language=language, gazetteer=gazetteer))
    text = "BASRA, Iraq - Hundreds of people marched in Basra on Sunday to protest against power cuts, witnesses said."
    [document] = run(desk, PastedText(text=text), published=date(2017, 10, 18)).documents
    [march] = [event for event in document.events if event.trigger.text == "marched"]
    assert march.place
    assert march.date
    assert (march.place.place.name, march.place.place.level, march.date.edtf) == ("Basrah", Level.CITY, "2017-10-15")


def test_a_text_that_is_known_is_not_read_again(make_desk: Callable[..., SubmissionDesk]) -> None:
    """The person is told so, with the events that are there."""
    desk = make_desk()
    run(desk, PastedText(text=STORY))
    [document] = run(desk, PastedText(text=STORY)).documents
    assert document.outcome is Outcome.KNOWN
    assert len(document.events) == 1


@pytest.mark.parametrize(
    ("name", "body", "titles", "reasons"),
    [
        pytest.param("a.txt", STORY.encode(), [""], [], id="text"),
        pytest.param(
            "a.jsonl",
            b'{"text": "One clash.", "title": "One"}\n{"title": "no text"}\n{"text": "Two.", "title": "Two"}\n',
            ["One", "Two"],
            ["a.jsonl, line 2: "],
            id="lines with a bad one",
        ),
        pytest.param("b.csv", b"title,text\nOne,A clash.\n", ["One"], [], id="table"),
        pytest.param(
            "page", b"<!doctype html><html><body></body></html>", [], ["page: "], id="page without an article"
        ),
        pytest.param("x.zip", b"PK\x03\x04 and so on", [], ["x.zip: not a text but a zip archive"], id="zip"),
        pytest.param("x.docx", b"PK\x03\x04 and so on", [], ["x.docx: not a text but a zip archive"], id="office file"),
        pytest.param(
            "x.txt", b"\x1f\x8b\x08", [], ["x.txt: not a text but a packed file"], id="gzip under another name"
        ),
        pytest.param("x.pdf", b"%PDF-1.7", [], ["x.pdf: not a text but a PDF"], id="pdf"),
        pytest.param("x.txt", b"\x00\x01\x02", [], ["x.txt: not a text"], id="bytes"),
        pytest.param("x.txt", b"", [], ["x.txt: the text is empty"], id="empty"),
        pytest.param("../../etc/passwd", b"", [], ["passwd: the text is empty"], id="path"),
        pytest.param("C:\\docs\\a\x07b.txt", b"", [], ["a\ufffdb.txt: the text is empty"], id="path of Windows"),
        pytest.param("n" * 300, b"", [], ["n" * 60 + "…"], id="long name"),
    ],
)
def test_files_are_read_by_their_kind(
    make_desk: Callable[..., SubmissionDesk], name: str, body: bytes, titles: list[str], reasons: list[str]
) -> None:
    """What can be read is; the rest is named with its reason. A name opens nothing, whatever it says."""
    job = run(make_desk(), DroppedFile(name=name, body=body))
    assert job.state is JobState.DONE
    assert [document.title for document in job.documents] == titles
    assert len(job.failures) == len(reasons)
    for failure, reason in zip(job.failures, reasons, strict=True):
        assert str(failure).startswith(reason)
    assert job.done == job.total == len(titles) + len(reasons)


def test_a_page_is_fetched_with_its_address(make_desk: Callable[..., SubmissionDesk], store: EventStore) -> None:
    """The address is kept, so that readers find the source; one that cannot be fetched does not stop the others."""

    def fetch(url: str) -> FetchedPage:
        if "gone" in url:
            raise DocumentError("news.example answered with 404 Not Found")
        return FetchedPage(url=f"{url}?final", body=STORY.encode(), suffix=".txt")

    job = run(
        make_desk(fetch=fetch), WebAddress(url="https://news.example/gone"), WebAddress(url="https://news.example/a")
    )
    assert [str(failure) for failure in job.failures] == [
        "https://news.example/gone: news.example answered with 404 Not Found"
    ]
    [document] = job.documents
    assert store.get_document(document.doc_id).url == "https://news.example/a?final"
    assert store.get_document(document.doc_id).source == "news.example"


def test_an_address_is_refused_where_no_page_is_fetched(make_desk: Callable[..., SubmissionDesk]) -> None:
    """Before anything is queued, with what the operator can do."""
    with pytest.raises(DecisionError, match="MAPPING_FETCH=1"):
        make_desk(fetch=None).submit(Submission(items=(WebAddress(url="https://news.example/"),)))


def test_nothing_is_no_submission(make_desk: Callable[..., SubmissionDesk]) -> None:
    """A form that was sent empty."""
    with pytest.raises(DecisionError, match="nothing to read"):
        make_desk().submit(Submission(items=()))


def test_only_so_many_documents_are_read(make_desk: Callable[..., SubmissionDesk]) -> None:
    """One person's archive does not hold up everybody else; what was left out is said."""
    body = "\n".join(f'{{"text": "Nothing of note, part {n}."}}' for n in range(MAX_DOCUMENTS + 5)).encode()
    job = run(make_desk(), DroppedFile(name="a.jsonl", body=body))
    assert len(job.documents) == MAX_DOCUMENTS
    assert [failure.reason for failure in job.failures] == [
        "only the first 200 documents were read: use dateline ingest for so many"
    ]


def test_the_queue_is_bounded_and_in_order(make_desk: Callable[..., SubmissionDesk]) -> None:
    """One at work, two waiting, and the next is asked to come again; progress is seen meanwhile."""
    gate, read = threading.Event(), []

    def slow(documents: Iterable[Document]) -> Iterator[Extraction]:
        for document in documents:
            assert gate.wait(20)
            read.append(document.text)
            yield from extract_one([document])

    desk = make_desk(extract=slow, capacity=2)
    first = desk.submit(Submission(items=(PastedText(text="First."),)))
    while desk.get_job(first.job_id).state is not JobState.READING:
        time.sleep(0.005)
    others = [desk.submit(Submission(items=(PastedText(text=text),))) for text in ("Second.", "Third.")]
    with pytest.raises(BusyError, match="try again"):
        desk.submit(Submission(items=(PastedText(text="Fourth."),)))
    assert desk.get_job(others[0].job_id).state is JobState.WAITING
    assert (desk.get_job(first.job_id).done, desk.get_job(first.job_id).total) == (0, 1)
    gate.set()
    for job in (first, *others):
        assert wait(desk, job.job_id).state is JobState.DONE
    assert read == ["First.", "Second.", "Third."]


@pytest.mark.parametrize(
    ("error", "told"),
    [
        pytest.param(StoreError("the disk is full"), "the disk is full", id="ours"),
        pytest.param(RuntimeError("secret path"), "an unexpected error; the server's log tells more", id="not ours"),
    ],
)
def test_a_job_that_fails_says_so_and_the_next_is_read(
    make_desk: Callable[..., SubmissionDesk], error: Exception, told: str, caplog: pytest.LogCaptureFixture
) -> None:
    """The worker outlives it; what is not meant for readers stays in the log."""
    failures = [error]

    def fail_once(documents: Iterable[Document]) -> Iterator[Extraction]:
        if failures:
            raise failures.pop()
        return extract_one(documents)

    desk = make_desk(extract=fail_once)
    job = run(desk, PastedText(text=STORY))
    assert (job.state, job.error) == (JobState.FAILED, told)
    assert ("secret path" in caplog.text) == isinstance(error, RuntimeError)
    assert run(desk, PastedText(text=STORY)).state is JobState.DONE


def test_old_jobs_are_forgotten(make_desk: Callable[..., SubmissionDesk]) -> None:
    """So many finished ones are kept; ids are not in a row."""
    desk = make_desk(kept=2)
    jobs = [run(desk, PastedText(text=f"Text {n}.")) for n in range(4)]
    with pytest.raises(NotFoundError, match="finished long ago"):
        desk.get_job(jobs[0].job_id)
    assert desk.get_job(jobs[3].job_id).state is JobState.DONE
    assert all(len(job.job_id) == 16 for job in jobs)
