"""Why these reports are one event: the reasoning behind a merged event as lines of plain text."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from mapping.event_types import load_event_types
from mapping.kinds import Review
from mapping.merge import THRESHOLD, explain_merge, find_opening, find_traits, is_copy, weigh_pair
from mapping.merging.differences import name_place
from mapping.merging.doubts import find_doubts
from mapping.merging.tracing import trace_event
from mapping.merging.traits import Traits
from mapping.model import Document, Event
from mapping.plain import name_toll, put_on_line

_MOST_NAMES = 5
# The weight at which every pair starts speaks neither for nor against any.
_START = "bias"


class _Nearest(NamedTuple):
    """The other report that one is likest to, with the chance that both are one happening."""

    chance: float
    traits: Traits
    is_copy: bool


def explain_event(event: Event, reports: Sequence[tuple[Event, Document]]) -> Iterator[str]:
    """Tell of an event which report gave which of its values, what could be wrong, and why the reports are one.

    Args:
        event: As the store shows it.
        reports: Its accounts, the lead first, as `EventStore.find_reports` gives them.

    Yields:
        Lines without their line ends; control characters of the texts are shown as spaces.
    """
    names = {report.event_id: str(number) for number, (report, _) in enumerate(reports, 1)}
    traits = [find_traits(report, find_opening(document)) for report, document in reports]
    nearest = [_find_nearest(number, traits, [document for _, document in reports]) for number in range(len(reports))]
    yield f"{event.event_id}  {_describe(event)}; score {event.score:.2f}"
    if event.story:
        yield f"  story: {put_on_line(event.story)}"
    if event.review is not Review.NONE:
        yield f"  review: {event.review.value}"
    for origin in trace_event(event, reports):
        whose = f"report {names[origin.report_id]}" if origin.report_id else "a person's decision"
        yield f"  {origin.value}: from {whose}"
    for difference in event.disagreements:
        told = "; ".join(f"{put_on_line(one.value)} ({_list(one.report_ids, names)})" for one in difference.readings)
        yield f"  reports differ in {difference.kind}: {told}"
    doubts = list(find_doubts(event, reports, [one.chance if one else 1.0 for one in nearest]))
    yield "  what could be wrong:" if doubts else "  what could be wrong: nothing that the reports show"
    yield from (f"    - {put_on_line(doubt)}" for doubt in doubts)
    for account, (_, document), other in zip(traits, reports, nearest, strict=True):
        yield ""
        yield from _explain_report(account, document, other, names)


def _find_nearest(number: int, traits: Sequence[Traits], documents: Sequence[Document]) -> _Nearest | None:
    """The report that the one of a number, from 0 on, is likest to; None where there is no other."""
    weighed = []
    for other in range(len(traits)):
        if other != number:
            copied = is_copy(documents[number], documents[other])
            chance = weigh_pair(traits[number], traits[other], is_copy=copied)
            weighed.append(_Nearest(chance, traits[other], copied))
    return max(weighed, key=lambda one: one.chance, default=None)


def _explain_report(told: Traits, document: Document, nearest: _Nearest | None, names: dict[str, str]) -> Iterator[str]:
    report = told.event
    published = document.created.isoformat() if document.created else "no date"
    head = ", ".join(part for part in (put_on_line(document.source), published, put_on_line(document.title)) if part)
    yield f"{names[report.event_id]}. {head} [{document.doc_id}]"
    yield f"   {_describe(report)}; score {report.score:.2f}"
    yield f"   {put_on_line(report.sentence)!r}"
    if nearest is None:
        yield "   the only report of it"
        return
    other = names[nearest.traits.event.event_id]
    yield f"   one with report {other} with a chance of {nearest.chance:.2f}; {THRESHOLD:.2f} is needed"
    reasons = [one for one in explain_merge(told, nearest.traits, is_copy=nearest.is_copy) if one.name != _START]
    shared = sorted((told.names & nearest.traits.names) - told.place_words - nearest.traits.place_words)[:_MOST_NAMES]
    words = {"names": f" ({', '.join(shared)})"} if shared else {}
    for head, sign in (("for it", 1), ("against it", -1)):
        found = [f"{one.note}{words.get(one.name, '')}" for one in reasons if one.weight * sign > 0]
        if found:
            yield f"      {head}: {'; '.join(found)}"


def _describe(event: Event) -> str:
    """What, where and when in one line."""
    types = load_event_types().types
    label = types[event.trigger.type].label if event.trigger.type in types else event.trigger.type
    named = f": {event.unlisted!r}" if event.unlisted else ""
    where = name_place(event.place.place) if event.place else f"not placed ({event.unplaced}{named})"
    when = event.date.edtf if event.date else f"not dated ({event.undated})"
    tolls = "".join(f", {name_toll(toll.number, toll.bound)} {toll.kind}" for toll in event.tolls)
    what = f"{event.trigger.text!r} ({label}, {event.trigger.type})"
    return f"{what}, {event.trigger.modality.value}, {where}, {when}{tolls}"


def _list(report_ids: Sequence[str], names: dict[str, str]) -> str:
    """The numbers of reports, as in "report 1, 3"."""
    return "report " + ", ".join(names.get(report_id, report_id) for report_id in report_ids)
