"""Time on the page, sentence by sentence: dates typed and stepped, modes, speeds, loops, steps, intervals, UTC."""

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from mapping.kinds import Granularity
from mapping.model import DateSpan
from tests.browser.test_page import count_marked, read_count
from tests.browser.visits import Visit
from tests.browser.waiting import settle, wait_until
from tests.map_events import KIRKUK, MALI, make_day, make_event


def read_days(page: Page) -> list[str]:
    """The two date inputs."""
    settle(page)
    return [page.locator(name).input_value() for name in ("#from", "#to")]


@pytest.mark.parametrize(
    ("step", "forward"),
    [
        pytest.param("day", ["2017-06-02", "2017-06-11"], id="day"),
        pytest.param("week", ["2017-06-08", "2017-06-17"], id="week"),
        pytest.param("month", ["2017-07-01", "2017-07-10"], id="month"),
        pytest.param("year", ["2017-10-22", "2017-10-31"], id="year, held by the last day"),
    ],
)
def test_each_step_moves_the_window(visit: Visit, step: str, forward: list[str]) -> None:
    """The buttons move the window by a day, a week, a month or a year, never beyond the last day, and back again."""
    page = visit("/?from=2017-06-01&to=2017-06-10&step=day")
    page.locator("#step").select_option(step)
    page.get_by_role("button", name="One step forward").click()
    assert read_days(page) == forward
    if step != "year":
        page.get_by_role("button", name="One step back").click()
        assert read_days(page) == ["2017-06-01", "2017-06-10"]


def test_a_loop_begins_again(visit: Visit) -> None:
    """With the loop on, playback does not end at the last day."""
    page = visit("/?from=2017-10-30&to=2017-10-31&step=day&speed=30&loop=1")
    page.get_by_role("button", name="Play", exact=True).click()
    wait_until(page, "dateline.store.state.last < dateline.extent.last - 20")
    assert page.evaluate("dateline.controls.playing")


def test_speed_is_steps_a_second(visit: Visit) -> None:
    """At ten steps a second about ten days pass in a second; at two, about two."""
    moved = {}
    for speed in (10, 2):
        page = visit(f"/?from=1990-01-01&to=1990-01-10&step=day&speed={speed}")
        moved[speed] = page.evaluate(
            """async () => { const { store, controls } = dateline; const first = store.state.first;
                 controls.play(); await new Promise((done) => setTimeout(done, 2000)); controls.pause();
                 return store.state.first - first; }"""
        )
    assert 2 <= moved[2] <= 6
    assert moved[10] > 2 * moved[2]


def test_an_event_of_a_month_is_there_all_month_and_fainter(visit: Visit) -> None:
    """Known to the month, it lives from its first day to its last, drawn fainter than one known to the day."""
    month = DateSpan(start=date(2017, 10, 1), end=date(2017, 10, 31), granularity=Granularity.MONTH)
    events = [make_event(1, place=KIRKUK, span=make_day(date(2017, 10, 16))), make_event(2, place=MALI, span=month)]
    page = visit("/?from=2017-10-16&to=2017-10-16&at=25,20,3", events=events)
    marks = page.evaluate(
        """() => { const { marks, context, ratio: r } = dateline.layer;
             return marks.map(({ x, y, place }) => ({ name: dateline.events.placeName(place),
               pixel: [...context.getImageData((x - 5) * r, y * r, 1, 1).data] })); }"""
    )
    alpha = {mark["name"]: mark["pixel"][3] for mark in marks}
    assert alpha["Kirkuk"] == 255
    assert 120 < alpha["Mali"] < 240
    for day, there in (("2017-10-01", True), ("2017-10-31", True), ("2017-09-30", False), ("2017-11-01", False)):
        page.evaluate(
            "([day]) => dateline.store.change({ first: Date.parse(day) / 864e5, last: Date.parse(day) / 864e5 })", [day]
        )
        assert ("Mali" in count_marked(page)) is there, day


def test_days_are_days_of_utc_everywhere(visit: Visit) -> None:
    """In Honolulu and in Auckland the page shows the same day, and says that it is UTC."""
    for zone in ("Pacific/Honolulu", "Pacific/Auckland"):
        page = visit("/?from=2017-10-16&to=2017-10-16", timezone_id=zone)
        assert read_days(page) == ["2017-10-16", "2017-10-16"]
        assert "16 Oct 2017 UTC" in read_count(page)
        expect(page.locator(".utc")).to_have_text("UTC")
        assert page.locator(".event-date").first.inner_text() in ("16 Oct 2017", "Oct 2017")


def test_a_day_that_is_none_is_put_back(visit: Visit) -> None:
    """An empty input keeps the window; a day beyond the data becomes the last one; the first never passes the last."""
    page = visit("/?from=2017-06-01&to=2017-06-10")
    page.locator("#from").fill("")
    page.locator("#from").blur()
    assert read_days(page) == ["2017-06-01", "2017-06-10"]
    page.locator("#from").fill("2017-09-01")
    page.locator("#from").blur()
    assert read_days(page) == ["2017-09-01", "2017-09-01"]
    page.locator("#to").fill("2031-01-01")
    page.locator("#to").blur()
    assert read_days(page) == ["2017-09-01", "2017-10-31"]
