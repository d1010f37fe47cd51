"""POLECAT: events in PLOVER's words, coded by machine, since 2018; tab-separated.

Source: POLECAT codebook and data, https://doi.org/10.7910/DVN/AJGVIT
"""

from mapping.event_types import OTHER_TYPE
from mapping.imports.dates import DateForm, try_date
from mapping.imports.fields import find_url, join_title, join_words, make_actor
from mapping.imports.geocoding import PlaceName, is_unknown
from mapping.imports.placing import UNPLACED_SCORE, Tools
from mapping.imports.points import read_point
from mapping.imports.values import Header, ImportedEvent, Placed, Row, RowError

NAME = "polecat"


def matches(header: Header) -> bool:
    """Whether these are POLECAT's columns."""
    return header.has("Event ID", "Event Date", "Event Type", "Event Mode", "Actor Name", "Recipient Name")


def read_row(row: Row, tools: Tools) -> ImportedEvent:
    """One event.

    Raises:
        RowError: The row has no id.
    """
    number = row.code("Event ID")
    if not number:
        raise RowError("the row has no Event ID")
    kind, mode = row.text("Event Type"), _read_name(row, "Event Mode")
    type_code = tools.types.find("plover", kind, mode)
    placed = _place(row, tools)
    span, undated = try_date(row.text("Event Date"), DateForm(), latest=tools.options.latest)
    published, _ = try_date(row.text("Publication Date"), DateForm(), latest=tools.options.latest)
    actor, recipient = _read_name(row, "Actor Name"), _read_name(row, "Recipient Name")
    sides = join_words((actor, recipient), " – ")
    what = join_words((kind, mode), " / ")
    return ImportedEvent(
        source_format=NAME,
        doc_id=f"polecat:{number}",
        text=row.text("Headline", "Event Text")
        or join_title(what, sides, _read_name(row, "Raw Placename", "Placename")),
        title=join_title(f"POLECAT {number}", row.text("Source")),
        source="POLECAT",
        url=find_url(row.text("URL"), row.text("Source")),
        published=published.start if published else None,
        type=type_code or tools.options.event_type or OTHER_TYPE,
        type_raw=what,
        span=span,
        date_text=row.text("Event Date"),
        undated=undated,
        placed=placed,
        actors=make_actor(actor, "actor", country_code=_country(row, "Actor", tools))
        + make_actor(recipient, "recipient", country_code=_country(row, "Recipient", tools)),
        score=placed.choice.score if placed.choice else UNPLACED_SCORE / 2,
        raw=row.write_raw(),
        warnings=() if type_code else ("the event type is not known; the event's type is other",),
    )


def _read_name(row: Row, *names: str) -> str:
    """A cell of a name; POLECAT writes "None" into empty ones."""
    return next((text for name in names if not is_unknown(text := row.text(name))), "")


def _country(row: Row, side: str, tools: Tools) -> str:
    return tools.countries.from_text(row.text(f"{side} Country"))


def _place(row: Row, tools: Tools) -> Placed:
    city, province, country = (_read_name(row, name) for name in ("City", "Province", "Country"))
    words = PlaceName(
        name=_read_name(row, "Placename") or city, country_code=tools.countries.from_text(country), admin1=province
    )
    return tools.placer.place_row(
        words,
        read_point(row.text("Longitude"), row.text("Latitude"), swap=tools.options.swap_axes),
        source_format=NAME,
        precision="city" if city else "adm1" if province else "country",
        country=country,
    )
