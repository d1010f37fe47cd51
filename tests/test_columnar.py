"""The sidecar of columns: what it counts is what the store counts, whatever happened to either."""

import json
import os
import shutil
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from mapping.columnar import selection as selection_module
from mapping.columnar.counts import find_cells, make_facets, make_grid, trim_bars
from mapping.columnar.folder import NAME_FILE, choose_folder, find_cache_folder
from mapping.columnar.served import Frame, ServedColumns
from mapping.columnar.sidecar import Sidecar
from mapping.columnar.snapshot import Snapshot
from mapping.columnar.source import StoreRows
from mapping.columnar.tally import Step, count_selection
from mapping.kinds import Change, Review
from mapping.model import Event
from mapping.page.columns import make_columns
from mapping.page.layout import EPOCH, project_points
from mapping.query import EventQuery
from mapping.store import EventStore, open_store
from tests.columnar_values import make_extractions, queries
from tests.stores import KINDS, make_schema
from tests.test_columns import unpack

ROWS = 200
EVERYTHING = EventQuery(placed=None, reviews=tuple(Review))
NOW = datetime(2024, 5, 1, tzinfo=UTC)


@pytest.fixture(scope="module", params=KINDS)
def filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[EventStore]:
    """A store that no test changes, in each kind of database."""
    with ExitStack() as stack:
        address: Path | str = tmp_path_factory.mktemp("columnar") / "events.db"
        if request.param == "postgres":
            address = stack.enter_context(make_schema())
        store = stack.enter_context(open_store(address))
        store.add_all(make_extractions(0, ROWS))
        yield store


@pytest.fixture(scope="module")
def frame(filled: EventStore, tmp_path_factory: pytest.TempPathFactory) -> Frame:
    """Its columns."""
    rows = StoreRows(filled)
    return ServedColumns(Sidecar(tmp_path_factory.mktemp("columns"), rows), rows).get()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An events file, to be copied."""
    path = tmp_path_factory.mktemp("made") / "events.db"
    with open_store(path) as store:
        store.add_all(make_extractions(0, ROWS))
    return path


@pytest.fixture
def store(made: Path, tmp_path: Path) -> Iterator[EventStore]:
    """A store for changes."""
    shutil.copy(made, tmp_path / "events.db")
    with open_store(tmp_path / "events.db") as opened:
        yield opened


def open_columns(store: EventStore, folder: Path) -> ServedColumns:
    """The columns of a store in a folder, as a process that starts finds them."""
    rows = StoreRows(store)
    return ServedColumns(Sidecar(folder, rows), rows)


def count_bars(events: list[Event], query: EventQuery, step: Step) -> Counter[tuple[date, str]]:
    """The histogram, counted one by one."""
    bars: Counter[tuple[date, str]] = Counter()
    for event in events:
        if event.date is None:
            continue
        first = event.date.span.start or event.date.span.end
        assert first
        day = max(first, query.start) if query.start else first
        if step is Step.WEEK:
            day -= timedelta(days=day.weekday())
        elif step in (Step.MONTH, Step.YEAR):
            day = day.replace(day=1, **({"month": 1} if step is Step.YEAR else {}))
        bars[day, event.trigger.type.partition(".")[0]] += 1
    return bars


def compare(store: EventStore, frame: Frame, query: EventQuery, step: Step = Step.MONTH) -> None:
    """Everything that columns count of a query, beside what the store says."""
    tables = frame.snapshot.tables
    cells, number = find_cells(tables, 5, 5)
    found = frame.select(query)
    tally = count_selection(found, query, step, spot_groups=cells)
    assert tally.rows == store.count(query)
    assert make_facets(tally, tables, frame.source) == store.facets(query)
    events = list(store.find_events(query))
    days, counts, families = trim_bars(tally, tables.families)
    bars = {
        (date.fromordinal(int(day) + EPOCH), family): int(count)
        for day, line in zip(days, counts, strict=True)
        for family, count in zip(families, line, strict=True)
        if count
    }
    assert bars == count_bars(events, query, step)
    assert tally.undated == sum(event.date is None for event in events)
    placed = [event for event in events if event.place]
    assert int(make_grid(tally, tables, cells, number).count.sum()) == len(placed)
    assert tally.bar_groups is not None
    assert int(tally.bar_groups.sum()) == sum(event.date is not None for event in placed)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=queries)
def test_columns_count_as_the_store_does(filled: EventStore, frame: Frame, query: EventQuery) -> None:
    """Count, facets, histogram and grid of any filter are those that SQL gives."""
    compare(filled, frame, query, Step.WEEK)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=queries)
def test_the_newest_are_those_of_the_store(filled: EventStore, frame: Frame, query: EventQuery) -> None:
    """The order backwards, those without a date last, and no more than were asked for."""
    page = filled.read_page(query, limit=20, newest_first=True)
    found = filled.get_numbered(frame.find_newest(query, 20))
    assert [event.event_id for event, _ in found] == [event.event_id for event, _ in page.events]


def test_stored_events_come_in_the_order_asked_for(filled: EventStore, frame: Frame) -> None:
    """As exports read them; numbers that no event has are passed over."""
    numbers = frame.find_newest(EVERYTHING, 7)
    wanted = {stored.event_id: stored for stored in filled.read_stored(EVERYTHING)}
    assert StoreRows(filled).read_stored([*numbers, 10**6]) == [
        wanted[event.event_id] for event, _ in filled.get_numbered(numbers)
    ]


@pytest.mark.parametrize("step", list(Step))
def test_bars_are_of_every_length(filled: EventStore, frame: Frame, step: Step) -> None:
    """Days, weeks from Monday, months and years; what began before the first day asked for counts on that day."""
    compare(filled, frame, EventQuery(start=date(1970, 1, 14)), step)


def test_chunks_make_no_difference(filled: EventStore, frame: Frame, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows are looked at some at a time: what falls between two chunks is neither lost nor counted twice."""
    monkeypatch.setattr(selection_module, "CHUNK", 7)
    compare(filled, frame, EVERYTHING)
    compare(filled, frame, EventQuery(start=date(1970, 3, 1), min_score=0.3, sources=("wire",)))


