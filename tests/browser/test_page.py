"""The map page as a reader uses it: time, filters, reading, the address, the keyboard."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from mapping.kinds import Modality
from tests.browser.visits import OCTOBER_2017, Visit
from tests.browser.waiting import settle, wait_until
from tests.map_events import KIRKUK, MALI, SUVA, make_day, make_event, make_story


def get_marks(page: Page) -> list[dict[str, Any]]:
    """What the canvas shows: per mark its count, its place's name and where it is on the map."""
    settle(page)
    marks: list[dict[str, Any]] = page.evaluate(
        """() => {
             const { layer } = dateline;
             return layer.marks.map(({ count, place, x, y, radius, solid }) =>
               ({ count, name: layer.events.placeName(place), x, y, radius, solid }));
           }"""
    )
    return marks


def count_marked(page: Page) -> dict[str, int]:
    """Events per mark's name; the world may be on screen more than once."""
    return {mark["name"]: mark["count"] for mark in get_marks(page)}


def read_count(page: Page) -> str:
    """The count line, with plain spaces."""
    return page.locator(".count-line").inner_text().strip()


def test_the_page_shows_what_there_is(visit: Visit) -> None:
    """Count line, list, marks and facets tell the same events; those without place or date are counted, not hidden."""
    page = visit()
    assert read_count(page).startswith("6 of 7 events, 31 Dec 1969 – 31 Oct 2017 UTC")
    assert "1 without a place, 1 without a date" in read_count(page)
    assert page.locator("#list-count").inner_text() == "7 events"
    assert count_marked(page) == {"Kirkuk": 3, "Suva": 1, "Mali": 1}
    assert page.get_by_role("listitem").count() >= 7
    expect(page.get_by_text("No date told").first).to_be_visible()
    expect(page.locator(".event-place.missing")).to_have_text("No place told")
    expect(page.locator("[data-value=protest]")).to_contain_text("1")


def test_the_time_window_rules_marks_list_and_counts(visit: Visit) -> None:
    """In October 2017 only that month's events are left, in every part of the page."""
    page = visit(f"/?{OCTOBER_2017}")
    assert read_count(page).startswith("4 of 7 events, 1–31 Oct 2017 UTC")
    assert count_marked(page) == {"Kirkuk": 2, "Mali": 1}
    expect(page.locator("[data-value=disaster]")).to_have_class("facet-row zero")


def test_an_event_known_to_the_month_lives_through_it(visit: Visit) -> None:
    """On 5 October only the event of "October" is there; on 1 November it is gone."""
    assert count_marked(visit("/?from=2017-10-05&to=2017-10-05")) == {"Mali": 1}


@pytest.mark.parametrize(
    "days",
    [
        pytest.param([date(1969, 12, 30), date(1970, 1, 2)], id="around 1970"),
        pytest.param([date(2001, 9, 8), date(2001, 9, 10)], id="around a thousand million seconds"),
        pytest.param([date(1914, 6, 28), date(2031, 1, 1)], id="a century"),
    ],
)
def test_playback_reaches_every_event(visit: Visit, days: list[date]) -> None:
    """Played from start to end, each event is on the map at some step, and playback stops at the last day."""
    events = [
        make_event(n, place=place, span=make_day(day))
        for n, (place, day) in enumerate(zip((SUVA, MALI), days, strict=True))
    ]
    step = "year" if (days[1] - days[0]).days > 400 else "day"
    page = visit(f"/?from={days[0]}&to={days[0]}&step={step}&speed=30", events=events)
    page.evaluate(
        """() => { window.seen = new Set();
             const show = dateline.layer.drawNow.bind(dateline.layer);
             dateline.layer.drawNow = () => { show(); dateline.layer.marks.forEach((m) => window.seen.add(m.place)); };
             dateline.layer.drawNow(); }"""
    )
    page.get_by_role("button", name="Play", exact=True).click()
    wait_until(page, "dateline.store.state.last === dateline.extent.last && !dateline.controls.playing")
    assert page.evaluate("window.seen.size") == 2
    assert count_marked(page) == {"Mali": 1}


