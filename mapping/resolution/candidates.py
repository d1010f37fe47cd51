"""What a mention could mean: the mentions of one name as a group, with its candidates and what speaks for each."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mapping.gazetteer import Gazetteer
from mapping.index.names import normalise_name
from mapping.kinds import Level, MentionKind
from mapping.model import Mention, Place
from mapping.recognition.tables import WordTables

_OF = re.compile(r"(\w+) of (?:the )?$")
_WORD = re.compile(r" ([a-z]+)\b")
_CONTAINERS = frozenset({Level.COUNTRY, Level.ADM1, Level.ADM2, Level.REGION})
_DIVISIONS = frozenset({Level.ADM1, Level.ADM2})
# "San Antonio" names hundreds of hamlets: those behind the most prominent ones are chosen only where the text names
# what they lie in.
MAX_CANDIDATES = 60


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """The mentions of one document that share a name, and so a sense.

    `mentions` are indices into the document's mentions, empty for a name that only gives context, such as one in the
    title. `called` is what the text calls it, "settlement" ("the city of Kirkuk") or "admin" ("Kirkuk province"), or
    "". `borrowed` is the part of the name that the candidates were found by where the whole name is not listed.
    `beside` are the mentions that the text says this one is near.
    """

    name: str
    container: str
    mentions: tuple[int, ...]
    candidates: tuple[Place, ...]
    holders: tuple[Place, ...] = ()
    borrowed: str = ""
    is_division: bool = False
    is_demonym: bool = False
    is_facility: bool = False
    called: str = ""
    beside: tuple[int, ...] = ()


def group_mentions(text: str, mentions: Sequence[Mention], gazetteer: Gazetteer, tables: WordTables) -> list[Group]:
    """Gather the mentions of one name: one sense per document, unless the text puts the name in two containers.

    Source: one sense per discourse, Gale, Church and Yarowsky (1992).
    """
    containers: dict[str, str] = {}
    keys: list[tuple[str, str]] = []
    for mention in mentions:
        key = normalise_name(mention.name)
        if mention.container:
            containers.setdefault(key, mention.container)
    for mention in mentions:
        key = normalise_name(mention.name)
        keys.append((key, mention.container or containers.get(key, "")))
    members: dict[tuple[str, str], list[int]] = {}
    for number, pair in enumerate(keys):
        members.setdefault(pair, []).append(number)
    return [
        make_group(text, [mentions[number] for number in numbers], numbers, container, gazetteer, tables)
        for (_, container), numbers in members.items()
    ]


def make_group(
    text: str,
    mentions: Sequence[Mention],
    numbers: Sequence[int],
    container: str,
    gazetteer: Gazetteer,
    tables: WordTables,
) -> Group:
    """One group with its candidates."""
    lead = mentions[0]
    name, places, borrowed = find_candidates(lead.name, gazetteer, tables)
    listed = gazetteer.find_places(container) if container else ()
    holders = tuple(place for place in listed if place.level in _CONTAINERS)
    inside = [place for place in places[MAX_CANDIDATES:] if any(is_within(place, holder) for holder in holders)]
    last = normalise_name(name).rsplit(" ", 1)[-1]
    return Group(
        name=name,
        container=container,
        mentions=tuple(numbers),
        candidates=(*places[:MAX_CANDIDATES], *inside),
        holders=holders,
        borrowed=borrowed,
        is_division=tables.after.get(last) == "admin",
        is_demonym=all(mention.kind is MentionKind.DEMONYM for mention in mentions),
        is_facility=any(mention.kind is MentionKind.FACILITY for mention in mentions),
        called=_find_descriptor(text, mentions, tables),
    )


def _find_descriptor(text: str, mentions: Sequence[Mention], tables: WordTables) -> str:
    """What the text calls a name somewhere: "the city of Kirkuk", "Kirkuk province"; "" where it does not."""
    for mention in mentions:
        if mention.kind is MentionKind.DEMONYM:
            continue
        before = _OF.search(text[max(0, mention.start - 40) : mention.start])
        after = _WORD.match(text[mention.end : mention.end + 20])
        words = [before[1].lower()] if before else []
        kinds = {tables.after.get(word) for word in words} | ({tables.after.get(after[1])} if after else set())
        for kind in ("settlement", "admin"):
            if kind in kinds:
                return kind
    return ""


def find_candidates(name: str, gazetteer: Gazetteer, tables: WordTables) -> tuple[str, tuple[Place, ...], str]:
    """The places that a name may mean: its own, else those of the name without its direction, else of a part.

    Returns:
        The name that was looked up, its places, and the part that they were found by ("" where it is the whole).
        A street is never looked up by the town that it is called after.
    """
    places = gazetteer.find_places(name)
    if places:
        return name, places, ""
    words = name.split()
    if len(words) > 1 and tables.before.get(words[0].lower()) == "direction":
        places = gazetteer.find_places(" ".join(words[1:]))
        if places:
            return name, places, " ".join(words[1:])
    if len(words) < 2 or "street" in {tables.after.get(words[-1].lower()), tables.before.get(words[0].lower())}:
        return name, (), ""
    hits = [hit for hit in gazetteer.scan_text(name) if name[hit.start].isupper() and hit.end - hit.start > 3]
    for hit in sorted(hits, key=lambda hit: (hit.start > 0, hit.start - hit.end)):
        if hit.name.lower() in tables.common or hit.name.lower() in tables.after:
            continue
        return name, gazetteer.find_places(hit.name), hit.name
    return name, (), ""


def is_within(place: Place, holder: Place) -> bool:
    """Whether a place lies in a country or division, by their codes."""
    if not holder.country_code or place.country_code != holder.country_code or place.place_id == holder.place_id:
        return False
    if holder.level is Level.COUNTRY:
        return place.level is not Level.COUNTRY
    if holder.level is Level.ADM1:
        return place.admin1_code == holder.admin1_code and place.level not in {Level.COUNTRY, Level.ADM1}
    if holder.level is Level.ADM2:
        return bool(holder.admin2_code) and (place.admin1_code, place.admin2_code) == (
            holder.admin1_code,
            holder.admin2_code,
        )
    return False
