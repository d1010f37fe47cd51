"""Document -> Actor: who did it and to whom, from the parse around each trigger."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from mapping.event_types import family_of
from mapping.kinds import MentionKind
from mapping.model import Actor, ParsedDocument, Resolution, Token, Trigger
from mapping.telling.lexicon import Reader, load_lexicon
from mapping.telling.syntax import MODIFIERS, OBJECTS, PASSIVE_SUBJECTS, SUBJECTS

_KEPT_DEPS = MODIFIERS | {"det", "quantmod", "advmod", "punct", "case"}
_NAME_LABELS = frozenset({"ORG", "PERSON", "NORP", "GPE"})
_GENERIC = frozenset(
    {"force", "group", "member", "leader", "fighter", "supporter", "side", "troops", "man", "official"}
)
_BETWEEN_STATES = frozenset({"diplomacy", "economy"})
_UNREST = frozenset({"protest", "riot"})
_PRONOUNS = frozenset({"PRON", "DET"})
_FITS = frozenset({"they", "he", "she", "it"})
_NAMING = SUBJECTS | PASSIVE_SUBJECTS
_BODIES = frozenset(
    {"state_force", "rebel", "militia", "police", "government", "party", "court", "company", "aid", "organisation"}
)
# One of a body's kind: "the officer", "the minister".
_PERSONS = frozenset(
    {"officer", "soldier", "policeman", "policewoman", "minister", "president", "judge", "general", "colonel", "bomber"}
    | {
        "militant",
        "rebel",
        "fighter",
        "guard",
        "detective",
        "mayor",
        "governor",
        "senator",
        "king",
        "queen",
        "spokesman",
    }
    | {"spokeswoman", "ambassador", "envoy", "leader", "commander", "prosecutor", "official", "candidate", "lawmaker"}
)
_KIND_BY_LABEL = {"PERSON": "person", "GPE": "government", "ORG": "organisation"}


def find_actors(parsed: ParsedDocument, trigger: Trigger, resolutions: Sequence[Resolution]) -> tuple[Actor, ...]:
    """Find who did what the trigger tells, and to whom.

    Args:
        parsed: The document with its sentences.
        trigger: One of the document's triggers.
        resolutions: Of the whole document; a demonym or country inside a phrase gives its country.

    Returns:
        Actors first, then recipients, each in text order. Only people, groups, offices, states and companies count;
        a pronoun that acts gives the nearest subject before it that it can stand for, in its sentence or the last.
    """
    reader = Reader(parsed.sentences[trigger.sentence], load_lexicon())
    tree = reader.tree
    found: dict[tuple[int, int], Actor] = {}
    patients = tree.patients(trigger.token) + _find_harmed(reader, trigger.token)
    for role, heads in (("actor", tree.agents(trigger.token)), ("recipient", patients)):
        for member in sorted({member for head in heads for member in _expand(reader, head)}):
            actor = _make_actor(parsed, reader, member, role, trigger, resolutions)
            if actor is not None:
                found.setdefault((actor.start, actor.end), actor)
    if not any(actor.role == "actor" for actor in found.values()):
        named = _find_named(parsed, reader, trigger, resolutions)
        if named is not None:
            found.setdefault((named.start, named.end), named)
    return tuple(sorted(found.values(), key=lambda actor: (actor.role, actor.start)))


def _find_named(
    parsed: ParsedDocument, reader: Reader, trigger: Trigger, resolutions: Sequence[Resolution]
) -> Actor | None:
    """Who acts where the sentence only has "they", "he", "she" or "it"."""
    agents = [reader.tree.tokens[agent] for agent in reader.tree.agents(trigger.token)]
    pronoun = next((token for token in agents if token.text.lower() in _FITS), None)
    if pronoun is None:
        return None
    number, sentence = trigger.sentence, parsed.sentences[trigger.sentence]
    earlier = parsed.sentences[number - 1] if number and parsed.sentences[number - 1].tokens else None
    for place, before in ((sentence, pronoun.index), (earlier, None)):
        if place is None or place.paragraph < sentence.paragraph - 1:
            continue
        names = Reader(place, load_lexicon())
        for token in place.tokens[:before]:
            if token.dep not in _NAMING or token.pos not in ("NOUN", "PROPN"):
                continue
            actor = _make_actor(parsed, names, token.index, "actor", trigger, resolutions)
            if actor is not None and _can_stand(pronoun.text.lower(), token, actor):
                return replace(actor, pronoun=pronoun.text)
    return None


def _can_stand(pronoun: str, token: Token, actor: Actor) -> bool:
    """Whether the pronoun can mean the noun: "they" means many or a body, "it" a body, "he" and "she" one person."""
    is_plural, is_body = token.tag in ("NNS", "NNPS"), actor.kind in _BODIES
    if pronoun == "they":
        return is_plural or is_body
    return not is_plural and (pronoun == "it") == (is_body and token.lemma not in _PERSONS)


def _find_harmed(reader: Reader, index: int) -> list[int]:
    """Whom a noun's event harmed, as the verb says that it is the subject of: "the blast killed two guards"."""
    tree = reader.tree
    token, verb = tree.tokens[index], tree.head(index)
    if token.pos == "VERB" or token.dep != "nsubj" or verb is None:
        return []
    harms = [one for one in tree.conjuncts(verb) if tree.tokens[one].lemma in reader.lexicon.classes["consequence"]]
    return [patient for harm in harms for patient in tree.with_dep(harm, OBJECTS)]


