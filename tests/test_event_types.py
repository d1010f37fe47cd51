"""Tests of mapping.event_types and of the tables it reads."""

import re
import shutil
from pathlib import Path

import pytest

from mapping.errors import GazetteerError
from mapping.event_types import family_of, load_event_types
from mapping.settings import find_folder
from mapping.tables import read_table


def test_every_subtype_belongs_to_a_family_and_every_family_has_one() -> None:
    """The legend and the filter never show an empty or an orphaned entry."""
    types = load_event_types()
    assert len(types.families) == 15
    assert {kind.family for kind in types.types.values()} == set(types.families)
    assert all(family_of(code) == kind.family for code, kind in types.types.items())


def test_families_can_be_drawn() -> None:
    """Each family has its own colour on a light and on a dark page, and its own glyph."""
    families = load_event_types().families.values()
    for colours in ([f.colour_light for f in families], [f.colour_dark for f in families]):
        assert all(re.fullmatch("#[0-9A-Fa-f]{6}", colour) for colour in colours)
        assert len(set(colours)) == len(colours)
    glyphs = [family.glyph for family in families]
    assert all(glyphs)
    assert len(set(glyphs)) == len(glyphs)


def test_every_subtype_is_defined() -> None:
    """The table says what each means, which docs/data.md shows."""
    assert all(row["definition"] and row["label"] for row in read_table(find_folder("geodata") / "event_types.csv"))


def test_missing_and_broken_tables_are_refused(tmp_path: Path) -> None:
    """The message names the file and what is wrong with it."""
    with pytest.raises(GazetteerError, match=r"event_families\.csv is missing"):
        load_event_types(tmp_path)
    for name in ("event_families.csv", "event_types.csv"):
        shutil.copy(find_folder("geodata") / name, tmp_path)
    with (tmp_path / "event_types.csv").open("a", encoding="utf-8") as table:
        table.write("weather.rain,weather,Rain,it rains,,,\n")
    with pytest.raises(GazetteerError, match=r"weather\.rain"):
        load_event_types(tmp_path)
