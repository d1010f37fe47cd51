"""Outlines of countries and first-order divisions in one small binary, for maps that colour areas by their counts.

Layout: the length of the header as a little-endian u32, the header (JSON in UTF-8, padded with blanks), then the
columns that it names, as in `columns.py`. `ring_division` tells whose each ring is, `ring_points` how many points it
has; `x` and `y` are the points of all rings in hundredths of a degree, each as the difference to the point before,
modulo 2**16. Rings wind as even-odd filling wants: a hole is a ring inside another.
"""

import json
import struct
from collections.abc import Collection, Iterable
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from mapping.boundaries import Boundaries
from mapping.page.layout import name_admin1

LEVELS = ("country", "admin1")
FORMAT = 1
_PER_DEGREE = 100
# How far a border may stray, in degrees. Neighbours stay neighbours: what they share is simplified once.
_TOLERANCE = {"country": 0.05, "admin1": 0.04}
_TYPES = {"int16": "i16", "uint16": "u16"}

Outlines = dict[str, BaseGeometry]


def simplify_outlines(boundaries: Boundaries, level: str) -> Outlines:
    """All outlines of a level by their codes ("IQ", "IQ.13"), simple enough to travel.

    Args:
        boundaries: Where the outlines are.
        level: "country" or "admin1".
    """
    found = {
        name_admin1(division.country_code, division.admin1_code) or division.country_code: outline
        for division, outline in boundaries.list_outlines()
        if bool(division.admin1_code) == (level == "admin1")
    }
    tolerance = _TOLERANCE[level]
    shapes = shapely.coverage_simplify(np.array(list(found.values()), dtype=object), tolerance)
    return {code: _drop_specks(shape, tolerance**2) for code, shape in zip(found, shapes, strict=True)}


def pack_outlines(outlines: Outlines, *, countries: Collection[str] = ()) -> bytes:
    """Put outlines into one binary.

    Args:
        outlines: By their codes.
        countries: Codes of the countries whose outlines are wanted; empty for all.
    """
    codes = [code for code in outlines if not countries or code.split(".")[0] in countries]
    rings = [(number, ring) for number, code in enumerate(codes) for ring in _find_rings(outlines[code])]
    points = np.concatenate([ring for _, ring in rings]) if rings else np.empty((0, 2), dtype=np.int64)
    columns: dict[str, npt.NDArray[Any]] = {
        "ring_division": np.array([number for number, _ in rings], dtype=np.uint16),
        "ring_points": np.array([len(ring) for _, ring in rings], dtype=np.uint16),
        "x": np.diff(points[:, 0], prepend=0).astype(np.int16),
        "y": np.diff(points[:, 1], prepend=0).astype(np.int16),
    }
    return _pack({"format": FORMAT, "codes": codes}, columns)


def _drop_specks(shape: BaseGeometry, area: float) -> BaseGeometry:
    """Islands too small to see are left out; the largest part always stays."""
    parts = sorted(shapely.get_parts(shape), key=lambda part: float(part.area), reverse=True)
    return shapely.MultiPolygon([part for index, part in enumerate(parts) if not index or part.area > area])


def _find_rings(shape: BaseGeometry) -> Iterable[npt.NDArray[np.int64]]:
    """The rings of all parts, outer and inner, in hundredths of a degree; without the point that closes each."""
    for ring in shapely.get_rings(shapely.get_parts(shape)):
        points = np.round(shapely.get_coordinates(ring) * _PER_DEGREE).astype(np.int64)
        moved = np.any(np.diff(points, axis=0) != 0, axis=1)
        kept = points[:-1][moved]
        if len(kept) > 2:
            yield kept


def _pack(header: dict[str, Any], columns: dict[str, npt.NDArray[Any]]) -> bytes:
    listed, body, offset = [], [], 0
    for name, column in columns.items():
        data = column.astype(column.dtype.newbyteorder("<")).tobytes()
        data += b"\0" * (-len(data) % 8)
        listed.append({"name": name, "type": _TYPES[column.dtype.name], "offset": offset, "length": len(column)})
        body.append(data)
        offset += len(data)
    text = json.dumps(header | {"columns": listed}, separators=(",", ":")).encode()
    text += b" " * (-(len(text) + 4) % 8)
    return struct.pack("<I", len(text)) + text + b"".join(body)
