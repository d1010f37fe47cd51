"""What speaks for and against two tellings being one happening, as numbers by name."""

from collections.abc import Iterator, Mapping
from functools import cache

from mapping.geo import place_distance_km
from mapping.kinds import FINE_LEVELS, Level, Modality
from mapping.merging.openings import compare_openings
from mapping.merging.traits import Traits
from mapping.model import Place, PlaceChoice
from mapping.settings import find_folder
from mapping.tables import read_table
from mapping.telling.happenings import holds
from mapping.telling.stems import find_words, share

_NEAR_KM, _WIDE_KM, _SITE_KM = 12.0, 60.0, 1.5
_EARTHQUAKE, _FELT_KM, _FAR_KM = "disaster.earthquake", 400.0, 150.0
_MOST_GAP_DAYS, _MOST_SUPPOSED_DAYS = 2, 21
# Kinds of which a place has many on one day, so that another word is another happening.
_CROWDED_KINDS = frozenset({"affairs", "security", "case", "trial", "health", "humanitarian", "economy", "other"})
_SAME_SENTENCE, _LONG_SENTENCE = 0.8, 8
# What any violence is told as; two other types of one kind, such as air strike and suicide bombing, speak against.
_VAGUE_TYPES = frozenset({"attack.killing", "battle.clash", "strike.bomb"})
_DAILY_ACCIDENTS = frozenset({"accident.road", "accident.fire", "accident.other"})
_CLOSE_RATIO, _FAR_RATIO = 2.0, 4.0
# How alike texts open: up to the first they tell nothing, from the last on they are surely on one story.
_UNLIKE, _ALIKE, _ONE_STORY = 0.1, 0.15, 0.3


@cache
def load_weights() -> Mapping[str, tuple[float, str]]:
    """Weight and wording of each feature, from `geodata/merge_weights.csv`."""
    rows = read_table(find_folder("geodata") / "merge_weights.csv")
    return {row["feature"]: (float(row["weight"]), row["note"]) for row in rows}


def find_objection(report: Traits, happening: Traits) -> str:
    """Why two tellings cannot be one happening, in words; "" where nothing forbids it.

    Only what both tell in their own words forbids: a place, a day or a kind that one of them is merely thought to have
    is evidence, and is weighed.
    """
    same_word, is_copied = report.lemma == happening.lemma, _has_same_sentence(report, happening)
    # What is read out of copies of one long sentence is one, however differently it was read.
    is_quoted = is_copied and same_word and len(report.words) >= _LONG_SENTENCE
    is_quoted = is_quoted and not _name_others(report, happening, report.event.sentence, happening.event.sentence)
    if not same_word and _tell_other_kinds(report, happening):
        return "different kinds of happening"
    if not is_quoted and not _modalities_agree(report, happening):
        return "one is a plan for something else"
    if report.is_aftershock != happening.is_aftershock:
        return "a shock that followed"
    if not is_quoted and _find_gap(report, happening) > _find_most_days(report, happening):
        return "different days"
    if not is_quoted and _relate(report, happening) == "apart" and _is_place_sure(report, happening):
        return "different places"
    if is_copied and not same_word:
        return "two happenings of one sentence"
    if report.sites and happening.sites and report.sites.isdisjoint(happening.sites):
        return "different sites in one place"
    return ""


def _tell_other_kinds(report: Traits, happening: Traits) -> bool:
    """Whether both are surely of kinds that one happening never has; what befell people befell them in anything."""
    if report.kinds & happening.kinds or report.is_outcome or happening.is_outcome:
        return False
    return report.is_kind_sure and happening.is_kind_sure


def _is_place_sure(report: Traits, happening: Traits) -> bool:
    """Whether places apart forbid: where both texts tell them, or no slip over the next town explains the distance.

    Where two texts open with it in much the same words, one of them is put at a namesake, or at a place of its people.
    """
    places = find_words(" ".join(one.event.place.mention for one in (report, happening) if one.event.place))
    is_one_story = _compare_stories(report, happening, besides=places) >= _ALIKE
    if is_one_story and not _name_others(report, happening, report.opening.text, happening.opening.text):
        return False
    is_told = report.is_place_told and happening.is_place_told
    return is_told or _lie_far_apart(report.event.place, happening.event.place)


