"""The words by which a text is searched, spelled one way, so that both databases index the same."""

import re
import unicodedata

# Letters that Unicode does not decompose.
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
_GAP = re.compile(r"[\W_]+")


def fold_words(text: str) -> str:
    """Lower case without diacritics, one blank between words: "São Tomé's" gives "sao tome s"."""
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
        text = "".join(char for char in decomposed if not unicodedata.combining(char)).translate(_LETTERS)
    return _GAP.sub(" ", text.lower()).strip()
