"""Any table with a column of place names or of positions, and GeoJSON: the columns are known by their names."""

from collections.abc import Callable
from typing import Any

from mapping.event_types import OTHER_TYPE
from mapping.imports.columns import TableColumns
from mapping.imports.dates import check_span, join_spans, make_span, read_date, read_month
from mapping.imports.fields import find_url, hash_row, join_title, join_words, make_actor, make_toll, read_count
from mapping.imports.geocoding import PlaceName
from mapping.imports.placing import UNPLACED_SCORE, Tools
from mapping.imports.points import PointReading, read_pair, read_point
from mapping.imports.values import ImportedEvent, Placed, Row, RowError, write_cell
from mapping.kinds import TOLL_KINDS, Level
from mapping.model import DateSpan

NAME = "table"
_LONGEST_CODE = 3


def make_reader(columns: TableColumns, tools: Tools, *, stem: str) -> Callable[[Row], ImportedEvent]:
    """A reader of rows for one table.

    Args:
        columns: How the table is read.
        tools: The gazetteer and what the person says.
        stem: The file's name without its suffix; ids of rows begin with it, and it stands for a missing source.
    """
    return lambda row: _read_row(row, columns, tools, stem)


def _read_row(row: Row, columns: TableColumns, tools: Tools, stem: str) -> ImportedEvent:
    number = columns.read(row, "id") or hash_row(row)
    word = columns.read(row, "type")
    kind = tools.types.find_word(word) if word else ""
    span, date_text, undated, warnings = _read_span(row, columns, tools)
    placed = _place(row, columns, tools)
    source = columns.read(row, "source")
    url = find_url(columns.read(row, "url"), source)
    title = columns.read(row, "title")
    warnings += (f"the type {word!r} is not known; the event's type is other",) if word and not kind else ()
    return ImportedEvent(
        source_format=NAME,
        doc_id=f"{NAME}:{stem}:{number}",
        text=columns.read(row, "text") or title or join_title(word, _tell_place(row, columns), date_text),
        title=title or join_title(stem, number if "id" in columns.fields else f"row {row.number}"),
        source=stem if source == url or not source else source,
        url=url,
        type=kind or tools.options.event_type or OTHER_TYPE,
        type_raw=word or "event",
        span=span,
        date_text=date_text,
        undated=undated,
        placed=placed,
        actors=make_actor(columns.read(row, "actor"), "actor")
        + make_actor(columns.read(row, "recipient"), "recipient"),
        tolls=tuple(toll for name in TOLL_KINDS for toll in make_toll(columns.read(row, name), name)),
        score=placed.choice.score if placed.choice else UNPLACED_SCORE,
        raw=row.write_raw(),
        warnings=warnings,
    )


def _read_span(row: Row, columns: TableColumns, tools: Tools) -> tuple[DateSpan | None, str, str, tuple[str, ...]]:
    """The interval, the cells that told it, why there is none, and warnings."""
    column = columns.fields.get("date")
    if "year" in columns.fields:
        return *_read_parts(row, columns, tools), ()
    if column is None:
        return None, "", "the table has no column with a date", ()
    times = _list_times(row.value(column))
    cells = list(filter(None, (*(times or [row.text(column)]), columns.read(row, "end"))))
    if not cells:
        return None, "", "the row gives no date", ()
    try:
        spans = [read_date(cell, columns.form, latest=tools.options.latest) for cell in (cells[0], cells[-1])]
    except RowError as error:
        return None, "", error.reason, ()
    first, last = spans
    swapped = first.start is not None and last.end is not None and last.end < first.start
    warnings = ("the end lay before the start: swapped",) if swapped else ()
    text = cells[0] if len(cells) == 1 else f"{cells[0]} to {cells[-1]}"
    return join_spans(first, last), text, "", warnings


def _read_parts(row: Row, columns: TableColumns, tools: Tools) -> tuple[DateSpan | None, str, str]:
    """The interval of a year, month and day in columns of their own; a part that is missing leaves a longer one."""
    cells = [columns.read(row, part) for part in ("year", "month", "day")]
    year, month, day = read_count(cells[0]) or 0, read_month(cells[1]), read_count(cells[2]) or 0
    text = "-".join(filter(None, cells))
    if not year:
        return None, text, "the row gives no year" if not cells[0] else "the date is not understood"
    try:
        span = check_span(make_span(year, month, day if month else 0), latest=tools.options.latest)
    except RowError as error:
        return None, text, error.reason
    return span, text, ""


def _list_times(value: Any) -> list[str]:  # noqa: ANN401  (any JSON value)
    """The times of a GeoJSON property that holds one for each coordinate."""
    return [write_cell(item).strip() for item in value] if isinstance(value, list) else []


def _place(row: Row, columns: TableColumns, tools: Tools) -> Placed:
    country = columns.read(row, "country")
    code = _read_country(country, tools) if country else tools.options.country
    words = PlaceName(
        name=columns.read(row, "place"),
        country_code=code,
        admin1=columns.read(row, "admin1"),
        admin2=columns.read(row, "admin2"),
    )
    if country and not code and not words.name:
        # A country that no list knows may still be a place that the gazetteer knows.
        words = PlaceName(name=country)
    reading = _read_point(row, columns, tools)
    return tools.placer.place_row(words, reading, source_format=NAME, country=country)


def _tell_place(row: Row, columns: TableColumns) -> str:
    return join_words(columns.read(row, field) for field in ("place", "admin2", "admin1", "country"))


def _read_country(text: str, tools: Tools) -> str:
    if tools.options.country_codes == "fips" and len(text) == 2:
        return tools.countries.from_fips(text)
    code = tools.countries.from_text(text)
    if code or len(text) <= _LONGEST_CODE:
        return code
    # "Irak" is no name that lists of countries have, but the gazetteer knows it.
    places = tools.placer.finder.find_places(text)
    return places[0].country_code if places and places[0].level is Level.COUNTRY else ""


def _read_point(row: Row, columns: TableColumns, tools: Tools) -> PointReading:
    if "lat" in columns.fields and "lon" in columns.fields:
        lon, lat = columns.read(row, "lon"), columns.read(row, "lat")
        return read_point(lon, lat, swap=tools.options.swap_axes)
    return read_pair(columns.read(row, "point"), swap=tools.options.swap_axes)
