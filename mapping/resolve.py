"""Mentions and gazetteer -> Resolution: which place each name of a document means.

All names are resolved together: in each round every candidate is weighed by what the other names most likely mean,
until the picture has settled. The weights are data (geodata/place_weights.csv), one line for each thing that speaks
for or against a place, so that a person can read why a place was chosen.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import numpy.typing as npt

from mapping.gazetteer import Gazetteer
from mapping.geo import place_distance_km
from mapping.index.names import normalise_name
from mapping.kinds import WIDE_LEVELS, Level
from mapping.model import Candidate, Mention, ParsedDocument, Place, Reason, Resolution
from mapping.recognition.tables import load_word_tables
from mapping.resolution.aliens import settle_aliens
from mapping.resolution.beside import borrow_beside, find_beside, link_groups, settle_quarters
from mapping.resolution.candidates import Group, group_mentions
from mapping.resolution.counties import name_counties
from mapping.resolution.features import FEATURES, CandidateTable, count_people
from mapping.resolution.focus import fill_unlisted
from mapping.resolution.offsets import settle_between
from mapping.resolution.outlets import OutletHome, find_site_country, name_outlet
from mapping.resolution.titles import find_title_names, group_title
from mapping.resolution.told import find_quarters, find_strangers, settle_held, settle_told_land, settle_villages
from mapping.resolution.varieties import find_variety
from mapping.settings import find_folder
from mapping.tables import read_table

_ROUNDS = 4
# Two records of one town differ by a few kilometres; their chances add up.
_SAME_PLACE_KM = 25.0
_SHOWN = 5
_SUPPORT = frozenset({"in-container", "same-division", "nearest", "neighbours", "beside", "home-division", "home-near"})
_BORROWED_SUPPORT = 2.5
_SMALL = 50_000
_LONG_NAME_CHARS = 6
_SMALL_SUPPORT = 0.8
# "The Northland" is a province where the text tells of its country, and else what people call their surroundings.
_WITHOUT_ARTICLE, _ARTICLE_SUPPORT, _LARGE = frozenset({Level.CITY, Level.ADM1}), 0.1, 500_000
# A town needs no other support in the text's own country, where no namesake is as likely.
_TOWN, _OWN_COUNTRY_SCORE, _AT_HOME = 10_000, 0.7, 1.2
# Below these scores a choice is a guess among namesakes; a mine or a bridge is often called after a town far away.
_GUESS, _SITE_GUESS = 0.35, 0.5
# Whoever names a city of so many means it sooner than another town of the text: "Geneva" beside Tehran and Vienna.
_CITY = 100_000
# What is left of the score of a place whose name is misspelt.
_SLIP = 0.7
# And of one that is spelt otherwise than any list has it.
_HEARD = 0.85


@dataclass(frozen=True, kw_only=True, slots=True)
class PlaceWeights:
    """What each feature adds to a candidate's score, and how a person would put it."""

    values: npt.NDArray[np.float64]
    notes: tuple[str, ...]


@cache
def load_place_weights() -> PlaceWeights:
    """Read geodata/place_weights.csv.

    Raises:
        GazetteerError: The table is missing.
    """
    rows = {row["feature"]: row for row in read_table(find_folder("geodata") / "place_weights.csv")}
    return PlaceWeights(
        values=np.array([float(rows[feature]["weight"]) for feature in FEATURES]),
        notes=tuple(rows[feature]["note"] for feature in FEATURES),
    )


def resolve_mentions(
    parsed: ParsedDocument,
    mentions: Sequence[Mention],
    gazetteer: Gazetteer,
    *,
    home: OutletHome | None = None,
    weights: PlaceWeights | None = None,
) -> tuple[Resolution, ...]:
    """Choose for each mention of one document the place it means, or none.

    Args:
        parsed: The document; its title and source give context.
        mentions: In text order; may be empty.
        gazetteer: Where candidates are looked up.
        home: Where the outlet is at home, if that was learned from its other articles.
        weights: Instead of those of geodata/.

    Returns:
        One resolution per mention, in the same order; `place` is None where nothing fits, with the reason.

    Source: features after Leidner (2007), "Toponym Resolution in Text"; joint choice by mean-field rounds.
    """
    groups, table = make_table(parsed, mentions, gazetteer, home)
    judged = _judge(table, weights or load_place_weights())
    chosen: dict[int, Resolution] = {}
    unsure: dict[int, bool] = {}
    for group in groups:
        answer = judged.get(id(group), ())
        for number in group.mentions:
            chosen[number] = _make_resolution(mentions[number], group, answer)
            unsure[number] = is_doubtful(group, answer)
    own = settle_aliens([chosen[number] for number in range(len(mentions))])
    return _settle(parsed, own, [unsure[number] for number in range(len(mentions))], groups, gazetteer)


