"""docs/python.md and docs/notebook.ipynb run as they stand, and print what they show."""

import contextlib
import io
import os
import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

DOCS = Path(__file__).resolve().parent.parent / "docs"
BLOCKS = re.compile(r"```python\n(.*?)```(?:\s+```\n(.*?)```)?", re.DOTALL)


def test_the_page_prints_what_it_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its blocks, one after another in one folder, each with the output that follows it."""
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    blocks = BLOCKS.findall((DOCS / "python.md").read_text(encoding="utf-8"))
    assert len(blocks) >= 5
    for example, output in blocks:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(example, "python.md", "exec"), names)  # noqa: S102 - our own words, from our own file
        assert printed.getvalue() == output


def test_the_notebook_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From top to bottom in a kernel of its own; the map that it ends with carries its events."""
    # The kernel's own settings stay out of the home folder, and it warns of nothing.
    for name in ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_DATA_DIR"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(DOCS.parent), os.environ.get("PYTHONPATH", "")]))
    notebook = nbformat.read(DOCS / "notebook.ipynb", as_version=4)
    client = NotebookClient(notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": tmp_path}})
    client.execute()
    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    shown = "".join(str(output.get("text", "")) + str(output.get("data", "")) for output in outputs)
    assert "datelineEvents" in shown
    assert "Armed clash" in shown
    assert (tmp_path / "raids.gpkg").stat().st_size > 10_000


def test_the_notebook_is_kept_without_outputs() -> None:
    """They would change with every run, and hold pictures and paths of one machine."""
    notebook = nbformat.read(DOCS / "notebook.ipynb", as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            assert cell.outputs == []
            assert cell.execution_count is None
