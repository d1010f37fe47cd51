"""mapping/boundaries.py: which country and division a point lies in, and what a part of a place covers."""

from pathlib import Path

import numpy as np
import pytest
import shapely

from mapping.boundaries import Boundaries, Division, open_boundaries, write_boundaries
from mapping.errors import GazetteerError
from mapping.gazetteer import Gazetteer, open_gazetteer
from mapping.geo import distance_km
from mapping.index.names import DIRECTIONS
from mapping.kinds import Level
from mapping.model import Place


@pytest.fixture(scope="module")
def boundaries() -> Boundaries:
    """The outlines that travel with Dateline."""
    return open_boundaries()


@pytest.fixture(scope="module")
def places() -> Gazetteer:
    """The places that travel with Dateline."""
    return open_gazetteer()


@pytest.mark.parametrize(
    ("lon", "lat", "expected"),
    [
        pytest.param(44.39, 35.47, Division(country_code="IQ", admin1_code="13"), id="kirkuk"),
        pytest.param(2.35, 48.85, Division(country_code="FR", admin1_code="11"), id="paris"),
        pytest.param(-122.42, 37.78, Division(country_code="US", admin1_code="CA"), id="on-the-coast"),
        pytest.param(34.1, 44.95, Division(country_code="UA", admin1_code="11"), id="crimea-as-geonames-has-it"),
        pytest.param(34.45, 31.5, Division(country_code="PS", admin1_code="GZ"), id="gaza"),
        pytest.param(178.44, -18.14, Division(country_code="FJ", admin1_code="01"), id="suva"),
        pytest.param(-175.0, 66.0, Division(country_code="RU", admin1_code="15"), id="beyond-the-antimeridian"),
        pytest.param(0.0, 0.0, None, id="null-island-is-sea"),
        pytest.param(51.5, 27.0, None, id="persian-gulf"),
        pytest.param(-150.0, 0.0, None, id="pacific"),
    ],
)
def test_a_point_lies_in_its_division(
    boundaries: Boundaries, lon: float, lat: float, expected: Division | None
) -> None:
    """Points on land have a country and a division, points at sea have none."""
    assert boundaries.find_division(lon=lon, lat=lat) == expected


def test_swapped_coordinates_give_another_country(boundaries: Boundaries) -> None:
    """Longitude and latitude are told apart: Kirkuk swapped is in Turkey's south."""
    assert boundaries.find_country(lon=44.39, lat=35.47) == "IQ"
    assert boundaries.find_country(lon=35.47, lat=44.39) != "IQ"


def test_a_point_just_off_the_shore_counts_as_on_it(tmp_path: Path) -> None:
    """The reach off the coast is in kilometres, and no further."""
    square = shapely.MultiPolygon([shapely.box(10.0, 50.0, 11.0, 51.0)])
    write_boundaries({("XX", "01"): square, ("XX", ""): square}, tmp_path)
    outlines = open_boundaries(tmp_path)
    assert outlines.find_country(lon=11.1, lat=50.5) == "XX"
    assert outlines.find_country(lon=11.4, lat=50.5) is None
    assert outlines.find_division(lon=11.4, lat=50.5, shore_km=50.0) == Division(country_code="XX", admin1_code="01")


def test_written_outlines_come_back(tmp_path: Path) -> None:
    """Holes and islands survive the files, to a metre."""
    ring = shapely.Polygon([(0, 0), (4, 0), (4, 4), (0, 4)], [[(1, 1), (2, 1), (2, 2), (1, 2)]])
    shape = shapely.MultiPolygon([ring, shapely.box(6.123456, 6.0, 7.0, 7.0)])
    write_boundaries({("XX", "01"): shape, ("XX", ""): shape}, tmp_path)
    outlines = open_boundaries(tmp_path)
    assert outlines.find_country(lon=1.5, lat=1.5) is None
    assert outlines.find_country(lon=6.5, lat=6.5) == "XX"
    place = make_place(level=Level.COUNTRY, country_code="XX")
    outline = outlines.find_outline(place)
    assert outline is not None
    assert shapely.hausdorff_distance(outline, shape) < 1e-5
    assert len(outline.geoms[0].interiors) == 1


