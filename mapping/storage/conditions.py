"""EventQuery -> the condition that its events fulfil, as an SQLAlchemy expression over the events table."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Column, ColumnElement, and_, case, func, or_, select, text, true, tuple_

from mapping.kinds import Review
from mapping.model import BBox
from mapping.query import EventQuery
from mapping.storage.schema import LONG_DAYS, event_sources, events

_EPOCH = date(1970, 1, 1).toordinal()


def count_days(day: date) -> int:
    """Days since 1970-01-01, as the tables keep them."""
    return day.toordinal() - _EPOCH


def read_day(days: int) -> date:
    """The day of `count_days`."""
    return date.fromordinal(days + _EPOCH)


def make_plain_condition(query: EventQuery) -> ColumnElement[bool]:
    """What a query asks of the columns; its box, text, filter expression and limit are not part of it."""
    conditions = [
        *_ask_days(query),
        *_ask_list(events.c.family, query.families),
        *_ask_list(events.c.type, query.types),
        *_ask_list(events.c.country_code, query.countries),
        *_ask_admin1s(query.admin1s),
        *_ask_sources(query.sources),
        *_ask_list(events.c.story_id, query.stories),
        *_ask_list(events.c.modality, query.modalities),
        *_ask_list(events.c.level, query.levels),
        *_ask_list(events.c.granularity, query.granularities),
        *(_ask_list(events.c.review, query.reviews) or [events.c.review != Review.REJECTED.value]),
    ]
    if query.min_score > 0:
        conditions.append(events.c.score >= query.min_score)
    if query.placed is not None:
        conditions.append(events.c.lat.is_not(None) if query.placed else events.c.lat.is_(None))
    if query.dated is not None:
        conditions.append(events.c.first_day.is_not(None) if query.dated else events.c.first_day.is_(None))
    return and_(true(), *conditions)


def make_box_condition(bbox: BBox) -> ColumnElement[bool]:
    """Points inside a box, edges included; one with west > east crosses the antimeridian."""
    lon, lat = events.c.lon, events.c.lat
    across = or_ if bbox.west > bbox.east else and_
    return and_(lat >= bbox.south, lat <= bbox.north, across(lon >= bbox.west, lon <= bbox.east))


def _ask_days(query: EventQuery) -> list[ColumnElement[bool]]:
    """Events whose days and the query's share at least one."""
    conditions: list[ColumnElement[bool]] = []
    if query.start:
        start = count_days(query.start)
        conditions += [events.c.last_day >= start, events.c.first_day >= _find_earliest(start)]
    if query.end:
        conditions.append(events.c.first_day <= count_days(query.end))
    return conditions


def _find_earliest(start: int) -> ColumnElement[int]:
    """The first day of the earliest event that may reach a day: what an index by first days can begin with.

    Either the event is no longer than a month, or it is one of those that are.
    """
    month_before = start - LONG_DAYS
    long = events.alias("long_events")
    # Spelled as in the index: a bound value in its place would keep SQLite from using it.
    is_long = text(f"long_events.last_day - long_events.first_day > {LONG_DAYS}")
    earliest = func.min(case((long.c.first_day < month_before, long.c.first_day), else_=month_before))
    return select(func.coalesce(earliest, month_before)).where(is_long, long.c.last_day >= start).scalar_subquery()


def _ask_list(column: Column[str], values: Sequence[str]) -> list[ColumnElement[bool]]:
    return [column.in_([str(value) for value in values])] if values else []


def _ask_admin1s(codes: Sequence[str]) -> list[ColumnElement[bool]]:
    """Each is a country's code and GeoNames' code of the division, with a dot between."""
    pairs = [tuple(code.split(".", 1)) for code in codes if "." in code]
    return [tuple_(events.c.country_code, events.c.admin1_code).in_(pairs)] if codes else []


def _ask_sources(sources: Sequence[str]) -> list[ColumnElement[bool]]:
    """Of the lead report, or of any other."""
    if not sources:
        return []
    others = select(event_sources.c.event_number).where(event_sources.c.source.in_(sources))
    return [events.c.source.in_(sources) | events.c.number.in_(others)]
