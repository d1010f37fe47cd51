"""Names that the text puts in a place by a word: "the Karm neighbourhood", "Sarn, Tolb Province".

Most quarters and villages that news tells of are in no list, but their namesakes on another continent are. A quarter
lies in the town that the text is about; a village told with its province lies there. Where no namesake does, the name
takes the place around it, with the extent of that place and a reason that says so.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

from mapping.derived_places import derive_place
from mapping.geo import place_distance_km
from mapping.index.names import normalise_name
from mapping.kinds import DIVISION_LEVELS, FINE_LEVELS, WIDE_LEVELS, Level, MentionKind
from mapping.model import Mention, ParsedDocument, Place, Resolution
from mapping.recognition.lands import ENGLISH
from mapping.recognition.tables import WordTables
from mapping.resolution.candidates import is_within

_LIST_GAP = re.compile(r"(?:\s*,)?\s+(?:and\s+|or\s+)?(?:the\s+)?")
_HOLDER_GAP = re.compile(r",\s|\s\(|,?\s(?:in|of)\s(?:the\s)?(?:(?:north|south|east|west|central)[a-z]*\s)?")
# The noun of "the old neighbourhood of Karm", but not of "Karm neighbourhood of Sarn" and "a suburb of Sarn".
_WORD_OF = re.compile(r"(?<!\b[Aa] )(?<!\b[Aa]n )(?<!\b[Oo]ne )(?<!\bother )\b([a-z]+) of (?:the )?$")
_NAME_BEFORE = re.compile(r"[^\W\d_a-z][\w'’-]*\s[a-z]+ of (?:the )?$")
_POSSESSED = re.compile(r"['’]|\s+s\b")
_NEXT_WORD = re.compile(r"[\s-]([A-Za-z]+)\b")
_QUARTERS = frozenset({"quarter", "quarters"})
_OF_TOWN = frozenset({"suburb", "suburbs"})
# "A Detroit neighbourhood", "the Detroit neighbourhood where he lives".
_ANY, _TOLD_OF = re.compile(r"\b[Aa]n?\s(?:[a-z-]+\s)?$"), re.compile(r"\s(?:of|that|where)\b")
# A town's sides have no name but this one in the whole world.
_SIDE = re.compile(r"(?:the )?(?:(?:near|far|upper|lower) )?(?:north|south|east|west){1,2} side", re.IGNORECASE)
_PLURAL = frozenset({"quarters", "settlements", "divisions"})
# Rivers, hills and streets, by the rule that found the name.
_HEADED = "head-"
_LANDS = frozenset({*DIVISION_LEVELS, Level.COUNTRY})
_HELD = FINE_LEVELS | {Level.ADM1}
# How far from the middle of a large town its quarters lie, and from which size on a name is believed to be a town's
# own where a quarter's is told: "several Detroit suburbs".
_QUARTER_KM, _LARGE, _SURE = 40.0, 100_000, 0.4
# What is left of the score of the place that lends its point.
_COARSE = 0.6
_REACH = 30


def find_quarters(parsed: ParsedDocument, mentions: Sequence[Mention], tables: WordTables) -> frozenset[int]:
    """Which mentions the text calls quarters of a town: "the Karm and Sakhur neighbourhoods", "the West Side"."""
    text = parsed.document.text
    found: set[int] = set()
    for number, mention in enumerate(mentions):
        word = _NEXT_WORD.match(text, mention.end)
        kind = tables.nouns.get(word[1].lower(), "") if word else ""
        behind = mentions[number + 1].start if number + 1 < len(mentions) else len(text)
        if _is_quarter_of(text, mention, behind, tables) or _SIDE.fullmatch(mention.name):
            found.add(number)
        if (
            word is None
            or kind not in _QUARTERS
            or mention.kind is MentionKind.DEMONYM
            or _names_town(text, mention, word)
        ):
            continue
        first = number
        while kind in _PLURAL and first and _LIST_GAP.fullmatch(text, mentions[first - 1].end, mentions[first].start):
            first -= 1
        # "Several Detroit neighbourhoods" are Detroit's; in a list each is a quarter.
        if kind not in _PLURAL or first < number:
            found.update(range(first, number + 1))
    # One sense per document: what is a quarter once stays one.
    names = {normalise_name(mentions[number].name) for number in found}
    return frozenset(number for number, mention in enumerate(mentions) if normalise_name(mention.name) in names)


def _is_quarter_of(text: str, mention: Mention, behind: int, tables: WordTables) -> bool:
    """Whether the noun stands before the name: "the neighbourhood of Karm", not "a suburb of Syria's capital".

    Behind the noun for several stands their town, "the suburbs of Lima", or a list, "the suburbs of Ate and Ica".
    """
    if mention.kind is not MentionKind.PLACE or _POSSESSED.match(text, mention.end):
        return False
    start = max(0, mention.start - _REACH)
    before, named = (pattern.search(text, start, mention.start) for pattern in (_WORD_OF, _NAME_BEFORE))
    kind = tables.nouns.get(before[1], "") if before and not named else ""
    return kind in _QUARTERS and (kind not in _PLURAL or _LIST_GAP.fullmatch(text, mention.end, behind) is not None)


def settle_held(
    parsed: ParsedDocument, resolutions: Sequence[Resolution], unsure: Sequence[bool], tables: WordTables
) -> list[Resolution]:
    """Give names of small places that the text puts in a land the namesake there.

    Where none of that name lies in a division told as one, "Sarn, Tolb Province", it is a village there.

    Args:
        parsed: The document.
        resolutions: One for each mention, in text order.
        unsure: For each whether nothing else in the text speaks for its place.
        tables: The words for divisions.
    """
    settled = list(resolutions)
    for number, found in enumerate(resolutions):
        holder = _find_holder(parsed.document.text, resolutions, number)
        if holder is None or holder.place is None:
            continue
        is_division = holder.place.level in DIVISION_LEVELS
        is_told = is_division and _is_told_division(parsed.document.text, holder.mention, tables)
        is_doubted = unsure[number] and _is_held(parsed.document.text, resolutions, number)
        is_movable = found.place is None or unsure[number] or _may_move(found.place, holder.place)
        inside = next((each for each in found.candidates if _lies_in(each.place, holder.place)), None)
        if inside is not None and (is_doubted or (is_told and is_movable and inside.place != found.place)):
            rest = tuple(each for each in found.candidates if each is not inside)
            reason = f"the text puts {found.mention.name!r} in {holder.place.name}"
            settled[number] = replace(found, place=inside.place, candidates=(inside, *rest), reason=reason)
        elif inside is None and is_told and is_movable and not _lies_in(found.place, holder.place):
            settled[number] = _settle_village(found, holder, holder.place)
    return settled


def settle_told_land(
    parsed: ParsedDocument, resolutions: Sequence[Resolution], unsure: Sequence[bool]
) -> list[Resolution]:
    """Give doubtful names the namesake in a country that their own sentence speaks of: "Italian police in Livigno".

    Where English is spoken the next best namesake is as likely that of another hamlet.

    Args:
        parsed: The document with its sentences.
        resolutions: One for each mention, in text order.
        unsure: For each whether nothing else in the text speaks for its place.
    """
    settled = list(resolutions)
    for sentence in parsed.sentences:
        inside = [
            (number, found)
            for number, found in enumerate(resolutions)
            if sentence.start <= found.mention.start < sentence.end
        ]
        told = {
            found.place.country_code: found.place
            for _, found in inside
            if found.place is not None and found.place.level is Level.COUNTRY and found.score >= _SURE
        }
        for number, found in inside:
            if unsure[number] and found.mention.kind is MentionKind.PLACE:
                settled[number] = _settle_in(found, told)
    return settled


def _settle_in(found: Resolution, told: Mapping[str, Place]) -> Resolution:
    """The name's best namesake in one of some countries, by their codes; the name as it was where there is none."""
    codes = told.keys() - ENGLISH
    best = next((each for each in found.candidates if each.place.country_code in codes), None)
    if best is None:
        return found
    rest = tuple(each for each in found.candidates if each is not best)
    reason = f"the sentence speaks of {told[best.place.country_code].name}"
    return replace(found, place=best.place, candidates=(best, *rest), reason=reason)


