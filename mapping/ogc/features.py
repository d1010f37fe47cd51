"""What is wanted of a collection -> GeoJSON features, page by page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from mapping.exporting.records import Decisions, Record, make_record
from mapping.exporting.stored import make_stored_records
from mapping.geojson import make_point
from mapping.ogc.collections import EVENTS, Collection
from mapping.ogc.items import ItemsRequest
from mapping.query import EventQuery
from mapping.querying.nodes import And, Constant, Node, Relation, Spatial
from mapping.querying.properties import FIRST_DAY, LAST_DAY, Kind
from mapping.querying.shapes import join_boxes, split_box
from mapping.querying.temporal import DaySpan, relate_spans
from mapping.reports import Correction
from mapping.storage.conditions import count_days
from mapping.storage.listings import Extent, Row, open_listings, read_extent
from mapping.storage.reading import Position
from mapping.store import EventStore, StoredEvent

_COUNTS = 256


@dataclass(frozen=True, kw_only=True, slots=True)
class ItemsPage:
    """Some features. `matched` counts those of all pages; `next` is what goes on behind these, "" after the last."""

    features: tuple[dict[str, Any], ...]
    matched: int
    next: str


class FeatureSource:
    """The items of all collections.

    Args:
        store: Stays open; the caller closes it.
    """

    def __init__(self, store: EventStore) -> None:
        self._store = store
        self._listings = open_listings(store.database.dialect)
        # A client that reads page after page would else have the same events counted for each of them.
        self._count = lru_cache(maxsize=_COUNTS)(self._count_events)
        self._count_rows = lru_cache(maxsize=_COUNTS)(self._count_listed)
        self._decisions = lru_cache(maxsize=1)(self._read_decisions)
        self._extent = lru_cache(maxsize=1)(self._read_extent)

    def find_items(self, collection: Collection, wanted: ItemsRequest) -> ItemsPage:
        """One page of a collection.

        Raises:
            QueryError: `after` is no page's, or the request cannot be answered.
        """
        return self._find_events(wanted) if collection is EVENTS else self._find_rows(collection, wanted)

    def _find_rows(self, collection: Collection, wanted: ItemsRequest) -> ItemsPage:
        name, node = collection.collection_id, _join_conditions(collection, wanted)
        page = self._listings[name].read_page(self._store.database, node, after=wanted.after, limit=wanted.limit)
        return ItemsPage(
            features=tuple(_make_row_feature(row, collection) for row in page.rows),
            matched=self._count_rows(name, node, self._store.generation),
            next=page.next,
        )

    def _find_events(self, wanted: ItemsRequest) -> ItemsPage:
        query = EventQuery(
            bbox=wanted.bbox,
            start=wanted.start,
            end=wanted.end,
            text=wanted.text,
            filter=wanted.condition,
            placed=None,
        )
        # One more than is wanted tells whether there is a next page.
        rows = list(self._store.read_stored(replace(query, limit=wanted.limit + 1), after=wanted.after))
        shown = rows[: wanted.limit]
        records = list(make_stored_records(shown, self._store.get_place, self._find_decisions(shown)))
        return ItemsPage(
            features=tuple(map(_make_event_feature, records)),
            matched=self._count(query, self._store.generation),
            next=_find_position(records[-1]).write() if len(rows) > wanted.limit else "",
        )

    def get_item(self, collection: Collection, item_id: str) -> dict[str, Any]:
        """One feature by its id; an event also by that of one of its reports.

        Raises:
            NotFoundError: There is none.
        """
        if collection is not EVENTS:
            row = self._listings[collection.collection_id].get_row(self._store.database, item_id)
            return _make_row_feature(row, collection)
        event = self._store.get_event(item_id)
        decisions = list(self._store.find_corrections(event.event_id))
        return _make_event_feature(make_record(event, self._store.get_document(event.doc_id), decisions))

    def get_extent(self) -> Extent:
        """Where and when the events are."""
        return self._extent(self._store.generation)

    def _find_decisions(self, rows: Sequence[StoredEvent]) -> Decisions:
        """What persons decided of some events, by their ids."""
        wanted = {row.event_id for row in rows}
        decisions: dict[str, list[Correction]] = {}
        for decision in self._decisions(self._store.generation):
            if decision.event_id in wanted:
                decisions.setdefault(decision.event_id, []).append(decision)
        return decisions

    def _read_decisions(self, generation: str) -> tuple[Correction, ...]:  # noqa: ARG002
        return tuple(self._store.find_corrections())

    def _count_events(self, query: EventQuery, generation: str) -> int:  # noqa: ARG002 - a changed store counts anew
        return self._store.count(query)

    def _count_listed(self, collection_id: str, node: Node | None, generation: str) -> int:  # noqa: ARG002
        return self._listings[collection_id].count(self._store.database, node)

    def _read_extent(self, generation: str) -> Extent:  # noqa: ARG002
        return read_extent(self._store.database)


def _make_event_feature(record: Record) -> dict[str, Any]:
    lon, lat, told = record
    # Filters take an empty text for no value, so the answer gives none as well.
    properties = {name: None if value == "" else value for name, value in told.items()}
    point = None if lon is None or lat is None else make_point(lon=lon, lat=lat)
    return {"type": "Feature", "id": told["id"], "geometry": point, "properties": properties}


def _find_position(record: Record) -> Position:
    """Where the page ends that this event is the last of."""
    day = record.properties["date_start"] or record.properties["date_end"]
    return Position(count_days(date.fromisoformat(day)) if day else None, record.properties["id"])


def _join_conditions(collection: Collection, wanted: ItemsRequest) -> Node | None:
    parts = [] if wanted.condition is None else [wanted.condition]
    if wanted.bbox is not None:
        parts.append(_ask_box(collection, wanted))
    if wanted.start is not None or wanted.end is not None:
        days = DaySpan(wanted.start or date.min, wanted.end or date.max)
        parts.append(relate_spans("t_intersects", DaySpan(FIRST_DAY, LAST_DAY), days))
    return And(parts=tuple(parts)) if parts else None


def _ask_box(collection: Collection, wanted: ItemsRequest) -> Node:
    """Items without a geometry lie in no box."""
    if wanted.bbox is None or not collection.has_geometry:
        return Constant(value=False)
    boxes = split_box(wanted.bbox)
    return Spatial(relation=Relation.INTERSECTS, shape=join_boxes(boxes), boxes=boxes, is_box=True)


def _make_row_feature(row: Row, collection: Collection) -> dict[str, Any]:
    point = make_point(lon=row["lon"], lat=row["lat"]) if collection.has_geometry else None
    return {"type": "Feature", "id": row["id"], "geometry": point, "properties": _pick_properties(row, collection)}


def _pick_properties(row: Row, collection: Collection) -> Mapping[str, Any]:
    hidden = ("lon", "lat")
    names = [name for name, prop in collection.properties.items() if prop.kind not in (Kind.POINT, Kind.INTERVAL)]
    values = {name: row[name] for name in names if name not in hidden}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}
