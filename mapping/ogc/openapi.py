"""The API in OpenAPI 3.0, with the paths of each collection spelled out, as GDAL wants them."""

from typing import Any

from mapping.cql import LANGUAGES
from mapping.ogc.collections import COLLECTIONS, Collection
from mapping.ogc.descriptions import GEOJSON, HTML, JSON, OPENAPI, SCHEMA, make_schema
from mapping.ogc.items import CRS84, DEFAULT_LIMIT, MAX_LIMIT, list_parameters
from mapping.querying.properties import Kind

_STRING = {"type": "string"}
_LINKS = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["href", "rel"],
        "properties": {"href": _STRING, "rel": _STRING, "type": _STRING, "title": _STRING},
    },
}
_ERROR = {
    "type": "object",
    "required": ["code", "description"],
    "properties": {"code": _STRING, "description": _STRING},
}
_FEATURE = {
    "type": "object",
    "required": ["type", "id", "geometry", "properties"],
    "properties": {
        "type": {"type": "string", "enum": ["Feature"]},
        "id": _STRING,
        "geometry": {
            "type": "object",
            "nullable": True,
            "required": ["type", "coordinates"],
            "properties": {
                "type": {"type": "string", "enum": ["Point"]},
                "coordinates": {"type": "array", "minItems": 2, "maxItems": 2, "items": {"type": "number"}},
            },
        },
        "properties": {"type": "object"},
        "links": _LINKS,
    },
}
_FEATURES = {
    "type": "object",
    "required": ["type", "features"],
    "properties": {
        "type": {"type": "string", "enum": ["FeatureCollection"]},
        "features": {"type": "array", "items": {"$ref": "#/components/schemas/feature"}},
        "numberMatched": {"type": "integer", "minimum": 0},
        "numberReturned": {"type": "integer", "minimum": 0},
        "links": _LINKS,
    },
}
_COLLECTION = {
    "type": "object",
    "required": ["id", "links"],
    "properties": {
        "id": _STRING,
        "title": _STRING,
        "description": _STRING,
        "attribution": _STRING,
        "extent": {"type": "object"},
        "links": _LINKS,
    },
}
# What `str.strip` takes away, spelled out: the languages of patterns differ in what they take for a blank.
_BLANKS = r"\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_NOT_EMPTY = rf"^[^\x00]*[^\x00{_BLANKS}][^\x00]*$"


def describe_api(base: str, version: str) -> dict[str, Any]:
    """The API as an OpenAPI document; `base` is its address, `version` Dateline's."""
    paths = {
        "/": _make_path("landing", "Landing page", "link list", _object({"links": _LINKS})),
        "/conformance": _make_path(
            "conformance",
            "Classes of the standards that are met",
            "classes",
            _object({"conformsTo": {"type": "array", "items": _STRING}}),
        ),
        "/api": _make_path("api", "This document", "document", {"type": "object"}, media_type=OPENAPI),
        "/collections": _make_path(
            "collections",
            "The collections",
            "collections",
            _object({"links": _LINKS, "collections": {"type": "array", "items": _ref("collection")}}),
        ),
    }
    for collection in COLLECTIONS.values():
        paths |= _describe_paths(collection)
    return {
        "openapi": "3.0.3",
        "info": {
            "title": "Dateline",
            "version": version,
            "description": "Events read from news: OGC API - Features with filters in CQL2.",
        },
        "servers": [{"url": base}],
        "tags": [{"name": found.collection_id, "description": found.description} for found in COLLECTIONS.values()],
        "paths": paths,
        "components": {
            "schemas": {"feature": _FEATURE, "features": _FEATURES, "collection": _COLLECTION, "exception": _ERROR}
        },
    }


