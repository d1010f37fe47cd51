"""What a place is to a trigger in its sentence: where it happened, a goal, an origin, an actor, a speaker's seat.

Each step of the parse between the two has a weight, and a role's score is their product. `geodata/place_roles.csv` has
the weights: of prepositions on the trigger itself or on the verb that it hangs on, of prepositions nested inside that
phrase ("at a base near Mosul"), of other steps down to the place, and of steps up from the trigger.
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from mapping.event_types import SPEECH_TYPES, family_of
from mapping.kinds import MentionKind
from mapping.model import ParsedDocument, Trigger
from mapping.settings import find_folder
from mapping.tables import read_table
from mapping.telling.homes import tells_where_to
from mapping.telling.lexicon import Reader, load_lexicon
from mapping.telling.sites import GROUND, Site, describe_path, fineness
from mapping.telling.syntax import PASSIVE_SUBJECTS, SUBJECTS

_OTHER_PREPOSITION, _OTHER_STEP = 0.4, 0.7
_PHYSICAL = frozenset(
    {"battle", "strike", "attack", "riot", "security", "disaster", "accident", "humanitarian", "health", "crime"}
)
# Acts of offices and companies: where they sit is where these happen, unless the text tells better.
_OF_OFFICES = frozenset({"politics", "economy", "health", "other"})
_OFFICE_TYPES = frozenset(
    {"crime.trial", "crime.fraud", "crime.cyber", "crime.investigation", "security.weapons_test", "security.restrict"}
)
_LEAVING = frozenset(
    {"security.territory_transfer", "humanitarian.displacement", "diplomacy.prisoner", "humanitarian.rescue"}
    | {"attack.abduction"}
)
# Who rescues or kidnaps may come from afar.
_BY_PEOPLE = frozenset({"humanitarian.rescue", "attack.abduction"})
_LEAVING_VERBS = frozenset({"withdraw", "escape", "retreat", "report"})
# Who arrives from a place is no longer there.
_COMING = frozenset({"arrive", "come", "return", "send"})
_SEATS = ("government", "state_force", "court", "party", "company", "rebel", "militia")
_SEATS_AND_OFFICES = frozenset({*_SEATS, "office"})
_OF_ORIGIN = frozenset({"based", "born", "led", "backed", "linked", "owned", "made", "built", "listed", "trained"})
_TITLES = frozenset({"compound", "appos", "nmod", "amod"})
_LOCAL_SEATS = ("police", "rescuers", "court", "health", "government", "building")
_LOCALS = frozenset({"resident", "inhabitant", "villager", "local", "native", "outskirt", "suburb", "mayor", "sheriff"})
_BARE = frozenset({"compound", "appos", "conj", "nmod", "amod"})
_CLOSE = frozenset({"dobj", "nsubj", "nsubjpass", "pobj", "prep", "agent", "attr", "oprd"})
_TIGHT = frozenset({"poss", "compound", "nmod", "of", "amod", "for"})
# An adverbial clause without its own subject tells of the same scene; this lifts the weight of a clause to that.
_SHARED_CLAUSE = 1.6
_DIRECTIONS = frozenset(
    {"north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest", "mile", "km"}
)
_LOCAL_AUTHORITY, _OFFICE_SEAT, _COUNTRY = 0.42, 0.45, 5
# "The Egyptian elections", "the Syrian civil war" are there; "Egyptian strikes" may be anywhere.
_OF_A_LAND = frozenset({"protest", "riot", "politics", "economy", "disaster", "health", "humanitarian"})
_AT_HOME, _BOUND_FOR = 0.7, 0.2
_OF_FORCE = frozenset({"battle", "strike"})
# No adjective is usual beside these: "a United Arab Emirates air strike", but "a Russian" one.
_OWN_ADJECTIVES = re.compile(r"(?:[A-Z]\.?){2,3}|United [A-Z].*")
_FRONTED, _LOOSE, _OPENING = 0.6, 0.35, 3
# Who or what is from a place is told of because it is no longer there: "divers from Sarn", "a man, 44, from Sarn".
_NAMED, _FROM_ELSEWHERE = frozenset({"NOUN", "PROPN", "NUM", "ADJ"}), 0.2
# "Iraq, whose ports were bombed", "Sarn, where ten were held": what such a clause tells was there.
_OF_WHERE = 0.9


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
        A score in 0..1 and the rule: own phrase, object, clause, subject, origin, actor, office's seat, local
        authority, speaker's seat, or sentence.
    """
    return _Scorer(parsed, trigger, site).score()


