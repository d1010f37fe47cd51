"""One trigger for each happening of a sentence: the act, not its light verb, nor what it did to people."""

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace

from mapping.event_types import family_of
from mapping.telling.lexicon import Entry, Reader
from mapping.telling.syntax import PASSIVE_SUBJECTS, SUBJECTS, Tree

# How far back the happening may be that a count of the dead is of.
_CAUSE_SENTENCES = 6
_ARMED = frozenset({"armed", "armed_person", "criminal", "state_force", "rebel", "militia", "police"})
_HARM = frozenset({"battle", "strike", "attack", "riot", "disaster", "accident"})
_HARM_TYPES = frozenset({"crime.homicide", "crime.shooting", "crime.assault", "crime.robbery", "health.outbreak",
                         "protest.excessive_force", "protest.intervention"})  # fmt: skip
# A fire or a crash that comes of an act is part of it; a flood that comes of a storm is told for itself.
_SEQUEL_HARM = frozenset({"accident"})
_CAUSING = frozenset({"cause", "trigger", "spark", "start", "ignite", "set", "touch", "unleash", "prompt", "provoke"})
# What courts and police do about a crime is no part of it; "charged with murder" tells of one thing, and of two
# "charged with the murder of a clerk".
_CASES = frozenset({"crime.investigation", "crime.trial"})
_TOLD_OF = frozenset({"det", "poss", "nummod"})
# It does no harm to life by itself.
_BLOODLESS = frozenset({"attack.abduction"})
_CARE = "care"
_SEQUELS, _MARKS = frozenset({"after", "before", "since"}), frozenset({"mark"})
# What stands behind these came before the act, or beside it.
_BESIDE = _SEQUELS | {"following", "follow", "despite", "amid"}


@dataclass(frozen=True, slots=True)
class Found:
    """A trigger before folding: its indices, its row of the lexicon (None for the model's own), its type."""

    index: int
    end: int
    entry: Entry | None
    type: str
    score: float
    rule: str


def fold(reader: Reader, found: Sequence[Found]) -> list[Found]:
    """Leave one trigger for each happening: the act, not its light verb and not its consequence."""
    dropped = {item.index for item in found if any(_is_misread(reader, item, phrase) for phrase in found)}
    for item in found:
        if any(
            _swallows(reader, other, item)
            for other in found
            if other.index != item.index and other.index not in dropped
        ):
            dropped.add(item.index)
    return [item for item in found if item.index not in dropped]


def is_harm(item: Found) -> bool:
    """Whether it is of a kind that does harm to people."""
    return family_of(item.type) in _HARM or item.type in _HARM_TYPES


def _is_brought_to_care(item: Found) -> bool:
    """Whether the row is of somebody brought to a hospital, which tells that he came to harm: "taken to hospital"."""
    return item.entry is not None and any(one.slot == "prep" and _CARE in one.classes for one in item.entry.conditions)


def _swallows(reader: Reader, act: Found, other: Found) -> bool:
    """Whether `other` tells of no happening beside `act`."""
    tree, classes = reader.tree, reader.lexicon.classes
    act_token, token = tree.tokens[act.index], tree.tokens[other.index]
    if _is_in_phrase(reader, other, act):
        return True
    if _is_in_phrase(reader, act, other) or _is_brought_to_care(act):
        return False
    is_verb, act_is_verb = token.pos == "VERB", act_token.pos == "VERB"
    is_brought = _is_brought_to_care(other)
    are_harm = is_harm(act) and (is_harm(other) or is_brought)
    is_consequence = token.lemma in classes["consequence"] or is_brought
    if are_harm and _comes_of(tree, other.index, act.index):
        return family_of(other.type) in _SEQUEL_HARM or family_of(other.type) == family_of(act.type)
    if are_harm and is_consequence:
        if _comes_of(tree, act.index, other.index):
            return False
        if _is_apart(reader, act, other):
            return False
        return act_token.lemma not in classes["consequence"] or _tells_how(reader, act, other)
    empty = classes["light_verb"] | classes["consequence"]
    if is_verb and not act_is_verb and other.index in tree.governors(act.index):
        return token.lemma in empty and (not is_consequence or is_harm(act))
    is_kin = are_harm or (family_of(act.type) == family_of(other.type) and not _is_of_a_case(reader, act, other))
    is_beside = are_harm and _stands_behind(tree, other.index, _BESIDE)
    if is_kin and not is_verb and act_is_verb:
        return act_token.lemma not in empty and act.index in tree.governors(other.index) and not is_beside
    is_light = token.lemma in classes["light_verb"]
    is_near = act_is_verb or tree.clause(act.index) == tree.clause(other.index)
    if act.type == other.type and is_light and is_near and other.index < act.index:
        return True
    if is_verb and act.type == other.type and token.head == act.index:
        # "marched, demanding ...": the same act once more, without a subject of its own.
        return token.dep in ("advcl", "xcomp") and not tree.with_dep(other.index, SUBJECTS | PASSIVE_SUBJECTS)
    return is_kin and not is_verb and not act_is_verb and act.index < other.index and not is_beside


def _is_in_phrase(reader: Reader, item: Found, phrase: Found) -> bool:
    """Whether a word is one of those of a phrase of the lexicon that begins before it: "fire" of "set fire"."""
    is_inside = phrase.index < item.index <= phrase.end
    return is_inside and phrase.entry is not None and reader.tree.tokens[item.index].lemma in phrase.entry.lemma


