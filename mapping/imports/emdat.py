"""EM-DAT: disasters since 1900, one row for each country that one struck; Excel or CSV.

Few rows have a point; the others list divisions or places, which are looked up inside the country.

Source: EM-DAT documentation, https://doc.emdat.be/docs/data-structure-and-content/emdat-public-table/
"""

import json
import re
from collections.abc import Sequence
from dataclasses import replace

from mapping.event_types import OTHER_TYPE
from mapping.geo import place_distance_km
from mapping.ids import hash_key
from mapping.imports.dates import check_span, join_spans, make_span
from mapping.imports.fields import join_title, join_words, make_toll, read_count
from mapping.imports.geocoding import PlaceName
from mapping.imports.placing import BY_NAME, GUESS, UNPLACED_SCORE, Tools, write_words
from mapping.imports.points import read_point
from mapping.imports.values import Header, ImportedEvent, Placed, Row, RowError
from mapping.kinds import Level
from mapping.model import Candidate, DateSpan, Place, PlaceChoice

NAME = "emdat"
_KINDS = re.compile(
    r"\s+(?:provinces?|districts?|regions?|states?|departments?|governorates?|count(?:y|ies)|municipalit(?:y|ies)"
    r"|prefectures?|divisions?|cities|towns?|villages?|islands|areas?|boroughs?|oblasts?|cantons?|parish(?:es)?"
    r"|communes?)(?=\s*(?:\(|$))",
    re.IGNORECASE,
)
_LEVELS = re.compile(r"(?P<names>.*?)\s*\(Adm(?P<level>\d)\)\.?\s*", re.DOTALL)
_CLASS = re.compile(r"\s*\([A-Z]{1,3}\)$")
_NO_UNIT = "administrative unit not available"
_OUTSIDE_BRACKETS = re.compile(r"[;,](?![^(]*\))")
_AND = re.compile(r"\s+(?:and|&)\s+")
_ENDS = ("Start", "End")
_SHOWN = 3


def matches(header: Header) -> bool:
    """Whether these are EM-DAT's columns, of the files since 2023 or of those before."""
    return header.has("Disaster Type", "Start Year", "ISO") and ("DisNo." in header or "Dis No" in header)


def read_row(row: Row, tools: Tools) -> ImportedEvent:
    """One disaster in one country.

    Raises:
        RowError: The row has no number.
    """
    number = row.text("DisNo.", "Dis No")
    if not number:
        raise RowError("the row has no DisNo.")
    kind, subtype = row.text("Disaster Type"), row.text("Disaster Subtype")
    type_code = tools.types.find("emdat", kind, subtype)
    span, warnings, undated = _read_span(row, tools)
    placed = _place(row, tools)
    name = row.text("Event Name")
    what = join_words((subtype or kind, name), ": ")
    return ImportedEvent(
        source_format=NAME,
        doc_id=f"emdat:{number}",
        text=join_title(what, row.text("Location", "Geo Locations"), row.text("Country"), row.text("Origin")),
        title=join_title(f"EM-DAT {number}", what),
        source="EM-DAT",
        type=type_code or tools.options.event_type or OTHER_TYPE,
        type_raw=join_words((kind, subtype), " / "),
        span=span,
        date_text=_tell_days(row),
        undated=undated,
        placed=placed,
        tolls=make_toll(row.text("Total Deaths"), "killed")
        + make_toll(row.text("No. Injured", "No Injured"), "wounded")
        + make_toll(row.text("No. Homeless", "No Homeless"), "displaced"),
        score=placed.choice.score if placed.choice else UNPLACED_SCORE,
        raw=row.write_raw(),
        warnings=warnings + (() if type_code else ("the disaster type is not known; the event's type is other",)),
    )


def _tell_days(row: Row) -> str:
    days = ("-".join(filter(None, (row.text(f"{end} {part}") for part in ("Year", "Month", "Day")))) for end in _ENDS)
    return join_words(days, " to ")


def _read_span(row: Row, tools: Tools) -> tuple[DateSpan | None, tuple[str, ...], str]:
    """The interval, warnings, and why there is none; a month or day that is missing makes the end a whole one."""
    spans = []
    for end in _ENDS:
        year, month, day = (read_count(row.text(f"{end} {part}")) or 0 for part in ("Year", "Month", "Day"))
        if year:
            try:
                spans.append(check_span(make_span(year, month, day if month else 0), latest=tools.options.latest))
            except RowError as error:
                return None, (), error.reason
    if not spans:
        return None, (), "the row gives no date"
    first, last = spans[0], spans[-1]
    swapped = first.start is not None and last.end is not None and last.end < first.start
    return join_spans(first, last), ("the end lay before the start: swapped",) if swapped else (), ""


