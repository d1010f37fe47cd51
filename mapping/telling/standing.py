"""How much a happening is what its document is about, once all that the document tells of it is joined.

`mapping/telling/salience.py` weighs the words of one telling; here they are weighed together with how often the
happening is told, with the title, and with how well place and day are told. The happening of the highest sum is the
document's main one. The weights are in `geodata/event_weights.csv`, fitted by `scripts/fit_scores.py`.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from mapping.kinds import ParagraphKind
from mapping.model import DateChoice, Event, ParsedDocument, PlaceChoice
from mapping.telling.happenings import find_days
from mapping.telling.realis import find_realis
from mapping.telling.salience import FEW_SENTENCES, Salience, load_weights

_NEWS_DAYS, _LEAST = 7, 0.05
_STEM = 5
# A shorter "sentence" is a dateline or a writer's name.
_LEAST_LEAD = 6
_WORD = re.compile(r"[^\W\d_]+")
_OWN, _SHOWN = "own phrase", "shown at"


class Standing:
    """The features of one document's happenings; what concerns the whole document is worked out once."""

    def __init__(self, parsed: ParsedDocument, tellings: Sequence[Event], salience: Salience) -> None:
        """Take in a document.

        Args:
            parsed: The document with its sentences.
            tellings: Its events before those that tell one happening are joined.
            salience: Of the tellings' triggers.
        """
        self._parsed = parsed
        self._salience = salience
        self._tellings = {(event.trigger.start, event.trigger.end): event for event in tellings}
        self._places = Counter(event.place.place.place_id for event in tellings if event.place)
        self._lead = _find_lead(parsed)
        self._title_stems = _find_stems(_WORD.findall(parsed.document.title))

    @property
    def is_brief(self) -> bool:
        """Whether the document has a few sentences only."""
        return len(self._parsed.sentences) <= FEW_SENTENCES

    def weigh(self, event: Event) -> float:
        """The weighted sum of the happening's features; only differences between events mean anything."""
        weights = load_weights("standing")
        return sum(weights[name] * value for name, value in self.describe(event).items())

    def describe(self, event: Event) -> dict[str, float]:
        """The happening's features by name."""
        told = self._find_tellings(event)
        named = [actor.text for actor in event.actors]
        features = {
            **self._salience.describe(event.trigger),
            **describe_place(event.place),
            **describe_date(event.date, self._parsed.document.created),
            "retold": math.log(len(told)),
            "in_lead": not self.is_brief and any(one.trigger.sentence == self._lead for one in told),
            "actor_in_title": bool(self._title_stems & _find_stems(_WORD.findall(" ".join(named)))),
            "has_tolls": bool(event.tolls),
            "has_killed": any(toll.kind == "killed" for toll in event.tolls),
            **self._share_place(event.place, told),
        }
        return {name: float(value) for name, value in features.items()}

    def find_realis(self, event: Event) -> float:
        """The chance that it is a happening at all, by the telling that makes it likeliest."""
        return max(find_realis(self._parsed, one.trigger) for one in self._find_tellings(event))

    def _find_tellings(self, event: Event) -> list[Event]:
        """The event's own telling, then the others that joined it."""
        spans = [(event.trigger.start, event.trigger.end), *((span.start, span.end) for span in event.retold)]
        return [self._tellings[span] for span in spans if span in self._tellings]

    def _share_place(self, place: PlaceChoice | None, told: Sequence[Event]) -> dict[str, float]:
        """How many tellings of the happening, and of all the document, stand at the place chosen."""
        if place is None:
            return {"place_agreed": 0.0, "place_share": 0.0}
        placed = [one.place.place.place_id for one in told if one.place]
        place_id = place.place.place_id
        return {
            "place_agreed": placed.count(place_id) / max(1, len(placed)),
            "place_share": self._places[place_id] / max(1, self._places.total()),
        }


def _find_lead(parsed: ParsedDocument) -> int:
    """The number of the first sentence of the text itself, behind title and dateline; 0 where there is none."""
    kinds = [parsed.document.paragraphs[sentence.paragraph].kind for sentence in parsed.sentences]
    return next(
        (
            number
            for number, sentence in enumerate(parsed.sentences)
            if kinds[number] is not ParagraphKind.HEADLINE and len(sentence.tokens) >= _LEAST_LEAD
        ),
        0,
    )


def describe_place(place: PlaceChoice | None) -> dict[str, float]:
    """How sure the place is, and how it was found."""
    return {
        "place": math.log(place.score + _LEAST) if place else 0.0,
        "unplaced": place is None,
        "place_own": place is not None and place.rule.startswith(_OWN),
        "place_shown": place is not None and _SHOWN in place.rule,
    }


def describe_date(when: DateChoice | None, created: date | None) -> dict[str, float]:
    """How sure the day is, and how it lies to the day of the news: what lies long before it is background."""
    age_days = _find_age(when, created)
    return {
        "date": math.log(when.score + _LEAST) if when else 0.0,
        "undated": when is None,
        "age": math.log(1 + max(0, age_days - _NEWS_DAYS)),
        "is_ahead": age_days < 0,
    }


def _find_age(when: DateChoice | None, created: date | None) -> int:
    """Days from the event's last day to the document's."""
    days = find_days(when.span) if when else None
    return (created - days[1]).days if days and created else 0


def _find_stems(words: Iterable[str]) -> set[str]:
    """The beginnings of longer words: "Syrian" and "Syria" begin alike."""
    return {word.lower()[:_STEM] for word in words if len(word) > len("the")}


def find_main(standings: Sequence[float]) -> int | None:
    """The number of the highest, the first of several; None of none."""
    return max(range(len(standings)), key=lambda number: standings[number], default=None)
