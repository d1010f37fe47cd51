"""Which first-order division the places lie in of which no source says it.

Bridges, squares, airports, islands and the rows of regions.csv come without codes, and no count or filter by province
would know of them.
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

import shapely
from shapely.geometry.base import BaseGeometry

from mapping.geo import KM_PER_DEGREE
from mapping.index.writer import PlaceRecord
from mapping.kinds import Level

_HELD = frozenset({Level.POI, Level.CITY, Level.ADM2, Level.REGION})
# A place of some size counts by points all over its circle, of which nearly all that are on land must agree.
_SPOT_KM, _SHARE = 10.0, 0.95
_RINGS, _ROUND = (0.35, 0.7, 1.0), 8
# Outlines of coasts are thinned, and airports are built into the sea.
_SHORE_KM = 5.0


def fill_divisions(records: Iterable[PlaceRecord], outlines: Mapping[tuple[str, str], BaseGeometry]) -> int:
    """Give places without the code of a division that of the one that their circle lies in.

    What lies in several, such as a river or a range, gets none; nor does what is out at sea.

    Args:
        records: All places; changed in place.
        outlines: Of first-order divisions, by country code and admin1 code.

    Returns:
        How many got one.
    """
    codes = sorted(code for code in outlines if code[1])
    tree = shapely.STRtree([outlines[code] for code in codes])
    filled = 0
    for record in records:
        if record.country_code and not record.admin1_code and record.level in _HELD:
            found = Counter(codes[index] for point in _sample(record) for index in _find_outlines(tree, point, record))
            best = max(found, key=lambda code: (found[code], code), default=("", ""))
            if best[0] == record.country_code and found[best] >= _SHARE * found.total():
                record.admin1_code = best[1]
                filled += 1
    return filled


def _find_outlines(tree: shapely.STRtree, point: shapely.Point, record: PlaceRecord) -> Iterator[int]:
    """The outline that a point lies in, or that a spot at the shore is next to."""
    inside = tree.query(point, predicate="intersects")
    if len(inside):
        yield int(inside.min())
    elif record.radius_km <= _SPOT_KM:
        away = _SHORE_KM / (KM_PER_DEGREE * max(0.05, math.cos(math.radians(record.lat))))
        near = tree.query_nearest(point, max_distance=away)
        if len(near):
            yield int(near.min())


def _sample(record: PlaceRecord) -> Iterator[shapely.Point]:
    """The point of a place and, of one with an extent, points on rings in its circle."""
    yield shapely.Point(record.lon, record.lat)
    for ring in _RINGS if record.radius_km > _SPOT_KM else ():
        for step in range(_ROUND):
            angle = 2 * math.pi * step / _ROUND
            lat = record.lat + ring * record.radius_km * math.sin(angle) / KM_PER_DEGREE
            scale = KM_PER_DEGREE * max(0.05, math.cos(math.radians(lat)))
            yield shapely.Point(record.lon + ring * record.radius_km * math.cos(angle) / scale, lat)
