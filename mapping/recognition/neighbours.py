"""Names that the model doubts, believed where the text's own lands list them: "raids on Eruh" beside Diyarbakir.

Language models know few towns of these lands, and take their names for persons and bodies. Where English is spoken
every surname and every company is also a town, and none is believed for being listed.
"""

from collections.abc import Sequence

from mapping.gazetteer import Gazetteer
from mapping.index.names import normalise_name
from mapping.kinds import Level, MentionKind
from mapping.model import Place
from mapping.recognition.agreement import ScoredSentence
from mapping.recognition.facts import DocumentFacts
from mapping.recognition.in_land import is_no_person, is_whole
from mapping.recognition.view import Proposal, SentenceView

_SURE, _LEAST, _RAISED = 0.7, 0.12, 0.45
_ENGLISH = frozenset({"AU", "CA", "GB", "IE", "NZ", "US"})
_LEVELS = frozenset({Level.CITY, Level.ADM1, Level.ADM2})
_RULES = frozenset({"gazetteer", "model-other"})
_NO_NAMES = frozenset({"DATE", "EVENT", "TIME", "WORK_OF_ART"})
_PARTS = frozenset({"amod", "compound", "nmod"})
# "The Durango" is a car, and what stands in quotes is a title or a storm.
_BARRING = frozenset({"a", "an", "the", "'s", "’s", '"', "“"})


def believe_neighbours(
    sentences: Sequence[ScoredSentence], facts: DocumentFacts, gazetteer: Gazetteer
) -> list[ScoredSentence]:
    """Raise what the model doubts where a surely named place lies in the same land.

    Args:
        sentences: Of one document, with the spans proposed in each and their scores.
        facts: What the document tells about names.
        gazetteer: Where they are looked up.
    """
    lands = {
        place.country_code
        for _, scored in sentences
        for proposal, score in scored
        if score >= _SURE and proposal.kind is MentionKind.PLACE
        for place in facts.find_listed(proposal.name, gazetteer)[:1]
    } - _ENGLISH
    if not lands:
        return list(sentences)
    return [
        (
            view,
            [
                (proposal, _RAISED)
                if _LEAST <= score < _RAISED
                and _stands_alone(proposal, view, facts)
                and any(
                    place.country_code in lands and _is_usual(proposal.name, place)
                    for place in facts.find_listed(proposal.name, gazetteer)
                )
                else (proposal, score)
                for proposal, score in scored
            ],
        )
        for view, scored in sentences
    ]


def _is_usual(name: str, place: Place) -> bool:
    """Whether a name is the usual one of a town or a division."""
    return place.level in _LEVELS and normalise_name(name) in map(normalise_name, (place.name, place.ascii_name))


def _stands_alone(proposal: Proposal, view: SentenceView, facts: DocumentFacts) -> bool:
    """Whether a span is all of a name, is no common word and no person's, and describes no other word."""
    if proposal.rule not in _RULES or view.is_shouting or view.is_title_case:
        return False
    before = view.lower[proposal.first - 1] if proposal.first else ""
    if before in _BARRING or proposal.name.lower() in facts.tables.common:
        return False
    return (
        is_whole(view, proposal.first, proposal.last, facts.tables)
        and is_no_person(view, proposal.first, proposal.last, facts.tables)
        and view.tokens[proposal.last - 1].dep not in _PARTS
        and all(
            (entity.start, entity.end) == (proposal.start, proposal.end) and entity.label not in _NO_NAMES
            for entity in view.sentence.entities
            if entity.start < proposal.end and proposal.start < entity.end
        )
    )
