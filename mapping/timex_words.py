"""Text -> the words of the grammar: each word with the kinds of word that it can be.

Most words of a text mean nothing to the grammar. All words are kept nonetheless, one character each in `codes`, so
that the rules of `timex_grammar` run as regular expressions over a string that is six times shorter than the text.
"""

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from mapping.calendars import Holiday, read_holidays
from mapping.model import Paragraph
from mapping.settings import find_folder

# Numbers stay numbers as long as they can be a count or a year; a longer one is a serial number.
_LONGEST_NUMBER = 12
_RAW_WORD = re.compile(
    r"""
    (?P<ISO>\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?(?:\.\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?)?(?![\d-]))
  | (?P<NUMERIC>(?:\d{1,2}([/.-])\d{1,2}\3(?:\d{4}|\d\d)|\d{4}/\d\d?/\d\d?)(?![\d/]|[.-]\d))
  | (?P<CLOCK>\d{1,2}:\d\d(?::\d\d)?(?![\d:]))
  | (?P<DOT_CLOCK>\d{1,2}[.]\d\d(?![\d.]|\s?(?:percent|%)))
  | (?P<NUMERIC_ORDINAL>\d{1,2}(?:st|nd|rd|th)\b)
  | (?P<DECADE>(?:\d{3}0|['’]?\d0)['’]?s\b)
  | (?P<SHORT_YEAR>['’]\d\d\b)
  | (?P<NUMBER>\d+(?:,\d{3})*(?:\.\d+)?)
  | (?P<AMPM>[aApP]\.[mM]\b\.?)
  | (?P<INITIALS>(?:[^\W\d_]\.){2,})
  | (?P<POSSESSIVE>['’]s\b)
  | (?P<WORD>[^\W\d_]+(?:['’](?!s\b)[^\W\d_]+)*)
  | (?P<BREAK>\n\s*\n|\n)
  | (?P<MARK>[^\s\w]|_)
    """,
    re.VERBOSE,
)
_MARKS = {
    ",": "COMMA", ".": "STOP", "!": "STOP", "?": "STOP", ";": "STOP", "-": "HYPHEN", "–": "HYPHEN", "—": "DASH",
    "(": "OPEN", "[": "OPEN", ")": "CLOSE", "]": "CLOSE", "/": "SLASH", ":": "COLON", "$": "CURRENCY", "£": "CURRENCY",
    "€": "CURRENCY", "¥": "CURRENCY", "#": "NUMBERED", "%": "COUNTED", "'": "QUOTE", "’": "QUOTE", "+": "PLUS",
}  # fmt: skip
# As names and verbs these are far more frequent than as months and days when not written as names.
SHORT_FORMS: Final = frozenset(
    {
        *("jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec"),
        *("mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun"),
    }
)
_CASED = SHORT_FORMS | {"may", "march", "august"}
_BREAK_LINE_CHARS = (45, 110)


# Kinds of words that no table lists: what they are is seen from their shape.
_SHAPES: tuple[tuple[str, ...], ...] = (
    ("OTHER",), ("NAME",), ("ED",), ("BREAK",), ("NUM",), ("NUM", "DECIMAL"), ("NUM", "YY", "HOUR", "DAY"),
    ("NUM", "YY", "DAY"), ("NUM", "YY"), ("NUM", "HOUR", "DAY"), ("NUM", "YY", "HOUR"), ("NUM", "HOUR"),
    ("NUM", "YEAR", "HHMM"), ("NUM", "YEAR"), ("NUM", "HHMM"), ("ORDINAL", "DAY"), ("ORDINAL",), ("YEAR",), ("ISO",),
    ("NUMERIC",), ("CLOCK",), ("DOT_CLOCK",), ("DECADE",), ("SHORT_YEAR",), ("POSSESSIVE",), ("AMPM",), ("HOLIDAY",),
    *((kind,) for kind in sorted(set(_MARKS.values()))),
)  # fmt: skip
_NUMBER_WORDS = frozenset({"ONES", "TEENS", "TENS", "HUNDRED", "THOUSAND"})

