"""What the routes share while the server runs: the open store, its events as columns, the boundaries."""

import gzip
import threading
from dataclasses import dataclass
from typing import cast

from flask import Flask, current_app

from mapping.boundaries import Boundaries, open_boundaries
from mapping.page.columns import EventColumns, make_columns
from mapping.query import EventQuery
from mapping.settings import Settings
from mapping.store import EventStore

_KEY = "dateline"
_EVERYTHING = EventQuery(placed=None)


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


@dataclass(frozen=True, kw_only=True, slots=True)
class ServerState:
    """What `create_app` opened; it lives as long as the application."""

    settings: Settings
    store: EventStore
    cache: EventsCache
    boundaries: Boundaries


def keep_state(app: Flask, settings: Settings, store: EventStore) -> None:
    """Give an application what its routes read."""
    app.extensions[_KEY] = ServerState(
        settings=settings, store=store, cache=EventsCache(store), boundaries=open_boundaries()
    )


def get_state() -> ServerState:
    """The state of the application that answers the present request."""
    return cast("ServerState", current_app.extensions[_KEY])


def get_store() -> EventStore:
    """The open store."""
    return get_state().store


def get_columns() -> tuple[EventColumns, bytes]:
    """The columns of the store as it is now, and their binary packed with gzip."""
    return get_state().cache.get()
