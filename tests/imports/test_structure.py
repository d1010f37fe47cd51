"""Tests of how mapping/imports hangs together: small files, imports in one direction, no clock."""

import ast
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "mapping" / "imports"
MODULES = sorted(PACKAGE.glob("*.py"))
# What imports may build on, besides each other: the values, the gazetteer, the store, and readers of texts and tables.
ABOVE = {
    *("errors", "kinds", "model", "reports", "extents", "settings", "geo", "tables", "event_types"),
    *("store", "corrections", "plain"),
    *("index.names", "reading.encodings", "reading.raw", "storage.codec"),
}
MAX_MODULE_LINES = 400
MAX_FUNCTION_LINES = 60


def read_tree(path: Path) -> ast.Module:
    """The syntax of a file."""
    return ast.parse(path.read_text(encoding="utf-8"))


def find_imports(path: Path) -> set[str]:
    """The modules of ours that a file imports, as "x" of mapping.x and "imports.x" of mapping.imports.x."""
    found = set()
    for node in ast.walk(read_tree(path)):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("mapping"):
            module = node.module.removeprefix("mapping.")
            found |= {f"imports.{alias.name}" for alias in node.names} if module == "imports" else {module}
    return found


def test_the_package_has_no_cycle() -> None:
    """No module reaches itself."""
    graph = {f"imports.{path.stem}": find_imports(path) for path in MODULES}
    assert tuple(TopologicalSorter(graph).static_order())


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_a_module_builds_on_what_stands_above(path: Path) -> None:
    """Nothing here leans on the pages, the exports or the stages that read texts."""
    assert {name for name in find_imports(path) if not name.startswith("imports.")} <= ABOVE


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_files_and_functions_are_small_and_ask_no_clock(path: Path) -> None:
    """As everywhere else in the package."""
    tree = read_tree(path)
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MAX_MODULE_LINES
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            assert (node.end_lineno or 0) - node.lineno <= MAX_FUNCTION_LINES, node.name
        if isinstance(node, ast.Attribute):
            assert node.attr not in ("today", "utcnow", "now"), f"{path.name}:{node.lineno}"
