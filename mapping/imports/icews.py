"""ICEWS events, coded by machine, 1995 to 2023; tab-separated.

Source: ICEWS Coded Event Data Read Me, https://doi.org/10.7910/DVN/28075
"""

from mapping.event_types import OTHER_TYPE
from mapping.imports.codes import pad_cameo
from mapping.imports.dates import DateForm, try_date
from mapping.imports.fields import join_title, make_actor
from mapping.imports.geocoding import PlaceName, drop_unknown
from mapping.imports.placing import UNPLACED_SCORE, Tools
from mapping.imports.points import read_point
from mapping.imports.values import Header, ImportedEvent, Placed, Row, RowError
from mapping.model import Actor

NAME = "icews"


def matches(header: Header) -> bool:
    """Whether these are ICEWS's columns."""
    return header.has("Event ID", "Event Date", "CAMEO Code", "Source Name", "Target Name")


def read_row(row: Row, tools: Tools) -> ImportedEvent:
    """One event.

    Raises:
        RowError: The row has no id.
    """
    number = row.code("Event ID")
    if not number:
        raise RowError("the row has no Event ID")
    code = pad_cameo(row.code("CAMEO Code"))
    kind = tools.types.find_cameo(code)
    placed = _place(row, tools)
    span, undated = try_date(row.text("Event Date"), DateForm(), latest=tools.options.latest)
    publisher = row.text("Publisher")
    return ImportedEvent(
        source_format=NAME,
        # One number may stand for events of two days: of 17 million, 145,000 do.
        doc_id=f"icews:{number}:{row.text('Event Date')}",
        text=join_title(row.text("Event Text"), row.text("Source Name"), row.text("Target Name")),
        title=join_title(f"ICEWS {number}", publisher and f"source: {publisher}"),
        source="ICEWS",
        type=kind or tools.options.event_type or OTHER_TYPE,
        type_raw=f"{row.text('Event Text')} ({code})",
        span=span,
        date_text=row.text("Event Date"),
        undated=undated,
        placed=placed,
        actors=_read_actor(row, "Source", "actor", tools) + _read_actor(row, "Target", "recipient", tools),
        score=placed.choice.score if placed.choice else UNPLACED_SCORE / 2,
        raw=row.write_raw(),
    )


def _read_actor(row: Row, side: str, role: str, tools: Tools) -> tuple[Actor, ...]:
    country = tools.countries.from_text(row.text(f"{side} Country"))
    return make_actor(row.text(f"{side} Name"), role, country_code=country)


def _place(row: Row, tools: Tools) -> Placed:
    country = row.text("Country")
    code = tools.countries.from_text(country)
    words = drop_unknown(
        PlaceName(name=row.text("City"), country_code=code, admin1=row.text("Province"), admin2=row.text("District"))
    )
    return tools.placer.place_row(
        words,
        read_point(row.text("Longitude"), row.text("Latitude"), swap=tools.options.swap_axes),
        source_format=NAME,
        precision="city" if words.name else "adm1" if words.admin1 or words.admin2 else "country",
        country=country,
    )
