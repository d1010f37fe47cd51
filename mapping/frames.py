"""Events -> GeoDataFrame: the events of a filter as a table with points, for pandas, geopandas and notebooks."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mapping.exporting.fields import load_fields
from mapping.exporting.records import Record, make_records
from mapping.exports import find_records
from mapping.model import Document, Event
from mapping.query import parse_query
from mapping.store import open_store

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

_CATEGORIES = (
    *("type", "family", "label", "modality", "level", "country", "country_code", "admin1", "admin1_code"),
    *("date_precision", "date_rule", "place_rule", "source", "story_id", "story", "review", "attribution"),
)
# Seconds reach beyond the years 1677 to 2262, which nanoseconds do not.
_TYPES = {"day": "datetime64[s]", "number": "float64", "whole": "int64"}


def read_events(store: str | Path, **filters: str | Sequence[str]) -> "GeoDataFrame":
    """Read the events of a store into a table.

    Args:
        store: The events file that `dateline ingest` wrote, or the address of a database, postgresql://...
        filters: As in the API: `bbox`, `datetime`, `family`, `type`, `country`, `admin1`, `source`, `story`, `q`,
            `min_score`, `modality`, `level`, `granularity`, `review`, `filter`, `placed`, `dated`, `limit`.

    Returns:
        One row per event by first day, indexed by the event's id; see `make_frame`.

    Raises:
        StoreError: The store is missing or is none.
        QueryError: A filter is unknown or has no usable value.
    """
    query = parse_query(filters, max_limit=None)
    with open_store(store, read_only=True) as opened:
        return _make_frame(find_records(opened, query))


def make_frame(events: Iterable[tuple[Event, Document]]) -> "GeoDataFrame":
    """Put events into a table.

    Args:
        events: Each with its document.

    Returns:
        The fields of an export (docs/data.md) and `geometry`: points in EPSG:4326, None where the event has no place.
        Days are `datetime64[s]`, codes are categories, fields with parts (`actors`, `reports` ...) are lists of dicts
        as in the GeoJSON.
    """
    return _make_frame(make_records(events))


def _make_frame(records: Iterable[Record]) -> "GeoDataFrame":
    import geopandas
    import pandas
    import shapely

    rows = [{**record.properties, "lon": record.lon, "lat": record.lat} for record in records]
    fields = load_fields()
    table = pandas.DataFrame.from_records(rows, columns=[field.name for field in fields]).set_index("id")
    types = {field.name: _TYPES[field.kind] for field in fields if field.kind in _TYPES}
    table = table.astype(types | dict.fromkeys(_CATEGORIES, "category"))
    points = shapely.points(table["lon"].to_numpy(), table["lat"].to_numpy())
    points[table["lon"].isna().to_numpy()] = None
    return geopandas.GeoDataFrame(table, geometry=points, crs="EPSG:4326")
