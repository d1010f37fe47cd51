"""The events as data: what the page reads of them."""

from flask import Blueprint, Response, abort, jsonify, request

from mapping.columnar.served import Frame
from mapping.errors import QueryError
from mapping.page.details import make_outline, make_summary
from mapping.query import parse_query
from mapping.web.details import describe_event
from mapping.web.state import get_columns, get_state, get_store

MAX_ROWS = 200

data = Blueprint("data", __name__)


@data.get("/events.bin")
def send_columns() -> Response:
    """All events as columns, for the map (mapping/page/layout.py)."""
    frame = get_columns()
    takes_gzip = request.accept_encodings["gzip"] > 0
    response = Response(mimetype="application/octet-stream")
    response.set_etag(f"{frame.generation}{'-gz' if takes_gzip else ''}")
    response.make_conditional(request)
    if response.status_code != 304:
        response.set_data(frame.pack() if takes_gzip else frame.write())
        if takes_gzip:
            response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = "no-cache"
    return response


@data.get("/events/rows.json")
def send_rows() -> Response:
    """What the list shows of some rows of the columns, in the order asked for."""
    frame = _current_columns()
    numbers = frame.order.take("number")[_read_rows(frame)]
    found = get_store().get_numbered(numbers.tolist())
    return jsonify(events=[make_summary(event, document) for event, document in found])


@data.get("/events/search.bin")
def send_search() -> Response:
    """The rows of the events whose words match `q`, as little-endian u32."""
    frame = _current_columns()
    query = parse_query({"q": request.args.get("q", ""), "placed": "any", "review": "any"})
    rows = frame.find_rows(get_store().find_numbers(query))
    return Response(rows.astype("<u4").tobytes(), mimetype="application/octet-stream")


@data.get("/events/<event_id>.json")
def send_detail(event_id: str) -> Response:
    """One event with its paragraph, its reports, why it is where and when it is, and what persons decided."""
    event = get_store().get_event(event_id)
    return jsonify(describe_event(event) | {"row": get_columns().row_of(event)})


@data.get("/events/<event_id>/outline.json")
def send_outline(event_id: str) -> Response:
    """The outline of the country or region that an event is known to be in; no rings for a town."""
    place = get_store().get_event(event_id).place
    return jsonify(rings=make_outline(place.place, get_state().boundaries) if place else [])


def _current_columns() -> Frame:
    """The columns that the client's row numbers count in.

    A store that has changed since the client loaded has other rows: then 409 asks it to load again.
    """
    frame = get_columns()
    if request.args.get("generation") != frame.generation:
        abort(409, "The events have changed since this page was loaded: load it again.")
    return frame


def _read_rows(frame: Frame) -> list[int]:
    text = request.args.get("rows", "")
    parts = text.split(",") if text else []
    if len(parts) > MAX_ROWS:
        raise QueryError(f"rows has {len(parts)} numbers: ask for {MAX_ROWS} at most")
    for part in parts:
        if not (part.isascii() and part.isdecimal() and int(part) < frame.snapshot.rows):
            raise QueryError(f"rows must be numbers from 0 to {frame.snapshot.rows - 1}, with commas; not {part!r}")
    return [int(part) for part in parts]
