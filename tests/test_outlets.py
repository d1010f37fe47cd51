"""Tests of where an outlet is at home, learned from its articles."""

from pathlib import Path

import pytest

from mapping.kinds import Level, MentionKind
from mapping.model import Candidate, Document, Mention, Place, Reason, Resolution
from mapping.resolution.memory import OutletMemory
from mapping.resolution.outlets import ArticlePlaces, find_site_country, gather_article, learn_home, name_outlet
from mapping.store import open_store


def _place(name: str, lon: float, lat: float, admin1_code: str = "OH", level: Level = Level.CITY) -> Place:
    return Place(
        place_id=f"test:{name}",
        name=name,
        ascii_name=name,
        lon=lon,
        lat=lat,
        feature_class="P",
        feature_code="PPL",
        level=level,
        country_code="US",
        admin1_code=admin1_code,
    )


ATHENS = _place("Athens", -82.1, 39.3)
NELSONVILLE = _place("Nelsonville", -82.2, 39.5)
OHIO = _place("Ohio", -82.5, 40.3, level=Level.ADM1)
DALLAS = _place("Dallas", -96.8, 32.8, admin1_code="TX")


def _resolve(place: Place, *, score: float = 1.0, rivals: int = 0, evidence: float = 0.0) -> Resolution:
    mention = Mention(start=0, end=1, text=place.name, kind=MentionKind.PLACE, name=place.name, score=1.0, rule="given")
    reasons = (Reason(name="neighbours", weight=evidence),) if evidence else ()
    others = tuple(Candidate(place=DALLAS, score=0.0) for _ in range(rivals))
    best = Candidate(place=place, score=score, reasons=reasons)
    return Resolution(mention=mention, place=place, score=score, reason="", candidates=(best, *others))


def gather(articles: list[list[Resolution]]) -> list[ArticlePlaces]:
    """What each article names for sure."""
    return [gather_article(article) for article in articles]


def test_learn_home_finds_where_the_clear_names_lie() -> None:
    """The home is where most clear names are, with the shares of country and division."""
    articles = [[_resolve(ATHENS)], [_resolve(NELSONVILLE)], [_resolve(ATHENS), _resolve(OHIO)], [_resolve(DALLAS)]]
    home = learn_home("example.org", gather(articles))
    assert home is not None
    assert home.documents == 4
    assert (home.lon, home.lat) == (ATHENS.lon, ATHENS.lat)
    assert home.share_of("US.OH") > home.share_of("US.TX") > 0.0
    assert home.share_of("US.CA") == 0.0
    assert home.focus == home.share_of("US.OH")


@pytest.mark.parametrize(
    "articles",
    [
        pytest.param([], id="no articles"),
        pytest.param([[_resolve(ATHENS)]], id="one article"),
        pytest.param([[_resolve(ATHENS, score=0.5)]] * 9, id="unsure"),
        pytest.param([[_resolve(ATHENS, rivals=3)]] * 9, id="one of several, and nothing bears it out"),
        pytest.param([[_resolve(OHIO)]] * 9, id="a division alone has no middle"),
    ],
)
def test_learn_home_learns_nothing_from_unclear_names(articles: list[list[Resolution]]) -> None:
    """A name that only its size decided says nothing of the outlet, however often it stands there."""
    assert learn_home("example.org", gather(articles)) is None


def test_learn_home_takes_an_ambiguous_name_that_its_neighbours_bear_out() -> None:
    """What stands beside a name makes it clear."""
    home = learn_home("example.org", gather([[_resolve(ATHENS, rivals=3, evidence=2.0)]] * 2))
    assert home is not None
    assert home.share_of("US.OH") == pytest.approx(0.5)


def test_learn_home_trusts_many_articles_more_than_few() -> None:
    """Two articles from one town do not make a local paper."""
    few, many = (learn_home("example.org", gather([[_resolve(ATHENS)]] * count)) for count in (2, 20))
    assert few is not None
    assert many is not None
    assert few.focus < many.focus < 1.0


