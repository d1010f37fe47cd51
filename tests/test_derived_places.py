"""Tests of mapping.derived_places: places made from listed ones."""

from dataclasses import replace

from mapping.derived_places import derive_place
from tests.values import PARIS


def test_a_derived_place_is_of_its_own() -> None:
    """It keeps codes and point; what the list tells of the other does not hold of it."""
    origin = replace(PARIS, qualifier="France")
    found = derive_place(origin, "Pont-Vert", "Pont-Vert", radius_km=1.0)
    assert found.place_id == f"{PARIS.place_id}/pont-vert"
    assert (found.name, found.ascii_name, found.qualifier) == ("Pont-Vert", "Pont-Vert", "")
    assert (found.population, found.geoname_id, found.radius_km) == (0, None, 1.0)
    assert (found.lon, found.country_code) == (PARIS.lon, PARIS.country_code)
