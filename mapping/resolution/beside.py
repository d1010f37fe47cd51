"""Names that the text puts next to another: "the Ridge mine near Copiapo", "Azaz, 30 km north of Aleppo".

Such words decide between namesakes as a state behind a comma does. And where no namesake lies there, the surer of the
two names tells where it was: a mine that the gazetteer lacks is in the hills of that town, not in a capital that
happens to share its name.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from mapping.gazetteer import Gazetteer
from mapping.geo import place_distance_km
from mapping.kinds import LAND_LEVELS, Level, MentionKind
from mapping.model import Mention, ParsedDocument, Place, Resolution
from mapping.resolution.candidates import MAX_CANDIDATES, Group, is_within
from mapping.resolution.offsets import can_shift, shift_place

_NEAR = re.compile(
    r"""(?P<nouns>(?:\s[a-z-]+){0,2}?),?(?:\s(?:just|some|about|around|roughly|only))?\s
    (?:near|close\sto|outside|not\sfar\sfrom|next\sto
      |[1-9]\d?\s?(?:km|kms|kilomet(?:re|er)s|miles)(?:\s\([^)]{1,20}\))?(?:\s(?:to\sthe\s)?[a-z-]+)?\s(?:of|from))
    \s(?:the\s(?:city|town|village|port)\sof\s)?""",
    re.VERBOSE,
)
# "The Karm district of southern Aleppo": a quarter lies in its town, whatever other places bear its name.
_QUARTER = re.compile(
    r"""\s(?:district|neighbou?rhood|quarter|suburb|section|ward|area)\s(?:of|in)
    \s(?:(?:north|south|east|west|central|downtown|inner|outer)[a-z]*\s)?(?:the\s(?:city|town|port)\sof\s)?""",
    re.VERBOSE,
)
_NOMINAL = frozenset({"NOUN", "PROPN", "ADJ"})
_OUTER = frozenset({MentionKind.PLACE, MentionKind.FACILITY})
# The farthest that people still call near, and the largest distance that the pattern reads.
_NEAR_KM = 160.0
_QUARTER_KM = 30.0
# A city of so many people and a score of so much is not taken for a hamlet of its name beside another town.
_LARGE_CITY, _SURE = 100_000, 0.7
# What is left of the score of the town that lends its place.
_COARSE = 0.6


def find_beside(parsed: ParsedDocument, mentions: Sequence[Mention]) -> dict[int, int]:
    """Which mentions the text puts near the next one: indices of the former to those of the latter."""
    nominal = {token.start for sentence in parsed.sentences for token in sentence.tokens if token.pos in _NOMINAL}
    found = {}
    for number, (one, other) in enumerate(pairwise(mentions)):
        if one.kind not in _OUTER or other.kind is MentionKind.DEMONYM:
            continue
        if _is_quarter(parsed, one, other):
            found[number] = number + 1
        gap = _NEAR.fullmatch(parsed.document.text, one.end, max(one.end, other.start))
        if gap is None:
            continue
        starts = (one.end + word.start() for word in re.finditer(r"[a-z-]+", gap["nouns"]))
        if all(start in nominal for start in starts):
            found[number] = number + 1
    return found


def _is_quarter(parsed: ParsedDocument, one: Mention, other: Mention) -> bool:
    return _QUARTER.fullmatch(parsed.document.text, one.end, max(one.end, other.start)) is not None


def settle_quarters(
    parsed: ParsedDocument, mentions: Sequence[Mention], resolutions: Sequence[Resolution]
) -> list[Resolution]:
    """Give quarters that have no place in the town that the text puts them in that of the town.

    Args:
        parsed: The document.
        mentions: In text order.
        resolutions: One for each.
    """
    settled = list(resolutions)
    for number in find_beside(parsed, mentions):
        if not _is_quarter(parsed, mentions[number], mentions[number + 1]):
            continue
        inner, town = number, resolutions[number + 1]
        if _is_larger(resolutions[number], town):
            # "The Homs district of Zahra" is a quarter of Homs.
            inner, town = number + 1, resolutions[number]
        if town.place is None or town.place.level in LAND_LEVELS:
            continue
        place = resolutions[inner].place
        if place is None or place_distance_km(place, town.place) > _QUARTER_KM + town.place.radius_km:
            name = mentions[inner].name
            reason = f"the text puts {name!r} in {town.place.name}, where none of that name is listed"
            settled[inner] = replace(
                resolutions[inner], place=town.place, score=_COARSE * town.score, reason=reason, candidates=()
            )
    return settled


def link_groups(groups: Sequence[Group], beside: dict[int, int], gazetteer: Gazetteer) -> list[Group]:
    """The groups with the mentions that they are near, and with the rarer namesakes that lie there."""
    owners = {number: group for group in groups for number in group.mentions}
    linked = []
    for group in groups:
        near = tuple(beside[number] for number in group.mentions if number in beside)
        anchors = [place for number in near for place in owners[number].candidates if place.level not in LAND_LEVELS]
        rest = gazetteer.find_places(group.borrowed or group.name)[MAX_CANDIDATES:] if anchors else ()
        rare = [
            place
            for place in rest
            if place not in group.candidates and any(place_distance_km(place, anchor) <= _NEAR_KM for anchor in anchors)
        ]
        linked.append(replace(group, beside=near, candidates=(*group.candidates, *rare)))
    return linked


def borrow_beside(
    parsed: ParsedDocument, resolutions: Sequence[Resolution], groups: Sequence[Group]
) -> list[Resolution]:
    """Give names that have no place where the text puts them that of the name they are near, if it is the surer one.

    A large city keeps its own, unless it is the name of a quarter.

    Args:
        parsed: The document.
        resolutions: Of one document, in text order.
        groups: Its names; those that are near another are looked at.

    Returns:
        The same resolutions, those replaced that lay elsewhere.
    """
    lent: defaultdict[int, list[Resolution]] = defaultdict(list)
    for group in groups:
        for number in group.mentions:
            lent[number] = [resolutions[other] for other in group.beside]
    pairs = [
        pair for pair in enumerate(pairwise(resolutions)) if _is_quarter(parsed, pair[1][0].mention, pair[1][1].mention)
    ]
    towns = {number for number, (one, other) in pairs if _is_larger(one, other)}
    quarters = {number for number, _ in pairs} - towns
    return [
        found if number in towns or (_is_known(found) and number not in quarters) else _borrow(found, lent[number])
        for number, found in enumerate(resolutions)
    ]


def _borrow(found: Resolution, anchors: Sequence[Resolution]) -> Resolution:
    places = [anchor.place for anchor in anchors if anchor.place is not None and anchor.place.level not in LAND_LEVELS]
    if not places or any(found.place is not None and _is_near(found.place, place) for place in places):
        return found
    best = max((anchor for anchor in anchors if anchor.place in places), key=lambda anchor: anchor.score)
    if best.place is None or best.score <= found.score:
        return found
    reason = f"the text puts {found.mention.name!r} near {best.place.name}, where none of that name is listed"
    offset = best.mention.offset
    place = shift_place(best.place, offset) if offset is not None and can_shift(best.place) else best.place
    return replace(found, place=place, score=_COARSE * best.score, reason=reason)


def _is_known(found: Resolution) -> bool:
    """Whether a name means a large city, which no text explains by a town that it is near."""
    place = found.place
    is_city = place is not None and place.level is Level.CITY and place.population >= _LARGE_CITY
    return is_city and found.mention.kind is MentionKind.PLACE and found.score >= _SURE


def _is_larger(one: Resolution, other: Resolution) -> bool:
    """Whether a name means a large city, and the next a smaller place or none of its own."""
    own = other.place if other.candidates and other.candidates[0].place == other.place else None
    is_large = one.place is not None and one.place.population >= _LARGE_CITY and one.score >= _SURE
    return is_large and one.place is not None and (own is None or own.population < one.place.population)


def _is_near(place: Place, other: Place) -> bool:
    if place.level in LAND_LEVELS or is_within(other, place) or is_within(place, other):
        return True
    return place_distance_km(place, other) <= _NEAR_KM + place.radius_km + other.radius_km
