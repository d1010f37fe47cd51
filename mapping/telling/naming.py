"""What a party to an event is called: its phrase, its kind, its country.

Kinds are classes of `geodata/word_classes.csv`; `geodata/people_nouns.csv` lists the nouns that mean a person.
"""

import re
from collections.abc import Sequence
from functools import cache

from mapping.kinds import PLACE_LABELS, Level, MentionKind
from mapping.model import Resolution, Token
from mapping.settings import find_folder
from mapping.tables import read_table
from mapping.telling.lexicon import Reader
from mapping.telling.syntax import MODIFIERS, Tree

PERSON = "person"
"""The kind of people of whom the text says no more."""
STATE = "government"
WORLD = "international"
"""The kind of bodies that several states make up."""

_KEPT_DEPS = MODIFIERS | {"det", "quantmod", "advmod", "punct", "case"}
_NAME_LABELS = frozenset({"ORG", "PERSON", "NORP", "GPE"})
_GENERIC = frozenset(
    {"force", "group", "member", "leader", "fighter", "supporter", "side", "troops", "man", "official", "department"}
)
_NOUNS = frozenset({"NOUN", "PROPN"})
# As an adjective a word says whose side somebody is on, but is no office and no rank: "an official visit", "major".
_ADJECTIVAL = frozenset({"state_force", "rebel", "militia", "party", "displaced", "criminal"})
_RANKS = frozenset({"major", "general", "recruit", "independent", "individual"})
# Of "crew members" nothing says whether they sail or save.
_UNTOLD = frozenset({"crew"})
_CONDITIONS = frozenset({"state"})
# An hour, a score and an age are no part of a name: "14:10 Macron".
_HOUR, _FIGURES = re.compile(r"\d{1,2}[:.]\d\d"), re.compile(r"(^|\s)(\d+ ?[-\u2013] ?\d+|, \d{1,3}( ,)?)$")
# "10", "-", "year", "-" stand before "old".
_AGE_WORDS = 4
_OLD, _AGES, _BESIDE = (
    frozenset({"old", "olds"}),
    frozenset({"year", "month", "week", "day"}),
    frozenset({"amod", "acomp"}),
)
_LONGEST_REALM = 5
# What people are counted as beside what they are.
_COUNTED = frozenset(
    {
        "other",
        "dead",
        "death",
        "murder",
        "killing",
        "life",
        "body",
        "corpse",
        "casualty",
        "fatality",
        "injury",
        "arrest",
        "detention",
    }
    | {"toll", "soul", "remains", "total", "half", "dozen", "hundred", "thousand", "million", "wounded", "injured"}
)
_KIND_BY_LABEL = {"PERSON": PERSON, "GPE": STATE, "ORG": "organisation", "NORP": PERSON}


@cache
def load_people() -> frozenset[str]:
    """The nouns that mean a person."""
    return frozenset(row["word"] for row in read_table(find_folder("geodata") / "people_nouns.csv"))


def is_aged(tree: Tree, index: int) -> bool:
    """Whether somebody is named by age alone, whatever the tagger says: "a 10-year-old"."""
    if index < _AGE_WORDS or tree.tokens[index].text.lower() not in _OLD or tree.tokens[index].dep in _BESIDE:
        return False
    unit, hyphen = tree.tokens[index - 2 : index]
    return unit.lemma.lower() in _AGES and hyphen.text == "-"


def is_person(tree: Tree, index: int) -> bool:
    """Whether a word means a person."""
    token = tree.tokens[index]
    return token.lemma.lower() in load_people() or token.text.lower() == "others" or is_aged(tree, index)


def find_phrase(reader: Reader, head: int) -> tuple[int, int]:
    """First and last index of the noun phrase: modifiers, and "of" where it is part of a name."""
    tree = reader.tree
    first = last = head
    for child in tree.children[head]:
        token = tree.tokens[child]
        kept = token.dep in _KEPT_DEPS or (token.dep == "npadvmod" and is_aged(tree, head))
        if kept and child < head and not (token.dep == "punct" and child + 1 != head):
            first = min(first, tree.span(child)[0])
    for entity in reader.sentence.entities:
        inside = [token.index for token in tree.tokens if entity.start <= token.start < entity.end]
        if head in inside and entity.label in _NAME_LABELS:
            first, last = min(first, inside[0]), max(last, inside[-1])
    last = max(last, _find_realm(reader, head))
    last = head + len(_strip_figures([token.text for token in tree.tokens[head + 1 : last + 1]]))
    while last > head and tree.tokens[last].pos in ("PART", "PUNCT"):
        last -= 1
    while first < head and (tree.tokens[first].pos in ("PUNCT", "DET") or _HOUR.fullmatch(tree.tokens[first].text)):
        first += 1
    return first, last


def _strip_figures(words: list[str]) -> list[str]:
    """The words behind a name without a score or an age: "Galatasaray 3-1", "Roe, 87"."""
    found = _FIGURES.search(" ".join(words))
    return words if found is None else words[: len(words) - len(found[0].split())]


def _find_realm(reader: Reader, head: int) -> int:
    """The last index of the name behind an office or a force: "the president of Chile", "soldiers of the FARC"."""
    tree = reader.tree
    if reader.classes[head].isdisjoint(reader.lexicon.actor_kinds) and tree.tokens[head].lemma not in load_people():
        return head
    for prep, obj in tree.prepositions(head):
        first, last = tree.span(obj)
        inside = all(token.pos in ("PROPN", "DET", "ADP", "ADJ", "PART") for token in tree.tokens[first : last + 1])
        if prep == head + 1 and tree.tokens[prep].lemma == "of" and inside and last - first < _LONGEST_REALM:
            return last
    return head


