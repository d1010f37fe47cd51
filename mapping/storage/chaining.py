"""Stored events -> stories; `mapping/stories.py` judges, this keeps the profiles that it judges by."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Connection, bindparam, delete, func, literal, select, update

from mapping.model import Event
from mapping.storage.batches import BATCH, make_batches
from mapping.storage.database import Database
from mapping.storage.ledger import Ledger
from mapping.storage.schema import events, stories, story_keys, story_members
from mapping.storage.values import EVENT_COLUMNS, EVENT_TABLES, StoredValues
from mapping.stories import (
    StoryMembers,
    add_member,
    find_linked,
    gather_members,
    join_members,
    join_story,
    list_documents,
    list_names,
    make_story_keys,
    may_be_one,
    note_reports,
)

# So many stories one event is compared with at most, those with most keys in common.
_NEAREST = 30
_MOST_UNWRITTEN = 1000
# A single event is no story to a reader.
_LEAST_EVENTS = 2


_CHAINED = select(story_members.c.event_number, story_members.c.story_id).where(
    story_members.c.event_number.in_(bindparam("numbers", expanding=True))
)
_SHARING = select(story_keys).where(story_keys.c.key.in_(bindparam("keys", expanding=True)))
_PROFILES = select(stories.c.story_id, stories.c.payload).where(
    stories.c.payload != "", stories.c.story_id.in_(bindparam("story_ids", expanding=True))
)
_NAMED = select(stories.c.name, stories.c.story_id).where(stories.c.name.in_(bindparam("names", expanding=True)))
_FIRST = (
    select(story_members.c.story_id)
    .where(story_members.c.story_id.in_(bindparam("story_ids", expanding=True)))
    .group_by(story_members.c.story_id)
    .order_by(func.min(story_members.c.event_number))
)
_UPDATE = (
    update(stories)
    .where(stories.c.story_id == bindparam("at"))
    .values(name=bindparam("called"), payload=bindparam("profile"))
)


class Chain:
    """Keeps the stories of one writing transaction.

    Args:
        database: Where to.
        connection: The writer's.
        values: Reads and writes profiles.
        ledger: Is told which events changed.
    """

    def __init__(self, database: Database, connection: Connection, values: StoredValues, ledger: Ledger) -> None:
        self._database = database
        self._connection = connection
        self._values = values
        self._ledger = ledger
        # Of keys and stories that were looked up, what the store holds and what is not written yet.
        self._stories: dict[str, dict[str, None]] = {}
        self._profiles: dict[str, StoryMembers] = {}
        self._missing: set[str] = set()  # stories that were looked up and are not there
        self._unwritten: dict[str, bool] = {}  # stories, and whether they are new
        self._new_keys: list[tuple[str, str]] = []
        self._new_members: list[tuple[int, str]] = []
        self._homes: dict[int, str] = {}  # the stories of events, by number
        # Events that are to join in this order; many are looked up at once.
        self._waiting: list[tuple[int, Event]] = []

    def add(self, shown: Sequence[tuple[int, Event]]) -> None:
        """Let events join stories or found one, each once: an event keeps its story when other reports join it.

        An event that belongs to another story as well makes one of both, if they hang together: at once, or when a
        later report tells it.

        Args:
            shown: Numbers and events as readers see them.
        """
        self._waiting += shown
        if len(self._waiting) >= BATCH:
            self._join_waiting()
        if len(self._unwritten) > _MOST_UNWRITTEN:
            self.flush()

    def keep_name(self, story_id: str, name: str) -> None:
        """The name of a story that came with an import."""
        if self._connection.execute(select(stories.c.name).where(stories.c.story_id == story_id)).first() is None:
            self._database.insert(self._connection, stories, [(story_id, name, "")])

    def remove(self, numbers: Sequence[int]) -> None:
        """Take events out of their stories, which shrink or go."""
        if not numbers:
            return
        self.flush()
        for batch in make_batches(numbers):
            mine = story_members.c.event_number.in_(batch)
            story_ids = set(self._connection.execute(select(story_members.c.story_id).where(mine)).scalars())
            self._connection.execute(delete(story_members).where(mine))
            for story_id in sorted(story_ids):
                self._gather(story_id)

    def flush(self) -> None:
        """Write what was joined, and let readers see stories from the second event on."""
        self._join_waiting()
        self._write()
        self._stories, self._profiles, self._missing, self._homes = {}, {}, set(), {}

    def restore(self, story_id: str, name: str, numbers: Sequence[int]) -> None:
        """A story as a backup has it, with the numbers of its events in order of joining."""
        self._database.insert(self._connection, stories, [(story_id, name, "")])
        self._database.insert(self._connection, story_members, [(number, story_id) for number in numbers])
        self._gather(story_id, name=name)

    def _write(self) -> None:
        written, self._unwritten = self._unwritten, {}
        self._keep([self._profiles[story_id] for story_id in written], written)
        self._database.insert(self._connection, story_keys, self._new_keys)
        self._database.insert(self._connection, story_members, self._new_members)
        self._new_keys, self._new_members = [], []
        self._show([story_id for story_id in written if self._profiles[story_id].count >= _LEAST_EVENTS])

    def _join_waiting(self) -> None:
        waiting, self._waiting = self._waiting, []
        for batch in make_batches(dict.fromkeys(number for number, _ in waiting if number not in self._homes)):
            rows = self._connection.execute(_CHAINED, {"numbers": batch})
            self._homes |= {row.event_number: row.story_id for row in rows}
        keyed = [(number, event, keys) for number, event in waiting if (keys := make_story_keys(event))]
        self._look_up({key for _, _, keys in keyed for key in keys})
        nearest = (story_id for number, event, keys in keyed for story_id in self._list_near(number, event, keys))
        self._read_profiles(list(dict.fromkeys(nearest)))
        for number, event, keys in keyed:
            self._join(number, event, keys)

    def _list_near(self, number: int, event: Event, keys: Sequence[str]) -> list[str]:
        return [*self._rank(keys), self._homes.get(number, event.event_id)]

    def _rank(self, keys: Sequence[str]) -> list[str]:
        """Stories that share keys with an event, those with most of them first."""
        counts = Counter(story_id for key in keys for story_id in self._stories[key])
        return sorted(counts, key=lambda story_id: (-counts[story_id], story_id))[:_NEAREST]

    def _join(self, number: int, event: Event, keys: Sequence[str]) -> None:
        *near, own = self._list_near(number, event, keys)
        self._read_profiles([*near, own])
        known = [self._profiles[story_id] for story_id in near if story_id in self._profiles]
        if number in self._homes:
            story_id, members = own, self._profiles[own]
            if set(members.documents).issuperset(list_documents(event)):
                return
            self._profiles[story_id] = note_reports(members, event)
        else:
            story_id = self._homes[number] = join_story(event, known) or event.event_id
            self._new_members.append((number, story_id))
            self._unwritten.setdefault(story_id, story_id not in self._profiles)
            self._profiles[story_id] = add_member(story_id, self._profiles.get(story_id), event)
        self._unwritten.setdefault(story_id, False)
        for key in keys:
            if story_id not in self._stories[key]:
                self._stories[key][story_id] = None
                self._new_keys.append((key, story_id))
        for other in find_linked(event, self._profiles[story_id], known):
            if may_be_one(self._profiles[story_id], self._profiles[other]):
                story_id = self._unite(story_id, other)

    def _unite(self, story_id: str, other_id: str) -> str:
        """Make one story of two: the one that was founded first takes in the members of the other.

        Returns:
            The id of the one that stays.
        """
        self._write()
        ordered = self._connection.execute(_FIRST, {"story_ids": [story_id, other_id]}).scalars()
        older, younger = map(str, ordered)
        kept = set(self._connection.execute(select(story_keys.c.key).where(story_keys.c.story_id == older)).scalars())
        moved = self._connection.execute(select(story_keys.c.key).where(story_keys.c.story_id == younger)).scalars()
        new = [(key, older) for key in moved if key not in kept]
        self._connection.execute(delete(story_keys).where(story_keys.c.story_id == younger))
        self._database.insert(self._connection, story_keys, new)
        theirs = update(story_members).where(story_members.c.story_id == younger)
        self._connection.execute(theirs.values(story_id=older))
        self._connection.execute(delete(stories).where(stories.c.story_id == younger))
        self._profiles[older] = join_members(self._profiles[older], self._profiles.pop(younger))
        self._missing.add(younger)
        self._unwritten[older] = False
        self._homes = {number: older if home == younger else home for number, home in self._homes.items()}
        for held in self._stories.values():
            if younger in held:
                del held[younger]
                held[older] = None
        return older

    def _look_up(self, keys: Collection[str]) -> None:
        unknown = sorted(key for key in keys if key not in self._stories)
        self._stories |= {key: {} for key in unknown}
        for batch in make_batches(unknown):
            for key, story_id in self._connection.execute(_SHARING, {"keys": batch}):
                self._stories[key][story_id] = None

    def _read_profiles(self, story_ids: Sequence[str]) -> None:
        unknown = [one for one in story_ids if one not in self._profiles and one not in self._missing]
        for batch in make_batches(unknown):
            for story_id, payload in self._connection.execute(_PROFILES, {"story_ids": batch}):
                self._profiles[story_id] = self._values.read_profile(payload)
        self._missing.update(one for one in unknown if one not in self._profiles)

    def _keep(self, profiles: Sequence[StoryMembers], is_new: Mapping[str, bool]) -> None:
        names = self._name(profiles)
        rows = [(one.story_id, names[one.story_id], self._values.write_profile(one)) for one in profiles]
        self._database.insert(self._connection, stories, [row for row in rows if is_new.get(row[0])])
        self._update([row for row in rows if not is_new.get(row[0])])

    def _name(self, profiles: Sequence[StoryMembers]) -> dict[str, str]:
        """A name for each story that no other one has; "" for one with a single event."""
        tries = {one.story_id: list_names(one) for one in profiles if one.count >= _LEAST_EVENTS}
        bearers: dict[str, set[str]] = defaultdict(set)
        before: dict[str, str] = {}
        for batch in make_batches(sorted({name for own in tries.values() for name in own})):
            for name, story_id in self._connection.execute(_NAMED, {"names": batch}):
                bearers[name].add(story_id)
                before[story_id] = name
        names = {one.story_id: "" for one in profiles}
        for story_id, (*own, last) in tries.items():
            # A story keeps the name that it had until it comes to its turn.
            bearers[before.get(story_id, "")].discard(story_id)
            names[story_id] = next((name for name in own if not bearers[name]), last)
            bearers[names[story_id]].add(story_id)
        return names

    def _update(self, rows: Sequence[tuple[str, str, str]]) -> None:
        if rows:
            given = [{"at": story_id, "called": name, "profile": payload} for story_id, name, payload in rows]
            self._connection.execute(_UPDATE, given)

    def _show(self, story_ids: Sequence[str], *, is_shown: bool = True) -> None:
        """Let readers see the members of stories as such, or no longer."""
        for batch in make_batches(story_ids):
            shown = story_members.c.story_id if is_shown else literal("")
            statement = (
                select(events.c.number, shown.label("shown"))
                .join(story_members, story_members.c.event_number == events.c.number)
                .where(story_members.c.story_id.in_(batch), events.c.story_id != shown)
            )
            found = [{"at": number, "shown": story_id} for number, story_id in self._connection.execute(statement)]
            for row in found:
                self._ledger.note(row["at"])
            if found:
                changed = update(events).where(events.c.number == bindparam("at"))
                self._connection.execute(changed.values(story_id=bindparam("shown")), found)

    def _gather(self, story_id: str, *, name: str = "") -> None:
        """Make the profile anew of the events that are left, and the name where none is given."""
        statement = (
            select(*EVENT_COLUMNS)
            .select_from(EVENT_TABLES.join(story_members, story_members.c.event_number == events.c.number))
            .where(story_members.c.story_id == story_id)
            .order_by(events.c.number)
        )
        left = [self._values.read_event(row) for row in self._connection.execute(statement)]
        self._connection.execute(delete(story_keys).where(story_keys.c.story_id == story_id))
        if not left:
            self._connection.execute(delete(stories).where(stories.c.story_id == story_id))
            return
        members = gather_members(story_id, left)
        if name:
            self._update([(story_id, name, self._values.write_profile(members))])
        else:
            self._keep([members], {})
        keys = dict.fromkeys(key for event in left for key in make_story_keys(event))
        self._database.insert(self._connection, story_keys, [(key, story_id) for key in keys])
        self._show([story_id], is_shown=len(left) >= _LEAST_EVENTS)
