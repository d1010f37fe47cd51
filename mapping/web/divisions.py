"""Outlines of countries and regions, for the map that colours them by their counts."""

import gzip
from functools import lru_cache

from flask import Blueprint, Response, request

from mapping.boundaries import Boundaries
from mapping.errors import QueryError
from mapping.page.divisions import LEVELS, Outlines, pack_outlines, simplify_outlines
from mapping.web.state import get_state

divisions = Blueprint("divisions", __name__)


@divisions.get("/divisions.bin")
def send_divisions() -> Response:
    """The outlines of a level, of all countries or of those named; simplified at the first request, then kept."""
    level = request.args.get("level", "country")
    if level not in LEVELS:
        raise QueryError(f"level is {level!r}: give country or admin1")
    named = request.args.get("country", "")
    packed = _pack(get_state().boundaries, level, frozenset(named.split(",")) if named else frozenset())
    takes_gzip = request.accept_encodings["gzip"] > 0
    response = Response(packed if takes_gzip else gzip.decompress(packed), mimetype="application/octet-stream")
    if takes_gzip:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = "max-age=86400"
    return response


@lru_cache(maxsize=4)
def _simplify(boundaries: Boundaries, level: str) -> Outlines:
    return simplify_outlines(boundaries, level)


@lru_cache(maxsize=16)
def _pack(boundaries: Boundaries, level: str, countries: frozenset[str]) -> bytes:
    return gzip.compress(pack_outlines(_simplify(boundaries, level), countries=countries), compresslevel=6, mtime=0)
