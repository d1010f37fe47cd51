"""The answers of the API: links, pages, filters, forms, errors."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from flask.testing import FlaskClient

from mapping.errors import SettingsError
from mapping.kinds import Change, Review
from mapping.ogc.collections import COLLECTIONS
from mapping.ogc.descriptions import CONFORMANCE
from mapping.ogc.items import CRS84, MAX_LIMIT
from mapping.query import EventQuery
from mapping.settings import Settings, read_settings
from mapping.store import EventStore
from server import create_app
from tests.map_events import EVENTS, fill_store
from tests.ogc.conftest import open_filled_store
from tests.stores import KINDS

ITEMS = "/ogc/collections/events/items"


@pytest.fixture(scope="module", params=KINDS)
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[EventStore]:
    """Thirty events in each kind of database."""
    with open_filled_store(request.param, tmp_path_factory.mktemp("answers")) as opened:
        yield opened


@pytest.fixture(scope="module")
def client(store: EventStore) -> FlaskClient:
    """A client of a server over them."""
    return create_app(Settings(), store).test_client()


def find_link(value: dict[str, Any], rel: str) -> str:
    """Where an answer's link of this kind leads."""
    return next((link["href"] for link in value["links"] if link["rel"] == rel), "")


def read_all(client: FlaskClient, address: str) -> list[str]:
    """The ids of all pages."""
    ids = []
    while address:
        value = client.get(address).json
        ids += [feature["id"] for feature in value["features"]]
        address = find_link(value, "next")
    return ids


def test_the_landing_page_leads_everywhere(client: FlaskClient) -> None:
    """Each link is answered, with the media type that it promises."""
    value = client.get("/ogc").json
    for link in value["links"]:
        response = client.get(link["href"])
        assert response.status_code == 200
        assert response.content_type.partition(";")[0] == link["type"].partition(";")[0]
    assert {link["rel"] for link in value["links"]} == {
        *("self", "alternate", "service-desc", "service-doc", "conformance", "data"),
    }
    assert client.get("/ogc/conformance").json == {"conformsTo": list(CONFORMANCE)}


@pytest.mark.parametrize("name", COLLECTIONS)
def test_a_collection_tells_where_and_when_it_is(client: FlaskClient, name: str) -> None:
    """Its links are answered, and its extent is that of the events."""
    value = client.get(f"/ogc/collections/{name}").json
    if name == "documents":
        assert "extent" not in value
    else:
        assert value["extent"]["temporal"]["interval"] == [["2017-10-01T00:00:00Z", "2017-11-05T23:59:59Z"]]
        assert value["extent"]["spatial"]["bbox"] == [[-4.0, -18.1416, 178.4419, 36.34]]
    assert value["id"] in [found["id"] for found in client.get("/ogc/collections").json["collections"]]
    assert "GeoNames (CC BY 4.0)" in value["attribution"]
    assert find_link(value, "license") == "https://creativecommons.org/licenses/by/4.0/"
    for link in value["links"]:
        if link["rel"] != "license":
            assert client.get(link["href"]).status_code == 200
    items = client.get(f"/ogc/collections/{name}/items", query_string={"filter": COLLECTIONS[name].example})
    assert items.status_code == 200
    queryables = client.get(find_link(value, "http://www.opengis.net/def/rel/ogc/1.0/queryables")).json
    assert set(queryables["properties"]) == set(COLLECTIONS[name].properties)


@pytest.mark.parametrize(("name", "number"), [("events", 30), ("documents", 30), ("places", 4)])
@pytest.mark.parametrize("limit", [1, 7, 100])
def test_pages_add_up(client: FlaskClient, name: str, number: int, limit: int) -> None:
    """Each item once, in an order that stays; the counts tell of one page and of all."""
    address = f"/ogc/collections/{name}/items?limit={limit}"
    ids = read_all(client, address)
    assert len(set(ids)) == len(ids) == number
    value = client.get(address).json
    assert (value["numberMatched"], value["numberReturned"]) == (number, min(limit, number))


