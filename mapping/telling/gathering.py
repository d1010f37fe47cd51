"""What several tellings of one happening say together of who did it, to whom, and how many it befell."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mapping.model import Actor, DateSpan, Event, Toll

_FEW_DAYS, _MANY_DAYS = 7, 31
_ANYBODY = frozenset({"", "civilians"})
_GROUPING = frozenset({"group", "force", "fighter", "troop", "member", "militant", "jet", "the", "of", "alleged"})


@dataclass(slots=True)
class _Party:
    """Somebody in one role, under the name of most words, and the numbers of the tellings that name him."""

    actor: Actor
    tellings: set[int]

    @property
    def weight(self) -> tuple[int, int]:
        """More where more tellings name him, then where a better one does."""
        return len(self.tellings), -min(self.tellings)


def gather_actors(group: Sequence[Event]) -> tuple[Actor, ...]:
    """Of each role those whom most tellings name, with all whom the best of these tellings names beside them.

    Where no telling names anybody again, all who are named suffered it, but the best telling that names anybody says
    who did it. Who is named twice, as "the minister" and "a former minister", is named by more words. Who is told to
    have done it and to have suffered it by different tellings has the part that more of them give him, else the better
    one's.

    Args:
        group: Tellings of one happening, the best first.
    """
    found: list[_Party] = []
    for number, event in enumerate(group):
        for actor in event.actors:
            again = next((party for party in found if _is_same_party(actor, party.actor)), None)
            if again is None:
                found.append(_Party(actor, {number}))
                continue
            again.tellings.add(number)
            if len(actor.text.split()) > len(again.actor.text.split()):
                again.actor = actor
    parties = [party for party in found if not any(_outweighs(other, party) for other in found)]
    bars = {
        role: _find_bar([one for one in parties if one.actor.role == role], role) for role in ("actor", "recipient")
    }
    return tuple(party.actor for party in parties if _reaches(party, *bars[party.actor.role]))


def _find_bar(parties: Sequence[_Party], role: str) -> tuple[int, int]:
    """How many tellings have to name one of a role, and the telling that is believed whatever their number."""
    most = max((len(party.tellings) for party in parties), default=0)
    best = min((min(party.tellings) for party in parties if len(party.tellings) == most), default=0)
    return (most + 1 if most == 1 and role == "actor" else most), best


def _reaches(party: _Party, least: int, best: int) -> bool:
    # "One person died and three others were hurt": beside others who are named again stands who is not.
    return len(party.tellings) >= least or best in party.tellings


def _outweighs(other: _Party, party: _Party) -> bool:
    """Whether other tellings give the same party the other part, and weigh more."""
    is_same = _is_same_party(replace(other.actor, role=party.actor.role), party.actor)
    if other.actor.role == party.actor.role or not is_same or other.tellings & party.tellings:
        return False
    return other.weight > party.weight


def _is_same_party(actor: Actor, other: Actor) -> bool:
    """Whether two names of one role may mean the same: the words of one among those of the other, and one head.

    Of bodies and armed men the head may be another: "terrorist groups" and "terrorists".
    """
    if actor.role != other.role:
        return False
    if actor.head.lower() == other.head.lower():
        words, others = (set(one.text.lower().split()) for one in (actor, other))
    elif actor.kind == other.kind and actor.kind not in _ANYBODY:
        words, others = (_find_content(one) for one in (actor, other))
    else:
        return False
    return bool(words and others) and (words <= others or others <= words)


def _find_content(actor: Actor) -> set[str]:
    """The words that say more than that it is a group, without the ending of many."""
    words = (word.lower() for word in actor.text.split())
    return {word.removesuffix("s") for word in words} - _GROUPING


def gather_tolls(group: Sequence[Event]) -> tuple[Toll, ...]:
    """The counts of all tellings, the best first; those of months or years are none of one day's happening."""
    seen: dict[tuple[str, int], Toll] = {}
    is_day = _lasts_days(group[0]) <= _FEW_DAYS
    for event in group:
        if is_day and _lasts_days(event) > _MANY_DAYS:
            continue
        for toll in event.tolls:
            seen.setdefault((toll.kind, toll.number), toll)
    return tuple(seen.values())


def _lasts_days(event: Event) -> int:
    """The days from the first to the last that a telling may mean; 0 where it has none."""
    return count_days(event.date.span) if event.date is not None else 0


def count_days(span: DateSpan) -> int:
    """The days from the first to the last of a span; many where its start or end is open."""
    if span.start is None or span.end is None:
        return _MANY_DAYS + 1
    return (span.end - span.start).days
