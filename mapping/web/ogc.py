"""OGC API - Features under /ogc: the values of `mapping/ogc`, as JSON or as a page, as the client asks."""

from importlib.metadata import PackageNotFoundError, version
from typing import Any
from urllib.parse import quote, urlencode

import orjson
from flask import Blueprint, Response, abort, current_app, render_template, request
from flask.blueprints import BlueprintSetupState
from werkzeug.exceptions import HTTPException
from werkzeug.routing import BaseConverter

from mapping.errors import MappingError, NotFoundError, QueryError
from mapping.ogc.collections import Collection, get_collection
from mapping.ogc.descriptions import (
    GEOJSON,
    HTML,
    JSON,
    OPENAPI,
    SCHEMA,
    Link,
    describe_collection,
    describe_collections,
    describe_conformance,
    describe_landing,
    describe_queryables,
    list_collection_links,
    list_collections,
    list_landing_links,
)
from mapping.ogc.features import FeatureSource
from mapping.ogc.items import CRS84, ItemsRequest, parse_items_request, read_values
from mapping.ogc.openapi import describe_api
from mapping.web.answers import find_status
from mapping.web.origins import allow_origin
from mapping.web.state import get_state

_KEY = "dateline_ogc"
_CODES = {400: "InvalidParameterValue", 404: "NotFound", 406: "NotAcceptable"}

ogc = Blueprint("ogc", __name__)
ogc.after_request(allow_origin)


class _AnyText(BaseConverter):
    """The rest of an address, whatever is in it: Werkzeug's own `path` stops at a line feed."""

    regex = r"[\s\S]+"
    part_isolating = False


@ogc.record
def _know_any_text(state: BlueprintSetupState) -> None:
    """Before the routes that use it."""
    state.app.url_map.converters["any_text"] = _AnyText


@ogc.get("/ogc", strict_slashes=False)
def send_landing() -> Response:
    """The landing page."""
    _check_form_alone()
    links = [*_list_own_links(JSON), *list_landing_links(_get_base())]
    value = describe_landing(links)
    return _answer(value, "ogc/landing.html", links=links, collections=list_collections())


@ogc.get("/ogc/conformance")
def send_conformance() -> Response:
    """Which classes of the standards are met."""
    _check_form_alone()
    return _answer(describe_conformance(), "ogc/conformance.html", links=_list_own_links(JSON))


@ogc.get("/ogc/api")
def send_api() -> Response:
    """The API in OpenAPI 3.0."""
    _check_form_alone()
    value = describe_api(_get_base(), _find_version())
    return _answer(value, "ogc/api.html", media_type=OPENAPI, links=_list_own_links(OPENAPI))


@ogc.get("/ogc/collections")
def send_collections() -> Response:
    """All collections."""
    _check_form_alone()
    links = _list_own_links(JSON)
    value = describe_collections([_describe(found) for found in list_collections()], links)
    return _answer(value, "ogc/collections.html", links=links)


@ogc.get("/ogc/collections/<collection_id>")
def send_collection(collection_id: str) -> Response:
    """One collection."""
    collection = get_collection(collection_id)
    _check_form_alone()
    links = [*_list_own_links(JSON), *list_collection_links(_get_base(), collection)]
    return _answer(_describe(collection, links), "ogc/collection.html", links=links, collection=collection)


@ogc.get("/ogc/collections/<collection_id>/queryables")
def send_queryables(collection_id: str) -> Response:
    """What a filter of a collection may speak of."""
    collection = get_collection(collection_id)
    _check_form_alone()
    value = describe_queryables(_get_base(), collection)
    links = _list_own_links(SCHEMA)
    return _answer(value, "ogc/queryables.html", media_type=SCHEMA, links=links, collection=collection)


@ogc.get("/ogc/collections/<collection_id>/items")
def send_items(collection_id: str) -> Response:
    """The items of a collection that pass the filter, a page at a time."""
    collection = get_collection(collection_id)
    args = request.args.to_dict(flat=False)
    wanted = parse_items_request(collection, args)
    page = _get_source().find_items(collection, wanted)
    links = _list_own_links(GEOJSON)
    if page.next:
        links.append(_link_next(args, page.next))
    links.append(Link(href=_at(collection), rel="collection", media_type=JSON, title=collection.title))
    value = {
        "type": "FeatureCollection",
        "features": page.features,
        "numberMatched": page.matched,
        "numberReturned": len(page.features),
        "links": [link.to_json() for link in links],
    }
    return _answer(
        value, "ogc/items.html", media_type=GEOJSON, links=links, collection=collection, given=_show_given(args, wanted)
    )


@ogc.get("/ogc/collections/<collection_id>/items/<any_text:item_id>")
def send_item(collection_id: str, item_id: str) -> Response:
    """One item of a collection."""
    collection = get_collection(collection_id)
    _check_form_alone()
    links = _list_own_links(GEOJSON)
    links.append(Link(href=_at(collection), rel="collection", media_type=JSON, title=collection.title))
    if "\x00" in item_id:  # which PostgreSQL would take for a damaged text
        raise NotFoundError(f"there is no item {item_id!r}")
    feature = _get_source().get_item(collection, item_id)
    value = feature | {"links": [link.to_json() for link in links]}
    return _answer(value, "ogc/item.html", media_type=GEOJSON, links=links, collection=collection)


