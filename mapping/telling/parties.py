"""Who stands on either side of an act, as the parse tells: who does it, and whom it befalls.

Answers are tokens, in sets tried one after another: each set is what the words say where none of the sets before it
names a party. Whether a token is a party at all - people, a body, a state - is for mapping/actors.py to say.
"""

from collections.abc import Iterator

from mapping.telling.harms import find_bare_patients, find_deadly, find_slots
from mapping.telling.lexicon import Reader
from mapping.telling.naming import is_person
from mapping.telling.syntax import PASSIVE_SUBJECTS, SUBJECTS, Tree

_VERBS = frozenset({"VERB", "AUX"})
_MODIFYING = frozenset({"amod", "compound", "nmod"})
_OWNERS = frozenset({"poss"})
_ADDED = frozenset({"acl", "relcl"})
_FOLLOWING = frozenset({"advcl", "conj", "acl", "relcl", "xcomp"})
_WHILE = frozenset({"when", "after", "as", "while"})
_UP = frozenset({"dobj", "nsubj", "nsubjpass", "pobj", "prep", "agent", "attr", "compound", "pcomp", "npadvmod"})
_AMID = frozenset({"in", "by", "during", "from", "after", "following", "of", "to", "through", "due"})
_AGAINST = frozenset({"against", "on", "upon", "with", "at", "to"})
# "Accused the army of killing": who is meant is the object, where the preposition is one of these.
_ASCRIBING = frozenset({"of", "for", "from", "with", "into"})
_INSIDE = frozenset({"in", "by", "from", "during"})
_OWNING = frozenset({"responsibility", "credit", "blame"})
_ASSUMING = frozenset({"claim", "take", "accept", "admit", "assume"})
_THROWN = frozenset(
    {"stone", "rock", "bottle", "shot", "rocket", "bullet", "grenade", "missile", "firebomb", "fire", "bomb"}
)
_LEAVING, _LEFT = "leave", frozenset({"dead", "wounded", "injured", "missing", "homeless", "hurt"})
_JOINING = frozenset({"agree", "engage", "participate", "consent", "take", "embark"})
_BEARING, _WOUNDS = frozenset({"suffer", "sustain", "receive"}), frozenset({"injury", "wound", "burn"})
# "Found the girl with a wound", "gave a toll of 36": who finds or counts what came of it did not do it.
_OUTCOMES = _WOUNDS | {"toll", "death", "casualty", "case", "damage"}
# Whose verb says what befell them: "the boy fell into a well", "the troops sustained losses".
_UNDERGOING, _FALLING = frozenset({"suffer", "sustain", "undergo", "survive"}), frozenset({"recover", "fall", "tumble"})
_GETTING, _ARMED = "receive", "military"
_CLAIMING, _SOMEBODY = "claim", frozenset({"someone", "somebody", "whoever", "nobody"})
_MOST_STEPS = 6


def find_doers(reader: Reader, index: int) -> list[list[int]]:
    """Who does what the token tells; see the head of the module for the order."""
    if reader.tree.tokens[index].pos in _VERBS:
        return _find_verb_doers(reader, index)
    return _find_noun_doers(reader, index)


def find_sufferers(reader: Reader, index: int) -> list[list[int]]:
    """To whom it is done; see the head of the module for the order."""
    tree = reader.tree
    token = tree.tokens[index]
    if token.pos not in _VERBS:
        return _find_noun_sufferers(reader, index)
    if is_undergone(tree, index):
        return [find_subject(tree, index)]
    found = tree.patients(index) + find_bare_patients(tree, index)
    if tree.is_passive(index) and not tree.with_dep(index, PASSIVE_SUBJECTS):
        found = found + find_subject(tree, index)
    # "Threw stones at the police", but "found two men at a party"; "lied to voters", but "being taken to hospital".
    is_aimless = tree.is_passive(index) or tree.with_dep(index, frozenset({"dobj"}))
    aims = _AGAINST - {"to", "with"} if is_aimless else _AGAINST
    if not {tree.tokens[obj].lemma for obj in found} <= _THROWN:
        aims = aims - {"at"}
    aimed = [obj for prep, obj in tree.prepositions(index) if tree.tokens[prep].lemma in aims]
    return [found, aimed, _find_sought(tree, index)]


