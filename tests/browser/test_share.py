"""Sharing and taking away: the link, the code for another page, the picture, the file that needs no server."""

import struct
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import watch_page
from tests.browser.test_access import find_violations
from tests.browser.visits import OCTOBER_2017, Visit
from tests.browser.waiting import settle, wait_until

_KEEP_CANVAS = """() => { const save = HTMLCanvasElement.prototype.toBlob;
  HTMLCanvasElement.prototype.toBlob = function (...given) { window.picture = this; save.apply(this, given); }; }"""
_PIXEL = """([x, y]) => [...window.picture.getContext("2d").getImageData(x, y, 1, 1).data]"""


def open_share(page: Page) -> None:
    """Open the dialog."""
    page.get_by_role("button", name="Share this view").click()
    expect(page.locator("#share-dialog")).to_be_visible()


def test_the_link_shows_the_same_to_someone_else(visit: Visit, serve: Callable[..., str]) -> None:
    """The whole state is in the link; the code for another page carries the same in embed mode."""
    url = serve()
    page = visit(f"/?{OCTOBER_2017}&type=battle&show=countries&at=35,44,4", url=url)
    open_share(page)
    link = page.get_by_label("Link", exact=True).input_value()
    for part in (OCTOBER_2017, "type=battle", "show=countries", "at=35.0000,44.0000,4"):
        assert part in link
    assert "embed" not in link
    code = page.locator("#share-dialog textarea").input_value()
    assert code.startswith(f'<iframe src="{url}/?')
    assert "&amp;embed=1&amp;" in code
    other = visit(link.removeprefix(url), url=url)
    assert other.evaluate("[dateline.frame.count, dateline.store.state.show]") == [3, "countries"]


def test_an_embedded_map_reads_well_in_a_small_frame(browser: Browser, serve: Callable[..., str]) -> None:
    """In a frame of 600 by 400 on a foreign page: map, count line, time bar, legend and credits, nothing cut off."""
    url = serve()
    page = browser.new_page(viewport={"width": 640, "height": 440})
    outer = (
        f'<iframe src="{url}/?embed=1&{OCTOBER_2017}" width="600" height="400" style="border:0" title="map"></iframe>'
    )
    page.route("**/outer.html", lambda route: route.fulfill(content_type="text/html", body=outer))
    page.goto(f"{url}/outer.html")
    frame = page.frame_locator("iframe")
    expect(frame.locator(".count-line")).to_contain_text("4 of 7 events, 1–31 Oct 2017")
    for part in (".timebar", "#play", "#open-full", ".attribution", "#map-legend"):
        box = frame.locator(part).bounding_box()
        assert box, part
        assert box["x"] >= 0, part
        assert box["x"] + box["width"] <= 610, part
        assert box["y"] + box["height"] <= 410, part
    map_box = frame.locator(".map-area").bounding_box()
    assert map_box
    assert map_box["height"] >= 230
    inner = page.frames[1]
    assert inner.evaluate("document.documentElement.scrollHeight") <= 400
    assert inner.evaluate("dateline.layer.marks.map((mark) => mark.count)") == [2, 1]
    page.close()


