"""Reading an event with all its reports, and putting it right: by mouse, by keyboard, and when the server refuses."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from mapping.kinds import Bound, Change, Review
from mapping.model import Document, Event, Extraction
from mapping.settings import Settings
from mapping.store import EventStore
from mapping.web.desk import Outside
from tests.browser.test_access import find_violations
from tests.browser.test_security import EVERYTHING, PAYLOADS, assert_harmless, make_hostile
from tests.browser.visits import Serve, Visit
from tests.browser.waiting import settle, wait_until
from tests.map_events import SUVA, fill_pairs, make_day, make_event, make_story

ADMIN1 = "dateline.events.places.admin1[dateline.events.placeOf(0)]"
NOON = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)


def make_pairs() -> list[tuple[Event, Document]]:
    """Two reports of one clash that differ in its toll, and a flood elsewhere."""
    told = make_event(1, span=make_day(date(2017, 10, 16)))
    other = make_event(2, span=make_day(date(2017, 10, 16)))
    other = replace(other, tolls=(replace(other.tolls[0], number=30, bound=Bound.ABOUT),))
    flood = make_event(3, place=SUVA, span=make_day(date(2017, 10, 20)), kind="disaster.flood", verb="flooded")
    return [
        (told, make_story(told, source="One Wire")),
        (other, make_story(other, source="Two Post", title="Fighting near Kirkuk", url="javascript:alert(1)")),
        (flood, make_story(flood, source="One Wire", title="Flood in Suva")),
    ]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[EventStore]:
    """A store of the pairs."""
    with fill_pairs(tmp_path / "deciding.db", make_pairs()) as filled:
        yield filled


# A page may still ask for something when its test ends: `visit` comes last, so that it is closed before the store.


@pytest.fixture
def url(serve: Serve, store: EventStore) -> str:
    """A server that takes decisions, with a clock that goes on by a minute each time it is read."""
    times = (NOON + timedelta(minutes=minute) for minute in range(1000))
    return serve(store=store, outside=Outside(clock=lambda: next(times)))


def open_event(url: str, visit: Visit, event_id: str = "e1", **options: Any) -> tuple[Page, Locator]:
    """The page with an event open, once decisions are offered."""
    page = visit(f"/?event={event_id}", url=url, **options)
    wait_until(page, "window.dateline.writing !== undefined")
    reader = page.locator("#reader")
    expect(reader.locator("blockquote")).to_be_visible()
    return page, reader


def press_and_rest(page: Page, button: Locator) -> None:
    """Press a button that has the events read anew, and wait until all of it is read.

    A decision of somebody else that came in while the page still reads would be known to it.
    """
    page.evaluate("window.before = dateline.reloading")
    button.click()
    wait_until(page, "dateline.reloading !== window.before")
    settle(page)


def sign(page: Page, name: str = "Ada") -> None:
    """Type a name into the reader's foot."""
    page.get_by_label("Your name", exact=True).locator("visible=true").first.fill(name)


def test_the_reader_shows_all_reports_and_where_they_differ(url: str, visit: Visit) -> None:
    """Each with source, headline, day, sentence and link; two tolls with who says which."""
    _, reader = open_event(url, visit)
    differ = reader.get_by_role("region", name="The reports differ")
    expect(differ).to_contain_text("Killed")
    expect(differ.get_by_role("listitem").filter(has_text="Two Post")).to_contain_text("30")
    expect(differ.get_by_role("listitem").filter(has_text="One Wire")).to_contain_text("1200")
    expect(reader.locator(".facts")).to_contain_text("about 30 killed – told by Two Post")
    reports = reader.get_by_role("list", name="2 reports of this event").get_by_role("listitem")
    expect(reports).to_have_count(2)
    expect(reports.first).to_contain_text("18 Oct 2017")
    expect(reports.first.get_by_role("link", name="Clashes near the oil city")).to_be_visible()
    expect(reports.nth(1)).to_contain_text("Fighting near Kirkuk")
    expect(reports.nth(1).get_by_role("link")).to_have_count(0)
    expect(reports.nth(1).locator("mark.mark-trigger")).to_have_text("clashed")


