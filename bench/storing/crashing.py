"""A store under attack: a writer that is killed in the midst of writing. `python -m bench.storing.crashing` is one."""

import random
import signal
import subprocess
import sys
import threading
import time

from bench.synthetic import make_extractions, make_news, make_places
from mapping.storage.sqlite import SQLiteDatabase
from mapping.store import open_store

ROUNDS = 40
_BATCH = 100


def measure_kills(address: str, rounds: int = ROUNDS) -> dict[str, str]:
    """Kill a writer with SIGKILL again and again; then look for all that it had acknowledged."""
    dice = random.Random(1)  # noqa: S311 - dice, not secrets
    acknowledged: list[str] = []
    for number in range(rounds):
        with start_writer(address, 30.0, f"kill{number}-{time.time_ns()}") as writer:
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


def start_writer(address: str, seconds: float, prefix: str) -> "subprocess.Popen[str]":
    """A process that writes to a store for so long (`write`)."""
    command = [sys.executable, "-m", "bench.storing.crashing", address, str(seconds), prefix]
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


if __name__ == "__main__":
    write(sys.argv[1], float(sys.argv[2]), sys.argv[3])
