"""EventQuery -> SQL over the events table, with every value bound."""

from collections.abc import Sequence
from typing import NamedTuple

from mapping.errors import QueryError
from mapping.model import BBox
from mapping.query import EventQuery
from mapping.querying.terms import split_terms

UNDATED = "9999-99-99"


class Condition(NamedTuple):
    """A WHERE clause and the values for its question marks, in order."""

    sql: str
    values: tuple[str | float | int, ...]


def make_condition(query: EventQuery) -> Condition:
    """The condition that an event of this query fulfils; `limit` is not part of it.

    Raises:
        QueryError: It asks for what this version of the table has no column for.
    """
    for name in ("admin1s", "stories", "levels", "granularities", "reviews"):
        if getattr(query, name):
            raise QueryError(f"this events file cannot be filtered by {name}: leave it out")
    conditions = [
        *_ask_days(query),
        *_ask_point(query.bbox),
        *_ask_list("family", query.families),
        *_ask_list("type", query.types),
        *_ask_list("country_code", query.countries),
        *_ask_list("source", query.sources),
        *_ask_list("modality", [modality.value for modality in query.modalities]),
        *_ask_text(query.text),
    ]
    if query.min_score > 0:
        conditions.append(Condition("score >= ?", (query.min_score,)))
    if query.placed is not None:
        conditions.append(Condition("lat IS NOT NULL" if query.placed else "lat IS NULL", ()))
    if query.dated is not None:
        conditions.append(Condition("last_day IS NOT NULL" if query.dated else "last_day IS NULL", ()))
    sql = " AND ".join(f"({condition.sql})" for condition in conditions) or "1"
    return Condition(sql, tuple(value for condition in conditions for value in condition.values))


def quote_terms(terms: Sequence[str], *, joiner: str = " ") -> str:
    """Words for FTS5, each quoted so that none is taken for an operator; all must occur, or any with " OR "."""
    return joiner.join('"{}"'.format(term.replace('"', '""')) for term in terms)


def _ask_days(query: EventQuery) -> list[Condition]:
    """Events whose days and the query's share at least one."""
    conditions = []
    if query.start:
        conditions.append(Condition("last_day >= ?", (query.start.isoformat(),)))
    if query.end:
        conditions.append(Condition("sort_day <= ?", (query.end.isoformat(),)))
    return conditions


def _ask_point(bbox: BBox | None) -> list[Condition]:
    if bbox is None:
        return []
    across = "lon >= ? OR lon <= ?" if bbox.west > bbox.east else "lon >= ? AND lon <= ?"
    return [
        Condition("lat >= ? AND lat <= ?", (bbox.south, bbox.north)),
        Condition(across, (bbox.west, bbox.east)),
    ]


def _ask_list(column: str, values: Sequence[str]) -> list[Condition]:
    marks = ", ".join("?" * len(values))
    return [Condition(f"{column} IN ({marks})", tuple(values))] if values else []


def _ask_text(text: str) -> list[Condition]:
    terms = split_terms(text)
    matching = "IN (SELECT rowid FROM events_text WHERE events_text MATCH ?)"
    conditions = []
    if terms.wanted:
        conditions.append(Condition(f"number {matching}", (quote_terms(terms.wanted),)))
    if terms.unwanted:
        conditions.append(Condition(f"number NOT {matching}", (quote_terms(terms.unwanted, joiner=" OR "),)))
    return conditions
