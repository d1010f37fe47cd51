"""Hostile text in every field of events, documents and places: shown as text everywhere, executed nowhere."""

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page, expect

from mapping.layers import make_map
from mapping.model import Document, Event
from mapping.page.saved_map import write_map
from mapping.settings import Settings
from server import create_app
from tests.browser.conftest import watch_page
from tests.browser.waiting import settle, wait_until
from tests.map_events import fill_pairs, fill_store, make_day, make_event, make_story

PAYLOADS = (
    "{{7*7}}",
    "{{ cycler.__init__.__globals__.os.environ.update(PWNED='1') }}",
    "{% for x in [1] %}pwned{% endfor %}",
    "{# pwned #}",
    "${window.pwned=1}",
    "`;window.pwned=1;`",
    "</script><script>window.pwned=1</script>",
    "<!--<script>window.pwned=1",
    "<img src=x onerror=window.pwned=1>",
    "<svg/onload=window.pwned=1>",
    '"><img src=x onerror=window.pwned=1>',
    "' onmouseover='window.pwned=1",
    "</style><script>window.pwned=1</script>",
    "</textarea></title><script>window.pwned=1</script>",
    '\\"};window.pwned=1;//',
    "\u2028window.pwned=1\u2029",
    "javascript:window.pwned=1",
    "&lt;script&gt;window.pwned=1&lt;/script&gt;",
    "\x00<script>window.pwned=1</script>",
)
EVERYTHING = " ".join(PAYLOADS)
# What has a fixed set of values, or is checked elsewhere (ids are ours; the address is tried by itself).
_KEPT = {"event_id", "doc_id", "type", "role", "url", "feature_class", "feature_code", "text_", "created_rule"}


def poison(value: Any, payload: str) -> Any:
    """A value of the model with the payload at the end of each of its texts; spans still lie inside."""
    if isinstance(value, tuple):
        return tuple(poison(item, payload) for item in value)
    if not is_dataclass(value) or isinstance(value, type):
        return f"{value} {payload}" if type(value) is str else value
    changed = {
        field.name: poison(getattr(value, field.name), payload) for field in fields(value) if field.name not in _KEPT
    }
    return replace(value, **changed)


def make_hostile(number: int, payload: str, **options: Any) -> tuple[Event, Document]:
    """An event and its document with the payload in every text field."""
    event = make_event(number, span=make_day(date(2017, 10, 1 + number)), **options)
    story = make_story(event)
    event = poison(event, payload)
    document = poison(replace(story, text="", paragraphs=()), payload)
    document = replace(document, text=event.sentence, paragraphs=make_story(event).paragraphs, url=payload)
    return event, document


HOSTILE = (
    *(make_hostile(number, payload) for number, payload in enumerate(PAYLOADS)),
    make_hostile(len(PAYLOADS), EVERYTHING, place=None),
)


@pytest.fixture
def hostile_client(tmp_path: Path) -> Iterator[FlaskClient]:
    """A server over hostile events."""
    with fill_pairs(tmp_path / "hostile.db", HOSTILE) as store:
        yield create_app(Settings(), store).test_client()


def walk_page(page: Page) -> None:
    """Look at everything: list, each event's reader with its reasons, filters, chips, labels on the map, playback."""
    rows = page.evaluate("dateline.events.rows")
    for row in range(rows):
        page.evaluate("(row) => dateline.selection.openRow(row)", row)
        expect(page.get_by_role("dialog").locator("blockquote")).to_be_visible()
        page.evaluate("document.querySelectorAll('details').forEach((node) => { node.open = true; })")
    page.evaluate("dateline.store.change({ event: null })")
    for facet in ("source", "country"):
        for _ in range(2):
            page.locator(f"#facet-{facet} .facet-row").first.click()
    page.evaluate("(text) => dateline.store.change({ q: text })", PAYLOADS[8])
    settle(page)
    page.evaluate("dateline.store.clear()")
    page.evaluate("dateline.selection.setSpot([0])")
    for mark in page.evaluate("dateline.layer.marks.map(({ x, y }) => ({ x, y }))"):
        page.locator("#map_main").hover(position=mark)
    page.evaluate("dateline.controls.play()")
    page.wait_for_timeout(400)


