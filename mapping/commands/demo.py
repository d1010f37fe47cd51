"""`dateline demo`: the sample dispatches on a map, in one command."""

import hashlib
import os
import shutil
import sys
from contextlib import suppress
from pathlib import Path

import click

from mapping.commands.ingest import read_into
from mapping.commands.options import StoreAddress, say
from mapping.commands.serve import check_address, is_own_machine, serve_store
from mapping.plain import count
from mapping.settings import Settings, find_folder
from mapping.storage.address import show_address
from mapping.store import open_store


@click.command(
    short_help="Show the sample dispatches on a map.",
    epilog="""\b
Example:
  dateline demo --port 8080""",
)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="Where to serve.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to serve on.")
@click.option("--again", is_flag=True, help="Read the samples again.")
@click.option(
    "--store",
    type=StoreAddress(),
    show_default="in the user's cache folder",
    help="The events file.",
)
def demo(port: int, host: str, again: bool, store: Path | str | None) -> None:
    """Read the sample dispatches and serve them on a map.

    The second start takes seconds; another version of Dateline reads them anew. On another address than this machine's
    own the demo is read-only.
    """
    check_address(Settings(host=host, port=port))
    path = store or find_demo_store()
    with open_store(path) as opened:
        report = read_into(opened, [find_folder("samples")], again=again)
        say(f"The samples are in {show_address(path)}: {count(report.documents, 'document')}.")
        # On this machine the demo can be played with; others who reach it may look.
        serve_store(opened, Settings(store=path, host=host, port=port, read_only=not is_own_machine(host)))


def find_demo_store() -> Path:
    """The demo's events file of this very version of Dateline; those of other versions are removed.

    Its events are those that the code, the data and the samples make, so its name holds a hash of them all.
    """
    folder = find_cache_folder()
    store = folder / f"demo-{_hash_parts()}.db"
    for old in folder.glob("demo-*.db*"):
        if not old.name.startswith(store.name):
            with suppress(OSError):  # on Windows another demo may have it open
                shutil.rmtree(old) if old.is_dir() else old.unlink()
    return store


def _hash_parts() -> str:
    """Of the contents of code and samples, and of the names and sizes of the data, which has too many bytes to read."""
    digest = hashlib.sha256()
    for folder in (Path(__file__).parents[1], find_folder("samples")):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix != ".pyc" and "data" not in path.relative_to(folder).parts:
                digest.update(path.name.encode() + path.read_bytes())
    geodata = find_folder("geodata")
    for path in sorted(geodata.rglob("*")):
        digest.update(f"{path.relative_to(geodata)} {path.stat().st_size}".encode())
    return digest.hexdigest()[:12]


def find_cache_folder() -> Path:
    """Where this user's programs keep what they can make again.

    Source: XDG Base Directory Specification 0.8; Apple's and Microsoft's own folders on their systems.
    """
    home = Path.home()
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / "dateline"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", home / "AppData" / "Local")) / "dateline" / "cache"
    return Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache") / "dateline"
