"""Extractions -> rows: what a document tells is kept, replaced or removed, and events with it."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import NamedTuple

from sqlalchemy import BindParameter, Connection, bindparam, delete, select

from mapping.corrections import apply_corrections
from mapping.errors import NotFoundError, RefusedError
from mapping.merge import compose_event
from mapping.model import Document, Event, Extraction
from mapping.reports import Correction
from mapping.storage.accounts import KEEP_PAYLOAD, Report, Told, find_told, locate_event, read_reports
from mapping.storage.batches import BATCH, make_batches
from mapping.storage.chaining import Chain
from mapping.storage.database import Database
from mapping.storage.decisions import find_decided, insert_corrections, next_number, read_corrections
from mapping.storage.deferring import Deferral
from mapping.storage.gathering import Gathering, compose_reports, is_plain
from mapping.storage.joining import Surroundings, find_founded
from mapping.storage.ledger import Ledger
from mapping.storage.rows import TextRow, list_sources, make_event_row, make_text_row
from mapping.storage.schema import document_bands, documents, event_sources, events, report_keys, reports
from mapping.storage.uniting import unite_doubles
from mapping.storage.values import StoredValues
from mapping.storage.versions import find_stored, hash_text

# The text index takes texts in the order of days, and the more at once, the fewer pieces it has to merge.
_MOST_TEXTS = 20_000
# Statements that are made once take a third of the time.
_NUMBERS: BindParameter[list[int]] = bindparam("numbers", expanding=True)
_SETTLED = select(events.c.number, events.c.event_id, events.c.story_id).where(events.c.number.in_(_NUMBERS))
_DELETE_SOURCES = delete(event_sources).where(event_sources.c.event_number.in_(_NUMBERS))
_DELETE_EVENTS = delete(events).where(events.c.number.in_(_NUMBERS))


class Composed(NamedTuple):
    """An event as its accounts tell it, without what persons decided, and the story that it is shown in."""

    number: int
    event_id: str
    event: Event
    story_id: str
    told: Sequence[Report]


class Added(NamedTuple):
    """A document that changed the store: whether it was there before, and how many of its reports joined others'."""

    doc_id: str
    is_replaced: bool
    joined: int


