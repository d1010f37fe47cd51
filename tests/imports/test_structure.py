"""Tests of what mapping/imports builds on: what stands above it, and no clock; test_architecture.py has the rest."""

import ast
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "mapping" / "imports"
MODULES = sorted(PACKAGE.glob("*.py"))
# What imports may build on, besides each other: the values, the gazetteer, the store, and readers of texts and tables.
ABOVE = {
    *("errors", "kinds", "model", "reports", "extents", "settings", "geo", "tables", "event_types", "ids"),
    *("store", "corrections", "plain"),
    *("index.names", "reading.encodings", "reading.signatures", "reading.raw", "storage.codec"),
}


@cache
def read_tree(path: Path) -> ast.Module:
    """The syntax of a file, which both tests look at."""
    return ast.parse(path.read_text(encoding="utf-8"))


def find_imports(path: Path) -> set[str]:
    """The modules of ours that a file imports, as "x" of mapping.x and "imports.x" of mapping.imports.x."""
    found = set()
    for node in ast.walk(read_tree(path)):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("mapping"):
            module = node.module.removeprefix("mapping.")
            found |= {f"imports.{alias.name}" for alias in node.names} if module == "imports" else {module}
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_a_module_builds_on_what_stands_above(path: Path) -> None:
    """Nothing here leans on the pages, the exports or the stages that read texts."""
    assert {name for name in find_imports(path) if not name.startswith("imports.")} <= ABOVE


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_no_module_asks_the_clock(path: Path) -> None:
    """Not even for the hour, which other parts of the package may ask for."""
    for node in ast.walk(read_tree(path)):
        if isinstance(node, ast.Attribute):
            assert node.attr not in ("today", "utcnow", "now"), f"{path.name}:{node.lineno}"
