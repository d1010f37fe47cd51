"""Words that a page says about itself, not about the world: cookie notices, share buttons, adverts."""

import csv
import re
from collections.abc import Iterator
from functools import cache

from mapping.settings import find_folder

# A notice is short; a news paragraph that happens to hold such words is not taken for one.
_MAX_WORDS = 30
_FORMS = {"start": r"^{}(?!\w)", "whole": r"^{}[.!:]?$", "any": r"(?<!\w){}(?!\w)", "inside": r"(?<!\w){}(?!\w)"}


def is_notice(stretch: str) -> bool:
    """Whether a paragraph is a notice of the page, by the phrases of geodata/page_notices.csv."""
    words = stretch.split()
    if not words or len(words) > _MAX_WORDS:
        return False
    return bool(_read_pattern("start", "whole", "any").search(" ".join(words)))


def find_notices(stretch: str) -> Iterator[re.Match[str]]:
    """The notices inside a paragraph, as where a page was copied as one line; no news has these phrases."""
    return _read_pattern("inside").finditer(stretch)


@cache
def _read_pattern(*wheres: str) -> re.Pattern[str]:
    """Phrases as one alternation; `where` says whether a phrase starts the paragraph, is it, or stands in it.

    A star stands for up to three words.
    """
    with (find_folder("geodata") / "page_notices.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["where"] in wheres]
    phrases = (re.escape(row["phrase"]).replace(r"\*", r"\S+(?: \S+){0,2}") for row in rows)
    forms = (_FORMS[row["where"]].format(phrase) for row, phrase in zip(rows, phrases, strict=True))
    return re.compile("|".join(forms), re.IGNORECASE)
