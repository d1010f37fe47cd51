"""A running server over some dozens of events, in each kind of database, that keeps what clients asked it for."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from urllib.parse import parse_qs

import pytest
from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from mapping.kinds import Granularity
from mapping.model import DateSpan, Event
from mapping.settings import Settings
from mapping.store import EventStore
from server import create_app
from tests.map_events import KIRKUK, MALI, MOSUL, SUVA, fill_store, make_day, make_event
from tests.stores import KINDS, make_schema

PLACES = (KIRKUK, MOSUL, SUVA, MALI, None)
TYPES = ("battle.clash", "strike.air", "protest.demo")
MARK = "/mark/"


def make_events() -> list[Event]:
    """Thirty events of five places, three types and as many kinds of dates."""
    first = date(2017, 10, 1)
    spans = [
        lambda day: make_day(day),
        lambda day: DateSpan(start=day, end=day + timedelta(days=6), granularity=Granularity.WEEK),
        lambda day: DateSpan(start=day, end=None, granularity=Granularity.DAY),
        lambda _: None,
    ]
    return [
        make_event(
            number,
            place=PLACES[number % len(PLACES)],
            span=spans[number % len(spans)](first + timedelta(days=number)),
            kind=TYPES[number % len(TYPES)],
            score=(number % 10) / 10,
        )
        for number in range(30)
    ]


@dataclass
class Recorder:
    """A WSGI application in front of the server's that keeps each request; `/mark/x` starts a new list named x."""

    app: Flask
    seen: dict[str, list[tuple[str, dict[str, list[str]]]]] = field(default_factory=dict)
    name: str = ""

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        """As WSGI wants it."""
        path = environ["PATH_INFO"]
        if path.startswith(MARK):
            self.name = path.removeprefix(MARK)
            start_response("204 No Content", [])
            return [b""]
        self.seen.setdefault(self.name, []).append((path, parse_qs(environ["QUERY_STRING"])))
        return self.app(environ, start_response)


class _QuietHandler(WSGIRequestHandler):
    """Says nothing of requests."""

    def log_request(self, *_: object, **__: object) -> None:
        """No line for each request."""


@dataclass
class LiveServer:
    """A running server, its address and its store."""

    address: str
    store: EventStore
    recorder: Recorder


@contextmanager
def open_filled_store(kind: str, folder: Any) -> Iterator[EventStore]:
    """A store with the events of `make_events`, each as a row of a table that was imported, so that none is merged."""
    where = nullcontext(folder / "events.db") if kind == "sqlite" else make_schema()
    with where as address, fill_store(address, make_events(), raw='{"row": 1}') as store:
        yield store


@pytest.fixture(scope="session", params=KINDS)
def live(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """The server, once a session for each kind of database."""
    with open_filled_store(request.param, tmp_path_factory.mktemp("ogc")) as store:
        recorder = Recorder(create_app(Settings(), store))
        server = make_server("127.0.0.1", 0, recorder, threaded=True, request_handler=_QuietHandler)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield LiveServer(address=f"http://127.0.0.1:{server.server_port}/ogc", store=store, recorder=recorder)
        server.shutdown()
        thread.join()
        server.server_close()