def _place(row: Row, tools: Tools) -> Placed:
    code = tools.countries.from_text(row.text("ISO")) or tools.countries.from_text(row.text("Country"))
    names = _list_names(row, code)
    reading = read_point(row.text("Longitude"), row.text("Latitude"), swap=tools.options.swap_axes)
    told = [name.name or name.admin2 or name.admin1 for name in names]
    words = write_words(PlaceName(name=join_words(told, "; "), country_code=code))
    if reading.point:
        return tools.placer.place_row(
            PlaceName(name=_name_all(told), country_code=code),
            reading,
            source_format=NAME,
            country=row.text("Country"),
        )
    if not names:
        return tools.placer.place_by_name(PlaceName(name="", country_code=code))
    found = [tools.placer.place_by_name(name) for name in names]
    missing = [
        name.name or name.admin2 or name.admin1 for name, one in zip(names, found, strict=True) if not one.choice
    ]
    choices = [one.choice for one in found if one.choice]
    if not choices:
        whole = tools.placer.place_by_name(PlaceName(name="", country_code=code))
        if whole.choice is None:
            return Placed(choice=None, words=words, reason="none of the row's places is in the gazetteer")
        reason = "none of the row's places is in the gazetteer; placed by the country alone"
        return Placed(
            choice=replace(whole.choice, rule=GUESS, score=whole.choice.score / 2), words=words, reason=reason
        )
    reason = "some of the row's places are not in the gazetteer" if missing else ""
    guesses = [one.reason for one in found if one.choice and one.reason]
    return Placed(
        choice=_join(choices, is_guess=bool(missing or guesses)), words=words, reason=reason or "".join(guesses[:1])
    )


def _list_names(row: Row, country_code: str) -> list[PlaceName]:
    """The divisions of Admin Units, or of Geo Locations before 2023, where the row has them; else Location's parts."""
    units = _read_units(row.text("Admin Units")) or _read_levels(row.text("Geo Locations"))
    if units:
        return [replace(unit, country_code=country_code) for unit in units]
    parts = _OUTSIDE_BRACKETS.split(row.text("Location", "Geo Locations"))
    names = (_KINDS.sub("", name.strip()) for part in parts for name in _AND.split(part))
    return [PlaceName(name=name, country_code=country_code) for name in dict.fromkeys(names) if name]


def _read_units(text: str) -> list[PlaceName]:
    try:
        units = json.loads(text) if text else []
    except ValueError:
        return []
    found = []
    for unit in units if isinstance(units, list) else []:
        if isinstance(unit, dict):
            name = PlaceName(name="", admin1=str(unit.get("adm1_name") or ""), admin2=str(unit.get("adm2_name") or ""))
            found += [name] if name.admin1 or name.admin2 else []
    return list(dict.fromkeys(found))


def _read_levels(text: str) -> list[PlaceName]:
    """Divisions as "Atacama, Coquimbo (Adm1). Copiapo (Adm2)." lists them."""
    found = []
    for match in _LEVELS.finditer(text):
        for part in _OUTSIDE_BRACKETS.split(match["names"]):
            name = _CLASS.sub("", part.strip())
            if name and name.casefold() != _NO_UNIT:
                is_first = match["level"] == "1"
                found.append(PlaceName(name="", admin1=name if is_first else "", admin2="" if is_first else name))
    return list(dict.fromkeys(found))


def _name_all(names: Sequence[str]) -> str:
    """Some of the names, and how many more there are."""
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return f"{', '.join(names[:_SHOWN])}{more}"


def _join(choices: Sequence[PlaceChoice], *, is_guess: bool) -> PlaceChoice:
    """One place for a disaster in several: the one nearest to all others, with a circle that holds them."""
    places = list({choice.place.place_id: choice.place for choice in choices}.values())
    score = min(choice.score for choice in choices)
    rule = GUESS if is_guess else BY_NAME
    if len(places) == 1:
        return replace(choices[0], rule=rule, score=score)
    reach = {place.place_id: max(_reach_km(place, other) for other in places) for place in places}
    middle = min(places, key=lambda place: reach[place.place_id])
    name = _name_all([place.name for place in places])
    key = "|".join(sorted(place.place_id for place in places))
    joined = replace(
        middle,
        place_id=f"{NAME}:{hash_key(key, digits=12)}",
        name=name,
        ascii_name=name,
        feature_class="L",
        feature_code="RGN",
        level=Level.REGION,
        radius_km=round(reach[middle.place_id], 1),
        geoname_id=None,
        population=0,
    )
    alternatives = tuple(Candidate(place=place, score=score) for place in places)
    return PlaceChoice(place=joined, start=0, end=0, mention=name, rule=rule, score=score, alternatives=alternatives)


def _reach_km(place: Place, other: Place) -> float:
    return place_distance_km(place, other) + other.radius_km
