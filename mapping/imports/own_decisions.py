"""What persons decided about an event, as an export of ours tells it -> decisions that the store can keep.

An export says in words what each decision gave: a state, a type, a date, or a place by its name alone. So of places
only the one that holds can be made again, which is the event's own.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from mapping.corrections import Value, write_value
from mapping.errors import DecisionError
from mapping.imports.values import ImportedDecision, write_cell
from mapping.kinds import Change
from mapping.model import PlaceChoice

LEFT_OUT = "a decision that no longer holds is left out, since the file tells its place by name alone"
UNKNOWN = "a decision is left out, since its value or its time is not as Dateline writes it"


def read_decisions(
    parts: Sequence[Any], choice: PlaceChoice | None
) -> tuple[tuple[ImportedDecision, ...], tuple[str, ...]]:
    """The decisions of an event, in their order.

    Args:
        parts: As the export has them.
        choice: The event's place.

    Returns:
        Those that can be made again, and a warning for each that cannot; what is left out is taken back nowhere.
    """
    told = [part for part in parts if isinstance(part, dict)]
    undone, standing = _find_undone(told)
    last_place = max((number for number in standing if told[number].get("change") == Change.PLACE), default=-1)
    made: list[ImportedDecision] = []
    warnings: list[str] = []
    left_out: set[int] = set()
    for number, part in enumerate(told):
        if undone.get(number) in left_out:
            warnings.append(LEFT_OUT)
            continue
        name = write_cell(part.get("after"))
        value: Value = name or None
        if part.get("change") == Change.PLACE and name and number not in undone:
            if number != last_place or choice is None or choice.place.name != name:
                left_out.add(number)
                warnings.append(LEFT_OUT)
                continue
            value = choice.place
        decision = _read_decision(part, value, is_undo=number in undone)
        if decision is None:
            left_out.add(number)
            warnings.append(UNKNOWN)
        else:
            made.append(decision)
    return tuple(made), tuple(warnings)


def _find_undone(told: Sequence[dict[str, Any]]) -> tuple[dict[int, int], list[int]]:
    """Which decision each entry takes back, which is always the last that stood, and which stand at the end."""
    undone: dict[int, int] = {}
    standing: list[int] = []
    for number, part in enumerate(told):
        if part.get("undoes") is None:
            standing.append(number)
        elif standing:
            undone[number] = standing.pop()
    return undone, standing


def _read_decision(part: dict[str, Any], value: Value, *, is_undo: bool) -> ImportedDecision | None:
    try:
        change = Change(write_cell(part.get("change")))
        # What a decision that takes another back gives is not asked for: what stood before holds again.
        after = "null" if is_undo else write_value(change, value)
        made_at = datetime.fromisoformat(write_cell(part.get("at")))
    except (ValueError, DecisionError):
        return None
    if made_at.tzinfo is None:
        return None
    return ImportedDecision(
        change=change,
        after=after,
        author=write_cell(part.get("author")),
        made_at=made_at.isoformat(),
        note=write_cell(part.get("note")),
        is_undo=is_undo,
    )
