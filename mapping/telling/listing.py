"""A list of places is a list of happenings: "rockets hit Homs, Aleppo and Idlib", "two died in Homs, three in Idlib".

The event of the first place is joined by one for each of the others, with the count of people that is told there.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from mapping.event_types import family_of
from mapping.ids import hash_key
from mapping.model import Event, ParsedDocument, Place, PlaceChoice, Resolution, Sentence, Toll
from mapping.resolution.order import find_between
from mapping.telling.happenings import NAMED_BEFORE, SETTING_PLACES, find_gap_days, find_kinds, holds
from mapping.telling.number_words import read_number

# What happens in each of several places; talks and statements are of them all.
_LOCAL = frozenset(
    {"battle", "strike", "attack", "riot", "protest", "disaster", "accident", "crime", "security", "health"}
)
# A further place does not go on with a word that it describes ("and Kano police"), nor begins a clause.
_NOT_LISTED = frozenset({"compound", "poss", "nmod", "amod", "nsubj", "nsubjpass"})
_JOINED = r"(?:,|,?\s*(?:and|as well as)\b)\s*"
_PLACED = r"(?:(?:in|at|near|around|outside)\s+)?(?:the\s+)?(?:[a-z]+\s+of\s+)?"
_NEXT = re.compile(rf"\s*{_JOINED}{_PLACED}")
_COUNTED = re.compile(
    rf"\s*{_JOINED}(?:another\s+|a further\s+)?(?P<number>[\d,]+|[a-z]+(?:-[a-z]+)?)(?:\s+(?:more|others?|people))?"
    rf"\s+(?:in|at|near|around|outside)\s+(?:the\s+)?(?:[a-z]+\s+of\s+)?"
)
_LAST = re.compile(r"\b(?:and|as well as)\b")
# Two ends of a road or a border are no two places of what happened on it.
_BETWEEN = re.compile(r"\b(?:between|from|linking|joining|border|frontier|road|highway|route)\b[^,.;]*$", re.IGNORECASE)
_MOST_BEFORE = 40
_LISTED_SHARE = 0.95


@dataclass(frozen=True, slots=True)
class _Item:
    """A further place of a list, and the number told before it, None where there is none."""

    resolution: Resolution
    place: Place
    number: int | None
    number_start: int


def spread_lists(
    parsed: ParsedDocument, events: Sequence[Event], resolutions: Sequence[Resolution]
) -> tuple[Event, ...]:
    """Add an event for each further place of a list that an event's place begins.

    Args:
        parsed: The document with its sentences.
        events: What it tells, each happening once, in text order.
        resolutions: Of all its mentions, in text order.

    Returns:
        The events in text order, those of one list in the order of their places, none where another event of the kind
        and the days stands at the place already.
    """
    spread: list[Event] = []
    by_place: defaultdict[str, list[Event]] = defaultdict(list)
    for event in events:
        if event.place is not None:
            by_place[event.place.place.place_id].append(event)
    for event in events:
        items = _find_items(parsed, event, resolutions)
        spread.append(_keep_own_tolls(event, items))
        for item in items:
            there = by_place[item.place.place_id]
            if not any(_is_told(event, other) for other in there):
                spread.append(_place_at(parsed, event, item))
                there.append(spread[-1])
    return tuple(spread)


def _find_items(parsed: ParsedDocument, event: Event, resolutions: Sequence[Resolution]) -> list[_Item]:
    """The places that follow the event's own, up to the one behind an "and"; none where the list has no such end."""
    text, choice, sentence = parsed.document.text, event.place, _find_opened(parsed, event)
    if choice is None or sentence is None:
        return []
    items: list[_Item] = []
    told, end = [choice.place], choice.end
    for resolution in find_between(resolutions, choice.end, sentence.end):
        mention, place = resolution.mention, resolution.place
        if mention.start < end or mention.end > sentence.end:
            continue
        if place is not None and holds(place, told[-1]):
            end = mention.end  # "Homs, Syria"
            continue
        item = _read_item(text, end, resolution)
        if item is None or not _is_listed(sentence, resolution) or _is_again(item.place, told):
            break
        items.append(item)
        if _LAST.search(text, end, mention.start):
            return items
        told.append(item.place)
        end = mention.end
    return []