def _name_others(report: Traits, happening: Traits, told: str, other_told: str) -> bool:
    """Whether each of two texts names its own place and not the other's: bulletins on two quakes are alike."""
    one, other = report.event.place, happening.event.place
    if one is None or other is None:
        return False
    names = one.mention.lower(), other.mention.lower()
    has, other_has = ([name in text.lower() for name in names] for text in (told, other_told))
    return has == [True, False] and other_has == [False, True]


def _compare_stories(report: Traits, happening: Traits, *, besides: frozenset[str] = frozenset()) -> float:
    """How alike two texts open that both open with it, within days of each other; 0 for others.

    Reports of a daily bombardment are alike from week to week.
    """
    if not (report.is_opening and happening.is_opening) or _find_gap(report, happening) > _MOST_GAP_DAYS:
        return 0.0
    return compare_openings(report.opening, happening.opening, besides=besides)


def _find_most_days(report: Traits, happening: Traits) -> int:
    """How far apart the days of two tellings may lie."""
    return _MOST_GAP_DAYS if report.is_date_told and happening.is_date_told else _MOST_SUPPOSED_DAYS


def relate_places(one: Place, other: Place) -> str:
    """How two places lie to each other: same, inside (either way round), near, or apart."""
    if one.place_id == other.place_id:
        return "same"
    if Level.POI is one.level is other.level:
        return "near" if place_distance_km(one, other) <= _SITE_KM else "apart"
    if holds(one, other) or holds(other, one):
        return "inside"
    if one.level in FINE_LEVELS and other.level in FINE_LEVELS:
        distance = place_distance_km(one, other)
        if Level.POI in (one.level, other.level) and distance <= max(one.radius_km, other.radius_km):
            return "inside"
        return "near" if distance <= _NEAR_KM else "apart"
    return "apart"


def _relate(report: Traits, happening: Traits) -> str:
    """As `relate_places`, but what is rare reaches farther: one report names the island, another the port.

    An earthquake is felt far off: a report of the country next door tells of the tremor there.
    """
    if report.event.place is None or happening.event.place is None:
        return "unplaced"
    one, other = report.event.place.place, happening.event.place.place
    relation = relate_places(one, other)
    if relation != "apart" or not ("disaster" in report.kinds or _are_rare(report, happening)):
        return relation
    distance = place_distance_km(one, other)
    if {one.level, other.level} <= FINE_LEVELS and distance <= _WIDE_KM:
        return "near"
    shakes = report.event.trigger.type == happening.event.trigger.type == _EARTHQUAKE
    return "felt" if shakes and distance <= _FELT_KM + one.radius_km + other.radius_km else relation


def _are_rare(report: Traits, happening: Traits) -> bool:
    """Whether a stretch of land seldom has two of both in one day: a ferry sinks, while cars crash every day."""
    types = {report.event.trigger.type, happening.event.trigger.type}
    return report.is_rare and happening.is_rare and _DAILY_ACCIDENTS.isdisjoint(types)


def _find_gap(report: Traits, happening: Traits) -> int:
    """Days between the two; 0 where they overlap or one has none."""
    one, other = report.days, happening.days
    return max(0, other[0] - one[1], one[0] - other[1]) if one and other else 0


def _has_same_sentence(report: Traits, happening: Traits) -> bool:
    """Whether two accounts stand in copies of one sentence."""
    one, other = report.words, happening.words
    shorter, longer = sorted((len(one), len(other)))
    if not shorter or shorter < _SAME_SENTENCE * longer:
        return False
    both = len(one & other)
    return both >= _SAME_SENTENCE * (shorter + longer - both)


def describe_pair(report: Traits, happening: Traits, *, is_copy: bool = False) -> dict[str, float]:
    """The features of two tellings that nothing forbids to be one; those that are 0 are left out.

    Args:
        report: One document's account.
        happening: A stored event, or another account.
        is_copy: Whether the texts are near copies of each other.
    """
    found = ["bias"]
    if is_copy:
        found.append("copy")
    for compare in (_compare_places, _compare_dates, _compare_types, _compare_tolls):
        found.extend(compare(report, happening))
    if not report.heads.isdisjoint(happening.heads):
        found.append("same_actor")
    features = dict.fromkeys(found, 1.0)
    if words := share(report.words, happening.words):
        features["words"] = words
    if report.names and happening.names and (names := _share_names(report, happening)):
        features["names"] = names
    if prominence := report.prominence * happening.prominence:
        features["both_prominent"] = prominence
    if alike := _compare_stories(report, happening):
        features["same_story"] = min(1.0, max(0.0, (alike - _UNLIKE) / (_ONE_STORY - _UNLIKE)))
    return features


