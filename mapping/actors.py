"""Document -> Actor: who did it and to whom, from the parse around each trigger."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from mapping.event_types import family_of
from mapping.model import Actor, ParsedDocument, Resolution, Token, Toll, Trigger
from mapping.resolution.order import find_between
from mapping.telling.known_names import Known
from mapping.telling.lexicon import STATEMENT, Reader, is_statement, load_lexicon
from mapping.telling.naming import (
    PERSON,
    STATE,
    WORLD,
    find_country,
    find_kind,
    find_label,
    find_phrase,
    is_aged,
    is_person,
    names_land,
    names_place,
)
from mapping.telling.parties import find_doers, find_harmed, find_owners, find_speakers, find_subject, find_sufferers
from mapping.telling.syntax import PASSIVE_SUBJECTS, SUBJECTS

_BETWEEN_STATES = frozenset({"diplomacy", "economy"})
# In these "both countries" are parties.
_LANDS = frozenset({"country", "nation", "power"})
# In these "Israeli" before the act means the state, elsewhere its people.
_BY_STATES = _BETWEEN_STATES | {"strike", "battle", "attack"}
_HARM = frozenset({"battle", "strike", "attack", "riot", "protest", "disaster", "accident", "crime", "health"})
# In these somebody of whom no more is said is a private person, also who does it.
_PRIVATE = frozenset({"crime", "accident", "disaster", "health"})
# In these things act for those whose they are: "Russian missiles hit the port".
_BY_MEANS = _BY_STATES | {"riot", "security"}
_UNREST = frozenset({"protest", "riot"})
_BY_NOBODY = frozenset({"disaster"})
_PRONOUNS = frozenset({"PRON", "DET"})
_FITS = {word: word for word in ("they", "he", "she", "it")} | {
    "them": "they", "their": "they", "him": "he", "his": "he", "her": "she", "its": "it"
}  # fmt: skip
_OBJECTIVE = frozenset({"them", "him", "her"})
_TOGETHER = frozenset({"family", "group", "crew", "team", "crowd", "couple", "pair", "public", "community"})
_NAMING = SUBJECTS | PASSIVE_SUBJECTS
_TOLD = _NAMING | {"dobj", "pobj", "conj", "appos"}
_BODIES = frozenset(
    {"state_force", "rebel", "militia", "police", "government", "party", "court", "company", "aid", "organisation"}
    | {WORLD}
)
# They come when harm is done: of a shooting that "paramedics found the girl" tells, they are not who shot.
_HELPERS = frozenset({"police", "rescuers", "health", "aid", "court"})
_HARMFUL = frozenset({"strike", "attack", "accident", "crime"})
_POLICED = frozenset({"crime.investigation", "crime.trial", "crime.trafficking"})
_OF_LAW, _TRIED = (
    frozenset({"crime.trial", "crime.investigation", "security.arrest"}),
    frozenset({"appear", "remain", "await", "face", "stand"}),
)
# The adjective before these says where: "the Syrian uprising".
_TURMOILS = frozenset({"war", "uprising", "conflict", "revolt", "rebellion", "insurgency", "crisis", "unrest", "civil"})
# States without an adjective of their own.
_OWN_ADJECTIVE = frozenset(
    {"us", "u.s.", "uk", "u.k.", "un", "u.n.", "eu", "e.u.", "nato", "states", "nations", "union"}
)
# How far behind a phrase what says it again begins at most: behind a comma and an article.
_COMMA = 3


@dataclass(frozen=True, slots=True)
class _Search:
    """What the questions about one trigger's parties share; `resolutions` are those of the sentences around it."""

    parsed: ParsedDocument
    trigger: Trigger
    resolutions: Sequence[Resolution]
    known: Mapping[str, Known]

    @property
    def family(self) -> str:
        return family_of(self.trigger.type)