def _describe_paths(collection: Collection) -> dict[str, Any]:
    name = collection.collection_id
    at = f"/collections/{name}"
    item_id = {"name": "featureId", "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}
    return {
        at: _make_path(f"describe_{name}", collection.title, "collection", _ref("collection"), tag=name),
        f"{at}/queryables": _make_path(
            f"queryables_{name}", "What can be asked for", "schema", {"type": "object"}, tag=name, media_type=SCHEMA
        ),
        f"{at}/items": _make_path(
            f"find_{name}",
            collection.description,
            "items",
            _ref("features"),
            tag=name,
            media_type=GEOJSON,
            parameters=_list_item_parameters(collection),
        ),
        f"{at}/items/{{featureId}}": _make_path(
            f"get_{name}",
            "One item by its id",
            "item",
            _ref("feature"),
            tag=name,
            media_type=GEOJSON,
            parameters=[item_id],
            has_missing=True,
        ),
    }


def _make_path(
    operation: str,
    summary: str,
    content: str,
    schema: dict[str, Any],
    *,
    tag: str = "about",
    media_type: str = JSON,
    parameters: list[dict[str, Any]] | None = None,
    has_missing: bool = False,
) -> dict[str, Any]:
    """A path with its one operation, GET."""
    errors = {"400": "A parameter is wrong", "406": "No such form of the answer", "503": "The store cannot be read"}
    errors |= {"404": "There is no such item"} if has_missing else {}
    content_of_error = {JSON: {"schema": _ref("exception")}, HTML: {"schema": _STRING}}
    form = _query(
        "f",
        "The form of the answer; without it the header Accept decides",
        {"type": "string", "enum": ["json", "html"]},
    )
    return {
        "get": {
            "operationId": operation,
            "summary": summary,
            "tags": [tag],
            "parameters": [*(parameters or []), form],
            "responses": {
                "200": {
                    "description": f"The {content}",
                    "content": {media_type: {"schema": schema}, HTML: {"schema": _STRING}},
                },
                **{
                    status: {"description": words, "content": content_of_error}
                    for status, words in sorted(errors.items())
                },
            },
        }
    }


def _list_item_parameters(collection: Collection) -> list[dict[str, Any]]:
    box = {"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 6}
    shared = [
        _query("bbox", "West, south, east, north in degrees; west greater than east crosses the antimeridian", box)
        | {"style": "form", "explode": False},
        _query(
            "datetime",
            "A day, month or year, or start/end with .. for an open side",
            _STRING | {"format": "datetime-interval", "pattern": "^[0-9.]"},
        ),
        _query(
            "limit",
            f"Items a page; more than {MAX_LIMIT} are cut to that",
            {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": DEFAULT_LIMIT},
        ),
        _query(
            "after",
            "Where the page before ended, as its next link has it",
            _STRING | {"format": "page-end", "minLength": 1},
        ),
        _query("filter", "An expression in CQL2", _STRING | {"format": "cql2", "minLength": 1, "maxLength": 20_000}),
        _query(
            "filter-lang",
            "The language of the filter",
            {"type": "string", "enum": list(LANGUAGES), "default": "cql2-text"},
        ),
        _query("filter-crs", "The coordinates of the filter", {"type": "string", "enum": [CRS84], "default": CRS84}),
    ]
    text = {"type": "string", "format": "words", "minLength": 1, "maxLength": 500}
    words = [_query("q", 'Words, "phrases", and -words that must not occur', text)] if collection.has_text else []
    return [
        *shared,
        *words,
        *(
            _query(prop.name, prop.title, _make_parameter_schema(make_schema(prop), prop.kind))
            for prop in list_parameters(collection)
        ),
    ]


def _make_parameter_schema(schema: dict[str, Any], kind: Kind) -> dict[str, Any]:
    plain = {name: value for name, value in schema.items() if name != "title"}
    return plain | {"pattern": _NOT_EMPTY} if kind is Kind.TEXT and "enum" not in plain else plain


def _query(name: str, description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "description": description, "schema": schema}


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "required": list(properties), "properties": properties}


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}
