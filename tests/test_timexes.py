"""Tests of mapping.timexes: what is found in a text, and the value it is given."""

import doctest
import gc
import re
import time
from dataclasses import replace
from datetime import date
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import mapping.timex.words
import mapping.timexes
from mapping.documents import make_document
from mapping.kinds import Granularity
from mapping.model import Paragraph, Timex
from mapping.timex.grammar import Match
from mapping.timex.values import Reading
from mapping.timex.words import read_blocks
from mapping.timexes import find_anchor, find_day_of_writing, find_days_reported, find_timexes
from tests.calls import count_calls

ANCHOR = date(2017, 10, 18)  # a Wednesday


def read(text: str, anchor: date | None = ANCHOR) -> list[tuple[str, str | None]]:
    """The expressions of a text with their values."""
    return [(timex.text, timex.value) for timex in find_timexes(text, anchor=anchor)]


def find_one(text: str, anchor: date | None = ANCHOR) -> Timex:
    """The only expression of a text."""
    [timex] = find_timexes(text, anchor=anchor)
    return timex


def test_an_ordinal_that_counts_is_no_day() -> None:
    """A floor, a time and a meeting have numbers too."""
    for text in ("They slept on the 7th floor.", "He won on the 2nd try.", "It fell to the 5th brigade."):
        assert "day_of_month" not in [timex.rule for timex in find_timexes(text, anchor=date(2017, 10, 18))]


def test_a_thing_of_a_feast_is_no_day() -> None:
    """A market and a tree of a feast stand for weeks; what happens on it and its own days are dates."""
    anchor = date(2017, 10, 18)
    assert not find_timexes("A lorry hit the Christmas market. A Christmas tree fell.", anchor=anchor)
    found = find_timexes("They met on Christmas Day. A Christmas bombing killed two.", anchor=anchor)
    assert [timex.text for timex in found] == ["Christmas Day", "Christmas"]


def test_a_wrong_weekday_before_such_a_day_is_reported() -> None:
    """17 November 2016 was a Thursday; a month alone is as sure as before."""
    timex = find_one("Talks opened on Monday, 17 November last year.")
    assert timex.conflict == "the text says Monday, but 2016-11-17 was a Thursday"
    assert timex.score < find_one("Talks opened in November last year.").score == 0.95


