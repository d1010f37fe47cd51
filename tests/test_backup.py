"""Tests of mapping.backup: what one store holds, another one holds afterwards, in either database."""

import gzip
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from mapping.__main__ import dateline
from mapping.backup import read_backup, write_backup
from mapping.errors import StoreError
from mapping.kinds import Change, Review
from mapping.query import EventQuery
from mapping.store import EventStore, open_store
from tests.store_version_1 import make_file
from tests.test_store import FULL, extraction, make_event
from tests.values import PARIS_TEXAS

AT = datetime(2024, 5, 1, 12, tzinfo=UTC)
EVERYTHING = EventQuery(placed=None, reviews=tuple(Review))


@pytest.fixture
def full(store: EventStore) -> EventStore:
    """A store with a bit of everything: merged, corrected, undone, rejected, imported, unplaced, in a story."""
    store.add(extraction(FULL, make_event("bare", placed=False, dated=False), doc_id="late"))
    store.add(extraction(replace(FULL, event_id="second"), doc_id="early", source="Other"))
    store.add(extraction(make_event("rejected", lon=100.0), make_event("near", lon=100.0, kind="strike.air")))
    store.add(extraction(make_event("row", lon=50.0), doc_id="imported", raw='{"fatalities": 3}'))
    told = make_event("told", lon=60.0)
    store.add(extraction(replace(told, story_id="s1", story="A story of theirs"), doc_id="d5", raw='{"n": 1}'))
    store.add(extraction(make_event("gone", lon=-50.0), doc_id="gone"))
    store.decide("e1", Change.PLACE, PARIS_TEXAS, author="Ann", at=AT, note="seen")
    store.decide("row", Change.DATE, "2020", author="Ann", at=AT)
    store.decide("rejected", Change.REVIEW, Review.REJECTED, author="Bo", at=AT)
    store.decide("near", Change.TYPE, "battle.clash", author="Bo", at=AT)
    store.undo("near", author="Ann", at=AT)
    store.decide("gone", Change.DATE, "2001", author="Ann", at=AT)
    store.remove("gone")
    store.keep_outlet_article("wire", "late", "{}")
    return store


def describe(store: EventStore) -> dict[str, Any]:
    """Everything that a reader can see of a store, but for its generation."""
    events = list(store.find_sourced_events(EVERYTHING))
    return {
        "events": events,
        "reports": [list(store.find_reports(event.event_id)) for event, _ in events],
        "documents": [(one, list(store.find_document_events(one.doc_id))) for one in store.find_documents()],
        "corrections": list(store.find_corrections()),
        "stories": list(store.find_stories(EVERYTHING)),
        "facets": store.facets(EVERYTHING),
        "summary": store.summary(),
        "found": list(store.find_ids(replace(EVERYTHING, text="texas"))),
        "outlet": store.read_outlet("wire"),
    }


@pytest.fixture(params=["portable", "file"])
def written(request: pytest.FixtureRequest, full: EventStore, tmp_path: Path) -> Path:
    """A backup of it in either form."""
    path = tmp_path / ("copy.db" if request.param == "file" else "copy.jsonl.gz")
    assert write_backup(full, path) == 5
    return path


def test_what_is_restored_is_the_same(full: EventStore, written: Path, tmp_path: Path) -> None:
    """Events with their ids, reports in order, stories, decisions and the trail."""
    expected = describe(full)
    with open_store(tmp_path / "new.db") as new:
        assert read_backup(written, new) == 5
        assert describe(new) == expected


def test_a_restored_store_goes_on_as_before(full: EventStore, written: Path, tmp_path: Path) -> None:
    """Reports join what is there, decisions come back with their event, undo takes back the last one."""
    with open_store(tmp_path / "new.db") as new:
        read_backup(written, new)
        for store in (full, new):
            store.add(extraction(replace(FULL, event_id="third"), doc_id="third"))
            store.add(extraction(make_event("gone", lon=-50.0), doc_id="gone"))
            store.undo("row", author="Bo", at=AT)
            store.remove("early")
        assert describe(new) == describe(full)
        assert [ref.doc_id for ref in new.get_event("e1").reports] == ["late", "third"]
        assert new.get_event("gone").review is Review.CORRECTED


def test_a_file_moves_into_any_store(store: EventStore, tmp_path: Path) -> None:
    """As a newsroom does that outgrows its file."""
    with open_store(tmp_path / "old.db") as old:
        old.add(extraction(FULL))
        old.decide("e1", Change.PLACE, PARIS_TEXAS, author="Ann", at=AT)
        read_backup(tmp_path / "old.db", store)
        assert describe(store) == describe(old)


