"""Tests of mapping.imports.preview: what an import would make of a file."""

from pathlib import Path

from mapping.imports.placing import ImportOptions
from mapping.imports.preview import ColumnUse, Preview, preview_file
from tests.imports.helpers import WRITTEN, SmallGazetteer, write_table
from tests.imports.rows import make_acled


def look(path: Path, **options: object) -> Preview:
    """A preview with the small gazetteer."""
    return preview_file(path, SmallGazetteer(), ImportOptions(**{"latest": WRITTEN, **options}))  # type: ignore[arg-type]


def test_each_column_stands_with_its_use_and_samples(tmp_path: Path) -> None:
    """Those with a use come first; the others are kept in the row and said so."""
    rows = [
        {"Day": "2024-03-01", "Town": "Mosul", "Country": "Iraq", "Colour": "red"},
        {"Day": "2024-03-02", "Town": "Mosul", "Country": "Iraq", "Colour": "blue"},
    ]
    got = look(write_table(tmp_path / "t.csv", rows, delimiter=";"))
    assert (got.source_format, got.opened) == ("a table", "UTF-8, cells between semicolons")
    assert got.columns == (
        ColumnUse(field="date", column="Day", samples=("2024-03-01", "2024-03-02")),
        ColumnUse(field="place", column="Town", samples=("Mosul",)),
        ColumnUse(field="country", column="Country", samples=("Iraq",)),
        ColumnUse(field="", column="Colour", samples=("red", "blue")),
    )
    assert got.questions == ()
    assert [event.place.place.name for event in got.events if event.place] == ["Mosul", "Mosul"]
    assert got.notes == ("no column with a type: say one for all rows with --type, else they are other",)


def test_a_correction_shows_at_once(tmp_path: Path) -> None:
    """What the person maps changes the uses and the events."""
    path = write_table(tmp_path / "t.csv", [{"date": "2024", "place": "Tokyo", "scene": "Mosul"}])
    got = look(path, columns={"scene": "place"})
    assert {use.column: use.field for use in got.columns} == {"date": "date", "scene": "place", "place": ""}
    assert [event.place.place.name for event in got.events if event.place] == ["Mosul"]


def test_questions_are_told_together(tmp_path: Path) -> None:
    """Where both the dates and the axes are open, one look shows both; no event is made on a guess."""
    path = write_table(tmp_path / "t.csv", [{"date": "03/04/2024", "lat": "139.69", "lon": "35.69"}])
    got = look(path)
    assert len(got.questions) == 2
    assert "03/04/2024" in got.questions[0]
    assert "139.69" in got.questions[1]
    assert got.events == ()


def test_known_formats_show_their_own_columns(tmp_path: Path) -> None:
    """And rows that make no event say why."""
    got = look(write_table(tmp_path / "a.csv", [make_acled(event_id_cnty=""), make_acled()]))
    assert got.source_format == "ACLED"
    assert {use.column: use.field for use in got.columns}["geo_precision"] == "place precision"
    assert len(got.events) == 1
    assert got.errors == ("row 2: the row has no event_id_cnty",)


def test_long_files_are_looked_at_in_part(tmp_path: Path) -> None:
    """A few events are enough for a look."""
    path = write_table(tmp_path / "a.csv", [make_acled(event_id_cnty=f"B{n}") for n in range(500)])
    assert len(look(path).events) == 5