def test_a_cell_tells_where_its_events_are(filled: EventStore, frame: Frame) -> None:
    """Of two towns in one cell: the mean of their events, how many places, and the one with most events."""
    query = EventQuery(admin1s=("IQ.02", "IQ.15"))
    tables = frame.snapshot.tables
    cells, number = find_cells(tables, 0, 5)
    grid = make_grid(count_selection(frame.select(query), query), tables, cells, number)
    where = Counter(event.place.place for event in filled.find_events(query) if event.place)
    (first, most), (_, fewer) = where.most_common(2)
    assert (grid.count.tolist(), grid.places.tolist()) == ([most + fewer], [2])
    assert tables.places[grid.place[0]].place_id == first.place_id
    lon, lat = np.array([place.lon for place in where]), np.array([place.lat for place in where])
    x = np.average(project_points(lon, lat)[0], weights=list(where.values()))
    assert grid.x[0] == pytest.approx(x, rel=1e-6)
    kinds = Counter(event.trigger.type.partition(".")[0] for event in filled.find_events(query))
    assert tables.families[grid.family[0]] == kinds.most_common(1)[0][0]


def test_the_binary_is_that_of_the_events(filled: EventStore, frame: Frame) -> None:
    """Made of columns or of the events themselves, the page reads the same."""
    header, found = unpack(frame.write())
    wanted_header, wanted = unpack(make_columns(filled.find_sourced_events(EVERYTHING)).payload)
    assert (header["rows"], header["dated"]) == (wanted_header["rows"], wanted_header["dated"])
    for name in ("start", "days", "score", "flags", "review", "reports"):
        assert found[name].tolist() == wanted[name].tolist(), name
    for name, table in (("type", "types"), ("source", "sources")):
        assert [header[table][n] for n in found[name]] == [wanted_header[table][n] for n in wanted[name]]
    for name, table in (("place", "places"), ("story", "stories")):
        for field in wanted_header[table]:
            told, should = ([*of[table][field], None] for of in (header, wanted_header))
            assert [told[min(n, len(told) - 1)] for n in found[name]] == [
                should[min(n, len(should) - 1)] for n in wanted[name]
            ]
    places = found["place"][found["place"] < len(header["places"]["id"])]
    assert found["place_x"][places].tolist() == wanted["place_x"][wanted["place"][wanted["place"] < 255]].tolist()