def test_cumulative_playback_keeps_what_was(visit: Visit) -> None:
    """In "all so far" the first day stays while the last one moves."""
    page = visit("/?from=2017-06-01&to=2017-07-01&mode=cumulative&step=month")
    assert count_marked(page) == {"Mosul": 1} or count_marked(page) == {"Kirkuk": 1}
    for _ in range(4):
        page.get_by_role("button", name="One step forward").click()
    settle(page)
    assert page.evaluate("dateline.store.state.first") == (date(2017, 6, 1) - date(1970, 1, 1)).days
    assert page.evaluate("dateline.frame.count") == 5


def test_a_filter_obeys_and_is_taken_away_by_its_chip(visit: Visit) -> None:
    """A family, then a country: marks and list follow; chips take the filters away again."""
    page = visit()
    page.locator("#facet-type").get_by_role("button", name="Armed clash").first.click()
    assert count_marked(page) == {"Kirkuk": 1, "Mali": 1}
    page.locator("#facet-country").get_by_role("button", name="Iraq").click()
    assert count_marked(page) == {"Kirkuk": 1}
    wait_until(page, "location.search.includes('country=IQ')")
    page.get_by_role("button", name="Take the filter Iraq away").click()
    page.get_by_role("button", name="Take the filter Armed clash away").click()
    expect(page.locator("#chips")).to_be_hidden()
    wait_until(page, "dateline.frame.count === 6")


def test_regions_are_offered_once_a_country_is_chosen(visit: Visit) -> None:
    """The regions of a chosen country, with their counts; the one without a region is told as such."""
    page = visit()
    expect(page.locator("#facet-region")).to_be_hidden()
    page.locator("[data-value=IQ]").click()
    page.locator("#facet-region").get_by_role("button", name="Kirkuk Governorate").click()
    expect(page.locator("#chips")).to_contain_text("Kirkuk Governorate")
    settle(page)
    assert count_marked(page) == {"Kirkuk": 2}


def test_search_finds_words(visit: Visit) -> None:
    """The text search narrows marks and list, and what finds nothing says so and offers a way out."""
    page = visit()
    page.keyboard.press("/")
    expect(page.locator("#search")).to_be_focused()
    page.keyboard.type("marched")
    wait_until(page, "dateline.frame.count === 1")
    assert count_marked(page) == {"Kirkuk": 1}
    page.locator("#search").fill("zeppelin")
    expect(page.get_by_role("heading", name="No events here")).to_be_visible()
    page.locator("#list-empty").get_by_role("button", name="Clear all filters").click()
    wait_until(page, "dateline.frame.count === 6")


def test_a_mark_opens_its_event(visit: Visit) -> None:
    """A click on a single mark opens the reader: sentence with its marks, why this place and date, the link."""
    page = visit("/?at=17,-4,5")
    (mark,) = [mark for mark in get_marks(page) if mark["name"] == "Mali"]
    page.locator("#map_main").click(position={"x": mark["x"], "y": mark["y"]})
    reader = page.get_by_role("dialog")
    expect(reader.get_by_role("heading", name="Clashes near the oil city")).to_be_visible()
    expect(reader.locator("mark.mark-trigger")).to_have_text("clashed")
    expect(reader.locator("mark.mark-place")).to_have_text("Mali")
    expect(reader.locator("mark.mark-date")).to_have_text("Monday")
    expect(reader.locator("mark.mark-actor")).to_have_text("Soldiers")
    expect(reader).to_contain_text("Mali (country only, within 600 km)")
    expect(reader).to_contain_text("Oct 2017 (known to the month)")
    expect(reader).to_contain_text("Planned")
    expect(reader).to_contain_text("how sure kind, place and days are")
    reader.get_by_text("Why this kind, place and date").click()
    expect(reader).to_contain_text("“clashed” – ")
    expect(reader).to_contain_text("the place that the clause names (score 0.70)")
    expect(reader.get_by_role("listitem").filter(has_text="Elsewhere")).to_contain_text("0.20")
    assert reader.get_by_role("link").get_attribute("href") == "https://example.org/story"
    assert page.evaluate("dateline.layer.focus.radiusKm") == 600
    wait_until(page, "dateline.layer.focus.rings.length > 0")  # the outline of Mali takes the ring's place
    page.keyboard.press("Escape")
    expect(reader).to_be_hidden()


