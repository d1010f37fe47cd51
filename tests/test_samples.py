"""The sample dispatches: enough of them, whole, and with weekdays and dates that are right for their day."""

import calendar
import csv
import json
import re
from datetime import date, timedelta
from itertools import chain
from pathlib import Path

import pytest

from tests.sample_table import SAMPLES, MainEvent, read_main_events

SOURCES = Path(__file__).parents[1] / "docs" / "samples.md"
SOURCE = "Dateline samples desk"
MONTHS = {name: number for number, name in enumerate(calendar.month_abbr) if name} | {
    name: number for number, name in enumerate(calendar.month_name) if name
}


def read_rows() -> list[dict[str, str]]:
    """The dispatches that stand in tables, JSONL and CSV."""
    lines = (SAMPLES / "dispatches.jsonl").read_text(encoding="utf-8").splitlines()
    with (SAMPLES / "dispatches.csv").open(encoding="utf-8", newline="") as file:
        return [*(json.loads(line) for line in lines), *csv.DictReader(file)]


def read_texts() -> dict[str, str]:
    """Every dispatch's text by its name; the web page's without its tags."""
    texts = {row["doc_id"]: row["text"] for row in read_rows()}
    for path in SAMPLES.glob("*.txt"):
        texts[path.stem] = path.read_text(encoding="utf-8")
    for path in SAMPLES.glob("*.html"):
        texts[path.stem] = re.sub(r"<[^>]+>", "", path.read_text(encoding="utf-8"))
    return texts


MAIN_EVENTS = read_main_events()
TEXTS = read_texts()


def test_every_dispatch_has_its_main_event() -> None:
    """The table of main events and the dispatches name each other, one to one."""
    assert sorted(TEXTS) == sorted(event.document for event in MAIN_EVENTS)


def test_samples_span_countries_and_years() -> None:
    """Playback needs something to play: at least 36 dispatches, 12 countries, 12 years, and six families."""
    assert len(MAIN_EVENTS) >= 36
    assert len({event.country_code for event in MAIN_EVENTS}) >= 12
    assert len({event.day.year for event in MAIN_EVENTS}) >= 12
    assert len(set(chain.from_iterable(event.families for event in MAIN_EVENTS))) >= 6


def test_one_story_is_told_by_several_dispatches() -> None:
    """Kirkuk in the autumn of 2017 has five dispatches and more, two of them on the same day's news."""
    days = [event.day for event in MAIN_EVENTS if event.country_code == "IQ" and event.published.year == 2017]
    autumn = [day for day in days if day >= date(2017, 9, 25)]
    assert len(autumn) >= 5
    assert autumn.count(date(2017, 10, 16)) == 2


@pytest.mark.parametrize("row", read_rows(), ids=lambda row: row["doc_id"])
def test_row_has_the_fields_that_are_read(row: dict[str, str]) -> None:
    """Each row has an id, a title that is also the text's first line, a day, our source, and paragraphs."""
    assert set(row) == {"doc_id", "title", "published", "source", "text"}
    assert row["doc_id"].startswith(row["published"])
    assert row["text"].startswith(row["title"] + "\n\n")
    assert row["source"] == SOURCE
    assert len(row["text"].split("\n\n")) >= 4


@pytest.mark.parametrize("document", sorted(TEXTS))
def test_dispatch_is_short(document: str) -> None:
    """A dispatch has 80 to 220 words; the web page has its menus besides."""
    words = len(TEXTS[document].split())
    assert 80 <= words <= (300 if document == "2019-04-16-paris" else 220)


def test_texts_differ() -> None:
    """No paragraph stands twice, so that each dispatch is news of its own."""
    paragraphs = [part.strip() for text in TEXTS.values() for part in text.split("\n\n") if part.strip()]
    assert len(paragraphs) == len(set(paragraphs))


@pytest.mark.parametrize("event", MAIN_EVENTS, ids=lambda event: event.document)
def test_weekday_of_the_main_event_is_named(event: MainEvent) -> None:
    """The weekday of the main event stands in the text, and it is the last such weekday before publication."""
    assert timedelta(0) <= event.published - event.day < timedelta(days=7)
    assert calendar.day_name[event.day.weekday()] in TEXTS[event.document]


@pytest.mark.parametrize("event", MAIN_EVENTS, ids=lambda event: event.document)
def test_dateline_agrees_with_publication(event: MainEvent) -> None:
    """A day in the dateline ("LONDON, July 8 -") is the day of publication."""
    found = re.search(r"^[A-Z][A-Z -]+,[^\n]*? (\w{3,9})\.? (\d{1,2})(?:, \d{4})? - ", TEXTS[event.document], re.M)
    if found and found[1] in MONTHS:
        assert (MONTHS[found[1]], int(found[2])) == (event.published.month, event.published.day)


def test_some_datelines_have_a_day() -> None:
    """The test above has something to look at."""
    dated = [text for text in TEXTS.values() if re.search(r"^[A-Z][A-Z -]+,[^\n]*? \w{3,9}\.? \d{1,2} - ", text, re.M)]
    assert len(dated) >= 10


