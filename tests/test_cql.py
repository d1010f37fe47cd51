"""Tests of mapping.cql: filter expressions are understood as the standard has them, or refused with a reason."""

import json
import re
import time
from datetime import date
from typing import Any

import cql2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.cql import parse_cql2
from mapping.errors import QueryError
from mapping.model import BBox
from mapping.querying.cql_text import read_cql_text
from mapping.querying.nodes import And, Comparator, Comparison, Constant, In, IsNull, Like, Not, Or, Relation, Spatial
from mapping.querying.properties import EVENT_PROPERTIES, FIRST_DAY, LAST_DAY
from mapping.settings import find_folder
from tests.cql_strategies import filters

SCORE, TYPE, PLACE, START = (EVENT_PROPERTIES[name] for name in ("score", "type", "place", "date_start"))
HALF = Comparison(comparator=Comparator.GREATER, left=SCORE, right=0.5)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("score > 0.5", HALF),
        ("0.5 < score", HALF),
        ('"score" > +.5', HALF),
        ("NOT (score > 5e-1)", Not(part=HALF)),
        ("TRUE", Constant(value=True)),
        ("type = 'it''s'", Comparison(comparator=Comparator.EQUAL, left=TYPE, right="it's")),
        ("place != 'Kirkuk'", Comparison(comparator=Comparator.UNEQUAL, left=PLACE, right="Kirkuk")),
        ("type IN ('a', 'b')", In(value=TYPE, items=("a", "b"))),
        ("type not in ('a')", Not(part=In(value=TYPE, items=("a",)))),
        ("place LIKE 'Kir%'", Like(value=PLACE, pattern="Kir%")),
        ("place ILIKE 'kir%'", Like(value=PLACE, pattern="kir%", any_case=True)),
        ("CASEI(place) LIKE CASEI('kir%')", Like(value=PLACE, pattern="kir%", any_case=True)),
        ("place IS NULL", IsNull(value=PLACE)),
        ("place IS NOT NULL", Not(part=IsNull(value=PLACE))),
        ("date IS NULL", IsNull(value=FIRST_DAY)),
        (
            "score > 0.5 OR score > 0.5 AND place IS NULL",
            Or(parts=(HALF, And(parts=(HALF, IsNull(value=PLACE))))),
        ),
        (
            "date_start = DATE('2017-10-16')",
            Comparison(comparator=Comparator.EQUAL, left=START, right=date(2017, 10, 16)),
        ),
        ("date_start = '2017-10-16T'", Comparison(comparator=Comparator.EQUAL, left=START, right=date(2017, 10, 16))),
        (
            "date_start < TIMESTAMP('2017-10-16T23:30:00-02:00')",
            Comparison(comparator=Comparator.LESS, left=START, right=date(2017, 10, 17)),
        ),
        (
            "date <= DATE('2017-10-16')",
            Comparison(comparator=Comparator.AT_MOST, left=LAST_DAY, right=date(2017, 10, 16)),
        ),
        (
            "T_AFTER(date, DATE('2017-10-16'))",
            Comparison(comparator=Comparator.LESS, left=date(2017, 10, 16), right=FIRST_DAY),
        ),
    ],
)
def test_expressions(text: str, expected: object) -> None:
    """Precedence, negation, values on either side, and every form of a value."""
    assert parse_cql2(text) == expected
    assert parse_cql2(json.dumps(read_cql_text(text)), "cql2-json") == expected


def test_boxes_across_the_antimeridian_are_two() -> None:
    """West greater than east, as in RFC 7946."""
    node = parse_cql2("S_INTERSECTS(geometry, BBOX(170, -50, -170, -30))")
    assert isinstance(node, Spatial)
    assert node.boxes == (
        BBox(west=170, south=-50, east=180, north=-30),
        BBox(west=-180, south=-50, east=-170, north=-30),
    )
    assert node.is_box


