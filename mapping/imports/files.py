"""Files -> rows: text tables, workbooks, JSON, and any of them inside a zip; read row by row, again if need be."""

import codecs
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from mapping.errors import ImportFileError
from mapping.imports.json_lines import open_json_lines
from mapping.imports.json_rows import open_json
from mapping.imports.parquet_rows import open_parquet
from mapping.imports.sheets import is_workbook, open_workbook
from mapping.imports.text_tables import open_text_table
from mapping.imports.values import Header, Row, RowError, RowFilteredError
from mapping.imports.vector_files import find_vector_kind, open_vector
from mapping.reading.signatures import is_binary, name_format

MAX_BYTES = 4_000_000_000
"""Most bytes that a file in a zip may unpack to; GDELT's largest back files have 3 GB."""

# Text packs to a tenth or a twentieth; what packs a thousandfold is made to fill the disk.
_MAX_RATIO = 250
_SNIFF_BYTES = 4096
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_TAGS_BEFORE = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """An open file of rows.

    Attributes:
        path: The file that the person named.
        kind: "table", "workbook", "json", "geojson", or the name of a kind of file of geometries or columns.
        header: Its columns.
        encoding: "" where the kind settles it.
        delimiter: What stands between a text table's cells, else "".
        sheet: The workbook's sheet, or the layer of a file of geometries, else "".
        note: What a person should know of how it was opened.
        read: Starts over and gives the rows, or an error for a row that cannot be read, each with the bytes read.
        size: How many bytes or rows there are, in the measure of `read`.
    """

    path: Path
    kind: str
    header: Header
    read: Callable[[], Iterator[tuple[Row | RowError, int]]]
    size: int
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    note: str = ""


@contextmanager
def open_source(path: Path, is_header: Callable[[Header], bool], *, sheet: str = "") -> Iterator[Source]:
    """Open a file of rows; a zip's content is unpacked to a file that is gone afterwards.

    Args:
        path: A file.
        is_header: Whether columns are those of a format that we know, so that a header under lines of preamble is
            found.
        sheet: The workbook's sheet to read; "" for the first with such a header, else the first.

    Raises:
        ImportFileError: It is not a table, or is damaged, or unpacks to too much.
    """
    try:
        with path.open("rb") as stream:
            opening = stream.read(_SNIFF_BYTES)
    except OSError as error:
        raise ImportFileError(f"{str(path)!r} cannot be read: {error.strerror or error}") from error
    if not opening.strip():
        raise ImportFileError(f"{str(path)!r} is empty")
    if opening.startswith(b"PK\x03\x04") and not is_workbook(path):
        with _unpack(path) as inner:
            yield _open_plain(path, inner, is_header, sheet)
    else:
        yield _open_plain(path, path, is_header, sheet)


def _open_plain(named: Path, path: Path, is_header: Callable[[Header], bool], sheet: str) -> Source:
    source = _open_kind(named, path, is_header, sheet)
    return replace(source, read=lambda: _mark_tags(source.read()))


def _mark_tags(rows: Iterator[tuple[Row | RowError, int]]) -> Iterator[tuple[Row | RowError, int]]:
    """Row by row, but the one of HXL tags, which is no data."""
    for number, (row, done) in enumerate(rows):
        if number < _TAGS_BEFORE and isinstance(row, Row) and row.is_tags():
            yield RowFilteredError("a row of HXL tags, not of data"), done
        else:
            yield row, done


def _open_kind(named: Path, path: Path, is_header: Callable[[Header], bool], sheet: str) -> Source:
    with path.open("rb") as stream:
        opening = stream.read(_SNIFF_BYTES)
    kind = find_vector_kind(opening)
    if kind:
        layer = open_vector(path, kind, is_header, layer=sheet)
        return Source(path=named, kind=kind, header=layer.header, read=layer.read, size=layer.size, sheet=layer.layer)
    if opening.startswith(b"SQLite format 3\x00"):
        raise ImportFileError(f"{str(named)!r} is a database, not a file of events: export what it holds")
    if opening.startswith(b"PAR1"):
        table = open_parquet(path)
        return Source(path=named, kind=table.kind, header=table.header, read=table.read, size=table.size)
    if opening.startswith(b"\xd0\xcf\x11\xe0"):
        raise ImportFileError(f"{str(named)!r} is a workbook of old Excel (.xls): save it as .xlsx")
    if opening.startswith(b"PK\x03\x04"):
        book = open_workbook(path, is_header, sheet=sheet)
        return Source(path=named, kind="workbook", header=book.header, read=book.read, size=book.size, sheet=book.sheet)
    if opening.lstrip(b"\xef\xbb\xbf\x1e \t\r\n")[:1] in (b"{", b"["):
        objects = open_json_lines(path) or open_json(path)
        return Source(path=named, kind=objects.kind, header=objects.header, read=objects.read, size=objects.size)
    if (known := name_format(opening)) or (is_binary(opening) and not opening.startswith(_UTF16)):
        raise ImportFileError(f"{str(named)!r} is no table but {known or 'bytes that are no text'}")
    text = open_text_table(path, is_header)
    return Source(
        path=named,
        kind="table",
        header=text.header,
        read=text.read,
        size=path.stat().st_size,
        encoding=text.encoding,
        delimiter=text.delimiter,
        note=text.note,
    )


@contextmanager
def _unpack(path: Path) -> Iterator[Path]:
    try:
        archive = zipfile.ZipFile(path)
    except zipfile.BadZipFile as error:
        raise ImportFileError(f"{str(path)!r} is a damaged zip: {error}") from error
    with archive, tempfile.TemporaryDirectory(prefix="dateline-") as folder:
        member = _find_member(archive, path)
        target = Path(folder) / "content"
        try:
            with archive.open(member) as packed, target.open("wb") as unpacked:
                _copy_at_most(packed.read, unpacked.write, MAX_BYTES, path)
        except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError) as error:
            raise ImportFileError(f"{str(path)!r} cannot be unpacked: {error}") from error
        yield target


def _find_member(archive: zipfile.ZipFile, path: Path) -> zipfile.ZipInfo:
    members = [
        member
        for member in archive.infolist()
        if not member.is_dir() and not Path(member.filename).name.startswith((".", "__MACOSX"))
    ]
    if len(members) != 1:
        raise ImportFileError(f"{str(path)!r} holds {len(members)} files: unpack it and import them one by one")
    member = members[0]
    if member.file_size > MAX_BYTES or member.file_size > _MAX_RATIO * max(member.compress_size, 1_000):
        raise ImportFileError(
            f"{str(path)!r} would unpack {member.compress_size:,} bytes to {member.file_size:,}: that is no table"
        )
    return member


def _copy_at_most(read: Callable[[int], bytes], write: Callable[[bytes], object], limit: int, path: Path) -> None:
    """Count what really comes out: a zip's own word on its size may be false."""
    total = 0
    while chunk := read(shutil.COPY_BUFSIZE):  # type: ignore[attr-defined]
        total += len(chunk)
        if total > limit:
            raise ImportFileError(f"{str(path)!r} unpacks to more than {limit:,} bytes: that is no table")
        write(chunk)