def find_actors(
    parsed: ParsedDocument,
    trigger: Trigger,
    resolutions: Sequence[Resolution],
    known: Mapping[str, Known] = MappingProxyType({}),
    tolls: Sequence[Toll] = (),
) -> tuple[Actor, ...]:
    """Find who did what the trigger tells, and to whom.

    Args:
        parsed: The document with its sentences.
        trigger: One of the document's triggers.
        resolutions: Of the whole document, in text order; a demonym or country inside a phrase gives its country.
        known: Who the persons are whom the document names, as `find_known` tells it.
        tolls: The counts of the sentence that the trigger tells; whom they count it befell.

    Returns:
        Actors first, then recipients, each in text order. Only people, groups, offices, states and companies count;
        a pronoun gives the nearest noun before it that it can stand for, in its sentence or the last.
    """
    # A pronoun may stand for somebody of the sentence before.
    before, sentence = parsed.sentences[max(0, trigger.sentence - 1)], parsed.sentences[trigger.sentence]
    search = _Search(parsed, trigger, find_between(resolutions, before.start, sentence.end), known)
    reader = Reader(sentence, load_lexicon())
    found: dict[tuple[int, int], Actor] = {}
    for role, sets in (
        ("actor", list(_list_doers(search, reader))),
        ("recipient", list(_list_sufferers(search, reader))),
    ):
        for heads in sets:
            actors = list(_name_parties(search, reader, heads, role))
            for actor in actors:
                found.setdefault((actor.start, actor.end), actor)
            if actors:
                break
    if search.family in _HARM:
        for actor in _name_parties(search, reader, find_harmed(reader, trigger.token), "recipient"):
            found.setdefault((actor.start, actor.end), actor)
    counted = [find_counted(reader, toll) for toll in tolls]
    for actor in _name_parties(search, reader, counted, "recipient"):
        found.setdefault((actor.start, actor.end), actor)
    return tuple(sorted(found.values(), key=lambda actor: (actor.role, actor.start)))


def find_counted(reader: Reader, toll: Toll) -> int:
    """The word for those whom a count counts: of "at least 12 people were killed" the people."""
    tree = reader.tree
    last = max(token.index for token in tree.tokens if token.start < toll.end)
    return tree.tokens[last].head if tree.tokens[last].dep in ("nummod", "amod") else last


def _list_doers(search: _Search, reader: Reader) -> Iterator[list[int]]:
    """Who may have done it, the likeliest first; what is no word of speech itself is said by the speaker."""
    word = search.trigger.token
    if search.family in _BY_NOBODY or _is_tried(search):
        return
    if search.trigger.type == STATEMENT and not is_statement(search.trigger.lemma):
        yield find_speakers(reader, word)
    yield from find_doers(reader, word)


def _list_sufferers(search: _Search, reader: Reader) -> Iterator[list[int]]:
    """Whom it may have befallen, the likeliest first."""
    if _is_tried(search):
        yield find_subject(reader.tree, search.trigger.token)
    yield from find_sufferers(reader, search.trigger.token)


def _is_tried(search: _Search) -> bool:
    """Whether the verb says what becomes of somebody before the law: "appears in court", "remains in jail"."""
    return search.trigger.type in _OF_LAW and search.trigger.lemma in _TRIED


def _name_parties(search: _Search, reader: Reader, heads: Sequence[int], role: str) -> Iterator[Actor]:
    """The parties among the words; for a thing that acts its owner, for a pronoun what it stands for."""
    for head in sorted(set(heads)):
        if reader.tree.tokens[head].text.lower() in _FITS:
            named = _find_named(search, reader, reader.tree.tokens[head], role)
            if named is not None:
                yield named
            continue
        for member in _expand(reader, head):
            actor = _make_actor(search, reader, member, role)
            if actor is not None:
                yield actor
            elif role == "actor":
                owners = _find_behind(search, reader, member)
                yield from filter(None, (_make_actor(search, reader, owner, role) for owner in owners))


def _find_behind(search: _Search, reader: Reader, index: int) -> list[int]:
    """Who is meant by a word that is no party: whose thing it is, or of whom it says more ("X, the first to visit")."""
    token = reader.tree.tokens[index]
    if token.dep == "appos":
        return [token.head]
    if names_place(reader, index, search.resolutions):
        return []
    return find_owners(reader, index) if search.family in _BY_MEANS and index != search.trigger.token else []


def _find_named(search: _Search, reader: Reader, pronoun: Token, role: str) -> Actor | None:
    """Who is meant where the sentence only has "they", "he", "she" or "it"."""
    number, sentence = search.trigger.sentence, reader.sentence
    earlier = search.parsed.sentences[number - 1] if number and search.parsed.sentences[number - 1].tokens else None
    is_object = pronoun.text.lower() in _OBJECTIVE and pronoun.dep != "nsubj"
    acting = {doer for doers in find_doers(reader, search.trigger.token) for doer in doers}
    for place, before in ((sentence, pronoun.index), (earlier, None)):
        if place is None or place.paragraph < sentence.paragraph - 1:
            continue
        names = reader if place is sentence else Reader(place, load_lexicon())
        tokens = place.tokens[:before]
        # What is done to him is not done by him: the subject is another, and the nearest noun is likeliest.
        for token in reversed(tokens) if is_object else tokens:
            if token.dep not in (_TOLD if is_object else _NAMING) or token.pos not in ("NOUN", "PROPN"):
                continue
            if is_object and place is sentence and token.index in acting:
                continue
            actor = _make_actor(search, names, token.index, role)
            if actor is not None and _can_stand(_FITS[pronoun.text.lower()], names, token, actor):
                return replace(actor, pronoun=pronoun.text)
    return None


