"""Distance on the globe, boxes in degrees, and how divisions are named."""

from math import asin, cos, degrees, radians, sin, sqrt

from mapping.model import BBox, Place

EARTH_RADIUS_KM = 6371.0088
"""Mean radius of the WGS 84 ellipsoid, R1 of the IUGG (Moritz, Geodetic Reference System 1980)."""

KM_PER_DEGREE = EARTH_RADIUS_KM * radians(1.0)
"""Length of one degree of latitude."""


def distance_km(*, lon: float, lat: float, to_lon: float, to_lat: float) -> float:
    """Great-circle distance in kilometres between two points given in degrees.

    Source: haversine formula, Sinnott (1984), "Virtues of the haversine".
    """
    phi, to_phi = radians(lat), radians(to_lat)
    half = sin((to_phi - phi) / 2) ** 2 + cos(phi) * cos(to_phi) * sin(radians(to_lon - lon) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(min(1.0, sqrt(half)))


def place_distance_km(place: Place, other: Place) -> float:
    """Great-circle distance in kilometres between the points of two places."""
    return distance_km(lon=place.lon, lat=place.lat, to_lon=other.lon, to_lat=other.lat)


def wrap_lon(lon: float) -> float:
    """The same meridian as a number in -180..180."""
    return lon if -180.0 <= lon <= 180.0 else (lon + 180.0) % 360.0 - 180.0


def box_around(*, lon: float, lat: float, radius_km: float) -> BBox:
    """The smallest box that holds the circle of `radius_km` around a point.

    A circle that reaches a pole gives a box over all longitudes.

    Source: Bronstein and Semendjajew, bounding meridians of a spherical cap.
    """
    reach = degrees(radius_km / EARTH_RADIUS_KM)
    south, north = max(-90.0, lat - reach), min(90.0, lat + reach)
    if lat - reach <= -90.0 or lat + reach >= 90.0:
        return BBox(west=-180.0, south=south, east=180.0, north=north)
    across = degrees(asin(min(1.0, sin(radians(reach)) / cos(radians(lat)))))
    return BBox(west=wrap_lon(lon - across), south=south, east=wrap_lon(lon + across), north=north)


def name_admin1(country_code: str, admin1_code: str) -> str:
    """A first-order division as filters name it, "IQ.10"; "" where the place lies in none that is known."""
    return f"{country_code}.{admin1_code}" if admin1_code else ""


def division_code(place: Place) -> str:
    """The first-order division that a place lies in, "IQ.10"; "" where none is known."""
    return name_admin1(place.country_code, place.admin1_code)