def settle_villages(
    parsed: ParsedDocument,
    resolutions: Sequence[Resolution],
    doubts: Sequence[bool],
    find_part: Callable[[Place, str], Place | None],
) -> list[Resolution]:
    """Put unlisted names in the land behind them where the place that they were lent lies outside of it.

    Args:
        parsed: The document.
        resolutions: One for each mention, in text order.
        doubts: For each whether its place, if any, is that of another name.
        find_part: What a part of a land means: a village "in southeastern Niger" lies there.
    """
    settled = list(resolutions)
    for number, found in enumerate(resolutions):
        holder = _find_holder(parsed.document.text, resolutions, number)
        if holder is None or holder.place is None or doubts[number + 1] or not doubts[number]:
            continue
        is_town = found.mention.kind is MentionKind.PLACE and not found.mention.rule.startswith(_HEADED)
        if is_town and _is_held(parsed.document.text, resolutions, number):
            part = find_part(holder.place, holder.mention.part) if holder.mention.part else None
            land = part or holder.place
            # The capital is told for all of a country, but a town of a state for what is around.
            if land.level is Level.COUNTRY or not _lies_in(found.place, land):
                settled[number] = _settle_village(found, holder, land)
    return settled


def _find_holder(text: str, resolutions: Sequence[Resolution], number: int) -> Resolution | None:
    """The land right behind a name: "Sarn, Tolb Province", "Sarn in southeastern Niger"."""
    found, behind = resolutions[number], resolutions[number + 1 : number + 2]
    return next(
        (
            holder
            for holder in behind
            if holder.place is not None
            and holder.place.level in _LANDS
            and holder.score >= _SURE
            and _HOLDER_GAP.fullmatch(text, found.mention.end, max(found.mention.end, holder.mention.start))
        ),
        None,
    )