def _find_sought(tree: Tree, verb: int, depth: int = 0) -> list[int]:
    """Whom it is meant for by the verb that it begins: "tried to rescue the boy", "spent days trying to reach them"."""
    meant = tree.with_dep(verb, frozenset({"xcomp"})) if depth < _MOST_STEPS else []
    return [one for inner in meant for one in tree.patients(inner) or _find_sought(tree, inner, depth + 1)]


def is_undergone(tree: Tree, index: int) -> bool:
    """Whether a verb's subject does nothing: it befalls him, as "die" or "suffer" say."""
    lemma, objects = tree.tokens[index].lemma, tree.with_dep(index, frozenset({"dobj"}))
    if lemma in _FALLING:
        return not objects and not tree.is_passive(index)
    if lemma == _GETTING:
        # "Received a boost", but "received the envoy".
        return bool(objects) and not any(is_person(tree, one) or tree.tokens[one].pos == "PROPN" for one in objects)
    return lemma in _UNDERGOING or bool(find_slots(lemma, "subj") & {"killed", "missing"})


def find_speakers(reader: Reader, index: int) -> list[int]:
    """Who says what the word tells, where it stands in what somebody is told to say: of "X says that Y failed" X."""
    tree = reader.tree
    for current in (index, *tree.ancestors(index)):
        head = tree.head(current)
        is_said = head is not None and tree.tokens[head].lemma in reader.lexicon.classes["reporting"]
        if head is not None and is_said and tree.tokens[current].dep == "ccomp":
            return find_subject(tree, head)
    return []


def find_owners(reader: Reader, index: int) -> list[int]:
    """Whose a thing is that acts: of "the army's tanks" the army, of "Russian missiles" the Russian."""
    tree = reader.tree
    return tree.with_dep(index, _OWNERS) or tree.with_dep(index, _MODIFYING)


def find_subject(tree: Tree, index: int, depth: int = 0) -> list[int]:
    """The subject of a verb in either voice: its own, or what it shares with the word that it hangs on."""
    own = tree.with_dep(index, (SUBJECTS | PASSIVE_SUBJECTS) - {"expl"})
    head, token = tree.head(index), tree.tokens[index]
    if own or head is None or depth > _MOST_STEPS:
        return [tree.antecedent(child) for child in own]
    if token.dep in _ADDED:
        return [head] if token.tag in ("VBG", "VBN") or tree.is_infinitive(index) else []
    objects = tree.with_dep(head, frozenset({"dobj"}))
    if token.dep == "xcomp":
        return objects or find_subject(tree, head, depth + 1)
    if token.dep == "advcl" and token.tag == "VBN" and index - 1 in objects:
        # "Friends named the girl killed on Monday": where no comma parts them, it is said of the object.
        return [index - 1]
    if token.dep in ("conj", "advcl", "acomp", "prep"):
        # "The bus was hit by a lorry, killing 12": what a bare participle tells was not done by the bus.
        shares = token.tag != "VBG" or token.dep != "advcl" or not tree.is_passive(head)
        return find_subject(tree, head, depth + 1) if shares else []
    if token.dep == "pcomp":
        return _find_ascribed(tree, head, depth + 1)
    return []


def _find_ascribed(tree: Tree, prep: int, depth: int) -> list[int]:
    """The subject of a verb behind a preposition: "accused the army of killing", "was charged with killing"."""
    verb = tree.head(prep)
    if verb is None or tree.tokens[verb].pos not in _VERBS | {"ADJ"}:
        return []
    if tree.tokens[prep].lemma in _INSIDE and tree.is_passive(verb):
        # "Killed in shelling the town": whom it befell did not do it.
        return []
    objects = tree.with_dep(verb, frozenset({"dobj"})) if tree.tokens[prep].lemma in _ASCRIBING else []
    return objects or find_subject(tree, verb, depth)


