"""Tests of mapping.imports.loading: a file is stored whole or not at all, and every row is accounted for."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.errors import ImportFileError, StoreError
from mapping.imports.formats import FORMATS, find_format
from mapping.imports.report import ImportReport, write_report
from mapping.imports.values import Header
from mapping.query import EventQuery
from mapping.store import EventStore, open_store
from tests.imports.helpers import import_into, run_import, write_table
from tests.imports.rows import make_acled, make_gdelt
from tests.values import EVENT, EXTRACTION

TABLE_ROW = {"lat": "36.3", "lon": "43.1", "country": "IQ", "date": "2024-03-01"}


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EventStore]:
    """One store for all that is drawn by lot: making a new one each time takes longer than the test."""
    with open_store(tmp_path_factory.mktemp("fuzz") / "shared.db") as store:
        yield store


def account_for(report: ImportReport) -> int:
    """The rows that the report tells of, one way or another."""
    told_twice = report.merged + report.repeated + report.superseded
    return report.kept + told_twice + report.filtered.total() + report.skipped.total()


def test_nothing_is_stored_where_the_store_refuses_one(tmp_path: Path) -> None:
    """An event id that another document has breaks the transaction; the rows before it are gone as well."""
    path = write_table(tmp_path / "a.csv", [make_acled(event_id_cnty=f"B{n}") for n in range(50)])
    last = run_import(path).events["acled:B49"].event_id
    with open_store(tmp_path / "s.db") as store:
        store.add(replace(EXTRACTION, events=(replace(EVENT, event_id=last),)))
        with pytest.raises(StoreError):
            import_into(store, path)
        assert store.summary().documents == 1


@pytest.mark.parametrize(
    "spoil",
    [lambda path: path.write_bytes(b""), lambda path: path.write_text("date,city\n03/04/2024,Mosul\n", "utf-8")],
    ids=["empty", "a question"],
)
def test_nothing_is_stored_of_a_file_that_is_refused(tmp_path: Path, spoil: object) -> None:
    """The store is as it was."""
    path = tmp_path / "t.csv"
    spoil(path)  # type: ignore[operator]
    with open_store(tmp_path / "s.db") as store:
        before = store.generation
        with pytest.raises(ImportFileError):
            import_into(store, path)
        assert store.generation == before


def test_importing_twice_stores_once(tmp_path: Path) -> None:
    """The second time every row is known; a changed row replaces its event alone."""
    rows = [make_acled(event_id_cnty=f"B{n}") for n in range(5)]
    with open_store(tmp_path / "s.db") as store:
        first = import_into(store, write_table(tmp_path / "a.csv", rows)).report
        second = import_into(store, write_table(tmp_path / "a.csv", rows)).report
        rows[3] = make_acled(event_id_cnty="B3", fatalities=9)
        third = import_into(store, write_table(tmp_path / "b.csv", rows))
    assert [(report.added, report.known) for report in (first, second, third.report)] == [(5, 0), (0, 5), (1, 4)]
    assert [toll.number for toll in third.events["acled:B3"].tolls] == [9]


def test_progress_reaches_the_end_of_both_steps(tmp_path: Path) -> None:
    """It never runs backwards and says how much there is."""
    rows = [make_acled(event_id_cnty=f"B{n}") for n in range(1200)]
    progress = run_import(write_table(tmp_path / "a.csv", rows)).progress
    assert [step.step for step in progress] == sorted(step.step for step in progress)
    for step in ("checking", "storing"):
        done = [item.done for item in progress if item.step == step]
        assert len(done) >= 2
        assert done == sorted(done)
        assert done[-1] == next(item.total for item in progress if item.step == step)


def test_points_in_another_country_stop_the_import(tmp_path: Path) -> None:
    """A tenth of the points outside their row's country, and nothing is stored."""
    right = [TABLE_ROW | {"id": str(n)} for n in range(8)]
    wrong = [TABLE_ROW | {"id": "w1", "lat": "39.9", "lon": "32.8"}, TABLE_ROW | {"id": "w2", "lat": "40", "lon": "30"}]
    path = write_table(tmp_path / "t.csv", [*right, *wrong])
    with open_store(tmp_path / "s.db") as store:
        with pytest.raises(ImportFileError, match=r"2 of 10 points lie outside.*table:t:w1: IQ by the row, TR"):
            import_into(store, path, check=True)
        assert store.summary().documents == 0
        assert import_into(store, path, check=True, check_countries=False).report.kept == 10


