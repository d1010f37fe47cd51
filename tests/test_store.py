"""Tests of mapping.store: what goes in comes out as it was, once, found by every part of a query."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from mapping.errors import NotFoundError, QueryError, StoreError
from mapping.kinds import Granularity, Modality
from mapping.model import (
    Actor,
    BBox,
    Candidate,
    DateChoice,
    DateSpan,
    Document,
    Event,
    Extraction,
    Paragraph,
    PlaceChoice,
    Reason,
    Toll,
)
from mapping.query import EventQuery
from mapping.reports import ReportRef
from mapping.storage.codec import Codec
from mapping.storage.schema import events
from mapping.store import EventStore, FacetValue, open_store
from tests.stores import bare, ids
from tests.values import DOCUMENT, EVENT, PARIS, PARIS_TEXAS

FULL = replace(
    EVENT,
    actors=(Actor(start=0, end=6, text="Crowds", head="crowd", role="actor", kind="civilians", country_code="FR"),),
    tolls=(Toll(start=1, end=2, text="2", kind="wounded", number=2),),
    place=PlaceChoice(
        place=PARIS,
        start=26,
        end=31,
        mention="Paris",
        rule="own phrase",
        score=0.8,
        alternatives=(
            Candidate(place=PARIS, score=0.8),
            Candidate(place=PARIS_TEXAS, score=0.1, reasons=(Reason(name="far", weight=-1.5, note="8,000 km"),)),
        ),
    ),
)


def make_event(
    event_id: str,
    *,
    start: date | None = date(2023, 1, 16),
    end: date | None = date(2023, 1, 16),
    lon: float = 2.35,
    lat: float = 48.85,
    country_code: str = "FR",
    kind: str = "protest.demo",
    modality: Modality = Modality.HAPPENED,
    score: float = 0.6,
    sentence: str = "Crowds filled a square.",
    placed: bool = True,
    dated: bool = True,
) -> Event:
    """An event with what a filter looks at."""
    assert EVENT.place
    assert EVENT.date
    place = replace(PARIS, lon=lon, lat=lat, country_code=country_code, place_id=f"gn:{lon}:{lat}", name=f"Place {lon}")
    span = DateSpan(start=start, end=end, granularity=Granularity.DAY) if dated else None
    return replace(
        EVENT,
        event_id=event_id,
        trigger=replace(EVENT.trigger, type=kind, modality=modality),
        place=replace(EVENT.place, place=place, mention=place.name) if placed else None,
        date=replace(EVENT.date, span=span) if span else None,
        score=score,
        sentence=sentence,
        unplaced="" if placed else "no place in the text",
        undated="" if dated else "no date in the text",
    )


def extraction(*events: Event, doc_id: str = "d1", **fields: object) -> Extraction:
    """A document with these events: the text of `DOCUMENT`, or of what they say where one is elsewhere."""
    text = DOCUMENT.text
    if any(one.place is None or one.place.mention not in text for one in events):
        text = " ".join(f"{one.sentence} {one.place.mention if one.place else ''}." for one in events)
    told: dict[str, object] = {"doc_id": doc_id, "text": text, "paragraphs": (Paragraph(start=0, end=len(text)),)}
    document = replace(DOCUMENT, **(told | fields))  # type: ignore[arg-type]
    own = tuple(replace(event, doc_id=doc_id) for event in events)
    return Extraction(document=document, resolutions=(), timexes=(), events=own)


# In and out.


def test_events_and_documents_come_out_as_they_went_in(where: Path | str) -> None:
    """Nothing of an event is lost: place, candidates with reasons, dates, actors, tolls, spans, scores, rules."""
    document = replace(
        DOCUMENT,
        paragraphs=(Paragraph(start=0, end=10), Paragraph(start=11, end=20)),
        repeats=(Paragraph(start=21, end=30),),
        url="https://example.org/a",
        path="a.txt",
        text="Crowds \u2028 filled \U0001f30d {{ 7*7 }} '; DROP TABLE events; -- \x00 end of it",
    )
    empty = replace(EVENT, event_id="e2", place=None, date=None, unplaced="none told", undated="none told")
    half_open = replace(
        EVENT,
        event_id="e3",
        date=DateChoice(
            span=DateSpan(start=date(2023, 1, 1), end=None, granularity=Granularity.RANGE),
            edtf="2023-01-01/..",
            start=1,
            end=2,
            timex="since New Year",
            rule="clause",
            score=1.0,
            note="open",
        ),
    )
    events = (FULL, empty, half_open)
    with open_store(where) as store:
        assert store.add(Extraction(document=document, resolutions=(), timexes=(), events=events))
    with open_store(where, read_only=True) as store:
        assert tuple(store.find_document_events("d1")) == events
        assert store.get_document("d1") == document
        assert list(store.find_documents()) == [document]
        assert [bare(store.get_event(event.event_id)) for event in events] == list(events)
        found = [(bare(event), lead) for event, lead in store.find_sourced_events(EventQuery())]
        assert found == [(half_open, document), (FULL, document)]
        assert store.get_event("e1").reports == (ReportRef(report_id="e1", doc_id="d1", source="test desk"),)
        assert list(store.find_reports("e1")) == [(FULL, document)]


def test_an_unknown_id_is_an_error_of_its_own(store: EventStore) -> None:
    """A server answers it with 404."""
    with pytest.raises(NotFoundError, match="there is no event 'x'"):
        store.get_event("x")
    with pytest.raises(NotFoundError, match="there is no document 'x'"):
        store.get_document("x")


def test_the_same_document_twice_changes_nothing(store: EventStore) -> None:
    """The second time is known, counts and generation stay."""
    assert store.add(extraction(FULL))
    before = (store.generation, store.summary())
    assert store.knows(DOCUMENT)
    assert not store.add(extraction(FULL, make_event("e9"), text=DOCUMENT.text))
    assert (store.generation, store.summary()) == before


@pytest.mark.parametrize(
    ("fields", "changes"),
    [
        pytest.param({"text": "Other words."}, True, id="another text"),
        pytest.param({"created": date(2023, 1, 18)}, True, id="another day"),
        pytest.param({"created": None, "created_rule": "none"}, False, id="no day any more"),
        pytest.param({"created": date(2023, 1, 18), "created_rule": "page"}, False, id="another day, guessed"),
        pytest.param({"title": "Other", "path": "b.txt"}, False, id="another title and place"),
    ],
)
def test_a_document_is_replaced_where_it_says_something_else(
    store: EventStore, fields: dict[str, object], changes: bool
) -> None:
    """A corrected day of publication must reach the events; one that is merely missing must not take it away."""
    store.add(extraction(FULL))
    generation = store.generation
    told = {"text": DOCUMENT.text} | fields
    again = extraction(make_event("new", sentence="Other people came.", lon=100.0), **told)
    assert store.knows(again.document) is not changes
    assert store.add(again) is changes
    assert ids(store) == (["new"] if changes else ["e1"])
    assert ids(store, text="crowds") == ([] if changes else ["e1"])
    assert (store.generation != generation) is changes
    assert store.get_document("d1").text == (again.document.text if changes else DOCUMENT.text)


def test_a_document_can_be_read_again(store: EventStore) -> None:
    """After an update of Dateline its events may be others."""
    store.add(extraction(FULL))
    assert store.add(extraction(make_event("new", lon=100.0)), again=True)
    assert ids(store) == ["new"]


def test_a_transaction_that_fails_leaves_nothing(store: EventStore) -> None:
    """Two events of one id cannot both be kept, and then neither is, nor the document."""
    store.add(extraction(make_event("taken"), doc_id="first"))
    generation = store.generation
    with pytest.raises(StoreError, match="cannot be written"):
        store.add(extraction(make_event("new"), make_event("taken")))
    assert ids(store) == ["taken"]
    assert not store.has_document("d1")
    assert store.generation == generation
    assert store.add(extraction(make_event("new")))


def test_the_generation_tells_contents_apart(tmp_path: Path) -> None:
    """The same additions give the same generation, others another one: what a cache may rely on."""
    generations = []
    for name, text in (("a", "One."), ("b", "One."), ("c", "Two.")):
        with open_store(tmp_path / f"{name}.db") as store:
            store.add(extraction(text=text))
            generations.append(store.generation)
    assert generations[0] == generations[1] != generations[2]


# Finding.


def test_events_come_by_day_and_id_and_those_without_a_day_last(store: EventStore) -> None:
    """The order is the same each time, whatever the order of adding; an open side takes the other end's day."""
    store.add(
        extraction(
            make_event("d", dated=False),
            make_event("c", start=date(2020, 1, 1), end=date(2021, 1, 1)),
            make_event("b"),
            make_event("a"),
            make_event("until", start=None, end=date(2020, 6, 1)),
        )
    )
    assert ids(store) == ["c", "until", "a", "b", "d"]
    assert ids(store, limit=2) == ["c", "until"]
    assert list(store.find_ids(EventQuery(limit=3))) == ["c", "until", "a"]
    assert store.count(EventQuery(limit=2)) == 5


