"""Adding news in the page: text, files, an address; progress, what was found, what failed - and the exports' menu."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from mapping.errors import DocumentError
from mapping.fetching import FetchedPage
from mapping.model import Document, Extraction
from mapping.settings import Settings
from mapping.store import EventStore
from mapping.web.desk import Outside
from tests.browser.test_access import find_violations
from tests.browser.test_security import EVERYTHING, assert_harmless
from tests.browser.visits import Serve, Visit
from tests.browser.waiting import settle, wait_until
from tests.map_events import KIRKUK, MALI, OCTOBER, SUVA, fill_pairs, make_day, make_event, make_place, make_story

STORY = "Soldiers clashed near Suva on Monday, a spokesman said. The army sent more troops to the town later on."


def extract_one(documents: Iterable[Document], /) -> Iterator[Extraction]:
    """A pipeline that finds a clash in Suva in each text that tells of one."""
    for document in documents:
        found = ()
        if "clashed" in document.text:
            event = make_event(9, place=SUVA, span=make_day(date(2019, 3, 4)), doc_id=document.doc_id)
            found = (replace(event, event_id=f"new-{document.doc_id}"),)  # type: ignore[assignment]
        yield Extraction(document=document, resolutions=(), timexes=(), events=found)


def fetch_one(url: str) -> FetchedPage:
    """One page is there, and no other."""
    if not url.endswith("/story"):
        raise DocumentError("news.example answered with 404 Not Found")
    return FetchedPage(url=url, body=STORY.encode(), suffix=".txt")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[EventStore]:
    """A store with one event, in Kirkuk in 2017."""
    event = make_event(1, span=make_day(date(2017, 10, 16)))
    with fill_pairs(tmp_path / "adding.db", [(event, make_story(event))]) as filled:
        yield filled


@pytest.fixture
def url(serve: Serve, store: EventStore) -> str:
    """A server that takes news and fetches pages."""
    return serve(store=store, settings=Settings(fetch=True), outside=Outside(fetch=fetch_one, extract=extract_one))


def open_dialog(visit: Visit, url: str, path: str = "/", **options: Any) -> tuple[Page, Locator]:
    """The page with the dialog open."""
    page = visit(path, url=url, **options)
    page.get_by_role("button", name="Add news").click()
    dialog = page.get_by_role("dialog", name="Add news")
    expect(dialog.get_by_label("Paste a text")).to_be_focused()
    return page, dialog


def drop(name: str, text: str) -> dict[str, object]:
    """A file to choose."""
    return {"name": name, "mimeType": "application/octet-stream", "buffer": text.encode()}


def test_a_pasted_text_is_on_the_map_at_once(store: EventStore, url: str, visit: Visit) -> None:
    """Its events are told in the dialog, and one press shows them, whatever was filtered before."""
    page, dialog = open_dialog(visit, url, "/?country=IQ")
    page.evaluate("window.stays = true")
    dialog.get_by_label("Paste a text").fill(STORY)
    dialog.get_by_label("Day of publication").fill("2019-03-05")
    dialog.get_by_label("Source").fill("Example Wire")
    dialog.get_by_role("button", name="Read it").click()
    expect(dialog.get_by_role("status").filter(has_text="1 event in 1 document")).to_be_visible()
    expect(dialog.get_by_role("button", name="Armed clash · Suva · 4 Mar 2019")).to_be_visible()
    [document] = [one for one in store.find_documents() if one.source == "Example Wire"]
    assert document.created == date(2019, 3, 5)
    dialog.get_by_role("button", name="Show them on the map").click()
    expect(dialog).to_be_hidden()
    settle(page)
    assert page.evaluate("dateline.frame.count") == 2
    assert page.evaluate("dateline.map.getBounds().contains([-18.14, 178.44])")
    assert page.evaluate("window.stays")


def test_files_are_read_and_failures_are_named(url: str, visit: Visit) -> None:
    """One is taken away again, one is an archive, one holds a line that cannot be read; more can be added then."""
    page, dialog = open_dialog(visit, url)
    lines = (
        '{"text": "Soldiers clashed near Suva on Monday, a spokesman said.", "title": "One"}\n{"title": "no text"}\n'
    )
    files = [drop("a.jsonl", lines), drop("b.zip", "PK\x03\x04"), drop("c.txt", "x")]
    dialog.locator("input[type=file]").set_input_files(files)  # type: ignore[arg-type]
    dialog.get_by_role("button", name="Take c.txt away").click()
    expect(dialog.get_by_role("list", name="Files chosen").get_by_role("listitem")).to_have_count(2)
    dialog.get_by_role("button", name="Read it").click()
    expect(dialog.get_by_role("heading", name="2 were not read")).to_be_visible()
    expect(dialog).to_contain_text("b.zip: not a text but a zip archive: unpack it")
    expect(dialog).to_contain_text("a.jsonl, line 2:")
    dialog.get_by_role("button", name="Armed clash · Suva").click()
    expect(page.locator("#reader blockquote")).to_contain_text("Soldiers clashed near Suva")
    page.get_by_role("button", name="Add news").click()
    dialog.get_by_role("button", name="Add more").click()
    expect(dialog.get_by_role("list", name="Files chosen").get_by_role("listitem")).to_have_count(0)
    expect(dialog.get_by_label("Paste a text")).to_be_focused()


def test_an_address_is_fetched_and_a_dropped_file_read(url: str, visit: Visit) -> None:
    """The page's own address is kept; one that is not there is named with what its server said."""
    page, dialog = open_dialog(visit, url)
    dialog.get_by_label("Or the address of a page").fill("https://news.example/gone")
    page.evaluate(
        """(text) => { const files = new DataTransfer();
             files.items.add(new File([text], "dropped.txt"));
             const drop = new DragEvent("drop", { dataTransfer: files, bubbles: true, cancelable: true });
             document.querySelector(".drop-zone").dispatchEvent(drop); }""",
        STORY,
    )
    expect(dialog.get_by_text("dropped.txt")).to_be_visible()
    dialog.get_by_role("button", name="Read it").click()
    expect(dialog).to_contain_text("https://news.example/gone: news.example answered with 404 Not Found")
    expect(dialog).to_contain_text("1 event in 1 document, 1 not read")


