"""Tests of the GeoJSON exports: valid RFC 7946 and RFC 8142, in constant memory."""

import json
from collections.abc import Iterator

import pytest

from mapping.exporting.features import write_collection, write_lines, write_sequence
from mapping.exporting.records import About, Record
from tests.exporting.values import make_saying, make_test_records

HOSTILE = 'She said: "\u2028 {{ 7*7 }} </script> \\ \U0001f30d" <b>'


def test_a_collection_is_valid_json() -> None:
    """Each event on a line of its own, with its geometry, or null where it has no place."""
    text = b"".join(write_collection(make_test_records(), About())).decode()
    collection = json.loads(text)
    assert collection["type"] == "FeatureCollection"
    assert [feature["id"] for feature in collection["features"]] == ["e1", "e2", "e3", "e4"]
    assert [feature["properties"]["id"] for feature in collection["features"]] == ["e1", "e2", "e3", "e4"]
    assert collection["features"][0]["geometry"] == {"type": "Point", "coordinates": [2.3488, 48.85341]}
    assert collection["features"][1]["geometry"] is None
    assert len(text.strip().split("\n")) == 6


def test_no_events_are_an_empty_collection() -> None:
    """Not an error, and not an empty file."""
    assert json.loads(b"".join(write_collection([], About()))) == {"type": "FeatureCollection", "features": []}


@pytest.mark.parametrize("write", [write_collection, write_sequence, write_lines])
def test_odd_texts_survive(write: type[Iterator[bytes]]) -> None:
    """On one line each."""
    text = b"".join(write([make_saying(HOSTILE)], About())).decode()  # type: ignore[arg-type,call-arg]
    assert json.dumps(HOSTILE, ensure_ascii=False) in text


def test_a_sequence_has_a_separator_before_each_feature() -> None:
    """And a line feed after it (RFC 8142 section 2.1)."""
    text = b"".join(write_sequence(make_test_records(), About())).decode()
    first, *records = text.split("\x1e")
    assert first == ""
    assert all(record.endswith("\n") for record in records)
    assert [json.loads(record)["id"] for record in records] == ["e1", "e2", "e3", "e4"]


def test_lines_are_features() -> None:
    """One a line, nothing else."""
    text = b"".join(write_lines(make_test_records(), About())).decode()
    assert [json.loads(line)["type"] for line in text.splitlines()] == ["Feature"] * 4


def test_events_are_asked_for_as_they_are_written() -> None:
    """A piece is there long before the last event is."""
    asked = []

    def give() -> Iterator[Record]:
        for number in range(2000):
            asked.append(number)
            yield make_test_records()[0]

    pieces = write_collection(give(), About())
    assert len(next(pieces)) >= 100_000
    assert len(asked) < 200
    assert sum(map(len, pieces)) > 1_000_000
