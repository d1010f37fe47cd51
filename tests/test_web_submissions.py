"""Adding news over HTTP: who may, what is taken, within which limits."""

import io
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from mapping.fetching import FetchedPage
from mapping.model import Document, Extraction
from mapping.settings import Settings
from mapping.store import EventStore, open_store
from mapping.web.desk import Outside, get_desk
from mapping.web.guard import TOKEN_HEADER
from server import create_app
from tests.map_events import make_day, make_event

STORY = "Soldiers clashed near Kirkuk on Monday, a spokesman said. The army sent more troops to the town later."


def extract_one(documents: Iterable[Document], /) -> Iterator[Extraction]:
    """A pipeline that finds one event in each text."""
    for document in documents:
        event = make_event(1, span=make_day(date(2017, 10, 16)), doc_id=document.doc_id)
        yield Extraction(document=document, resolutions=(), timexes=(), events=(event,))


def fetch_story(url: str) -> FetchedPage:
    """Every address has the same page."""
    return FetchedPage(url=url, body=STORY.encode(), suffix=".txt")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[EventStore]:
    """An empty store."""
    with open_store(tmp_path / "events.db") as opened:
        yield opened


def make_client(store: EventStore, **settings: Any) -> FlaskClient:
    """A client of a server that takes news."""
    outside = Outside(fetch=fetch_story, extract=extract_one)
    return create_app(Settings(**settings), store, outside).test_client()


@pytest.fixture
def client(store: EventStore) -> Iterator[FlaskClient]:
    """A client, its server's worker ended afterwards."""
    made = make_client(store, fetch=True)
    yield made
    with made.application.app_context():
        get_desk().submissions.close()


def send(client: FlaskClient, *, headers: dict[str, str] | None = None, **form: Any) -> TestResponse:
    """Submit a form with the token that the page would have."""
    token = client.get("/desk.json").get_json()["token"]
    return client.post("/submissions", data=form, headers={TOKEN_HEADER: token} | (headers or {}))


def finish(client: FlaskClient, response: TestResponse) -> dict[str, Any]:
    """The job of a submission once the worker has ended."""
    assert response.status_code == 202, response.get_json()
    with client.application.app_context():
        get_desk().submissions.close()
    job: dict[str, Any] = client.get(f"/submissions/{response.get_json()['id']}.json").get_json()
    return job


def test_a_text_is_read_with_its_day_and_source(client: FlaskClient, store: EventStore) -> None:
    """The job tells what was found, and the map has it."""
    job = finish(client, send(client, text=STORY, published="18 October 2017", source=" Example  Wire "))
    assert (job["state"], job["done"], job["total"], job["failures"]) == ("done", 1, 1, [])
    [document] = job["documents"]
    assert document["outcome"] == "added"
    [event] = document["events"]
    assert (event["place"], event["start"], event["granularity"]) == ("Kirkuk", "2017-10-16", "day")
    assert [(d.created, d.source) for d in store.find_documents()] == [(date(2017, 10, 18), "Example Wire")]
    assert client.get(f"/events/{event['id']}.json").get_json()["sentence"] == event["sentence"]


def test_files_and_addresses_are_read_together(client: FlaskClient) -> None:
    """What fails is named beside what was found; no name is a path."""
    files = [(io.BytesIO(STORY.encode()), "../../a.txt"), (io.BytesIO(b"PK\x03\x04"), "b.zip")]
    job = finish(client, send(client, file=files, url="https://news.example/story"))
    assert [document["outcome"] for document in job["documents"]] == ["added", "known"]
    assert job["failures"] == [
        {
            "name": "b.zip",
            "line": None,
            "reason": "not a text but a zip archive: unpack it",
        }
    ]


@pytest.mark.parametrize(
    ("form", "status", "message"),
    [
        pytest.param({}, 400, "nothing to read", id="nothing"),
        pytest.param({"text": " \n"}, 400, "nothing to read", id="blanks"),
        pytest.param({"text": "A.", "published": "soon"}, 400, "day of publication", id="day"),
        pytest.param({"text": "A.", "source": "x" * 300}, 400, "300 characters", id="source"),
        pytest.param({"file": [(io.BytesIO(b"x"), f"{n}.txt") for n in range(51)]}, 400, "51 files", id="files"),
        pytest.param({"text": "x" * 1_000_001}, 413, "1,000,001 characters", id="long text"),
    ],
)
def test_what_cannot_be_taken_is_refused(client: FlaskClient, form: dict[str, Any], status: int, message: str) -> None:
    """At once, and nothing is queued."""
    response = send(client, **form)
    assert response.status_code == status
    assert message in response.get_json()["error"]


