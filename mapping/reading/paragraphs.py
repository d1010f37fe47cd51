"""Text -> paragraphs, and what each of them is for: headline, body, caption, credit or a notice of the page.

News reaches us as it was copied or saved: one line a paragraph, or wrapped hard at 72 columns; an agency's name glued
to the end of a caption ("in Basra, Iraq.Sara Example / Reuters"); buttons and cookie notices between the sentences.
Sentences are later split inside a paragraph only, so a border that is missed here makes a false sentence there.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from mapping.kinds import ParagraphKind
from mapping.model import Paragraph
from mapping.reading.credits import find_trailing_credit, is_credit
from mapping.reading.inner_datelines import find_inner_datelines
from mapping.reading.notices import find_notices, find_playlists, is_notice

# Wider than this nobody wraps by hand or by mail program; RFC 5322 asks for 78 columns, old wires used 69.
_MAX_WRAP_WIDTH = 110
_MIN_WRAP_WIDTH = 40
# About three of four lines of wrapped English go on in lower case; nearly no paragraph starts so.
_MIN_LOWER_SHARE = 0.25
_MAX_HEADLINE_WORDS = 25
_MAX_HEADING_WORDS = 10
_MAX_CAPTION_WORDS = 80
_MAX_CREDIT_WORDS = 12

_BULLET = re.compile(r"(?:[-*•·‣▪–—]|\d{1,3}[.)])\s")
_SENTENCE_END = re.compile(r"[.!?…:;,][\"'”’)\]]*$")
_CAPTION_LABEL = re.compile(
    r"(?:file |live )?(?:image(?: caption)?|photo(?:graph)?(?: caption)?|picture|caption|video(?: caption)?|graphic|map"
    r"|media caption|slideshow|watch)\s?[:|,]\s*|file(?: photo)?\s?[-–—:]\s+|image caption\s+(?=[A-Z])",
    re.IGNORECASE,
)
_CREDIT_LABEL = re.compile(
    r"(?:image source|image copyright|media source)\s?[:|,]?\s*|(?:photo )?credits?:\s*", re.IGNORECASE
)
# Some pages run both labels into one line: "Image copyright Example Wire Image caption People flee".
_CREDIT_AND_CAPTION = re.compile(
    r"\b(?:image|media) (?:source|copyright)\s?[:|,]?\s.{1,80}?\s(?=(?:image|media) caption\b)", re.IGNORECASE
)
# What stands between two notices that were copied as one line: blanks, bullets, bars.
_BLANKS = " \t\n\r\v\f\x1c\x1d\x1e\x1f\x85\xa0\u2028\u2029|·•"
_TITLE_LABEL = re.compile(r"(?:title|headline):\s*", re.IGNORECASE)
HEADER_LABEL = re.compile(
    r"(title|headline|date|published|publication date|source|outlet|url|link|author|byline):\s*(\S.*)", re.IGNORECASE
)
# A line that stops at such a word goes on in the next, whatever that starts with.
_UNFINISHED = re.compile(r"(?:,|\b(?:a|an|the|of|in|on|at|to|by|for|from|with|and|or|near|into|as|that|its|his|her))$")
_MARKDOWN_HEADING = re.compile(r"#{1,6}\s+(?=\S)")
_STAMP = re.compile(
    r"(?:first |last )?(?:published|updated|posted|modified)(?: on| at)?:?\s.{0,60}\d[^.]{0,20}$",
    re.IGNORECASE,
)


class _Line(NamedTuple):
    """A line without the white space around it; `indent` counts what stood before it."""

    start: int
    end: int
    indent: int

    @property
    def width(self) -> int:
        return self.end - self.start


def split_paragraphs(text: str, *, title: str = "") -> tuple[Paragraph, ...]:
    """Split a text into paragraphs and tell what each is for.

    Args:
        text: Any text; blank lines, line ends of every system and hard wrapping are understood.
        title: The headline where it is known; a paragraph that says the same is one.

    Returns:
        Paragraphs in order, not overlapping, without white space at their ends. A label such as "Image:" lies
        outside its caption. Empty for a text of white space.
    """
    blocks = _split_blocks(text)
    is_wrapped = _is_hard_wrapped(text, blocks)
    paragraphs: list[Paragraph] = []
    for number, block in enumerate(blocks):
        follows_label = False
        for first, last in _join_lines(text, block, is_wrapped=is_wrapped, in_header=number == 0):
            parts = [
                part
                for start, end in _cut_inside(text, first.start, last.end)
                for part in _classify(text, start, end, in_header=number == 0)
            ]
            if follows_label and _goes_on_caption(parts, text, block, len(blocks)):
                parts[0] = Paragraph(start=parts[0].start, end=parts[0].end, kind=ParagraphKind.CAPTION)
            follows_label = bool(_CAPTION_LABEL.match(text, first.start, last.end))
            paragraphs.extend(parts)
    listed = find_playlists([text[paragraph.start : paragraph.end] for paragraph in paragraphs])
    read = [
        replace(paragraph, kind=ParagraphKind.NOTICE) if number in listed else paragraph
        for number, paragraph in enumerate(paragraphs)
    ]
    return tuple(_mark_headings(text, read, title))


def _split_blocks(text: str) -> list[list[_Line]]:
    """Lines that no blank line separates."""
    blocks: list[list[_Line]] = [[]]
    offset = 0
    for raw in text.splitlines(keepends=True):
        stripped = raw.strip()
        if stripped:
            indent = len(raw) - len(raw.lstrip())
            blocks[-1].append(_Line(offset + indent, offset + indent + len(stripped), indent))
        elif blocks[-1]:
            blocks.append([])
        offset += len(raw)
    return [block for block in blocks if block]


def _is_hard_wrapped(text: str, blocks: Sequence[Sequence[_Line]]) -> bool:
    """Whether lines end where the column ended, not where the paragraph did."""
    breaks = [pair for block in blocks for pair in pairwise(block)]
    if not breaks:
        return False
    width = _find_wrap_width(blocks)
    if not _MIN_WRAP_WIDTH <= width <= _MAX_WRAP_WIDTH:
        return False
    lower = sum(text[after.start].islower() for _, after in breaks)
    if lower >= _MIN_LOWER_SHARE * len(breaks):
        return True
    full = all(_is_full(text, before, after, width) for before, after in breaks)
    ended = sum(bool(_SENTENCE_END.search(text, before.start, before.end)) for before, _ in breaks)
    return full and ended <= len(breaks) / 2


def _find_wrap_width(blocks: Sequence[Sequence[_Line]]) -> int:
    return max((line.width + line.indent for block in blocks if len(block) > 1 for line in block), default=0)


def _is_full(text: str, before: _Line, after: _Line, width: int) -> bool:
    """Whether the first word of the next line would not have fitted on this one."""
    first_word = len(text[after.start : after.end].split(None, 1)[0])
    return before.indent + before.width + 1 + first_word > width - 2


def _join_lines(
    text: str, block: Sequence[_Line], *, is_wrapped: bool, in_header: bool
) -> Iterator[tuple[_Line, _Line]]:
    """First and last line of each paragraph of a block."""
    width = max(line.width + line.indent for line in block)
    first = block[0]
    for before, after in pairwise(block):
        is_header = in_header and any(HEADER_LABEL.match(text, line.start, line.end) for line in (before, after))
        if is_header or not _continues(text, before, after, width, is_wrapped=is_wrapped):
            yield first, before
            first = after
    yield first, block[-1]


def _continues(text: str, before: _Line, after: _Line, width: int, *, is_wrapped: bool) -> bool:
    if any(mark.match(text, after.start, after.end) for mark in (_BULLET, _CAPTION_LABEL, _MARKDOWN_HEADING)):
        return False
    if _MARKDOWN_HEADING.match(text, before.start, before.end):
        return False
    if _UNFINISHED.search(text, before.start, before.end):
        return True
    if text[after.start].islower():
        return not _SENTENCE_END.search(text, before.start, before.end) or is_wrapped
    return is_wrapped and after.indent <= before.indent and _is_full(text, before, after, width)


def _cut_inside(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut a stretch where a page that was copied as one line has a notice, a picture's labels or a dateline inside."""
    stretch = text[start:end]
    cuts = {0, len(stretch), *find_inner_datelines(stretch)}
    for notice in find_notices(stretch):
        cuts |= {notice.start(), notice.end()}
    if "aption" in stretch:
        cuts |= {labels.start() for labels in _CREDIT_AND_CAPTION.finditer(stretch)}
    for first, last in pairwise(sorted(cuts)):
        part = stretch[first:last]
        if part.strip(_BLANKS):
            lead = len(part) - len(part.lstrip(_BLANKS))
            yield start + first + lead, start + first + len(part.rstrip(_BLANKS))