def test_an_item_is_the_same_alone(client: FlaskClient) -> None:
    """With its links, and with CRS84 in the header."""
    for name in COLLECTIONS:
        address = f"/ogc/collections/{name}/items"
        feature = client.get(address).json["features"][0]
        response = client.get(f"{address}/{feature['id']}")
        assert response.headers["Content-Crs"] == f"<{CRS84}>"
        assert response.content_type == "application/geo+json"
        assert {part: response.json[part] for part in feature} == feature
        assert client.get(find_link(response.json, "collection")).json["id"] == name


@pytest.mark.parametrize(
    ("parameters", "query"),
    [
        ("bbox=40,30,50,40", "S_INTERSECTS(geometry, BBOX(40, 30, 50, 40))"),
        ("bbox=40,30,-9999,50,40,9999", "S_INTERSECTS(geometry, BBOX(40, 30, 50, 40))"),
        ("bbox=170,-30,-170,0", "place = 'Suva'"),
        ("datetime=2017-10-10/2017-10-12", "T_INTERSECTS(date, INTERVAL('2017-10-10', '2017-10-12'))"),
        ("datetime=2017-10-10T00:00:00Z/..", "T_INTERSECTS(date, INTERVAL('2017-10-10', '..'))"),
        ("country_code=IQ&type=strike.air", "country_code = 'IQ' AND type = 'strike.air'"),
        ("score=0.5", "score = 0.5"),
        ("date_end=2017-10-05", "date_end = DATE('2017-10-05')"),
        ("place=Mosul&filter=score > 0.5", "place = 'Mosul' AND score > 0.5"),
        ('filter={"op":"isNull","args":[{"property":"place"}]}&filter-lang=cql2-json', "place IS NULL"),
        (f"filter=place IS NULL&filter-crs={CRS84}", "place IS NULL"),
    ],
)
def test_parameters_mean_what_filters_mean(client: FlaskClient, store: EventStore, parameters: str, query: str) -> None:
    """Box, days and properties, of events and of places."""
    value = client.get(f"{ITEMS}?limit=100&{parameters}").json
    same = client.get(ITEMS, query_string={"filter": query, "limit": 100}).json
    assert value["features"] == same["features"]
    assert 0 < value["numberMatched"] < store.count(EventQuery(placed=None))


def test_places_and_documents_obey_filters_too(client: FlaskClient) -> None:
    """Each in its own properties; a document lies in no box."""
    places = "/ogc/collections/places/items"
    assert read_all(client, f"{places}?bbox=40,30,50,40") == ["test:Kirkuk", "test:Mosul"]
    assert read_all(client, f"{places}?filter=country_code = 'ML' OR name LIKE 'S%25'") == ["test:Mali", "test:Suva"]
    assert read_all(client, f"{places}?datetime=2016") == []
    documents = "/ogc/collections/documents/items"
    assert len(read_all(client, f"{documents}?published=2017-10-18")) == 30
    assert read_all(client, f"{documents}?datetime=2017-10-19/..") == []
    assert read_all(client, f"{documents}?bbox=-180,-90,180,90") == []
    assert read_all(client, f"{documents}?filter=id IN ('d3', 'd4')") == ["d3", "d4"]


def test_words_are_searched_for(client: FlaskClient) -> None:
    """As on the map's page."""
    assert len(read_all(client, f"{ITEMS}?q=suva")) == 6
    assert len(read_all(client, f"{ITEMS}?q=-suva")) == 24


def test_a_greater_limit_is_cut(client: FlaskClient) -> None:
    """As the standard wants it; the page says how many came."""
    response = client.get(f"{ITEMS}?limit={MAX_LIMIT * 100}")
    assert response.status_code == 200
    assert response.json["numberReturned"] == 30


