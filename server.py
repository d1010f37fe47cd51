"""The web server: `create_app` and its routes. A route parses, calls one function, renders; errors get a status here.

Nothing on a page comes from outside this server, and a strict content security policy holds every page to that.
"""

import gzip
import hashlib
import mimetypes
import secrets
import threading
from functools import lru_cache
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, current_app, g, jsonify, render_template, request
from werkzeug.exceptions import HTTPException
from werkzeug.security import safe_join

from mapping.boundaries import open_boundaries
from mapping.errors import MappingError, NotFoundError, QueryError, StoreError
from mapping.exports import write_csv
from mapping.geojson import write_features
from mapping.layers import make_legend, make_map
from mapping.page.columns import EventColumns, make_columns
from mapping.page.details import make_detail, make_outline, make_summary
from mapping.query import EventQuery, parse_query
from mapping.settings import Settings, find_folder, read_settings
from mapping.store import EventStore, open_store

STATUS: tuple[tuple[type[MappingError], int], ...] = (
    (QueryError, 400),
    (NotFoundError, 404),
    (StoreError, 503),
    (MappingError, 500),
)
MAX_ROWS = 200
_EVERYTHING = EventQuery(placed=None)
_COMPRESSED = ("text/", "application/json", "application/geo+json", "application/javascript")
_MIN_COMPRESSED_BYTES = 1000

pages = Blueprint("pages", __name__)


class EventsCache:
    """The store's events as columns, made anew when the store has changed."""

    def __init__(self, store: EventStore) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._key = ""
        self._columns: EventColumns | None = None
        self._packed = b""

    def get(self) -> tuple[EventColumns, bytes]:
        """The columns of the store as it is now, and their binary packed with gzip."""
        with self._lock:
            key = self._store.generation
            if self._columns is None or key != self._key:
                self._columns = make_columns(self._store.find_sourced_events(_EVERYTHING))
                self._packed = gzip.compress(self._columns.payload, compresslevel=6, mtime=0)
                self._key = key
            return self._columns, self._packed


def create_app(settings: Settings | None = None, store: EventStore | None = None) -> Flask:
    """Build the application.

    Args:
        settings: None reads them from the environment.
        store: An open store; None opens the one that the settings name, for reading.

    Raises:
        SettingsError: A setting has no usable value, or a data folder is missing.
        StoreError: The events file cannot be opened.
    """
    settings = settings or read_settings()
    app = Flask(__name__, template_folder=str(find_folder("templates")), static_folder=None)
    app.json.sort_keys = False  # type: ignore[attr-defined]
    store = store or open_store(settings.store, read_only=True)
    app.extensions["dateline"] = {"settings": settings, "store": store, "cache": EventsCache(store)}
    app.extensions["dateline"]["boundaries"] = open_boundaries()
    app.register_blueprint(pages)
    app.register_error_handler(MappingError, _answer_error)
    app.register_error_handler(HTTPException, _answer_http_error)
    app.after_request(_add_policy)
    app.after_request(_compress)
    return app


def _store() -> EventStore:
    store: EventStore = current_app.extensions["dateline"]["store"]
    return store


def _columns() -> tuple[EventColumns, bytes]:
    cache: EventsCache = current_app.extensions["dateline"]["cache"]
    return cache.get()


@pages.get("/")
def show_map() -> str:
    """The map page; its events come through the other routes."""
    g.nonce = secrets.token_urlsafe(16)
    page = make_map(basemap_url="/basemap.pmtiles")
    # Named in the page's head, the modules load side by side and not one after the other as each finds its imports.
    modules = sorted(path.name for path in (find_folder("static") / "js").glob("*.js"))
    return render_template("map.html", page=page, nonce=g.nonce, modules=modules, inline=None)


@pages.get("/events.bin")
def send_columns() -> Response:
    """All events as columns, for the map (mapping/page/columns.py)."""
    columns, packed = _columns()
    takes_gzip = request.accept_encodings["gzip"] > 0
    response = Response(packed if takes_gzip else columns.payload, mimetype="application/octet-stream")
    if takes_gzip:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = "no-cache"
    response.set_etag(f"{columns.generation}{'-gz' if takes_gzip else ''}")
    response.make_conditional(request)
    return response


@pages.get("/legend.json")
def send_legend() -> Response:
    """Families and types with their labels, colours and glyphs."""
    return jsonify(make_legend())