def test_what_is_not_taken_stays_in_the_form(url: str, visit: Visit) -> None:
    """Nothing at all, then a server that is busy: the text is still there."""
    page, dialog = open_dialog(visit, url)
    dialog.get_by_role("button", name="Read it").click()
    expect(dialog.get_by_role("alert")).to_contain_text("There is nothing to read yet")
    dialog.get_by_label("Paste a text").fill(STORY)
    page.route("**/submissions", lambda route: route.fulfill(status=429, json={"error": "try again in a minute"}))
    dialog.get_by_role("button", name="Read it").click()
    expect(dialog.get_by_role("alert")).to_have_text("This was not taken: try again in a minute")
    expect(dialog.get_by_label("Paste a text")).to_have_value(STORY)
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Add news")).to_be_focused()
    page.watch.errors.clear()  # type: ignore[attr-defined]


def test_no_address_is_asked_for_where_none_is_fetched(serve: Serve, store: EventStore, visit: Visit) -> None:
    """The field is there only where the operator allows it."""
    _, dialog = open_dialog(visit, serve(store=store))
    expect(dialog.get_by_label("Or the address of a page")).to_have_count(0)


@pytest.mark.parametrize(
    ("scheme", "columns", "lines"), [("light", 1440, 900), ("dark", 390, 844)], ids=["desktop", "phone"]
)
def test_the_dialog_breaks_no_rule(url: str, visit: Visit, scheme: str, columns: int, lines: int) -> None:
    """As a form with a file chosen, and with its result; hostile names are text."""
    size = {"width": columns, "height": lines}
    page, dialog = open_dialog(visit, url, color_scheme=scheme, viewport=size, bypass_csp=True)
    hostile = EVERYTHING.replace("\x00", "").replace("/", "-")
    files = [drop(f"{hostile}.zip", "PK\x03\x04")]
    dialog.locator("input[type=file]").set_input_files(files)  # type: ignore[arg-type]
    dialog.get_by_label("Paste a text").fill(f"{STORY} {hostile}")
    dialog.get_by_label("Source").fill(hostile[:200])
    assert find_violations(page) == []
    dialog.get_by_role("button", name="Read it").click()
    expect(dialog.get_by_role("button", name="Show them on the map")).to_be_visible()
    assert find_violations(page) == []
    assert_harmless(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= columns


CHOICES: tuple[dict[str, Any], ...] = (
    {},
    {"filters": {"country": ["IQ", "none"]}},
    {"filters": {"country": ["wide"]}},
    {"filters": {"region": ["IQ.02", "none"]}},
    {"filters": {"level": ["country", "none"]}},
    {"filters": {"date": ["month", "none"]}},
    {"filters": {"source": ["", "O'Neill's \"desk\""]}},
    {"filters": {"type": ["battle", "protest.demo"], "said": ["happened"]}},
    {"filters": {"story": ["none"], "review": ["none"]}},
    {"score": 40},
    {"q": '"near Kirkuk" -marched'},
    {"first": 17440, "last": 17457},
)


def test_exports_hold_exactly_what_is_shown(serve: Serve, visit: Visit) -> None:
    """For each kind of filter, the ids that the page lists are those that the link gives."""
    gulf = make_place("Gulf", 51.0, 27.0, country_code="", country="")
    events = [
        make_event(1, span=make_day(date(2017, 10, 16))),
        make_event(2, span=make_day(date(2017, 10, 18)), kind="protest.demo", verb="marched"),
        make_event(3, place=MALI, span=OCTOBER, score=0.4),
        make_event(4, place=gulf, span=make_day(date(2016, 1, 1)), score=0.396),
        make_event(5, place=None, span=make_day(date(2017, 10, 17))),
        make_event(6, place=replace(KIRKUK, place_id="test:b", admin1="", admin1_code=""), span=None, verb="fought"),
    ]
    sources = ("desk", "", "O'Neill's \"desk\"", "desk", "desk", "")
    pairs = [(event, make_story(event, source=source)) for event, source in zip(events, sources, strict=True)]
    page = visit(url=serve(pairs=pairs))
    page.locator("#exports summary").click()
    expect(page.get_by_role("link", name="GeoPackage .gpkg for QGIS")).to_be_visible()
    shown = {}
    for choice in CHOICES:
        page.evaluate(
            """({ filters = {}, ...fields }) => {
                 const { store, extent } = dateline;
                 store.clear();
                 store.change({ ...extent });
                 const sets = Object.entries(filters).map(([facet, values]) => [facet, new Set(values)]);
                 store.change({ filters: { ...store.state.filters, ...Object.fromEntries(sets) }, ...fields }); }""",
            choice,
        )
        settle(page)
        listed, exported = page.evaluate(
            """async () => {
                 const rows = [...dateline.frame.rows];
                 const listed = (await dateline.source.loadRows(rows)).map(({ id }) => id);
                 const link = document.querySelector("[data-export=geojson]").href;
                 const answer = await (await fetch(link)).json();
                 return [listed.sort(), answer.features.map(({ id }) => id).sort()]; }"""
        )
        assert exported == listed, choice
        shown[str(choice)] = len(listed)
    assert len(set(shown.values())) > 3, shown
    wait_until(page, "document.querySelectorAll('#export-list a').length >= 10")
    page.keyboard.press("Escape")
    expect(page.locator("#export-list")).to_be_hidden()