def _settle(
    parsed: ParsedDocument,
    own: Sequence[Resolution],
    unsure: Sequence[bool],
    groups: Sequence[Group],
    gazetteer: Gazetteer,
) -> tuple[Resolution, ...]:
    """Places for the names that have none of their own, or a doubtful one, by what the text tells with them."""
    tables = load_word_tables()
    mentions = [found.mention for found in own]
    parts = {number for group in groups if group.borrowed for number in group.mentions}
    doubted = [is_unsure and number not in parts for number, is_unsure in enumerate(unsure)]
    told = settle_told_land(parsed, borrow_beside(parsed, own, groups), doubted)
    borrowed = name_counties(settle_held(parsed, told, unsure, tables), tables)
    known, strange = find_strangers(borrowed, find_quarters(parsed, mentions, tables))
    doubts = [strange[number] or (unsure[number] and known[number] is own[number]) for number in range(len(mentions))]
    filled = settle_villages(parsed, fill_unlisted(known, doubts), doubts, gazetteer.find_part)
    return tuple(settle_between(parsed, settle_quarters(parsed, mentions, filled)))


def make_table(
    parsed: ParsedDocument, mentions: Sequence[Mention], gazetteer: Gazetteer, home: OutletHome | None
) -> tuple[list[Group], CandidateTable]:
    """The groups of a document's mentions, and the table of the candidates of those that have any, title included."""
    tables = load_word_tables()
    title = parsed.document.title
    names = find_title_names(title, gazetteer, tables) if title not in parsed.document.text else ()
    held = {normalise_name(name.name): name.container for name in names if name.container}
    groups = group_mentions(parsed.document.text, mentions, gazetteer, tables, held)
    groups = link_groups(groups, find_beside(parsed, mentions), gazetteer)
    context = [*groups, *group_title(names, {normalise_name(group.name) for group in groups}, gazetteer)]
    site = find_site_country(name_outlet(parsed.document)) or find_variety(parsed.document.text)
    return groups, CandidateTable([group for group in context if group.candidates], home, site)


def is_doubtful(group: Group, candidates: Sequence[Candidate]) -> bool:
    """Whether a name had better take a coarse place: not listed, or a namesake that nothing in the text supports.

    A namesake is in doubt if it is small, or if it is a mere guess among many. A name that was found only by a part of
    it ("Christopher" in "Christopher Inn") needs the support in any case, and so does one behind an article.
    """
    if not candidates:
        return True
    best = candidates[0]
    support = sum(reason.weight for reason in best.reasons if reason.name in _SUPPORT)
    is_large = best.place.population >= _LARGE
    if group.has_article and best.place.level in _WITHOUT_ARTICLE and support < _ARTICLE_SUPPORT and not is_large:
        return True
    if best.place.level in WIDE_LEVELS and not group.borrowed:
        return False
    if group.borrowed:
        return support < _BORROWED_SUPPORT
    is_home, is_unmistakable = _is_at_home(candidates), _is_unmistakable(group, candidates)
    if (
        is_home
        and not group.is_site
        and (is_unmistakable or any(reason.name == "called-city" for reason in best.reasons))
    ):
        return False
    people = count_people(best.place)
    if people >= _TOWN and (is_home or is_unmistakable):
        return False
    is_guess = best.score < _SITE_GUESS if group.is_site else best.score < _GUESS and people < _CITY
    return (people < _SMALL or is_guess) and support < _SMALL_SUPPORT


def _is_unmistakable(group: Group, candidates: Sequence[Candidate]) -> bool:
    """Whether a long name is the own one of a single town in the world, wherever the text is about."""
    best = candidates[0]
    is_own = any(reason.name == "own-name" for reason in best.reasons)
    return len(candidates) == 1 and is_own and len(group.name) >= _LONG_NAME_CHARS


