"""Dateline: news text in, dated and placed events out.

The names below are the public door; everything else may move between versions. docs/python.md shows them at work.
"""

from mapping.documents import Failure, make_document, read_documents
from mapping.errors import (
    DecisionError,
    DocumentError,
    ExportError,
    GazetteerError,
    ImportFileError,
    LanguageError,
    MappingError,
    NotFoundError,
    QueryError,
    SettingsError,
    StoreError,
)
from mapping.explain import explain_document
from mapping.exports import export_events, write_csv, write_features
from mapping.frames import make_frame, read_events
from mapping.gazetteer import Gazetteer, open_gazetteer
from mapping.geojson import make_feature
from mapping.imports.loading import import_file
from mapping.imports.placing import ImportOptions
from mapping.imports.preview import Preview, preview_file
from mapping.imports.report import ImportReport
from mapping.kinds import Change, Granularity, Level, Modality, Review
from mapping.language import LanguageModel
from mapping.merge import merge_extractions
from mapping.model import (
    BBox,
    DateSpan,
    Document,
    Event,
    Extraction,
    Mention,
    ParsedDocument,
    Place,
    Resolution,
    Span,
    Timex,
)
from mapping.notebook import to_layer
from mapping.pipeline import Given, analyse, extract_events
from mapping.query import EventQuery, parse_query
from mapping.reports import Correction, Disagreement, Reading, ReportRef, Story
from mapping.store import EventStore, open_store
from mapping.timexes import find_timexes

__all__ = [
    "BBox",
    "Change",
    "Correction",
    "DateSpan",
    "DecisionError",
    "Disagreement",
    "Document",
    "DocumentError",
    "Event",
    "EventQuery",
    "EventStore",
    "ExportError",
    "Extraction",
    "Failure",
    "Gazetteer",
    "GazetteerError",
    "Given",
    "Granularity",
    "ImportFileError",
    "ImportOptions",
    "ImportReport",
    "LanguageError",
    "LanguageModel",
    "Level",
    "MappingError",
    "Mention",
    "Modality",
    "NotFoundError",
    "ParsedDocument",
    "Place",
    "Preview",
    "QueryError",
    "Reading",
    "ReportRef",
    "Resolution",
    "Review",
    "SettingsError",
    "Span",
    "StoreError",
    "Story",
    "Timex",
    "analyse",
    "explain_document",
    "export_events",
    "extract_events",
    "find_timexes",
    "import_file",
    "make_document",
    "make_feature",
    "make_frame",
    "merge_extractions",
    "open_gazetteer",
    "open_store",
    "parse_query",
    "preview_file",
    "read_documents",
    "read_events",
    "to_layer",
    "write_csv",
    "write_features",
]
