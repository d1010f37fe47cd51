"""What the fixtures of the browser's tests are, and the address of a month that several of them open."""

from collections.abc import Callable

from playwright.sync_api import Page

Visit = Callable[..., Page]
"""Opens a page over events, as the fixture `visit` does."""

Serve = Callable[..., str]
"""Serves a store and gives the address, as the fixture `serve` does."""

OCTOBER_2017 = "from=2017-10-01&to=2017-10-31"