# A sentence, the expression in it, its TIMEX3 type and value.
CASES = [
    # full and partial dates
    ("They met on Oct. 16, 2017.", "Oct. 16, 2017", "DATE", "2017-10-16"),
    ("They met on 16 October 2017.", "16 October 2017", "DATE", "2017-10-16"),
    ("They met on the 16th of October, 2017.", "the 16th of October, 2017", "DATE", "2017-10-16"),
    ("They met on Monday, October 16, 2017.", "Monday, October 16, 2017", "DATE", "2017-10-16"),
    ("They met on March eighth.", "March eighth", "DATE", "2017-03-08"),
    ("They met on the first of May, 2016.", "the first of May, 2016", "DATE", "2016-05-01"),
    ("He fell in the second May race.", "May", "DATE", "2017-05"),
    ("He left in March for health reasons.", "March", "DATE", "2017-03"),
    ("The ship was seized on 10 Nov 11.", "10 Nov 11", "DATE", "2011-11-10"),
    ("KIRKUK, Iraq, OCT. 16 (Agency) - Shops closed.", "OCT. 16", "DATE", "2017-10-16"),
    ("Signed 2017-10-16 in Oslo.", "2017-10-16", "DATE", "2017-10-16"),
    ("Talks opened in March 2016.", "March 2016", "DATE", "2016-03"),
    ("Talks opened in April last year.", "April last year", "DATE", "2016-04"),
    ("Talks opened in December of last year.", "December of last year", "DATE", "2016-12"),
    ("Talks opened on Nov. 17 last year.", "Nov. 17 last year", "DATE", "2016-11-17"),
    ("Talks opened on Thursday, 17 November last year.", "Thursday, 17 November last year", "DATE", "2016-11-17"),
    ("He fell on Boxing Day last year.", "Boxing Day last year", "DATE", "2016-12-26"),
    ("They met on the 3rd of last month.", "the 3rd of last month", "DATE", "2017-09-03"),
    ("Rebels shelled the port on 2 may.", "2 may", "DATE", "2017-05-02"),
    ("Talks opened on 3 May this year.", "3 May this year", "DATE", "2017-05-03"),
    ("Talks will open on the 3rd of December of this year.", "the 3rd of December of this year", "DATE", "2017-12-03"),
    ("He has led the party since nineteen ninety-six.", "nineteen ninety-six", "DATE", "1996"),
    ("Troops left in 2011.", "2011", "DATE", "2011"),
    ("He fled in the 1990s.", "the 1990s", "DATE", "199"),
    ("It is a style of the '50s.", "the '50s", "DATE", "195"),
    ("The border was drawn in the 19th century.", "the 19th century", "DATE", "18"),
    ("The war of 1957-58 is forgotten.", "1957-58", "DATE", "1957/1958"),
    # weekdays and months by tense
    ("The bridge fell on Monday.", "Monday", "DATE", "2017-10-16"),
    ("The envoy will return on Monday.", "Monday", "DATE", "2017-10-23"),
    ("The vote was postponed until Friday.", "Friday", "DATE", "2017-10-20"),
    ("The talks had been due to end Friday.", "Friday", "DATE", "2017-10-13"),
    ("The offer had been scheduled to expire Friday.", "Friday", "DATE", "2017-10-13"),
    ("The offer is set to expire Friday.", "Friday", "DATE", "2017-10-20"),
    ("A judge may hear the case on Friday.", "Friday", "DATE", "2017-10-20"),
    ("The guards might strike on Monday.", "Monday", "DATE", "2017-10-23"),
    ("The ship may have been in port on Monday.", "Monday", "DATE", "2017-10-16"),
    ("A pistol from May Pen, found on Tuesday, was loaded.", "Tuesday", "DATE", "2017-10-17"),
    ("A man was held, and a judge could charge him on Monday.", "Monday", "DATE", "2017-10-23"),
    ("Two men were held and could be freed by Friday.", "Friday", "DATE", "2017-10-20"),
    ("Boats could not reach the village on Monday.", "Monday", "DATE", "2017-10-16"),
    ("Smoke could be seen for miles on Monday.", "Monday", "DATE", "2017-10-16"),
    ("The unions called a march for Friday.", "Friday", "DATE", "2017-10-20"),
    ("He apologised for Monday's raid.", "Monday", "DATE", "2017-10-16"),
    ("The mayor declared Friday a holiday.", "Friday", "DATE", "2017-10-20"),
    ("A hearing was set Monday for two men.", "Monday", "DATE", "2017-10-16"),
    ("A battlefield since Thursday, the city is a ruin.", "Thursday", "DATE", "2017-10-12"),
    ("He was held following Monday's raid.", "Monday", "DATE", "2017-10-16"),
    ("It fell on the following Monday.", "the following Monday", "DATE", "2017-10-23"),
    ("They had marched ahead of Thursday's vote.", "Thursday", "DATE", "2017-10-19"),
    ("Her lead shrank in the stretch before Friday's runoff election.", "Friday", "DATE", "2017-10-20"),
    ("Her lead shrank before Tuesday's vote.", "Tuesday", "DATE", "2017-10-17"),
    ("Her lead shrank before Friday's flood.", "Friday", "DATE", "2017-10-13"),
    ("The mayor was declared dead on Monday.", "Monday", "DATE", "2017-10-16"),
    ("The storm was forecast to arrive on Friday.", "Friday", "DATE", "2017-10-20"),
    ("He will be tried after a stabbing on Monday.", "Monday", "DATE", "2017-10-16"),
    ("He will be back after Monday.", "Monday", "DATE", "2017-10-23"),
    ("They agreed to admit it in December.", "December", "DATE", "2017-12"),
    ("The party has called for marches on Friday.", "Friday", "DATE", "2017-10-20"),
    ("Teachers ended a walkout on Friday.", "Friday", "DATE", "2017-10-13"),
    ("At the end of the week the court meets on Friday.", "Friday", "DATE", "2017-10-20"),
    ("The vote was postponed to March.", "March", "DATE", "2018-03"),
    ("The talks were pushed back to Friday.", "Friday", "DATE", "2017-10-20"),
    ("The union calls for a vote on Monday.", "Monday", "DATE", "2017-10-23"),
    ("The new mayor takes office on Monday.", "Monday", "DATE", "2017-10-23"),
    ("In May 1961 she wrote a song; on 2 June she sang it.", "2 June", "DATE", "1961-06-02"),
    ("The club, which was founded in May 1961, will meet on Nov. 2.", "Nov. 2", "DATE", "2017-11-02"),
    ("It was founded in 1961. On 2 June it was shut.", "2 June", "DATE", "2017-06-02"),
    ("The star of the 1940s died on 6 June.", "6 June", "DATE", "2017-06-06"),
    ("The vote was held in September.", "September", "DATE", "2017-09"),
    ("The vote was held in December.", "December", "DATE", "2016-12"),
    ("The court will rule in December.", "December", "DATE", "2017-12"),
    ("The rules are to be published in January.", "January", "DATE", "2018-01"),
    ("He arrived last Wednesday.", "last Wednesday", "DATE", "2017-10-11"),
    ("He will arrive next Friday.", "next Friday", "DATE", "2017-10-20"),
    ("It began on Friday last week.", "Friday last week", "DATE", "2017-10-13"),
    ("It began last May.", "last May", "DATE", "2017-05"),
    # days, weeks, seasons by reference
    ("It rained yesterday.", "yesterday", "DATE", "2017-10-17"),
    ("He came last week.", "last week", "DATE", "2017-W41"),
    ("It reopens next month.", "next month", "DATE", "2017-11"),
    ("He retired at the end of last year.", "the end of last year", "DATE", "2016"),
    ("Prices rose earlier this year.", "earlier this year", "DATE", "2017"),
    ("Two climbers died at the weekend.", "the weekend", "DATE", "2017-W41-WE"),
    ("The pass was closed last winter.", "last winter", "DATE", "2016-WI"),
    ("It was dry in summer 2010.", "summer 2010", "DATE", "2010-SU"),
    ("Sales rose in the third quarter.", "the third quarter", "DATE", "2017-Q3"),
    ("Sales rose in Q3 2009.", "Q3 2009", "DATE", "2009-Q3"),
    ("Exports fell in the first half of 1990.", "the first half of 1990", "DATE", "1990-H1"),
    ("Sales grew in fiscal 1989.", "fiscal 1989", "DATE", "1989"),
    # counted from the anchor
    ("He left two weeks ago.", "two weeks ago", "DATE", "2017-10-04"),
    ("He left ten days ago.", "ten days ago", "DATE", "2017-10-08"),
    ("He left five months ago.", "five months ago", "DATE", "2017-05"),
    ("He left about twenty years ago.", "about twenty years ago", "DATE", "1997"),
    ("He left several years ago.", "several years ago", "DATE", "PAST_REF"),
    # named days
    ("Shops close on Christmas Eve.", "Christmas Eve", "DATE", "2017-12-24"),
    ("They fled after Thanksgiving 1999.", "Thanksgiving 1999", "DATE", "1999-11-25"),
    ("Chlorine ran out on the 16th.", "the 16th", "DATE", "2017-10-16"),
    ("Chlorine ran out on the 27th in two towns.", "the 27th", "DATE", "2017-09-27"),
    ("The new mayor will take his oath on the 7th.", "the 7th", "DATE", "2017-11-07"),
    ("Crews promise to walk out from the 20th.", "the 20th", "DATE", "2017-10-20"),
    ("It was signed on May 2, 2011, and broken on the 9th.", "the 9th", "DATE", "2011-05-09"),
    ("He is set for trial in February.", "February", "DATE", "2018-02"),
    ("He left three weekends ago.", "three weekends ago", "DATE", "2017-W39-WE"),
    ("He was freed on Nowruz.", "Nowruz", "DATE", "2017-03-21"),
    ("He was freed on Nowruz in 2009.", "Nowruz in 2009", "DATE", "2009-03-21"),
    # times of day
    ("The blast hit at 10 p.m. Monday.", "10 p.m. Monday", "TIME", "2017-10-16T22:00"),
    ("The blast hit at 08:30 GMT.", "08:30 GMT", "TIME", "2017-10-18T08:30Z"),
    ("The blast hit at 0440 GMT.", "0440 GMT", "TIME", "2017-10-18T04:40Z"),
    ("He spoke this morning.", "this morning", "TIME", "2017-10-18TMO"),
    ("They fled late Monday night.", "late Monday night", "TIME", "2017-10-16TNI"),
    ("He spoke last night.", "last night", "TIME", "2017-10-17TNI"),
    ("Polls closed at noon Tuesday.", "noon Tuesday", "TIME", "2017-10-17T12:00"),
    ("It reopened at half past; doors shut at six o'clock.", "six o'clock", "TIME", "2017-10-18T06:00"),
    ("It was shut from 5 a.m. to 8 a.m. on Monday.", "5 a.m.", "TIME", "2017-10-16T05:00"),
    ("Rockets fell overnight Tuesday.", "overnight Tuesday", "TIME", "2017-10-17TNI"),
    # days that the verb looks ahead to, or does not
    ("The victims of a Friday night crash are expected to live.", "Friday night", "TIME", "2017-10-13TNI"),
    ("On Monday the union called for talks.", "Monday", "DATE", "2017-10-16"),
    ("The union called for talks on Monday.", "Monday", "DATE", "2017-10-23"),
    ("Voters prepare to choose a mayor Sunday.", "Sunday", "DATE", "2017-10-22"),
    ("A Thursday game.", "Thursday", "DATE", "2017-10-19"),
    # lengths
    ("The siege has lasted nearly forty years.", "nearly forty years", "DURATION", "P40Y"),
    ("They talked for two and a half hours.", "two and a half hours", "DURATION", "PT2H30M"),
    ("They waited 2 1/2 years.", "2 1/2 years", "DURATION", "P2Y6M"),
    ("The link was down for 1 hour and 4 minutes.", "1 hour and 4 minutes", "DURATION", "PT1H4M"),
    ("A 90-day ceasefire holds.", "A 90-day", "DURATION", "P90D"),
    ("The three-month-old truce holds.", "three-month-old", "DURATION", "P3M"),
    ("They have waited for a couple of days.", "a couple of days", "DURATION", "P2D"),
    ("They have fought for decades.", "decades", "DURATION", "PXY"),
    ("Repairs take two to three weeks.", "two to three weeks", "DURATION", "P2W"),
    ("Prices fell over the past three months.", "the past three months", "DURATION", "P3M"),
    # repeated times
    ("They march each July.", "each July", "SET", "XXXX-07"),
    ("They meet every two weeks.", "every two weeks", "SET", "P2W"),
    ("They meet on Mondays.", "Mondays", "SET", "XXXX-WXX-1"),
    ("The toll is counted daily.", "daily", "SET", "P1D"),
    ("It costs $33 million a year.", "a year", "SET", "P1Y"),
    # vague references
    ("The road is now open.", "now", "DATE", "PRESENT_REF"),
    ("He recently resigned.", "recently", "DATE", "PAST_REF"),
    ("They may return in the near future.", "the near future", "DATE", "FUTURE_REF"),
    ("The two halves may one day be joined.", "one day", "DATE", "FUTURE_REF"),
    ("It was the worst flood of the past century.", "the past century", "DURATION", "P1CE"),
    ("The fiscal year ended June 30 was its best.", "The fiscal year", "DURATION", "P1Y"),
    ("The town has grown over the years.", "the years", "DURATION", "PXY"),
]


