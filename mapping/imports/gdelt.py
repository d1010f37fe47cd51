"""GDELT events, coded by machine: 2.0 and its files of fifteen minutes, 1.0, and BigQuery's exports.

GDELT has a row for each report, so rows of one day, root code, point and article become one event, which keeps their
number.

Source: GDELT Event Codebook 2.0 and 1.03, https://www.gdeltproject.org/data.html
"""

from mapping.event_types import OTHER_TYPE
from mapping.ids import hash_key
from mapping.imports.codes import find_actor_kind, pad_cameo
from mapping.imports.dates import DateForm, try_date
from mapping.imports.fields import find_url, join_title, join_words, make_actor, read_count
from mapping.imports.geocoding import PlaceName
from mapping.imports.placing import UNPLACED_SCORE, Tools
from mapping.imports.points import PointReading, read_point
from mapping.imports.values import Header, ImportedEvent, Placed, Row, RowError, RowFilteredError
from mapping.model import Actor, DateSpan
from mapping.reading.raw import find_host

NAME = "gdelt"

_FORM = DateForm()
_MATERIAL_CONFLICT = "4"
_CONFLICT_ROOTS = frozenset({"14", "15", "16", "17", "18", "19", "20"})
_COUNTRY = "1"
_POINT_DIGITS = 2  # a kilometre: GDELT's points of one town are equal, or nearly
_LATE_DAYS = 7


def matches(header: Header) -> bool:
    """Whether these are GDELT's columns."""
    return header.has("GLOBALEVENTID", "SQLDATE", "EventCode", "ActionGeo_Type")


def read_row(row: Row, tools: Tools) -> ImportedEvent:
    """One report of an event; the loader gathers the reports that share an id.

    Raises:
        RowError: A cell that must be a number is none.
        RowFilteredError: The filter leaves the row out.
    """
    number = row.code("GLOBALEVENTID")
    code, root = pad_cameo(row.code("EventCode")), row.code("EventRootCode").zfill(2)
    if not number.isdecimal() or not root.isdecimal():
        raise RowError("the row's id or event code is no number", f"{number} {root}")
    _filter_row(row, root, tools)
    kinds = tuple(filter(None, (row.text(f"Actor1Type{place}Code") for place in "123")))
    kind = tools.types.find_cameo(code, kinds)
    reported = try_date(row.code("DATEADDED")[:8], _FORM, latest=tools.options.latest)[0]
    told, undated = try_date(row.code("SQLDATE"), _FORM, latest=tools.options.latest)
    span = reported if tools.options.reported_day else told
    placed = _place(row, tools)
    url = find_url(row.text("SOURCEURL"))
    label = tools.types.label_cameo(code) or f"CAMEO {code}"
    names = join_words((row.text("Actor1Name"), row.text("Actor2Name")), " – ")
    outlet = find_host(url)
    late = _count_days(told, reported) > _LATE_DAYS
    return ImportedEvent(
        source_format=NAME,
        doc_id=f"gdelt:{_hash_group(row, root, span, placed)}",
        text=join_title(f"{label}: {names}" if names else label, row.text("ActionGeo_FullName")),
        title=join_title(f"GDELT {number}", f"first article: {outlet}" if outlet else ""),
        source="GDELT",
        url=url,
        published=reported.start if reported else None,
        type=kind or tools.options.event_type or OTHER_TYPE,
        type_raw=f"{label} ({code})",
        span=span,
        date_text=row.code("DATEADDED" if tools.options.reported_day else "SQLDATE"),
        date_note=f"reported on {reported.start}, more than a week off" if late and reported else "",
        undated="" if span else undated or "the row gives no date",
        placed=placed,
        actors=_read_actors(row, tools),
        score=placed.choice.score if placed.choice else UNPLACED_SCORE / 2,
        raw=row.write_raw(),
        articles=read_count(row.text("NumArticles")) or 0,
        merges=True,
        warnings=("the day told and the day reported differ by more than 7 days",) if late else (),
    )


def _filter_row(row: Row, root: str, tools: Tools) -> None:
    """What users of conflict data expect: material conflict and protest, in an article's lead, at a point."""
    if not tools.options.all_reports:
        if row.code("QuadClass") != _MATERIAL_CONFLICT and root not in _CONFLICT_ROOTS:
            raise RowFilteredError("talk and cooperation, not conflict or protest (all reports: --gdelt-all)")
        if row.code("IsRootEvent") not in ("1", "true"):
            raise RowFilteredError("not in the lead of its article (all reports: --gdelt-all)")
    if row.code("ActionGeo_Type") == _COUNTRY and not tools.options.centroids:
        raise RowFilteredError("placed in the middle of a whole country (keep these: --gdelt-centroids)")


def _count_days(told: DateSpan | None, reported: DateSpan | None) -> int:
    if not (told and told.start and reported and reported.start):
        return 0
    return abs((reported.start - told.start).days)


def _place(row: Row, tools: Tools) -> Placed:
    """The place of the action; GDELT's countries are FIPS 10-4."""
    kind = row.code("ActionGeo_Type")
    if kind in ("", "0"):
        return Placed(choice=None, reason="the row names no place")
    names = [part.strip() for part in row.text("ActionGeo_FullName").split(",")]
    code = tools.countries.from_fips(row.text("ActionGeo_CountryCode"))
    name = names[0] if len(names) > 1 or kind != _COUNTRY else ""
    words = PlaceName(name=name, country_code=code, admin1=names[1] if len(names) > 2 else "")
    reading = _read_point(row, tools)
    if reading.problem:
        raise RowError(reading.problem)
    return tools.placer.place_row(words, reading, source_format=NAME, precision=kind, country=names[-1])


def _read_point(row: Row, tools: Tools) -> PointReading:
    lon, lat = row.text("ActionGeo_Long"), row.text("ActionGeo_Lat")
    return read_point(lon, lat, swap=tools.options.swap_axes)


def _hash_group(row: Row, root: str, span: DateSpan | None, placed: Placed) -> str:
    """The same for all reports of one day, root code, rounded point and article."""
    place = placed.choice.place if placed.choice else None
    point = f"{place.lon:.{_POINT_DIGITS}f} {place.lat:.{_POINT_DIGITS}f}" if place else ""
    day = span.start.isoformat() if span and span.start else ""
    return hash_key("|".join((day, root, point, row.text("SOURCEURL"))))


def _read_actors(row: Row, tools: Tools) -> tuple[Actor, ...]:
    found: tuple[Actor, ...] = ()
    for side, role in (("1", "actor"), ("2", "recipient")):
        found += make_actor(
            row.text(f"Actor{side}Name"),
            role,
            kind=find_actor_kind("cameo", row.text(f"Actor{side}Type1Code")),
            country_code=tools.countries.from_cameo(row.text(f"Actor{side}CountryCode")),
        )
    return found
