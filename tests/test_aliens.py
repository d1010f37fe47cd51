"""Tests of mapping.resolution.aliens: lone towns of countries that the text never tells of."""

import pytest

from mapping.gazetteer import Gazetteer, open_gazetteer
from mapping.kinds import MentionKind
from mapping.model import Candidate, Mention, Resolution
from mapping.resolution.aliens import settle_aliens


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    """The gazetteer that travels with Dateline."""
    return open_gazetteer()


def _resolve(gazetteer: Gazetteer, name: str, *codes: str, container: str = "") -> Resolution:
    """A name that may be in each of several countries, likeliest first."""
    places = [next(place for place in gazetteer.find_places(name) if place.country_code == code) for code in codes]
    mention = Mention(
        start=0,
        end=len(name),
        text=name,
        kind=MentionKind.PLACE,
        name=name,
        score=1.0,
        rule="model",
        container=container,
    )
    candidates = tuple(Candidate(place=place, score=0.5, reasons=()) for place in places)
    return Resolution(mention=mention, place=places[0], score=0.5, reason="", candidates=candidates)


@pytest.mark.parametrize(
    ("others", "container", "country"),
    [
        ([("Beira", "MZ"), ("Pemba", "MZ"), ("Nampula", "MZ")], "", "MZ"),
        ([("Beira", "MZ"), ("Pemba", "MZ"), ("Nampula", "MZ"), ("Madrid", "ES")], "", "ES"),
        ([("Beira", "MZ"), ("Pemba", "MZ"), ("Nampula", "MZ")], "Spain", "ES"),
        ([("Beira", "MZ")], "", "ES"),
        ([("Boston", "US"), ("Dallas", "US"), ("Denver", "US")], "", "ES"),
    ],
    ids=["at home", "its country told", "put there", "too few names", "English"],
)
def test_a_lone_town_of_elsewhere_has_its_namesake_at_home(
    gazetteer: Gazetteer, others: list[tuple[str, str]], container: str, country: str
) -> None:
    """Where all else in the text lies in one country, and nothing says that the better known one is meant."""
    palma = _resolve(gazetteer, "Palma", "ES", "MZ", container=container)
    *_, found = settle_aliens([*(_resolve(gazetteer, *other) for other in others), palma])
    assert found.place is not None
    assert found.place.country_code == country
    assert found.candidates[0].place == found.place