def _classify(text: str, start: int, end: int, *, in_header: bool) -> Iterator[Paragraph]:
    """One stretch of text as one paragraph, or as a caption and the credit behind it."""
    stretch = text[start:end]
    words = stretch.split()
    if in_header and len(words) <= _MAX_HEADLINE_WORDS and HEADER_LABEL.match(stretch):
        label = _TITLE_LABEL.match(stretch)
        kind = ParagraphKind.HEADLINE if label else ParagraphKind.NOTICE
        yield Paragraph(start=start + (label.end() if label else 0), end=end, kind=kind)
    elif heading := _MARKDOWN_HEADING.match(stretch):
        yield Paragraph(start=start + heading.end(), end=end, kind=ParagraphKind.HEADLINE)
    elif is_notice(stretch) or (len(words) <= _MAX_HEADING_WORDS + 5 and _STAMP.match(stretch)):
        yield Paragraph(start=start, end=end, kind=ParagraphKind.NOTICE)
    elif both := _CREDIT_AND_CAPTION.match(stretch):
        yield Paragraph(start=start, end=start + len(both.group().rstrip()), kind=ParagraphKind.CREDIT)
        yield from _split_credit(text, start + both.end(), end)
    elif is_credit(stretch) or (len(words) <= _MAX_CREDIT_WORDS and _CREDIT_LABEL.match(stretch)):
        yield Paragraph(start=start, end=end, kind=ParagraphKind.CREDIT)
    else:
        yield from _split_credit(text, start, end)