def test_another_candidate_is_chosen_and_taken_back(store: EventStore, url: str, visit: Visit) -> None:
    """The map follows without loading the page again; the history tells who, when and what before; undo undoes."""
    page, reader = open_event(url, visit)
    page.evaluate("window.stays = true")
    view = page.evaluate("dateline.map.getCenter()")
    reader.get_by_role("button", name="Correct").click()
    dialog = page.get_by_role("dialog", name="Correct this event")
    expect(dialog.get_by_role("radio", name="Elsewhere")).not_to_be_checked()
    expect(dialog.get_by_role("button", name="Save")).to_be_disabled()
    dialog.get_by_role("radio", name="Elsewhere").check()
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_role("alert")).to_have_text("Type your name first: it is kept with the decision.")
    dialog.get_by_label("Your name").fill("Ada")
    dialog.get_by_label("Why (optional)").fill("The village.")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_be_hidden()
    expect(reader).to_contain_text("Elsewhere")
    expect(reader.locator(".kind")).to_contain_text("Corrected")
    wait_until(page, f"{ADMIN1} === 'Elsewhere'")
    assert page.evaluate("window.stays")
    assert page.evaluate("dateline.map.getCenter()") == view
    reader.get_by_text("1 decision by a person").click()
    history = reader.locator(".history")
    expect(history).to_contain_text("Ada · 2026-05-01 12:00 UTC")
    expect(history).to_contain_text("The village.")
    expect(page.locator("[data-value=corrected]")).to_contain_text("1")
    [correction] = store.find_corrections()
    assert (correction.author, correction.made_at, correction.note) == ("Ada", NOON, "The village.")
    reader.get_by_role("button", name="Undo").click()
    expect(reader.locator(".facts")).not_to_contain_text("Elsewhere")
    expect(history).to_contain_text("Taken back later")
    expect(reader.get_by_role("button", name="Undo")).to_be_disabled()
    wait_until(page, f"{ADMIN1} !== 'Elsewhere'")


def test_a_place_is_put_right_by_keys_alone(store: EventStore, url: str, visit: Visit) -> None:
    """From the list to another candidate and back, without a pointer; the focus comes back to where it was."""
    page = visit("/", url=url)
    wait_until(page, "window.dateline.writing !== undefined")

    def tab_to(name: str) -> None:
        """Press Tab until the control of a name has the focus."""
        named = "(document.activeElement.ariaLabel ?? document.activeElement.labels?.[0]?.innerText ?? '')"
        for _ in range(80):
            text = page.evaluate(f"{named} || document.activeElement.innerText || ''")
            if text.strip().startswith(name):
                return
            page.keyboard.press("Tab")
        raise AssertionError(f"no Tab leads to {name!r}")

    page.locator(".event-row").filter(has_text="Kirkuk").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#reader blockquote")).to_be_visible()
    tab_to("Correct")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Correct this event")
    expect(dialog).to_be_visible()
    dialog.get_by_role("radio", name="Kirkuk").first.focus()
    page.keyboard.press("ArrowDown")
    expect(dialog.get_by_role("radio", name="Elsewhere")).to_be_checked()
    tab_to("Your name")
    page.keyboard.type("Ada")
    tab_to("Save")
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    expect(page.locator("#reader")).to_contain_text("Elsewhere")
    expect(page.locator("#reader").get_by_role("button", name="Correct")).to_be_focused()
    assert [correction.author for correction in store.find_corrections()] == ["Ada"]
    page.keyboard.press("Escape")
    expect(page.locator("#reader")).to_be_hidden()


def test_confirm_and_reject_are_seen_at_once(url: str, visit: Visit) -> None:
    """A rejected event leaves the map and the list until rejected ones are asked for; the name is remembered."""
    page, reader = open_event(url, visit)
    sign(page)
    confirm, reject = (reader.get_by_role("button", name=name) for name in ("Confirm", "Reject"))
    confirm.click()
    expect(confirm).to_have_attribute("aria-pressed", "true")
    expect(reader.locator(".kind")).to_contain_text("Confirmed")
    expect(reader.locator(".signed")).to_contain_text("Signed Ada")
    wait_until(page, "dateline.events.review.includes(1)")
    reject.click()
    expect(reader.locator(".kind")).to_contain_text("Rejected")
    wait_until(page, "dateline.frame.count === 1")
    page.reload()
    wait_until(page, "window.dateline.writing !== undefined && dateline.frame.count === 1")
    page.locator("[data-value=rejected]").click()
    wait_until(page, "dateline.frame.count === 1")
    expect(page.locator(".event-place")).to_have_text("Kirkuk")
    reject.click()  # pressed again, it is taken back
    expect(reject).to_have_attribute("aria-pressed", "false")
    wait_until(page, "dateline.events.review.every((review) => review === 0)")


