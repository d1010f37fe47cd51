"""Tests of how the package hangs together: imports go one way, files stay small, names are documented."""

import ast
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MODULES = [*sorted((ROOT / "mapping").rglob("*.py")), ROOT / "server.py"]
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


def _name_of(path: Path) -> str:
    """The dotted name, such as "mapping.timex.words"."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


@cache
def _walk(path: Path) -> tuple[ast.AST, ...]:
    """Every node of a module, which several tests look at."""
    return tuple(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


NAMES = {_name_of(path) for path in MODULES}


def _imports_of(path: Path) -> set[str]:
    """The modules of ours that a file imports, anywhere in it, also inside functions."""
    found = set()
    for node in _walk(path):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    # A package's own file says what the package is for and imports nothing; the public door is checked apart.
    return {name for name in found & NAMES if not _is_folder(name)}


def _is_folder(name: str) -> bool:
    return (ROOT / name.replace(".", "/")).is_dir()


def _functions_of(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in _walk(path):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def test_imports_have_no_cycle() -> None:
    """No module reaches itself through its imports, those inside functions included."""
    graph = {_name_of(path): _imports_of(path) - {_name_of(path)} for path in MODULES}
    try:
        tuple(TopologicalSorter(graph).static_order())
    except CycleError as error:
        pytest.fail(f"modules import each other in a circle: {' -> '.join(error.args[1])}")


@pytest.mark.parametrize(("index", "stage"), list(enumerate(STAGES)), ids=STAGES)
def test_a_stage_imports_no_later_stage(index: int, stage: str) -> None:
    """The pipeline is read from top to bottom: nothing early leans on anything late."""
    later = {_stage_name(name) for name in STAGES[index + 1 :]}
    path = ROOT / f"{_stage_name(stage).replace('.', '/')}.py"
    assert not _imports_of(path) & later


def _stage_name(stage: str) -> str:
    return stage if stage == "server" else f"mapping.{stage}"


@pytest.mark.parametrize("path", MODULES, ids=_name_of)
def test_a_package_says_what_it_is_for_and_no_more(path: Path) -> None:
    """Only the public door gathers names; the folders behind it are imported from where a name is made."""
    if path.name == "__init__.py" and path.parent.name != "mapping":
        [docstring] = ast.parse(path.read_text(encoding="utf-8")).body
        assert isinstance(docstring, ast.Expr)


def test_no_module_imports_the_public_door() -> None:
    """`mapping/__init__.py` is for users; our own modules import from where a name is made."""
    for path in MODULES:
        for node in _walk(path):
            if isinstance(node, ast.ImportFrom) and node.module == "mapping":
                assert all(f"mapping.{alias.name}" in NAMES for alias in node.names), path.name


@pytest.mark.parametrize("path", MODULES, ids=_name_of)
def test_files_and_functions_stay_small(path: Path) -> None:
    """A file over 400 lines holds two subjects; a function over 60 does two things."""
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MAX_MODULE_LINES
    for function in _functions_of(path):
        assert (function.end_lineno or 0) - function.lineno <= MAX_FUNCTION_LINES, function.name


@pytest.mark.parametrize("path", MODULES, ids=_name_of)
def test_no_hidden_clock(path: Path) -> None:
    """No stage asks the machine what day it is: the anchor is always an argument."""
    for node in _walk(path):
        if isinstance(node, ast.Attribute):
            assert node.attr not in ("today", "utcnow"), f"{path.name}:{node.lineno}"