def _find_verb_doers(reader: Reader, index: int) -> list[list[int]]:
    tree = reader.tree
    if is_undergone(tree, index):
        return [list(_find_causers(reader, index))]
    if bare := find_bare_patients(tree, index):
        by = [obj for prep, obj in tree.prepositions(index) if tree.tokens[prep].lemma == "by"]
        return [[one for one in by if one not in bare], list(_find_causers(reader, index))]
    own = tree.agents(index) + _find_further(tree, index)
    if tree.is_passive(index) and not own:
        # "Was ambushed and shot by two men": the second verb says who did both, unless it has a subject of its own.
        later = [verb for verb in tree.conjuncts(index)[1:] if not tree.with_dep(verb, SUBJECTS | PASSIVE_SUBJECTS)]
        own = [agent for verb in later for agent in tree.agents(verb)]
    shared = [] if tree.is_passive(index) else find_subject(tree, index)
    # "Someone shot the boy as he came": who did it is not known, and not the boy.
    is_unknown = any(tree.tokens[one].text.lower() in _SOMEBODY for one in shared)
    return [own, shared, [] if is_unknown else list(_find_causers(reader, index))]


def _find_further(tree: Tree, verb: int) -> list[int]:
    """Who stands behind a "by" that is joined to another: of "signed by X and by Y" Y."""
    added = [
        also for by in tree.with_dep(verb, frozenset({"agent"})) for also in tree.with_dep(by, frozenset({"conj"}))
    ]
    return [obj for also in added for obj in tree.with_dep(also, frozenset({"pobj"}))]


def _find_causers(reader: Reader, index: int) -> Iterator[int]:
    """Who acts in what the verb says that it came of: "died in an attack by rebels", "was shot when police fired"."""
    tree = reader.tree
    for prep, obj in tree.prepositions(index):
        if tree.tokens[prep].lemma in ("in", "by", "during") and tree.tokens[obj].lemma in reader.lexicon.nouns:
            yield from next(filter(None, _find_named_doers(reader, obj)), [])
    for child in tree.with_dep(index, frozenset({"advcl"})):
        # "Died after two men fired", but not "while two others remain in hospital".
        does = tree.tokens[child].lemma not in reader.lexicon.classes["state_verb"]
        if does and any(tree.tokens[mark].lemma in _WHILE for mark in tree.children[child]):
            yield from tree.agents(child)


def _find_noun_doers(reader: Reader, index: int) -> list[list[int]]:
    tree = reader.tree
    named, further, modifying = _find_named_doers(reader, index)
    return [[*named, *_find_governing(reader, index)], further, modifying, _find_taking_part(tree, index)]


def _find_named_doers(reader: Reader, index: int) -> tuple[list[int], list[int], list[int]]:
    """What the noun phrase itself says: by whom, whose, claimed by whom; its modifiers less "military", and with it."""
    tree = reader.tree
    named = [obj for prep, obj in tree.prepositions(index) if tree.tokens[prep].lemma in ("by", "between")]
    if not _is_suffered(reader, index):
        named += tree.with_dep(index, _OWNERS)
    for verb in tree.with_dep(index, _ADDED):
        if _does(reader, verb):
            named += tree.agents(verb) if tree.tokens[verb].tag != "VBG" else []
        if tree.tokens[verb].lemma == "blame":
            named += [obj for prep, obj in tree.prepositions(verb) if tree.tokens[prep].lemma in ("on", "upon")]
    modifying = tree.with_dep(index, _MODIFYING)
    # "A rebel military offensive": beside who does it "military" says how.
    further = [one for one in modifying if tree.tokens[one].lemma != _ARMED]
    return [doer for doer in named if doer != index], further, modifying


def _does(reader: Reader, verb: int) -> bool:
    """Whether the subject of the verb is who does what its object names: "launched", "carried out", "claimed"."""
    tree = reader.tree
    particles = {tree.tokens[child].lemma for child in tree.with_dep(verb, frozenset({"prt"}))}
    return tree.tokens[verb].lemma in reader.lexicon.classes["doer_verb"] or (
        tree.tokens[verb].lemma == "take" and "over" in particles
    )


