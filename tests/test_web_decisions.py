"""Decisions over HTTP: what is kept with who and when, what is refused, and how it is taken back."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from mapping.settings import Settings
from mapping.store import EventStore
from mapping.web.desk import Outside
from mapping.web.guard import TOKEN_HEADER
from server import create_app
from tests.map_events import fill_store, make_day, make_event

START = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)


class Clock:
    """A clock that goes on by a minute each time it is read."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        """The time."""
        self.now += timedelta(minutes=1)
        return self.now


@pytest.fixture
def store(tmp_path: Path) -> Iterator[EventStore]:
    """A store with one placed and dated event."""
    with fill_store(tmp_path / "events.db", [make_event(1, span=make_day(date(2017, 10, 16)))]) as filled:
        yield filled


@pytest.fixture
def client(store: EventStore) -> FlaskClient:
    """A client of a server that takes decisions."""
    return create_app(Settings(), store, Outside(clock=Clock())).test_client()


@pytest.fixture
def event_id(store: EventStore) -> str:
    """The id of the store's event."""
    return next(store.find_ids())


def send(client: FlaskClient, path: str, **fields: Any) -> TestResponse:
    """Send a decision as the page does."""
    token = client.get("/desk.json").get_json()["token"]
    return client.post(path, json={"author": "Ada"} | fields, headers={TOKEN_HEADER: token})


def decide(client: FlaskClient, event_id: str, change: str, value: object, **fields: Any) -> dict[str, Any]:
    """A decision that is kept, and the event as the page gets it back."""
    response = send(client, f"/events/{event_id}/decisions", change=change, value=value, **fields)
    assert response.status_code == 200, response.get_json()
    detail: dict[str, Any] = response.get_json()
    return detail


def test_another_place_is_kept_with_who_when_and_what_before(client: FlaskClient, event_id: str) -> None:
    """From the event's own candidates; the reasons say that a person chose it."""
    detail = decide(client, event_id, "place", {"id": "test:Kirkuk-2"}, note="The village, not the city.")
    assert (detail["place"]["id"], detail["place"]["admin1"]) == ("test:Kirkuk-2", "Elsewhere")
    assert (detail["place"]["rule"], detail["review"]) == ("person", "corrected")
    [entry] = detail["history"]
    assert entry["author"] == "Ada"
    assert entry["at"] == "2026-05-01T12:01:00+00:00"
    assert (entry["before"], entry["after"]) == ("Kirkuk, Iraq", "Kirkuk, Iraq")
    assert entry["note"] == "The village, not the city."
    assert client.get(f"/events/{event_id}.json").get_json()["place"]["id"] == "test:Kirkuk-2"


@pytest.mark.parametrize(
    ("change", "value", "shown"),
    [
        pytest.param("place", {"id": "gn:2988507"}, lambda d: d["place"]["name"] == "Paris", id="gazetteer"),
        pytest.param(
            "place",
            {"lon": 44.5, "lat": 35.5, "radius_km": 3},
            lambda d: (d["place"]["name"], d["place"]["country"]) == ("35.500° N, 44.500° E", "Iraq"),
            id="point",
        ),
        pytest.param("place", None, lambda d: d["place"] is None and d["unplaced"], id="no place"),
        pytest.param(
            "date",
            "2017-11",
            lambda d: (
                (d["date"]["start"], d["date"]["end"], d["date"]["granularity"])
                == ("2017-11-01", "2017-11-30", "month")
            ),
            id="month",
        ),
        pytest.param("date", None, lambda d: d["date"] is None and d["undated"], id="no date"),
        pytest.param("type", "protest.demo", lambda d: d["type"] == "protest.demo", id="type"),
        pytest.param("review", "confirmed", lambda d: d["review"] == "confirmed", id="confirmed"),
        pytest.param("review", "rejected", lambda d: d["review"] == "rejected", id="rejected"),
    ],
)
def test_each_kind_of_decision_is_kept_and_taken_back(
    client: FlaskClient, event_id: str, change: str, value: object, shown: Any
) -> None:
    """And after undo the event is as before, with both steps in its history."""
    before = client.get(f"/events/{event_id}.json").get_json()
    after = decide(client, event_id, change, value)
    assert shown(after)
    undone = send(client, f"/events/{event_id}/undo").get_json()
    assert [entry["undone"] for entry in undone["history"]] == [False, True]
    same = {"place", "date", "type", "review", "unplaced", "undated", "marks"}
    assert {key: undone[key] for key in same} == {key: before[key] for key in same}


def test_the_map_follows_a_decision(client: FlaskClient, event_id: str) -> None:
    """The columns change, so that the page can load them anew."""
    tag = client.get("/events.bin").headers["ETag"]
    decide(client, event_id, "place", {"id": "gn:2988507"})
    response = client.get("/events.bin", headers={"If-None-Match": tag})
    assert response.status_code == 200
    assert b"Paris" in response.data


