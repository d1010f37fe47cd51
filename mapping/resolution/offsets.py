"""Points that a text tells by a distance from a place, or as lying between two."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from pyproj import Geod

from mapping.derived_places import derive_place
from mapping.kinds import FINE_LEVELS, MentionKind
from mapping.model import Offset, ParsedDocument, Place, Resolution

_ELLIPSOID = Geod(ellps="WGS84")
_WAY = r"(?:road|highway|route|stretch|railway|rail\sline|motorway|freeway)"
_BEFORE = re.compile(
    rf"(?:(?P<half>half-?way|midway)|{_WAY}(?:\s(?:that\s)?(?:running|runs|leading|leads))?)\s(?:between|from)\s(?:the\s)?$",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s(?:and|to)\s(?:the\s)?")
_HYPHEN = re.compile(r"\s?[-–—]\s?")
_WAY_BEHIND = re.compile(rf"\s{_WAY}\b", re.IGNORECASE)
# On longer ways, the middle says nothing.
_MAX_WAY_KM, _LEAST_KM, _BEFORE_CHARS = 300.0, 3.0, 40
# How far from the middle something may be, as a share of the way.
_HALFWAY, _ON_WAY = "halfway between", "between"
_SHARES = {_HALFWAY: 0.15, _ON_WAY: 0.5}


def shift_place(place: Place, offset: Offset) -> Place:
    """The point at a distance from a place, as a place with an id, a name and an extent of its own.

    Its level is that of the place; its division is left open, for the point may lie in the next one.

    Args:
        place: What the distance is told from.
        offset: How far and which way.

    Source: direct geodesic problem on WGS 84, Karney (2013), "Algorithms for geodesics".
    """
    lon, lat, _ = _ELLIPSOID.fwd(place.lon, place.lat, offset.azimuth, offset.distance_km * 1000.0)
    return derive_place(
        place,
        offset.words,
        f"{offset.words} {place.name}",
        ascii_name=f"{offset.words} {place.ascii_name}",
        lon=float(lon),
        lat=float(lat),
        feature_class="L",
        feature_code="LCTY",
        admin1_code="",
        admin1="",
        admin2_code="",
        admin2="",
        radius_km=offset.radius_km + (place.radius_km if offset.distance_km == 0.0 else 0.0),
    )


def can_shift(place: Place) -> bool:
    """Whether a distance is told from a place's point: from a town or a building, not from a country's border."""
    return place.level in FINE_LEVELS


def settle_between(parsed: ParsedDocument, resolutions: Sequence[Resolution]) -> list[Resolution]:
    """Tell the two ends of a way that what happened there did so in its middle.

    Args:
        parsed: The document.
        resolutions: One for each mention, in text order.
    """
    settled = list(resolutions)
    text = parsed.document.text
    for number, (one, other) in enumerate(pairwise(resolutions)):
        words = _find_way(text, one, other)
        if not words or one.place is None or other.place is None or one.place.place_id == other.place.place_id:
            continue
        for index, near, far in ((number, one, other), (number + 1, other, one)):
            offset = _find_middle(words, near.place, far.place, other=far.mention.name)
            if offset is not None:
                settled[index] = replace(near, mention=replace(near.mention, offset=offset))
    return settled


def _find_way(text: str, one: Resolution, other: Resolution) -> str:
    """The words that say that something lies between two names; "" where none do."""
    if MentionKind.DEMONYM in {one.mention.kind, other.mention.kind} or other.mention.start < one.mention.end:
        return ""
    before = _BEFORE.search(text, max(0, one.mention.start - _BEFORE_CHARS), one.mention.start)
    if before is not None and _BETWEEN.fullmatch(text, one.mention.end, other.mention.start):
        return _HALFWAY if before["half"] else _ON_WAY
    is_joined = _HYPHEN.fullmatch(text, one.mention.end, other.mention.start)
    return _ON_WAY if is_joined and _WAY_BEHIND.match(text, other.mention.end) else ""


def _find_middle(words: str, near: Place | None, far: Place | None, *, other: str) -> Offset | None:
    if near is None or far is None or not (can_shift(near) and can_shift(far)):
        return None
    azimuth, _, length_m = _ELLIPSOID.inv(near.lon, near.lat, far.lon, far.lat)
    length_km = length_m / 1000.0
    if length_km > _MAX_WAY_KM:
        return None
    doubt = max(_LEAST_KM, _SHARES[words] * length_km)
    return Offset(
        words=f"{words} {other} and", distance_km=length_km / 2, azimuth=float(azimuth) % 360.0, radius_km=doubt
    )
