"""What persons decide on events: places to choose from, a decision, and taking it back."""

from typing import Any

from flask import Blueprint, Response, abort, jsonify, request

from mapping.decisions import make_point, read_author, read_decision
from mapping.errors import QueryError
from mapping.gazetteer import Gazetteer
from mapping.model import Place
from mapping.page.details import make_place_row
from mapping.web.desk import get_desk
from mapping.web.details import describe_event
from mapping.web.guard import check_write
from mapping.web.state import get_state, get_store

MAX_BODY_BYTES = 20_000
_MAX_QUERY_CHARS = 100
_MAX_PLACES = 12

decisions = Blueprint("decisions", __name__)


@decisions.get("/places.json")
def send_places() -> Response:
    """Places whose name begins like `q`, then those with a name much like it; "Kirkuk, Iraq" asks for those there."""
    text = request.args.get("q", "").strip()
    if len(text) > _MAX_QUERY_CHARS:
        raise QueryError(f"q has {len(text)} characters: a name of {_MAX_QUERY_CHARS} is long enough")
    return jsonify(places=[make_place_row(place) for place in _find_places(text, get_desk().gazetteer)])


@decisions.get("/places/near.json")
def send_near_places() -> Response:
    """The point at `lon` and `lat` as a place of `radius_km`, and the towns and sites that it may belong to."""
    lon, lat, radius_km = (_read_number(name) for name in ("lon", "lat", "radius_km"))
    gazetteer = get_desk().gazetteer
    point = make_point(lon=lon, lat=lat, radius_km=radius_km, boundaries=get_state().boundaries, gazetteer=gazetteer)
    near = gazetteer.find_near(lon=lon, lat=lat)
    return jsonify(point=make_place_row(point), places=[make_place_row(place) for place in near])


@decisions.post("/events/<event_id>/decisions")
def take_decision(event_id: str) -> Response:
    """Keep what a person decided on an event; answers with the event as it is now."""
    check_write()
    fields, store = _read_body(), get_store()
    event = store.get_event(event_id)
    _check_seen(event.event_id, fields)
    decision = read_decision(fields, event, get_desk().gazetteer, get_state().boundaries)
    at = get_desk().clock()
    changed = store.decide(
        event.event_id, decision.change, decision.after, author=decision.author, at=at, note=decision.note
    )
    return jsonify(describe_event(changed))


@decisions.post("/events/<event_id>/undo")
def take_undo(event_id: str) -> Response:
    """Take the newest decision on an event back; answers with the event as it is now."""
    check_write()
    fields, store = _read_body(), get_store()
    event = store.get_event(event_id)
    _check_seen(event.event_id, fields)
    changed = store.undo(event.event_id, author=read_author(fields), at=get_desk().clock())
    return jsonify(describe_event(changed))


def _read_body() -> dict[str, Any]:
    """The request's JSON object. A form of another site cannot send this type without being asked about first."""
    request.max_content_length = MAX_BODY_BYTES
    if request.mimetype != "application/json":
        abort(415, "A decision is sent as JSON.")
    fields = request.get_json(silent=True)
    if not isinstance(fields, dict):
        abort(400, "This is not a JSON object.")
    return fields


def _check_seen(event_id: str, fields: dict[str, Any]) -> None:
    """Refuse a decision that was made on what another person has changed since: 409 asks to look again."""
    newest = max((correction.number for correction in get_store().find_corrections(event_id)), default=0)
    seen = fields.get("seen", newest)
    if seen != newest:
        abort(409, "Somebody else has changed this event since you opened it: look again, then decide.")


def _read_number(name: str) -> float:
    text = request.args.get(name, "")
    try:
        return float(text)
    except ValueError as error:
        raise QueryError(f"{name} must be a number, not {text!r}") from error


def _find_places(text: str, gazetteer: Gazetteer) -> list[Place]:
    name, _, container = (part.strip() for part in text.partition(","))
    if len(name) < 2:
        return []
    found = [*gazetteer.find_places(name), *gazetteer.find_by_prefix(name, limit=200 if container else _MAX_PLACES)]
    if len(found) < _MAX_PLACES:
        found += gazetteer.find_similar(name, max_distance=1 if len(name) < 6 else 2)
    places = {place.place_id: place for place in found if _lies_in(place, container.casefold())}
    return list(places.values())[:_MAX_PLACES]


def _lies_in(place: Place, container: str) -> bool:
    around = (place.country, place.admin1, place.admin2, place.country_code)
    return not container or any(name.casefold().startswith(container) for name in around)
