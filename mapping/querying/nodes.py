"""A filter expression as frozen values: what `mapping/cql.py` makes of CQL2, and stores turn into their own language.

Logic has three values: what is said of a property that an event has not is neither true nor false, and only what is
true passes. An empty text is no value.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, TypeAlias

from mapping.model import BBox
from mapping.querying.properties import Property


class Comparator(StrEnum):
    """How two values are compared; texts by the code points of their characters."""

    EQUAL = "="
    UNEQUAL = "<>"
    LESS = "<"
    AT_MOST = "<="
    GREATER = ">"
    AT_LEAST = ">="


class Relation(StrEnum):
    """How the event's point lies to a shape, in the words of OGC Simple Features."""

    INTERSECTS = "intersects"
    DISJOINT = "disjoint"
    WITHIN = "within"
    CONTAINS = "contains"
    EQUALS = "equals"
    TOUCHES = "touches"
    CROSSES = "crosses"
    OVERLAPS = "overlaps"


# What JSON has for a value, before it is checked.
Json: TypeAlias = Any
Literal: TypeAlias = str | float | date
Operand: TypeAlias = Property | Literal


@dataclass(frozen=True, kw_only=True, slots=True)
class Constant:
    """True or false whatever the event."""

    value: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Not:
    """True where `part` is false."""

    part: "Node"


@dataclass(frozen=True, kw_only=True, slots=True)
class And:
    """True where all parts are."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Or:
    """True where at least one part is."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """Two values of one kind compared; at least one of them is a property."""

    comparator: Comparator
    left: Operand
    right: Operand


@dataclass(frozen=True, kw_only=True, slots=True)
class In:
    """A property has one of these values, which are of its kind."""

    value: Property
    items: tuple[Literal, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Like:
    """A text fits a pattern: "%" stands for any characters, "_" for one, a backslash takes the next one as it is.

    With `any_case` the letters A to Z stand for their small ones too, and the other way round.
    """

    value: Property
    pattern: str
    any_case: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class IsNull:
    """The event has no value of this property; always true or false."""

    value: Property


@dataclass(frozen=True, kw_only=True, slots=True)
class Spatial:
    """The event's point lies so to a shape.

    `shape` is the shape as well-known binary; `boxes` are the boxes that together hold it, edges included, and
    `is_box` says that they are it.
    """

    relation: Relation
    shape: bytes
    boxes: tuple[BBox, ...]
    is_box: bool = False


Node: TypeAlias = Constant | Not | And | Or | Comparison | In | Like | IsNull | Spatial
