"""Distances told before a name: "30 km north of Aleppo", "15 miles outside Lima", "25 km from the town of Sarn".

The name itself keeps its place. What happened there did not happen in the town, though, but at a point so far from it.
"""

import re

from mapping.model import Offset

_NUMBERS = {
    word: number
    for number, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"), 1
    )
} | {"a": 1, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "hundred": 100}
_KM = {"k": 1.0, "m": 1.609344}
_POINTS = ("north", "northeast", "east", "southeast", "south", "southwest", "west", "northwest")
_AZIMUTHS = {point: 45.0 * number for number, point in enumerate(_POINTS)}
_OFFSET = re.compile(
    rf"""(?P<words>\b(?P<number>\d{{1,3}}(?:[.,]\d+)?|{"|".join(_NUMBERS)})[\s-]?
    (?P<unit>km|kms|kilomet(?:er|re)s?|miles?)\b
    (?:\s\([^)]{{1,25}}\))?,?\s
    (?:(?:to\sthe\s|due\s|just\s)?(?P<bearing>north|south|north-?\s?east|north-?\s?west|south-?\s?east|south-?\s?west|east|west)
      (?:\s(?:of|from))|of|from|outside|away\sfrom))
    \s(?:the\s)?(?:[a-z-]+,?\s){{0,2}}(?:(?:city|town|village|port|capital)(?:\sof|,)?\s)?[\[(]?$""",
    re.VERBOSE | re.IGNORECASE,
)
_REACH = 110
# Farther off, a distance tells how remote a place is, and not where.
_MAX_KM = 400.0
# Bearings are told by eighths, distances in round numbers: most points lie within this share of the distance.
_DOUBT, _LEAST_KM = 0.3, 3.0


def find_offset(text: str, start: int) -> Offset | None:
    """What the text says before a name of how far from it, and which way, something lies; None where it does not.

    Args:
        text: The document's.
        start: Where the name begins.
    """
    found = _OFFSET.search(text, max(0, start - _REACH), start)
    if found is None:
        return None
    told = found["number"].lower()
    number = float(_NUMBERS.get(told) or told.replace(",", "."))
    distance_km = number * _KM[found["unit"][0].lower()]
    if not 0.0 < distance_km <= _MAX_KM:
        return None
    words = " ".join(found["words"].split())
    if found["bearing"] is None:
        return Offset(words=words, distance_km=0.0, azimuth=0.0, radius_km=distance_km)
    bearing = re.sub(r"[-\s]", "", found["bearing"].lower())
    doubt = max(_LEAST_KM, _DOUBT * distance_km)
    return Offset(words=words, distance_km=distance_km, azimuth=_AZIMUTHS[bearing], radius_km=doubt)