@pytest.mark.parametrize(
    ("bbox", "expected"),
    [
        pytest.param(BBox(west=-10, south=-10, east=10, north=10), ["zero"], id="around zero"),
        pytest.param(BBox(west=0, south=0, east=0, north=0), ["zero"], id="the point itself"),
        pytest.param(BBox(west=170, south=-30, east=-170, north=0), ["east", "west"], id="across the antimeridian"),
        pytest.param(BBox(west=-170, south=-30, east=170, north=10), ["zero"], id="the rest of the world"),
        pytest.param(BBox(west=-180, south=-90, east=180, north=90), ["east", "pole", "west", "zero"], id="world"),
        pytest.param(BBox(west=-180, south=90, east=180, north=90), ["pole"], id="pole"),
        pytest.param(BBox(west=100, south=50, east=110, north=60), [], id="nothing there"),
    ],
)
def test_boxes(store: EventStore, bbox: BBox, expected: list[str]) -> None:
    """Edges belong to a box, and it may cross the antimeridian."""
    store.add(
        extraction(
            make_event("east", lon=178.4, lat=-18.1),
            make_event("west", lon=-175.2, lat=-21.1),
            make_event("zero", lon=0.0, lat=0.0),
            make_event("pole", lon=0.0, lat=90.0),
            make_event("nowhere", placed=False),
        )
    )
    assert ids(store, bbox=bbox) == expected
    assert store.count(EventQuery(bbox=bbox)) == len(expected)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        pytest.param(date(2020, 1, 10), date(2020, 1, 10), ["month", "day"], id="a day"),
        pytest.param(date(2020, 1, 31), date(2020, 2, 1), ["month"], id="the last day of an interval"),
        pytest.param(date(2019, 12, 1), date(2020, 1, 1), ["month"], id="the first day of an interval"),
        pytest.param(date(2020, 2, 1), date(2020, 2, 28), [], id="between"),
        pytest.param(None, date(2020, 1, 9), ["month"], id="open start"),
        pytest.param(date(2020, 1, 11), None, ["month", "since"], id="open end"),
    ],
)
def test_intervals(store: EventStore, start: date | None, end: date | None, expected: list[str]) -> None:
    """An event fits where its days and the interval share at least one; one without a day never does."""
    store.add(
        extraction(
            make_event("month", start=date(2020, 1, 1), end=date(2020, 1, 31)),
            make_event("day", start=date(2020, 1, 10), end=date(2020, 1, 10)),
            make_event("since", start=date(2021, 5, 1), end=None),
            make_event("undated", dated=False),
        )
    )
    assert ids(store, start=start, end=end) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"families": ("battle",)}, ["a"]),
        ({"families": ("battle", "protest")}, ["a", "b", "d"]),
        ({"types": ("strike.air",)}, ["c"]),
        ({"countries": ("SY",)}, ["c"]),
        ({"sources": ("Other",)}, ["d"]),
        ({"modalities": (Modality.PLANNED,)}, ["b"]),
        ({"min_score": 0.6}, ["a", "c"]),
        ({"families": ("battle",), "countries": ("SY",)}, []),
        ({"placed": None}, ["a", "b", "c", "d", "nowhere", "never"]),
        ({"placed": False}, ["nowhere"]),
        ({"dated": False}, ["never"]),
        ({"dated": True}, ["a", "b", "c", "d"]),
    ],
)
def test_every_other_part_of_a_query(store: EventStore, fields: dict[str, object], expected: list[str]) -> None:
    """Parts narrow each other; values of one part widen it."""
    store.add(
        extraction(
            make_event("a", kind="battle.clash", score=0.9),
            make_event("b", modality=Modality.PLANNED, score=0.2),
            make_event("c", kind="strike.air", country_code="SY"),
            make_event("never", kind="politics.election", dated=False, score=0.1),
            make_event("nowhere", kind="politics.election", placed=False, score=0.1),
        )
    )
    other = make_event("d", score=0.3, lon=100.0, sentence="A rally blocked the bridge.")
    store.add(extraction(other, doc_id="d2", source="Other"))
    assert ids(store, **fields) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("strike", ["a"], id="word"),
        pytest.param("STRIKES", ["a"], id="case and ending"),
        pytest.param("air strikes", ["a"], id="both words"),
        pytest.param('"strikes air"', [], id="phrase in another order"),
        pytest.param('"air strikes"', ["a"], id="phrase"),
        pytest.param("sao", ["b"], id="diacritics"),
        pytest.param("france", ["a", "b"], id="country of the place"),
        pytest.param("strikes OR crowds", [], id="no operators"),
        pytest.param("sentence:strikes", [], id="no columns"),
        pytest.param("str*", [], id="no prefixes"),
        pytest.param("it's \"quoted", ["b"], id="odd signs"),
        pytest.param("france -strikes", ["b"], id="a word excluded"),
        pytest.param('-"air strikes" -crowds', ["b"], id="nothing but exclusions"),
    ],
)
def test_text_search(store: EventStore, text: str, expected: list[str]) -> None:
    """Words are words: no sign in them is taken for an operator of the search."""
    store.add(
        extraction(
            make_event("a", sentence="Air strikes hit the port."),
            make_event("b", sentence='It\'s a "quoted" name: São Example.'),
        )
    )
    assert ids(store, text=text) == expected
    assert store.count(EventQuery(text=text)) == len(expected)


