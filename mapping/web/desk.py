"""What the writing routes share while the server runs: the clock, the list of places, the desk for news."""

import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import cast

from flask import Flask, current_app

from mapping.fetching import FetchedPage, fetch_page
from mapping.gazetteer import Gazetteer, open_gazetteer
from mapping.language import LanguageModel
from mapping.model import Document, Extraction
from mapping.pipeline import extract_events
from mapping.resolution.memory import OutletMemory
from mapping.settings import Settings
from mapping.store import EventStore
from mapping.submissions import Extract, SubmissionDesk

_KEY = "dateline-desk"


def read_clock() -> datetime:
    """The time now, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, kw_only=True, slots=True)
class Outside:
    """What the server takes from outside itself; a test puts its own in place.

    `clock` gives the time in UTC; `fetch` the page of an address; `extract` is the pipeline, None for Dateline's own
    with its language model, which is loaded at the first document.
    """

    clock: Callable[[], datetime] = read_clock
    fetch: Callable[[str], FetchedPage] = fetch_page
    extract: Extract | None = None


class Desk:
    """Opened when first needed: a server that nobody adds news to loads no model."""

    def __init__(self, settings: Settings, store: EventStore, outside: Outside) -> None:
        self.clock = outside.clock
        self._store = store
        self.submissions = SubmissionDesk(
            store, outside.extract or self._extract, fetch=outside.fetch if settings.fetch else None
        )
        self._folder = settings.gazetteer
        self._language = LanguageModel()
        self._gazetteer: Gazetteer | None = None
        self._lock = threading.Lock()

    @property
    def gazetteer(self) -> Gazetteer:
        """The list of places."""
        with self._lock:
            self._gazetteer = self._gazetteer or open_gazetteer(self._folder)
            return self._gazetteer

    def _extract(self, documents: Iterable[Document], /) -> Iterator[Extraction]:
        outlets = OutletMemory(self._store.read_outlet, self._store.keep_outlet_article)
        return extract_events(documents, language=self._language, gazetteer=self.gazetteer, outlets=outlets)


def keep_desk(app: Flask, settings: Settings, store: EventStore, outside: Outside) -> None:
    """Give an application what its writing routes need."""
    app.extensions[_KEY] = Desk(settings, store, outside)


def get_desk() -> Desk:
    """The desk of the application that answers the present request."""
    return cast("Desk", current_app.extensions[_KEY])
