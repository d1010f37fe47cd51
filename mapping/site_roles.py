"""What a place is to a trigger in its sentence: where it happened, a goal, an origin, an actor, a speaker's seat.

Each step of the parse between the two has a weight, and a role's score is their product. `geodata/place_roles.csv` has
the weights: of prepositions on the trigger itself or on the verb that it hangs on, of prepositions nested inside that
phrase ("at a base near Mosul"), of other steps down to the place, and of steps up from the trigger.
"""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from mapping.event_types import family_of, read_table
from mapping.lexicon import Lexicon, Reader, load_lexicon
from mapping.model import MentionKind, ParsedDocument, Trigger
from mapping.settings import find_folder
from mapping.sites import Site, describe_path

_OTHER_PREPOSITION, _OTHER_STEP = 0.4, 0.7
_OBJECT_FAMILIES = frozenset(
    {"battle", "strike", "attack", "riot", "security", "disaster", "accident", "humanitarian", "health", "crime"}
)
_AIMED_AT_ACTORS = frozenset({"diplomacy.statement", "diplomacy.threat", "diplomacy.sanction"})
_LEAVING = frozenset(
    {"security.territory_transfer", "humanitarian.displacement", "diplomacy.prisoner", "humanitarian.rescue"}
)
_SEATS = ("government", "state_force", "court", "party", "company", "rebel", "militia")
_LOCALS = frozenset({"resident", "inhabitant", "villager", "local", "native", "outskirt", "suburb", "mayor", "sheriff"})


@cache
def _load_weights() -> Mapping[str, Mapping[str, float]]:
    """Weights by part (preposition, nested, step, climb) and word or dependency."""
    weights: dict[str, dict[str, float]] = defaultdict(dict)
    for row in read_table(find_folder("geodata") / "place_roles.csv"):
        weights[row["part"]][row["word"]] = float(row["weight"])
    return weights


def score_role(parsed: ParsedDocument, trigger: Trigger, site: Site) -> tuple[float, str]:
    """How likely the event was at the site, by their places in the sentence alone.

    Args:
        parsed: The document with its sentences.
        trigger: A trigger in the site's sentence.
        site: Where the event may have been.

    Returns:
        A score in 0..1 and the rule: own phrase, object, clause, speaker's seat, origin, actor, or sentence.
    """
    if site.kind is MentionKind.ORGANISATION:
        return 0.0, "name of an organisation"
    steps, meeting, climb = describe_path(parsed, site, trigger.token)
    reader = Reader(parsed.sentences[trigger.sentence], load_lexicon())
    if site.kind is MentionKind.DEMONYM:
        return 0.0, "demonym"
    score, rule = _score_descent(reader, trigger, site, steps, meeting)
    if climb:
        score, rule = _score_climb(reader, trigger, site, climb, meeting, steps, score, rule)
    return score, rule


def _score_descent(
    reader: Reader, trigger: Trigger, site: Site, steps: tuple[str, ...], meeting: int
) -> tuple[float, str]:
    """From the word that both hang on down to the site."""
    if not steps:
        return 0.5, "sentence"
    top, inner = steps[-1], steps[:-1]
    weights, score = _load_weights(), 1.0
    for step in inner:
        part, _, word = step.partition(":")
        score *= weights["nested"].get(word, 0.95) if word else weights["step"].get(part, _OTHER_STEP)
    score *= _weigh_nouns(reader, site, meeting)
    if top.startswith("prep:"):
        word = top.removeprefix("prep:")
        if word == "from" and (
            trigger.type in _LEAVING or trigger.lemma in ("withdraw", "escape", "retreat", "report")
        ):
            return score * 0.85, "own phrase"
        return score * weights["preposition"].get(
            word, _OTHER_PREPOSITION
        ), "origin" if word == "from" else "own phrase"
    is_bare = all(step in ("compound", "appos", "conj", "nmod", "amod") for step in inner)
    if top in ("dobj", "nsubjpass", "oprd", "attr"):
        return score * _weigh_object(reader, trigger, meeting, is_bare=is_bare), "object"
    if top in ("nsubj", "agent", "poss") and is_bare:
        is_fallen = trigger.lemma in ("fall", "erupt", "flood") or family_of(trigger.type) == "disaster"
        return (0.6, "subject") if is_fallen else (0.45 if top == "poss" else 0.12, "actor")
    if top in ("compound", "nmod", "amod") and is_bare:
        return score * 0.85, "own phrase"
    if top == "npadvmod" or top == "advmod":
        return score * 0.8, "own phrase"
    return score * weights["step"].get(top, _OTHER_STEP), "clause"