@pytest.mark.parametrize(("text", "words", "kind", "value"), CASES, ids=[case[1] for case in CASES])
def test_an_expression_gets_its_type_and_value(text: str, words: str, kind: str, value: str) -> None:
    """Each kind of expression that news uses, reckoned from the day of publication."""
    [timex] = [timex for timex in find_timexes(text, anchor=ANCHOR) if timex.text.endswith(words)]
    assert (timex.type, timex.value) == (kind, value)
    assert text[timex.start : timex.end] == timex.text


@pytest.mark.parametrize(
    "text",
    [
        "You may march on.",
        "A 36-year-old man and his 6-year-old son died.",
        "The Daily Planet wrote about it.",
        "Flight 1987 carried 2000 people over 1500 miles.",
        "He paid $1999 for unit 1984.",
        "Jan Kavan met Mar Awa.",
        "June E. Awa joined the March of Hope.",
        "A gang of 15 to 16-year-olds ran off.",
        "He came second in a second attempt.",
        "The fall broke his leg.",
        "Call 555-1998-44 or 1-800-2012.",
        "Resolution 1973 passed.",
        "The recent talks failed.",
    ],
)
def test_what_only_looks_like_a_date_is_left_alone(text: str) -> None:
    """Verbs, ages, newspapers, counts, prices, serial numbers and names are no expressions of time."""
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "first", "last", "granularity", "edtf"),
    [
        ("in 2013", "2013-01-01", "2013-12-31", Granularity.YEAR, "2013"),
        ("in March 2016", "2016-03-01", "2016-03-31", Granularity.MONTH, "2016-03"),
        ("in the 1990s", "1990-01-01", "1999-12-31", Granularity.DECADE, "199X"),
        ("in the 20th century", "1900-01-01", "1999-12-31", Granularity.CENTURY, "19XX"),
        ("last week", "2017-10-09", "2017-10-15", Granularity.WEEK, "2017-10-09/2017-10-15"),
        ("in Q1 2009", "2009-01-01", "2009-03-31", Granularity.QUARTER, "2009-01/2009-03"),
        ("in summer 2010", "2010-06-01", "2010-09-23", Granularity.SEASON, "2010-22"),
        ("two weeks ago", "2017-10-02", "2017-10-08", Granularity.WEEK, "2017-10-02/2017-10-08"),
        ("two weeks to the day ago", "2017-10-04", "2017-10-04", Granularity.DAY, "2017-10-04"),
        ("about ten days ago", "2017-10-06", "2017-10-10", Granularity.RANGE, "2017-10-06/2017-10-10"),
        ("in recent days", "2017-10-11", "2017-10-18", Granularity.RANGE, "2017-10-11/2017-10-18"),
        ("on Oct. 13-16", "2017-10-13", "2017-10-16", Granularity.RANGE, "2017-10-13/2017-10-16"),
        ("in fiscal 1989", "1989-01-01", "1989-12-31", Granularity.YEAR, "1989~"),
        ("at 10 p.m. Monday", "2017-10-16", "2017-10-16", Granularity.TIME, "2017-10-16"),
        ("during Ramadan 2017", "2017-05-27", "2017-06-24", Granularity.RANGE, "2017-05-27~/2017-06-24~"),
    ],
)
def test_a_value_is_an_interval_with_its_granularity(
    text: str, first: str, last: str, granularity: Granularity, edtf: str
) -> None:
    """A span is never narrower than the words; EDTF says the same."""
    timex = find_one(f"It was told {text}.")
    assert timex.span is not None
    assert (str(timex.span.start), str(timex.span.end), timex.span.granularity) == (first, last, granularity)
    assert timex.edtf == edtf


