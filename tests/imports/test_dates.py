"""Tests of mapping.imports.dates: the forms in which tables write days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.imports.dates import DateForm, find_date_form, join_spans, read_date, widen, write_edtf
from mapping.imports.values import RowError
from mapping.kinds import Granularity
from mapping.model import DateSpan

WRITTEN = date(2026, 11, 1)
FIRST_OF_MARCH = (date(2024, 3, 1), date(2024, 3, 1), Granularity.DAY)
DAYS = st.dates(min_value=date(1900, 3, 1), max_value=WRITTEN)


def read(text: str, **form: object) -> tuple[date | None, date | None, Granularity]:
    """One cell in a column of this form."""
    span = read_date(text, DateForm(**form), latest=WRITTEN)  # type: ignore[arg-type]
    return span.start, span.end, span.granularity


@pytest.mark.parametrize(
    "text",
    [
        "2024-03-01",
        "2024-03-01T23:30:00Z",
        "2024-03-01 00:00:00.000",
        "2024/3/1",
        "20240301",
        "20240301120000",
        "01 March 2024",
        "1-Mar-24",
        "March 1, 2024",
        "Friday, 1 March 2024",
        "1709251200",
        "1709251200000",
    ],
)
def test_a_day_is_read_in_every_form_that_needs_no_order(text: str) -> None:
    """ISO, compact, written out, and epochs mean the same in every column."""
    assert read(text) == FIRST_OF_MARCH


@pytest.mark.parametrize(
    ("text", "start", "end", "granularity"),
    [
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), Granularity.MONTH),
        ("Feb 2023", date(2023, 2, 1), date(2023, 2, 28), Granularity.MONTH),
        ("1999", date(1999, 1, 1), date(1999, 12, 31), Granularity.YEAR),
        ("2024-03-01/2024-03-05", date(2024, 3, 1), date(2024, 3, 5), Granularity.RANGE),
        ("2023-12/2024-01", date(2023, 12, 1), date(2024, 1, 31), Granularity.MONTH),
    ],
)
def test_a_date_is_never_narrower_than_told(text: str, start: date, end: date, granularity: Granularity) -> None:
    """A month is all its days, not its first."""
    assert read(text) == (start, end, granularity)


def test_the_order_of_the_column_decides() -> None:
    """The same cell is two days in two columns."""
    assert read("03/04/2024", day_first=True)[0] == date(2024, 4, 3)
    assert read("03/04/2024", day_first=False)[0] == date(2024, 3, 4)


@pytest.mark.parametrize(
    ("cells", "day_first", "settled"),
    [
        (["03/04/2024", "13/04/2024"], True, True),
        (["03/04/2024", "04/13/2024"], False, True),
        (["03/04/2024", "05/06/2024"], None, False),
        (["13/04/2024", "04/13/2024"], None, False),
        (["04/04/2024", "5/5/2024"], None, True),
        (["2024-04-03", ""], None, True),
    ],
    ids=["a day above 12", "a month second", "either fits", "both occur", "day and month equal", "ISO"],
)
def test_one_cell_settles_the_order_for_all(cells: list[str], day_first: bool | None, settled: bool) -> None:
    """A day above 12 in one row tells how to read all the others."""
    form = find_date_form(cells)
    assert (form.day_first, form.is_settled) == (day_first, settled)


def test_what_the_person_says_goes_before_what_the_cells_show() -> None:
    """An option settles what the cells leave open."""
    form = find_date_form(["03/04/2024"], day_first=True)
    assert form.is_settled
    assert form.day_first is True


def test_a_cell_that_could_be_two_days_is_refused_where_the_column_is_open() -> None:
    """Nothing is guessed for one row."""
    with pytest.raises(RowError, match="cannot be told apart"):
        read("03/04/2024")
    assert read("05/05/2024")[0] == date(2024, 5, 5)


@pytest.mark.parametrize(("serial", "day"), [("45000", date(2023, 3, 15)), ("36526", date(2000, 1, 1))])
def test_days_that_excel_counts(serial: str, day: date) -> None:
    """A column of five-digit numbers counts days, with the leap day that 1900 did not have."""
    form = find_date_form([serial, "45010.5"])
    assert read_date(serial, form, latest=WRITTEN).start == day


@given(DAYS)
def test_excel_and_iso_agree(day: date) -> None:
    """Every day since March 1900 comes out of its serial number; 25569 is 1 January 1970."""
    serial = 25569 + (day - date(1970, 1, 1)).days
    if serial >= 10000:
        assert read(str(serial), serials=True)[0] == day
    assert read(day.isoformat())[0] == day


@given(DAYS, st.booleans())
def test_both_orders_come_back(day: date, day_first: bool) -> None:
    """What one writes in an order is read in that order."""
    text = day.strftime("%d/%m/%Y" if day_first else "%m/%d/%Y")
    assert read(text, day_first=day_first)[0] == day


@pytest.mark.parametrize(("text", "year"), [("1/3/24", 2024), ("1/3/27", 2027), ("1/3/28", 1928), ("1/3/99", 1999)])
def test_two_digits_are_a_year_up_to_the_next(text: str, year: int) -> None:
    """Data tell of the past: '99 is 1999."""
    start, _, _ = read(text, day_first=True)
    assert start is not None
    assert start.year == year


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("yesterday", "not understood"),
        ("31/02/2024", "no day of the calendar"),
        ("2031-01-01", "outside 1800 to 2027"),
        ("1650-01-01", "outside 1800 to 2027"),
        ("", "not understood"),
    ],
)
def test_what_is_no_day_is_refused_with_its_reason(text: str, reason: str) -> None:
    """The reason is the same words for every row, so that rows can be counted by it."""
    with pytest.raises(RowError, match=reason):
        read(text, day_first=True)


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    """No cell breaks an import."""
    try:
        start, end, _ = read(text, day_first=True, serials=True)
    except RowError:
        return
    assert start is not None
    assert end is not None
    assert start <= end


@given(DAYS, st.integers(0, 400), st.sampled_from([Granularity.WEEK, Granularity.MONTH, Granularity.YEAR]))
def test_widening_only_widens(day: date, days: int, granularity: Granularity) -> None:
    """A coarser precision holds all that it was made of, in whole weeks, months or years."""
    span = DateSpan(start=day, end=day + timedelta(days=days), granularity=Granularity.RANGE)
    wide = widen(span, granularity)
    assert wide.start is not None
    assert wide.end is not None
    assert wide.start <= day
    assert wide.end >= day + timedelta(days=days)
    assert wide.granularity is granularity


def test_ends_in_the_wrong_order_are_turned_round() -> None:
    """An interval never ends before it starts."""
    first, last = (read_date(text, DateForm(), latest=WRITTEN) for text in ("2024-03-05", "2024-03-01"))
    joined = join_spans(first, last)
    assert (joined.start, joined.end) == (date(2024, 3, 1), date(2024, 3, 5))


@pytest.mark.parametrize("text", ["2024", "2024-02", "2024-02-03", "2024-02-03/2024-02-10"])
def test_edtf_is_what_was_told(text: str) -> None:
    """Writing what was read gives the same string."""
    assert write_edtf(read_date(text, DateForm(), latest=WRITTEN)) == text
