"""The events to take away: an address for each format, `/events.` and its ending, with the filter of the page."""

import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from functools import partial
from itertools import chain
from pathlib import Path

from flask import Blueprint, Response, abort, current_app, jsonify, request
from flask.blueprints import BlueprintSetupState

from mapping.exporting.records import About, Record
from mapping.exports import FORMATS, ExportFormat, describe_filter, find_records, save_export, stream_export
from mapping.ids import hash_key
from mapping.query import parse_query
from mapping.web.state import get_store

MAX_EXPORTS = 3
"""Exports that are made at the same time; each keeps a thread of the server for as long as its client reads."""

_PIECE_BYTES = 1 << 18

_KEY = "dateline_exports"

exports = Blueprint("exports", __name__)


@exports.record
def _count_exports(state: BlueprintSetupState) -> None:
    """Each application has places of its own."""
    state.app.extensions[_KEY] = threading.BoundedSemaphore(MAX_EXPORTS)


@exports.get("/formats.json")
def send_formats() -> Response:
    """The formats, for the page's links."""
    return jsonify(
        formats=[
            {
                "name": form.name,
                "ending": form.ending,
                "media_type": form.media_type,
                "label": form.label,
                "description": form.description,
                "href": f"/events.{form.ending}",
            }
            for form in FORMATS
        ]
    )


def _send_export(form: ExportFormat) -> Response:
    """The events that pass the filter; streamed, or for a format that needs one, as a file that is then deleted."""
    args = request.args.to_dict(flat=False)
    query = parse_query(args)
    store = get_store()
    tag = hash_key(repr((store.generation, form.name, sorted(args.items()))))
    if request.if_none_match.contains_weak(tag):
        return _dress(Response(status=304), form, tag)
    if request.method == "HEAD":
        return _dress(Response(), form, tag)
    about = About(filter=describe_filter(args), made_at=datetime.now(UTC))
    with ExitStack() as stack:
        _take_place(stack)
        records = stack.enter_context(closing(find_records(store, query)))
        if form.save:
            response = _save(records, form, about, stack)
        else:
            # What cannot be asked shows with the first event, while there is still an answer to give.
            pieces = stream_export(records, form, about)
            response = _send(chain((next(pieces, b""),), pieces), stack)
    return _dress(response, form, tag)


def _take_place(stack: ExitStack) -> None:
    free: threading.BoundedSemaphore = current_app.extensions[_KEY]
    if not free.acquire(blocking=False):
        busy = jsonify(error=f"{MAX_EXPORTS} exports are being made: try again in a moment.", status=503)
        busy.status_code = 503
        busy.headers["Retry-After"] = "10"
        abort(busy)
    stack.callback(free.release)


def _save(records: Iterator[Record], form: ExportFormat, about: About, stack: ExitStack) -> Response:
    folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="dateline-"))
    path = Path(folder) / f"events.{form.ending}"
    save_export(records, path, form, about)
    file = stack.enter_context(path.open("rb"))
    response = _send(iter(partial(file.read, _PIECE_BYTES), b""), stack)
    response.content_length = path.stat().st_size
    return response


def _send(pieces: Iterator[bytes], stack: ExitStack) -> Response:
    """An answer that gives back what it holds when all is read, or when the client goes away in the middle."""
    held = stack.pop_all()

    def give() -> Iterator[bytes]:
        with held:
            yield from pieces

    response = Response(give())
    response.call_on_close(held.close)
    return response


def _dress(response: Response, form: ExportFormat, tag: str) -> Response:
    response.mimetype = form.media_type
    response.headers["Content-Disposition"] = f"attachment; filename=events.{form.ending}"
    response.headers["Cache-Control"] = "no-cache"
    response.set_etag(tag, weak=True)
    return response


for _form in FORMATS:
    exports.add_url_rule(f"/events.{_form.ending}", f"send_{_form.name}", partial(_send_export, _form))
