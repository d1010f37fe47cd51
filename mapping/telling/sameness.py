"""What speaks for and against two events of one document being one happening, as numbers by name.

The weights of the features are in `geodata/retelling_weights.csv`, fitted by `scripts/fit_retelling.py`.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from mapping.event_types import OTHER_TYPE, family_of
from mapping.geo import place_distance_km
from mapping.kinds import FINE_LEVELS, ONE_DAY, Modality
from mapping.model import DateSpan, Event, ParsedDocument, Place, PlaceChoice
from mapping.settings import find_folder
from mapping.tables import read_table
from mapping.telling.happenings import (
    BORROWED_DATES,
    BORROWED_PLACES,
    NAMED_BEFORE,
    OUTCOMES,
    OWN_DATES,
    OWN_PLACES,
    RARE_KINDS,
    TOLD_PLACES,
    find_days,
    find_gap_days,
    find_kinds,
    holds,
    is_aftershock,
    is_borrowed,
    tells_place,
)
from mapping.telling.items import find_item
from mapping.telling.meanings import AXES, Meaning, load_axes, read_vector
from mapping.telling.site_lands import is_common_land
from mapping.telling.stems import find_words, share
from mapping.telling.syntax import DEFINITES, Tree, make_tree
from mapping.telling.type_heads import hear_word
from mapping.telling.word_vectors import load_word_vectors

# Of these a document tells one at a place and day, in many words; talks, statements and votes are told one by one.
_WHOLE_KINDS = frozenset({"violence", "unrest", "case", "trial", "disaster", "accident"})
_NEAR_KM, _FEW_DAYS, _WEEKS_DAYS = 12.0, 3, 14
# Beyond these two are no neighbours: told each by the happening's own words, or by its clause.
_OWN_KM, _TOLD_KM, _NEXT_DAYS = 30.0, 60.0, 1
_KNOWN = DEFINITES | {"his", "her", "their", "its"}
_FRESH = frozenset({"a", "an"})
_NEW = frozenset({"another", "other", "second", "third", "further", "separate", "previous", "earlier", "similar"})
_MANY = frozenset({"NNS", "NNPS"})
_CARRYING = frozenset(
    {"take", "rush", "fly", "airlift", "carry", "bring", "transfer", "evacuate", "transport", "admit", "move", "refer"}
)
_CARRIED, _TO = frozenset({"nsubjpass", "dobj"}), frozenset({"to", "into"})
# What goes on for years is no single raid; what befalls people is told of whatever befell them.
_LASTING = frozenset({"war", "conflict", "insurgency", "campaign", "crisis", "unrest", "violence"})
_OUTCOME_KINDS = frozenset({"violence", "unrest", "disaster", "accident"})
_VAGUE_TYPES = frozenset({"attack.killing", "battle.clash", "strike.bomb", "crime.homicide", "crime.shooting"})
_ALIKE, _BOTH = ([f"{name}_{axis}" for axis in range(1, AXES + 1)] for name in ("alike", "both"))
_ROOT, _SURE_KIND = 5, 0.4
_REACH, _LEAD_SENTENCES = 5, 2


@cache
def load_weights() -> Mapping[str, float]:
    """The weight of each feature."""
    rows = read_table(find_folder("geodata") / "retelling_weights.csv")
    return {row["feature"]: float(row["weight"]) for row in rows}


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Telling:
    """An event with what its words say of whether it is new: worked out once, compared often.

    `is_known` marks "the attack", `is_fresh` "an attack", `is_new` "another attack", `is_many` "attacks", `is_carried`
    "taken to Kabul", which is not where the victims were hurt. `item` is that of a list which it stands in. `heads` are
    those of its actors and `counts` its tolls, by kind; `stems` are the words of its sentence. `meaning` and
    `own_types` are what the encoder makes of its word by that sentence alone: where it lies, and the square root of
    each type's chance.
    """

    event: Event
    kinds: frozenset[str]
    is_known: bool
    is_fresh: bool
    is_new: bool
    is_many: bool
    is_carried: bool
    item: int | None
    heads: frozenset[str]
    counts: Mapping[str, int]
    stems: frozenset[str]
    meaning: Meaning
    own_types: NDArray[np.float64]
    word: NDArray[np.float64]
    words: NDArray[np.float64]


def describe_event(parsed: ParsedDocument, event: Event) -> Telling:
    """What two events are compared by."""
    trigger, sentence = event.trigger, parsed.sentences[event.trigger.sentence]
    tree = make_tree(sentence)
    children = [tree.tokens[index] for index in tree.children[trigger.token]]
    vectors = load_word_vectors()
    is_noun = tree.tokens[trigger.token].pos in ("NOUN", "PROPN")
    words = {token.lemma.lower() for token in children}
    return Telling(
        event=event,
        kinds=find_kinds(trigger.type, within=True),
        is_known=is_noun and bool(words & _KNOWN or {token.tag for token in children} & {"PRP$", "POS"}),
        is_fresh=is_noun and bool(words & _FRESH),
        is_new=is_noun and bool(words & _NEW),
        is_many=tree.tokens[trigger.token].tag in _MANY,
        is_carried=_is_carried(tree, event),
        item=find_item(parsed, sentence.paragraph),
        heads=frozenset(actor.head.lower() for actor in event.actors if actor.head),
        counts={toll.kind: toll.number for toll in event.tolls if toll.number > 1},
        stems=find_words(event.sentence),
        meaning=load_axes().locate(read_vector(sentence, trigger.token)),
        own_types=np.exp(hear_word(sentence, trigger.token).mix() / 2),
        word=vectors.embed([tree.tokens[trigger.token]]),
        words=vectors.embed(tree.tokens[max(0, trigger.token - _REACH) : trigger.token + _REACH + 1]),
    )


def _is_carried(tree: Tree, event: Event) -> bool:
    """Whether its place is where somebody was brought: "taken to a hospital in Kabul"."""
    token = tree.tokens[event.trigger.token]
    verb = token.head if token.dep in _CARRIED else token.index
    if event.place is None or tree.tokens[verb].lemma.lower() not in _CARRYING:
        return False
    ends = [tree.tokens[child].start for child in tree.children[verb] if tree.tokens[child].lemma.lower() in _TO]
    last = tree.tokens[tree.span(verb)[1]].end
    return any(start < event.place.start < last for start in ends)


def may_be_one(first: Telling, second: Telling) -> bool:
    """Whether nothing forbids two events to be one happening."""
    one, other = first.event.trigger, second.event.trigger
    if one.is_given or other.is_given:
        return False
    if is_aftershock(first.event) != is_aftershock(second.event):
        return False
    if first.kinds & second.kinds & _WHOLE_KINDS or family_of(one.type) == family_of(other.type):
        return True
    return _share_word(first, second) or tells_outcome(first, second) or _is_guess(first) or _is_guess(second)


def _is_guess(telling: Telling) -> bool:
    """Whether nothing but a weak guess says what kind of happening it is."""
    trigger = telling.event.trigger
    return trigger.type == OTHER_TYPE or (trigger.rule.startswith("model") and trigger.score < _SURE_KIND)


def _share_word(first: Telling, second: Telling) -> bool:
    """Whether both use one word, as a verb or as a noun: "derailed", "the derailment"."""
    one, other = first.event.trigger.lemma.lower(), second.event.trigger.lemma.lower()
    return one == other or (len(one) >= _ROOT and one[:_ROOT] == other[:_ROOT])


def tells_outcome(first: Telling, second: Telling) -> bool:
    """Whether one tells what befell people and the other what befell them: "four died", "the bus overturned"."""
    is_outcome = [telling.event.trigger.lemma.lower() in OUTCOMES for telling in (first, second)]
    return any(is_outcome) and bool(first.kinds & _OUTCOME_KINDS) and bool(second.kinds & _OUTCOME_KINDS)


def contradicts(first: Telling, second: Telling) -> bool:
    """Whether the text says that they are two: the later is "another", or they tell days or places too far apart.

    Days that each tells itself may differ by a night, and by a few where something burns or is flooded for days; days
    of which one is only supposed, by some weeks.
    """
    later = max(first, second, key=lambda telling: telling.event.trigger.start)
    if _lie_far_apart(first.event, second.event):
        return True
    one, other = first.event.date, second.event.date
    if later.is_new or one is None or other is None:
        return later.is_new
    told = (one.rule in OWN_DATES) + (other.rule in OWN_DATES)
    goes_on = bool(first.kinds & second.kinds & RARE_KINDS)
    most = (math.inf, _WEEKS_DAYS, _FEW_DAYS if goes_on else _NEXT_DAYS)[told]
    return find_gap_days(one.span, other.span) > most


def _lie_far_apart(one: Event, other: Event) -> bool:
    """Whether each tells a place of its own, and these are no neighbours: a march in Abuja is none in London."""
    if one.place is None or other.place is None:
        return False
    rules = {_own_rule(one.place), _own_rule(other.place)}
    first, second = one.place.place, other.place.place
    if not rules <= TOLD_PLACES or first.place_id == second.place_id or holds(first, second) or holds(second, first):
        return False
    return place_distance_km(first, second) > (_OWN_KM if rules <= OWN_PLACES else _TOLD_KM)


def _own_rule(choice: PlaceChoice) -> str:
    """How the sentence itself tells a place, whether by its name or by a noun that stands for it."""
    return choice.rule.removesuffix(NAMED_BEFORE)


def weigh_pair(first: Telling, second: Telling) -> float:
    """How likely two events are one happening, as a sum of weights: above 0 more likely than not."""
    if contradicts(first, second):
        return -math.inf
    weights = load_weights()
    return sum(weights[name] * value for name, value in describe_pair(first, second).items())


def describe_pair(first: Telling, second: Telling) -> dict[str, float]:
    """The features of two events that may be one; those that are 0 are left out."""
    features = {"bias": 1.0}
    features |= _compare_types(first, second)
    features |= _compare_places(*sorted((first.event, second.event), key=lambda event: event.trigger.start))
    features |= _compare_dates(first, second)
    features |= _compare_words(first, second)
    features |= _compare_meanings(first, second)
    return {name: float(value) for name, value in features.items() if value}


def _compare_types(first: Telling, second: Telling) -> dict[str, float]:
    one, other = first.event.trigger, second.event.trigger
    same_type, same_word = one.type == other.type, one.lemma.lower() == other.lemma.lower()
    told = {one.modality, other.modality}
    same_family = family_of(one.type) == family_of(other.type)
    is_clash = not same_type and not (_is_vague(first) or _is_vague(second))
    whole = first.kinds & second.kinds & _WHOLE_KINDS
    lasting = [trigger.lemma.lower() in _LASTING for trigger in (one, other)]
    return {
        "same_root": not same_word and _share_word(first, second),
        "outcome": tells_outcome(first, second),
        "clashing_type": is_clash and not same_family,
        "sister_type": is_clash and same_family,
        "one_lasts": any(lasting) and not all(lasting),
        "same_word": same_word,
        "same_word_and_type": same_word and same_type,
        "same_type": same_type,
        "other_family": not same_family,
        "whole_kind": bool(whole),
        "rare_kind": bool(whole & RARE_KINDS),
        "crime_case": bool(whole & {"case", "trial"}),
        "one_happened": len(told) > 1 and Modality.HAPPENED in told,
        "none_happened": Modality.HAPPENED not in told,
        "one_denied": len(told) > 1 and Modality.DENIED in told,
    }


def _is_vague(telling: Telling) -> bool:
    """Whether its type is one that a text tells most things as."""
    trigger = telling.event.trigger
    return trigger.type in _VAGUE_TYPES or trigger.type.endswith(".other") or trigger.lemma.lower() in OUTCOMES


def _compare_places(one: Event, other: Event) -> dict[str, float]:
    """`one` is told before `other`."""
    if one.place is None or other.place is None:
        return {"unplaced": 1.0}
    likely = _find_chance_of_one(one.place, other.place)
    return _compare_choices(one.place, other.place) | {"likely_same": likely}


def _find_chance_of_one(one: PlaceChoice, other: PlaceChoice) -> float:
    """How likely two events were at one place, by all the places at which each may have been."""
    pairs = ((first, second) for first in _spread(one) for second in _spread(other))
    return sum(
        chance * likewise
        for (place, chance), (neighbour, likewise) in pairs
        if place.place_id == neighbour.place_id or _are_near(place, neighbour)
    )


def _spread(choice: PlaceChoice) -> list[tuple[Place, float]]:
    """The places that a choice leaves open, with their chances; a land that is shown for them is none itself."""
    options = [(other.place, other.score) for other in choice.alternatives]
    if not (options and is_common_land(choice.rule)):
        options.append((choice.place, choice.score))
    total = sum(chance for _, chance in options)
    return [(place, chance / total) for place, chance in options] if total else [(choice.place, 1.0)]


def _are_near(one: Place, other: Place) -> bool:
    """Whether two towns or sites are neighbours."""
    return {one.level, other.level} <= FINE_LEVELS and place_distance_km(one, other) <= _NEAR_KM


def _compare_choices(one: PlaceChoice, other: PlaceChoice) -> dict[str, float]:
    """`one` is told before `other`."""
    first, second = one.place, other.place
    if first.place_id == second.place_id:
        is_told = not any(is_borrowed(choice.rule, BORROWED_PLACES) for choice in (one, other))
        return {"same_place": first.level in FINE_LEVELS and is_told, "same_place_borrowed": not is_told}
    if holds(first, second) or holds(second, first):
        return {"inside": 1.0}
    is_near = _are_near(first, second)
    is_told = {_own_rule(one), _own_rule(other)} <= OWN_PLACES
    has_moved = tells_place(other.rule) and not tells_place(one.rule)
    return {
        "near": is_near,
        "apart": not is_near and not is_told,
        "apart_told": not is_near and is_told,
        "moved_on": not is_near and has_moved,
    }


def _compare_dates(first: Telling, second: Telling) -> dict[str, float]:
    one, other = first.event.date, second.event.date
    if one is None or other is None:
        return {}
    gap = find_gap_days(one.span, other.span)
    own = [choice.rule in OWN_DATES for choice in (one, other)]
    if gap == 0 and _is_long(one.span) != _is_long(other.span):
        return {"within_weeks": 1.0}
    if gap == 0:
        exact = {one.span.granularity, other.span.granularity} <= ONE_DAY
        return {"same_day": exact, "same_day_told": exact and all(own)}
    any_own = any(not is_borrowed(choice.rule, BORROWED_DATES) for choice in (one, other))
    return {
        "next_day": gap == 1 and not all(own),
        "next_day_told": gap == 1 and all(own),
        "few_days": 1 < gap <= _FEW_DAYS and not all(own),
        "few_days_told": 1 < gap <= _FEW_DAYS and all(own),
        "weeks": gap > _WEEKS_DAYS and any_own,
        "plan_of_other_day": Modality.PLANNED in {first.event.trigger.modality, second.event.trigger.modality},
    }


def _is_long(span: DateSpan) -> bool:
    """Whether it is weeks: what is told of a year is a sum or a series more often than a raid in it."""
    days = find_days(span)
    return days is None or (days[1] - days[0]).days > _WEEKS_DAYS


def _compare_words(first: Telling, second: Telling) -> dict[str, float]:
    earlier, later = sorted((first, second), key=lambda telling: telling.event.trigger.start)
    distance = later.event.trigger.sentence - earlier.event.trigger.sentence
    kinds = first.counts.keys() & second.counts.keys()
    same = any(first.counts[kind] == second.counts[kind] for kind in kinds)
    return {
        "like_word": float(first.word @ second.word),
        "like_words": float(first.words @ second.words),
        "lead": earlier.event.trigger.sentence < _LEAD_SENTENCES,
        "same_sentence": distance == 0,
        "other_item": first.item != second.item and None not in (first.item, second.item),
        "sentences_apart": math.log(1 + distance),
        "known": later.is_known,
        "fresh": later.is_fresh,
        "statement": first.event.trigger.is_reporting or second.event.trigger.is_reporting,
        "shared_words": share(first.stems, second.stems),
        "many": earlier.is_many != later.is_many,
        "same_actor": bool(first.heads & second.heads),
        "same_count": same,
        "other_count": bool(kinds) and not same,
    }


def _compare_meanings(first: Telling, second: Telling) -> dict[str, float]:
    """How like the words are by the encoder, in all, in the kinds that each sentence alone tells, and by axes."""
    one, other = first.meaning.place, second.meaning.place
    return {
        "like_meaning": float(first.meaning.direction @ second.meaning.direction),
        "like_kind": float(first.own_types @ second.own_types),
        **{name: float(value) for name, value in zip(_ALIKE, one * other / 4, strict=True)},
        **{name: float(value) for name, value in zip(_BOTH, (one + other) / 2, strict=True)},
    }
