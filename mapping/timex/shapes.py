"""The raw words that a text is cut into, and what their shape alone tells of them: numbers, clock times, marks.

`SHAPES` is a table: the first row that fits, from a place in the text on, is the next word. Every character other than
white space is part of some word, and none is looked at again once a word holds it, so cutting takes linear time.
"""

import re
from typing import Final

Kinds = dict[str, str]

SHAPES: Final = {
    "WORD": r"[^\W\d_]++(?:['’](?!(?:s|ll)\b)[^\W\d_]++)*+(?!\.[^\W\d_])",
    "ISO": r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?(?:\.\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?)?(?![\d-])",
    "NUMERIC": r"(?:\d{1,2}(?:/\d{1,2}/|\.\d{1,2}\.|-\d{1,2}-)(?:\d{4}|\d\d)|\d{4}/\d\d?/\d\d?)(?![\d/]|[.-]\d)",
    "CLOCK": r"\d{1,2}:\d\d(?::\d\d)?(?![\d:])",
    "DOT_CLOCK": r"\d{1,2}[.]\d\d(?![\d.])",
    "MIXED": r"(?:\d{1,3}[ -])?1/2\b|\d{0,3}½",
    "NUMERIC_ORDINAL": r"\d{1,2}(?:st|nd|rd|th)\b",
    "DECADE": r"(?:\d{3}0|['’]?\d0)['’]?s\b",
    "SHORT_YEAR": r"['’]\d\d\b",
    "NUMBER": r"\d+(?:,\d{3})*(?:\.\d+)?",
    "AMPM": r"[aApP]\.[mM]\b\.?",
    "INITIALS": r"(?:[^\W\d_]\.){2,}",
    "LONE": r"[^\W\d_]+",
    "POSSESSIVE": r"['’]s\b",
    "WILL": r"['’]ll\b",
    "BREAK": r"\n\s*\n|\n",
    "MARK": r"[^\s\w]|_",
}
# White space before a word is cut off with it, so that the words' lengths tell where they stand.
FINDER: Final = re.compile(rf"[^\S\n]*+(?:{'|'.join(SHAPES.values())})|[^\S\n]+")
NAMED: Final = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in SHAPES.items()))
_SPACE: Final = re.compile(r"[^\S\n]*")
# Numbers stay numbers as long as they can be a count or a year; a longer one is a serial number.
_LONGEST_NUMBER: Final = 12
_MARKS: Final = {
    ",": "COMMA", ".": "STOP", "!": "STOP", "?": "STOP", ";": "STOP", "-": "HYPHEN", "–": "HYPHEN", "—": "DASH",
    "(": "OPEN", "[": "OPEN", ")": "CLOSE", "]": "CLOSE", "/": "SLASH", ":": "COLON", "$": "CURRENCY", "£": "CURRENCY",
    "€": "CURRENCY", "¥": "CURRENCY", "#": "NUMBERED", "%": "COUNTED", "'": "QUOTE", "’": "QUOTE", "+": "PLUS",
}  # fmt: skip
# Every set of kinds that a shape can have.
SHAPE_KINDS: Final[tuple[tuple[str, ...], ...]] = (
    ("OTHER",), ("NAME",), ("ED",), ("BREAK",), ("NUM",), ("NUM", "DECIMAL"), ("NUM", "YY", "HOUR", "DAY"),
    ("NUM", "YY", "DAY"), ("NUM", "YY"), ("NUM", "HOUR", "DAY"), ("NUM", "YY", "HOUR"), ("NUM", "HOUR"),
    ("NUM", "YEAR", "HHMM"), ("NUM", "YEAR"), ("NUM", "HHMM"), ("ORDINAL", "DAY"), ("ORDINAL",), ("YEAR",), ("ISO",),
    ("NUMERIC",), ("CLOCK",), ("DOT_CLOCK",), ("DECADE",), ("SHORT_YEAR",), ("POSSESSIVE",), ("AMPM",), ("HOLIDAY",),
    ("WILL",), *((kind,) for kind in sorted(set(_MARKS.values()))),
)  # fmt: skip


def split_words(words: str) -> tuple[str, ...]:
    """The raw words of a table's entry, as the texts are cut."""
    return tuple(match.group() for match in NAMED.finditer(words))


def strip_space(raw: str) -> str:
    """A raw word without the white space before it; line ends are words."""
    found = _SPACE.match(raw)
    return raw[found.end() :] if found else raw


def read_shape(form: str) -> Kinds:
    """The kinds of a word that no table lists: of a number by its size, of others by their letters."""
    found = NAMED.match(form)
    group = (found.lastgroup if found else None) or "MARK"
    if group in ("WORD", "LONE"):
        return {"NAME": ""} if form[0].isupper() else {"ED": ""} if form.lower().endswith("ed") else {"OTHER": ""}
    if group == "NUMBER":
        return read_number(form)
    if group == "NUMERIC_ORDINAL":
        number = form[:-2]
        return {"ORDINAL": number, "DAY": number} if 1 <= int(number) <= 31 else {"ORDINAL": number}
    if group == "MIXED":
        whole = form[: form.find("1/2")] if "/" in form else form[:-1]
        return {"NUM": f"{int(whole.strip(' -') or 0) + 0.5}", "DECIMAL": ""}
    if group == "MARK":
        return {_MARKS.get(form, "OTHER"): form}
    if group == "AMPM":
        return {"AMPM": form[0].lower() + "m"}
    return {"NAME" if group == "INITIALS" else group: form.lower()}


def read_number(form: str) -> Kinds:
    """The kinds of a number in digits: a count, and what its size lets it be besides."""
    if len(form) > _LONGEST_NUMBER:
        return {"OTHER": ""}
    if not form.isdecimal():
        plain = form.replace(",", "")
        return {"NUM": plain, "DECIMAL": plain} if "." in plain else {"NUM": plain}
    kinds, number = {"NUM": form}, int(form)
    if len(form) <= 2:
        if len(form) == 2:
            kinds["YY"] = form
        if number <= 24:
            kinds["HOUR"] = form
        if 1 <= number <= 31:
            kinds["DAY"] = form
    elif len(form) == 4:
        if 1000 <= number < 2200:
            kinds["YEAR"] = form
        if number // 100 <= 24 and number % 100 < 60:
            kinds["HHMM"] = form
    return kinds
