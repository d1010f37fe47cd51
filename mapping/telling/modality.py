"""Whether a text says that a thing happened, may happen, did not happen, or is only claimed.

The words that govern (plan, deny, allege ...) are classes of `geodata/word_classes.csv`.
"""

from collections.abc import Set

from mapping.event_types import family_of
from mapping.kinds import Modality
from mapping.telling.lexicon import Lexicon
from mapping.telling.syntax import AUXILIARIES, DEFINITES, PASSIVE_SUBJECTS, SUBJECTS, Tree

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
_NEARLY = frozenset({"nearly", "almost"})
# "No evidence that", "no reports of".
_PROOF = frozenset({"evidence", "report", "sign", "indication", "proof", "record", "word", "trace"})
# "Called for a truce", "warned of attacks", "threatened with war": what may come stands behind these words.
_AHEAD = {
    "for": frozenset({"call", "ask", "appeal", "push", "plan", "hope", "prepare", "wait", "press", "brace", "plead"}
                     | {"campaign", "lobby", "argue", "ready", "schedule", "slate"}),
    "of": frozenset({"warn", "dream", "speak"}),
    "with": frozenset({"threaten"}),
    "about": frozenset({"warn"}),
    "against": frozenset({"warn"}),
}  # fmt: skip
# "The hearing is set for Friday"; the parser's lemma of "slated" is "slat".
_TIMING = frozenset({"set", "fix", "slat", "slate", "book"})
_ACCUSING = frozenset({"accuse", "suspect", "charge", "indict", "acquit", "clear", "absolve", "exonerate"})
_DREADING = frozenset({"fear", "threaten", "expect", "anticipate", "await", "predict", "want", "seek", "risk", "dread"})
_DROPPED, _PUT_OFF = frozenset({"cancel", "scrap", "avert", "abort"}), frozenset({"postpone", "delay", "reschedule"})
_BEFALLING = frozenset({"attack", "strike", "disaster", "accident", "crime.homicide", "crime.shooting"})
_ASKING = frozenset({"WP", "WRB", "WDT", "WP$"})
_BLAME = "responsibility"
_DENYING = frozenset({"no", "neither", "zero"})
_NOBODY = frozenset({"nobody", "none", "nothing", "noone"})
_PLAN_NOUNS = frozenset(
    {"plan", "plot", "threat", "possibility", "risk", "fear", "call", "warning", "preparation", "prospect", "readiness"}
    | {"intention", "bid", "proposal", "request", "demand", "chance", "talk", "potential", "danger", "offer", "order"}
    | {"promise", "pledge", "hope", "ability", "right", "need", "permission", "effort", "decision", "likelihood"}
)
_REAL_INFINITIVES = frozenset({"report", "say", "believe", "think", "know", "appear", "seem", "continue", "begin"})
_PLAN_NOUNS_BEHIND = frozenset({"plan", "plot", "threat", "risk", "fear", "warning", "preparation", "bid", "proposal"})


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
    if found is Modality.HAPPENED and _is_asked(tree, index):
        found = Modality.PLANNED
    current = index
    for head in tree.ancestors(index):
        if found is not Modality.HAPPENED or tree.tokens[head].lemma == _BLAME:
            # What somebody takes, denies or disclaims responsibility for has been.
            break
        if tree.tokens[head].dep == "prep" and tree.tokens[current].dep == "pcomp":
            # "accused of killing": the verb behind the preposition governs.
            continue
        is_noun = token.pos not in ("VERB", "AUX")
        if is_noun and tree.tokens[head].pos == "VERB" and _has_befallen(tree, current, head, lexicon):
            break
        found = _governed_modality(tree, current, head, lexicon, is_noun=is_noun)
        if tree.tokens[current].dep in _BOUNDARIES or (tree.tokens[current].dep == "pobj" and current != index):
            # What lies beyond an adverbial or relative clause, or a noun that holds the event's, speaks of another.
            break
        current = head
    return found


def _is_asked(tree: Tree, index: int) -> bool:
    """Whether the sentence asks if it is so: "Did rebels shell the town?", but not "Who shelled the town?"."""
    marks = [token.text for token in tree.tokens[-2:]]
    clause = tree.first_conjunct(tree.clause(index))
    if "?" not in marks or tree.tokens[clause].dep != "ROOT" or _is_definite(tree, index):
        return False
    words = [tree.tokens[word] for word in tree.clause_words(clause)]
    is_part = index == clause or tree.tokens[index].dep in ("dobj", "attr", "nsubj", "nsubjpass", "ROOT", "conj")
    return is_part and not any(word.tag in _ASKING for word in words)


def _is_definite(tree: Tree, index: int) -> bool:
    """Whether a noun speaks of what the reader knows: "the attack", "Tuesday's attack"."""
    children = [tree.tokens[child] for child in tree.children[index]]
    return tree.tokens[index].pos not in ("VERB", "AUX") and any(
        child.dep == "poss" or (child.dep == "det" and child.text.lower() in DEFINITES) for child in children
    )


