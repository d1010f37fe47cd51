"""ACLED: armed conflict and protest, coded by people; CSV or Excel export, or the JSON of its interface.

Source: ACLED Codebook (2023 and 2024), https://acleddata.com/knowledge-base/codebook/
"""

from datetime import timedelta

from mapping.event_types import OTHER_TYPE
from mapping.imports.codes import find_actor_kind
from mapping.imports.dates import DateForm, check_span, try_date, widen
from mapping.imports.fields import find_url, join_title, make_actor, make_toll, read_count
from mapping.imports.geocoding import PlaceName
from mapping.imports.placing import UNPLACED_SCORE, Tools
from mapping.imports.points import read_point
from mapping.imports.values import Header, ImportedEvent, Placed, Row, RowError
from mapping.kinds import Granularity
from mapping.model import Actor, DateSpan

NAME = "acled"
# ACLED writes the day first wherever it writes numbers alone.
_FORM = DateForm(day_first=True)
# The number within a country comes last: another country has it as well.
_IDS = ("event_id_cnty", "data_id", "event_id_no_cnty")


def matches(header: Header) -> bool:
    """Whether these are ACLED's columns, old or new: before 2019 there were no sub-types, before 2017 no ISO codes."""
    is_own = "sub_event_type" in header or any(name in header for name in _IDS)
    return is_own and header.has("event_date", "event_type", "actor1", "latitude", "longitude")


def read_row(row: Row, tools: Tools) -> ImportedEvent:
    """One event.

    Raises:
        RowError: The row has no id.
    """
    number = row.code(*_IDS)
    if not number:
        raise RowError("the row has no event_id_cnty")
    sub_type, event_type = row.text("sub_event_type"), row.text("event_type")
    # Who acted tells riots from protests in the files that count them as one.
    kind = tools.types.find("acled", sub_type) or tools.types.find("acled", event_type, row.code("inter1"))
    span, note, undated = _read_span(row, tools)
    placed = _place(row, tools)
    outlet = row.text("source")
    warnings = () if kind else ("the event's type is not known; it is other",)
    return ImportedEvent(
        source_format=NAME,
        doc_id=f"acled:{number}",
        text=row.text("notes") or join_title(sub_type or event_type, row.text("location"), row.text("country")),
        title=join_title(f"ACLED {number}", outlet and f"source: {outlet}"),
        source="ACLED",
        url=find_url(row.text("url"), row.text("source_url")),
        type=kind or tools.options.event_type or OTHER_TYPE,
        type_raw=sub_type or event_type,
        span=span,
        date_text=row.text("event_date"),
        date_note=note,
        undated=undated,
        placed=placed,
        actors=_read_actors(row),
        tolls=make_toll(row.text("fatalities"), "killed"),
        score=placed.choice.score if placed.choice else UNPLACED_SCORE,
        raw=row.write_raw(),
        version=read_count(row.text("timestamp")) or 0,
        warnings=warnings,
    )


def _read_span(row: Row, tools: Tools) -> tuple[DateSpan | None, str, str]:
    """The interval, a note on it, and why there is none."""
    latest = tools.options.latest
    span, undated = try_date(row.text("event_date"), _FORM, latest=latest)
    if span is None:
        return None, "", undated
    precision = row.code("time_precision")
    if precision == "2" and span.start and span.end:
        # The day given is the middle or the start of the week, which of them is not said.
        week = DateSpan(
            start=span.start - timedelta(days=3), end=span.end + timedelta(days=6), granularity=Granularity.WEEK
        )
        return check_span(week, latest=latest), f"known to the week around {span.start.isoformat()}", ""
    if precision == "3":
        return widen(span, Granularity.MONTH), "known to the month", ""
    return span, "", ""


def _place(row: Row, tools: Tools) -> Placed:
    code = (
        tools.countries.from_text(row.code("iso"))
        or tools.countries.from_text(row.text("iso3", "country"))
        or tools.countries.from_gleditsch_ward(row.code("gwno"))
    )
    words = PlaceName(
        name=row.text("location"), country_code=code, admin1=row.text("admin1"), admin2=row.text("admin2")
    )
    return tools.placer.place_row(
        words,
        read_point(row.text("longitude"), row.text("latitude"), swap=tools.options.swap_axes),
        source_format=NAME,
        precision=row.code("geo_precision"),
        country=row.text("country"),
    )


def _read_actors(row: Row) -> tuple[Actor, ...]:
    found: tuple[Actor, ...] = ()
    for side, role in (("1", "actor"), ("2", "recipient")):
        # inter1 and inter2 were numbers until 2024 and are words since.
        kind = find_actor_kind(NAME, row.code(f"inter{side}"))
        found += make_actor(row.text(f"actor{side}"), role, kind=kind)
        for name in row.text(f"assoc_actor_{side}", f"ally_actor_{side}").split(";"):
            found += make_actor(name, role)
    return found
