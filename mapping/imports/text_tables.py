"""Text tables -> rows: delimiter and encoding found out, headers under a preamble, files that never had one."""

import codecs
import csv
import io
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from mapping.errors import ImportFileError
from mapping.imports.codes import find_layout
from mapping.imports.values import Header, Row, RowError, make_header
from mapping.reading.encodings import find_encoding

_DELIMITERS = ("\t", ",", ";", "|")
_SNIFF_LINES = 20
_HEADER_ROWS = 30
_MAX_CELL = 20_000_000
_NAMES = {"utf-8-sig": "UTF-8", "utf-16": "UTF-16", "cp1252": "Windows-1252"}


@dataclass(frozen=True, kw_only=True, slots=True)
class TextTable:
    """How a text table is laid out, and `read`, which starts over and gives its rows with the bytes read so far."""

    header: Header
    encoding: str
    delimiter: str
    note: str
    read: Callable[[], Iterator[tuple[Row | RowError, int]]]


def open_text_table(path: Path, is_header: Callable[[Header], bool]) -> TextTable:
    """Find out a text table's encoding, delimiter and header.

    Args:
        path: UTF-8 with or without a mark, UTF-16 with one, else Windows-1252.
        is_header: Whether columns are those of a format that we know.

    Raises:
        ImportFileError: It holds no table.
    """
    # The module's own limit of 128 kB is below a long note's size; it can be set for the whole process only.
    csv.field_size_limit(_MAX_CELL)
    with path.open("rb") as stream:
        encoding = _find_encoding(stream)
        text = io.TextIOWrapper(stream, encoding=encoding, errors="replace", newline="")
        lines = [line for _, line in zip(range(_SNIFF_LINES), text, strict=False)]
    delimiter = _find_known_delimiter(lines, is_header) or _find_delimiter(lines)
    quoting = csv.QUOTE_MINIMAL
    first = next(_split(lines, delimiter, csv.QUOTE_NONE), [])
    layout = find_layout(first) if delimiter == "\t" else ()
    if layout:
        # GDELT's files know no quotes: one in a name would swallow the rows after it.
        quoting = csv.QUOTE_NONE
    head, columns = _find_header(path, encoding, delimiter, quoting, is_header)
    note = "" if head else "no header line; the columns are known by their number"
    return TextTable(
        header=columns,
        encoding=_NAMES[encoding],
        delimiter=delimiter,
        note=note,
        read=lambda: _read_rows(path, encoding, delimiter, quoting, columns, head),
    )


def _find_encoding(stream: io.BufferedReader) -> str:
    """UTF-8 with some stray bytes, as GDELT has them, is still UTF-8: each becomes U+FFFD.

    In Windows-1252 hardly any letters form the sequences of UTF-8, so a majority of sound ones settles it.
    """
    encoding = find_encoding(stream)
    if encoding != "cp1252":
        return encoding
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    broken = wide = 0
    while chunk := stream.read(1 << 20):
        part = decoder.decode(chunk)
        broken += part.count("\ufffd")
        wide += sum(char > "\x7f" for char in part)
    stream.seek(0)
    return "utf-8-sig" if broken * 2 <= wide else encoding


def _find_known_delimiter(lines: Sequence[str], is_header: Callable[[Header], bool]) -> str:
    """The one that makes columns of a format that we know; "" for none. Texts full of semicolons mislead counting."""
    for delimiter in _DELIMITERS:
        if any(
            len(cells) > 1 and is_header(make_header(cells)) for cells in _split(lines, delimiter, csv.QUOTE_MINIMAL)
        ):
            return delimiter
    return ""


def _find_delimiter(lines: Sequence[str]) -> str:
    """The one that cuts most of the first lines into the same number of cells, and into most."""
    best, best_key = ",", (0, 0)
    for delimiter in _DELIMITERS:
        widths = Counter(len(row) for row in _split(lines, delimiter, csv.QUOTE_MINIMAL) if len(row) > 1)
        if not widths:
            continue
        width, number = max(widths.items(), key=lambda item: (item[1], item[0]))
        if (number, width) > best_key:
            best, best_key = delimiter, (number, width)
    return best


def _split(lines: Sequence[str], delimiter: str, quoting: int) -> Iterator[list[str]]:
    try:
        yield from csv.reader(lines, delimiter=delimiter, quoting=quoting)  # type: ignore[arg-type]
    except csv.Error:
        return


def _find_header(
    path: Path, encoding: str, delimiter: str, quoting: int, is_header: Callable[[Header], bool]
) -> tuple[int, Header]:
    """How many rows to pass over with the header, 0 for a file without one, and the columns."""
    first = (0, Header(()))
    with path.open(encoding=encoding, errors="replace", newline="") as text:
        for number, cells in enumerate(csv.reader(text, delimiter=delimiter, quoting=quoting), 1):  # type: ignore[arg-type]
            if number == 1 and (layout := find_layout(cells)):
                return 0, Header(layout)
            header = make_header(cells)
            if is_header(header):
                return number, header
            if not first[0] and sum(bool(cell.strip()) for cell in cells) > 1:
                first = (number, header)
            if number >= _HEADER_ROWS:
                break
    if not first[0]:
        raise ImportFileError(f"{str(path)!r} holds no table: no row of it has two cells or more")
    return first


def _read_rows(
    path: Path, encoding: str, delimiter: str, quoting: int, header: Header, head: int
) -> Iterator[tuple[Row | RowError, int]]:
    with path.open("rb") as stream:
        text = io.TextIOWrapper(stream, encoding=encoding, errors="replace", newline="")
        rows = csv.reader(text, delimiter=delimiter, quoting=quoting)  # type: ignore[arg-type]
        for _ in range(head):
            next(rows)
        while True:
            number = rows.line_num + 1
            try:
                cells = next(rows)
            except StopIteration:
                return
            except csv.Error as error:
                yield RowError("the table is broken here", str(error)), stream.tell()
                return
            if any(cell.strip() for cell in cells):
                yield make_row(number, header, cells), stream.tell()


def make_row(number: int, header: Header, cells: Sequence[str]) -> Row | RowError:
    """A row, or an error where it has more cells than columns; empty surplus cells are no trouble."""
    width = len(header.names)
    if len(cells) > width:
        if any(cell.strip() for cell in cells[width:]):
            return RowError("the row has more cells than there are columns", str(len(cells)))
        cells = cells[:width]
    return Row(number, header, [*cells, *[""] * (width - len(cells))])
