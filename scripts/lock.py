"""Resolve the dependencies of pyproject.toml into locks/: exact versions with hashes, for every platform.

Needs `uv` on the path (pip install uv). Run by `make lock`.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = {
    "run": ("build",),
    "dev": ("build", "dev", "postgres"),
    "bench": ("build", "dev", "postgres", "bench"),
    "geodata": ("build", "geodata"),
}


def resolve_lock(name: str) -> None:
    """Write one lock file.

    Args:
        name: A key of `LOCKS`; the file is `locks/NAME.txt`.
    """
    extras = [word for extra in LOCKS[name] for word in ("--extra", extra)]
    options = ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-header", "--quiet"]
    command = ["uv", "pip", "compile", "pyproject.toml", *extras, *options, "--output-file", f"locks/{name}.txt"]
    subprocess.run(command, cwd=ROOT, check=True)


if __name__ == "__main__":
    for lock_name in sys.argv[1:] or LOCKS:
        resolve_lock(lock_name)
