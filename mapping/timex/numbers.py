"""Numbers written in words: "two hundred and twenty-one", "nineteen ninety-six", "twenty-first"."""

from collections.abc import Sequence
from typing import Final

from mapping.timex.shapes import Kinds
from mapping.timex.vocabulary import NUMBER_KINDS

# Words of the longest number that is read as one.
LONGEST_NUMBER: Final = 12
_NOTHING: Final[Kinds] = {}


def merge_number(words: Sequence[Kinds], position: int) -> tuple[int, Kinds] | None:
    """Read the number that begins at a position.

    Args:
        words: The kinds of all raw words.
        position: Where to begin: a number word, or "a" before "hundred" or "thousand".

    Returns:
        How many words it takes, and its kinds; None where no number begins.
    """
    here = words[position]
    if "A" in here and _look(words, position + 1).keys().isdisjoint(("HUNDRED", "THOUSAND")):
        return None
    if "A" not in here and NUMBER_KINDS.isdisjoint(here):
        return None
    return _read_year(words, position) or _read_ordinal(words, position) or _read_cardinal(words, position)


def _look(words: Sequence[Kinds], position: int) -> Kinds:
    return words[position] if position < len(words) else _NOTHING


def _read_cardinal(words: Sequence[Kinds], position: int) -> tuple[int, Kinds]:
    total, part, size = 0, 0, 0
    while size < LONGEST_NUMBER:
        here = _look(words, position + size)
        kind = next((kind for kind in here if kind in NUMBER_KINDS), "A" if "A" in here else "")
        if kind in ("ONES", "TEENS", "TENS", "A"):
            part += int(here[kind])
        elif kind == "HUNDRED":
            part = max(part, 1) * 100
        elif kind == "THOUSAND":
            total, part = total + max(part, 1) * 1000, 0
        else:
            break
        size += 1
        joint = _measure_joint(words, position + size, kind)
        if joint is None:
            break
        size += joint
    number = total + part
    return size, {"NUM": str(number), "HOUR": str(number)} if 1 <= number <= 12 else {"NUM": str(number)}


def _measure_joint(words: Sequence[Kinds], position: int, kind: str) -> int | None:
    """How many words ("-", "and") lie before the next part of the number; None where it has no next part."""
    here, after = _look(words, position), _look(words, position + 1)
    if kind == "TENS":
        if "ONES" in here:
            return 0
        return 1 if "HYPHEN" in here and "ONES" in after else 0 if "HUNDRED" in here or "THOUSAND" in here else None
    if kind in ("HUNDRED", "THOUSAND"):
        small = ("ONES", "TEENS", "TENS")
        if not here.keys().isdisjoint(small) or (kind == "HUNDRED" and "THOUSAND" in here):
            return 0
        return 1 if "AND" in here and not after.keys().isdisjoint(small) else None
    return 0 if "HUNDRED" in here or "THOUSAND" in here else None


def _read_year(words: Sequence[Kinds], position: int) -> tuple[int, Kinds] | None:
    """A year said in two halves: "nineteen ninety-six", "twenty ten"."""
    century = words[position].get("TEENS") or words[position].get("TENS")
    if century is None or not 15 <= int(century) <= 20:
        return None
    start = position + 1 + ("HYPHEN" in _look(words, position + 1))
    rest = _look(words, start)
    if "TEENS" in rest:
        size, number = start + 1 - position, int(rest["TEENS"])
    elif "TENS" in rest:
        joint = _measure_joint(words, start + 1, "TENS")
        unit = None if joint is None else _look(words, start + 1 + joint).get("ONES")
        size = start + 1 - position + (0 if unit is None or joint is None else joint + 1)
        number = int(rest["TENS"]) + int(unit or 0)
    else:
        return None
    return size, {"NUM": f"{century}{number:02}", "YEAR": f"{century}{number:02}"}


def _read_ordinal(words: Sequence[Kinds], position: int) -> tuple[int, Kinds] | None:
    """An ordinal of two words: "twenty-first"."""
    tens = words[position].get("TENS")
    place = position + 1 + ("HYPHEN" in _look(words, position + 1))
    unit = _look(words, place).get("ORDINAL")
    if tens is None or unit is None or not 1 <= int(unit) <= 9:
        return None
    number = str(int(tens) + int(unit))
    return place + 1 - position, {"ORDINAL": number, "DAY": number} if int(number) <= 31 else {"ORDINAL": number}
