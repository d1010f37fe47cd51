"""Waiting for a page: Playwright's own polling of expressions needs eval, which the pages' policy forbids."""

import time

from playwright.sync_api import Page

_TWO_FRAMES = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


def wait_until(page: Page, expression: str, timeout_s: float = 15.0) -> None:
    """Wait until a JavaScript expression is true.

    Raises:
        AssertionError: It did not become true in time.
    """
    deadline = time.monotonic() + timeout_s
    while not page.evaluate(expression):
        assert time.monotonic() < deadline, f"not true after {timeout_s} s: {expression}"
        page.wait_for_timeout(50)


def settle(page: Page) -> None:
    """Wait until what was changed is drawn."""
    page.evaluate(_TWO_FRAMES)
