"""The page is readable by anyone: axe-core's WCAG 2.2 AA rules find nothing, in both themes and at every width."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.waiting import settle, wait_until

OPTIONS = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
}
WIDTHS = {"desktop": (1440, 900), "tablet": (1024, 768), "phone": (390, 844)}


def find_violations(page: Page) -> list[str]:
    """Each broken rule with the elements that break it."""
    settle(page)
    response = Axe().run(page, options=OPTIONS).response
    return [
        f"{rule['id']}: {', '.join(str(node['target']) + ' ' + node['failureSummary'] for node in rule['nodes'][:3])}"
        for rule in response["violations"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_the_page_breaks_no_rule(visit: Callable[..., Page], scheme: str, width: str) -> None:
    """The page as it opens, with an event open, and with filters in force."""
    columns, lines = WIDTHS[width]
    page = visit(color_scheme=scheme, viewport={"width": columns, "height": lines}, bypass_csp=True)
    expect(page.locator(".event-sentence.loading")).to_have_count(0)
    assert find_violations(page) == []
    page.evaluate("dateline.store.change({ event: 'e1', score: 20 })")
    expect(page.get_by_role("dialog").locator("blockquote")).to_be_visible()
    page.evaluate("document.querySelector('.why').open = true")
    assert find_violations(page) == []


@pytest.mark.parametrize("panel", ["facets", "events"])
def test_the_sheets_of_a_phone_break_no_rule(visit: Callable[..., Page], panel: str) -> None:
    """Filters and list as sheets."""
    page = visit(viewport={"width": 390, "height": 844}, bypass_csp=True)
    page.locator(f"#toggle-{panel}").click()
    expect(page.locator(f"#close-{panel}")).to_be_focused()
    expect(page.locator(".event-sentence.loading")).to_have_count(0)
    assert find_violations(page) == []


@pytest.mark.parametrize("path", ["/?embed=1", "/?q=zeppelin", "/?show=points"])
def test_other_states_break_no_rule(visit: Callable[..., Page], path: str) -> None:
    """In another page, with nothing found, with the legend open."""
    page = visit(path, bypass_csp=True, viewport={"width": 600, "height": 400} if "embed" in path else None)
    page.evaluate("document.getElementById('map-legend').open = true")
    expect(page.locator(".event-sentence.loading")).to_have_count(0)
    assert find_violations(page) == []


def test_menus_playback_and_failures_break_no_rule(visit: Callable[..., Page]) -> None:
    """The menu of exports, while time plays, without any event, and where the server fails."""
    page = visit(bypass_csp=True)
    expect(page.locator(".event-sentence.loading")).to_have_count(0)
    page.locator("#exports summary").click()
    expect(page.locator("#export-list a").first).to_be_visible()
    assert find_violations(page) == []
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Play", exact=True).click()
    assert find_violations(page) == []
    page.route("**/events.bin", lambda route: route.fulfill(status=503, json={"error": "the events file is gone"}))
    page.reload()
    expect(page.get_by_role("alert").filter(has_text="gone")).to_be_visible()
    assert find_violations(page) == []
    page.watch.errors.clear()  # type: ignore[attr-defined]
    empty = visit(events=[], bypass_csp=True, color_scheme="dark")
    expect(empty.get_by_role("alert").filter(has_text="No events yet")).to_be_visible()
    assert find_violations(empty) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_of_the_api_break_no_rule(visit: Callable[..., Page], serve: Callable[..., str], scheme: str) -> None:
    """Landing page, collection, items, one item, what can be asked for, addresses; on a phone as well."""
    url = serve()
    events = "/ogc/collections/events"
    paths = (
        "/ogc",
        "/ogc/api",
        "/ogc/conformance",
        events,
        f"{events}/queryables",
        f"{events}/items",
        f"{events}/items/e1",
    )
    page = visit(f"{paths[0]}?f=html", url=url, bypass_csp=True, color_scheme=scheme)
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 800})
        for path in paths:
            page.goto(f"{url}{path}?f=html")
            assert find_violations(page) == [], path
    assert page.goto(f"{url}/nothing")
    assert find_violations(page) == []
    page.watch.errors.clear()  # type: ignore[attr-defined]


def test_nothing_moves_for_those_who_want_no_motion(visit: Callable[..., Page]) -> None:
    """With reduced motion no panel slides and no control fades; without it they do."""
    durations = (
        "[...document.querySelectorAll('*')].some((node) => parseFloat(getComputedStyle(node).transitionDuration) > 0)"
    )
    assert visit(reduced_motion="no-preference").evaluate(durations)
    assert not visit(reduced_motion="reduce").evaluate(durations)


def test_every_control_has_a_size_for_a_finger(visit: Callable[..., Page]) -> None:
    """Targets measure at least 24 by 24 pixels (WCAG 2.5.8), 44 by 44 for a phone's main controls."""
    page = visit(viewport={"width": 390, "height": 844}, has_touch=True)
    small = page.evaluate(
        """() => [...document.querySelectorAll("button, select, input, [role=slider]")]
             .filter((node) => node.checkVisibility({ visibilityProperty: true }) && node.offsetWidth)
             .map((node) => ({ name: node.id || node.className, box: node.getBoundingClientRect() }))
             .filter(({ box }) => box.width < 24 || box.height < 24).map(({ name }) => name)"""
    )
    assert small == []


def test_the_whole_page_is_reached_by_tab(visit: Callable[..., Page]) -> None:
    """Tab goes through search, days, filters, map tools, list and time bar without a trap."""
    page = visit()
    expect(page.locator(".event-sentence.loading")).to_have_count(0)
    reached = set()
    for _ in range(140):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.id || document.activeElement.className"))
    assert {"skip", "search", "from", "to", "share", "theme", "score", "zoom-in", "event-row"} <= reached
    assert {"play", "handle-first", "handle-last", "mode", "step", "speed", "loop"} <= reached


def test_playback_is_spoken_now_and_then(visit: Callable[..., Page]) -> None:
    """The live region names count and days, at most once in a while during playback."""
    page = visit("/?from=1970-01-01&to=1971-01-01&step=month&speed=30")
    wait_until(page, "document.getElementById('live').textContent.includes('of 7 events')")
    page.evaluate(
        """() => { window.spoken = 0;
             new MutationObserver(() => { window.spoken += 1; })
               .observe(document.getElementById('live'), { childList: true, characterData: true, subtree: true }); }"""
    )
    page.keyboard.press("Space")
    page.wait_for_timeout(2500)
    page.keyboard.press("Space")
    assert page.evaluate("window.spoken") <= 2
