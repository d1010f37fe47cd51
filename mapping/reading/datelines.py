"""Where a report opens with the place and the day that it was filed: "LIMA, Aug. 3 (Wire) - ".

All that heeds datelines asks here: the parser, which cuts them off; recognition, which trusts the town in them; the
choice of places and of dates; and the reading of files, which dates a document by one.
"""

import re
from datetime import date

from mapping.kinds import ParagraphKind
from mapping.model import Paragraph, Span
from mapping.reading.inner_datelines import CAPITALS
from mapping.reading.raw import find_day

_MAX_CHARS, _MAX_WORDS = 120, 9
# Old wires have a low line for a dash: "(Wire) _".
_DASH = re.compile(r"(?:\s*(?:--|–|—))+\s*|\s+[-_]\s+|(?<=\))\s*[-_]\s+")
_WORD = re.compile(r"\([^()\n]{1,40}\)|\S+")
_WIRE = re.compile(r"\([A-Z][^()\n]{1,40}\)")
_JOINERS = frozenset(("da", "das", "de", "del", "do", "dos", "el", "es", "la", "le", "les", "of", "on", "sur", "upon"))
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_DAY = re.compile(rf"\b(?:{_MONTH}\s\d{{1,2}}|\d{{1,2}}\s{_MONTH})(?!\w)", re.IGNORECASE)
# What opens so is a sentence, or a date that says when the thing behind it happened.
_NO_PLACE = re.compile(rf"(?:On|In|At|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b|{_MONTH}\s\d|[\W\d]")
_SHOUTED = re.compile(rf"{CAPITALS}(?:[ '’-][^\W\d_a-z]+){{0,4}}(?=\s?(?:[,:(/]|--|[–—]| [-_] ))")
_BEFORE_NAME = re.compile(r"[\W\d]*")
_BEHIND_NAME = re.compile(
    r"(?:\s(?:city|county|district|governorate|province|region|state|town))?"
    r"(?:,\s?[^\W_a-z][\w.]*(?:\s[^\W_a-z][\w.]*){0,2})?(?:\s?\([^()\n]{1,40}\))?"
    r"(?::\s|\s?(?:--|–|—)|\s?[-_]\s|(?<=\w{4})\.\s(?=[^\W_a-z]))"
)


def find_shouted(text: str, start: int, end: int) -> Span | None:
    """The words in capitals, a town's perhaps, that open a stretch before a comma, bracket, stroke, colon or dash."""
    found = _SHOUTED.match(text, start, end)
    return Span(start=found.start(), end=found.end()) if found else None


def find_dateline_end(text: str, paragraph: Paragraph) -> int:
    """Where the report itself begins behind its dateline.

    A dateline is words with capitals and numbers, and a dash. As other words are set off by dashes too, it must show
    itself by a place in capitals, a wire in brackets, or a day behind the place; a wire may also stand alone. Words in
    capitals and a colon, as "LIMA:" and "UPDATE:", are no part of the sentence behind them either.

    Args:
        text: The document's.
        paragraph: One of its paragraphs.

    Returns:
        The offset of the first character behind the dateline; the start of the paragraph where it has none.
    """
    start, end = paragraph.start, paragraph.end
    if paragraph.kind is not ParagraphKind.BODY:
        return start
    shouted = find_shouted(text, start, end)
    if shouted and text.startswith(": ", shouted.end):
        return shouted.end + len(": ")
    dash = _DASH.search(text, start, min(end, start + _MAX_CHARS))
    if dash is None or dash.end() == end:
        return start
    head = text[start : dash.start()]
    if _WIRE.fullmatch(head):
        return dash.end()
    is_shown = shouted or head.endswith(")") or _DAY.search(head)
    return dash.end() if is_shown and _is_place_and_day(head) else start


def _is_place_and_day(head: str) -> bool:
    """Whether words could name a place, a day and a wire, and no more."""
    words = _WORD.findall(head)
    return (
        0 < len(words) <= _MAX_WORDS
        and not _NO_PLACE.match(head)
        and all(not word[0].islower() or word in _JOINERS for word in words)
    )


def find_dateline_day(text: str, paragraph: Paragraph) -> date | None:
    """The day in "PARIS, Nov. 13, 2015 (Example Wire) - ...": the report was filed on it; None where none is whole."""
    return find_day(text[paragraph.start : find_dateline_end(text, paragraph)])


def is_filed_from(text: str, paragraph: Paragraph, name: Span) -> bool:
    """Whether a paragraph opens with a place as a report does with that which it is from, or a list's with its own.

    Args:
        text: The document's.
        paragraph: One of its paragraphs.
        name: A place's, within the paragraph.
    """
    if paragraph.kind is ParagraphKind.CAPTION:
        return False
    if name.end <= find_dateline_end(text, paragraph):
        return True
    opens = _BEFORE_NAME.fullmatch(text, paragraph.start, name.start)
    return opens is not None and _BEHIND_NAME.match(text, name.end, paragraph.end) is not None