Kinds = dict[str, str]


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text in order: offsets, lower-case forms, kinds with their values, and the kinds as one string.

    `codes[i]` stands for the set of kinds of word i; a word of kind BREAK stands between paragraphs.
    """

    text: str
    starts: list[int]
    ends: list[int]
    forms: list[str]
    kinds: list[Kinds]
    codes: str


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words that the grammar knows.

    `phrases` lists by first word the longer entries, longest first; `codes` has the character of each set of kinds.
    """

    entries: dict[str, Kinds]
    phrases: dict[str, list[tuple[tuple[str, ...], Kinds]]]
    holidays: dict[str, Holiday]
    codes: dict[frozenset[str], str]

    def find_codes(self, kind: str) -> str:
        """Every character that stands for a set with this kind in it."""
        return "".join(code for kinds, code in self.codes.items() if kind in kinds)


@lru_cache(maxsize=1)
def load_vocabulary() -> Vocabulary:
    """Read geodata/timex_words.csv and geodata/timex_holidays.csv, once."""
    folder = find_folder("geodata")
    holidays = read_holidays(folder / "timex_holidays.csv")
    table: dict[tuple[str, ...], Kinds] = {}
    for entry, kind, value in _read_rows(folder / "timex_words.csv"):
        table.setdefault(_split(entry), {}).setdefault(kind, value)
    for name in holidays:
        table[_split(name)] = {"HOLIDAY": name}
    sets = [frozenset(shape) for shape in _SHAPES] + [frozenset(kinds) for kinds in table.values()]
    sets += [frozenset(kinds) - {"MONTH", "WEEKDAY_SHORT"} for kinds in table.values()]
    sets += [frozenset({"NUM", *shape}) for shape in (("HOUR",), ("YEAR",))]
    codes = {kinds: chr(0xE000 + number) for number, kinds in enumerate(dict.fromkeys(sets))}
    phrases: dict[str, list[tuple[tuple[str, ...], Kinds]]] = {}
    for words, kinds in sorted(table.items(), key=lambda item: -len(item[0])):
        if len(words) > 1:
            phrases.setdefault(words[0], []).append((words[1:], kinds))
    entries = {words[0]: kinds for words, kinds in table.items() if len(words) == 1}
    return Vocabulary(entries=entries, phrases=phrases, holidays=holidays, codes=codes)


