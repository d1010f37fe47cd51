"""What a large load puts off until its end: sorting an index once takes a third of the time of keeping it in order."""

from collections.abc import Collection, Iterable

from sqlalchemy import Connection, Index, inspect, select

from mapping.storage.database import Database
from mapping.storage.schema import DOCUMENT_IDS, EVENT_ORDERS, REPORT_ORDERS, documents

LARGE_LOAD = 5000
# The ids of documents that a transaction keeps in memory in place of their index, about a hundred bytes each.
_MOST_SEEN = 2_000_000


class Deferral:
    """The indexes that one transaction does without for a while.

    Args:
        database: Where to.
        connection: The writer's.
        stored: How many events there were before.
    """

    def __init__(self, database: Database, connection: Connection, stored: int) -> None:
        self._database = database
        self._connection = connection
        self._stored = stored
        # Indexes are made anew over all that is there, so that a load has to be as large as what was there before.
        self._least = max(LARGE_LOAD, stored) if database.can_drop_unseen or not stored else None
        self._dropped: dict[str, Index] = {}
        self._looks_up = False
        # The ids of all documents, as long as they came in this transaction.
        is_new = not stored and connection.execute(select(documents.c.doc_id).limit(1)).first() is None
        self._seen: set[str] | None = set() if is_new else None

    def may_hold(self, doc_ids: Collection[str]) -> bool:
        """Whether any of these documents may be in the store; if so, it can be looked up from now on."""
        if self._seen is not None and self._seen.isdisjoint(doc_ids):
            return False
        self.need_reports()
        return True

    def look(self, doc_ids: Collection[str], added: int) -> None:
        """Drop what is put off, once a load turns out to be a large one.

        Args:
            doc_ids: Documents that were added.
            added: How many came so far.
        """
        if self._seen is not None:
            self._seen.update(doc_ids)
            if len(self._seen) > _MOST_SEEN:
                self.need_reports()
        if self._least is None or added < self._least:
            return
        self._least = None
        self._database.start_load(self._connection)
        self._drop(EVENT_ORDERS)
        if not self._looks_up:
            self._drop(REPORT_ORDERS if self._seen is None else (DOCUMENT_IDS, *REPORT_ORDERS))

    def need_reports(self) -> None:
        """Documents and reports are looked up from now on, by their ids, documents and events."""
        self._seen = None
        if not self._looks_up:
            self._looks_up = True
            self._make(index for index in (DOCUMENT_IDS, *REPORT_ORDERS) if index.name in self._dropped)

    def close(self, stored: int) -> None:
        """Make what was put off.

        Args:
            stored: How many events there are now.
        """
        if self._dropped:
            self._make(list(self._dropped.values()))
            self._database.end_load(self._connection)
        if _rank(stored) > _rank(self._stored):
            self._database.gather_statistics(self._connection)

    def _drop(self, indexes: Iterable[Index]) -> None:
        """Files of older versions have no indexes of these names for ids, and keep those that they have."""
        inspector = inspect(self._connection)
        for index in indexes:
            if index.table is not None and index.name in {
                one["name"] for one in inspector.get_indexes(index.table.name)
            }:
                index.drop(self._connection)
                self._dropped[str(index.name)] = index

    def _make(self, indexes: Iterable[Index]) -> None:
        for index in list(indexes):
            index.create(self._connection)
            del self._dropped[str(index.name)]


def _rank(stored: int) -> int:
    """Grows with the first events that are many, and each time that there are ten times as many.

    Databases choose their ways by what they know of the tables, which is worth finding out anew then.
    """
    return len(str(stored // LARGE_LOAD)) if stored >= LARGE_LOAD else 0
