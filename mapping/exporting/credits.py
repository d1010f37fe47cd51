"""Whom an export credits: the gazetteer's sources, and of each event the data set or the outlets that it is from."""

from collections.abc import Mapping
from functools import cache, lru_cache

from mapping.settings import find_folder
from mapping.tables import read_table

PLACES_CREDIT = "Places: GeoNames (CC BY 4.0), Natural Earth."
ATTRIBUTION = f"{PLACES_CREDIT} Events: read from the named sources by Dateline."
"""The credit of an event that was read from a text."""


@cache
def _load_terms() -> Mapping[str, str]:
    """The credit of each data set, by the name of its format."""
    rows = read_table(find_folder("geodata") / "import_terms.csv")
    return {
        row["format"]: f"{row['name']}{f' ({address})' if (address := row['url']) else ''}: {row['terms']}."
        for row in rows
    }


@lru_cache(maxsize=64)
def _credit_format(source_format: str) -> str:
    terms = _load_terms().get(source_format)
    return f"{PLACES_CREDIT} Events: {terms}" if terms else ATTRIBUTION


def credit_document(doc_id: str) -> str:
    """The credit of a document's events.

    Args:
        doc_id: Rows of data sets have ids that begin with the name of their format, as in "acled:BFO9001".
    """
    head, colon, _ = doc_id.partition(":")
    return _credit_format(head) if colon else ATTRIBUTION
