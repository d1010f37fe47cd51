"""What an event is compared by, worked out once: one report is weighed against many events, and they against many."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

from mapping.event_types import OTHER_TYPE, family_of
from mapping.kinds import ONE_DAY, Bound
from mapping.merging.openings import NO_OPENING, Opening
from mapping.merging.sites import find_sites
from mapping.model import Event, Trigger
from mapping.telling.happenings import (
    BORROWED_DATES,
    BORROWED_PLACES,
    OUTCOMES,
    RARE_KINDS,
    find_days,
    find_kinds,
    is_aftershock,
    is_borrowed,
    tells_day,
    tells_place,
)
from mapping.telling.stems import find_names, find_words

# Below these a place or a type is a guess: it speaks against another, and forbids nothing.
_SURE_PLACE, _SURE_KIND = 0.7, 0.6
_NO_WORDS: frozenset[str] = frozenset()
_MOST_PROMINENT = 2.0
_NONE: Mapping[str, int] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True)
class Traits:
    """An event and what follows from it alone; what is dear to find is found when first asked for.

    `doc_ids` are the documents that tell it. `days` are the first and last day as ordinals, None where it has none,
    and `is_day` says that they are one day, told as such. `heads` are those of its actors; `tolls` the largest count of
    each kind above 1, for 0 and 1 agree too often to mean anything, and so does "dozens". What is `_told` stands in the
    sentence itself, and `is_kind_sure` says that the word for what happened has one reading; `is_outcome` that it tells
    what befell people. `is_rare` marks disasters and accidents; `prominence`, 0..2, is
    how much its text makes of it. `opening` is that of the text that tells it, empty where nobody gave it, and
    `is_opening` says that it is told there.
    """

    event: Event
    doc_ids: frozenset[str]
    kinds: frozenset[str]
    family: str
    lemma: str
    is_aftershock: bool
    days: tuple[int, int] | None
    is_day: bool
    is_place_borrowed: bool
    is_date_borrowed: bool
    is_place_told: bool
    is_date_told: bool
    is_kind_sure: bool
    is_outcome: bool
    is_rare: bool
    prominence: float
    heads: frozenset[str]
    tolls: Mapping[str, int]
    opening: Opening
    is_opening: bool

    @cached_property
    def words(self) -> frozenset[str]:
        """The stems of its sentence."""
        return find_words(self.event.sentence)

    @cached_property
    def names(self) -> frozenset[str]:
        """The words with a capital in its sentence."""
        return find_names(self.event.sentence)

    @cached_property
    def sites(self) -> frozenset[str]:
        """The sites within a town that its sentence names."""
        return find_sites(self.event.sentence)

    @cached_property
    def place_words(self) -> frozenset[str]:
        """The words of its place's names, which are compared as places and not as names."""
        if self.event.place is None:
            return _NO_WORDS
        place = self.event.place.place
        return frozenset(word.lower() for name in (place.name, place.admin1, place.country) for word in name.split())


def find_traits(event: Event, opening: Opening = NO_OPENING) -> Traits:
    """What a report or stored event is compared by.

    Args:
        event: The report or stored event.
        opening: That of the document that its values are of, `event.doc_id`.
    """
    trigger, place, when = event.trigger, event.place, event.date
    days = find_days(when.span) if when else None
    return Traits(
        event=event,
        doc_ids=frozenset(ref.doc_id for ref in event.reports) or frozenset({event.doc_id}),
        kinds=find_kinds(trigger.type),
        family=family_of(trigger.type),
        lemma=trigger.lemma.lower(),
        is_aftershock=is_aftershock(event),
        days=(days[0].toordinal(), days[1].toordinal()) if days else None,
        is_day=when is not None and when.span.granularity in ONE_DAY,
        is_place_borrowed=place is not None and is_borrowed(place.rule, BORROWED_PLACES),
        is_date_borrowed=when is not None and is_borrowed(when.rule, BORROWED_DATES),
        is_place_told=place is not None and place.score >= _SURE_PLACE and tells_place(place.rule),
        is_date_told=when is not None and tells_day(when.rule),
        is_kind_sure=_is_kind_sure(trigger),
        is_outcome=trigger.lemma.lower() in OUTCOMES,
        is_rare=not RARE_KINDS.isdisjoint(find_kinds(trigger.type, within=True)),
        prominence=min(_MOST_PROMINENT, math.log1p(len(event.retold))),
        heads=frozenset(actor.head.lower() for actor in event.actors if actor.head),
        tolls=_find_tolls(event) if event.tolls else _NONE,
        opening=opening,
        is_opening=opening.holds(event),
    )


def _is_kind_sure(trigger: Trigger) -> bool:
    is_named = trigger.typed_by.startswith("lexicon") and trigger.type != OTHER_TYPE
    return is_named and trigger.score >= _SURE_KIND


def _find_tolls(event: Event) -> Mapping[str, int]:
    found: dict[str, int] = {}
    for toll in event.tolls:
        if toll.number > 1 and toll.bound is not Bound.VAGUE:
            found[toll.kind] = max(toll.number, found.get(toll.kind, 0))
    return found