def find_kind(reader: Reader, head: int, first: int, last: int, *, is_unrest: bool) -> str:
    """The kind of party: by its head word, by its modifiers where the head only says that it is one, else by its name.

    Args:
        reader: Of the sentence.
        head: Index of the head word.
        first: First index of the phrase.
        last: Its last index.
        is_unrest: Students and farmers are protesters where they protest, else civilians.

    Returns:
        A class of actors, `PERSON`, or "" for what is no party: "the agency's view" is neither person nor body.
    """
    if _is_condition(reader, head):
        return ""
    token, label = reader.tree.tokens[head], find_label(reader, reader.tree.tokens[head])
    # Of what is both, students are protesters last where nobody protests.
    kinds = sorted(reader.lexicon.actor_kinds, key=lambda kind: kind == "protesters" and not is_unrest)
    is_surname = label == "PERSON" and token.pos == "PROPN"
    own = [kind for kind in kinds if _names_own(token, kind) and kind in reader.classes[head] and not is_surname]
    beside = [index for index in range(first, last + 1) if index != head]
    if label != "PERSON":
        beside = [index for index in beside if reader.tree.tokens[index].lemma.lower() not in _RANKS | _UNTOLD]
    around = [
        kind
        for index in beside
        for kind in kinds
        if kind in reader.classes[index]
        and _means(reader.tree.tokens[index], kind)
        and not (kind == "protesters" and "civilians" in reader.classes[index] and not is_unrest)
    ]
    # "Opposition fighters" are no party.
    vague = {"civilians", STATE, *(("party",) if "rebel" in own else ())}
    specific = [kind for kind in around if kind not in vague]
    # "The UN envoy" and "EU officials" speak for no state.
    if own[:1] == [STATE] and WORLD in around:
        return WORLD
    if own and not (token.lemma in _GENERIC and specific):
        return PERSON if token.lemma == "group" else own[0]
    means_person = (
        (token.pos in _NOUNS or is_aged(reader.tree, head))
        and is_person(reader.tree, head)
        and token.lemma not in reader.lexicon.classes["vessel"]
    )
    takes = means_person or label in ("PERSON", "ORG") or token.lemma in reader.lexicon.classes["body_word"]
    if around and (takes or token.lemma in reader.lexicon.classes["measure"] | _GENERIC):
        return (specific or around)[0]
    return _KIND_BY_LABEL.get(label, "") or (PERSON if means_person else "")


def _names_own(token: Token, kind: str) -> bool:
    """Whether a word can be one of a kind by itself: a noun, or an adjective before what they do ("a rebel attack")."""
    return token.pos in _NOUNS or (token.pos == "ADJ" and token.dep == "amod" and _means(token, kind))


def _is_condition(reader: Reader, head: int) -> bool:
    """Whether a word for a body means how things are: "a state of emergency"."""
    tree = reader.tree
    return tree.tokens[head].lemma in _CONDITIONS and any(
        tree.tokens[prep].lemma == "of" and tree.tokens[obj].pos == "NOUN" for prep, obj in tree.prepositions(head)
    )


def _means(token: Token, kind: str) -> bool:
    if token.pos == "ADJ":
        return kind in _ADJECTIVAL and token.lemma not in _RANKS
    return token.pos in _NOUNS


def find_label(reader: Reader, token: Token) -> str:
    """The kind of name that a token is part of, as the language model has it, or ""."""
    return next((found.label for found in reader.sentence.entities if found.start <= token.start < found.end), "")


def counts_people(reader: Reader, head: int) -> bool:
    """Whether a number that stands with the noun can be one of people: "12 men" and "12" are, "12,000 homes" not."""
    token, lexicon = reader.tree.tokens[head], reader.lexicon
    if token.pos != "NOUN" or token.lemma in _COUNTED or is_person(reader.tree, head):
        return True
    known = lexicon.classes["measure"] | lexicon.classes["body_word"]
    return token.lemma in known or not reader.classes[head].isdisjoint(lexicon.actor_kinds)


def names_place(reader: Reader, head: int, resolutions: Sequence[Resolution]) -> bool:
    """Whether the word is the name of a place, by the language model or by the gazetteer."""
    token = reader.tree.tokens[head]
    return find_label(reader, token) in PLACE_LABELS or any(
        found.place is not None
        and found.mention.kind is not MentionKind.DEMONYM
        and found.mention.start <= token.start < found.mention.end
        for found in resolutions
    )


def names_land(reader: Reader, head: int, resolutions: Sequence[Resolution]) -> bool:
    """Whether the word is the name of a country, by the gazetteer."""
    start = reader.tree.tokens[head].start
    return any(
        found.place is not None
        and found.place.level is Level.COUNTRY
        and found.mention.kind is not MentionKind.DEMONYM
        and found.mention.start <= start < found.mention.end
        for found in resolutions
    )


def find_country(start: int, end: int, resolutions: Sequence[Resolution]) -> str:
    """The code of the country that a phrase names or has a demonym of, or ""."""
    inside = [found for found in resolutions if start <= found.mention.start and found.mention.end <= end]
    inside.sort(key=lambda found: found.mention.kind is not MentionKind.DEMONYM)
    return next((found.place.country_code for found in inside if found.place is not None), "")
