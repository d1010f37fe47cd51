"""How likely a proposed span is a toponym: a linear model over features that a person can read.

The weights are data (geodata/span_weights.csv); docs/model-cards/span-model.md tells what they were fitted on.
"""

import math
from collections.abc import Iterator, Sequence

from mapping.chances import find_chance
from mapping.gazetteer import Gazetteer
from mapping.kinds import Level, MentionKind
from mapping.main_names import is_main_name
from mapping.model import Entity, Place
from mapping.recognition.context import describe_next, describe_previous
from mapping.recognition.facts import DocumentFacts, strip_name
from mapping.recognition.rules import SURE_SCORES
from mapping.recognition.tables import WordTables
from mapping.recognition.view import Proposal, SentenceView

_FINE_GAZETTEER = ((1_000_000, "huge"), (100_000, "large"), (10_000, "middle"), (0, "small"))
_LIST_SIGNS = frozenset({",", "and", "or", "&", "/", "-", "–"})
_SURE_DEMONYM = 0.6


def score_span(proposal: Proposal, view: SentenceView, facts: DocumentFacts, gazetteer: Gazetteer) -> float:
    """The probability, 0..1, that a span is a toponym with just these bounds."""
    weights = facts.tables.weights
    total = sum(weights.get(feature, 0.0) for feature in describe_span(proposal, view, facts, gazetteer))
    score = find_chance(total)
    floor = _SURE_DEMONYM if _is_sure_demonym(proposal, view) else SURE_SCORES.get(proposal.rule, 0.0)
    return max(score, floor)


def _is_sure_demonym(proposal: Proposal, view: SentenceView) -> bool:
    """Corpora differ in whether a people is a toponym. Here it is one of its own kind, which a user can leave out."""
    return proposal.kind is MentionKind.DEMONYM and any(
        (entity.start, entity.end, entity.label) == (proposal.start, proposal.end, "NORP")
        for entity in view.sentence.entities
    )


def describe_span(
    proposal: Proposal, view: SentenceView, facts: DocumentFacts, gazetteer: Gazetteer
) -> tuple[str, ...]:
    """The features of one span, each present or absent, by name.

    Args:
        proposal: The span.
        view: Its sentence.
        facts: What the document tells about names.
        gazetteer: Where the name is looked up.
    """
    entity, relation = _find_entity(proposal, view)
    label = entity.label if entity else "none"
    places = facts.find_listed(proposal.name, gazetteer)
    listed = describe_listing(places)
    locality = facts.describe_locality(places)
    rule = proposal.rule
    features = [
        "bias",
        f"rule={rule}",
        f"label={label}:{relation}",
        f"listed={listed}",
        f"listed-as={describe_naming(proposal.name, places)}",
        f"listed-as={describe_naming(proposal.name, places)}&label={label}",
        f"label={label}:{relation}&listed={listed}",
        f"rule={rule}&label={label}",
        f"locality={locality}",
        f"locality={locality}&label={label}",
        *_describe_list(proposal, view),
        *_describe_elsewhere(proposal, view, facts, gazetteer),
        *_describe_neighbours(proposal, view, facts.tables, gazetteer),
        *_describe_words(proposal, view, facts),
        *_describe_document(proposal, facts),
    ]
    if entity and relation in {"inside", "starts", "ends"}:
        features.extend(_describe_whole(proposal, entity, view, facts.tables))
    return tuple(features)


def describe_listing(places: Sequence[Place]) -> str:
    """How prominent the most prominent place of a name is, in a word."""
    if not places:
        return "no"
    levels = {place.level for place in places[:5]}
    if Level.COUNTRY in levels:
        return "country"
    if places[0].level in {Level.REGION, Level.ADM1}:
        return str(places[0].level)
    best = max(places[:5], key=lambda place: place.population)
    if best.level is Level.CITY:
        return next(word for limit, word in _FINE_GAZETTEER if best.population >= limit)
    return str(places[0].level)


def describe_naming(name: str, places: Sequence[Place]) -> str:
    """Whether a name is the usual one of its places, or one of their many names in other languages."""
    own = any(is_main_name(name, place) for place in places[:5])
    return "own" if own else "other" if places else "no"


def _find_entity(proposal: Proposal, view: SentenceView) -> tuple[Entity | None, str]:
    """The model's name that a span overlaps, and how the span lies to it."""
    for entity in view.sentence.entities:
        if entity.start < proposal.end and proposal.start < entity.end:
            return entity, _relate(proposal, entity, view.text)
    return None, "free"


def _relate(proposal: Proposal, entity: Entity, text: str) -> str:
    starts = text[entity.start : proposal.start].lower().strip(" \n'\"‘“") in {"", "the", "a", "an"}
    ends = text[proposal.end : entity.end].strip(" \n") in {"", "'s", "’s", "'", "’", ".", ","}
    if proposal.start > entity.start and proposal.end < entity.end and not (starts or ends):
        return "inside"
    if starts and ends:
        return "same" if proposal.end <= entity.end else "beyond"
    if starts:
        return "starts" if proposal.end < entity.end else "beyond"
    if ends and proposal.start > entity.start:
        return "ends"
    return "crosses"


