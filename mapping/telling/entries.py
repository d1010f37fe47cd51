"""Which words of a sentence the lexicon takes for events, before anything is said of their kind."""

from collections.abc import Iterator

from mapping.model import Token
from mapping.telling.lexicon import STATEMENT, Entry, Reader

_SKIPPED_DEPS = frozenset({"aux", "auxpass", "compound", "amod", "nmod", "poss", "npadvmod", "punct"})
_NAMES = frozenset({"ORG", "WORK_OF_ART", "LAW", "PERSON", "PRODUCT", "FAC", "GPE", "LANGUAGE"})
_DATE = "DATE"
_SPEAKERS = frozenset(
    {"government", "party", "gpe", "norp", "person", "org", "rebel", "state_force", "aid", "protesters"}
)


def find_entries(reader: Reader, is_headline: bool = False) -> Iterator[tuple[int, int, Entry]]:
    """The tokens of a sentence that a row of the lexicon takes as an event: index, last index, row."""
    named = _find_named(reader)
    verbless = not any(token.pos in ("VERB", "AUX") and token.dep == "ROOT" for token in reader.tree.tokens)
    for token in reader.tree.tokens:
        is_verb = token.pos == "VERB"
        is_mistagged = verbless and _is_mistagged_verb(reader, token)
        if not (is_verb or token.pos in ("NOUN", "PROPN")) or (token.index in named and not (is_verb or is_mistagged)):
            continue
        if token.dep in _SKIPPED_DEPS and not is_mistagged and not _is_event_modifier(reader, token.index, is_headline):
            continue
        match = reader.find_entry(token.index, as_verb=is_mistagged)
        if match and not (match[0].types[0] == STATEMENT and not is_political(reader, token.index)):
            yield token.index, match[1], match[0]


def _is_mistagged_verb(reader: Reader, token: Token) -> bool:
    """Whether the tagger took a headline's verb for a noun: "Peru arrests Kim Roe", "Two trains collide in Lima"."""
    if token.lemma not in reader.lexicon.verbs or token.text[0].isupper():
        return False
    is_plural_compound = token.tag == "NNS" and token.dep == "compound"
    return is_plural_compound or (
        token.dep == "ROOT" and token.pos == "NOUN" and token.lemma not in reader.lexicon.nouns
    )


def _find_named(reader: Reader) -> frozenset[int]:
    """Tokens inside names of other things: "Fire" in "Fire Department", "War" in a film's title, "March" in a date."""
    found: set[int] = set()
    for entity in reader.sentence.entities:
        inside = [token for token in reader.tree.tokens if entity.start <= token.start < entity.end]
        if entity.label in _NAMES and len(inside) > 1:
            found.update(token.index for token in inside)
        elif entity.label == _DATE:
            found.update(token.index for token in inside if token.pos == "PROPN")
    return frozenset(found)


def _is_event_modifier(reader: Reader, index: int, is_headline: bool) -> bool:
    """Whether a modifier tells of the event itself: "Hurricane Irma", "crash victims"."""
    token = reader.tree.tokens[index]
    head = reader.tree.tokens[token.head]
    if token.dep == "npadvmod" or token.dep == "poss":
        return token.pos == "NOUN"
    if token.dep not in ("compound", "nmod"):
        return False
    if token.pos == "PROPN" and head.pos == "PROPN":
        return "storm_word" in reader.classes[index]
    return head.lemma in reader.lexicon.classes["aftermath"] or (is_headline and head.pos == "PROPN")


def is_political(reader: Reader, index: int) -> bool:
    """Whether who speaks is a state, a party, an office holder: what a neighbour urges is no event."""
    agents = reader.tree.agents(index)
    if not agents:
        return reader.tree.is_passive(index) or reader.tree.tokens[index].pos != "VERB"
    tree = reader.tree
    words = [deep for agent in agents for member in tree.conjuncts(agent) for deep in [member, *tree.children[member]]]
    return any(reader.classes[word] & _SPEAKERS for word in words)
