"""Make a virtual environment from a lock with hashes and put Dateline into it.

Runs on the machine's own Python, so it uses the standard library only. Called by the Makefile.
"""

import argparse
import os
import subprocess
import sys
import venv
from collections.abc import Iterable, Iterator
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
    pip = [str(python), "-m", "pip", "--disable-pip-version-check", "install"]
    total = sum("==" in line and not line.startswith("#") for line in lock.read_text(encoding="utf-8").splitlines())
    print(f"Installing the {total} packages that {lock} names; the first time takes a few minutes ...", flush=True)
    _run_told([*pip, "--progress-bar", "off", "--require-hashes", "-r", str(lock)], total)
    print("Installing Dateline itself ...", flush=True)
    subprocess.run([*pip, "--quiet", "--no-deps", "--no-build-isolation", "--editable", str(ROOT)], check=True)


def _run_told(command: list[str], total: int) -> None:
    """Run pip; a terminal shows in one line how far it is, a log only what goes wrong."""
    if not sys.stdout.isatty():
        subprocess.run([*command, "--quiet"], check=True)
        return
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8", errors="replace") as process:
        for line in tell_progress(process.stdout or (), total):
            print(f"\r\033[K  {line}", end="", flush=True)
    print("\r\033[K", end="", flush=True)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)


def tell_progress(lines: Iterable[str], total: int) -> Iterator[str]:
    """What to tell of pip's output: every package as it is fetched, then that they are put in place.

    Args:
        lines: pip's words, without --quiet.
        total: How many packages there are.
    """
    done = 0
    for line in lines:
        words = line.split()
        if words[:1] == ["Collecting"]:
            done += 1
            yield f"{done} of {total}: {words[1].split('==')[0]}"
        elif words[:2] == ["Installing", "collected"]:
            yield "Unpacking them ..."


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
