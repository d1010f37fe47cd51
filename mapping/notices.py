"""Lines that a page says about itself, not about the world: cookie notices, share buttons, adverts."""

import csv
import re
from functools import cache

from mapping.settings import find_folder

# A notice is short; a news paragraph that happens to hold such words is not taken for one.
_MAX_WORDS = 30


def is_notice(stretch: str) -> bool:
    """Whether a paragraph is a notice of the page, by the phrases of geodata/page_notices.csv."""
    words = stretch.split()
    if not words or len(words) > _MAX_WORDS:
        return False
    return bool(_notice_pattern().search(" ".join(words).casefold()))


@cache
def _notice_pattern() -> re.Pattern[str]:
    """The phrases as one alternation; `where` says whether a phrase starts the paragraph, is it, or stands in it."""
    forms = {"start": r"^{}(?!\w)", "whole": r"^{}[.!:]?$", "any": r"(?<!\w){}(?!\w)"}
    with (find_folder("geodata") / "page_notices.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return re.compile("|".join(forms[row["where"]].format(re.escape(row["phrase"])) for row in rows))
