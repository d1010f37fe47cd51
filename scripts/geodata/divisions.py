"""Outlines of countries and first-order divisions, simple enough for a page that colours areas by their counts."""

import gzip
from pathlib import Path

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from mapping.boundaries import Boundaries, open_boundaries
from mapping.geo import name_admin1
from mapping.page.divisions import LEVELS, Outlines, name_file, pack_outlines

# How far a border may stray, in degrees. Neighbours stay neighbours: what they share is simplified once.
_TOLERANCE = {"country": 0.05, "admin1": 0.04}


def write_divisions(folder: Path) -> None:
    """Write the outlines of both levels beside the boundaries that they are made of.

    Args:
        folder: Holds the files of `mapping/boundaries.py`.
    """
    boundaries = open_boundaries(folder)
    for level in LEVELS:
        packed = pack_outlines(simplify_level(boundaries, level))
        (folder / name_file(level)).write_bytes(gzip.compress(packed, compresslevel=9, mtime=0))


def simplify_level(boundaries: Boundaries, level: str) -> Outlines:
    """All outlines of a level by their codes ("IQ", "IQ.13").

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


def _drop_specks(shape: BaseGeometry, area: float) -> BaseGeometry:
    """Islands too small to see are left out; the largest part always stays."""
    parts = sorted(shapely.get_parts(shape), key=lambda part: float(part.area), reverse=True)
    return shapely.MultiPolygon([part for index, part in enumerate(parts) if not index or part.area > area])
