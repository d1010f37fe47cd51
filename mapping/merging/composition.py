"""Reports of one happening -> the event that the store shows: the best of each value, and where they differ."""

from collections.abc import Sequence
from dataclasses import replace

from mapping.kinds import Bound
from mapping.merging.choosing import Report, choose_date, choose_lead, choose_place, order_by_news
from mapping.merging.differences import find_disagreements
from mapping.merging.scoring import score_merged
from mapping.model import Actor, DateChoice, Document, Event, PlaceChoice, Toll
from mapping.reports import ReportRef


def compose_event(event_id: str, reports: Sequence[tuple[Event, Document]]) -> Event:
    """The merged event; see `mapping.merge.compose_event`."""
    lead = choose_lead(reports)
    refs = tuple(
        ReportRef(report_id=report.event_id, doc_id=document.doc_id, source=document.source)
        for report, document in (lead, *(pair for pair in reports if pair is not lead))
    )
    if len(reports) == 1:
        return replace(lead[0], event_id=event_id, reports=refs)
    place, when = _take_place(reports, lead[0]), _take_date(reports, lead[0])
    merged = replace(
        lead[0],
        event_id=event_id,
        place=place,
        date=when,
        unplaced="" if place else lead[0].unplaced,
        undated="" if when else lead[0].undated,
        unlisted="" if place else lead[0].unlisted,
        actors=_gather_actors(reports, lead[0]),
        tolls=_gather_tolls(reports, lead[0]),
        score=score_merged(lead, reports),
        reports=refs,
    )
    return replace(merged, disagreements=tuple(find_disagreements(reports, merged)))


# A span into another document than the lead's would mark the wrong words: it is that of the same value in the lead, or
# emptied.


def _take_place(reports: Sequence[Report], lead: Event) -> PlaceChoice | None:
    best = choose_place(reports)
    if best is None or best.place is None:
        return None
    own = lead.place
    if own and own.place.place_id == best.place.place.place_id:
        return replace(best.place, start=own.start, end=own.end, mention=own.mention)
    return replace(best.place, start=0, end=0)


def _take_date(reports: Sequence[Report], lead: Event) -> DateChoice | None:
    best = choose_date(reports)
    if best is None or best.date is None:
        return None
    own = lead.date
    if own and own.span == best.date.span:
        return replace(best.date, start=own.start, end=own.end, timex=own.timex)
    return replace(best.date, start=0, end=0)


def _gather_actors(reports: Sequence[Report], lead: Event) -> tuple[Actor, ...]:
    """Everybody whom a report names, the lead's first; one of the same role and head counts as the same."""
    seen = {(actor.role, actor.head.lower() or actor.text.lower()): actor for actor in lead.actors[::-1]}
    found = list(lead.actors)
    for report, _ in reports:
        for actor in report.actors:
            key = (actor.role, actor.head.lower() or actor.text.lower())
            if key not in seen:
                seen[key] = actor
                found.append(replace(actor, start=0, end=0))
    return tuple(found)


def _gather_tolls(reports: Sequence[Report], lead: Event) -> tuple[Toll, ...]:
    """The counts of the latest report that tells of each kind, the largest of a kind first; numbers before "dozens"."""
    chosen: dict[str, list[Toll]] = {}
    for report, _ in order_by_news(reports):
        kinds: dict[str, list[Toll]] = {}
        for toll in report.tolls:
            kinds.setdefault(toll.kind, []).append(toll if report is lead else replace(toll, start=0, end=0))
        for kind, tolls in kinds.items():
            if kind not in chosen or (_are_vague(chosen[kind]) and not _are_vague(tolls)):
                chosen[kind] = tolls
    return tuple(toll for tolls in chosen.values() for toll in sorted(tolls, key=lambda toll: -toll.number))


def _are_vague(tolls: Sequence[Toll]) -> bool:
    return all(toll.bound is Bound.VAGUE for toll in tolls)
