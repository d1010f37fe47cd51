"""Why these reports are one event: the reasoning behind a merged event as lines of plain text."""

from collections.abc import Iterator, Sequence

from mapping.kinds import Review
from mapping.merge import explain_merge, find_traits, is_copy, weigh_pair
from mapping.merging.tracing import trace_event
from mapping.model import Document, Event
from mapping.plain import name_toll

_REASONS = 8


def explain_event(event: Event, reports: Sequence[tuple[Event, Document]]) -> Iterator[str]:
    """Tell of an event which report gave which of its values, why the reports are one event, and where they differ.

    Args:
        event: As the store shows it.
        reports: Its accounts, the lead first, as `EventStore.find_reports` gives them.

    Yields:
        Lines without their line ends; control characters of the texts are shown as spaces.
    """
    names = {report.event_id: str(number) for number, (report, _) in enumerate(reports, 1)}
    yield f"{event.event_id}  {_describe(event)}; score {event.score:.2f}"
    if event.story:
        yield f"  story: {_one_line(event.story)}"
    if event.review is not Review.NONE:
        yield f"  review: {event.review.value}"
    for origin in trace_event(event, reports):
        whose = f"report {names[origin.report_id]}" if origin.report_id else "a person's decision"
        yield f"  {origin.value}: from {whose}"
    for difference in event.disagreements:
        told = "; ".join(f"{_one_line(one.value)} ({_list(one.report_ids, names)})" for one in difference.readings)
        yield f"  reports differ in {difference.kind}: {told}"
    for report, document in reports:
        yield ""
        yield from _explain_report(report, document, reports, names)


def _explain_report(
    report: Event, document: Document, reports: Sequence[tuple[Event, Document]], names: dict[str, str]
) -> Iterator[str]:
    published = document.created.isoformat() if document.created else "no date"
    head = ", ".join(part for part in (_one_line(document.source), published, _one_line(document.title)) if part)
    yield f"{names[report.event_id]}. {head} [{document.doc_id}]"
    yield f"   {_describe(report)}; score {report.score:.2f}"
    yield f"   {_one_line(report.sentence)!r}"
    others = [pair for pair in reports if pair[0].event_id != report.event_id]
    if not others:
        yield "   the only report of it"
        return
    told = find_traits(report)
    chances = [
        (weigh_pair(told, find_traits(other), is_copy=is_copy(document, text)), other, text) for other, text in others
    ]
    chance, nearest, text = max(chances, key=lambda item: item[0])
    yield f"   one with report {names[nearest.event_id]}, {chance:.2f}:"
    for reason in explain_merge(told, find_traits(nearest), is_copy=is_copy(document, text))[:_REASONS]:
        yield f"      {reason.weight:+.2f} {reason.note}"


def _describe(event: Event) -> str:
    """What, where and when in one line."""
    where = event.place.place.name if event.place else f"not placed ({event.unplaced})"
    when = event.date.edtf if event.date else f"not dated ({event.undated})"
    tolls = "".join(f", {name_toll(toll.number, toll.bound)} {toll.kind}" for toll in event.tolls)
    return f"{event.trigger.text!r} {event.trigger.type}, {event.trigger.modality.value}, {where}, {when}{tolls}"


def _list(report_ids: Sequence[str], names: dict[str, str]) -> str:
    """The numbers of reports, as in "report 1, 3"."""
    return "report " + ", ".join(names.get(report_id, report_id) for report_id in report_ids)


def _one_line(text: str) -> str:
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())
