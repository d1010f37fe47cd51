"""Waiting for a page: Playwright's own polling of expressions needs eval, which the pages' policy forbids."""

import time

from playwright.sync_api import Page

# Work that was asked for may ask for more once it is done, and what it gives is drawn in the next frame.
_REST = """async () => {
  const until = performance.now() + 15000;
  do {
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    if (performance.now() > until) throw new Error("the page does not come to rest");
  } while (globalThis.dateline?.pending?.size);
}"""


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
    """Wait until what was changed is worked out and drawn: filters, counts, an opened event, events read anew."""
    page.evaluate(_REST)
