"""GeoPackage and FlatGeobuf, written by GDAL from record batches as they come.

Source: https://www.geopackage.org/spec/, https://flatgeobuf.org/, GDAL through pyogrio
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from mapping.errors import ExportError, MappingError
from mapping.exporting.batches import GEOMETRY, make_batches, make_fields
from mapping.exporting.credits import PLACES_CREDIT
from mapping.exporting.fields import list_columns
from mapping.exporting.flat import flatten
from mapping.exporting.records import About, Record

LAYER = "events"
_TITLE = "Dateline events"


def save_geopackage(records: Iterable[Record], about: About, path: Path) -> None:
    """A GeoPackage with one layer, indexed by place; what the file says of itself is its metadata."""
    told = {"filter": _tell_filter(about), "credit": PLACES_CREDIT}
    _save(records, path, driver="GPKG", layer_metadata=told, IDENTIFIER=_TITLE, DESCRIPTION=_describe(about))


def save_flatgeobuf(records: Iterable[Record], about: About, path: Path) -> None:
    """A FlatGeobuf in the order of the events, without an index, which would be made in memory."""
    _save(records, path, driver="FlatGeobuf", SPATIAL_INDEX="NO", TITLE=_TITLE, DESCRIPTION=_describe(about))


def _tell_filter(about: About) -> str:
    return "; ".join(f"{name}={value}" for name, value in about.filter) or "none"


def _describe(about: About) -> str:
    """What map programs show of a layer before it is opened."""
    return f"Filter: {_tell_filter(about)}. {PLACES_CREDIT} Each event names its source in `attribution`."


def _save(records: Iterable[Record], path: Path, **options: object) -> None:
    import pyarrow
    import pyogrio

    geometry = pyarrow.field(GEOMETRY, pyarrow.binary(), metadata={"ARROW:extension:name": "ogc.wkb"})
    schema = pyarrow.schema([*make_fields(list_columns(), {}), geometry])
    watched = _Watched(records)
    batches = pyarrow.RecordBatchReader.from_batches(schema, make_batches(watched, schema, flatten))
    try:
        pyogrio.write_arrow(
            batches, path, layer=LAYER, geometry_name=GEOMETRY, geometry_type="Point", crs="EPSG:4326", **options
        )
    except RuntimeError as error:
        raise watched.error or ExportError(f"cannot write {path.name!r}: {error}") from error
    except pyogrio.errors.DataSourceError as error:
        raise ExportError(f"cannot write {path.name!r}: {error}") from error


class _Watched:
    """Records that remember their error: GDAL tells of a broken stream only that it broke."""

    def __init__(self, records: Iterable[Record]) -> None:
        self._records = records
        self.error: MappingError | None = None

    def __iter__(self) -> Iterator[Record]:
        try:
            yield from self._records
        except MappingError as error:
            self.error = error
            raise
