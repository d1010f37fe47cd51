"""What a file says of a news text before its paragraphs are read: text, title, day of publication, outlet, address."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from email.utils import parsedate
from typing import Any
from urllib.parse import urlsplit

from mapping.errors import DocumentError
from mapping.extents import MONTHS
from mapping.reading.encodings import repair_surrogates
from mapping.reading.paragraphs import HEADER_LABEL

# Of several columns the first named here counts; spelling is without case, spaces and hyphens are underscores.
_COLUMNS = {
    "doc_id": ("doc_id", "id", "document_id", "article_id", "uid", "guid"),
    "text": ("text", "body", "content", "full_text", "fulltext", "article_text", "article", "story"),
    "title": ("title", "headline", "heading"),
    "published": (
        *("published", "dct", "date", "published_at", "date_published", "publication_date", "publish_date"),
        *("pub_date", "pubdate", "created", "created_at", "datetime", "timestamp"),
    ),
    "source": ("source", "outlet", "publisher", "publication", "sitename", "domain"),
    "url": ("url", "link", "canonical_url", "web_url", "permalink"),
}
_HEADER_FIELDS = {
    "title": "title",
    "headline": "title",
    "date": "published",
    "published": "published",
    "publication date": "published",
    "source": "source",
    "outlet": "source",
    "url": "url",
    "link": "url",
}
_MONTH = rf"(?P<month>{'|'.join(MONTHS)})[a-z]{{0,6}}\.?"
_WRITTEN_DAY = re.compile(
    rf"(?P<year>\d{{4}})-(?P<number>\d\d)-(?P<day>\d\d)"
    rf"|(?P<day_first>\d{{1,2}})(?:st|nd|rd|th)?\.? {_MONTH},? (?P<year_last>\d{{4}})"
    rf"|{_MONTH.replace('month', 'month_first')} (?P<day_middle>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year_end>\d{{4}})",
    re.IGNORECASE,
)
_NUMBERS = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?!\d)")
_URL_DAY = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<sep>[/_-]?)(?P<month>0[1-9]|1[0-2]|(?<=[/_-])[1-9]|[a-z]{3})(?P=sep)"
    r"(?P<day>0[1-9]|[12]\d|3[01]|(?<=[/_-])[1-9])(?!\d)",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class RawDocument:
    """One text as a file gives it. `line` counts from 1 where the file holds many, `published_rule` is meta or page."""

    text: str
    title: str = ""
    published: date | None = None
    published_rule: str = "meta"
    source: str = ""
    url: str = ""
    doc_id: str | None = None
    line: int | None = None


def read_fields(record: Mapping[str, Any], line: int, *, with_date: bool = True) -> RawDocument:
    """Take a document's fields out of a row or object with named columns.

    Args:
        record: Column names in any spelling of case; values of any JSON type.
        line: Where the record starts in its file, counted from 1.
        with_date: Whether the date is wanted; a caller who knows it better reads none.

    Raises:
        DocumentError: There is no text, or the date is not a day.
    """
    columns = {re.sub(r"[\s-]+", "_", str(name).strip().casefold()): value for name, value in record.items()}
    values = {field: _first_value(columns, names) for field, names in _COLUMNS.items()}
    if not values["text"].strip():
        raise DocumentError(_explain_missing_text(columns))
    source, url = values["source"].strip(), values["url"].strip()
    if not url and source.startswith(("http://", "https://")):
        source, url = "", source
    return RawDocument(
        text=values["text"],
        title=" ".join(values["title"].split()),
        published=parse_published(values["published"]) if with_date and values["published"].strip() else None,
        source=source,
        url=url,
        doc_id=values["doc_id"].strip() or None,
        line=line,
    )


def read_header(text: str) -> RawDocument:
    """A plain text, with what "Title: ...", "Date: ...", "Source: ..." and "URL: ..." lines at its top say of it."""
    fields: dict[str, str] = {}
    for line in text.lstrip().split("\n", 8)[:8]:
        match = HEADER_LABEL.match(line.strip())
        if not match:
            break
        field = _HEADER_FIELDS.get(match.group(1).casefold())
        if field:
            fields.setdefault(field, match.group(2).strip())
    return RawDocument(
        text=text,
        title=fields.get("title", ""),
        published=find_day(fields.get("published", "")),
        source=fields.get("source", ""),
        url=fields.get("url", ""),
    )


def parse_published(text: str) -> date:
    """The day on which a document was published, as its outlet wrote it: "2017-10-18T23:30-05:00" is 18 October.

    The outlet's own day counts, not UTC's, since "today" in the text means that day.

    Args:
        text: ISO 8601, "Wed, 18 Oct 2017 10:00:00 GMT" (RFC 5322), "18 October 2017", "October 18, 2017", or
            18/10/2017 and 10/18/2017, where only one reading is a day.

    Raises:
        DocumentError: It is none of these; 10/11/2017 is refused, since it could be two days.
    """
    bare = text.strip()
    try:
        return date.fromisoformat(bare[:10] if "-" in bare[:10] else bare[:8])
    except ValueError:
        found = find_day(bare) or _parse_mail_date(bare) or _parse_numbers(bare)
    if found is None:
        raise DocumentError(f"the date {text!r} is not understood: write it as 2017-10-18")
    return found


def find_day(text: str) -> date | None:
    """The first whole day written in a line, or None."""
    match = _WRITTEN_DAY.search(text)
    if not match:
        return None
    parts = match.groupdict()
    month_name = parts["month"] or parts["month_first"]
    month = MONTHS.index(month_name.lower()) + 1 if month_name else int(parts["number"])
    year = parts["year"] or parts["year_last"] or parts["year_end"]
    return _make_date(int(year), month, int(parts["day"] or parts["day_first"] or parts["day_middle"]))


def find_url_day(url: str) -> date | None:
    """The day in an address, as in /2017/10/18/ or /2017/oct/18/ or -20171018; None where there is none."""
    match = _URL_DAY.search(urlsplit(url).path)
    if not match:
        return None
    month = match["month"].lower()
    if not month.isdecimal() and month not in MONTHS:
        return None
    number = int(month) if month.isdecimal() else MONTHS.index(month) + 1
    return _make_date(int(match["year"]), number, int(match["day"]))


def find_host(url: str) -> str:
    """The outlet of an address: "https://www.bbc.co.uk/news/1" gives "bbc.co.uk"; "" where there is none."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")


def _make_date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _parse_mail_date(text: str) -> date | None:
    parts = parsedate(text)
    return _make_date(*parts[:3]) if parts else None


def _parse_numbers(text: str) -> date | None:
    match = _NUMBERS.match(text)
    if not match:
        return None
    first, second, year = map(int, match.groups())
    if first != second and first <= 12 and second <= 12:
        return None
    return _make_date(year, second, first) or _make_date(year, first, second)


def _first_value(columns: Mapping[str, Any], names: tuple[str, ...]) -> str:
    value = next((columns[name] for name in names if columns.get(name) not in (None, "")), "")
    if isinstance(value, (dict, list, bool)):
        raise DocumentError(f"{names[0]!r} must be a text, not {type(value).__name__}")
    return repair_surrogates(str(value))


def _explain_missing_text(columns: Mapping[str, Any]) -> str:
    named = [name for name in _COLUMNS["text"] if name in columns]
    if named:
        return f"the column {named[0]!r} is empty"
    there = ", ".join(sorted(columns)[:12]) or "none"
    return f"no column with the text: name one text, body or content (there are: {there})"
