"""Names that the model doubts, believed where the text's own lands list them: "raids on Eruh" beside Diyarbakir.

Language models know few towns of these lands, and take their names for persons and bodies, or cut them: "Ciudad" of
"Ciudad Mier". Behind "in", in a list of towns and at the head of an item ("Gumla: leaflets were found") such a name is
believed however much the model doubts it. Where English is spoken every surname and every company is also a town, and
none is believed for being listed.
"""

from collections.abc import Sequence

from mapping.gazetteer import Gazetteer
from mapping.kinds import PLACE_LABELS, Level, MentionKind
from mapping.main_names import is_main_name
from mapping.model import Entity, Place
from mapping.recognition.agreement import ScoredSentence
from mapping.recognition.facts import DocumentFacts
from mapping.recognition.in_land import is_no_person, is_whole
from mapping.recognition.lands import ENGLISH
from mapping.recognition.view import Proposal, SentenceView

_SURE, _LEAST, _RAISED = 0.7, 0.12, 0.45
# The least score of a name that stands where places do, and from how many inhabitants on a town is known anywhere.
_LEAST_STANDING, _LARGE = 0.005, 100_000
_LEVELS = frozenset({Level.CITY, Level.ADM1, Level.ADM2})
_RULES = frozenset({"gazetteer", "model-other"})
_NO_NAMES = frozenset({"DATE", "EVENT", "TIME", "WORK_OF_ART"})
_PARTS = frozenset({"amod", "compound", "nmod"})
# "The Durango" is a car, and what stands in quotes is a title or a storm.
_BARRING = frozenset({"a", "an", "the", "'s", "’s", '"', "“"})
_GROUND = frozenset(
    {"in", "at", "near", "outside", "inside", "around", "to", "from", "toward", "towards", "off", "over", "above"}
    | {"below", "beyond", "between", "of"}
)
_JOINS, _ACTS = frozenset({"and", ",", "or"}), frozenset({"nsubj", "nsubjpass", "poss"})
_HEADS, _BULLETS = frozenset({":", ".", "—", "–", "-", "--"}), "•-*·–— 0123456789:."


def believe_neighbours(
    sentences: Sequence[ScoredSentence], facts: DocumentFacts, gazetteer: Gazetteer
) -> list[ScoredSentence]:
    """Raise what the model doubts where a surely named place lies in the same land.

    Args:
        sentences: Of one document, with the spans proposed in each and their scores.
        facts: What the document tells about names.
        gazetteer: Where they are looked up.
    """
    believer = _Believer(sentences, facts, gazetteer)
    return [(view, [(one, believer.weigh(one, score, view)) for one, score in scored]) for view, scored in sentences]


