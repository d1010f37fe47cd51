"""Which word of its sentence a date tells the time of, where the parse alone hangs it on another."""

from collections.abc import Sequence

from mapping.model import Token
from mapping.telling.naming import load_people
from mapping.telling.syntax import Tree

NOMINAL_POS = ("NOUN", "PROPN", "PRON", "ADJ")
"""The parts of speech of words that name what a date is of."""
BEFORE = "before"
"""The preposition of what was still to come."""

# Between a date and the word that it dates stand only prepositions and the date's own words.
_PASSED_POS = ("ADP", "SCONJ", "PART", "DET", "NUM", "PUNCT", "ADV", "X")
# "On the morning of 28 October" tells a time by "of", and dates what was on that morning.
_PARTS_OF_TIME = frozenset({"morning", "afternoon", "evening", "night", "day", "hour", "weekend"})
_TIME_PREPOSITIONS = ("in", "at", "during", "on")
# "Two years later more than 90 people fell ill": what hangs so on a noun behind it is meant for the verb.
_ADVERBIAL = ("advmod", "npadvmod")
_SAID_DEPS = frozenset({"ccomp"})
_MARKS, _JOINING = frozenset({"mark"}), frozenset({"cc"})
_STILL_TO_COME = {("of", "ahead"), ("to", "prior")}


def find_governor(tree: Tree, words: Sequence[int], *, is_single: bool, has_signal: bool) -> int:
    """The token that an expression dates: a verb ("left on Monday") or a noun ("Monday's attack").

    Args:
        tree: Of the sentence.
        words: The tokens of the expression.
        is_single: Whether it tells one day.
        has_signal: Whether a preposition stands before it.
    """
    governor = _climb(tree, words, is_single=is_single)
    governor = _find_told_before(tree, governor, words[-1])
    return _leave_name(tree, governor, words[0]) if has_signal else governor


def _climb(tree: Tree, words: Sequence[int], *, is_single: bool) -> int:
    """The word that an expression hangs on in the parse."""
    inside = set(words)
    top = next((index for index in words if tree.head(index) not in inside), words[0])
    governor, head = top, tree.head(top)
    while head is not None:
        governor = head
        is_part = is_single and tree.tokens[top].dep == "pobj" and tree.tokens[head].lemma in _PARTS_OF_TIME
        if tree.tokens[head].pos not in _PASSED_POS and head not in inside and not is_part:
            break
        head = tree.head(head)
    if tree.tokens[top].dep in _ADVERBIAL and tree.tokens[governor].pos in NOMINAL_POS and governor > words[-1]:
        return next((i for i in tree.ancestors(governor) if tree.tokens[i].pos in ("VERB", "AUX")), governor)
    return governor


def _leave_name(tree: Tree, governor: int, first: int) -> int:
    """What a date dates that hangs on a name or a person: "taken by men of Orban in 2018" dates the taking.

    Names are often hung too high, on the first verb of several: the last one before the date is meant.
    """
    current: int | None = governor
    while current is not None and (tree.tokens[current].pos in ("PROPN", "ADP") or _is_person(tree.tokens[current])):
        current = tree.head(current)
    if current is None or current == governor:
        return governor
    if tree.tokens[current].pos != "VERB":
        return current
    joined = [index for index in tree.conjuncts(current) if tree.tokens[index].pos == "VERB" and index < first]
    return joined[-1] if joined else current


def _is_person(token: Token) -> bool:
    return token.pos == "NOUN" and token.lemma in load_people()


def _find_told_before(tree: Tree, verb: int, last: int) -> int:
    """The verb of what is said, where its date stands behind it: "a quake hit the coast Sunday, officials said".

    "He was beaten on Sunday because he had sung" tells the day of the beating too, however the parse has it.
    """
    verb = _leave_later_clause(tree, verb, last)
    if not any(token.text == "," for token in tree.tokens[last + 1 : verb]):
        return verb
    said = [child for child in tree.with_dep(verb, _SAID_DEPS) if child < last]
    head = tree.head(verb)
    if not said and head is not None and head < last and _is_added(tree, verb, head):
        return head
    return said[-1] if said else verb


def _leave_later_clause(tree: Tree, verb: int, last: int) -> int:
    """What a clause hangs on, where a date stands before the word that opens the clause."""
    head = tree.head(verb)
    opens = any(child > last for child in tree.with_dep(verb, _MARKS))
    return head if opens and head is not None and head < last else verb


def _is_added(tree: Tree, verb: int, head: int) -> bool:
    """Whether a verb follows another without "and", as who said it does: "a quake hit on Sunday, officials said"."""
    is_joined = any(head < child < verb for child in tree.with_dep(head, _JOINING))
    return tree.tokens[verb].dep == "conj" and not is_joined


def find_placed_verb(tree: Tree, noun: int) -> int:
    """The verb of "in a July 16 speech, he said": the noun must hang on it by a preposition of time."""
    head = tree.head(noun)
    if head is None or tree.tokens[head].text.lower() not in _TIME_PREPOSITIONS:
        return noun
    verb = tree.head(head)
    return verb if verb is not None and tree.tokens[verb].pos in ("VERB", "AUX") else noun


def is_ahead_of(tree: Tree, noun: int) -> bool:
    """Whether a noun tells what was still to come: "ahead of Sunday's vote", "before the Oct. 3 talks"."""
    chain = [index for index in tree.ancestors(noun)[:2] if tree.tokens[index].pos in ("ADP", "SCONJ", "ADV", "ADJ")]
    words = [tree.tokens[index].text.lower() for index in chain]
    return words[:1] == [BEFORE] or tuple(words) in _STILL_TO_COME
