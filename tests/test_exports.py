"""Tests of mapping.exports: the list of formats, files that are whole or not there, streams."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from mapping.errors import ExportError, StoreError
from mapping.exporting.fields import load_fields
from mapping.exporting.records import Record
from mapping.exports import (
    FORMATS,
    describe_filter,
    export_events,
    find_format,
    find_path_format,
    save_export,
    stream_export,
    write_csv,
    write_features,
)
from mapping.geojson import make_properties
from mapping.query import EventQuery
from mapping.store import open_store
from tests.exporting.values import make_test_records
from tests.stores import make_schema
from tests.values import DOCUMENT, EVENT, EXTRACTION

NAMES = [form.name for form in FORMATS]


def test_formats_differ_in_name_and_ending() -> None:
    """Each says what it is and is written in one of two ways."""
    assert len({form.name for form in FORMATS}) == len({form.ending for form in FORMATS}) == len(FORMATS)
    for form in FORMATS:
        assert (form.stream is None) != (form.save is None)
        assert form.label
        assert form.description
        assert "/" in form.media_type


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.geojson", "geojson"),
        ("a.json", "geojson"),
        ("a.TIMEMAP.JSON", "timemap"),
        ("a.geojsonl", "ndjson"),
        ("a.b.GPKG", "gpkg"),
        ("x.parquet", "geoparquet"),
        ("x.fgb", "flatgeobuf"),
    ],
)
def test_a_files_ending_names_the_format(name: str, expected: str) -> None:
    """In any case of letters; the longer ending goes before the shorter."""
    assert find_path_format(Path(name)).name == expected


def test_an_unknown_format_lists_those_that_there_are() -> None:
    """By name and by ending."""
    with pytest.raises(ExportError, match="no export format 'pdf': there are geojson, geojson-seq"):
        find_format("pdf")
    with pytest.raises(ExportError, match=r"'a\.pdf' names no export format: use one of \.geojson"):
        find_path_format(Path("a.pdf"))


@pytest.mark.parametrize("name", NAMES)
def test_a_stream_is_what_a_file_holds(tmp_path: Path, name: str) -> None:
    """Also of a format that is written to a file first; nothing of that file stays."""
    form = find_format(name)
    path = tmp_path / f"events.{form.ending}"
    save_export(make_test_records(), path)
    streamed = b"".join(stream_export(make_test_records(), form))
    assert streamed[:4] == path.read_bytes()[:4]
    # Zips and databases hold the time at which they were written.
    if name not in ("xlsx", "gpkg"):
        assert streamed == path.read_bytes()
    assert [path.name for path in tmp_path.iterdir()] == [f"events.{form.ending}"]


@pytest.mark.parametrize("name", NAMES)
def test_a_broken_export_leaves_the_old_file(tmp_path: Path, name: str) -> None:
    """Half an export is worse than yesterday's."""

    def give() -> Iterator[Record]:
        yield make_test_records()[0]
        raise StoreError("the disk is gone")

    form = find_format(name)
    path = tmp_path / f"events.{form.ending}"
    path.write_text("yesterday's", encoding="utf-8")
    with pytest.raises(StoreError, match="the disk is gone"):
        save_export(give(), path)
    assert path.read_text(encoding="utf-8") == "yesterday's"
    assert list(tmp_path.iterdir()) == [path]


def test_a_missing_folder_says_so(tmp_path: Path) -> None:
    """With the path that cannot be written."""
    with pytest.raises(ExportError, match=r"cannot write '.*none/e\.csv': No such file"):
        save_export([], tmp_path / "none" / "e.csv")


def test_the_events_of_a_query_are_exported(tmp_path: Path) -> None:
    """From an open store, by the ending of the file."""
    with open_store(tmp_path / "events.db") as store:
        store.add(replace(EXTRACTION, events=(EVENT, replace(EVENT, event_id="e2", place=None))))
        export_events(store, tmp_path / "placed.geojson")
        export_events(store, tmp_path / "all.txt", EventQuery(placed=None), form="ndjson")
    assert len(json.loads((tmp_path / "placed.geojson").read_text())["features"]) == 1
    assert len((tmp_path / "all.txt").read_text().splitlines()) == 2


def test_a_shared_database_gives_the_same_exports(tmp_path: Path) -> None:
    """To the byte."""
    told = replace(EXTRACTION, events=(EVENT, replace(EVENT, event_id="e2", place=None)))
    with make_schema() as address:
        for where, name in ((tmp_path / "events.db", "one.geojson"), (address, "two.geojson")):
            with open_store(where) as store:
                store.add(told)
                export_events(store, tmp_path / name, EventQuery(placed=None))
    assert (tmp_path / "one.geojson").read_bytes() == (tmp_path / "two.geojson").read_bytes()


def test_events_at_hand_become_texts() -> None:
    """Without a store."""
    assert json.loads("".join(write_features([(EVENT, DOCUMENT)])))["features"][0]["id"] == "e1"
    assert "".join(write_csv([(EVENT, DOCUMENT)])).splitlines()[1].startswith("e1,2023-01-16,")


def test_the_table_of_fields_is_what_features_hold() -> None:
    """All of it, the point aside, and each with a meaning."""
    fields = load_fields()
    names = [field.name for field in fields if field.name not in ("lon", "lat")]
    assert sorted(names) == sorted(make_properties(EVENT, DOCUMENT))
    assert all(field.meaning for field in fields)
    assert {field.kind for field in fields} == {"text", "day", "number", "whole", "list"}


def test_a_filter_is_told_in_words() -> None:
    """What asks nothing is left out."""
    told = describe_filter({"country": ["IQ", "SY"], "q": "", "datetime": "2017-10", "family": ()})
    assert told == (("country", "IQ, SY"), ("datetime", "2017-10"))
