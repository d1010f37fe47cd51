"""The formats that Dateline imports: how each is known by its columns, and how its rows are read."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from mapping.errors import ImportFileError
from mapping.imports import acled, emdat, gdelt, gtd, icews, own, polecat, table, timemap, ucdp
from mapping.imports.columns import study_columns
from mapping.imports.files import Source
from mapping.imports.placing import Tools
from mapping.imports.timemap_lists import Companions, find_companions
from mapping.imports.values import Header, ImportedEvent, Row

ReadRow = Callable[[Row], ImportedEvent]


@dataclass(frozen=True, kw_only=True, slots=True)
class Format:
    """One format.

    Attributes:
        name: As in `--format`.
        label: As people call it.
        uses: What its columns are for, by our names; a preview shows them.
        matches: Whether columns are this format's; None where no columns are its own.
        read_row: Reads one row, for a format whose columns need no study.
    """

    name: str
    label: str
    uses: tuple[tuple[str, str], ...]
    matches: Callable[[Header], bool]
    read_row: Callable[[Row, Tools], ImportedEvent] | None = None


FORMATS: tuple[Format, ...] = (
    Format(
        name=own.NAME,
        label="Dateline's own export",
        uses=(("id", "id"), ("date", "date_start"), ("end", "date_end"), ("place", "place"), ("text", "sentence")),
        matches=own.matches,
        read_row=own.read_row,
    ),
    Format(
        name=acled.NAME,
        label="ACLED",
        uses=(
            *(("id", "event_id_cnty"), ("date", "event_date"), ("date precision", "time_precision")),
            *(("type", "sub_event_type"), ("type in short", "event_type"), ("place", "location"), ("admin1", "admin1")),
            *(("country", "iso"), ("country by name", "country"), ("country by state number", "gwno")),
            *(("actor kind", "inter1"), ("recipient kind", "inter2"), ("source", "source"), ("version", "timestamp")),
            *(("lat", "latitude"), ("lon", "longitude"), ("place precision", "geo_precision"), ("text", "notes")),
            *(("actor", "actor1"), ("recipient", "actor2"), ("killed", "fatalities")),
        ),
        matches=acled.matches,
        read_row=acled.read_row,
    ),
    Format(
        name=gdelt.NAME,
        label="GDELT events",
        uses=(
            *(("id", "GLOBALEVENTID"), ("date", "SQLDATE"), ("published", "DATEADDED"), ("type", "EventCode")),
            *(("place", "ActionGeo_FullName"), ("country", "ActionGeo_CountryCode"), ("lat", "ActionGeo_Lat")),
            *(("lon", "ActionGeo_Long"), ("place precision", "ActionGeo_Type"), ("url", "SOURCEURL")),
            *(("actor", "Actor1Name"), ("recipient", "Actor2Name"), ("weight", "NumArticles")),
        ),
        matches=gdelt.matches,
        read_row=gdelt.read_row,
    ),
    Format(
        name=ucdp.NAME,
        label="UCDP GED",
        uses=(
            *(("id", "id"), ("date", "date_start"), ("end", "date_end"), ("date precision", "date_prec")),
            *(("type", "type_of_violence"), ("place", "where_coordinates"), ("country", "country_id")),
            *(("lat", "latitude"), ("lon", "longitude"), ("place precision", "where_prec")),
            *(("text", "source_headline"), ("actor", "side_a"), ("recipient", "side_b"), ("killed", "best")),
        ),
        matches=ucdp.matches,
        read_row=ucdp.read_row,
    ),
    Format(
        name=gtd.NAME,
        label="GTD",
        uses=(
            *(("id", "eventid"), ("date", "iyear"), ("type", "attacktype1_txt"), ("place", "city")),
            *(("admin1", "provstate"), ("country", "country_txt"), ("lat", "latitude"), ("lon", "longitude")),
            *(("place precision", "specificity"), ("text", "summary"), ("actor", "gname"), ("killed", "nkill")),
        ),
        matches=gtd.matches,
        read_row=gtd.read_row,
    ),
    Format(
        name=emdat.NAME,
        label="EM-DAT",
        uses=(
            *(("id", "DisNo."), ("date", "Start Year"), ("end", "End Year"), ("type", "Disaster Type")),
            *(("place", "Location"), ("admin units", "Admin Units"), ("country", "ISO"), ("lat", "Latitude")),
            *(("lon", "Longitude"), ("title", "Event Name"), ("killed", "Total Deaths")),
        ),
        matches=emdat.matches,
        read_row=emdat.read_row,
    ),
    Format(
        name=icews.NAME,
        label="ICEWS",
        uses=(("id", "Event ID"), ("date", "Event Date"), ("type", "CAMEO Code"), ("place", "City")),
        matches=icews.matches,
        read_row=icews.read_row,
    ),
    Format(
        name=polecat.NAME,
        label="POLECAT",
        uses=(("id", "Event ID"), ("date", "Event Date"), ("type", "Event Type"), ("place", "Placename")),
        matches=polecat.matches,
        read_row=polecat.read_row,
    ),
    Format(
        name=timemap.NAME,
        label="TimeMap",
        uses=(
            *(("id", "id"), ("date", "date"), ("type", "category"), ("place", "location"), ("lat", "latitude")),
            *(("lon", "longitude"), ("text", "description"), ("sources", "sources"), ("type by list", "associations")),
        ),
        matches=timemap.matches,
    ),
    Format(name=table.NAME, label="a table", uses=(), matches=lambda _: False),
)
"""In the order in which columns are tried; the last takes what no other knows."""


def find_format(header: Header, name: str = "") -> Format:
    """The format of a file with these columns.

    Args:
        header: The columns.
        name: The format that the person names; "" lets the columns tell.

    Raises:
        ImportFileError: There is no such format, or the columns are not its own.
    """
    if not name:
        return next((known for known in FORMATS if known.matches(header)), FORMATS[-1])
    named = next((known for known in FORMATS if known.name == name), None)
    if named is None:
        raise ImportFileError(f"there is no format {name!r}: there are {', '.join(known.name for known in FORMATS)}")
    if named is not FORMATS[-1] and not named.matches(header):
        columns = ", ".join(header.names[:20])
        raise ImportFileError(f"these are not the columns of {named.label}: {columns}; leave --format out to detect it")
    return named


def is_known_header(header: Header) -> bool:
    """Whether columns are those of a format of their own."""
    return any(known.matches(header) for known in FORMATS)


@dataclass(frozen=True, kw_only=True, slots=True)
class Reader:
    """How one file's rows become events; `fields` are columns by our name for what they hold."""

    read_row: ReadRow
    fields: tuple[tuple[str, str], ...]
    questions: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def make_reader(known: Format, source: Source, tools: Tools) -> Reader:
    """Prepare the reading of a file; formats whose columns need study are read once for it.

    Raises:
        ImportFileError: What the person says of the columns fits none.
    """
    stem = source.path.stem.removesuffix(".export")
    if known.read_row is not None:
        present = tuple((field, column) for field, column in known.uses if column in source.header)
        read_row = known.read_row
        if known.name == own.NAME and source.kind == "table":
            return Reader(read_row=lambda row: own.read_row(own.restore(row), tools), fields=present)
        return Reader(read_row=lambda row: read_row(row, tools), fields=present)
    if known.name == timemap.NAME:
        present = tuple((field, column) for field, column in known.uses if column in source.header)
        companions = find_companions(source.path)
        read_event = timemap.make_reader(_rows_of(source), tools, stem=stem, companions=companions)
        return Reader(read_row=read_event, fields=present, notes=_tell_lists(companions))
    columns = study_columns(source.header, _rows_of(source), tools.options)
    return Reader(
        read_row=table.make_reader(columns, tools, stem=stem),
        fields=tuple(columns.fields.items()),
        questions=columns.questions,
        notes=columns.notes,
    )


def _tell_lists(companions: Companions) -> tuple[str, ...]:
    lists = {"associations": companions.associations, "sources": companions.sources}
    told = ", ".join(f"{len(entries)} {name}" for name, entries in lists.items() if entries)
    return (f"lists beside the events: {told}",) if told else ()


def _rows_of(source: Source) -> Iterable[Row]:
    return (row for row, _ in source.read() if isinstance(row, Row))
