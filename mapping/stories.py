"""Chains of related events -> stories with a name.

A story is kept as a profile of its members - where, when, what, which words and documents - so that an event joins it
without a look at the others. Stories are bounded in time, space and number: none takes in a whole war.
"""

from collections.abc import Collection, Iterator, Sequence
from functools import reduce

from mapping.chaining.links import LEAST_BOND, LEAST_LINK, bind_stories, link_event
from mapping.chaining.names import list_names as list_names
from mapping.chaining.names import make_name
from mapping.chaining.profiles import StoryMembers as StoryMembers
from mapping.chaining.profiles import add_documents, add_event, join_profiles
from mapping.chaining.profiles import list_documents as list_documents
from mapping.event_types import family_of, load_event_types
from mapping.ids import hash_blocks
from mapping.kinds import LAND_LEVELS
from mapping.model import Event
from mapping.telling.happenings import find_days
from mapping.telling.rarity import find_own_names, weigh_name

_BUCKET_DAYS = 30
_NAMES = 4


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
    return hash_blocks(keys)


def _find_wheres(event: Event) -> Iterator[str]:
    """Division and group of families, and the rarest names: all of a country in a month is too much to look at."""
    families, family = load_event_types().families, family_of(event.trigger.type)
    group = families[family].group if family in families else family
    place = event.place.place if event.place else None
    if place is not None:
        area = place.admin1_code if place.level not in LAND_LEVELS and place.admin1_code else place.place_id
        yield f"{group}|{place.country_code}|{area}"
    names = sorted(find_own_names(event), key=lambda name: (-weigh_name(name), -len(name), name))[:_NAMES]
    yield from (f"|{name}" for name in names)


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


def find_linked(event: Event, story: StoryMembers, stories: Sequence[StoryMembers]) -> tuple[str, ...]:
    """Other stories that an event shows to be one with its own.

    Args:
        event: A stored event that belongs to the story, perhaps told by one more report.
        story: Its own story, the event among its members.
        stories: Those that share a key with the event, in any order; its own may be among them.

    Returns:
        The ids of stories that the event belongs to as much, and that hang together with its own as they are; what it
        belongs to most comes first. Together they may pass the bounds of a story: `may_be_one` is asked of each anew.
    """
    others = [other for other in stories if other.story_id != story.story_id]
    linked = sorted(((-link_event(event, one), one.story_id, one) for one in others), key=lambda found: found[:2])
    return tuple(story_id for link, story_id, other in linked if -link >= LEAST_LINK and may_be_one(story, other))


def may_be_one(story: StoryMembers, other: StoryMembers) -> bool:
    """Whether two stories are one as soon as an event belongs to both."""
    return bind_stories(story, other) >= LEAST_BOND


def join_members(story: StoryMembers, other: StoryMembers) -> StoryMembers:
    """The profile of the story that two are found to be, under the id of the first."""
    return join_profiles(story, other)


def note_reports(members: StoryMembers, event: Event) -> StoryMembers:
    """The profile after more documents told of one of its events: what they tell beside it is near to it."""
    return add_documents(members, event)


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