@pages.get("/events/rows.json")
def send_rows() -> Response:
    """What the list shows of some rows of the columns, in the order asked for."""
    columns = _current_columns()
    store = _store()
    events = [store.get_event(columns.ids[row]) for row in _read_rows(columns)]
    return jsonify(events=[make_summary(event, store.get_document(event.doc_id)) for event in events])


@pages.get("/events/search.bin")
def send_search() -> Response:
    """The rows of the events whose words match `q`, as little-endian u32."""
    columns = _current_columns()
    query = parse_query({"q": request.args.get("q", ""), "placed": "any"})
    rows = columns.find_rows(_store().find_ids(query))
    return Response(rows.astype("<u4").tobytes(), mimetype="application/octet-stream")


@pages.get("/events/<event_id>.json")
def send_detail(event_id: str) -> Response:
    """One event with its paragraph, and why it is where and when it is."""
    store = _store()
    event = store.get_event(event_id)
    columns, _ = _columns()
    detail = make_detail(event, store.get_document(event.doc_id))
    return jsonify(detail | {"row": columns.row_of(event_id)})


@pages.get("/events/<event_id>/outline.json")
def send_outline(event_id: str) -> Response:
    """The outline of the country or region that an event is known to be in; no rings for a town."""
    place = _store().get_event(event_id).place
    boundaries = current_app.extensions["dateline"]["boundaries"]
    return jsonify(rings=make_outline(place.place, boundaries) if place else [])


@pages.get("/events.geojson")
def send_geojson() -> Response:
    """The events that pass the filter, as an RFC 7946 feature collection; streamed."""
    events = _store().find_sourced_events(_read_query())
    return Response(write_features(events), mimetype="application/geo+json")


@pages.get("/events.csv")
def send_csv() -> Response:
    """The events that pass the filter, as a table; streamed."""
    events = _store().find_sourced_events(_read_query())
    response = Response(write_csv(events), mimetype="text/csv")
    response.headers["Content-Disposition"] = "attachment; filename=events.csv"
    return response


@pages.get("/basemap.pmtiles")
def send_basemap() -> Response:
    """The basemap's vector tiles; the page reads the ranges that it needs."""
    return _send_file(find_folder("geodata"), "basemap.pmtiles")


@pages.get("/static/<path:path>")
def send_static(path: str) -> Response:
    """A script, style sheet or font of ours."""
    return _send_file(find_folder("static"), path)


def _send_file(folder: Path, name: str) -> Response:
    """A file of ours, whole or the range that was asked for. It is held in memory: no handle can stay open."""
    path = safe_join(str(folder), name)
    if path is None or not Path(path).is_file():
        abort(404)
    body, tag = _read_file(path, Path(path).stat().st_mtime_ns)
    response = Response(body, mimetype=mimetypes.guess_type(name)[0] or "application/octet-stream")
    response.set_etag(tag)
    response.headers["Cache-Control"] = "no-cache"
    response.make_conditional(request, accept_ranges=True, complete_length=len(body))
    return response


@lru_cache(maxsize=256)
def _read_file(path: str, mtime_ns: int) -> tuple[bytes, str]:  # noqa: ARG001 - a changed file is another entry
    """A file's bytes and their hash."""
    body = Path(path).read_bytes()
    return body, hashlib.sha256(body).hexdigest()[:16]


def _read_query() -> EventQuery:
    return parse_query(request.args.to_dict(flat=False))


def _current_columns() -> EventColumns:
    """The columns that the client's row numbers count in.

    A store that has changed since the client loaded has other rows: then 409 asks it to load again.
    """
    columns, _ = _columns()
    if request.args.get("generation") != columns.generation:
        abort(409, "The events have changed since this page was loaded: load it again.")
    return columns


def _read_rows(columns: EventColumns) -> list[int]:
    text = request.args.get("rows", "")
    parts = text.split(",") if text else []
    if len(parts) > MAX_ROWS:
        raise QueryError(f"rows has {len(parts)} numbers: ask for {MAX_ROWS} at most")
    for part in parts:
        if not (part.isascii() and part.isdecimal() and int(part) < len(columns.ids)):
            raise QueryError(f"rows must be numbers from 0 to {len(columns.ids) - 1}, with commas; not {part!r}")
    return [int(part) for part in parts]


def _answer_error(error: MappingError) -> Response | tuple[str, int]:
    status = next(status for kind, status in STATUS if isinstance(error, kind))
    return _make_error(str(error), status)


def _answer_http_error(error: HTTPException) -> Response | tuple[str, int]:
    return _make_error(error.description or "", error.code or 500)


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
