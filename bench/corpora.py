"""The gold corpora and scorers that lie beside the repository, where they do: `../shared`."""

import importlib.util
import json
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

SHARED = Path(__file__).resolve().parents[2] / "shared"


def read_corpus(name: str) -> Iterator[dict[str, Any]]:
    """The records of one gold file, such as "timex/timebank".

    Raises:
        FileNotFoundError: The corpora are not there.
    """
    with (SHARED / "corpora" / f"{name}.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def load_scorer(name: str) -> ModuleType:
    """One of the scorers, such as "timex_eval", as a module.

    Raises:
        FileNotFoundError: The scorers are not there.
    """
    path = SHARED / "bench" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None or not path.is_file():
        raise FileNotFoundError(f"no scorer {path}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
