"""Events on a Folium map in a notebook: what a reader is shown of them, packed into a layer."""

import base64
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, TypeAlias

import orjson

from mapping.errors import ExportError
from mapping.event_types import load_event_types
from mapping.frames import make_frame
from mapping.model import Document, Event
from mapping.page.details import safe_url

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from mapping.page.notebook_layer import NotebookLayer

Events: TypeAlias = "GeoDataFrame | Iterable[tuple[Event, Document]]"

_TEXTS = ("label", "sentence", "source", "title")
_UNKNOWN_FAMILY = "other"


def to_layer(events: Events, *, name: str = "Events", show: bool = True) -> "NotebookLayer":
    """Make a layer for a Folium map.

    Args:
        events: A table of `read_events` or `make_frame`, or what is left of it after filtering; or events, each with
            its document. Those without a place are left out.
        name: For Folium's layer control; other characters than letters, digits and ` .,-_:!?()` become blanks.
        show: Whether it is switched on at first.

    Returns:
        A layer to add to a map: `folium.Map().add_child(to_layer(events))`. Leaflet comes along in case the map's own
        copy cannot be loaded; for a map that asks the network for nothing use `folium.Map(tiles=None)`.

    Raises:
        ExportError: The table lacks a geometry.
    """
    if not hasattr(events, "columns"):
        events = make_frame(events)
    # Folium brings pandas and more along, which no other part of the package needs on the way in.
    from mapping.page.notebook_layer import NotebookLayer

    packed = base64.b64encode(orjson.dumps(_pack(events))).decode("ascii")
    return NotebookLayer(packed, name=name, show=show)


def _pack(frame: "GeoDataFrame") -> dict[str, Any]:
    """The events and the families that they are of, as plain values."""
    if getattr(frame, "geometry", None) is None:
        raise ExportError("the table has no geometry: make it with read_events or make_frame")
    placed = frame[~(frame.geometry.isna() | frame.geometry.is_empty)]
    if placed.crs is not None and placed.crs.to_epsg() != 4326:
        placed = placed.to_crs("EPSG:4326")
    families = load_event_types().families
    counts: Counter[str] = Counter()
    events = []
    for row in _read_rows(placed):
        family = row["family"] if row["family"] in families else _UNKNOWN_FAMILY
        counts[family] += 1
        events.append(row | {"family": family})
    order = {family: place for place, (family, _) in enumerate(counts.most_common())}
    return {
        "families": [
            {"label": families[family].label, "colour": families[family].colour_light, "count": number}
            for family, number in counts.most_common()
        ],
        "events": [event | {"family": order[event["family"]]} for event in events],
    }


def _read_rows(frame: "GeoDataFrame") -> Iterator[dict[str, Any]]:
    """What a reader is shown of each event; a column that the table lacks tells nothing."""
    for shape, row in zip(frame.geometry, frame.drop(columns=frame.geometry.name).to_dict("records"), strict=True):
        point = shape.representative_point()
        texts = {name: _tell(row.get(name)) for name in _TEXTS}
        yield texts | {
            "lon": float(point.x),
            "lat": float(point.y),
            "radius_km": _read_number(row.get("radius_km")),
            "family": _tell(row.get("family")),
            "place": ", ".join(filter(None, (_tell(row.get(name)) for name in ("place", "admin1", "country")))),
            "when": _tell(row.get("edtf")) or _tell(row.get("date_start")),
            "url": safe_url(_tell(row.get("url"))),
        }


def _tell(value: Any) -> str:  # noqa: ANN401  (a cell of any table)
    """A cell as text; "" for the marks by which tables say that it is missing."""
    if value is None or value != value:
        return ""
    return value.isoformat()[:10] if isinstance(value, date) else str(value)


def _read_number(value: Any) -> float:  # noqa: ANN401  (a cell of any table)
    return float(value) if isinstance(value, (int, float)) and value == value else 0.0
