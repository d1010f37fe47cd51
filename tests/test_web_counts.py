"""The routes that count: what they answer, when they need not answer, and what they refuse."""

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from flask.testing import FlaskClient

from mapping.columnar import tally
from mapping.settings import Settings
from mapping.store import open_store
from mapping.web import counts
from server import create_app
from tests.map_events import EVENTS, KIRKUK, fill_store, make_event
from tests.test_columns import unpack


@pytest.fixture
def client(tmp_path: Path) -> Iterator[FlaskClient]:
    """A client of a server over the fixture's events."""
    with fill_store(tmp_path / "events.db") as store:
        yield create_app(Settings(), store).test_client()


def read_grid(client: FlaskClient, address: str) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """Header and columns of a grid."""
    response = client.get(address)
    assert response.status_code == 200, response.text
    return unpack(response.data)


def test_counts_tell_how_a_filter_divides(client: FlaskClient) -> None:
    """Bars by family, and the values of each facet with their names."""
    found = client.get("/counts.json?country=IQ,ML&step=month").json
    assert (found["count"], found["undated"]) == (5, 1)
    assert found["facets"]["country"] == [
        {"value": "IQ", "count": 4, "label": "Iraq"},
        {"value": "ML", "count": 1, "label": "Mali"},
    ]
    assert {value["value"]: value["count"] for value in found["facets"]["family"]} == {
        "battle": 3,
        "protest": 1,
        "strike": 1,
    }
    histogram = found["histogram"]
    assert histogram["days"] == ["2017-06-01", "2017-10-01"]
    bars = [dict(zip(histogram["families"], line, strict=True)) for line in histogram["counts"]]
    assert bars == [{"battle": 0, "strike": 1, "protest": 0}, {"battle": 2, "strike": 0, "protest": 1}]


@pytest.mark.parametrize(
    ("filter_", "step"),
    [
        pytest.param("datetime=2017-10", "day", id="a month"),
        pytest.param("datetime=2015/..", "week", id="some years"),
        pytest.param("", "month", id="decades"),
    ],
)
def test_the_step_fits_the_time(client: FlaskClient, filter_: str, step: str) -> None:
    """Unless one is asked for, bars are as short as gives a readable number of them."""
    assert client.get(f"/counts.json?{filter_}").json["histogram"]["step"] == step


def test_cells_gather_events(client: FlaskClient) -> None:
    """Far out, the Iraqi towns are one cell that is named after the one with more events; near, they are two."""
    header, found = read_grid(client, "/grid.bin?zoom=2&cell=128&country=IQ")
    assert (header["events"], found["count"].tolist(), found["places"].tolist()) == (4, [4], [2])
    assert header["places"]["name"][found["place"][0]] == "Kirkuk"
    assert header["families"][found["family"][0]] == "battle"
    _, near = read_grid(client, "/grid.bin?zoom=12&cell=32&country=IQ")
    assert sorted(near["count"].tolist()) == [1, 3]


def test_cells_come_bar_by_bar(client: FlaskClient) -> None:
    """For playback: how many events each cell has in each bar."""
    header, found = read_grid(client, "/grid.bin?zoom=12&country=IQ&step=month")
    bars = zip(found["bar"].tolist(), found["bar_cell"].tolist(), found["bar_count"].tolist(), strict=True)
    told = [(header["days"][bar], header["places"]["name"][found["place"][cell]], count) for bar, cell, count in bars]
    june, october = 17318, 17440  # 2017-06-01 and 2017-10-01
    assert told == [(june, "Mosul", 1), (october, "Kirkuk", 2)]
    assert "bar" not in read_grid(client, "/grid.bin?zoom=12&country=IQ")[1]


def test_the_newest_come_first(client: FlaskClient) -> None:
    """As the list shows them; those without a date at the end."""
    found = client.get("/events/newest.json?country=IQ").json["events"]
    assert [event["id"] for event in found] == ["e2", "e1", "e3", "e7"]
    assert found[0]["sentence"] == EVENTS[1].sentence
    assert len(client.get("/events/newest.json?limit=2").json["events"]) == 2


@pytest.mark.parametrize("address", ["/counts.json?country=IQ", "/grid.bin?zoom=3"])
def test_what_is_known_is_not_sent_again(client: FlaskClient, address: str, tmp_path: Path) -> None:
    """The tag holds for one filter and one generation of the store."""
    first = client.get(address)
    tag = {"If-None-Match": first.headers["ETag"]}
    assert client.get(address, headers=tag).status_code == 304
    assert client.get(f"{address}&min_score=0.5", headers=tag).status_code == 200
    packed = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(packed.data) == first.data
    assert packed.headers["ETag"] != first.headers["ETag"]
    with open_store(tmp_path / "events.db"):
        fill_store(tmp_path / "events.db", [make_event(9, place=KIRKUK, doc_id="d9")]).close()
    again = client.get(address, headers=tag)
    assert again.status_code == 200
    assert again.data != first.data


@pytest.mark.parametrize(
    ("address", "message"),
    [
        pytest.param("/counts.json?step=hour", "step is 'hour': give day, week, month, year or auto", id="step"),
        pytest.param("/grid.bin?zoom=23", "zoom is '23': give 0 to 22", id="zoom"),
        pytest.param("/grid.bin?zoom=two", "zoom is 'two': give 0 to 22", id="no number"),
        pytest.param("/grid.bin?cell=5", "cell is '5': give 8, 16, 32, 64, 128, 256", id="cell"),
        pytest.param("/grid.bin?colour=red", "no parameter 'colour'", id="unknown parameter"),
        pytest.param("/counts.json?bbox=1,2", "bbox must be four numbers", id="filter"),
    ],
)
def test_wrong_questions_are_refused(client: FlaskClient, address: str, message: str) -> None:
    """With what is right."""
    response = client.get(address)
    assert response.status_code == 400
    assert message in response.json["error"]


def test_too_large_a_grid_is_refused(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cell and a bar for everything would fill the memory."""
    monkeypatch.setattr(counts, "MAX_BAR_CELLS", 1000)
    response = client.get("/grid.bin?zoom=12&step=day")
    assert response.status_code == 400
    assert "ask for a longer step" in response.json["error"]
    assert tally.STEP_DAYS[tally.Step.DAY] == 1
