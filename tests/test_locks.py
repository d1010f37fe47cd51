"""The lock files name everything that Dateline itself needs."""

import re
import tomllib
from pathlib import Path

import pytest

from scripts.lock import LOCKS, ROOT

_NAME = re.compile(r"[A-Za-z0-9._-]+")


def _read_names(lines: list[str]) -> set[str]:
    return {found[0].lower().replace("_", "-") for line in lines if (found := _NAME.match(line))}


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_holds_all_that_dateline_needs(name: str) -> None:
    """A lock that was not resolved again behind a new dependency makes an environment in which nothing starts."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = _read_names(project["dependencies"])
    needed |= {each for extra in LOCKS[name] for each in _read_names(project["optional-dependencies"][extra])}
    locked = _read_names(Path(ROOT / "locks" / f"{name}.txt").read_text(encoding="utf-8").splitlines())
    assert needed - locked == set()
