"""What speaks for and against two tellings being one happening, as numbers by name."""

from collections.abc import Mapping
from functools import cache

from mapping.event_types import family_of, read_table
from mapping.geo import place_distance_km
from mapping.kinds import Granularity, Level, Modality
from mapping.merging.sites import find_sites
from mapping.merging.words import find_names, find_words, share
from mapping.model import DateChoice, Event, Place, PlaceChoice
from mapping.settings import find_folder
from mapping.telling.happenings import (
    BORROWED_DATES,
    BORROWED_PLACES,
    find_gap_days,
    find_kinds,
    holds,
    is_borrowed,
)

_NEAR_KM, _SITE_KM = 12.0, 1.5
_MOST_GAP_DAYS = 2
_RARE_KINDS = frozenset({"disaster", "accident"})
_CLOSE_RATIO, _FAR_RATIO = 2.0, 4.0
_FINE = frozenset({Level.POI, Level.CITY, Level.ADM2})


@cache
def load_weights() -> Mapping[str, tuple[float, str]]:
    """Weight and wording of each feature, from `geodata/merge_weights.csv`."""
    rows = read_table(find_folder("geodata") / "merge_weights.csv")
    return {row["feature"]: (float(row["weight"]), row["note"]) for row in rows}


def find_objection(report: Event, happening: Event) -> str:
    """Why two tellings cannot be one happening, in words; "" where nothing forbids it."""
    if not find_kinds(report.trigger.type) & find_kinds(happening.trigger.type):
        return "different kinds of happening"
    if not _modalities_agree(report, happening):
        return "one is a plan for something else"
    if report.place and happening.place and relate_places(report.place.place, happening.place.place) == "apart":
        return "different places"
    if report.date and happening.date and find_gap_days(report.date.span, happening.date.span) > _MOST_GAP_DAYS:
        return "different days"
    sites, others = find_sites(report.sentence), find_sites(happening.sentence)
    if sites and others and not sites & others:
        return "different sites in one place"
    return ""


def relate_places(one: Place, other: Place) -> str:
    """How two places lie to each other: same, inside (either way round), near, or apart."""
    if one.place_id == other.place_id:
        return "same"
    if Level.POI is one.level is other.level:
        return "near" if place_distance_km(one, other) <= _SITE_KM else "apart"
    if holds(one, other) or holds(other, one):
        return "inside"
    if one.level in _FINE and other.level in _FINE:
        distance = place_distance_km(one, other)
        if Level.POI in (one.level, other.level) and distance <= max(one.radius_km, other.radius_km):
            return "inside"
        return "near" if distance <= _NEAR_KM else "apart"
    return "apart"


def describe_pair(report: Event, happening: Event, *, is_copy: bool = False) -> dict[str, float]:
    """The features of two tellings that nothing forbids to be one; those that are 0 are left out.

    Args:
        report: One document's account.
        happening: A stored event, or another account.
        is_copy: Whether the texts are near copies of each other.
    """
    features = {"bias": 1.0, "copy": float(is_copy)}
    features |= _compare_places(report.place, happening.place)
    features |= _compare_dates(report.date, happening.date)
    features |= _compare_types(report, happening)
    features |= _compare_tolls(report, happening)
    features["words"] = share(find_words(report.sentence), find_words(happening.sentence))
    features["names"] = share(find_names(report.sentence), find_names(happening.sentence))
    features["same_actor"] = float(bool(_find_heads(report) & _find_heads(happening)))
    return {name: value for name, value in features.items() if value}


def _modalities_agree(report: Event, happening: Event) -> bool:
    """A plan is one with what was planned only where both are told with one type; so is a denial."""
    if report.trigger.modality is happening.trigger.modality is Modality.HAPPENED:
        return True
    return report.trigger.type == happening.trigger.type


def _compare_places(one: PlaceChoice | None, other: PlaceChoice | None) -> dict[str, float]:
    if one is None or other is None:
        return {"unplaced": 1.0}
    relation = relate_places(one.place, other.place)
    is_fine = one.place.level in _FINE
    borrowed = is_borrowed(one.rule, BORROWED_PLACES) or is_borrowed(other.rule, BORROWED_PLACES)
    return {
        "same_place": float(relation == "same" and is_fine),
        "same_region": float(relation == "same" and not is_fine),
        "inside": float(relation == "inside"),
        "near": float(relation == "near"),
        "borrowed_place": float(borrowed),
    }


def _compare_dates(one: DateChoice | None, other: DateChoice | None) -> dict[str, float]:
    if one is None or other is None:
        return {}
    gap = find_gap_days(one.span, other.span)
    is_day = {one.span.granularity, other.span.granularity} <= {Granularity.DAY, Granularity.TIME}
    return {
        "same_day": float(gap == 0 and is_day),
        "days_overlap": float(gap == 0 and not is_day),
        "next_day": float(gap == 1),
        "two_days": float(gap > 1),
        "borrowed_date": float(is_borrowed(one.rule, BORROWED_DATES) or is_borrowed(other.rule, BORROWED_DATES)),
    }


def _compare_types(report: Event, happening: Event) -> dict[str, float]:
    one, other = report.trigger, happening.trigger
    kinds = find_kinds(one.type) & find_kinds(other.type)
    both_happened = one.modality is other.modality is Modality.HAPPENED
    return {
        "same_type": float(one.type == other.type),
        "same_family": float(one.type != other.type and family_of(one.type) == family_of(other.type)),
        "same_word": float(one.lemma.lower() == other.lemma.lower()),
        "rare_type": float(bool(kinds & _RARE_KINDS) and one.type == other.type),
        "same_modality": float(both_happened),
        "other_modality": float(one.modality is not other.modality),
    }


def _compare_tolls(report: Event, happening: Event) -> dict[str, float]:
    """The best agreement among the kinds of count that both tell; 0 and 1 killed agree too often to mean much."""
    found = {"same_toll": 0.0, "close_toll": 0.0, "other_toll": 0.0}
    pairs = [
        (toll.number, other.number)
        for toll in report.tolls
        for other in happening.tolls
        if toll.kind == other.kind and min(toll.number, other.number) > 0
    ]
    if not pairs:
        return found
    ratio = min(max(pair) / min(pair) for pair in pairs)
    if any(one == other > 1 for one, other in pairs):
        found["same_toll"] = 1.0
    elif 1.0 < ratio <= _CLOSE_RATIO:
        found["close_toll"] = 1.0
    elif ratio > _FAR_RATIO:
        found["other_toll"] = 1.0
    return found


def _find_heads(event: Event) -> frozenset[str]:
    return frozenset(actor.head.lower() for actor in event.actors if actor.head)
