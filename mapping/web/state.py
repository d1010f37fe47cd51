"""What the routes share while the server runs: the open store, its events as columns, the boundaries."""

from dataclasses import dataclass
from typing import cast

from flask import Flask, current_app

from mapping.boundaries import Boundaries, open_boundaries
from mapping.columnar.folder import choose_folder, find_cache_folder
from mapping.columnar.served import Frame, ServedColumns
from mapping.columnar.sidecar import Sidecar
from mapping.columnar.source import StoreRows
from mapping.settings import Settings
from mapping.store import EventStore

_KEY = "dateline"


@dataclass(frozen=True, kw_only=True, slots=True)
class ServerState:
    """What `create_app` opened; it lives as long as the application."""

    settings: Settings
    store: EventStore
    columns: ServedColumns
    boundaries: Boundaries


def keep_state(app: Flask, settings: Settings, store: EventStore) -> None:
    """Give an application what its routes read."""
    app.extensions[_KEY] = ServerState(
        settings=settings, store=store, columns=make_columns(store), boundaries=open_boundaries()
    )


def get_state() -> ServerState:
    """The state of the application that answers the present request."""
    return cast("ServerState", current_app.extensions[_KEY])


def get_store() -> EventStore:
    """The open store."""
    return get_state().store


def get_columns() -> Frame:
    """The store's events as columns, as the store is now."""
    return get_state().columns.get()


def make_columns(store: EventStore) -> ServedColumns:
    """The columns of a store, beside it."""
    rows = StoreRows(store)
    return ServedColumns(Sidecar(choose_folder(store.database, find_cache_folder()), rows), rows)
