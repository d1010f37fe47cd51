"""Which stored events the reports of a document tell of; `mapping/merge.py` judges, this finds what it judges by."""

import logging
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace

from sqlalchemy import Connection, select

from mapping.kinds import Review
from mapping.merge import MAX_HAPPENINGS, compose_event, is_copy, join_report, make_keys
from mapping.model import Document, Event, Extraction
from mapping.storage.accounts import Told, find_sharing, read_reports
from mapping.storage.batches import make_batches
from mapping.storage.schema import document_bands, documents, events
from mapping.storage.values import EVENT_COLUMNS, EVENT_TABLES, StoredValues

_log = logging.getLogger(__name__)


def find_happenings(
    connection: Connection,
    values: StoredValues,
    extraction: Extraction,
    signature: Sequence[str],
    told: Sequence[Told],
) -> dict[str, int]:
    """The numbers of the stored events that a document's reports tell of, by the reports' ids.

    Args:
        connection: A writer's, before what the store holds of the document is deleted.
        values: Reads the payloads.
        extraction: The document as it is now.
        signature: Its bands.
        told: What the store holds of it. These reports are on their way out and weigh nothing, but the events that
            they told are still there to be found: a text that was mended goes on telling the same events.

    Returns:
        Reports that found an event of their own are left out.
    """
    joined = _find_own(connection, extraction.events)
    keys = {event.event_id: make_keys(event) for event in extraction.events if event.event_id not in joined}
    sharing = find_sharing(connection, {key for own in keys.values() for key in own})
    if not sharing:
        return joined
    near = _rank(keys, sharing)
    happenings = _read_happenings(connection, values, {n for ranked in near.values() for n in ranked}, told)
    copies = _find_copies(connection, values, extraction.document, signature)
    taken = set(joined.values())
    for event in sorted(extraction.events, key=lambda event: (-event.score, event.event_id)):
        numbers = {happenings[n].event_id: n for n in near.get(event.event_id, ()) if n not in taken}
        chosen = join_report(event, [happenings[n] for n in numbers.values()], copies=copies)
        if chosen is not None:
            joined[event.event_id] = numbers[chosen]
            taken.add(numbers[chosen])
    return joined


def _find_own(connection: Connection, found: Sequence[Event]) -> dict[str, int]:
    """Reports that founded an event which is still there: they tell it, whatever else tells it by now."""
    numbers: dict[str, int] = {}
    for batch in make_batches(event.event_id for event in found):
        statement = select(events.c.event_id, events.c.number).where(events.c.event_id.in_(batch))
        numbers |= {row.event_id: row.number for row in connection.execute(statement)}
    return numbers


def _rank(keys: dict[str, tuple[str, ...]], sharing: dict[str, list[int]]) -> dict[str, list[int]]:
    """For each report the events that share most keys with it; what is left out shares fewer than hundreds do."""
    near = {}
    for report_id, own in keys.items():
        counts = Counter(number for key in own for number in sharing.get(key, ()))
        if len(counts) > MAX_HAPPENINGS:
            left_out = len(counts) - MAX_HAPPENINGS
            _log.warning("report %s is not compared with %d events that share little with it", report_id, left_out)
        near[report_id] = sorted(counts, key=lambda number: (-counts[number], number))[:MAX_HAPPENINGS]
    return near


def _read_happenings(
    connection: Connection, values: StoredValues, numbers: Collection[int], told: Sequence[Told]
) -> dict[int, Event]:
    """Stored events as their reports tell them: without what persons decided, and without the accounts in `told`."""
    found: dict[int, Event] = {}
    leaving = {one.event_number for one in told}
    again = []
    for batch in make_batches(sorted(numbers)):
        for row in connection.execute(
            select(*EVENT_COLUMNS, events.c.review).select_from(EVENT_TABLES).where(events.c.number.in_(batch))
        ):
            if row.number in leaving or row.review != Review.NONE.value:
                again.append(row)
            else:
                found[row.number] = values.read_event(row)
    reports = {one.report_id for one in told}
    for row in again:
        accounts = read_reports(connection, values, [row.number])[row.number]
        staying = [one for one in accounts if one.event.event_id not in reports]
        pairs = [(one.event, one.document) for one in staying or accounts]
        event = compose_event(row.event_id, pairs)
        found[row.number] = event if staying else replace(event, doc_id="", reports=())
    return found


def _find_copies(
    connection: Connection, values: StoredValues, document: Document, signature: Sequence[str]
) -> set[str]:
    """The ids of stored documents whose text is nearly the same."""
    shared = select(document_bands.c.doc_id).where(document_bands.c.band.in_(signature))
    statement = select(documents.c.payload).where(documents.c.doc_id.in_(shared), documents.c.doc_id != document.doc_id)
    others = [values.read_document(payload) for (payload,) in connection.execute(statement)] if signature else []
    return {other.doc_id for other in others if is_copy(document, other)}