@pytest.mark.parametrize(
    ("outlet", "country_code"),
    [
        pytest.param("nation.co.ke", "KE", id="second level"),
        pytest.param("gazette.co.uk", "GB", id="uk is no ISO code"),
        pytest.param("example.com", "", id="generic"),
        pytest.param("news.tv", "", id="sold to anyone"),
        pytest.param("Reuters", "", id="a name"),
        pytest.param("", "", id="none"),
    ],
)
def test_find_site_country(outlet: str, country_code: str) -> None:
    """The last part of a host name is a country's, unless it is sold to anyone."""
    assert find_site_country(outlet) == country_code


@pytest.mark.parametrize(
    ("fields", "outlet"),
    [
        pytest.param({"url": "https://www.example.org/2020/a.html"}, "example.org", id="address"),
        pytest.param({"source": "http://news.example.org/a"}, "news.example.org", id="source is an address"),
        pytest.param({"source": "Example Herald"}, "example herald", id="source is a name"),
        pytest.param({}, "", id="unknown"),
    ],
)
def test_name_outlet(fields: dict[str, str], outlet: str) -> None:
    """An outlet is known by its host, else by its name."""
    assert name_outlet(Document(doc_id="test", text="", paragraphs=(), **fields)) == outlet


def _make_article(doc_id: str, url: str = "https://www.athens-news.example/a") -> Document:
    return Document(doc_id=doc_id, text="", paragraphs=(), url=url)


def test_a_memory_learns_from_the_other_articles_of_an_outlet() -> None:
    """An article does not bear itself out, and nothing is learned of an outlet that is not named."""
    memory = OutletMemory()
    for number in range(3):
        memory.add(_make_article(f"a{number}"), [_resolve(ATHENS)])
        memory.add(_make_article(f"n{number}", url=""), [_resolve(DALLAS)])
    home = memory.find_home(_make_article("a0"))
    assert home is not None
    assert (home.documents, home.source, home.lon) == (2, "athens-news.example", ATHENS.lon)
    assert memory.find_home(_make_article("new")) is not None
    assert memory.find_home(_make_article("other", url="https://example.com/x")) is None
    assert memory.find_home(_make_article("n9", url="")) is None


def test_a_memory_counts_an_article_once() -> None:
    """Read again, an article replaces what it told before."""
    kept = []
    memory = OutletMemory(keep=lambda *told: kept.append(told))
    for _ in range(5):
        memory.add(_make_article("a"), [_resolve(ATHENS)])
    assert memory.find_home(_make_article("b")) is None
    memory.add(_make_article("a"), [])
    assert [(outlet, doc_id, bool(payload)) for outlet, doc_id, payload in kept] == [
        ("athens-news.example", "a", True),
        ("athens-news.example", "a", False),
    ]


def test_what_a_memory_keeps_is_what_the_next_run_loads() -> None:
    """A home learned yesterday serves today's article."""
    kept: dict[str, str] = {}
    first = OutletMemory(keep=lambda _, doc_id, payload: kept.update({doc_id: payload}))
    for number in range(4):
        first.add(_make_article(f"a{number}"), [_resolve(ATHENS), _resolve(OHIO)])
    asked: list[str] = []

    def load(outlet: str) -> dict[str, str]:
        asked.append(outlet)
        return kept

    second = OutletMemory(load)
    assert second.find_home(_make_article("new")) == first.find_home(_make_article("new"))
    second.find_home(_make_article("newer"))
    assert asked == ["athens-news.example"]


def test_a_store_keeps_what_a_memory_learns(tmp_path: Path) -> None:
    """From one run to the next, in the events file itself."""
    with open_store(tmp_path / "events.db") as store:
        memory = OutletMemory(store.read_outlet, store.keep_outlet_article)
        for number in range(3):
            memory.add(_make_article(f"a{number}"), [_resolve(ATHENS)])
        memory.add(_make_article("a0"), [])
    with open_store(tmp_path / "events.db", read_only=True) as store:
        home = OutletMemory(store.read_outlet).find_home(_make_article("new"))
    assert home is not None
    assert home.documents == 2
