"""What documents tell, and what their accounts add up to: reports into events, and out of them again."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, func, select, update

from mapping.errors import NotFoundError
from mapping.model import Document, Event
from mapping.storage.batches import make_batches
from mapping.storage.database import AnyRow
from mapping.storage.schema import documents, events, report_keys, reports
from mapping.storage.values import StoredValues


class Report(NamedTuple):
    """One stored account with its document. `is_shared` says that its payload is that of its event."""

    number: int
    event_number: int
    event: Event
    document: Document
    is_shared: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """Where a report stands: its number, its id, and the event that it tells."""

    number: int
    report_id: str
    event_number: int
    event_id: str


_TOLD = select(
    reports.c.number,
    func.coalesce(reports.c.report_id, events.c.event_id).label("report_id"),
    reports.c.event_number,
    events.c.event_id,
).join(events, events.c.number == reports.c.event_number)
_REPORTS = (
    select(
        reports.c.number,
        reports.c.event_number,
        reports.c.doc_id,
        reports.c.payload,
        events.c.payload.label("event_payload"),
        documents.c.payload.label("document_payload"),
    )
    .outerjoin(events, events.c.number == reports.c.event_number)
    .join(documents, documents.c.doc_id == reports.c.doc_id)
    .where(reports.c.event_number.in_(bindparam("numbers", expanding=True)))
    .order_by(reports.c.number)
)

_SHARING = (
    select(report_keys.c.key, reports.c.event_number)
    .join(reports, reports.c.number == report_keys.c.report_number)
    .where(report_keys.c.key.in_(bindparam("keys", expanding=True)))
    .distinct()
)

KEEP_PAYLOAD = update(reports).where(reports.c.number == bindparam("at")).values(payload=bindparam("told"))
"""The payload of a report, where it comes to stand with the report or with its event."""


class Located(NamedTuple):
    """Where an event is: its number, its id, and the document of its lead report."""

    number: int
    event_id: str
    doc_id: str


def locate_event(connection: Connection, event_id: str) -> Located:
    """Find an event by its id, or by that of any of its reports.

    Raises:
        NotFoundError: There is none.
    """
    located = select(events.c.number, events.c.event_id, events.c.doc_id)
    row = connection.execute(located.where(events.c.event_id == event_id)).first()
    if row is None:
        joined = located.join(reports, reports.c.event_number == events.c.number)
        row = connection.execute(joined.where(reports.c.report_id == event_id)).first()
    if row is None:
        raise NotFoundError(f"there is no event {event_id!r}")
    return Located(*row)


def find_told(connection: Connection, doc_ids: Iterable[str]) -> list[Told]:
    """The reports of some documents, in their order."""
    found = []
    for batch in make_batches(doc_ids):
        statement = _TOLD.where(reports.c.doc_id.in_(batch)).order_by(reports.c.doc_id, reports.c.position)
        found += [Told(**row._mapping) for row in connection.execute(statement)]
    return found


def read_reports(connection: Connection, values: StoredValues, numbers: Sequence[int]) -> dict[int, list[Report]]:
    """The accounts of some events by their numbers, in order of joining; all that have none have an empty list."""
    found: dict[int, list[Report]] = {number: [] for number in numbers}
    for batch in make_batches(numbers):
        for row in connection.execute(_REPORTS, {"numbers": batch}):
            found[row.event_number].append(_read_report(row, values))
    return found


def _read_report(row: AnyRow, values: StoredValues) -> Report:
    return Report(
        row.number,
        row.event_number,
        values.read(Event, row.payload or row.event_payload),
        values.read_document(row.document_payload),
        row.payload is None,
    )


def find_sharing(connection: Connection, keys: Collection[str]) -> dict[str, list[int]]:
    """The numbers of events by the keys that they share with others; keys that no event has are left out."""
    found: dict[str, list[int]] = {}
    for batch in make_batches(sorted(keys)):
        for key, number in connection.execute(_SHARING, {"keys": batch}):
            found.setdefault(key, []).append(number)
    return found