def test_a_place_is_searched_and_typed(store: EventStore, url: str, visit: Visit) -> None:
    """Any place of the gazetteer, or latitude and longitude where no name fits."""
    page, reader = open_event(url, visit)
    reader.get_by_role("button", name="Correct").click()
    dialog = page.get_by_role("dialog", name="Correct this event")
    search = dialog.get_by_label("Another place")
    search.fill("Baquba")
    dialog.get_by_role("radio", name="Baqubah").check()
    search.fill("35.5, 44.5")
    expect(dialog.get_by_role("radio", name="35.500° N, 44.500° E")).to_be_checked()
    expect(dialog.get_by_text("The point, and the towns around it")).to_be_visible()
    search.fill("qqqqzzzz")
    expect(dialog.get_by_text("No place of this name.")).to_be_visible()
    dialog.get_by_label("Your name").fill("Ada")
    dialog.get_by_role("button", name="Save").click()
    expect(reader.locator(".facts")).to_contain_text("35.500° N, 44.500° E")
    place = store.get_event("e1").place
    assert place
    assert (place.place.lon, place.place.lat, place.place.country_code) == (44.5, 35.5, "IQ")


@pytest.mark.parametrize("way", ["mouse", "keyboard"])
def test_a_place_is_pointed_at(url: str, visit: Visit, way: str) -> None:
    """By a click, or by moving the map under the cross; the dialog comes back with the towns around the point."""
    page, reader = open_event(url, visit)
    page.evaluate("dateline.map.setView([35.5, 44.4], 8, { animate: false })")
    reader.get_by_role("button", name="Correct").click()
    dialog = page.get_by_role("dialog", name="Correct this event")
    dialog.get_by_role("button", name="Point on the map").click()
    expect(dialog).to_be_hidden()
    expect(page.locator("#map_main")).to_be_focused()
    if way == "mouse":
        box = page.locator("#map_main").bounding_box()
        assert box
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    else:
        page.keyboard.press("Escape")
        expect(dialog).to_be_visible()
        dialog.get_by_role("button", name="Point on the map").click()
        page.get_by_role("button", name="Take the cross").press("Enter")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_role("radio", name=re.compile(r"35\.50\d° N, 44\.40\d° E"))).to_be_checked()
    expect(dialog.get_by_role("radio", name="Kirkuk").first).to_be_visible()
    assert page.evaluate("dateline.selection.spot") is None
    page.keyboard.press("Escape")
    expect(reader.get_by_role("button", name="Correct")).to_be_focused()


def test_date_and_kind_are_told_anew(store: EventStore, url: str, visit: Visit) -> None:
    """A month, then a span that cannot be, then EDTF; the kind out of a list that is searched. Both are kept."""
    page, reader = open_event(url, visit)
    reader.get_by_role("button", name="Correct").click()
    dialog = page.get_by_role("dialog", name="Correct this event")
    dialog.get_by_role("tab", name="Date").click()
    known = dialog.get_by_label("Known to")
    expect(known).to_have_value("day")
    known.select_option("span")
    dialog.get_by_label("Last day").fill("2017-10-01")
    expect(dialog.get_by_text("The last day is before the first.")).to_be_visible()
    expect(dialog.get_by_role("button", name="Save")).to_be_disabled()
    known.select_option("other")
    dialog.get_by_label("Date in EDTF").fill("201X")
    expect(dialog.get_by_text("Shown as: 2010s")).to_be_visible()
    known.select_option("month")
    dialog.get_by_label("Month", exact=True).fill("2017-11")
    expect(dialog.get_by_text("Shown as: Nov 2017")).to_be_visible()
    page.keyboard.press("Shift+Tab")
    dialog.get_by_role("tab", name="Date").press("ArrowRight")
    expect(dialog.get_by_role("tab", name="Kind")).to_be_focused()
    dialog.get_by_label("Search the kinds").fill("flood")
    dialog.get_by_role("radio", name="Flood", exact=True).check()
    dialog.get_by_label("Your name").fill("Ada")
    dialog.get_by_label("Your name").press("Enter")
    expect(dialog).to_be_hidden()
    expect(reader).to_contain_text("Nov 2017 (known to the month")
    expect(reader.locator(".kind")).to_contain_text("Flood")
    assert [correction.change for correction in store.find_corrections()] == [Change.DATE, Change.TYPE]


