"""Chains of related events -> stories with a name.

A story is kept as a profile of its members - where, when, what, which words and documents - so that an event joins it
without a look at the others. Stories are bounded in time, space and number: none takes in a whole war.
"""

import hashlib
from collections.abc import Collection, Iterator, Sequence
from functools import reduce

from mapping.chaining.links import LEAST_LINK, link_event
from mapping.chaining.names import list_names as list_names
from mapping.chaining.names import make_name
from mapping.chaining.profiles import StoryMembers as StoryMembers
from mapping.chaining.profiles import add_event, list_documents
from mapping.event_types import family_of, load_event_types
from mapping.kinds import Level
from mapping.merging.words import find_names
from mapping.model import Event
from mapping.telling.happenings import find_days

_BUCKET_DAYS = 30
_NAMES = 3
_LARGE = frozenset({Level.COUNTRY, Level.REGION})


def make_story_keys(event: Event) -> tuple[str, ...]:
    """Blocking keys: an event and a story that it may join share at least one; a story has those of all members.

    Returns:
        Sorted, twelve hexadecimal digits each; () for an event without days, which is of no story.
    """
    days = find_days(event.date.span) if event.date else None
    if days is None:
        return ()
    bucket = days[0].toordinal() // _BUCKET_DAYS
    keys = {f"d|{doc_id}" for doc_id in list_documents(event)}
    keys |= {f"{near}|{where}" for near in (bucket, bucket + 1) for where in _find_wheres(event)}
    return tuple(sorted(hashlib.blake2b(key.encode(), digest_size=6).hexdigest() for key in keys))


def _find_wheres(event: Event) -> Iterator[str]:
    """Division and group of families, else country and names: all of a country in a month is too much to look at."""
    families, family = load_event_types().families, family_of(event.trigger.type)
    group = families[family].group if family in families else family
    place = event.place.place if event.place else None
    if place is not None:
        area = place.admin1_code if place.level not in _LARGE and place.admin1_code else place.place_id
        yield f"{group}|{place.country_code}|{area}"
    country = place.country_code if place else ""
    names = sorted(find_names(event.sentence), key=lambda name: (-len(name), name))[:_NAMES]
    yield from (f"{country}|{name}" for name in names)


def join_story(event: Event, stories: Sequence[StoryMembers]) -> str | None:
    """The story that an event belongs to.

    Args:
        event: A stored event that is of no story yet.
        stories: Those that share a key with it, in any order.

    Returns:
        The `story_id` of the one that it hangs together with most, the smallest id where two are as near; None where it
        founds one, which takes the event's id.
    """
    linked = [(-link_event(event, story), story.story_id) for story in stories]
    best = min(linked, default=None)
    return best[1] if best is not None and -best[0] >= LEAST_LINK else None


def add_member(story_id: str, members: StoryMembers | None, event: Event) -> StoryMembers:
    """The profile of a story with one more event; None is a story without any."""
    return add_event(members or StoryMembers(story_id=story_id), event)


def gather_members(story_id: str, events: Sequence[Event]) -> StoryMembers:
    """The profile of a story from all its events, in the order in which they joined."""
    return reduce(add_event, events, StoryMembers(story_id=story_id))


def name_story(events: Sequence[Event], *, taken: Collection[str] = ()) -> str:
    """What to call a story: where, when and what most of it is, as in "Kirkuk, October 2017: advance".

    Args:
        events: At least one, in the order in which they joined.
        taken: Names of other stories; country, days and at last a part of the id are added until the name is none of
            them.
    """
    return name_members(gather_members(events[0].event_id, events), taken=taken)


def name_members(members: StoryMembers, *, taken: Collection[str] = ()) -> str:
    """As `name_story`, from the profile."""
    return make_name(members, taken)
