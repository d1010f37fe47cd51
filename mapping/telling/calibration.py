"""How sure an event is: the chance that its type's family, place and date are all right.

A document's main happening is as sure as its standing and its place say: a curve of three numbers, which may bend as an
S, makes a chance of the one (beta calibration, Kull, Silva Filho and Flach 2017); two more add what the other says, and
a last one lifts the chance in brief texts. Another happening is as sure as its parts are - that it is told at all,
type, place and date, each the more if the text says it itself - and the main one is at least as sure as any of these.
All are fitted by `scripts/fit_scores.py`. Before tellings of one happening are joined, each has a score of its own, by
which it votes. docs/model-cards/event-scores.md tells how well scores keep their word.
"""

import math
from collections.abc import Mapping, Sequence
from datetime import date

from mapping.chances import find_chance
from mapping.event_types import OTHER_TYPE
from mapping.model import DateChoice, Event, PlaceChoice
from mapping.telling.happenings import BORROWED_DATES, BORROWED_PLACES, is_borrowed
from mapping.telling.salience import load_weights
from mapping.telling.standing import describe_date, describe_place, find_main

_LEAST = 0.05
_OF_TELLINGS = ("place", "unplaced", "date", "undated", "age")
_STEEPEST = 30.0
# What an event that seems surer than the main one falls behind that, in the share of its own doubt.
_STEP = 0.02
_BY_MODEL = "model"


def score_telling(salience: float, place: PlaceChoice | None, when: DateChoice | None, created: date | None) -> float:
    """How sure one telling is, 0..1, before it is known what else the document tells of the same.

    Args:
        salience: As `Salience.weigh` gives it.
        place: Where, or None.
        when: When, or None.
        created: The document's creation day; what lies long before it is background more often than news.
    """
    weights = load_weights("telling")
    features = {**describe_place(place), **describe_date(when, created)}
    total = sum((weights[name] * features[name] for name in _OF_TELLINGS), salience)
    return find_chance(weights["offset"] + weights["slope"] * total)


def score_all(
    events: Sequence[Event], standings: Sequence[float], realis: Sequence[float], *, is_brief: bool
) -> list[float]:
    """The scores of a document's events, 0..1, once those that tell one happening are joined.

    Args:
        events: In any order.
        standings: Of each, as `Standing.weigh` gives it; the highest is the main one's.
        realis: Of each, as `Standing.find_realis` gives it.
        is_brief: Whether the document has a few sentences only.
    """
    main = find_main(standings)
    if main is None:
        return []
    beside = [score_side(describe_parts(event, chance)) for event, chance in zip(events, realis, strict=True)]
    # A main event whose standing is low does not make the others doubtful; it is as sure as the surest of them.
    most = max(score_main(standings[main], events[main].place, is_brief=is_brief), *beside)
    return [most if number == main else _keep_below(most, score) for number, score in enumerate(beside)]


def _keep_below(most: float, score: float) -> float:
    """The score, or as much of it as leaves the main event the surest; others keep their order."""
    return min(score, most * (1.0 - _STEP * (1.0 - score)))


def score_main(standing: float, place: PlaceChoice | None, *, is_brief: bool = False) -> float:
    """The chance that a document's main happening is right: never less for more standing or a surer place."""
    weights = load_weights("main")
    features = bend(standing - weights["middle"], place.score if place else None, is_brief=is_brief)
    return find_chance(sum(weights[name] * value for name, value in features.items()))


def bend(standing: float, place: float | None, *, is_brief: bool) -> dict[str, float]:
    """What the curve's numbers are weights of: how far the standing is below 0, and how far above it, and its place.

    What a text of few sentences is about is plain, though neither title nor retelling says so.

    Args:
        standing: Less the middle one.
        place: How sure the place is, 0..1; None without one.
        is_brief: Whether the document has a few sentences only.
    """
    total = max(-_STEEPEST, min(_STEEPEST, standing))
    return {
        "below": -math.log1p(math.exp(-total)),
        "above": math.log1p(math.exp(total)),
        "offset": 1.0,
        "brief": float(is_brief),
        "place": 0.0 if place is None else math.log(place + _LEAST),
        "unplaced": float(place is None),
    }


def score_side(parts: Mapping[str, float]) -> float:
    """The chance that an event beside the main one is right, by what `describe_parts` says of it."""
    weights = load_weights("side")
    return find_chance(sum(weights[name] * value for name, value in parts.items()))


def describe_parts(event: Event, realis: float) -> dict[str, float]:
    """How sure an event's type, place and date are, as logarithms, and how much of it the text says itself.

    What is told again, with a day and a place of its own, is a happening; what is told once and takes both from the
    text around is background more often.

    Args:
        event: With all that its tellings say.
        realis: The chance that it is a happening at all.
    """
    rule = event.trigger.rule
    return {
        "offset": 1.0,
        "realis": math.log(realis + _LEAST),
        "type": math.log(event.trigger.score + _LEAST),
        "by_model": float(rule == _BY_MODEL),
        "unnamed": float(event.trigger.type == OTHER_TYPE),
        "place": math.log(event.place.score + _LEAST) if event.place else 0.0,
        "unplaced": float(event.place is None),
        "date": math.log(event.date.score + _LEAST) if event.date else 0.0,
        "undated": float(event.date is None),
        "retold": math.log1p(len(event.retold)),
        "own_place": float(event.place is not None and not is_borrowed(event.place.rule, BORROWED_PLACES)),
        "own_date": float(event.date is not None and not is_borrowed(event.date.rule, BORROWED_DATES)),
        "by_lexicon": float(rule == "lexicon"),
    }
