"""Numbers about the events of a query: how many, and how they divide."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, func, literal, select

from mapping.reports import Story
from mapping.storage.conditions import read_day
from mapping.storage.schema import documents, event_sources, events, stories


@dataclass(frozen=True, kw_only=True, slots=True)
class FacetValue:
    """A value that events have, how many have it, and what to call it ("" where the value says it)."""

    value: str
    count: int
    label: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Facets:
    """How the events of a query divide; the most frequent value first.

    Events without a value (no place, no date, no story) are counted nowhere but under countries, as "". A source
    counts each event that any of its reports tells.
    """

    families: tuple[FacetValue, ...]
    types: tuple[FacetValue, ...]
    countries: tuple[FacetValue, ...]
    admin1s: tuple[FacetValue, ...]
    sources: tuple[FacetValue, ...]
    stories: tuple[FacetValue, ...]
    modalities: tuple[FacetValue, ...]
    levels: tuple[FacetValue, ...]
    granularities: tuple[FacetValue, ...]
    reviews: tuple[FacetValue, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class StoreSummary:
    """What a store holds. `unplaced` and `undated` count the events without, by the reason.

    `first_day` and `last_day` are ISO days, "" while no event has a date.
    """

    documents: int
    events: int
    placed: int
    dated: int
    unplaced: dict[str, int]
    undated: dict[str, int]
    first_day: str
    last_day: str


def count_events(connection: Connection, condition: ColumnElement[bool]) -> int:
    """How many events fulfil a condition."""
    return int(connection.execute(select(func.count()).select_from(events).where(condition)).scalar_one())


def count_facets(connection: Connection, condition: ColumnElement[bool]) -> Facets:
    """How the events that fulfil a condition divide."""

    def count(column: Column[str], label: ColumnElement[Any] = literal(""), *, bare: bool = False) -> Any:  # noqa: ANN401, B008
        asked = condition if bare else condition & (column != "")
        rows = connection.execute(select(column, func.count(), label).where(asked).group_by(column))
        return _sort(FacetValue(value=value, count=number, label=name or "") for value, number, name in rows)

    c = events.c
    return Facets(
        families=count(c.family),
        types=count(c.type),
        countries=count(c.country_code, func.max(c.country), bare=True),
        admin1s=_count_admin1s(connection, condition),
        sources=_count_sources(connection, condition),
        stories=_count_stories(connection, condition),
        modalities=count(c.modality),
        levels=count(c.level),
        granularities=count(c.granularity),
        reviews=count(c.review),
    )


def find_stories(connection: Connection, condition: ColumnElement[bool], limit: int | None) -> list[Story]:
    """Stories with the events that fulfil a condition, those with most events first."""
    number = func.count().label("number")
    statement = (
        select(events.c.story_id, stories.c.name, number, func.min(events.c.first_day), func.max(events.c.last_day))
        .join(stories, stories.c.story_id == events.c.story_id)
        .where(condition, events.c.story_id != "")
        .group_by(events.c.story_id, stories.c.name)
        .order_by(number.desc(), events.c.story_id)
        .limit(limit)
    )
    return [
        Story(story_id=story_id, name=name, events=count, first_day=_show(first), last_day=_show(last))
        for story_id, name, count, first, last in connection.execute(statement)
    ]


def summarise(connection: Connection) -> StoreSummary:
    """Count what the store holds, with what got no place and no date, and why."""
    c = events.c
    first, last = connection.execute(select(func.min(c.first_day), func.max(c.last_day))).one()
    number = int(connection.execute(select(func.count()).select_from(events)).scalar_one())
    unplaced = _count_reasons(connection, c.unplaced, c.lat.is_(None))
    undated = _count_reasons(connection, c.undated, c.first_day.is_(None))
    return StoreSummary(
        documents=int(connection.execute(select(func.count()).select_from(documents)).scalar_one()),
        events=number,
        placed=number - sum(unplaced.values()),
        dated=number - sum(undated.values()),
        unplaced=unplaced,
        undated=undated,
        first_day=_show(first),
        last_day=_show(last),
    )


def _count_reasons(connection: Connection, column: Column[str], condition: ColumnElement[bool]) -> dict[str, int]:
    rows = connection.execute(select(column, func.count()).where(condition).group_by(column))
    return dict(sorted(((reason, count) for reason, count in rows), key=lambda pair: (-pair[1], pair[0])))


def _count_admin1s(connection: Connection, condition: ColumnElement[bool]) -> tuple[FacetValue, ...]:
    c = events.c
    statement = (
        select(c.country_code, c.admin1_code, func.count(), func.max(c.admin1))
        .where(condition, c.admin1_code != "")
        .group_by(c.country_code, c.admin1_code)
    )
    rows = connection.execute(statement)
    return _sort(FacetValue(value=f"{one}.{two}", count=number, label=name) for one, two, number, name in rows)


def _count_sources(connection: Connection, condition: ColumnElement[bool]) -> tuple[FacetValue, ...]:
    """By the lead's source, and by those of the other reports, which differ from it."""
    counts: Counter[str] = Counter()
    leads = select(events.c.source, func.count()).where(condition).group_by(events.c.source)
    others = (
        select(event_sources.c.source, func.count())
        .join(events, events.c.number == event_sources.c.event_number)
        .where(condition)
        .group_by(event_sources.c.source)
    )
    for statement in (leads, others):
        for source, number in connection.execute(statement):
            counts[source] += number
    return _sort(FacetValue(value=source, count=number) for source, number in counts.items())


def _count_stories(connection: Connection, condition: ColumnElement[bool]) -> tuple[FacetValue, ...]:
    found = find_stories(connection, condition, None)
    return _sort(FacetValue(value=story.story_id, count=story.events, label=story.name) for story in found)


def _sort(values: Iterator[FacetValue]) -> tuple[FacetValue, ...]:
    return tuple(sorted(values, key=lambda facet: (-facet.count, facet.value)))


def _show(days: int | None) -> str:
    return "" if days is None else read_day(days).isoformat()