def test_a_shared_point_lists_its_events(visit: Visit) -> None:
    """Two events at one place: a click lists both and nothing else."""
    page = visit(f"/?{OCTOBER_2017}&at=35.468,44.392,9")
    (mark,) = get_marks(page)
    page.locator("#map_main").click(position={"x": mark["x"], "y": mark["y"]})
    expect(page.locator("#spot-name")).to_have_text("Kirkuk")
    assert page.locator("#list-count").inner_text() == "2 events"
    page.get_by_role("button", name="All events").click()
    assert page.locator("#list-count").inner_text() == "5 events"


def test_list_and_map_light_each_other(visit: Visit) -> None:
    """Pointing at a row rings its mark; pointing at a mark lights its rows."""
    page = visit(f"/?{OCTOBER_2017}&at=30,20,3")
    page.get_by_role("listitem").filter(has_text="Mali").first.hover()
    assert page.evaluate("dateline.events.placeName(dateline.layer.halo)") == "Mali"
    (mark,) = [mark for mark in get_marks(page) if mark["name"] == "Kirkuk"]
    page.locator("#map_main").hover(position={"x": mark["x"], "y": mark["y"]})
    expect(page.locator(".map-label")).to_contain_text("Kirkuk · 2 events")
    expect(page.locator(".event-item.lit")).to_have_count(3)  # the undated one is listed too


def test_clusters_count_what_the_window_holds(visit: Visit) -> None:
    """Places near each other share a mark that stands at a real place and follows the window."""
    page = visit("/?at=35.9,43.8,4")
    assert count_marked(page) == {"Kirkuk": 3}
    page = visit(f"/?{OCTOBER_2017}&at=35.9,43.8,4")
    assert count_marked(page) == {"Kirkuk": 2}
    page = visit("/?at=35.9,43.8,8")
    assert count_marked(page) == {"Kirkuk": 2, "Mosul": 1}


def test_planned_events_are_hollow(visit: Visit) -> None:
    """Beside its glyph, a planned event's disc is paper inside; one that happened is filled with its colour."""
    events = [
        make_event(1, place=KIRKUK, span=make_day(date(2017, 10, 16))),
        make_event(2, place=MALI, span=make_day(date(2017, 10, 16)), modality=Modality.PLANNED),
    ]
    page = visit("/?at=25,20,3", events=events)
    colours = {}
    for mark in get_marks(page):
        colours[mark["name"]] = page.evaluate(
            """({ x, y }) => { const r = Math.min(devicePixelRatio, 2);
                 return [...dateline.layer.context.getImageData((x - 4.500) * r, y * r, 1, 1).data]; }""",
            mark,
        )
    assert colours["Kirkuk"][:3] == [0xA3, 0x31, 0x1B]
    assert min(colours["Mali"][:3]) > 235


def test_the_address_carries_everything(visit: Visit, serve: Callable[..., str]) -> None:
    """Days, mode, step, speed, filters, score, text, the opened event and the view come back from the address."""
    url = serve()
    query = (
        "/?from=2017-10-01&to=2017-10-20&mode=cumulative&step=week&speed=10&loop=1&type=battle&type=protest.demo"
        "&country=IQ&score=50&q=Kirkuk&event=e2&at=35.0000,44.0000,6"
    )
    page = visit(query, url=url)
    expect(page.get_by_role("dialog").locator("mark.mark-trigger")).to_have_text("marched")
    page.get_by_role("button", name="Play again from the start").click()
    wait_until(page, "!location.search.includes('loop')")
    found = page.evaluate("location.search")
    for part in query.removeprefix("/?").replace("&loop=1", "").split("&"):
        assert part in found
    assert page.locator("#mode").input_value() == "cumulative"
    assert page.locator("#score-value").inner_text().startswith("0.50 · ")


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("from=2017-99-99&to=x", id="no days"),
        pytest.param("from=2018-01-01&to=2017-01-01", id="backwards"),
        pytest.param("from=2100-01-01&to=2100-02-01", id="beyond the data"),
        pytest.param("step=eon&speed=1e9&mode=%00&score=-5&at=900,0,99", id="nonsense"),
    ],
)
def test_an_address_that_makes_no_sense_shows_everything(visit: Visit, query: str) -> None:
    """What cannot be read is left at its default."""
    page = visit(f"/?{query}")
    assert page.evaluate("dateline.frame.count") == 6


