"""What is kept of a date once it is chosen: its days, open to one side or not, its rule, its score, a note."""

from dataclasses import replace
from datetime import date, timedelta

from mapping.kinds import Granularity
from mapping.model import DateChoice, DateSpan, Timex

# How much each step of the chain is worth; a choice's score is this times the timex's own.
_STEPS = {
    "date of the word": 0.95,
    "date in the clause": 0.9,
    "publication date of a report": 0.8,
    "date in the sentence": 0.75,
    "date of the same word elsewhere": 0.72,
    "date at the head of the section": 0.7,
    "date ahead of the headline or lead": 0.7,
    "date told further on": 0.65,
    "date carried forward": 0.65,
    "publication date of the present tense": 0.6,
    "publication date": 0.5,
}
_TEXT_ANCHOR_NOTE = "anchored on the latest full date in the text"


def choose(timex: Timex, signal: str, rule: str) -> DateChoice:
    """The choice of a date that the text tells.

    Args:
        timex: Placed in time.
        signal: The preposition before it; "since" and "until" leave the days open to one side.
        rule: The step of the chain that chose it.

    Raises:
        ValueError: The timex is not placed in time.
    """
    span, edtf = _open_span(timex, signal)
    return DateChoice(
        span=span,
        edtf=edtf,
        start=timex.start,
        end=timex.end,
        timex=timex.text,
        rule=rule,
        score=_STEPS[rule] * timex.score,
        note=_explain(timex),
    )


def publish(anchor: date, rule: str, *, is_given: bool) -> DateChoice:
    """The choice of the day of publication; `is_given` tells whether it is known, or the text stands for it."""
    return DateChoice(
        span=DateSpan(start=anchor, end=anchor, granularity=Granularity.DAY),
        edtf=anchor.isoformat(),
        start=0,
        end=0,
        timex="",
        rule=rule,
        score=_STEPS[rule],
        note="" if is_given else _TEXT_ANCHOR_NOTE,
    )


def move(choice: DateChoice, days: int, rule: str) -> DateChoice:
    """The choice of the day so many days later."""
    if choice.span.start is None or choice.span.end is None:
        return replace(choice, rule=rule)
    start, end = (day + timedelta(days=days) for day in (choice.span.start, choice.span.end))
    return replace(choice, span=replace(choice.span, start=start, end=end), edtf=start.isoformat(), rule=rule)


def _open_span(timex: Timex, signal: str) -> tuple[DateSpan, str]:
    """The days of a timex, open to one side after "since" or "until"; known as finely as the timex tells the other."""
    span = timex.span
    if span is None:
        raise ValueError(f"{timex.text!r} is not placed in time, so it dates no event")
    is_interval = "/" in timex.edtf
    if signal == "since" and span.start is not None:
        told = span.start.isoformat() if is_interval else timex.edtf
        return DateSpan(start=span.start, end=None, granularity=span.granularity), f"{told}/.."
    if signal in ("until", "till") and span.end is not None:
        told = span.end.isoformat() if is_interval else timex.edtf
        return DateSpan(start=None, end=span.end, granularity=span.granularity), f"../{told}"
    return span, timex.edtf


def _explain(timex: Timex) -> str:
    notes = [
        timex.conflict,
        f"{timex.utc_day} in universal time" if timex.utc_day else "",
        _TEXT_ANCHOR_NOTE if timex.anchor_rule not in ("", "given") else "",
    ]
    return "; ".join(note for note in notes if note)
