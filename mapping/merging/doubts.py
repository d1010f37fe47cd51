"""What could be wrong with an event that several reports tell, in words for somebody who is about to print it."""

from collections.abc import Iterator, Sequence

from mapping.kinds import Level, Modality, Review
from mapping.merging.choosing import Report
from mapping.merging.copies import is_copy
from mapping.merging.tracing import trace_event
from mapping.model import Document, Event
from mapping.telling.happenings import BORROWED_DATES, BORROWED_PLACES, is_borrowed

UNSURE_CHANCE = 0.85
"""Below this chance two reports are named as perhaps not one."""

_TOLD = {
    Modality.CLAIMED: "it is told as somebody's claim, not as a fact",
    Modality.DENIED: "it is denied",
    Modality.PLANNED: "it is a plan; no report says that it took place",
}
_WIDE = {Level.COUNTRY: "country", Level.REGION: "region", Level.ADM1: "province or state"}
_KINDS = {"place": "where it was", "date": "when it was", "type": "what it was", "modality": "whether it took place"}


def find_doubts(event: Event, reports: Sequence[Report], chances: Sequence[float]) -> Iterator[str]:
    """What a careful reader would check, the gravest first.

    Args:
        event: As the store shows it.
        reports: Its accounts, the lead first.
        chances: For each report that of being one with the report it is likest to; 1 for a single one.
    """
    numbers = {report.event_id: number for number, (report, _) in enumerate(reports, 1)}
    for difference in event.disagreements:
        what = _KINDS.get(difference.kind, f"how many are {difference.kind}")
        shown = "the latest is shown" if difference.kind not in _KINDS else "what most agree on is shown"
        yield f"the reports differ in {what}; {shown}"
    if event.trigger.modality in _TOLD:
        yield _TOLD[event.trigger.modality]
    for number, chance in enumerate(chances, 1):
        if chance < UNSURE_CHANCE:
            yield f"report {number} may tell of something else: it is one with the others with a chance of {chance:.2f}"
    yield from _doubt_sources(reports)
    if event.review is not Review.CORRECTED:
        yield from _doubt_values(event, reports, numbers)


def _doubt_values(event: Event, reports: Sequence[Report], numbers: dict[str, int]) -> Iterator[str]:
    sources = {origin.value: origin.report_id for origin in trace_event(event, reports)}
    accounts = {report.event_id: report for report, _ in reports}
    if event.place is not None:
        teller = accounts.get(sources.get("place", ""))
        if event.place.place.level in _WIDE:
            yield f"the place is a whole {_WIDE[event.place.place.level]}: its point is only the middle of it"
        if teller and teller.place and is_borrowed(teller.place.rule, BORROWED_PLACES):
            how = f"report {numbers[teller.event_id]} is placed by what is told around it ({teller.place.rule})"
            yield f"the sentence names no place: {how}"
    if event.date is not None:
        teller = accounts.get(sources.get("date", ""))
        if teller and teller.date and is_borrowed(teller.date.rule, BORROWED_DATES):
            how = f"report {numbers[teller.event_id]} is dated by what is told around it ({teller.date.rule})"
            yield f"the sentence names no day: {how}"


def _doubt_sources(reports: Sequence[Report]) -> Iterator[str]:
    for copies in _group_copies([document for _, document in reports]):
        *first, last = map(str, copies)
        yield f"reports {', '.join(first)} and {last} are copies of one text, which count as one"
    outlets = {document.source for _, document in reports}
    if len(reports) > 1 and len(outlets) == 1 and outlets != {""}:
        yield "all reports are of one outlet"


def _group_copies(documents: Sequence[Document]) -> list[list[int]]:
    """The numbers, from 1 on, of documents that are copies of each other, for each text that has some."""
    groups: list[list[int]] = []
    for number, document in enumerate(documents, 1):
        known = (group for group in groups if any(is_copy(documents[other - 1], document) for other in group))
        group = next(known, None)
        if group is None:
            groups.append([number])
        else:
            group.append(number)
    return [group for group in groups if len(group) > 1]
