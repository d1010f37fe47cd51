"""Folium's own ways to play events back, on the same data and in the same browser as our page (`bench/map.py`).

Their pages link scripts from outside; here npm fetches those once, and the browser gets them from disk. Without npm or
a network the peers are left out, and the table says so.
"""

import json
import shutil
import subprocess
import tarfile
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import folium
from folium.plugins import HeatMapWithTime, TimestampedGeoJson
from playwright.sync_api import Browser, Error, Page, Route

from bench.synthetic import News, make_places
from mapping.settings import find_folder

LIMIT_S = 60
"""A page that shows nothing within so many seconds counts as failed, and no larger one is tried."""

_EPOCH = date(1970, 1, 1)
_PACKAGES = {
    "leaflet-timedimension": ("1.1.1", "dist/leaflet.timedimension.min.js"),
    "iso8601-js-period": ("0.2.1", "iso8601.js"),
    "moment": ("2.18.1", "min/moment.min.js"),
    "jquery": ("3.7.1", "dist/jquery.min.js"),
}
_PLAY = """async ([name, ms]) => {
  const time = window[name].timeDimension;
  let steps = 0;
  const start = performance.now();
  while (performance.now() - start < ms) {
    time.nextTime(1, true);
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    steps += 1;
  }
  return (1000 * steps) / (performance.now() - start);
}"""
_SHOWN = "() => document.querySelector('path.leaflet-interactive, canvas.heatmap-canvas') !== null"


def fetch_scripts(folder: Path) -> dict[str, bytes]:
    """The peers' scripts by file name; empty where they cannot be had."""
    npm = shutil.which("npm")
    found = {"leaflet.js": (find_folder("static") / "vendor/leaflet/leaflet.js").read_bytes()}
    templates = Path(folium.__file__).parent / "templates"
    found |= {path.name: path.read_bytes() for path in templates.glob("pa7_*.js")}
    for name, (version, wanted) in _PACKAGES.items():
        command = [str(npm), "pack", f"{name}@{version}", "--pack-destination", str(folder), "--silent"]
        if npm is None or subprocess.run(command, check=False, capture_output=True).returncode:
            return {}
        with tarfile.open(folder / f"{name}-{version}.tgz") as archive:
            member = archive.extractfile(f"package/{wanted}")
            assert member is not None  # noqa: S101 - the versions are pinned
            found[Path(wanted).name.replace("iso8601.js", "iso8601.min.js")] = member.read()
    return found


def make_timestamped(news: News) -> folium.Map:
    """Points that appear on their day and stay for thirty."""
    places = make_places()
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [places[place].lon, places[place].lat]},
            "properties": {"time": (_EPOCH + timedelta(days=day)).isoformat(), "icon": "circle"},
        }
        for day, place in zip(news.day.tolist(), news.place.tolist(), strict=True)
        if place >= 0
    ]
    page = folium.Map((20, 10), zoom_start=2, tiles=None, max_zoom=12)
    collection = json.dumps({"type": "FeatureCollection", "features": features})
    TimestampedGeoJson(collection, period="P1D", duration="P30D", auto_play=False).add_to(page)  # type: ignore[no-untyped-call]
    return page


def make_heat(news: News) -> folium.Map:
    """A heat map for each day."""
    places = make_places()
    days: dict[int, list[list[float]]] = defaultdict(list)
    for day, place in zip(news.day.tolist(), news.place.tolist(), strict=True):
        if place >= 0:
            days[day].append([places[place].lat, places[place].lon])
    page = folium.Map((20, 10), zoom_start=2, tiles=None, max_zoom=12)
    index = [(_EPOCH + timedelta(days=day)).isoformat() for day in sorted(days)]
    HeatMapWithTime([days[day] for day in sorted(days)], index=index, auto_play=False).add_to(page)  # type: ignore[no-untyped-call]
    return page


PEERS: dict[str, Callable[[News], folium.Map]] = {
    "TimestampedGeoJson": make_timestamped,
    "HeatMapWithTime": make_heat,
}


def measure_peer(
    browser: Browser,
    page_map: folium.Map,
    scripts: dict[str, bytes],
    folder: Path,
    read_memory: Callable[[Page], float],
    *,
    play_ms: int,
) -> dict[str, float] | None:
    """Time to the first events, steps of a day a second, memory and the page's size; None beyond the limit."""
    path = folder / "peer.html"
    page_map.save(str(path))
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.route("**/*", lambda route: _answer(route, scripts))
    try:
        page.set_default_timeout(LIMIT_S * 1000)
        start = time.perf_counter()
        page.goto(path.as_uri(), wait_until="load")
        page.wait_for_function(_SHOWN)
        shown = (time.perf_counter() - start) * 1000
        frames = page.evaluate(_PLAY, [page_map.get_name(), play_ms])
        return {
            "first events ms": shown,
            "window frames/s": frames,
            "heap MB": read_memory(page),
            "page MB": path.stat().st_size / 1e6,
        }
    except Error:
        return None
    finally:
        context.close()


def _answer(route: Route, scripts: dict[str, bytes]) -> None:
    """The page itself from disk, the scripts that it needs, and nothing for the rest."""
    url = route.request.url
    if url.startswith("file:"):
        route.continue_()
        return
    name = url.rsplit("/", 1)[-1].split("?")[0].replace("jquery-3.7.1", "jquery")
    route.fulfill(body=scripts.get(name, b""), content_type="text/css" if name.endswith(".css") else "text/javascript")
