"""The words by which a text is searched, spelled one way, so that both databases index the same."""

import re
import unicodedata

# Letters that Unicode does not decompose.
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
_GAP = re.compile(r"[\W_]+")
# Most texts are ASCII, where one pass does it all.
_ASCII = bytes(ord(chr(code).lower()) if chr(code).isalnum() else ord(" ") for code in range(128)).ljust(256)


def fold_words(text: str) -> str:
    """Lower case without diacritics, blanks between words: "São Tomé's" gives "sao tome s"."""
    if text.isascii():
        return text.encode().translate(_ASCII).decode()
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    bare = "".join(char for char in decomposed if not unicodedata.combining(char)).translate(_LETTERS)
    return _GAP.sub(" ", bare)
