"""More events than a page should hold: they stay on the server, which counts what the page shows."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, Route, expect

from bench.map import serve_synthetic
from tests.browser.test_page import count_marked, read_count
from tests.browser.visits import OCTOBER_2017, Visit
from tests.browser.waiting import settle, wait_until


def claim_many(route: Route) -> None:
    """The page as it is for two million events and more, over however few there are."""
    answer = route.fetch()
    text = answer.text()
    assert "data-rows=" in text
    route.fulfill(response=answer, body=text.replace('data-rows="', 'data-rows="9000000', 1))


@pytest.fixture
def visit_far(visit: Visit) -> Iterator[Visit]:
    """Open the page over the fixture's events as if they were too many to be sent."""

    def open_page(path: str = "/", *, url: str) -> Page:
        page = visit(url=url)
        page.route(f"{url}/?*", claim_many)
        page.goto(f"{url}/?far=1&{path.lstrip('/?')}")
        wait_until(page, "!document.body.classList.contains('loading') && dateline.frame.total.length > 0")
        settle(page)
        return page

    yield open_page


def test_the_server_counts_what_the_page_shows(visit_far: Visit, serve: Callable[..., str]) -> None:
    """Marks, count line, list and filters tell the same as with the events in the page, which are not loaded."""
    page = visit_far(url=serve())
    assert page.evaluate("dateline.events.isFar")
    names = page.evaluate("performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname)")
    assert "/grid.bin" in names
    assert sum(count_marked(page).values()) == 5
    assert read_count(page).startswith("6 of 90,000,007 events, 31 Dec 1969 – 18 Oct 2017 UTC")
    assert page.get_by_role("listitem").count() >= 7
    expect(page.locator("#facet-type")).to_contain_text("Protest")
    expect(page.locator("#facet-country")).to_contain_text("Iraq")
    expect(page.locator(".event-sentence").first.locator("mark.mark-trigger")).to_be_visible()


def test_filter_and_window_are_answered_by_the_server(visit_far: Visit, serve: Callable[..., str]) -> None:
    """In October 2017 four events are left; of these one protest; its chip takes the filter away."""
    page = visit_far(f"/?{OCTOBER_2017}", url=serve())
    wait_until(page, "dateline.frame.count === 4")
    page.locator("#facet-type").get_by_role("button", name="Protest").first.click()
    wait_until(page, "dateline.frame.count === 1")
    settle(page)
    assert count_marked(page) == {"Kirkuk": 1}
    expect(page.locator("#facet-type [data-value=battle]")).to_contain_text(
        "4"
    )  # as if its own filter were open; one has no date
    page.locator("#chips button").first.click()
    wait_until(page, "dateline.frame.count === 4")


def test_areas_and_bars_are_counted_by_the_server(visit_far: Visit, serve: Callable[..., str]) -> None:
    """The legend ranks countries as with the events in the page; the bars hold every dated event."""
    page = visit_far("/?show=countries", url=serve())
    wait_until(page, "document.querySelectorAll('.legend-area').length === 3")
    assert page.locator(".legend-area").first.inner_text().replace("\n", " ") == "Iraq 3"
    wait_until(page, "dateline.timebar.histogram?.sums.reduce((sum, n) => sum + n) === 6")


def test_a_cell_lists_its_events_and_one_opens(visit_far: Visit, serve: Callable[..., str]) -> None:
    """A click on a mark that cannot be spread lists the events of its cell; a row opens as always."""
    page = visit_far(f"/?{OCTOBER_2017}&at=35.468,44.392,12", url=serve())
    wait_until(page, "dateline.layer.marks.length === 1")
    mark = page.evaluate("(({ x, y }) => ({ x, y }))(dateline.layer.marks[0])")
    page.locator("#map_main").click(position=mark)
    expect(page.locator("#spot-name")).to_contain_text("Kirkuk")
    wait_until(page, "dateline.list.rows.length === 2")
    page.locator(".event-row").first.click()
    expect(page.get_by_role("dialog").locator("blockquote")).to_be_visible()
    settle(page)
    assert page.evaluate("dateline.layer.focus.radiusKm") == 12
    expect(page.get_by_label("Order of the list")).to_be_hidden()


def test_playback_asks_for_each_step(visit_far: Visit, serve: Callable[..., str]) -> None:
    """Playing goes on to the last day and ends with its events."""
    page = visit_far("/?from=2017-10-14&to=2017-10-14&step=day&speed=5", url=serve())
    page.get_by_role("button", name="Play", exact=True).click()
    wait_until(page, "dateline.store.state.last === dateline.extent.last && !dateline.controls.playing")
    wait_until(page, "dateline.frame.last === dateline.extent.last && dateline.frame.count === 2")


def test_the_first_picture_of_many_events_is_a_grid(visit: Visit) -> None:
    """Before the events have come, their cells are on the map; then the events take their place."""
    with serve_synthetic(210_000) as (url, _):
        page = visit("/?embed=0", url=url)
        page.watch.errors.clear()  # type: ignore[attr-defined]
        page.route("**/events.bin", lambda route: (page.wait_for_timeout(1500), route.continue_()))
        page.goto(url, wait_until="commit")
        wait_until(page, "globalThis.dateline?.layer.marks.length > 20 && !dateline.frame")
        wait_until(page, "dateline.frame?.count > 200000")
        page.close()
        page.watch.errors.clear()  # type: ignore[attr-defined]
