"""Which column of a plain table is which field, how it writes days, and what only a person can say of it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from itertools import chain, islice

from mapping.errors import ImportFileError
from mapping.imports.dates import DateForm, find_date_form
from mapping.imports.placing import ImportOptions
from mapping.imports.points import read_degrees, read_pair
from mapping.imports.values import Header, Row, fold_name
from mapping.settings import find_folder
from mapping.tables import read_table

_LOOKED_AT = 1000
_PARTS = ("year", "month", "day")
_WHERE = ("place", "admin1", "admin2", "country", "point")


@dataclass(frozen=True, kw_only=True, slots=True)
class TableColumns:
    """How a table is read.

    Attributes:
        fields: The column of each field that has one.
        form: How its days are written.
        questions: What the person must decide before rows can be read; empty for a table that is clear.
        notes: What was found out, for the preview.
    """

    fields: Mapping[str, str]
    form: DateForm
    questions: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def read(self, row: Row, field: str) -> str:
        """The row's cell of a field, "" where there is none."""
        column = self.fields.get(field)
        return row.text(column) if column else ""


@cache
def load_field_names() -> Mapping[str, tuple[str, ...]]:
    """The names that columns of each field bear, likeliest first, from geodata/import_columns.csv.

    Raises:
        GazetteerError: The table is missing.
    """
    rows = read_table(find_folder("geodata") / "import_columns.csv")
    return {row["field"]: tuple(map(fold_name, row["names"].split("|"))) for row in rows}


def map_columns(header: Header, corrections: Mapping[str, str], empty: frozenset[str] = frozenset()) -> dict[str, str]:
    """Guess the field of each column by its name; what the person says goes first.

    Args:
        header: The table's columns.
        corrections: Fields by column name; the field "-" leaves a column out.
        empty: Columns that hold nothing, which are taken only where no other fits.

    Returns:
        Column names by field.

    Raises:
        ImportFileError: A correction names a column or a field that there is not.
    """
    known = load_field_names()
    fields: dict[str, str] = {}
    taken: set[str] = set()
    for column, field in corrections.items():
        if column not in header:
            close = get_close_matches(column, header.names, n=1) or list(header.names)
            raise ImportFileError(f"there is no column {column!r} to map: did you mean {', '.join(close[:12])}?")
        if field not in known and field != "-":
            raise ImportFileError(f"there is no field {field!r}: there are {', '.join(known)}, and - for none")
        taken.add(fold_name(column))
        if field != "-":
            fields[field] = column
    for field, names in known.items():
        if field in fields:
            continue
        free = [name for name in names if name in header.index and name not in taken]
        free.sort(key=lambda name: header.names[header.index[name]] in empty)
        if free:
            name = free[0]
            fields[field] = header.names[header.index[name]]
            taken.add(name)
    _choose_days(fields, known["day"], corrections)
    # One cell with both numbers is read only where they have no columns of their own.
    if "lat" in fields and "lon" in fields:
        fields.pop("point", None)
    elif "lat" in fields or "lon" in fields:
        lone = "lat" if "lat" in fields else "lon"
        if lone not in corrections.values():
            fields.pop(lone)
    return fields


def _choose_days(fields: dict[str, str], names: Sequence[str], corrections: Mapping[str, str]) -> None:
    """Years, months and days of their own count where no column has whole dates; "Day" beside "Year" is a number."""
    if "year" in fields and "date" not in corrections.values() and fold_name(fields.get("date", "")) in names:
        fields["day"] = fields.pop("date")
    if "date" in fields or "year" not in fields:
        for part in _PARTS:
            fields.pop(part, None)


def study_columns(header: Header, rows: Iterable[Row], options: ImportOptions) -> TableColumns:
    """Map the columns, and read all rows once for what must be decided for a whole column.

    Args:
        header: The table's columns.
        rows: All rows, once.
        options: What the person says.

    Raises:
        ImportFileError: A correction fits no column or field.
    """
    rest = iter(rows)
    first = list(islice(rest, _LOOKED_AT))
    empty = frozenset(name for name in header.names if not any(row.value(name) for row in first))
    fields = map_columns(header, options.columns, empty)
    questions = []
    if not ("lat" in fields and "lon" in fields) and not any(field in fields for field in _WHERE):
        news = "" if fields else "no column is known (news is read by `dateline ingest`), and "
        questions.append(
            f"{news}no column tells a place: say which does, as in --map {header.names[0]!r}=place"
            f" (columns: {', '.join(header.names[:20])})"
        )
    axes = _Axes()
    form = find_date_form(_watch(chain(first, rest), fields, axes), day_first=options.day_first)
    if not form.is_settled:
        questions.append(
            f"the dates can be read in two ways ({form.example}; {form.note}): say --day-first or --month-first"
        )
    if axes.look_swapped and not options.swap_axes:
        questions.append(
            f"{axes.beyond} latitudes lie beyond 90 degrees and no longitude does ({axes.example}):"
            " the two columns look swapped; say --swap-axes, or map them with --map"
        )
    return TableColumns(fields=fields, form=form, questions=tuple(questions), notes=_tell(fields, form))


class _Axes:
    """Counts positions that only fit the other way round."""

    def __init__(self) -> None:
        self.beyond = 0
        self.sound = 0
        self.example = ""

    def add(self, lon: float | None, lat: float | None, cells: str) -> None:
        if lon is None or lat is None:
            return
        if abs(lat) > 90 and abs(lat) <= 180 and abs(lon) <= 90:
            self.beyond += 1
            self.example = self.example or cells
        elif abs(lon) > 90:
            self.sound += 1

    @property
    def look_swapped(self) -> bool:
        return self.beyond > 0 and self.sound == 0


def _watch(rows: Iterable[Row], fields: Mapping[str, str], axes: _Axes) -> Iterator[str]:
    """The cells with days of all rows; the positions are looked at on the way."""
    columns = [fields[field] for field in ("date", "end") if field in fields]
    lat, lon, pair = fields.get("lat"), fields.get("lon"), fields.get("point")
    for row in rows:
        if lat and lon:
            cells = (row.text(lon), row.text(lat))
            axes.add(read_degrees(cells[0]), read_degrees(cells[1]), f"{lat} {cells[1]}, {lon} {cells[0]}")
        elif pair and read_pair(row.text(pair)).problem:
            swapped = read_pair(row.text(pair), swap=True).point
            if swapped:
                axes.add(swapped.lat, swapped.lon, row.text(pair))
        for column in columns:
            yield row.text(column)


def _tell(fields: Mapping[str, str], form: DateForm) -> tuple[str, ...]:
    notes = []
    if "year" in fields:
        notes.append(f"dates: put together from {', '.join(fields[part] for part in _PARTS if part in fields)}")
    elif "date" not in fields:
        notes.append("no column with a date: the events will have none")
    elif form.note:
        notes.append(f"dates: {form.note}")
    if "type" not in fields:
        notes.append("no column with a type: say one for all rows with --type, else they are other")
    return tuple(notes)
