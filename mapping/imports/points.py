"""The forms in which tables write a point: decimal degrees, degrees with minutes, both numbers in one cell."""

import re
from dataclasses import dataclass

_NUMBER = re.compile(r"[+-]?\d{1,3}(?:[.,]\d+)?")
_DEGREES = re.compile(
    r"(?P<before>[NSEWO])?\s*(?P<sign>[+-])?(?P<degrees>\d{1,3}(?:[.,]\d+)?)\s*(?:[°º˚d:]|deg|\s)\s*"
    r"(?:(?P<minutes>\d{1,2}(?:[.,]\d+)?)\s*(?:['’′m:]|\s|$)\s*)?"
    r"(?:(?P<seconds>\d{1,2}(?:[.,]\d+)?)\s*(?:[\"”″s]|''|$)?\s*)?(?P<after>[NSEWO])?",
    re.IGNORECASE,
)
_HEMISPHERE = re.compile(r"(?:(?P<before>[NSEWO])\s*)?(?P<number>[+-]?\d{1,3}(?:[.,]\d+)?)\s*(?P<after>[NSEWO])?", re.I)
_PAIR = re.compile(
    r"\s*[\[(]?\s*(?P<one>.+?)\s*(?:[;|]|,\s|(?<=\d),(?=[+-]?\d{1,3}\.)|(?<=[NSns]),?\s*)\s*(?P<two>.+?)\s*[\])]?\s*"
)
_WKT = re.compile(r"\s*POINT\s*\(\s*(?P<lon>\S+)\s+(?P<lat>\S+)\s*\)\s*", re.IGNORECASE)
# "O" is west in French, Spanish and Italian, east in German: refused rather than guessed.
_SIGNS = {"N": 1, "E": 1, "S": -1, "W": -1}


@dataclass(frozen=True, kw_only=True, slots=True)
class Point:
    """A checked position, in degrees."""

    lon: float
    lat: float


@dataclass(frozen=True, kw_only=True, slots=True)
class PointReading:
    """What two cells say: a point, or none with what is wrong ("" where the cells are empty)."""

    point: Point | None
    problem: str = ""


NO_POINT = PointReading(point=None)


def read_point(lon_text: str, lat_text: str, *, swap: bool = False) -> PointReading:
    """Read a point out of two cells.

    Args:
        lon_text: Longitude: 44.39, "44,39", 44° 23' 30'' E.
        lat_text: Latitude.
        swap: The columns are named the wrong way round.
    """
    if swap:
        lon_text, lat_text = lat_text, lon_text
    if not lon_text.strip() and not lat_text.strip():
        return NO_POINT
    lon, lat = read_degrees(lon_text), read_degrees(lat_text)
    if lon is None or lat is None:
        return PointReading(point=None, problem="latitude or longitude is no number of degrees")
    return check_point(lon, lat)


def check_point(lon: float, lat: float) -> PointReading:
    """Refuse what lies off the globe, and (0, 0), which means that there is none."""
    if lon == 0 and lat == 0:
        return PointReading(point=None, problem="the point is (0, 0), which means none")
    if not -90 <= lat <= 90 and -90 <= lon <= 90 and -180 <= lat <= 180:
        return PointReading(point=None, problem="latitude beyond 90 degrees: the axes look swapped")
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        return PointReading(point=None, problem="latitude or longitude is out of range")
    return PointReading(point=Point(lon=lon, lat=lat))


def read_degrees(text: str) -> float | None:
    """One number of degrees in any of the forms, west and south negative; None where it is none."""
    bare = text.strip().replace("−", "-")
    if _NUMBER.fullmatch(bare):
        return float(bare.replace(",", "."))
    match = _HEMISPHERE.fullmatch(bare)
    if match and (match["before"] or match["after"]):
        return _sign(float(match["number"].replace(",", ".")), match["before"] or match["after"])
    match = _DEGREES.fullmatch(bare)
    if not match:
        return _read_plain(bare)
    parts = [float((match[name] or "0").replace(",", ".")) for name in ("degrees", "minutes", "seconds")]
    if parts[1] >= 60 or parts[2] >= 60:
        return None
    value = parts[0] + parts[1] / 60 + parts[2] / 3600
    if match["sign"] == "-":
        value = -value
    hemisphere = match["before"] or match["after"]
    return _sign(value, hemisphere) if hemisphere else value


def read_pair(text: str, *, swap: bool = False) -> PointReading:
    """Read a point out of one cell: "48.85, 2.35" (latitude first, as people write it) or WKT's POINT (lon lat)."""
    if not text.strip():
        return NO_POINT
    match = _WKT.fullmatch(text)
    if match:
        return read_point(match["lon"], match["lat"])
    numbers = text.split()
    if len(numbers) == 2 and all(_NUMBER.fullmatch(number) for number in numbers):
        return read_point(numbers[1], numbers[0], swap=swap)
    match = _PAIR.fullmatch(text)
    if not match:
        return PointReading(point=None, problem="the cell is no pair of latitude and longitude")
    lat, lon = match["one"], match["two"]
    if lat[-1:].upper() in ("E", "W"):
        lat, lon = lon, lat
    return read_point(lon, lat, swap=swap)


def _read_plain(text: str) -> float | None:
    """Long numbers such as 44.392212345678901, and those with an exponent."""
    try:
        value = float(text)
    except ValueError:
        return None
    return value if abs(value) < 1e6 else None


def _sign(value: float, hemisphere: str) -> float | None:
    sign = _SIGNS.get(hemisphere.upper())
    return None if sign is None or value < 0 else sign * value
