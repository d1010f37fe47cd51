"""Synthetic news for benchmarks: bursty in time, at places that many events share, in words of very unequal frequency.

Half of the events come in bursts of some weeks at one place and belong to a story; the other half is spread over ten
years. The seed is fixed, and event `n` is the same whatever the number of rows asked for in one run.
"""

from collections.abc import Collection, Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt

from mapping.columnar.rows import EventRow, PlaceRow
from mapping.event_types import load_event_types
from mapping.kinds import Granularity, Level, Modality
from mapping.model import (
    DateChoice,
    DateSpan,
    Document,
    Event,
    Extraction,
    Paragraph,
    Place,
    PlaceChoice,
    Trigger,
)
from mapping.query import EventQuery

SEED = 20171016
PLACES = 20_000
FIRST_DAY = date(2010, 1, 1)
DAYS = 3650
SOURCES = 400
WORDS = 20_000
SENTENCE_WORDS = 18
_EPOCH = date(1970, 1, 1).toordinal()
_COUNTRIES = tuple(f"{one}{two}" for one in "ABCDEFGHIJKLM" for two in "ABCDEFGHIJKLMN")
_SYLLABLES = ("ka", "mo", "ri", "ten", "sa", "lu", "ber", "no", "shi", "da", "wel", "po", "gra", "fi", "zu", "man")

