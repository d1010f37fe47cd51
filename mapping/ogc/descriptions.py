"""What the API says of itself: landing page, conformance, collections, queryables."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from mapping.exporting.credits import ATTRIBUTION, PLACES_CREDIT
from mapping.ogc.collections import COLLECTIONS, PLACES, Collection
from mapping.ogc.items import CRS84
from mapping.querying.properties import Kind, Property
from mapping.storage.listings import Extent

JSON, HTML, GEOJSON = "application/json", "text/html", "application/geo+json"
SCHEMA = "application/schema+json"
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"
_OGC = "http://www.opengis.net"
_GEONAMES_LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_FEATURES, _FILTERS, _CQL2 = (
    f"{_OGC}/spec/{part}/conf" for part in ("ogcapi-features-1/1.0", "ogcapi-features-3/1.0", "cql2/1.0")
)
CONFORMANCE = (
    *(f"{_FEATURES}/{name}" for name in ("core", "oas30", "html", "geojson")),
    *(f"{_FILTERS}/{name}" for name in ("queryables", "queryables-query-parameters", "filter", "features-filter")),
    *(
        f"{_CQL2}/{name}"
        for name in (
            *("cql2-text", "cql2-json", "basic-cql2", "advanced-comparison-operators", "basic-spatial-functions"),
            *("basic-spatial-functions-plus", "spatial-functions", "temporal-functions", "property-property"),
            # The draft's name for basic-spatial-functions, which QGIS looks for before it sends boxes in a filter.
            "basic-spatial-operators",
        )
    ),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """A link of an answer (RFC 8288)."""

    href: str
    rel: str
    media_type: str
    title: str = ""

    def to_json(self) -> dict[str, str]:
        """As the standard has it in JSON."""
        return {"href": self.href, "rel": self.rel, "type": self.media_type, "title": self.title}

    def to_header(self) -> str:
        """As a value of the header `Link`."""
        return f'<{self.href}>; rel="{self.rel}"; type="{self.media_type.replace(chr(34), "")}"'


def list_landing_links(base: str) -> list[Link]:
    """The links of the landing page, its own aside; `base` is the API's address."""
    return [
        Link(href=f"{base}/api?f=json", rel="service-desc", media_type=OPENAPI, title="The API in OpenAPI 3.0"),
        Link(href=f"{base}/api?f=html", rel="service-doc", media_type=HTML, title="The API as a page"),
        Link(href=f"{base}/conformance", rel="conformance", media_type=JSON, title="What of the standards is met"),
        Link(href=f"{base}/collections", rel="data", media_type=JSON, title="The collections"),
    ]


def describe_landing(links: Iterable[Link]) -> dict[str, Any]:
    """The landing page."""
    return {
        "title": "Dateline",
        "description": "Events read from news: dated, typed, placed and sourced.",
        "links": [link.to_json() for link in links],
    }


def describe_conformance() -> dict[str, Any]:
    """Which classes of the standards are met."""
    return {"conformsTo": list(CONFORMANCE)}


def list_collection_links(base: str, collection: Collection) -> list[Link]:
    """The links of a collection, its own aside."""
    at = f"{base}/collections/{collection.collection_id}"
    return [
        Link(href=f"{at}/items", rel="items", media_type=GEOJSON, title=collection.title),
        Link(href=f"{at}/items?f=html", rel="items", media_type=HTML, title=f"{collection.title} as a page"),
        Link(
            href=f"{at}/queryables",
            rel="http://www.opengis.net/def/rel/ogc/1.0/queryables",
            media_type=SCHEMA,
            title="What can be asked for",
        ),
        Link(href=_GEONAMES_LICENCE, rel="license", media_type=HTML, title="CC BY 4.0, for the places"),
    ]


def describe_collection(collection: Collection, extent: Extent, links: Iterable[Link]) -> dict[str, Any]:
    """A collection, with where and when its items are; of documents neither is known."""
    described: dict[str, Any] = {
        "id": collection.collection_id,
        "title": collection.title,
        "description": collection.description,
        "attribution": PLACES_CREDIT if collection is PLACES else ATTRIBUTION,
        "itemType": "feature",
        "crs": [CRS84],
        "links": [link.to_json() for link in links],
    }
    return described | {"extent": _describe_extent(extent)} if collection.has_geometry else described


def _describe_extent(extent: Extent) -> dict[str, Any]:
    days = zip((extent.first_day, extent.last_day), ("00:00:00", "23:59:59"), strict=True)
    interval = [f"{day.isoformat()}T{time}Z" if day else None for day, time in days]
    described: dict[str, Any] = {"temporal": {"interval": [interval]}} if any(interval) else {}
    if extent.bounds:
        described["spatial"] = {"bbox": [list(extent.bounds)], "crs": CRS84}
    return described


def describe_collections(described: Iterable[dict[str, Any]], links: Iterable[Link]) -> dict[str, Any]:
    """All collections."""
    return {"collections": list(described), "links": [link.to_json() for link in links]}


def describe_queryables(base: str, collection: Collection) -> dict[str, Any]:
    """What a filter of a collection may speak of, as a JSON Schema (OGC 19-079r2, 6.2)."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{base}/collections/{collection.collection_id}/queryables",
        "type": "object",
        "title": collection.title,
        "description": collection.description,
        "properties": {name: make_schema(prop) for name, prop in collection.properties.items()},
        "additionalProperties": False,
    }


def make_schema(prop: Property) -> dict[str, Any]:
    """The values of a property as a JSON Schema."""
    if prop.kind is Kind.POINT:
        return {"title": prop.title, "format": "geometry-point", "x-ogc-role": "primary-geometry"}
    schema: dict[str, Any] = {"title": prop.title}
    schema |= {"type": "number"} if prop.kind is Kind.NUMBER else {"type": "string"}
    if prop.kind in (Kind.DAY, Kind.INTERVAL):
        schema["format"] = "date"
    if prop.values:
        schema["enum"] = [str(value) for value in prop.values]
    return schema


def list_collections() -> tuple[Collection, ...]:
    """All collections, in the order in which they are shown."""
    return tuple(COLLECTIONS.values())
