"""The day that a text says it came out on, before it begins: "Published April 2 2017 Opposition sources claimed ...".

Pages that were taken down without their layout run such a stamp into the first sentence. What an archive or a crawler
says of the day is often that of a later copy; what stands in the text is the outlet's own.
"""

import re
from datetime import date

from mapping.model import Span
from mapping.reading.raw import find_day

_REACH_CHARS = 300
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?"
_DAY = rf"(?:{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?,?|\d{{1,2}}(?:st|nd|rd|th)?\s{_MONTH},?)\s(?:19|20)\d\d\b"
_WEEKDAY = r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6}\.?,?\s)?"
_CLOCK = r"(?:,?\s(?:at\s|[-–]\s)?\d{1,2}[:.]\d\d(?:\s?[AaPp]\.?[Mm]\.?)?(?:\s[A-Z]{2,4}\b)?)?"
# What it stands behind: its purpose, a wire's letters, or nothing; as part of a sentence, "on 3 May 2016", it is none.
_STAMP = re.compile(
    rf"(?:\b(?i:published|posted|updated|modified|date of publication|publication date)(?: on| at)?:?\s"
    rf"|(?<![\w.])[A-Z]{{2,8}}\s(?:[-–—]\s)?|^\W*){_WEEKDAY}{_DAY}{_CLOCK}"
    # A sentence begins behind it.
    r"(?=\s*(?:$|\n|[|–—-]\s|(?:by\s)?[\"“'‘(]?[A-Z]))"
)


def find_stamp(text: str, start: int = 0) -> Span | None:
    """The stamp of publication near the beginning of a text.

    Args:
        text: The document's.
        start: Where it begins.

    Returns:
        The offsets of the stamp with what names its purpose, or None.
    """
    found = _STAMP.search(text[start : start + _REACH_CHARS])
    return Span(start=start + found.start(), end=start + found.end()) if found else None


def find_stamped_day(text: str, start: int = 0) -> date | None:
    """The day of the stamp near the beginning of a text; None where it has none, or one that is no day."""
    stamp = find_stamp(text, start)
    return find_day(text[stamp.start : stamp.end]) if stamp else None
