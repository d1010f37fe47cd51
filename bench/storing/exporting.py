"""Exports, each in a process of its own so that its memory can be told: `python -m bench.storing.exporting`.

The peer's time is that of `to_json` alone, the table at hand; ours reads the store as well.
"""

import json
import resource
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from mapping.exports import FORMATS, export_events
from mapping.frames import read_events
from mapping.query import EventQuery
from mapping.store import open_store

_PEER = "geopandas.to_json"
_RULER = "the same without an export"


def measure_exports(address: str, rows: int) -> list[tuple[str, ...]]:
    """Lines of the table: format, MB, MB/s, events a second, greatest memory in MB.

    Args:
        address: The store's.
        rows: How many events are exported.
    """
    lines: list[tuple[str, ...]] = []
    for name in (_RULER, *(form.name for form in FORMATS), _PEER):
        command = [sys.executable, "-m", "bench.storing.exporting", address, name, str(rows)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            lines.append((name, "failed", done.stderr.strip().splitlines()[-1], "", ""))
            continue
        told = json.loads(done.stdout)
        speed = f"{told['mb'] / told['seconds']:.1f}" if told["mb"] else ""
        pace = f"{rows / told['seconds']:,.0f}" if told["mb"] else ""
        lines.append((name, f"{told['mb']:.1f}", speed, pace, f"{told['memory_mb']:.0f}"))
    return lines


def main() -> None:
    """Make one export and print what it took, as JSON."""
    address, name, rows = sys.argv[1], sys.argv[2], int(sys.argv[3])
    with TemporaryDirectory() as folder:
        path = Path(folder) / "events"
        start = time.perf_counter()
        if name == _PEER:
            frame = read_events(address, limit=str(rows))
            days = frame.select_dtypes("datetime").columns
            frame[days] = frame[days].astype(str)  # to_json cannot write days
            start = time.perf_counter()
            path.write_text(frame.to_json(), encoding="utf-8")
        elif name == _RULER:
            with open_store(address, read_only=True) as store:
                next(store.find_events())
            path.touch()
        else:
            with open_store(address, read_only=True) as store:
                export_events(store, path, EventQuery(limit=rows), form=name)
        seconds = time.perf_counter() - start
        size = path.stat().st_size / 1e6
    print(json.dumps({"mb": size, "seconds": seconds, "memory_mb": _read_peak()}))


def _read_peak() -> float:
    """The greatest memory of this process in MB; getrusage would tell that of the parent where it was greater."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text(encoding="ascii").splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


if __name__ == "__main__":
    main()
