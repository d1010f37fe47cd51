"""Triggers, places, dates and actors -> Event."""

from collections.abc import Sequence
from dataclasses import replace

from mapping.actors import find_actors
from mapping.dating import date_events
from mapping.event_types import family_of
from mapping.ids import hash_key
from mapping.model import Document, Event, ParsedDocument, PassedOver, Resolution, Timex, Toll, Trigger
from mapping.placing import Placing, place_events
from mapping.resolution.order import find_between
from mapping.telling.calibration import score_all, score_telling
from mapping.telling.known_names import find_known
from mapping.telling.listing import spread_lists
from mapping.telling.parts import FindPart, find_no_part
from mapping.telling.realis import pass_over
from mapping.telling.retelling import merge_retellings
from mapping.telling.salience import Salience
from mapping.telling.site_lands import FindLands, find_no_lands
from mapping.telling.standing import Standing
from mapping.telling.syntax import Tree, make_tree
from mapping.telling.tolls import find_tolls

_HARMFUL = frozenset(
    {"battle", "strike", "attack", "riot", "protest", "disaster", "accident", "health"}
    | {"crime.homicide", "crime.shooting", "crime.assault", "crime.robbery"}
)
# Families and subtypes that a count of each kind can belong to.
_TOLL_TYPES = {
    "killed": _HARMFUL,
    "wounded": _HARMFUL,
    "missing": frozenset({"disaster", "accident", "attack", "humanitarian"}),
    "arrested": frozenset({"security", "crime", "protest"}),
    "displaced": frozenset({"humanitarian", "disaster", "battle", "strike", "accident"}),
}
_OTHER_FAMILY = 20

NO_DAY = "no date in the text fits, and its day of publication is not known"
"""Why an event has no date."""


def finish_events(
    parsed: ParsedDocument, tellings: Sequence[Event], resolutions: Sequence[Resolution]
) -> tuple[tuple[Event, ...], tuple[PassedOver, ...]]:
    """Join what tells of one happening, leave out what tells of none, and score the others.

    Args:
        parsed: The document with its sentences.
        tellings: Its events as `find_tellings` gives them.
        resolutions: Of all the document's mentions, in text order.

    Returns:
        The events, and the words that were passed over; both in text order.
    """
    events, passed = pass_over(parsed, tellings, merge_retellings(parsed, tellings))
    return spread_lists(parsed, score_events(parsed, tellings, events), resolutions), passed


def score_events(parsed: ParsedDocument, tellings: Sequence[Event], events: Sequence[Event]) -> tuple[Event, ...]:
    """Score a document's events by all that it tells of each.

    Args:
        parsed: The document with its sentences.
        tellings: Its events as `find_tellings` gives them.
        events: The same, each happening once.
    """
    standing = make_standing(parsed, tellings)
    standings, realis = ([weigh(event) for event in events] for weigh in (standing.weigh, standing.find_realis))
    scores = score_all(events, standings, realis, is_brief=standing.is_brief)
    return tuple(replace(event, score=score) for event, score in zip(events, scores, strict=True))


def make_standing(parsed: ParsedDocument, tellings: Sequence[Event]) -> Standing:
    """What weighs a document's happenings against each other; arguments are those of `score_events`."""
    return Standing(parsed, tellings, Salience(parsed, [event.trigger for event in tellings]))


def find_tellings(
    parsed: ParsedDocument,
    triggers: Sequence[Trigger],
    resolutions: Sequence[Resolution],
    timexes: Sequence[Timex],
    *,
    find_part: FindPart = find_no_part,
    find_lands: FindLands = find_no_lands,
) -> tuple[Event, ...]:
    """Put together what each trigger tells.

    Args:
        parsed: The document with its sentences.
        triggers: In text order; each becomes an event, placed or not, dated or not.
        resolutions: Of all the document's mentions, in text order.
        timexes: All of the document's, in text order.
        find_part: What a part of a place means, as `Gazetteer.find_part` answers; else "northern Iraq" is Iraq.
        find_lands: What a place lies in, as `Gazetteer.find_lands` answers; it stands for several likely places.

    Returns:
        Events in text order, one for each trigger. A sentence that stands in the document twice tells its events once.
    """
    kept = _drop_repeats(parsed, triggers)
    places = place_events(parsed, kept, resolutions, find_part=find_part, find_lands=find_lands)
    dates = date_events(parsed, kept, timexes)
    tolls = _share_tolls(parsed, kept)
    salience, known = Salience(parsed, kept), find_known(parsed, resolutions)
    events = []
    for trigger, placing, date, counts in zip(kept, places, dates, tolls, strict=True):
        place = placing.choice
        sentence = parsed.sentences[trigger.sentence]
        events.append(
            Event(
                event_id=make_event_id(parsed.document, trigger),
                doc_id=parsed.document.doc_id,
                trigger=trigger,
                place=place,
                date=date,
                actors=find_actors(parsed, trigger, resolutions, known, counts),
                tolls=counts,
                sentence=parsed.document.text[sentence.start : sentence.end],
                sentence_start=sentence.start,
                score=score_telling(salience.weigh(trigger), place, date, parsed.document.created),
                unplaced="" if place else _explain_unplaced(trigger, placing, resolutions, parsed),
                undated="" if date else NO_DAY,
                unlisted=placing.unlisted,
            )
        )
    return tuple(events)


