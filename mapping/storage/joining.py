"""Which stored events the reports of a document tell of; `mapping/merge.py` judges, this finds what it judges by."""

import logging
from collections import Counter, deque
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Connection, bindparam, select

from mapping.kinds import Review
from mapping.merge import (
    MAX_HAPPENINGS,
    are_doubles,
    compose_event,
    find_alike,
    find_opening,
    find_traits,
    is_copy,
    join_report,
    make_keys,
    make_signature,
)
from mapping.merging.openings import NO_OPENING, Opening
from mapping.merging.traits import Traits
from mapping.model import Document, Event, Extraction
from mapping.storage.accounts import Told, find_sharing, read_reports
from mapping.storage.batches import BATCH, make_batches
from mapping.storage.database import AnyRow
from mapping.storage.gathering import Home
from mapping.storage.schema import document_bands, events
from mapping.storage.values import EVENT_COLUMNS, EVENT_TABLES, StoredValues

_log = logging.getLogger(__name__)


_FOUNDED = select(events.c.event_id, events.c.number).where(
    events.c.event_id.in_(bindparam("event_ids", expanding=True))
)
_SHARING = select(document_bands).where(document_bands.c.band.in_(bindparam("bands", expanding=True)))
_HAPPENINGS = (
    select(*EVENT_COLUMNS, events.c.review)
    .select_from(EVENT_TABLES)
    .where(events.c.number.in_(bindparam("numbers", expanding=True)))
)


