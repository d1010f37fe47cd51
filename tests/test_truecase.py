"""Text in capitals is read as a newspaper would print it, and quoted as it was written."""

from dataclasses import replace

import pytest

from mapping.gazetteer import Gazetteer
from mapping.kinds import ParagraphKind
from mapping.language import LanguageModel
from mapping.model import Document, Paragraph
from mapping.pipeline import analyse
from mapping.reading.as_written import RestoredDocument
from mapping.reading.truecase import is_shouted, is_titled, lower_title, restore_case, restore_document
from tests.parsing import Parse

PRINTED = [
    "Gunmen killed two police officers near Bogota on Friday, witnesses said.",
    "Floods closed schools across northern Kenya.",
    "A spokesman for the White House said that President Barack Obama would fly to South Korea.",
    "The army's U.S. helicopters fired on Santa Ana, in El Salvador. Three farmers died.",
    "He told NATO and the United Nations that the talks had failed.",
    "The rebels (FKZL) burned two buses in San Salvador.",
    "Mr. O'Brien was seen in Long Beach, California, in May.",
]


@pytest.mark.parametrize("text", PRINTED)
def test_restore_case_gives_back_what_was_printed(text: str) -> None:
    """Names, initials, possessives and the first word of each sentence."""
    assert restore_case(text.upper()) == text


def test_restore_case_knows_a_word_by_its_neighbour() -> None:
    """One word of many senses: a month behind "in", a verb elsewhere."""
    restored = restore_case("TALKS MAY RESUME IN MAY, A HOUSE NEAR THE WHITE HOUSE WAS SEARCHED")
    assert restored == "Talks may resume in May, a house near the White House was searched"


def test_restore_case_takes_unknown_words_for_names() -> None:
    """A village that no table has; a rare verb shows itself by its ending."""
    assert restore_case("REBELS ENTERED QUORRABAMBA AND UNFURLED BANNERS") == (
        "Rebels entered Quorrabamba and unfurled banners"
    )


@pytest.mark.parametrize(
    "text", ["İZMİR'DE STRASSE GROẞ ﬁNE WORDS HERE", "ΑΘΗΝΑ WAS CALM ON FRIDAY EVENING", "", "1990"]
)
def test_restore_case_keeps_the_length(text: str) -> None:
    """Letters whose small form has another length stay as they are."""
    assert len(restore_case(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("FLOODS CLOSE SCHOOLS ACROSS KENYA", True),
        ("Floods close schools across Kenya", False),
        ("NATO AND EU", False),
        ("LIMA, 3 MAY (AP) -- Gunmen fired on a bus.", False),
        ("12 34 56 78 90", False),
    ],
)
def test_is_shouted_needs_words_enough(text: str, expected: bool) -> None:
    """Short names in capitals and datelines are no text in capitals."""
    assert is_shouted(text) is expected


def test_restore_document_changes_only_paragraphs_in_capitals() -> None:
    """A headline in capitals over a text that is not; the dateline in front of a wire keeps its capitals."""
    text = "FLOODS CLOSE SCHOOLS ACROSS KENYA\nNATO met.\nLIMA, 3 MAY (AP) -- GUNMEN FIRED ON A BUS NEAR CUZCO."
    starts = [0, text.index("NATO"), text.index("LIMA"), len(text) + 1]
    kinds = [ParagraphKind.HEADLINE, ParagraphKind.BODY, ParagraphKind.BODY]
    paragraphs = tuple(
        Paragraph(start=start, end=end - 1, kind=kind)
        for start, end, kind in zip(starts, starts[1:], kinds, strict=False)
    )
    read = restore_document(
        Document(doc_id="d", text=text, paragraphs=paragraphs, title="GUNMEN FIRE ON BUS NEAR CUZCO")
    )
    assert read.text == (
        "Floods close schools across Kenya\nNATO met.\nLIMA, 3 MAY (AP) -- Gunmen fired on a bus near Cuzco."
    )
    assert read.title == "Gunmen fire on bus near Cuzco"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Five Hurt During Party At Dover Hall", True),
        ("Five Hurt as Roof Collapses at Dover Hall", True),
        ("Five hurt during party at Dover Hall", False),
        ("John Smith Of Dover Hall", False),
        ("Five Hurt during a party At Dover Hall", False),
    ],
)
def test_is_titled_needs_common_words_that_stand_large(text: str, expected: bool) -> None:
    """Names alone do not make a headline with a capital to each word; articles and the like may stand small."""
    assert is_titled(text) is expected


@pytest.mark.parametrize(
    ("text", "lowered"),
    [
        ("Five Hurt During Party At Kankakee Hall", "Five hurt during party at Kankakee Hall"),
        ("4 Hurt As NATO Trucks Leave McDonald's In Dover", "4 hurt as NATO trucks leave McDonald's in Dover"),
    ],
)
def test_lower_title_keeps_names(text: str, lowered: str) -> None:
    """Names and words with a form of their own stand large; a word behind a numeral opens no sentence."""
    assert lower_title(text) == lowered


def test_a_headline_with_a_capital_to_each_word_is_read_as_a_sentence(language: LanguageModel) -> None:
    """Only headlines are; what is stored stays as it was."""
    text = "Five Hurt During Party At Dover Hall\nNATO met."
    paragraphs = (Paragraph(start=0, end=36, kind=ParagraphKind.HEADLINE), Paragraph(start=37, end=46))
    document = Document(doc_id="d", text=text, paragraphs=paragraphs)
    [parsed] = language.parse([document])
    assert isinstance(parsed, RestoredDocument)
    assert parsed.written is document
    assert parsed.document.text == "Five hurt during party at Dover Hall\nNATO met."
    body = replace(document, paragraphs=tuple(replace(p, kind=ParagraphKind.BODY) for p in paragraphs))
    assert restore_document(body) is body


def test_restore_document_returns_the_same_document_where_nothing_is_shouted() -> None:
    """Nothing is copied for ordinary text."""
    document = Document(doc_id="d", text="Rain fell.", paragraphs=(Paragraph(start=0, end=10),))
    assert restore_document(document) is document


def test_a_report_in_capitals_is_read_like_any_other_and_quoted_as_written(parse: Parse, gazetteer: Gazetteer) -> None:
    """Same events at the same places; sentence and mention as they stand in the text."""
    text = "Gunmen killed two police officers in Santa Ana on Friday, the army of El Salvador said."
    plain, shouted = analyse(parse(text), gazetteer), analyse(parse(text.upper()), gazetteer)
    assert shouted.document.text == text.upper()
    assert [event.trigger.type for event in shouted.events] == [event.trigger.type for event in plain.events]
    place = shouted.events[0].place
    assert place is not None
    assert (place.place.country_code, place.mention) == ("SV", "SANTA ANA")
    assert shouted.events[0].sentence == text.upper()
    assert [found.mention.text for found in shouted.resolutions] == ["SANTA ANA", "EL SALVADOR"]
    assert all(text.upper()[timex.start : timex.end] == timex.text for timex in shouted.timexes)


def test_parse_keeps_what_was_written(language: LanguageModel) -> None:
    """The parse of a text in capitals has both."""
    text = "RAIN FELL ON LIMA AND CALLAO."
    document = Document(doc_id="d", text=text, paragraphs=(Paragraph(start=0, end=len(text)),))
    parsed = next(language.parse([document]))
    assert isinstance(parsed, RestoredDocument)
    assert parsed.written is document
    assert parsed.document.text == "Rain fell on Lima and Callao."