@pytest.mark.parametrize(
    ("address", "status", "message"),
    [
        pytest.param(f"{ITEMS}?limit=0", 400, "limit must be a whole number from 1", id="limit"),
        pytest.param(f"{ITEMS}?limit=", 400, "limit must have one value, and has 0", id="empty"),
        pytest.param(f"{ITEMS}?limit=1&limit=2", 400, "limit must have one value, and has 2", id="twice"),
        pytest.param(f"{ITEMS}?colour=red", 400, "there is no parameter 'colour'", id="unknown"),
        pytest.param(f"{ITEMS}?bbox=1,2,3,4,5", 400, "bbox must be four numbers", id="five numbers"),
        pytest.param(f"{ITEMS}?bbox=1,2,x,3,4,5", 400, "a height of bbox must be a number", id="height"),
        pytest.param(f"{ITEMS}?datetime=yesterday", 400, "'yesterday' is not understood", id="datetime"),
        pytest.param(f"{ITEMS}?type=nonsense", 400, "type 'nonsense' is not known", id="a value of a closed list"),
        pytest.param(f"{ITEMS}?score=high", 400, "score must be a number", id="number"),
        pytest.param(f"{ITEMS}?score=inf", 400, "score must be a number", id="endless"),
        pytest.param(f"{ITEMS}?place=%00", 400, "has a character that is none", id="NUL"),
        pytest.param(f"{ITEMS}?filter=scoer>1", 400, "there is no property 'scoer'", id="filter"),
        pytest.param(f"{ITEMS}?filter-lang=sql", 400, "filter-lang 'sql' is not known", id="language"),
        pytest.param(f"{ITEMS}?filter-crs=EPSG:3857", 400, "filter-crs must be", id="coordinates"),
        pytest.param(f"{ITEMS}?after=x", 400, "is no place to go on from", id="after"),
        pytest.param(f"{ITEMS}?f=xml", 400, "f must be json or html", id="form"),
        pytest.param(f"{ITEMS}/none", 404, "there is no event 'none'", id="no event"),
        pytest.param(f"{ITEMS}/%00", 404, "there is no item", id="NUL as an id"),
        pytest.param("/ogc/collections/places/items/none", 404, "there is no place 'none'", id="no place"),
        pytest.param("/ogc/collections/none", 404, "there are events, documents, places", id="no collection"),
        pytest.param("/ogc/collections?limit=1", 400, "there is no parameter 'limit'", id="where none is taken"),
    ],
)
def test_errors_say_what_was_wrong(client: FlaskClient, address: str, status: int, message: str) -> None:
    """The standard's exception for programs, a page for readers."""
    response = client.get(address)
    assert response.status_code == status
    assert message in response.json["description"]
    assert response.json["code"]
    page = client.get(address, headers={"Accept": "text/html"})
    assert (page.status_code, page.mimetype) == (status, "text/html")


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        pytest.param("*/*", "application/geo+json", id="anything"),
        pytest.param("text/html,application/xhtml+xml,*/*;q=0.8", "text/html", id="a browser"),
        pytest.param("application/json", "application/geo+json", id="JSON of any kind"),
        pytest.param("", "application/geo+json", id="nothing said"),
    ],
)
def test_the_client_chooses_the_form(client: FlaskClient, accept: str, media_type: str) -> None:
    """By the header, unless `f` says otherwise."""
    assert client.get(ITEMS, headers={"Accept": accept}).mimetype == media_type
    assert client.get(f"{ITEMS}?f=html", headers={"Accept": accept}).mimetype == "text/html"


def test_a_form_that_there_is_not_is_refused(client: FlaskClient) -> None:
    """A program that takes pictures alone is told what there is."""
    response = client.get(ITEMS, headers={"Accept": "image/png"})
    assert response.status_code == 406
    assert "application/geo+json" in response.json["description"]


def test_pages_of_the_api_are_read_in_a_browser(client: FlaskClient) -> None:
    """Every page links to its JSON, has no script of its own, and a form's empty fields ask nothing."""
    pages = ["/ogc", "/ogc/conformance", "/ogc/api", "/ogc/collections"]
    pages += [f"/ogc/collections/{name}{rest}" for name in COLLECTIONS for rest in ("", "/queryables", "/items")]
    for address in (*pages, f"{ITEMS}/e1"):
        response = client.get(address, headers={"Accept": "text/html"})
        assert response.mimetype == "text/html"
        other = re.search(r'class="button" href="([^"]+)">JSON<', response.text)
        assert other
        assert client.get(other[1].replace("&amp;", "&")).is_json or "openapi" in response.text.lower()
        assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\bsrc=)", response.text)
    assert "<td><code>filter-lang</code></td><td>The language of the filter</td>" in client.get("/ogc/api?f=html").text
    empty = client.get(f"{ITEMS}?f=html&q=&bbox=&datetime=&filter=")
    assert "30 of 30 events" in empty.text


