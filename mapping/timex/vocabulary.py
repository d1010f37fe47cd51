"""The words that the grammar of time expressions knows, from geodata/timex_words.csv and timex_holidays.csv.

Each word has kinds (MONTH, UNIT, NUM ...), each kind a value: "may" is {"MONTH": "5", "MODAL": ""}. Every set of kinds
has one character, its code, and every form that a phrase or number in words is made of has one, its mark; so a text
becomes two strings over which rules and phrases are found.
"""

from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from mapping.settings import find_folder
from mapping.tables import read_table
from mapping.timex.calendars import Holiday, read_holidays
from mapping.timex.shapes import SHAPE_KINDS, Kinds, split_words

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
# What can stand within a number in words besides.
_NUMBER_LINKS: Final = frozenset({"ORDINAL", "A"})
_NUMBER_MARKS: Final = ("and", "-", "–")
_FIRST_CODE: Final = 0xE000
# The mark of words that are part of no phrase and no number.
NO_MARK: Final = " "


class Vocabulary(NamedTuple):
    """The words that the grammar knows.

    `entries` has the kinds of single words, `uncased` those of words that mean less without their capital; `phrases`
    the kinds of longer entries by their words; `codes` the character of each set of kinds, `marks` that of each form
    that phrases and numbers are made of.
    """

    entries: dict[str, Kinds]
    uncased: dict[str, Kinds]
    phrases: dict[tuple[str, ...], Kinds]
    holidays: dict[str, Holiday]
    codes: dict[frozenset[str], str]
    marks: dict[str, str]

    def find_codes(self, *kinds: str) -> str:
        """Every character that stands for a set with one of these kinds in it."""
        return "".join(code for known, code in self.codes.items() if not known.isdisjoint(kinds))


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
    for form in SHORT_FORMS:
        table[form,]["ABBREVIATION"] = ""
    uncased = {word: _drop_names(table[word,]) for word in _CASED}
    sets = [*SHAPE_KINDS, *table.values(), *uncased.values()]
    entries = {words[0]: kinds for words, kinds in table.items() if len(words) == 1}
    phrases = {words: kinds for words, kinds in table.items() if len(words) > 1}
    return Vocabulary(
        entries=entries,
        uncased=uncased,
        phrases=phrases,
        holidays=holidays,
        codes={kinds: chr(_FIRST_CODE + number) for number, kinds in enumerate(dict.fromkeys(map(frozenset, sets)))},
        marks=_mark_forms(entries, phrases),
    )


def _read_rows(path: Path) -> list[tuple[str, str, str]]:
    return [(row["words"], row["kind"], row["value"]) for row in read_table(path)]


def _drop_names(kinds: Kinds) -> Kinds:
    rest = {kind: value for kind, value in kinds.items() if kind not in _NAMES_ONLY}
    return rest if rest.keys() - {"ABBREVIATION"} else {"OTHER": "", **rest}


def _mark_forms(entries: dict[str, Kinds], phrases: dict[tuple[str, ...], Kinds]) -> dict[str, str]:
    of_phrases = (form for words in phrases for form in words)
    of_numbers = (form for form, kinds in entries.items() if not kinds.keys().isdisjoint(NUMBER_KINDS | _NUMBER_LINKS))
    forms = dict.fromkeys([*of_phrases, *of_numbers, *_NUMBER_MARKS])
    return {form: chr(_FIRST_CODE + number) for number, form in enumerate(forms)}
