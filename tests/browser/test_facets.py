"""Filters with many values, the scores' bars, and the search's operators."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from playwright.sync_api import Page, expect

from mapping.model import Document, Event
from tests.browser.waiting import settle, wait_until
from tests.map_events import make_day, make_event, make_place, make_story

SOURCES = tuple(
    f"Outlet {name}" for name in ("São", "Abel", "Bela", "Cato", "Dora", "Ezra", "Fay", "Gil", "Hal", "Ida")
)


def make_pairs() -> list[tuple[Event, Document]]:
    """An event of each outlet, in places far apart, with scores from 0.05 to 0.95."""
    pairs = []
    for number, source in enumerate(SOURCES):
        place = make_place(f"Town {number}", lon=10.0 * number, lat=20.0)
        event = make_event(number, place=place, span=make_day(date(2017, 10, 1 + number)), score=0.05 + 0.1 * number)
        pairs.append((replace(event, event_id=f"e{number}"), make_story(event, source=source)))
    return pairs


def test_a_long_filter_is_searched(serve: Callable[..., str], visit: Callable[..., Page]) -> None:
    """Eight values, then all on demand; typed letters find a value in any spelling, and its filter stays."""
    page = visit(url=serve(pairs=make_pairs()))
    sources = page.locator("#facet-source")
    rows = sources.locator(".facet-row")
    expect(rows).to_have_count(8)
    sources.get_by_role("button", name="Show all 10").click()
    expect(rows).to_have_count(10)
    search = sources.get_by_label("Find in sources")
    search.fill("sao")
    expect(rows).to_have_count(1)
    rows.click()
    settle(page)
    assert page.evaluate("dateline.frame.count") == 1
    expect(search).to_have_value("sao")
    search.fill("zzz")
    expect(rows).to_have_count(1)  # what is chosen stays in sight
    page.get_by_role("button", name="Take the filter Outlet São away").click()
    expect(sources.get_by_text("Nothing here has these letters.")).to_be_visible()
    page.locator("#facet-type").get_by_label("Find in kinds of event").wait_for(state="hidden")


def test_scores_are_counted_and_cut_off(serve: Callable[..., str], visit: Callable[..., Page]) -> None:
    """Twenty bars; those under the least score are faint, and the words say how many events are left."""
    page = visit(url=serve(pairs=make_pairs()))
    expect(page.locator("#score-value")).to_have_text("any · 10 events")
    assert page.locator("#score-bars span").count() == 20
    page.locator("#score").focus()
    page.evaluate("dateline.store.change({ score: 50 })")
    expect(page.locator("#score-value")).to_have_text("0.50 · 5 events")
    expect(page.locator("#score-bars .out")).to_have_count(10)
    wait_until(page, "dateline.frame.count === 5")


def test_the_search_tells_and_obeys_its_operators(visit: Callable[..., Page]) -> None:
    """Words in quotes stand one after the other; a minus leaves events out."""
    page = visit()
    page.locator("#search").focus()
    expect(page.locator("#search-hint")).to_be_visible()
    page.locator("#search").fill('"marched near" -Mosul')
    wait_until(page, "dateline.frame.count === 1")
    page.locator("#search").fill("-marched")
    wait_until(page, "dateline.frame.count === 5")


def test_the_list_is_ordered_as_the_reader_chooses(visit: Callable[..., Page]) -> None:
    """The newest first, until the oldest or the surest are asked for; the address keeps it."""
    page = visit()
    first = page.locator(".event-item[aria-posinset='1']")
    expect(first).to_contain_text("18 Oct 2017")
    page.get_by_label("Order of the list").select_option("Oldest first")
    expect(first).to_contain_text("31 Dec 1969")
    page.get_by_label("Order of the list").select_option("Surest first")
    expect(first).to_contain_text("0.80")
    wait_until(page, "location.search.includes('sort=score')")
