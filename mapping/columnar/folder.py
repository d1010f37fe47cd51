"""Where a store's columns are kept: beside its file; else in a folder for what can be made again."""

import atexit
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from mapping.ids import hash_key
from mapping.storage.database import Database
from mapping.storage.sqlite import SQLiteDatabase

SUFFIX = ".columns"
NAME_FILE = "store"
"""In a folder that is not beside its store: the store's path or name."""
_UNUSED_SECONDS = 30 * 24 * 3600.0


def find_cache_folder(environ: Mapping[str, str] | None = None) -> Path:
    """The user's folder for what Dateline can make again.

    Args:
        environ: Where the variables of the system are looked up; None means the process's own environment.

    Source: the XDG base directory specification; macOS and Windows have places of their own.
    """
    env = os.environ if environ is None else environ
    if sys.platform == "win32":
        base = Path(env.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        base = Path(env.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "dateline"


def choose_folder(database: Database, cache: Path) -> Path:
    """The first folder that can be written.

    Of the user's cache, folders of files that are gone and those that no server took for a month are removed.

    Args:
        database: The store's.
        cache: The user's folder for what can be made again; it serves stores of a server, and files in folders that
            cannot be written.
    """
    if isinstance(database, SQLiteDatabase):
        path = database.path.resolve()
        beside = path.with_name(path.name + SUFFIX)
        if _is_writable(beside):
            return beside
        name = str(path)
    else:
        name = database.name
    _sweep(cache)
    kept = cache / (hash_key(name) + SUFFIX)
    if _is_writable(kept):
        (kept / NAME_FILE).write_text(name, encoding="utf-8")
        os.utime(kept)
        return kept
    return _make_passing()


def _sweep(cache: Path) -> None:
    """Remove columns that nobody will ask for; one that is still wanted after all is made anew."""
    for folder in cache.glob(f"*{SUFFIX}"):
        with suppress(OSError):  # what another program holds open stays, on Windows
            if _is_left(folder):
                shutil.rmtree(folder)


def _is_left(folder: Path) -> bool:
    """Whether a folder's store is gone; what a server keeps can only be told by when it was asked for last."""
    named = folder / NAME_FILE
    store = Path(named.read_text(encoding="utf-8")) if named.is_file() else None
    if store is not None and store.is_absolute():
        return not store.exists()
    return time.time() - folder.stat().st_mtime > _UNUSED_SECONDS


def _make_passing() -> Path:
    """A folder that goes with the process."""
    folder = Path(tempfile.mkdtemp(suffix=SUFFIX))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _is_writable(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(folder, os.W_OK)
