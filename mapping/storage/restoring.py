"""What a backup holds -> rows: as it was, without asking again what joins what."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import select

from mapping.merge import find_opening, make_keys, make_signature
from mapping.model import Document, Event
from mapping.reports import Correction
from mapping.storage.accounts import read_reports
from mapping.storage.batches import make_batches
from mapping.storage.decisions import insert_corrections
from mapping.storage.gathering import compose_reports
from mapping.storage.outlets import keep_outlet_article
from mapping.storage.schema import document_bands, documents, report_keys, reports
from mapping.storage.writing import Composed, Writer


class Account(NamedTuple):
    """A report as a backup holds it: the id of its event, its number, which tells the order of joining, and itself."""

    event_id: str
    number: int
    report: Event


class Restorer(Writer):
    """Fills an empty store; what it is given comes in the order of its methods."""

    _numbers: dict[str, int]

    def is_empty(self) -> bool:
        """Whether the store holds no document yet."""
        self._numbers = {}
        return self._connection.execute(select(documents.c.doc_id).limit(1)).first() is None

    def restore_corrections(self, found: Sequence[Correction]) -> None:
        """The trail; it comes first, since events are composed with it."""
        insert_corrections(self._database, self._connection, found)
        self._decided |= {one.event_id for one in found}

    def restore_documents(self, told: Sequence[tuple[Document, Sequence[Account]]]) -> None:
        """Documents with their reports; the events of texts wait for `compose_events`."""
        self._insert_documents([document for document, _ in told])
        self._keep_places(account.report for _, accounts in told for account in accounts)
        rows: list[tuple[object, ...]] = []
        keys: list[tuple[str, int]] = []
        bands: list[tuple[str, str]] = []
        for document, accounts in told:
            if document.raw:
                self._insert_founded([(one.report, position, document) for position, one in enumerate(accounts)])
                continue
            bands += [(band, document.doc_id) for band in dict.fromkeys(make_signature(document))]
            opening = find_opening(document)
            for position, (event_id, joined, report) in enumerate(accounts):
                event_number = self._take_number(event_id)
                payload = self._values.write(report)
                report_id = None if report.event_id == event_id else report.event_id
                rows.append((joined, report_id, event_number, document.doc_id, position, payload))
                keys += [(key, joined) for key in dict.fromkeys(make_keys(report, opening))]
        self._database.insert(self._connection, reports, rows)
        self._database.insert(self._connection, report_keys, keys)
        self._database.insert(self._connection, document_bands, bands)

    def compose_events(self) -> None:
        """The events that the reports of texts add up to."""
        for batch in make_batches(self._numbers.items()):
            told = read_reports(self._connection, self._values, [number for _, number in batch])
            self._write_events(
                [
                    Composed(number, event_id, compose_reports(event_id, told[number]), "", told[number])
                    for event_id, number in batch
                ]
            )

    def restore_story(self, story_id: str, name: str, event_ids: Sequence[str]) -> None:
        """A story with its members in order of joining; none where an import brought it."""
        if event_ids:
            self._chain.restore(story_id, name, [self._numbers[event_id] for event_id in event_ids])
        else:
            self._chain.keep_name(story_id, name)

    def restore_outlet(self, outlet: str, doc_id: str, payload: str) -> None:
        """What was learned of an article."""
        keep_outlet_article(self._database, self._connection, outlet, doc_id, payload)

    def reserve_reports(self, last: int) -> None:
        """Numbers up to this one are those of the backup."""
        self.ledger.next_report = max(self.ledger.next_report, last + 1)

    def _take_number(self, event_id: str) -> int:
        if event_id not in self._numbers:
            self._numbers[event_id] = self.ledger.next_event
            self.ledger.next_event += 1
        return self._numbers[event_id]
