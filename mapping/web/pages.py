"""The map page, and the files of ours that it loads."""

import hashlib
import mimetypes
import secrets
from functools import lru_cache
from pathlib import Path

from flask import Blueprint, Response, abort, g, jsonify, render_template, request
from werkzeug.security import safe_join

from mapping.layers import MapPage, make_legend, make_map
from mapping.page.bundle import bundle_modules
from mapping.settings import find_folder
from mapping.web.state import get_columns

pages = Blueprint("pages", __name__)


@pages.get("/")
def show_map() -> str:
    """The map page; its events come through the other routes."""
    g.nonce = secrets.token_urlsafe(16)
    return render_template(
        "map.html", page=_make_skeleton(), nonce=g.nonce, legend=make_legend(), inline=None, extent=_measure_store()
    )


def _measure_store() -> dict[str, int]:
    """How many events there are and from when to when: beyond two million the page leaves them on the server."""
    snapshot = get_columns().snapshot
    first, last = snapshot.extent
    undated = sum(len(part.segment) - part.segment.dated for part in snapshot.parts)
    return {"rows": snapshot.rows, "undated": undated, "first": first, "last": last}


@lru_cache(maxsize=1)
def _make_skeleton() -> MapPage:
    """Folium's part of the page, the same for every visit."""
    return make_map(basemap_url="/basemap.pmtiles")


@pages.get("/page.js")
def send_script() -> Response:
    """The page's modules as one script: forty small files would keep the first events waiting for forty answers."""
    modules = (find_folder("static") / "js").glob("*.js")
    stamp = max(path.stat().st_mtime_ns for path in modules)
    return _send_bytes(*_bundle(stamp), name="page.js")


@lru_cache(maxsize=2)
def _bundle(stamp: int) -> tuple[bytes, str]:  # noqa: ARG001 - changed modules are another entry
    body = bundle_modules(find_folder("static") / "js" / "layers.js").encode()
    return body, _hash(body)


@pages.get("/legend.json")
def send_legend() -> Response:
    """Families and types with their labels, colours and glyphs."""
    return jsonify(make_legend())


@pages.get("/basemap.pmtiles")
def send_basemap() -> Response:
    """The basemap's vector tiles; the page reads the ranges that it needs."""
    return _send_file(find_folder("geodata"), "basemap.pmtiles")


@pages.get("/static/<path:path>")
def send_static(path: str) -> Response:
    """A script, style sheet or font of ours."""
    return _send_file(find_folder("static"), path)


def _send_file(folder: Path, name: str) -> Response:
    """A file of ours, whole or the range that was asked for. It is held in memory: no handle can stay open."""
    path = safe_join(str(folder), name)
    if path is None or not Path(path).is_file():
        abort(404)
    return _send_bytes(*_read_file(path, Path(path).stat().st_mtime_ns), name=name)


def _send_bytes(body: bytes, tag: str, *, name: str) -> Response:
    response = Response(body, mimetype=mimetypes.guess_type(name)[0] or "application/octet-stream")
    response.set_etag(tag)
    response.headers["Cache-Control"] = "no-cache"
    response.make_conditional(request, accept_ranges=True, complete_length=len(body))
    return response


@lru_cache(maxsize=256)
def _read_file(path: str, mtime_ns: int) -> tuple[bytes, str]:  # noqa: ARG001 - a changed file is another entry
    """A file's bytes and their hash."""
    body = Path(path).read_bytes()
    return body, _hash(body)


def _hash(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()[:16]
