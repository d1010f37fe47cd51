"""Tests of mapping.query: what a person or a client asks for becomes one filter, or a message that helps."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.errors import QueryError
from mapping.kinds import Granularity, Level, Modality, Review
from mapping.model import BBox
from mapping.query import EventQuery, parse_query
from mapping.querying.nodes import IsNull, Not
from mapping.querying.properties import EVENT_PROPERTIES
from mapping.querying.terms import TextTerms, split_terms
from mapping.querying.values import parse_bbox, parse_datetime


def test_no_parameters_ask_for_all_placed_events() -> None:
    """Empty values ask nothing, as a form sends them."""
    assert parse_query({}) == EventQuery()
    assert parse_query({"bbox": "", "datetime": " ", "q": "", "limit": "", "family": ["", ""]}) == EventQuery()
    assert EventQuery().placed is True


def test_every_parameter_has_its_part() -> None:
    """The page, the API and the command line give the same names."""
    query = parse_query(
        {
            "bbox": "42,33,46,37",
            "datetime": "2017-10-01/2017-10-31",
            "family": ["battle,protest", "battle"],
            "type": "strike.air",
            "country": "iq,SY",
            "admin1": "iq.13,GB.ENG",
            "source": ["The Example, Newtown", "Other"],
            "story": ["s1", "s2"],
            "level": "city,poi",
            "granularity": "day",
            "review": "none,confirmed",
            "modality": "happened,planned",
            "q": "Quds force",
            "filter": "place IS NOT NULL",
            "filter-lang": "cql2-text",
            "min_score": "0.5",
            "placed": "any",
            "dated": "yes",
            "limit": "20",
        }
    )
    assert query == EventQuery(
        bbox=BBox(west=42, south=33, east=46, north=37),
        start=date(2017, 10, 1),
        end=date(2017, 10, 31),
        families=("battle", "protest"),
        types=("strike.air",),
        countries=("IQ", "SY"),
        admin1s=("IQ.13", "GB.ENG"),
        sources=("The Example, Newtown", "Other"),
        stories=("s1", "s2"),
        levels=(Level.CITY, Level.POI),
        granularities=(Granularity.DAY,),
        reviews=(Review.NONE, Review.CONFIRMED),
        modalities=(Modality.HAPPENED, Modality.PLANNED),
        text="Quds force",
        filter=Not(part=IsNull(value=EVENT_PROPERTIES["place"])),
        min_score=0.5,
        placed=None,
        dated=True,
        limit=20,
    )


@pytest.mark.parametrize(
    ("args", "message"),
    [
        pytest.param({"typ": "x"}, "there is no parameter 'typ': did you mean type", id="unknown name"),
        pytest.param({"zzz": "x"}, "there is no parameter 'zzz': there are bbox, datetime", id="unlike any name"),
        pytest.param({"family": "batle"}, "family 'batle' is not known: did you mean battle?", id="family"),
        pytest.param({"type": "battle.clas"}, "did you mean battle.clash", id="type"),
        pytest.param({"modality": "maybe"}, "modality 'maybe' is not known", id="modality"),
        pytest.param(
            {"country": "Iraq"}, "a code of two letters (ISO 3166-1), as in IQ for Iraq; not 'IRAQ'", id="country"
        ),
        pytest.param({"admin1": "Kirkuk"}, "GeoNames' code of the division, as in IQ.13; not 'KIRKUK'", id="admin1"),
        pytest.param({"source": "a\x00b"}, "source 'a\\x00b' has a character that is none", id="NUL"),
        pytest.param({"level": "town"}, "level 'town' is not known: there are poi, city", id="level"),
        pytest.param({"granularity": "days"}, "granularity 'days' is not known: did you mean day", id="granularity"),
        pytest.param({"review": "reject"}, "review 'reject' is not known: did you mean rejected", id="review"),
        pytest.param({"q": "!!!"}, "q has no word to search for: '!!!'", id="no word"),
        pytest.param({"q": "a" * 501}, "q has 501 characters, more than 500", id="long text"),
        pytest.param({"filter": "scoer > 1"}, "there is no property 'scoer': did you mean score", id="filter"),
        pytest.param(
            {"filter": "score > 1", "filter-lang": "cql"}, "filter-lang 'cql' is not known", id="filter's language"
        ),
        pytest.param({"min_score": "high"}, "min_score must be a number from 0 to 1, not 'high'", id="score in words"),
        pytest.param({"min_score": "1.5"}, "min_score must be a number from 0 to 1, not 1.5", id="score too high"),
        pytest.param({"min_score": "nan"}, "min_score must be a number from 0 to 1, not nan", id="score not a number"),
        pytest.param({"limit": "0"}, "limit must be a whole number from 1 to 10000, not '0'", id="limit zero"),
        pytest.param({"limit": "10001"}, "limit must be a whole number from 1 to 10000", id="limit too high"),
        pytest.param({"limit": "-5"}, "limit must be a whole number", id="limit below zero"),
        pytest.param({"limit": "٣"}, "limit must be a whole number", id="limit in other digits"),
        pytest.param({"placed": "maybe"}, "placed must be yes, no or any, not 'maybe'", id="choice"),
        pytest.param({"bbox": ["1,2,3,4", "5,6,7,8"]}, "bbox was given 2 times: give it once", id="twice"),
    ],
)
def test_a_parameter_that_makes_no_sense_is_refused(args: dict[str, str | list[str]], message: str) -> None:
    """The message says what was wrong and what is right."""
    with pytest.raises(QueryError) as caught:
        parse_query(args)
    assert message in str(caught.value)


def test_any_review_asks_for_rejected_events_too() -> None:
    """Without the parameter, what a person has rejected stays out."""
    assert parse_query({"review": "any"}).reviews == tuple(Review)
    assert parse_query({}).reviews == ()


def test_other_names_may_be_the_callers_own() -> None:
    """A page keeps the state of its map in the same address."""
    assert parse_query({"zoom": "5", "family": "battle"}, others=("zoom",)).families == ("battle",)


def test_the_command_line_has_no_greatest_limit() -> None:
    """A server guards itself; a person's own machine need not."""
    assert parse_query({"limit": "1000000"}, max_limit=None).limit == 1_000_000


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("42,33,46,37", BBox(west=42, south=33, east=46, north=37)),
        (" 42.5 , -33 , 46 , 37e0 ", BBox(west=42.5, south=-33, east=46, north=37)),
        ("170,-50,-170,-30", BBox(west=170, south=-50, east=-170, north=-30)),
        ("-180,-90,180,90", BBox(west=-180, south=-90, east=180, north=90)),
    ],
)
def test_boxes(text: str, expected: BBox) -> None:
    """West, south, east, north; a box may cross the antimeridian."""
    assert parse_bbox(text) == expected


