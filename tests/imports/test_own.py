"""Tests of reading Dateline's own exports back: what is exported, imported again, is the same."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mapping.exports import FORMATS, export_events, find_format, write_csv, write_features
from mapping.imports.own_decisions import LEFT_OUT, UNKNOWN, read_decisions
from mapping.imports.report import write_report
from mapping.kinds import Bound, Change, Granularity, Modality, Review
from mapping.model import Actor, DateChoice, DateSpan, Event, Extraction, Paragraph, Toll
from mapping.query import EventQuery
from mapping.reports import Disagreement, Reading, ReportRef
from mapping.store import EventStore, open_store
from tests.imports.helpers import import_into, run_import, write_table
from tests.imports.rows import make_acled
from tests.values import DOCUMENT, EVENT, EXTRACTION, PARIS_TEXAS

AT = "2026-11-22T10:30:00+00:00"
ALL = EventQuery(placed=None)


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[tuple[EventStore, EventStore]]:
    """Two empty stores."""
    with open_store(tmp_path / "one.db") as one, open_store(tmp_path / "two.db") as two:
        yield one, two


def make_extraction() -> Extraction:
    """A document with a rich event, one without a place, one of an open and old date, one without a date."""
    rich = replace(
        EVENT,
        actors=(Actor(start=0, end=6, text="Crowds", head="crowd", role="actor", kind="civilians", country_code="FR"),),
        tolls=(Toll(start=1, end=2, text="at least two", kind="wounded", number=2, bound=Bound.AT_LEAST),),
        reports=(
            ReportRef(report_id="e1", doc_id="d1", source="test desk"),
            ReportRef(report_id="x9", doc_id="d2", source="the other; desk"),
        ),
        disagreements=(
            Disagreement(
                kind="wounded",
                readings=(Reading(value="2", report_ids=("e1",)), Reading(value="3", report_ids=("x9",))),
            ),
        ),
        story_id="s1",
        story="=The square",
        review=Review.CONFIRMED,
    )
    formula = "=SUM(A1) was chanted, -1 cheered."
    unplaced = replace(EVENT, event_id="e2", place=None, unplaced="the text names no place", sentence=formula)
    span = DateSpan(start=date(79, 8, 24), end=None, granularity=Granularity.RANGE)
    open_date = DateChoice(span=span, edtf="0079-08-24/..", start=0, end=0, timex="since", rule="clause", score=0.5)
    third = replace(EVENT, event_id="e3", date=open_date, trigger=replace(EVENT.trigger, modality=Modality.DENIED))
    hostile = 'A "quoted" <b>&amp;</b>, {{ 7 * 7 }}\u2028 ${x} said: \'=1'
    fourth = replace(EVENT, event_id="e4", date=None, undated="the text gives no date", sentence=hostile)
    return replace(EXTRACTION, events=(rich, unplaced, third, fourth))


def export_features(store: EventStore) -> str:
    """All events as GeoJSON."""
    return "".join(write_features(store.find_sourced_events(ALL)))


@pytest.mark.parametrize("form", [known.name for known in FORMATS])
def test_every_export_comes_back_as_it_was(stores: tuple[EventStore, EventStore], tmp_path: Path, form: str) -> None:
    """Ids, documents, days, places, sides, tolls, reports, reviews: what is exported again is the same, to the byte."""
    one, two = stores
    one.add(make_extraction())
    path = tmp_path / f"events.{find_format(form).ending}"
    export_events(one, path, ALL, form=form)
    got = import_into(two, path)
    assert got.report.source_format in ("Dateline's own export", "TimeMap")
    assert (got.report.kept, got.report.added) == (4, 1)
    assert export_features(two) == export_features(one)


def decide(store: EventStore) -> None:
    """Decisions of two persons about an event: one holds for its place, one of its date was taken back."""
    at = datetime(2026, 11, 22, 10, 30, tzinfo=UTC)
    store.decide("e1", Change.REVIEW, Review.CONFIRMED, author="Ann", at=at, note="seen the video")
    store.decide("e1", Change.DATE, "2023-01-18", author="=Bob", at=at + timedelta(hours=1))
    store.undo("e1", author="Ann", at=at + timedelta(hours=2))
    place = replace(PARIS_TEXAS, place_id="person:1", name="Paris, the other")
    store.decide("e1", Change.PLACE, place, author="Ann", at=at + timedelta(hours=3))


@pytest.mark.parametrize("form", ["geojson", "csv", "parquet", "xlsx", "gpkg"])
def test_what_persons_decided_comes_along(stores: tuple[EventStore, EventStore], tmp_path: Path, form: str) -> None:
    """Who, when, why and what, also what was taken back; it holds there, once, and can be taken back there."""
    one, two = stores
    one.add(make_extraction())
    decide(one)
    path = tmp_path / f"events.{find_format(form).ending}"
    export_events(one, path, ALL, form=form)
    report = import_into(two, path).report
    assert (report.decided, report.decided_here) == (4, 0)
    told, got = list(one.find_corrections()), list(two.find_corrections())
    assert [(c.change, c.author, c.made_at, c.note, c.undoes) for c in got] == [
        (c.change, c.author, c.made_at, c.note, c.undoes) for c in told
    ]
    assert [c.after for c in got][:2] == [c.after for c in told][:2]
    assert two.get_event("e1").review is Review.CORRECTED
    assert export_features(two) == export_features(one)
    generation = two.generation
    assert import_into(two, path).report.decided == 0
    assert two.generation == generation
    assert two.undo("e1", author="Cem", at=datetime(2026, 11, 23, tzinfo=UTC)).review is Review.CONFIRMED


def test_decisions_of_this_store_stay(stores: tuple[EventStore, EventStore], tmp_path: Path) -> None:
    """Where persons decided about an event here as well, theirs holds, and the report says so."""
    one, two = stores
    for store in stores:
        store.add(make_extraction())
    decide(one)
    two.decide("e1", Change.REVIEW, Review.REJECTED, author="Cem", at=datetime(2026, 11, 23, tzinfo=UTC))
    path = tmp_path / "events.geojson"
    export_events(one, path, ALL, form="geojson")
    report = import_into(two, path).report
    assert (report.decided, report.decided_here) == (0, 1)
    assert any("1 event decided otherwise in this store" in line for line in write_report(report))
    assert [correction.author for correction in two.find_corrections()] == ["Cem"]
    assert two.get_event("e1").review is Review.REJECTED


@pytest.mark.parametrize(
    ("parts", "changes", "warnings"),
    [
        ([{"change": "place", "after": "Lyon", "author": "A", "at": AT, "undoes": None}], [], [LEFT_OUT]),
        (
            [
                {"change": "place", "after": "Lyon", "author": "A", "at": AT, "undoes": None},
                {"change": "place", "after": "Paris", "author": "A", "at": AT, "undoes": 7},
                {"change": "place", "after": "", "author": "A", "at": AT, "undoes": None},
            ],
            ["place"],
            [LEFT_OUT, LEFT_OUT],
        ),
        ([{"change": "place", "after": "Paris", "author": "A", "at": AT, "undoes": None}], ["place"], []),
        ([{"change": "type", "after": "no.such", "author": "A", "at": AT, "undoes": None}], [], [UNKNOWN]),
        ([{"change": "review", "after": "confirmed", "author": "A", "at": "yesterday"}], [], [UNKNOWN]),
        (["no object", {"change": "review", "after": "confirmed", "author": "A", "at": AT}], ["review"], []),
    ],
    ids=["name alone", "taken back", "the event's own", "no such type", "no time", "review"],
)
def test_a_decision_that_cannot_be_made_again_is_told(
    parts: list[object], changes: list[str], warnings: list[str]
) -> None:
    """With the reason; what takes it back goes with it, and the others stay."""
    made, told = read_decisions(parts, EVENT.place)
    assert [one.change.value for one in made] == changes
    assert list(told) == warnings


def test_cells_of_a_table_are_made_safe(stores: tuple[EventStore, EventStore]) -> None:
    """An apostrophe keeps a spreadsheet from running a sentence; the import takes it away again."""
    one, _ = stores
    one.add(make_extraction())
    assert "'=SUM" in "".join(write_csv(one.find_sourced_events(ALL)))


def test_a_table_of_before_the_details_comes_back(stores: tuple[EventStore, EventStore], tmp_path: Path) -> None:
    """Its words alone tell actors and tolls."""
    one, _ = stores
    one.add(make_extraction())
    rows = list(csv.DictReader(io.StringIO("".join(write_csv(one.find_sourced_events(ALL))))))
    for row in rows:
        for name in ("details", "reports", "disagreements", "review", "date_score"):
            del row[name]
    event = run_import(write_table(tmp_path / "old.csv", rows[1:2])).only
    assert [(actor.role, actor.text) for actor in event.actors] == [("actor", "Crowds")]
    assert [(toll.kind, toll.number, toll.bound) for toll in event.tolls] == [("wounded", 2, Bound.AT_LEAST)]


def test_what_other_files_told_comes_back(tmp_path: Path) -> None:
    """Imported, exported, imported: the same export, with the intervals of coarse dates and the sizes of places."""
    rows = [make_acled(event_id_cnty=f"B{n}", time_precision=n, geo_precision=n) for n in (1, 2, 3)]
    with open_store(tmp_path / "a.db") as one, open_store(tmp_path / "b.db") as two:
        import_into(one, write_table(tmp_path / "acled.csv", rows))
        path = tmp_path / "out.geojson"
        path.write_text(export_features(one), encoding="utf-8")
        import_into(two, path)
        assert export_features(two) == export_features(one)


def test_a_document_with_its_whole_text_stays(stores: tuple[EventStore, EventStore], tmp_path: Path) -> None:
    """An export has sentences alone; importing it over the articles must not lose them."""
    one, _ = stores
    one.add(make_extraction())
    path = tmp_path / "events.geojson"
    path.write_text(export_features(one), encoding="utf-8")
    got = import_into(one, path)
    assert (got.report.added, got.report.known) == (0, 1)
    assert one.get_document("d1") == DOCUMENT


def test_importing_again_changes_nothing(stores: tuple[EventStore, EventStore], tmp_path: Path) -> None:
    """The store's generation stays, so pages and caches do as well."""
    one, two = stores
    one.add(make_extraction())
    path = tmp_path / "events.geojson"
    path.write_text(export_features(one), encoding="utf-8")
    import_into(two, path)
    before = two.generation
    import_into(two, path)
    assert two.generation == before