def make_place(**fields: object) -> Place:
    """A place of which only some fields matter."""
    given = {"lon": 6.5, "lat": 6.5, "feature_class": "A", "feature_code": "PCLI", "radius_km": 100.0} | fields
    return Place(place_id="dl:x", name="X", ascii_name="X", **given)  # type: ignore[arg-type]


def test_missing_files_are_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    """Silent empty answers would mislead."""
    with pytest.raises(GazetteerError, match=r"codes\.npy is missing: install Dateline again"):
        open_boundaries(tmp_path)


def test_files_of_another_version_are_refused(tmp_path: Path) -> None:
    """A layout that does not fit is no outline."""
    square = shapely.MultiPolygon([shapely.box(0, 0, 1, 1)])
    write_boundaries({("XX", "01"): square}, tmp_path)
    np.save(tmp_path / "codes.npy", np.zeros(1, dtype="<u4"))
    with pytest.raises(GazetteerError, match="another version"):
        open_boundaries(tmp_path).find_country(lon=0.5, lat=0.5)


@pytest.mark.parametrize(
    ("name", "direction", "lon", "lat", "near_km"),
    [
        pytest.param("Iraq", "northern", 43.6, 35.6, 110, id="northern-iraq"),
        pytest.param("Iraq", "western", 41.5, 33.5, 120, id="western-iraq"),
        pytest.param("Syria", "north-eastern", 40.3, 36.2, 90, id="north-eastern-syria"),
        pytest.param("Nigeria", "Northeast", 11.5, 11.3, 130, id="northeast-nigeria"),
        pytest.param("France", "southern", 3.0, 44.2, 150, id="southern-france-without-guiana"),
        pytest.param("California", "Northern", -122.0, 40.3, 110, id="northern-california"),
        pytest.param("Fiji", "western", 177.7, -17.9, 80, id="across-the-antimeridian"),
    ],
)
def test_parts_lie_where_people_would_point(
    boundaries: Boundaries, places: Gazetteer, name: str, direction: str, lon: float, lat: float, near_km: float
) -> None:
    """The part's point is near the place that a map reader would point at."""
    part = boundaries.find_part(places.find_places(name)[0], direction)
    assert part is not None
    assert distance_km(lon=part.lon, lat=part.lat, to_lon=lon, to_lat=lat) < near_km


@pytest.mark.parametrize("country_code", ["IQ", "US", "RU", "FJ", "ID", "NG", "CL", "NZ"])
@pytest.mark.parametrize("direction", ["northern", "southern", "eastern", "western", "central"])
def test_a_part_lies_inside_its_country_and_is_smaller(
    boundaries: Boundaries, places: Gazetteer, country_code: str, direction: str
) -> None:
    """Whatever the shape of the country, its part is in it."""
    country = places.get_country(country_code)
    assert country is not None
    part = boundaries.find_part(country, direction)
    assert part is not None
    assert boundaries.find_country(lon=part.lon, lat=part.lat) == country_code
    assert part.radius_km > 0


def test_a_place_without_outline_is_cut_as_a_circle(boundaries: Boundaries) -> None:
    """East of a region is east of its point, within its radius."""
    region = make_place(lon=2.0, lat=15.0, level=Level.REGION, feature_class="L", feature_code="RGN", radius_km=900.0)
    part = boundaries.find_part(region, "eastern")
    assert part is not None
    assert 2.0 < part.lon < 11.0
    assert part.lat == pytest.approx(15.0, abs=0.5)
    assert part.radius_km < 900.0


def test_all_direction_words_are_understood_and_others_are_not(boundaries: Boundaries) -> None:
    """Each word of the table names a part; a word outside it names none."""
    place = make_place(level=Level.CITY)
    assert all(boundaries.find_part(place, word) for word in DIRECTIONS)
    assert boundaries.find_part(place, "former") is None
