"""Floors under the quality of events on the gold corpora; a floor may be lowered only by saying so in the log."""

import pytest

from bench.corpora import SHARED
from bench.events import extract_corpus, score_corpus
from mapping.language import LanguageModel

pytestmark = [
    pytest.mark.gold,
    pytest.mark.skipif(not (SHARED / "corpora" / "events").is_dir(), reason="the gold corpora are not there"),
]


@pytest.mark.parametrize(
    ("corpus", "floors"),
    [
        ("gva", {"where@1": 0.80, "when±1": 0.89, "type family": 0.93, "joint": 0.71}),
        ("wcep-hand", {"where@1": 0.75, "type family": 0.75}),
        ("evloc", {"where@1": 0.59, "silent": 0.67}),
        ("case21-types", {"type family": 0.72, "subtype F1": 0.66}),
        ("plover-gsr", {"type family": 0.67}),
        ("fakes-syria", {"where@1": 0.70}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_events_keep_their_quality(corpus: str, floors: dict[str, float], language: LanguageModel) -> None:
    """Place, day and kind of the first event of each document, from raw text."""
    figures = score_corpus(corpus, extract_corpus(corpus, language))
    assert {name: figures[name] for name, floor in floors.items() if figures[name] < floor} == {}
