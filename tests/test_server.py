"""The server's routes: what they answer, with which status, and under which policy."""

import csv
import gc
import gzip
import io
import json
import re
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from mapping.settings import Settings
from server import create_app
from tests.map_events import EVENTS, fill_store, make_event, make_story


@pytest.fixture
def client(tmp_path: Path) -> Iterator[FlaskClient]:
    """A client of a server over the fixture's events."""
    with fill_store(tmp_path / "events.db") as store:
        yield create_app(Settings(), store).test_client()


def get_generation(client: FlaskClient) -> str:
    """The generation that row numbers count in."""
    body = client.get("/events.bin").data
    return str(json.loads(body[4 : 4 + int.from_bytes(body[:4], "little")])["generation"])


def test_the_page_runs_only_our_scripts(client: FlaskClient) -> None:
    """The policy names no outside host and no unsafe source, and the one inline script carries its nonce."""
    response = client.get("/")
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    nonce = re.search(r"'nonce-([\w-]+)'", policy)
    assert nonce
    inline = re.findall(r"<script(?![^>]*\bsrc=)[^>]*>", response.text)
    assert inline == ['<script type="application/json" id="legend">', f'<script type="module" nonce="{nonce[1]}">']
    assert not re.search(r"<style|\sstyle=|\son\w+=", response.text)
    assert client.get("/").headers["Content-Security-Policy"] != policy


def test_the_page_waits_for_few_files(client: FlaskClient) -> None:
    """Between the page and its first events lie two scripts and two styles, not a file for each module."""
    html = client.get("/").text
    assert re.findall(r'<script defer src="([^"]*)"', html)[:2] == ["/static/vendor/leaflet/leaflet.js", "/page.js"]
    assert "/static/js/" not in html
    script = client.get("/page.js")
    assert script.mimetype == "text/javascript"
    assert client.get("/page.js", headers={"If-None-Match": script.headers["ETag"]}).status_code == 304
    assert "L.Dateline = " in script.text


def test_columns_are_packed_and_tagged(client: FlaskClient) -> None:
    """The binary comes with gzip where the client takes it, and not at all where it has it already."""
    plain = client.get("/events.bin")
    packed = client.get("/events.bin", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    for response in (plain, packed):
        headers = {"If-None-Match": response.headers["ETag"]}
        if response is packed:
            headers["Accept-Encoding"] = "gzip"
        assert client.get("/events.bin", headers=headers).status_code == 304


def test_columns_follow_the_store(tmp_path: Path) -> None:
    """An event added while the server runs is in the next answer, and old row numbers are refused."""
    with fill_store(tmp_path / "events.db", EVENTS[:2]) as store:
        client = create_app(Settings(), store).test_client()
        old = get_generation(client)
        fill_store(tmp_path / "events.db", [make_event(9, doc_id="d9")]).close()
        assert get_generation(client) != old
        response = client.get(f"/events/rows.json?generation={old}&rows=0")
        assert response.status_code == 409
        assert "load it again" in response.json["error"]


def test_rows_come_in_the_order_asked_for(client: FlaskClient) -> None:
    """The list's summaries carry the sentence and its marks in UTF-16 offsets."""
    response = client.get(f"/events/rows.json?generation={get_generation(client)}&rows=3,0")
    first, second = response.json["events"]
    assert (first["id"], second["id"]) == ("e1", "e4")
    kinds = {mark["kind"]: first["sentence"][mark["start"] : mark["end"]] for mark in first["marks"]}
    assert kinds == {"trigger": "clashed", "place": "Kirkuk", "date": "Monday", "actor": "Soldiers"}


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param("7", id="beyond the last"),
        pytest.param("-1", id="negative"),
        pytest.param("x", id="no number"),
        pytest.param(",".join(["0"] * 201), id="too many"),
        pytest.param("²", id="a digit that is no number"),
    ],
)
def test_wrong_rows_are_refused(client: FlaskClient, rows: str) -> None:
    """A number that is no row is the client's error, told in words."""
    response = client.get(f"/events/rows.json?generation={get_generation(client)}&rows={rows}")
    assert response.status_code == 400
    assert "rows" in response.json["error"]


def test_a_search_answers_with_rows(client: FlaskClient) -> None:
    """The rows of the events whose sentence has the word, with or without a place."""
    response = client.get(f"/events/search.bin?generation={get_generation(client)}&q=marched")
    assert [int.from_bytes(response.data[i : i + 4], "little") for i in range(0, len(response.data), 4)] == [5]
    response = client.get(f"/events/search.bin?generation={get_generation(client)}&q=unnamed+village")
    assert int.from_bytes(response.data, "little") == 4


def test_a_detail_tells_why(client: FlaskClient) -> None:
    """One event by its id: place with candidates, date with its rule, the paragraph, the link."""
    detail = client.get("/events/e1.json").json
    assert detail["row"] == 3
    assert detail["place"]["rule"] == "the place that the clause names"
    assert [candidate["admin1"] for candidate in detail["place"]["candidates"]] == ["Kirkuk Governorate", "Elsewhere"]
    assert detail["place"]["candidates"][0]["reasons"][0]["note"] == "a large town"
    assert (detail["date"]["start"], detail["date"]["rule"]) == ("2017-10-16", "weekday before publication")
    start, end = detail["sentence_span"]
    assert detail["paragraph"][start:end] == EVENTS[0].sentence
    assert detail["url"] == "https://example.org/story"
    assert client.get("/events/e6.json").json["unplaced"] == "the sentence names no place"
    assert client.get("/events/e7.json").json["undated"] == "the sentence tells no day"


