"""What links an event to a story, and two stories to each other: near in place and in time, and about the same."""

import math
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from mapping.chaining.profiles import StoryMembers, StoryPlace, Weighted, list_documents
from mapping.event_types import family_of, load_event_types
from mapping.geo import place_distance_km
from mapping.kinds import LAND_LEVELS
from mapping.model import Event, Place
from mapping.telling.happenings import find_days, holds
from mapping.telling.rarity import find_own_names, list_place_words, weigh_name
from mapping.telling.stems import find_words

MAX_EVENTS, MAX_DAYS, MAX_KM = 400, 120, 300.0
"""Bounds of one story: its events, the days from first to last, the distance of its places from the main one."""

LEAST_LINK = 3.2
"""The sum of what links an event to a story at which it joins."""

LEAST_BOND = 4.4
"""The sum of what two stories have in common at which an event that belongs to both makes them one."""

_BY_DAYS = ((3, 1.5), (7, 1.2), (14, 0.8), (30, 0.5), (60, 0.0))
_SAME_KM, _BESIDE_KM = 25.0, 75.0
_LEAST_WIDE_THEME, _ONE_COUNTRY = 1.6, 1.0
_LEAST_THEME, _SHARED_DOCUMENT, _NAMES, _WORDS = 0.7, 1.4, 2.0, 1.5
_UNPLACED = 0.5
# Who is told of in the same week by the same rare names is the same, wherever the texts put it.
_SAME_NAMES, _NAMES_AGO, _LEAST_NAMES, _HALF, _ALIKE, _WIDE_ALIKE = 1.5, 1.2, 1.0, 0.5, 0.5, 0.15
_NAMESAKES = 1.5
_FAMILY, _GROUP, _SOFT_FAMILY, _SOFT_GROUP = 0.8, 0.7, 0.3, 0.2
# In a capital much happens that has only the city in common.
_SOFT_GROUPS = frozenset({"society", "crime"})
_SOFT_FAMILIES = frozenset({"diplomacy", "politics"})
_LEAST_SHARE, _LEAST_PLACE = 0.2, 0.08
_MAIN_PLACES = 3


def link_event(event: Event, story: StoryMembers) -> float:
    """How strongly an event hangs together with a story; below `LEAST_LINK` it does not belong to it."""
    if event.date is None or story.count >= MAX_EVENTS:
        return 0.0
    when = _link_days(event, story)
    if when is None:
        return 0.0
    theme, where = _link_theme(event, story), _link_place(event, story)
    if when >= _NAMES_AGO and _names_same(event, story):
        return when + theme + max(where, _SAME_NAMES)
    least = _LEAST_WIDE_THEME if _is_wide(event, story) else _LEAST_THEME
    return 0.0 if theme < least or not _is_within_reach(event, story) else when + theme + where


def bind_stories(story: StoryMembers, other: StoryMembers) -> float:
    """How strongly two stories hang together; below `LEAST_BOND` they stay two, whatever links them."""
    if story.count + other.count > MAX_EVENTS:
        return 0.0
    when = _bind_days(other.first_day, other.last_day, story)
    if when is None:
        return 0.0
    names, others = _weigh_names(story, other), _weigh_names(other, story)
    alike = _overlap(names, others)
    where = _bind_places(story, other)
    if when >= _NAMES_AGO and alike >= _ALIKE and _sum_shared(names, others) >= _LEAST_NAMES:
        where = _SAME_NAMES if where is None else max(where, _SAME_NAMES)
    families = _overlap(_count_families(story), _count_families(other))
    if where is None or (where <= _ONE_COUNTRY and alike < _WIDE_ALIKE and not _are_hard(story, other)):
        return 0.0
    theme = _SHARED_DOCUMENT if set(story.documents) & set(other.documents) else 0.0
    theme += _FAMILY * families
    theme += _NAMES * alike + _WORDS * _overlap(_count(story.words), _count(other.words))
    return 0.0 if theme < _LEAST_THEME else when + theme + where


def _are_hard(story: StoryMembers, other: StoryMembers) -> bool:
    """Whether most of both stories is of kinds of which a whole country seldom has two at once."""
    return all(_sum_soft(one) <= _HALF * sum(_count(one.types).values()) for one in (story, other))


def _sum_soft(story: StoryMembers) -> float:
    return sum(one.weight for one in story.types if _is_soft(one.value))


def _names_same(event: Event, story: StoryMembers) -> bool:
    """Whether the rare names of an event, or half of what they say, are those that much of a story has too."""
    names = find_own_names(event) - _list_place_words(story)
    known = {one.value: min(1.0, 2.0 * one.weight / story.weight) for one in story.names}
    shared = sum(weigh_name(name) * known.get(name, 0.0) for name in names)
    return shared >= _LEAST_NAMES and shared >= _HALF * sum(map(weigh_name, names))


def _weigh_names(story: StoryMembers, other: StoryMembers) -> dict[str, float]:
    """How much of a story each name is, and what the name says; names of places of either are left out."""
    places = _list_place_words(story) | _list_place_words(other)
    known = ((one.value, one.weight / story.weight) for one in story.names if one.value not in places)
    return {name: weigh_name(name) * share for name, share in known}


def _sum_shared(names: Mapping[str, float], others: Mapping[str, float]) -> float:
    shared = sorted(names.keys() & others.keys())
    return sum(min(weigh_name(name), 2.0 * names[name], 2.0 * others[name]) for name in shared)


def _list_place_words(story: StoryMembers) -> frozenset[str]:
    return list_place_words(one.place for one in story.places)


