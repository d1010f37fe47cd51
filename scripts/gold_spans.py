"""The gold corpora of toponyms as rows for fitting: spans with features and whether they are right."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bench.places import GoldDocument
from mapping.gazetteer import Gazetteer
from mapping.recognition.facts import DocumentFacts
from mapping.recognition.lands import read_lands
from mapping.recognition.model import describe_span
from mapping.recognition.proposals import propose_spans
from mapping.recognition.tables import WordTables
from mapping.recognition.view import Proposal, SentenceView
from mapping.toponyms import is_vetoed

# A span that overlaps a gold mention which no proposal matches counts for it, but less than an exact one.
_PARTIAL_WEIGHT = 0.5


@dataclass(frozen=True, kw_only=True, slots=True)
class SpanRow:
    """One proposed span: `document` is the number of its document in its corpus, `weight` how much it counts."""

    document: int
    sentence: int
    proposal: Proposal
    view: SentenceView
    features: tuple[str, ...]
    is_right: bool
    weight: float


def make_span_rows(documents: Sequence[GoldDocument], gazetteer: Gazetteer, tables: WordTables) -> Iterator[SpanRow]:
    """The rows of one corpus, document after document."""
    for number, document in enumerate(documents):
        parsed = document.parsed
        views = [SentenceView(index, sentence, parsed.document.text) for index, sentence in enumerate(parsed.sentences)]
        lands = read_lands(parsed, gazetteer)
        proposed = [(view, propose_spans(view, gazetteer, tables, lands)) for view in views]
        facts = DocumentFacts(parsed, proposed, tables, gazetteer, lands)
        gold = {(span.start, span.end) for span in document.spans}
        for view, proposals in proposed:
            kept = [proposal for proposal in proposals if not is_vetoed(proposal, view, facts, gazetteer)]
            bounds = {(proposal.start, proposal.end) for proposal in proposals}
            for proposal in kept:
                is_right, weight = _judge(proposal, gold, bounds)
                yield SpanRow(
                    document=number,
                    sentence=view.index,
                    proposal=proposal,
                    view=view,
                    features=describe_span(proposal, view, facts, gazetteer),
                    is_right=is_right,
                    weight=weight,
                )


def _judge(proposal: Proposal, gold: set[tuple[int, int]], bounds: set[tuple[int, int]]) -> tuple[bool, float]:
    if (proposal.start, proposal.end) in gold:
        return True, 1.0
    touched = [span for span in gold if span[0] < proposal.end and proposal.start < span[1]]
    if touched and not any(span in bounds for span in touched):
        return True, _PARTIAL_WEIGHT
    return False, 1.0
