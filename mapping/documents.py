"""Files -> Document: plain text, web pages, JSON lines and CSV, from files, folders and standard input."""

import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import BinaryIO, TypeVar

from mapping.errors import DocumentError
from mapping.ids import hash_key
from mapping.kinds import READ_KINDS, ParagraphKind
from mapping.model import Document, Paragraph, Span
from mapping.reading.datelines import find_dateline_day
from mapping.reading.encodings import decode_text, repair_surrogates
from mapping.reading.headlines import find_headline, is_told_by
from mapping.reading.pages import read_page
from mapping.reading.paragraphs import split_paragraphs
from mapping.reading.raw import RawDocument, find_day, find_host, find_url_day, read_header
from mapping.reading.repeats import find_repeats
from mapping.reading.signatures import name_format
from mapping.reading.stamps import find_stamped_day
from mapping.reading.tables import RecordError, read_csv, read_json, read_json_lines

STANDARD_INPUT = "-"
_MAX_TEXT_BYTES = 5_000_000
_SNIFF_BYTES = 4096
_DATE_LINE_PARAGRAPHS = 6
_MAX_DATE_LINE_CHARS = 80
_HEADLINE_BREAK = "\n\n"
_TEXT, _PAGE, _LINES, _JSON, _TABLE = "text", "page", "lines", "json", "table"
_Extent = TypeVar("_Extent", Span, Paragraph)
_KINDS = {
    **dict.fromkeys((".txt", ".text", ".md"), _TEXT),
    **dict.fromkeys((".html", ".htm", ".xhtml"), _PAGE),
    **dict.fromkeys((".jsonl", ".ndjson"), _LINES),
    **dict.fromkeys((".csv", ".tsv"), _TABLE),
    ".json": _JSON,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Failure:
    """A file, or one record of a file, that could not be read; `line` is None where the whole file is meant."""

    path: str
    reason: str
    line: int | None = None

    def __str__(self) -> str:
        path = "standard input" if self.path == STANDARD_INPUT else self.path
        return f"{path}: {self.reason}" if self.line is None else f"{path}, line {self.line}: {self.reason}"


def make_document(
    text: str,
    *,
    title: str = "",
    created: date | None = None,
    created_rule: str = "given",
    source: str = "",
    url: str = "",
    path: str = "",
    doc_id: str | None = None,
) -> Document:
    """Make a document of a text: split it into paragraphs and fill in what the text and its address tell.

    Args:
        text: Kept unchanged, but for halves of surrogate pairs, which become U+FFFD.
        title: The headline; where it is "", the text's first headline is taken.
        created: The day of publication; where it is None, one in the address or in a line of its own at the top is.
        created_rule: Where `created` came from: given, meta or page.
        source: The outlet; where it is "", the address's host is taken.
        url: Where the text was published.
        path: Where it was read from.
        doc_id: Stable over runs; None means a hash of the text.

    Raises:
        DocumentError: The text is empty or longer than 5 million characters.
    """
    text = repair_surrogates(text)
    if not text.strip():
        raise DocumentError("the text is empty")
    if len(text) > _MAX_TEXT_BYTES:
        raise DocumentError(f"the text has {len(text):,} characters, more than {_MAX_TEXT_BYTES:,}: split it")
    found = split_paragraphs(text, title=title)
    repeats = find_repeats(text, found)
    if created is None:
        created, created_rule = _find_created(text, found, url)
    return Document(
        doc_id=doc_id or hash_key(text, digits=20),
        text=text,
        paragraphs=tuple(paragraph for index, paragraph in enumerate(found) if index not in repeats),
        title=title or _find_title(text, found),
        created=created,
        created_rule=created_rule,
        source=source or find_host(url),
        url=url,
        path=path,
        repeats=tuple(found[index] for index in sorted(repeats)),
    )


def read_headline(document: Document) -> Document:
    """The same document with its headline as the first paragraph, where the text itself does not open with it.

    What only the headline tells is told as well; `given_start` says where the given text begins.
    """
    headline = find_headline(document.title)
    if not headline or document.given_start or is_told_by(document.text, headline):
        return document
    start = len(headline) + len(_HEADLINE_BREAK)
    first = Paragraph(start=0, end=len(headline), kind=ParagraphKind.HEADLINE)
    return replace(
        document,
        text=f"{headline}{_HEADLINE_BREAK}{document.text}",
        paragraphs=(first, *(move_extent(paragraph, start) for paragraph in document.paragraphs)),
        repeats=tuple(move_extent(paragraph, start) for paragraph in document.repeats),
        given_start=start,
    )


def move_extent(extent: _Extent, given_start: int) -> _Extent:
    """What was counted in the text as it was given, where it lies once that begins at `given_start`."""
    return replace(extent, start=extent.start + given_start, end=extent.end + given_start)


def read_whole(document: Document, spans: Iterable[Span] = ()) -> Document:
    """The same document with nothing left out that a caller counts on.

    Args:
        document: Its repeats are read again.
        spans: What must lie in a paragraph that is read, even if that is a credit or notice, or lies in none.
    """
    paragraphs = sorted((*document.paragraphs, *document.repeats), key=lambda paragraph: paragraph.start)
    for span in spans:
        holding = [p for p in paragraphs if p.start < span.end and span.start < p.end]
        if len(holding) == 1 and holding[0].start <= span.start and span.end <= holding[0].end:
            kind = holding[0].kind if holding[0].kind in READ_KINDS else ParagraphKind.BODY
        else:
            kind = ParagraphKind.BODY
        start, end = min([span.start, *(p.start for p in holding)]), max([span.end, *(p.end for p in holding)])
        paragraphs = [p for p in paragraphs if p not in holding] + [Paragraph(start=start, end=end, kind=kind)]
        paragraphs.sort(key=lambda paragraph: paragraph.start)
    return replace(document, paragraphs=tuple(paragraphs), repeats=())


def read_documents(
    paths: Iterable[str | Path],
    *,
    created: date | None = None,
    source: str = "",
    stdin: BinaryIO | None = None,
) -> Iterator[Document | Failure]:
    """Read every document of files and folders, one after another.

    Args:
        paths: Files, folders (read with all below them, in the order of their names, hidden files left out) and "-".
        created: The day of publication of all of them; it goes before any that they state.
        source: Their outlet; it goes before any that they state.
        stdin: Where "-" is read from.

    Yields:
        Documents, and a failure with its reason for each file or record that cannot be read.
    """
    for path in paths:
        for file in list_files(path):
            if isinstance(file, Failure):
                yield file
            else:
                yield from _read_file(file, created, source, stdin)


def list_files(path: str | Path) -> Iterator[str | Failure]:
    """The files that `read_documents` reads for a path, in its order; a failure for each that it does not."""
    if str(path) == STANDARD_INPUT:
        yield STANDARD_INPUT
    elif not (root := Path(path)).exists():
        yield Failure(path=str(path), reason="there is no such file or folder")
    elif not root.is_dir():
        yield str(path)
    else:
        yield from _walk_folder(root)


def _walk_folder(root: Path) -> Iterator[str | Failure]:
    files = [
        path
        for path in sorted(root.rglob("*"))
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(root).parts)
    ]
    if not files:
        yield Failure(path=str(root), reason="the folder holds no files")
    for path in files:
        if path.suffix.lower() in _KINDS:
            yield str(path)
        else:
            known = " ".join(_KINDS)
            yield Failure(path=str(path), reason=f"{path.suffix or 'no suffix'} is none of {known}")