def assert_harmless(page: Page) -> None:
    """Nothing ran, and no element or attribute came out of a text."""
    assert page.evaluate("typeof window.pwned") == "undefined"
    assert page.evaluate("document.querySelectorAll('img, iframe, object, embed').length") == 0
    handlers = "[...document.querySelectorAll('*')].flatMap((n) => n.getAttributeNames()).filter((a) => /^on/.test(a))"
    assert page.evaluate(handlers) == []
    links = (
        "[...document.querySelectorAll('a[href]')].map((a) => a.protocol).filter((p) => !/^(https?|file):$/.test(p))"
    )
    assert page.evaluate(links) == []


def test_the_page_runs_no_text(visit: Callable[..., Page], serve: Callable[..., str]) -> None:
    """The served page, walked through, shows each payload as it is."""
    page = visit(url=serve(pairs=HOSTILE))
    walk_page(page)
    assert_harmless(page)
    page.evaluate("dateline.controls.pause()")
    page.evaluate("dateline.selection.openRow(6)")
    expect(page.get_by_role("dialog")).to_contain_text(PAYLOADS[6])


def test_the_self_contained_file_runs_no_text(browser: Browser, tmp_path: Path) -> None:
    """The same from disk; nothing is asked of any network."""
    path = tmp_path / "hostile.html"
    write_map([event for event, _ in HOSTILE], {document.doc_id: document for _, document in HOSTILE}, path)
    context = browser.new_context(reduced_motion="reduce")
    try:
        page = context.new_page()
        watch = watch_page(page)
        page.goto(path.as_uri())
        wait_until(page, "!document.body.classList.contains('loading')")
        walk_page(page)
        assert_harmless(page)
        assert watch.errors == []
        assert watch.outside == []
    finally:
        context.close()


@pytest.mark.parametrize(
    "path", ["/events.geojson?placed=any", "/events.csv?placed=any", "/events.bin", "/events/e0.json"]
)
def test_no_answer_runs_a_template(hostile_client: FlaskClient, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A payload comes out as it went in, and the one that reaches for the process's environment has not run."""
    monkeypatch.delenv("PWNED", raising=False)
    response = hostile_client.get(path)
    assert response.status_code == 200
    assert "{{7*7}}" in response.data.decode("utf-8", "replace")
    hostile_client.get("/")
    assert "PWNED" not in os.environ


def test_folium_is_given_constants_only() -> None:
    """The skeleton is the same whatever the store holds: it is built before any text is read."""
    assert make_map(basemap_url="/basemap.pmtiles") == make_map(basemap_url="/basemap.pmtiles")
    script = make_map(basemap_url="/basemap.pmtiles").start_script
    assert len(script) < 2000


def test_the_page_is_the_same_whatever_the_store_holds(hostile_client: FlaskClient, tmp_path: Path) -> None:
    """No text of the store is in the page's HTML: it comes as data, and scripts show it as text. Counts are numbers."""
    with fill_store(tmp_path / "plain.db") as store:
        plain = create_app(Settings(), store).test_client().get("/").text
    own = re.compile(r'nonce="[^"]*"|data-[a-z]+="-?\d+"')
    assert own.sub("", hostile_client.get("/").text) == own.sub("", plain)


def test_an_address_cannot_carry_a_script(visit: Callable[..., Page]) -> None:
    """What the address holds is shown as text in chips and search."""
    page = visit(
        "/?q=%3Cimg%20src=x%20onerror=window.pwned=1%3E&source=%3Cscript%3Ewindow.pwned=1%3C/script%3E&country=${1}"
    )
    expect(page.locator("#chips")).to_contain_text("<script>window.pwned=1</script>")
    assert_harmless(page)
