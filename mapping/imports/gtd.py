"""The Global Terrorism Database: attacks since 1970, coded by people; Excel or CSV.

Source: GTD Codebook (August 2021), https://www.start.umd.edu/gtd/
"""

from mapping.event_types import OTHER_TYPE
from mapping.imports.dates import DateForm, check_span, join_spans, make_span, read_date
from mapping.imports.fields import find_url, join_title, join_words, make_actor, make_toll, read_count
from mapping.imports.geocoding import PlaceName, is_unknown
from mapping.imports.placing import UNPLACED_SCORE, Tools
from mapping.imports.points import read_point
from mapping.imports.values import Header, ImportedEvent, Placed, Row, RowError
from mapping.model import DateSpan

NAME = "gtd"
_SUICIDE = "strike.suicide"
_NEAR = "2"


def matches(header: Header) -> bool:
    """Whether these are GTD's columns."""
    return header.has("eventid", "iyear", "imonth", "iday", "attacktype1_txt")


def read_row(row: Row, tools: Tools) -> ImportedEvent:
    """One attack.

    Raises:
        RowError: The row has no id.
    """
    number = row.code("eventid")
    if not number:
        raise RowError("the row has no eventid")
    attack = row.text("attacktype1_txt")
    kind = _SUICIDE if row.code("suicide") == "1" else tools.types.find("gtd", attack)
    span, note, undated = _read_span(row, tools)
    placed = _place(row, tools)
    group = "" if is_unknown(row.text("gname")) else row.text("gname")
    doubt = "may not be terrorism" if row.code("doubtterr") == "1" else ""
    return ImportedEvent(
        source_format=NAME,
        doc_id=f"gtd:{number}",
        text=row.text("summary") or join_title(attack, group, row.text("targtype1_txt"), row.text("city")),
        title=join_title(f"GTD {number}", attack, doubt),
        source="GTD",
        url=find_url(row.text("scite1"), row.text("scite2"), row.text("scite3")),
        type=kind or tools.options.event_type or OTHER_TYPE,
        type_raw=attack,
        span=span,
        date_text=row.text("approxdate") or "-".join(row.text(name) for name in ("iyear", "imonth", "iday")),
        date_note=note,
        undated=undated,
        placed=placed,
        actors=make_actor(group, "actor", kind="rebel")
        + make_actor(join_words((row.text("target1"), row.text("targtype1_txt"))), "recipient"),
        tolls=make_toll(row.text("nkill"), "killed") + make_toll(row.text("nwound"), "wounded"),
        score=placed.choice.score if placed.choice else UNPLACED_SCORE,
        raw=row.write_raw(),
        warnings=() if kind else ("the attack type is not known; the event's type is other",),
    )


def _read_span(row: Row, tools: Tools) -> tuple[DateSpan | None, str, str]:
    """The interval, a note on it, and why there is none; months and days of 0 are unknown."""
    year, month, day = (read_count(row.text(name)) or 0 for name in ("iyear", "imonth", "iday"))
    if not year:
        return None, "", "the row gives no date"
    try:
        span = check_span(make_span(year, month, day), latest=tools.options.latest)
    except RowError as error:
        return None, "", error.reason
    note = join_words((row.text("approxdate"), "" if day and month else "the day is unknown"), "; ")
    if row.code("extended") != "1" or not row.text("resolution"):
        return span, note, ""
    try:
        end = read_date(
            row.text("resolution"), DateForm(day_first=tools.options.day_first), latest=tools.options.latest
        )
    except RowError:
        return span, join_words((note, "it went on for more than a day"), "; "), ""
    if end.end and span.start and end.end < span.start:
        return span, note, ""
    return join_spans(span, end), note, ""


def _place(row: Row, tools: Tools) -> Placed:
    code = tools.countries.from_text(row.text("country_txt"))
    city, province = row.text("city"), row.text("provstate")
    words = PlaceName(name=city, country_code=code, admin1=province)
    precision = row.code("specificity")
    if precision == "1" and row.code("vicinity") == "1":
        precision = _NEAR
    return tools.placer.place_row(
        words,
        read_point(row.text("longitude"), row.text("latitude"), swap=tools.options.swap_axes),
        source_format=NAME,
        precision=precision,
        country=row.text("country_txt"),
    )
