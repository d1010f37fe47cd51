"""Other geoparsers that install from the package index and run offline, for the table of places.

Those that find names and no points get the most populous place of that name from Dateline's gazetteer; those that give
no spans count at every occurrence of the name they report.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

from mapping.gazetteer import Gazetteer


@dataclass(frozen=True, kw_only=True, slots=True)
class PeerMention:
    """A name that a peer found, and where it puts it; no point where it knows none."""

    start: int
    end: int
    lon: float | None
    lat: float | None


Peer = Callable[[str], Sequence[PeerMention]]


def open_peers(gazetteer: Gazetteer) -> Iterator[tuple[str, Peer | None]]:
    """Each peer by its name, ready to read texts; None where its package is not installed."""
    for name, module, make in (
        ("flashgeotext", "flashgeotext", _open_flashgeotext),
        ("geotext", "geotext", _open_geotext),
        ("local-geocode", "geocode", _open_local_geocode),
    ):
        yield name, make(gazetteer) if find_spec(module) else None


def _open_flashgeotext(gazetteer: Gazetteer) -> Peer:
    extractor = import_module("flashgeotext.geotext").GeoText()

    def find(text: str) -> list[PeerMention]:
        found = extractor.extract(input_text=text)
        spans = [span for kind in found.values() for entry in kind.values() for span in entry["span_info"]]
        return [_take_largest(start, end, text[start:end], gazetteer) for start, end in sorted(spans)]

    return find


def _open_geotext(gazetteer: Gazetteer) -> Peer:
    read = import_module("geotext").GeoText

    def find(text: str) -> list[PeerMention]:
        found = read(text)
        names = {*found.cities, *found.countries, *found.nationalities}
        return [_take_largest(start, end, text[start:end], gazetteer) for start, end in _find_names(names, text)]

    return find


def _open_local_geocode(_gazetteer: Gazetteer) -> Peer:
    coder = import_module("geocode.geocode").Geocode()
    coder.load()

    def find(text: str) -> list[PeerMention]:
        points = {row["name"]: row for row in coder.decode(text)}
        return [
            PeerMention(
                start=start, end=end, lon=points[text[start:end]]["longitude"], lat=points[text[start:end]]["latitude"]
            )
            for start, end in _find_names(set(points), text)
        ]

    return find


def _find_names(names: set[str], text: str) -> Iterator[tuple[int, int]]:
    """Where names stand as whole words, the longest of them at each place."""
    if names:
        longest = sorted(names, key=lambda name: (-len(name), name))
        for match in re.finditer(rf"\b(?:{'|'.join(map(re.escape, longest))})\b", text):
            yield match.span()


def _take_largest(start: int, end: int, name: str, gazetteer: Gazetteer) -> PeerMention:
    name = gazetteer.expand_demonym(name) or name
    place = max(gazetteer.find_places(name), key=lambda each: each.population, default=None)
    lon, lat = (place.lon, place.lat) if place else (None, None)
    return PeerMention(start=start, end=end, lon=lon, lat=lat)
