"""Tests of whom an export credits."""

import pytest

from mapping.exporting.credits import ATTRIBUTION, credit_document
from mapping.imports.formats import FORMATS
from mapping.settings import find_folder
from mapping.tables import read_table


@pytest.mark.parametrize(
    ("doc_id", "expected"),
    [
        ("4f2a", ATTRIBUTION),
        ("acled:BFO9001", "ACLED (https://acleddata.com): attribution required"),
        ("ucdp:1", "UCDP GED, Uppsala Conflict Data Program (https://ucdp.uu.se): CC BY 4.0."),
        ("table:incidents:7", "the table named as source: its own terms apply."),
        ("nobody:7", ATTRIBUTION),
    ],
)
def test_a_row_credits_its_data_set(doc_id: str, expected: str) -> None:
    """By what its document's id begins with; a text is credited to the outlet that it names."""
    assert expected in credit_document(doc_id)
    assert "GeoNames (CC BY 4.0)" in credit_document(doc_id)


def test_every_imported_format_has_terms() -> None:
    """A new importer cannot forget them; our own exports keep those of the document that they name."""
    rows = read_table(find_folder("geodata") / "import_terms.csv")
    assert {row["format"] for row in rows} == {known.name for known in FORMATS} - {"dateline"}