def _is_misread(reader: Reader, item: Found, phrase: Found) -> bool:
    """Whether a word of a phrase was taken for another kind of thing: "fire" of "open fire" for a burning."""
    return family_of(item.type) != family_of(phrase.type) and _is_in_phrase(reader, item, phrase)


def _is_of_a_case(reader: Reader, act: Found, other: Found) -> bool:
    """Whether one is a crime that the other, a step of police or courts, is about: "arrested over the shooting"."""
    crime = other if act.type in _CASES else act
    is_told = bool(reader.tree.with_dep(crime.index, _TOLD_OF))
    return (act.type in _CASES) != (other.type in _CASES) and is_told


def _is_apart(reader: Reader, act: Found, other: Found) -> bool:
    """Whether harm told by a verb with its own doer is another happening than the act.

    It came before or after ("shelled the town after rebels had killed a pilot"), it goes beyond the act ("kidnapped 32
    and killed 43"), or the act only says who came to harm ("one of the pilots who bombed the villages was killed").
    """
    tree = reader.tree
    if tree.tokens[other.index].pos != "VERB":
        return _stands_behind(tree, other.index, _BESIDE)
    goes_beyond = act.type in _BLOODLESS and other.type not in _BLOODLESS
    are_joined = tree.first_conjunct(other.index) == tree.first_conjunct(act.index)
    return (
        (goes_beyond and are_joined)
        or _is_sequel(tree, act.index, other.index)
        or _is_told_before(tree, act.index, other.index)
        or _names(tree, act.index, other.index)
    )


def _comes_of(tree: Tree, result: int, cause: int) -> bool:
    """Whether a participle behind the verb tells what came of it: "struck the depot, sparking a fire"."""
    first = tree.first_conjunct(result)
    token = tree.tokens[first]
    verb = tree.tokens[token.head]
    is_caused = token.dep == "dobj" and verb.lemma in _CAUSING and verb.tag == "VBG"
    return is_caused and verb.dep == "advcl" and verb.head == cause < verb.index


def _is_sequel(tree: Tree, act: int, verb: int) -> bool:
    """Whether a verb with its own subject stands behind "after", "before" or "since", and the act outside of that."""
    first, last = tree.span(verb)
    is_marked = any(tree.tokens[child].lemma in _SEQUELS for child in tree.with_dep(verb, _MARKS))
    return is_marked and not first <= act <= last and bool(tree.with_dep(verb, SUBJECTS))


def _is_told_before(tree: Tree, act: int, verb: int) -> bool:
    """Whether one of two verbs with one subject is told as earlier: "killed five before being shot", "landed after"."""
    is_earlier = _stands_behind(tree, verb, _SEQUELS) and bool(tree.with_dep(verb, frozenset({"dobj"})))
    return (is_earlier and not _stands_behind(tree, act, _SEQUELS)) or _stands_behind(tree, act, frozenset({"before"}))


def _stands_behind(tree: Tree, index: int, prepositions: Set[str]) -> bool:
    """Whether a noun or a gerund is what one of the prepositions leads to."""
    first = tree.tokens[tree.first_conjunct(index)]
    above = tree.tokens[first.head]
    return first.dep in ("pobj", "pcomp") and above.lemma.lower() in prepositions


def _names(tree: Tree, act: int, verb: int) -> bool:
    """Whether a relative clause with the act says who came to harm: he did the one and suffered the other."""
    clause = tree.clause(act)
    named = tree.tokens[clause].head
    return tree.tokens[clause].dep == "relcl" and named in tree.agents(clause) and _suffers(tree, named, verb)


def _suffers(tree: Tree, noun: int, verb: int) -> bool:
    """Whether the noun is what the verb is done to, or the one of whom ("one of the pilots")."""
    patients = [*tree.patients(verb), *tree.with_dep(verb, SUBJECTS)]
    return any(noun in (patient, *(held for _, held in tree.prepositions(patient))) for patient in patients)


def _tells_how(reader: Reader, item: Found, other: Found) -> bool:
    """Whether of two words for harm one says more: "died when a rocket struck the house" is told by what struck."""
    tree = reader.tree
    ranks = [
        (is_bare_consequence(reader, one), not tree.agents(one.index), tree.tokens[one.index].pos, one.index)
        for one in (item, other)
    ]
    return ranks[0] < ranks[1]


def is_bare_consequence(reader: Reader, item: Found) -> bool:
    """Whether the trigger only says that people came to harm, not how: "12 people were killed"."""
    token = reader.tree.tokens[item.index]
    is_consequence = token.lemma in reader.lexicon.classes["consequence"]
    if not is_consequence or item.entry is None or len(item.entry.types) == 1:
        return False
    # One death may be announced; deaths are counted, whatever the row asks for.
    if item.entry.conditions and token.tag != "NNS":
        return False
    # "A gunman killed 12" says how; nature and accidents have no armed agent.
    agents = [member for agent in reader.tree.agents(item.index) for member in reader.tree.conjuncts(agent)]
    return not any(reader.classes[agent] & _ARMED for agent in agents)


def take_cause(item: Found, number: int, last: tuple[int, Found] | None) -> Found:
    """The trigger with the type of the nearest act told before, which is most likely what the harm comes of.

    Args:
        item: A bare consequence.
        number: That of its sentence.
        last: The last harmful act told before, with the number of its sentence; None where none is.
    """
    if last is None or number - last[0] > _CAUSE_SENTENCES:
        return item
    act = last[1]
    if family_of(act.type) == family_of(item.type):
        return item
    return replace(item, type=act.type, score=min(item.score, act.score), rule="lexicon, type of the act before")
