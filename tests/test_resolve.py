"""Tests of which place a name means, on the famous confusions."""

from collections.abc import Callable

import pytest

from mapping.gazetteer import Gazetteer, open_gazetteer
from mapping.geo import place_distance_km
from mapping.kinds import Level
from mapping.model import ParsedDocument, Resolution, Span
from mapping.resolution.candidates import find_correction, is_within
from mapping.resolution.outlets import OutletHome
from mapping.resolve import resolve_mentions
from mapping.toponyms import find_mentions, make_mentions

Parse = Callable[..., ParsedDocument]


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    """The gazetteer that travels with Dateline."""
    return open_gazetteer()


def _resolve(parsed: ParsedDocument, gazetteer: Gazetteer, home: OutletHome | None = None) -> dict[str, Resolution]:
    mentions = find_mentions(parsed, gazetteer)
    return {found.mention.text: found for found in resolve_mentions(parsed, mentions, gazetteer, home=home)}


@pytest.mark.parametrize(
    ("text", "name", "country", "admin1"),
    [
        pytest.param("Thousands marched in Paris.", "Paris", "FR", "", id="Paris"),
        pytest.param("A barn burned down in Paris, Texas.", "Paris", "US", "Texas", id="Paris, Texas"),
        pytest.param("Protests in Tripoli spread to Benghazi and Misrata.", "Tripoli", "LY", "", id="Tripoli, Libya"),
        pytest.param("Clashes in Tripoli alarmed Beirut and Sidon.", "Tripoli", "LB", "", id="Tripoli, Lebanon"),
        pytest.param("Georgia and Armenia signed in Tbilisi.", "Georgia", "GE", "", id="Georgia, the country"),
        pytest.param("Peach farms in Georgia, Alabama and Florida.", "Georgia", "US", "", id="Georgia, the state"),
        pytest.param("Fires near London, Ontario, were put out.", "London", "CA", "Ontario", id="London, Ontario"),
        pytest.param("Iraqi troops took Kirkuk.", "Iraqi", "IQ", "", id="demonym"),
        pytest.param("The U.S. sent aid.", "U.S.", "US", "", id="abbreviation"),
    ],
)
def test_resolve_mentions_picks_the_place_that_the_text_means(
    parse: Parse, gazetteer: Gazetteer, text: str, name: str, country: str, admin1: str
) -> None:
    """Containers and the other names of the text decide which of several places is meant."""
    place = _resolve(parse(text), gazetteer)[name].place
    assert place is not None
    assert place.country_code == country
    assert admin1 in place.admin1


def test_resolve_mentions_believes_a_small_town_of_the_country_told(parse: Parse, gazetteer: Gazetteer) -> None:
    """A town that nothing near supports is no mere namesake where its own sentence speaks of its country."""
    text = "Police searched flats in Salzburg.\nA team flees as Italian police go through lodgings at Livigno."
    place = _resolve(parse(text), gazetteer)["Livigno"].place
    assert place is not None
    assert place.name == "Livigno"
