"""The words that the grammar of time expressions knows, from geodata/timex_words.csv and timex_holidays.csv.

Each word has kinds (MONTH, UNIT, NUM ...), each kind a value: "may" is {"MONTH": "5", "MODAL": ""}. Every set of kinds
has one character, so that a text becomes a string of them.
"""

import csv
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from mapping.settings import find_folder
from mapping.timex.calendars import Holiday, read_holidays

Kinds = dict[str, str]
Entry = tuple[Kinds, str]

# Numbers stay numbers as long as they can be a count or a year; a longer one is a serial number.
_LONGEST_NUMBER: Final = 12
RAW_WORD: Final = re.compile(
    r"""
    (?P<WORD>[^\W\d_]++(?:['’](?!(?:s|ll)\b)[^\W\d_]++)*+(?!\.[^\W\d_]))
  | (?P<ISO>\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?(?:\.\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?)?(?![\d-]))
  | (?P<NUMERIC>(?:\d{1,2}([/.-])\d{1,2}\4(?:\d{4}|\d\d)|\d{4}/\d\d?/\d\d?)(?![\d/]|[.-]\d))
  | (?P<CLOCK>\d{1,2}:\d\d(?::\d\d)?(?![\d:]))
  | (?P<DOT_CLOCK>\d{1,2}[.]\d\d(?![\d.]|\s?(?:percent|%)))
  | (?P<MIXED>(?:\d{1,3}[ -])?1/2\b|\d{0,3}½)
  | (?P<NUMERIC_ORDINAL>\d{1,2}(?:st|nd|rd|th)\b)
  | (?P<DECADE>(?:\d{3}0|['’]?\d0)['’]?s\b)
  | (?P<SHORT_YEAR>['’]\d\d\b)
  | (?P<NUMBER>\d+(?:,\d{3})*(?:\.\d+)?)
  | (?P<AMPM>[aApP]\.[mM]\b\.?)
  | (?P<INITIALS>(?:[^\W\d_]\.){2,})
  | (?P<LONE>[^\W\d_]+)
  | (?P<POSSESSIVE>['’]s\b)
  | (?P<WILL>['’]ll\b)
  | (?P<BREAK>\n\s*\n|\n)
  | (?P<MARK>[^\s\w]|_)
    """,
    re.VERBOSE,
)
_MARKS: Final = {
    ",": "COMMA", ".": "STOP", "!": "STOP", "?": "STOP", ";": "STOP", "-": "HYPHEN", "–": "HYPHEN", "—": "DASH",
    "(": "OPEN", "[": "OPEN", ")": "CLOSE", "]": "CLOSE", "/": "SLASH", ":": "COLON", "$": "CURRENCY", "£": "CURRENCY",
    "€": "CURRENCY", "¥": "CURRENCY", "#": "NUMBERED", "%": "COUNTED", "'": "QUOTE", "’": "QUOTE", "+": "PLUS",
}  # fmt: skip
# Kinds of words that no table lists: what they are is seen from their shape.
_SHAPES: Final[tuple[tuple[str, ...], ...]] = (
    ("OTHER",), ("NAME",), ("ED",), ("BREAK",), ("NUM",), ("NUM", "DECIMAL"), ("NUM", "YY", "HOUR", "DAY"),
    ("NUM", "YY", "DAY"), ("NUM", "YY"), ("NUM", "HOUR", "DAY"), ("NUM", "YY", "HOUR"), ("NUM", "HOUR"),
    ("NUM", "YEAR", "HHMM"), ("NUM", "YEAR"), ("NUM", "HHMM"), ("ORDINAL", "DAY"), ("ORDINAL",), ("YEAR",), ("ISO",),
    ("NUMERIC",), ("CLOCK",), ("DOT_CLOCK",), ("DECADE",), ("SHORT_YEAR",), ("POSSESSIVE",), ("AMPM",), ("HOLIDAY",),
    ("WILL",), *((kind,) for kind in sorted(set(_MARKS.values()))),
)  # fmt: skip
SHORT_FORMS: Final = frozenset(
    {
        *("jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec"),
        *("mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun"),
    }
)
# As names and verbs these are far more frequent than as months and days when not written as names.
_CASED: Final = SHORT_FORMS | {"may", "march", "august"}
_NAMES_ONLY: Final = frozenset({"MONTH", "WEEKDAY_SHORT"})
NUMBER_KINDS: Final = frozenset({"ONES", "TEENS", "TENS", "HUNDRED", "THOUSAND"})


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words that the grammar knows.

    `entries` has single words, `uncased` those that mean less without their capital; `phrases` lists by first word the
    longer entries, longest first; `openers` are the words that can begin a phrase or a number in words; `codes` has
    the character of each set of kinds.
    """

    entries: dict[str, Entry]
    uncased: dict[str, Entry]
    phrases: dict[str, list[tuple[tuple[str, ...], Entry]]]
    openers: frozenset[str]
    holidays: dict[str, Holiday]
    codes: dict[frozenset[str], str]

    def make_entry(self, kinds: Kinds) -> Entry:
        """Kinds with their character."""
        return kinds, self.codes[frozenset(kinds)]

    def find_codes(self, kind: str) -> str:
        """Every character that stands for a set with this kind in it."""
        return "".join(code for kinds, code in self.codes.items() if kind in kinds)


@lru_cache(maxsize=1)
def load_vocabulary() -> Vocabulary:
    """Read both tables, once."""
    folder = find_folder("geodata")
    holidays = read_holidays(folder / "timex_holidays.csv")
    table: dict[tuple[str, ...], Kinds] = {}
    for words, kind, value in _read_rows(folder / "timex_words.csv"):
        table.setdefault(split_words(words), {}).setdefault(kind, value)
    for name in holidays:
        table[split_words(name)] = {"HOLIDAY": name}
    uncased = {word: _drop_names(table[word,]) for word in _CASED}
    sets = [*_SHAPES, *table.values(), *uncased.values(), ("NUM", "HOUR"), ("NUM", "YEAR")]
    codes = {kinds: chr(0xE000 + number) for number, kinds in enumerate(dict.fromkeys(map(frozenset, sets)))}
    entries = {form: (kinds, codes[frozenset(kinds)]) for form, kinds in table.items()}
    phrases: dict[str, list[tuple[tuple[str, ...], Entry]]] = {}
    for form in sorted(entries, key=len, reverse=True):
        if len(form) > 1:
            phrases.setdefault(form[0], []).append((form[1:], entries[form]))
    numbers = {form[0] for form, kinds in table.items() if len(form) == 1 and not NUMBER_KINDS.isdisjoint(kinds)}
    return Vocabulary(
        entries={form[0]: entry for form, entry in entries.items() if len(form) == 1},
        uncased={word: (kinds, codes[frozenset(kinds)]) for word, kinds in uncased.items()},
        phrases=phrases,
        openers=frozenset({*phrases, *numbers, "a"}),
        holidays=holidays,
        codes=codes,
    )


def _read_rows(path: Path) -> list[tuple[str, str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [(row["words"], row["kind"], row["value"]) for row in csv.DictReader(file)]


def _drop_names(kinds: Kinds) -> Kinds:
    return {kind: value for kind, value in kinds.items() if kind not in _NAMES_ONLY} or {"OTHER": ""}


def split_words(words: str) -> tuple[str, ...]:
    """The raw words of an entry, as the texts are cut."""
    return tuple(match.group() for match in RAW_WORD.finditer(words))


def read_shape(group: str, form: str) -> Kinds:
    """The kinds of a word that no table lists, by the group of `RAW_WORD` that found it."""
    if group == "NUMBER":
        return _read_number(form)
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


def _read_number(form: str) -> Kinds:
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
