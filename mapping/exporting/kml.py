"""KML 2.2 for Google Earth and other globes: a placemark an event, with its time span and all fields as extended data.

Source: OGC 07-147r2, https://docs.ogc.org/is/07-147r2/
"""

from collections.abc import Iterable, Iterator
from html import escape
from typing import Any

from mapping.event_types import EventFamily, load_event_types
from mapping.exporting.credits import PLACES_CREDIT
from mapping.exporting.flat import flatten, replace_unwritable
from mapping.exporting.records import About, Record

_PLACEMARKS = 100
# A reader of XML takes a bare carriage return for a line feed.
_RETURN = str.maketrans({"\r": "&#13;"})


def write_placemarks(records: Iterable[Record], about: About) -> Iterator[bytes]:
    """One document with a style for each family, then a placemark for each event."""
    yield _write_head(about).encode()
    kept: list[str] = []
    for record in records:
        kept.append(_write_placemark(flatten(record)))
        if len(kept) == _PLACEMARKS:
            yield "".join(kept).encode()
            kept.clear()
    yield "".join([*kept, "</Document>\n</kml>\n"]).encode()


def _write_head(about: About) -> str:
    told = "; ".join(f"{name}={value}" for name, value in about.filter)
    note = f"Filter: {told or 'none'}. {PLACES_CREDIT} Each event names its source."
    styles = "".join(map(_write_style, load_event_types().families.values()))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2">\n'
        f"<Document>\n<name>Dateline events</name>\n<description>{_write_html(note)}</description>\n{styles}"
    )


def _write_style(family: EventFamily) -> str:
    """The family's colour on the globe's own pin, so that no picture is loaded from outside."""
    red, green, blue = (family.colour_dark[at : at + 2] for at in (1, 3, 5))
    colour = f"ff{blue}{green}{red}"
    return (
        f'<Style id="{family.family}"><IconStyle><color>{colour}</color><scale>0.8</scale></IconStyle>'
        "<LabelStyle><scale>0</scale></LabelStyle></Style>\n"
    )


def _write_placemark(row: dict[str, Any]) -> str:
    name = ", ".join(filter(None, (row["label"], row["place"])))
    credit = " · ".join(filter(None, (row["source"], row["published"])))
    parts = [
        f"<Placemark><name>{_write(name)}</name>",
        f"<description>{_write_html(row['sentence'])}&lt;br&gt;{_write_html(credit)}</description>",
        _write_span(row["date_start"], row["date_end"]),
        f"<styleUrl>#{_write(row['family'])}</styleUrl>",
        f"<ExtendedData>{''.join(_write_data(name, value) for name, value in row.items())}</ExtendedData>",
    ]
    if row["lon"] is not None:
        parts.append(f"<Point><coordinates>{row['lon']!r},{row['lat']!r}</coordinates></Point>")
    return f"{''.join(parts)}</Placemark>\n"


def _write_span(start: str | None, end: str | None) -> str:
    if not start and not end:
        return ""
    begin = f"<begin>{start}</begin>" if start else ""
    until = f"<end>{end}</end>" if end else ""
    return f"<TimeSpan>{begin}{until}</TimeSpan>"


def _write_data(name: str, value: object) -> str:
    if value is None or value == "":
        return ""
    return f'<Data name="{name}"><value>{_write(str(value))}</value></Data>'


def _write(text: str) -> str:
    return escape(replace_unwritable(text), quote=False).translate(_RETURN)


def _write_html(text: str) -> str:
    """A text for an element that viewers show as HTML: escaped for that, and again for XML."""
    return _write(escape(text))
