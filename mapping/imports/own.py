"""Dateline's own exports, read back: an event keeps its id, its document's id, and everything that the export says."""

import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from mapping.errors import GazetteerError
from mapping.event_types import OTHER_TYPE, load_event_types
from mapping.extents import check_score
from mapping.imports.fields import find_url, read_count
from mapping.imports.own_decisions import read_decisions
from mapping.imports.placing import Tools
from mapping.imports.points import Point, read_degrees, read_point
from mapping.imports.values import Header, ImportedEvent, Placed, Row, RowError, write_cell
from mapping.kinds import Bound, Granularity, Level, Modality, Review
from mapping.model import Actor, DateSpan, Place, PlaceChoice, Toll
from mapping.plain import read_toll
from mapping.reports import Disagreement, Reading, ReportRef

NAME = "dateline"
# What the table export puts before a text that a spreadsheet would take for a formula.
_PROTECTED = re.compile(r"''*[=+\-@\t\r\n]")
_FEATURES = {
    Level.CITY: ("P", "PPL"),
    Level.ADM1: ("A", "ADM1"),
    Level.ADM2: ("A", "ADM2"),
    Level.COUNTRY: ("A", "PCLI"),
}
_SAME_DEGREES = 1e-4


def matches(header: Header) -> bool:
    """Whether these are the properties that Dateline writes."""
    return header.has("id", "document", "sentence", "trigger", "modality", "attribution")


def restore(row: Row) -> Row:
    """A row of a text table with its texts as they were before they were made safe for spreadsheets.

    Other files hold them as they are: there an apostrophe before a dash is the text's own.
    """
    cells = [
        cell[1:] if isinstance(cell, str) and cell.startswith("'") and _PROTECTED.match(cell) else cell
        for cell in row.cells
    ]
    return Row(row.number, row.header, cells)


def read_row(row: Row, tools: Tools) -> ImportedEvent:
    """One event.

    Raises:
        RowError: The row has no id or document, or a value that Dateline does not write.
    """
    event_id, doc_id = row.text("id"), row.text("document")
    if not event_id or not doc_id:
        raise RowError("the row has no id or no document")
    try:
        return _read_checked(row, tools, event_id, doc_id)
    except (ValueError, TypeError, AttributeError) as error:
        raise RowError("a value is not as Dateline writes it", str(error)) from error


def _read_checked(row: Row, tools: Tools, event_id: str, doc_id: str) -> ImportedEvent:
    details = _read_details(row.text("details"))
    kind = row.text("type")
    known = kind in load_event_types().types
    sentence = row.text("sentence")
    published = row.text("published")
    placed = _place(row, tools)
    decisions, warnings = read_decisions(_read_list(details.get("decisions", row.value("decisions"))), placed.choice)
    return ImportedEvent(
        source_format=NAME,
        doc_id=doc_id,
        event_id=event_id,
        text=sentence,
        title=row.text("title"),
        source=row.text("source"),
        url=find_url(row.text("url")),
        published=date.fromisoformat(published) if published else None,
        type=kind if known else OTHER_TYPE,
        type_raw=row.text("trigger"),
        modality=Modality(row.text("modality") or "happened"),
        span=_read_span(row),
        edtf=row.text("edtf"),
        date_text=row.text("date_text"),
        date_rule=row.text("date_rule"),
        date_note=row.text("date_note"),
        undated=row.text("undated"),
        placed=placed,
        actors=_read_actors(details.get("actors", row.value("actors"))),
        tolls=_read_tolls(details.get("tolls", row.value("tolls"))),
        date_score=_read_score(row.text("date_score")),
        accounts=_read_reports(details.get("reports", row.value("reports"))),
        disagreements=_read_disagreements(details.get("disagreements", row.value("disagreements"))),
        story_id=row.text("story_id"),
        story=row.text("story"),
        review=Review(row.text("review") or "none"),
        decisions=decisions,
        score=0.5 if (score := _read_score(row.text("score"))) is None else score,
        raw=row.write_raw(),
        warnings=(*warnings, *(() if known else (f"the type {kind!r} is not known here; the event's type is other",))),
    )


def _read_score(text: str) -> float | None:
    if not text:
        return None
    check_score(float(text))
    return float(text)


def _read_span(row: Row) -> DateSpan | None:
    start, end = row.text("date_start"), row.text("date_end")
    if not start and not end:
        return None
    return DateSpan(
        start=date.fromisoformat(start) if start else None,
        end=date.fromisoformat(end) if end else None,
        granularity=Granularity(row.text("date_precision") or "day"),
    )


