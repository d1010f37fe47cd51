"""How likely a proposed span is a toponym: a linear model over features that a person can read.

The weights are data (geodata/span_weights.csv); docs/model-cards/span-model.md tells what they were fitted on.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from mapping.gazetteer import Gazetteer
from mapping.model import Entity, Level, MentionKind, ParsedDocument, Place
from mapping.span_proposals import Proposal, SentenceView
from mapping.toponym_tables import WordTables

_LOCATIVE = frozenset(["in", "at", "near", "outside", "inside", "around", "across", "throughout", "toward", "towards"])
_RELATIVE = frozenset(["from", "to", "of", "for", "by", "with", "between", "and", "or"])
_SPEECH = frozenset(["say", "tell", "add", "write", "ask", "explain", "note", "reply", "argue"])
_FINE_GAZETTEER = ((1_000_000, "huge"), (100_000, "large"), (10_000, "middle"), (0, "small"))
_PLACE_LABELS = frozenset({"GPE", "LOC"})
_LIST_SIGNS = frozenset({",", "and", "or", "&", "/", "-", "–"})
# A name like "San Antonio" votes for every division that has one, so it votes with little weight.
_MAX_VOTES = 40
_SURE_DEMONYM = 0.6
_SURE_LISTED = 0.9


class DocumentFacts:
    """What the rest of the document tells about a name: its people, and how the model labels it elsewhere."""

    def __init__(self, parsed: ParsedDocument, tables: WordTables, gazetteer: Gazetteer) -> None:
        self.tables = tables
        self.labels: dict[str, Counter[str]] = {}
        self.people: set[str] = set()
        self.organisations: set[str] = set()
        self.lower_case: set[str] = set()
        for sentence in parsed.sentences:
            self.lower_case.update(token.text for token in sentence.tokens if token.text.islower())
            for entity in sentence.entities:
                self._add_entity(entity)
        self.divisions = self._vote_divisions(gazetteer)

    def _vote_divisions(self, gazetteer: Gazetteer) -> dict[str, float]:
        """How many of the names that the model takes for places could lie in each first-order division."""
        votes: defaultdict[str, float] = defaultdict(float)
        for name, labels in self.labels.items():
            if labels.most_common(1)[0][0] in _PLACE_LABELS:
                places = gazetteer.find_places(gazetteer.expand_abbreviation(name.upper()) or name)[:_MAX_VOTES]
                codes = {division_code(place) for place in places} - {""}
                for code in codes:
                    votes[code] += 1.0 / (1.0 + 0.1 * len(codes))
        return dict(votes)

    def describe_locality(self, places: Sequence[Place]) -> str:
        """Whether some place of a name lies where the document's other names lie, in a word."""
        if not self.divisions or not places:
            return "unknown"
        top = max(self.divisions.values())
        best = max((self.divisions.get(division_code(place), 0.0) for place in places), default=0.0)
        if best <= 1.0:
            return "far"
        return "home" if best >= 0.7 * top else "near"

    def _add_entity(self, entity: Entity) -> None:
        words = entity.text.split()
        self.labels.setdefault(strip_name(entity.text), Counter())[entity.label] += 1
        if entity.label == "PERSON" and len(words) > 1:
            self.people.add(strip_name(words[-1]))
        if entity.label == "ORG" and len(words) > 1:
            self.organisations.add(strip_name(entity.text))


def division_code(place: Place) -> str:
    """A key for the first-order division of a place, "" where it has none."""
    return f"{place.country_code}.{place.admin1_code}" if place.admin1_code else ""


def strip_name(text: str) -> str:
    """A name in lower case without article and possessive, for comparing occurrences."""
    return text.lower().removeprefix("the ").removesuffix("'s").removesuffix("’s")


def score_span(proposal: Proposal, view: SentenceView, facts: DocumentFacts, gazetteer: Gazetteer) -> float:
    """The probability, 0..1, that a span is a toponym with just these bounds."""
    weights = facts.tables.weights
    total = sum(weights.get(feature, 0.0) for feature in describe_span(proposal, view, facts, gazetteer))
    score = 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))
    if proposal.rule == "shared-head":
        return max(score, _SURE_LISTED)
    return max(score, _SURE_DEMONYM) if _is_sure_demonym(proposal, view) else score


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
    places = gazetteer.find_places(proposal.name)
    listed = describe_listing(places)
    locality = facts.describe_locality(places)
    rule = proposal.rule
    features = [
        "bias",
        f"rule={rule}",
        f"label={label}:{relation}",
        f"listed={listed}",
        f"label={label}:{relation}&listed={listed}",
        f"rule={rule}&label={label}",
        f"locality={locality}",
        f"locality={locality}&label={label}",
        *_describe_list(proposal, view),
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
    best = max(places[:5], key=lambda place: place.population)
    if best.level is Level.CITY:
        return next(word for limit, word in _FINE_GAZETTEER if best.population >= limit)
    return str(places[0].level)


def _find_entity(proposal: Proposal, view: SentenceView) -> tuple[Entity | None, str]:
    """The model's name that a span overlaps, and how the span lies to it."""
    for entity in view.sentence.entities:
        if entity.start < proposal.end and proposal.start < entity.end:
            return entity, _relate(proposal, entity, view.text)
    return None, "free"


def _relate(proposal: Proposal, entity: Entity, text: str) -> str:
    starts = not strip_name(text[entity.start : proposal.start]).removeprefix("the").strip(" \n'\"‘“")
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
    previous = _describe_previous(view, before, tables, gazetteer)
    following = _describe_next(view, proposal.last, tables, gazetteer)
    yield f"previous={previous}"
    yield f"next={following}"
    yield f"previous={previous}&next={following}"
    yield f"rule={proposal.rule}&next={following}"
    if before > 0 and view.lower[before] in {"the", "a"}:
        yield f"before-article={_describe_previous(view, before - 1, tables, gazetteer)}"


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


def _describe_previous(view: SentenceView, index: int, tables: WordTables, gazetteer: Gazetteer) -> str:
    if index < 0:
        return "start"
    word = view.lower[index]
    if word in _LOCATIVE:
        return "locative"
    if word in _RELATIVE or word in {"the", "a", "an", ",", "(", "-", "/", "–", "—"}:
        return word
    before = tables.before.get(word, "")
    if before in {"title", "direction", "outlet"}:
        return before
    if view.is_capitalised(index):
        if word in tables.given:
            return "given-name"
        return "place" if gazetteer.find_places(view.tokens[index].text) else "name"
    return view.tokens[index].pos


def _describe_next(view: SentenceView, index: int, tables: WordTables, gazetteer: Gazetteer) -> str:
    if index >= len(view.tokens):
        return "end"
    word = view.lower[index]
    if word in {"'s", "’s", "'", "’"}:
        return "possessive"
    if word in {",", "("} and view.is_capitalised(index + 1):
        shown = view.tokens[index + 1].text
        return f"{word}place" if gazetteer.expand_abbreviation(shown) or gazetteer.find_places(shown) else f"{word}name"
    if word in {"-", "/"} and index + 1 < len(view.tokens) and view.is_capitalised(index + 1):
        return "hyphen-name"
    kind = tables.after.get(word)
    if kind:
        return kind if view.is_capitalised(index) else f"{kind}-lower"
    if view.is_capitalised(index):
        return "name"
    if view.tokens[index].lemma in _SPEECH:
        return "speech"
    return word if not word[0].isalnum() or word in {"and", "of"} else view.tokens[index].pos


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
            yield f"capitals={min(len(last), 5)}&{shape}"


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