def _can_stand(pronoun: str, reader: Reader, token: Token, actor: Actor) -> bool:
    """Whether the pronoun can mean the noun: "they" means many or a body, "it" a body, "he" and "she" one person."""
    is_pair = bool(reader.tree.with_dep(token.index, frozenset({"conj"})))
    is_plural, is_body = is_pair or token.tag in ("NNS", "NNPS"), actor.kind in _BODIES
    if pronoun == "they":
        return is_plural or is_body
    if token.lemma in _TOGETHER:
        return pronoun == "it"
    is_one = is_person(reader.tree, token.index) or find_label(reader, token) == "PERSON" or not is_body
    return not is_plural and (pronoun == "it") != is_one


def _expand(reader: Reader, head: int) -> Iterator[int]:
    """The members of "A and B", each named once; for "dozens of rebels", the rebels."""
    tree = reader.tree
    for member in _list_members(reader, head):
        counted = [obj for prep, obj in tree.prepositions(member) if tree.tokens[prep].lemma == "of"]
        is_measure = tree.tokens[member].lemma in reader.lexicon.classes["measure"] or tree.tokens[member].pos == "NUM"
        if counted and is_measure:
            yield from (one for first in counted for one in _list_members(reader, first))
        else:
            yield member


def _list_members(reader: Reader, head: int) -> Iterator[int]:
    tree = reader.tree
    yield head
    for child in tree.children[head]:
        dep = tree.tokens[child].dep
        if dep == "conj" or (dep == "appos" and not _says_again(reader, head, child)):
            yield from _list_members(reader, child)


def _says_again(reader: Reader, head: int, added: int) -> bool:
    """Whether an apposition names the same party: "the governor, Ann Roe". Commas part lists as well."""
    tree = reader.tree
    one, other = tree.tokens[head], tree.tokens[added]
    is_list = any(tree.tokens[child].dep in ("conj", "cc") for child in tree.children[added])
    is_person = {find_label(reader, token) == "PERSON" for token in (one, other)}
    is_alike = one.pos == other.pos and len(is_person) == 1
    are_many = {token.tag in ("NNS", "NNPS") for token in (one, other)}
    return len(are_many) == 1 if is_alike and not is_list else not is_alike and not (is_list and are_many == {False})


def _make_actor(search: _Search, reader: Reader, head: int, role: str) -> Actor | None:
    tree = reader.tree
    token = tree.tokens[head]
    is_demonym = token.pos == "ADJ" and find_label(reader, token) == "NORP"
    if token.pos in _PRONOUNS or token.pos in ("VERB", "AUX") or _is_scene(search, reader, head, role):
        return None
    if token.pos == "ADJ" and not (is_demonym or is_aged(tree, head) or _says_who(search, token, role)):
        return None
    first, last, kind = _find_party(search, reader, head)
    if is_demonym and kind == PERSON:
        if _is_turmoil(search, reader, head) or _tells_where(search, reader, head):
            return None
        kind = STATE if search.family in _BY_STATES else PERSON if search.family in _UNREST else ""
    again = _recall(search, reader, head)
    # "King" alone is no king where the text speaks of Ann King.
    if again is not None and (kind in ("", PERSON) or first == last):
        kind = again.kind or PERSON
    if not kind and search.family in _BETWEEN_STATES and token.lemma in _LANDS:
        kind = STATE
    if not kind or _only_came(search, kind, role):
        return None
    start, end = tree.tokens[first].start, tree.tokens[last].end
    return Actor(
        start=start,
        end=end,
        text=search.parsed.document.text[start:end],
        head=token.text,
        role=role,
        kind=_name_kind(search, reader, head, kind, role),
        country_code=find_country(start, end, search.resolutions) or (again.country_code if again else ""),
    )