def test_what_fails_is_told_and_nothing_typed_is_lost(url: str, visit: Visit) -> None:
    """A server that is away, then one that is back: the choice is still there, and then it is kept."""
    page, reader = open_event(url, visit)
    sign(page)
    page.route("**/decisions", lambda route: route.fulfill(status=503, json={"error": "the disk is full"}))
    reader.get_by_role("button", name="Confirm").click()
    expect(reader.get_by_role("alert")).to_have_text("This was not saved: the disk is full")
    expect(reader.get_by_role("button", name="Confirm")).to_have_attribute("aria-pressed", "false")
    reader.get_by_role("button", name="Correct").click()
    dialog = page.get_by_role("dialog", name="Correct this event")
    dialog.get_by_role("radio", name="Elsewhere").check()
    dialog.get_by_label("Why (optional)").fill("Seen it.")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_role("alert")).to_have_text("Place was not saved: the disk is full")
    expect(dialog.get_by_role("radio", name="Elsewhere")).to_be_checked()
    expect(dialog.get_by_label("Why (optional)")).to_have_value("Seen it.")
    page.unroute("**/decisions")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_be_hidden()
    expect(reader).to_contain_text("Elsewhere")
    page.watch.errors.clear()  # type: ignore[attr-defined]


def test_somebody_elses_decision_is_not_overwritten_unseen(store: EventStore, url: str, visit: Visit) -> None:
    """The first try is refused and the event read anew; the second one is made in the knowledge of it."""
    page, reader = open_event(url, visit)
    reader.get_by_role("button", name="Correct").click()
    dialog = page.get_by_role("dialog", name="Correct this event")
    dialog.get_by_role("tab", name="Kind").click()
    dialog.get_by_label("Search the kinds").fill("flood")
    dialog.get_by_role("radio", name="Flood", exact=True).check()
    dialog.get_by_label("Your name").fill("Ada")
    store.decide("e1", Change.REVIEW, Review.CONFIRMED, author="Grace", at=NOON)
    press_and_rest(page, dialog.get_by_role("button", name="Save"))
    expect(dialog.get_by_role("alert")).to_contain_text("Somebody else has changed this event")
    press_and_rest(page, dialog.get_by_role("button", name="Save"))
    expect(dialog).to_be_hidden()
    expect(reader.get_by_text("2 decisions by persons")).to_be_attached()
    store.decide("e1", Change.REVIEW, Review.NONE, author="Grace", at=NOON)
    confirm = reader.get_by_role("button", name="Confirm")
    confirm.click()
    expect(reader.get_by_role("alert")).to_contain_text("Somebody else has changed this event")
    expect(reader.get_by_text("3 decisions by persons")).to_be_visible()
    confirm.click()
    expect(confirm).to_have_attribute("aria-pressed", "true")  # at once, before the server has it
    expect(reader.get_by_text("4 decisions by persons")).to_be_visible()
    expect(reader.get_by_role("alert")).to_have_count(0)
    assert [correction.author for correction in store.find_corrections()] == ["Grace", "Ada", "Grace", "Ada"]
    page.watch.errors.clear()  # type: ignore[attr-defined]


def test_a_read_only_page_shows_what_was_decided_and_offers_nothing(
    serve: Serve, store: EventStore, visit: Visit
) -> None:
    """No button that could not be used."""
    store.decide("e1", Change.REVIEW, Review.CONFIRMED, author="Grace", at=NOON)
    page = visit("/?event=e1", url=serve(store=store, settings=Settings(read_only=True)))
    reader = page.locator("#reader")
    expect(reader.locator(".kind")).to_contain_text("Confirmed")
    expect(reader).to_contain_text("1 decision by a person")
    page.wait_for_timeout(300)
    expect(page.locator("#reader-foot")).to_be_hidden()
    expect(page.locator("#add-open")).to_be_hidden()