@pytest.mark.parametrize(
    ("text", "modifier"),
    [
        ("early 1990", "START"),
        ("mid-2011", "MID"),
        ("late Thursday", "END"),
        ("at the end of 1994", "END"),
        ("nearly two years", "LESS_THAN"),
        ("more than four hours", "MORE_THAN"),
        ("about a decade", "APPROX"),
        ("at least 20 years", "EQUAL_OR_MORE"),
        ("up to 180 days", "EQUAL_OR_LESS"),
    ],
)
def test_words_around_a_value_become_its_modifier(text: str, modifier: str) -> None:
    """What softens or halves a date is kept beside its value."""
    assert find_one(f"It took place {text}.").modifier == modifier


def test_a_length_after_an_event_ends_with_the_anchor() -> None:
    """Some days after something past is some day up to publication."""
    timex = find_one("A few days after the minister resigned, troops moved.")
    assert timex.span is not None
    assert (timex.span.start, timex.span.end, timex.edtf) == (None, ANCHOR, "../2017-10-18")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("In March the firm was sold. The following month it closed.", "2017-04"),
        ("He was shot on Oct. 3. He died two days later.", "P2D"),
        ("He was shot on Oct. 3. His brother died the next day.", "2017-10-04"),
        ("He was shot on Oct. 3. That night, shops burned.", "2017-10-03TNI"),
        ("He was shot on Friday, police said on Monday. Later that night, shops burned.", "2017-10-13TNI"),
        ("He was shot on Oct. 3. Men had been seen there the evening before.", "2017-10-02TEV"),
        ("He was shot on Oct. 3. Shops burned the morning after, police said.", "2017-10-04TMO"),
        ("He was shot on Oct. 3, the night before the vote.", "2017-10-03"),
        ("The quake struck on Sunday. It hit at 1:53 p.m. local time.", "2017-10-15T13:53"),
        ("Profit rose in the third quarter. It was lower a year ago.", "2016-Q3"),
        ("He fell on 17 May 1980. Men came the next morning and again on 21 May.", "1980-05-21"),
        ("The summit will be held on April 24 and 25.", "2018-04-25"),
    ],
)
def test_later_expressions_are_reckoned_from_earlier_ones(text: str, value: str) -> None:
    """The text's own last day, month or quarter is the base of what refers to it."""
    assert find_timexes(text, anchor=ANCHOR)[-1].value == value


