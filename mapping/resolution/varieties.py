"""The country whose English a text is written in, by words that only its police and courts use.

A local paper does not say in which country its town lies: "the 300 block of Oak Street" and "sheriff's deputies" do.
`geodata/variety_words.csv` has the words.
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from mapping.settings import find_folder
from mapping.tables import read_table

# One such word may be a quotation or a chance.
_ENOUGH = 2


@cache
def _load_words() -> Mapping[str, re.Pattern[str]]:
    """What finds the words of each country, by its code."""
    words: dict[str, list[str]] = defaultdict(list)
    for row in read_table(find_folder("geodata") / "variety_words.csv"):
        words[row["country"]].append(re.escape(row["words"]))
    return {country: re.compile(rf"\b(?:{'|'.join(found)})\b", re.IGNORECASE) for country, found in words.items()}


def find_variety(text: str) -> str:
    """The ISO 3166-1 alpha-2 code of the country, or "" where the words of none, or of several, stand in the text."""
    plain = text.replace("’", "'")
    counts = {country: len({m[0].lower() for m in words.finditer(plain)}) for country, words in _load_words().items()}
    found = [country for country, count in counts.items() if count]
    return found[0] if len(found) == 1 and counts[found[0]] >= _ENOUGH else ""