def test_text_of_documents_is_escaped(tmp_path: Any) -> None:
    """What a headline says is shown, and never run."""
    with fill_store(tmp_path / "events.db", EVENTS[:1], title="<script>{{7*7}}</script>") as store:
        client = create_app(Settings(), store).test_client()
        for address in ("/ogc/collections/documents/items", f"{ITEMS}/e1", "/ogc/collections/documents/items/d1"):
            text = client.get(f"{address}?f=html").text
            assert "<script>{{" not in text
            assert "&lt;script&gt;{{7*7}}" in text


def test_rejected_events_stay_out_and_decisions_are_told(tmp_path: Any) -> None:
    """What a person rejects is gone from the items; what a person decides stands with the event."""
    with fill_store(tmp_path / "events.db", EVENTS[:3], raw='{"row": 1}') as store:
        client = create_app(Settings(), store).test_client()
        assert client.get(ITEMS).json["numberMatched"] == 3
        decide(store, "e1", Review.REJECTED)
        decide(store, "e2", Review.CONFIRMED)
        value = client.get(ITEMS).json
        assert {feature["id"] for feature in value["features"]} == {"e2", "e3"}
        assert value["numberMatched"] == 2
        told = {feature["id"]: feature["properties"]["decisions"] for feature in value["features"]}
        assert told["e2"][0]["author"] == "Ada"
        assert told["e3"] == []


def decide(store: EventStore, event_id: str, review: Review) -> None:
    """Let a person say something of an event."""
    store.decide(event_id, Change.REVIEW, review, author="Ada", at=datetime(2024, 1, 2, tzinfo=UTC))


SITE = "https://paper.example"


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        (Settings(), None),
        (Settings(read_only=True), "*"),
        (Settings(read_only=True, origins="none"), None),
        (Settings(origins="*"), "*"),
        (Settings(origins=f"https://other.example, {SITE}/"), SITE),
        (Settings(origins="https://other.example"), None),
    ],
)
def test_other_sites_read_what_the_operator_lets_them(store: EventStore, settings: Settings, told: str | None) -> None:
    """Answers and errors alike; a server that takes decisions is nobody else's unless it says so."""
    client = create_app(settings, store).test_client()
    for address in ("/ogc", f"{ITEMS}?limit=1", f"{ITEMS}?limit=none", "/ogc/nothing"):
        answer = client.get(address, headers={"Origin": SITE})
        assert answer.headers.get("Access-Control-Allow-Origin") == (told if address != "/ogc/nothing" else None)
        assert "Access-Control-Allow-Credentials" not in answer.headers
    varies = client.get("/ogc", headers={"Origin": SITE}).headers.getlist("Vary")
    assert ("Origin" in varies) == ("example" in settings.origins)
    assert client.get("/counts.json", headers={"Origin": SITE}).headers.get("Access-Control-Allow-Origin") is None


def test_sites_are_checked_at_the_start() -> None:
    """An address with a path would never be one that a browser tells."""
    assert (
        read_settings({"MAPPING_ORIGINS": f"{SITE}, https://b.example:8443"}).origins
        == f"{SITE}, https://b.example:8443"
    )
    with pytest.raises(SettingsError, match="MAPPING_ORIGINS must be"):
        read_settings({"MAPPING_ORIGINS": "paper.example"})


@pytest.mark.parametrize("item", ["none", "a%0A", "%0Ab", "a/b%0A", "%E2%80%A8"])
def test_any_text_may_be_asked_for_as_an_item(client: FlaskClient, item: str) -> None:
    """And is answered in the standard's words, also where a line feed stands in it."""
    answer = client.get(f"/ogc/collections/places/items/{item}")
    assert answer.status_code == 404
    assert answer.json["code"] == "NotFound"