Array = npt.NDArray[Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class News:
    """Events as columns; `story` is -1 outside of bursts, `place` -1 where an event has none."""

    day: Array
    length: Array
    place: Array
    type: Array
    source: Array
    score: Array
    modality: Array
    story: Array
    words: Array

    def __len__(self) -> int:
        return len(self.day)


def make_news(rows: int, seed: int = SEED) -> News:
    """Draw so many events."""
    random = np.random.default_rng(seed)
    places = max(10, min(PLACES, rows // 10))
    bursts = max(1, rows // 2000)
    burst = random.integers(bursts, size=rows)
    in_burst = random.random(rows) < 0.5
    burst_day = random.integers(DAYS - 60, size=bursts)[burst] + random.exponential(12, rows).astype(int) % 60
    zipf = np.minimum(random.zipf(1.3, rows), places) - 1
    types = len(load_event_types().types)
    coarse = random.random(rows) < 0.1
    place = np.where(in_burst, random.integers(places, size=bursts)[burst], zipf)
    return News(
        day=np.where(in_burst, burst_day, random.integers(DAYS, size=rows)) + FIRST_DAY.toordinal() - _EPOCH,
        length=np.where(coarse, 29, 0),
        place=np.where(random.random(rows) < 0.03, -1, place),
        type=np.minimum(random.zipf(1.4, rows), types) - 1,
        source=np.minimum(random.zipf(1.5, rows), SOURCES) - 1,
        score=np.round(random.beta(5, 2, rows), 4),
        modality=np.where(random.random(rows) < 0.9, 0, random.integers(1, len(Modality), size=rows)),
        story=np.where(in_burst, burst, -1),
        words=np.minimum(random.zipf(1.25, (rows, SENTENCE_WORDS)), WORDS).astype(np.uint16) - 1,
    )


def name_word(number: int) -> str:
    """A made-up word; every number has another."""
    word = ""
    while number >= 0:
        word += _SYLLABLES[number % len(_SYLLABLES)]
        number = number // len(_SYLLABLES) - 1
    return word


def make_places(number: int = PLACES, seed: int = SEED) -> list[Place]:
    """Towns in some two hundred countries, the busiest first."""
    random = np.random.default_rng(seed)
    lon, lat = random.uniform(-120, 150, number), random.uniform(-40, 60, number)
    places = []
    for index in range(number):
        country = _COUNTRIES[index % len(_COUNTRIES)]
        region = index // len(_COUNTRIES) % 12
        name = name_word(index + 5000).capitalize()
        places.append(
            Place(
                place_id=f"syn:{index}",
                name=name,
                ascii_name=name,
                lon=round(float(lon[index]), 5),
                lat=round(float(lat[index]), 5),
                feature_class="P",
                feature_code="PPL",
                level=Level.CITY if index % 7 else Level.ADM1,
                country_code=country,
                country=f"Country {country}",
                admin1_code=f"{region:02}",
                admin1=f"Region {country} {region}",
                radius_km=5.0,
            )
        )
    return places


def list_rows(news: News, batch: int = 20_000) -> Iterator[list[EventRow]]:
    """The events as the sidecar reads them from a store."""
    types, modalities = list(load_event_types().types), [modality.value for modality in Modality]
    for start in range(0, len(news), batch):
        part = slice(start, start + batch)
        days, lengths = news.day[part].tolist(), news.length[part].tolist()
        columns = zip(
            range(start + 1, start + 1 + len(days)),
            days,
            lengths,
            news.type[part].tolist(),
            news.modality[part].tolist(),
            news.score[part].tolist(),
            news.story[part].tolist(),
            news.place[part].tolist(),
            news.source[part].tolist(),
            strict=True,
        )
        yield [
            EventRow(
                number,
                make_id(number),
                day,
                day + length,
                0,
                types[kind],
                modalities[modality],
                "month" if length else "day",
                "none",
                score,
                f"s{story}" if story >= 0 else "",
                1,
                place + 1,
                f"outlet {source}",
                (),
            )
            for number, day, length, kind, modality, score, story, place, source in columns
        ]


def make_id(number: int) -> str:
    """An id that is spread as hashes are: multiplied by an odd number, modulo 2**64."""
    return f"{number * 0x9E3779B97F4A7C15 % 2**64:016x}"


def make_place_rows(places: list[Place]) -> list[PlaceRow]:
    """The places as the sidecar reads them from a store."""
    return [
        PlaceRow(
            number=index + 1,
            place_id=place.place_id,
            name=place.name,
            lon=place.lon,
            lat=place.lat,
            country_code=place.country_code,
            country=place.country,
            admin1_code=f"{place.country_code}.{place.admin1_code}",
            admin1=place.admin1,
            level=place.level.value,
            radius_km=place.radius_km,
        )
        for index, place in enumerate(places)
    ]


class SyntheticRows:
    """Synthetic events in the place of a store's rows: the columns of millions of them without a store."""

    def __init__(self, news: News) -> None:
        self._news = news
        self._places = make_place_rows(make_places())
        self.generation = f"1-{len(news)}"
        self.writes = 0

    @contextmanager
    def look(self) -> Iterator["SyntheticRows"]:
        """They never change."""
        yield self

    def find_changes(self, generation: str) -> frozenset[int] | None:  # noqa: ARG002 - there is one generation
        """There are no others that could have changed."""
        return None

    def read_rows(self, *, after: int = 0, numbers: Collection[int] = ()) -> Iterator[list[EventRow]]:  # noqa: ARG002
        """All rows."""
        return list_rows(self._news)

    def read_places(self, numbers: Sequence[int]) -> list[PlaceRow]:
        """Some places."""
        return [self._places[number - 1] for number in numbers]

    def find_numbers(self, query: EventQuery) -> Array:  # noqa: ARG002
        """There is no text to search in."""
        return np.zeros(0, dtype=np.int64)

    def walk_numbers(
        self,
        query: EventQuery,
        *,
        first_day: int | None,  # noqa: ARG002
        last_day: int | None,  # noqa: ARG002
    ) -> Generator[Array, None, None]:
        """There is no text to search in."""
        yield self.find_numbers(query)

    def name_stories(self, story_ids: Collection[str]) -> dict[str, str]:
        """Each story is called after its number."""
        return {story_id: f"Story {story_id[1:]}" for story_id in story_ids}


def make_extractions(news: News, places: list[Place], *, raw: bool = True, prefix: str = "") -> Iterator[Extraction]:
    """The events as a store takes them, each in a document of its own.

    Args:
        news: The events.
        places: Where they happened.
        raw: Whether they are rows of an imported table, which are not merged with each other.
        prefix: Of the ids, so that others can be added to a store that has some.
    """
    types, modalities = list(load_event_types().types), list(Modality)
    words = [name_word(number) for number in range(WORDS)]
    for index in range(len(news)):
        number = index + 1
        sentence = " ".join(words[word] for word in news.words[index].tolist()) + "."
        day = date.fromordinal(int(news.day[index]) + _EPOCH)
        place = places[news.place[index]] if news.place[index] >= 0 else None
        doc_id = f"d{prefix}{make_id(number)}"
        event = _make_event(
            f"{prefix}{make_id(number)}",
            doc_id,
            sentence,
            place,
            DateSpan(
                start=day,
                end=day + timedelta(days=int(news.length[index])),
                granularity=Granularity.MONTH if news.length[index] else Granularity.DAY,
            ),
            types[news.type[index]],
            modalities[news.modality[index]],
            float(news.score[index]),
        )
        document = Document(
            doc_id=doc_id,
            text=sentence,
            paragraphs=(Paragraph(start=0, end=len(sentence)),),
            title=f"Report {number}",
            created=day,
            created_rule="given",
            source=f"outlet {int(news.source[index])}",
            raw=f'{{"row":{number}}}' if raw else "",
        )
        yield Extraction(document=document, resolutions=(), timexes=(), events=(event,))


def _make_event(
    event_id: str,
    doc_id: str,
    sentence: str,
    place: Place | None,
    span: DateSpan,
    kind: str,
    modality: Modality,
    score: float,
) -> Event:
    end = sentence.index(" ")
    choice = None
    if place is not None:
        choice = PlaceChoice(place=place, start=0, end=0, mention=place.name, rule="synthetic", score=0.9)
    return Event(
        event_id=event_id,
        doc_id=doc_id,
        trigger=Trigger(
            start=0,
            end=end,
            text=sentence[:end],
            lemma=sentence[:end],
            type=kind,
            modality=modality,
            sentence=0,
            token=0,
            rule="synthetic",
            score=score,
        ),
        place=choice,
        date=DateChoice(span=span, edtf=str(span.start), start=0, end=0, timex="", rule="synthetic", score=0.9),
        actors=(),
        tolls=(),
        sentence=sentence,
        sentence_start=0,
        score=score,
        unplaced="" if place else "the sentence names no place",
    )
