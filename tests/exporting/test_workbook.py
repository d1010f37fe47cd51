"""Tests of the Excel export, read by openpyxl."""

import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from mapping.errors import ExportError
from mapping.exporting import workbook
from mapping.exporting.fields import list_columns
from mapping.exporting.records import About, Record
from mapping.exporting.workbook import save_workbook
from tests.exporting.values import make_saying, make_test_records

ABOUT = About(filter=(("country", "FR"),), made_at=datetime(2026, 11, 22, 10, 30, tzinfo=UTC))


def read_events(records: list[Record], path: Path) -> list[dict[str, Any]]:
    """The rows of the first sheet by the names of its header."""
    save_workbook(records, ABOUT, path)
    header, *rows = load_workbook(path)["Events"].iter_rows(values_only=True)
    return [dict(zip(map(str, header), row, strict=True)) for row in rows]


def test_days_are_days_and_numbers_are_numbers(tmp_path: Path) -> None:
    """Where Excel can hold them: a day before March 1900 is a text."""
    merged, unplaced, old, undated = read_events(make_test_records(), tmp_path / "e.xlsx")
    assert merged["date_start"] == datetime(2023, 1, 16)  # noqa: DTZ001 - as openpyxl gives a day
    assert (merged["lon"], merged["score"], merged["report_count"]) == (2.3488, 0.6, 2)
    assert old["date_start"] == "0079-08-24"
    assert undated["date_start"] is None
    assert unplaced["place"] is None


def test_the_header_stays_in_sight(tmp_path: Path) -> None:
    """With a column for each field, the ids beside it."""
    save_workbook(make_test_records(), ABOUT, tmp_path / "e.xlsx")
    sheet = load_workbook(tmp_path / "e.xlsx")["Events"]
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == f"A1:{sheet.cell(1, sheet.max_column).column_letter}{sheet.max_row}"
    assert [cell.value for cell in sheet[1]] == [field.name for field in list_columns()]
    assert all(cell.font.bold for cell in sheet[1])


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t"])
def test_formulas_are_texts(tmp_path: Path, start: str) -> None:
    """Stored as text, and marked so that they stay texts when a person edits them."""
    hostile = f"{start}HYPERLINK(0)"
    save_workbook([make_saying(hostile)], ABOUT, tmp_path / "e.xlsx")
    sheet = load_workbook(tmp_path / "e.xlsx")["Events"]
    place = [field.name for field in list_columns()].index("sentence") + 1
    cell = sheet.cell(2, place)
    assert (cell.value, cell.data_type, cell.quotePrefix) == (hostile, "s", True)
    with zipfile.ZipFile(tmp_path / "e.xlsx") as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def test_what_a_workbook_cannot_hold_is_replaced_and_counted(tmp_path: Path) -> None:
    """Control characters become U+FFFD; a text beyond Excel's limit is cut, and the second sheet says so."""
    [row] = read_events([make_saying("bell \x07 " + "a" * 40_000)], tmp_path / "e.xlsx")
    assert row["sentence"].startswith("bell \ufffd aaa")
    assert len(row["sentence"]) == 32_767
    assert row["sentence"].endswith("…")
    told = [cells[0] for cells in load_workbook(tmp_path / "e.xlsx")["About"].iter_rows(values_only=True)]
    assert "shortened cells" in told


def test_the_second_sheet_tells_what_the_events_are(tmp_path: Path) -> None:
    """When they were written, the filter, whom to credit and how often, and what each column means."""
    acled = make_saying("x")
    acled.properties["attribution"] = "ACLED"
    save_workbook([*make_test_records(), acled], ABOUT, tmp_path / "e.xlsx")
    rows = [row[:2] for row in load_workbook(tmp_path / "e.xlsx")["About"].iter_rows(values_only=True)]
    assert ("made at", "2026-11-22 10:30 UTC") in rows
    assert ("country", "FR") in rows
    assert ("ACLED", "1") in rows
    for field in list_columns():
        assert (field.name, field.meaning) in rows


def test_more_events_than_rows_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is cut off in silence."""
    monkeypatch.setattr(workbook, "MAX_ROWS", 3)
    with pytest.raises(ExportError, match="a sheet of Excel holds 3 events and there are more: narrow the filter"):
        save_workbook(make_test_records(), ABOUT, tmp_path / "e.xlsx")
