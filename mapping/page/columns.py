"""Events as typed columns in one binary, the form in which the page reads them.

Layout: the length of the header as a little-endian u32, the header (JSON in UTF-8, padded with blanks), then the
columns, each starting at a multiple of eight bytes. The header names each column with its type and offset, and holds
the tables that rows point into: types, sources, places, stories, and the words behind numbers. Rows are sorted by
first day, then last day, then event id; rows without a date come last. A point is Web Mercator scaled to 32 bits, exact
to a centimetre. Where a row has no place or no story, its number is the greatest that the column's type holds.
"""

import hashlib
import json
import math
import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from mapping.kinds import Granularity, Modality, Review
from mapping.model import Document, Event, Place

FORMAT = 2
EPOCH = date(1970, 1, 1).toordinal()
MAX_DAYS = 65535
MAX_REPORTS = 255
MODALITIES = tuple(Modality)
GRANULARITIES = tuple(Granularity)
REVIEWS = tuple(Review)
MAX_LAT = 85.0511287798066  # where Web Mercator's square ends
_TYPES = {"int32": "i32", "uint32": "u32", "uint16": "u16", "uint8": "u8", "float32": "f32"}


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

    def sort_key(self) -> tuple[bool, int, int, str]:
        return (self.start is None, self.start or 0, self.days, self.event.event_id)


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
    return pack_columns(header, columns, tuple(row.event.event_id for row in rows))


def pack_columns(
    header: dict[str, object], columns: dict[str, npt.NDArray[np.generic]], ids: Sequence[str]
) -> EventColumns:
    """Put a header and its columns into one binary."""
    digest = hashlib.sha256(json.dumps(header, sort_keys=True).encode())
    digest.update("\n".join(ids).encode())
    for name, column in columns.items():
        digest.update(name.encode() + column.tobytes())
    generation = digest.hexdigest()[:16]
    listed, body, offset = [], [], 0
    for name, column in columns.items():
        data = column.astype(column.dtype.newbyteorder("<")).tobytes()
        data += b"\0" * (-len(data) % 8)
        listed.append({"name": name, "type": _TYPES[column.dtype.name], "offset": offset, "length": len(column)})
        body.append(data)
        offset += len(data)
    full = {"format": FORMAT, "generation": generation, "columns": listed, **header}
    text = json.dumps(full, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
    text += b" " * (-(len(text) + 4) % 8)
    return EventColumns(
        payload=struct.pack("<I", len(text)) + text + b"".join(body),
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


def name_kinds() -> dict[str, list[str]]:
    """The words behind the numbers of modality, granularity and review, for the header."""
    return {
        "modalities": [modality.value for modality in MODALITIES],
        "granularities": [granularity.value for granularity in GRANULARITIES],
        "reviews": [review.value for review in REVIEWS],
    }


def count_reports(event: Event) -> int:
    """How many reports tell of an event, as far as a byte counts; an event that was never merged is one itself."""
    return min(max(len(event.reports), 1), MAX_REPORTS)


def shrink(values: npt.NDArray[np.int64], size: int | None = None) -> npt.NDArray[np.generic]:
    """The narrowest unsigned type that holds the values; its greatest value stands for -1 (none)."""
    top = (int(values.max(initial=0)) + 1) if size is None else size
    dtype = np.uint8 if top < 255 else np.uint16 if top < 65535 else np.uint32
    return np.where(values < 0, np.iinfo(dtype).max, values).astype(dtype)


def _place_columns(places: Sequence[Place]) -> dict[str, npt.NDArray[np.generic]]:
    points = [project_point(lon=place.lon, lat=place.lat) for place in places]
    return {
        "place_x": np.array([x for x, _ in points], dtype=np.uint32),
        "place_y": np.array([y for _, y in points], dtype=np.uint32),
        "place_radius": np.array([place.radius_km for place in places], dtype=np.float32),
    }


def _place_table(places: Sequence[Place]) -> dict[str, list[str]]:
    return {
        "id": [place.place_id for place in places],
        "name": [place.name for place in places],
        "country_code": [place.country_code for place in places],
        "country": [place.country for place in places],
        "admin1": [place.admin1 for place in places],
        "admin1_code": [name_admin1(place.country_code, place.admin1_code) for place in places],
        "level": [place.level.value for place in places],
    }


def name_admin1(country_code: str, admin1_code: str) -> str:
    """A first-order division as filters name it, "IQ.10"; "" where the place lies in none that is known."""
    return f"{country_code}.{admin1_code}" if country_code and admin1_code else ""


def project_point(*, lon: float, lat: float) -> tuple[int, int]:
    """A point as x and y of Web Mercator (EPSG:3857), the square scaled to 0..2**32-1, y downwards.

    Latitudes beyond 85.05 degrees are drawn at the edge.
    """
    lat = max(-MAX_LAT, min(MAX_LAT, lat))
    x = (lon + 180.0) / 360.0
    y = 0.5 - math.log(math.tan(math.pi / 4 + math.radians(lat) / 2)) / (2 * math.pi)
    return tuple(min(round(value * 2**32), 2**32 - 1) for value in (x, max(y, 0.0)))  # type: ignore[return-value]
