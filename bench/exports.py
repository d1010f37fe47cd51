"""Speed and memory of every export format, beside `geopandas.to_json`, over a store of synthetic events.

`python -m bench exports --rows 100000`. Each format runs in a process of its own, so that its peak memory is its own;
times are processor seconds. The libraries that a format loads are told apart from what the export adds. As in the
program `dateline`, pandas is not loaded; geopandas has it.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.synthetic import make_extractions, make_news, make_places
from mapping.__main__ import hide_data_frames
from mapping.exports import FORMATS, export_events, find_format
from mapping.frames import read_events
from mapping.query import EventQuery
from mapping.store import open_store

_EVERYTHING = EventQuery(placed=None)
# GDAL and Arrow take memory before the first event does.
_LIBRARIES = {"gpkg": "pyogrio", "flatgeobuf": "pyogrio", "geoparquet": "pyarrow.parquet", "xlsx": "openpyxl"}
_PEER = "geopandas.to_json"


def main(options: list[str] | None = None) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench exports")
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--run", nargs=2, metavar=("FORMAT", "FOLDER"), help=argparse.SUPPRESS)
    given = parser.parse_args(options or [])
    if given.run:
        print(json.dumps(_run(given.run[0], Path(given.run[1]))))
        return
    with tempfile.TemporaryDirectory(prefix="dateline-") as folder:
        with open_store(Path(folder) / "events.db") as store:
            store.add_all(make_extractions(make_news(given.rows), make_places(min(20_000, given.rows // 10))))
        print(f"{given.rows:,} events\n")
        print("| format | MB | MB/s | events/s | libraries, MB | peak, MB |")
        print("|---|---|---|---|---|---|")
        for name in (*(form.name for form in FORMATS), _PEER):
            command = [sys.executable, "-m", "bench", "exports", "--run", name, folder]
            done = subprocess.run(command, capture_output=True, text=True, check=True).stdout
            told = json.loads(done.splitlines()[-2])
            size, seconds = told["bytes"] / 1e6, told["seconds"]
            speed = f"{size / seconds:.1f} | {given.rows / seconds:,.0f}"
            print(f"| {name} | {size:.1f} | {speed} | {told['before']:.0f} | {told['peak']:.0f} |", flush=True)


def _run(name: str, folder: Path) -> dict[str, float]:
    """One export: bytes, processor seconds, memory before and at most."""
    if name == _PEER:
        return _run_peer(folder)
    hide_data_frames()
    if name in _LIBRARIES:
        __import__(_LIBRARIES[name])
    path = folder / f"out.{find_format(name).ending}"
    before, start = _measure_mb(), time.process_time()
    with open_store(folder / "events.db", read_only=True) as store:
        export_events(store, path, _EVERYTHING, form=name)
    seconds = time.process_time() - start
    size = path.stat().st_size
    path.unlink()
    return {"bytes": size, "seconds": seconds, "before": before, "peak": _measure_mb()}


def _run_peer(folder: Path) -> dict[str, float]:
    """What geopandas itself writes, from a table that is in memory already; its reading is not counted."""
    frame = read_events(str(folder / "events.db"), placed="any")
    days = ["date_start", "date_end", "published"]
    frame[days] = frame[days].astype("string")
    before, start = _measure_mb(), time.process_time()
    size = len(frame.to_json().encode())
    return {"bytes": size, "seconds": time.process_time() - start, "before": before, "peak": _measure_mb()}


def _measure_mb() -> float:
    """The most that this program held so far; `getrusage` would count what its parent held when it began."""
    lines = Path("/proc/self/status").read_text(encoding="ascii", errors="replace").splitlines()
    return next(float(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:"))
