"""The page with many events, in a headless Chromium: `python -m bench map`.

Synthetic events are bursty in time and share points, as news does; the seed is fixed. Read the figures as ratios: they
depend on the machine and on its having no graphics card.
"""

import gzip
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

import server
from mapping.event_types import load_event_types
from mapping.page.columns import EventColumns, hold_columns
from mapping.page.layout import EPOCH, name_kinds, project_point
from mapping.settings import Settings
from mapping.store import open_store
from scripts.browser import find_browser

SIZES = (10_000, 100_000, 1_000_000)
SEED = 20171016
PLACES = 20_000
YEARS = 10
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--enable-precise-memory-info"]
_PLAY_MS = 5000


def make_synthetic(rows: int) -> EventColumns:
    """Columns of `rows` events: half of them in bursts of some weeks at one place, the other half spread."""
    places = min(PLACES, rows // 10)
    random = np.random.default_rng(SEED)
    first = date(2010, 1, 1).toordinal() - EPOCH
    days = YEARS * 365
    bursts = max(1, rows // 2000)
    burst = random.integers(bursts, size=rows)
    in_burst = random.random(rows) < 0.5
    start = np.where(
        in_burst,
        random.integers(days - 60, size=bursts)[burst] + random.exponential(12, rows).astype(int) % 60,
        random.integers(days, size=rows),
    )
    zipf = np.minimum(random.zipf(1.3, rows), places) - 1
    place = np.where(in_burst, random.integers(places, size=bursts)[burst], zipf)
    order = np.argsort(start, kind="stable")
    coarse = random.random(rows) < 0.1
    types = list(load_event_types().types)
    lon, lat = random.uniform(-120, 150, places), random.uniform(-40, 60, places)
    points = [project_point(lon=float(x), lat=float(y)) for x, y in zip(lon, lat, strict=True)]
    header: dict[str, object] = {
        "rows": rows,
        "dated": rows,
        "types": types,
        "sources": [f"outlet {number}" for number in range(40)],
        **name_kinds(),
        "places": _make_place_table(places),
        "stories": {"id": [f"s{n}" for n in range(bursts)], "name": [f"Story {n}" for n in range(bursts)]},
    }
    columns: dict[str, Any] = {
        "start": (start[order] + first).astype(np.int32),
        "days": np.where(coarse, 30, 0).astype(np.uint16),
        "place": place[order].astype(np.uint16),
        "type": random.integers(len(types), size=rows).astype(np.uint8),
        "source": random.integers(40, size=rows).astype(np.uint8),
        "score": random.integers(20, 100, size=rows).astype(np.uint8),
        "flags": np.where(coarse, 3 << 2, 1 << 2).astype(np.uint8),
        "review": np.zeros(rows, dtype=np.uint8),
        "reports": np.minimum(random.geometric(0.6, rows), 255).astype(np.uint8),
        "story": np.where(in_burst, burst, 65535)[order].astype(np.uint16),
        "place_x": np.array([x for x, _ in points], dtype=np.uint32),
        "place_y": np.array([y for _, y in points], dtype=np.uint32),
        "place_radius": np.full(places, 10, dtype=np.float32),
    }
    return hold_columns(header, columns, [f"e{row}" for row in range(rows)])


def _make_place_table(places: int) -> dict[str, list[str]]:
    numbers = range(places)
    return {
        "id": [f"p{number}" for number in numbers],
        "name": [f"Place {number}" for number in numbers],
        "country_code": [chr(65 + number % 26) + chr(65 + number % 7) for number in numbers],
        "country": [f"Country {number % 182}" for number in numbers],
        "admin1": [f"Region {number % 800}" for number in numbers],
        "admin1_code": [f"{chr(65 + n % 26)}{chr(65 + n % 7)}.{n % 800 // 182:02}" for n in numbers],
        "level": ["city"] * places,
    }


class _FixedCache:
    """Stands in for the server's cache with columns that no store holds."""

    def __init__(self, columns: EventColumns) -> None:
        self.columns = columns
        self.packed = gzip.compress(columns.payload, compresslevel=6, mtime=0)

    def get(self) -> tuple[EventColumns, bytes]:
        return self.columns, self.packed


@contextmanager
def serve_columns(columns: EventColumns) -> Iterator[tuple[str, int]]:
    """Serve the page over given columns; yields its address and the packed size of the events in bytes."""
    with TemporaryDirectory() as folder, open_store(Path(folder) / "empty.db") as store:
        app = server.create_app(Settings(), store)
        cache = _FixedCache(columns)
        app.extensions["dateline"] = replace(app.extensions["dateline"], cache=cache)
        running = make_server("127.0.0.1", 0, app, threaded=True)
        thread = threading.Thread(target=running.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{running.server_port}", len(cache.packed)
        finally:
            running.shutdown()
            thread.join()
            running.server_close()


_FIRST_EVENTS = """() => new Promise((done) => {
  const look = () => (globalThis.dateline?.layer.marks.length ? done(performance.now()) : requestAnimationFrame(look));
  look();
})"""
_COUNT_FRAMES = """async (ms) => {
  let drawn = 0;
  const { layer, controls, store, extent } = dateline;
  const draw = layer.drawNow.bind(layer);
  layer.drawNow = () => { drawn += 1; draw(); };
  controls.play();
  const start = performance.now();
  await new Promise((done) => setTimeout(done, ms));
  controls.pause();
  delete layer.drawNow;
  return (1000 * drawn) / (performance.now() - start);
}"""
_FILTER = """async () => {
  const frames = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  await frames();
  const start = performance.now();
  dateline.store.toggle("type", "protest");
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  const spent = performance.now() - start;
  dateline.store.toggle("type", "protest");
  await frames();
  return spent;
}"""


def measure_page(browser: Browser, url: str) -> dict[str, float]:
    """Time to the first events, frames a second in both modes, a filter's change, the page's memory."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto(url, wait_until="commit")
    figures = {"first events ms": page.evaluate(_FIRST_EVENTS)}
    page.wait_for_timeout(1500)
    for mode in ("window", "cumulative"):
        page.evaluate(
            """(mode) => {
                 const { first } = dateline.extent;
                 const last = first + (mode === "window" ? 29 : 1800);
                 dateline.store.change({ mode, first, last, step: "day", speed: 1000 });
               }""",
            mode,
        )
        page.wait_for_timeout(500)
        figures[f"{mode} frames/s"] = page.evaluate(_COUNT_FRAMES, _PLAY_MS)
    page.evaluate("dateline.store.change({ ...dateline.extent, mode: 'window' })")
    page.wait_for_timeout(1000)
    figures["filter ms"] = page.evaluate(_FILTER)
    figures["heap MB"] = read_memory(page)
    context.close()
    return figures


def read_memory(page: Page) -> float:
    """The page's JavaScript heap with its arrays, after a collection, in MB."""
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    usage = session.send("Runtime.getHeapUsage")
    return float((usage["usedSize"] + usage.get("backingStorageSize", 0)) / 1e6)


def measure_weight(browser: Browser, url: str) -> tuple[float, float]:
    """What the page weighs over the wire without its events, in kB: scripts, styles and font; and the map's tiles."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    names: dict[str, str] = {}
    sizes: dict[str, float] = {}
    session.on("Network.requestWillBeSent", lambda event: names.update({event["requestId"]: event["request"]["url"]}))
    session.on("Network.loadingFinished", lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]}))
    page.goto(url)
    page.wait_for_timeout(3000)
    context.close()
    tiles = sum(size for key, size in sizes.items() if "pmtiles" in names[key])
    events = sum(size for key, size in sizes.items() if "/events" in names[key])
    return (sum(sizes.values()) - tiles - events) / 1000, tiles / 1000


def main() -> None:
    """Print the table."""
    path = find_browser()
    if path is None:
        print("No Chromium here: run python scripts/browser.py")
        return
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        print(
            "| events | bytes an event | first events ms | window frames/s | cumulative frames/s | filter ms | heap MB |"  # noqa: E501
        )
        print("|---|---|---|---|---|---|---|")
        for rows in SIZES:
            with serve_columns(make_synthetic(rows)) as (url, packed):
                found = measure_page(browser, url)
                values = " | ".join(f"{value:.0f}" for value in found.values())
                print(f"| {rows:,} | {packed / rows:.1f} | {values} |", flush=True)
                if rows == SIZES[0]:
                    weight, tiles = measure_weight(browser, url)
        browser.close()
    print(f"\nPage without events: {weight:.0f} kB compressed; tiles of the first view: {tiles:.0f} kB.")


if __name__ == "__main__":
    main()
