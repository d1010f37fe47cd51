"""Reports of one happening -> one Event.

Each document gives its own account of what happened. Accounts that share a blocking key are compared on place, days,
type, actors, counts and words; what passes is one happening, shown with the best of each value and with all its
sources. Everything here is a function of its arguments: the store keeps the keys and asks.
"""

import math
from collections.abc import Collection, Iterable, Sequence

from mapping.chances import find_chance
from mapping.merging import composition, keys
from mapping.merging import copies as near_copies
from mapping.merging.batch import Happenings, Merging
from mapping.merging.features import describe_pair, find_objection, load_weights
from mapping.merging.openings import NO_OPENING, Opening
from mapping.merging.openings import find_opening as find_opening
from mapping.merging.traits import Traits
from mapping.merging.traits import find_traits as find_traits
from mapping.model import Document, Event, Extraction, Reason

THRESHOLD = 0.78
"""The least chance at which two accounts are taken for one happening."""

MAX_HAPPENINGS = 200
"""How many stored events one report is compared with at most; a caller that passes more counts what it left out."""


def make_keys(event: Event, opening: Opening = NO_OPENING) -> tuple[str, ...]:
    """Blocking keys: two accounts of one happening share at least one.

    Args:
        event: One document's account.
        opening: The document's, as `find_opening` gives it.

    Returns:
        Sorted, twelve hexadecimal digits each; () for an event without days, which is never merged.
    """
    return keys.make_keys(event, opening)


def make_signature(document: Document) -> tuple[str, ...]:
    """MinHash bands: near copies of a text share at least one; () for rows of tables and texts of a few words."""
    return near_copies.make_signature(document)


def is_copy(one: Document, other: Document) -> bool:
    """Whether two documents that share a band are one text, perhaps cut or under another head."""
    return near_copies.is_copy(one, other)


def join_report(report: Traits, happenings: Sequence[Traits], *, copies: Collection[str] = ()) -> str | None:
    """The stored event that a report tells of.

    Args:
        report: One document's account. A document's accounts are best joined by score, the surest first.
        happenings: Those of stored events that share a key with it, as `compose_event` made them, in any order.
        copies: Ids of documents that are near copies of the report's.

    Returns:
        The `event_id` of the likeliest, the smallest id where two are as likely; None where it founds one. A document
        tells a happening once: events that it already tells of are passed over.
    """
    best: tuple[float, str] | None = None
    for happening in happenings:
        if report.event.doc_id in happening.doc_ids:
            continue
        chance = weigh_pair(report, happening, is_copy=not happening.doc_ids.isdisjoint(copies))
        if chance >= THRESHOLD and (best is None or (-chance, happening.event.event_id) < best):
            best = (-chance, happening.event.event_id)
    return best[1] if best else None


def find_alike(report: Traits, happenings: Iterable[Traits], *, but: str) -> list[str]:
    """The ids of stored events that a report could be one with as well as with the one that it joins.

    Args:
        report: One document's account.
        happenings: Those of stored events that share a key with it.
        but: The id of the event that it joins.
    """
    others = (one for one in happenings if one.event.event_id != but and report.event.doc_id not in one.doc_ids)
    return [one.event.event_id for one in others if weigh_pair(report, one) >= THRESHOLD]


def are_doubles(one: Traits, other: Traits) -> bool:
    """Whether two stored events, which a report could both be one with, are one; no document tells both."""
    return one.doc_ids.isdisjoint(other.doc_ids) and weigh_pair(one, other) >= THRESHOLD


def weigh_pair(report: Traits, happening: Traits, *, is_copy: bool = False) -> float:
    """The chance, 0..1, that two accounts are of one happening; 0 where something forbids it."""
    if find_objection(report, happening):
        return 0.0
    weights = load_weights()
    total = sum(weights[name][0] * value for name, value in describe_pair(report, happening, is_copy=is_copy).items())
    return find_chance(total)


def explain_merge(report: Traits, happening: Traits, *, is_copy: bool = False) -> tuple[Reason, ...]:
    """Why two accounts are one happening, or are not: the strongest reason first, with words for a reader."""
    objection = find_objection(report, happening)
    if objection:
        return (Reason(name="objection", weight=-math.inf, note=objection),)
    weights = load_weights()
    reasons = [
        Reason(name=name, weight=weights[name][0] * value, note=weights[name][1])
        for name, value in describe_pair(report, happening, is_copy=is_copy).items()
    ]
    return tuple(sorted(reasons, key=lambda reason: (-abs(reason.weight), reason.name)))


def compose_event(event_id: str, reports: Sequence[tuple[Event, Document]]) -> Event:
    """The event that several accounts tell of.

    Args:
        event_id: The happening's, which is the id of the account that founded it.
        reports: At least one account with its document, in order of joining.

    Returns:
        The best account of the type that most agree on, with the finest place and the narrowest days that agree with
        the others, everybody named, the latest counts of people, and what the accounts differ in. Spans of values
        that come from another document than `doc_id` are empty, at 0.
    """
    return composition.compose_event(event_id, reports)


def merge_extractions(extractions: Iterable[Extraction]) -> Happenings:
    """Merge what many documents tell without a store.

    Args:
        extractions: Of each document, in the order in which a store would take them in.

    Returns:
        `events`, the merged ones by id, and `reports`, the accounts of each with their documents.
    """
    happenings = Happenings(most=MAX_HAPPENINGS)
    happenings.add_all(extractions, _MERGING)
    return happenings


_MERGING = Merging(
    join=lambda report, near, copies: join_report(report, near, copies=copies),
    find_alike=lambda report, near, home: find_alike(report, near, but=home),
    are_doubles=are_doubles,
)
