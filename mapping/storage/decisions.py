"""The audit trail: what persons decided, in the order in which they did."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, func, select

from mapping.kinds import Change
from mapping.reports import Correction
from mapping.storage.database import Database
from mapping.storage.schema import corrections

_DECIDED = select(corrections.c.event_id).distinct()


def find_decided(connection: Connection) -> frozenset[str]:
    """The ids of events that anybody decided about, whether they are there or not."""
    return frozenset(connection.execute(_DECIDED).scalars())


def read_corrections(connection: Connection, event_id: str | None = None) -> list[Correction]:
    """The decisions about one event, or about all, by number."""
    statement = select(corrections).order_by(corrections.c.number)
    if event_id is not None:
        statement = statement.where(corrections.c.event_id == event_id)
    return [read_correction(row) for row in connection.execute(statement)]


def next_number(connection: Connection) -> int:
    """The number of the decision that comes next."""
    return int(connection.execute(select(func.max(corrections.c.number))).scalar() or 0) + 1


def insert_corrections(database: Database, connection: Connection, found: Iterable[Correction]) -> None:
    """Keep decisions for good."""
    database.insert(connection, corrections, [write_correction(one) for one in found])


def write_correction(correction: Correction) -> tuple[object, ...]:
    """A decision as a row, in the order of the table's columns."""
    return (
        correction.number,
        correction.event_id,
        correction.change.value,
        correction.before,
        correction.after,
        correction.author,
        correction.made_at.astimezone(UTC).isoformat(),
        correction.note,
        correction.undoes,
    )


def read_correction(row: Sequence[Any]) -> Correction:
    """The decision of a row."""
    fields = dict(zip(corrections.columns.keys(), row, strict=True))
    made_at = datetime.fromisoformat(fields["made_at"])
    return Correction(**(fields | {"change": Change(fields["change"]), "made_at": made_at}))
