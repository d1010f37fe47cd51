"""The kinds of events: 15 families for colour and legend, and their subtypes for the filter.

Source: `geodata/event_families.csv` and `geodata/event_types.csv`; geodata/README.md tells their columns.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import TypeVar

from mapping.errors import GazetteerError
from mapping.settings import find_folder
from mapping.tables import read_table

OTHER_TYPE = "other.other"
"""The subtype of what is of no named kind, and of rows whose file gives none that we know."""

SPEECH_TYPES = frozenset({"diplomacy.statement", "diplomacy.threat", "diplomacy.sanction"})
"""The subtypes of words, which have no scene: whom they are about need not be where they were said."""


@dataclass(frozen=True, kw_only=True, slots=True)
class EventFamily:
    """One family and how a map shows it.

    `group` holds several families that are alike. `colour_light` and `colour_dark` are "#RRGGBB", for a light and a
    dark page; `glyph` is one character.
    """

    family: str
    group: str
    label: str
    colour_light: str
    colour_dark: str
    glyph: str


@dataclass(frozen=True, kw_only=True, slots=True)
class EventType:
    """One subtype; `code` is "family.name" and `family` the code of its family."""

    code: str
    family: str
    label: str


@dataclass(frozen=True, kw_only=True, slots=True)
class EventTypes:
    """Every family and subtype by its code, in the order of the tables."""

    families: Mapping[str, EventFamily]
    types: Mapping[str, EventType]


_Row = TypeVar("_Row", EventFamily, EventType)


def family_of(code: str) -> str:
    """The family's code in a subtype's: "battle" of "battle.clash"."""
    return code.partition(".")[0]


@cache
def load_event_types(folder: Path | None = None) -> EventTypes:
    """Read both tables; what they tell people of definitions and of other lists' codes stays there.

    Args:
        folder: Where they are; None means the bundled geodata.

    Raises:
        GazetteerError: A table is missing, or a subtype belongs to no family.
    """
    folder = folder or find_folder("geodata")
    families = {row["family"]: _make(EventFamily, row) for row in read_table(folder / "event_families.csv")}
    types = {row["code"]: _make(EventType, row) for row in read_table(folder / "event_types.csv")}
    for kind in types.values():
        if kind.family not in families or family_of(kind.code) != kind.family:
            raise GazetteerError(f"event_types.csv: {kind.code!r} belongs to no family of event_families.csv")
    return EventTypes(families=families, types=types)


def _make(kind: type[_Row], row: Mapping[str, str]) -> _Row:
    """A row as a value with those of its columns that the program reads."""
    return kind(**{field.name: row[field.name] for field in fields(kind)})
