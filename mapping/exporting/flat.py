"""A record as a row of texts and numbers, for files that have no lists: words for people, and JSON for programs."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import orjson

from mapping.exporting.fields import DETAILS
from mapping.exporting.records import Record
from mapping.plain import name_toll

_Parts = Sequence[Any]
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def flatten(record: Record) -> dict[str, Any]:
    """The columns of `list_columns`: each list in words, and all lists whole in `details`, which is "" without any."""
    lon, lat, properties = record
    row = {**properties, "lon": lon, "lat": lat}
    lists = {name: value for name in _WORDS if (value := properties[name])}
    for name, words in _WORDS.items():
        row[name] = words(lists[name]) if name in lists else ""
    # What the words say whole needs no saying again.
    lists.pop("sources", None)
    row[DETAILS] = orjson.dumps(lists).decode() if lists else ""
    return row


def replace_unwritable(text: str) -> str:
    """A text with U+FFFD for what XML 1.0 cannot hold, not even as a reference."""
    return _UNWRITABLE.sub("\ufffd", text)


def _tell_actors(actors: _Parts) -> str:
    return "; ".join(f"{actor['role']}: {actor['text']}" for actor in actors)


def _tell_tolls(tolls: _Parts) -> str:
    return "; ".join(f"{toll['kind']}: {name_toll(toll['number'], toll['bound'])}" for toll in tolls)


def _tell_sources(sources: _Parts) -> str:
    return "; ".join(sources)


def _tell_reports(reports: _Parts) -> str:
    return "; ".join(f"{report['source'] or '?'}: {report['document']}" for report in reports)


def _tell_disagreements(disagreements: _Parts) -> str:
    return "; ".join(
        f"{disagreement['kind']}: {' / '.join(reading['value'] for reading in disagreement['readings'])}"
        for disagreement in disagreements
    )


def _tell_decisions(decisions: _Parts) -> str:
    return "; ".join(
        f"{decision['change']} {'taken back' if decision['undoes'] is not None else decision['after']}"
        f" ({decision['author']}, {decision['at'][:10]})"
        for decision in decisions
    )


_WORDS: Mapping[str, Callable[[_Parts], str]] = {
    "actors": _tell_actors,
    "tolls": _tell_tolls,
    "sources": _tell_sources,
    "reports": _tell_reports,
    "disagreements": _tell_disagreements,
    "decisions": _tell_decisions,
}