def test_few_points_in_another_country_are_told(tmp_path: Path) -> None:
    """One slip in twelve is for the report."""
    rows = [TABLE_ROW | {"id": str(n)} for n in range(11)]
    path = write_table(tmp_path / "t.csv", [*rows, TABLE_ROW | {"id": "w", "lat": "39.9", "lon": "32.8"}])
    report = run_import(path, check=True).report
    assert (report.checked, report.outside) == (12, 1)
    assert any("1 of 12 points" in line for line in write_report(report))


def test_swapped_axes_show_in_the_countries(tmp_path: Path) -> None:
    """Points of Iraq with exchanged columns lie in Turkey, and the message says what would mend it."""
    rows = [TABLE_ROW | {"id": str(n), "lat": f"4{n}.1", "lon": "36.3"} for n in range(3)]
    with pytest.raises(ImportFileError, match="--swap-axes"):
        run_import(write_table(tmp_path / "t.csv", rows), check=True)


def test_another_code_list_shows_in_the_countries(tmp_path: Path) -> None:
    """UP is Ukraine in FIPS 10-4; in ISO it is nothing, and IZ, RS and others are other countries."""
    rows = [TABLE_ROW | {"id": str(n), "country": "TU", "lat": "39.9", "lon": "32.8"} for n in range(3)]
    assert run_import(write_table(tmp_path / "a.csv", rows), check=True, country_codes="fips").report.checked == 3
    rows = [row | {"country": "IZ", "lat": "33", "lon": "44"} for row in rows]
    got = run_import(write_table(tmp_path / "b.csv", rows), check=True, country_codes="fips")
    assert {event.place.place.country_code for event in got.events.values() if event.place} == {"IQ"}


@pytest.mark.parametrize(
    ("day", "reason"), [("2031-01-01", "outside 1800 to 2027"), ("1650-01-01", "outside 1800"), ("soon", "understood")]
)
def test_impossible_days_leave_the_event_undated(tmp_path: Path, day: str, reason: str) -> None:
    """The place still counts; the report says why there is no day."""
    report = run_import(write_table(tmp_path / "a.csv", [make_acled(event_date=day)])).report
    assert [reason in told for told in report.undated] == [True]


def test_the_report_leaves_nothing_out(tmp_path: Path) -> None:
    """Every row is kept, merged, superseded, left out or skipped."""
    rows = [
        make_gdelt(GLOBALEVENTID=1),
        make_gdelt(GLOBALEVENTID=2),
        make_gdelt(GLOBALEVENTID=3, IsRootEvent=0),
        make_gdelt(GLOBALEVENTID="x"),
    ]
    report = run_import(write_table(tmp_path / "e.CSV", rows, delimiter="\t", header=False)).report
    assert (report.kept, report.merged, report.filtered.total(), report.skipped.total()) == (1, 1, 1, 1)
    assert account_for(report) == report.read == 4
    lines = "\n".join(write_report(report))
    for words in ("4 read, 1 event kept", "1 row with one more report", "not in the lead", "is no number"):
        assert words in lines


CELLS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["Mosul", "Iraq", "2024-03-01", "31/12/2024", "36.3", "-181", "0", "", "=1+1", "\x00", "48°"]),
)
NAMES = st.sampled_from(["date", "end", "place", "country", "lat", "lon", "type", "id", "notes", "coordinates", "x y"])