def test_a_length_beside_a_told_day_is_placed_on_the_calendar() -> None:
    """Such a length keeps its TIMEX3 value and gains the day that it means."""
    later = find_timexes("He was shot on Oct. 3. He died two days later.", anchor=ANCHOR)[1]
    assert later.span is not None
    assert (later.type, later.span.start) == ("DURATION", date(2017, 10, 5))
    before = find_timexes("He was shot on Oct. 3. A raid the army made two days before was denied.", anchor=ANCHOR)[1]
    assert before.span is not None
    assert (before.text, before.span.start) == ("two days before", date(2017, 10, 1))


def test_a_printed_date_wins_over_a_reckoned_one() -> None:
    """A length before an event takes the date printed for it."""
    length, printed = find_timexes("Three days before that flag was raised, on Oct. 13, he spoke.", anchor=ANCHOR)
    assert length.span == printed.span
    assert length.span is not None
    assert length.span.start == date(2017, 10, 13)


@pytest.mark.parametrize(
    ("text", "day", "conflict"),
    [
        ("He spoke on Tuesday, October 16, 2017.", "2017-10-16", "the text says Tuesday, but 2017-10-16 was a Monday"),
        (
            "He spoke yesterday, Oct. 16, in Oslo.",
            "2017-10-16",
            "the text says 2017-10-16, but reckoned from 2017-10-18 it would be 2017-10-17",
        ),
    ],
)
def test_a_disagreement_of_the_text_with_itself_is_reported(text: str, day: str, conflict: str) -> None:
    """The printed date is kept; the conflict says what else the text would mean."""
    timex = find_timexes(text, anchor=ANCHOR)[0]
    assert timex.span is not None
    assert (str(timex.span.start), timex.conflict) == (day, conflict)