def read_stream(
    stream: BinaryIO, name: str, *, created: date | None = None, source: str = "", url: str = ""
) -> Iterator[Document | Failure]:
    """Read every document of one open file.

    Args:
        stream: At its start; it must be possible to wind it back.
        name: The suffix tells the kind of file, as in "news.csv"; without a known one its first bytes do. Nothing is
            opened by this name: it becomes the documents' `path`.
        created: The day of publication of all of them; it goes before any that they state.
        source: Their outlet; it goes before any that they state.
        url: Where the file was fetched from; it goes before any that it states.

    Yields:
        Documents, and a failure with its reason for each record that cannot be read.
    """
    opening = stream.read(_SNIFF_BYTES)
    stream.seek(0)
    if known := name_format(opening):
        yield Failure(path=name, reason=f"not a text but {known}")
        return
    for raw in _read_stream(stream, _find_kind(name, opening), with_date=created is None):
        if isinstance(raw, RecordError):
            yield Failure(path=name, line=raw.line, reason=str(raw))
        else:
            yield _finish(replace(raw, url=url) if url else raw, name, created, source)


def _read_file(path: str, created: date | None, source: str, stdin: BinaryIO | None) -> Iterator[Document | Failure]:
    try:
        stream = _open_stream(path, stdin)
    except OSError as error:
        yield Failure(path=path, reason=error.strerror or str(error))
        return
    with stream:
        yield from read_stream(stream, path, created=created, source=source)


