"""Readers of years, decades, centuries, fiscal years and halves."""

from datetime import date

from mapping.timex.dates import find_year, read_short_year
from mapping.timex.grammar import Match
from mapping.timex.values import Reading, read_century, read_decade, read_half, read_range, read_year, replace

_YEAR_CUES = (
    "IN", "SINCE", "UNTIL", "BY", "BEFORE", "AFTER", "FROM", "BETWEEN", "OF", "FOR", "THROUGH", "EARLY", "LATE", "OPEN",
    "AS_OF", "THE", "AND", "TO",
)  # fmt: skip
_NO_YEAR_AFTER = ("CURRENCY", "NUMBERED", "HYPHEN", "SLASH", "NUM", "PLUS", "MODIFIER")
_NO_YEAR_BEFORE = ("COUNTED", "HYPHEN", "SLASH", "UNITS", "UNIT", "MILLION", "HUNDRED", "NUM")
# Numbers in this range are years more often than counts, even with no word that says so.
_USUAL_YEARS = range(1900, 2050)


def find_direction(match: Match) -> int:
    """-1 for "last", 1 for "next", 0 for "this" and the like."""
    return -1 if match.has("LAST", "PREVIOUS", "PAST_ADJ") else 1 if match.has("NEXT", "COMING", "FOLLOWING") else 0


def read_plain_year(match: Match) -> Reading | None:
    """A year alone, where the words around it do not make it a count or a serial number."""
    year, number = find_year(match), match.find("NUM")
    is_said = match.find("UNIT") == "year"
    if year is None and is_said and number and number.isdecimal() and 1000 <= int(number) < 2200:
        year = int(number)
    if year is None or not (is_said or match.has("PART_OF", "EARLY", "LATE", "MIDDLE") or _can_be_year(year, match)):
        return None
    return replace(read_year(year), modifier=match.find_modifier(), score=0.9)


def _can_be_year(year: int, match: Match) -> bool:
    is_cued = match.follows(*_YEAR_CUES) or match.has("THE")
    if match.has("SHORT_YEAR"):
        return is_cued
    if match.follows(*_NO_YEAR_AFTER) or match.precedes(*_NO_YEAR_BEFORE):
        return False
    return is_cued or year in _USUAL_YEARS


def read_year_range(match: Match) -> Reading | None:
    """Such as "1957-58", "2010-2011"."""
    years = match.find_all("YEAR")
    if match.follows("CURRENCY", "NUMBERED", "NUM", "HYPHEN"):
        return None
    first = int(years[0])
    last = int(years[1]) if len(years) > 1 else first - first % 100 + int(match.find_all("YY")[-1])
    if not first < last < first + 200:
        return None
    reading = read_range(date(first, 1, 1), date(last, 12, 31))
    return replace(reading, value=f"{first}/{last}", edtf=f"{first}/{last}")


def read_decade_word(match: Match) -> Reading | None:
    """Such as "the 1990s", "the '50s", "the nineties"."""
    text = (match.find("DECADE") or "").strip("'’").replace("'s", "").replace("’s", "").removesuffix("s")
    is_marked = match.has("THE") or match.words.forms[match.last - 1].startswith(("'", "’"))
    if len(text) == 4:
        year = int(text)
    elif is_marked:
        year = read_short_year(text if len(text) == 2 else f"{text}0", match.anchor) // 10 * 10
    else:
        return None
    return replace(read_decade(year), modifier=match.find_modifier()) if 1 <= year <= 9990 else None


def read_century_word(match: Match) -> Reading | None:
    """Such as "the 20th century"."""
    number = int(match.find("ORDINAL") or 0)
    if match.find("UNIT") != "century" or not 1 <= number <= 99:
        return None
    return replace(read_century(number), modifier=match.find_modifier(), score=0.95)


def read_half_year(match: Match) -> Reading | None:
    """Such as "the first half of 1990", "the second half of the year"."""
    half = int((match.find("HALF", "HALF_OF") or "H1")[1])
    year, anchor = find_year(match), match.anchor
    if year is not None:
        return replace(read_half(year, half), score=0.95)
    if anchor is None or match.find("UNIT") not in (None, "year"):
        return None
    if match.find("UNIT") is None and not match.context.last_quarter:
        return None
    return replace(read_half(anchor.year + find_direction(match), half), anchor=anchor, score=0.6)


def read_fiscal_year(match: Match) -> Reading | None:
    """Such as "fiscal 1989": about that year, since each house begins its own in another month.

    "The fiscal year ended Sept. 30" is a length of time.
    """
    year, anchor = find_year(match), None
    if year is None and match.precedes("ENDED") and find_direction(match) == 0:
        return Reading(type="DURATION", value="P1Y", score=0.7)
    if year is None:
        anchor = match.anchor
        if anchor is None:
            return None
        year = anchor.year + find_direction(match)
    return replace(read_year(year), anchor=anchor, edtf=f"{year:04}~", score=0.7)


def read_the_year(match: Match) -> Reading | None:
    """Such as "the full year", "for the year": the anchor's; "the year ended Sept. 30" is a length of time."""
    anchor = match.anchor
    if match.find("UNIT") != "year" or anchor is None:
        return None
    if match.precedes("ENDED"):
        return Reading(type="DURATION", value="P1Y", score=0.7)
    if match.has("FULL") or match.follows("FOR"):
        return read_year(anchor.year, anchor=anchor, score=0.6)
    return None


def read_year_end(match: Match) -> Reading | None:
    """Such as "year end", "the year's end"."""
    anchor = match.anchor
    return replace(read_year(anchor.year), modifier="END", anchor=anchor, score=0.8) if anchor else None
