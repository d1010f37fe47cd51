"""What the other occurrences of a name in a document say of one of them: a name that is a place once mostly stays one.

Source: one sense per discourse, Gale, Church and Yarowsky (1992).
"""

from collections import defaultdict
from collections.abc import Sequence

from mapping.chances import find_chance, find_log_odds
from mapping.kinds import MentionKind
from mapping.recognition.facts import strip_name
from mapping.recognition.rules import SURE_SCORES
from mapping.recognition.view import Proposal, SentenceView

ScoredSentence = tuple[SentenceView, Sequence[tuple[Proposal, float]]]
"""A sentence with the spans proposed in it and the score of each."""

# How far sure occurrences elsewhere move a score, in logits; chosen by cross-validation.
_PULL = 2.0
_EDGE = 1e-4


def agree(sentences: Sequence[ScoredSentence]) -> list[ScoredSentence]:
    """Move each score towards the mean of the same name's other occurrences.

    Demonyms and what a pattern shows to be a place keep their scores.

    Args:
        sentences: Of one document.
    """
    scores: defaultdict[str, list[float]] = defaultdict(list)
    for _, scored in sentences:
        for proposal, score in scored:
            scores[strip_name(proposal.name)].append(score)
    return [
        (view, [(proposal, _move(proposal, score, scores[strip_name(proposal.name)])) for proposal, score in scored])
        for view, scored in sentences
    ]


def _move(proposal: Proposal, score: float, all_scores: Sequence[float]) -> float:
    if len(all_scores) < 2 or proposal.rule in SURE_SCORES or proposal.kind is MentionKind.DEMONYM:
        return score
    others = (sum(all_scores) - score) / (len(all_scores) - 1)
    own = min(max(score, _EDGE), 1.0 - _EDGE)
    return find_chance(find_log_odds(own, least=0.0) + _PULL * (others - 0.5))