@pytest.fixture(scope="module")
def searched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EventStore]:
    """A store with one event, for many searches."""
    with open_store(tmp_path_factory.mktemp("store") / "events.db") as opened:
        opened.add(extraction(make_event("a", sentence="Air strikes hit the port.")))
        yield opened


@settings(derandomize=True, deadline=None)
@given(st.text(max_size=60))
def test_no_text_breaks_the_search(searched: EventStore, text: str) -> None:
    """Whatever is typed is searched for, never run."""
    try:
        assert ids(searched, text=text) in ([], ["a"])
    except QueryError as error:
        assert "no word to search for" in str(error)


# Counting.


def test_facets_count_the_events_of_a_query(store: EventStore) -> None:
    """The most frequent value comes first; countries have their names."""
    store.add(
        extraction(
            make_event("a"),
            make_event("b"),
            make_event("c", kind="strike.air", country_code="SY"),
            make_event("nowhere", placed=False),
        )
    )
    facets = store.facets()
    assert facets.families == (FacetValue(value="protest", count=2), FacetValue(value="strike", count=1))
    assert [facet.value for facet in facets.types] == ["protest.demo", "strike.air"]
    assert facets.countries[0] == FacetValue(value="FR", count=2, label="France")
    assert facets.sources == (FacetValue(value="test desk", count=3),)
    assert facets.modalities == (FacetValue(value="happened", count=3),)
    assert store.facets(EventQuery(countries=("SY",), limit=1)).types == (FacetValue(value="strike.air", count=1),)