def _weigh_object(reader: Reader, trigger: Trigger, meeting: int, *, is_bare: bool) -> float:
    """Objects of acts on places and people are where these happen; objects of speech and sport are not."""
    lemma = reader.tree.tokens[meeting].lemma
    if lemma in reader.lexicon.classes["goal_verb"]:
        return 0.93
    if trigger.type in _AIMED_AT_ACTORS or lemma in reader.lexicon.classes["reporting"]:
        return 0.12 if is_bare else 0.3
    if family_of(trigger.type) in _OBJECT_FAMILIES:
        return 0.93
    return 0.25 if is_bare else 0.7


def _weigh_nouns(reader: Reader, site: Site, meeting: int) -> float:
    """People and offices between: "the Iranian president", "a man from Rome", "police in Cairo" are not all there."""
    tree, lexicon = reader.tree, reader.lexicon
    weight = 1.0
    current = site.token
    linked = tree.tokens[current].dep
    for head in tree.ancestors(site.token):
        token = tree.tokens[head]
        if head == meeting:
            break
        if token.pos in ("NOUN", "PROPN"):
            weight *= _weigh_noun(reader, lexicon, head, linked)
        if token.dep in ("prep", "agent"):
            linked = token.lemma
        elif token.dep != "pobj":
            linked = token.dep
        current = head
    return weight


def _weigh_noun(reader: Reader, lexicon: Lexicon, index: int, linked: str) -> float:
    token, classes = reader.tree.tokens[index], reader.classes[index]
    if token.lemma in _LOCALS or "place_word" in classes or "building" in classes:
        return 1.0
    is_tight = linked in ("poss", "compound", "nmod", "of", "amod", "for")
    if any(seat in classes for seat in _SEATS):
        return 0.3 if is_tight else 0.6
    if "police" in classes:
        return 0.75
    if any(kind in classes for kind in lexicon.actor_kinds):
        return 0.55 if is_tight or linked == "from" else 0.85
    return 1.0


def _score_climb(
    reader: Reader,
    trigger: Trigger,
    site: Site,
    climb: tuple[str, ...],
    meeting: int,
    steps: tuple[str, ...],
    score: float,
    rule: str,
) -> tuple[float, str]:
    """From the trigger up to the word that the site hangs on."""
    token = reader.tree.tokens[meeting]
    weight = 1.0
    for dep in climb:
        weight *= _load_weights()["climb"].get(dep, _OTHER_STEP)
    if "ccomp" in climb and token.lemma in reader.lexicon.classes["reporting"]:
        fronted = bool(steps) and steps[-1].startswith("prep:") and site.token < meeting and site.token < trigger.token
        return (score * 0.6, "clause") if fronted and token.index > site.token else (score * 0.3, "speaker's seat")
    if rule in ("actor", "origin"):
        return score * weight, rule
    is_close = all(dep in ("dobj", "nsubj", "nsubjpass", "pobj", "prep", "agent", "attr", "oprd") for dep in climb)
    if is_close and rule == "object" and len(climb) == 1:
        return score * 0.9, "clause"
    return score * weight, rule if is_close and rule == "own phrase" else "clause"