def change_store(store: EventStore) -> list[Callable[[], object]]:
    """What can happen to a store, one after another."""
    found = list(store.find_events(EVERYTHING))
    again = [
        replace(one, document=replace(one.document, text=one.document.text + " ")) for one in make_extractions(5, 3)
    ]
    return [
        lambda: store.add_all(make_extractions(ROWS, 1)),
        lambda: store.decide(found[3].event_id, Change.REVIEW, Review.REJECTED, author="a", at=NOW),
        lambda: store.decide(found[4].event_id, Change.TYPE, "disaster.flood", author="a", at=NOW),
        lambda: store.undo(found[4].event_id, author="a", at=NOW),
        lambda: store.add_all(again),
        lambda: store.remove("d11"),
        lambda: store.add_all(make_extractions(ROWS + 1, 15)),
        lambda: [store.remove(f"d{number}") for number in range(20, 30)],
        lambda: store.add_all(make_extractions(ROWS + 16, 5)),
    ]


def test_columns_follow_every_change(store: EventStore, tmp_path: Path) -> None:
    """Additions, decisions and removals are taken in one by one, without reading again what stayed as it was."""
    columns = open_columns(store, tmp_path / "columns")
    base = columns.get().snapshot.parts[0].segment.name
    for change in change_store(store):
        change()
        frame = columns.get()
        assert frame.generation == store.generation
        assert frame.snapshot.parts[0].segment.name == base
        for query in (EVERYTHING, EventQuery(start=date(1970, 1, 1), sources=("desk", "wire"))):
            compare(store, frame, query)
        header, found = unpack(frame.write())
        events = list(store.find_events(EVERYTHING))
        assert header["rows"] == len(events)
        assert found["score"].tolist() == [round(event.score * 100) for event in events]
        assert [frame.row_of(event) for event in events] == list(range(len(events)))
        marched = EventQuery(text="marched", placed=None)
        assert frame.find_rows(store.find_numbers(marched)).tolist() == [
            frame.row_of(event) for event in store.find_events(marched)
        ]


def test_small_segments_are_joined(store: EventStore, tmp_path: Path) -> None:
    """A store that grows bit by bit has few segments, and no folder that nobody names stays."""
    columns = open_columns(store, tmp_path / "columns")
    for number in range(15):
        store.add_all(make_extractions(ROWS + number, 1))
        columns.get()
    parts = columns.get().snapshot.parts
    assert len(parts) <= 4
    assert {path.name for path in (tmp_path / "columns").iterdir()} == {
        "lock",
        "manifest.json",
        *(part.segment.name for part in parts),
    }
    compare(store, columns.get(), EVERYTHING)


def test_processes_share_one_folder(store: EventStore, tmp_path: Path) -> None:
    """What one takes in, the other finds; both show the store as it is."""
    one, other = (open_columns(store, tmp_path / "columns") for _ in range(2))
    for number in range(4):
        store.add_all(make_extractions(ROWS + 10 * number, 10))
        first, second = (one, other) if number % 2 else (other, one)
        names = [[part.segment.name for part in columns.get().snapshot.parts] for columns in (first, second)]
        assert names[0] == names[1]
        compare(store, second.get(), EVERYTHING)


def damage_half(path: Path) -> None:
    """Cut a file off in the middle."""
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def damage_byte(path: Path) -> None:
    """Turn over the last byte."""
    data = bytearray(path.read_bytes())
    data[-1] ^= 255
    path.write_bytes(bytes(data))