def test_nothing_is_overwritten(full: EventStore, written: Path) -> None:
    """A store that holds documents is left as it is."""
    before = full.generation
    with pytest.raises(StoreError, match="holds documents already: restore into a new store"):
        read_backup(written, full)
    assert full.generation == before


@pytest.fixture
def packed(tmp_path: Path) -> Iterator[Path]:
    """A backup in the portable form."""
    with open_store(tmp_path / "source.db") as store:
        store.add(extraction(FULL))
        store.add(extraction(make_event("far", lon=100.0), doc_id="d2"))
        write_backup(store, tmp_path / "copy.jsonl.gz")
    yield tmp_path / "copy.jsonl.gz"


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        pytest.param(lambda data: data[:-20], "damaged or cut off", id="cut in the middle"),
        pytest.param(lambda data: pack(unpack(data)[:-1]), "its last line is missing", id="cut at a line"),
        pytest.param(lambda data: pack([*unpack(data)[:1], *unpack(data)[2:]]), "damaged or cut off", id="a line lost"),
        pytest.param(lambda data: pack([unpack(data)[0], b"{", *unpack(data)[1:]]), "damaged", id="no JSON"),
        pytest.param(lambda data: pack([unpack(data)[0].replace(b'"version":1', b'"version":2')]), "newer", id="newer"),
        pytest.param(lambda _: pack([b'{"some": "lines"}']), "is no backup of Dateline's", id="other lines"),
        pytest.param(lambda _: b"text", "is no backup of Dateline's", id="no archive"),
        pytest.param(lambda data: data[:10] + bytes(20) + data[30:], "damaged or cut off", id="bytes changed"),
        pytest.param(
            lambda data: pack([line.replace(b'"trigger"', b'"trigged"') for line in unpack(data)]),
            "damaged or cut off",
            id="a field that nobody knows",
        ),
    ],
)
def test_a_damaged_backup_is_refused_whole(packed: Path, tmp_path: Path, damage: Any, message: str) -> None:
    """Nothing of it is stored."""
    packed.write_bytes(damage(packed.read_bytes()))
    with open_store(tmp_path / "new.db") as new:
        with pytest.raises(StoreError, match=message):
            read_backup(packed, new)
        assert new.summary().documents == 0


def unpack(data: bytes) -> list[bytes]:
    """The lines of a portable backup."""
    return gzip.decompress(data).splitlines()


def pack(lines: list[bytes]) -> bytes:
    """A portable backup of these lines."""
    return gzip.compress(b"\n".join(lines) + b"\n")


def test_a_backup_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    """Not over the store itself, and not where nothing can be written; nothing is left lying about."""
    with open_store(tmp_path / "a.db") as store:
        store.add(extraction(FULL))
        with pytest.raises(StoreError, match="is the events file itself: name another file"):
            write_backup(store, tmp_path / "a.db")
        with pytest.raises(StoreError, match="cannot write"):
            write_backup(store, tmp_path / "none" / "b.jsonl.gz")
        (tmp_path / "b.jsonl.gz").write_text("older")
        write_backup(store, tmp_path / "b.jsonl.gz")
        assert (tmp_path / "b.jsonl.gz").read_bytes().startswith(b"\x1f\x8b")
    assert not list(tmp_path.glob("*.part*"))


def test_an_old_events_file_says_how_it_is_restored(tmp_path: Path) -> None:
    """It has to be brought up to date first."""
    make_file(tmp_path / "old.db", [extraction(FULL)])
    with open_store(tmp_path / "new.db") as new, pytest.raises(StoreError, match="made by an older Dateline"):
        read_backup(tmp_path / "old.db", new)


def test_the_commands(tmp_path: Path) -> None:
    """With progress and what was done on standard error; a missing file is one line."""
    with open_store(tmp_path / "a.db") as store:
        store.add(extraction(FULL))
    run = CliRunner().invoke
    wrote = run(dateline, ["backup", str(tmp_path / "b.jsonl.gz"), "--store", str(tmp_path / "a.db")])
    assert wrote.exit_code == 0, wrote.output
    assert "Wrote 1 document to" in wrote.output
    restored = run(dateline, ["restore", str(tmp_path / "b.jsonl.gz"), "--store", str(tmp_path / "c.db")])
    assert restored.exit_code == 0, restored.output
    assert "Restored 1 document into" in restored.output
    with open_store(tmp_path / "c.db", read_only=True) as store:
        assert store.count() == 1
    missing = run(dateline, ["restore", str(tmp_path / "none.gz"), "--store", str(tmp_path / "d.db")])
    assert missing.exit_code == 1
    assert "cannot read" in missing.output