RELATIVE = [
    ("2010-08-23-copiapo", "17 days after", timedelta(days=17), date(2010, 8, 5), date(2010, 8, 22)),
    ("2010-10-14-copiapo", "after 69 days", timedelta(days=69), date(2010, 8, 5), date(2010, 10, 13)),
    ("2011-02-12-cairo", "18 days of protests", timedelta(days=17), date(2011, 1, 25), date(2011, 2, 11)),
    ("2013-11-10-tacloban", "two days after", timedelta(days=2), date(2013, 11, 8), date(2013, 11, 10)),
    ("2014-09-19-scotland", "two days before", timedelta(days=2), date(2014, 9, 16), date(2014, 9, 18)),
    ("2015-04-01-nigeria", "by six weeks", timedelta(weeks=6), date(2015, 2, 14), date(2015, 3, 28)),
    ("2017-10-17-baghdad", "three weeks earlier", timedelta(days=22), date(2017, 9, 25), date(2017, 10, 17)),
    ("2017-10-21-altun-kupri", "Four days earlier", timedelta(days=4), date(2017, 10, 16), date(2017, 10, 20)),
    ("2019-03-19-beira", "five days after", timedelta(days=5), date(2019, 3, 14), date(2019, 3, 19)),
    ("2019-06-17-hong-kong", "Four days before", timedelta(days=4), date(2019, 6, 12), date(2019, 6, 16)),
    ("2020-11-11-karabakh", "six weeks of war", timedelta(days=44), date(2020, 9, 27), date(2020, 11, 10)),
    ("2022-10-31-morbi", "four days earlier", timedelta(days=4), date(2022, 10, 26), date(2022, 10, 30)),
    ("2023-02-21-antakya", "two weeks earlier", timedelta(weeks=2), date(2023, 2, 6), date(2023, 2, 20)),
    ("2023-09-13-derna", "three days after", timedelta(days=3), date(2023, 9, 10), date(2023, 9, 13)),
]


@pytest.mark.parametrize(
    ("document", "phrase", "distance", "first", "last"), RELATIVE, ids=[row[0] for row in RELATIVE]
)
def test_distances_in_time_are_right(document: str, phrase: str, distance: timedelta, first: date, last: date) -> None:
    """Phrases that count days or weeks stand in the text and count them right."""
    assert phrase in TEXTS[document]
    assert last - first == distance


OTHER_DAYS = [
    ("2008-08-17-georgia", "had signed it in Tbilisi on Friday", date(2008, 8, 15)),
    ("2008-08-17-georgia", "Moscow and Tbilisi on Tuesday", date(2008, 8, 12)),
    ("2009-06-16-tehran", "the winner on Saturday", date(2009, 6, 13)),
    ("2013-04-16-boston", "its own marathon next Sunday", date(2013, 4, 21)),
    ("2014-08-09-ebola", "a state of emergency on Wednesday", date(2014, 8, 6)),
    ("2015-04-01-nigeria", "telephoned his rival on Tuesday", date(2015, 3, 31)),
    ("2017-09-30-arbil", "In Monday's referendum", date(2017, 9, 25)),
    ("2017-10-13-kirkuk", "said on Thursday that he would not", date(2017, 10, 12)),
    ("2017-10-30-arbil", "observed a truce since Friday", date(2017, 10, 27)),
    ("2018-07-11-chiang-rai", "died in the cave last Friday", date(2018, 7, 6)),
    ("2018-11-09-paradise", "in a bar on Wednesday night", date(2018, 11, 7)),
    ("2019-06-17-hong-kong", "suspended the bill on Saturday", date(2019, 6, 15)),
    ("2020-08-28-christchurch", "The hearing began on Monday", date(2020, 8, 24)),
    ("2020-11-11-karabakh", "announced on Sunday that it had captured Shusha", date(2020, 11, 8)),
    ("2021-08-16-kabul", "in the north, on Saturday", date(2021, 8, 14)),
    ("2022-11-21-sharm-el-sheikh", "should have ended on Friday", date(2022, 11, 18)),
]


@pytest.mark.parametrize(("document", "phrase", "day"), OTHER_DAYS, ids=[row[1] for row in OTHER_DAYS])
def test_weekdays_of_other_events_are_right(document: str, phrase: str, day: date) -> None:
    """What else is told with a weekday fell on that weekday, within a week of publication."""
    published = next(event.published for event in MAIN_EVENTS if event.document == document)
    assert phrase in TEXTS[document]
    assert calendar.day_name[day.weekday()] in phrase
    assert abs(published - day) < timedelta(days=7)


def test_sources_are_listed_for_every_dispatch() -> None:
    """The table of sources names each dispatch with its happening's day, and the licence is told."""
    page = SOURCES.read_text(encoding="utf-8")
    rows = [line.split(" | ") for line in page.splitlines() if re.match(r"\| \d{4}-", line)]
    listed = {row[0].removeprefix("| "): row[3] for row in rows}
    assert listed == {event.document: event.day.isoformat() for event in MAIN_EVENTS}
    assert all(row[4].removesuffix(" |") for row in rows)
    assert "CC0" in page
