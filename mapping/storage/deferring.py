"""What a large load puts off until its end: sorting an index once takes a third of the time of keeping it in order."""

from collections.abc import Iterable

from sqlalchemy import Connection, Index

from mapping.storage.database import Database
from mapping.storage.schema import EVENT_ORDERS, REPORT_ORDERS

LARGE_LOAD = 5000


class Deferral:
    """The indexes that one transaction does without for a while.

    Args:
        database: Where to.
        connection: The writer's.
        stored: How many events there were before.
    """

    def __init__(self, database: Database, connection: Connection, stored: int) -> None:
        self._connection = connection
        # Indexes are made anew over all that is there, so that a load has to be as large as what was there before.
        self._least = max(LARGE_LOAD, stored) if database.can_drop_unseen or not stored else None
        self._dropped: dict[str, Index] = {}
        self._looks_up = False

    def look(self, added: int) -> None:
        """Drop what is put off, once a load turns out to be a large one.

        Args:
            added: How many documents came so far.
        """
        if self._least is None or added < self._least:
            return
        self._least = None
        self._drop(EVENT_ORDERS)
        if not self._looks_up:
            self._drop(REPORT_ORDERS)

    def need_reports(self) -> None:
        """Reports are looked up from now on, by their documents and by their events."""
        if not self._looks_up:
            self._looks_up = True
            self._make(index for index in REPORT_ORDERS if index.name in self._dropped)

    def close(self) -> None:
        """Make what was put off."""
        self._make(list(self._dropped.values()))

    def _drop(self, indexes: Iterable[Index]) -> None:
        for index in indexes:
            index.drop(self._connection)
            self._dropped[str(index.name)] = index

    def _make(self, indexes: Iterable[Index]) -> None:
        for index in list(indexes):
            index.create(self._connection)
            del self._dropped[str(index.name)]
