"""The first events of a filter, for the list of a page whose events are too many to be sent."""

import base64

from flask import Blueprint, Response, jsonify, request

from mapping.page.columns import make_columns
from mapping.page.details import make_summary
from mapping.query import parse_query
from mapping.web.state import get_columns, get_store

MAX_LISTED = 1000

head = Blueprint("head", __name__)


@head.get("/events/head.json")
def send_head() -> Response:
    """The newest events that pass the filter: their columns as in `/events.bin`, and what the list shows of each."""
    query = parse_query(request.args.to_dict(flat=False))
    numbers = get_columns().find_newest(query, min(query.limit or 200, MAX_LISTED))
    found = list(get_store().get_numbered(numbers))
    columns = make_columns(found)
    summaries = {event.event_id: make_summary(event, document) for event, document in found}
    return jsonify(
        columns=base64.urlsafe_b64encode(columns.payload).decode("ascii"),
        summaries=[summaries[event_id] for event_id in columns.ids],
    )