def _has_befallen(tree: Tree, index: int, verb: int, lexicon: Lexicon) -> bool:
    """Whether a harm is spoken of that must have been, whatever becomes of the verb: "will investigate the attack"."""
    noun = next(iter(tree.with_dep(index, frozenset({"pobj"}))), index)
    lemma, governor = tree.tokens[noun].lemma, tree.tokens[verb].lemma
    makes = ("doer_verb", "light_verb", "planning", "negative_verb", "claiming", "implicative", "consequence")
    if not _is_definite(tree, noun) or governor == "be" or any(governor in lexicon.classes[name] for name in makes):
        return False
    entries = lexicon.nouns.get(lemma, ())
    return bool(entries) and not _BEFALLING.isdisjoint({entries[0].types[0], family_of(entries[0].types[0])})


def _own_modality(tree: Tree, index: int) -> Modality:
    """What the words that hang on a verb or noun say of it."""
    token = tree.tokens[index]
    children = [tree.tokens[child] for child in tree.children[index]]
    words = {child.text.lower() for child in children}
    if token.pos not in ("VERB", "AUX"):
        return _noun_modality(tree, index, words)
    if _is_negated(tree, index) or _has_empty_part(tree, index) or _NEARLY & words:
        return Modality.DENIED
    if token.lemma in _DROPPED or (token.lemma == "call" and "off" in words):
        return Modality.DENIED
    if token.lemma in _PUT_OFF:
        return Modality.PLANNED
    if any(child.dep == "aux" and child.lemma in _MODALS for child in children) or _is_future(tree, index):
        return Modality.PLANNED
    if any(child.dep == "mark" and child.lemma in _CONDITIONS for child in children):
        return Modality.PLANNED
    is_now = any(tree.tokens[one].tag in ("VBZ", "VBP") for one in (index, *tree.with_dep(index, AUXILIARIES)))
    if is_now and any(child.dep == "mark" and child.text.lower() == "before" for child in children):
        # "Before aid is sent": it has not been yet; "kills five before fleeing" has.
        return Modality.PLANNED
    return Modality.CLAIMED if words & _CLAIM_ADVERBS else Modality.HAPPENED


def _noun_modality(tree: Tree, index: int, words: Set[str]) -> Modality:
    """What the words before a noun say: "no attack", "an alleged attack", "a planned attack"."""
    if _DENYING & words:
        return Modality.DENIED
    modifiers = {tree.tokens[child].lemma for child in tree.with_dep(index, frozenset({"amod", "compound"}))}
    if modifiers & _CLAIMED:
        return Modality.CLAIMED
    return Modality.PLANNED if modifiers & _POSSIBLE else Modality.HAPPENED


def _has_empty_part(tree: Tree, index: int) -> bool:
    """Whether nobody does it or nothing is done to anything: "no charges were filed", "nobody was hurt"."""
    parts = tree.with_dep(index, SUBJECTS | PASSIVE_SUBJECTS | frozenset({"dobj"}))
    determined = [tree.tokens[child].lemma for part in parts for child in tree.with_dep(part, frozenset({"det"}))]
    return "no" in determined or any(tree.tokens[part].lemma in _NOBODY for part in parts)


def _is_future(tree: Tree, index: int) -> bool:
    """Whether an infinitive's governor looks ahead: "is to visit", "going to strike"."""
    token = tree.tokens[index]
    head = tree.head(index)
    if not tree.is_infinitive(index):
        return False
    if head is None:
        return True
    governor = tree.tokens[head]
    if token.dep == "xcomp" and governor.lemma == "be":
        return True
    if token.dep == "xcomp" and governor.lemma == "have":
        return any(tree.tokens[child].lemma == "yet" for child in (*tree.children[head], *tree.children[index]))
    return token.dep == "xcomp" and governor.lemma == "go" and governor.tag == "VBG"


def _governed_modality(tree: Tree, index: int, head: int, lexicon: Lexicon, *, is_noun: bool) -> Modality:
    token, governor = tree.tokens[index], tree.tokens[head]
    if governor.pos in ("VERB", "AUX", "ADJ"):
        return _under_verb(tree, index, head, lexicon, is_noun=is_noun)
    is_empty = any(tree.tokens[child].lemma == "no" for child in tree.with_dep(head, frozenset({"det"})))
    if governor.lemma in _PROOF and is_empty and token.dep in ("prep", "acl", "pcomp", "ccomp"):
        return Modality.DENIED
    if token.dep in ("prep", "pobj", "acl", "pcomp") and governor.lemma in _PLAN_NOUNS:
        return Modality.PLANNED
    if token.dep in ("compound", "nmod") and governor.lemma in _PLAN_NOUNS_BEHIND:
        return Modality.PLANNED
    if token.dep == "acl" and tree.is_infinitive(index) and governor.lemma != "first":
        return Modality.PLANNED
    if governor.dep == "prep" and governor.lemma in ("without", "against", "amid") and token.dep in ("pobj", "pcomp"):
        return Modality.DENIED if governor.lemma == "without" else Modality.HAPPENED
    return Modality.HAPPENED


