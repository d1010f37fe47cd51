"""Tests of mapping.pipeline: from a text to its events, with the real parse and the real gazetteer."""

import dataclasses
from collections.abc import Callable
from datetime import date
from functools import partial

import pytest

from mapping.gazetteer import Gazetteer
from mapping.kinds import Modality
from mapping.language import LanguageModel
from mapping.model import Document, Event, Extraction, ParsedDocument, Span
from mapping.pipeline import Given, analyse, extract_events
from mapping.resolution.memory import OutletMemory
from tests.calls import count_calls
from tests.conftest import make_document
from tests.local_news import LOCAL_NEWS

STORY = (
    "MOSUL, Iraq - Troops retook two villages east of the city on Tuesday after a battle that lasted all night.\n"
    "The day before, a car bomb had killed 11 people at a market in Baghdad, the Iraqi interior ministry said.\n"
    "On 3 May, thousands marched through Erbil to protest against unpaid wages."
)


@pytest.fixture(scope="module")
def story(language: LanguageModel, gazetteer: Gazetteer) -> Extraction:
    """The story above, published on Wednesday 10 May 2017."""
    document = make_document(STORY, created=date(2017, 5, 10), title="Troops retake villages")
    [extraction] = extract_events([document], language=language, gazetteer=gazetteer)
    return extraction


def _find(extraction: Extraction, word: str) -> Event:
    found = [event for event in extraction.events if word in event.sentence]
    assert found, f"no event in the sentence with {word!r}"
    return max(found, key=lambda event: event.score)


@pytest.mark.parametrize(
    ("word", "family", "place", "day"),
    [
        ("retook", "battle", "Mosul", date(2017, 5, 9)),
        ("bomb", "strike", "Baghdad", date(2017, 5, 8)),
        ("marched", "protest", "Erbil", date(2017, 5, 3)),
    ],
)
def test_an_event_has_its_kind_its_place_and_its_day(
    story: Extraction, word: str, family: str, place: str, day: date
) -> None:
    """Dateline, own phrase and clause give the places; weekday, "the day before" and a day of May the dates."""
    event = _find(story, word)
    assert event.trigger.type.split(".")[0] == family
    assert event.place is not None
    assert event.place.place.name == place
    assert event.date is not None
    assert (event.date.span.start, event.date.span.end) == (day, day)
    assert event.trigger.modality is Modality.HAPPENED
    assert event.sentence in STORY


def test_deaths_are_numbers_with_their_words(story: Extraction) -> None:
    """The toll is kept beside the event."""
    [toll] = _find(story, "bomb").tolls
    assert (toll.kind, toll.number) == ("killed", 11)


def test_the_same_text_gives_the_same_events(story: Extraction, language: LanguageModel, gazetteer: Gazetteer) -> None:
    """Nothing depends on chance, order or the day of the run."""
    [again] = extract_events([story.document], language=language, gazetteer=gazetteer)
    assert again == story


def test_a_document_does_not_lean_on_the_one_before(
    story: Extraction, language: LanguageModel, gazetteer: Gazetteer
) -> None:
    """Read after another document, a text says what it says alone."""
    other = make_document("Rain flooded Lagos on Sunday.", created=date(2001, 9, 9))
    both = list(extract_events([other, story.document], language=language, gazetteer=gazetteer))
    assert both[1] == story


def test_given_spans_are_answered_one_by_one(parse: Callable[..., ParsedDocument], gazetteer: Gazetteer) -> None:
    """Each given mention is resolved and each given trigger is an event, whatever the stages would have found."""
    text = "Officials opened a bridge in Basra on Friday and spoke of a tunnel."
    parsed = parse(text, created=date(2019, 3, 11))
    basra, spoke, bridge = (Span(start=text.index(w), end=text.index(w) + len(w)) for w in ("Basra", "spoke", "bridge"))
    extraction = analyse(parsed, gazetteer, Given(mentions=(basra,), triggers=(bridge, spoke)))
    assert [resolution.place and resolution.place.name for resolution in extraction.resolutions] == ["Basra"]
    assert {event.trigger.text for event in extraction.events} == {"bridge", "spoke"}


def test_a_long_text_takes_work_in_proportion_to_its_length(
    parse: Callable[..., ParsedDocument], gazetteer: Gazetteer
) -> None:
    """Behind the parse, a text five times as long about the same towns takes about five times the calls of functions.

    Each stage may look at what is around a word, and at what was worked out once for the text; not at all else.
    """
    towns = ("Mosul", "Kirkuk", "Basra", "Erbil", "Tikrit", "Najaf", "Karbala", "Ramadi", "Fallujah", "Baghdad")
    work = []
    for count in (20, 100):
        lines = (
            f"Rebels shelled {number} houses in {towns[number % 10]} and {towns[number % 7]}, and a man fled."
            for number in range(2, count + 2)
        )
        parsed = parse("\n".join(lines))
        work.append(count_calls(partial(analyse, parsed, gazetteer)))
    part, whole = work
    assert whole < 6 * part


def test_given_mentions_may_come_in_any_order(parse: Callable[..., ParsedDocument], gazetteer: Gazetteer) -> None:
    """They are answered in the order given, and the events are the same."""
    text = "Rebels shelled Basra on Friday.\nTwo men died in Mosul. Police in Erbil, Iraq, arrested a man."
    parsed = parse(text, created=date(2019, 3, 11))
    spans = [Span(start=text.index(name), end=text.index(name) + len(name)) for name in ("Basra", "Mosul", "Erbil")]
    one, other = (analyse(parsed, gazetteer, Given(mentions=tuple(given))) for given in (spans, spans[::-1]))
    assert one.resolutions == other.resolutions[::-1]
    assert [event.place and event.place.place.name for event in one.events] == ["Basra", "Mosul", "Erbil"]
    assert one.events == other.events


def test_a_text_without_words_has_no_events(language: LanguageModel, gazetteer: Gazetteer) -> None:
    """An empty document passes through every stage."""
    [extraction] = extract_events(
        [Document(doc_id="a", text="", paragraphs=())], language=language, gazetteer=gazetteer
    )
    assert (extraction.resolutions, extraction.timexes, extraction.events) == ((), (), ())


def test_the_month_of_march_is_no_march(parse: Callable[..., ParsedDocument], gazetteer: Gazetteer) -> None:
    """A word that is part of a date is no trigger, though it looks like one."""
    parsed = parse("The first cases were confirmed in Guinea in March.", created=date(2014, 8, 9))
    extraction = analyse(parsed, gazetteer)
    assert "March" not in [event.trigger.text for event in extraction.events]
    march = analyse(parse("Thousands joined a march in Conakry.", created=date(2014, 8, 9)), gazetteer)
    assert "march" in [event.trigger.text for event in march.events]


def test_an_outlet_is_read_as_one_of_its_own_town(language: LanguageModel, gazetteer: Gazetteer) -> None:
    """A local paper need not say which Athens it means; the articles around it show where it lives."""

    def find_athens(texts: tuple[str, ...], memory: OutletMemory | None) -> str:
        documents = [
            dataclasses.replace(make_document(text, source="Hocking Valley Record"), doc_id=f"d{number}")
            for number, text in enumerate(texts)
        ]
        first, *_ = extract_events(documents, language=language, gazetteer=gazetteer, outlets=memory)
        place = first.resolutions[0].place
        return place.country if place else ""

    memory = OutletMemory()
    assert find_athens(LOCAL_NEWS[:1], None) == "Greece"
    assert find_athens(LOCAL_NEWS, memory) == "United States"
    assert find_athens(LOCAL_NEWS[:1], memory) == "United States"
