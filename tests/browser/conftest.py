"""A Chromium whose network ends at this machine, and a server over whatever events a test needs."""

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from werkzeug.serving import make_server

from mapping.model import Document, Event
from mapping.settings import Settings
from mapping.store import EventStore
from mapping.web.desk import Outside
from scripts.browser import find_browser
from server import create_app
from tests.browser.waiting import wait_until
from tests.map_events import EVENTS, fill_pairs, make_story

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]


@dataclass
class Watch:
    """What went wrong on a page and where it reached; a test may empty a list that it expects."""

    errors: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs a browser."""
    for item in items:
        if Path(item.fspath).parent == Path(__file__).parent:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all tests; without any they are left out, which on CI is a failure."""
    path = find_browser()
    if path is None:
        reason = "no Chromium: run python scripts/browser.py"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


def watch_page(page: Page) -> Watch:
    """Note errors of the console, exceptions, and requests that leave this machine."""
    watch = Watch()

    def note_request(url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.hostname != "127.0.0.1":
            watch.outside.append(url)

    page.on("console", lambda message: watch.errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: watch.errors.append(str(error)))
    page.on("request", lambda request: note_request(request.url))
    return watch


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[..., str]]:
    """Start a server over some events, over events with their documents, or over a store; answers its address."""
    running = []

    def start(
        events: Sequence[Event] = EVENTS,
        *,
        pairs: Sequence[tuple[Event, Document]] = (),
        store: EventStore | None = None,
        settings: Settings | None = None,
        outside: Outside | None = None,
    ) -> str:
        pairs = pairs or [(event, make_story(event)) for event in events]
        store = store or fill_pairs(tmp_path / f"events{len(running)}.db", pairs)
        server = make_server("127.0.0.1", 0, create_app(settings or Settings(), store, outside), threaded=True)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        running.append((server, thread, store))
        return f"http://127.0.0.1:{server.server_port}"

    yield start
    for server, thread, store in running:
        server.shutdown()
        thread.join()
        server.server_close()
        store.close()


@pytest.fixture
def visit(browser: Browser, serve: Callable[..., str]) -> Iterator[Callable[..., Page]]:
    """Open the page over some events; afterwards no error may be in the console and no request have gone outside."""
    opened: list[tuple[BrowserContext, Watch]] = []

    def open_page(path: str = "/", *, events: Sequence[Event] = EVENTS, url: str = "", **options: object) -> Page:
        manager = browser.new_context(**({"reduced_motion": "reduce"} | options))  # type: ignore[arg-type]
        manager.set_default_timeout(10_000)
        page = manager.new_page()
        watch = watch_page(page)
        opened.append((manager, watch))
        page.watch = watch  # type: ignore[attr-defined]
        page.goto((url or serve(events)) + path)
        wait_until(page, "!document.body.classList.contains('loading')")
        return page

    yield open_page
    for context, _ in opened:
        context.close()
    for _, watch in opened:
        assert watch.errors == []
        assert watch.outside == []