def test_a_geometry_may_come_first() -> None:
    """What contains the event's point has the point within it."""
    node = parse_cql2("S_CONTAINS(POLYGON((0 0, 4 0, 4 4, 0 0)), geometry)")
    assert isinstance(node, Spatial)
    assert node.relation is Relation.WITHIN
    assert node.boxes == (BBox(west=0, south=0, east=4, north=4),)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("", "at character 1: expected a property, a value or a function, found its end", id="empty"),
        pytest.param("score >", "at character 8: expected a property, a value", id="no right side"),
        pytest.param("score > 0.5 score", "at character 13: expected AND, OR, or the end", id="two expressions"),
        pytest.param("score > 'x", "at character 9: expected a property", id="open quote"),
        pytest.param("(score > 1", "expected ')', found its end", id="open bracket"),
        pytest.param("score > 0.5; DROP TABLE events", "at character 12", id="semicolon"),
        pytest.param("score NOT 5", "expected LIKE, BETWEEN or IN", id="not what"),
        pytest.param("score BETWEEN 1 2", "expected AND", id="between"),
        pytest.param("score * 2 > 1", "at character 7", id="arithmetic"),
        pytest.param("scoer > 1", "there is no property 'scoer': did you mean score", id="property"),
        pytest.param("payload = 'x'", "there is no property 'payload'", id="a column that is no property"),
        pytest.param("first_day > '2017-01-01'", "there is no property 'first_day'", id="a property of ours alone"),
        pytest.param(
            "score > 'x'",
            'score in the filter must be compared with a number, as in 0.5, not with "x"',
            id="text for number",
        ),
        pytest.param("score > TRUE", "compared with a number", id="boolean for number"),
        pytest.param("score > 1e999", "compared with a number", id="endless"),
        pytest.param("type = 5", "type in the filter must be compared with a text", id="number for text"),
        pytest.param("type = NULL", "at character 8", id="null as a value"),
        pytest.param("type = 'a\x00b'", "has a character that is none", id="NUL"),
        pytest.param("date > 5", "needs a day, as in DATE('2017-10-16')", id="number for day"),
        pytest.param("date = DATE('2017-02-30')", "needs a day", id="no day of the calendar"),
        pytest.param("date = DATE('20171016')", "needs a day", id="another form of a day"),
        pytest.param("date = TIMESTAMP('9999-12-31T23:00:00-05:00')", "needs a day", id="beyond the calendar"),
        pytest.param("'a' = 'a'", "one side must be a property", id="no property"),
        pytest.param("score = type", "score (number) and type (text) cannot be compared", id="kinds"),
        pytest.param("geometry = 'x'", "geometry is a geometry: use a function", id="geometry compared"),
        pytest.param("geometry = geometry", "cannot be compared", id="geometries compared"),
        pytest.param("score LIKE 'x'", "score in the filter must be compared with a number", id="like a number"),
        pytest.param("place LIKE 'x\\'", "at character 12", id="backslash before the closing quote"),
        pytest.param("place LIKE 'x\\\\\\\\\\", "at character 12", id="open pattern"),
        pytest.param(f"place LIKE '{'%' * 201}'", "pattern has 201 characters", id="long pattern"),
        pytest.param("score IN ()", "expected a property, a value", id="empty list"),
        pytest.param("CASEI(type) = 'x'", "the filter compares", id="function of a value"),
        pytest.param("sqlite_version()", "expected a property", id="no arguments"),
        pytest.param("load_extension('x')", "'load_extension', which is no operation here", id="unknown function"),
        pytest.param(
            "S_INTERSECTS(geometry, geometry)", "needs a geometry's property and a geometry", id="no geometry"
        ),
        pytest.param("S_INTERSECTS(place, POINT(1 2))", "needs a geometry's property", id="no geometry's property"),
        pytest.param("S_INTERSECTS(geometry, POINT(1 2 3))", "two numbers, longitude and latitude", id="height"),
        pytest.param("S_INTERSECTS(geometry, POINT(35 144))", "longitude comes first", id="axes"),
        pytest.param("S_INTERSECTS(geometry, BBOX(1, 2, 3))", "must have four numbers", id="three numbers"),
        pytest.param("S_INTERSECTS(geometry, BBOX(1, 9, 3, 4))", "does not fit", id="south above north"),
        pytest.param("S_INTERSECTS(geometry, POLYGON((0 0, 1 1, 0 0)))", "Polygon is", id="flat polygon"),
        pytest.param("S_INTERSECTS(geometry, POLYGON((0 0, 2 2, 2 0, 0 2, 0 0)))", "not valid", id="bow tie"),
        pytest.param("T_AFTER(score, DATE('2017-01-01'))", "t_after in the filter is for dates", id="no date"),
        pytest.param("T_AFTER(date)", "t_after in the filter takes 2 arguments, not 1", id="one argument"),
        pytest.param(
            "T_DURING(date, INTERVAL('2018-01-01', '2017-01-01'))", "interval ends before it starts", id="interval"
        ),
        pytest.param("T_DURING(date, INTERVAL(score, '..'))", "must be a day, and score is a number", id="end"),
        pytest.param(f"type = '{'x' * 20_000}'", "more than 20000: make it shorter", id="long"),
        pytest.param(" OR ".join(["score > 1"] * 300), "more than 500 parts", id="many parts"),
        pytest.param(f"score IN ({', '.join(['1'] * 600)})", "more than 500 parts", id="many values"),
        pytest.param("(" * 51 + "score > 1" + ")" * 51, "more than 50 brackets", id="deep"),
        pytest.param("NOT " * 51 + "score > 1", "more than 50 brackets", id="many nots"),
    ],
)
def test_what_is_not_understood_is_refused(text: str, message: str) -> None:
    """The message says where, or of what, and what would be right."""
    with pytest.raises(QueryError) as caught:
        parse_cql2(text)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param('{"op": "="', "the filter is not JSON", id="broken"),
        pytest.param('{"op": "not", "args": [' * 700, "nested more than 50 deep", id="deep and broken"),
        pytest.param('{"op": "not", "args": [' * 60 + "true" + "]}" * 60, "50 levels", id="deep"),
        pytest.param("{}", "needs a comparison or a function", id="nothing"),
        pytest.param('{"op": "and", "args": []}', "and in the filter has nothing to join", id="nothing to join"),
        pytest.param('{"op": "=", "args": "x"}', "an operation is", id="no list"),
        pytest.param('{"op": ["="], "args": []}', "an operation is", id="no name"),
        pytest.param(
            '{"op": "=", "args": [{"property": ["type"]}, "x"]}', "one side must be a property", id="property"
        ),
        pytest.param(
            '{"op": "=", "args": [{"property": "type"}, "\\ud800"]}', "a character that is none", id="half a pair"
        ),
        pytest.param('{"op": "=", "args": [{"property": "score"}, NaN]}', "compared with a number", id="NaN"),
        pytest.param(
            f'{{"op": "=", "args": [{{"property": "score"}}, {"9" * 400}]}}', "compared with a number", id="long number"
        ),
        pytest.param('{"op": "in", "args": [{"property": "type"}, "x"]}', "in needs a list", id="in"),
        pytest.param(
            '{"op": "s_intersects", "args": [{"property": "geometry"}, {"type": "Point", "coordinates": [[[[[1]]]]]}]}',
            "coordinates are lists of positions",
            id="deep coordinates",
        ),
        pytest.param(
            '{"op": "s_intersects", "args": [{"property": "geometry"}, {"type": "Circle", "coordinates": [1, 2]}]}',
            "has the type 'Circle'",
            id="unknown geometry",
        ),
    ],
)
def test_json_that_is_not_understood_is_refused(text: str, message: str) -> None:
    """As with text."""
    with pytest.raises(QueryError) as caught:
        parse_cql2(text, "cql2-json")
    assert message in str(caught.value)


