"""Which of several reports of one happening to believe: for the lead, the place, the days, the counts of people."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from mapping.event_types import family_of
from mapping.kinds import Level, Modality
from mapping.merging.features import relate_places
from mapping.model import DateChoice, DateSpan, Document, Event, Place, PlaceChoice
from mapping.telling.happenings import (
    BORROWED_PLACES,
    BORROWED_VOTE,
    find_days,
    find_gap_days,
    holds,
    is_borrowed,
    is_day_supposed,
)

Report = tuple[Event, Document]

_VAGUE_VOTE = 0.5
_LEVELS = {level: number for number, level in enumerate(Level)}
# What is believed first where reports of one happening differ in whether it took place.
_STRENGTH = (Modality.HAPPENED, Modality.CLAIMED, Modality.DENIED, Modality.PLANNED)


def choose_lead(reports: Sequence[Report]) -> Report:
    """The best-scored report of the type that the reports agree on most; a plan or denial leads only its like.

    Args:
        reports: At least one, in order of joining, which decides ties.
    """
    told = {report.trigger.modality for report, _ in reports}
    strongest = next(modality for modality in _STRENGTH if modality in told)
    pool = [pair for pair in reports if pair[0].trigger.modality is strongest]
    families: dict[str, float] = defaultdict(float)
    codes: dict[str, float] = defaultdict(float)
    for report, _ in pool:
        families[family_of(report.trigger.type)] += _weigh_type(report)
        codes[report.trigger.type] += _weigh_type(report)
    return max(
        pool,
        key=lambda pair: (
            families[family_of(pair[0].trigger.type)],
            codes[pair[0].trigger.type],
            pair[0].score,
        ),
    )


def _weigh_type(report: Event) -> float:
    vague = report.trigger.type.endswith(".other")
    return max(report.score, 0.01) * (_VAGUE_VOTE if vague else 1.0)


def choose_place(reports: Sequence[Report]) -> Event | None:
    """The report whose place most reports agree with, and of those that agree the finest.

    Returns:
        None where no report has a place. A report agrees with a place where it tells the same or one that holds it;
        a place taken from elsewhere in a text narrows nothing while another report tells its own.
    """
    told = [(report, report.place) for report, _ in reports if report.place is not None]
    own = [pair for pair in told if not is_borrowed(pair[1].rule, BORROWED_PLACES)]
    # Votes are summed by place first: an event that a thousand reports tell has few places.
    places = {choice.place.place_id: choice.place for _, choice in told}
    votes: dict[str, float] = defaultdict(float)
    for _, choice in told:
        votes[choice.place.place_id] += _weigh_place(choice)
    support = {
        place_id: round(sum(votes[other] for other, wider in places.items() if agrees(wider, place)), 6)
        for place_id, place in places.items()
    }
    return max(
        own or told,
        key=lambda pair: (support[pair[1].place.place_id], -_LEVELS[pair[1].place.level], pair[1].score),
        default=(None, None),
    )[0]


def agrees(told: Place, place: Place) -> bool:
    """Whether a report that tells one place can mean another: the same, next to it, or inside it."""
    return relate_places(told, place) in ("same", "near") or holds(told, place)


def _weigh_place(choice: PlaceChoice) -> float:
    return choice.score * (BORROWED_VOTE if is_borrowed(choice.rule, BORROWED_PLACES) else 1.0)


def choose_date(reports: Sequence[Report]) -> Event | None:
    """The report whose days most reports agree with, and of those that agree the narrowest; None where none has any."""
    told = [(report, report.date) for report, _ in reports if report.date is not None]
    votes: dict[DateSpan, float] = defaultdict(float)
    for _, choice in told:
        votes[choice.span] += _weigh_date(choice)
    support = {
        span: round(sum(weight for other, weight in votes.items() if not find_gap_days(other, span)), 6)
        for span in votes
    }
    return max(
        told,
        key=lambda pair: (support[pair[1].span], -_count_days(pair[1]), pair[1].score),
        default=(None, None),
    )[0]


def _weigh_date(choice: DateChoice) -> float:
    return choice.score * (BORROWED_VOTE if is_day_supposed(choice.rule) else 1.0)


def _count_days(choice: DateChoice) -> int:
    days = find_days(choice.span)
    is_open = choice.span.start is None or choice.span.end is None
    return date.max.toordinal() if days is None or is_open else (days[1] - days[0]).days


def order_by_news(reports: Sequence[Report]) -> list[Report]:
    """The latest published first; among those of one day, and those without a day, the last to join first."""
    numbered = list(enumerate(reports))
    numbered.sort(key=lambda item: (item[1][1].created or date.min, item[0]), reverse=True)
    return [report for _, report in numbered]
