"""Decisions that came with an import -> the store's trail, with their authors and times, once."""

from datetime import datetime

from mapping.imports.values import ImportedDecision, ImportedEvent
from mapping.kinds import Change
from mapping.reports import Correction
from mapping.store import EventStore


class Decisions:
    """What an import brings of decisions.

    Args:
        store: Where to.

    Attributes:
        found: In order; `number` counts here, and `undoes` names such a number.
        passed_over: Events about which persons decided here already: what is here stays as it is.
    """

    def __init__(self, store: EventStore) -> None:
        self._store = store
        self.found: list[Correction] = []
        self.passed_over = 0

    def add(self, event: ImportedEvent) -> None:
        """Take in those about one event."""
        if not event.decisions:
            return
        here = list(self._store.find_corrections(event.event_id))
        if here:
            known = {(one.author, one.made_at) for one in here}
            self.passed_over += not {(one.author, _read_time(one)) for one in event.decisions} <= known
            return
        standing: list[int] = []
        values = {Change.REVIEW: '"none"'}
        for decision in event.decisions:
            number = len(self.found) + 1
            undoes = standing.pop() if decision.is_undo and standing else None
            self.found.append(
                Correction(
                    number=number,
                    event_id=event.event_id,
                    change=decision.change,
                    before=values.get(decision.change, "null"),
                    after=decision.after,
                    author=decision.author,
                    made_at=_read_time(decision),
                    note=decision.note,
                    undoes=undoes,
                )
            )
            if undoes is None:
                standing.append(number)
                values[decision.change] = decision.after


def _read_time(decision: ImportedDecision) -> datetime:
    return datetime.fromisoformat(decision.made_at)
