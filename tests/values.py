"""Small values that several tests build on: places, mentions, dates, an event."""

from dataclasses import replace
from datetime import date

from mapping.kinds import Granularity, Level, MentionKind, Modality
from mapping.model import (
    Candidate,
    DateChoice,
    DateSpan,
    Document,
    Event,
    Extraction,
    Mention,
    Paragraph,
    Place,
    PlaceChoice,
    Reason,
    Resolution,
    Timex,
    Trigger,
)

TEXT = "Crowds filled a square in Paris on Monday, police said."

PARIS = Place(
    place_id="gn:2988507",
    name="Paris",
    ascii_name="Paris",
    lon=2.3488,
    lat=48.85341,
    feature_class="P",
    feature_code="PPLC",
    level=Level.CITY,
    country_code="FR",
    country="France",
    admin1_code="11",
    admin1="Ile-de-France",
    population=2138551,
    radius_km=10.0,
    geoname_id=2988507,
)
PARIS_TEXAS = replace(
    PARIS,
    place_id="gn:4717560",
    lon=-95.55551,
    lat=33.66094,
    feature_code="PPLA2",
    country_code="US",
    country="United States",
    admin1_code="TX",
    admin1="Texas",
    population=24782,
    geoname_id=4717560,
)
MENTION = Mention(start=26, end=31, text="Paris", kind=MentionKind.PLACE, name="Paris", score=0.9, rule="model")
RESOLUTION = Resolution(
    mention=MENTION,
    place=PARIS,
    score=0.8,
    reason="the best known place of that name",
    candidates=(
        Candidate(place=PARIS, score=0.8, reasons=(Reason(name="population", weight=2.1),)),
        Candidate(place=PARIS_TEXAS, score=0.1, reasons=(Reason(name="population", weight=0.4),)),
    ),
)
MONDAY = DateSpan(start=date(2023, 1, 16), end=date(2023, 1, 16), granularity=Granularity.DAY)
TIMEX = Timex(
    start=35,
    end=41,
    text="Monday",
    type="DATE",
    value="2023-01-16",
    span=MONDAY,
    edtf="2023-01-16",
    rule="weekday",
    score=0.9,
    anchor=date(2023, 1, 17),
)
TRIGGER = Trigger(
    start=7,
    end=13,
    text="filled",
    lemma="fill",
    type="protest.demo",
    modality=Modality.HAPPENED,
    sentence=0,
    token=1,
    rule="table",
    score=0.7,
)
EVENT = Event(
    event_id="e1",
    doc_id="d1",
    trigger=TRIGGER,
    place=PlaceChoice(place=PARIS, start=26, end=31, mention="Paris", rule="own phrase", score=0.8),
    date=DateChoice(span=MONDAY, edtf="2023-01-16", start=35, end=41, timex="Monday", rule="clause", score=0.9),
    actors=(),
    tolls=(),
    sentence=TEXT,
    sentence_start=0,
    score=0.6,
)
DOCUMENT = Document(
    doc_id="d1",
    text=TEXT,
    paragraphs=(Paragraph(start=0, end=len(TEXT)),),
    title="A square filled",
    created=date(2023, 1, 17),
    created_rule="given",
    source="test desk",
)
EXTRACTION = Extraction(document=DOCUMENT, resolutions=(RESOLUTION,), timexes=(TIMEX,), events=(EVENT,))
