"""What words say that people came to harm, and where such a word has those it befell: `geodata/toll_words.csv`."""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from mapping.settings import find_folder
from mapping.tables import read_table
from mapping.telling.syntax import AUXILIARIES, Tree

# What is done to somebody, beside what the table has: without an object and "was" a headline tells it of its subject.
_DONE = frozenset(
    {
        "charge",
        "abduct",
        "kidnap",
        "stab",
        "sentence",
        "convict",
        "indict",
        "behead",
        "rape",
        "assault",
        "rob",
        "ambush",
    }
    | {"rescue", "free", "jail", "deport", "expel", "acquit", "fine", "exonerate", "evacuate", "release"}
)
_PAST = frozenset({"VBN", "VBD"})
_NOT_DONE_TO = AUXILIARIES | frozenset({"dobj", "ccomp", "dative", "prt"})
# "Sentenced to death", "put to death" by a court; the others tell of a state.
_NOT_DEADLY = frozenset({"leave", "find", "say", "put", "bring", "sentence", "condemn"})
_OF_THEM = frozenset({"they", "them", "whom", "who"})
_RESULTS = frozenset({"oprd", "acomp", "advmod", "xcomp", "ccomp", "amod"})


@cache
def load_harms() -> Mapping[str, tuple[tuple[str, str], ...]]:
    """The kinds of count that hang on each word, with the slot where the count stands."""
    words: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in read_table(find_folder("geodata") / "toll_words.csv"):
        words[row["lemma"]].append((row["kind"], row["slot"]))
    return {lemma: tuple(pairs) for lemma, pairs in words.items()}


def find_slots(lemma: str, slot: str) -> frozenset[str]:
    """The kinds of count that hang on a word in one slot: `find_slots("die", "subj")` is those killed."""
    return frozenset(kind for kind, where in load_harms().get(lemma, ()) if where == slot)


def find_deadly(tree: Tree, verb: int) -> bool:
    """Whether a verb's own words say that it killed: "shot dead", "stabbed to death", "fatally wounded"."""
    if tree.tokens[verb].pos != "VERB" or tree.tokens[verb].lemma in _NOT_DEADLY:
        return False
    behind = [obj for prep, obj in tree.prepositions(verb) if tree.tokens[prep].lemma == "to"]
    results = [child for child in tree.with_dep(verb, _RESULTS) if not tree.children[child]]
    return any(tree.tokens[obj].lemma == "death" and not tree.children[obj] for obj in behind) or any(
        tree.tokens[child].lemma in ("dead", "fatally") and not find_share(tree, child) for child in results
    )


def find_share(tree: Tree, index: int) -> list[int]:
    """The number that a word like "fatally" tells of several by: "were shot, one fatally", "two of them fatally"."""
    before = index - 1
    if before > 1 and tree.tokens[before].lemma in _OF_THEM and tree.tokens[before - 1].lemma == "of":
        before -= 2
    is_alone = not any(token.pos == "VERB" for token in tree.tokens[index + 1 : index + 2])
    return [before] if is_alone and before >= 0 and tree.tokens[before].pos == "NUM" else []


def find_bare_patients(tree: Tree, verb: int) -> list[int]:
    """Whom a verb without "was" befalls: "killed two, three others injured", "Man charged after crash"."""
    found = tree.bare_patients(verb)
    token = tree.tokens[verb]
    if found or token.tag not in _PAST or tree.with_dep(verb, _NOT_DONE_TO):
        return found
    # "Gunmen shot and killed the mayor": whom it befell stands behind the second verb.
    if tree.shared_objects(verb):
        return found
    is_harm = token.lemma in _DONE or bool(find_slots(token.lemma, "obj") | find_slots(token.lemma, "hit"))
    aims = {tree.tokens[prep].lemma for prep, _ in tree.prepositions(verb)} & {"at", "into", "toward"}
    return tree.with_dep(verb, frozenset({"nsubj"})) if is_harm and not aims else []
