"""Tests of mapping.reading.datelines, and of what reading a dateline by itself is good for."""

from datetime import date

import pytest

from mapping.documents import make_document
from mapping.gazetteer import Gazetteer
from mapping.kinds import ParagraphKind
from mapping.language import LanguageModel
from mapping.model import Paragraph
from mapping.pipeline import extract_events
from mapping.reading.datelines import find_dateline_end


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("LIMA, Aug. 3 (Wire) - Miners struck.", "Miners struck."),
        ("LIMA - Miners struck.", "Miners struck."),
        ("PORT-AU-PRINCE, Aug 16 -- Rain fell.", "Rain fell."),
        ("SANTA CRUZ, Calif. — Rain fell.", "Rain fell."),
        ("Lima, Peru (Wire) – Miners struck.", "Miners struck."),
        ("Obama - who spoke first - left.", "Obama - who spoke first - left."),
        ("On Monday - a holiday - rain fell.", "On Monday - a holiday - rain fell."),
        ("A - B", "A - B"),
        ("LIMA, the capital, was calm - so far.", "LIMA, the capital, was calm - so far."),
    ],
)
def test_a_report_begins_behind_its_dateline(text: str, rest: str) -> None:
    """Where it has one."""
    paragraph = Paragraph(start=0, end=len(text))
    assert text[find_dateline_end(text, paragraph) :] == rest
    headline = Paragraph(start=0, end=len(text), kind=ParagraphKind.HEADLINE)
    assert find_dateline_end(text, headline) == 0


def test_a_dateline_is_no_part_of_the_sentence_behind_it(language: LanguageModel, gazetteer: Gazetteer) -> None:
    """It acts in nothing, dates nothing, and still tells where the report is from."""
    text = "ACAPULCO, Oct. 19 - Gunmen killed six people in a bar early Wednesday."
    document = make_document(text, created=date(2017, 10, 19))
    [extraction] = extract_events([document], language=language, gazetteer=gazetteer)
    [event] = extraction.events
    assert [actor.text for actor in event.actors if actor.role == "actor"] == ["Gunmen"]
    assert event.sentence.startswith("Gunmen")
    assert event.place is not None
    assert event.place.rule == "dateline"
    assert event.date is not None
    assert event.date.edtf == "2017-10-18"
