"""One happening, told by several sentences of a document, becomes one event.

A report tells its main happening again and again: in the headline, the lead, a quotation, the background. The tellings
that are likest are joined first, then those that go with what was joined; what goes with nothing is one of its own.
"""

import math
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from mapping.event_types import family_of
from mapping.model import DateChoice, DateSpan, Event, ParsedDocument, Place, PlaceChoice, Span, Trigger
from mapping.resolution.candidates import is_within
from mapping.telling.gathering import count_days, gather_actors, gather_tolls
from mapping.telling.happenings import BORROWED_DATES, BORROWED_PLACES, BORROWED_VOTE, find_days, is_borrowed
from mapping.telling.retold import Telling, describe_event
from mapping.telling.sameness import Comparison, Numbers
from mapping.telling.type_heads import read_ahead

_Value = TypeVar("_Value", bound=Hashable)

_SENTENCE_VOTE, _AFTERMATH_VOTE, _AFTERMATH_DAYS = 0.6, 0.5, 3
# The least mean weight of two groups' pairs at which they are one; what a pair counts that cannot be one by itself.
_LEAST_SAMENESS, _UNRELATED = -1.0, -2.0
_CONTRADICTION = -3.5
# These only say that people were killed or fought; what says with what is one of these families.
_INEXACT, _MEANS = frozenset({"attack.killing", "battle.clash"}), frozenset({"strike", "attack", "battle"})
_LEAST_EXACT = 0.5
# The most pairs that are compared in one table, and the most sentences that are read together.
_TABLE, _AHEAD = 1 << 18, 64


def merge_retellings(parsed: ParsedDocument, events: Sequence[Event]) -> tuple[Event, ...]:
    """Leave one event for each happening of a document.

    Args:
        parsed: The document with its sentences.
        events: Its events, in text order. Events of triggers that the caller gave are left as they are.

    Returns:
        Events in text order; each that was told more than once has the best place and date of its tellings, all their
        actors and counts, and the other triggers in `retold`.
    """
    tellings = list(_describe_all(parsed, events))
    tellings.sort(key=lambda telling: (-telling.event.score, telling.event.trigger.start))
    groups = [
        [tellings[cluster[number]] for number in group]
        for cluster in _find_clusters(tellings)
        for group in join_likest(_weigh_pairs([tellings[number] for number in cluster]))
    ]
    return tuple(sorted(map(_merge, groups), key=lambda event: (event.trigger.start, event.trigger.end)))


def _describe_all(parsed: ParsedDocument, events: Sequence[Event]) -> Iterator[Telling]:
    """Describe events, whose sentences the encoder reads together where it has forgotten them in a long text."""
    for start in range(0, len(events), _AHEAD):
        some = events[start : start + _AHEAD]
        read_ahead([parsed.sentences[event.trigger.sentence] for event in some])
        yield from (describe_event(parsed, event) for event in some)


def _find_clusters(tellings: Sequence[Telling]) -> list[list[int]]:
    """Numbers of tellings that a chain of likely pairs leads from one to another, so that no other can join them.

    A mean of pairs that are all too unlikely is so too: a text that is too long for one table is parted at no loss.
    """
    count = len(tellings)
    if count**2 <= _TABLE:
        return [list(range(count))] if tellings else []
    homes = np.arange(count)
    compared = Comparison(tellings)
    for rows in _cut_rows(count):
        for row, weights in enumerate(_weigh_rows(compared, rows), rows.start):
            linked = np.append(np.flatnonzero(weights >= _LEAST_SAMENESS), row)
            homes[np.isin(homes, homes[linked])] = homes[linked].min()
    return [np.flatnonzero(homes == home).tolist() for home in np.unique(homes)]


