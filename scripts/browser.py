"""Find a Chromium for the browser tests, or get one; prints where it is.

Tried in order: the variable CHROMIUM, a browser on the PATH, the one that Playwright fetched before, apt on a Debian
machine where this runs as root, Playwright's own download. Without any, the browser tests are left out, and this says
so; where CI=true that is a failure.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome", "msedge")
_MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")


def find_browser() -> str | None:
    """The path of a Chromium that is there already, or None."""
    named = os.environ.get("CHROMIUM")
    if named:
        return shutil.which(named)
    for name in NAMES:
        path = shutil.which(name)
        if path:
            return path
    if _MAC.is_file():
        return str(_MAC)
    return _find_playwright_browser()


def _find_playwright_browser() -> str | None:
    """The Chromium that Playwright fetched, if it did."""
    from playwright.sync_api import sync_playwright  # the driver is slow to import, and most machines have a browser

    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    return str(path) if path.is_file() else None


def get_browser() -> str | None:
    """As `find_browser`, but fetches one where there is none and says what it does."""
    path = find_browser()
    if path or os.environ.get("CHROMIUM"):
        return path
    for words, commands in _ways():
        print(f"No Chromium here: {words} ...", flush=True)
        if all(_run(command) for command in commands):
            path = find_browser()
            if path:
                return path
    return None


def _ways() -> list[tuple[str, list[list[str]]]]:
    ways = [("fetching Playwright's", [[sys.executable, "-m", "playwright", "install", "chromium"]])]
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    if is_root and shutil.which("apt-get"):
        install = ["apt-get", "install", "--yes", "--no-install-recommends", "chromium"]
        ways.insert(0, ("installing it with apt-get", [["apt-get", "update", "--quiet"], install]))
    return ways


def _run(command: list[str]) -> bool:
    try:
        return subprocess.run(command, check=False, stdout=subprocess.DEVNULL).returncode == 0
    except OSError as error:
        print(f"{command[0]}: {error.strerror}", flush=True)
        return False


def main() -> int:
    """Report the browser; the status is 1 where there is none and CI=true."""
    path = get_browser()
    if path:
        print(f"Browser tests run in {path}")
        return 0
    print("THE BROWSER TESTS ARE LEFT OUT: there is no Chromium and none could be had.")
    print("Install one (apt-get install chromium), or name it: CHROMIUM=/path/to/chrome make test")
    return 1 if os.environ.get("CI", "").lower() == "true" else 0


if __name__ == "__main__":
    sys.exit(main())
