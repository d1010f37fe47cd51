"""What surrounds an event in the store: the reports that tell of it, where they differ, what persons decided."""

from dataclasses import dataclass
from datetime import datetime

from mapping.kinds import Change


@dataclass(frozen=True, kw_only=True, slots=True)
class ReportRef:
    """One document's account of an event. `report_id` is the id that the event has in that document alone."""

    report_id: str
    doc_id: str
    source: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """A value that some of an event's reports give, in words ("12", "2017-10-16", "Kirkuk, Iraq")."""

    value: str
    report_ids: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Disagreement:
    """Where the reports of one event differ. `kind` is date, place, type, modality, or a toll's kind such as killed.

    `readings` come with the one that the event shows first.
    """

    kind: str
    readings: tuple[Reading, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Story:
    """A chain of related events. Days are ISO, "" where no event has one."""

    story_id: str
    name: str
    events: int
    first_day: str = ""
    last_day: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Correction:
    """A person's decision on one event, as the audit trail keeps it.

    `before` and `after` are JSON: a place (`Place` as the codec writes it) or null, a date (EDTF text) or null, a
    type's code, or a state of review. `undoes` is the number of the correction that this one takes back, None for a
    decision of its own. `made_at` is in UTC.
    """

    number: int
    event_id: str
    change: Change
    before: str
    after: str
    author: str
    made_at: datetime
    note: str = ""
    undoes: int | None = None