def _place(row: Row, tools: Tools) -> Placed:
    lon, lat = row.text("lon", "longitude"), row.text("lat", "latitude")
    reading = read_point(lon, lat)
    # In other files (0, 0) means that there is no point; ours leave it out.
    point = (
        Point(lon=0.0, lat=0.0) if reading.problem and row.text("place_id") and _is_null(lon, lat) else reading.point
    )
    if point is None:
        reason = row.text("unplaced") or reading.problem or "the row names no place"
        return Placed(choice=None, words=row.text("place_text"), reason=reason)
    level = Level(row.text("level") or "city")
    feature_class, feature_code = _FEATURES.get(level, ("", ""))
    place = Place(
        place_id=row.text("place_id"),
        name=row.text("place"),
        ascii_name=row.text("place"),
        lon=point.lon,
        lat=point.lat,
        feature_class=feature_class,
        feature_code=feature_code,
        level=level,
        country_code=row.text("country_code"),
        country=row.text("country"),
        admin1_code=row.text("admin1_code"),
        admin1=row.text("admin1"),
        radius_km=float(row.text("radius_km") or 0),
    )
    choice = PlaceChoice(
        place=_find_again(place, tools),
        start=0,
        end=0,
        mention=row.text("place_text"),
        rule=row.text("place_rule"),
        score=float(row.text("place_score") or row.text("score") or 0.5),
    )
    return Placed(choice=choice, words=place.name)


def _is_null(lon: str, lat: str) -> bool:
    return read_degrees(lon) == 0 and read_degrees(lat) == 0


def _find_again(place: Place, tools: Tools) -> Place:
    """The gazetteer's own record, with codes and population, where it says the same of the place."""
    try:
        known = tools.placer.finder.get_place(place.place_id)
    except GazetteerError:
        return place
    same_point = abs(known.lon - place.lon) < _SAME_DEGREES and abs(known.lat - place.lat) < _SAME_DEGREES
    same_size = known.level is place.level and abs(known.radius_km - place.radius_km) < _SAME_DEGREES
    return known if same_point and same_size and known.name == place.name else place


_BOUNDS = {bound.value: bound for bound in Bound}


def _read_actors(value: Any) -> tuple[Actor, ...]:  # noqa: ANN401  (a list in GeoJSON, a text in a table)
    parts = _read_parts(value, "role", "text")
    return tuple(_make_actor(part) for part in parts if isinstance(part, Mapping) and part.get("text"))


def _make_actor(part: Mapping[str, Any]) -> Actor:
    text = str(part["text"])
    return Actor(
        start=0,
        end=0,
        text=text,
        head=text,
        role=str(part.get("role") or "actor"),
        kind=str(part.get("kind") or ""),
        country_code=str(part.get("country") or ""),
    )


def _read_tolls(value: Any) -> tuple[Toll, ...]:  # noqa: ANN401  (a list in GeoJSON, a text in a table)
    parts = _read_parts(value, "kind", "number")
    found = []
    for part in parts:
        if not isinstance(part, Mapping):
            continue
        told, bound = read_toll(write_cell(part.get("number")))
        number, name = read_count(told), str(part.get("bound") or bound)
        if number is not None:
            text = str(part.get("text") or number)
            bound = _BOUNDS.get(name, Bound.EXACT)
            kind = str(part.get("kind") or "killed")
            found.append(Toll(start=0, end=0, text=text, kind=kind, number=number, bound=bound))
    return tuple(found)


def _read_details(text: str) -> Mapping[str, Any]:
    """The column of tables in which the fields with parts stand whole; nothing in files of before it was written."""
    value = json.loads(text) if text.startswith("{") else {}
    return value if isinstance(value, dict) else {}


def _read_reports(value: Any) -> tuple[ReportRef, ...]:  # noqa: ANN401  (any JSON value)
    return tuple(
        ReportRef(
            report_id=write_cell(part.get("id")),
            doc_id=write_cell(part.get("document")),
            source=write_cell(part.get("source")),
        )
        for part in _read_list(value)
        if isinstance(part, dict)
    )


def _read_disagreements(value: Any) -> tuple[Disagreement, ...]:  # noqa: ANN401  (any JSON value)
    return tuple(
        Disagreement(
            kind=write_cell(part.get("kind")),
            readings=tuple(
                Reading(
                    value=write_cell(reading.get("value")),
                    report_ids=tuple(map(write_cell, reading.get("reports") or ())),
                )
                for reading in part.get("readings") or ()
            ),
        )
        for part in _read_list(value)
        if isinstance(part, dict)
    )


def _read_parts(value: Any, first: str, second: str) -> list[Any]:  # noqa: ANN401  (any JSON value)
    """A list, or what the words of a table say of it: "role: text; role: text"."""
    parts = _read_list(value)
    if parts or not isinstance(value, str):
        return parts
    pairs = (part.partition(": ") for part in value.split("; ") if part)
    return [{first: left, second: right} for left, _, right in pairs]


def _read_list(value: Any) -> list[Any]:  # noqa: ANN401  (any JSON value)
    """A list as GeoJSON has it, or its JSON as files of geometries hold it; else an empty one."""
    if isinstance(value, str) and value.startswith("["):
        value = json.loads(value)
    return value if isinstance(value, list) else []
