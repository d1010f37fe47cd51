"""mapping/recognition/agreement.py: occurrences of one name in a document bear each other out."""

from collections.abc import Callable

import pytest

from mapping.kinds import MentionKind
from mapping.model import ParsedDocument
from mapping.recognition.agreement import agree
from mapping.recognition.view import Proposal, SentenceView

TEXT = "Larned and Hays and Larned"


def _propose(view: SentenceView, name: str, start: int, rule: str = "gazetteer", *, demonym: bool = False) -> Proposal:
    kind = MentionKind.DEMONYM if demonym else MentionKind.PLACE
    return view.make(start, start + len(name), rule, name=name, kind=kind)


@pytest.fixture
def view(parse: Callable[..., ParsedDocument]) -> SentenceView:
    """The one sentence of the text."""
    parsed = parse(TEXT)
    return SentenceView(0, parsed.sentences[0], TEXT)


def test_a_sure_occurrence_lifts_a_doubtful_one(view: SentenceView) -> None:
    """And a doubtful one lowers the sure one a little; a name that stands alone keeps its score."""
    scored = [
        (_propose(view, "Larned", 0), 0.95),
        (_propose(view, "Hays", 11), 0.3),
        (_propose(view, "Larned", 20), 0.3),
    ]
    [(_, agreed)] = agree([(view, scored)])
    sure, alone, doubtful = (score for _, score in agreed)
    assert doubtful > 0.5
    assert 0.9 < sure < 0.95
    assert alone == 0.3


def test_patterns_and_peoples_keep_their_scores(view: SentenceView) -> None:
    """A dateline is one whatever the name does elsewhere."""
    scored = [
        (_propose(view, "Larned", 0, "dateline"), 0.9),
        (_propose(view, "Larned", 20, demonym=True), 0.6),
    ]
    [(_, agreed)] = agree([(view, scored)])
    assert [score for _, score in agreed] == [0.9, 0.6]
