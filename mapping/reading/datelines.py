"""Where a report opens with a place and a date: "LIMA, Aug. 3 (Wire) - "."""

import re

from mapping.kinds import ParagraphKind
from mapping.model import Paragraph

# Words with capitals or digits, perhaps a wire in brackets, and a dash.
_DATELINE = re.compile(r"(?!On |In )(?:[^\W_a-z][\w.,'’/-]*\s+){1,8}(?:\([^()\n]{1,40}\)\s*)?(?:--?|–|—)\s+")
_MIN_CAPITALS = 3


def find_dateline_end(text: str, paragraph: Paragraph) -> int:
    """Where the report itself begins behind its dateline.

    Args:
        text: The document's.
        paragraph: One of its paragraphs.

    Returns:
        The offset of the first character behind the dateline; the start of the paragraph where it has none. Without a
        wire in brackets the place must stand in capitals, as other words are set off by dashes as well.
    """
    if paragraph.kind is not ParagraphKind.BODY:
        return paragraph.start
    found = _DATELINE.match(text, paragraph.start, paragraph.end)
    if found is None:
        return paragraph.start
    first = re.match(r"[\w'’-]+", found.group())
    is_shouted = first is not None and first.group().isupper() and len(first.group()) >= _MIN_CAPITALS
    return found.end() if is_shouted or "(" in found.group() else paragraph.start
