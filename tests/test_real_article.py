"""Tests on a real article as a reader saves it, where it lies beside the repository: captions, credits, pull quotes."""

from datetime import date
from pathlib import Path

import pytest

from mapping.documents import read_documents
from mapping.gazetteer import Gazetteer
from mapping.language import LanguageModel
from mapping.model import Document, Event, Extraction
from mapping.pipeline import extract_events

ARTICLE = Path(__file__).resolve().parents[2] / "shared" / "samples" / "kirkuk-2017.txt"
PUBLISHED = date(2017, 10, 18)
# People, agencies and armed groups of the article, each in one word.
NO_PLACES = (
    *("Soleimani", "Quds", "Badr", "NBC", "Getty", "Anadolu", "Reuters", "ISIS", "IRGC", "Barbero", "McCain"),
    *("Bush", "Obama", "Trump", "Khedery", "Velayati", "Bayan", "Dillon", "Biden", "McGurk", "Muhandis", "Monitor"),
)

pytestmark = [
    pytest.mark.gold,
    pytest.mark.skipif(not ARTICLE.is_file(), reason="the article is not beside the repository"),
]


@pytest.fixture(scope="module", params=[PUBLISHED, None], ids=["published", "no date"])
def extraction(request: pytest.FixtureRequest, language: LanguageModel, gazetteer: Gazetteer) -> Extraction:
    """The article with its day of publication, and without."""
    documents = [item for item in read_documents([ARTICLE], created=request.param) if isinstance(item, Document)]
    [found] = extract_events(documents, language=language, gazetteer=gazetteer)
    return found


@pytest.mark.parametrize(
    ("place", "day", "words"),
    [
        ("Kirk", date(2017, 10, 16), "take up position"),
        ("Kirk", date(2017, 10, 18), "celebrate"),
        ("Baghdad", date(2017, 10, 18), "celebrate"),
        ("Tehran", date(2016, 9, 18), "attends"),
    ],
)
def test_its_events_are_where_and_when_they_were(extraction: Extraction, place: str, day: date, words: str) -> None:
    """The take-over, both celebrations and the meeting have their place and their day, told first or again."""
    text = extraction.document.text

    def is_it(event: Event) -> bool:
        return (
            event.place is not None
            and event.date is not None
            and (words in event.sentence or any(text.startswith(words, told.start) for told in event.retold))
            and event.place.place.name.startswith(place)
            and event.date.span.start == event.date.span.end == day
        )

    assert any(is_it(event) for event in extraction.events)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("last week", date(2017, 10, 9), date(2017, 10, 15)),
        ("Monday", date(2017, 10, 16), date(2017, 10, 16)),
        ("Tuesday", date(2017, 10, 17), date(2017, 10, 17)),
        ("September", date(2017, 9, 1), date(2017, 9, 30)),
        ("2011", date(2011, 1, 1), date(2011, 12, 31)),
        ("Oct. 13", date(2017, 10, 13), date(2017, 10, 13)),
    ],
)
def test_its_dates_have_the_right_days(extraction: Extraction, text: str, start: date, end: date) -> None:
    """Relative and partial dates are reckoned from the day of publication, or from the latest full date."""
    spans = [timex.span for timex in extraction.timexes if timex.text.endswith(text) and timex.span]
    assert (start, end) in [(span.start, span.end) for span in spans]


def test_no_person_agency_or_militia_is_a_place(extraction: Extraction) -> None:
    """Nothing that the article names beside its places is on the map; a senator's state is no place of an event."""
    placed = [r.mention.text for r in extraction.resolutions if r.place]
    assert not [text for text in placed if any(name in text for name in NO_PLACES)]
    on_map = [event.place.mention for event in extraction.events if event.place]
    assert not [text for text in on_map if any(name in text for name in (*NO_PLACES, "Ariz"))]


def test_an_anchor_from_the_text_is_told(extraction: Extraction) -> None:
    """Without a day of publication each reckoned date says where it was reckoned from."""
    if extraction.document.created is None:
        reckoned = [
            event.date for event in extraction.events if event.date and event.date.timex in ("Monday", "Tuesday")
        ]
        assert reckoned
        assert all("latest full date" in choice.note for choice in reckoned)
