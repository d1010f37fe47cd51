"""The kinds of events: 15 families for colour and legend, and their subtypes for the filter.

Source: `geodata/event_families.csv` and `geodata/event_types.csv`; geodata/README.md tells their columns.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from mapping.errors import GazetteerError
from mapping.settings import find_folder
from mapping.tables import read_table

OTHER_TYPE = "other.other"
"""The subtype of what is of no named kind, and of rows whose file gives none that we know."""

SPEECH_TYPES = frozenset({"diplomacy.statement", "diplomacy.threat", "diplomacy.sanction"})
"""The subtypes of words, which have no scene: whom they are about need not be where they were said."""


@dataclass(frozen=True, kw_only=True, slots=True)
class EventFamily:
    """One family and how a map shows it, with its counterparts in other lists of event types.

    `colour_light` and `colour_dark` are "#RRGGBB", for a light and a dark page; `glyph` is one character. The
    crosswalks are words for people and exports: "" where the other list has no counterpart.
    """

    family: str
    group: str
    label: str
    colour_light: str
    colour_dark: str
    glyph: str
    plover: str
    cameo_root: str
    acled_event_type: str
    ucdp_type_of_violence: str
    iptc_media_topic: str
    wikipedia_heading: str


@dataclass(frozen=True, kw_only=True, slots=True)
class EventType:
    """One subtype; `code` is "family.name" and `family` the code of its family."""

    code: str
    family: str
    label: str
    definition: str
    plover: str
    cameo: str
    acled_sub_event_type: str


@dataclass(frozen=True, kw_only=True, slots=True)
class EventTypes:
    """Every family and subtype by its code, in the order of the tables."""

    families: Mapping[str, EventFamily]
    types: Mapping[str, EventType]


def family_of(code: str) -> str:
    """The family's code in a subtype's: "battle" of "battle.clash"."""
    return code.partition(".")[0]


@cache
def load_event_types(folder: Path | None = None) -> EventTypes:
    """Read both tables.

    Args:
        folder: Where they are; None means the bundled geodata.

    Raises:
        GazetteerError: A table is missing, or a subtype belongs to no family.
    """
    folder = folder or find_folder("geodata")
    families = {row["family"]: EventFamily(**row) for row in read_table(folder / "event_families.csv")}
    types = {row["code"]: EventType(**row) for row in read_table(folder / "event_types.csv")}
    for kind in types.values():
        if kind.family not in families or family_of(kind.code) != kind.family:
            raise GazetteerError(f"event_types.csv: {kind.code!r} belongs to no family of event_families.csv")
    return EventTypes(families=families, types=types)