def _describe_whole(proposal: Proposal, entity: Entity, view: SentenceView, tables: WordTables) -> Iterator[str]:
    """For a span within a longer name: what that name is, by its last word."""
    first, last = view.find_tokens(entity.start, entity.end)
    while last - 1 > first and view.lower[last - 1] in {"'s", "’s", "'", "."}:
        last -= 1
    head = tables.after.get(view.lower[last - 1], "other") if last > proposal.last else "self"
    yield f"whole={entity.label}:{head}"
    if proposal.first > first and view.lower[proposal.first - 1] in {"of", "in", "for"}:
        yield f"whole-of={entity.label}"
    if proposal.last < len(view.lower) and view.lower[proposal.last] in {"'s", "’s"}:
        yield f"whole-possessive={entity.label}"
    if entity.label == "PERSON":
        yield "whole-person-" + ("last" if proposal.last >= last else "first")


def _describe_neighbours(
    proposal: Proposal, view: SentenceView, tables: WordTables, gazetteer: Gazetteer
) -> Iterator[str]:
    before = proposal.first - 1
    previous = describe_previous(view, before, tables, gazetteer)
    following = describe_next(view, proposal.last, tables, gazetteer)
    yield f"previous={previous}"
    yield f"next={following}"
    yield f"previous={previous}&next={following}"
    yield f"rule={proposal.rule}&next={following}"
    if before > 0 and view.lower[before] in {"the", "a"}:
        yield f"before-article={describe_previous(view, before - 1, tables, gazetteer)}"


def _describe_elsewhere(
    proposal: Proposal, view: SentenceView, facts: DocumentFacts, gazetteer: Gazetteer
) -> Iterator[str]:
    if facts.is_placed_elsewhere(proposal, view, gazetteer):
        yield "placed-elsewhere"
        yield f"placed-elsewhere&person={strip_name(proposal.name) in facts.people}"


def _describe_list(proposal: Proposal, view: SentenceView) -> Iterator[str]:
    """What the names are that stand in one list with a span: "Newark, Heath and Pataskala"."""
    for side, index, step in (("left", proposal.first - 1, -1), ("right", proposal.last, 1)):
        position = index
        while 0 <= position < len(view.tokens) and view.lower[position] in _LIST_SIGNS:
            position += step
        if position == index or not 0 <= position < len(view.tokens):
            continue
        token = view.tokens[position]
        label = next((e.label for e in view.sentence.entities if e.start <= token.start < e.end), "none")
        yield f"list-{side}={label if view.is_capitalised(position) else 'plain'}"


def _describe_words(proposal: Proposal, view: SentenceView, facts: DocumentFacts) -> Iterator[str]:
    tables = facts.tables
    tokens = view.tokens[proposal.first : proposal.last]
    last = view.lower[proposal.last - 1]
    yield f"length={min(len(tokens), 5)}"
    yield f"head={tables.after.get(last, 'none') if len(tokens) > 1 else 'single'}"
    yield f"opening={tables.before.get(view.lower[proposal.first], 'none')}"
    yield f"pos={tokens[0].pos}"
    shape = "shouting" if view.is_shouting else "title-case" if view.is_title_case else "plain"
    yield f"shape={shape}"
    if proposal.kind is MentionKind.DEMONYM and last.endswith("s") and tokens[0].tag.endswith("S"):
        yield "plural-demonym"
    if len(tokens) == 1:
        yield from _describe_guards(last, proposal, view, tables)
        if last in facts.lower_case:
            yield "lower-case-elsewhere"
    if tokens[0].text.isupper() and len(last) > 1:
        place = "start" if proposal.first == 0 else "inner"
        yield f"capitals={min(len(last), 5)}&{shape}"
        yield f"capitals={place}&{shape}"


def _describe_guards(word: str, proposal: Proposal, view: SentenceView, tables: WordTables) -> Iterator[str]:
    entity, relation = _find_entity(proposal, view)
    label = f"{entity.label if entity else 'none'}:{relation}"
    start = "start" if proposal.first == 0 else "inner"
    for guard, share in (("given", tables.given.get(word)), ("surname", tables.surname.get(word))):
        if share:
            yield f"{guard}={min(3, int(math.log10(share + 1)))}"
            yield f"{guard}&label={label}"
    rank = tables.common.get(word)
    if rank:
        yield f"common={len(str(rank))}&{start}"
        yield f"common&label={label}"


def _describe_document(proposal: Proposal, facts: DocumentFacts) -> Iterator[str]:
    name = strip_name(proposal.name)
    if name in facts.people:
        yield "names-a-person"
    counts = facts.labels.get(name)
    if counts:
        label, _ = counts.most_common(1)[0]
        yield f"mostly={label}"
