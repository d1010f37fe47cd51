"""What documents tell that come together, in memory: accounts are numbered, joined and composed, and written at once.

Most of them come in hundreds, and what one tells the next one tells again: an event that ten of them join is written
once, in a handful of statements for all.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from sqlalchemy import Connection

from mapping.merge import compose_event
from mapping.model import Document, Event, Extraction
from mapping.storage.accounts import Report, read_reports
from mapping.storage.ledger import Ledger
from mapping.storage.values import StoredValues


class Home(NamedTuple):
    """An event that reports tell of: its number and its id."""

    number: int
    event_id: str


class Account(NamedTuple):
    """A new report, its position among those of its document, and its blocking keys."""

    report: Report
    position: int
    keys: tuple[str, ...]


class Gathering:
    """The accounts of some documents and all others of the same events.

    Args:
        connection: The writer's.
        values: Reads the payloads.
        ledger: Gives the numbers.

    Attributes:
        documents: Those added, in order.
        accounts: All that is new.
        homes: The events that new accounts tell, by number: their ids.
        told: All accounts of these events, in order of joining.
        events: As their accounts tell them by now.
        founded: The numbers of those that are new.
        shown: (number, event) each time that an event was composed, for what follows from events in that order.
    """

    def __init__(self, connection: Connection, values: StoredValues, ledger: Ledger) -> None:
        self._connection = connection
        self._values = values
        self._ledger = ledger
        self.documents: list[Document] = []
        self.accounts: list[Account] = []
        self.homes: dict[int, str] = {}
        self.told: dict[int, list[Report]] = {}
        self.events: dict[int, Event] = {}
        self.founded: set[int] = set()
        self.shown: list[tuple[int, Event]] = []

    def add(
        self, extraction: Extraction, joined: Mapping[str, Home], keys: Mapping[str, tuple[str, ...]]
    ) -> dict[str, Home]:
        """Take in what a document tells.

        Args:
            extraction: The document.
            joined: The events that its reports join, by the reports' ids; the others found one.
            keys: The blocking keys of each report.

        Returns:
            The event that each report tells.
        """
        document, homes = extraction.document, dict(joined)
        self.documents.append(document)
        self._read({home for home in joined.values() if home.number not in self.told})
        numbered = list(enumerate(extraction.events))
        founders = [(position, event) for position, event in numbered if event.event_id not in joined]
        for position, event in founders:
            number, self._ledger.next_event = self._ledger.next_event, self._ledger.next_event + 1
            homes[event.event_id] = Home(number, event.event_id)
            self.homes[number], self.told[number] = event.event_id, []
            self.founded.add(number)
            self._tell(event, number, document, position, keys[event.event_id])
        for position, event in numbered:
            if event.event_id in joined:
                self._tell(event, joined[event.event_id].number, document, position, keys[event.event_id])
        self._compose([homes[event.event_id].number for _, event in founders])
        self._compose(sorted({home.number for home in joined.values()}))
        return homes

    def _read(self, homes: Collection[Home]) -> None:
        """The accounts of stored events that are joined for the first time."""
        if homes:
            self.told |= read_reports(self._connection, self._values, sorted(home.number for home in homes))
            self.homes |= {home.number: home.event_id for home in homes}

    def _tell(self, event: Event, number: int, document: Document, position: int, keys: tuple[str, ...]) -> None:
        report = Report(self._ledger.next_report, number, event, document, is_shared=False)
        self._ledger.next_report += 1
        self.told[number].append(report)
        self.accounts.append(Account(report, position, keys))

    def _compose(self, numbers: Iterable[int]) -> None:
        for number in numbers:
            event = compose_reports(self.homes[number], self.told[number])
            self.events[number] = event
            self.shown.append((number, event))


def is_plain(event_id: str, told: Collection[Report]) -> bool:
    """Whether one report alone tells an event, the one that founded it."""
    return len(told) == 1 and all(report.event.event_id == event_id for report in told)


def compose_reports(event_id: str, told: Collection[Report]) -> Event:
    """The event that some accounts add up to."""
    if is_plain(event_id, told):
        return next(iter(told)).event
    return compose_event(event_id, [(report.event, report.document) for report in told])
