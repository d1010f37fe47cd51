"""Tests of mapping.telling.happenings: which of two places lies in the other."""

from mapping.gazetteer import open_gazetteer
from mapping.telling.happenings import holds


def test_a_part_of_a_place_lies_in_it() -> None:
    """What one report puts into central Aceh another puts into Aceh, but not the other way round."""
    gazetteer = open_gazetteer()
    aceh = gazetteer.find_places("Aceh")[0]
    centre = gazetteer.find_part(aceh, "central")
    assert centre is not None
    assert holds(aceh, centre)
    assert not holds(aceh, aceh)
    assert not holds(centre, aceh)
