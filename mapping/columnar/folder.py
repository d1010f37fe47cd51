"""Where a store's columns are kept: beside its file; else in a folder for what can be made again."""

import hashlib
import os
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from mapping.storage.database import Database
from mapping.storage.sqlite import SQLiteDatabase

SUFFIX = ".columns"


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
    kept = cache / (hashlib.sha256(name.encode()).hexdigest()[:16] + SUFFIX)
    return kept if _is_writable(kept) else Path(tempfile.mkdtemp(suffix=SUFFIX))


def _is_writable(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(folder, os.W_OK)
