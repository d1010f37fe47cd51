"""What a person decided on an event, as a request tells it -> the change that the store keeps."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from mapping.boundaries import Boundaries
from mapping.edtf import parse_edtf
from mapping.errors import DecisionError, GazetteerError
from mapping.event_types import load_event_types
from mapping.gazetteer import Gazetteer
from mapping.kinds import Change, Level, Review
from mapping.model import Event, Place

MAX_AUTHOR_CHARS = 80
MAX_NOTE_CHARS = 1000
_MAX_RADIUS_KM = 500.0
# How large a place a point stands for that somebody clicked: the finest level whose limit, in kilometres, takes it in.
_LEVELS = ((2.0, Level.POI), (25.0, Level.CITY), (80.0, Level.ADM2), (250.0, Level.ADM1))
# What a person can say of an event as a whole; that it was corrected follows from the corrections.
_REVIEWS = (Review.CONFIRMED, Review.REJECTED, Review.NONE)

After: TypeAlias = Place | str | Review | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Decision:
    """A change, and what it changes to: a place, EDTF text or a type's code, a state of review; None for no value."""

    change: Change
    after: After
    author: str
    note: str = ""


def read_decision(fields: Mapping[str, Any], event: Event, gazetteer: Gazetteer, boundaries: Boundaries) -> Decision:
    """Read a decision out of a request's JSON.

    Args:
        fields: `change` (place, date, type or review), `value`, `author`, and perhaps `note`. A place's value is
            `{"id": ...}`, `{"lon": ..., "lat": ..., "radius_km": ...}` or null; a date's is EDTF text or null; a type's
            its code; a review's "confirmed", "rejected" or "none".
        event: The event that is decided on; its own candidates can be chosen even where the gazetteer has them no more.
        gazetteer: Where other places are looked up.
        boundaries: Where the country of a bare point is looked up.

    Raises:
        DecisionError: A field is missing or has no usable value.
    """
    change, value = _read_change(fields.get("change")), fields.get("value")
    after: After
    if change is Change.PLACE:
        after = _read_place(value, event, gazetteer, boundaries)
    elif change is Change.DATE:
        after = _read_date(value)
    elif change is Change.TYPE:
        after = _read_type(value)
    else:
        after = _read_review(value)
    return Decision(change=change, after=after, author=read_author(fields), note=_read_note(fields))


def read_author(fields: Mapping[str, Any]) -> str:
    """Who decides.

    Raises:
        DecisionError: Nobody is named, or the name is too long.
    """
    name = fields.get("author")
    author = " ".join(name.split()) if isinstance(name, str) else ""
    if not author:
        raise DecisionError("say who you are: the name is kept with the decision")
    if len(author) > MAX_AUTHOR_CHARS:
        raise DecisionError(f"the name has {len(author)} characters: {MAX_AUTHOR_CHARS} are enough")
    return author


def make_point(*, lon: float, lat: float, radius_km: float, boundaries: Boundaries, gazetteer: Gazetteer) -> Place:
    """The place of a bare point, in the country and division that it lies in.

    Args:
        lon: Degrees, -180 to 180.
        lat: Degrees, -90 to 90.
        radius_km: How exactly the point is meant.
        boundaries: Where its division is looked up.
        gazetteer: Where the names of country and division are.

    Raises:
        DecisionError: A number is out of its range.
    """
    if not (-180 <= lon <= 180 and -90 <= lat <= 90 and 0 < radius_km <= _MAX_RADIUS_KM):
        raise DecisionError(f"there is no point at longitude {lon!r}, latitude {lat!r} within {radius_km!r} km")
    lon, lat = round(lon, 5), round(lat, 5)
    code = boundaries.find_country(lon=lon, lat=lat) or ""
    division = boundaries.find_admin1(lon=lon, lat=lat)
    country = gazetteer.get_country(code) if code else None
    admin1 = gazetteer.get_admin1(*division) if division else None
    level = next((level for limit, level in _LEVELS if radius_km <= limit), Level.REGION)
    name = f"{abs(lat):.3f}° {'N' if lat >= 0 else 'S'}, {abs(lon):.3f}° {'E' if lon >= 0 else 'W'}"
    return Place(
        place_id=f"point:{lat:.5f},{lon:.5f}",
        name=name,
        ascii_name=name.replace("°", ""),
        lon=lon,
        lat=lat,
        feature_class="",
        feature_code="",
        level=level,
        country_code=code,
        country=country.name if country else "",
        admin1_code=admin1.admin1_code if admin1 else "",
        admin1=admin1.name if admin1 else "",
        radius_km=radius_km,
    )


def _read_change(value: object) -> Change:
    for change in Change:
        if value == change.value:
            return change
    raise DecisionError(f"change must be place, date, type or review, not {value!r}")


def _read_place(value: object, event: Event, gazetteer: Gazetteer, boundaries: Boundaries) -> Place | None:
    if value is None:
        return None
    if not isinstance(value, dict):
        raise DecisionError(f"a place is given by its id or as a point, not as {value!r}")
    if "id" in value:
        return _find_place(str(value["id"]), event, gazetteer)
    lon, lat, radius_km = (_read_number(value.get(name)) for name in ("lon", "lat", "radius_km"))
    return make_point(lon=lon, lat=lat, radius_km=radius_km, boundaries=boundaries, gazetteer=gazetteer)


def _read_number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise DecisionError("a point needs lon, lat and radius_km as numbers")
    return float(value)


def _find_place(place_id: str, event: Event, gazetteer: Gazetteer) -> Place:
    for place in _list_candidates(event):
        if place.place_id == place_id:
            return place
    try:
        return gazetteer.get_place(place_id)
    except GazetteerError as error:
        raise DecisionError(str(error)) from error


def _list_candidates(event: Event) -> Iterator[Place]:
    if event.place:
        yield event.place.place
        for candidate in event.place.alternatives:
            yield candidate.place


def _read_date(value: object) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str):
        raise DecisionError(f"a date is given as text, as in 2017-10-16 or 2017-10; not as {value!r}")
    parse_edtf(value)
    return value.strip()


def _read_type(value: object) -> str:
    if not isinstance(value, str) or value not in load_event_types().types:
        raise DecisionError(f"there is no type of event {value!r}: types look like battle.clash")
    return value


def _read_review(value: object) -> Review:
    for review in _REVIEWS:
        if value == review.value:
            return review
    raise DecisionError(f"an event can be confirmed, rejected or none of both (none), not {value!r}")


def _read_note(fields: Mapping[str, Any]) -> str:
    note = fields.get("note", "")
    if not isinstance(note, str) or len(note) > MAX_NOTE_CHARS:
        raise DecisionError(f"a note is text of at most {MAX_NOTE_CHARS} characters")
    return note.strip()
