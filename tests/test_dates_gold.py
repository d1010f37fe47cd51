"""Floors under the quality of dates on the gold corpora; a floor may be lowered only by saying so in the log."""

import pytest

from bench.corpora import SHARED
from bench.dates import date_corpus, score_events, score_timexes
from mapping.language import LanguageModel

pytestmark = [
    pytest.mark.gold,
    pytest.mark.skipif(not (SHARED / "corpora" / "timex").is_dir(), reason="the gold corpora are not there"),
]


@pytest.mark.parametrize(
    ("corpus", "relaxed", "value", "day"),
    [("timebank", 94.0, 83.2, 92.5), ("aquaint", 93.8, 75.8, 87.3), ("meantime", 93.7, 81.5, 93.7)],
)
def test_time_expressions_keep_their_quality(corpus: str, relaxed: float, value: float, day: float) -> None:
    """F1 of found expressions, of those with the right value, and of those whose value is a day."""
    scores = score_timexes(corpus)
    assert scores["all"]["relaxed"] >= relaxed
    assert scores["all"]["value"] >= value
    assert scores["day"]["value"] >= day


def test_days_of_web_news_keep_their_quality() -> None:
    """The storyline corpus gives clock times in universal time, so only the days are compared."""
    assert score_timexes("storyline")["daypart"]["value"] >= 87.9


# What is only said has the day of publication by its word; by the kind that the encoder guesses for it TimeBank gains
# half a point, and the two others lose as much each.
@pytest.mark.parametrize(("corpus", "floor"), [("storyline", 92.7), ("meantime", 81.5), ("timebank", 87.4)])
def test_event_dates_keep_their_quality(corpus: str, floor: float, language: LanguageModel) -> None:
    """Share of the events dated to the day that get that day, with the package's own expressions."""
    assert score_events(corpus, date_corpus(corpus, language)) >= floor
