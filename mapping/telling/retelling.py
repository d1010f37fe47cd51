"""One happening, told by several sentences of a document, becomes one event.

A report tells its main happening again and again: in the headline, the lead, a quotation, the background. Two events
of a document are one happening when their kinds go together and neither place nor date speaks against it.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from mapping.kinds import Modality
from mapping.model import Actor, DateChoice, DateSpan, Event, PlaceChoice, Span, Toll
from mapping.resolution.candidates import is_within
from mapping.telling.happenings import (
    BORROWED_DATES,
    BORROWED_PLACES,
    find_gap_days,
    find_kinds,
    is_aftershock,
    is_borrowed,
)

# Of these a document tells one at a place and day, in many words; talks, statements and votes are told one by one.
_WHOLE_KINDS = frozenset({"violence", "unrest", "case", "trial", "disaster", "accident"})
_MAX_GAP_DAYS, _BORROWED_VOTE = 3, 0.4


def merge_retellings(events: Sequence[Event]) -> tuple[Event, ...]:
    """Leave one event for each happening of a document.

    Args:
        events: Of one document, in text order. Events of triggers that the caller gave are left as they are.

    Returns:
        Events in text order; each that was told more than once has the best place and date of its tellings, all their
        actors and counts, and the other triggers in `retold`.
    """
    groups: list[list[Event]] = []
    for event in sorted(events, key=lambda event: (-event.score, event.trigger.start)):
        home = None
        if not event.trigger.rule.startswith("given"):
            home = next((group for group in groups if all(is_same_happening(other, event) for other in group)), None)
        if home is None:
            groups.append([event])
        else:
            home.append(event)
    merged = [_merge(group) for group in groups]
    return tuple(sorted(merged, key=lambda event: (event.trigger.start, event.trigger.end)))


def is_same_happening(first: Event, second: Event) -> bool:
    """Whether two events of one document are one happening told twice."""
    if first.trigger.rule.startswith("given") or first.trigger.modality is not second.trigger.modality:
        return False
    if first.trigger.modality is not Modality.HAPPENED and first.trigger.lemma != second.trigger.lemma:
        return False
    return (
        _kinds_agree(first, second)
        and _places_agree(first.place, second.place)
        and _dates_agree(first.date, second.date)
    )


def _kinds_agree(first: Event, second: Event) -> bool:
    if is_aftershock(first) != is_aftershock(second):
        return False
    one, other = first.trigger, second.trigger
    if find_kinds(one.type, within=True) & find_kinds(other.type, within=True) & _WHOLE_KINDS:
        return True
    return one.type == other.type and one.lemma == other.lemma


def _places_agree(first: PlaceChoice | None, second: PlaceChoice | None) -> bool:
    if first is None or second is None:
        return True
    one, other = first.place, second.place
    if one.place_id == other.place_id or is_within(one, other) or is_within(other, one):
        return True
    return is_borrowed(first.rule, BORROWED_PLACES) != is_borrowed(second.rule, BORROWED_PLACES)


def _dates_agree(first: DateChoice | None, second: DateChoice | None) -> bool:
    if first is None or second is None:
        return True
    gap = find_gap_days(first.span, second.span)
    loose = is_borrowed(first.rule, BORROWED_DATES) or is_borrowed(second.rule, BORROWED_DATES)
    return gap == 0 or (loose and gap <= _MAX_GAP_DAYS)


def _merge(group: Sequence[Event]) -> Event:
    """The best-scored telling, with what the others add."""
    best = group[0]
    if len(group) == 1:
        return best
    retold = sorted((event.trigger.start, event.trigger.end) for event in group[1:])
    return replace(
        best,
        place=_choose_place(group),
        date=_choose_date(group),
        actors=_gather_actors(group),
        tolls=_gather_tolls(group),
        unplaced="" if _choose_place(group) else best.unplaced,
        undated="" if _choose_date(group) else best.undated,
        retold=tuple(Span(start=start, end=end) for start, end in retold),
    )


def _choose_place(group: Sequence[Event]) -> PlaceChoice | None:
    told = [event.place for event in group if event.place is not None]
    own = [place for place in told if not is_borrowed(place.rule, BORROWED_PLACES)]
    if not own:
        return told[0] if told else None
    best = own[0]
    inside = [place for place in own if is_within(place.place, best.place)]
    return max(inside, key=lambda place: place.score, default=best)


def _choose_date(group: Sequence[Event]) -> DateChoice | None:
    """The days that the tellings agree on most, each with the weight of its score; borrowed dates weigh less."""
    told = [event.date for event in group if event.date is not None]
    votes: dict[DateSpan, float] = defaultdict(float)
    for choice in told:
        votes[choice.span] += choice.score * (_BORROWED_VOTE if is_borrowed(choice.rule, BORROWED_DATES) else 1.0)
    return max(told, key=lambda choice: (votes[choice.span], choice.score), default=None)


def _gather_actors(group: Sequence[Event]) -> tuple[Actor, ...]:
    seen: dict[tuple[str, str], Actor] = {}
    for event in group:
        for actor in event.actors:
            seen.setdefault((actor.role, actor.text.lower()), actor)
    return tuple(seen.values())


def _gather_tolls(group: Sequence[Event]) -> tuple[Toll, ...]:
    seen: dict[tuple[str, int], Toll] = {}
    for event in group:
        for toll in event.tolls:
            seen.setdefault((toll.kind, toll.number), toll)
    return tuple(seen.values())