def test_a_large_body_is_refused_before_it_is_read(client: FlaskClient) -> None:
    """Its length alone is enough."""
    token = client.get("/desk.json").get_json()["token"]
    response = client.post(
        "/submissions",
        content_type="multipart/form-data; boundary=x",
        headers={TOKEN_HEADER: token},
        environ_overrides={"CONTENT_LENGTH": "6000000"},
    )
    assert response.status_code == 413
    assert "more than 5,000,000 bytes" in response.get_json()["error"]


def test_no_page_is_fetched_unless_the_operator_allows_it(store: EventStore) -> None:
    """The page is told beforehand, and a request that comes all the same is refused."""
    client = make_client(store)
    assert client.get("/desk.json").get_json()["fetch"] is False
    response = send(client, url="https://news.example/story")
    assert response.status_code == 400
    assert "MAPPING_FETCH=1" in response.get_json()["error"]


def test_a_read_only_server_takes_nothing(store: EventStore) -> None:
    """By setting, or because the file is open for reading; the page learns it and hides its buttons."""
    with open_store(store.path, read_only=True) as reading:
        for client in (make_client(store, read_only=True), make_client(reading)):
            desk = client.get("/desk.json")
            assert (desk.get_json()["writable"], desk.get_json()["token"]) == (False, "")
            assert "Set-Cookie" not in desk.headers
            response = client.post("/submissions", data={"text": STORY})
            assert response.status_code == 403
            assert "read-only" in response.get_json()["error"]
            assert client.get("/submissions/x.json").status_code == 403
    assert store.count() == 0


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"Origin": "https://evil.example"}, id="another site"),
        pytest.param({"Origin": "http://localhost:9"}, id="another port of this machine"),
        pytest.param({"Origin": "null"}, id="a sandbox"),
        pytest.param({"Sec-Fetch-Site": "cross-site"}, id="another site that tells no origin"),
        pytest.param({"Sec-Fetch-Site": "same-site"}, id="a neighbour"),
        pytest.param({TOKEN_HEADER: ""}, id="no token"),
        pytest.param({TOKEN_HEADER: "x" * 43}, id="another token"),
        pytest.param({TOKEN_HEADER: "\u00e9" * 43}, id="odd token"),
        pytest.param({"Host": "evil.example", "Origin": "http://evil.example"}, id="a name bound to this machine"),
        pytest.param({"Host": "localhost.evil.example"}, id="a name that begins like ours"),
    ],
)
def test_other_pages_cannot_write(client: FlaskClient, store: EventStore, headers: dict[str, str]) -> None:
    """A forged request is refused even with the reader's cookie."""
    response = send(client, text=STORY, headers=headers)
    assert response.status_code == 403
    assert store.count() == 0


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({}, id="a program"),
        pytest.param({"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}, id="this page"),
        pytest.param({"Host": "192.168.1.7:8000", "Origin": "http://192.168.1.7:8000"}, id="by number"),
        pytest.param({"Host": "[::1]:8000", "Origin": "https://[::1]:8000"}, id="behind a proxy that adds TLS"),
    ],
)
def test_the_page_itself_writes(client: FlaskClient, headers: dict[str, str]) -> None:
    """Cookie and header agree, and so do origin and host."""
    host = headers.get("Host", "localhost")
    token = client.get("/desk.json", headers={"Host": host}).get_json()["token"]
    client.set_cookie("dateline-token", token, domain=host.partition(":")[0] if host[0] != "[" else "::1")
    sent = {TOKEN_HEADER: token, "Cookie": f"dateline-token={token}"} | headers
    assert client.post("/submissions", data={"text": STORY}, headers=sent).status_code == 202


def test_a_name_of_the_operator_is_known(store: EventStore) -> None:
    """As a proxy passes it on."""
    client = make_client(store, hosts="map.example.org, other.example")
    statuses = {}
    for name in ("map.example.org", "other.example", "localhost"):
        client.set_cookie("dateline-token", "t" * 40, domain=name)
        response = client.post("/submissions", headers={TOKEN_HEADER: "t" * 40}, base_url=f"http://{name}/")
        statuses[name] = response.status_code
    assert statuses == {"map.example.org": 400, "other.example": 400, "localhost": 403}  # 400: there is nothing to read


def test_the_token_is_kept_from_scripts_and_other_sites(client: FlaskClient) -> None:
    """The cookie's flags, and that two tabs share one token."""
    first = client.get("/desk.json")
    assert "HttpOnly" in first.headers["Set-Cookie"]
    assert "SameSite=Strict" in first.headers["Set-Cookie"]
    assert first.headers["Cache-Control"] == "no-store"
    assert client.get("/desk.json").get_json()["token"] == first.get_json()["token"]


def test_a_job_that_is_not_there(client: FlaskClient) -> None:
    """Guessing ids finds nothing."""
    assert client.get("/submissions/none.json").status_code == 404
