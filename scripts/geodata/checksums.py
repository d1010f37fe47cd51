"""The sha256 of every built file, in the form that `sha256sum --check` reads."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

NAME = "SHA256SUMS"
FOLDERS = ("boundaries", "gazetteer")


def read_digest(path: Path) -> str:
    """The sha256 of a file, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def write_checksums(target: Path) -> None:
    """Write the checksums of the built files below `target` into its SHA256SUMS."""
    files = sorted(path for folder in FOLDERS for path in (target / folder).iterdir())
    lines = [f"{read_digest(path)}  {path.relative_to(target).as_posix()}\n" for path in files]
    (target / NAME).write_text("".join(lines), encoding="utf-8")


def find_damaged(target: Path) -> Iterator[str]:
    """The names of built files that are missing or are not as SHA256SUMS says."""
    for line in (target / NAME).read_text(encoding="utf-8").splitlines():
        digest, name = line.split("  ", 1)
        path = target / name
        if not path.is_file() or read_digest(path) != digest:
            yield name
