"""Names that only say where somebody is from or went: "a couple from Osaka", "a Derby man", "quit and fled to Lima"."""

from mapping.kinds import Level
from mapping.model import Place, Sentence
from mapping.telling.syntax import Tree, make_tree

_ABOVE = 3
_NAMED = frozenset({"NOUN", "PROPN", "NUM"})
# One who is told of by his town; residents and crowds of a town are there.
_ONE = frozenset(
    {"man", "woman", "boy", "girl", "teen", "teenager", "toddler", "infant", "baby", "child", "couple", "student"}
    | {"mother", "father", "son", "daughter", "brother", "sister", "wife", "husband", "grandmother", "grandfather"}
    | {"driver", "motorist", "teacher", "nurse", "farmer", "fisherman", "hunter", "hiker", "native"}
)
# Who or what is taken from a place was there: "kidnapped nine girls from Sarn".
_TAKING = frozenset({"kidnap", "abduct", "snatch", "seize", "take", "rescue", "evacuate", "free", "steal", "loot"})
_TAKEN = frozenset({"dobj", "nsubjpass"})
_GOING = frozenset({"flee", "go", "travel", "fly", "head", "return", "escape", "move", "sail", "deport", "extradite"})
_TOWARD = frozenset({"to", "into", "for", "toward", "towards"})
_BEFORE = frozenset({"compound", "nmod", "amod"})


def tells_home(sentence: Sentence, index: int, place: Place | None) -> bool:
    """Whether a name only says where somebody or something is from.

    Args:
        sentence: That it stands in.
        index: Of the word that the name hangs by.
        place: What it means, None where that is unknown; an adjective of nationality says whose somebody is.
    """
    tree = make_tree(sentence)
    return _is_from(tree, index) or _is_of(tree, index) or (_names_one(tree, index) and not _is_country(place))


def tells_where_to(tree: Tree, index: int, trigger: int) -> bool:
    """Whether a name is only where somebody went by another verb than the event's: "resigned and fled to Lima".

    Args:
        tree: The sentence.
        index: Of the word that the name hangs by.
        trigger: The event's word.
    """
    prep = tree.tokens[tree.tokens[index].head]
    is_toward = prep.dep == "prep" and prep.lemma in _TOWARD
    return is_toward and prep.head != trigger and tree.tokens[prep.head].lemma in _GOING


def _is_from(tree: Tree, index: int) -> bool:
    above = tree.ancestors(index)[:_ABOVE]
    token = next((tree.tokens[one] for one in above if tree.tokens[one].dep == "prep"), None)
    if token is None or token.lemma != "from" or tree.tokens[token.head].pos not in _NAMED:
        return False
    whose = tree.tokens[token.head]
    return not (whose.dep in _TAKEN and tree.tokens[whose.head].lemma in _TAKING)


def _is_of(tree: Tree, index: int) -> bool:
    """Whether it is the town behind a person's name and a comma: "Chad King, of Boston"."""
    head = tree.tokens[tree.tokens[index].head]
    if tree.tokens[index].dep != "pobj" or head.lemma != "of" or not head.index:
        return False
    return tree.tokens[head.index - 1].text == "," and tree.tokens[head.head].pos in ("PROPN", "NUM")


def _names_one(tree: Tree, index: int) -> bool:
    """Whether it stands before the word for one person: "a Derby man"."""
    token = tree.tokens[index]
    head = tree.tokens[token.head]
    return token.dep in _BEFORE and head.tag == "NN" and head.lemma in _ONE


def _is_country(place: Place | None) -> bool:
    return place is not None and place.level is Level.COUNTRY
