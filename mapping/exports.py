"""Events to take away: the formats that there are, and how the events of a filter become a file or a stream."""

import tempfile
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from mapping.errors import ExportError
from mapping.exporting.csv_table import write_rows
from mapping.exporting.features import write_collection, write_lines, write_sequence
from mapping.exporting.fields import list_columns
from mapping.exporting.geoparquet import save_geoparquet
from mapping.exporting.kml import write_placemarks
from mapping.exporting.records import About, Record, make_records
from mapping.exporting.stored import make_stored_records
from mapping.exporting.timemap import write_timemap
from mapping.exporting.vector import save_flatgeobuf, save_geopackage
from mapping.exporting.workbook import save_workbook
from mapping.model import Document, Event
from mapping.query import EventQuery
from mapping.reports import Correction
from mapping.store import EventStore

COLUMNS = tuple(field.name for field in list_columns())
"""The columns of the table formats."""

_PIECE_BYTES = 1 << 18
_EVERYTHING = About()

Stream = Callable[[Iterable[Record], About], Iterator[bytes]]
Save = Callable[[Iterable[Record], About, Path], None]


@dataclass(frozen=True, kw_only=True, slots=True)
class ExportFormat:
    """One format.

    Attributes:
        name: As in `--format`.
        ending: Of files and of the server's address, without the dot.
        media_type: As the server sends it.
        label: As people call it.
        description: What it is good for.
        stream: Writes it as it goes; None for a format that needs a file.
        save: Writes the file; None for a format that is a stream.
    """

    name: str
    ending: str
    media_type: str
    label: str
    description: str
    stream: Stream | None = None
    save: Save | None = None


FORMATS: tuple[ExportFormat, ...] = (
    ExportFormat(
        name="geojson",
        ending="geojson",
        media_type="application/geo+json",
        label="GeoJSON",
        description="for web maps, QGIS and programs; RFC 7946",
        stream=write_collection,
    ),
    ExportFormat(
        name="geojson-seq",
        ending="geojsons",
        media_type="application/geo+json-seq",
        label="GeoJSON text sequence",
        description="a feature a record, for streams; RFC 8142",
        stream=write_sequence,
    ),
    ExportFormat(
        name="ndjson",
        ending="ndjson",
        media_type="application/x-ndjson",
        label="GeoJSON lines",
        description="a feature a line, for jq, BigQuery and programs that read line by line",
        stream=write_lines,
    ),
    ExportFormat(
        name="csv",
        ending="csv",
        media_type="text/csv",
        label="CSV table",
        description="for spreadsheets and statistics; no cell is a formula; RFC 4180",
        stream=write_rows,
    ),
    ExportFormat(
        name="xlsx",
        ending="xlsx",
        media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        label="Excel workbook",
        description="with real dates, and a sheet that tells filter, attribution and what the columns mean",
        save=save_workbook,
    ),
    ExportFormat(
        name="kml",
        ending="kml",
        media_type="application/vnd.google-earth.kml+xml",
        label="KML",
        description="for Google Earth, with its time slider; a style for each family",
        stream=write_placemarks,
    ),
    ExportFormat(
        name="gpkg",
        ending="gpkg",
        media_type="application/geopackage+sqlite3",
        label="GeoPackage",
        description="for QGIS and ArcGIS, indexed by place",
        save=save_geopackage,
    ),
    ExportFormat(
        name="flatgeobuf",
        ending="fgb",
        media_type="application/flatgeobuf",
        label="FlatGeobuf",
        description="a compact file of geometries",
        save=save_flatgeobuf,
    ),
    ExportFormat(
        name="geoparquet",
        ending="parquet",
        media_type="application/vnd.apache.parquet",
        label="GeoParquet",
        description="for DuckDB, geopandas and BigQuery; version 1.1",
        save=save_geoparquet,
    ),
    ExportFormat(
        name="timemap",
        ending="timemap.json",
        media_type="application/json",
        label="TimeMap JSON",
        description="for Forensic Architecture's TimeMap",
        stream=write_timemap,
    ),
)
"""Every format; the command line, the server's addresses and the page's links are made of this list."""

# Endings that files bear as well as the formats' own.
_OTHER_ENDINGS = {"json": "geojson", "geojsonl": "ndjson", "geojsonseq": "geojson-seq", "geoparquet": "geoparquet"}


def find_format(name: str) -> ExportFormat:
    """The format of a name or ending.

    Raises:
        ExportError: There is none.
    """
    for known in FORMATS:
        if name in (known.name, known.ending):
            return known
    names = ", ".join(known.name for known in FORMATS)
    raise ExportError(f"there is no export format {name!r}: there are {names}")


