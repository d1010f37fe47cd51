"""Counties that the gazetteer lists only as another name of their seat: "Lixian County" is no town called Liwu."""

from collections.abc import Sequence
from dataclasses import replace

from mapping.derived_places import derive_place
from mapping.index.names import normalise_name
from mapping.kinds import FINE_LEVELS, Level
from mapping.model import Place, Resolution
from mapping.recognition.tables import WordTables

_EXTENT_KM = 25.0


def name_counties(resolutions: Sequence[Resolution], tables: WordTables) -> list[Resolution]:
    """Show names of divisions by themselves, at the point of the town of another name that they led to.

    Args:
        resolutions: One for each mention, in text order.
        tables: The words for divisions.
    """
    return [
        replace(found, place=_make_county(found.mention.name, found.place))
        if found.place is not None and _leads_astray(found, found.place, tables)
        else found
        for found in resolutions
    ]


def _leads_astray(found: Resolution, place: Place, tables: WordTables) -> bool:
    """Whether a name says that it is a division's, and its place is a town with another name."""
    words = normalise_name(found.mention.name).split()
    is_own = bool(found.candidates) and any(each.place == place for each in found.candidates)
    if place.level not in FINE_LEVELS or not is_own or len(words) < 2 or tables.after.get(words[-1]) != "admin":
        return False
    towns = {normalise_name(name) for name in (place.name, place.ascii_name)}
    return not any(words[0] in town.split() for town in towns)


def _make_county(name: str, seat: Place) -> Place:
    """A division that no list has, around its seat."""
    extent_km = max(seat.radius_km, _EXTENT_KM)
    return derive_place(seat, name, name, level=Level.ADM2, feature_class="A", feature_code="ADM2", radius_km=extent_km)
