"""Outlines of countries and regions, for the map that colours them by their counts."""

import gzip
from functools import lru_cache

from flask import Blueprint, Response, request

from mapping.errors import QueryError
from mapping.page.divisions import LEVELS, load_outlines, pick_outlines

divisions = Blueprint("divisions", __name__)


@divisions.get("/divisions.bin")
def send_divisions() -> Response:
    """The outlines of a level, of all countries or of those named."""
    level = request.args.get("level", "country")
    if level not in LEVELS:
        raise QueryError(f"level is {level!r}: give country or admin1")
    named = request.args.get("country", "")
    packed = _pack(level, frozenset(named.split(",")) if named else frozenset())
    takes_gzip = request.accept_encodings["gzip"] > 0
    response = Response(packed if takes_gzip else gzip.decompress(packed), mimetype="application/octet-stream")
    if takes_gzip:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = "max-age=86400"
    return response


@lru_cache(maxsize=16)
def _pack(level: str, countries: frozenset[str]) -> bytes:
    packed = load_outlines(level)
    if countries:
        packed = pick_outlines(packed, lambda code: code.split(".")[0] in countries)
    return gzip.compress(packed, compresslevel=6, mtime=0)
