"""What one telling of a document says of what happened, worked out once and compared with many others."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mapping.model import Event, ParsedDocument
from mapping.telling.happenings import find_kinds
from mapping.telling.items import find_item
from mapping.telling.lexicon import load_lexicon
from mapping.telling.meanings import Meaning, load_axes, read_vector
from mapping.telling.stems import find_words
from mapping.telling.syntax import DEFINITES, OBJECTS, PASSIVE_SUBJECTS, SUBJECTS, Tree, make_tree
from mapping.telling.type_heads import hear_word
from mapping.telling.word_vectors import load_word_vectors

_KNOWN = DEFINITES | {"his", "her", "their", "its"}
_POINTING = DEFINITES | {"same"}
_FRESH = frozenset({"a", "an"})
_NEW = frozenset({"another", "other", "second", "third", "further", "separate", "previous", "earlier", "similar"})
# Two of these are two mishaps; of people who came to harm one report tells many.
_THINGS = ("vehicle", "vessel", "train_word", "plane", "building")
_MANY = frozenset({"NNS", "NNPS"})
_CARRYING = frozenset(
    {"take", "rush", "fly", "airlift", "carry", "bring", "transfer", "evacuate", "transport", "admit", "move", "refer"}
)
_CARRIED, _TO = frozenset({"nsubjpass", "dobj"}), frozenset({"to", "into"})
# How many words on each side are compared with those around another.
_REACH = 5


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Telling:
    """An event with what its words say of whether it is new: worked out once, compared often.

    `is_known` marks "the attack" and "shot in that attack", `is_fresh` "an attack", `is_new` "another attack" and
    "another boat sank", `is_many` "attacks", `is_carried` "taken to Kabul", which is not where the victims were hurt.
    `item` is that of a list which it stands in. `heads` are those of its actors and `counts` its tolls, by kind;
    `stems` are the words of its sentence. `meaning` and `own_types` are what the encoder makes of its word by that
    sentence alone: where it lies, and the square root of each type's chance.
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
    is_told = bool(words & _KNOWN or {token.tag for token in children} & {"PRP$", "POS"})
    parties = tree.with_dep(trigger.token, SUBJECTS | PASSIVE_SUBJECTS | OBJECTS)
    return Telling(
        event=event,
        kinds=find_kinds(trigger.type, within=True),
        is_known=(is_noun and is_told) or _refers(tree, trigger.token),
        is_fresh=is_noun and bool(words & _FRESH),
        is_new=(is_noun and bool(words & _NEW)) or any(_is_other(tree, party) for party in parties),
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


def _refers(tree: Tree, verb: int) -> bool:
    """Whether the verb's words point to what was told before: "was shot in that attack"."""
    nouns = load_lexicon().nouns
    held = [obj for prep, obj in tree.prepositions(verb) if tree.tokens[prep].lemma in ("in", "during")]
    return any(
        tree.tokens[obj].lemma.lower() in nouns
        and any(tree.tokens[child].lemma.lower() in _POINTING for child in tree.children[obj])
        for obj in held
    )


def _is_other(tree: Tree, noun: int) -> bool:
    """Whether the noun is one more of its kind, which nothing befell before: "another boat overturned"."""
    word, classes = tree.tokens[noun].lemma.lower(), load_lexicon().classes
    is_thing = tree.tokens[noun].tag == "NN" and any(word in classes[name] for name in _THINGS)
    return is_thing and any(tree.tokens[child].lemma.lower() == "another" for child in tree.children[noun])


def _is_carried(tree: Tree, event: Event) -> bool:
    """Whether its place is where somebody was brought: "taken to a hospital in Kabul"."""
    token = tree.tokens[event.trigger.token]
    verb = token.head if token.dep in _CARRIED else token.index
    if event.place is None or tree.tokens[verb].lemma.lower() not in _CARRYING:
        return False
    ends = [tree.tokens[child].start for child in tree.children[verb] if tree.tokens[child].lemma.lower() in _TO]
    last = tree.tokens[tree.span(verb)[1]].end
    return any(start < event.place.start < last for start in ends)
