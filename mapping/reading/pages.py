"""A saved web page -> its article, without navigation, adverts and comments, with its captions, day and address."""

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from mapping.errors import DocumentError
from mapping.reading.encodings import decode_text
from mapping.reading.raw import RawDocument, find_day, parse_published

if TYPE_CHECKING:
    from lxml.html import HtmlElement  # type: ignore[import-untyped]

# A page of news has a few hundred kilobytes and some thousand tags; the time that the extraction takes grows with the
# square of their number: 50,000 took it under ten seconds, 200,000 over a minute.
MAX_PAGE_BYTES = 5_000_000
_MAX_TAGS = 50_000
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([\w-]{2,40})", re.IGNORECASE)
_DATE_NAMES = (
    *("article:published_time", "og:article:published_time", "og:published_time", "datepublished", "parsely-pub-date"),
    *(
        "sailthru.date",
        "pubdate",
        "publishdate",
        "publish-date",
        "dc.date.issued",
        "dc.date",
        "dcterms.created",
        "date",
    ),
)
_SPACE = re.compile(r"\s+")


def read_page(data: bytes, *, with_date: bool = True) -> RawDocument:
    """Read the article of a web page.

    Args:
        data: The page as saved, in the encoding that it names, else as `decode_text` finds.
        with_date: Whether the page's day is wanted.

    Returns:
        The text with a blank line between paragraphs; captions start with "Image: ". `published_rule` is "meta" where
        the page states its day in its metadata, "page" where it was guessed from the visible parts.

    Raises:
        DocumentError: The page is larger than 5 MB, not HTML, or holds no article.
    """
    if len(data) > MAX_PAGE_BYTES:
        raise DocumentError(f"the page has {len(data):,} bytes, more than {MAX_PAGE_BYTES:,}: cut it down")
    html = _decode_page(data)
    if html.count("<") > _MAX_TAGS:
        raise DocumentError(f"the page has more than {_MAX_TAGS:,} tags: save the article's own page, or its text")
    return _extract_article(html, with_date=with_date)


def _extract_article(html: str, *, with_date: bool) -> RawDocument:
    # Half a second to load, and of use for pages only.
    from trafilatura import bare_extraction, load_html
    from trafilatura.settings import Document as Article

    tree = load_html(html)
    if tree is None:
        raise DocumentError("not a web page: no HTML was found in it")
    stated = _find_stated_day(tree) if with_date else None
    _keep_captions(tree)
    article = bare_extraction(
        tree,
        include_comments=False,
        with_metadata=True,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    if not isinstance(article, Article) or not (article.text or "").strip():
        raise DocumentError("no article was found in the page: save the article's own page, or its text")
    guessed = find_day(article.date or "") if with_date else None
    return RawDocument(
        text="\n\n".join(line for line in (article.text or "").split("\n") if line.strip()),
        title=_SPACE.sub(" ", article.title or "").strip(),
        published=stated or guessed,
        published_rule="meta" if stated else "page",
        source=_SPACE.sub(" ", article.sitename or article.hostname or "").strip(),
        url=article.url or "",
    )


def _decode_page(data: bytes) -> str:
    named = _CHARSET.search(data, 0, 4096)
    if named:
        try:
            return data.decode(named.group(1).decode("ascii"))
        except (LookupError, UnicodeError):
            pass  # a page that names its encoding wrongly is common; the bytes then tell
    return decode_text(data)


def _keep_captions(tree: "HtmlElement") -> None:
    """Put each figure's caption in the figure's place as a paragraph, since the extraction drops figures whole."""
    for figure in tree.xpath("//figure[.//figcaption]"):
        words = _SPACE.sub(" ", " ".join(figure.xpath(".//figcaption//text()"))).strip()
        tail = figure.tail
        figure.clear()
        figure.tag = "p"
        figure.text = f"Image: {words}" if words else ""
        figure.tail = tail


def _find_stated_day(tree: "HtmlElement") -> date | None:
    """The day of publication that the page's metadata states, JSON-LD before meta elements."""
    return next((day for text in _list_stated_dates(tree) if (day := _parse_day(text))), None)


def _list_stated_dates(tree: "HtmlElement") -> Iterator[str]:
    for script in tree.xpath('//script[@type="application/ld+json"]/text()'):
        try:
            yield from _find_published(json.loads(script))
        except (ValueError, RecursionError):
            continue  # a page with broken JSON-LD still has its meta elements
    metas = [(_meta_name(meta), meta.get("content") or "") for meta in tree.xpath("//meta[@content]")]
    for name in _DATE_NAMES:
        yield from (content for found, content in metas if found == name)


def _meta_name(meta: "HtmlElement") -> str:
    return (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").casefold()


def _find_published(data: object) -> Iterator[str]:
    if isinstance(data, dict):
        if isinstance(data.get("datePublished"), str):
            yield data["datePublished"]
        yield from _find_published(list(data.values()))
    elif isinstance(data, list):
        for item in data:
            yield from _find_published(item)


def _parse_day(text: str) -> date | None:
    try:
        return parse_published(text)
    except DocumentError:
        return None
