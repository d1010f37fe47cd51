"""The words by which a text is searched, spelled one way, so that both databases index the same."""

import re
import unicodedata

# Letters that Unicode does not decompose.
_LETTERS = {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}
_GAP = re.compile(r"[\W_]+")
# Most texts are ASCII, where one pass does it all.
_ASCII = bytes(ord(chr(code).lower()) if chr(code).isalnum() else ord(" ") for code in range(128)).ljust(256)


class _Bare(dict[int, int | str]):
    """What becomes of each character: looked up once however often it comes."""

    def __missing__(self, code: int) -> int | str:
        letter = chr(code)
        self[code] = "" if unicodedata.combining(letter) else _LETTERS.get(letter, code)
        return self[code]


_BARE = _Bare()


def fold_words(text: str) -> str:
    """Lower case without diacritics, blanks between words: "São Tomé's" gives "sao tome s"."""
    if text.isascii():
        return text.encode().translate(_ASCII).decode()
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return _GAP.sub(" ", decomposed.translate(_BARE))