def test_a_decision_on_old_knowledge_is_refused(client: FlaskClient, event_id: str) -> None:
    """Who has not seen the newest decision is asked to look again; nothing is overwritten."""
    number = decide(client, event_id, "review", "confirmed", seen=0)["history"][0]["number"]
    response = send(client, f"/events/{event_id}/decisions", change="review", value="rejected", seen=0)
    assert response.status_code == 409
    assert "Somebody else has changed this event" in response.get_json()["error"]
    assert send(client, f"/events/{event_id}/undo", seen=0).status_code == 409
    assert decide(client, event_id, "review", "rejected", seen=number)["review"] == "rejected"


@pytest.mark.parametrize(
    ("path", "fields", "status", "message"),
    [
        ("/events/{id}/decisions", {"change": "date", "value": "soon"}, 400, "not understood"),
        ("/events/{id}/decisions", {"change": "review", "value": "confirmed", "author": ""}, 400, "say who you are"),
        ("/events/{id}/decisions", {"change": "review", "value": "confirmed", "note": "x" * 25_000}, 413, ""),
        ("/events/{id}/undo", {"author": ""}, 400, "say who you are"),
        ("/events/{id}/undo", {}, 400, ""),
        ("/events/none/decisions", {"change": "review", "value": "confirmed"}, 404, "none"),
    ],
    ids=["no date", "nobody", "too much", "nobody to undo", "nothing to undo", "no event"],
)
def test_what_cannot_be_kept_is_refused(
    client: FlaskClient, event_id: str, path: str, fields: dict[str, Any], status: int, message: str
) -> None:
    """With a reason, and the event stays as it is."""
    response = send(client, path.format(id=event_id), **fields)
    assert response.status_code == status
    assert message in response.get_json()["error"]
    assert client.get(f"/events/{event_id}.json").get_json()["history"] == []


@pytest.mark.parametrize(
    ("options", "status"),
    [
        ({"data": "{}", "content_type": "text/plain"}, 415),
        ({"data": {"change": "review"}}, 415),
        ({"data": "[1]", "content_type": "application/json"}, 400),
        ({"data": "{", "content_type": "application/json"}, 400),
    ],
    ids=["text", "form", "list", "broken"],
)
def test_only_json_objects_are_read(client: FlaskClient, event_id: str, options: dict[str, Any], status: int) -> None:
    """A form of another site could be sent without being asked about."""
    token = client.get("/desk.json").get_json()["token"]
    response = client.post(f"/events/{event_id}/decisions", headers={TOKEN_HEADER: token}, **options)
    assert response.status_code == status


def test_nobody_writes_without_the_token(client: FlaskClient, event_id: str) -> None:
    """Both routes are guarded."""
    for path in ("decisions", "undo"):
        assert client.post(f"/events/{event_id}/{path}", json={}).status_code == 403


def test_a_read_only_server_keeps_no_decision(store: EventStore, event_id: str) -> None:
    """The message says why."""
    client = create_app(Settings(read_only=True), store).test_client()
    response = client.post(f"/events/{event_id}/decisions", json={"change": "review", "value": "confirmed"})
    assert response.status_code == 403
    assert "read-only" in response.get_json()["error"]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        pytest.param("Kirkuk", "Kirkuk", id="name"),
        pytest.param("kirk", "Kirkuk", id="beginning"),
        pytest.param("Kirkuc", "Kirkuk", id="slip"),
        pytest.param("Paris, United States", "Paris", id="in a country"),
        pytest.param("x", None, id="one letter"),
        pytest.param("", None, id="nothing"),
        pytest.param("qqqqzzzz", None, id="no such place"),
    ],
)
def test_places_are_found_as_somebody_types(client: FlaskClient, text: str, first: str | None) -> None:
    """By name, by its beginning, and with a slip of the pen; a country after a comma narrows it."""
    places = client.get("/places.json", query_string={"q": text}).get_json()["places"]
    assert (places[0]["name"] if places else None) == first
    assert len(places) <= 12
    if "," in text:
        assert {place["country"] for place in places} == {"United States"}


def test_a_click_finds_its_towns(client: FlaskClient) -> None:
    """The point itself, as exact as the click was, then the towns around it."""
    answer = client.get("/places/near.json?lon=44.39&lat=35.46&radius_km=4").get_json()
    assert (answer["point"]["id"], answer["point"]["country"]) == ("point:35.46000,44.39000", "Iraq")
    assert answer["places"][0]["name"] == "Kirkuk"


@pytest.mark.parametrize("query", ["lon=x&lat=1&radius_km=1", "lon=1&lat=91&radius_km=1", "lat=1", "q=" + "x" * 200])
def test_a_search_that_makes_no_sense(client: FlaskClient, query: str) -> None:
    """Is told so."""
    path = "/places.json" if query.startswith("q") else "/places/near.json"
    assert client.get(f"{path}?{query}").status_code == 400