@pytest.mark.parametrize(
    ("scheme", "columns", "lines"), [("light", 1440, 900), ("dark", 390, 844)], ids=["desktop", "phone"]
)
def test_reader_and_correction_break_no_rule(
    store: EventStore, url: str, visit: Visit, scheme: str, columns: int, lines: int
) -> None:
    """WCAG 2.2 AA, with reports, differences and history open, and on each tab of the dialog."""
    store.decide("e1", Change.DATE, "2017-11", author="Grace", at=NOON, note="As the first report says.")
    options: dict[str, Any] = {
        "color_scheme": scheme,
        "viewport": {"width": columns, "height": lines},
        "bypass_csp": True,
    }
    page, reader = open_event(url, visit, **options)
    page.evaluate("document.querySelectorAll('#reader details').forEach((node) => { node.open = true; })")
    assert find_violations(page) == []
    reader.get_by_role("button", name="Correct").click()
    dialog = page.get_by_role("dialog", name="Correct this event")
    dialog.get_by_label("Another place").fill("Paris")
    expect(dialog.get_by_text("places found")).to_be_visible()
    for tab in ("Place", "Date", "Kind"):
        dialog.get_by_role("tab", name=tab).click()
        assert find_violations(page) == []
    box = page.locator("#correction").bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= columns
    assert box["y"] + box["height"] <= lines
    small = page.evaluate(
        """() => [...document.querySelectorAll('dialog[open] :is(button, select, input, .choice)')]
             .filter((node) => node.checkVisibility() && node.type !== 'radio')
             .map((node) => ({ name: node.id || node.className, box: node.getBoundingClientRect() }))
             .filter(({ box }) => box.width < 24 || box.height < 24).map(({ name }) => name)"""
    )
    assert small == []


def test_hostile_words_of_persons_are_text(serve: Serve, visit: Visit, tmp_path: Path) -> None:
    """Names, notes, sources and headlines with markup, scripts and templates show as they are."""
    told = make_event(1, span=make_day(date(2017, 10, 16)))
    other = replace(make_event(2, span=make_day(date(2017, 10, 16))), tolls=(replace(told.tolls[0], number=30),))
    hostile = EVERYTHING.replace("\x00", "")
    pairs = [
        (event, make_story(event, source=f"{hostile} {n}", title=hostile)) for n, event in enumerate((told, other))
    ]
    with fill_pairs(tmp_path / "hostile.db", pairs) as store:
        for payload in PAYLOADS:
            store.decide("e1", Change.DATE, "2017-11", author=payload.replace("\x00", ""), at=NOON, note=payload)
        hostile_event, hostile_document = make_hostile(20, PAYLOADS[8])
        store.add(Extraction(document=hostile_document, resolutions=(), timexes=(), events=(hostile_event,)))
        page, reader = open_event(serve(store=store), visit)
        page.evaluate("document.querySelectorAll('#reader details').forEach((node) => { node.open = true; })")
        expect(reader.locator(".history")).to_contain_text(PAYLOADS[6])
        expect(reader.locator(".disagree")).to_contain_text(PAYLOADS[8])
        sign(page, PAYLOADS[8])
        reader.get_by_role("button", name="Confirm").click()
        expect(reader.locator(".signed")).to_contain_text(PAYLOADS[8])
        reader.get_by_role("button", name="Correct").click()
        page.get_by_label("Another place").fill(PAYLOADS[8])
        settle(page)
        assert_harmless(page)
        page.locator("#correction").get_by_role("button", name="Cancel").click()
        page.evaluate("dateline.store.change({ event: 'e20' })")
        expect(reader.locator("blockquote")).to_contain_text(PAYLOADS[8])
        reader.get_by_role("button", name="Correct").click()  # its candidates have names as hostile
        expect(page.locator("#correction .choice-name").first).to_contain_text(PAYLOADS[8])
        assert_harmless(page)
