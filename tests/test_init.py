"""Tests of the public door, mapping/__init__.py."""

import mapping

# Taking a name away from here breaks somebody's program: say so in the changelog.
DOOR = """
BBox Change Correction DateSpan DecisionError Disagreement Document DocumentError Event EventQuery EventStore
ExportError Extraction Failure Gazetteer GazetteerError Given Granularity ImportFileError ImportOptions ImportReport
LanguageError LanguageModel Level MappingError Mention Modality NotFoundError ParsedDocument Place Preview QueryError
Reading ReportRef Resolution Review SettingsError Span StoreError Story Timex analyse explain_document export_events
extract_events find_timexes import_file make_document make_feature make_frame merge_extractions open_gazetteer
open_store parse_query preview_file read_documents read_events to_layer write_csv write_features
"""


def test_the_public_names_are_these() -> None:
    """Every name of the door is there, and no other is promised."""
    assert sorted(mapping.__all__) == sorted(DOOR.split())
    assert all(getattr(mapping, name).__doc__ for name in mapping.__all__)
