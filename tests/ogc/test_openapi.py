"""The OpenAPI document tells the truth: what it allows is answered, what it forbids is refused."""

import json
import math
import re
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks

from mapping.querying.cql_text import read_cql_text
from mapping.querying.terms import split_terms
from mapping.settings import Settings
from server import create_app
from tests.ogc.conftest import open_filled_store

# Of what all collections have; the tests of filters try many more.
FILTERS = (
    *("id = 'e1'", "id LIKE 'e%' OR id IS NULL", "NOT id IN ('d1', 'test:Suva')", "datetime IS NULL"),
    *("T_AFTER(datetime, DATE('2017-10-02'))", "id > 'e2' AND T_DURING(datetime, INTERVAL('2017-10-02', '..'))"),
)
# The document can say that these are texts, but not what is in them.
_DAYS = st.dates().filter(lambda day: day.year >= 1000).map(str)
_INTERVALS = st.tuples(_DAYS, _DAYS).map(lambda pair: "/".join(sorted(pair)))
schemathesis.openapi.format("datetime-interval", _DAYS | _DAYS.map("../{}".format) | _INTERVALS)
schemathesis.openapi.format("cql2", st.sampled_from(FILTERS))
schemathesis.openapi.format("words", st.text(min_size=1, max_size=20).filter(lambda text: bool(split_terms(text))))
schemathesis.openapi.format("page-end", st.just("17450~e7"))
CHECKS = (
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
    checks.negative_data_rejection,
    checks.positive_data_acceptance,
    checks.unsupported_method,
)


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The document of a server over a filled store, read over WSGI."""
    with open_filled_store("sqlite", tmp_path_factory.mktemp("openapi")) as store:
        yield schemathesis.openapi.from_wsgi("/ogc/api", create_app(Settings(), store))


OPERATIONS = [
    *("/", "/conformance", "/api", "/collections"),
    *(
        f"/collections/{name}{rest}"
        for name in ("events", "documents", "places")
        for rest in ("", "/queryables", "/items", "/items/{featureId}")
    ),
]


def fold_box(text: str) -> str:
    """A box made of any four numbers: a schema can say neither that they are degrees nor that south comes first."""
    west, south, east, north = (float(part) for part in text.split(",")[:4])
    lats = sorted((math.remainder(south, 90), math.remainder(north, 90)))
    return f"{math.remainder(west, 180)},{lats[0]},{math.remainder(east, 180)},{lats[1]}"


def is_blank_form(query: dict[str, Any]) -> bool:
    """Whether a page's form was sent with empty fields: they count as not given, which no schema can say."""
    return query.get("f") == "html" and any(not str(value or "").strip() for value in query.values())


def test_every_path_is_tried(api: Any) -> None:
    """No path of the document is left out below."""
    assert sorted(api.raw_schema["paths"]) == sorted(OPERATIONS)


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["right", "wrong"])
@pytest.mark.parametrize("path", OPERATIONS)
def test_the_server_does_as_its_document_says(api: Any, path: str, mode: GenerationMode) -> None:
    """Random requests, right and wrong ones: no server error, the promised status, media type and schema."""

    @settings(
        derandomize=True,
        deadline=None,
        max_examples=40 if path.endswith("/items") else 5,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=api[path]["GET"].as_strategy(generation_mode=mode))
    def check(case: schemathesis.Case) -> None:
        assume(not is_blank_form(case.query))
        if mode is GenerationMode.POSITIVE and "bbox" in case.query:
            case.query["bbox"] = fold_box(str(case.query["bbox"]))
        if mode is GenerationMode.POSITIVE and case.query.get("filter-lang") == "cql2-json" and "filter" in case.query:
            case.query["filter"] = json.dumps(read_cql_text(case.query["filter"]))
        case.call_and_validate(checks=CHECKS, headers={"Accept-Encoding": "identity"})

    check()


@pytest.mark.parametrize(
    "text", [chr(code) for code in (*range(1, 0x21), 0x85, 0xA0, 0x1680, 0x2003, 0x2028, 0x200B, 0x3000, 0xFEFF)]
)
def test_the_pattern_of_texts_knows_blanks_as_the_server_does(api: Any, text: str) -> None:
    """Whatever language of patterns a client has: none of them agrees with another on what a blank is."""
    parameters = api.raw_schema["paths"]["/collections/documents/items"]["get"]["parameters"]
    [pattern] = [parameter["schema"]["pattern"] for parameter in parameters if parameter["name"] == "url"]
    assert "\\s" not in pattern
    is_allowed = re.search(pattern, text) is not None
    answer = api["/collections/documents/items"]["GET"].Case(query={"url": text}).call()
    assert (answer.status_code == 200) == is_allowed
