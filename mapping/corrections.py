"""What persons decided about an event, put over what the texts tell.

A decision is never changed. Taking one back is a decision as well: it names the one that it undoes. Those that nobody
took back stand, and of two about the same thing the later one holds.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

import orjson

from mapping.edtf import parse_edtf
from mapping.errors import DecisionError
from mapping.event_types import load_event_types
from mapping.kinds import Change, Review
from mapping.model import DateChoice, Event, Place, PlaceChoice
from mapping.reports import Correction
from mapping.storage.codec import Codec

PERSON = "person"
"""The rule of a place, a date and a type that a person chose."""
_NO_PLACE = "a person took the place away"
_NO_DATE = "a person took the date away"
_CODEC = Codec()

Value = Place | str | Review | None
"""What a decision gives: a place, a date as EDTF, a type's code, a state of review; None takes a place or date away."""


def find_standing(corrections: Sequence[Correction]) -> list[Correction]:
    """The decisions that nobody took back, in their order."""
    undone = {correction.undoes for correction in corrections}
    return [one for one in corrections if one.undoes is None and one.number not in undone]


def apply_corrections(event: Event, corrections: Sequence[Correction]) -> Event:
    """The event as persons decided.

    Args:
        event: As its reports tell it.
        corrections: All about this event, by number.

    Returns:
        Places, dates and types that a person chose have the rule "person" and the score 1. `review` says what was
        decided last: confirmed, rejected, or corrected where a value was.
    """
    for correction in find_standing(corrections):
        event = _APPLY[correction.change](event, correction.after)
    return event


def write_value(change: Change, value: Value) -> str:
    """A decided value as the audit trail keeps it.

    Args:
        change: What is decided about.
        value: The value.

    Returns:
        JSON.

    Raises:
        DecisionError: The value is none that this can have; the message says what is right.
    """
    if change is Change.PLACE and isinstance(value, Place):
        return _CODEC.write(value)
    if change in (Change.PLACE, Change.DATE) and value is None:
        return "null"
    if isinstance(value, str):
        _CHECKS.get(change, _refuse)(value)
        return orjson.dumps(str(value)).decode()
    raise DecisionError(f"{change} cannot be {value!r}")


def write_current(change: Change, event: Event) -> str:
    """What an event has now of what a decision is about, as `write_value` writes it."""
    if change is Change.PLACE:
        return _CODEC.write(event.place.place) if event.place else "null"
    if change is Change.DATE:
        return orjson.dumps(event.date.edtf if event.date else None).decode()
    return orjson.dumps(str(event.trigger.type if change is Change.TYPE else event.review)).decode()


def draft_decision(
    event: Event, made: Sequence[Correction], change: Change, after: str, *, author: str, at: datetime, note: str
) -> Correction:
    """A decision, ready to be kept but for its number.

    Args:
        event: As its reports tell it.
        made: All decisions about it so far.
        change: What is decided about.
        after: The value, as `write_value` writes it.
        author: Who decides.
        at: When, aware of its time zone.
        note: Why, in the person's words.

    Raises:
        ValueError: `at` has no time zone.
    """
    if at.tzinfo is None:
        raise ValueError(f"the time of a decision needs a time zone: {at!r}")
    return Correction(
        number=0,
        event_id=event.event_id,
        change=change,
        before=write_current(change, apply_corrections(event, made)),
        after=after,
        author=author,
        made_at=at,
        note=note,
    )


def draft_undo(event: Event, made: Sequence[Correction], *, author: str, at: datetime) -> Correction:
    """What takes back the last decision that stands, ready to be kept but for its number.

    The arguments are those of `draft_decision`.

    Raises:
        DecisionError: None stands.
        ValueError: `at` has no time zone.
    """
    standing = find_standing(made)
    if not standing:
        raise DecisionError(f"nothing was decided about event {event.event_id!r} that could be taken back")
    last = standing[-1]
    after = write_current(last.change, apply_corrections(event, standing[:-1]))
    undo = draft_decision(event, made, last.change, after, author=author, at=at, note="")
    return replace(undo, undoes=last.number)


def _apply_place(event: Event, after: str) -> Event:
    if after == "null":
        return replace(event, place=None, unplaced=_NO_PLACE, unlisted="", review=Review.CORRECTED)
    place = _CODEC.read(Place, after)
    told = event.place
    alternatives = told.alternatives if told else ()
    # The words that name the place stay marked where the person chose another place of that name.
    is_named = told is not None and place.place_id in {
        told.place.place_id,
        *(one.place.place_id for one in alternatives),
    }
    choice = PlaceChoice(
        place=place,
        start=told.start if told and is_named else 0,
        end=told.end if told and is_named else 0,
        mention=told.mention if told and is_named else "",
        rule=PERSON,
        score=1.0,
        alternatives=alternatives,
    )
    return replace(event, place=choice, unplaced="", unlisted="", review=Review.CORRECTED)


def _apply_date(event: Event, after: str) -> Event:
    edtf = orjson.loads(after)
    if edtf is None:
        return replace(event, date=None, undated=_NO_DATE, review=Review.CORRECTED)
    choice = DateChoice(span=parse_edtf(edtf), edtf=edtf, start=0, end=0, timex="", rule=PERSON, score=1.0)
    return replace(event, date=choice, undated="", review=Review.CORRECTED)


def _apply_type(event: Event, after: str) -> Event:
    trigger = replace(event.trigger, type=orjson.loads(after), rule=PERSON, score=1.0)
    return replace(event, trigger=trigger, review=Review.CORRECTED)


def _apply_review(event: Event, after: str) -> Event:
    review = Review(orjson.loads(after))
    is_corrected = PERSON in {event.trigger.rule, event.place and event.place.rule, event.date and event.date.rule}
    return replace(event, review=Review.CORRECTED if review is Review.NONE and is_corrected else review)


def _check_date(text: str) -> None:
    parse_edtf(text)


def _check_type(text: str) -> None:
    if text not in load_event_types().types:
        raise DecisionError(f"there is no type {text!r}: write one of geodata/event_types.csv, as in battle.clash")


def _check_review(text: str) -> None:
    if text not in list(Review):
        raise DecisionError(f"review cannot be {text!r}: write one of {', '.join(Review)}")


def _refuse(text: str) -> None:
    raise DecisionError(f"a place cannot be {text!r}: give a place of the gazetteer or a point")


_APPLY: Final = {
    Change.PLACE: _apply_place,
    Change.DATE: _apply_date,
    Change.TYPE: _apply_type,
    Change.REVIEW: _apply_review,
}
_CHECKS: Final = {Change.DATE: _check_date, Change.TYPE: _check_type, Change.REVIEW: _check_review}
