"""Excel (.xlsx), written a row at a time: the events, and a sheet that tells what they are.

Source: Office Open XML (ECMA-376) through openpyxl's write-only mode
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from mapping.errors import ExportError
from mapping.exporting.csv_table import FORMULA_STARTS
from mapping.exporting.fields import Field, list_columns
from mapping.exporting.flat import flatten, replace_unwritable
from mapping.exporting.records import About, Record

MAX_ROWS = 1_048_575
"""Rows that a sheet of Excel holds below its header."""

_MAX_CELL = 32_767
# Before this day Excel counts a 29 February that 1900 did not have.
_FIRST_DAY = date(1900, 3, 1)
_WIDTHS = {"sentence": 60, "title": 40, "label": 24, "place": 20, "attribution": 40}


def save_workbook(records: Iterable[Record], about: About, path: Path) -> None:
    """A workbook; texts stay texts, whatever they start with, and days are days where Excel can hold them.

    Raises:
        ExportError: There are more events than a sheet has rows.
    """
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    try:
        _fill(book, records, about)
    finally:
        # Also of a broken run, whose file the caller removes: saving is what ends openpyxl's own temporary files.
        book.save(path)


def _fill(book: Any, records: Iterable[Record], about: About) -> None:  # noqa: ANN401  (openpyxl has no types)
    columns = list_columns()
    sheet = _Sheet(book.create_sheet("Events"), columns)
    told: Counter[str] = Counter()
    for number, record in enumerate(records, 1):
        if number > MAX_ROWS:
            raise ExportError(
                f"a sheet of Excel holds {MAX_ROWS:,} events and there are more: narrow the filter,"
                " or take CSV, GeoPackage or GeoParquet"
            )
        told[record.properties["attribution"]] += 1
        sheet.add(flatten(record))
    sheet.add_filter(told.total())
    _tell(_Sheet(book.create_sheet("About"), ()), columns, about, told, sheet.shortened)


class _Sheet:
    """A sheet that is filled from top to bottom, with a header that stays in sight."""

    def __init__(self, sheet: Any, columns: tuple[Field, ...]) -> None:  # noqa: ANN401  (openpyxl has no types)
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Font
        from openpyxl.utils import get_column_letter

        self.shortened = 0
        self._sheet = sheet
        self._columns = columns
        self._make_cell = WriteOnlyCell
        self._bold = Font(bold=True)
        if columns:
            sheet.freeze_panes = "B2"
            for place, field in enumerate(columns, 1):
                sheet.column_dimensions[get_column_letter(place)].width = _WIDTHS.get(field.name, 14)
            self.add_bold(*(field.name for field in columns))

    def add(self, row: dict[str, Any]) -> None:
        """One event."""
        self._sheet.append([self._write(row[field.name], field.kind) for field in self._columns])

    def add_filter(self, rows: int) -> None:
        """A button on each heading, by which Excel sorts and filters the rows under them."""
        from openpyxl.utils import get_column_letter

        self._sheet.auto_filter.ref = f"A1:{get_column_letter(len(self._columns))}{rows + 1}"

    def add_bold(self, *words: str) -> None:
        """A row of headings."""
        cells = [self._make_cell(self._sheet, value=word) for word in words]
        for cell in cells:
            cell.font = self._bold
        self._sheet.append(cells)

    def add_words(self, *words: str) -> None:
        """A row of texts."""
        self._sheet.append([self._write_text(word) for word in words])

    def _write(self, value: Any, kind: str) -> Any:  # noqa: ANN401  (a cell's value)
        if kind == "day" and value:
            day = date.fromisoformat(value)
            return day if day >= _FIRST_DAY else value
        return self._write_text(value) if isinstance(value, str) else value

    def _write_text(self, text: str) -> Any:  # noqa: ANN401  (a text, or a cell of openpyxl)
        text = replace_unwritable(text)
        if len(text) > _MAX_CELL:
            self.shortened += 1
            # JSON that is cut off is of no use.
            text = "" if text.startswith("{") else f"{text[: _MAX_CELL - 1]}…"
        if not text.startswith(FORMULA_STARTS):
            return text or None
        cell = self._make_cell(self._sheet, value=text)
        # As if it had been typed after an apostrophe: a text also once a person has edited it.
        cell.data_type = "s"
        cell.quotePrefix = True
        return cell


def _tell(sheet: _Sheet, columns: tuple[Field, ...], about: About, told: Counter[str], shortened: int) -> None:
    """The second sheet: where the events are from, which were asked for, whom to credit, what the columns mean."""
    sheet.add_bold("About these events")
    sheet.add_words("made with", "Dateline")
    if about.made_at:
        sheet.add_words("made at", f"{about.made_at:%Y-%m-%d %H:%M} UTC")
    sheet.add_words("events", f"{told.total():,}")
    if shortened:
        sheet.add_words("shortened cells", f"{shortened:,}: Excel holds {_MAX_CELL:,} characters in a cell")
    sheet.add_words()
    sheet.add_bold("Filter")
    for name, value in about.filter or (("none", "all events"),):
        sheet.add_words(name, value)
    sheet.add_words()
    sheet.add_bold("Attribution", "events")
    for credit, number in told.most_common():
        sheet.add_words(credit, f"{number:,}")
    sheet.add_words()
    sheet.add_bold("Column", "Meaning")
    for field in columns:
        sheet.add_words(field.name, field.meaning)
