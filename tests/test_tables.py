"""mapping/tables.py: how the tables of geodata/ are read."""

from pathlib import Path

import pytest

from mapping.errors import GazetteerError
from mapping.tables import read_table


def test_rows_come_by_the_names_of_their_columns(tmp_path: Path) -> None:
    """A cell in quotes may hold a comma or a line break."""
    table = tmp_path / "words.csv"
    table.write_text('word,note\nrain,"it fell, twice"\nGöl,"one\ntwo"\n', encoding="utf-8")
    assert list(read_table(table)) == [{"word": "rain", "note": "it fell, twice"}, {"word": "Göl", "note": "one\ntwo"}]


def test_a_missing_table_is_named_with_what_to_do(tmp_path: Path) -> None:
    """Half an installation must not look like a table without rows."""
    with pytest.raises(GazetteerError, match=r"words\.csv is missing: install Dateline again"):
        list(read_table(tmp_path / "words.csv"))
