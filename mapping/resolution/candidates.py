"""What a mention could mean: the mentions of one name as a group, with its candidates and what speaks for each."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from mapping.gazetteer import Gazetteer
from mapping.geo import place_distance_km
from mapping.index.names import normalise_name
from mapping.index.similar import measure_distance
from mapping.index.sounds import COUNTRIES
from mapping.kinds import CONTAINER_LEVELS, DIVISION_LEVELS, Level, MentionKind
from mapping.main_names import is_main_name
from mapping.model import Mention, Place
from mapping.recognition.lands import find_heard, find_told_lands
from mapping.recognition.tables import WordTables

_OF = re.compile(r"(\w+) of (?:the )?$")
_WORD = re.compile(r" ([a-z]+)\b")
# What stands bare behind an article, "in the Northland.": names of towns and provinces have none.
_ARTICLE = re.compile(r"\bthe $")
_BARE = re.compile(
    r"[^\w\s'’/-]|\n|$|\s(?:after|and|are|as|at|but|by|during|for|from|had|has|in|into|is|of|on|or|since|that|this|to"
    r"|was|were|when|where|while|who|with)\b"
)
_DATELINE = "dateline"
# The classes of what a word behind a name calls it: "Borneo Island", "Orontes River".
_NATURAL = {"water": ("H",), "land": ("L", "T")}
_ISLANDS = frozenset({"ISL", "ISLS"})
# "San Antonio" names hundreds of hamlets: those behind the most prominent ones are chosen only where the text names
# what they lie in.
MAX_CANDIDATES = 60
# When a name that is not listed may be a slip of the pen.
_SURE, _MIN_CORRECTED, _PROMINENT, _SIMILAR = 0.7, 6, 100_000, 20


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """The mentions of one document that share a name, and so a sense.

    `mentions` are indices into the document's mentions, empty for a name that only gives context, such as one in the
    title. `called` is what the text calls it, "settlement" ("the city of Kirkuk") or "admin" ("Kirkuk province"), or
    "". `borrowed` is the part of the name that the candidates were found by where the whole name is not listed.
    `beside` are the mentions that the text says this one is near. `has_article` says that the text has the name behind
    an article, as no town's is: "in the Northland". `is_site` marks the name of a mine, a bridge and
    the like: "the San Jose mine". `corrected` is the spelling that the candidates were found by where the text has a
    slip of the pen or, with `is_heard`, another way of writing the name in Latin letters. `is_holder` says that the
    text only names it for what lies in it: "Bronx, New York".
    """

    name: str
    container: str
    mentions: tuple[int, ...]
    candidates: tuple[Place, ...]
    holders: tuple[Place, ...] = ()
    borrowed: str = ""
    is_division: bool = False
    is_demonym: bool = False
    is_site: bool = False
    has_article: bool = False
    corrected: str = ""
    is_heard: bool = False
    is_holder: bool = False
    called: str = ""
    beside: tuple[int, ...] = ()


def group_mentions(
    text: str,
    mentions: Sequence[Mention],
    gazetteer: Gazetteer,
    tables: WordTables,
    title_containers: Mapping[str, str] | None = None,
) -> list[Group]:
    """Gather the mentions of one name: one sense per document, unless the text puts the name in two containers.

    "Kharkiv region" and "the outskirts of Kharkiv" are two senses as well, the division and the town.

    Args:
        text: The document's.
        mentions: In text order.
        gazetteer: Where candidates are looked up.
        tables: Words beside names.
        title_containers: What the title puts names in, by normalised name; the text itself goes first.

    Source: one sense per discourse, Gale, Church and Yarowsky (1992).
    """
    containers: dict[str, str] = {}
    keys: list[tuple[str, str]] = []
    for mention in mentions:
        key = normalise_name(mention.name)
        if mention.container:
            containers.setdefault(key, mention.container)
    containers = dict(title_containers or {}) | containers
    for mention in mentions:
        key = normalise_name(mention.name)
        keys.append((key, mention.container or containers.get(key, "")))
    holding = {number + 1 for number, (one, other) in enumerate(pairwise(mentions)) if one.container == other.name}
    lands = find_told_lands((name for mention in mentions for name in (mention.name, mention.container)), gazetteer)
    members: dict[tuple[str, str, bool], list[int]] = {}
    for number, (key, container) in enumerate(keys):
        is_division = _find_descriptor(text, [mentions[number]], tables) == "admin"
        members.setdefault((key, container, is_division), []).append(number)
    return [
        replace(
            make_group(text, [mentions[number] for number in numbers], numbers, container, lands, gazetteer, tables),
            is_holder=holding.issuperset(numbers),
        )
        for (_, container, _), numbers in members.items()
    ]


def make_group(
    text: str,
    mentions: Sequence[Mention],
    numbers: Sequence[int],
    container: str,
    lands: Collection[str],
    gazetteer: Gazetteer,
    tables: WordTables,
) -> Group:
    """One group with its candidates; `lands` are the countries that the document speaks of."""
    lead = mentions[0]
    called = _find_descriptor(text, mentions, tables)
    name, places, borrowed = find_candidates(lead.name, gazetteer, tables)
    if called == "settlement" or any(mention.rule == _DATELINE for mention in mentions):
        # A report is filed from a town, and not from the province of its name.
        places = _leave_towns(places)
    if not called:
        places = _leave_parts(name, places)
    elif called == "admin":
        places = _leave_lands(name, places)
    if not places and called == "admin":
        places = find_local(name, gazetteer, tables)
    heard = find_heard(name, frozenset(lands) & COUNTRIES, gazetteer) if borrowed or not places else ()
    corrected = ""
    if heard:
        places, borrowed, corrected = heard, "", heard[0].name
    elif not places and _is_surely_place(mentions):
        corrected = find_correction(name, gazetteer)
        places = tuple(
            place
            for place in gazetteer.find_places(corrected)
            if _is_prominent(place) and (place.level is Level.COUNTRY or not lands or place.country_code in lands)
        )
    listed = gazetteer.find_places(container) if container else ()
    holders = tuple(place for place in listed if place.level in CONTAINER_LEVELS)
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
        is_site=any(_names_site(text, mention, tables) for mention in mentions),
        has_article=any(_has_article(text, mention) for mention in mentions),
        corrected=corrected,
        is_heard=bool(heard),
        called=called,
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


def _names_site(text: str, mention: Mention, tables: WordTables) -> bool:
    """Whether a word such as "mine" stands behind a name, in small letters: the name is not that of a town there."""
    after = _WORD.match(text[mention.end : mention.end + 20])
    return after is not None and tables.after.get(after[1]) == "facility"


def _has_article(text: str, mention: Mention) -> bool:
    is_name = mention.kind is MentionKind.PLACE and mention.name[:4].lower() != "the "
    is_bare = is_name and _BARE.match(text, mention.end) is not None
    return is_bare and _ARTICLE.search(text, max(0, mention.start - 5), mention.start) is not None


def find_candidates(name: str, gazetteer: Gazetteer, tables: WordTables) -> tuple[str, tuple[Place, ...], str]:
    """The places that a name may mean: its own, else those of the name without its direction, else of a part.

    Returns:
        The name that was looked up, its places, and the part that they were found by ("" where it is the whole).
        A street is never looked up by the town that it is called after.
    """
    places = _leave_capitals(name, gazetteer.find_places(name))
    if places:
        return name, places, ""
    words = name.split()
    bare, classes = " ".join(words[:-1]), _NATURAL.get(tables.after.get(words[-1].lower(), ""), ())
    natural = tuple(place for place in gazetteer.find_places(bare) if place.feature_class in classes)
    if natural:
        # "Borneo Island" is Borneo.
        return bare, natural, ""
    if len(words) > 1 and tables.after.get(words[-1].lower().removesuffix("s")) == "facility":
        # "Trump Towers" is Trump Tower.
        places = gazetteer.find_places(name.removesuffix("s"))
        if places:
            return name.removesuffix("s"), places, ""
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


def _leave_capitals(name: str, places: tuple[Place, ...]) -> tuple[Place, ...]:
    """The places without countries that other languages call by the name of a city there: Tunis is no country."""
    cities = {place.country_code for place in places if place.level is Level.CITY and is_main_name(name, place)}
    return tuple(
        place
        for place in places
        if place.level is not Level.COUNTRY or place.country_code not in cities or is_main_name(name, place)
    )


def _leave_towns(places: tuple[Place, ...]) -> tuple[Place, ...]:
    """The places without divisions in which a town has the same name."""
    towns = {(place.country_code, place.admin1_code) for place in places if place.level is Level.CITY}
    return tuple(
        place
        for place in places
        if place.level not in DIVISION_LEVELS or (place.country_code, place.admin1_code) not in towns
    )


def _leave_parts(name: str, places: tuple[Place, ...]) -> tuple[Place, ...]:
    """The places without what lies in a country of that name and only shares it: a bare "Panama" is no province.

    A capital whose usual name is the country's own, such as Luxembourg, stays.
    """
    lands = {place.country_code for place in places if place.level is Level.COUNTRY and is_main_name(name, place)}
    return tuple(
        place
        for place in places
        if place.level is Level.COUNTRY
        or place.country_code not in lands
        or (place.level is Level.CITY and is_main_name(name, place))
    )


def _leave_lands(name: str, places: tuple[Place, ...]) -> tuple[Place, ...]:
    """The places without countries in which a division has the same name: "Panama province" is not all of Panama."""
    divided = {place.country_code for place in places if place.level is Level.ADM1 and is_main_name(name, place)}
    return tuple(place for place in places if place.level is not Level.COUNTRY or place.country_code not in divided)


def find_local(name: str, gazetteer: Gazetteer, tables: WordTables) -> tuple[Place, ...]:
    """Divisions that lists have with their own language's word only: "Ahrweiler district" is Landkreis Ahrweiler."""
    return tuple(place for word in tables.local for place in gazetteer.find_places(f"{word} {name}"))


