"""A row's words for a place -> a place of the gazetteer, inside the country and division that the row names."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from mapping.geo import place_distance_km
from mapping.index.names import normalise_name
from mapping.kinds import DIVISION_LEVELS, Level
from mapping.model import Candidate, Place

_BRACKETS = re.compile(r"\s*[(\[](?P<inside>[^)\]]*)[)\]]\s*")
_UNKNOWN = frozenset({"unknown", "n a", "na", "none", "unspecified", "undisclosed", "various", "nan", "null", "tbd"})
# Two records of one town lie this close; beyond it a name means two places.
_SAME_PLACE_KM = 25.0
# A place that is this many times larger than the next of its name needs no more to be meant.
_CLEARLY_LARGER = 10
_SHOWN = 5
SURE, GUESSED, MISSPELT = 0.9, 0.5, 0.4
"""Scores of a place found by name: the only one that fits, the likeliest of several, one with a similar name."""


class PlaceFinder(Protocol):
    """What is asked of the gazetteer."""

    def find_places(self, name: str) -> tuple[Place, ...]:
        """The places of a name, most prominent first."""

    def find_similar(self, name: str, max_distance: int = 1, limit: int = 10) -> tuple[Place, ...]:
        """Places of names with a slip of the pen."""

    def get_country(self, country_code: str) -> Place | None:
        """The country of a code."""

    def get_place(self, place_id: str) -> Place:
        """The place of an id; GazetteerError where there is none."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PlaceName:
    """What a row says of a place: its name, and what it lies in; each part may be ""."""

    name: str
    country_code: str = ""
    admin1: str = ""
    admin2: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Geocoded:
    """The place that a row means, or None with the reason; `is_guess` where another place fits as well or nearly."""

    place: Place | None
    score: float
    reason: str
    is_guess: bool = False
    alternatives: tuple[Candidate, ...] = ()


def geocode(words: PlaceName, finder: PlaceFinder) -> Geocoded:
    """Find the place that a row names.

    The name is looked up inside the country, and inside the division where that leaves any; a name with brackets or
    commas ("Mosul, Nineveh, Iraq") is looked up whole, then by its first part with the rest as hints, then with one
    slip of the pen. A row with a division or country alone means that.

    Args:
        words: What the row says.
        finder: The gazetteer.
    """
    words = drop_unknown(words)
    name, admin1, admin2 = words.name, words.admin1, words.admin2
    if not name:
        return _find_holder(words.country_code, admin1, admin2, finder)
    hints = [hint for hint in (admin2, admin1) if hint]
    country_code = words.country_code
    found = _fit(finder.find_places(name), country_code)
    base = name
    if not found:
        base, inner = _take_apart(name)
        hints = [*inner, *hints]
        country_code = country_code or _find_country_hint(inner, finder)
        found = _fit(finder.find_places(base), country_code) if base else ()
    if found:
        return _choose(found, hints, country_code, finder)
    return _find_misspelt(base or name, country_code, hints, finder)


def is_unknown(text: str) -> bool:
    """Whether a cell says in a word that it has no name; GTD writes "Unknown" for a city."""
    return normalise_name(text) in _UNKNOWN or not normalise_name(text)


def drop_unknown(words: PlaceName) -> PlaceName:
    """The names without those that say that there is none, as "NA" and "Unknown" do."""
    name, admin1, admin2 = (
        "" if is_unknown(text) else text.strip() for text in (words.name, words.admin1, words.admin2)
    )
    return replace(words, name=name, admin1=admin1, admin2=admin2)


def _fit(places: Sequence[Place], country_code: str) -> tuple[Place, ...]:
    if not country_code:
        return tuple(places)
    return tuple(place for place in places if place.country_code == country_code)


def _take_apart(name: str) -> tuple[str, list[str]]:
    """Split "Cotabato city (Maguindanao)" into a name and hints; so with parts after commas."""
    inside = [match["inside"].strip() for match in _BRACKETS.finditer(name)]
    parts = [part.strip() for part in _BRACKETS.sub(" ", name).split(",") if part.strip()]
    return (parts[0] if parts else ""), [*parts[1:], *filter(None, inside)]


def _find_country_hint(hints: Sequence[str], finder: PlaceFinder) -> str:
    for hint in reversed(hints):
        places = finder.find_places(hint)
        if places and places[0].level is Level.COUNTRY:
            return places[0].country_code
    return ""


