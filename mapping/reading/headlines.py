"""The headline of a page's title, and whether the text below has it already.

A page's title is its headline with the outlet's name behind it: "Two shot in Dover - WDVR.com | News & Weather".
"""

import re

# What parts a headline from the name of a page, of its section and of its outlet.
_SEPARATOR = re.compile(r"\s+(?:\||-|–|—|:|::|«|»|·)(?:\s+|$)")
_DECORATION = "_* \t\n|-–—«»·"
# A host, or the letters of a radio or television station with what is written on to them: "KCTV5", "WSVN-TV".
_OUTLET = re.compile(r"\b[\w-]+\.(?:com|org|net|info|tv|news|co|[a-z]{2})\b|\b[KW][A-Z]{2,3}(?:\d+|-?TV)?\b")
_OUTLET_WORDS = frozenset(
    {"news", "tv", "online", "radio", "times", "post", "herald", "tribune", "journal", "gazette", "chronicle", "daily"}
    | {"press", "reuters", "magazine", "weather", "sports", "channel", "examiner", "observer", "telegraph", "guardian"}
)
_SMALL_WORDS = frozenset({"a", "and", "at", "by", "for", "from", "in", "of", "on", "the", "to", "your"})
_LEAST_WORDS = 3
# A headline that a text repeats stands at its top, behind a few lines of the page at most.
_OPENING_CHARS = 600


def find_headline(title: str) -> str:
    """A title without the names of outlet and section behind it; "" where it is too short to tell of anything."""
    line = " ".join(title.split()).strip(_DECORATION)
    for separator in _SEPARATOR.finditer(line):
        head, rest = line[: separator.start()], line[separator.end() :]
        if len(head.split()) >= _LEAST_WORDS and _names_outlet(rest, head):
            line = head.strip(_DECORATION)
            break
    return line if len(line.split()) >= _LEAST_WORDS else ""


def is_told_by(text: str, headline: str) -> bool:
    """Whether a text has the headline at its top; the last word may be cut off, as long titles are."""
    words = _fold(headline).split()
    top = _fold(text[: 2 * len(headline) + _OPENING_CHARS])
    return " ".join(words[:-1] if len(words) > _LEAST_WORDS else words) in top


def _names_outlet(rest: str, head: str) -> bool:
    """Whether what stands behind a separator is a name and no part of the headline."""
    words = [word for word in re.findall(r"[^\W_][\w.&'’-]*", rest) if word.lower() not in _SMALL_WORDS]
    if _OUTLET.search(rest) or not _OUTLET_WORDS.isdisjoint(word.lower() for word in words):
        return True
    # Where the headline is written as a sentence, a name behind it is seen by its capitals.
    return not _is_all_large(head.split()) and _is_all_large(words)


def _is_all_large(words: list[str]) -> bool:
    return all(not word[0].islower() for word in words if word.lower() not in _SMALL_WORDS)


def _fold(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
