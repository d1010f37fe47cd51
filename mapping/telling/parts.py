"""Parts of places: "northern Iraq" is a third of Iraq, with a point and an extent of its own."""

from collections.abc import Callable

from mapping.geo import place_distance_km
from mapping.kinds import WIDE_LEVELS
from mapping.model import Place, Resolution
from mapping.resolution.candidates import is_within
from mapping.resolution.offsets import can_shift, shift_place

FindPart = Callable[[Place, str], Place | None]
"""What "northern" means of a place, as a place; None where it means nothing of it."""


def find_no_part(_place: Place, _direction: str) -> None:
    """For callers without outlines: no place has parts."""


# A part's radius holds four fifths of it; the rest lies within this many radii.
_FULL_EXTENT = 1.5


def locate(resolution: Resolution, find_part: FindPart) -> Place | None:
    """Where a mention is: its place, the part of it that the text names, or the point at a distance from it."""
    place, offset = resolution.place, resolution.mention.offset
    if place is not None and offset is not None and can_shift(place):
        return shift_place(place, offset)
    if place is None or not resolution.mention.part or place.level not in WIDE_LEVELS:
        return place
    return find_part(place, resolution.mention.part) or place


def lies_in_part(inner: Resolution, outer: Resolution, find_part: FindPart) -> bool:
    """Whether one mention's place lies in that of another, and in the part of it that the text names."""
    if inner.place is None or outer.place is None or not is_within(inner.place, outer.place):
        return False
    part = locate(outer, find_part)
    if part is None or part is outer.place:
        return True
    return place_distance_km(inner.place, part) <= _FULL_EXTENT * part.radius_km
