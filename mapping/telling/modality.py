"""Whether a text says that a thing happened, may happen, did not happen, or is only claimed.

The words that govern (plan, deny, allege ...) are classes of `geodata/word_classes.csv`.
"""

from mapping.kinds import Modality
from mapping.telling.lexicon import Lexicon
from mapping.telling.syntax import PASSIVE_SUBJECTS, SUBJECTS, Tree

_BOUNDARIES = frozenset({"advcl", "relcl", "acl", "parataxis", "ROOT"})
_GATHERING = frozenset({"gather", "assemble", "rally", "march", "meet", "turn", "join", "protest"})
_MODALS = frozenset(
    {"will", "would", "could", "may", "might", "should", "shall", "can", "must", "'ll", "’ll", "wo", "ca"}
)
_CONDITIONS = frozenset({"if", "unless", "whether", "lest", "until"})
_POSSIBLE = frozenset(
    {"possible", "potential", "planned", "alleged", "suspected", "future", "upcoming", "proposed", "imminent"}
    | {"likely", "feared", "threatened", "expected", "scheduled", "hypothetical", "next"}
)
_CLAIMED = frozenset({"alleged", "suspected", "purported", "claimed"})
_CLAIM_ADVERBS = frozenset({"allegedly", "reportedly", "purportedly", "supposedly", "apparently"})
_DENYING = frozenset({"no", "neither", "zero"})
_NOBODY = frozenset({"nobody", "none", "nothing", "noone"})
_PLAN_NOUNS = frozenset(
    {"plan", "plot", "threat", "possibility", "risk", "fear", "call", "warning", "preparation", "prospect", "readiness"}
    | {"intention", "bid", "proposal", "request", "demand", "chance", "talk", "potential", "danger", "offer", "order"}
    | {"promise", "pledge", "hope", "ability", "right", "need", "permission", "effort", "decision", "likelihood"}
)
_REAL_INFINITIVES = frozenset({"report", "say", "believe", "think", "know", "appear", "seem", "continue", "begin"})


def find_modality(tree: Tree, index: int, lexicon: Lexicon) -> Modality:
    """The modality of the event that the token at `index` tells of.

    The chain of governing words is read from the trigger outwards; the first that says something decides, except
    that a denial turns anything below it into a denial.

    Args:
        tree: The sentence.
        index: The trigger's index.
        lexicon: For the classes of governing words.
    """
    token = tree.tokens[index]
    found = _own_modality(tree, index)
    current = index
    for head in tree.ancestors(index):
        if found is not Modality.HAPPENED:
            break
        if tree.tokens[head].dep == "prep" and tree.tokens[current].dep == "pcomp":
            # "accused of killing": the verb behind the preposition governs.
            continue
        found = _governed_modality(tree, current, head, lexicon, is_noun=token.pos not in ("VERB", "AUX"))
        if tree.tokens[current].dep in _BOUNDARIES or (tree.tokens[current].dep == "pobj" and current != index):
            # What lies beyond an adverbial or relative clause, or a noun that holds the event's, speaks of another.
            break
        current = head
    return found


def _own_modality(tree: Tree, index: int) -> Modality:
    token = tree.tokens[index]
    lemmas = {tree.tokens[child].lemma: tree.tokens[child] for child in tree.children[index]}
    words = {tree.tokens[child].text.lower() for child in tree.children[index]}
    if token.pos not in ("VERB", "AUX"):
        if _DENYING & words:
            return Modality.DENIED
        modifiers = {tree.tokens[child].lemma for child in tree.with_dep(index, frozenset({"amod", "compound"}))}
        if modifiers & _CLAIMED:
            return Modality.CLAIMED
        return Modality.PLANNED if modifiers & _POSSIBLE else Modality.HAPPENED
    if _is_negated(tree, index) or _has_empty_part(tree, index):
        return Modality.DENIED
    if any(child.dep == "aux" and child.lemma in _MODALS for child in lemmas.values()) or _is_future(tree, index):
        return Modality.PLANNED
    if any(child.dep == "mark" and child.lemma in _CONDITIONS for child in lemmas.values()):
        return Modality.PLANNED
    return Modality.CLAIMED if words & _CLAIM_ADVERBS else Modality.HAPPENED


def _has_empty_part(tree: Tree, index: int) -> bool:
    """Whether nobody does it or nothing is done to anything: "no charges were filed", "nobody was hurt"."""
    parts = tree.with_dep(index, SUBJECTS | PASSIVE_SUBJECTS | frozenset({"dobj"}))
    determined = [tree.tokens[child].lemma for part in parts for child in tree.with_dep(part, frozenset({"det"}))]
    return "no" in determined or any(tree.tokens[part].lemma in _NOBODY for part in parts)


