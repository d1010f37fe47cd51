"""Patterns that show by themselves that a name is a place: lists of counties, datelines, states, initials."""

import re
from collections.abc import Iterator

from mapping.gazetteer import Gazetteer
from mapping.kinds import FINE_LEVELS, Level
from mapping.main_names import is_main_name
from mapping.reading.datelines import find_shouted
from mapping.recognition.bare_possessives import BARE
from mapping.recognition.tables import WordTables
from mapping.recognition.told import propose_told
from mapping.recognition.view import LIST_SIGNS, Proposal, SentenceView

HYPHENATED = "hyphenated"
"""The rule of a listed name that hyphens and small words hold together: "Aix-en-Provence"."""

SURE_SCORES = {
    "shared-head": 0.9,
    "dateline": 0.9,
    "state": 0.9,
    "party-label": 0.6,
    "abbreviation": 0.7,
    "lower-case": 0.5,
    "called": 0.7,
    "scene": 0.5,
    "department": 0.95,
    "heard": 0.7,
    "in-land": 0.6,
    BARE: 0.9,
    "authority": 0.6,
    HYPHENATED: 0.7,
}
"""The least score of a span that such a pattern found, by its rule."""

# How many words the name of a local authority's town may have, and which of its places are looked at.
_AUTHORITIES, _MAX_TOWN, _PROMINENT = frozenset({"police", "fire", "sheriff", "sheriff's"}), 3, 5
_PLURALS = {"counties": "County", "parishes": "Parish", "provinces": "Province", "districts": "District"}
_PARTY_LABEL = re.compile(r"(?<![\w-])(?:Rep|Dem|Ind|R|D|I|L)\s?[-–—]\s?(?P<state>[A-Z][\w.]*(?: [A-Z][\w.]*)?)")
_CLOSING = frozenset({"-", "--", "–", "—", "_", ":"})
_INITIALS = re.compile(r"(?<![\w.])(?:[A-Z]\.){2,}")
_STATE = re.compile(r"(?<=\w), (?P<state>(?:[A-Z][a-z]{2,4}\.|(?:[A-Z]\.\s?){1,2}(?:[A-Z][a-z]{0,3}\.?)?|[A-Z]{2}\b))")


def propose_sure(view: SentenceView, gazetteer: Gazetteer, tables: WordTables) -> Iterator[Proposal]:
    """The spans of one sentence that a pattern shows to be places; their rules are the keys of `SURE_SCORES`."""
    yield from propose_shared(view, gazetteer)
    yield from _propose_dateline(view, gazetteer)
    yield from _propose_states(view, gazetteer)
    yield from _propose_abbreviations(view, gazetteer)
    yield from propose_told(view, gazetteer, tables)
    yield from _propose_authorities(view, gazetteer, tables)


def _propose_dateline(view: SentenceView, gazetteer: Gazetteer) -> Iterator[Proposal]:
    """The town in capitals that a report starts with: "SAN ANTONIO (Wire) - ..."; headlines in capitals do not."""
    town = find_shouted(view.text, view.sentence.start, view.sentence.end)
    is_alone = view.tokens[-1].text in _CLOSING
    if town and (is_alone or not view.is_shouting) and gazetteer.find_places(view.text[town.start : town.end]):
        yield view.make(town.start, town.end, "dateline")


def _propose_states(view: SentenceView, gazetteer: Gazetteer) -> Iterator[Proposal]:
    """Abbreviated states: behind a town ("Clifton, Colo.") and in what a legislator stands for ("R-Ariz.")."""
    for rule, pattern in (("party-label", _PARTY_LABEL), ("state", _STATE)):
        for match in pattern.finditer(view.text, view.sentence.start, view.sentence.end):
            start, shown = match.start("state"), match["state"].rstrip(" ")
            place = _expand_state(shown, gazetteer)
            # "M.D." behind a person's name is a doctor's degree and not Maryland.
            if place and not (rule == "state" and view.ends_person(match.start())):
                end = start + len(shown)
                end += view.text[end : end + 1] == "." and (not shown.isupper() or "." in shown)
                yield view.make(start, end, rule, name=place)


def _propose_abbreviations(view: SentenceView, gazetteer: Gazetteer) -> Iterator[Proposal]:
    """Countries by their initials with stops, also inside a compound: "U.S.-led"."""
    for match in _INITIALS.finditer(view.text, view.sentence.start, view.sentence.end):
        name = gazetteer.expand_abbreviation(match[0]) or ""
        if any(place.level is Level.COUNTRY for place in gazetteer.find_places(name)):
            yield view.make(match.start(), match.end(), "abbreviation", name=name)


def _propose_authorities(view: SentenceView, gazetteer: Gazetteer, tables: WordTables) -> Iterator[Proposal]:
    """The towns and counties of local police and fire departments: "Urbana Police", not "Metro Police"."""
    for index, word in enumerate(view.lower):
        if word not in _AUTHORITIES or not view.is_capitalised(index):
            continue
        first = index
        while first and index - first < _MAX_TOWN and view.is_capitalised(first - 1) and _is_proper(view, first - 1):
            first -= 1
        is_word = index - first == 1 and (view.lower[first] in tables.common or view.lower[first] in tables.before)
        if first < index and not is_word and view.text[view.tokens[first].start - 1 :][:1] != "-":
            start, end = view.tokens[first].start, view.tokens[index - 1].end
            name = view.text[start:end]
            listed = gazetteer.find_places(name)[:_PROMINENT]
            if any(place.level in FINE_LEVELS and is_main_name(name, place) for place in listed):
                yield view.make(start, end, "authority")


def _is_proper(view: SentenceView, index: int) -> bool:
    return view.tokens[index].pos == "PROPN"


def _expand_state(shown: str, gazetteer: Gazetteer) -> str:
    """What an abbreviation of a first-order division stands for, or ""."""
    name = gazetteer.expand_abbreviation(shown) or gazetteer.expand_abbreviation(shown + ".") or ""
    return name if name and any(place.level is Level.ADM1 for place in gazetteer.find_places(name)) else ""


def propose_shared(view: SentenceView, gazetteer: Gazetteer) -> Iterator[Proposal]:
    """The names of a list that share their head: "Clay, Otter Tail and Becker counties"."""
    for index, word in enumerate(view.lower):
        if word not in _PLURALS:
            continue
        last = index
        while last > 0 and (view.is_capitalised(last - 1) or view.lower[last - 1] in LIST_SIGNS):
            first = last
            while first > 0 and view.is_capitalised(first - 1):
                first -= 1
            start, end = view.tokens[first].start, view.tokens[last - 1].end
            name = f"{view.text[start:end]} {_PLURALS[word]}"
            if first < last and gazetteer.find_places(name):
                yield view.make(start, end, "shared-head", name=name)
            last = first if first < last else last - 1
