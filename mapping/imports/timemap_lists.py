"""TimeMap's companion lists: what the ids in `associations` and `sources` of an event stand for.

A site gives them beside the events, as export_associations.json beside export_events.json, or in the same file.

Source: https://github.com/forensic-architecture/timemap, src/reducers/validate/associationsSchema.js, sourceSchema.js
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mapping.errors import DocumentError
from mapping.imports.json_rows import parse_json
from mapping.imports.values import write_cell
from mapping.reading.encodings import decode_text

_EVENTS = re.compile(r"events", re.IGNORECASE)
_MAX_BYTES = 100_000_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Companions:
    """The lists, as the words that each id stands for, likeliest first; empty where there is no list."""

    associations: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sources: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def find_companions(path: Path) -> Companions:
    """Read the lists that belong to a file of events.

    Args:
        path: The file. Its name with "associations" and "sources" in the place of "events" are those of the lists.
    """
    inside = _read_json(path)
    found: dict[str, Any] = {}
    for name in ("associations", "sources"):
        beside = path.with_name(_EVENTS.sub(name, path.name))
        found[name] = inside.get(name) if isinstance(inside, dict) else None
        if found[name] is None and beside != path:
            found[name] = _read_json(beside)
    return Companions(
        associations=_index(found["associations"], ("title", "filter_paths", "desc")),
        sources=_index(found["sources"], ("url", "paths", "title")),
    )


def _read_json(path: Path) -> Any:  # noqa: ANN401  (any JSON value)
    """None where there is no such file or it is not JSON: a missing list leaves the ids as they are."""
    try:
        return parse_json(decode_text(path.read_bytes())) if path.stat().st_size <= _MAX_BYTES else None
    except (OSError, DocumentError, ValueError, RecursionError):
        return None


def _index(entries: Any, names: tuple[str, ...]) -> dict[str, tuple[str, ...]]:  # noqa: ANN401  (any JSON value)
    """Words by id, of a list of objects or of objects by their id."""
    if isinstance(entries, dict):
        entries = [{"id": key, **entry} for key, entry in entries.items() if isinstance(entry, dict)]
    listed = [entry for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []
    return {write_cell(entry.get("id")): tuple(_list_words(entry, names)) for entry in listed if entry.get("id")}


def _list_words(entry: Mapping[str, Any], names: tuple[str, ...]) -> list[str]:
    found: list[str] = []
    for name in names:
        value = entry.get(name)
        # The last part of a path of filters is the narrowest.
        parts = reversed(value) if isinstance(value, list) else [value]
        found += [text for part in parts if (text := write_cell(part).strip())]
    return list(dict.fromkeys(found))