def _is_future(tree: Tree, index: int) -> bool:
    """Whether an infinitive's governor looks ahead: "is to visit", "going to strike"."""
    token = tree.tokens[index]
    head = tree.head(index)
    has_to = any(tree.tokens[child].lemma == "to" and tree.tokens[child].dep == "aux" for child in tree.children[index])
    if not has_to:
        return False
    if head is None:
        return True
    governor = tree.tokens[head]
    if token.dep == "xcomp" and governor.lemma == "be":
        return True
    return token.dep == "xcomp" and governor.lemma == "go" and governor.tag == "VBG"


def _governed_modality(tree: Tree, index: int, head: int, lexicon: Lexicon, *, is_noun: bool) -> Modality:
    token, governor = tree.tokens[index], tree.tokens[head]
    if governor.pos in ("VERB", "AUX", "ADJ"):
        return _under_verb(tree, index, head, lexicon, is_noun=is_noun)
    if token.dep in ("prep", "pobj", "acl", "pcomp") and governor.lemma in _PLAN_NOUNS:
        return Modality.PLANNED
    if token.dep == "acl" and _has_to(tree, index) and governor.lemma != "first":
        return Modality.PLANNED
    if governor.dep == "prep" and governor.lemma in ("without", "against", "amid") and token.dep in ("pobj", "pcomp"):
        return Modality.DENIED if governor.lemma == "without" else Modality.HAPPENED
    return Modality.HAPPENED


def _under_verb(tree: Tree, index: int, head: int, lexicon: Lexicon, *, is_noun: bool) -> Modality:
    token, governor = tree.tokens[index], tree.tokens[head]
    classes = lexicon.classes
    is_clause = token.dep in ("ccomp", "xcomp", "pcomp", "csubj", "csubjpass")
    is_object = token.dep in ("dobj", "nsubjpass", "attr")
    if is_clause or (is_object and is_noun):
        if governor.lemma in classes["negative_verb"] and not _is_negated(tree, head):
            return Modality.DENIED
        if is_clause and _is_negated(tree, head) and governor.lemma not in classes["reporting"]:
            return Modality.DENIED
        if is_clause and governor.lemma in classes["claiming"]:
            return Modality.CLAIMED
        if is_object and governor.lemma in classes["claiming"] and governor.lemma != "claim":
            return Modality.CLAIMED
        if _looks_ahead(tree, index, governor.lemma, lexicon, is_object=is_object):
            return Modality.PLANNED
        if is_object:
            return _own_modality(tree, head)
        if token.dep == "xcomp":
            return _own_modality(tree, head)
    if is_noun and token.dep in ("nsubj", "nsubjpass", "prep"):
        is_denied = token.dep != "prep" and governor.lemma != "be" and _is_negated(tree, head)
        return Modality.DENIED if is_denied else _future_only(tree, head)
    if token.dep == "advcl" and _has_to(tree, index):
        is_done = governor.lemma in _GATHERING or token.lemma == "protest"
        return Modality.HAPPENED if is_done else Modality.PLANNED
    if token.dep == "conj":
        own = _own_modality(tree, head)
        has_own_subject = any(tree.tokens[child].dep.startswith("nsubj") for child in tree.children[index])
        return own if own is Modality.PLANNED and not has_own_subject and token.tag != "VBD" else Modality.HAPPENED
    return Modality.HAPPENED


def _looks_ahead(tree: Tree, index: int, governor: str, lexicon: Lexicon, *, is_object: bool) -> bool:
    planning = governor in lexicon.classes["planning"]
    if is_object:
        return planning and governor in (
            "plan",
            "threaten",
            "schedule",
            "propose",
            "consider",
            "urge",
            "demand",
            "want",
        )
    if not _has_to(tree, index):
        return planning and governor in ("propose", "consider", "plan", "demand", "recommend", "hope", "expect")
    return planning or governor not in lexicon.classes["implicative"] | _REAL_INFINITIVES


def _future_only(tree: Tree, index: int) -> Modality:
    own = _own_modality(tree, index)
    return own if own is Modality.PLANNED else Modality.HAPPENED


def _has_to(tree: Tree, index: int) -> bool:
    return any(tree.tokens[child].lemma == "to" and tree.tokens[child].dep == "aux" for child in tree.children[index])


def _is_negated(tree: Tree, index: int) -> bool:
    if any(tree.tokens[child].text == "(" for child in tree.children[index]):
        # "(not seen)" in a caption denies nothing but its own word.
        return False
    return any(tree.tokens[child].dep == "neg" for child in tree.children[index])