def test_the_language_is_found_out_or_told() -> None:
    """A filter that starts as an object does is JSON; GDAL's name for the text is understood."""
    text = json.dumps({"op": ">", "args": [{"property": "score"}, 0.5]})
    assert parse_cql2(text) == parse_cql2("score > 0.5", "cql-text") == HALF
    with pytest.raises(QueryError, match="filter-lang 'cql3' is not known: did you mean"):
        parse_cql2("score > 0.5", "cql3")


@settings(derandomize=True, deadline=None, max_examples=80)
@given(filters())
def test_our_reader_agrees_with_cql2(value: dict[str, Any]) -> None:
    """What PyPI's `cql2` writes of a filter as text, both read alike; and ours makes a tree of it."""
    text = cql2.Expr(value).to_text()
    theirs = cql2.parse_text(text).to_json()
    assert lower_names(read_cql_text(text)) == lower_names(theirs)
    assert parse_cql2(text) == parse_cql2(json.dumps(theirs))


def lower_names(value: Any) -> Any:
    """The same with the names of functions in small letters: CQL2 does not tell their case apart."""
    if isinstance(value, list):
        return [lower_names(part) for part in value]
    if not isinstance(value, dict):
        return value
    return {name: part.lower() if name == "op" else lower_names(part) for name, part in value.items()}


@settings(derandomize=True, deadline=None, max_examples=200)
@given(st.text(max_size=80) | st.text(alphabet="()'\",. ANDORT=<>score12\\", max_size=80))
def test_any_text_is_a_filter_or_an_error_of_ours(text: str) -> None:
    """No text makes anything but a `QueryError`."""
    for language in ("cql2-text", "cql2-json"):
        try:
            parse_cql2(text, language)
        except QueryError as error:
            assert str(error)


def test_hostile_nesting_takes_no_time() -> None:
    """Brackets that are never closed, which take other readers time that doubles with each."""
    start = time.perf_counter()
    for opening in ("(", "NOT ", "f(", "score IN (", "NOT (", "POLYGON(", "-"):
        with pytest.raises(QueryError):
            parse_cql2(opening * (19_000 // len(opening)))
    assert time.perf_counter() - start < 10


def test_properties_are_documented() -> None:
    """The page on the API names each property that a filter may speak of, and no other."""
    page = (find_folder("geodata").parent / "docs" / "api.md").read_text(encoding="utf-8")
    rows = page.partition("| property | kind |")[2].partition("\n\n")[0].splitlines()
    cells = [line.split("|")[1] for line in rows if line.startswith("| `")]
    assert {name for cell in cells for name in re.findall("`([^`]+)`", cell)} == set(EVENT_PROPERTIES)


def test_documented_examples_are_understood() -> None:
    """Each example of the page's table of filters, and each filter that its requests carry."""
    page = (find_folder("geodata").parent / "docs" / "api.md").read_text(encoding="utf-8")
    table = page.partition("| understood | example |")[2].partition("\n\n")[0]
    examples = re.findall("`([^`]+)`", table)
    examples += re.findall(r'"filter=([^"]+)"', page.replace("event_count", "report_count"))
    assert len(examples) > 15
    for example in examples:
        parse_cql2(example)