class Surroundings:
    """What the reports of some documents may join: asked for once, then kept up as the documents are stored.

    Args:
        connection: A writer's.
        values: Reads the payloads.
        extractions: Documents that are to be stored one after the other.
        told: What the store holds of them; only where it is one document. These reports are on their way out and weigh
            nothing, but the events that they told are still there to be found: a text that was mended goes on telling
            the same events.
    """

    def __init__(
        self, connection: Connection, values: StoredValues, extractions: Sequence[Extraction], told: Sequence[Told] = ()
    ) -> None:
        self._connection = connection
        self._values = values
        self._told = told
        reports = [event for one in extractions for event in one.events]
        self._founded = find_founded(connection, (event.event_id for event in reports))
        self._openings = {one.document.doc_id: find_opening(one.document) for one in extractions}
        # Rows of tables open with nothing that another text could open with too.
        self._has_texts = any(opening is not NO_OPENING for opening in self._openings.values())
        self.keys = {event.event_id: make_keys(event, self._openings[event.doc_id]) for event in reports}
        self._sharing: dict[str, dict[int, None]] = {
            key: dict.fromkeys(numbers)
            for key, numbers in find_sharing(connection, {k for own in self.keys.values() for k in own}).items()
        }
        self._bands = {one.document.doc_id: tuple(dict.fromkeys(make_signature(one.document))) for one in extractions}
        self._holders = self._find_holders({band for own in self._bands.values() for band in own})
        self._documents = {one.document.doc_id: one.document for one in extractions}
        self._waiting = deque(event.event_id for event in reports)
        self._happenings: dict[int, Traits] = {}
        # Of the last document: the events that its reports join, and what they could have joined as well.
        self._alike: list[tuple[int, int]] = []

    def list_bands(self, document: Document) -> tuple[str, ...]:
        """Those of one of the documents."""
        return self._bands[document.doc_id]

    def is_founder(self, report_id: str) -> bool:
        """Whether a stored event bears the id of this report."""
        return report_id in self._founded

    def find_happenings(self, extraction: Extraction) -> dict[str, Home]:
        """The stored events that a document's reports tell of, by the reports' ids.

        Reports that found an event of their own are left out. What a report founded, it tells as long as that is
        there, whatever else tells it by now.
        """
        self._alike = []
        ids = [event.event_id for event in extraction.events]
        joined = {event_id: Home(self._founded[event_id], event_id) for event_id in ids if event_id in self._founded}
        near = {event_id: self._rank(event_id) for event_id in ids if event_id not in joined}
        if not any(near.values()):
            return joined
        self._read_happenings({number for ranked in near.values() for number in ranked})
        copies = self._find_copies(extraction.document)
        taken = {home.number for home in joined.values()}
        for event in sorted(extraction.events, key=lambda event: (-event.score, event.event_id)):
            open_to = [number for number in near.get(event.event_id, ()) if number not in taken]
            if not open_to:
                continue
            numbers = {self._happenings[number].event.event_id: number for number in open_to}
            happenings = [self._happenings[number] for number in numbers.values()]
            told = find_traits(event, self._openings[event.doc_id])
            chosen = join_report(told, happenings, copies=copies)
            if chosen is not None:
                joined[event.event_id] = Home(numbers[chosen], chosen)
                taken.add(numbers[chosen])
                alike = sorted(numbers[event_id] for event_id in find_alike(told, happenings, but=chosen))
                self._alike += [(numbers[chosen], number) for number in alike]
        return joined

    def find_doubles(self) -> list[tuple[int, int]]:
        """The numbers of events that the last document to be kept up shows to be one, as far as one pair surely is."""
        are_one = (are_doubles(self._happenings[one], self._happenings[other]) for one, other in self._alike)
        return self._alike if any(are_one) else []

    def keep_up(self, document: Document, homes: Mapping[str, Home], events: Mapping[int, Event]) -> None:
        """A document was told: later ones may join what it tells.

        Args:
            document: One of the documents.
            homes: The events that its reports tell, by the reports' ids.
            events: These events as all their reports tell them, by number.
        """
        self._read_openings(events[home.number].doc_id for home in homes.values())
        for report_id, home in homes.items():
            self._happenings[home.number] = self._find_traits(events[home.number])
            for key in self.keys[report_id]:
                self._sharing.setdefault(key, {})[home.number] = None
        for band in self._bands[document.doc_id]:
            self._holders.setdefault(band, set()).add(document.doc_id)

    def _rank(self, report_id: str) -> list[int]:
        """The events that share most keys with a report; what is left out shares fewer than hundreds do."""
        counts = Counter(number for key in self.keys[report_id] for number in self._sharing.get(key, ()))
        if len(counts) > MAX_HAPPENINGS:
            left_out = len(counts) - MAX_HAPPENINGS
            _log.warning("report %s is not compared with %d events that share little with it", report_id, left_out)
        return sorted(counts, key=lambda number: (-counts[number], number))[:MAX_HAPPENINGS]

    def _find_holders(self, bands: Collection[str]) -> dict[str, set[str]]:
        """The ids of stored documents by the bands that they have."""
        found: dict[str, set[str]] = {}
        for batch in make_batches(sorted(bands)):
            for band, doc_id in self._connection.execute(_SHARING, {"bands": batch}):
                found.setdefault(band, set()).add(doc_id)
        return found

    def _find_copies(self, document: Document) -> set[str]:
        """The ids of stored documents whose text is nearly the same."""
        near = {doc_id for band in self._bands[document.doc_id] for doc_id in self._holders.get(band, ())}
        near.discard(document.doc_id)
        self._documents |= self._values.read_documents(self._connection, sorted(near - self._documents.keys()))
        return {doc_id for doc_id in near if is_copy(document, self._documents[doc_id])}

    def _read_happenings(self, numbers: Collection[int]) -> None:
        """Stored events as their reports tell them: without what persons decided, and without accounts in `told`.

        Those that the reports behind will need are read with them, as many as one statement takes.
        """
        unknown = {number for number in numbers if number not in self._happenings}
        if not unknown:
            return
        while self._waiting and len(unknown) < BATCH:
            unknown |= {number for number in self._rank(self._waiting.popleft()) if number not in self._happenings}
        leaving = {one.event_number for one in self._told}
        again = []
        for batch in make_batches(sorted(unknown)):
            rows = list(self._connection.execute(_HAPPENINGS, {"numbers": batch}))
            self._values.fetch_places(self._connection, (row.payload for row in rows))
            self._read_openings(row.doc_id for row in rows)
            for row in rows:
                if row.number in leaving or row.review != Review.NONE.value:
                    again.append(row)
                else:
                    self._happenings[row.number] = self._values.read_traits(row, self._get_opening(row.doc_id))
        self._compose_again(again)

    def _compose_again(self, rows: Sequence[AnyRow]) -> None:
        reports = {one.report_id for one in self._told}
        for row in rows:
            accounts = read_reports(self._connection, self._values, [row.number])[row.number]
            staying = [one for one in accounts if one.event.event_id not in reports]
            event = compose_event(row.event_id, [(one.event, one.document) for one in staying or accounts])
            event = event if staying else replace(event, doc_id="", reports=())
            self._read_openings((event.doc_id,))
            self._happenings[row.number] = self._find_traits(event)

    def _read_openings(self, doc_ids: Iterable[str]) -> None:
        """How the documents open that tell some events best; rows of tables need not know."""
        if self._has_texts and (unknown := set(doc_ids) - self._openings.keys()):
            self._openings |= self._values.read_openings(self._connection, sorted(unknown))

    def _get_opening(self, doc_id: str) -> Opening:
        return self._openings.get(doc_id, NO_OPENING)

    def _find_traits(self, event: Event) -> Traits:
        return find_traits(event, self._get_opening(event.doc_id))


def find_founded(connection: Connection, event_ids: Iterable[str]) -> dict[str, int]:
    """The numbers of events that are there, by their ids, which are those of the reports that founded them."""
    numbers: dict[str, int] = {}
    for batch in make_batches(event_ids):
        numbers |= {row.event_id: row.number for row in connection.execute(_FOUNDED, {"event_ids": batch})}
    return numbers