@pytest.mark.parametrize("damage", [damage_half, damage_byte, Path.unlink], ids=["cut off", "changed", "gone"])
@pytest.mark.parametrize("name", ["manifest.json", "segment.json", "tables.json", "kind.npy", "exact.npy"])
def test_what_is_damaged_is_made_anew(
    store: EventStore, tmp_path: Path, name: str, damage: Callable[[Path], None]
) -> None:
    """No damage to the folder is an error, and none gives a wrong count."""
    folder = tmp_path / "columns"
    open_columns(store, folder).get()
    [path] = folder.rglob(name)
    damage(path)
    compare(store, open_columns(store, folder).get(), EVERYTHING)


def test_a_manifest_of_nonsense_is_made_anew(store: EventStore, tmp_path: Path) -> None:
    """As one that another version has written."""
    folder = tmp_path / "columns"
    open_columns(store, folder).get()
    for text in ("[]", '{"format": 0}', '{"format": 1, "generation": "x", "last_number": "y", "segments": []}'):
        (folder / "manifest.json").write_text(text, encoding="utf-8")
        compare(store, open_columns(store, folder).get(), EVERYTHING)
    shutil.rmtree(folder)
    compare(store, open_columns(store, folder).get(), EVERYTHING)


def test_another_store_does_not_pass_for_this_one(store: EventStore, tmp_path: Path) -> None:
    """A file that was put in the place of another has its own columns, however many changes both have seen."""
    folder = tmp_path / "columns"
    open_columns(store, folder).get()
    with open_store(tmp_path / "other.db") as other:
        for number in range(4):
            other.add_all(make_extractions(10 * number, 10, seed=8))
        frame = open_columns(other, folder).get()
        assert frame.snapshot.rows == 40
        compare(other, frame, EVERYTHING)


def test_the_first_time_is_told_of(store: EventStore, tmp_path: Path) -> None:
    """How many rows have been read; nothing is told when nothing is to be done."""
    told: list[int] = []
    columns = open_columns(store, tmp_path / "columns")
    columns.prepare(told.append)
    columns.prepare(told.append)
    assert told == [store.count(EVERYTHING)]


def test_an_empty_store_has_columns(tmp_path: Path) -> None:
    """Nothing is counted, nothing is drawn, and the first event is taken in."""
    with open_store(tmp_path / "events.db") as store:
        columns = open_columns(store, tmp_path / "columns")
        compare(store, columns.get(), EVERYTHING)
        assert unpack(columns.get().write())[0]["rows"] == 0
        store.add_all(make_extractions(0, 1))
        compare(store, columns.get(), EVERYTHING)


def test_while_others_write_the_columns_rest(store: EventStore, tmp_path: Path) -> None:
    """A change after a quiet time is taken in at once, the next one after a rest; what this process writes, always."""
    seconds = count(0.0, 0.1)
    rows = StoreRows(store)
    columns = ServedColumns(Sidecar(tmp_path / "columns", rows), rows, clock=lambda: next(seconds))
    numbers = count(ROWS)

    def write(some: EventStore) -> str:
        some.add_all(make_extractions(next(numbers), 1))
        return some.generation

    columns.get()
    with open_store(store.path) as other:
        before = write(other)
        assert columns.get().generation == before  # which took 0.1, so that it rests for 0.4
        write(other)
        assert columns.get().generation == before
        assert 0 < columns.oldest_s < 0.5
        assert columns.get().generation == before
        own = write(store)
        assert columns.get().generation == own
        for _ in range(10):
            columns.get()
        new = write(other)
        assert columns.get().generation == new
        newer = write(other)
        given = [columns.get().generation for _ in range(10)]
        assert given == sorted(given, key=[new, newer].index)
        assert (given[0], given[-1]) == (new, newer)