def _expand(reader: Reader, head: int) -> Iterator[int]:
    """The members of "A and B"; for "dozens of rebels", the rebels."""
    tree = reader.tree
    for member in tree.conjuncts(head):
        counted = [obj for prep, obj in tree.prepositions(member) if tree.tokens[prep].lemma == "of"]
        if counted and tree.tokens[member].lemma in reader.lexicon.classes["measure"]:
            yield from counted
        else:
            yield member


def _make_actor(
    parsed: ParsedDocument, reader: Reader, head: int, role: str, trigger: Trigger, resolutions: Sequence[Resolution]
) -> Actor | None:
    tree = reader.tree
    token = tree.tokens[head]
    if token.pos in _PRONOUNS or token.pos in ("VERB", "AUX") or _is_scene(reader, trigger, head):
        return None
    first, last = _find_phrase(reader, head)
    kind = _find_kind(reader, head, first, last, is_unrest=family_of(trigger.type) in _UNREST)
    if not kind:
        return None
    start, end = tree.tokens[first].start, tree.tokens[last].end
    return Actor(
        start=start,
        end=end,
        text=parsed.document.text[start:end],
        head=token.text,
        role=role,
        kind="" if kind == "person" else kind,
        country_code=_find_country(start, end, resolutions),
    )


def _is_scene(reader: Reader, trigger: Trigger, head: int) -> bool:
    """Whether a place's name stands for the scene and not for its government: "the Paris attack", "bombed Aleppo"."""
    named = any(
        entity.label in ("GPE", "LOC", "FAC") and entity.start <= reader.tree.tokens[head].start < entity.end
        for entity in reader.sentence.entities
    )
    speaks = reader.tree.tokens[head].dep in ("nsubj", "agent") or family_of(trigger.type) in _BETWEEN_STATES
    return named and not speaks


def _find_phrase(reader: Reader, head: int) -> tuple[int, int]:
    """First and last index of the noun phrase: modifiers, and "of" where it is part of a name."""
    tree = reader.tree
    first = last = head
    for child in tree.children[head]:
        token = tree.tokens[child]
        if token.dep in _KEPT_DEPS and child < head and not (token.dep == "punct" and child + 1 != head):
            first = min(first, tree.span(child)[0])
    for entity in reader.sentence.entities:
        inside = [token.index for token in tree.tokens if entity.start <= token.start < entity.end]
        if head in inside and entity.label in _NAME_LABELS:
            first, last = min(first, inside[0]), max(last, inside[-1])
    while last > head and tree.tokens[last].pos in ("PART", "PUNCT"):
        last -= 1
    while first < head and tree.tokens[first].pos in ("PUNCT", "DET"):
        first += 1
    return first, last


def _find_kind(reader: Reader, head: int, first: int, last: int, *, is_unrest: bool) -> str:
    """The kind of actor by its head word, by its modifiers where the head is general, else by the kind of name.

    Students and farmers are protesters where they protest (`is_unrest`), else civilians.
    """
    kinds = [kind for kind in reader.lexicon.actor_kinds if kind != "protesters" or is_unrest]
    kinds += [kind for kind in reader.lexicon.actor_kinds if kind not in kinds]
    own = [kind for kind in kinds if kind in reader.classes[head]]
    around = [
        kind
        for index in range(first, last + 1)
        # "An official residence" is no official.
        if index != head and not (reader.tree.tokens[index].pos == "ADJ" and "government" in reader.classes[index])
        for kind in kinds
        if kind in reader.classes[index]
    ]
    specific = [kind for kind in around if kind not in ("civilians", "government")]
    if own and not (reader.tree.tokens[head].lemma in _GENERIC and specific):
        return own[0]
    if around:
        return (specific or around)[0]
    labels = [
        entity.label
        for entity in reader.sentence.entities
        if entity.start <= reader.tree.tokens[head].start < entity.end and entity.label in _KIND_BY_LABEL
    ]
    return _KIND_BY_LABEL[labels[0]] if labels else ""


def _find_country(start: int, end: int, resolutions: Sequence[Resolution]) -> str:
    inside = [found for found in resolutions if start <= found.mention.start and found.mention.end <= end]
    inside.sort(key=lambda found: found.mention.kind is not MentionKind.DEMONYM)
    return next((found.place.country_code for found in inside if found.place is not None), "")
