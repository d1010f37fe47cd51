"""Why this place, this date, this event: the reasoning behind an extraction as lines of plain text, by sentence."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from mapping.index.names import normalise_name
from mapping.model import (
    Candidate,
    DateChoice,
    Event,
    Extraction,
    Mention,
    OtherDay,
    ParsedDocument,
    PassedOver,
    Place,
    PlaceChoice,
    Resolution,
    Timex,
)
from mapping.plain import count, name_toll, put_on_line
from mapping.resolution.reasons import tell_losses
from mapping.resolve import is_same_spot
from mapping.timexes import find_day_of_writing

_Value = TypeVar("_Value")
# A candidate below this is only counted.
_LEAST_SHOWN = 0.01


def explain_document(parsed: ParsedDocument, extraction: Extraction) -> Iterator[str]:
    """Tell sentence by sentence what was found in a document and what decided it.

    Args:
        parsed: The document's parse.
        extraction: What was made of that parse.

    Yields:
        Lines without their line ends; control characters of the text are shown as spaces.
    """
    document = extraction.document
    name = put_on_line(document.title or document.path)
    yield f"{name} [{document.doc_id}]" if name else document.doc_id
    yield f"  published: {document.created or 'not known'} ({document.created_rule})"
    day = find_day_of_writing(document)
    if day != document.created:
        yield f"  written: {day}, as the text itself says; its days are reckoned from then"
    found = _Found(parsed, extraction)
    for number, sentence in enumerate(parsed.sentences):
        kind = document.paragraphs[sentence.paragraph].kind.value
        yield ""
        yield f"{number + 1}. [{kind}] {put_on_line(document.text[sentence.start : sentence.end])}"
        yield from _explain_sentence(number, found)
    yield ""
    yield _sum_up(extraction)


class _Found:
    """What was found in a document, by the number of its sentence."""

    def __init__(self, parsed: ParsedDocument, extraction: Extraction) -> None:
        self.text = parsed.document.text
        self._sentences, self._starts = parsed.sentences, [sentence.start for sentence in parsed.sentences]
        self.main = max(extraction.events, key=lambda event: event.score, default=None)
        self.resolutions = self._group(extraction.resolutions, lambda one: one.mention.start)
        self.timexes = self._group(extraction.timexes, lambda one: one.start)
        self.events = self._group(extraction.events, lambda one: one.trigger.start)
        self.passed_over = self._group(extraction.passed_over, lambda one: one.trigger.start)

    def count_sentences(self, start: int) -> int:
        """How many sentences begin up to a character: the number, from 1 on, of the one that it stands in."""
        return bisect_right(self._starts, start)

    def _group(self, values: Iterable[_Value], find_start: Callable[[_Value], int]) -> Mapping[int, Sequence[_Value]]:
        grouped: defaultdict[int, list[_Value]] = defaultdict(list)
        for value in values:
            start = find_start(value)
            number = self.count_sentences(start) - 1
            if number >= 0 and start < self._sentences[number].end:
                grouped[number].append(value)
        return grouped


def _explain_sentence(number: int, found: _Found) -> Iterator[str]:
    for resolution in found.resolutions.get(number, ()):
        yield from _explain_resolution(resolution)
    for timex in found.timexes.get(number, ()):
        yield _explain_timex(timex)
    for event in found.events.get(number, ()):
        yield from _explain_event(event, found)
    for passed in found.passed_over.get(number, ()):
        yield _explain_passed(passed)


def _explain_resolution(resolution: Resolution) -> Iterator[str]:
    mention = resolution.mention
    extra = "".join(
        f", {word}"
        for word in (mention.part, _offset(mention), mention.container and f"in {mention.container}")
        if word
    )
    yield f"   place  {mention.text!r} ({mention.kind.value}{extra}; found by {mention.rule}, {mention.score:.2f})"
    if resolution.place is None:
        yield f"          -> none: {resolution.reason}"
    else:
        yield f"          -> {_name(_chosen(resolution, resolution.place))}: {resolution.reason}"
    likely, unlikely = _find_others(resolution)
    for candidate in likely:
        is_same = resolution.place is not None and is_same_spot(candidate.place, resolution.place)
        why = " (another record of the spot)" if is_same else _losses(resolution, candidate)
        yield f"             {'or ' if is_same else 'not'} {_name(candidate)}{why}"
    if unlikely:
        yield f"             not {count(unlikely, 'other')} of the name, below {_LEAST_SHOWN:.2f}"


def _offset(mention: Mention) -> str:
    if mention.offset is None:
        return ""
    return f"told {mention.offset.words!r} it, within {mention.offset.radius_km:.0f} km"


def _chosen(resolution: Resolution, place: Place) -> Candidate:
    """The chosen place with the score that it won by."""
    same = (candidate for candidate in resolution.candidates if candidate.place.place_id == place.place_id)
    return next(same, Candidate(place=place, score=resolution.score))


def _find_others(resolution: Resolution) -> tuple[list[Candidate], int]:
    """The places that were not chosen, and how many more there are that are hardly possible."""
    place_id = resolution.place.place_id if resolution.place else None
    others = [candidate for candidate in resolution.candidates if candidate.place.place_id != place_id]
    likely = [candidate for candidate in others if candidate.score >= _LEAST_SHOWN]
    return likely, len(others) - len(likely)


def _name(candidate: Candidate) -> str:
    place = candidate.place
    parts = [place.name, place.admin1 if place.admin1 != place.name else "", place.country]
    where = ", ".join(dict.fromkeys(part for part in parts if part))
    return f"{where} [{place.level.value} {place.place_id} {place.lat:.2f},{place.lon:.2f}] {candidate.score:.2f}"


def _losses(resolution: Resolution, rival: Candidate) -> str:
    """What speaks less for a place than for the chosen one; nothing where that was not chosen among candidates."""
    best = resolution.candidates[0]
    if resolution.place != best.place:
        return ""
    told = "; ".join(f"{reason.note}, {reason.weight:+.2f}" for reason in tell_losses(best, rival).reasons)
    return f" ({told})" if told else ""


def _explain_timex(timex: Timex) -> str:
    anchor = f" from {timex.anchor}" if timex.anchor else ""
    notes = f"; {timex.conflict}" if timex.conflict else ""
    notes += f"; {timex.utc_day} in universal time" if timex.utc_day else ""
    value = timex.edtf or timex.value or "no value"
    return f"   date   {timex.text!r} -> {value} ({timex.type}, {timex.rule}{anchor}, {timex.score:.2f}{notes})"


def _explain_score(event: Event, *, is_main: bool) -> str:
    """What an event's score rests on."""
    if is_main:
        times = len(event.retold) + 1
        return "the main event" + (f", told {times} times" if times > 1 else "")
    sure = {"type": event.trigger.score}
    sure |= {"place": event.place.score} if event.place else {}
    sure |= {"date": event.date.score} if event.date else {}
    return f"beside the main event, least sure of its {min(sure, key=lambda part: sure[part])}"


