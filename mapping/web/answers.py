"""What every answer has in common: errors with their status, the content security policy, compression."""

import gzip
from functools import lru_cache

from flask import Flask, Response, g, jsonify, make_response, render_template, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from mapping.errors import BusyError, DecisionError, ExportError, MappingError, NotFoundError, QueryError, StoreError

STATUS: tuple[tuple[type[MappingError], int], ...] = (
    (QueryError, 400),
    (DecisionError, 400),
    (BusyError, 429),
    (ExportError, 400),
    (NotFoundError, 404),
    (StoreError, 503),
    (MappingError, 500),
)
_COMPRESSED = ("text/", "application/json", "application/geo+json", "application/javascript")
_MIN_COMPRESSED_BYTES = 1000


def register_answers(app: Flask) -> None:
    """Let an application answer errors, and dress every answer, as this module says."""
    app.register_error_handler(MappingError, _answer_error)
    app.register_error_handler(HTTPException, _answer_http_error)
    app.after_request(_add_policy)
    app.after_request(_compress)


def find_status(error: MappingError) -> int:
    """The HTTP status that tells of an error of ours."""
    return next(status for kind, status in STATUS if isinstance(error, kind))


def _answer_error(error: MappingError) -> Response | tuple[str, int]:
    return _make_error(str(error), find_status(error))


def _answer_http_error(error: HTTPException) -> Response:
    response = make_response(_make_error(error.description or "", error.code or 500))
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods))
    return response


def _make_error(message: str, status: int) -> Response | tuple[str, int]:
    """A page for a reader, JSON for a program."""
    best = request.accept_mimetypes.best_match(("application/json", "text/html"), "application/json")
    if best == "text/html":
        return render_template("error.html", message=message, status=status), status
    response = jsonify(error=message, status=status)
    response.status_code = status
    return response


def _add_policy(response: Response) -> Response:
    """Nothing but our own files may load, and no script but ours may run."""
    script = f"'self' 'nonce-{g.nonce}'" if "nonce" in g else "'self'"
    response.headers["Content-Security-Policy"] = (
        f"default-src 'self'; script-src {script}; style-src 'self'; img-src 'self' data: blob:; "
        "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors *"
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _compress(response: Response) -> Response:
    """Pack whole text answers with gzip; streams, ranges and what is packed already stay as they are."""
    is_text = (response.mimetype or "").startswith(_COMPRESSED) or response.mimetype == "image/svg+xml"
    if not is_text or response.status_code != 200 or "Content-Encoding" in response.headers:
        return response
    if not request.accept_encodings["gzip"] or response.is_streamed:
        return response
    body = response.get_data()
    if len(body) >= _MIN_COMPRESSED_BYTES:
        response.set_data(_pack(body))
        response.headers["Content-Encoding"] = "gzip"
        response.headers.add("Vary", "Accept-Encoding")
    return response


@lru_cache(maxsize=64)
def _pack(body: bytes) -> bytes:
    return gzip.compress(body, compresslevel=6, mtime=0)
