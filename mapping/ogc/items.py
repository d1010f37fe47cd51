"""The parameters of a request for items -> what is wanted, or a message (OGC 17-069r4, 7.15; 19-079r2, 6 to 8)."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from mapping.cql import parse_cql2
from mapping.errors import QueryError
from mapping.model import BBox
from mapping.ogc.collections import Collection
from mapping.querying.nodes import And, Comparator, Comparison, Node
from mapping.querying.properties import Kind, Property
from mapping.querying.temporal import read_day
from mapping.querying.values import parse_bbox, parse_datetime, read_score, read_text, suggest

DEFAULT_LIMIT, MAX_LIMIT = 100, 10_000
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
COMMON = ("f", "limit", "after", "bbox", "datetime", "filter", "filter-lang", "filter-crs")
TEXT = "q"


@dataclass(frozen=True, kw_only=True, slots=True)
class ItemsRequest:
    """Which items are wanted. `condition` joins the filter and the properties' parameters; None asks nothing."""

    limit: int = DEFAULT_LIMIT
    after: str = ""
    bbox: BBox | None = None
    start: date | None = None
    end: date | None = None
    text: str = ""
    condition: Node | None = None


def list_parameters(collection: Collection) -> list[Property]:
    """The properties that a parameter of the same name can be compared with; a name of the standard's own is not."""
    plain = (Kind.TEXT, Kind.NUMBER, Kind.DAY)
    return [prop for prop in collection.properties.values() if prop.kind in plain and prop.name not in COMMON]


def parse_items_request(collection: Collection, args: Mapping[str, Sequence[str]]) -> ItemsRequest:
    """Read the parameters of a request for a collection's items.

    Raises:
        QueryError: A parameter is unknown, given twice, empty, or has no usable value.
    """
    properties = {prop.name: prop for prop in list_parameters(collection)}
    values = read_values(args, (*COMMON, *properties, *((TEXT,) if collection.has_text else ())))
    start, end = parse_datetime(values["datetime"]) if "datetime" in values else (None, None)
    if values.get("filter-crs", CRS84) != CRS84:
        raise QueryError(f"filter-crs must be {CRS84}, longitude before latitude: others are not known")
    conditions = [_compare(properties[name], value) for name, value in values.items() if name in properties]
    expression = values.get("filter")
    if expression is not None:
        language = values.get("filter-lang", "")
        conditions.append(parse_cql2(expression, language, properties=collection.properties))
    elif "filter-lang" in values:
        parse_cql2("TRUE", values["filter-lang"] if values["filter-lang"] != "cql2-json" else "")
    return ItemsRequest(
        limit=_read_limit(values.get("limit")),
        after=values.get("after", ""),
        bbox=_read_bbox(values["bbox"]) if "bbox" in values else None,
        start=start,
        end=end,
        text=read_text(TEXT, values.get(TEXT, "")),
        condition=And(parts=tuple(conditions)) if conditions else None,
    )


def read_values(args: Mapping[str, Sequence[str]], known: Sequence[str]) -> dict[str, str]:
    """The value of each parameter.

    Raises:
        QueryError: One is not known, is given twice, has NUL in it, or nothing, as only a field of a page's form may.
    """
    is_form = list(args.get("f", ())) == ["html"]
    values = {}
    for name, given in args.items():
        if name not in known:
            raise QueryError(f"there is no parameter {name!r}{suggest(name, known)}")
        if is_form and not any(part.strip() for part in given):
            continue
        if len(given) != 1 or not given[0].strip():
            raise QueryError(f"{name} must have one value, and has {len([part for part in given if part.strip()])}")
        if "\x00" in given[0]:
            raise QueryError(f"{name} {given[0]!r} has a character that is none")
        values[name] = given[0]
    return values


def _compare(prop: Property, value: str) -> Node:
    right: str | float | date = value
    if prop.kind is Kind.NUMBER:
        right = read_score(prop.name, value)
        if not math.isfinite(right):
            raise QueryError(f"{prop.name} must be a number, not {value!r}")
    elif prop.kind is Kind.DAY:
        right = read_day(value)
    elif prop.values and value not in prop.values:
        raise QueryError(f"{prop.name} {value!r} is not known{suggest(value, prop.values)}")
    return Comparison(comparator=Comparator.EQUAL, left=prop, right=right)


def _read_limit(text: str | None) -> int:
    """A greater limit than is granted is no error: the standard wants the greatest one then."""
    if text is None:
        return DEFAULT_LIMIT
    if not re.fullmatch("[0-9]{1,30}", text) or not int(text):
        raise QueryError(f"limit must be a whole number from 1, not {text!r}")
    return min(int(text), MAX_LIMIT)


def _read_bbox(text: str) -> BBox:
    """A box of four numbers, or of six with heights, which no item has."""
    parts = text.split(",")
    if len(parts) == 6:
        for height in (parts.pop(5), parts.pop(2)):
            read_score("a height of bbox", height)
    return parse_bbox(",".join(parts))