def find_correction(name: str, gazetteer: Gazetteer) -> str:
    """The name of a well-known place that a misspelt name is one slip away from, or "".

    A rare name is as likely right and merely unlisted, so the slip must lie in a name of some length, behind its
    first letter, and what it makes of it must be the usual name of a place that many know.
    """
    key = normalise_name(name)
    if len(key) < _MIN_CORRECTED or not key.isascii():
        return ""
    for place in gazetteer.find_similar(name, max_distance=1, limit=_SIMILAR):
        own = normalise_name(place.name)
        if own[:1] == key[:1] and _is_prominent(place) and measure_distance(own, key) == 1:
            return place.name
    return ""


def _is_surely_place(mentions: Sequence[Mention]) -> bool:
    return any(mention.kind is MentionKind.PLACE and mention.score >= _SURE for mention in mentions)


def _is_prominent(place: Place) -> bool:
    return place.level in {Level.COUNTRY, Level.ADM1} or place.population >= _PROMINENT


def is_within(place: Place, holder: Place) -> bool:
    """Whether a place lies in a country or division, by their codes, or in the circle of a land without any."""
    if _is_land(holder):
        is_abroad = holder.country_code and place.country_code != holder.country_code
        is_small = place.level not in {Level.COUNTRY, Level.REGION} and place.radius_km < holder.radius_km
        return is_small and not is_abroad and place_distance_km(place, holder) <= holder.radius_km
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


def _is_land(place: Place) -> bool:
    """Whether a place is a region or island: land with an extent, and without codes of what lies in it."""
    return place.level is Level.REGION and (place.feature_class == "L" or place.feature_code in _ISLANDS)