def _choose(found: tuple[Place, ...], hints: Sequence[str], country_code: str, finder: PlaceFinder) -> Geocoded:
    inside = found
    for hint in hints:
        narrowed = tuple(place for place in inside if _lies_in(place, hint, finder))
        inside = narrowed or inside
    best = inside[0]
    rivals = [place for place in inside[1:] if not _is_same(best, place)]
    # A division that the gazetteer does not know says nothing against the place.
    known = [hint for hint in hints if _fit(finder.find_places(hint), country_code)]
    is_elsewhere = bool(known) and country_code != "" and not any(_lies_in(best, hint, finder) for hint in hints)
    alternatives = tuple(Candidate(place=place, score=GUESSED / 2) for place in rivals[:_SHOWN])
    if rivals and not _is_clear(best, rivals[0]):
        reason = f"the most prominent of {len(rivals) + 1} places of this name"
        return Geocoded(place=best, score=GUESSED, reason=reason, is_guess=True, alternatives=alternatives)
    if not country_code and not hints and best.level is not Level.COUNTRY and rivals:
        reason = "the most prominent place of this name; the row names no country"
        return Geocoded(place=best, score=GUESSED, reason=reason, is_guess=True, alternatives=alternatives)
    if is_elsewhere:
        reason = f"the only place of this name in the country, but not in {known[0]}"
        return Geocoded(place=best, score=GUESSED, reason=reason, is_guess=True, alternatives=alternatives)
    return Geocoded(place=best, score=SURE, reason="found by name", alternatives=alternatives)


def _is_same(place: Place, other: Place) -> bool:
    """Whether choosing the other one would change little: the same spot, or a town and the division around it."""
    if place_distance_km(place, other) <= _SAME_PLACE_KM:
        return True
    nested = place.level in DIVISION_LEVELS or other.level in DIVISION_LEVELS
    return nested and (place.country_code, place.admin1_code) == (other.country_code, other.admin1_code)


def _is_clear(best: Place, next_best: Place) -> bool:
    if best.level is Level.COUNTRY:
        return next_best.level is not Level.COUNTRY
    return best.population > 0 and best.population >= _CLEARLY_LARGER * next_best.population


def _lies_in(place: Place, hint: str, finder: PlaceFinder) -> bool:
    """Whether a place lies in, or is, the division or country of a name."""
    key = normalise_name(hint)
    if key in (normalise_name(place.admin1), normalise_name(place.admin2), normalise_name(place.country)):
        return True
    for holder in finder.find_places(hint):
        if holder.place_id == place.place_id:
            return True
        if holder.level is Level.COUNTRY and holder.country_code == place.country_code:
            return True
        if holder.country_code != place.country_code or holder.level not in DIVISION_LEVELS:
            continue
        same_first = bool(holder.admin1_code) and holder.admin1_code == place.admin1_code
        if same_first and (holder.level is Level.ADM1 or holder.admin2_code == place.admin2_code):
            return True
    return False


def _find_holder(country_code: str, admin1: str, admin2: str, finder: PlaceFinder) -> Geocoded:
    """The smallest division that a row names where it names no town."""
    for name in (admin2, admin1):
        if not name:
            continue
        places = _fit(finder.find_places(name), country_code)
        divisions = [place for place in places if place.level in DIVISION_LEVELS] or list(places)
        if divisions:
            return _choose(tuple(divisions), [admin1] if name == admin2 and admin1 else [], country_code, finder)
    country = finder.get_country(country_code) if country_code else None
    if country is None:
        return Geocoded(place=None, score=0.0, reason="the row names no place")
    named = admin2 or admin1
    if named:
        reason = f"the gazetteer lists no division {named!r} in {country.name}"
        return Geocoded(place=None, score=0.0, reason=reason)
    return Geocoded(place=country, score=SURE, reason="the row names the country alone")


def _find_misspelt(name: str, country_code: str, hints: Sequence[str], finder: PlaceFinder) -> Geocoded:
    similar = _fit(finder.find_similar(name, 1), country_code)
    if similar and (country_code or hints):
        chosen = _choose(similar, hints, country_code, finder)
        place = chosen.place
        reason = f"no place is called so; {place.name if place else ''} is one letter away"
        alternatives = chosen.alternatives
        return Geocoded(place=place, score=MISSPELT, reason=reason, is_guess=True, alternatives=alternatives)
    elsewhere = finder.find_places(name)
    country = finder.get_country(country_code) if country_code else None
    within = country.name if country else country_code
    if elsewhere and within:
        reason = f"the gazetteer has no place of this name in {within}; there is one in {elsewhere[0].country}"
        return Geocoded(place=None, score=0.0, reason=reason)
    reason = f"the gazetteer has no place of this name in {within}" if within else "the gazetteer has no such place"
    return Geocoded(place=None, score=0.0, reason=reason)