def test_the_keyboard_plays_and_steps(visit: Visit) -> None:
    """Space plays and pauses, arrows step, shift and arrows change the window's length."""
    page = visit("/?from=2017-06-01&to=2017-06-10&step=day&speed=1")
    state = "dateline.store.state"
    start = page.evaluate(f"{state}.last")
    page.keyboard.press("ArrowRight")
    assert page.evaluate(f"[{state}.first, {state}.last]") == [start - 8, start + 1]
    page.keyboard.press("Shift+ArrowLeft")
    assert page.evaluate(f"[{state}.first, {state}.last]") == [start - 8, start]
    page.keyboard.press("Space")
    assert page.evaluate("dateline.controls.playing")
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    page.keyboard.press("Space")
    assert not page.evaluate("dateline.controls.playing")


def test_the_handles_are_sliders(visit: Visit) -> None:
    """Each handle says its day and moves by keys and by dragging; it never passes the other one."""
    page = visit(f"/?{OCTOBER_2017}")
    first = page.get_by_role("slider", name="First day")
    assert first.get_attribute("aria-valuetext") == "1 Oct 2017"
    first.focus()
    page.keyboard.press("ArrowRight")
    expect(first).to_have_attribute("aria-valuetext", "2 Oct 2017")
    page.keyboard.press("End")
    expect(first).to_have_attribute("aria-valuetext", "31 Oct 2017")
    page.keyboard.press("Home")
    expect(first).to_have_attribute("aria-valuetext", "31 Dec 1969")
    track = page.locator("#track").bounding_box()
    assert track
    page.mouse.move(track["x"] + 2, track["y"] + 40)
    page.mouse.down()
    page.mouse.move(track["x"] + track["width"] / 2, track["y"] + 40, steps=4)
    page.mouse.up()
    settle(page)
    assert 1992 <= int((first.get_attribute("aria-valuetext") or "")[-4:]) <= 1995


def test_typed_days_set_the_window(visit: Visit) -> None:
    """The two date inputs are the typed way to what the brush does."""
    page = visit()
    page.locator("#from").fill("2017-10-17")
    settle(page)
    assert read_count(page).startswith("3 of 7 events, 17–31 Oct 2017")


def test_the_exports_follow_the_filter(visit: Visit) -> None:
    """What is downloaded is what is shown."""
    page = visit(f"/?{OCTOBER_2017}&type=battle")
    page.locator("#exports summary").click()
    link = page.locator("[data-export=geojson]").get_attribute("href") or ""
    features = page.evaluate("async (url) => (await (await fetch(url)).json()).features.map((f) => f.id)", link)
    assert sorted(features) == ["e1", "e5", "e6", "e7"]  # the last one has no date: every window lists it


