"""What a person types to search the text: words, "phrases in quotes", and with a minus what must not occur."""

import re
from dataclasses import dataclass

_TERM = re.compile(r'(-?)"([^"]+)"|(-?)([^\s"]+)')
_WORD = re.compile(r"[^\W_]")


@dataclass(frozen=True, kw_only=True, slots=True)
class TextTerms:
    """Words and phrases of a text search, as typed: all of `wanted` occur, and none of `unwanted`."""

    wanted: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.wanted or self.unwanted)


def split_terms(text: str) -> TextTerms:
    """The terms of a text search: single words, and phrases that stand in double quotes; a minus in front excludes.

    What has no letter and no digit is no term. A minus inside a word ("al-Qaeda") is part of it.
    """
    wanted: list[str] = []
    unwanted: list[str] = []
    for phrase_minus, phrase, word_minus, word in _TERM.findall(text.replace("\x00", " ")):
        term = (phrase or word).strip()
        if _WORD.search(term):
            (unwanted if phrase_minus or word_minus else wanted).append(term)
    return TextTerms(wanted=tuple(wanted), unwanted=tuple(unwanted))