@pytest.mark.parametrize("show", ["points", "countries"])
def test_a_picture_is_saved_at_twice_the_size(visit: Visit, tmp_path: Path, show: str) -> None:
    """The PNG holds head, map, events, legend and credits; the canvas is not tainted, and its twin map is gone."""
    page = visit(f"/?{OCTOBER_2017}&at=35.468,44.392,5&show={show}")
    settle(page)
    if show == "countries":
        wait_until(page, "dateline.views.areas.outlines.countries?.size > 0")
    page.evaluate(_KEEP_CANVAS)
    open_share(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Picture (PNG)").click()
    assert download.value.suggested_filename == "dateline-2017-10-01-2017-10-31.png"
    path = tmp_path / "picture.png"
    download.value.save_as(path)
    width, height = struct.unpack(">II", path.read_bytes()[16:24])
    shown = page.evaluate("[dateline.map.getSize().x, dateline.map.getSize().y]")
    assert [width, height] == [2 * shown[0], 2 * (shown[1] + 64 + 30)]
    middle = [width // 2, 2 * (64 + shown[1] // 2)]
    assert page.evaluate(_PIXEL, [4, 4]) == [251, 250, 247, 255]  # the head is paper
    around = page.evaluate(_PIXEL, [middle[0] - 60, middle[1] + 60])
    land = [245, 244, 239, 255]
    if show == "points":
        assert around == land
        ring = page.evaluate(
            "(([x, y]) => [...window.picture.getContext('2d').getImageData(x - 40, y - 40, 80, 80).data])", middle
        )
        colours = {tuple(ring[at : at + 3]) for at in range(0, len(ring), 4)}
        assert (0xA3, 0x31, 0x1B) in colours  # the ring of the mark on Kirkuk, in the colour of violence
    else:
        assert around != land
    legend = page.evaluate(_PIXEL, [2 * 20, height - 2 * (30 + 20)])
    assert min(legend[:3]) > 235
    expect(page.locator(".picture-twin")).to_have_count(0)
    expect(page.locator(".share-note")).to_have_text("The picture was saved")


def test_the_file_holds_what_is_filtered(visit: Visit, browser: Browser, tmp_path: Path) -> None:
    """The saved map opens from disk without a network, with the filtered events, their countries and their picture."""
    page = visit(f"/?{OCTOBER_2017}&type=battle")
    open_share(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Map as one file (HTML)").click()
    path = tmp_path / "map.html"
    download.value.save_as(path)
    context = browser.new_context(offline=True, reduced_motion="reduce")
    saved = context.new_page()
    watch = watch_page(saved)
    saved.goto(path.as_uri())
    wait_until(saved, "!document.body.classList.contains('loading')")
    assert saved.evaluate("dateline.events.rows") == 4  # one of them without a date, as in the list
    saved.get_by_role("radio", name="Countries").check(force=True)
    wait_until(saved, "dateline.views.areas.outlines.countries?.has('IQ')")
    open_share(saved)
    assert saved.get_by_label("Link", exact=True).input_value().startswith("file:")
    expect(saved.locator("#share-dialog textarea")).to_have_count(0)
    with saved.expect_download() as picture:
        saved.get_by_role("button", name="Picture (PNG)").click()
    assert picture.value.suggested_filename.endswith(".png")
    context.close()
    assert watch.errors == []


def test_the_dialog_breaks_no_rule_and_gives_the_focus_back(visit: Visit) -> None:
    """Axe finds nothing; Escape closes the dialog and nothing else, and the focus is on the button again."""
    page = visit(bypass_csp=True)
    expect(page.locator(".event-sentence.loading")).to_have_count(0)
    open_share(page)
    assert find_violations(page) == []
    page.keyboard.press("Escape")
    expect(page.locator("#share-dialog")).to_be_hidden()
    expect(page.locator("#share")).to_be_focused()


def test_print_shows_map_window_and_credits(visit: Visit) -> None:
    """On paper: what is shown and for which days, the map with its legend, the list; no controls."""
    page = visit(f"/?{OCTOBER_2017}")
    page.emulate_media(media="print")
    for shown in (".count-line", "#map_main", ".attribution", "#map-legend", "#events"):
        expect(page.locator(shown)).to_be_visible()
    heights = page.evaluate("[...document.querySelectorAll('.event-item')].map((row) => row.offsetHeight)")
    whole = page.evaluate("document.querySelector('#list-rows').offsetHeight")
    assert whole <= sum(heights) + len(heights)  # no empty sheets for rows that are not there
    for hidden in (
        ".hint",
        "#sort",
        ".actions",
        "#search-form",
        ".transport",
        ".tempo",
        ".map-tools",
        "#views",
        "#facets",
    ):
        expect(page.locator(hidden)).to_be_hidden()