def _bind_places(story: StoryMembers, other: StoryMembers) -> float | None:
    """How the places of two stories lie to each other; None where they are too far apart, or one has none."""
    if not (story.places and other.places) or not _reaches(story.places[0].place, other.places[0].place):
        return None
    return max(_relate(one.place, two.place) for one in _list_main(story) for two in _list_main(other))


def _list_main(story: StoryMembers) -> Sequence[StoryPlace]:
    return story.places[:_MAIN_PLACES]


def _count(counted: Sequence[Weighted]) -> dict[str, float]:
    return {one.value: one.weight for one in counted}


def _count_families(story: StoryMembers) -> dict[str, float]:
    counted: dict[str, float] = {}
    for one in story.types:
        family = family_of(one.value)
        counted[family] = counted.get(family, 0.0) + one.weight
    return counted


def _overlap(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """The cosine of two counts, 0..1."""
    both = sum(one[value] * other[value] for value in sorted(one.keys() & other.keys()))
    return both / (_norm(one) * _norm(other)) if both else 0.0


def _norm(counted: Mapping[str, float]) -> float:
    return math.hypot(*(counted[value] for value in sorted(counted)))


def _link_days(event: Event, story: StoryMembers) -> float | None:
    days = find_days(event.date.span) if event.date else None
    return _bind_days(*days, story) if days else None


def _bind_days(first: date | None, last: date | None, story: StoryMembers) -> float | None:
    if first is None or last is None or story.first_day is None or story.last_day is None:
        return None
    if max(last, story.last_day) - min(first, story.first_day) > timedelta(days=MAX_DAYS):
        return None
    gap = max((first - story.last_day).days, (story.first_day - last).days, 0)
    return next((value for most, value in _BY_DAYS if gap <= most), None)


def _is_within_reach(event: Event, story: StoryMembers) -> bool:
    """A story keeps to the surroundings of its main place: a chain of neighbours must not cross a continent."""
    if event.place is None or not story.places:
        return True
    return _reaches(story.places[0].place, event.place.place)


def _reaches(main: Place, place: Place) -> bool:
    if place.level in LAND_LEVELS or main.level in LAND_LEVELS:
        return place.country_code == main.country_code or holds(main, place) or holds(place, main)
    return place_distance_km(place, main) <= MAX_KM or _are_namesakes(place, main)


def _link_place(event: Event, story: StoryMembers) -> float:
    if event.place is None or not story.places:
        return _UNPLACED
    soft = 0.6 if _is_soft(event.trigger.type) else 1.0
    return soft * _relate_best(event.place.place, story)


def _relate_best(place: Place, story: StoryMembers) -> float:
    """How a place lies to those of a story that more than a mention is at."""
    least = _LEAST_PLACE * sum(known.weight for known in story.places)
    return max(_relate(place, known.place) for known in story.places if known.weight >= least)


def _relate(place: Place, known: Place) -> float:
    if place.place_id == known.place_id:
        return 1.0 if place.level in LAND_LEVELS else 2.0
    if holds(place, known) or holds(known, place):
        return 0.7 if LAND_LEVELS & {place.level, known.level} else 1.7
    if LAND_LEVELS & {place.level, known.level}:
        return 0.0
    distance = place_distance_km(place, known)
    if distance <= _SAME_KM:
        return 2.0
    if _are_namesakes(place, known):
        return _NAMESAKES
    same_division = bool(place.admin1_code) and place.admin1_code == known.admin1_code
    if place.country_code != known.country_code:
        return 0.5 if distance <= _BESIDE_KM else -1.0
    return 1.5 if distance <= _BESIDE_KM or same_division else 0.5


def _are_namesakes(place: Place, known: Place) -> bool:
    """Whether two places have one name, so that texts of one town may have been put into both."""
    return _find_bare_name(place) == _find_bare_name(known)


def _find_bare_name(place: Place) -> str:
    return place.name.partition(",")[0].lower()


def _is_wide(event: Event, story: StoryMembers) -> bool:
    """Whether they have no more than a country in common, in which much goes on at once."""
    if event.place is None or not story.places:
        return False
    return _relate_best(event.place.place, story) <= _ONE_COUNTRY


def _is_soft(code: str) -> bool:
    family = family_of(code)
    families = load_event_types().families
    return family in _SOFT_FAMILIES or family not in families or families[family].group in _SOFT_GROUPS


def _link_theme(event: Event, story: StoryMembers) -> float:
    theme = _SHARED_DOCUMENT if set(list_documents(event)) & set(story.documents) else 0.0
    theme += _link_type(event, story)
    theme += _NAMES * _cover(find_own_names(event), story.names, story.weight)
    return theme + _WORDS * _cover(find_words(event.sentence), story.words, story.weight)


def _link_type(event: Event, story: StoryMembers) -> float:
    families, own = load_event_types().families, family_of(event.trigger.type)
    total = sum(one.weight for one in story.types) or 1.0
    same = sum(one.weight for one in story.types if family_of(one.value) == own) / total
    if same >= _LEAST_SHARE:
        return _SOFT_FAMILY if _is_soft(event.trigger.type) else _FAMILY
    if own not in families:
        return 0.0
    group = families[own].group
    known = ((families.get(family_of(one.value)), one.weight) for one in story.types)
    if sum(weight for family, weight in known if family and family.group == group) < _LEAST_SHARE * total:
        return 0.0
    return _SOFT_GROUP if _is_soft(event.trigger.type) else _GROUP


def _cover(words: frozenset[str], counted: Sequence[Weighted], total: float) -> float:
    """The part of the words that are words of the story too, those that much of it uses for more."""
    if not words:
        return 0.0
    known = {one.value: one.weight / total for one in counted}
    return sum(min(1.0, 2.0 * known.get(word, 0.0)) for word in words) / len(words)