def test_the_summary_counts_what_got_no_place_and_no_date(store: EventStore) -> None:
    """With the reasons, so that nothing is dropped in silence."""
    assert store.summary().first_day == ""
    store.add(
        extraction(
            make_event("a", start=date(2020, 1, 1), end=date(2020, 1, 31)),
            make_event("b", placed=False),
            make_event("c", placed=False, dated=False),
        )
    )
    summary = store.summary()
    assert (summary.documents, summary.events, summary.placed, summary.dated) == (1, 3, 1, 2)
    assert summary.unplaced == {"no place in the text": 2}
    assert summary.undated == {"no date in the text": 1}
    assert (summary.first_day, summary.last_day) == ("2020-01-01", "2023-01-16")


# Many at once.


def test_threads_share_a_store(store: EventStore) -> None:
    """Eight readers beside a writer, each on a connection of its own, see whole documents only."""
    errors: list[BaseException] = []

    def read() -> None:
        try:
            for _ in range(20):
                assert len(list(store.find_events())) % 5 == 0
                store.facets()
        except BaseException as error:  # noqa: BLE001  (the main thread raises it)
            errors.append(error)

    readers = [threading.Thread(target=read) for _ in range(8)]
    for reader in readers:
        reader.start()
    for number in range(20):
        found = (make_event(f"{number}-{m}", lon=number * 5.0) for m in range(5))
        store.add(extraction(*found, doc_id=f"d{number}"))
    for reader in readers:
        reader.join()
    assert not errors
    assert store.count() == 100