def _under_verb(tree: Tree, index: int, head: int, lexicon: Lexicon, *, is_noun: bool) -> Modality:
    token, governor = tree.tokens[index], tree.tokens[head]
    if token.dep in ("ccomp", "xcomp", "pcomp", "csubj", "csubjpass"):
        found = _as_clause(tree, index, head, lexicon)
    elif is_noun and token.dep in ("dobj", "nsubjpass", "attr"):
        return _as_object(tree, index, head, lexicon)
    else:
        found = None
    if found is not None:
        return found
    if is_noun and token.dep in ("nsubj", "prep"):
        return _as_noun(tree, index, head)
    if token.dep == "advcl" and tree.is_infinitive(index):
        is_done = governor.lemma in _GATHERING or token.lemma == "protest"
        return Modality.HAPPENED if is_done else Modality.PLANNED
    if token.dep == "conj":
        own = _own_modality(tree, head)
        is_either = any(tree.tokens[child].lemma in ("or", "nor") for child in tree.children[head])
        if own is Modality.DENIED and is_either:
            return own
        has_own_subject = any(tree.tokens[child].dep.startswith("nsubj") for child in tree.children[index])
        return own if own is Modality.PLANNED and not has_own_subject and token.tag != "VBD" else Modality.HAPPENED
    return Modality.HAPPENED


def _as_clause(tree: Tree, index: int, head: int, lexicon: Lexicon) -> Modality | None:
    """What a verb makes of the clause that is its object; None where it says nothing."""
    token, governor = tree.tokens[index], tree.tokens[head]
    classes = lexicon.classes
    if governor.lemma in classes["negative_verb"] and not _is_negated(tree, head):
        return Modality.DENIED
    if _is_negated(tree, head) and governor.lemma not in classes["reporting"]:
        return Modality.DENIED
    if governor.lemma in classes["claiming"] | (_ACCUSING if token.dep == "pcomp" else frozenset()):
        return Modality.CLAIMED
    if _looks_ahead(tree, index, governor.lemma, lexicon, is_object=False):
        return Modality.PLANNED
    return _own_modality(tree, head) if token.dep == "xcomp" else None


def _as_object(tree: Tree, index: int, head: int, lexicon: Lexicon) -> Modality:
    """What a verb makes of the noun that is its object, or its subject in the passive voice."""
    lemma, classes = tree.tokens[head].lemma, lexicon.classes
    if lemma in classes["negative_verb"] and not _is_negated(tree, head):
        return Modality.DENIED
    if lemma in classes["claiming"] and lemma != "claim":
        return Modality.CLAIMED
    is_timed = lemma in _TIMING and any(tree.tokens[prep].lemma == "for" for prep, _ in tree.prepositions(head))
    if is_timed or _looks_ahead(tree, index, lemma, lexicon, is_object=True):
        return Modality.PLANNED
    return _own_modality(tree, head)


def _as_noun(tree: Tree, index: int, head: int) -> Modality:
    """What a verb makes of the noun that is its subject, or stands behind a preposition."""
    token, lemma = tree.tokens[index], tree.tokens[head].lemma
    if token.dep == "prep":
        if lemma == "be" and _has_empty_part(tree, head):
            return Modality.DENIED
        if token.lemma in ("of", "with", "in") and lemma in _ACCUSING:
            return Modality.CLAIMED
        return Modality.PLANNED if lemma in _AHEAD.get(token.lemma, ()) else _future_only(tree, head)
    if lemma != "be":
        return Modality.DENIED if _is_negated(tree, head) else _future_only(tree, head)
    told = tree.with_dep(head, frozenset({"acomp", "attr"}))
    is_ahead = any(tree.tokens[child].lemma in _POSSIBLE | {"due"} for child in told)
    return Modality.PLANNED if is_ahead else _future_only(tree, head)


def _looks_ahead(tree: Tree, index: int, governor: str, lexicon: Lexicon, *, is_object: bool) -> bool:
    planning = governor in lexicon.classes["planning"]
    if is_object:
        return governor in _DREADING or (
            planning and governor in ("plan", "schedule", "propose", "consider", "urge", "demand")
        )
    if not tree.is_infinitive(index):
        return planning and governor in ("propose", "consider", "plan", "demand", "recommend", "hope", "expect")
    return planning or governor not in lexicon.classes["implicative"] | _REAL_INFINITIVES


def _future_only(tree: Tree, index: int) -> Modality:
    own = _own_modality(tree, index)
    return own if own is Modality.PLANNED else Modality.HAPPENED


def _is_negated(tree: Tree, index: int) -> bool:
    if any(tree.tokens[child].text == "(" for child in tree.children[index]):
        # "(not seen)" in a caption denies nothing but its own word.
        return False
    return any(tree.tokens[child].dep == "neg" for child in tree.children[index])
