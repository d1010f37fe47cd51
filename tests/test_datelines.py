"""Tests of mapping.reading.datelines, and of what reading a dateline by itself is good for."""

from datetime import date

import pytest

from mapping.documents import make_document
from mapping.gazetteer import Gazetteer
from mapping.kinds import ParagraphKind
from mapping.language import LanguageModel
from mapping.model import Paragraph, Span
from mapping.pipeline import extract_events
from mapping.reading.datelines import find_dateline_day, find_dateline_end, find_shouted, is_filed_from
from mapping.reading.inner_datelines import find_inner_datelines


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("LIMA, Aug. 3 (Wire) - Miners struck.", "Miners struck."),
        ("LIMA - Miners struck.", "Miners struck."),
        ("LIMA, Peru (Wire) _ Miners struck.", "Miners struck."),
        ("LIMA, May 4 -- -- Miners struck.", "Miners struck."),
        ("LIMA: Miners struck.", "Miners struck."),
        ("UPDATE: Miners struck.", "Miners struck."),
        ("LIMA—Miners struck.", "Miners struck."),
        ("PORT-AU-PRINCE, Aug 16 -- Rain fell.", "Rain fell."),
        ("SANTA CRUZ, Calif. — Rain fell.", "Rain fell."),
        ("ST. LOUIS — Rain fell.", "Rain fell."),
        ("EL PASO — Rain fell.", "Rain fell."),
        ("COX'S BAZAR - Rain fell.", "Rain fell."),
        ("(WXYZ) - A barn burned.", "A barn burned."),
        ("McALLEN, Texas (Wire)- Rain fell.", "Rain fell."),
        ("Lima, Peru (Wire) – Miners struck.", "Miners struck."),
        ("Lima, 20 Aug 1988 -- Miners struck.", "Miners struck."),
        ("Managua (Nicaragua), 9 Aug 1988 -- Miners struck.", "Miners struck."),
        ("Rio de Janeiro, 3 August – Rain fell.", "Rain fell."),
        ("Geneva/Kabul, 4 October 2015 – Rain fell.", "Rain fell."),
        ("VIENNA/LONDON, Oct 6 - Prices rose.", "Prices rose."),
        ("Obama - who spoke first - left.", "Obama - who spoke first - left."),
        ("NATO Secretary General Jens Holm - a Dane - left.", "NATO Secretary General Jens Holm - a Dane - left."),
        ("On Monday - a holiday - rain fell.", "On Monday - a holiday - rain fell."),
        ("Monday, May 4 - Rain fell.", "Monday, May 4 - Rain fell."),
        ("May 4, 1970 - Soldiers shot students.", "May 4, 1970 - Soldiers shot students."),
        ("A - B", "A - B"),
        ("LIMA -", "LIMA -"),
        ("LIMA, the capital, was calm - so far.", "LIMA, the capital, was calm - so far."),
        ("Miners met in Lima on 3 May – and left.", "Miners met in Lima on 3 May – and left."),
    ],
)
def test_a_report_begins_behind_its_dateline(text: str, rest: str) -> None:
    """Where it has one."""
    paragraph = Paragraph(start=0, end=len(text))
    assert text[find_dateline_end(text, paragraph) :] == rest
    headline = Paragraph(start=0, end=len(text), kind=ParagraphKind.HEADLINE)
    assert find_dateline_end(text, headline) == 0


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("LIMA, Aug. 3, 2019 (Wire) - Miners struck.", date(2019, 8, 3)),
        ("Lima, 20 August 1988 -- Miners struck.", date(1988, 8, 20)),
        ("LIMA, Aug. 3 (Wire) - Miners struck.", None),
        ("Miners struck on 20 August 1988 -- and won.", None),
    ],
    ids=["wire", "monitor", "no year", "none"],
)
def test_a_dateline_tells_when_a_report_was_filed(text: str, day: date | None) -> None:
    """Where it has the year too."""
    assert find_dateline_day(text, Paragraph(start=0, end=len(text))) == day


@pytest.mark.parametrize(
    ("text", "name", "filed"),
    [
        ("CLIFTON, Colo. — Rain fell.", "Colo.", True),
        ("Managua (Nicaragua), 9 Aug 1988 -- Rain fell.", "Nicaragua", True),
        ("Clarendon: A pistol was found.", "Clarendon", True),
        ("2. Saraqib, Idlib: Shells fell.", "Saraqib", True),
        ("Lima (Wire) - Rain fell.", "Lima", True),
        ("Lima (Wire) _ Rain fell.", "Lima", True),
        ("Lima - Rain fell.", "Lima", True),
        ("Varna. Rain fell.", "Varna", True),
        ("Faro district. Rain fell.", "Faro", True),
        ("It rained in Varna. Snow fell.", "Varna", False),
        ("St. Varna opened.", "St", False),
        ("Iraq and Iran met on Monday - for the first time.", "Iraq", False),
        ("Rain fell in Lima: nobody was hurt.", "Lima", False),
        ("LIMA - Rain fell in Cusco.", "Cusco", False),
    ],
)
def test_a_place_at_the_head_of_a_paragraph_is_what_it_is_from(text: str, name: str, filed: bool) -> None:
    """In a dateline or before a colon, but not wherever a dash follows."""
    start = text.index(name)
    where = Span(start=start, end=start + len(name))
    assert is_filed_from(text, Paragraph(start=0, end=len(text)), where) is filed
    assert not is_filed_from(text, Paragraph(start=0, end=len(text), kind=ParagraphKind.CAPTION), where)


@pytest.mark.parametrize(
    ("text", "reports"),
    [
        ("Photo LIMA -- The price rose again.", ["LIMA"]),
        ("Share x Embed (Photo: A. Name, Example) LIMA -- In a long vote, miners struck.", ["LIMA"]),
        ("By Ana Ruiz and Li Wei LIMA, Nov 6 (Wire) - The miners said on Sunday they struck.", ["LIMA"]),
        ("Please switch on Javascript to watch this video  EL PASO, Texas -- A barn burned.", ["EL PASO"]),
        ("Council votes. ST. PARIS — Rain fell on the town. PORT-AU-PRINCE (Wire) - Snow fell on it.", ["ST.", "PORT"]),
        ("LIMA -- The miners struck.", []),
        ("EL PASO -- The miners struck.", []),
        ("The talks in LIMA -- The miners' first -- failed.", []),
        ("The group ISIS - It claims to be a state - lost a town.", []),
        ("HUNDREDS STRIKE IN LIMA - MINERS WANT MORE", []),
        ("Miners met in Lima - The town is on the coast - and left.", []),
    ],
)
def test_a_dateline_is_found_behind_a_page_s_labels(text: str, reports: list[str]) -> None:
    """Where what stands before it is ended, or a state, a day or a wire shows it."""
    starts = list(find_inner_datelines(text))
    assert [text[start : start + len(name)] for start, name in zip(starts, reports, strict=True)] == reports


@pytest.mark.parametrize(
    ("text", "shouted"),
    [
        ("SAN ANTONIO (Wire) - Rain fell.", "SAN ANTONIO"),
        ("VIENNA/LONDON, Oct 6 - Prices rose.", "VIENNA"),
        ("ST. LOUIS — Rain fell.", "ST. LOUIS"),
        ("NATO ministers met.", None),
        ("US - Rain fell.", None),
    ],
)
def test_the_town_in_capitals_is_found(text: str, shouted: str | None) -> None:
    """Only where something sets it off from the sentence."""
    found = find_shouted(text, 0, len(text))
    assert (text[found.start : found.end] if found else None) == shouted


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
