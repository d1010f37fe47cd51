"""Tests of scripts/data/reports: the labels of our own reports fit their texts."""

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from mapping.event_types import load_event_types

_DATA = Path(__file__).parents[1] / "scripts" / "data"
_COLUMNS = ["document", "words", "types", "places", "days", "main"]


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    """The reports by name."""
    return {path.stem: path.read_text(encoding="utf-8") for path in (_DATA / "reports").glob("*.txt")}


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    """The lines of all tables of labels."""
    found = []
    for path in sorted(_DATA.glob("reports_*.csv")):
        with path.open(encoding="utf-8", newline="") as lines:
            reader = csv.DictReader(lines)
            assert reader.fieldnames == _COLUMNS
            found += list(reader)
    return found


def is_day_or_range(days: str) -> bool:
    """Whether this is a day, a month or a year, or a range of these with its start before its end, if it has one.

    Raises:
        ValueError: Where there is no such day.
    """
    sides = days.removesuffix("/..").split("/")
    starts = [date.fromisoformat(side + "-01-01"[len(side) - 4 :]) for side in sides]
    return all(len(side) in {4, 7, 10} for side in sides) and len(sides) <= 2 and starts == sorted(starts)


def test_each_report_is_named_by_its_day(texts: dict[str, str]) -> None:
    """The day of publication is read off the name, and the text has something to say."""
    assert len(texts) >= 15
    assert [name for name in texts if date.fromisoformat(name[:10]).year < 1970 or name[10] != "_"] == []
    assert [name for name, text in texts.items() if len(text.split()) < 40] == []


def test_no_words_stand_nowhere_or_twice(rows: list[dict[str, str]], texts: dict[str, str]) -> None:
    """A line is tied to its report by its words alone."""
    assert {row["document"] for row in rows} - set(texts) == set()
    assert [row for row in rows if not row["words"] or texts[row["document"]].count(row["words"]) != 1] == []
    counts = Counter((row["document"], row["words"]) for row in rows)
    assert [line for line, count in counts.items() if count > 1] == []


def test_kinds_are_those_of_the_table(rows: list[dict[str, str]]) -> None:
    """Families or subtypes."""
    codes = set(load_event_types().types)
    kinds = codes | {code.partition(".")[0] for code in codes}
    assert [row for row in rows if not kinds.issuperset(row["types"].split("|"))] == []


def test_days_exist(rows: list[dict[str, str]]) -> None:
    """No 31st of June, and no range that ends before it starts."""
    days = [one for row in rows for one in row["days"].split("|") if one != "*"]
    assert [one for one in days if not is_day_or_range(one)] == []


def test_places_are_named(rows: list[dict[str, str]]) -> None:
    """Also where none is right."""
    assert [row for row in rows if not all(row["places"].split("|"))] == []


def test_one_happening_is_the_main_one(rows: list[dict[str, str]]) -> None:
    """In each report that tells of any."""
    assert {row["main"] for row in rows} == {"", "yes"}
    mains = Counter(row["document"] for row in rows if row["main"])
    assert {row["document"]: mains[row["document"]] for row in rows if mains[row["document"]] != 1} == {}