@pytest.mark.parametrize(
    ("path", "status", "message"),
    [
        pytest.param("/events/none.json", 404, "there is no event 'none'", id="no such event"),
        pytest.param("/events.geojson?bbox=1,2,3", 400, "bbox must be four numbers", id="bbox"),
        pytest.param("/events.geojson?datetime=yesterday", 400, "'yesterday'", id="datetime"),
        pytest.param("/events.geojson?colour=red", 400, "no parameter 'colour'", id="unknown parameter"),
        pytest.param("/events/rows.json?rows=0", 409, "load it again", id="no generation"),
        pytest.param("/nowhere", 404, "not found", id="no such page"),
        pytest.param("/static/../server.py", 404, "not found", id="traversal"),
        pytest.param("/static/%2e%2e/server.py", 404, "not found", id="encoded traversal"),
    ],
)
def test_errors_have_a_status_and_say_why(client: FlaskClient, path: str, status: int, message: str) -> None:
    """Programs get JSON, readers a page; both say what was wrong."""
    response = client.get(path)
    assert response.status_code == status
    assert message in response.json["error"]
    page = client.get(path, headers={"Accept": "text/html"})
    assert page.status_code == status
    assert page.mimetype == "text/html"


def test_another_method_is_told_which_ones_there_are(client: FlaskClient) -> None:
    """RFC 9110, 15.5.6: status 405 comes with the header Allow."""
    for address in ("/", "/ogc/collections/events/items"):
        response = client.put(address)
        assert response.status_code == 405
        assert response.headers["Allow"] == "GET, HEAD, OPTIONS"


def test_an_error_page_shows_text_as_text(client: FlaskClient) -> None:
    """What a request contains comes back escaped."""
    response = client.get("/events.geojson?datetime=<script>{{7*7}}</script>", headers={"Accept": "text/html"})
    assert "<script>" not in response.text
    assert "&lt;script&gt;{{7*7}}" in response.text


def test_geojson_obeys_the_filter(client: FlaskClient) -> None:
    """RFC 7946: a collection of features with [lon, lat] and the filter's events alone."""
    response = client.get("/events.geojson?bbox=40,30,50,40&datetime=2017-10/2017-10&family=battle")
    assert response.mimetype == "application/geo+json"
    collection = json.loads(response.data)
    assert collection["type"] == "FeatureCollection"
    assert [feature["id"] for feature in collection["features"]] == ["e1"]
    assert collection["features"][0]["geometry"] == {"type": "Point", "coordinates": [44.392, 35.468]}


def test_a_table_is_safe_to_open(tmp_path: Path) -> None:
    """A headline that a spreadsheet would run as a formula is text; missing values are empty."""
    with fill_store(tmp_path / "events.db", EVENTS[5:6], title='=HYPERLINK("x")') as store:
        table = create_app(Settings(), store).test_client().get("/events.csv?placed=any").text
    (row,) = csv.DictReader(io.StringIO(table))
    assert row["title"] == '\'=HYPERLINK("x")'
    assert (row["lon"], row["place"], row["date_start"]) == ("", "", "2017-10-17")


def test_the_basemap_answers_ranges(client: FlaskClient) -> None:
    """The page reads the tiles that it needs out of one file."""
    response = client.get("/basemap.pmtiles", headers={"Range": "bytes=0-6"}, buffered=True)
    assert response.status_code == 206
    assert response.data == b"PMTiles"


def test_text_answers_are_packed(client: FlaskClient) -> None:
    """Scripts and pages go out with gzip; a small answer does not."""
    headers = {"Accept-Encoding": "gzip"}
    response = client.get("/static/vendor/leaflet/leaflet.js", headers=headers, buffered=True)
    assert response.headers["Content-Encoding"] == "gzip"
    assert b"Leaflet" in gzip.decompress(response.data)
    assert "Content-Encoding" not in client.get("/nowhere", headers=headers).headers


def test_a_link_that_is_none_is_left_out(tmp_path: Path) -> None:
    """Only http and https may become a link."""
    with fill_store(tmp_path / "events.db", EVENTS[:1], url="javascript:alert(1)") as store:
        assert create_app(Settings(), store).test_client().get("/events/e1.json").json["url"] is None
    assert make_story(EVENTS[0]).url


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_an_answer_without_a_body_leaves_no_file_open(client: FlaskClient, method: str) -> None:
    """A file that has not changed is not sent, and not kept open either."""
    tag = client.get("/basemap.pmtiles", headers={"Range": "bytes=0-1"}, buffered=True).headers["ETag"]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        response = client.open("/basemap.pmtiles", method=method, headers={"If-None-Match": tag})
        assert response.status_code == 304
        del response
        gc.collect()


def test_a_region_has_an_outline_and_a_town_has_none(client: FlaskClient) -> None:
    """The map draws the country that an event is known to be in, and a ring where it is known to the town."""
    rings = client.get("/events/e5/outline.json").json["rings"]
    assert rings
    assert all(len(ring["lon"]) == len(ring["lat"]) for ring in rings)
    assert -13 < min(rings[0]["lon"]) < max(rings[0]["lon"]) < 5
    assert client.get("/events/e1/outline.json").json["rings"] == []
    assert client.get("/events/e6/outline.json").json["rings"] == []
