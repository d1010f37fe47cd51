"""The layer for notebooks on Folium's own page, in a browser that reaches nothing."""

from collections.abc import Callable, Iterator
from pathlib import Path

import folium
import pytest
from playwright.sync_api import Browser, Page, expect

from mapping.notebook import to_layer
from tests.browser.waiting import wait_until
from tests.test_notebook import HOSTILE, PAIRS, make_hostile


@pytest.fixture
def show(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Page]]:
    """Open a Folium map with a layer of these events; nothing that it asks for outside is answered."""
    context = browser.new_context(offline=True)
    context.set_default_timeout(10_000)

    def open_map(pairs: object) -> Page:
        path = tmp_path / "map.html"
        layer = to_layer(pairs)  # type: ignore[arg-type]
        folium.Map(location=(48.85, 2.35), zoom_start=8, tiles=None).add_child(layer).save(path)
        page = context.new_page()
        page.on("dialog", lambda _: pytest.fail("a text of an event ran as a script"))
        page.goto(path.as_uri(), wait_until="domcontentloaded")
        wait_until(page, "window.L && document.querySelector('.leaflet-container canvas')")
        return page

    yield open_map
    context.close()


def open_popup(page: Page) -> None:
    """Click the place in the middle of the map."""
    box = page.locator(".leaflet-container").bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def test_events_show_without_a_network(show: Callable[..., Page]) -> None:
    """Leaflet comes along; a click lists the events of the place, the legend counts the families."""
    page = show(PAIRS)
    expect(page.get_by_text("Armed clash (1)")).to_be_visible()
    open_popup(page)
    popup = page.locator(".leaflet-popup-content")
    expect(popup).to_contain_text(PAIRS[0][0].sentence)
    expect(popup.locator("a[href='https://example.org/a']")).to_have_attribute("rel", "noopener noreferrer")
    assert popup.locator("a").count() == 1


def test_hostile_texts_are_shown_as_they_are(show: Callable[..., Page]) -> None:
    """As words: no element of them is made, nothing of them runs."""
    page = show(make_hostile())
    open_popup(page)
    popup = page.locator(".leaflet-popup-content")
    expect(popup).to_contain_text(HOSTILE)
    assert popup.locator("img, script, a").count() == 0
