"""The self-contained file, opened from disk in a browser that reaches nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from mapping.page.saved_map import write_map
from tests.browser.conftest import watch_page
from tests.browser.waiting import settle, wait_until
from tests.map_events import EVENTS, make_story


@pytest.fixture
def page(browser: Browser, tmp_path: Path) -> Iterator[Page]:
    """The file of the fixture's events; afterwards no error and no request but for the file itself."""
    path = tmp_path / "map.html"
    write_map(EVENTS, {event.doc_id: make_story(event) for event in EVENTS}, path)
    context = browser.new_context(reduced_motion="reduce", offline=True)
    context.set_default_timeout(10_000)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    watch = watch_page(page)
    page.goto(path.as_uri())
    wait_until(page, "!document.body.classList.contains('loading')")
    yield page
    context.close()
    assert watch.errors == []
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []


def test_the_file_plays(page: Page) -> None:
    """The slider moves the window to the last day, and the marks follow."""
    settle(page)
    assert page.evaluate("dateline.frame.count") == 6
    page.evaluate("dateline.store.change({ first: 17000, last: 17100, step: 'month', speed: 30 })")
    page.get_by_role("button", name="Play", exact=True).click()
    wait_until(page, "dateline.store.state.last === dateline.extent.last && !dateline.controls.playing")
    settle(page)
    assert page.evaluate("dateline.layer.marks.map((mark) => mark.count)") == [2, 1]


def test_the_file_filters_searches_and_opens_events(page: Page) -> None:
    """Filters, the text search and the reader work without a server; the address keeps the choice behind the "#"."""
    page.locator("[data-value=protest]").click()
    settle(page)
    assert page.evaluate("dateline.frame.count") == 1
    page.locator(".event-row").first.click()
    reader = page.get_by_role("dialog")
    expect(reader.locator("mark.mark-trigger")).to_have_text("marched")
    expect(reader).to_contain_text("weekday before publication")
    wait_until(page, "location.hash.includes('type=protest') && location.hash.includes('event=e2')")
    page.evaluate("dateline.store.clear()")
    page.locator("#search").fill("kirkuk -marched")
    wait_until(page, "dateline.frame.count === 1")


def test_the_file_names_countries(page: Page) -> None:
    """Names travel in the file as well, and keep off the marks."""
    wait_until(page, "dateline.basemap.labels.shown.includes('Egypt')")


def test_the_file_has_its_basemap_and_its_credits(page: Page) -> None:
    """Land is drawn under the marks, and the sources are named."""
    settle(page)
    colours = page.evaluate(
        """() => [...document.querySelectorAll('.leaflet-basemap-pane canvas')].map((canvas) => {
             const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
             const pixels = Array.from({ length: data.length / 40 }, (_, i) => data.slice(i * 40, i * 40 + 4).join());
             return new Set(pixels).size;
           })"""
    )
    assert colours
    assert max(colours) > 2
    expect(page.locator(".attribution")).to_contain_text("GeoNames")
    expect(page.locator(".attribution")).to_contain_text("borders are de facto")
    expect(page.get_by_text("Export")).to_have_count(0)
