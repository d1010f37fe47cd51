"""Two stored events that a later report shows to be one: the one founded first takes in the other's reports."""

from collections.abc import Collection, Iterator, Sequence

from sqlalchemy import Connection, bindparam, select, update

from mapping.merge import are_doubles, find_opening, find_traits
from mapping.merging.traits import Traits
from mapping.storage.accounts import KEEP_PAYLOAD, Report, read_reports
from mapping.storage.gathering import compose_reports
from mapping.storage.schema import events, reports
from mapping.storage.values import StoredValues

_NAMES = select(events.c.number, events.c.event_id).where(events.c.number.in_(bindparam("numbers", expanding=True)))
_KEEP_ID = (
    update(reports)
    .where(reports.c.event_number == bindparam("at"), reports.c.report_id.is_(None))
    .values(report_id=bindparam("founder"))
)
_MOVE = update(reports).where(reports.c.event_number == bindparam("at")).values(event_number=bindparam("to"))


def unite_doubles(
    connection: Connection, values: StoredValues, pairs: Sequence[tuple[int, int]], *, but: Collection[str]
) -> Iterator[tuple[int, int]]:
    """Move the reports of events that are one with another to that one.

    Args:
        connection: A writer's.
        values: Reads and writes the payloads.
        pairs: The numbers of two events each, which a report could both be one with.
        but: The ids of events that persons decided on, which stay what they are.

    Yields:
        The numbers of the event that has the reports now and of the one that has none; the caller settles both before
        it goes on.
    """
    moved: dict[int, int] = {}
    for pair in pairs:
        first, second = sorted(_follow(number, moved) for number in pair)
        rows = connection.execute(_NAMES, {"numbers": [first, second]})
        names = {row.number: row.event_id for row in rows}
        if len(names) < 2 or any(event_id in but for event_id in names.values()):
            continue
        told = read_reports(connection, values, [first, second])
        if are_doubles(*(_trace(names[number], told[number]) for number in (first, second))):
            _move(connection, values, (second, names[second]), first, told[second])
            moved[second] = first
            yield first, second


def _follow(number: int, moved: dict[int, int]) -> int:
    """Where the reports of an event are by now."""
    while number in moved:
        number = moved[number]
    return number


def _trace(event_id: str, told: Sequence[Report]) -> Traits:
    """An event as its reports tell it."""
    event = compose_reports(event_id, told)
    document = next(report.document for report in told if report.document.doc_id == event.doc_id)
    return find_traits(event, find_opening(document))


def _move(
    connection: Connection, values: StoredValues, event: tuple[int, str], to: int, told: Sequence[Report]
) -> None:
    """The founder's id and the payload of an only report stand with their event; from now on with the report."""
    number, event_id = event
    if shared := [{"at": one.number, "told": values.write(one.event)} for one in told if one.is_shared]:
        connection.execute(KEEP_PAYLOAD, shared)
    connection.execute(_KEEP_ID, {"at": number, "founder": event_id})
    connection.execute(_MOVE, {"at": number, "to": to})