@pytest.mark.parametrize(
    "change", [{"modality": "dreamt"}, {"date_start": "soon"}, {"score": "7"}, {"level": "galaxy"}, {"document": ""}]
)
def test_a_changed_export_is_checked(
    stores: tuple[EventStore, EventStore], tmp_path: Path, change: dict[str, str]
) -> None:
    """A value that Dateline never writes skips the row, and says so."""
    one, two = stores
    one.add(make_extraction())
    rows = list(csv.DictReader(io.StringIO("".join(write_csv(one.find_sourced_events(ALL))))))
    path = write_table(tmp_path / "events.csv", [rows[0] | change, *rows[1:]])
    got = import_into(two, path)
    assert (got.report.kept, got.report.skipped.total()) == (3, 1)


SENTENCES = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=60).map(
    str.strip
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(SENTENCES.filter(bool), min_size=1, max_size=4), st.booleans())
def test_any_words_come_back(tmp_path_factory: pytest.TempPathFactory, sentences: list[str], as_table: bool) -> None:
    """Quotes, commas, formulas and letters of any script, through either form."""
    folder = tmp_path_factory.mktemp("trip")
    events: tuple[Event, ...] = tuple(
        replace(EVENT, event_id=f"e{n}", sentence=sentence) for n, sentence in enumerate(sentences)
    )
    text = " ".join(sentences)
    document = replace(DOCUMENT, text=text, paragraphs=(Paragraph(start=0, end=len(text)),), title=sentences[0])
    with open_store(folder / "one.db") as one, open_store(folder / "two.db") as two:
        one.add(replace(EXTRACTION, document=document, events=events))
        write = write_csv if as_table else write_features
        told = "".join(write(one.find_sourced_events(ALL)))
        path = folder / "events.txt"
        path.write_bytes(told.encode())
        import_into(two, path)
        assert "".join(write(two.find_sourced_events(ALL))) == told


def test_rows_never_leave_in_an_export(tmp_path: Path) -> None:
    """Data sets that may not be passed on: what the export holds is the event, not the row."""
    with open_store(tmp_path / "a.db") as store:
        import_into(store, write_table(tmp_path / "acled.csv", [make_acled(source_scale="Subnational-secret")]))
        assert "Subnational-secret" in json.loads(store.get_document("acled:BFO9001").raw)["source_scale"]
        assert "Subnational-secret" not in export_features(store)


def test_a_lone_export_of_a_place_that_is_known_gets_its_record_back(tmp_path: Path) -> None:
    """A gazetteer's place comes back with its codes and population."""
    row = {"date": "2024-03-01", "city": "Mosul", "country": "Iraq"}
    with open_store(tmp_path / "a.db") as store:
        import_into(store, write_table(tmp_path / "t.csv", [row]))
        path = tmp_path / "out.geojson"
        path.write_text(export_features(store), encoding="utf-8")
    event = run_import(path).only
    assert event.place is not None
    assert (event.place.place.population, event.place.place.admin1_code) == (1_700_000, "NI")
