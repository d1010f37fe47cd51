"""What several tellings of one happening say together of who did it, to whom, and how many it befell."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mapping.model import Actor, DateSpan, Event, Toll

_FEW_DAYS, _MANY_DAYS = 7, 31


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
    """Those of each role whom most tellings name; all of them where none names anybody twice.

    Who is named twice, as "the minister" and "a former minister", is named by more words. Who is told to have done it
    and to have suffered it by different tellings has the part that more of them give him, else the better one's.

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
    most = {
        role: max((len(party.tellings) for party in parties if party.actor.role == role), default=0)
        for role in ("actor", "recipient")
    }
    return tuple(party.actor for party in parties if len(party.tellings) == most[party.actor.role])


def _outweighs(other: _Party, party: _Party) -> bool:
    """Whether other tellings give the same party the other part, and weigh more."""
    is_same = _is_same_party(replace(other.actor, role=party.actor.role), party.actor)
    if other.actor.role == party.actor.role or not is_same or other.tellings & party.tellings:
        return False
    return other.weight > party.weight


def _is_same_party(actor: Actor, other: Actor) -> bool:
    """Whether two names of one role may mean the same: one head, and the words of one among those of the other."""
    if (actor.role, actor.head.lower()) != (other.role, other.head.lower()):
        return False
    words, others = (set(one.text.lower().split()) for one in (actor, other))
    return words <= others or others <= words


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
