"""Which report each value of a merged event came from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mapping.merging.choosing import Report, order_by_news
from mapping.model import Event


@dataclass(frozen=True, kw_only=True, slots=True)
class Origin:
    """A value that an event shows - type, place, date, or a toll's kind such as killed - and the report that tells it.

    `report_id` is "" where no report tells it, because a person decided it.
    """

    value: str
    report_id: str


def trace_event(event: Event, reports: Sequence[Report]) -> tuple[Origin, ...]:
    """Where the values of an event come from.

    Args:
        event: As it is shown.
        reports: Its accounts with their documents, the lead first.

    Returns:
        Type, place, date, then the kinds of counts in the event's order; what the event lacks is left out.
    """
    accounts = [report for report, _ in reports]
    origins = [_find_first("type", (one for one in accounts if one.trigger.type == event.trigger.type))]
    if event.place is not None:
        shown = event.place.place
        origins.append(_find_first("place", (one for one in accounts if one.place and one.place.place == shown)))
    if event.date is not None:
        span = event.date.span
        origins.append(_find_first("date", (one for one in accounts if one.date and one.date.span == span)))
    latest = [report for report, _ in order_by_news(reports)]
    for kind in dict.fromkeys(toll.kind for toll in event.tolls):
        numbers = {toll.number for toll in event.tolls if toll.kind == kind}
        told = (one for one in latest if numbers & {toll.number for toll in one.tolls if toll.kind == kind})
        origins.append(_find_first(kind, told))
    return tuple(origins)


def _find_first(value: str, telling: Iterable[Event]) -> Origin:
    return Origin(value=value, report_id=next((one.event_id for one in telling), ""))