def _split_credit(text: str, start: int, end: int) -> Iterator[Paragraph]:
    label = _CAPTION_LABEL.match(text, start, end)
    body_start = label.end() if label and label.end() < end else start
    stretch = text[body_start:end]
    if label and is_credit(stretch, labelled=True):
        yield Paragraph(start=body_start, end=end, kind=ParagraphKind.CREDIT)
        return
    credit = find_trailing_credit(stretch, is_caption=bool(label))
    is_short = len(stretch.split()) <= _MAX_CAPTION_WORDS
    is_caption = is_short and (bool(label) or (credit is not None and credit.is_photo))
    kind = ParagraphKind.CAPTION if is_caption else ParagraphKind.BODY
    cut = body_start + credit.start if credit else end
    body_end = body_start + len(text[body_start:cut].rstrip())
    yield Paragraph(start=body_start, end=body_end, kind=kind)
    if credit:
        yield Paragraph(start=cut, end=end, kind=ParagraphKind.CREDIT)


def _goes_on_caption(parts: Sequence[Paragraph], text: str, block: Sequence[_Line], blocks: int) -> bool:
    """Whether the line under an "Image: ..." line is the caption that the label announced.

    It is in a block of their own (the label holds the picture's description, the next line its caption), or
    where it starts with the label's own words.
    """
    if parts[0].kind is not ParagraphKind.BODY:
        return False
    label = _CAPTION_LABEL.match(text, block[0].start, block[0].end)
    opening = text[label.end() : block[0].end].split()[:3] if label else []
    says_again = text[parts[0].start : parts[0].end].split()[:3] == opening
    return says_again or (len(block) <= 3 and blocks > len(block))


def _mark_headings(text: str, paragraphs: Sequence[Paragraph], title: str) -> Iterator[Paragraph]:
    """Tell headlines and section headings from the body."""
    stories = [p for p in paragraphs if p.kind in (ParagraphKind.BODY, ParagraphKind.HEADLINE)]
    known = " ".join(title.split()).casefold()
    for index, paragraph in enumerate(paragraphs):
        stretch = " ".join(text[paragraph.start : paragraph.end].split())
        is_first = bool(stories) and paragraph is stories[0]
        is_last = index == len(paragraphs) - 1
        is_heading = (
            stretch.casefold() == known
            or (
                not is_last
                and not _BULLET.match(stretch)
                and stretch[-1] not in "-–—_"  # a dateline on a line of its own
                and not _SENTENCE_END.search(stretch.rstrip("?!"))
                and stretch[-1] not in '"”’»?!'[: None if not is_first else 4]
                and stretch[0] not in '"“‘«'[: None if not is_first else 0]
                and not stretch[0].islower()
                and len(stretch.split()) <= (_MAX_HEADLINE_WORDS if is_first else _MAX_HEADING_WORDS)
            )
        )
        if is_heading and paragraph.kind is ParagraphKind.BODY:
            yield Paragraph(start=paragraph.start, end=paragraph.end, kind=ParagraphKind.HEADLINE)
        else:
            yield paragraph
