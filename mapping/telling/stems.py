"""The words of a sentence that tell one happening from another: names, other words, sites."""

import re
from functools import lru_cache

from mapping.settings import find_folder
from mapping.tables import read_table

_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_NAME = re.compile(r"(?<![\w’'.-])[A-Z][\w’'-]*[^\W_]")
_ENDINGS = ("ings", "ing", "ied", "ies", "ers", "ed", "es", "er", "s", "e", "y")
_SHORTEST = 3
_CACHED = 20_000
_COMMON_RANK = 150
_CALENDAR = frozenset(
    {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}
    | {"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november"}
    | {"december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sept", "sep", "oct", "nov", "dec"}
)


@lru_cache(maxsize=1)
def _load_common() -> frozenset[str]:
    """The most frequent printed words, which tell nothing."""
    rows = read_table(find_folder("geodata") / "name_guards.csv")
    return frozenset(row["word"].lower() for row in rows if row["common"] and int(row["common"]) <= _COMMON_RANK)


@lru_cache(maxsize=_CACHED)
def find_words(text: str) -> frozenset[str]:
    """The stems of a text's words, without the most frequent ones, days of the week and months."""
    found = {word.group().lower().removesuffix("'s").removesuffix("’s") for word in _WORD.finditer(text)}
    return frozenset(find_stem(word) for word in found - _CALENDAR - _load_common() if len(word) >= _SHORTEST)


@lru_cache(maxsize=_CACHED)
def find_names(text: str) -> frozenset[str]:
    """The words with a capital inside the sentence, in lower case: people, groups, ships, storms, places."""
    found = set()
    for match in _NAME.finditer(text):
        word = match.group().removesuffix("'s").removesuffix("’s")
        starts = not text[: match.start()].rstrip("\"'“‘([ ") or text[: match.start()].rstrip()[-1:] in ".!?:"
        if (
            not starts
            and len(word) >= _SHORTEST
            and word.lower() not in _CALENDAR
            and word.lower() not in _load_common()
        ):
            found.add(word.lower())
    return frozenset(found)


def find_stem(word: str) -> str:
    """A word in lower case without its ending, so that "killed" and "killing" are one."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            return word[: -len(ending)]
    return word


def share(one: frozenset[str], other: frozenset[str]) -> float:
    """The part of the smaller set that the other has too, 0..1; less where it is so small that chance may do it."""
    return len(one & other) / (min(len(one), len(other)) + 1)