class _Believer:
    """One document."""

    def __init__(self, sentences: Sequence[ScoredSentence], facts: DocumentFacts, gazetteer: Gazetteer) -> None:
        self._facts, self._gazetteer = facts, gazetteer
        sure = [(view, one) for view, scored in sentences for one, score in scored if score >= _SURE]
        self._sure = {(view.index, one.last) for view, one in sure}
        self._lands = {
            place.country_code
            for _, one in sure
            if one.kind is not MentionKind.ORGANISATION
            for place in facts.find_listed(one.name, gazetteer)[:1]
        } - ENGLISH

    def weigh(self, proposal: Proposal, score: float, view: SentenceView) -> float:
        """The score of a span, raised where it is believed."""
        if score >= _RAISED or proposal.rule not in _RULES or view.is_shouting or view.is_title_case:
            return score
        return _RAISED if self._is_believed(proposal, score, view) else score

    def _is_believed(self, proposal: Proposal, score: float, view: SentenceView) -> bool:
        if self._is_cut(proposal, view):
            return True
        if score < _LEAST_STANDING or not self._is_name(proposal, view):
            return False
        listed = [
            place
            for place in self._facts.find_listed(proposal.name, self._gazetteer)
            if place.level in _LEVELS and place.country_code not in ENGLISH
        ]
        inside = [place for place in listed if place.country_code in self._lands]
        is_usual = any(is_main_name(proposal.name, place) for place in inside)
        if score >= _LEAST and is_usual and self._stands_alone(proposal, view):
            return True
        known = inside or [place for place in listed[:1] if _is_known(proposal.name, place)]
        return self._goes_on(proposal, view, inside) or self._stands_as_place(proposal, view, known)

    def _is_name(self, proposal: Proposal, view: SentenceView) -> bool:
        """Whether a span is a whole name and no common word."""
        before = view.lower[proposal.first - 1] if proposal.first else ""
        return (
            before not in _BARRING
            and proposal.name.lower() not in self._facts.tables.common
            and is_whole(view, proposal.first, proposal.last, self._facts.tables)
        )

    def _stands_alone(self, proposal: Proposal, view: SentenceView) -> bool:
        """Whether a span is no person's name, is all that the model took for one, and describes no other word."""
        return (
            is_no_person(view, proposal.first, proposal.last, self._facts.tables)
            and view.tokens[proposal.last - 1].dep not in _PARTS
            and all(
                (entity.start, entity.end) == (proposal.start, proposal.end) and entity.label not in _NO_NAMES
                for entity in _find_entities(proposal, view)
            )
        )

    def _stands_as_place(self, proposal: Proposal, view: SentenceView, places: Sequence[Place]) -> bool:
        """Whether a name stands where a place's does: behind "in", at the head of an item, a capital as who acts."""
        if not self._is_no_person(proposal, view, places):
            return False
        before, dep = view.lower[proposal.first - 1] if proposal.first else "", view.tokens[proposal.last - 1].dep
        if _heads_item(proposal, view):
            return True
        if dep in _ACTS:
            return any(_is_seat(proposal.name, place) for place in places) and self._stands_alone(proposal, view)
        # "Bank of Valletta" is none.
        is_title = before == "of" and view.is_capitalised(proposal.first - 2)
        return before in _GROUND and dep == "pobj" and not is_title

    def _goes_on(self, proposal: Proposal, view: SentenceView, places: Sequence[Place]) -> bool:
        """Whether a name goes on with a list of places: "from Dohuk and Zakho"."""
        is_joined = view.lower[proposal.first - 1 : proposal.first] in [[sign] for sign in _JOINS]
        return (
            is_joined and (view.index, proposal.first - 1) in self._sure and self._is_no_person(proposal, view, places)
        )

    def _is_no_person(self, proposal: Proposal, view: SentenceView, places: Sequence[Place]) -> bool:
        """Whether a name is no person's, or that of a place known better than any person."""
        is_large = any(place.population >= _LARGE for place in places)
        return bool(places) and (is_large or is_no_person(view, proposal.first, proposal.last, self._facts.tables))

    def _is_cut(self, proposal: Proposal, view: SentenceView) -> bool:
        """Whether the model took the beginning of a listed name for a place: "Ciudad" of "Ciudad Mier"."""
        return (
            proposal.last - proposal.first > 1
            and not proposal.name.isupper()
            and bool(self._facts.find_listed(proposal.name, self._gazetteer))
            and any(
                entity.label in PLACE_LABELS and entity.start == proposal.start and entity.end < proposal.end
                for entity in _find_entities(proposal, view)
            )
        )


def _find_entities(proposal: Proposal, view: SentenceView) -> list[Entity]:
    """What the language model takes for names among the words of a span."""
    return [entity for entity in view.sentence.entities if entity.start < proposal.end and proposal.start < entity.end]


def _heads_item(proposal: Proposal, view: SentenceView) -> bool:
    """Whether a name is what its line begins with, before a colon or a stop: "Gumla: leaflets were found"."""
    line = view.text[view.text.rfind("\n", 0, proposal.start) + 1 : proposal.start]
    return not line.strip(_BULLETS) and view.lower[proposal.last : proposal.last + 1] in [[sign] for sign in _HEADS]


def _is_known(name: str, place: Place) -> bool:
    """Whether a name is the usual one of a large town, which is known outside of its land."""
    return place.population >= _LARGE and is_main_name(name, place)


def _is_seat(name: str, place: Place) -> bool:
    """Whether a name is that of a capital, which acts for its country: "Bern demanded"."""
    return place.feature_code == "PPLC" and is_main_name(name, place)
