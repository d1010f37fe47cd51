"""Sites within a town as a sentence names them: "in the Karrada district", "outside Al-Nour mosque".

The gazetteer lacks most of them, so that two bombs in one city differ by these words alone.
"""

import re
from functools import cache, lru_cache

from mapping.settings import find_folder
from mapping.tables import read_table

_QUARTERS = ("district", "neighborhood", "neighbourhood", "quarter", "suburb")
# Where victims are brought and cases are heard is not where it happened.
_ELSEWHERE = frozenset({"hospital", "clinic", "court", "courthouse", "jail", "prison", "house", "place", "way"})
_AT = r"(?i:\b(?:in|at|near|outside|inside|on|of|hit|struck|targeted|targeting|beside|close to|entrances? to))"
_NAME = r"[A-Z][\w’'-]*(?: (?:al-)?[A-Z][\w’'-]*)*"
_CACHED = 20_000


@cache
def _load_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A name in front of a word for a quarter, facility or street, and one behind it ("district of Karrada")."""
    rows = read_table(find_folder("geodata") / "toponym_words.csv")
    words = {row["word"] for row in rows if row["kind"] in ("facility", "street") and row["position"] == "after"}
    known = sorted((words | set(_QUARTERS)) - _ELSEWHERE, key=lambda word: (-len(word), word))
    nouns = "|".join(re.escape(word) for word in known)
    before = re.compile(rf"{_AT} (?:the |a |an )?(?:[a-z]+ )?({_NAME}) (?i:{nouns})s?\b")
    after = re.compile(rf"{_AT} (?:the |a |an )?(?:[a-z]+ )?(?i:{nouns}) (?:of |called |named )?({_NAME})")
    return before, after


@lru_cache(maxsize=_CACHED)
def find_sites(sentence: str) -> frozenset[str]:
    """The names of the sites that a sentence puts something at, in lower case, without what they are."""
    found = (match[1] for pattern in _load_patterns() for match in pattern.finditer(sentence))
    return frozenset(name.lower().replace("’", "'").removesuffix("'s") for name in found)
