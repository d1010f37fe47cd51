"""A store under load and under attack: readers beside a writer, and a writer that is killed in the midst of writing.

`python -m bench.storing.crashing` is one such reader or writer; the functions start them.
"""

import json
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bench.storing.filters import make_filters
from bench.storing.timing import show_spread
from bench.synthetic import make_extractions, make_news, make_places
from mapping.storage.sqlite import SQLiteDatabase
from mapping.store import open_store

READERS = 8
ROUNDS = 40
_BATCH = 100
_WAIT_S = 60.0


def measure_crowd(address: str, seconds: float) -> dict[str, str]:
    """Eight processes that read while one writes: how long reads take, how far the writer gets, the log's size.

    Args:
        address: The store's; it is written to.
        seconds: How long.
    """
    writer = _start("write", address, str(seconds), f"crowd{time.time_ns()}")
    readers = [_start("read", address, str(seconds), str(number)) for number in range(READERS)]
    largest = 0
    log = Path(f"{address}-wal")
    # What the writer acknowledges is read while it writes: a full pipe would stop it.
    with ThreadPoolExecutor(max_workers=1) as pool:
        written = pool.submit(writer.communicate)
        while not written.done():
            largest = max(largest, log.stat().st_size if log.exists() else 0)
            time.sleep(0.05)
        acknowledged = written.result()[0].splitlines()
    told = [json.loads(reader.communicate(timeout=_WAIT_S)[0]) for reader in readers]
    spent = [each for one in told for each in one["ms"]]
    return {
        "reads": f"{len(spent):,}",
        "errors": str(sum(one["errors"] for one in told)),
        "a read, ms": show_spread(spent),
        "events written a second meanwhile": f"{len(acknowledged) / seconds:,.0f}",
        "largest write-ahead log": f"{largest / 1e6:.1f} MB" if log.exists() or largest else "-",
    }


def measure_kills(address: str, rounds: int = ROUNDS) -> dict[str, str]:
    """Kill a writer with SIGKILL again and again; then look for all that it had acknowledged."""
    dice = random.Random(1)  # noqa: S311 - dice, not secrets
    acknowledged: list[str] = []
    for number in range(rounds):
        with _start("write", address, "30", f"kill{number}-{time.time_ns()}") as writer:
            assert writer.stdout  # noqa: S101
            first = writer.stdout.readline().strip()
            if not first:
                raise RuntimeError(f"in round {number + 1} the writer ended before it was killed")
            acknowledged.append(first)
            threading.Timer(dice.uniform(0.01, 0.5), writer.send_signal, (signal.SIGKILL,)).start()
            # A line that was cut off has not been told.
            acknowledged += [line.strip() for line in writer.stdout if line.endswith("\n")]
    with open_store(address) as store:
        lost = sum(not store.has_document(doc_id) for doc_id in acknowledged)
        whole = sum(1 for doc_id in acknowledged if len(list(store.find_document_events(doc_id))) == 1)
        is_sound = not isinstance(store.database, SQLiteDatabase) or _is_sound(store.database)
    return {
        "rounds": str(rounds),
        "acknowledged": f"{len(acknowledged):,}",
        "lost": str(lost),
        "without their event": str(len(acknowledged) - whole),
        "file and text index sound": "yes" if is_sound else "no",
    }


def _is_sound(database: SQLiteDatabase) -> bool:
    """What SQLite says of its own file, and FTS5 of the words that it holds."""
    with database.reading(unlimited=True) as connection:
        found = connection.exec_driver_sql("PRAGMA integrity_check").scalar_one()
    with database.writing() as connection:
        connection.exec_driver_sql("INSERT INTO events_text (events_text) VALUES ('integrity-check')")
    return bool(found == "ok")


def _start(*arguments: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "bench.storing.crashing", *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def write(address: str, seconds: float, prefix: str) -> None:
    """Add documents and print the id of each when it is kept."""
    batch = 1 if prefix.startswith("kill") else _BATCH
    places = make_places(2000)
    until = time.monotonic() + seconds
    with open_store(address) as store:
        number = 0
        while time.monotonic() < until:
            news = make_news(batch, seed=number)
            found = list(make_extractions(news, places, prefix=f"{prefix}-{number}-"))
            store.add_all(found)
            print("\n".join(one.document.doc_id for one in found), flush=True)
            number += 1


def read(address: str, seconds: float, seed: int) -> None:
    """Ask for pages of filters, and print how long each took."""
    filters = make_filters(200, seed)
    until = time.monotonic() + seconds
    spent: list[float] = []
    errors = 0
    with open_store(address, read_only=True) as store:
        while time.monotonic() < until:
            start = time.perf_counter()
            try:
                store.read_page(filters[len(spent) % len(filters)], limit=100, newest_first=True)
            except Exception:  # noqa: BLE001 - whatever goes wrong is what is counted
                errors += 1
            spent.append((time.perf_counter() - start) * 1000)
    print(json.dumps({"ms": spent, "errors": errors}))


def main(arguments: Sequence[str]) -> None:
    """Be a reader or a writer."""
    role, address, seconds, name = arguments
    if role == "write":
        write(address, float(seconds), name)
    else:
        read(address, float(seconds), int(name))


if __name__ == "__main__":
    main(sys.argv[1:])
