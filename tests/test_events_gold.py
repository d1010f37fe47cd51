"""Floors under the quality of events on the gold corpora; a floor may be lowered only by saying so in the log."""

import pytest

from bench.corpora import SHARED
from bench.events import extract_corpus, read_gold, score_corpus
from mapping.language import LanguageModel

pytestmark = [
    pytest.mark.gold,
    pytest.mark.skipif(not (SHARED / "corpora" / "events").is_dir(), reason="the gold corpora are not there"),
]


@pytest.mark.parametrize(
    ("corpus", "every", "floors"),
    [
        ("gva", 4, {"where@1": 0.80, "when±1": 0.93, "type family": 0.95, "joint": 0.76}),
        ("wcep-hand", 1, {"where@1": 0.87, "type family": 0.87}),
        ("evloc", 3, {"where@1": 0.81, "silent": 0.76}),
        ("case21-types", 3, {"type family": 0.81, "subtype F1": 0.73}),
        ("plover-gsr", 1, {"type family": 0.70}),
        ("fakes-syria", 3, {"where@1": 0.79}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_events_keep_their_quality(corpus: str, every: int, floors: dict[str, float], language: LanguageModel) -> None:
    """Place, day and kind of the first event of each document, from raw text; of long corpora, of a part."""
    gold = read_gold(corpus, every=every)
    figures = score_corpus(gold, extract_corpus(gold, language))
    assert {name: figures[name] for name, floor in floors.items() if figures[name] < floor} == {}
