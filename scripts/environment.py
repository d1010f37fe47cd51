"""Make a virtual environment from a lock with hashes and put Dateline into it.

Runs on the machine's own Python, so it uses the standard library only. Called by the Makefile.
"""

import argparse
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def make_environment(folder: Path, lock: Path) -> None:
    """Create or update the environment.

    Args:
        folder: Where the virtual environment is or will be.
        lock: Requirements with hashes; nothing outside it is installed.
    """
    if sys.version_info < (3, 11):  # noqa: UP036 - this file runs on whatever Python the machine has
        sys.exit(f"Dateline needs Python 3.11 or newer, this is {sys.version.split()[0]}: try make PYTHON=python3.12")
    python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    if not python.exists():
        print(f"Making the environment in {folder} ...", flush=True)
        venv.create(folder, with_pip=True)
    pip = [str(python), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    print(f"Installing what {lock} names; the first time takes a few minutes ...", flush=True)
    subprocess.run([*pip, "--require-hashes", "-r", str(lock)], check=True)
    print("Installing Dateline itself ...", flush=True)
    subprocess.run([*pip, "--no-deps", "--no-build-isolation", "--editable", str(ROOT)], check=True)


def main() -> None:
    """Read the options, make the environment, leave the stamp that make looks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--venv", type=Path, required=True)
    parser.add_argument("--lock", type=Path, required=True)
    parser.add_argument("--stamp", type=Path, required=True)
    options = parser.parse_args()
    try:
        make_environment(options.venv, options.lock)
    except subprocess.CalledProcessError as error:
        sys.exit(f"Setting up stopped: {' '.join(map(str, error.cmd))} gave status {error.returncode}, see above.")
    options.stamp.touch()


if __name__ == "__main__":
    main()
