"""Tests of dates as persons type them and the store keeps them."""

from datetime import date

import pytest

from mapping.edtf import parse_edtf
from mapping.errors import DecisionError
from mapping.kinds import Granularity
from mapping.timex.values import (
    Reading,
    read_century,
    read_decade,
    read_month,
    read_quarter,
    read_range,
    read_season,
    read_week,
)


@pytest.mark.parametrize(
    ("text", "start", "end", "granularity"),
    [
        pytest.param("2017-10-16", date(2017, 10, 16), date(2017, 10, 16), Granularity.DAY, id="day"),
        pytest.param(" 2016-02 ", date(2016, 2, 1), date(2016, 2, 29), Granularity.MONTH, id="month of a leap year"),
        pytest.param("2017", date(2017, 1, 1), date(2017, 12, 31), Granularity.YEAR, id="year"),
        pytest.param("201X", date(2010, 1, 1), date(2019, 12, 31), Granularity.DECADE, id="decade"),
        pytest.param("19XX", date(1900, 1, 1), date(1999, 12, 31), Granularity.CENTURY, id="century"),
        pytest.param("2017-10-16/2017-11", date(2017, 10, 16), date(2017, 11, 30), Granularity.RANGE, id="interval"),
        pytest.param("2017-10/..", date(2017, 10, 1), None, Granularity.RANGE, id="open end"),
        pytest.param("../2017", None, date(2017, 12, 31), Granularity.RANGE, id="open start"),
        pytest.param("0000", None, None, None, id="no year"),
        pytest.param("2017-13", None, None, None, id="no month"),
        pytest.param("2017-02-29", None, None, None, id="no day"),
        pytest.param("2017-11/2017-10", None, None, None, id="backwards"),
        pytest.param("../..", None, None, None, id="open on both sides"),
        pytest.param("1XXX", None, None, None, id="millennium"),
        pytest.param("October 2017", None, None, None, id="words"),
        pytest.param("٢٠١٧", None, None, None, id="other digits"),
        pytest.param("", None, None, None, id="nothing"),
    ],
)
def test_a_date_is_read_with_its_precision(
    text: str, start: date | None, end: date | None, granularity: Granularity | None
) -> None:
    """Days, both ends included; what is no date is refused with an example of one."""
    if granularity is None:
        with pytest.raises(DecisionError, match=r"write 2017-10-16, 2017-10, 2017"):
            parse_edtf(text)
        return
    span = parse_edtf(text)
    assert (span.start, span.end, span.granularity) == (start, end, granularity)


@pytest.mark.parametrize(
    "reading",
    [
        read_week(date(2017, 10, 18)),
        read_month(2017, 10),
        read_quarter(2017, 4),
        read_season(2017, "SU"),
        read_season(2017, "WI"),
        read_decade(1990),
        read_century(20),
        read_range(date(2017, 10, 1), date(2017, 10, 9)),
    ],
    ids=lambda reading: reading.value,
)
def test_what_dateline_writes_is_read_back(reading: Reading) -> None:
    """The days of each kind of date that a text can tell survive as EDTF."""
    span = parse_edtf(reading.edtf)
    assert (span.start, span.end) == (reading.first, reading.last)