def _read_rows(path: Path) -> list[tuple[str, str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [(row["words"], row["kind"], row["value"]) for row in csv.DictReader(file)]


def _split(words: str) -> tuple[str, ...]:
    return tuple(match.group() for match in _RAW_WORD.finditer(words))


def read_words(text: str, paragraphs: Sequence[Paragraph] = ()) -> Words:
    """Cut a text into the words of the grammar.

    Args:
        text: Any text.
        paragraphs: Only these stretches are read, and no expression crosses from one to the next; where there are
            none, the whole text is read and its lines and blank lines tell the paragraphs.
    """
    reader = _Reader(text, load_vocabulary())
    for paragraph in paragraphs:
        reader.read(paragraph.start, paragraph.end, has_lines=False)
    if not paragraphs:
        reader.read(0, len(text), has_lines=True)
    return reader.merge()


class _Reader:
    """Collects the raw words of a text, then merges phrases and numbers written in words."""

    def __init__(self, text: str, vocabulary: Vocabulary) -> None:
        self.text = text
        self.vocabulary = vocabulary
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.forms: list[str] = []
        self.kinds: list[Kinds] = []

    def read(self, start: int, end: int, *, has_lines: bool) -> None:
        line_start = start
        for match in _RAW_WORD.finditer(self.text, start, end):
            group = match.lastgroup or ""
            if group == "BREAK":
                is_break = has_lines and self._is_break(match, line_start)
                line_start = match.end()
                if not is_break:
                    continue
            if group == "MARK" and self._ends_abbreviation(match):
                self.ends[-1] = match.end()
                continue
            self._add(match.start(), match.end(), match.group(), group)
        self._add(end, end, "", "BREAK")

    def _ends_abbreviation(self, match: re.Match[str]) -> bool:
        """Whether a mark is the full stop of "Oct." or "Calif.", which ends no sentence."""
        is_beside = bool(self.ends) and self.ends[-1] == match.start() and match.group() == "."
        return is_beside and ("ABBREVIATION" in self.kinds[-1] or self.forms[-1] in SHORT_FORMS)

    def _is_break(self, match: re.Match[str], line_start: int) -> bool:
        """Whether a line's end is a paragraph's: a blank line, or a line not cut at the page's width."""
        shortest, longest = _BREAK_LINE_CHARS
        length = match.start() - line_start
        return len(match.group()) > 1 or not shortest <= length <= longest

    def _add(self, start: int, end: int, form: str, group: str) -> None:
        self.starts.append(start)
        self.ends.append(end)
        lower = form.lower()
        self.forms.append(lower)
        if group == "WORD":
            self.kinds.append(self._read_word(form, lower))
        elif group == "NUMBER":
            self.kinds.append(_read_number(form))
        elif group == "NUMERIC_ORDINAL":
            number = form[:-2]
            self.kinds.append({"ORDINAL": number, "DAY": number} if 1 <= int(number) <= 31 else {"ORDINAL": number})
        elif group == "MARK":
            self.kinds.append(_MARK_KINDS.get(form, _OTHER))
        elif group == "AMPM":
            self.kinds.append({"AMPM": lower[0] + "m"})
        else:
            self.kinds.append({group if group != "INITIALS" else "NAME": lower})

    def _read_word(self, form: str, lower: str) -> Kinds:
        kinds = self.vocabulary.entries.get(lower)
        if kinds is None:
            if form[0].isupper():
                return _NAME
            return _PAST if lower.endswith("ed") else _WILL if lower.endswith(("'ll", "’ll")) else _OTHER
        if lower in _CASED and not form[0].isupper():
            return {kind: value for kind, value in kinds.items() if kind not in ("MONTH", "WEEKDAY_SHORT")}
        return kinds

    def merge(self) -> Words:
        starts: list[int] = []
        ends: list[int] = []
        forms: list[str] = []
        kinds: list[Kinds] = []
        codes: list[str] = []
        known = self.vocabulary.codes
        position, total = 0, len(self.forms)
        while position < total:
            size, merged = self._merge_at(position)
            starts.append(self.starts[position])
            ends.append(self.ends[position + size - 1])
            forms.append(self.forms[position])
            kinds.append(merged)
            codes.append(known.get(frozenset(merged), known[_OTHER_SET]))
            position += size
        return Words(self.text, starts, ends, forms, kinds, "".join(codes))

    def _merge_at(self, position: int) -> tuple[int, Kinds]:
        """How many raw words the word at a position takes, and its kinds."""
        kinds = self.kinds[position]
        if (kinds is _OTHER or kinds is _NAME) and self.forms[position] not in self.vocabulary.phrases:
            return 1, kinds
        for rest, phrase in self.vocabulary.phrases.get(self.forms[position], ()):
            if tuple(self.forms[position + 1 : position + 1 + len(rest)]) == rest:
                return 1 + len(rest), phrase
        if not _NUMBER_WORDS.isdisjoint(kinds) or "A" in kinds:
            return self._merge_number(position)
        return 1, kinds

    def _merge_number(self, position: int) -> tuple[int, Kinds]:
        """A number in words, from one ("seven") to six ("two hundred and twenty-one") of them."""
        kinds = self.kinds[position]
        if "A" in kinds and self._look(position + 1).isdisjoint(("HUNDRED", "THOUSAND")):
            return 1, kinds
        year = self._read_year(position)
        if year:
            return year
        total, part, size = 0, 0, 0
        while size < 12:
            here = self.kinds[position + size]
            kind = next((kind for kind in here if kind in _NUMBER_WORDS), "A" if "A" in here else "")
            if kind in ("ONES", "TEENS", "TENS", "A"):
                part += int(here[kind])
            elif kind == "HUNDRED":
                part = max(part, 1) * 100
            elif kind == "THOUSAND":
                total, part = total + max(part, 1) * 1000, 0
            else:
                break
            size += 1
            joint = self._measure_joint(position + size, kind)
            if joint is None:
                break
            size += joint
        ordinal = self._read_ordinal(position, size)
        if ordinal:
            return ordinal
        number = total + part
        return size, {"NUM": str(number), "HOUR": str(number)} if 1 <= number <= 12 else {"NUM": str(number)}

    def _look(self, position: int) -> set[str]:
        return set(self.kinds[position]) if position < len(self.kinds) else set()

    def _measure_joint(self, position: int, kind: str) -> int | None:
        """How many words ("-", "and") lie before the next part of the number; None where it has no next part."""
        here, after = self._look(position), self._look(position + 1)
        if kind == "TENS":
            if "ONES" in here:
                return 0
            return 1 if "HYPHEN" in here and "ONES" in after else 0 if here & {"HUNDRED", "THOUSAND"} else None
        if kind in ("HUNDRED", "THOUSAND"):
            if here & {"ONES", "TEENS", "TENS"} or (kind == "HUNDRED" and "THOUSAND" in here):
                return 0
            return 1 if "AND" in here and after & {"ONES", "TEENS", "TENS"} else None
        return 0 if here & {"HUNDRED", "THOUSAND"} else None

    def _read_year(self, position: int) -> tuple[int, Kinds] | None:
        """A year said in two halves: "nineteen ninety-six", "twenty ten", "nineteen hundred"."""
        century = self.kinds[position].get("TEENS") or self.kinds[position].get("TENS")
        if century is None or not 15 <= int(century) <= 20:
            return None
        start = position + 1 + ("HYPHEN" in self._look(position + 1))
        rest = self.kinds[start] if start < len(self.kinds) else _OTHER
        if "TEENS" in rest:
            size, number = start + 1 - position, int(rest["TEENS"])
        elif "TENS" in rest:
            joint = self._measure_joint(start + 1, "TENS")
            unit = self.kinds[start + 1 + joint].get("ONES") if joint is not None else None
            size = start + 1 - position + (joint + 1 if unit and joint is not None else 0)
            number = int(rest["TENS"]) + int(unit or 0)
        else:
            return None
        return size, {"NUM": f"{century}{number:02}", "YEAR": f"{century}{number:02}"}

    def _read_ordinal(self, position: int, size: int) -> tuple[int, Kinds] | None:
        """An ordinal of two words: "twenty-first"."""
        tens = self.kinds[position].get("TENS")
        if tens is None or size != 1:
            return None
        place = position + 1 + ("HYPHEN" in self._look(position + 1))
        unit = self.kinds[place].get("ORDINAL") if place < len(self.kinds) else None
        if unit is None or not unit.isdecimal() or int(unit) > 9:
            return None
        number = str(int(tens) + int(unit))
        return place + 1 - position, {"ORDINAL": number, "DAY": number} if int(number) <= 31 else {"ORDINAL": number}


def _read_number(form: str) -> Kinds:
    """The kinds of a number in digits: a count, and what its size lets it be besides."""
    if len(form) > _LONGEST_NUMBER:
        return _OTHER
    if not form.isdecimal():
        plain = form.replace(",", "")
        return {"NUM": plain, "DECIMAL": plain} if "." in plain else {"NUM": plain}
    kinds = {"NUM": form}
    number = int(form)
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


_OTHER: Kinds = {"OTHER": ""}
_NAME: Kinds = {"NAME": ""}
_PAST: Kinds = {"ED": ""}
_WILL: Kinds = {"WILL": ""}
_OTHER_SET = frozenset(_OTHER)
_MARK_KINDS: dict[str, Kinds] = {mark: {kind: mark} for mark, kind in _MARKS.items()}
