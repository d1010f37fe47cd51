"""Real clients of OGC API - Features read what the store holds, and let the server do the filtering."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from owslib.ogcapi.features import Features

from mapping.cql import parse_cql2
from mapping.model import BBox
from mapping.query import EventQuery
from tests.ogc.conftest import LiveServer


class Read(NamedTuple):
    """A read by GDAL, the query that has the same events, and what the server must have been asked for."""

    name: str
    options: dict[str, Any]
    query: EventQuery
    asked: dict[str, str]


def make_read(name: str, where: str, cql: str, asked: str | None = None) -> Read:
    """A read with a condition on attributes; GDAL's text of it goes to the server, or nothing does with ""."""
    query = EventQuery(placed=None, filter=parse_cql2(cql))
    wanted = where if asked is None else asked
    return Read(name, {"where": where}, query, {"filter": wanted, "filter-lang": "cql-text"} if wanted else {})


READS = (
    Read("everything", {}, EventQuery(placed=None), {}),
    make_read("text", "country_code = 'IQ'", "country_code = 'IQ'"),
    make_read("number", "score > 0.55", "score > 0.55"),
    make_read("like", "place LIKE 'M%'", "place LIKE 'M%'"),
    make_read("any case", "place ILIKE 'm%'", "place LIKE 'M%'"),
    make_read("null", "place IS NULL", "place IS NULL", "(place IS NULL)"),
    make_read("not null", "date_end IS NOT NULL", "date_end IS NOT NULL", "NOT ((date_end IS NULL))"),
    make_read("not", "NOT country_code = 'IQ'", "NOT country_code = 'IQ'", "NOT (country_code = 'IQ')"),
    make_read(
        "or", "country_code = 'FJ' OR type = 'strike.air'", "country_code = 'FJ' OR type = 'strike.air'",
        "(country_code = 'FJ') OR (type = 'strike.air')",
    ),
    make_read("day", "date_start >= '2017-10-16'", "date_start >= DATE('2017-10-16')", "date_start >= '2017-10-16T'"),
    make_read("list, by GDAL itself", "place IN ('Suva', 'Mali')", "place IN ('Suva', 'Mali')", ""),
    make_read("not a property, by GDAL itself", "trigger = 'clashed'", "TRUE", ""),
    Read(
        "box", {"bbox": [40, 30, 50, 40]}, EventQuery(bbox=BBox(west=40, south=30, east=50, north=40)),
        {"bbox": "40,30,50,40"},
    ),
    Read(
        "box and number", {"bbox": [40, 30, 50, 40], "where": "score > 0.55"},
        EventQuery(bbox=BBox(west=40, south=30, east=50, north=40), filter=parse_cql2("score > 0.55")),
        {"bbox": "40,30,50,40", "filter": "score > 0.55"},
    ),
)  # fmt: skip


LAYERS = ("documents", "places")


@pytest.fixture(scope="module")
def gdal(live: LiveServer) -> Any:
    """What GDAL reads, in one process: the reads above, then the other collections."""
    reads = [{"mark": str(number), "layer": "events", **read.options} for number, read in enumerate(READS)]
    return run_gdal(live.address, [*reads, *({"mark": layer, "layer": layer} for layer in LAYERS)])


@pytest.mark.parametrize("number", range(len(READS)), ids=[read.name for read in READS])
def test_gdal_lets_the_server_filter(live: LiveServer, gdal: Any, number: int) -> None:
    """The same events as the store finds, from a request that carries the condition."""
    read = READS[number]
    assert gdal["ids"][number] == sorted(live.store.find_ids(read.query))
    items = [args for path, args in live.recorder.seen[str(number)] if path.endswith("/events/items")]
    last = {name: values[0] for name, values in items[-1].items() if name != "limit"}
    assert read.asked.items() <= last.items()
    assert ("filter" in last) is ("filter" in read.asked)


def test_gdal_reads_the_other_collections(live: LiveServer, gdal: Any) -> None:
    """Documents without a geometry, places with one."""
    documents, places = gdal["ids"][len(READS) :]
    assert {name for name, _ in gdal["layers"]} == {"events", *LAYERS}
    assert documents == sorted(document.doc_id for document in live.store.find_documents())
    assert places == ["test:Kirkuk", "test:Mali", "test:Mosul", "test:Suva"]


def run_gdal(address: str, reads: list[dict[str, Any]]) -> Any:
    """What GDAL's OAPIF driver reads."""
    script = Path(__file__).with_name("gdal_client.py")
    result = subprocess.run(
        [sys.executable, str(script), address], input=json.dumps(reads), capture_output=True, text=True, timeout=120
    )
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


@pytest.fixture(scope="module")
def owslib(live: LiveServer) -> Features:
    """OWSLib's client."""
    return Features(live.address)


def test_owslib_finds_its_way(owslib: Features) -> None:
    """From the landing page to collections, conformance, the API and queryables."""
    assert owslib.feature_collections() == ["events", "documents", "places"]
    assert "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core" in owslib.conformance()["conformsTo"]
    assert owslib.api()["openapi"].startswith("3.0")
    assert owslib.collection("events")["title"] == "Events"
    assert owslib.collection_queryables("events")["properties"]["score"]["type"] == "number"


def test_owslib_reads_items(live: LiveServer, owslib: Features) -> None:
    """With a box, days, a property, CQL2 as JSON, and page after page."""
    box = owslib.collection_items("events", bbox=[40, 30, 50, 40], datetime_="2017-10-10/..", limit=100)
    query = EventQuery(bbox=BBox(west=40, south=30, east=50, north=40), start=date(2017, 10, 10))
    assert {feature["id"] for feature in box["features"]} == set(live.store.find_ids(query))
    assert box["numberMatched"] == live.store.count(query)
    named = owslib.collection_items("events", country_code="FJ", limit=100)
    assert named["numberMatched"] == live.store.count(EventQuery(countries=("FJ",)))
    tree = {"op": ">", "args": [{"property": "score"}, 0.55]}
    told = owslib.collection_items("events", filter=json.dumps(tree), **{"filter-lang": "cql2-json"})
    assert told["numberMatched"] == live.store.count(EventQuery(placed=None, filter=parse_cql2("score > 0.55")))
    first = box["features"][0]
    assert owslib.collection_item("events", first["id"])["properties"] == first["properties"]
