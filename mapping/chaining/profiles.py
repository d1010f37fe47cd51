"""What the events of a story have in common, small enough to be kept and read with every comparison."""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from mapping.kinds import LAND_LEVELS, Modality
from mapping.model import Event, Place
from mapping.telling.happenings import BORROWED_PLACES, find_days, is_borrowed
from mapping.telling.stems import find_names, find_words

_PLACES, _TYPES, _MONTHS, _NAMES, _WORDS, _DOCUMENTS = 12, 12, 12, 40, 80, 60
_NOT_HAPPENED, _BORROWED, _COARSE, _FURTHER_REPORT = 0.4, 0.5, 0.4, 0.5
_LEAST_WEIGHT = 0.01


@dataclass(frozen=True, kw_only=True, slots=True)
class Weighted:
    """A word, a type or a month, and how much of the story it is."""

    value: str
    weight: float


@dataclass(frozen=True, kw_only=True, slots=True)
class StoryPlace:
    """A place of the story, and how much of the story is there."""

    place: Place
    weight: float


@dataclass(frozen=True, kw_only=True, slots=True)
class StoryMembers:
    """A story's profile. `weight` sums that of all members; the lists hold the weightiest values, weightiest first.

    `months` are "2017-10"; `names` are words with a capital and `words` stems of all, both of the members' sentences;
    `documents` are the ids of those that tell of members, the last to join last.
    """

    story_id: str
    count: int = 0
    weight: float = 0.0
    first_day: date | None = None
    last_day: date | None = None
    places: tuple[StoryPlace, ...] = ()
    types: tuple[Weighted, ...] = ()
    months: tuple[Weighted, ...] = ()
    names: tuple[Weighted, ...] = ()
    words: tuple[Weighted, ...] = ()
    documents: tuple[str, ...] = ()


def list_documents(event: Event) -> tuple[str, ...]:
    """The ids of the documents that tell of an event."""
    return tuple(ref.doc_id for ref in event.reports) or (event.doc_id,)


def add_event(members: StoryMembers, event: Event) -> StoryMembers:
    """The profile with one more event; see `mapping.stories.add_member`."""
    weight = weigh_event(event)
    days = find_days(event.date.span) if event.date else None
    first, last = days or (None, None)
    return replace(
        add_documents(members, event),
        count=members.count + 1,
        weight=members.weight + weight,
        first_day=min(filter(None, (members.first_day, first)), default=None),
        last_day=max(filter(None, (members.last_day, last)), default=None),
        places=_add_place(members.places, event, weight),
        types=_add(members.types, (event.trigger.type,), weight, _TYPES),
        months=_add(members.months, (first.isoformat()[:7],) if first else (), weight, _MONTHS),
        names=_add(members.names, find_names(event.sentence), weight, _NAMES),
        words=_add(members.words, find_words(event.sentence), weight, _WORDS),
    )


def add_documents(members: StoryMembers, event: Event) -> StoryMembers:
    """The profile with the documents of one of its events, those that came last kept."""
    documents = dict.fromkeys((*members.documents, *list_documents(event)))
    return replace(members, documents=tuple(documents)[-_DOCUMENTS:])


def join_profiles(members: StoryMembers, other: StoryMembers) -> StoryMembers:
    """The profile of the events of two stories, with the id of the first."""
    first_days = [day for day in (members.first_day, other.first_day) if day is not None]
    last_days = [day for day in (members.last_day, other.last_day) if day is not None]
    places = {one.place.place_id: one for one in other.places}
    for one in members.places:
        known = places.get(one.place.place_id)
        places[one.place.place_id] = replace(one, weight=one.weight + (known.weight if known else 0.0))
    return StoryMembers(
        story_id=members.story_id,
        count=members.count + other.count,
        weight=members.weight + other.weight,
        first_day=min(first_days, default=None),
        last_day=max(last_days, default=None),
        places=tuple(sorted(places.values(), key=lambda one: (-one.weight, one.place.place_id))[:_PLACES]),
        types=_sum(members.types, other.types, _TYPES),
        months=_sum(members.months, other.months, _MONTHS),
        names=_sum(members.names, other.names, _NAMES),
        words=_sum(members.words, other.words, _WORDS),
        documents=tuple(dict.fromkeys((*other.documents, *members.documents)))[-_DOCUMENTS:],
    )


def _sum(counted: Sequence[Weighted], others: Sequence[Weighted], most: int) -> tuple[Weighted, ...]:
    weights = {one.value: one.weight for one in counted}
    for one in others:
        weights[one.value] = weights.get(one.value, 0.0) + one.weight
    summed = [Weighted(value=value, weight=weight) for value, weight in weights.items()]
    return tuple(sorted(summed, key=lambda one: (-one.weight, one.value))[:most])


def weigh_event(event: Event) -> float:
    """How much an event counts for: by its score, its reports, how often its text tells it, and whether it took place.

    What a text is about is told again and again, and is surer than the many things that it mentions.
    """
    told = 1.0 if event.trigger.modality is Modality.HAPPENED else _NOT_HAPPENED
    often = 1.0 + math.log1p(len(event.retold))
    return (
        max(event.score, _LEAST_WEIGHT) ** 2 * often * told * (1.0 + _FURTHER_REPORT * max(0, len(event.reports) - 1))
    )


def _add(counted: Sequence[Weighted], values: Collection[str], weight: float, most: int) -> tuple[Weighted, ...]:
    if not values:
        return tuple(counted)
    before = {one.value: one.weight for one in counted if one.value in values}
    grown = [Weighted(value=value, weight=before.get(value, 0.0) + weight) for value in values]
    ranked = [*(one for one in counted if one.value not in before), *grown]
    ranked.sort(key=lambda one: (-one.weight, one.value))
    return tuple(ranked[:most])


def _add_place(places: Sequence[StoryPlace], event: Event, weight: float) -> tuple[StoryPlace, ...]:
    if event.place is None:
        return tuple(places)
    place = event.place.place
    share = weight * event.place.score
    share *= _BORROWED if is_borrowed(event.place.rule, BORROWED_PLACES) else 1.0
    share *= _COARSE if place.level in LAND_LEVELS else 1.0
    known = {one.place.place_id: one for one in places}
    before = known[place.place_id].weight if place.place_id in known else 0.0
    known[place.place_id] = StoryPlace(place=place, weight=before + share)
    return tuple(sorted(known.values(), key=lambda one: (-one.weight, one.place.place_id))[:_PLACES])
