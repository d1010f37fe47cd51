"""The page with many events, in a headless Chromium: `python -m bench map`.

Synthetic events are bursty in time and share points, as news does; the seed is fixed. Read the figures as ratios: they
depend on the machine and on its having no graphics card.
"""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

import server
from bench.map_peers import LIMIT_S, PEERS, fetch_scripts, measure_peer
from bench.synthetic import SyntheticRows, make_news
from mapping.columnar.served import ServedColumns
from mapping.columnar.sidecar import Sidecar
from mapping.settings import Settings
from mapping.store import open_store
from scripts.browser import find_browser

SIZES = (10_000, 100_000, 1_000_000)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--enable-precise-memory-info"]
_PLAY_MS = 5000


@contextmanager
def serve_synthetic(rows: int) -> Iterator[tuple[str, int]]:
    """Serve the page over so many synthetic events; yields its address and their packed size in bytes."""
    with TemporaryDirectory() as folder, open_store(Path(folder) / "empty.db") as store:
        app = server.create_app(Settings(), store)
        source = SyntheticRows(make_news(rows))
        columns = ServedColumns(Sidecar(Path(folder) / "columns", source), source)
        app.extensions["dateline"] = replace(app.extensions["dateline"], columns=columns)
        running = make_server("127.0.0.1", 0, app, threaded=True)
        thread = threading.Thread(target=running.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{running.server_port}", len(columns.get().pack())
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
# A change of filter until the map shows it, and the longest time meanwhile in which the page could not answer; the
# median of five.
_FILTER = """async () => {
  const rest = (ms) => new Promise((done) => setTimeout(done, ms));
  const found = [];
  for (let turn = 0; turn < 5; turn++) {
    await rest(700);
    let longest = 0;
    let last = performance.now();
    let done = false;
    const channel = new MessageChannel();
    channel.port1.onmessage = () => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
      if (!done) channel.port2.postMessage(0);
    };
    channel.port2.postMessage(0);
    const { count } = dateline.frame;
    const start = performance.now();
    dateline.store.toggle("type", "protest");
    while (dateline.frame.count === count) await new Promise((next) => requestAnimationFrame(() => setTimeout(next)));
    const spent = performance.now() - start;
    await rest(700);
    done = true;
    found.push({ spent, longest });
  }
  const median = (name) => found.map((one) => one[name]).sort((a, b) => a - b)[2];
  return [median("spent"), median("longest")];
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
    figures["filter ms"], figures["longest pause ms"] = page.evaluate(_FILTER)
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


COLUMNS = (
    "first events ms",
    "window frames/s",
    "cumulative frames/s",
    "filter ms",
    "longest pause ms",
    "heap MB",
)


def main() -> None:
    """Print the tables."""
    path = find_browser()
    if path is None:
        print("No Chromium here: run python scripts/browser.py")
        return
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with sync_playwright() as playwright, TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        scripts = fetch_scripts(Path(folder))
        if not scripts:
            print("The peers' scripts cannot be fetched by npm: they are left out.\n")
        print(f"| page | events | payload | bytes an event | {' | '.join(COLUMNS)} |")
        print("|---" * (len(COLUMNS) + 4) + "|")
        tired: set[str] = set()
        for rows in SIZES:
            with serve_synthetic(rows) as (url, packed):
                if rows == SIZES[0]:
                    weight, tiles = measure_weight(browser, url)
                _print_row("Dateline", rows, packed, measure_page(browser, url))
            for name, make in PEERS.items() if scripts else ():
                if name in tired:
                    print(f"| {name} | {rows:,} | not tried: the smaller one failed |", flush=True)
                    continue
                found = measure_peer(
                    browser, make(make_news(rows)), scripts, Path(folder), read_memory, play_ms=_PLAY_MS
                )
                if found is None:
                    tired.add(name)
                    print(f"| {name} | {rows:,} | nothing shown within {LIMIT_S} s |", flush=True)
                else:
                    _print_row(name, rows, int(found["page MB"] * 1e6), found)
        browser.close()
    print(f"\nPage without events: {weight:.0f} kB compressed; tiles of the first view: {tiles:.0f} kB.")


def _print_row(page: str, rows: int, size: int, found: dict[str, float]) -> None:
    values = " | ".join(f"{found[name]:.0f}" if name in found else "-" for name in COLUMNS)
    print(f"| {page} | {rows:,} | {size / 1e6:.1f} MB | {size / rows:.1f} | {values} |", flush=True)


if __name__ == "__main__":
    main()
