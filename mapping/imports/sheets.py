"""Workbooks of Excel -> rows, read a row at a time in constant memory.

Source: openpyxl's read-only mode; Office Open XML (ECMA-376).
"""

import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from warnings import catch_warnings, simplefilter

from mapping.errors import ImportFileError
from mapping.imports.text_tables import make_row
from mapping.imports.values import Header, Row, RowError, make_header, write_cell

_HEADER_ROWS = 30
# A sheet of a million rows by a hundred columns has some 8 GB of XML; more is made to fill the memory.
_MAX_XML_BYTES = 10_000_000_000
_MAX_RATIO = 250


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """One sheet; `size` is its number of rows where the file says so, and `read` counts rows."""

    sheet: str
    header: Header
    size: int
    read: Callable[[], Iterator[tuple[Row | RowError, int]]]


def is_workbook(path: Path) -> bool:
    """Whether a zip file is a workbook of Excel."""
    try:
        with zipfile.ZipFile(path) as archive:
            return "xl/workbook.xml" in archive.namelist()
    except (zipfile.BadZipFile, OSError):
        return False


def open_workbook(path: Path, is_header: Callable[[Header], bool], *, sheet: str = "") -> Sheet:
    """Find the sheet with events and its header.

    Args:
        path: An .xlsx file.
        is_header: Whether columns are those of a format that we know.
        sheet: The sheet to read; "" for the first with such a header, else the first that is not empty.

    Raises:
        ImportFileError: The file is damaged, or has no such sheet, or no sheet with a table.
    """
    _check_size(path)
    with _Workbook(path) as book:
        if sheet and sheet not in book.names:
            raise ImportFileError(f"{str(path)!r} has no sheet {sheet!r}: there are {', '.join(book.names)}")
        found: tuple[str, int, Header] | None = None
        for name in [sheet] if sheet else book.names:
            number, header = _find_header(book.read(name), is_header)
            if header.names and (found is None or is_header(header)):
                found = (name, number, header)
            if header.names and is_header(header):
                break
        if found is None:
            raise ImportFileError(f"{str(path)!r} holds no table: no row of it has two cells or more")
        name, number, header = found
        size = book.count_rows(name)
    return Sheet(sheet=name, header=header, size=size, read=lambda: _read_rows(path, name, number, header))


class _Workbook:
    """An open workbook; openpyxl is loaded when the first one is opened, since most imports need none."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> "_Workbook":
        try:
            from openpyxl import load_workbook
            from openpyxl.utils.exceptions import InvalidFileException
        except ImportError as error:
            raise ImportFileError("reading Excel files takes openpyxl: install it, or save the sheet as CSV") from error
        try:
            # data_only: the values that Excel last reckoned, not the formulas.
            self._book: Any = _quietly(lambda: load_workbook(self._path, read_only=True, data_only=True))
        except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
            raise ImportFileError(f"{str(self._path)!r} is a damaged workbook: {error}") from error
        self.names: list[str] = [sheet.title for sheet in self._book.worksheets]
        return self

    def __exit__(self, *_: object) -> None:
        self._book.close()

    def read(self, name: str) -> Iterator[tuple[str, ...]]:
        """The rows of a sheet as texts."""
        sheet = self._book[name]
        # Some writers state a wrong size of the sheet, which would cut it off.
        sheet.reset_dimensions()
        rows = sheet.iter_rows(values_only=True)
        while True:
            cells = _quietly(lambda: next(rows, None))
            if cells is None:
                return
            yield tuple(_write_excel(cell) for cell in cells)

    def count_rows(self, name: str) -> int:
        return int(self._book[name].max_row or 0)


def _quietly(call: Callable[[], Any]) -> Any:  # noqa: ANN401  (openpyxl has no types)
    """Openpyxl warns of styles and forms of validation that it drops; rows lose nothing by that."""
    with catch_warnings():
        simplefilter("ignore", UserWarning)
        return call()


def _read_rows(path: Path, name: str, head: int, header: Header) -> Iterator[tuple[Row | RowError, int]]:
    with _Workbook(path) as book:
        for number, cells in enumerate(book.read(name), 1):
            if number > head and any(cells):
                yield make_row(number, _widen(header, cells), cells), number


def _widen(header: Header, cells: tuple[str, ...]) -> Header:
    """The header with columns for cells beyond it: in a sheet those are remarks, not cells that slipped aside."""
    width = max((place for place, cell in enumerate(cells, 1) if cell), default=0)
    if width <= len(header.names):
        return header
    return make_header([*header.names, *[""] * (width - len(header.names))])


def _find_header(rows: Iterator[tuple[str, ...]], is_header: Callable[[Header], bool]) -> tuple[int, Header]:
    first = (0, Header(()))
    for number, cells in enumerate(rows, 1):
        while cells and not cells[-1]:
            cells = cells[:-1]
        header = make_header(cells)
        if is_header(header):
            return number, header
        if not first[0] and sum(map(bool, cells)) > 1:
            first = (number, header)
        if number >= _HEADER_ROWS:
            break
    return first


def _write_excel(cell: object) -> str:
    """A cell as text: days as ISO, whole numbers without ".0", error values such as #N/A as nothing."""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "seconds")
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    if isinstance(cell, str) and cell.startswith("#") and cell.rstrip("!?") in ("#N/A", "#REF", "#VALUE", "#NAME"):
        return ""
    return write_cell(cell)


def _check_size(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        packed = sum(member.compress_size for member in archive.infolist())
        unpacked = sum(member.file_size for member in archive.infolist())
    if unpacked > _MAX_XML_BYTES or unpacked > _MAX_RATIO * max(packed, 10_000):
        raise ImportFileError(f"{str(path)!r} would unpack {packed:,} bytes to {unpacked:,}: that is no workbook")
