"""What is wanted of a collection -> GeoJSON features, page by page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from mapping.geojson import make_feature, make_point
from mapping.model import Document, Event
from mapping.ogc.collections import EVENTS, Collection
from mapping.ogc.items import ItemsRequest
from mapping.query import EventQuery
from mapping.querying.nodes import And, Constant, Node, Relation, Spatial
from mapping.querying.properties import FIRST_DAY, LAST_DAY, Kind
from mapping.querying.shapes import join_boxes, split_box
from mapping.querying.temporal import DaySpan, relate_spans
from mapping.storage.listings import Extent, Row, open_listings, read_extent
from mapping.store import EventStore

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
        self._extent = lru_cache(maxsize=1)(self._read_extent)

    def find_items(self, collection: Collection, wanted: ItemsRequest) -> ItemsPage:
        """One page of a collection.

        Raises:
            QueryError: `after` is no page's, or the request cannot be answered.
        """
        if collection is not EVENTS:
            listing = self._listings[collection.collection_id]
            node = _join_conditions(collection, wanted)
            rows = listing.read_page(self._store.database, node, after=wanted.after, limit=wanted.limit)
            return ItemsPage(
                features=tuple(_make_row_feature(row, collection) for row in rows.rows),
                matched=self._count_rows(collection.collection_id, node, self._store.generation),
                next=rows.next,
            )
        query = EventQuery(
            bbox=wanted.bbox,
            start=wanted.start,
            end=wanted.end,
            text=wanted.text,
            filter=wanted.condition,
            placed=None,
        )
        page = self._store.read_page(query, after=wanted.after, limit=wanted.limit)
        return ItemsPage(
            features=tuple(self._make_event_feature(event, document) for event, document in page.events),
            matched=self._count(query, self._store.generation),
            next=page.next,
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
        return self._make_event_feature(event, self._store.get_document(event.doc_id))

    def get_extent(self) -> Extent:
        """Where and when the events are."""
        return self._extent(self._store.generation)

    def _make_event_feature(self, event: Event, document: Document) -> dict[str, Any]:
        decisions = list(self._store.find_corrections(event.event_id)) if event.review != "none" else []
        feature = make_feature(event, document, decisions)
        # Filters take an empty text for no value, so the answer gives none as well.
        properties = {name: None if value == "" else value for name, value in feature["properties"].items()}
        return feature | {"properties": properties}

    def _count_events(self, query: EventQuery, generation: str) -> int:  # noqa: ARG002 - a changed store counts anew
        return self._store.count(query)

    def _count_listed(self, collection_id: str, node: Node | None, generation: str) -> int:  # noqa: ARG002
        return self._listings[collection_id].count(self._store.database, node)

    def _read_extent(self, generation: str) -> Extent:  # noqa: ARG002
        return read_extent(self._store.database)


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