def _explain_event(event: Event, found: _Found) -> Iterator[str]:
    trigger, is_main = event.trigger, event is found.main
    yield (
        f"   event  {trigger.text!r} -> {trigger.type}, {trigger.modality.value}"
        f" (by {trigger.rule}, {trigger.score:.2f}); score {event.score:.2f}, {_explain_score(event, is_main=is_main)}"
    )
    if event.place is None:
        named = f": {event.unlisted!r}" if event.unlisted else ""
        yield f"          where: not placed, {event.unplaced}{named}"
    else:
        yield f"          where: {_name_as_told(event.place)} ({event.place.rule}, {event.place.score:.2f})"
    if event.date is None:
        yield f"          when:  not dated, {event.undated}"
    else:
        yield f"          when:  {_explain_date(event.date)}"
        yield from (f"             not {_explain_other(other)}" for other in event.date.alternatives)
    for actor in event.actors:
        pronoun = f"{actor.pronoun!r} in the sentence" if actor.pronoun else ""
        kind = ", ".join(word for word in (actor.role, actor.kind, actor.country_code, pronoun) if word)
        yield f"          who:   {put_on_line(actor.text)} ({kind})"
    for told in event.retold:
        again, number = put_on_line(found.text[told.start : told.end]), found.count_sentences(told.start)
        yield f"          again: {again!r} in sentence {number}, taken for the same happening"
    for toll in event.tolls:
        yield f"          toll:  {name_toll(toll.number, toll.bound)} {toll.kind} ({put_on_line(toll.text)!r})"


def _name_as_told(choice: PlaceChoice) -> str:
    """The place's name, and the text's own word where accents alone do not make it another: 'Derna', 'the city'."""
    name, told = choice.place.name, put_on_line(choice.mention)
    return name if normalise_name(told) in normalise_name(name) else f"{name}, told as {told!r}"


def _explain_passed(passed: PassedOver) -> str:
    """Why a word is no event."""
    doubts = "; ".join(passed.doubts) or "nothing speaks for it"
    return f"   no event  {passed.trigger.text!r} tells of no happening ({passed.chance:.2f} that it does): {doubts}"


def _explain_date(choice: DateChoice) -> str:
    note = f"; {choice.note}" if choice.note else ""
    return f"{choice.edtf} ({choice.rule}, {choice.score:.2f}{note})"


def _explain_other(day: OtherDay) -> str:
    """A day that was weighed and is less likely: when, by which words, from where."""
    words = f"{put_on_line(day.timex)!r}, " if day.timex else ""
    return f"{day.edtf} ({words}{day.rule}) {day.score:.2f}"


def _sum_up(extraction: Extraction) -> str:
    events = extraction.events
    unplaced = sum(event.place is None for event in events)
    undated = sum(event.date is None for event in events)
    passed = len(extraction.passed_over)
    no_events = f"{count(passed, 'word')} passed over as telling of no happening; " if passed else ""
    return (
        f"{count(len(events), 'event')}, {unplaced} without a place, {undated} without a date; {no_events}"
        f"{count(len(extraction.resolutions), 'place mention')}, {count(len(extraction.timexes), 'date expression')}"
    )