class Writer:
    """One transaction of writing.

    Args:
        database: Where to.
        connection: Inside `Database.writing`.
        values: Writes the payloads.
    """

    def __init__(self, database: Database, connection: Connection, values: StoredValues) -> None:
        self._database = database
        self._connection = connection
        self._values = values
        self.ledger = Ledger(database, connection)
        self._decided = find_decided(connection)
        self._deferral = Deferral(database, connection, self.ledger.stored)
        self._texts: dict[int, TextRow] = {}  # of events that are not in the text index yet
        self._chain = Chain(database, connection, values, self.ledger)

    def add(self, extractions: Iterable[Extraction], *, again: bool) -> Iterator[list[Added]]:
        """As `EventStore.add_each`, batch by batch."""
        added = 0
        for batch in _part_batches(extractions):
            found = [one.document.doc_id for one in batch]
            is_known = self._deferral.may_hold(found)
            stored = find_stored(self._connection, self._values, (one.document for one in batch)) if is_known else {}
            new = [one for one in batch if again or not stored.get(one.document.doc_id)]
            rows = [one for one in new if one.document.raw]
            self._keep_rows(rows, [one.document.doc_id for one in rows if one.document.doc_id in stored])
            joined = self._tell_all([one for one in new if not one.document.raw], stored)
            added += len(new)
            ids = [one.document.doc_id for one in new]
            self._deferral.look(ids, added)
            yield [Added(doc_id, doc_id in stored, joined.get(doc_id, 0)) for doc_id in ids]

    def close(self) -> None:
        """Write what was gathered on the way."""
        self._chain.flush()
        self._flush_texts()
        self._deferral.close(self.ledger.next_event - 1)
        self.ledger.close()

    def decide(self, event_id: str, make: Callable[[Event, list[Correction]], Correction]) -> None:
        """Keep a decision about an event and compose it anew.

        Args:
            event_id: The event's, or that of any of its reports.
            make: Given the event as its reports tell it and the decisions so far, gives the new one.

        Raises:
            NotFoundError: There is no such event.
        """
        found = locate_event(self._connection, event_id)
        told = read_reports(self._connection, self._values, [found.number])[found.number]
        event = compose_event(found.event_id, [(report.event, report.document) for report in told])
        made = make(event, read_corrections(self._connection, found.event_id))
        made = replace(made, number=next_number(self._connection))
        insert_corrections(self._database, self._connection, [made])
        self._decided |= {found.event_id}
        self.settle([found.number])
        self.ledger.tell(made)

    def keep_corrections(self, found: Iterable[Correction]) -> None:
        """As `EventStore.add_all` has them; events that are not there may come later."""
        numbers: dict[int, int] = {}
        made = []
        for number, one in enumerate(found, next_number(self._connection)):
            numbers[one.number] = number
            made.append(replace(one, number=number, undoes=None if one.undoes is None else numbers[one.undoes]))
        if not made:
            return
        insert_corrections(self._database, self._connection, made)
        self._decided |= {one.event_id for one in made}
        self.ledger.tell(*made)
        self._deferral.need_reports()
        self.settle(find_founded(self._connection, {one.event_id for one in made}).values())

    def remove(self, doc_id: str) -> None:
        """Forget a document; what it alone told is gone, what others tell as well is composed anew."""
        if self._connection.execute(select(documents.c.doc_id).where(documents.c.doc_id == doc_id)).first() is None:
            raise NotFoundError(f"there is no document {doc_id!r}")
        told = find_told(self._connection, [doc_id])
        self._delete_document(doc_id)
        self.settle({one.event_number for one in told})
        self.ledger.tell("removed", doc_id)

    # Rows of tables are events already: nothing joins them, so that a million of them go straight in.

    def _keep_rows(self, extractions: Sequence[Extraction], stored: Sequence[str]) -> None:
        if stored:
            self._deferral.need_reports()
            told = find_told(self._connection, stored)
            for doc_id in stored:
                self._delete_document(doc_id)
            self.settle({one.event_number for one in told})
        self._insert_documents([one.document for one in extractions])
        self._insert_founded([(event, n, one.document) for one in extractions for n, event in enumerate(one.events)])
        named = {event.story_id: event.story for one in extractions for event in one.events if event.story_id}
        for story_id, name in named.items():
            self._chain.keep_name(story_id, name)

    # Texts tell of happenings, which others may tell as well.

    def _tell_all(self, extractions: Sequence[Extraction], stored: Collection[str]) -> dict[str, int]:
        """Keep documents one after the other.

        Returns:
            How many reports of each joined an event that another document founded.
        """
        joined: dict[str, int] = {}
        if extractions:
            self._deferral.need_reports()
        # What a replaced document told moves or goes, so that those behind it have to look again.
        for is_stored, run in groupby(extractions, key=lambda one: one.document.doc_id in stored):
            if not is_stored:
                joined |= self._tell(list(run))
                continue
            for one in run:
                joined |= self._tell([one], find_told(self._connection, [one.document.doc_id]), is_stored=True)
        return joined

    def _tell(
        self, extractions: Sequence[Extraction], told: Sequence[Told] = (), *, is_stored: bool = False
    ) -> dict[str, int]:
        """Keep documents that are new, or a single one that is stored, with what it told before."""
        joined = {}
        near = Surroundings(self._connection, self._values, extractions, told)
        gathering = Gathering(self._connection, self._values, self.ledger)
        bands: list[tuple[str, str]] = []
        doubles: list[tuple[int, int]] = []
        for one in extractions:
            document = one.document
            found = near.find_happenings(one)
            if is_stored:
                self._delete_document(document.doc_id)
            homes = gathering.add(one, found, near.keys)
            near.keep_up(document, homes, gathering.events)
            bands += [(band, document.doc_id) for band in near.list_bands(document)]
            joined[document.doc_id] = sum(not near.is_founder(report_id) for report_id in found)
            if doubles := near.find_doubles():
                break
        self._insert_documents(gathering.documents)
        self._database.insert(self._connection, document_bands, bands)
        self._write_gathered(gathering)
        self.settle({one.event_number for one in told} - gathering.told.keys())
        for pair in unite_doubles(self._connection, self._values, doubles, but=self._decided):
            self.settle(pair)
        # Those behind a document that made two events one are compared with what is there now.
        rest = extractions[len(gathering.documents) :]
        return joined | self._tell(rest) if rest else joined

    def _write_gathered(self, gathering: Gathering) -> None:
        stored = [number for number in gathering.told if number not in gathering.founded]
        stories: dict[int, str] = {}
        for batch in make_batches(stored):
            stories |= {row.number: row.story_id for row in self._connection.execute(_SETTLED, {"numbers": batch})}
            self._delete_events(batch)
        for number in stored:
            self.ledger.note(number)
        new = {account.report.number for account in gathering.accounts}
        self._keep_places(account.report.event for account in gathering.accounts)
        composed = [
            Composed(
                number, gathering.homes[number], event, stories.get(number, event.story_id), gathering.told[number]
            )
            for number, event in sorted(gathering.events.items())
        ]
        shared = self._write_events(composed, new)
        self._insert_reports(gathering, shared)
        self._chain.add(
            [
                (number, self._decide(event))
                for number, event in gathering.shown
                if number in gathering.founded or not gathering.told[number][0].document.raw
            ]
        )

    def _insert_founded(self, accounts: Sequence[tuple[Event, int, Document]]) -> None:
        """Events that one report tells, each with its position in its document; the payload of both is kept once."""
        others: list[tuple[str, int]] = []
        self._keep_places(event for event, _, _ in accounts)
        event_rows, report_rows, texts = [], [], []
        for event, position, document in accounts:
            number, self.ledger.next_event = self.ledger.next_event, self.ledger.next_event + 1
            shown = self._decide(event)
            count = max(1, len(shown.reports))
            event_rows.append(self._make_row(number, shown, document.source, shown.story_id, reports=count))
            texts.append(make_text_row(number, shown, [(event, document)]))
            payload = None if shown is event else self._values.write(event)
            report_rows.append((self.ledger.next_report, None, number, document.doc_id, position, payload))
            self.ledger.next_report += 1
            # An import of our own exports names the reports of the store that it came from.
            others += [(source, number) for source in list_sources(shown, but=document.source)]
        self._insert_events(event_rows, texts)
        self._database.insert(self._connection, event_sources, others)
        self._database.insert(self._connection, reports, report_rows)

    def _insert_reports(self, gathering: Gathering, shared: Collection[int]) -> None:
        """Keep accounts; those of events in `shared` have their payload there."""
        rows, keys = [], []
        for (number, event_number, event, document, _), position, own in gathering.accounts:
            payload = None if event_number in shared else self._values.write(event)
            is_founder = event.event_id == gathering.homes[event_number]
            if is_founder and sum(one.event.event_id == event.event_id for one in gathering.told[event_number]) > 1:
                raise RefusedError(
                    f"{self._database.name} cannot be written: two reports have the id {event.event_id!r}"
                )
            report_id = None if is_founder else event.event_id
            rows.append((number, report_id, event_number, document.doc_id, position, payload))
            keys += [(key, number) for key in own]
        self._database.insert(self._connection, reports, rows)
        self._database.insert(self._connection, report_keys, keys)

    # What an event is follows from its reports and from what persons decided.

    def settle(self, numbers: Collection[int]) -> None:
        """Compose events anew of the reports and decisions that there are now; those without reports are deleted."""
        for batch in make_batches(sorted(numbers)):
            rows = list(self._connection.execute(_SETTLED, {"numbers": batch}))
            told = read_reports(self._connection, self._values, batch)
            self._chain.remove([number for number in batch if not told[number]])
            self._delete_events(batch)
            for row in rows:
                self.ledger.note(row.number)
            composed = [
                Composed(
                    row.number,
                    row.event_id,
                    compose_reports(row.event_id, told[row.number]),
                    row.story_id,
                    told[row.number],
                )
                for row in rows
                if told[row.number]
            ]
            self._write_events(composed)
            self._chain.add([(one.number, self._decide(one.event)) for one in composed if not one.told[0].document.raw])

    def _write_events(self, composed: Sequence[Composed], new: Collection[int] = ()) -> set[int]:
        """Keep events, whose numbers are free.

        Args:
            composed: The events.
            new: The numbers of reports that are not written yet.

        Returns:
            The numbers of the events that share their payload with their only report.
        """
        shared = set()
        event_rows, texts, sources, changed = [], [], [], []
        shown = [(one, self._decide(one.event)) for one in composed]
        self._keep_places(event for _, event in shown)
        for one, event in shown:
            is_shared = is_plain(one.event_id, one.told) and event is one.event
            shared |= {one.number} if is_shared else set()
            for report in one.told:
                if report.is_shared != is_shared and report.number not in new:
                    payload = None if is_shared else self._values.write(report.event)
                    changed.append({"at": report.number, "told": payload})
            outlets = {report.document.doc_id: report.document.source for report in one.told}
            source = outlets[event.doc_id]
            count = max(len(one.told), len(event.reports))
            event_rows.append(self._make_row(one.number, event, source, one.story_id, reports=count))
            texts.append(make_text_row(one.number, event, ((report.event, report.document) for report in one.told)))
            others = {*outlets.values(), *list_sources(event, but=source)} - {source}
            sources += [(other, one.number) for other in sorted(others)]
        if changed:
            self._connection.execute(KEEP_PAYLOAD, changed)
        self._insert_events(event_rows, texts)
        self._database.insert(self._connection, event_sources, sources)
        return shared

    def _decide(self, event: Event) -> Event:
        """The event with what persons decided about it."""
        if event.event_id not in self._decided:
            return event
        decided = apply_corrections(event, read_corrections(self._connection, event.event_id))
        self._keep_places([decided])
        return decided

    def _make_row(self, number: int, event: Event, source: str, story_id: str, *, reports: int) -> tuple[object, ...]:
        return make_event_row(
            event,
            number=number,
            source=source,
            story_id=story_id,
            place_number=self._values.number_of(event),
            reports=reports,
            payload=self._values.write(event),
        )

    # The tables.

    def _keep_places(self, found: Iterable[Event]) -> None:
        self.ledger.next_place = self._values.keep_places(self._connection, found, self.ledger.next_place)

    def _insert_documents(self, found: Sequence[Document]) -> None:
        rows = []
        facts: list[object] = []
        for document in found:
            created = document.created.isoformat() if document.created else None
            text_hash = hash_text(document)
            row = (document.doc_id, created, document.title, document.source, document.url, text_hash)
            rows.append((*row, self._values.write(document)))
            facts += (document.doc_id, created, text_hash)
        if facts:
            self.ledger.tell(*facts)
        self._database.insert(self._connection, documents, rows)

    def _delete_document(self, doc_id: str) -> None:
        """With its reports; their events are settled afterwards."""
        mine = select(reports.c.number).where(reports.c.doc_id == doc_id)
        self._connection.execute(delete(report_keys).where(report_keys.c.report_number.in_(mine)))
        for table in (reports, document_bands, documents):
            self._connection.execute(delete(table).where(table.c.doc_id == doc_id))

    def _insert_events(self, rows: Sequence[tuple[object, ...]], texts: Sequence[TextRow]) -> None:
        self._database.insert(self._connection, events, rows)
        self._texts |= {row[0]: row for row in texts}
        if len(self._texts) >= _MOST_TEXTS:
            self._flush_texts()

    def _flush_texts(self) -> None:
        self._database.add_texts(self._connection, list(self._texts.values()))
        self._texts.clear()

    def _delete_events(self, numbers: Sequence[int]) -> None:
        indexed = [number for number in numbers if self._texts.pop(number, None) is None]
        self._database.remove_texts(self._connection, indexed)
        self._connection.execute(_DELETE_SOURCES, {"numbers": list(numbers)})
        self._connection.execute(_DELETE_EVENTS, {"numbers": list(numbers)})


def _part_batches(extractions: Iterable[Extraction]) -> Iterator[list[Extraction]]:
    """Batches in which no document comes twice: the second one is compared with the first."""
    batch: dict[str, Extraction] = {}
    for extraction in extractions:
        doc_id = extraction.document.doc_id
        if doc_id in batch or len(batch) >= BATCH:
            yield list(batch.values())
            batch = {}
        batch[doc_id] = extraction
    if batch:
        yield list(batch.values())