def find_path_format(path: Path) -> ExportFormat:
    """The format that a file's ending names.

    Raises:
        ExportError: It names none.
    """
    name = path.name.casefold()
    for known in sorted(FORMATS, key=lambda known: -len(known.ending)):
        if name.endswith(f".{known.ending}"):
            return known
    other = _OTHER_ENDINGS.get(name.rpartition(".")[2])
    if other:
        return find_format(other)
    endings = ", ".join(f".{known.ending}" for known in FORMATS)
    raise ExportError(f"the ending of {path.name!r} names no export format: use one of {endings}, or name the format")


def describe_filter(args: Mapping[str, str | Sequence[str]]) -> tuple[tuple[str, str], ...]:
    """The parameters of a filter that ask something, in words, for what a file says of itself."""
    pairs = ((name, value if isinstance(value, str) else ", ".join(value)) for name, value in args.items())
    return tuple((name, value) for name, value in pairs if value)


def find_records(store: EventStore, query: EventQuery | None = None) -> Generator[Record, None, None]:
    """The events of a query as records, by first day; those without a date come last."""
    decisions: dict[str, list[Correction]] = {}
    for decision in store.find_corrections():
        decisions.setdefault(decision.event_id, []).append(decision)
    yield from make_stored_records(store.read_stored(query), store.get_place, decisions)


def stream_export(records: Iterable[Record], form: ExportFormat, about: About = _EVERYTHING) -> Iterator[bytes]:
    """An export piece by piece; a format that needs a file is written to one that is gone afterwards.

    Args:
        records: The events.
        form: The format.
        about: What the file says of itself.

    Raises:
        ExportError: The format cannot hold the events.
    """
    if form.stream is not None:
        yield from form.stream(records, about)
        return
    with tempfile.TemporaryDirectory(prefix="dateline-") as folder:
        path = Path(folder) / f"events.{form.ending}"
        save_export(records, path, form, about)
        with path.open("rb") as file:
            while piece := file.read(_PIECE_BYTES):
                yield piece


def save_export(
    records: Iterable[Record], path: Path, form: ExportFormat | None = None, about: About = _EVERYTHING
) -> None:
    """Write an export to a file, whole or not at all: a run that is broken off leaves what was there before.

    Args:
        records: The events.
        path: The file; one that is no plain file (a pipe, /dev/stdout) is written as the pieces come.
        form: The format; None for that of the file's ending.
        about: What the file says of itself.

    Raises:
        ExportError: The format cannot hold the events, or the file cannot be written.
    """
    form = form or find_path_format(path)
    is_plain = path.is_file() or not path.exists()
    # GDAL wants the ending that belongs to its format.
    partial = path.with_name(f".{path.name}.part.{form.ending}") if is_plain else path
    try:
        if form.save is not None and is_plain:
            form.save(records, about, partial)
        else:
            with partial.open("wb") as file:
                file.writelines(stream_export(records, form, about))
        if is_plain:
            partial.replace(path)
    except OSError as error:
        raise ExportError(f"cannot write {str(path)!r}: {error.strerror or error}") from error
    finally:
        if is_plain:
            partial.unlink(missing_ok=True)


def export_events(
    store: EventStore, path: str | Path, query: EventQuery | None = None, *, form: str = "", about: About = _EVERYTHING
) -> None:
    """Write the events of a query to a file, in constant memory.

    Args:
        store: An open store.
        path: The file; it is whole or not there.
        query: The filter; None for every event with a place.
        form: The format's name; "" for that of the file's ending.
        about: What the file says of itself.

    Raises:
        ExportError: There is no such format, or it cannot hold the events, or the file cannot be written.
        QueryError: The query cannot be asked.
    """
    save_export(find_records(store, query), Path(path), find_format(form) if form else None, about)


def write_features(events: Iterable[tuple[Event, Document]]) -> Iterator[str]:
    """A GeoJSON feature collection as text, piece by piece, in constant memory.

    Args:
        events: Each with its document, in the order in which they are to stand.

    Yields:
        Pieces that joined are one JSON text; each event is on a line of its own.
    """
    return (piece.decode() for piece in write_collection(make_records(events), _EVERYTHING))


def write_csv(events: Iterable[tuple[Event, Document]]) -> Iterator[str]:
    """A table as text (RFC 4180), piece by piece, with a first line of names; in constant memory.

    Args:
        events: Each with its document, in the order in which they are to stand.
    """
    return (piece.decode() for piece in write_rows(make_records(events), _EVERYTHING))
