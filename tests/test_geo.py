"""mapping/geo.py: distances and boxes, at geography's edges too."""

import pytest

from mapping.geo import (
    box_around,
    distance_km,
    place_distance_km,
    wrap_lon,
)
from mapping.kinds import Level
from mapping.model import Place


def make_place(lon: float, lat: float) -> Place:
    """A place that is nothing but its point."""
    return Place(
        place_id=f"dl:{lon}:{lat}",
        name="X",
        ascii_name="X",
        lon=lon,
        lat=lat,
        feature_class="P",
        feature_code="PPL",
        level=Level.CITY,
    )


@pytest.mark.parametrize(
    ("lon", "lat", "to_lon", "to_lat", "expected"),
    [
        pytest.param(0.0, 0.0, 0.0, 1.0, 111.195, id="one-degree-of-latitude"),
        pytest.param(-0.1276, 51.5072, 2.3522, 48.8566, 343.6, id="london-paris"),
        pytest.param(179.5, 0.0, -179.5, 0.0, 111.195, id="across-the-antimeridian"),
        pytest.param(0.0, 90.0, 137.0, 90.0, 0.0, id="at-the-pole-longitude-means-nothing"),
        pytest.param(0.0, 0.0, 180.0, 0.0, 20015.1, id="antipodes"),
    ],
)
def test_distance_is_along_the_great_circle(
    lon: float, lat: float, to_lon: float, to_lat: float, expected: float
) -> None:
    """Known distances come out within a tenth of a per cent."""
    assert distance_km(lon=lon, lat=lat, to_lon=to_lon, to_lat=to_lat) == pytest.approx(expected, rel=1e-3, abs=1e-6)


def test_distance_between_places_uses_their_points() -> None:
    """Longitude and latitude are not swapped on the way."""
    assert place_distance_km(make_place(44.39, 35.47), make_place(44.39, 36.47)) == pytest.approx(111.195, rel=1e-3)


@pytest.mark.parametrize(("lon", "expected"), [(190.0, -170.0), (-190.0, 170.0), (180.0, 180.0), (540.0, -180.0)])
def test_longitudes_wrap(lon: float, expected: float) -> None:
    """A meridian has one number between -180 and 180."""
    assert wrap_lon(lon) == pytest.approx(expected)


def test_box_around_a_point_holds_the_circle() -> None:
    """The circle's northernmost and easternmost points lie on the box."""
    box = box_around(lon=10.0, lat=60.0, radius_km=100.0)
    assert box.north == pytest.approx(60.899, abs=1e-3)
    assert distance_km(lon=10.0, lat=60.0, to_lon=box.east, to_lat=60.0) == pytest.approx(100.0, rel=0.01)


def test_box_around_a_pole_spans_all_longitudes() -> None:
    """A circle that holds the pole has no east and no west."""
    box = box_around(lon=10.0, lat=89.9, radius_km=100.0)
    assert (box.west, box.east, box.north) == (-180.0, 180.0, 90.0)


def test_box_around_wraps_at_the_antimeridian() -> None:
    """Near 180 degrees the box crosses instead of growing round the globe."""
    box = box_around(lon=179.9, lat=0.0, radius_km=50.0)
    assert box.west > 0 > box.east
