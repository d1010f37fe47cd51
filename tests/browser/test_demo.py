"""The demo: the sample dispatches through the whole pipeline, then the page over what came out, network cut."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from mapping.model import Extraction
from mapping.store import EventStore, open_store
from tests.browser.waiting import settle, wait_until


@pytest.fixture(scope="module")
def demo(sample_extractions: tuple[Extraction, ...], tmp_path_factory: pytest.TempPathFactory) -> Iterator[EventStore]:
    """The samples' events in a store."""
    path: Path = tmp_path_factory.mktemp("demo") / "demo.db"
    with open_store(path) as store:
        for extraction in sample_extractions:
            store.add(extraction)
        yield store


def test_the_demo_plays_filters_and_opens_an_event(
    demo: EventStore, visit: Callable[..., Page], serve: Callable[..., str]
) -> None:
    """From the samples to a sentence on the screen, without an error in the console or a request outside."""
    summary = demo.summary()
    assert summary.events > 100
    page = visit(url=serve(store=demo))
    assert page.evaluate("dateline.events.rows") == summary.events
    settle(page)
    shown = page.evaluate("dateline.layer.marks.length")
    assert shown >= 10

    page.locator("#speed").select_option("30")
    page.get_by_role("button", name="Play", exact=True).click()
    wait_until(page, "dateline.store.state.first > dateline.main.first + 300")
    page.get_by_role("button", name="Pause").click()
    settle(page)
    assert page.evaluate("dateline.frame.count") < summary.events
    wait_until(page, "dateline.list.rows.length === dateline.frame.count + dateline.frame.undated")

    page.evaluate("dateline.store.change(dateline.extent)")
    page.locator("[data-value=disaster]").click()
    settle(page)
    assert 0 < page.evaluate("dateline.frame.count") < summary.events
    page.locator(".event-row").first.click()
    reader = page.get_by_role("dialog")
    expect(reader.locator("mark.mark-trigger").first).to_be_visible()
    expect(reader.locator(".facts")).to_contain_text("Score")