def _share_names(report: Traits, happening: Traits) -> float:
    places = report.place_words | happening.place_words
    return share(report.names - places, happening.names - places)


def _modalities_agree(report: Traits, happening: Traits) -> bool:
    """A plan is one with what was planned only where both are told with one type; so is a denial."""
    one, other = report.event.trigger, happening.event.trigger
    return one.modality is other.modality is Modality.HAPPENED or one.type == other.type


def _compare_places(report: Traits, happening: Traits) -> Iterator[str]:
    relation = _relate(report, happening)
    is_supposed = report.is_place_borrowed or happening.is_place_borrowed
    if relation == "same":
        is_fine = report.event.place is not None and report.event.place.place.level in FINE_LEVELS
        yield "same_place" if is_fine else "same_region_supposed" if is_supposed else "same_region"
    else:
        yield relation
    if relation == "apart" and _lie_far_apart(report.event.place, happening.event.place):
        yield "far"
    if relation not in ("unplaced", "apart") and is_supposed:
        yield "borrowed_place"


def _lie_far_apart(one: PlaceChoice | None, other: PlaceChoice | None) -> bool:
    if one is None or other is None:
        return False
    reach = _FAR_KM + one.place.radius_km + other.place.radius_km
    return place_distance_km(one.place, other.place) > reach


def _compare_dates(report: Traits, happening: Traits) -> Iterator[str]:
    if report.event.date is None or happening.event.date is None:
        return
    gap = _find_gap(report, happening)
    is_day, is_borrowed = report.is_day and happening.is_day, report.is_date_borrowed or happening.is_date_borrowed
    if not gap:
        is_supposed = report.is_date_borrowed and happening.is_date_borrowed
        yield "days_overlap" if not is_day else "same_day_supposed" if is_supposed else "same_day"
    else:
        yield "next_day" if gap == 1 else "two_days" if gap <= _MOST_GAP_DAYS else "days_apart"
        is_rare = report.is_rare and happening.is_rare
        if not is_rare and not _tells_toll(report, happening):
            yield "recurring"
        if not is_rare and is_day and not is_borrowed:
            yield "told_apart"
    if is_borrowed:
        yield "borrowed_date"


def _tells_toll(report: Traits, happening: Traits) -> bool:
    """Whether one of them brings the toll of what happened before up to date: "the death toll rose to 15"."""
    return "toll" in report.words or "toll" in happening.words


def _compare_types(report: Traits, happening: Traits) -> Iterator[str]:
    one, other = report.event.trigger, happening.event.trigger
    kinds = report.kinds & happening.kinds
    is_rare, same_word = report.is_rare and happening.is_rare, report.lemma == happening.lemma
    if one.type == other.type:
        yield "same_crowded_type" if kinds <= _CROWDED_KINDS else "same_type"
        if is_rare:
            yield "rare_type"
    else:
        if report.family == happening.family:
            yield "same_family"
        is_vague = one.type in _VAGUE_TYPES or other.type in _VAGUE_TYPES
        if not (is_rare or is_vague or one.type.endswith(".other") or other.type.endswith(".other")):
            yield "clashing_type"
    if same_word:
        yield "same_word"
        if _has_same_sentence(report, happening):
            yield "same_sentence"
    elif kinds and kinds <= _CROWDED_KINDS:
        yield "crowded_kind"
    if not kinds:
        yield "other_kind" if same_word else "other_kind_and_word"
    if one.modality is not other.modality:
        yield "other_modality"


def _compare_tolls(report: Traits, happening: Traits) -> Iterator[str]:
    """Compare the largest count of each kind that both tell."""
    one, other = report.tolls, happening.tolls
    pairs = [(one[kind], other[kind]) for kind in one.keys() & other.keys()]
    if not pairs:
        return
    ratio = max(max(pair) / min(pair) for pair in pairs)
    if any(first == second for first, second in pairs):
        yield "same_toll"
    elif ratio > _FAR_RATIO:
        yield "other_toll"
    elif ratio <= _CLOSE_RATIO:
        yield "close_toll"
    if ratio <= _FAR_RATIO and _tells_toll(report, happening):
        yield "risen_toll"
