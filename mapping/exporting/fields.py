"""The fields of an export, their kinds and meanings: geodata/export_fields.csv, read once."""

from dataclasses import dataclass
from functools import cache

from mapping.settings import find_folder
from mapping.tables import read_table

POINT_FIELDS = ("lon", "lat")
"""The fields that a file of geometries needs no columns for."""

DETAILS = "details"
"""In a table of texts and numbers: all that the fields with parts hold, as one JSON object."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Field:
    """One field. `kind` is text, day, number, whole (a number without a fraction) or list (values with parts)."""

    name: str
    kind: str
    meaning: str


@cache
def load_fields() -> tuple[Field, ...]:
    """The fields in their order.

    Raises:
        GazetteerError: The table is missing.
    """
    rows = read_table(find_folder("geodata") / "export_fields.csv")
    return tuple(Field(name=row["field"], kind=row["kind"], meaning=row["meaning"]) for row in rows)


@cache
def list_columns() -> tuple[Field, ...]:
    """The columns of a table of texts and numbers: the fields, and `details` with what their words leave out."""
    details = Field(name=DETAILS, kind="text", meaning="all that the lists hold, as JSON, for programs")
    return (*load_fields(), details)