def _cut_rows(count: int) -> Iterator[slice]:
    """The rows of a square table, as many at a time as one table may hold."""
    step = max(1, _TABLE // count)
    yield from (slice(start, min(start + step, count)) for start in range(0, count, step))


def _weigh_pairs(tellings: Sequence[Telling]) -> Numbers:
    """How well each goes with each, as a square table; minus infinity where they contradict each other."""
    if len(tellings) < 2:
        return np.zeros((len(tellings), len(tellings)))
    compared = Comparison(tellings)
    upper: Numbers = np.triu(np.concatenate([_weigh_rows(compared, rows) for rows in _cut_rows(len(tellings))]), 1)
    return upper + upper.T


def _weigh_rows(compared: Comparison, rows: slice) -> Numbers:
    weights = compared.weigh(rows)
    weights[(weights < _CONTRADICTION) | compared.contradicts(rows)] = -math.inf
    weights[~compared.may_be_one(rows)] = _UNRELATED
    return weights


def join_likest(weights: Numbers) -> list[list[int]]:
    """Groups of numbers: the two groups that go together best are joined first, as long as any do.

    How well two groups go together is the mean over all pairs of their members (average linkage), so that no group
    grows by a chain of neighbours of which the ends are unlike; none is joined where two of them contradict each other.

    Args:
        weights: How well each goes with each, the same either way round; minus infinity where nothing may join them.
    """
    groups = [[number] for number in range(len(weights))]
    sums, sizes = weights.copy(), np.ones(len(weights))
    np.fill_diagonal(sums, -math.inf)
    # The likeliest partner of each group, the first of several, and how well the two go together.
    partners, means = np.zeros(len(weights), dtype=np.int64), np.full(len(weights), -math.inf)
    _find_partners(sums, sizes, np.arange(len(weights)), partners, means)
    while len(weights):
        row = int(means.argmax())
        column = int(partners[row])
        if means[row] < _LEAST_SAMENESS:
            break
        groups[row] += groups[column]
        groups[column] = []
        sizes[row] += sizes[column]
        sums[row] += sums[column]
        sums[:, row] = sums[row]
        sums[row, row] = -math.inf
        sums[column], sums[:, column] = -math.inf, -math.inf
        means[column] = -math.inf
        # A mean over two groups is at most that over the likelier one: only who preferred one of them looks anew.
        changed = ((partners == row) | (partners == column)) & (means > -math.inf)
        changed[row] = True
        _find_partners(sums, sizes, np.flatnonzero(changed), partners, means)
        again = sums[row] / (sizes[row] * sizes)
        partners[~changed & (again == means) & (row < partners) & (means > -math.inf)] = row
    return [sorted(group) for group in groups if group]


def _find_partners(
    sums: Numbers, sizes: Numbers, rows: NDArray[np.int64], partners: NDArray[np.int64], means: Numbers
) -> None:
    """Look anew for the likeliest partners of some groups."""
    for row in rows:
        likely = sums[row] / (sizes[row] * sizes)
        partners[row] = likely.argmax()
        means[row] = likely[partners[row]]


def _merge(tellings: Sequence[Telling]) -> Event:
    """The best-scored telling, with what the others add."""
    group = [telling.event for telling in tellings]
    best = group[0]
    if len(group) == 1:
        return best
    retold = sorted((event.trigger.start, event.trigger.end) for event in group[1:])
    # Where the wounded were brought is no place of the raid, unless nothing else tells one.
    place = _choose_place([one.event for one in tellings if not one.is_carried]) or _choose_place(group)
    date = _choose_date(group)
    return replace(
        best,
        trigger=_name_exactly(best.trigger, group),
        place=place,
        date=date,
        actors=gather_actors(group),
        tolls=gather_tolls(group),
        unplaced="" if place else best.unplaced,
        undated="" if date else best.undated,
        unlisted="" if place else next((event.unlisted for event in group if event.unlisted), ""),
        retold=tuple(Span(start=start, end=end) for start, end in retold),
    )


def _name_exactly(trigger: Trigger, group: Sequence[Event]) -> Trigger:
    """The trigger with the type of the best telling that says how: "the attack" is the air strike told elsewhere."""
    if trigger.type not in _INEXACT:
        return trigger
    others = (event.trigger for event in group if event.trigger.score > _LEAST_EXACT)
    exact = next((one.type for one in others if _says_how(one.type)), trigger.type)
    return trigger if exact == trigger.type else replace(trigger, type=exact, rule="lexicon, type of another telling")


def _says_how(code: str) -> bool:
    return family_of(code) in _MEANS and code not in _INEXACT and not code.endswith(".other")


def _choose_place(group: Sequence[Event]) -> PlaceChoice | None:
    """The place that most tellings agree with; who tells the country agrees with the town in it."""
    told = [(event.place, event.score * event.place.score) for event in group if event.place is not None]
    own, borrowed = _count_votes(
        (choice.place, weight, is_borrowed(choice.rule, BORROWED_PLACES)) for choice, weight in told
    )
    support = {
        place: sum(weight for other, weight in own.items() if _agrees(other, place))
        + BORROWED_VOTE * max((weight for other, weight in borrowed.items() if _agrees(other, place)), default=0.0)
        for place in own | borrowed
    }
    best = max(
        told,
        key=lambda pair: (support[pair[0].place], not is_borrowed(pair[0].rule, BORROWED_PLACES), pair[1]),
        default=None,
    )
    return best[0] if best else None


def _agrees(told: Place, place: Place) -> bool:
    return told.place_id == place.place_id or is_within(place, told)


def _choose_date(group: Sequence[Event]) -> DateChoice | None:
    """The days that most tellings agree with; who tells the year agrees with the day in it, which is then the answer.

    What is told of the days after something happened - the fire still burns, the toll has risen - speaks for its day
    too, if less.
    """
    told = [(event.date, _weigh_date(event, event.date)) for event in group if event.date is not None]
    own, borrowed = _count_votes(
        (choice.span, weight, is_borrowed(choice.rule, BORROWED_DATES)) for choice, weight in told
    )
    support = {
        span: sum(weight * _speak_for(other, span) for other, weight in own.items())
        + BORROWED_VOTE * max((weight * _speak_for(other, span) for other, weight in borrowed.items()), default=0.0)
        for span in own | borrowed
    }
    best = max(told, key=lambda pair: (support[pair[0].span], -count_days(pair[0].span), pair[1]), default=None)
    return best[0] if best else None


def _weigh_date(event: Event, choice: DateChoice) -> float:
    return event.score * choice.score * (_SENTENCE_VOTE if choice.rule == "date in the sentence" else 1.0)


def _speak_for(told: DateSpan, span: DateSpan) -> float:
    """How much of its vote a telling of some days gives to others."""
    outer, inner = find_days(told), find_days(span)
    if outer is None or inner is None:
        return float(told == span)
    if outer[0] <= inner[0] and inner[1] <= outer[1]:
        return 1.0
    is_after = inner[0] == inner[1] and 0 < (outer[0] - inner[1]).days <= _AFTERMATH_DAYS
    return _AFTERMATH_VOTE if is_after else 0.0


def _count_votes(
    told: Iterable[tuple[_Value, float, bool]],
) -> tuple[dict[_Value, float], dict[_Value, float]]:
    """The weights of each value, summed where tellings say it themselves; of those that borrow it the largest."""
    own: dict[_Value, float] = defaultdict(float)
    borrowed: dict[_Value, float] = defaultdict(float)
    for value, weight, takes in told:
        if takes:
            borrowed[value] = max(borrowed[value], weight)
        else:
            own[value] += weight
    return own, borrowed