@pytest.mark.parametrize(
    "text", ["1,2,3", "1,2,3,4,5,6", "a,b,c,d", "1,50,3,40", "33,142,37,146", "nan,0,1,1", "0,0,inf,1", ",,,"]
)
def test_no_boxes(text: str) -> None:
    """The message gives an example in the right order, since the wrong one is what happens most."""
    with pytest.raises(QueryError, match="bbox=west,south,east,north in degrees, as in bbox=42,33,46,37"):
        parse_bbox(text)


@settings(derandomize=True, deadline=None)
@given(st.floats(-180, 180), st.floats(-90, 90), st.floats(-180, 180), st.floats(-90, 90))
def test_every_box_is_read_back(west: float, a: float, east: float, b: float) -> None:
    """All boxes of RFC 7946 section 5 are understood."""
    box = BBox(west=west, south=min(a, b), east=east, north=max(a, b))
    assert parse_bbox(f"{box.west},{box.south},{box.east},{box.north}") == box


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2017-10-16", date(2017, 10, 16), date(2017, 10, 16)),
        ("2017-10", date(2017, 10, 1), date(2017, 10, 31)),
        ("2016-02", date(2016, 2, 1), date(2016, 2, 29)),
        ("2017", date(2017, 1, 1), date(2017, 12, 31)),
        ("2017-10-01/2017-10-31", date(2017, 10, 1), date(2017, 10, 31)),
        ("2017-10-01T00:00:00Z/2017-10-31T23:59:59Z", date(2017, 10, 1), date(2017, 10, 31)),
        ("2016/2017-02", date(2016, 1, 1), date(2017, 2, 28)),
        ("../2017-10-31", None, date(2017, 10, 31)),
        ("2017-10-01/..", date(2017, 10, 1), None),
        ("2017-10-01/", date(2017, 10, 1), None),
        ("/2017", None, date(2017, 12, 31)),
    ],
)
def test_intervals(text: str, start: date | None, end: date | None) -> None:
    """Days, months and years, and intervals of them with open sides, as in OGC API - Features."""
    assert parse_datetime(text) == (start, end)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("yesterday", "datetime 'yesterday' is not understood: write 2017-10-16"),
        ("2017-02-30", "is no day of the calendar"),
        ("0000", "is no day of the calendar"),
        ("2017-13", "is no day of the calendar"),
        ("2018/2017", "datetime '2018/2017' ends before it starts"),
        ("../..", "leaves both sides open"),
        ("2017/2018/2019", "is not understood"),
        ("16.10.2017", "is not understood"),
    ],
)
def test_no_intervals(text: str, message: str) -> None:
    """The message says what is wrong with the whole value."""
    with pytest.raises(QueryError) as caught:
        parse_datetime(text)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"start": date(2018, 1, 1), "end": date(2017, 1, 1)}, "the interval ends before it starts"),
        ({"min_score": -0.1}, "min_score must be a number from 0 to 1"),
        ({"limit": 0}, "limit must be a whole number from 1"),
    ],
)
def test_a_query_made_by_hand_is_checked_too(fields: dict[str, object], message: str) -> None:
    """Library users get the same errors."""
    with pytest.raises(QueryError, match=message):
        EventQuery(**fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "wanted", "unwanted"),
    [
        ("Quds force", ("Quds", "force"), ()),
        ('"Quds force" Kirkuk', ("Quds force", "Kirkuk"), ()),
        ('half "a quote', ("half", "a", "quote"), ()),
        ("al-Qaeda's", ("al-Qaeda's",), ()),
        ("- * ( AND", ("AND",), ()),
        ("a\x00b", ("a", "b"), ()),
        ("", (), ()),
        ("quake -drill", ("quake",), ("drill",)),
        ('quake -"fire drill" -"!"', ("quake",), ("fire drill",)),
        ("-drill", (), ("drill",)),
        ("--drill - drill", ("drill",), ("-drill",)),
    ],
)
def test_terms_of_a_text_search(text: str, wanted: tuple[str, ...], unwanted: tuple[str, ...]) -> None:
    """Words and phrases in quotes, excluded by a minus in front; signs alone are no words."""
    assert split_terms(text) == TextTerms(wanted=wanted, unwanted=unwanted)


@settings(derandomize=True, deadline=None)
@given(
    st.dictionaries(st.sampled_from(["bbox", "datetime", "q", "limit", "min_score", "country", "filter"]), st.text())
)
def test_any_values_give_a_query_or_an_error_of_ours(args: dict[str, str]) -> None:
    """No value that a client sends makes anything but a `QueryError`."""
    try:
        assert isinstance(parse_query(args), EventQuery)
    except QueryError as error:
        assert str(error)
