"""What a document says of each place that it names, whichever event is asked about: worked out once for all of them."""

import math
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from mapping.event_types import family_of
from mapping.kinds import MentionKind
from mapping.model import Place, Trigger
from mapping.telling.happenings import find_kinds
from mapping.telling.site_origins import is_lent
from mapping.telling.sites import Site

# With more places than any report names, those within as many sentences of an event are weighed for it, and those that
# the text is about most.
_MOST, _REACH, _MAIN = 80, 30, 30


@dataclass(frozen=True)
class NamedPlace:
    """A place with its names in the text, in text order; `number` counts the places as they are named first."""

    place: Place
    sites: tuple[Site, ...]
    number: int

    @cached_property
    def in_text(self) -> tuple[Site, ...]:
        """Its names that are no dateline."""
        return tuple(site for site in self.sites if not site.is_dateline)

    @cached_property
    def _sentences(self) -> tuple[int, ...]:
        return tuple(site.sentence for site in self.in_text)

    @cached_property
    def is_dateline(self) -> bool:
        """Whether a report is filed from there."""
        return len(self.in_text) < len(self.sites)

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        return tuple(site.start for site in self.sites)

    @cached_property
    def _without_people(self) -> "NamedPlace | None":
        """The same without what its people are called; None where that is all."""
        others = tuple(site for site in self.sites if site.kind is not MentionKind.DEMONYM)
        return replace(self, sites=others) if others else None

    @cached_property
    def ground(self) -> float:
        """How far the plainest of its names speaks of ground."""
        return max(site.ground for site in self.sites)

    @cached_property
    def count_log(self) -> float:
        """The logarithm of how often it is named, by more than what its people are called."""
        return math.log(max(1, sum(site.kind is not MentionKind.DEMONYM for site in self.sites)))

    @cached_property
    def is_home(self) -> bool:
        """Whether the text only tells that people and things are from there."""
        return all(site.is_home for site in self.sites)

    @cached_property
    def _ranked(self) -> tuple[Site, ...]:
        return tuple(sorted(self.sites, key=lambda site: (not site.is_dateline, is_lent(site.resolution), site.start)))

    def find_elsewhere(self, sentence: int, *, with_people: bool) -> Site | None:
        """Its best name outside a sentence: a dateline, else one that a list knows, the first of them.

        Args:
            sentence: The number of the sentence; a dateline in it counts as outside.
            with_people: Whether what its people are called may stand for it.
        """
        for site in self._ranked:
            if (site.sentence != sentence or site.is_dateline) and (
                with_people or site.kind is not MentionKind.DEMONYM
            ):
                return site
        return None

    def find_before(self, first: int, sentence: int) -> Sequence[Site]:
        """Its names in the sentences from `first` up to `sentence`, that one left out."""
        return self.in_text[bisect_left(self._sentences, first) : bisect_left(self._sentences, sentence)]

    def find_nearest(self, start: int, *, with_people: bool) -> Site | None:
        """Its name nearest to a character, the earlier of two that are as near; arguments as of `find_elsewhere`."""
        mine = self if with_people else self._without_people
        if mine is None:
            return None
        at = bisect_left(mine._starts, start)
        return min(mine.sites[max(0, at - 1) : at + 1], key=lambda site: find_distance(site, start))

    def find_last(self, sentence: int) -> Site | None:
        """Its last name in a sentence before one, datelines among them; None where none names it."""
        before = bisect_left(self.sites, sentence, key=lambda site: site.sentence)
        return self.sites[before - 1] if before else None

    def count_back(self, sentence: int) -> int | None:
        """How many sentences before a sentence it was named last, 0 for that sentence; None where it was not yet."""
        before = bisect_right(self._sentences, sentence)
        return sentence - self._sentences[before - 1] if before else None


def find_distance(site: Site, start: int) -> tuple[int, int]:
    """How many characters a name lies away, and where it begins: what is nearer comes first."""
    return abs(site.start - start), site.start


