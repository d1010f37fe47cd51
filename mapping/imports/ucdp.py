"""UCDP GED: deadly violence, coded by people; the yearly release, the monthly candidates, and the interface's JSON.

Source: UCDP Georeferenced Event Dataset Codebook 24.1, https://ucdp.uu.se/downloads/
"""

from dataclasses import replace

from mapping.event_types import OTHER_TYPE
from mapping.imports.codes import find_actor_kind
from mapping.imports.dates import DateForm, join_spans, read_date, widen
from mapping.imports.fields import find_url, join_title, join_words, make_actor, make_toll, read_count
from mapping.imports.geocoding import PlaceName
from mapping.imports.placing import UNPLACED_SCORE, Tools
from mapping.imports.points import read_point
from mapping.imports.values import Header, ImportedEvent, Placed, Row, RowError
from mapping.kinds import Granularity
from mapping.model import DateSpan, Toll

NAME = "ucdp"
_GRANULARITY = {"3": Granularity.WEEK, "4": Granularity.MONTH, "5": Granularity.YEAR}
_SEVERAL = 0.8  # a row that sums up several happenings is as sure as they, but not one event


def matches(header: Header) -> bool:
    """Whether these are UCDP's columns."""
    return header.has("type_of_violence", "date_start", "date_end", "side_a", "side_b")


def read_row(row: Row, tools: Tools) -> ImportedEvent:
    """One event.

    Raises:
        RowError: The row has no id.
    """
    number = row.code("id")
    if not number:
        raise RowError("the row has no id")
    violence = row.code("type_of_violence")
    kind = tools.types.find("ucdp", violence)
    span, note, undated, warnings = _read_span(row, tools)
    placed = _place(row, tools)
    sides = join_words((row.text("side_a"), row.text("side_b")), " – ")
    score = placed.choice.score if placed.choice else UNPLACED_SCORE
    clarity = "one of several events summed up" if row.code("event_clarity") == "2" else ""
    return ImportedEvent(
        source_format=NAME,
        doc_id=f"ucdp:{number}",
        text=row.text("source_headline")
        or join_title(sides or row.text("dyad_name"), row.text("where_description", "where_coordinates")),
        title=join_title(f"UCDP GED {number}", sides, row.text("source_office", "source_article")),
        source="UCDP GED",
        url=find_url(*row.text("source_original").split(";"), *row.text("source_article").split(";")),
        type=kind or tools.options.event_type or OTHER_TYPE,
        type_raw={"1": "state-based violence", "2": "non-state violence", "3": "one-sided violence"}.get(violence, ""),
        span=span,
        date_text=_tell_days(row),
        date_note=join_words((note, clarity), "; "),
        undated=undated,
        placed=placed,
        actors=make_actor(row.text("side_a"), "actor", kind=find_actor_kind(NAME, f"{violence}a"))
        + make_actor(row.text("side_b"), "recipient", kind=find_actor_kind(NAME, f"{violence}b")),
        tolls=_read_tolls(row),
        score=score * _SEVERAL if clarity else score,
        raw=row.write_raw(),
        warnings=warnings + (() if kind else ("the type_of_violence is not known; the event's type is other",)),
    )


def _tell_days(row: Row) -> str:
    days = (row.text("date_start").split(" ")[0], row.text("date_end").split(" ")[0])
    return join_words(days, " to ")


def _read_span(row: Row, tools: Tools) -> tuple[DateSpan | None, str, str, tuple[str, ...]]:
    """The interval, a note on it, why there is none, and warnings."""
    form = DateForm(day_first=tools.options.day_first)
    start, end = row.text("date_start"), row.text("date_end")
    if not start and not end:
        return None, "", "the row gives no date", ()
    try:
        first = read_date(start or end, form, latest=tools.options.latest)
        last = read_date(end or start, form, latest=tools.options.latest)
    except RowError as error:
        return None, "", error.reason, ()
    swapped = first.start is not None and last.end is not None and first.start > last.end
    span = join_spans(first, last)
    coarse = _GRANULARITY.get(row.code("date_prec"))
    note = {"3": "known to the week", "4": "known to the month", "5": "known to the year"}.get(
        row.code("date_prec"), ""
    )
    warnings = ("date_end lay before date_start: swapped",) if swapped else ()
    return (widen(span, coarse) if coarse else span), note, "", warnings


def _place(row: Row, tools: Tools) -> Placed:
    # country_id is Gleditsch and Ward's number, never ISO's.
    code = tools.countries.from_gleditsch_ward(row.code("country_id")) or tools.countries.from_text(row.text("country"))
    words = PlaceName(
        name=row.text("where_coordinates"), country_code=code, admin1=row.text("adm_1"), admin2=row.text("adm_2")
    )
    return tools.placer.place_row(
        words,
        read_point(row.text("longitude"), row.text("latitude"), swap=tools.options.swap_axes),
        source_format=NAME,
        precision=row.code("where_prec"),
        country=row.text("country"),
    )


def _read_tolls(row: Row) -> tuple[Toll, ...]:
    """The best estimate with its bounds in words."""
    best, low, high = (row.text(name) for name in ("best", "low", "high"))
    text = best if low == high == best else f"{best} ({low or '?'} to {high or '?'})"
    tolls = make_toll(best, "killed")
    if not tolls and read_count(high):
        # Nobody for sure, but perhaps: "0 (0 to 12)" must not become silence.
        tolls = (Toll(start=0, end=0, text=text, kind="killed", number=0),)
    return tuple(replace(toll, text=text) for toll in tolls)