def make_event_id(document: Document, trigger: Trigger) -> str:
    """A name for the event that stays the same as long as text, trigger and type do: 16 hexadecimal digits."""
    start, end = trigger.start - document.given_start, trigger.end - document.given_start
    return hash_key(f"{document.doc_id}\x1f{start}\x1f{end}\x1f{trigger.type}")


def _drop_repeats(parsed: ParsedDocument, triggers: Sequence[Trigger]) -> tuple[Trigger, ...]:
    seen: set[tuple[str, int]] = set()
    kept = []
    for trigger in triggers:
        sentence = parsed.sentences[trigger.sentence]
        text = " ".join(parsed.document.text[sentence.start : sentence.end].split())
        key = (text, trigger.token)
        if key not in seen or trigger.is_given:
            kept.append(trigger)
        seen.add(key)
    return tuple(kept)


def _share_tolls(parsed: ParsedDocument, triggers: Sequence[Trigger]) -> list[tuple[Toll, ...]]:
    """Give each count of a sentence to the one event that it is nearest to in the parse."""
    shares: list[list[Toll]] = [[] for _ in triggers]
    by_sentence: dict[int, list[int]] = {}
    for number, trigger in enumerate(triggers):
        by_sentence.setdefault(trigger.sentence, []).append(number)
    for numbers in by_sentence.values():
        for toll in find_tolls(parsed, triggers[numbers[0]]):
            distance, nearest = min((_toll_distance(parsed, triggers[number], toll), number) for number in numbers)
            if distance < _OTHER_FAMILY:
                shares[nearest].append(toll)
    return [tuple(share) for share in shares]


def _toll_distance(parsed: ParsedDocument, trigger: Trigger, toll: Toll) -> int:
    """Steps in the parse between count and trigger, many more where the event is of no kind that has such counts."""
    sentence = parsed.sentences[trigger.sentence]
    tree = make_tree(sentence)
    token = next(token.index for token in sentence.tokens if token.end > toll.start)
    above, other = [token, *tree.ancestors(token)], [trigger.token, *tree.ancestors(trigger.token)]
    meeting = next((index for index in above if index in other), above[-1])
    steps = above.index(meeting) + (other.index(meeting) if meeting in other else len(other))
    fits = {trigger.type, family_of(trigger.type)} & _TOLL_TYPES[toll.kind]
    # "The worst since 1997, when 27 people died": what is told after "since" is another event.
    since = next((index for index in above if _is_since(tree, index)), None)
    if since is not None and since not in other:
        fits = set()
    return min(steps, _OTHER_FAMILY - 1) + (0 if fits else _OTHER_FAMILY)


def _is_since(tree: Tree, index: int) -> bool:
    """Whether a word is "since" before an older event."""
    return tree.tokens[index].lemma.lower() == "since" and tree.tokens[index].dep == "prep"


def _explain_unplaced(
    trigger: Trigger, placing: Placing, resolutions: Sequence[Resolution], parsed: ParsedDocument
) -> str:
    sentence = parsed.sentences[trigger.sentence]
    inside = find_between(resolutions, sentence.start, sentence.end)
    if placing.unlisted or any(r.place is None for r in inside):
        return "the place named in the sentence is not in the gazetteer"
    if inside:
        return "the places in the sentence are not where it happened"
    return "no place is told" if resolutions else "the document names no place"
