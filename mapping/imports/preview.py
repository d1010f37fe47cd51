"""What an import would make of a file, before anything is stored: the columns' uses, open questions, first events."""

from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from mapping.imports.extraction import make_extraction
from mapping.imports.files import open_source
from mapping.imports.formats import find_format, is_known_header, make_reader
from mapping.imports.geocoding import PlaceFinder
from mapping.imports.loading import describe_source
from mapping.imports.placing import ImportOptions, make_tools
from mapping.imports.values import Row, RowError, fold_name
from mapping.model import Event

_LOOKED_AT = 200
_SAMPLES = 3
_MAX_SAMPLE = 60


@dataclass(frozen=True, kw_only=True, slots=True)
class ColumnUse:
    """What a column is taken for, and some of its cells; `field` is "" for a column that is kept but not read."""

    field: str
    column: str
    samples: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Preview:
    """What an import would make of a file.

    Attributes:
        path: The file.
        source_format: The format's label.
        opened: How it was read: encoding, delimiter, sheet.
        columns: Every column, those with a use first.
        questions: What must be decided before the file can be imported.
        notes: What was found out.
        events: The first events; none while a question is open.
        errors: Why some of the first rows make no event.
    """

    path: str
    source_format: str
    opened: str
    columns: tuple[ColumnUse, ...]
    questions: tuple[str, ...]
    notes: tuple[str, ...]
    events: tuple[Event, ...]
    errors: tuple[str, ...]


def preview_file(
    path: Path, finder: PlaceFinder, options: ImportOptions, *, source_format: str = "", events: int = 5
) -> Preview:
    """Look at a file as `import_file` would read it.

    Args:
        path: As for `import_file`.
        finder: The gazetteer.
        options: What the person says of the file.
        source_format: The format's name; "" lets the columns tell.
        events: How many events to make.

    Raises:
        ImportFileError: The file cannot be read, or is of no format that fits.
    """
    tools = make_tools(finder, options)
    with open_source(path, is_known_header, sheet=options.sheet) as source:
        known = find_format(source.header, source_format)
        reader = make_reader(known, source, tools)
        rows = [row for row, _ in islice(source.read(), _LOOKED_AT) if isinstance(row, Row)]
        made: list[Event] = []
        errors: list[str] = []
        for row in rows if not reader.questions else ():
            if len(made) >= events:
                break
            try:
                made += make_extraction([reader.read_row(row)], path=path.name).events
            except RowError as error:
                errors.append(f"row {row.number}: {error}")
        return Preview(
            path=str(path),
            source_format=known.label,
            opened=describe_source(source),
            columns=_list_columns(source.header.names, reader.fields, rows),
            questions=reader.questions,
            notes=reader.notes,
            events=tuple(made),
            errors=tuple(errors[:events]),
        )


def _list_columns(
    names: tuple[str, ...], fields: tuple[tuple[str, str], ...], rows: list[Row]
) -> tuple[ColumnUse, ...]:
    taken = {fold_name(column) for _, column in fields}
    uses = [*fields, *(("", name) for name in names if name and fold_name(name) not in taken)]
    return tuple(ColumnUse(field=field, column=column, samples=_sample(column, rows)) for field, column in uses)


def _sample(column: str, rows: list[Row]) -> tuple[str, ...]:
    cells = dict.fromkeys(" ".join(cell.split())[:_MAX_SAMPLE] for row in rows if (cell := row.text(column)))
    return tuple(islice(cells, _SAMPLES))
