"""Runs the unit tests of the page's modules (tests/js) with node's own test runner."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from mapping.settings import find_folder

TESTS = Path(__file__).parent / "js"
MODULES = sorted((find_folder("static") / "js").glob("*.js"))


def test_the_modules_pass_their_tests() -> None:
    """By the node of the development environment, else the machine's; none fails on CI, and is skipped elsewhere."""
    give_up = pytest.fail if os.environ.get("CI") else pytest.skip
    node = shutil.which("node", path=Path(sys.executable).parent) or shutil.which("node")
    if node is None:
        give_up("no node here")
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout
    if int(version.lstrip("v").split(".")[0]) < 20:
        give_up(f"node {version.strip()} is older than 20")
    files = [str(path) for path in sorted(TESTS.glob("*.test.mjs"))]
    done = subprocess.run([node, "--test", *files], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    passed = re.search(r"pass (\d+)", done.stdout)
    assert passed
    assert int(passed[1]) >= 25


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_a_module_stays_small_and_makes_no_markup(path: Path) -> None:
    """Under 200 lines, a first line that says what it is for, and no way by which text becomes markup or code."""
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) < 200
    assert text.startswith("// ")
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|createContextual", text
    )


@pytest.mark.parametrize(
    "heading", ["### Where an event was", "### When an event was", "### What an event's word means"]
)
def test_every_documented_rule_has_words_on_the_page(heading: str) -> None:
    """The rules of docs/data.md are told to the reader in whole words."""
    page = (find_folder("static") / "js" / "rules.js").read_text(encoding="utf-8")
    section = (
        (Path(__file__).parents[1] / "docs" / "data.md").read_text(encoding="utf-8").split(heading)[1].split("###")[0]
    )
    rules = [rule.removeprefix("…, ") for rule in re.findall(r"^\| `([^`]+)` \|", section, re.MULTILINE)]
    assert len(rules) >= 7
    for rule in (rule for rule in rules if "…" not in rule):
        assert f'"{rule}": ' in page or f"\n  {rule}: " in page, rule
