"""The server's exports: an address for each format, with the filter of the page, streamed or as a file."""

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet
import pyogrio
import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

from mapping.exports import FORMATS, ExportFormat
from mapping.settings import Settings
from mapping.web import exports
from server import create_app
from tests.map_events import fill_store


@pytest.fixture
def client(tmp_path: Path) -> Iterator[FlaskClient]:
    """A client of a server over the fixture's events."""
    with fill_store(tmp_path / "events.db") as store:
        yield create_app(Settings(), store).test_client()


def count_events(form: ExportFormat, body: bytes, folder: Path) -> int:
    """How many events a file holds, as its own kind of program counts them."""
    if form.name in ("geojson", "gpkg", "flatgeobuf", "kml"):
        path = folder / f"got.{form.ending}"
        path.write_bytes(body)
        return len(pyogrio.read_dataframe(path))
    if form.name == "geoparquet":
        return int(pyarrow.parquet.read_table(io.BytesIO(body)).num_rows)
    if form.name == "xlsx":
        return int(load_workbook(io.BytesIO(body))["Events"].max_row) - 1
    if form.name == "timemap":
        return len(json.loads(body))
    return body.count(b"\n") - (form.name == "csv")


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_every_format_has_an_address(client: FlaskClient, tmp_path: Path, form: ExportFormat) -> None:
    """With its media type, a name for the file, and the events of the filter alone."""
    response = client.get(f"/events.{form.ending}?country=IQ&placed=yes")
    assert response.status_code == 200
    assert response.mimetype == form.media_type
    assert response.headers["Content-Disposition"] == f"attachment; filename=events.{form.ending}"
    expected = len(json.loads(client.get("/events.geojson?country=IQ").data)["features"])
    assert expected > 0
    assert count_events(form, response.data, tmp_path) == expected
    if form.save:
        assert response.content_length == len(response.data)


def test_the_formats_are_listed(client: FlaskClient) -> None:
    """For the page's links."""
    listed = client.get("/formats.json").json["formats"]
    assert [form["name"] for form in listed] == [form.name for form in FORMATS]
    for form in listed:
        assert client.head(form["href"]).status_code == 200
        assert form["label"]
        assert form["description"]


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_a_wrong_filter_is_answered_as_an_error(client: FlaskClient, form: ExportFormat) -> None:
    """Before anything of a file is sent."""
    response = client.get(f"/events.{form.ending}?bbox=1,2,3")
    assert response.status_code == 400
    assert "bbox must be four numbers" in response.json["error"]


def test_an_unchanged_store_need_not_be_sent_again(client: FlaskClient) -> None:
    """The tag is that of the store's state, the filter and the format."""
    first = client.get("/events.csv?country=IQ")
    tag = first.headers["ETag"]
    assert client.get("/events.csv?country=IQ", headers={"If-None-Match": tag}).status_code == 304
    assert client.get("/events.csv?country=SY", headers={"If-None-Match": tag}).status_code == 200
    assert client.get("/events.kml?country=IQ", headers={"If-None-Match": tag}).status_code == 200


def test_asking_for_the_head_makes_no_file(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """It says what would come."""
    monkeypatch.setattr(exports, "save_export", None)
    response = client.head("/events.xlsx")
    assert response.status_code == 200
    assert response.headers["Content-Disposition"] == "attachment; filename=events.xlsx"
    assert response.data == b""


def test_too_many_exports_at_once_are_asked_to_wait(client: FlaskClient) -> None:
    """A slow client holds one place until it has read all or goes away; the others are free again after it."""
    slow = [client.get("/events.ndjson") for _ in range(exports.MAX_EXPORTS)]
    refused = client.get("/events.ndjson")
    assert refused.status_code == 503
    assert refused.headers["Retry-After"] == "10"
    for response in slow:
        response.close()
    assert client.get("/events.ndjson", buffered=True).status_code == 200


def test_an_excel_that_is_too_long_is_refused(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a status, not with half a file."""
    monkeypatch.setattr("mapping.exporting.workbook.MAX_ROWS", 1)
    response = client.get("/events.xlsx")
    assert response.status_code == 400
    assert "narrow the filter" in response.json["error"]
    assert client.get("/events.ndjson", buffered=True).status_code == 200


def test_the_workbook_tells_its_filter(client: FlaskClient) -> None:
    """By the names that it has in the address."""
    book = load_workbook(io.BytesIO(client.get("/events.xlsx?country=IQ&family=battle").data))
    told = [row[:2] for row in book["About"].iter_rows(values_only=True)]
    assert ("country", "IQ") in told
    assert ("family", "battle") in told
