"""Columns -> the map's binary: little more than copying them one behind the other (mapping/page/layout.py)."""

from collections.abc import Sequence

import numpy as np

from mapping.columnar.order import PageOrder
from mapping.columnar.rows import PlaceRow, RowSource
from mapping.columnar.snapshot import Snapshot
from mapping.columnar.tables import Array, Tables
from mapping.page.layout import MAX_DAYS, name_kinds, pack_columns

_COPIED = ("start", "days", "place", "type", "source", "score", "flags", "review", "reports", "story")


def make_binary(snapshot: Snapshot, order: PageOrder, source: RowSource) -> bytes:
    """All events as the page reads them.

    Args:
        snapshot: The columns.
        order: Theirs.
        source: Names the stories.
    """
    tables = snapshot.tables
    columns = {name: order.take(name) for name in _COPIED}
    if columns["days"].itemsize > 2:
        columns["days"] = np.minimum(columns["days"], MAX_DAYS)
    columns["days"] = columns["days"].astype(np.uint16, copy=False)
    columns["start"] = columns["start"].astype(np.int32, copy=False)
    for name in ("score", "flags", "review", "reports"):
        columns[name] = columns[name].astype(np.uint8, copy=False)
    names = source.name_stories(tables.stories)
    header: dict[str, object] = {
        "rows": order.rows,
        "dated": order.dated,
        "types": tables.types,
        "sources": tables.sources,
        **name_kinds(),
        "places": name_places(tables.places),
        "stories": {"id": tables.stories, "name": [names.get(story, "") for story in tables.stories]},
    }
    return pack_columns(header, columns | place_columns(tables), snapshot.generation)


def place_columns(tables: Tables) -> dict[str, Array]:
    """Where the places are, and how large."""
    return {
        "place_x": np.ascontiguousarray(tables.points[:, 0]),
        "place_y": np.ascontiguousarray(tables.points[:, 1]),
        "place_radius": np.array([place.radius_km for place in tables.places], dtype=np.float32),
    }


def name_places(places: Sequence[PlaceRow]) -> dict[str, list[str]]:
    """What places are called."""
    return {
        "id": [place.place_id for place in places],
        "name": [place.name for place in places],
        "country_code": [place.country_code for place in places],
        "country": [place.country for place in places],
        "admin1": [place.admin1 for place in places],
        "admin1_code": [place.admin1_code for place in places],
        "level": [place.level for place in places],
    }