def _is_at_home(candidates: Sequence[Candidate]) -> bool:
    """Whether the best lies in the country that the text tells of, and is the only one of its name there."""
    best, *others = candidates
    told = {reason.name: reason.weight for reason in best.reasons}
    rivals = [other.place for other in others if other.place.country_code == best.place.country_code]
    return (
        best.score >= _OWN_COUNTRY_SCORE
        and "own-name" in told
        and told.get("same-country", 0.0) >= _AT_HOME
        and all(is_same_spot(best.place, rival) for rival in rivals)
    )


def _judge(table: CandidateTable, weights: PlaceWeights) -> dict[int, tuple[Candidate, ...]]:
    """The candidates of each group, best first, by the group's id."""
    if not table.places:
        return {}
    features, chance = weigh_candidates(table, weights.values)
    parts = features * weights.values
    judged: dict[int, tuple[Candidate, ...]] = {}
    for number, group in enumerate(table.groups):
        rows = np.flatnonzero(table.owner == number)
        order = rows[np.argsort(-chance[rows], kind="stable")][:_SHOWN]
        judged[id(group)] = tuple(
            Candidate(
                place=table.places[row],
                score=_sum_same(table, rows, row, chance),
                reasons=_make_reasons(parts[row], weights),
            )
            for row in order
        )
    return judged


def weigh_candidates(
    table: CandidateTable, weights: npt.NDArray[np.float64]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """The features of the last round, and each row's chance among the rows of its group."""
    chance = table.spread(table.describe(np.zeros(len(table.places))) @ weights)
    features = table.describe(chance)
    for _ in range(_ROUNDS):
        chance = 0.5 * chance + 0.5 * table.spread(features @ weights)
        features = table.describe(chance)
    return features, table.spread(features @ weights)


def _sum_same(
    table: CandidateTable, rows: npt.NDArray[np.intp], row: np.intp, chance: npt.NDArray[np.float64]
) -> float:
    """A candidate's chance with that of the records that mean the same spot, such as a town and its district."""
    same = [other for other in rows if is_same_spot(table.places[row], table.places[other])]
    return float(min(1.0, chance[same].sum()))


def is_same_spot(place: Place, other: Place) -> bool:
    """Whether two records of one name mean the same spot, so that they share their chances."""
    return place_distance_km(place, other) <= _SAME_PLACE_KM


def _make_reasons(parts: npt.NDArray[np.float64], weights: PlaceWeights) -> tuple[Reason, ...]:
    order = np.argsort(-np.abs(parts), kind="stable")
    return tuple(
        Reason(name=FEATURES[column], weight=round(float(parts[column]), 3), note=weights.notes[column])
        for column in order
        if abs(parts[column]) >= 0.05
    )


def _make_resolution(mention: Mention, group: Group, candidates: tuple[Candidate, ...]) -> Resolution:
    if not candidates:
        reason = f"the gazetteer lists no place named {mention.name!r}"
        return Resolution(mention=mention, place=None, score=0.0, reason=reason)
    best = candidates[0]
    reason = _explain(candidates)
    if group.is_heard:
        reason = f"{mention.name!r} is not listed, and taken for another spelling of {best.place.name!r}; {reason}"
        return replace(_take(mention, best, reason, candidates), score=_HEARD * best.score)
    if group.corrected:
        reason = f"{mention.name!r} is not listed, {group.corrected!r} is one slip of the pen away; {reason}"
        return replace(_take(mention, best, reason, candidates), score=_SLIP * best.score)
    if group.borrowed:
        reason = f"{group.name!r} is not listed, {group.borrowed!r} in its name is; {reason}"
    return _take(mention, best, reason, candidates)


def _take(mention: Mention, best: Candidate, reason: str, candidates: tuple[Candidate, ...]) -> Resolution:
    return Resolution(mention=mention, place=best.place, score=best.score, reason=reason, candidates=candidates)


def _explain(candidates: tuple[Candidate, ...]) -> str:
    """The two things that set the best candidate apart from the next one, in words."""
    best = candidates[0]
    if len(candidates) == 1:
        return "the only place of this name"
    other = {reason.name: reason.weight for reason in candidates[1].reasons}
    gains = sorted(
        ((reason.weight - other.get(reason.name, 0.0), reason) for reason in best.reasons),
        key=lambda pair: -pair[0],
    )
    said = [reason.note for gain, reason in gains[:2] if gain > 0.05]
    return ", ".join(said) or "the most prominent place of this name"