def _recall(search: _Search, reader: Reader, head: int) -> Known | None:
    """What the text says elsewhere of a person whose name the word is."""
    token = reader.tree.tokens[head]
    is_name = token.pos == "PROPN" and find_label(reader, token) in ("PERSON", "")
    return search.known.get(token.text.lower()) if is_name else None


def _says_who(search: _Search, token: Token, role: str) -> bool:
    """Whether an adjective before the act says who does it: "a terrorist attack"."""
    return role == "actor" and token.dep == "amod" and token.head == search.trigger.token and search.family in _HARM


def _is_turmoil(search: _Search, reader: Reader, head: int) -> bool:
    """Whether the word before the act says whose land is in turmoil, not who acts."""
    token = reader.tree.tokens[search.trigger.token]
    return token.lemma in _TURMOILS and reader.tree.tokens[head].head == token.index


def _tells_where(search: _Search, reader: Reader, head: int) -> bool:
    """Whether a land's adjective is said of the place behind it: "the Syrian Idlib attack"."""
    following = reader.tree.tokens[head + 1 : search.trigger.token]
    return bool(following) and names_place(reader, following[0].index, search.resolutions)


def _only_came(search: _Search, kind: str, role: str) -> bool:
    """Whether helpers stand beside a verb that no row of the lexicon names, as "police were called to the house"."""
    if not search.trigger.typed_by.startswith("model") or kind not in _HELPERS:
        return False
    if search.trigger.type in _POLICED:
        return role == "recipient" and kind == "police"
    return search.family in _HARMFUL


def _find_party(search: _Search, reader: Reader, head: int) -> tuple[int, int, str]:
    """First and last index of the words that name a party, and its kind, with what an apposition says of it."""
    tree, is_unrest = reader.tree, search.family in _UNREST
    token = tree.tokens[head]
    first, last = find_phrase(reader, head)
    kind = find_kind(reader, head, first, last, is_unrest=is_unrest)
    added = tree.with_dep(head, frozenset({"appos"}))
    again = next((child for child in added if _says_again(reader, head, child)), None)
    if again is None:
        return first, last, kind
    said = find_phrase(reader, again)
    also = find_kind(reader, again, *said, is_unrest=is_unrest)
    # A word says more than what the language model takes a name for.
    kinds = (also, kind) if token.pos == "PROPN" else (kind, also)
    # "The governor, Ann Roe" is told whole; of "Ann Roe, the governor" the name.
    is_told_whole = find_label(reader, token) in ("", "NORP") and said[0] - last <= _COMMA
    whole = max(last, said[1]) if is_told_whole and find_label(reader, tree.tokens[again]) else last
    return first, whole, next((one for one in kinds if one not in ("", PERSON)), kind or also)


def _name_kind(search: _Search, reader: Reader, head: int, kind: str, role: str) -> str:
    """Of whom no more is said is a civilian where he came to harm or did a private thing; a land is its state."""
    if kind == PERSON:
        is_somebody = _is_somebody(reader, head) or _recall(search, reader, head) is not None
        return "civilians" if is_somebody and search.family in (_HARM if role == "recipient" else _PRIVATE) else ""
    return STATE if kind == "organisation" and names_land(reader, head, search.resolutions) else kind


def _is_somebody(reader: Reader, head: int) -> bool:
    """Whether a word means a person or people, and not the people of a land."""
    token = reader.tree.tokens[head]
    return token.pos == "NOUN" or is_person(reader.tree, head) or find_label(reader, token) == "PERSON"


def _is_scene(search: _Search, reader: Reader, head: int, role: str) -> bool:
    """Whether a place's name stands for the scene and not for its government: "the Paris attack", "bombed Aleppo"."""
    tree = reader.tree
    if not names_place(reader, head, search.resolutions):
        return False
    first = tree.first_conjunct(head)
    dep, above = tree.tokens[first].dep, tree.head(first)
    if dep == "pobj" and above is not None and tree.tokens[above].lemma in ("by", "between"):
        return False
    if dep == "pobj" and above is not None and tree.tokens[above].lemma in ("to", "at", "in"):
        return not search.trigger.is_reporting
    if dep in ("compound", "nmod", "amod") and tree.tokens[head].text.lower() not in _OWN_ADJECTIVE:
        return True
    if dep in ("poss", "compound", "nmod", "amod"):
        return search.family not in _BY_STATES
    # "China is expected to end lockdowns": it acts, though in the passive voice.
    acts = dep in ("nsubj", "agent") or (dep == "nsubjpass" and role == "actor")
    return not (acts or search.family in _BETWEEN_STATES)
