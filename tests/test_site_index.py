"""Tests of mapping.telling.site_index: what a document says of each place, and which places an event is weighed for."""

from dataclasses import replace

from mapping.kinds import MentionKind, ParagraphKind
from mapping.model import Mention, Resolution
from mapping.telling.site_index import NamedPlaces
from mapping.telling.sites import Site
from tests.happenings import KIRKUK


def make_site(sentence: int, *, name: str, kind: MentionKind = MentionKind.PLACE, is_dateline: bool = False) -> Site:
    """A site at a place of its own name, one word of a sentence."""
    start = 100 * sentence
    mention = Mention(start=start, end=start + 5, text=name, kind=kind, name=name, score=0.9, rule="gazetteer")
    place = replace(KIRKUK, place_id=name, name=name)
    return Site(
        sentence=sentence,
        token=0,
        paragraph_kind=ParagraphKind.BODY,
        resolution=Resolution(mention=mention, place=place, score=0.9, reason=""),
        place=place,
        kind=kind,
        is_dateline=is_dateline,
        ground=0.5,
        hangs_on_place_word=True,
    )


def test_all_places_of_a_report_are_weighed() -> None:
    """In the order in which it names them first, however far from the event."""
    sites = [make_site(number, name=name) for number, name in enumerate((*"abcba", *"d" * 200, "e"))]
    places = NamedPlaces(sites, {})
    assert [mine.place.name for mine in places.find_around(300)] == ["a", "b", "c", "d", "e"]
    assert [len(mine.sites) for mine in places] == [2, 2, 1, 200, 1]


def test_of_very_many_places_those_around_and_the_main_ones_are_weighed() -> None:
    """A digest of a hundred reports has more places than one event can have been at."""
    sites = [make_site(number, name=f"p{number}") for number in range(400)]
    shares = {f"p{number}": 1.0 for number in (0, 399)} | {"p7": 0.5}
    numbers = [mine.number for mine in NamedPlaces(sites, shares).find_around(200)]
    assert numbers == sorted(numbers)
    assert {0, 7, 399, *range(170, 231)} <= set(numbers)
    assert len(numbers) <= 61 + 30


def test_a_place_is_named_by_its_best_name_elsewhere() -> None:
    """A dateline first, then the first name; of what its people are called only where that is asked for."""
    sites = [
        make_site(0, name="a", kind=MentionKind.DEMONYM),
        make_site(1, name="a"),
        make_site(4, name="a"),
        make_site(9, name="b", is_dateline=True),
        make_site(9, name="b"),
        make_site(5, name="c", kind=MentionKind.DEMONYM),
    ]
    a, b, c = NamedPlaces(sites, {})
    assert a.find_elsewhere(9, with_people=False) is sites[1]
    assert a.find_elsewhere(9, with_people=True) is sites[0]
    assert a.find_elsewhere(1, with_people=False) is sites[2]
    assert b.find_elsewhere(9, with_people=False) is sites[3]
    assert c.find_elsewhere(9, with_people=False) is None
    assert [a.count_back(sentence) for sentence in (0, 3, 4)] == [0, 2, 0]
    assert b.count_back(8) is None
    assert list(a.find_before(1, 4)) == [sites[1]]