@settings(max_examples=50, deadline=None)
@given(st.lists(NAMES, min_size=2, max_size=6, unique=True), st.data())
def test_any_table_is_read_or_refused(shared: EventStore, names: list[str], data: st.DataObject) -> None:
    """No cells break an import, and every row is accounted for."""
    rows = data.draw(st.lists(st.fixed_dictionaries(dict.fromkeys(names, CELLS)), min_size=1, max_size=6))
    path = write_table(shared.path.with_name("t.csv"), rows)
    try:
        report = import_into(shared, path, day_first=True).report
    except ImportFileError:
        return
    assert account_for(report) == report.read
    placed = report.placed_by_file + report.placed_by_name + report.guessed
    assert placed + report.unplaced.total() == report.kept
    assert report.precisions.total() + report.undated.total() == report.kept


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(shared: EventStore, data: bytes) -> None:
    """A file that is no table is an error with words, never a crash."""
    path = shared.path.with_name("file")
    path.write_bytes(data)
    try:
        import_into(shared, path, day_first=True)
    except ImportFileError as error:
        assert str(error)


VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(st.characters(), max_size=8), CELLS),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(NAMES, inner, max_size=3)),
    max_leaves=6,
)
FIELDS = st.sampled_from(["description", "date", "latitude", "longitude", "sources", "associations", "geometry", "id"])
OBJECTS = st.dictionaries(FIELDS, VALUES, max_size=6)
FEATURES = st.fixed_dictionaries(
    {"type": st.just("Feature"), "properties": st.one_of(VALUES, OBJECTS)}, optional={"geometry": VALUES, "id": VALUES}
)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.one_of(OBJECTS, FEATURES, VALUES), max_size=4))
def test_any_json_is_read_or_refused(shared: EventStore, value: list[object]) -> None:
    """Half surrogates, numbers beyond all bounds and parts where texts belong break nothing."""
    path = shared.path.with_name("t.json")
    path.write_text(json.dumps(value), encoding="utf-8")
    try:
        report = import_into(shared, path, day_first=True).report
    except ImportFileError:
        return
    assert account_for(report) == report.read


@pytest.mark.parametrize("text", ["\\ud800 lost", "1e999"])
def test_json_that_python_takes_but_files_cannot_hold(tmp_path: Path, text: str) -> None:
    """Half a surrogate pair becomes U+FFFD, and a number too large for any float is missing."""
    path = tmp_path / "t.json"
    value = text if text[0].isdigit() else f'"{text}"'
    path.write_text(f'[{{"place": "Mosul", "country": "IQ", "notes": "x", "other": {value}}}]', encoding="utf-8")
    document = next(iter(run_import(path).documents.values()))
    assert json.loads(document.raw)["other"] in (None, "\ufffd lost")


def test_formats_are_named_and_known_by_their_columns() -> None:
    """Each name once; a wrong format says what the columns are."""
    names = [known.name for known in FORMATS]
    assert len(names) == len(set(names))
    header = Header(("date", "city"))
    assert find_format(header).name == "table"
    with pytest.raises(ImportFileError, match="not the columns of ACLED: date, city"):
        find_format(header, "acled")
    with pytest.raises(ImportFileError, match="no format 'csv'"):
        find_format(header, "csv")


def test_a_known_format_can_be_read_as_a_table(tmp_path: Path) -> None:
    """Where the person wants its own columns."""
    got = run_import(write_table(tmp_path / "a.csv", [make_acled(event_date="2024-03-01")]), source_format="table")
    assert got.report.source_format == "a table"
    assert got.only.place is not None


def test_imported_events_are_found_like_all_others(tmp_path: Path) -> None:
    """By country, family, day, words and source."""
    store: EventStore
    with open_store(tmp_path / "s.db") as store:
        import_into(store, write_table(tmp_path / "a.csv", [make_acled()]))
        for query in (
            EventQuery(countries=("BF",)),
            EventQuery(families=("battle",)),
            EventQuery(text="soldiers"),
            EventQuery(text="Djibo"),
            EventQuery(sources=("ACLED",)),
        ):
            assert store.count(query) == 1, query
