"""A few hundred events of every sort for the columns, and queries that ask for every part of them."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import strategies as st

from mapping.kinds import Granularity, Level, Modality, Review
from mapping.model import BBox, DateSpan, Extraction
from mapping.query import EventQuery
from mapping.reports import ReportRef
from tests.map_events import make_event, make_place, make_story

TYPES = ("battle.clash", "battle.other", "protest.demo", "strike.air")
SOURCES = ("desk", "wire", "radio", "")
STORIES = ("s1", "s2")
WORDS = ("clashed", "marched", "shelled")
FIRST = date(1969, 6, 1)
DAYS = 900
PLACES = tuple(
    make_place(
        f"Town{number}",
        lon,
        lat,
        country_code=code,
        country={"IQ": "Iraq", "FJ": "Fiji", "": ""}[code],
        admin1_code=division,
        admin1=f"Division {division}" if division else "",
        level=level,
    )
    for number, (lon, lat, code, division, level) in enumerate(
        (
            (44.39, 35.47, "IQ", "02", Level.CITY),
            (43.13, 36.34, "IQ", "15", Level.CITY),
            (44.0, 33.0, "IQ", "", Level.COUNTRY),
            (178.44, -18.14, "FJ", "01", Level.CITY),
            (-179.9, -17.0, "FJ", "01", Level.ADM1),
            (0.0, 0.0, "", "", Level.REGION),
        )
    )
)


def make_extractions(first: int, number: int, *, seed: int = 7) -> list[Extraction]:
    """So many events, each in a document of its own, imported or told in news; the same for the same numbers."""
    return [
        _make_extraction(index, random.Random(f"{seed}-{index}"))  # noqa: S311 - dice, not secrets
        for index in range(first, first + number)
    ]


def _make_extraction(index: int, dice: random.Random) -> Extraction:
    start = FIRST + timedelta(days=dice.randrange(DAYS))
    end = start + timedelta(days=dice.choice((0, 0, 0, 30, 700)))
    open_side = dice.randrange(8)
    span = DateSpan(
        start=None if open_side == 1 else start,
        end=None if open_side == 2 else end,
        granularity=dice.choice(tuple(Granularity)),
    )
    event = make_event(
        index,
        place=dice.choice((*PLACES, None)),
        span=span if dice.random() < 0.9 else None,
        kind=dice.choice(TYPES),
        modality=dice.choice(tuple(Modality)),
        verb=dice.choice(WORDS),
        score=dice.choice((0.5, 0.8, round(dice.random(), 4))),
        doc_id=f"d{index}",
    )
    source = dice.choice(SOURCES)
    others = tuple(dice.sample(SOURCES, dice.choice((0, 0, 1, 3))))
    refs = tuple(ReportRef(report_id=f"r{index}-{n}", doc_id="", source=name) for n, name in enumerate(others))
    story = dice.choice((*STORIES, ""))
    event = replace(
        event,
        event_id=f"{dice.randrange(16**12):012x}{'-long' * dice.randrange(2)}",
        reports=(ReportRef(report_id=f"r{index}", doc_id=f"d{index}", source=source), *refs) if refs else (),
        story_id=story,
        story=f"Story {story}" if story else "",
        review=dice.choice(tuple(Review)),
    )
    raw = f'{{"row":{index}}}' if dice.random() < 0.6 else ""
    document = make_story(event, source=source, raw=raw)
    return Extraction(document=document, resolutions=(), timexes=(), events=(event,))


def _some(values: Sequence[object]) -> st.SearchStrategy[tuple[object, ...]]:
    chosen = st.lists(st.sampled_from(list(values)), min_size=1, max_size=2, unique=True).map(tuple)
    return st.one_of(st.just(()), st.just(()), chosen)


_days = st.one_of(st.none(), st.integers(-100, DAYS + 800).map(lambda days: FIRST + timedelta(days=days)))
_boxes = st.builds(
    lambda west, east, south, height: BBox(west=west, east=east, south=south, north=min(90.0, south + height)),
    st.floats(-180, 180),
    st.floats(-180, 180),
    st.floats(-90, 80),
    st.floats(0, 120),
)
_spans = st.tuples(_days, _days).map(lambda ends: ends if None in ends else tuple(sorted(ends)))  # type: ignore[type-var]

queries: st.SearchStrategy[EventQuery] = st.builds(
    lambda span, **fields: EventQuery(start=span[0], end=span[1], **fields),
    span=_spans,
    bbox=st.one_of(st.none(), st.none(), _boxes),
    families=_some(("battle", "protest", "disaster")),
    types=_some(TYPES),
    countries=_some(("IQ", "FJ")),
    admin1s=_some(("IQ.02", "FJ.01", "FJ.02")),
    sources=_some(SOURCES),
    stories=_some((*STORIES, "s3")),
    modalities=_some(tuple(Modality)),
    levels=_some(tuple(Level)),
    granularities=_some(tuple(Granularity)),
    reviews=_some(tuple(Review)),
    text=st.sampled_from(("", "", "", *WORDS, "-marched", 'near -marched -"near Town1"', '"near Town1"')),
    min_score=st.sampled_from((0.0, 0.0, 0.5, 0.8, 0.8001, 0.123)),
    placed=st.sampled_from((None, True, False)),
    dated=st.sampled_from((None, None, True, False)),
)
