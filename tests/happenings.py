"""Accounts of one happening for the tests of merging: short to write, alike in all that a test does not name."""

from dataclasses import replace
from datetime import date, timedelta

from mapping.documents import make_document
from mapping.kinds import Granularity, Level, Modality
from mapping.model import Actor, DateChoice, DateSpan, Document, Event, Place, PlaceChoice, Toll, Trigger

KIRKUK_PROVINCE = Place(
    place_id="gn:98410",
    name="Kirkuk",
    ascii_name="Kirkuk",
    lon=44.0,
    lat=35.3,
    feature_class="A",
    feature_code="ADM1",
    level=Level.ADM1,
    country_code="IQ",
    country="Iraq",
    admin1_code="13",
    admin1="Kirkuk",
    radius_km=53.0,
)
KIRKUK = replace(
    KIRKUK_PROVINCE,
    place_id="gn:94787",
    lon=44.392,
    lat=35.468,
    feature_class="P",
    feature_code="PPLA",
    level=Level.CITY,
    admin2_code="94786",
    population=1_031_000,
    radius_km=10.0,
)
TAZA = replace(KIRKUK, place_id="gn:1", name="Taza", lon=44.33, lat=35.3, population=20_000, radius_km=2.0)
IRAQ = replace(KIRKUK_PROVINCE, place_id="gn:99237", name="Iraq", level=Level.COUNTRY, admin1_code="", admin1="")
MOSUL = replace(KIRKUK, place_id="gn:99072", name="Mosul", lon=43.14, lat=36.34, admin1_code="15", admin2_code="9")
DAY = date(2017, 10, 16)


def make_report(
    doc_id: str,
    sentence: str,
    *,
    place: Place | None = KIRKUK,
    start: date = DAY,
    days: int = 1,
    kind: str = "battle.territory_gov",
    lemma: str = "take",
    modality: Modality = Modality.HAPPENED,
    tolls: tuple[tuple[str, int], ...] = (),
    heads: tuple[str, ...] = (),
    score: float = 0.6,
    place_rule: str = "own phrase",
    date_rule: str = "date of the word",
) -> Event:
    """One document's account; its id is the document's with "-e"."""
    granularity = {1: Granularity.DAY, 31: Granularity.MONTH}.get(days, Granularity.RANGE)
    span = DateSpan(start=start, end=start + timedelta(days=days - 1), granularity=granularity)
    edtf = {1: start.isoformat(), 31: start.isoformat()[:7]}.get(days, f"{span.start}/{span.end}")
    return Event(
        event_id=f"{doc_id}-e",
        doc_id=doc_id,
        trigger=Trigger(
            start=0,
            end=4,
            text=lemma,
            lemma=lemma,
            type=kind,
            modality=modality,
            sentence=0,
            token=0,
            rule="lexicon",
            score=0.8,
        ),
        place=place and PlaceChoice(place=place, start=5, end=9, mention=place.name, rule=place_rule, score=0.8),
        date=DateChoice(span=span, edtf=edtf, start=10, end=12, timex="then", rule=date_rule, score=0.8),
        actors=tuple(Actor(start=1, end=3, text=f"the {head}", head=head, role="actor") for head in heads),
        tolls=tuple(Toll(start=2, end=4, text=str(number), kind=kind, number=number) for kind, number in tolls),
        sentence=sentence,
        sentence_start=0,
        score=score,
        unplaced="" if place else "no place is told",
    )


def make_source(doc_id: str, text: str, *, created: date | None = DAY, source: str = "test desk") -> Document:
    """The document that an account comes from."""
    return make_document(text, created=created, doc_id=doc_id, source=source)
