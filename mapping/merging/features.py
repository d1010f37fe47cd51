"""What speaks for and against two tellings being one happening, as numbers by name."""

from collections.abc import Mapping
from functools import cache

from mapping.event_types import family_of, read_table
from mapping.geo import place_distance_km
from mapping.kinds import Granularity, Level, Modality
from mapping.merging.sites import find_sites
from mapping.merging.words import find_names, find_words, share
from mapping.model import Event, Place, PlaceChoice
from mapping.settings import find_folder
from mapping.telling.happenings import (
    BORROWED_DATES,
    BORROWED_PLACES,
    find_gap_days,
    find_kinds,
    holds,
    is_aftershock,
    is_borrowed,
)

_NEAR_KM, _WIDE_KM, _SITE_KM = 12.0, 60.0, 1.5
_MOST_GAP_DAYS = 2
_RARE_KINDS = frozenset({"disaster", "accident"})
# Kinds of which a place has many on one day, so that another word is another happening.
_CROWDED_KINDS = frozenset({"affairs", "security", "case", "trial", "health", "humanitarian", "economy", "other"})
_SAME_SENTENCE = 0.8
# What any violence is told as; two other types of one kind, such as air strike and suicide bombing, speak against.
_VAGUE_TYPES = frozenset({"attack.killing", "battle.clash", "strike.bomb"})
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
    if is_aftershock(report) != is_aftershock(happening):
        return "a shock that followed"
    if report.place and happening.place and _relate(report, report.place, happening.place) == "apart":
        return "different places"
    if report.date and happening.date and find_gap_days(report.date.span, happening.date.span) > _MOST_GAP_DAYS:
        return "different days"
    if report.trigger.lemma != happening.trigger.lemma and _has_same_sentence(report, happening):
        return "two happenings of one sentence"
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


def _relate(report: Event, one: PlaceChoice, other: PlaceChoice) -> str:
    """As `relate_places`, but a disaster reaches farther: one report names the island, another the port."""
    relation = relate_places(one.place, other.place)
    is_wide = "disaster" in find_kinds(report.trigger.type) and {one.place.level, other.place.level} <= _FINE
    if relation == "apart" and is_wide and place_distance_km(one.place, other.place) <= _WIDE_KM:
        return "near"
    return relation


def _has_same_sentence(report: Event, happening: Event) -> bool:
    """Whether two accounts stand in copies of one sentence."""
    one, other = find_words(report.sentence), find_words(happening.sentence)
    return bool(one and other) and len(one & other) >= _SAME_SENTENCE * len(one | other)


def describe_pair(report: Event, happening: Event, *, is_copy: bool = False) -> dict[str, float]:
    """The features of two tellings that nothing forbids to be one; those that are 0 are left out.

    Args:
        report: One document's account.
        happening: A stored event, or another account.
        is_copy: Whether the texts are near copies of each other.
    """
    features = {"bias": 1.0, "copy": float(is_copy)}
    features |= _compare_places(report, happening)
    features |= _compare_dates(report, happening)
    features |= _compare_types(report, happening)
    features |= _compare_tolls(report, happening)
    features["words"] = share(find_words(report.sentence), find_words(happening.sentence))
    features["names"] = share(_find_names(report, happening), _find_names(happening, report))
    features["same_actor"] = float(bool(_find_heads(report) & _find_heads(happening)))
    return {name: value for name, value in features.items() if value}


def _modalities_agree(report: Event, happening: Event) -> bool:
    """A plan is one with what was planned only where both are told with one type; so is a denial."""
    if report.trigger.modality is happening.trigger.modality is Modality.HAPPENED:
        return True
    return report.trigger.type == happening.trigger.type


def _compare_places(report: Event, happening: Event) -> dict[str, float]:
    one, other = report.place, happening.place
    if one is None or other is None:
        return {"unplaced": 1.0}
    relation = _relate(report, one, other)
    is_fine = one.place.level in _FINE
    borrowed = is_borrowed(one.rule, BORROWED_PLACES) or is_borrowed(other.rule, BORROWED_PLACES)
    return {
        "same_place": float(relation == "same" and is_fine),
        "same_region": float(relation == "same" and not is_fine),
        "inside": float(relation == "inside"),
        "near": float(relation == "near"),
        "borrowed_place": float(borrowed),
    }


