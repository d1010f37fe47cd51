"""Dateline: news text in, dated and placed events out.

The names below are the public door; everything else may move between versions.
"""

from mapping.documents import Failure, make_document, read_documents
from mapping.errors import (
    DocumentError,
    GazetteerError,
    LanguageError,
    MappingError,
    QueryError,
    SettingsError,
    StoreError,
)
from mapping.explain import explain_document
from mapping.exports import write_csv, write_features
from mapping.frames import make_frame, read_events
from mapping.gazetteer import Gazetteer, open_gazetteer
from mapping.geojson import make_feature
from mapping.language import LanguageModel
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
    Timex,
)
from mapping.pipeline import Given, analyse, extract_events
from mapping.query import EventQuery, parse_query
from mapping.store import EventStore, open_store
from mapping.timexes import find_timexes

__all__ = [
    "BBox",
    "DateSpan",
    "Document",
    "DocumentError",
    "Event",
    "EventQuery",
    "EventStore",
    "Extraction",
    "Failure",
    "Gazetteer",
    "GazetteerError",
    "Given",
    "LanguageError",
    "LanguageModel",
    "MappingError",
    "Mention",
    "ParsedDocument",
    "Place",
    "QueryError",
    "Resolution",
    "SettingsError",
    "StoreError",
    "Timex",
    "analyse",
    "explain_document",
    "extract_events",
    "find_timexes",
    "make_document",
    "make_feature",
    "make_frame",
    "open_gazetteer",
    "open_store",
    "parse_query",
    "read_documents",
    "read_events",
    "write_csv",
    "write_features",
]
