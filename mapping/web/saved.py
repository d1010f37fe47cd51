"""The map as one HTML file, with the events that pass the filter of the page."""

from flask import Blueprint, Response, request

from mapping.errors import QueryError
from mapping.page.saved_map import MANY, render_map
from mapping.query import parse_query
from mapping.web.state import get_store

saved = Blueprint("saved", __name__)


@saved.get("/map.html")
def send_saved_map() -> Response:
    """A file to open from disk, without a network and without Dateline."""
    query = parse_query(request.args.to_dict(flat=False))
    store = get_store()
    wanted = store.count(query)
    if wanted > MANY:
        raise QueryError(f"{wanted:,} events are too many for one file: narrow the filter to {MANY:,} at most")
    response = Response(render_map(store.find_sourced_events(query)), mimetype="text/html")
    response.headers["Content-Disposition"] = "attachment; filename=dateline-map.html"
    return response
