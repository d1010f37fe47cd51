"""Tests of how the package hangs together: imports go one way, files stay small, names are documented."""

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MODULES = [*sorted((ROOT / "mapping").glob("*.py")), ROOT / "server.py"]
# The pipeline from top to bottom; a stage may have neighbours that it alone imports.
STAGES = (
    "errors",
    "model",
    "settings",
    "gazetteer",
    "documents",
    "language",
    "timexes",
    "triggers",
    "actors",
    "toponyms",
    "resolve",
    "dating",
    "placing",
    "events",
    "pipeline",
    "records",
    "explain",
    "query",
    "geojson",
    "store",
    "layers",
    "server",
    "__main__",
)
MAX_MODULE_LINES = 400
MAX_FUNCTION_LINES = 60


def _imports_of(path: Path) -> set[str]:
    """The modules of ours that a file imports, anywhere in it, also inside functions."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] in ("mapping", "server"):
            parts = node.module.split(".")
            found |= {parts[1]} if len(parts) > 1 else {alias.name for alias in node.names}
            found |= {"server"} if parts[0] == "server" else set()
        elif isinstance(node, ast.Import):
            found |= {alias.name.split(".")[-1] for alias in node.names if alias.name.split(".")[0] == "mapping"}
    return found


def _functions_of(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def test_imports_have_no_cycle() -> None:
    """No module reaches itself through its imports, those inside functions included."""
    graph = {path.stem: _imports_of(path) - {path.stem} for path in MODULES}
    try:
        tuple(TopologicalSorter(graph).static_order())
    except CycleError as error:
        pytest.fail(f"modules import each other in a circle: {' -> '.join(error.args[1])}")


@pytest.mark.parametrize(("index", "stage"), list(enumerate(STAGES)), ids=STAGES)
def test_a_stage_imports_no_later_stage(index: int, stage: str) -> None:
    """The pipeline is read from top to bottom: nothing early leans on anything late."""
    path = ROOT / "server.py" if stage == "server" else ROOT / "mapping" / f"{stage}.py"
    assert not _imports_of(path) & set(STAGES[index + 1 :])


def test_no_module_imports_the_public_door() -> None:
    """`mapping/__init__.py` is for users; our own modules import from where a name is made."""
    for path in MODULES:
        if path.stem in ("__init__", "__main__"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            assert not (isinstance(node, ast.ImportFrom) and node.module == "mapping"), path.name


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_files_and_functions_stay_small(path: Path) -> None:
    """A file over 400 lines holds two subjects; a function over 60 does two things."""
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MAX_MODULE_LINES
    for function in _functions_of(path):
        assert (function.end_lineno or 0) - function.lineno <= MAX_FUNCTION_LINES, function.name


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_no_hidden_clock(path: Path) -> None:
    """No stage asks the machine what day it is: the anchor is always an argument."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute):
            assert node.attr not in ("today", "utcnow"), f"{path.name}:{node.lineno}"