class _Scorer:
    """One trigger and one site of its sentence."""

    def __init__(self, parsed: ParsedDocument, trigger: Trigger, site: Site) -> None:
        self._reader = Reader(parsed.sentences[trigger.sentence], load_lexicon())
        self._tree = self._reader.tree
        self._trigger, self._site = trigger, site
        self._steps, self._meeting, self._climb = describe_path(parsed, site, trigger.token)
        self._family = family = family_of(trigger.type)
        self._is_physical = family in _PHYSICAL
        self._is_of_office = family in _OF_OFFICES or trigger.type in _OFFICE_TYPES

    def score(self) -> tuple[float, str]:
        """The site's score and rule."""
        if self._site.kind is MentionKind.ORGANISATION:
            return self._score_organisation()
        if self._names_war() or self._is_hyphened() or self._is_remembered():
            return 0.0, "actor"
        if self._names_event():
            return _AT_HOME, "own phrase"
        if not self._names_ground():
            return (_OFFICE_SEAT, "office's seat") if self._is_of_office and self._is_actor() else (0.0, "actor")
        if self._tells_where():
            return _OF_WHERE, "own phrase"
        score, rule = self._score_descent()
        score *= _BOUND_FOR if tells_where_to(self._tree, self._site.token, self._trigger.token) else 1.0
        if self._climb:
            score, rule = self._score_climb(score, rule)
        if score < _FRONTED and self._opens_sentence():
            return _FRONTED, "clause"
        if score < _LOOSE and rule in ("own phrase", "clause", "sentence") and self._hangs_loose():
            return _LOOSE, rule
        if score < _OFFICE_SEAT and self._is_of_office and self._is_actor():
            return _OFFICE_SEAT, "office's seat"
        return score, rule

    def _tells_where(self) -> bool:
        """Whether the trigger stands in a clause of the place's own: "Sarn, where ten were held"."""
        if self._meeting != self._site.token or self._climb[-1:] != ("relcl",):
            return False
        above = [self._trigger.token, *self._tree.ancestors(self._trigger.token)]
        clause = above[above.index(self._meeting) - 1]
        first, last = self._tree.span(clause)
        return any(self._links_ground(index, clause) for index in range(first, last + 1))

    def _links_ground(self, index: int, clause: int) -> bool:
        """Whether a word is a clause's "where", or the "whose" of what is done there: "whose ports were hit"."""
        token = self._tree.tokens[index]
        if token.lemma.lower() == "where":
            return token.head == clause
        head = self._tree.tokens[token.head]
        return token.lemma.lower() == "whose" and head.head == clause and head.dep in PASSIVE_SUBJECTS | {"dobj"}

    def _opens_sentence(self) -> bool:
        """Whether the sentence starts with the place, "In Sarn, ...", which holds for all that is not said of it."""
        above = self._tree.ancestors(self._site.token)
        index = next((index for index in above if self._tree.tokens[index].dep == "prep"), None)
        if index is None or self._tree.tokens[index].lemma not in GROUND or index > _OPENING:
            return False
        behind = self._tree.tokens[self._site.token + 1 : self._site.token + 1 + _OPENING]
        if not any(token.text == "," for token in behind) or "ccomp" in self._climb:
            return False
        return self._trigger.token > self._site.token and "relcl" not in self._climb[:1]

    def _hangs_loose(self) -> bool:
        """Whether "in Sarn" stands in the trigger's clause, below another noun: parses often hang it too deep."""
        is_ground = False
        for index in self._tree.ancestors(self._site.token):
            token = self._tree.tokens[index]
            if index == self._meeting:
                return is_ground
            if token.dep == "prep" and token.lemma in GROUND:
                is_ground = True
            if token.pos in ("VERB", "AUX") or token.dep in ("relcl", "acl", "appos"):
                return False
        return False

    def _score_organisation(self) -> tuple[float, str]:
        """A town's police or hospital says where a local report is about; other names in organisations do not."""
        around = {self._site.token, *self._tree.ancestors(self._site.token)[:2]}
        is_local = any(kind in self._reader.classes[index] for index in around for kind in _LOCAL_SEATS)
        if is_local and fineness(self._site.place) <= 2 and self._is_physical:
            return _LOCAL_AUTHORITY, "local authority"
        return (
            (_OFFICE_SEAT, "office's seat") if is_local and self._is_of_office and self._is_actor() else (0.0, "actor")
        )

    def _names_ground(self) -> bool:
        """Whether the name stands for ground at all: "Lebanese border" does, "Lebanese soldiers", "US jets" do not."""
        token = self._tree.tokens[self._site.token]
        is_demonym = self._site.kind is MentionKind.DEMONYM
        is_modifier = token.dep in ("amod", "compound", "nmod") and fineness(self._site.place) == _COUNTRY
        if not (is_demonym or is_modifier):
            return True
        if token.dep not in ("amod", "compound", "nmod", "poss") or self._names_war():
            return False
        classes = self._reader.classes[token.head]
        is_whose = is_demonym or self._stands_for_adjective()
        return "place_word" in classes or "building" in classes or (not is_whose and token.head == self._trigger.token)

    def _stands_for_adjective(self) -> bool:
        """Whether a name before an act of force only says whose it is: "U.S. strikes" are American ones."""
        return self._family in _OF_FORCE and _OWN_ADJECTIVES.fullmatch(self._site.resolution.mention.text) is not None

    def _is_hyphened(self) -> bool:
        """Whether the name only says whose or from where something is: "a London-based firm", "US-backed rebels"."""
        behind = self._tree.tokens[self._site.token + 1 : self._site.token + 3]
        return [token.text for token in behind[:1]] == ["-"] and behind[-1].text.lower() in _OF_ORIGIN

    def _names_event(self) -> bool:
        """Whether the name is a land's before the event's own word, of a kind that happens at home."""
        token = self._tree.tokens[self._site.token]
        if token.head != self._trigger.token or token.dep not in ("amod", "compound", "nmod"):
            return False
        if self._tree.tokens[token.head].pos not in ("NOUN", "PROPN") or fineness(self._site.place) != _COUNTRY:
            return False
        before = self._tree.with_dep(token.head, _TITLES)
        is_civil = any(self._tree.tokens[word].lemma.lower() == "civil" for word in before)
        return is_civil or family_of(self._trigger.type) in _OF_A_LAND

    def _names_war(self) -> bool:
        """Whether the name is that of another war than the event itself: "jailed since the Gulf War"."""
        token = self._tree.tokens[self._site.token]
        head = self._tree.tokens[token.head]
        return (
            head.lemma.lower() == "war"
            and token.dep in ("amod", "compound", "nmod")
            and token.head != self._trigger.token
        )

    def _is_remembered(self) -> bool:
        """Whether it is where something was whose day comes round: "the anniversary of the Sarn massacre"."""
        above = self._tree.ancestors(self._site.token)
        below = above[: above.index(self._meeting)] if self._meeting in above else []
        return any(self._tree.tokens[index].lemma.lower() == "anniversary" for index in below)

    def _is_actor(self) -> bool:
        """Whether the name is in the phrase of who acts, or whose office it is; where a person is from is no office."""
        is_name = self._site.kind is not MentionKind.DEMONYM
        if self._site.is_home:
            return False
        if is_name and any(self._is_private(index) for index in self._tree.ancestors(self._site.token)[:2]):
            return False
        if "prep:from" in self._steps[:-1]:
            return False
        if not self._steps or self._meeting != self._trigger.token:
            return bool(self._steps) and self._steps[-1] in ("nsubj", "nsubjpass", "poss", "agent")
        nouns = [index for index in self._tree.ancestors(self._site.token) if index != self._meeting]
        is_office = any(kind in self._reader.classes[index] for index in nouns for kind in _SEATS)
        return self._steps[-1] in ("nsubj", "nsubjpass", "agent", "poss", "amod", "compound") or is_office

    def _is_private(self, index: int) -> bool:
        """Whether a token is a person who is not called by an office: "Fiji's Vijay Singh"."""
        if self._tree.tokens[index].pos != "PROPN" or "person" not in self._reader.classes[index]:
            return False
        titles = self._tree.with_dep(index, _TITLES)
        # The last word of "Chad King" is a name, whatever else it means.
        beside = titles or [index]
        return not any(_SEATS_AND_OFFICES & self._reader.classes[word] for word in beside)

    def _score_descent(self) -> tuple[float, str]:
        """From the word that both hang on down to the site."""
        if not self._steps:
            return 0.5, "sentence"
        top, inner = self._steps[-1], self._steps[:-1]
        weights, score = _load_weights(), self._weigh_nouns()
        for step in inner:
            part, _, word = step.partition(":")
            if word == "from" and self._is_leaving():
                continue
            score *= weights["nested"].get(word, 0.95) if word else weights["step"].get(part, _OTHER_STEP)
        if self._shares_subject():
            score *= _SHARED_CLAUSE
        if top.startswith("prep:"):
            return self._score_preposition(score, top.removeprefix("prep:"))
        is_bare = _BARE.issuperset(inner)
        is_name = {"appos", "conj"}.issuperset(inner)
        if top in ("dobj", "nsubjpass", "oprd", "attr"):
            about_person = 0.4 if not is_bare and self._is_about_person() else 1.0
            return score * about_person * self._weigh_object(is_bare=is_bare), "object"
        if top in ("nsubj", "agent", "poss") and is_name:
            is_fallen = self._trigger.lemma in ("fall", "erupt", "flood") or self._trigger.type.startswith("disaster")
            return (0.6, "subject") if is_fallen else (0.45 if top == "poss" else 0.12, "actor")
        if top in ("compound", "nmod", "amod", "npadvmod", "advmod"):
            return score * 0.85, "own phrase"
        if top in ("nsubj", "nsubjpass") and self._is_of_office:
            return score * 0.85, "clause"
        if top == "conj" and self._joins_clause():
            return score * 0.3, "clause"
        return min(1.0, score * weights["step"].get(top, _OTHER_STEP)), "clause"

    def _score_preposition(self, score: float, word: str) -> tuple[float, str]:
        if word == "from":
            if self._is_leaving():
                return score * 0.85, "own phrase"
            return score * (0.1 if self._tree.tokens[self._meeting].lemma in _COMING else 0.35), "origin"
        if word == "against" and not self._is_physical:
            return score * 0.15, "actor"
        return score * _load_weights()["preposition"].get(word, _OTHER_PREPOSITION), "own phrase"

    def _is_about_person(self) -> bool:
        """Whether the site only describes a person by name: "Berg, a planner of attacks in Paris, was caught"."""
        above = [index for index in self._tree.ancestors(self._site.token) if index != self._meeting]
        below = above[: above.index(self._top(above)) + 1] if above else []
        return bool(below) and "person" in self._reader.classes[below[-1]]

    def _top(self, above: list[int]) -> int:
        return next((index for index in above if self._tree.tokens[index].head == self._meeting), above[-1])

    def _is_leaving(self) -> bool:
        """Whether the place that something comes from is where it happens: a retreat, a rescue."""
        return self._trigger.type in _LEAVING or self._trigger.lemma in _LEAVING_VERBS

    def _is_from_elsewhere(self) -> bool:
        """Whether who is from the site is not there; who flees or is taken was there, not so who takes."""
        is_by_people = self._trigger.type in _BY_PEOPLE
        return not self._is_leaving() or (is_by_people and self._steps[-1] in SUBJECTS | {"agent"})

    def _joins_clause(self) -> bool:
        """Whether the site stands in a later clause with a subject of its own: "A was caught and B died in Rome"."""
        for index in self._tree.ancestors(self._site.token):
            if index == self._meeting:
                return False
            token = self._tree.tokens[index]
            if token.dep == "conj" and token.pos in ("VERB", "AUX"):
                return bool(self._tree.with_dep(index, SUBJECTS | PASSIVE_SUBJECTS))
        return False

    def _shares_subject(self) -> bool:
        """Whether the site stands in a clause that says more of the same subject: "was shot while driving in Rome"."""
        for index in self._tree.ancestors(self._site.token):
            if index == self._meeting:
                return False
            token = self._tree.tokens[index]
            if token.dep == "advcl" and token.pos == "VERB":
                subjects = self._tree.with_dep(index, SUBJECTS | PASSIVE_SUBJECTS)
                return all(self._tree.tokens[subject].pos == "PRON" for subject in subjects)
        return False

    def _weigh_object(self, *, is_bare: bool) -> float:
        """Objects of acts on places and people are where these happen; objects of speech and sport are not."""
        lemma = self._tree.tokens[self._meeting].lemma
        if lemma in self._reader.lexicon.classes["goal_verb"]:
            return 0.93
        if self._trigger.type in SPEECH_TYPES or lemma in self._reader.lexicon.classes["reporting"]:
            return 0.12 if is_bare else 0.3
        if self._is_physical:
            return 0.93
        return 0.25 if is_bare else 0.7

    def _weigh_nouns(self) -> float:
        """People and offices between: "the king of Spain", "a man from Rome", "police in Cairo" are not all there."""
        weight = 1.0
        linked = self._tree.tokens[self._site.token].dep
        for index in self._tree.ancestors(self._site.token):
            token = self._tree.tokens[index]
            if index == self._meeting:
                break
            if linked == "from" and token.pos in _NAMED and self._is_from_elsewhere():
                weight *= _FROM_ELSEWHERE
            elif token.pos in ("NOUN", "PROPN"):
                weight *= self._weigh_noun(index, linked)
            if token.dep in ("prep", "agent"):
                linked = token.lemma
            elif token.dep != "pobj":
                linked = token.dep
        return weight

    def _weigh_noun(self, index: int, linked: str) -> float:
        token, classes = self._tree.tokens[index], self._reader.classes[index]
        if token.lemma in _LOCALS or "place_word" in classes or "building" in classes:
            return 1.0
        is_tight = linked in _TIGHT or linked == "from"
        if token.lemma in _DIRECTIONS:
            return 0.6
        if "person" in classes or (self._site.is_home and "civilians" in classes):
            return 0.2 if is_tight else 0.85
        if any(seat in classes for seat in _SEATS):
            in_office = self._is_of_office and not is_tight
            return 1.0 if in_office else 0.3 if is_tight else 0.6
        if "police" in classes:
            return 0.75
        if any(kind in classes for kind in self._reader.lexicon.actor_kinds):
            return 0.55 if is_tight else 0.85
        return 1.0

    def _score_climb(self, score: float, rule: str) -> tuple[float, str]:
        """From the trigger up to the word that the site hangs on."""
        token = self._tree.tokens[self._meeting]
        weight = 1.0
        for dep in self._climb:
            weight *= _load_weights()["climb"].get(dep, _OTHER_STEP)
        is_reported = token.lemma in self._reader.lexicon.classes["reporting"]
        if is_reported and self._is_physical and self._climb[-1:] == ("dobj",) and self._steps[-1:] == ("nsubj",):
            return score * 0.3, "speaker's seat"
        if is_reported and "ccomp" in self._climb:
            is_fronted = self._site.token < min(self._meeting, self._trigger.token)
            is_phrase = bool(self._steps) and self._steps[-1].startswith("prep:")
            return (score * 0.6, "clause") if is_fronted and is_phrase else (score * 0.3, "speaker's seat")
        if rule in ("actor", "origin"):
            return score * weight, rule
        if "conj" in self._climb and self._has_own_subject():
            weight *= 0.6
        is_close = _CLOSE.issuperset(self._climb)
        return score * weight, rule if is_close and rule == "own phrase" else "clause"

    def _has_own_subject(self) -> bool:
        return bool(self._tree.with_dep(self._trigger.token, SUBJECTS | PASSIVE_SUBJECTS))
