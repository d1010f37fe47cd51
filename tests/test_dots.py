"""Whether each thing that a dispatch tells is one dot: that wrong joins and doubles are counted."""

from dataclasses import replace
from datetime import date

from bench.dispatches import Told, judge
from bench.dots import Dots, count_dots
from mapping.documents import make_document
from mapping.model import Event, Extraction, Span
from tests.happenings import DAY, KIRKUK, TAZA, make_report

_TEXT = "A bomb went off in Kirkuk on Monday.\nRaiders burned a mill in Taza on Tuesday."
_BOMB = Told(part="first", document="d", words="A bomb", types=("strike",), places=("Kirkuk",), days=(DAY.isoformat(),))
_MILL = replace(_BOMB, words="Raiders", types=("attack",), places=("Taza",), days=("2017-10-17",))
_SECOND = _TEXT.index("Raiders")


def _count(*events: Event) -> Dots:
    document = make_document(_TEXT, created=DAY, doc_id="d")
    extractions = {"d": Extraction(document=document, events=events, resolutions=(), timexes=())}
    return count_dots(judge([_BOMB, _MILL], extractions), extractions)


def _tell(name: str, start: int, *, kind: str = "strike.bomb") -> Event:
    event = make_report(name, _TEXT, kind=kind)
    return replace(event, trigger=replace(event.trigger, start=start, end=start + 4))


def test_each_thing_told_by_its_own_event_is_well() -> None:
    """One event in each sentence."""
    mill = replace(make_report("m", _TEXT, kind="attack.killing", place=TAZA, start=date(2017, 10, 17)))
    mill = replace(mill, trigger=replace(mill.trigger, start=_SECOND, end=_SECOND + 4))
    assert _count(_tell("b", 2), mill) == Dots(share=0, several=0)


def test_two_happenings_of_one_event_are_counted() -> None:
    """It tells both sentences, which are of other places and days."""
    both = replace(_tell("b", 2), retold=(Span(start=_SECOND, end=_SECOND + 4),))
    assert _count(both) == Dots(share=2, several=0)


def test_two_events_of_one_happening_are_counted() -> None:
    """Both right, in one sentence that tells one thing."""
    assert KIRKUK.name in _BOMB.places
    assert _count(_tell("b", 2), _tell("c", 9)) == Dots(share=0, several=1)


def test_the_places_of_a_list_are_no_doubles() -> None:
    """One word that tells of two places gives two events, and both may be right."""
    both = replace(_BOMB, places=("Kirkuk", "Taza"))
    first = _tell("b", 2)
    listed = replace(make_report("c", _TEXT, kind="strike.bomb", place=TAZA), trigger=first.trigger)
    document = make_document(_TEXT, created=DAY, doc_id="d")
    extractions = {"d": Extraction(document=document, events=(first, listed), resolutions=(), timexes=())}
    assert count_dots(judge([both], extractions), extractions) == Dots(share=0, several=0)
