"""Adding news: what the page may do here, a submission, and how far it is."""

from datetime import date
from typing import Any

from flask import Blueprint, Response, abort, jsonify, request

from mapping.errors import DecisionError, DocumentError
from mapping.model import Event
from mapping.reading.raw import parse_published
from mapping.submissions import MAX_DOCUMENTS, DroppedFile, Item, Job, PastedText, Submission, WebAddress
from mapping.web.desk import get_desk
from mapping.web.guard import check_write, get_token, give_token, is_writable
from mapping.web.state import get_state

MAX_BYTES = 5_000_000
_MAX_TEXT_CHARS = 1_000_000
_MAX_FILES = 50
_MAX_SOURCE_CHARS = 200

submissions = Blueprint("submissions", __name__)


@submissions.get("/desk.json")
def send_desk() -> Response:
    """Whether news and decisions are taken here, within which limits, and the token that goes with them."""
    writable = is_writable()
    token = get_token() if writable else ""
    response = jsonify(
        writable=writable,
        fetch=writable and get_state().settings.fetch,
        max_bytes=MAX_BYTES,
        max_documents=MAX_DOCUMENTS,
        token=token,
    )
    response.headers["Cache-Control"] = "no-store"
    if writable:
        give_token(response, token)
    return response


@submissions.post("/submissions")
def take_submission() -> tuple[Response, int]:
    """News to read: a text, files, an address; with their day of publication and source. Answers with the job."""
    check_write()
    _limit_body()
    job = get_desk().submissions.submit(
        Submission(items=_read_items(), published=_read_published(), source=_read_source())
    )
    return jsonify(make_job(job)), 202


@submissions.get("/submissions/<job_id>.json")
def send_submission(job_id: str) -> Response:
    """How far a submission is, and what was found in it."""
    if not is_writable():
        abort(403, "This server is read-only: nothing is added here.")
    response = jsonify(make_job(get_desk().submissions.get_job(job_id)))
    response.headers["Cache-Control"] = "no-store"
    return response


def _limit_body() -> None:
    """Before anything is read; the form's own frame around the files comes on top."""
    request.max_content_length = request.max_form_memory_size = MAX_BYTES + 100_000
    if (request.content_length or 0) > request.max_content_length:
        abort(413, f"This is more than {MAX_BYTES:,} bytes at once: add fewer files, or use dateline ingest.")


def make_job(job: Job) -> dict[str, Any]:
    """A job as plain values for JSON; all texts are for `textContent`."""
    return {
        "id": job.job_id,
        "state": job.state.value,
        "done": job.done,
        "total": job.total,
        "error": job.error,
        "documents": [
            {
                "title": document.title,
                "outcome": document.outcome.value,
                "events": [_make_event(event) for event in document.events],
            }
            for document in job.documents
        ],
        "failures": [
            {"name": failure.path, "line": failure.line, "reason": failure.reason} for failure in job.failures
        ],
    }


def _make_event(event: Event) -> dict[str, Any]:
    span = event.date.span if event.date else None
    return {
        "id": event.event_id,
        "type": event.trigger.type,
        "sentence": event.sentence,
        "place": event.place.place.name if event.place else "",
        "lon": event.place.place.lon if event.place else None,
        "lat": event.place.place.lat if event.place else None,
        "unplaced": event.unplaced,
        "start": span.start.isoformat() if span and span.start else None,
        "end": span.end.isoformat() if span and span.end else None,
        "granularity": span.granularity.value if span else None,
        "undated": event.undated,
    }


def _read_items() -> tuple[Item, ...]:
    text, url = request.form.get("text", ""), request.form.get("url", "").strip()
    if len(text) > _MAX_TEXT_CHARS:
        abort(413, f"The text has {len(text):,} characters, more than {_MAX_TEXT_CHARS:,}: add it in parts.")
    files = [file for file in request.files.getlist("file") if file.filename]
    if len(files) > _MAX_FILES:
        raise DecisionError(
            f"{len(files)} files at once are too many: add {_MAX_FILES} at most, or use dateline ingest"
        )
    items: list[Item] = [PastedText(text=text)] if text.strip() else []
    items += [DroppedFile(name=file.filename or "", body=file.read()) for file in files]
    items += [WebAddress(url=url)] if url else []
    return tuple(items)


def _read_published() -> date | None:
    text = request.form.get("published", "").strip()
    try:
        return parse_published(text) if text else None
    except DocumentError as error:
        raise DecisionError(f"the day of publication cannot be used: {error}") from error


def _read_source() -> str:
    source = " ".join(request.form.get("source", "").split())
    if len(source) > _MAX_SOURCE_CHARS:
        raise DecisionError(f"the source's name has {len(source)} characters: {_MAX_SOURCE_CHARS} are enough")
    return source