def _open_stream(path: str, stdin: BinaryIO | None) -> BinaryIO:
    if path != STANDARD_INPUT:
        return Path(path).open("rb")
    # Standard input cannot be wound back, which finding its kind and encoding takes.
    copy = tempfile.TemporaryFile()  # noqa: SIM115  (the caller closes it)
    if stdin is not None:
        shutil.copyfileobj(stdin, copy)
    copy.seek(0)
    return copy


def _find_kind(path: str, opening: bytes) -> str:
    """By the name's suffix, else by how the content starts."""
    kind = _KINDS.get(Path(path).suffix.lower())
    if kind:
        return kind
    opening = opening.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if opening.startswith((b"<!doctype html", b"<html", b"<?xml")):
        return _PAGE
    if opening.startswith((b"{", b"[{")):
        return _JSON if opening.startswith(b"[") else _LINES
    first_line = opening.partition(b"\n")[0]
    columns = {cell.strip(b" \"'\r") for cell in first_line.replace(b"\t", b",").replace(b";", b",").split(b",")}
    return _TABLE if len(columns) > 1 and columns & {b"text", b"body", b"content"} else _TEXT


def _read_stream(stream: BinaryIO, kind: str, *, with_date: bool) -> Iterator[RawDocument | RecordError]:
    if kind == _LINES:
        return read_json_lines(stream, with_date=with_date)
    if kind == _JSON:
        return read_json(stream, with_date=with_date)
    if kind == _TABLE:
        return read_csv(stream, with_date=with_date)
    if kind == _PAGE:
        return _read_one(stream, lambda data: read_page(data, with_date=with_date))
    return _read_one(stream, lambda data: read_header(decode_text(data)))


def _read_one(stream: BinaryIO, read: Callable[[bytes], RawDocument]) -> Iterator[RawDocument | RecordError]:
    data = stream.read(_MAX_TEXT_BYTES + 1)
    if len(data) > _MAX_TEXT_BYTES:
        yield RecordError(None, f"larger than {_MAX_TEXT_BYTES:,} bytes: split it")
        return
    try:
        yield read(data)
    except DocumentError as error:
        yield RecordError(None, str(error))


def _finish(raw: RawDocument, path: str, created: date | None, source: str) -> Document | Failure:
    stated = raw.published if raw.published_rule == "meta" else None
    rule = "given" if created else "meta"
    # A day guessed from a page's visible parts can be a comment's; the address is surer.
    if not created and not stated and raw.published and not find_url_day(raw.url):
        stated, rule = raw.published, raw.published_rule
    try:
        document = make_document(
            raw.text,
            title=raw.title,
            created=created or stated,
            created_rule=rule,
            source=source or raw.source,
            url=raw.url,
            path=path,
            doc_id=raw.doc_id,
        )
        return read_headline(document)
    except DocumentError as error:
        return Failure(path=path, line=raw.line, reason=str(error))


def _find_title(text: str, paragraphs: Iterable[Paragraph]) -> str:
    """The headline above the story; a heading further down is a section's."""
    for paragraph in paragraphs:
        if paragraph.kind is ParagraphKind.HEADLINE:
            return " ".join(text[paragraph.start : paragraph.end].split())
        if paragraph.kind is ParagraphKind.BODY:
            break
    return ""


def _find_created(text: str, paragraphs: tuple[Paragraph, ...], url: str) -> tuple[date | None, str]:
    """The day in the address, in a line at the top that is a date or a "Published ..." stamp, or in the dateline."""
    day = find_url_day(url)
    if day:
        return day, "url"
    for paragraph in paragraphs[:_DATE_LINE_PARAGRAPHS]:
        line = text[paragraph.start : paragraph.end]
        if paragraph.kind in (ParagraphKind.NOTICE, ParagraphKind.HEADLINE) and len(line) <= _MAX_DATE_LINE_CHARS:
            found = find_day(line) if _is_date_line(line, paragraph.kind) else None
            if found:
                return found, "meta"
    lead = next((paragraph for paragraph in paragraphs if paragraph.kind is ParagraphKind.BODY), None)
    found = find_stamped_day(text) or (find_dateline_day(text, lead) if lead else None)
    return (found, "text") if found else (None, "none")


def _is_date_line(line: str, kind: ParagraphKind) -> bool:
    """A stamp names its purpose; another line must be hardly more than the date."""
    return kind is ParagraphKind.NOTICE or sum(word.isalpha() for word in line.replace(",", " ").split()) <= 3