def _find_governing(reader: Reader, index: int) -> list[int]:
    """Who does a noun's act by the verb that it is the object of, or takes it upon himself."""
    tree = reader.tree
    noun = _find_whole(tree, tree.first_conjunct(index))
    head, dep = tree.head(noun), tree.tokens[noun].dep
    if head is None:
        return []
    if tree.tokens[head].pos == "VERB" and _does(reader, head) and tree.tokens[noun].lemma not in _OUTCOMES:
        if dep == "dobj":
            return _find_acting(tree, head)
        return tree.agents(head) + _find_further(tree, head) if dep == "nsubjpass" else []
    above, prep = tree.head(head) if dep == "pobj" else None, tree.tokens[head].lemma
    if above is None:
        return []
    if tree.tokens[above].lemma in _JOINING and prep in ("to", "on", "in"):
        return _find_acting(tree, above)
    return _find_owning(tree, above) if prep == "for" else []


def _find_owning(tree: Tree, word: int) -> list[int]:
    """Whose an act is by the word before "for": "claimed responsibility for", "took the blame for", "blamed X for"."""
    if tree.tokens[word].lemma not in _OWNING | _ASSUMING | {"blame"}:
        return []
    verb = word if tree.tokens[word].pos in _VERBS else tree.head(word)
    if verb is None:
        return []
    if tree.tokens[verb].lemma == "blame":
        return tree.patients(verb)
    return _find_acting(tree, verb) if tree.tokens[verb].lemma in _ASSUMING else []


def _find_acting(tree: Tree, verb: int) -> list[int]:
    return tree.agents(verb) or find_subject(tree, verb)


def _find_whole(tree: Tree, noun: int) -> int:
    """The noun that an act is counted or held by: "a series of attacks", "a state of emergency"."""
    prep = tree.tokens[noun].head
    if tree.tokens[noun].dep != "pobj" or tree.tokens[prep].lemma != "of":
        return noun
    whole = tree.tokens[prep].head
    return tree.first_conjunct(whole) if tree.tokens[whole].pos == "NOUN" else noun


def _find_taking_part(tree: Tree, index: int) -> list[int]:
    """The subject of what was done in the act: "seized power in a coup", "freed the men in a raid"."""
    prep = tree.head(index)
    verb = tree.head(prep) if prep is not None and tree.tokens[index].dep == "pobj" else None
    if verb is None or prep is None or tree.tokens[prep].lemma not in ("in", "during", "with"):
        return []
    if tree.tokens[index].lemma in _OUTCOMES:
        return []
    lemma, has_object = tree.tokens[verb].lemma, bool(tree.with_dep(verb, frozenset({"dobj"})))
    if (
        tree.tokens[verb].pos != "VERB"
        or tree.is_passive(verb)
        or not has_object
        or lemma in ("lose", "suffer", "have")
    ):
        return []
    return find_subject(tree, verb)


def _is_suffered(reader: Reader, index: int) -> bool:
    """Whether what stands before the noun is whom it befell: "the mayor's murder", but not "his murder of two men"."""
    tree = reader.tree
    is_aimed = any(tree.tokens[prep].lemma in ("of", "on", "against") for prep, _ in tree.prepositions(index))
    return tree.tokens[index].lemma in reader.lexicon.classes["suffered_noun"] and not is_aimed


def _find_noun_sufferers(reader: Reader, index: int) -> list[list[int]]:
    tree = reader.tree
    own = tree.with_dep(index, _OWNERS) if _is_suffered(reader, index) else []
    verb = tree.head(index)
    toward = []
    if verb is not None and tree.tokens[index].dep == "dobj" and _does(reader, verb):
        toward = [obj for prep, obj in tree.prepositions(verb) if tree.tokens[prep].lemma in _AGAINST - {"at", "to"}]
    if verb is not None and tree.tokens[verb].lemma == "with":
        # "Hit the country with sanctions", "a boy found with a wound".
        above = tree.tokens[verb].head
        toward = tree.with_dep(above, frozenset({"dobj"}))
        if not toward and tree.tokens[index].lemma in _WOUNDS and tree.is_passive(above):
            toward = find_subject(tree, above)
    return [own + tree.patients(index), toward]


