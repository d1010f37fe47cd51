"""The places that a title names: context for the text's own names, and the division that it puts one of them in.

A page's title is seldom a sentence, so that no parse helps: names of the gazetteer are taken where they are written
large and are no everyday word. "Columbus, GA News" says of the Columbus in the text which one it is.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from mapping.gazetteer import Gazetteer
from mapping.index.names import normalise_name
from mapping.index.scan import NameHit
from mapping.kinds import Level
from mapping.model import Place
from mapping.recognition.tables import WordTables
from mapping.resolution.candidates import Group, is_within

_HOLDERS = frozenset({Level.COUNTRY, Level.ADM1})
_LARGE_POPULATION, _MAX_CANDIDATES = 100_000, 20
# What stands behind a name and its comma, or blank: "GA", "Mich.", "N.C."
_SHORT = re.compile(r",?\s+((?:[A-Z]\.?){2}(?![a-z])|[A-Z][a-z]{1,5}\.)")
_LINK = re.compile(r",?\s+")


@dataclass(frozen=True, kw_only=True, slots=True)
class TitleName:
    """A name in a title; `container` is the division or country behind it, "" where none stands there."""

    name: str
    container: str = ""


def find_title_names(title: str, gazetteer: Gazetteer, tables: WordTables) -> tuple[TitleName, ...]:
    """The names of a title that are well-known places, or that the title itself puts in a division.

    Args:
        title: As the page or the file has it, with the outlet's name or without.
        gazetteer: Scanned for names, and asked about them.
        tables: Of everyday words, which are no names.

    Returns:
        In the title's order; a division behind a name is told with that name, and not by itself.
    """
    hits = [hit for hit in gazetteer.scan_text(title) if title[hit.start].isupper()]
    return tuple(_read_names(title, hits, gazetteer, tables))


def group_title(names: Sequence[TitleName], known: Collection[str], gazetteer: Gazetteer) -> Iterator[Group]:
    """Names of a title as groups without mentions: they only give context.

    Args:
        names: Of the title.
        known: The text's own names, normalised; they are left out, since they speak for themselves.
        gazetteer: Where candidates are looked up.
    """
    fresh = {normalise_name(name.name): name for name in reversed(names)}
    for key, name in fresh.items():
        if key not in known:
            places = gazetteer.find_places(gazetteer.expand_abbreviation(name.name) or name.name)
            holders = tuple(place for place in gazetteer.find_places(name.container)[:1] if place.level in _HOLDERS)
            inside = [place for place in places if any(is_within(place, holder) for holder in holders)]
            yield Group(
                name=name.name,
                container=name.container,
                mentions=(),
                candidates=tuple(inside or places)[:_MAX_CANDIDATES],
                holders=holders,
            )


def _read_names(title: str, hits: Sequence[NameHit], gazetteer: Gazetteer, tables: WordTables) -> Iterator[TitleName]:
    reached = 0
    for hit, following in zip_longest(hits, hits[1:]):
        if hit.start < reached:
            continue
        places = gazetteer.find_places(gazetteer.expand_abbreviation(hit.name) or hit.name)
        container, end = _find_container(title, hit, following, gazetteer)
        if container and _can_hold(container, places, gazetteer):
            reached = end
            yield TitleName(name=hit.name, container=container)
        elif places and hit.name.lower() not in tables.common and _is_large(places[0]):
            yield TitleName(name=hit.name)


def _find_container(title: str, hit: NameHit, following: NameHit | None, gazetteer: Gazetteer) -> tuple[str, int]:
    """The name right behind another one that may hold it, with its end; an abbreviation is written out."""
    short = _SHORT.match(title, hit.end)
    if short is not None:
        return gazetteer.expand_abbreviation(short[1]) or "", short.end()
    if following is not None and _LINK.fullmatch(title, hit.end, following.start):
        return following.name, following.end
    return "", hit.end


def _can_hold(container: str, places: Sequence[Place], gazetteer: Gazetteer) -> bool:
    holders = [place for place in gazetteer.find_places(container)[:1] if place.level in _HOLDERS]
    return any(is_within(place, holder) for place in places for holder in holders)


def _is_large(place: Place) -> bool:
    return place.level in _HOLDERS or place.population >= _LARGE_POPULATION
