"""A handful of events that show every case of the map: shared points, coarse dates, no place, no date, planned."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from mapping.kinds import Granularity, Level, Modality
from mapping.model import (
    Actor,
    Candidate,
    DateChoice,
    DateSpan,
    Document,
    Event,
    Extraction,
    Paragraph,
    Place,
    PlaceChoice,
    Reason,
    Toll,
    Trigger,
)
from mapping.store import EventStore, open_store


def make_place(name: str, lon: float, lat: float, **fields: object) -> Place:
    """A place of the fixture; its id is made from its name."""
    values: dict[str, object] = {
        "place_id": f"test:{name}",
        "ascii_name": name,
        "feature_class": "P",
        "feature_code": "PPL",
        "level": Level.CITY,
        "country_code": "IQ",
        "country": "Iraq",
        "radius_km": 12.0,
    }
    return Place(name=name, lon=lon, lat=lat, **(values | fields))  # type: ignore[arg-type]


KIRKUK = make_place("Kirkuk", 44.392, 35.468, admin1="Kirkuk Governorate", admin1_code="02", population=975_000)
MOSUL = make_place("Mosul", 43.130, 36.340, admin1="Nineveh", admin1_code="15")
SUVA = make_place("Suva", 178.4419, -18.1416, country_code="FJ", country="Fiji")
MALI = make_place("Mali", -4.0, 17.0, country_code="ML", country="Mali", level=Level.COUNTRY, radius_km=600.0)


def make_day(day: date) -> DateSpan:
    """A single day."""
    return DateSpan(start=day, end=day, granularity=Granularity.DAY)


OCTOBER = DateSpan(start=date(2017, 10, 1), end=date(2017, 10, 31), granularity=Granularity.MONTH)


def make_event(
    number: int,
    *,
    place: Place | None = KIRKUK,
    span: DateSpan | None = None,
    kind: str = "battle.clash",
    modality: Modality = Modality.HAPPENED,
    verb: str = "clashed",
    score: float = 0.8,
    doc_id: str = "",
    name: str | None = None,
) -> Event:
    """An event whose sentence names its place (or `name`) and "Monday", as a newspaper would."""
    shown = name if name is not None else place.name if place else "an unnamed village"
    sentence = f"Soldiers {verb} near {shown} on Monday, a spokesman said."
    at = sentence.index(verb)
    where = sentence.index(shown)
    when = sentence.rindex("Monday")
    choice = place and PlaceChoice(
        place=place,
        start=where,
        end=where + len(shown),
        mention=shown,
        rule="the place that the clause names",
        score=0.7,
        alternatives=(
            Candidate(place=place, score=0.7, reasons=(Reason(name="population", weight=1.5, note="a large town"),)),
            Candidate(place=replace(place, place_id=place.place_id + "-2", admin1="Elsewhere"), score=0.2),
        ),
    )
    dated = span and DateChoice(
        span=span,
        edtf=str(span.start),
        start=when,
        end=when + 6,
        timex="Monday",
        rule="weekday before publication",
        score=0.9,
    )
    return Event(
        event_id=f"e{number}",
        doc_id=doc_id or f"d{number}",
        trigger=Trigger(
            start=at,
            end=at + len(verb),
            text=verb,
            lemma=verb,
            type=kind,
            modality=modality,
            sentence=0,
            token=1,
            rule="table",
            score=0.8,
        ),
        place=choice,
        date=dated,
        actors=(Actor(start=0, end=8, text="Soldiers", head="Soldiers", role="actor"),),
        tolls=(Toll(start=0, end=8, text="Soldiers", kind="killed", number=1200),),
        sentence=sentence,
        sentence_start=0,
        score=score,
        unplaced="" if place else "the sentence names no place",
        undated="" if span else "the sentence tells no day",
    )


def make_story(event: Event, **fields: object) -> Document:
    """The document of an event: its sentence is the whole text."""
    values: dict[str, object] = {
        "title": "Clashes near the oil city",
        "created": date(2017, 10, 18),
        "created_rule": "given",
        "source": "test desk",
        "url": "https://example.org/story",
    }
    text = event.sentence
    paragraphs = (Paragraph(start=0, end=len(text)),)
    return Document(doc_id=event.doc_id, text=text, paragraphs=paragraphs, **(values | fields))  # type: ignore[arg-type]


EVENTS: tuple[Event, ...] = (
    make_event(1, span=make_day(date(2017, 10, 16))),
    make_event(2, span=make_day(date(2017, 10, 18)), kind="protest.demo", verb="marched"),
    make_event(3, place=MOSUL, span=make_day(date(2017, 6, 30)), kind="strike.air"),
    make_event(4, place=SUVA, span=make_day(date(1969, 12, 31)), kind="disaster.flood", score=0.4),
    make_event(5, place=MALI, span=OCTOBER, modality=Modality.PLANNED),
    make_event(6, place=None, span=make_day(date(2017, 10, 17))),
    make_event(7, span=None),
)


def fill_store(path: Path | str, events: Sequence[Event] = EVENTS, **fields: object) -> EventStore:
    """A store of these events, each in a document of its own; `fields` go to every document."""
    return fill_pairs(path, [(event, make_story(event, **fields)) for event in events])


def fill_pairs(path: Path | str, pairs: Sequence[tuple[Event, Document]]) -> EventStore:
    """A store of events with documents made elsewhere."""
    store = open_store(path)
    for event, document in pairs:
        store.add(Extraction(document=document, resolutions=(), timexes=(), events=(event,)))
    return store
