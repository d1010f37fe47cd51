"""Events -> GeoDataFrame: the events of a filter as a table with points, for pandas, geopandas and notebooks."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mapping.exports import COLUMNS
from mapping.geojson import make_properties
from mapping.model import Document, Event
from mapping.query import parse_query
from mapping.store import open_store

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

_CATEGORIES = (
    *("type", "family", "label", "modality", "level", "country", "country_code", "date_precision"),
    *("date_rule", "place_rule", "source"),
)
_DAYS = ("date_start", "date_end", "published")
# Seconds reach beyond the years 1677 to 2262, which nanoseconds do not.
_DAY_TYPE = "datetime64[s]"


def read_events(store: str | Path, **filters: str | Sequence[str]) -> "GeoDataFrame":
    """Read the events of a store into a table.

    Args:
        store: The events file that `dateline ingest` wrote.
        filters: As on the command line and in the API: `bbox`, `datetime`, `family`, `type`, `country`, `source`,
            `q`, `min_score`, `modality`, `placed`, `dated`, `limit`.

    Returns:
        One row per event by first day, indexed by the event's id; see `make_frame`.

    Raises:
        StoreError: The file is missing or is no events file.
        QueryError: A filter is unknown or has no usable value.
    """
    query = parse_query(filters, max_limit=None)
    with open_store(store, read_only=True) as events:
        return make_frame(events.find_sourced_events(query))


def make_frame(events: Iterable[tuple[Event, Document]]) -> "GeoDataFrame":
    """Put events into a table.

    Args:
        events: Each with its document.

    Returns:
        The columns of the CSV export and `geometry`: points in EPSG:4326, None where the event has no place. Days
        are `datetime64[s]`, codes are categories, `actors` and `tolls` are lists of dicts as in the GeoJSON.
    """
    import geopandas
    import pandas
    import shapely

    rows = [_make_row(event, document) for event, document in events]
    table = pandas.DataFrame.from_records(rows, columns=list(COLUMNS)).set_index("id")
    types: dict[str, str] = dict.fromkeys(_DAYS, _DAY_TYPE) | dict.fromkeys(_CATEGORIES, "category")
    table = table.astype(types | dict.fromkeys(("lon", "lat", "radius_km", "score"), "float64"))
    points = shapely.points(table["lon"].to_numpy(), table["lat"].to_numpy())
    points[table["lon"].isna().to_numpy()] = None
    return geopandas.GeoDataFrame(table, geometry=points, crs="EPSG:4326")


def _make_row(event: Event, document: Document) -> dict[str, Any]:
    place = event.place.place if event.place else None
    return make_properties(event, document) | {"lon": place.lon if place else None, "lat": place.lat if place else None}