@pytest.mark.parametrize(
    ("text", "value", "utc_day"),
    [
        ("It struck at 11 p.m. EST on Monday.", "2017-10-16T23:00", date(2017, 10, 17)),
        ("It struck at 10:30 p.m. EDT (0230 GMT) Monday.", "2017-10-16T22:30", date(2017, 10, 17)),
        ("It struck at 1 a.m. JST on Tuesday.", "2017-10-17T01:00", date(2017, 10, 16)),
        ("It struck at 01:30 GMT+3 on Tuesday.", "2017-10-17T01:30", date(2017, 10, 16)),
        ("It struck at 9 p.m. PST.", "2017-10-18T21:00", date(2017, 10, 19)),
        ("It struck at noon EST Monday.", "2017-10-16T12:00", None),
        ("It struck at 08:30 (GMT) on Tuesday.", "2017-10-17T08:30Z", None),
        ("It struck at 2 a.m. IST on Oct. 3.", "2017-10-03T02:00", None),  # Indian, Irish or Israeli
        ("It struck at 2 a.m. on Oct. 3.", "2017-10-03T02:00", None),
    ],
)
def test_a_zone_tells_the_day_in_universal_time(text: str, value: str, utc_day: date | None) -> None:
    """Value and days stay as told; where a known zone shifts the day, the other one is told beside them."""
    timex = find_one(text)
    assert (timex.value, timex.utc_day) == (value, utc_day)
    assert timex.span is not None
    assert str(timex.span.start) == value[:10]


@pytest.mark.parametrize(
    ("text", "day_first", "value"),
    [
        ("Signed on 5/4/2011.", None, "2011-05-04"),
        ("Signed on 5/4/2011.", True, "2011-04-05"),
        ("Signed on 5/4/2011, posted 14/4/2011.", None, "2011-04-05"),
        ("Signed on 5/4/2011, posted 4/14/2011.", None, "2011-05-04"),
        ("Signed on 5/4/2011, after talks on 7 March 2011.", None, "2011-04-05"),
        ("Signed on 18/10/17 at 13:26.", None, "2017-10-18T13:26"),
    ],
)
def test_the_order_of_day_and_month_follows_the_setting_or_the_text(
    text: str, day_first: bool | None, value: str
) -> None:
    """Month first by default, unless the caller or the text's other dates say otherwise."""
    assert find_timexes(text, anchor=ANCHOR, day_first=day_first)[0].value == value


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("SANTA ROSA, 28 FEB 91 -- A bridge was blown up last night.", date(1991, 2, 28)),
        ("SANTA ROSA, Honduras, Feb. 27 (Wire) - A bridge was blown up today.", date(1991, 2, 27)),
        ("SANTA ROSA, Jan. 9 (Wire) - A bridge was blown up today.", date(1991, 3, 1)),
        ("SANTA ROSA (Wire) - A bridge was blown up on Feb. 28.", date(1991, 3, 1)),
        ("A bridge was blown up on Feb. 28.", date(1991, 3, 1)),
    ],
    ids=["the day before", "two days before", "too long ago", "no day in the dateline", "no dateline"],
)
def test_a_text_speaks_from_the_day_of_its_dateline(text: str, day: date) -> None:
    """What was printed on the first of March may have been filed in February, and its "today" is that day."""
    assert find_day_of_writing(make_document(text, created=date(1991, 3, 1), doc_id="d")) == day


def test_a_text_without_a_day_of_publication_speaks_from_no_day() -> None:
    """A dateline alone is told by the reading of files, and by the text's own dates."""
    assert find_day_of_writing(make_document("LIMA, Feb. 27 (Wire) - A bridge fell.", created=None, doc_id="d")) is None


