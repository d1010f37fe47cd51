"""Which stored events the reports of a document tell of; `mapping/merge.py` judges, this finds what it judges by."""

import logging
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Connection, bindparam, select

from mapping.kinds import Review
from mapping.merge import MAX_HAPPENINGS, compose_event, is_copy, join_report, make_keys, make_signature
from mapping.model import Document, Event, Extraction
from mapping.storage.accounts import Told, find_sharing, read_reports
from mapping.storage.batches import make_batches
from mapping.storage.schema import document_bands, documents, events
from mapping.storage.values import EVENT_COLUMNS, EVENT_TABLES, StoredValues

_log = logging.getLogger(__name__)


_FOUNDED = select(events.c.event_id, events.c.number).where(
    events.c.event_id.in_(bindparam("event_ids", expanding=True))
)
_SHARING = select(document_bands).where(document_bands.c.band.in_(bindparam("bands", expanding=True)))
_DOCUMENTS = select(documents.c.payload).where(documents.c.doc_id.in_(bindparam("doc_ids", expanding=True)))
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
        self._keys = {event.event_id: make_keys(event) for event in reports}
        self._sharing: dict[str, dict[int, None]] = {
            key: dict.fromkeys(numbers)
            for key, numbers in find_sharing(connection, {k for own in self._keys.values() for k in own}).items()
        }
        self._bands = {one.document.doc_id: tuple(dict.fromkeys(make_signature(one.document))) for one in extractions}
        self._holders = self._find_holders({band for own in self._bands.values() for band in own})
        self._happenings: dict[int, Event] = {}

    def list_bands(self, document: Document) -> tuple[str, ...]:
        """Those of one of the documents."""
        return self._bands[document.doc_id]

    def is_founder(self, report_id: str) -> bool:
        """Whether a stored event bears the id of this report."""
        return report_id in self._founded

    def find_happenings(self, extraction: Extraction) -> dict[str, int]:
        """The numbers of the stored events that a document's reports tell of, by the reports' ids.

        Reports that found an event of their own are left out. What a report founded, it tells as long as that is
        there, whatever else tells it by now.
        """
        ids = [event.event_id for event in extraction.events]
        joined = {event_id: self._founded[event_id] for event_id in ids if event_id in self._founded}
        near = _rank({one: self._keys[one] for one in ids if one not in joined}, self._sharing)
        if not any(near.values()):
            return joined
        happenings = self._read_happenings(dict.fromkeys(n for ranked in near.values() for n in ranked))
        copies = self._find_copies(extraction.document)
        taken = set(joined.values())
        for event in sorted(extraction.events, key=lambda event: (-event.score, event.event_id)):
            numbers = {happenings[n].event_id: n for n in near.get(event.event_id, ()) if n not in taken}
            chosen = join_report(event, [happenings[n] for n in numbers.values()], copies=copies)
            if chosen is not None:
                joined[event.event_id] = numbers[chosen]
                taken.add(numbers[chosen])
        return joined

    def keep_up(self, document: Document, numbers: Mapping[str, int]) -> None:
        """A document was stored: later ones may join what it tells.

        Args:
            document: One of the documents.
            numbers: Those of the events that its reports tell, by the reports' ids.
        """
        for report_id, number in numbers.items():
            self._happenings.pop(number, None)
            for key in self._keys[report_id]:
                self._sharing.setdefault(key, {})[number] = None
        for band in self._bands[document.doc_id]:
            self._holders.setdefault(band, set()).add(document.doc_id)

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
        found: set[str] = set()
        for batch in make_batches(sorted(near - {document.doc_id})):
            payloads = self._connection.execute(_DOCUMENTS, {"doc_ids": batch}).scalars()
            others = [self._values.read_document(payload) for payload in payloads]
            found |= {other.doc_id for other in others if is_copy(document, other)}
        return found

    def _read_happenings(self, numbers: Collection[int]) -> dict[int, Event]:
        """Stored events as their reports tell them: without what persons decided, and without accounts in `told`."""
        leaving = {one.event_number for one in self._told}
        again = []
        for batch in make_batches(sorted(number for number in numbers if number not in self._happenings)):
            for row in self._connection.execute(_HAPPENINGS, {"numbers": batch}):
                if row.number in leaving or row.review != Review.NONE.value:
                    again.append(row)
                else:
                    self._happenings[row.number] = self._values.read_event(row)
        reports = {one.report_id for one in self._told}
        for row in again:
            accounts = read_reports(self._connection, self._values, [row.number])[row.number]
            staying = [one for one in accounts if one.event.event_id not in reports]
            event = compose_event(row.event_id, [(one.event, one.document) for one in staying or accounts])
            self._happenings[row.number] = event if staying else replace(event, doc_id="", reports=())
        return self._happenings


def find_founded(connection: Connection, event_ids: Iterable[str]) -> dict[str, int]:
    """The numbers of events that are there, by their ids, which are those of the reports that founded them."""
    numbers: dict[str, int] = {}
    for batch in make_batches(event_ids):
        numbers |= {row.event_id: row.number for row in connection.execute(_FOUNDED, {"event_ids": batch})}
    return numbers


def _rank(keys: Mapping[str, tuple[str, ...]], sharing: Mapping[str, Collection[int]]) -> dict[str, list[int]]:
    """For each report the events that share most keys with it; what is left out shares fewer than hundreds do."""
    near = {}
    for report_id, own in keys.items():
        counts = Counter(number for key in own for number in sharing.get(key, ()))
        if len(counts) > MAX_HAPPENINGS:
            left_out = len(counts) - MAX_HAPPENINGS
            _log.warning("report %s is not compared with %d events that share little with it", report_id, left_out)
        near[report_id] = sorted(counts, key=lambda number: (-counts[number], number))[:MAX_HAPPENINGS]
    return near
