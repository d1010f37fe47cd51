"""What the map shows: points, density, and the number of events by countries or regions."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from bench.map import serve_synthetic
from tests.browser.test_access import find_violations
from tests.browser.visits import Visit
from tests.browser.waiting import settle, wait_until

# Where a point of the world lies on the map, and the pixel there.
_AT = """([lat, lon]) => { const { x, y } = dateline.map.latLngToContainerPoint([lat, lon]);
  const r = dateline.layer.ratio;
  return { x, y, pixel: [...dateline.layer.context.getImageData(x * r, y * r, 1, 1).data] }; }"""


def look_at(page: Page, lat: float, lon: float) -> dict[str, Any]:
    """Where a place is on the map, and the colour of the events' canvas there."""
    settle(page)
    found: dict[str, Any] = page.evaluate(_AT, [lat, lon])
    return found


def wait_for_areas(page: Page) -> None:
    """The outlines come in an answer of their own."""
    wait_until(page, "Object.values(dateline.views.areas.outlines).some((outlines) => outlines.size)")
    settle(page)


def read_ranking(page: Page) -> list[str]:
    """The legend's areas with their counts."""
    settle(page)
    wait_until(page, "document.querySelector('.legend-ranking') !== null && !dateline.views.legend.waiting")
    return [text.replace("\n", " ") for text in page.locator(".legend-area").all_inner_texts()]


def test_countries_are_coloured_by_their_events(visit: Visit) -> None:
    """Iraq with three events is darker than Mali with one; Egypt, with none, is left as the land is."""
    page = visit("/?show=countries&at=25,20,3")
    wait_for_areas(page)
    iraq, mali, egypt = (look_at(page, *at)["pixel"] for at in ((33.0, 43.0), (17.0, -2.0), (26.0, 29.0)))
    assert iraq[3] > 150
    assert mali[3] > 150
    assert sum(iraq[:3]) < sum(mali[:3])
    assert egypt[3] == 0
    assert page.evaluate("dateline.layer.marks.length") == 0


def test_regions_obey_filter_and_window(visit: Visit) -> None:
    """In October 2017 Nineveh has no event left; a filter by type leaves the one clash; the rest is told in words."""
    page = visit("/?show=regions&at=35,44,5")
    wait_for_areas(page)
    assert read_ranking(page) == ["Kirkuk Governorate 2", "Nineveh 1"]
    page.evaluate("dateline.store.change({ first: 17440, last: 17470 })")
    assert read_ranking(page) == ["Kirkuk Governorate 2"]
    expect(page.locator(".legend-note")).to_have_text("1 placed no finer than a country")
    page.locator("#facet-type").get_by_role("button", name="Protest").first.click()
    assert read_ranking(page) == ["Kirkuk Governorate 1"]


def test_density_obeys_the_filter(visit: Visit) -> None:
    """Where no event is left, nothing is painted."""
    page = visit("/?show=density&at=35.468,44.392,5")
    assert look_at(page, 35.468, 44.392)["pixel"][3] > 40
    page.evaluate("dateline.store.toggle('country', 'FJ')")
    assert look_at(page, 35.468, 44.392)["pixel"][3] == 0


def test_a_country_tells_its_number_and_filters(visit: Visit) -> None:
    """Pointing at Iraq names its events; a click filters by it, and so does the keyboard in the legend."""
    page = visit("/?show=countries&at=33,43,4")
    wait_for_areas(page)
    at = look_at(page, 33.0, 43.0)
    page.locator("#map_main").hover(position={"x": at["x"], "y": at["y"]})
    expect(page.locator(".map-label")).to_have_text("Iraq · 3 events")
    page.locator("#map_main").click(position={"x": at["x"], "y": at["y"]})
    expect(page.locator("#chips")).to_contain_text("Iraq")
    area = page.locator(".legend-area").first
    expect(area).to_have_attribute("aria-pressed", "true")
    area.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#chips")).to_be_hidden()


def test_the_views_are_chosen_by_keys_and_kept_in_the_address(visit: Visit) -> None:
    """Arrow keys move through the four views, as in any group of radio buttons."""
    page = visit()
    page.get_by_role("radio", name="Points").focus()
    for view in ("density", "countries", "regions"):
        page.keyboard.press("ArrowRight")
        wait_until(page, f"location.search.includes('show={view}')")
    assert page.evaluate("dateline.controls.playing") is False
    page.reload()
    expect(page.get_by_role("radio", name="Regions")).to_be_checked()


def test_outlines_that_cannot_be_had_are_told(visit: Visit, serve: Callable[..., str]) -> None:
    """The reader sees why nothing is coloured."""
    url = serve()
    page = visit(url=url)
    page.route("**/divisions.bin*", lambda route: route.fulfill(status=500, json={"error": "the outlines are gone"}))
    page.get_by_role("radio", name="Countries").check(force=True)
    expect(page.locator("#views-error")).to_contain_text("the outlines are gone")
    page.watch.errors.clear()  # type: ignore[attr-defined]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("view", ["density", "countries", "regions"])
def test_no_view_breaks_a_rule(visit: Visit, view: str, scheme: str) -> None:
    """Axe finds nothing in any view, with its legend open."""
    page = visit(f"/?show={view}", color_scheme=scheme, bypass_csp=True)
    expect(page.locator(".event-sentence.loading")).to_have_count(0)
    if view != "density":
        read_ranking(page)
    assert find_violations(page) == []


def test_many_events_are_counted_by_a_worker(visit: Visit) -> None:
    """With more events than a page should count by itself, its Worker filters, and everything follows."""
    with serve_synthetic(210_000) as (url, _):
        page = visit(url=url)
        assert page.evaluate("dateline.passes.constructor.name") == "FarPasses"
        assert page.evaluate("dateline.frame.count") == 210_000
        page.locator("#facet-type").get_by_role("button", name="Protest").first.click()
        wait_until(page, "dateline.frame.count < 100000")
        wait_until(page, "dateline.timebar.histogram.sums.reduce((sum, n) => sum + n) === dateline.frame.count")
        assert page.evaluate("dateline.frame.count") > 1000
        page.close()  # before its server goes
        page.watch.errors.clear()  # type: ignore[attr-defined] # no store holds these events, so none has a sentence


def test_outlines_on_their_way_are_told(visit: Visit) -> None:
    """Until the outlines have come, the legend says that they are loading; then it no longer does."""
    page = visit()
    page.route("**/divisions.bin*", lambda route: (page.wait_for_timeout(1500), route.continue_()))
    page.get_by_role("radio", name="Countries").check(force=True)
    expect(page.locator(".legend-note")).to_contain_text("Loading the outlines")
    wait_for_areas(page)
    expect(page.locator(".legend-note")).to_have_count(0)


def test_names_of_the_map_keep_off_the_marks(visit: Callable[..., Page]) -> None:
    """Names are above the marks and beside them: Kirkuk, under its mark, is named at the mark's side."""
    page = visit("/?at=35.468,44.392,7")
    wait_until(page, "dateline.basemap.labels?.shown.includes('Kirkuk')")
    wait_until(page, "dateline.layer.marks.length > 0")
    settle(page)
    beside = """() => {
        const [, x] = dateline.basemap.labels.shown.match(/Kirkuk,([\\d.]+)/);
        const mark = dateline.layer.marks.find((mark) => dateline.events.placeName(mark.place) === 'Kirkuk');
        return Number(x) > mark.x + mark.radius; }"""
    assert page.evaluate(beside)
    order = page.evaluate("getComputedStyle(dateline.map.getPane('labels')).zIndex")
    assert int(order) > 600