@pytest.mark.parametrize(
    ("title", "edtf"),
    [
        ("Northern front: situation report, 27 February", "1991-02-27"),
        ("Relief bulletin no. 4 (as of 28 February 1991)", "1991-02-28"),
        ("Relief bulletin, 15 - 27 February", "1991-02-15/1991-02-27"),
        ("Harbour front: 30 January to 27 February", "1991-01-30/1991-02-27"),
        ("Relief bulletin, week ending 27 February", None),
        ("Nine die in raid on 27 February", None),
        ("27 February raid kills nine", None),
        ("Relief bulletin, 9 January 1991", None),
        ("Relief bulletin", None),
    ],
)
def test_a_title_that_ends_with_days_tells_what_the_text_is_of(title: str, edtf: str | None) -> None:
    """A day within the title, or behind "on", is that of one event; an old one is no day of the news."""
    document = replace(make_document("A bridge fell.", created=date(1991, 3, 1), doc_id="d"), title=title)
    found = find_days_reported(document)
    assert (found and found.edtf) == edtf


def test_a_text_without_a_date_is_anchored_on_its_latest_full_date() -> None:
    """The anchor that the text gave is told with each expression reckoned from it."""
    text = "Crowds gathered on Oct. 18, 2017. The offensive began on Monday. The pact will expire on Dec. 31, 2020."
    assert find_anchor(text) == ANCHOR
    monday = find_timexes(text, anchor=None)[1]
    assert (monday.value, monday.anchor, monday.anchor_rule) == ("2017-10-16", ANCHOR, "latest full date in the text")
    assert monday.score < find_timexes(text, anchor=ANCHOR)[1].score


def test_without_any_anchor_relative_expressions_have_no_span() -> None:
    """Nothing is guessed: the value keeps what the words say and leaves the rest open."""
    timexes = find_timexes("It began on Monday, a day after Oct. 3, last week.", anchor=None)
    assert [timex.value for timex in timexes] == ["XXXX-WXX-1", "P1D", "XXXX-10-03", "PAST_REF"]
    assert all(timex.span is None for timex in timexes)
    assert find_anchor("It began on Monday.") is None


def test_no_expression_crosses_a_paragraph() -> None:
    """A headline's last word and the next line's first are not one date."""
    text = "Parliament will vote May\n2011 was hard."
    whole = (Paragraph(start=0, end=24), Paragraph(start=25, end=len(text)))
    assert [timex.value for timex in find_timexes(text, anchor=ANCHOR, paragraphs=whole)] == ["2018-05", "2011"]
    assert read(text) == [("May", "2018-05"), ("2011", "2011")]


def test_only_the_paragraphs_given_are_read() -> None:
    """Text outside the paragraphs, such as a menu, dates nothing."""
    text = "Copyright 2011\nHe left in 2012."
    found = find_timexes(text, anchor=ANCHOR, paragraphs=(Paragraph(start=15, end=len(text)),))
    assert [timex.text for timex in found] == ["2012"]


def test_an_anchor_at_the_edge_of_the_calendar_is_refused() -> None:
    """The message says which years will do."""
    with pytest.raises(ValueError, match="years 1000 to 2999, not 9999-12-31"):
        find_timexes("last year", anchor=date(9999, 12, 31))


_WORDS = st.sampled_from(
    [case[1] for case in CASES]
    + [
        "Q10.45",
        "q3",
        "0000-00-00",
        "9999-12-31",
        "31/02/2017",
        "1/1/0001",
        "Feb. 30",
        "99999999999999 years ago",
        "a hundred",
        ",",
    ]
    + ["and", "the", "last", "next", "half", "\n", "\n\n", "(", "twenty", "thousand", "-", "'", "Ⅷ", "١٢", "½", "2 ½"]
)


@settings(deadline=None)
@given(st.lists(_WORDS, max_size=12).map(" ".join), st.dates(date(1000, 1, 1), date(2999, 12, 31)) | st.none())
def test_any_mixture_of_expressions_is_read(text: str, anchor: date | None) -> None:
    """Spans lie in the text, in order, and never overlap, whatever stands beside what."""
    end = 0
    for timex in find_timexes(text, anchor=anchor):
        assert end <= timex.start < timex.end <= len(text)
        assert text[timex.start : timex.end] == timex.text
        end = timex.end


