"""Tests of mapping.resolution.counties: divisions that lists have only as another name of their seat."""

from dataclasses import replace

import pytest

from mapping.kinds import Level, MentionKind
from mapping.model import Candidate, Mention, Resolution
from mapping.recognition.tables import load_word_tables
from mapping.resolution.counties import name_counties
from tests.happenings import KIRKUK


def resolve_to(name: str, town: str, *, is_lent: bool = False) -> Resolution:
    """A name that led to a town."""
    place = replace(KIRKUK, name=town, ascii_name=town, level=Level.CITY)
    mention = Mention(start=0, end=len(name), text=name, kind=MentionKind.PLACE, name=name, score=0.9, rule="model")
    candidates = () if is_lent else (Candidate(place=place, score=0.9),)
    return Resolution(mention=mention, place=place, score=0.9, reason="", candidates=candidates)


def test_a_county_goes_by_its_own_name() -> None:
    """A reader looks for the name that the text has; it lies around its seat."""
    [found] = name_counties([resolve_to("Orval County", "Liwu")], load_word_tables())
    assert found.place is not None
    assert (found.place.name, found.place.level, found.place.geoname_id) == ("Orval County", Level.ADM2, None)
    assert (found.place.lon, found.place.lat) == (KIRKUK.lon, KIRKUK.lat)
    assert found.place.place_id != KIRKUK.place_id


@pytest.mark.parametrize(
    ("name", "town", "is_lent"),
    [("Kirkuk District", "Kirkuk", False), ("Orval", "Liwu", False), ("Orval County", "Liwu", True)],
    ids=["of its name", "no division", "place of another name"],
)
def test_other_names_keep_their_place(name: str, town: str, *, is_lent: bool) -> None:
    """A town's district is shown at the town, and what has the place of another name is no seat of it."""
    found = resolve_to(name, town, is_lent=is_lent)
    assert name_counties([found], load_word_tables()) == [found]