def _settle_village(found: Resolution, holder: Resolution, land: Place) -> Resolution:
    reason = f"the text puts {found.mention.name!r} in {land.name}, where none of that name is listed"
    return replace(found, place=make_village(found.mention.name, land), score=_COARSE * holder.score, reason=reason)


def _may_move(place: Place, holder: Place) -> bool:
    """Whether a name may be that of another place than it was taken for: a small one, or one in another country."""
    return _is_small(place) or _is_abroad(place, holder)


def _is_held(text: str, resolutions: Sequence[Resolution], number: int) -> bool:
    """Whether the land behind a name holds it, and does not go on a list with it: "Gaza, Lebanon and Syria"."""
    found, holder = resolutions[number].mention, resolutions[number + 1].mention
    if holder.kind is not MentionKind.PLACE or found.kind is MentionKind.DEMONYM:
        return False
    if "," not in text[found.end : holder.start]:
        return True
    behind = text[holder.end : resolutions[number + 2].mention.start] if number + 2 < len(resolutions) else ""
    return _LIST_GAP.fullmatch(behind) is None and _LIST_GAP.fullmatch(_before(text, resolutions, number)) is None


def _before(text: str, resolutions: Sequence[Resolution], number: int) -> str:
    """The words between a name and the one before it; "-" where it is the first."""
    return text[resolutions[number - 1].mention.end : resolutions[number].mention.start] if number else "-"


def make_village(name: str, holder: Place) -> Place:
    """A place that no list has, somewhere in a division: a town, with the point and the extent of the division.

    Args:
        name: As the text has it.
        holder: The division that the text puts it in.
    """
    return derive_place(holder, name, name, level=Level.CITY, feature_class="P", feature_code="PPL")


def find_strangers(resolutions: Sequence[Resolution], quarters: Collection[int]) -> tuple[list[Resolution], list[bool]]:
    """Quarters that were taken for places far from every town of the text, without that place.

    Args:
        resolutions: One for each mention, in text order.
        quarters: The numbers of those that the text calls quarters.

    Returns:
        The resolutions, with another namesake or none for the strangers; and for each whether it is one without.
    """
    told = [found for number, found in enumerate(resolutions) if number not in quarters]
    lands = {found.place.country_code for found in told if found.place is not None}
    anchors = [
        found.place
        for found in told
        if found.place is not None and found.place.level in FINE_LEVELS and found.score >= _SURE
    ]
    settled, strange = list(resolutions), [False] * len(resolutions)
    for number in quarters:
        found = resolutions[number]
        if found.place is None or _is_near(found.place, anchors, lands):
            continue
        near = next((each for each in found.candidates if _is_near(each.place, anchors, lands)), None)
        reason = f"the text calls {found.mention.name!r} a quarter, and none of that name is near its towns"
        if near is not None:
            settled[number] = replace(found, place=near.place, score=near.score)
        else:
            settled[number] = replace(found, place=None, score=0.0, reason=reason)
            strange[number] = True
    return settled, strange


def _is_near(place: Place, anchors: Sequence[Place], lands: Collection[str]) -> bool:
    """Whether a quarter may be at a place: near a town of the text, or in its lands if it names no town."""
    if place.level in WIDE_LEVELS:
        return False
    if not anchors:
        return place.country_code in lands
    return any(place_distance_km(place, anchor) <= _QUARTER_KM + anchor.radius_km for anchor in anchors)


def _is_small(place: Place) -> bool:
    return place.level in FINE_LEVELS and place.population < _LARGE


def _is_abroad(place: Place, holder: Place) -> bool:
    return place.level in _HELD and place.country_code != holder.country_code


def _lies_in(place: Place | None, holder: Place) -> bool:
    return place is not None and (
        place.place_id == holder.place_id
        or is_within(place, holder)
        or place_distance_km(place, holder) <= holder.radius_km
    )


def _is_told_division(text: str, mention: Mention, tables: WordTables) -> bool:
    """Whether a name goes with a word for a division, and is no part of a list of them."""
    last = mention.text.rsplit(" ", 1)[-1].lower()
    return _is_division(last, tables) or _is_division(_find_word(text, mention.end), tables)


def _is_division(word: str, tables: WordTables) -> bool:
    kind = tables.nouns.get(word)
    return kind == "division" or (tables.after.get(word) == "admin" and kind is None and not word.endswith("s"))


def _names_town(text: str, mention: Mention, word: re.Match[str]) -> bool:
    """Whether the name before a noun is the town's: "the Chicago suburb of Cicero", "the Detroit suburbs"."""
    is_one_of_many = _ANY.search(text, max(0, mention.start - _REACH), mention.start) is not None
    return word[1].lower() in _OF_TOWN or is_one_of_many or _TOLD_OF.match(text, word.end()) is not None


def _find_word(text: str, end: int) -> str:
    found = _NEXT_WORD.match(text, end)
    return found[1].lower() if found else ""