@settings(deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    """Text from anywhere raises no error."""
    find_timexes(text, anchor=ANCHOR)


HOSTILE = [
    "1" * 100_000,
    "1," * 50_000,
    "1/1/" * 25_000,
    "twenty " * 15_000,
    "a hundred and " * 7_000,
    "\n " * 50_000,
    "10:10 " * 15_000,
    "last " * 20_000,
    "the first half of " * 5_500,
    "U." * 50_000,
    "Monday, " * 12_000,
    "May " * 25_000,
    "On 5 October 2017 " * 6_000,
    "the day before the day after " * 3_500,
    "'" * 100_000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=[text[:12].strip() for text in HOSTILE])
def test_reading_takes_steps_in_proportion_to_the_length(text: str) -> None:
    """Four times the text takes about four times the calls of functions, whatever else the machine does."""
    lengths = (len(text) // 16, len(text) // 4)
    quarter, whole = (count_calls(partial(find_timexes, text[:length], anchor=ANCHOR)) for length in lengths)
    assert whole < 6 * quarter + 1_000


@pytest.mark.parametrize("text", HOSTILE, ids=[text[:12].strip() for text in HOSTILE])
def test_reading_takes_time_in_proportion_to_the_length(text: str) -> None:
    """Nor does a pattern go back over what it has read: far from the sixteen times that it would take then."""
    quarter, whole = (min(_measure(text[:length]) for _ in range(2)) for length in (len(text) // 4, len(text)))
    assert whole < 10 * quarter + 1


def _measure(text: str) -> float:
    """Processor time without the collector's, which grows with all that other tests have left in memory."""
    gc.disable()
    try:
        start = time.process_time()
        find_timexes(text, anchor=ANCHOR)
        return time.process_time() - start
    finally:
        gc.enable()


def test_ten_megabytes_of_one_character_are_read() -> None:
    """A file that is no text takes seconds, not memory or hours."""
    assert find_timexes("9" * 10_000_000, anchor=ANCHOR) == ()


def test_a_long_text_is_read_in_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Expressions and what later ones refer to are the same as of the text in one piece."""
    text = " ".join(f"{case[0]}\n\nOn Oct. 3 he left. A day later, it rained.\n" for case in CASES)
    paragraphs = [Paragraph(start=match.start(), end=match.end()) for match in re.finditer(r"[^\n]+", text)]
    whole = find_timexes(text, anchor=ANCHOR), find_timexes(text, anchor=None, paragraphs=paragraphs)
    monkeypatch.setattr(mapping.timex.words, "_BLOCK_CHARS", 400)
    assert (find_timexes(text, anchor=ANCHOR), find_timexes(text, anchor=None, paragraphs=paragraphs)) == whole
    assert len(list(read_blocks(text))) > 15


@pytest.mark.parametrize("text", ["Monday, " * 200, "Monday\n" * 200, "5/4/2017;" * 200, "9" * 2000], ids=repr)
def test_a_paragraph_without_end_is_cut_between_words(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is lost or read twice where a block ends."""
    whole = find_timexes(text, anchor=ANCHOR)
    monkeypatch.setattr(mapping.timex.words, "_BLOCK_CHARS", 100)
    assert [timex.start for timex in find_timexes(text, anchor=ANCHOR)] == [timex.start for timex in whole]


def test_words_once_read_are_not_kept_without_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    """A text of words that all differ fills no memory."""
    monkeypatch.setattr(mapping.timex.words, "_MOST_WORDS", 10)
    lexicon = mapping.timex.words.Lexicon()
    assert [lexicon[f"word{number}"].form for number in range(30)] == [f"word{number}" for number in range(30)]
    assert len(lexicon) == 10


def test_what_repeats_itself_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A text made only of dates costs no more readings for being long."""
    read_calendar, calls = mapping.timexes.READERS["calendar"], list[int]()

    def count(match: Match) -> Reading | None:
        calls.append(match.first)
        return read_calendar(match)

    monkeypatch.setitem(mapping.timexes.READERS, "calendar", count)
    assert len(find_timexes("On Monday, 5 October 2017, it rained. " * 2_000, anchor=ANCHOR)) == 2_000
    assert len(calls) < 100


def test_what_was_read_before_is_read_again_in_another_place(monkeypatch: pytest.MonkeyPatch) -> None:
    """The memory of a pass changes no value: state, tense and neighbours tell the same words apart."""
    again = "He was shot on Oct. 3. He died the next day. The next day, it rained. Profit rose a year ago. "
    text = (
        again + "It rose in the third quarter. " + " ".join(case[0] for case in CASES) + " Later: "
    ) * 2 + again * 30
    remembered = find_timexes(text, anchor=ANCHOR)
    monkeypatch.setattr(mapping.timexes.Memory, "knows", lambda _memory, _key: False)
    assert find_timexes(text, anchor=ANCHOR) == remembered


def test_the_example_in_the_documentation_is_real() -> None:
    """What the docstring shows is what comes out."""
    result = doctest.testmod(mapping.timexes)
    assert result.attempted > 0
    assert result.failed == 0