def _find_opened(parsed: ParsedDocument, event: Event) -> Sentence | None:
    """The sentence in which the event's place may be the first of a list; None where it cannot be."""
    choice = event.place
    if choice is None or choice.rule.removesuffix(NAMED_BEFORE) not in SETTING_PLACES:
        return None
    if family_of(event.trigger.type) not in _LOCAL or event.trigger.is_given:
        return None
    number = bisect_right(parsed.sentences, choice.start, key=lambda one: one.start) - 1
    if number < 0 or choice.start >= parsed.sentences[number].end:
        return None
    sentence = parsed.sentences[number]
    before = parsed.document.text[max(sentence.start, choice.start - _MOST_BEFORE) : choice.start]
    return None if _BETWEEN.search(before) else sentence


def _read_item(text: str, end: int, resolution: Resolution) -> _Item | None:
    """A place as the next of a list that has been read up to `end`; None where the words between say otherwise."""
    gap = text[end : resolution.mention.start]
    counted = _COUNTED.fullmatch(gap)
    number = read_number(counted["number"]) if counted else None
    if resolution.place is None or not (number or _NEXT.fullmatch(gap)):
        return None
    number_start = end + counted.start("number") if counted and number else 0
    return _Item(resolution=resolution, place=resolution.place, number=number, number_start=number_start)


def _is_again(place: Place, told: Sequence[Place]) -> bool:
    """Whether a place is one of those told, or lies in one."""
    return any(place.place_id == other.place_id or holds(other, place) for other in told)


def _is_listed(sentence: Sentence, resolution: Resolution) -> bool:
    """Whether a name stands as a member of a list, and not before a noun or as a subject."""
    mention = resolution.mention
    inside = [token for token in sentence.tokens if mention.start <= token.start < mention.end]
    indices = {token.index for token in inside}
    heads = [token for token in inside if token.head not in indices or token.head == token.index]
    return bool(heads) and not any(token.dep in _NOT_LISTED for token in heads)


def _is_told(event: Event, other: Event) -> bool:
    """Whether another event, at one of a list's places, is what the list tells of that place."""
    if other.event_id == event.event_id:
        return False
    is_kin = not find_kinds(other.trigger.type).isdisjoint(find_kinds(event.trigger.type))
    is_then = other.date is None or event.date is None or not find_gap_days(other.date.span, event.date.span)
    return is_kin and is_then


def _keep_own_tolls(event: Event, items: Sequence[_Item]) -> Event:
    """The event without the counts that are told of the list's other places."""
    starts = {item.number_start for item in items if item.number is not None}
    return replace(event, tolls=tuple(toll for toll in event.tolls if toll.start not in starts)) if starts else event


def _place_at(parsed: ParsedDocument, event: Event, item: _Item) -> Event:
    """What the event's words tell of a further place."""
    mention = item.resolution.mention
    choice = event.place
    return replace(
        event,
        event_id=hash_key(f"{event.event_id}\x1f{item.place.place_id}"),
        place=PlaceChoice(
            place=item.place,
            start=mention.start,
            end=mention.end,
            mention=mention.text,
            rule=choice.rule if choice else "",
            score=choice.score * _LISTED_SHARE if choice else 0.0,
        ),
        tolls=tuple(_read_toll(parsed, event, item)),
        score=event.score * _LISTED_SHARE,
        retold=(),
    )


def _read_toll(parsed: ParsedDocument, event: Event, item: _Item) -> Iterator[Toll]:
    """The count told of the place: of the kind that the list's first one is of."""
    first = next((toll for toll in event.tolls if toll.start < item.number_start), None)
    if item.number is not None and first is not None:
        words = re.compile(r"[\w,-]*\w").match(parsed.document.text, item.number_start)
        end = words.end() if words else item.number_start
        text = parsed.document.text[item.number_start : end]
        yield Toll(start=item.number_start, end=end, text=text, kind=first.kind, number=item.number)