def test_the_theme_is_switched_and_kept(visit: Visit) -> None:
    """Dark by the system, then light by choice, also after loading again."""
    page = visit(color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(28, 31, 35)"
    page.get_by_role("button", name="Dark theme").click()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(251, 250, 247)"
    page.reload()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(251, 250, 247)"


def test_density_is_drawn(visit: Visit) -> None:
    """The density view paints around the places and no marks."""
    page = visit("/?show=density&at=35.468,44.392,5")
    (mark,) = [mark for mark in get_marks(page) if mark["name"] == "Kirkuk"][:1] or [{"x": 0, "y": 0}]
    alpha = page.evaluate("({ x, y }) => dateline.layer.context.getImageData(x, y, 1, 1).data[3]", mark)
    assert alpha > 40


def test_an_embedded_map_is_map_and_time_bar_alone(visit: Visit) -> None:
    """With embed=1 there is no head and no panel, but the map plays, and a link leads to the whole page as filtered."""
    page = visit(f"/?embed=1&{OCTOBER_2017}")
    expect(page.locator(".topbar")).to_be_hidden()
    expect(page.locator("#events")).to_be_hidden()
    assert count_marked(page) == {"Kirkuk": 2, "Mali": 1}
    href = page.get_by_role("link", name="Open in Dateline").get_attribute("href") or ""
    assert "from=2017-10-01" in href
    assert "embed" not in href
    page.get_by_role("button", name="Play", exact=True).click()
    wait_until(page, "dateline.controls.playing || dateline.store.state.last === dateline.extent.last")


def test_few_old_events_wait_outside_the_time_bar(visit: Visit) -> None:
    """One event of 1969 among many of 2017 is told beside the bar, and a click shows the whole period."""
    events = [make_event(n, span=make_day(date(2017, 1 + n % 12, 1 + n % 28))) for n in range(80)]
    page = visit(events=[*events, make_event(99, place=SUVA, span=make_day(date(1969, 12, 31)))])
    assert page.evaluate("dateline.timebar.range.first > 17000")
    page.get_by_role("button", name="1 earlier").click()
    assert page.evaluate("dateline.timebar.range.first") == -1
    expect(page.locator("#earlier")).to_be_hidden()
    assert page.evaluate("dateline.frame.count") == 81


def test_an_empty_store_says_what_to_do(visit: Visit) -> None:
    """No events: the page names the command that reads some."""
    page = visit(events=[])
    expect(page.get_by_role("alert")).to_contain_text("dateline ingest")


def test_a_failing_server_is_told(visit: Visit, serve: Callable[..., str]) -> None:
    """Where the events cannot be loaded the page says why and offers to try again."""
    url = serve()
    page = visit(url=url)
    page.route("**/events.bin", lambda route: route.fulfill(status=503, json={"error": "the events file is gone"}))
    page.reload()
    expect(page.get_by_role("alert")).to_contain_text("The events file is gone.")
    expect(page.get_by_role("button", name="Try again")).to_be_visible()
    page.watch.errors.clear()  # type: ignore[attr-defined]


def test_ten_thousand_events_are_listed_by_the_screenful(visit: Visit, serve: Callable[..., str]) -> None:
    """Only the rows on screen exist, and scrolling brings the others."""
    events = [make_event(n, span=make_day(date(2017, 1, 1 + n % 28)), doc_id=f"d{n}") for n in range(300)]
    # Rows of an imported data set, which are never taken for reports of one happening.
    page = visit(url=serve(pairs=[(event, make_story(event, raw="{}")) for event in events]))
    assert page.get_by_role("listitem").count() < 40
    page.locator("#list").evaluate("(box) => { box.scrollTop = box.scrollHeight; }")
    expect(page.locator("[aria-posinset='300']")).to_be_visible()
    expect(page.locator("[aria-posinset='300'] mark.mark-trigger")).to_have_text("clashed")


def test_phone_panels_are_sheets(visit: Visit) -> None:
    """At 390 pixels list and filters open from below, one at a time, and Escape closes them."""
    page = visit(viewport={"width": 390, "height": 844}, has_touch=True)
    expect(page.locator("#events")).to_be_hidden()
    page.get_by_role("button", name="List of events").tap()
    expect(page.locator("#events")).to_be_visible()
    page.locator("#events").get_by_role("button", name="Close the list").tap()
    page.get_by_role("button", name="Filters").tap()
    expect(page.locator("#facets")).to_be_visible()
    page.locator("#facets #from").fill("2017-10-01")
    wait_until(page, "dateline.store.state.first > 17000")
    page.keyboard.press("Escape")
    expect(page.locator("#facets")).to_be_hidden()
    page.get_by_role("button", name="List of events").tap()
    page.get_by_role("listitem").first.get_by_role("button").tap()
    expect(page.get_by_role("dialog")).to_be_visible()
    expect(page.locator("#events")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_a_hint_comes_once(visit: Visit, serve: Callable[..., str]) -> None:
    """On the first visit a line says how to begin; playing takes it away for good, and no embedded map has it."""
    page = visit(url=serve())
    expect(page.locator("#hint")).to_contain_text("Press play")
    page.keyboard.press("Space")
    expect(page.locator("#hint")).to_be_hidden()
    page.reload()
    wait_until(page, "!document.body.classList.contains('loading')")
    expect(page.locator("#hint")).to_be_hidden()


def test_a_hint_can_be_closed(visit: Visit) -> None:
    """Its button takes it away."""
    page = visit()
    page.get_by_role("button", name="Close this hint").click()
    expect(page.locator("#hint")).to_be_hidden()
    expect(visit("/?embed=1").locator("#hint")).to_be_hidden()