class NamedPlaces:
    """The places of one document."""

    def __init__(self, sites: Sequence[Site], shares: Mapping[str, float]) -> None:
        placed = [(site.place, site) for site in sites if site.place]
        named: defaultdict[str, list[Site]] = defaultdict(list)
        for place, site in placed:
            named[place.place_id].append(site)
        first = {place.place_id: place for place, _ in reversed(placed)}
        self._all = {
            place_id: NamedPlace(first[place_id], tuple(mine), number)
            for number, (place_id, mine) in enumerate(named.items())
        }
        self._named = [(site.sentence, place.place_id) for place, site in placed]
        self._main = sorted(self._all, key=lambda place_id: -shares.get(place_id, 0.0))[:_MAIN]

    def __iter__(self) -> Iterator[NamedPlace]:
        """All of them, in the order in which the text names them first."""
        yield from self._all.values()

    def find_around(self, sentence: int) -> Sequence[NamedPlace]:
        """The places that an event of a sentence may have been at: all that the text names, in the same order.

        Of a text as long as a book, or a digest of a hundred reports, only those of the lines around and those that it
        is about most: where so much is told, what is named far off says nothing of an event, and to weigh each place
        for each event would take time by the square.
        """
        if len(self._all) <= _MOST:
            return tuple(self._all.values())
        start = bisect_left(self._named, (sentence - _REACH, ""))
        end = bisect_left(self._named, (sentence + _REACH + 1, ""))
        near = {place_id for _, place_id in self._named[start:end]}
        return sorted((self._all[place_id] for place_id in near.union(self._main)), key=lambda mine: mine.number)


@dataclass(frozen=True, slots=True)
class Anchor:
    """An event that its own sentence puts at a place, with how plainly it does."""

    trigger: Trigger
    place: Place
    score: float


class Anchors:
    """The events of one document that their own sentences place."""

    def __init__(self, anchors: Sequence[Anchor]) -> None:
        self._all = sorted(anchors, key=lambda anchor: anchor.trigger.sentence)
        self._sentences = [anchor.trigger.sentence for anchor in self._all]
        self._by_place: defaultdict[str, list[Anchor]] = defaultdict(list)
        self._by_family: defaultdict[tuple[str, str], list[Anchor]] = defaultdict(list)
        for anchor in self._all:
            self._by_place[anchor.place.place_id].append(anchor)
            self._by_family[anchor.place.place_id, family_of(anchor.trigger.type)].append(anchor)
        self._best: dict[tuple[str, str], list[Anchor]] = {}

    def find_last(self, first: int, sentence: int) -> Place | None:
        """Where the last event of the sentences from `first` up to `sentence` was, that one left out."""
        before = bisect_left(self._sentences, sentence)
        return self._all[before - 1].place if before and self._sentences[before - 1] >= first else None

    def find_near(self, place: Place, code: str, first: int, last: int) -> Iterator[Anchor]:
        """The events at a place of the family of a type, of the sentences from `first` to `last`."""
        mine = self._by_family.get((place.place_id, family_of(code)), [])
        start = bisect_left(mine, first, key=lambda anchor: anchor.trigger.sentence)
        end = bisect_right(mine, last, key=lambda anchor: anchor.trigger.sentence)
        yield from mine[start:end]

    def find_plainest(self, place: Place, trigger: Trigger) -> float:
        """How plainly another trigger of a kind is put at a place, wherever it stands; 0 where none is."""
        key = (place.place_id, trigger.type)
        if key not in self._best:
            kinds = find_kinds(trigger.type, within=True)
            alike = [one for one in self._by_place[place.place_id] if kinds & find_kinds(one.trigger.type, within=True)]
            self._best[key] = sorted(alike, key=lambda anchor: -anchor.score)[:2]
        return next((anchor.score for anchor in self._best[key] if anchor.trigger is not trigger), 0.0)
