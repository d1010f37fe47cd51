"""Tests of mapping.timex.calendars: named days against dates that almanacs give."""

from datetime import date
from itertools import pairwise

import pytest

from mapping.settings import find_folder
from mapping.timex.calendars import (
    find_easter,
    find_holiday,
    find_last_day,
    find_nowruz,
    load_umm_al_qura,
    read_holidays,
)

HOLIDAYS = read_holidays(find_folder("geodata") / "timex_holidays.csv")


@pytest.mark.parametrize(
    ("name", "days"),
    [
        ("christmas eve", ["2017-12-24"]),
        ("easter", ["2017-04-16"]),
        ("good friday", ["2017-04-14"]),
        ("orthodox easter", ["2017-04-16"]),
        ("thanksgiving", ["2017-11-23"]),
        ("memorial day", ["2017-05-29"]),
        ("labor day", ["2017-09-04"]),
        ("martin luther king day", ["2017-01-16"]),
        ("election day", ["2017-11-07"]),
        ("nowruz", ["2017-03-21"]),
        ("ramadan", ["2017-05-27"]),
        ("eid al-fitr", ["2017-06-25"]),
        ("rosh hashanah", ["2017-09-21"]),
        ("yom kippur", ["2017-09-30"]),
        ("passover", ["2017-04-11"]),
        ("hanukkah", ["2017-12-13"]),
        ("purim", ["2017-03-12"]),
        ("tisha b'av", ["2017-08-01"]),
    ],
)
def test_a_named_day_of_2017_falls_where_it_did(name: str, days: list[str]) -> None:
    """Fixed days, nth weekdays and days of four moving calendars."""
    assert [str(day) for day in find_holiday(HOLIDAYS[name], 2017)] == days


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("yom kippur", "1973-10-06"),
        ("hanukkah", "2024-12-26"),
        ("passover", "2024-04-23"),
        ("purim", "2024-03-24"),
        ("ramadan", "2024-03-11"),
        ("orthodox easter", "2024-05-05"),
        ("election day", "2000-11-07"),
        ("shavuot", "2023-05-26"),
    ],
)
def test_leap_years_and_leap_months_are_kept(name: str, day: str) -> None:
    """Years in which a month or a day is added."""
    assert [str(found) for found in find_holiday(HOLIDAYS[name], int(day[:4]))] == [day]


def test_a_lunar_feast_can_fall_twice_in_a_year() -> None:
    """The Islamic year is eleven days shorter; in 2000 its feast came in January and in December."""
    assert [str(day) for day in find_holiday(HOLIDAYS["eid al-fitr"], 2000)] == ["2000-01-08", "2000-12-27"]


@pytest.mark.parametrize(
    ("name", "year", "first", "last"),
    [
        ("ramadan", 2017, "2017-05-27", "2017-06-24"),
        ("ramadan", 2019, "2019-05-06", "2019-06-03"),
        ("ramadan", 2022, "2022-04-02", "2022-05-01"),
        ("eid al-adha", 2017, "2017-09-01", "2017-09-04"),
        ("ramadan", 1900, "1900-01-03", "1900-02-01"),
    ],
)
def test_islamic_months_have_their_own_length(name: str, year: int, first: str, last: str) -> None:
    """Those of the Umm al-Qura calendar; outside its years thirty days by the tabular form."""
    days = [(str(day), str(find_last_day(HOLIDAYS[name], day))) for day in find_holiday(HOLIDAYS[name], year)]
    assert days[0] == (first, last)


def test_the_months_of_the_umm_al_qura_calendar_follow_each_other() -> None:
    """No day is missing or told twice from 1924 to 2077; months have 28 to 31 days, as early ones stand as printed."""
    months = sorted(load_umm_al_qura().items())
    assert (months[0][0], months[-1][0], len(months)) == ((1343, 1), (1500, 12), 158 * 12)
    for (_, (first, length)), (_, (after, _)) in pairwise(months):
        assert 28 <= length <= 31
        assert (after - first).days == length


@pytest.mark.parametrize(("year", "day"), [(1996, 20), (2007, 21), (2016, 20), (2020, 20), (2021, 21), (2025, 21)])
def test_nowruz_follows_the_equinox_at_tehran(year: int, day: int) -> None:
    """The year begins on the day whose noon comes first after the equinox."""
    assert find_nowruz(year) == date(year, 3, day)


@pytest.mark.parametrize(("year", "day"), [(1961, "1961-04-02"), (2000, "2000-04-23"), (2008, "2008-03-23")])
def test_easter_follows_the_paschal_moon(year: int, day: str) -> None:
    """Early and late dates of the western feast."""
    assert str(find_easter(year)) == day


def test_only_feasts_that_wait_for_the_moon_are_inexact() -> None:
    """The flag tells the reader that a country may have kept another day."""
    assert not HOLIDAYS["ramadan"].is_exact
    assert HOLIDAYS["nowruz"].is_exact


@pytest.mark.parametrize("name", sorted(HOLIDAYS))
def test_every_row_of_the_table_can_be_reckoned(name: str) -> None:
    """Each named day falls at least once within two years, and where the table says."""
    days = [day for year in (2019, 2020) for day in find_holiday(HOLIDAYS[name], year)]
    assert days
    assert all(day.year in (2019, 2020) for day in days)