def test_a_stream_that_is_not_read_to_its_end_blocks_nothing(store: EventStore) -> None:
    """A client may go away in the middle of an export."""
    store.add(extraction(*(make_event(f"{n:04}") for n in range(2000))))
    stream = store.find_events()
    next(stream)
    assert store.add(extraction(make_event("new", lon=100.0), doc_id="d2"))
    del stream
    assert store.count() == 2001


def test_a_closed_store_says_so(store: EventStore) -> None:
    """Instead of an error of SQLite's."""
    store.close()
    with pytest.raises(StoreError, match="was closed: open it again"):
        store.count()


def test_the_places_of_many_events_are_kept_once(store: EventStore) -> None:
    """News names the same few places over and over, and each candidate is a place."""
    store.add(extraction(*(replace(FULL, event_id=f"e{n}") for n in range(50))))
    with store.database.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM places").scalar() == 2
    assert [event.place for event in store.find_events()] == [FULL.place] * 50


@pytest.mark.parametrize("payload", ["", "{}", '{"doc_id": 1, "unheard_of": 2}', "[1]", '{"trigger": 5}'])
def test_a_payload_of_another_version_is_an_error_of_ours(store: EventStore, payload: str) -> None:
    """A field that this Dateline does not know, or a damaged file, ends in a message that says what to do."""
    store.add(extraction(FULL))
    with store.database.writing() as connection:
        connection.execute(update(events).values(payload=payload))
    with pytest.raises(StoreError, match=r"cannot be read as Event .*: install the Dateline that made it"):
        store.get_event("e1")


# JSON.


@settings(derandomize=True, deadline=None)
@given(
    st.builds(
        Document,
        doc_id=st.text(),
        text=st.text(alphabet=st.characters(codec="utf-8")),
        paragraphs=st.just((Paragraph(start=0, end=1),)),
        title=st.text(alphabet=st.characters(codec="utf-8")),
        created=st.none() | st.dates(),
    )
)
def test_json_keeps_every_value(document: Document) -> None:
    """What is written is read back equal, defaults left out."""
    codec = Codec()
    assert codec.read(Document, codec.write(document)) == document
    assert '"url"' not in codec.write(document)


def test_json_refuses_what_is_no_number() -> None:
    """`NaN` is no JSON; a store must not hold it."""
    with pytest.raises(ValueError, match="JSON compliant"):
        Codec().write(replace(PARIS, population=float("nan")))