def test_who_asks_while_changes_are_taken_in_does_not_wait(store: EventStore, tmp_path: Path) -> None:
    """What was there before is given, unless this process wrote."""
    rows = StoreRows(store)
    sidecar = Sidecar(tmp_path / "columns", rows)
    columns = ServedColumns(sidecar, rows, clock=lambda: 0.0)
    first = columns.get()
    entered, leave = threading.Event(), threading.Event()
    take_in = sidecar.get

    def take_in_slowly(*args: object) -> Snapshot:
        entered.set()
        assert leave.wait(10)
        return take_in(*args)  # type: ignore[arg-type]

    sidecar.get = take_in_slowly  # type: ignore[method-assign]
    with open_store(store.path) as other, ThreadPoolExecutor() as pool:
        other.add_all(make_extractions(ROWS, 1))
        new = pool.submit(columns.get)
        assert entered.wait(10)
        assert columns.get() is first
        store.add_all(make_extractions(ROWS + 1, 1))
        own = pool.submit(columns.get)
        leave.set()
        assert new.result(10) is not first
        assert own.result(10).generation == store.generation


def test_the_folder_is_beside_the_file(store: EventStore, tmp_path: Path) -> None:
    """And where that cannot be written, among what the user's programs can make again."""
    assert choose_folder(store.database, tmp_path / "cache") == tmp_path / "events.db.columns"
    shutil.rmtree(tmp_path / "events.db.columns")
    (tmp_path / "events.db.columns").write_text("in the way", encoding="utf-8")
    kept = choose_folder(store.database, tmp_path / "cache")
    assert kept.parent == tmp_path / "cache"
    assert choose_folder(store.database, tmp_path / "cache") == kept
    (tmp_path / "blocked").write_text("in the way", encoding="utf-8")
    assert os.access(choose_folder(store.database, tmp_path / "blocked"), os.W_OK)


def test_columns_of_stores_that_are_gone_are_removed(tmp_path: Path) -> None:
    """Of a file once it is not there any more; of a server, which cannot be asked, once nobody took them for long."""
    cache = tmp_path / "cache"

    def keep(name: str) -> Path:
        path = tmp_path / name
        (tmp_path / f"{name}.columns").write_text("in the way", encoding="utf-8")
        with open_store(path) as store:
            return choose_folder(store.database, cache)

    gone, there = keep("gone.db"), keep("there.db")
    old, new = cache / "old.columns", cache / "new.columns"
    for folder in (old, new):
        folder.mkdir()
        (folder / NAME_FILE).write_text("the database postgresql://host/news", encoding="utf-8")
    (cache / "other").mkdir()
    for folder in (old, there, cache / "other"):
        os.utime(folder, (0, 0))
    (tmp_path / "gone.db").unlink()
    newest = keep("newest.db")
    assert sorted(cache.iterdir()) == sorted([there, new, cache / "other", newest])
    assert not gone.exists()


def test_a_folder_of_the_cache_keeps_its_name(store: EventStore, tmp_path: Path) -> None:
    """The file that names the store is not swept away with what no manifest names."""
    folder = tmp_path / "columns"
    columns = open_columns(store, folder)
    columns.get()
    (folder / NAME_FILE).write_text("a store", encoding="utf-8")
    os.utime(folder / NAME_FILE, (0, 0))
    store.add_all(make_extractions(0, 2))
    columns.get()
    assert (folder / NAME_FILE).is_file()


def test_the_cache_folder_is_the_users(tmp_path: Path) -> None:
    """XDG_CACHE_HOME names it on Linux."""
    assert find_cache_folder({"XDG_CACHE_HOME": str(tmp_path)}).is_relative_to(tmp_path)


def test_an_answer_is_made_once(frame: Frame) -> None:
    """Asked again, it is the same value."""
    asked = []

    def make(_: Frame, question: int) -> int:
        asked.append(question)
        return question + 1

    assert (frame.answer(make, 1), frame.answer(make, 1), frame.answer(make, 2)) == (2, 2, 3)
    assert asked == [1, 2]


def test_manifests_are_json(store: EventStore, tmp_path: Path) -> None:
    """What stands in one is the store's generation and the segments with their rows."""
    open_columns(store, tmp_path / "columns").get()
    data = json.loads((tmp_path / "columns" / "manifest.json").read_text(encoding="utf-8"))
    assert data["generation"] == store.generation
    assert sum(segment["rows"] for segment in data["segments"]) == store.count(EVERYTHING)
    folder = tmp_path / "columns" / data["segments"][0]["name"]
    assert np.load(folder / "number.npy").shape == (store.count(EVERYTHING),)
