"""The build hook: what it fetches is what the manifest says, and nothing is fetched twice."""

import base64
import hashlib
import io
import json
import tarfile
from pathlib import Path

import pytest

import hatch_build

CONTENT = b"export const answer = 42;\n"


def make_tarball(path: Path) -> str:
    """A package of one file; the answer is its integrity."""
    with tarfile.open(path, "w:gz") as archive:
        info = tarfile.TarInfo("package/a.js")
        info.size = len(CONTENT)
        archive.addfile(info, io.BytesIO(CONTENT))
    return "sha512-" + base64.b64encode(hashlib.sha512(path.read_bytes()).digest()).decode()


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A manifest of one package, and an npm of our own on the PATH that counts its calls."""
    integrity = make_tarball(tmp_path / "a-1.0.0.tgz")
    file = {"from": "package/a.js", "to": "a/a.js", "sha256": hashlib.sha256(CONTENT).hexdigest()}
    package = {"name": "a", "version": "1.0.0", "integrity": integrity, "files": [file]}
    (tmp_path / "vendor.json").write_text(json.dumps({"packages": [package]}))
    bin_folder = tmp_path / "bin"
    bin_folder.mkdir()
    npm = bin_folder / "npm"
    npm.write_text(f'#!/bin/sh\necho "$2" >> {tmp_path}/calls\ncp {tmp_path}/a-1.0.0.tgz .\n')
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", f"{bin_folder}:/usr/bin:/bin")
    return tmp_path


def edit_manifest(project: Path, key: str, value: str) -> None:
    """Put a wrong value into the manifest's one package or its one file."""
    content = json.loads((project / "vendor.json").read_text())
    package = content["packages"][0]
    (package if key in package else package["files"][0])[key] = value
    (project / "vendor.json").write_text(json.dumps(content))


def test_a_file_is_fetched_once(project: Path) -> None:
    """The second build finds the file with the right hash and leaves npm alone."""
    assert hatch_build.fetch_vendor(project / "vendor.json", project / "vendor") == ["a"]
    assert (project / "vendor/a/a.js").read_bytes() == CONTENT
    assert hatch_build.fetch_vendor(project / "vendor.json", project / "vendor") == []
    assert (project / "calls").read_text() == "a@1.0.0\n"


def test_a_changed_file_is_fetched_again(project: Path) -> None:
    """A vendored file that was edited by hand is put right."""
    hatch_build.fetch_vendor(project / "vendor.json", project / "vendor")
    (project / "vendor/a/a.js").write_text("tampered")
    assert hatch_build.fetch_vendor(project / "vendor.json", project / "vendor") == ["a"]
    assert (project / "vendor/a/a.js").read_bytes() == CONTENT


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        pytest.param("integrity", "sha512-AAAA", "the manifest says sha512-AAAA", id="tarball"),
        pytest.param("sha256", "00", "differs from the manifest's sha256", id="file"),
        pytest.param("from", "package/b.js", "has no file 'package/b.js'", id="absent"),
    ],
)
def test_what_differs_from_the_manifest_is_refused(project: Path, key: str, value: str, message: str) -> None:
    """A tarball or file with another hash stops the build and leaves no file behind."""
    edit_manifest(project, key, value)
    with pytest.raises(hatch_build.VendorError, match=message):
        hatch_build.fetch_vendor(project / "vendor.json", project / "vendor")
    assert not (project / "vendor/a/a.js").exists()


def test_a_failing_npm_is_reported(project: Path) -> None:
    """The words of npm and what to do reach the person who builds."""
    (project / "bin/npm").write_text("#!/bin/sh\necho 'getaddrinfo ENOTFOUND' >&2\nexit 1\n")
    with pytest.raises(
        hatch_build.VendorError, match=r"a@1\.0\.0 gave status 1: getaddrinfo ENOTFOUND\nCheck that npm"
    ):
        hatch_build.fetch_vendor(project / "vendor.json", project / "vendor")


def test_every_package_of_the_manifest_has_hashes_and_a_licence() -> None:
    """The committed manifest pins everything, and each package brings its licence file."""
    for package in json.loads(hatch_build.MANIFEST.read_text())["packages"]:
        assert package["integrity"].startswith("sha512-"), package["name"]
        assert all(len(file["sha256"]) == 64 for file in package["files"]), package["name"]
        assert any("LICENSE" in file["to"] for file in package["files"]), package["name"]


def test_the_notice_names_every_package_of_the_manifest() -> None:
    """Who gets the program is told whose work comes with it, and under which licence."""
    notice = (hatch_build.ROOT / "NOTICE").read_text(encoding="utf-8").lower()
    for package in json.loads(hatch_build.MANIFEST.read_text())["packages"]:
        name = package["name"].rsplit("/", 1)[-1]
        assert f"- {name}, {package['license'].lower()}" in notice
