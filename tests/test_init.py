"""Tests of the public door, mapping/__init__.py."""

import mapping

# Taking a name away from here breaks somebody's program: say so in the changelog.
DOOR = """
BBox DateSpan Document DocumentError Event EventQuery EventStore Extraction Failure Gazetteer GazetteerError Given
LanguageError LanguageModel MappingError Mention ParsedDocument Place QueryError Resolution SettingsError StoreError
Timex analyse explain_document extract_events find_timexes make_document make_feature make_frame open_gazetteer
open_store parse_query read_documents read_events write_csv write_features
"""


def test_the_public_names_are_these() -> None:
    """Every name of the door is there, and no other is promised."""
    assert sorted(mapping.__all__) == sorted(DOOR.split())
    assert all(getattr(mapping, name).__doc__ for name in mapping.__all__)
