"""Tests of README.md: its example runs and prints what it says, its links and commands exist."""

import contextlib
import io
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_example_prints_what_the_readme_shows() -> None:
    """The first Python block, run as it stands, gives the block that follows it."""
    found = re.search(r"```python\n(.*?)```\s+```\n(.*?)```", README, re.DOTALL)
    assert found
    example, output = found.groups()
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(example, "README.md", "exec"), {})  # noqa: S102 - our own words, from our own file
    assert printed.getvalue() == output


@pytest.mark.parametrize("target", re.findall(r"\]\(([^)#:]+)\)", README))
def test_links_lead_somewhere(target: str) -> None:
    """Every picture and page that the README names is in the repository."""
    assert (ROOT / target).is_file()


@pytest.mark.parametrize("target", sorted(set(re.findall(r"`make (\w+)`|^make (\w+)", README, re.MULTILINE))))
def test_commands_are_in_the_makefile(target: tuple[str, str]) -> None:
    """Every `make` command that the README names has its rule."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert re.search(rf"^{''.join(target)}:", makefile, re.MULTILINE)