@ogc.record
def _keep_source(state: BlueprintSetupState) -> None:
    """Each application has a source of its own, made when it is first asked."""
    state.app.extensions[_KEY] = []


@ogc.errorhandler(MappingError)
def _answer_error(error: MappingError) -> Response:
    return _make_error(str(error), find_status(error))


@ogc.errorhandler(HTTPException)
def _answer_http_error(error: HTTPException) -> Response:
    return _make_error(error.description or "", error.code or 500)


def _make_error(message: str, status: int) -> Response:
    """The standard's exception for a program, a page for a reader."""
    is_page = request.args.get("f") == "html" or request.accept_mimetypes.best_match((JSON, HTML), JSON) == HTML
    if is_page:
        return Response(render_template("error.html", message=message, status=status), status, mimetype=HTML)
    body = orjson.dumps({"code": _CODES.get(status, "ServerError"), "description": message})
    return Response(body, status, content_type=JSON)


def _find_version() -> str:
    try:
        return version("dateline")
    except PackageNotFoundError:  # run from a folder, not installed
        return "unknown"


def _get_source() -> FeatureSource:
    held: list[FeatureSource] = current_app.extensions[_KEY]
    if not held:
        held.append(FeatureSource(get_state().store))
    return held[0]


def _get_base() -> str:
    return f"{request.url_root}ogc"


def _at(collection: Collection) -> str:
    return f"{_get_base()}/collections/{collection.collection_id}"


def _describe(collection: Collection, links: list[Link] | None = None) -> dict[str, Any]:
    base = _get_base()
    if links is None:
        own = Link(href=_at(collection), rel="self", media_type=JSON, title=collection.title)
        links = [own, *list_collection_links(base, collection)]
    return describe_collection(collection, _get_source().get_extent(), links)


def _check_form_alone() -> None:
    """Refuse every parameter but `f`."""
    read_values(request.args.to_dict(flat=False), ("f",))


def _pick_form(media_type: str) -> str:
    """JSON of this type, or HTML: what `f` says, else what the client accepts."""
    form = request.args.get("f")
    if form is not None:
        if form not in ("json", "html"):
            raise QueryError(f"f must be json or html, not {form!r}")
        return media_type if form == "json" else HTML
    if not request.accept_mimetypes:
        return media_type
    plain = media_type.partition(";")[0]
    best = request.accept_mimetypes.best_match((media_type, plain, JSON, HTML))
    if best is None:
        abort(406, f"This can be had as {media_type} or as {HTML}.")
    return HTML if best == HTML else media_type


def _answer(
    value: dict[str, Any], template: str, *, media_type: str = JSON, links: list[Link], **context: object
) -> Response:
    """A value in the form that the client wants, with its links in the header too."""
    if _pick_form(media_type) == HTML:
        page = render_template(template, value=value, links=links, base=_get_base(), **context)
        response = Response(page, mimetype=HTML)
    else:
        body = orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS)
        response = Response(body, content_type=media_type)
        if media_type == GEOJSON:
            response.headers["Content-Crs"] = f"<{CRS84}>"
    for link in links:
        response.headers.add("Link", link.to_header())
    response.headers["Vary"] = "Accept, Accept-Encoding"
    response.headers["Cache-Control"] = "no-cache"
    return response


def _list_own_links(media_type: str) -> list[Link]:
    """This answer, and the same in the other form."""
    is_page = _pick_form(media_type) == HTML
    here, there = (HTML, media_type) if is_page else (media_type, HTML)
    args = {name: given for name, given in request.args.to_dict(flat=False).items() if name != "f"}
    other = _write_address(args | {"f": ["json" if is_page else "html"]})
    own = _write_address(request.args.to_dict(flat=False))
    return [
        Link(href=own, rel="self", media_type=here, title="This document"),
        Link(href=other, rel="alternate", media_type=there, title="The same as " + ("JSON" if is_page else "a page")),
    ]


def _link_next(args: dict[str, list[str]], after: str) -> Link:
    media_type = HTML if _pick_form(GEOJSON) == HTML else GEOJSON
    return Link(
        href=_write_address(args | {"after": [after]}), rel="next", media_type=media_type, title="The next page"
    )


def _write_address(args: dict[str, list[str]]) -> str:
    path = quote(request.path, safe="/:@!$&'*+,=~")
    query = urlencode(args, doseq=True)
    return f"{request.url_root.rstrip('/')}{path}{'?' if query else ''}{query}"


def _show_given(args: dict[str, list[str]], wanted: ItemsRequest) -> dict[str, Any]:
    """What the form of the page shows as asked for."""
    return {name: given[0] for name, given in args.items()} | {"limit": wanted.limit}
