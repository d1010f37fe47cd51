"""What a writing transaction leaves behind: the next free numbers, a revision, and which events it changed."""

import hashlib

from sqlalchemy import Connection, bindparam, delete, select

from mapping.storage.batches import make_batches
from mapping.storage.database import Database
from mapping.storage.schema import event_changes, meta, revisions

_COUNTERS = ("next_event", "next_report", "next_place")
# A reader that looked away for longer takes everything in anew.
_KEPT_REVISIONS = 1000
# Each transaction asks these, most of one document: making them anew would take longer than what they ask.
_COUNTED = select(meta.c.key, meta.c.value).where(meta.c.key.in_(_COUNTERS))
_FORGET = delete(meta).where(meta.c.key.in_(bindparam("counters", expanding=True)))
_NEWEST = select(revisions.c.revision, revisions.c.state).order_by(revisions.c.revision.desc()).limit(1)
_DELETES = tuple(delete(table).where(table.c.revision <= bindparam("last")) for table in (revisions, event_changes))


class Ledger:
    """The books of one transaction; `close` writes them.

    Attributes:
        next_event: The next free number of an event; so `next_report` and `next_place`.
    """

    def __init__(self, database: Database, connection: Connection) -> None:
        self._database = database
        self._connection = connection
        self._kept: dict[str, int] = {key: int(value) for key, value in connection.execute(_COUNTED)}
        self.next_event, self.next_report, self.next_place = (self._kept.get(key, 1) for key in _COUNTERS)
        self._first_new = self.next_event
        self._revision, state = read_revision(connection)
        self._state = hashlib.sha256(state.encode())
        self._changed: set[int] = set()
        self._is_used = False

    def tell(self, *facts: object) -> None:
        """Something was done: it becomes part of the store's state."""
        self._is_used = True
        self._state.update("\x1f".join(map(str, facts)).encode("utf-8", "surrogatepass"))

    @property
    def stored(self) -> int:
        """How many events were ever stored before."""
        return self._first_new - 1

    def note(self, number: int) -> None:
        """An event was changed in place or deleted."""
        if number < self._first_new:
            self._changed.add(number)

    def close(self) -> None:
        """Write the revision, if anything was done."""
        if not self._is_used:
            return
        revision = self._revision + 1
        self._database.insert(self._connection, revisions, [(revision, self._state.hexdigest()[:16])])
        for batch in make_batches(sorted(self._changed)):
            self._database.insert(self._connection, event_changes, [(revision, number) for number in batch])
        values = dict(zip(_COUNTERS, (self.next_event, self.next_report, self.next_place), strict=True))
        changed = {key: value for key, value in values.items() if value != self._kept.get(key)}
        if changed:
            self._connection.execute(_FORGET, {"counters": list(changed)})
            self._database.insert(self._connection, meta, [(key, str(value)) for key, value in changed.items()])
        if revision > _KEPT_REVISIONS:
            for statement in _DELETES:
                self._connection.execute(statement, {"last": revision - _KEPT_REVISIONS})


def read_revision(connection: Connection) -> tuple[int, str]:
    """The newest revision with its state; 0 and "" of a new store."""
    row = connection.execute(_NEWEST).first()
    return (row.revision, row.state) if row else (0, "")
