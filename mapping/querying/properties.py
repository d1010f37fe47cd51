"""What a filter expression may speak of: the properties of an event, a document, a place, by the exports' names."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from mapping.event_types import load_event_types
from mapping.kinds import Granularity, Level, Modality, Review


class Kind(StrEnum):
    """What values of a property are."""

    TEXT = "text"
    NUMBER = "number"
    DAY = "day"
    INTERVAL = "interval"
    POINT = "point"


@dataclass(frozen=True, kw_only=True, slots=True)
class Property:
    """A property by its name. `title` says what it holds, `values` which ones there are where the list is closed."""

    name: str
    kind: Kind
    title: str
    values: tuple[str, ...] = ()


FIRST_DAY = Property(name="first_day", kind=Kind.DAY, title="first day that the text tells")
LAST_DAY = Property(name="last_day", kind=Kind.DAY, title="last day that the text tells")
"""The ends of `date`. Where the text leaves a side open, both are the day that it tells, and neither is null."""


def _list_properties() -> tuple[Property, ...]:
    types = load_event_types()
    return (
        Property(name="geometry", kind=Kind.POINT, title="where it was"),
        Property(name="date", kind=Kind.INTERVAL, title="the days that the text tells, both ends included"),
        Property(name="datetime", kind=Kind.INTERVAL, title="the same as date"),
        Property(name="date_start", kind=Kind.DAY, title="first day; null where the text leaves this side open"),
        Property(name="date_end", kind=Kind.DAY, title="last day, included; null where the text leaves this side open"),
        Property(
            name="date_precision", kind=Kind.TEXT, title="how finely the text tells the date", values=tuple(Granularity)
        ),
        Property(name="id", kind=Kind.TEXT, title="the event's own name"),
        Property(name="type", kind=Kind.TEXT, title="code of the type of event", values=tuple(types.types)),
        Property(name="family", kind=Kind.TEXT, title="code of the family of the type", values=tuple(types.families)),
        Property(name="modality", kind=Kind.TEXT, title="what the text makes of it", values=tuple(Modality)),
        Property(name="score", kind=Kind.NUMBER, title="chance that family, place and days are all right, 0 to 1"),
        Property(name="review", kind=Kind.TEXT, title="what a person has said of the event", values=tuple(Review)),
        Property(name="place", kind=Kind.TEXT, title="name of the place"),
        Property(name="place_id", kind=Kind.TEXT, title="key of the place: gn: and a GeoNames number, or another"),
        Property(name="level", kind=Kind.TEXT, title="how large the place is", values=tuple(Level)),
        Property(name="country", kind=Kind.TEXT, title="the country"),
        Property(name="country_code", kind=Kind.TEXT, title="its code, ISO 3166-1 alpha-2"),
        Property(name="admin1", kind=Kind.TEXT, title="the first-order division"),
        Property(name="admin1_code", kind=Kind.TEXT, title="GeoNames' code of the division within its country"),
        Property(name="lon", kind=Kind.NUMBER, title="longitude in degrees, WGS 84"),
        Property(name="lat", kind=Kind.NUMBER, title="latitude in degrees, WGS 84"),
        Property(name="source", kind=Kind.TEXT, title="the outlet or data set"),
        Property(name="title", kind=Kind.TEXT, title="headline of the document"),
        Property(name="url", kind=Kind.TEXT, title="address of the document"),
        Property(name="published", kind=Kind.DAY, title="day on which the document was published"),
        Property(name="document", kind=Kind.TEXT, title="id of the document"),
        Property(name="report_count", kind=Kind.NUMBER, title="how many documents tell of the event"),
        Property(name="story_id", kind=Kind.TEXT, title="id of the story that the event belongs to"),
        Property(name="story", kind=Kind.TEXT, title="name of the story"),
        Property(name="unplaced", kind=Kind.TEXT, title="why there is no place"),
        Property(name="undated", kind=Kind.TEXT, title="why there is no date"),
    )


_DOCUMENT = (
    Property(name="id", kind=Kind.TEXT, title="the document's own name"),
    Property(name="title", kind=Kind.TEXT, title="headline"),
    Property(name="source", kind=Kind.TEXT, title="the outlet or data set"),
    Property(name="url", kind=Kind.TEXT, title="address"),
    Property(name="published", kind=Kind.DAY, title="day on which it was published"),
    Property(name="datetime", kind=Kind.INTERVAL, title="the same as published"),
    Property(name="event_count", kind=Kind.NUMBER, title="how many events it tells of"),
)
_PLACE = (
    Property(name="geometry", kind=Kind.POINT, title="its point"),
    Property(name="id", kind=Kind.TEXT, title="key of the place: gn: and a GeoNames number, or another"),
    Property(name="name", kind=Kind.TEXT, title="its name"),
    Property(name="level", kind=Kind.TEXT, title="how large it is", values=tuple(Level)),
    Property(name="country", kind=Kind.TEXT, title="the country"),
    Property(name="country_code", kind=Kind.TEXT, title="its code, ISO 3166-1 alpha-2"),
    Property(name="admin1", kind=Kind.TEXT, title="the first-order division"),
    Property(name="admin1_code", kind=Kind.TEXT, title="GeoNames' code of the division within its country"),
    Property(name="lon", kind=Kind.NUMBER, title="longitude in degrees, WGS 84"),
    Property(name="lat", kind=Kind.NUMBER, title="latitude in degrees, WGS 84"),
    Property(name="radius_km", kind=Kind.NUMBER, title="radius of the circle that holds most of it, in kilometres"),
    Property(name="event_count", kind=Kind.NUMBER, title="how many events there were"),
    Property(name="date_start", kind=Kind.DAY, title="first day of an event there"),
    Property(name="date_end", kind=Kind.DAY, title="last day of an event there"),
    Property(name="datetime", kind=Kind.INTERVAL, title="from the first day to the last"),
)
EVENT_PROPERTIES: Mapping[str, Property] = {prop.name: prop for prop in _list_properties()}
DOCUMENT_PROPERTIES: Mapping[str, Property] = {prop.name: prop for prop in _DOCUMENT}
PLACE_PROPERTIES: Mapping[str, Property] = {prop.name: prop for prop in _PLACE}
