"""The gold corpora and scorers that lie beside the repository, where they do: `../shared`.

Weights are fitted to one half of a gold file, every second document, and measured on the other.
"""

import gzip
import importlib.util
import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

from mapping.documents import make_document, move_extent, read_headline
from mapping.model import Document, Span

SHARED = Path(__file__).resolve().parents[2] / "shared"


def read_corpus(name: str) -> Iterator[dict[str, Any]]:
    """The records of one gold file, such as "timex/timebank", packed or not.

    Raises:
        FileNotFoundError: The corpora are not there.
    """
    plain = SHARED / "corpora" / f"{name}.jsonl"
    packed = plain.with_name(f"{plain.name}.gz")
    yield from read_gold_file(packed if packed.is_file() and not plain.is_file() else plain)


def read_gold_file(path: Path) -> Iterator[dict[str, Any]]:
    """The records of a file of JSON lines, packed where its name ends in .gz; empty lines are passed over.

    Raises:
        FileNotFoundError: The file is not there.
    """
    open_text = gzip.open if path.suffix == ".gz" else open
    with open_text(path, "rt", encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def make_source(row: Mapping[str, Any]) -> Document:
    """The document of a record of any gold file, with its headline before it as `dateline extract` reads it."""
    day = row.get("published") or row.get("dct")
    created = date.fromisoformat(day[:10]) if day else None
    document = make_document(row["text"], title=row.get("title") or "", created=created, doc_id=row["doc_id"])
    return read_headline(document)


def find_asked(gold: Mapping[str, Any], document: Document) -> Span | None:
    """The word that gold asks about, as it lies in the document that `make_source` makes; None where it asks none."""
    asked = gold.get("trigger_span")
    return move_extent(Span(start=asked[0], end=asked[1]), document.given_start) if asked else None


def is_fitted(number: int) -> bool:
    """Whether weights are fitted to a gold file's document of this number; the others are for measuring."""
    return number % 2 == 0


def load_scorer(name: str) -> ModuleType:
    """One of the scorers, such as "timex_eval", as a module.

    Raises:
        FileNotFoundError: The scorers are not there.
    """
    return open_scorer(SHARED / "bench" / f"{name}.py")


def open_scorer(path: Path) -> ModuleType:
    """A scorer's file, as a module.

    Raises:
        FileNotFoundError: It is not there.
    """
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None or not path.is_file():
        raise FileNotFoundError(f"no scorer {path}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
