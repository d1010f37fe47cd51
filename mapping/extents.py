"""Spans of text and of days, boxes on the earth, and the checks that values share."""

from dataclasses import dataclass
from datetime import date

from mapping.kinds import Granularity

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
"""How English names the months, by the first three letters."""


def check_span(start: int, end: int) -> None:
    """Refuse offsets that are no half-open span.

    Raises:
        ValueError: start is negative or lies behind end.
    """
    if not 0 <= start <= end:
        raise ValueError(f"a span must have 0 <= start <= end, not start={start!r}, end={end!r}")


def check_score(score: float) -> None:
    """Refuse what is no score.

    Raises:
        ValueError: It does not lie in 0..1.
    """
    if not 0.0 <= score <= 1.0:
        raise ValueError(f"a score must lie in 0..1, not {score!r}")


def check_position(lon: float, lat: float) -> None:
    """Refuse degrees that lie beside the earth.

    Raises:
        ValueError: `lon` does not lie in -180..180, or `lat` not in -90..90.
    """
    if not (-180.0 <= lon <= 180.0 and -90.0 <= lat <= 90.0):
        raise ValueError(f"lon must lie in -180..180 and lat in -90..90, not lon={lon!r}, lat={lat!r}")


@dataclass(frozen=True, kw_only=True, slots=True)
class BBox:
    """A box in degrees, RFC 7946 order; west > east means that it crosses the antimeridian."""

    west: float
    south: float
    east: float
    north: float

    def __post_init__(self) -> None:
        check_position(self.west, self.south)
        check_position(self.east, self.north)
        if self.south > self.north:
            raise ValueError(f"south must not exceed north: south={self.south!r}, north={self.north!r}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Span:
    """Half-open character offsets `[start, end)` into a document's text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        check_span(self.start, self.end)


@dataclass(frozen=True, kw_only=True, slots=True)
class Offset:
    """How far from a place something lies, and which way: "30 km north of".

    `azimuth` is in degrees from north, clockwise; `radius_km` is that of the circle around the point which most likely
    holds it. A `distance_km` of 0 with a radius stands for a distance told without a direction.
    """

    words: str
    distance_km: float
    azimuth: float
    radius_km: float


@dataclass(frozen=True, kw_only=True, slots=True)
class DateSpan:
    """An interval of days, both ends included; an end is None where the text leaves it open ("since Monday")."""

    start: date | None
    end: date | None
    granularity: Granularity

    def __post_init__(self) -> None:
        if self.start is None and self.end is None:
            raise ValueError("a date span needs a start or an end")
        if self.start is not None and self.end is not None and self.start > self.end:
            raise ValueError(f"a date span must not end before it starts: {self.start} > {self.end}")


@dataclass(frozen=True, kw_only=True, slots=True)
class OtherDay:
    """When an event may have been instead, as EDTF; `timex` is the expression's own text ("" where there is none)."""

    edtf: str
    timex: str
    rule: str
    score: float

    def __post_init__(self) -> None:
        check_score(self.score)