def _compare_dates(report: Event, happening: Event) -> dict[str, float]:
    one, other = report.date, happening.date
    if one is None or other is None:
        return {}
    gap = find_gap_days(one.span, other.span)
    kinds = find_kinds(report.trigger.type) & find_kinds(happening.trigger.type)
    borrowed = is_borrowed(one.rule, BORROWED_DATES) or is_borrowed(other.rule, BORROWED_DATES)
    is_day = {one.span.granularity, other.span.granularity} <= {Granularity.DAY, Granularity.TIME}
    return {
        "same_day": float(gap == 0 and is_day),
        "days_overlap": float(gap == 0 and not is_day),
        "next_day": float(gap == 1),
        "two_days": float(gap > 1),
        "recurring": float(gap > 0 and not kinds & _RARE_KINDS and not _tells_toll(report, happening)),
        "told_apart": float(gap > 0 and is_day and not borrowed and not kinds & _RARE_KINDS),
        "borrowed_date": float(borrowed),
    }


def _tells_toll(report: Event, happening: Event) -> bool:
    """Whether one of them brings the toll of what happened before up to date: "the death toll rose to 15"."""
    return "toll" in find_words(report.sentence) | find_words(happening.sentence)


def _compare_types(report: Event, happening: Event) -> dict[str, float]:
    one, other = report.trigger, happening.trigger
    kinds = find_kinds(one.type) & find_kinds(other.type)
    same_word = one.lemma.lower() == other.lemma.lower()
    is_vague = one.type in _VAGUE_TYPES or other.type in _VAGUE_TYPES or not kinds.isdisjoint(_RARE_KINDS)
    is_vague = is_vague or one.type.endswith(".other") or other.type.endswith(".other")
    return {
        "same_type": float(one.type == other.type),
        "same_family": float(one.type != other.type and family_of(one.type) == family_of(other.type)),
        "same_word": float(same_word),
        "same_sentence": float(same_word and _has_same_sentence(report, happening)),
        "crowded_kind": float(kinds <= _CROWDED_KINDS and not same_word),
        "rare_type": float(bool(kinds & _RARE_KINDS) and one.type == other.type),
        "clashing_type": float(one.type != other.type and not is_vague),
        "other_modality": float(one.modality is not other.modality),
    }


def _compare_tolls(report: Event, happening: Event) -> dict[str, float]:
    """Compare the largest count of each kind that both tell; 0 and 1 agree too often to mean anything."""
    one, other = _find_tolls(report), _find_tolls(happening)
    pairs = [(one[kind], other[kind]) for kind in one.keys() & other.keys()]
    ratio = max((max(pair) / min(pair) for pair in pairs), default=0.0)
    same = any(first == second for first, second in pairs)
    return {
        "same_toll": float(same),
        "close_toll": float(not same and 1.0 < ratio <= _CLOSE_RATIO),
        "other_toll": float(not same and ratio > _FAR_RATIO),
        "risen_toll": float(0.0 < ratio <= _FAR_RATIO and _tells_toll(report, happening)),
    }


def _find_tolls(event: Event) -> dict[str, int]:
    """The largest count of each kind, where there is one above 1."""
    found: dict[str, int] = {}
    for toll in event.tolls:
        if toll.number > 1:
            found[toll.kind] = max(toll.number, found.get(toll.kind, 0))
    return found


def _find_names(event: Event, other: Event) -> frozenset[str]:
    """The names in an event's sentence, without those of the places, which are compared as places."""
    places = [choice.place for choice in (event.place, other.place) if choice is not None]
    known = {
        word.lower() for place in places for name in (place.name, place.admin1, place.country) for word in name.split()
    }
    return find_names(event.sentence) - known


def _find_heads(event: Event) -> frozenset[str]:
    return frozenset(actor.head.lower() for actor in event.actors if actor.head)
