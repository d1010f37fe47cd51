"""Events -> the binary that the page reads (`layout.py`)."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from mapping.geo import division_code
from mapping.model import Document, Event, Place
from mapping.page.layout import (
    EPOCH,
    GRANULARITIES,
    MAX_DAYS,
    MAX_REPORTS,
    MODALITIES,
    REVIEWS,
    name_kinds,
    pack_columns,
    project_points,
    shrink,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class EventColumns:
    """All events of a store, ready to send.

    `payload` is the binary; `ids` are the event ids, row by row, and `rows` their row numbers; `generation`
    is a hash of the payload.
    """

    payload: bytes
    ids: tuple[str, ...]
    generation: str

    rows: Mapping[str, int]

    def find_rows(self, event_ids: Iterable[str]) -> npt.NDArray[np.uint32]:
        """The rows of some events in ascending order; ids that are not there are passed over."""
        rows = (self.rows.get(event_id) for event_id in event_ids)
        return np.array(sorted(row for row in rows if row is not None), dtype=np.uint32)

    def row_of(self, event_id: str) -> int | None:
        """An event's row, or None."""
        return self.rows.get(event_id)


class _Table:
    """Values numbered in the order of first sight."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def number(self, value: str) -> int:
        return self._numbers.setdefault(value, len(self._numbers))

    def values(self) -> list[str]:
        return list(self._numbers)


@dataclass(frozen=True, slots=True)
class _Row:
    start: int | None
    days: int
    event: Event
    source: str

    def sort_key(self) -> tuple[bool, int, str]:
        return (self.start is None, self.start or 0, self.event.event_id)


def make_columns(events: Iterable[tuple[Event, Document]]) -> EventColumns:
    """Lay events out as columns.

    Args:
        events: Each with its document, in any order; placed or not, dated or not.
    """
    rows = sorted((_make_row(event, document) for event, document in events), key=_Row.sort_key)
    places: dict[str, Place] = {}
    types, sources, table = _Table(), _Table(), _Table()
    stories = {row.event.story_id: row.event.story for row in rows if row.event.story_id}
    story_numbers = {story_id: number for number, story_id in enumerate(stories)}
    start: npt.NDArray[np.generic] = np.array([row.start or 0 for row in rows], dtype=np.int32)
    place_numbers = np.full(len(rows), -1, dtype=np.int64)
    for index, row in enumerate(rows):
        if row.event.place:
            place = row.event.place.place
            places.setdefault(place.place_id, place)
            place_numbers[index] = table.number(place.place_id)
    columns: dict[str, npt.NDArray[np.generic]] = {
        "start": start,
        "days": np.array([row.days for row in rows], dtype=np.uint16),
        "place": shrink(place_numbers, len(places)),
        "type": shrink(np.array([types.number(row.event.trigger.type) for row in rows], dtype=np.int64)),
        "source": shrink(np.array([sources.number(row.source) for row in rows], dtype=np.int64)),
        "score": np.array([round(row.event.score * 100) for row in rows], dtype=np.uint8),
        "flags": np.array([_make_flags(row.event) for row in rows], dtype=np.uint8),
        "review": np.array([REVIEWS.index(row.event.review) for row in rows], dtype=np.uint8),
        "reports": np.array([count_reports(row.event) for row in rows], dtype=np.uint8),
        "story": shrink(
            np.array([story_numbers.get(row.event.story_id, -1) for row in rows], dtype=np.int64), len(stories)
        ),
        **_place_columns(list(places.values())),
    }
    header: dict[str, object] = {
        "rows": len(rows),
        "dated": sum(row.start is not None for row in rows),
        "types": types.values(),
        "sources": sources.values(),
        **name_kinds(),
        "places": _place_table(list(places.values())),
        "stories": {"id": list(stories), "name": list(stories.values())},
    }
    return hold_columns(header, columns, tuple(row.event.event_id for row in rows))


def hold_columns(
    header: Mapping[str, object], columns: Mapping[str, npt.NDArray[np.generic]], ids: Sequence[str]
) -> EventColumns:
    """Pack a header and its columns, and keep the ids beside them."""
    digest = hashlib.sha256("\n".join(ids).encode() + pack_columns(header, columns, ""))
    generation = digest.hexdigest()[:16]
    return EventColumns(
        payload=pack_columns(header, columns, generation),
        ids=tuple(ids),
        generation=generation,
        rows={event_id: row for row, event_id in enumerate(ids)},
    )


def _make_row(event: Event, document: Document) -> _Row:
    """An end that the text leaves open ("since Monday") takes the other end's day."""
    source = document.source
    span = event.date.span if event.date else None
    first = (span.start or span.end) if span else None
    last = (span.end or span.start) if span else None
    if first is None or last is None:
        return _Row(None, 0, event, source)
    return _Row(first.toordinal() - EPOCH, min((last - first).days, MAX_DAYS), event, source)


def _make_flags(event: Event) -> int:
    """Bits 0-1: modality; bits 2-5: granularity; bit 6: the end is open ("since"); bit 7: the start is ("until")."""
    flags = MODALITIES.index(event.trigger.modality)
    if event.date:
        span = event.date.span
        flags |= GRANULARITIES.index(span.granularity) << 2
        flags |= (span.end is None) << 6
        flags |= (span.start is None) << 7
    return flags


def count_reports(event: Event) -> int:
    """How many reports tell of an event, as far as a byte counts; an event that was never merged is one itself."""
    return min(max(len(event.reports), 1), MAX_REPORTS)


def _place_columns(places: Sequence[Place]) -> dict[str, npt.NDArray[np.generic]]:
    x, y = project_points(
        np.array([place.lon for place in places], dtype=np.float64),
        np.array([place.lat for place in places], dtype=np.float64),
    )
    return {
        "place_x": x,
        "place_y": y,
        "place_radius": np.array([place.radius_km for place in places], dtype=np.float32),
    }


def _place_table(places: Sequence[Place]) -> dict[str, list[str]]:
    return {
        "id": [place.place_id for place in places],
        "name": [place.name for place in places],
        "country_code": [place.country_code for place in places],
        "country": [place.country for place in places],
        "admin1": [place.admin1 for place in places],
        "admin1_code": [division_code(place) for place in places],
        "level": [place.level.value for place in places],
    }