def find_harmed(reader: Reader, index: int) -> list[int]:
    """Whom an act harmed, as the words around it say: "an attack that killed two guards", "killed in the raid"."""
    tree = reader.tree
    found: list[int] = []
    # "Two were killed in an attack launched by rebels": what an act's verb tells is the act.
    is_part = tree.tokens[index].dep == "acl" and _does(reader, index)
    for anchor in _climb(tree, tree.tokens[index].head if is_part else index):
        added = [verb for child in tree.with_dep(anchor, _FOLLOWING) for verb in tree.conjuncts(child)]
        for verb in (anchor, *added):
            if verb == index or _speaks_of_another(tree, anchor, verb):
                continue
            found += [one for one in _find_harm(tree, verb) if one not in found]
        # "Two were killed and three hurt as rebels fired": what else happens while he is hit is not done by this.
        if _is_while(tree, anchor) and not tree.is_passive(anchor):
            for verb in _list_before(tree, tree.tokens[anchor].head):
                found += [one for one in _find_harm(tree, verb) if one not in found]
    return found


def _is_while(tree: Tree, verb: int) -> bool:
    marks = [tree.tokens[child].lemma for child in tree.children[verb]]
    return tree.tokens[verb].dep == "advcl" and any(mark in _WHILE for mark in marks)


def _list_before(tree: Tree, verb: int) -> list[int]:
    """A verb and those before it that it is joined to by "and" or a comma."""
    found = [verb]
    while tree.tokens[found[-1]].dep == "conj" and tree.tokens[found[-1]].head != found[-1]:
        found.append(tree.tokens[found[-1]].head)
    return [one for one in found if tree.tokens[one].pos in _VERBS]


def _speaks_of_another(tree: Tree, anchor: int, verb: int) -> bool:
    own = tree.with_dep(verb, SUBJECTS | PASSIVE_SUBJECTS)
    return verb != anchor and any(tree.antecedent(child) != anchor for child in own)


def _climb(tree: Tree, index: int) -> Iterator[int]:
    """The act's word, and the verb that it hangs on as subject, object or behind a preposition."""
    yield index
    current = index
    while tree.tokens[current].dep in _UP | {"conj"} and (
        tree.tokens[current].pos not in _VERBS or tree.tokens[current].dep == "pcomp"
    ):
        head = tree.head(current)
        if head is None or (tree.tokens[head].dep == "prep" and tree.tokens[head].lemma not in _AMID):
            return
        current = head
        if tree.tokens[current].pos in _VERBS:
            yield from _list_before(tree, current)
            later = tree.conjuncts(current)[1:]
            yield from (verb for verb in later if not tree.with_dep(verb, SUBJECTS) or find_bare_patients(tree, verb))


def _find_harm(tree: Tree, verb: int) -> list[int]:
    """Those that the verb says were killed or hurt; nobody where it is another verb."""
    token = tree.tokens[verb]
    if token.lemma == _LEAVING:
        states = [child for child in tree.children[verb] if tree.tokens[child].lemma in _LEFT]
        people = [one for state in states for one in tree.with_dep(state, SUBJECTS | frozenset({"nummod"}))]
        return people or (tree.with_dep(verb, frozenset({"dobj"})) if states else [])
    if find_slots(token.lemma, "subj") & {"killed", "missing"}:
        return find_subject(tree, verb)
    objects = tree.with_dep(verb, frozenset({"dobj"}))
    named = {tree.tokens[one].lemma for one in objects}
    if token.lemma in _BEARING and named & _WOUNDS:
        return find_subject(tree, verb)
    if token.lemma == _CLAIMING and "life" in named:
        return [obj for one in objects for _, obj in tree.prepositions(one)]
    harms = find_slots(token.lemma, "obj") | find_slots(token.lemma, "hit")
    if not (harms & {"killed", "wounded"} or find_deadly(tree, verb)):
        return []
    if tree.is_passive(verb):
        return find_subject(tree, verb)
    return find_bare_patients(tree, verb) or tree.patients(verb)
