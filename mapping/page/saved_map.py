"""The map as one HTML file that opens from disk without a network: the same page with everything inside.

The file's policy allows the scripts and styles that were written into it, by their hashes, and nothing else.
"""

import base64
import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader

from mapping.errors import StoreError
from mapping.geo import division_code
from mapping.layers import make_legend, make_map
from mapping.model import Document, Event
from mapping.page.bundle import bundle_modules, read_leaflet
from mapping.page.columns import make_columns
from mapping.page.details import make_detail
from mapping.page.divisions import LEVELS, load_outlines, pick_outlines
from mapping.page.words import load_words
from mapping.settings import find_folder

# Whatever else a text holds is written as \uXXXX, so that no context of HTML or script can take it for its own.
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .,-_:!?()")
MANY = 20_000
"""The page draws a million; a file that a browser must parse whole opens slowly well before."""

_FONT = "vendor/inter/inter-latin-wght-normal.woff2"
_STYLES = ("app.css", "deciding.css")
_FONT_FACE = re.compile(r"@font-face \{[^}]*\}\s*")


@dataclass(frozen=True, kw_only=True, slots=True)
class InlineParts:
    """What the template puts into a self-contained page, as finished text."""

    policy: str
    styles: tuple[str, ...]
    early: str
    scripts: tuple[str, ...]
    data: str
    outlines: str


def write_map(events: Iterable[Event], documents: Mapping[str, Document], path: Path) -> int:
    """Write a map that needs no server and no network.

    Args:
        events: In any order; placed or not, dated or not.
        documents: The events' documents by their ids.
        path: The HTML file to write.

    Returns:
        The number of events in the file.

    Raises:
        StoreError: The file cannot be written.
    """
    sourced = [(event, documents[event.doc_id]) for event in events]
    html = render_map(sourced)
    try:
        path.write_text(html, encoding="utf-8")
    except OSError as error:
        raise StoreError(f"the map cannot be written to {str(path)!r}: {error.strerror}") from error
    return len(sourced)


def render_map(events: Iterable[tuple[Event, Document]]) -> str:
    """The whole file as text.

    Args:
        events: Each with its document, in any order; placed or not, dated or not.
    """
    page = make_map(basemap_url=None)
    inline = _make_parts(list(events), page.start_script)
    environment = Environment(loader=FileSystemLoader(find_folder("templates")), autoescape=True)
    return environment.get_template("map.html").render(page=page, inline=inline, nonce="", words=load_words())


def _make_parts(sourced: list[tuple[Event, Document]], start: str) -> InlineParts:
    static = find_folder("static")
    leaflet, leaflet_style = read_leaflet(static)
    scripts = (leaflet, f"{bundle_modules(static / 'js' / 'layers.js')}{start}")
    early = (static / "early.js").read_text(encoding="utf-8")
    styles = (leaflet_style, _read_own_style(static))
    for text in (early, *scripts, *styles):
        if re.search(r"</(?:script|style)|<!--", text, re.IGNORECASE):
            raise StoreError("a script or style of Dateline cannot stand inside a page: install Dateline again")
    script_hashes, style_hashes = (" ".join(map(_hash_source, texts)) for texts in ((early, *scripts), styles))
    return InlineParts(
        policy=f"default-src 'none'; script-src {script_hashes}; style-src {style_hashes}; font-src data:",
        styles=styles,
        early=early,
        scripts=scripts,
        data=write_safe_json(_make_data(sourced)),
        outlines=(find_folder("geodata") / "outlines.json").read_text(encoding="utf-8"),
    )


def _make_data(sourced: list[tuple[Event, Document]]) -> dict[str, Any]:
    """The columns, and the detail of each row in their order."""
    columns = make_columns(sourced)
    details = {event.event_id: make_detail(event, document) for event, document in sourced}
    return {
        "columns": base64.urlsafe_b64encode(columns.payload).decode("ascii"),
        "details": [details[event_id] for event_id in columns.ids],
        "divisions": _make_divisions(sourced),
        "legend": make_legend(),
    }


def _make_divisions(sourced: list[tuple[Event, Document]]) -> dict[str, str]:
    """The outlines of the countries and divisions in which events lie, and no others: a file should stay small."""
    places = [event.place.place for event, _ in sourced if event.place]
    codes = {division_code(place) for place in places}
    codes |= {place.country_code for place in places}
    packed = {level: pick_outlines(load_outlines(level), codes.__contains__) for level in LEVELS}
    return {level: base64.urlsafe_b64encode(body).decode("ascii") for level, body in packed.items()}


def write_safe_json(value: Any) -> str:  # noqa: ANN401 - any JSON value
    """JSON that is inert inside HTML: in its texts, all but letters, digits and ` .,-_:!?()` is escaped."""
    if isinstance(value, str):
        return f'"{"".join(map(_escape, value))}"'
    if isinstance(value, dict):
        return f"{{{','.join(f'{write_safe_json(str(key))}:{write_safe_json(item)}' for key, item in value.items())}}}"
    if isinstance(value, list | tuple):
        return f"[{','.join(map(write_safe_json, value))}]"
    return json.dumps(value, allow_nan=False)


def _escape(character: str) -> str:
    if character in _PLAIN:
        return character
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))


def _hash_source(text: str) -> str:
    """A script or style as a source of the policy; the browser hashes what stands between the tags."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _read_own_style(static: Path) -> str:
    """Our style with the Latin font inside it; the other font faces are left to the reader's own fonts."""
    font = base64.b64encode((static / _FONT).read_bytes()).decode("ascii")
    style = "".join((static / name).read_text(encoding="utf-8") for name in _STYLES)
    face, *others = _FONT_FACE.findall(style)
    for other in others:
        style = style.replace(other, "")
    return style.replace(face, face.replace(_FONT, f"data:font/woff2;base64,{font}"))
