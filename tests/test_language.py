"""Tests of mapping.language."""

from collections.abc import Iterator

import numpy as np
from thinc.api import NumpyOps

from mapping.kinds import ParagraphKind
from mapping.language import LanguageModel
from mapping.model import Document, Paragraph
from tests.conftest import make_document


def test_offsets_point_into_the_document(language: LanguageModel) -> None:
    """Every token, name and sentence is where it says, also behind line breaks and tabs."""
    text = "  Crowds filled\nthe\tsquare in Baghdad.  Police watched, officials in Erbil said.\n"
    document = Document(doc_id="a", text=text, paragraphs=(Paragraph(start=0, end=len(text)),))
    [parsed] = language.parse([document])
    assert [text[s.start : s.end] for s in parsed.sentences] == [
        "Crowds filled\nthe\tsquare in Baghdad.",
        "Police watched, officials in Erbil said.",
    ]
    for sentence in parsed.sentences:
        assert all(text[token.start : token.end] == token.text for token in sentence.tokens)
        assert all(text[entity.start : entity.end] == entity.text for entity in sentence.entities)
        assert all(0 <= token.head < len(sentence.tokens) for token in sentence.tokens)
    assert [entity.text for entity in parsed.sentences[0].entities] == ["Baghdad"]


def test_no_sentence_crosses_a_paragraph(language: LanguageModel) -> None:
    """A headline without a full stop stays apart from the text below it."""
    [parsed] = language.parse([make_document("Flood hits the north\nRescuers went to Dhaka on Monday")])
    assert [sentence.paragraph for sentence in parsed.sentences] == [0, 1]


def test_credits_and_notices_are_not_parsed(language: LanguageModel) -> None:
    """A photographer's credit tells of no event."""
    text = "Smoke rose over Sirte.\nPhoto by A. Person in Tripoli"
    paragraphs = (Paragraph(start=0, end=22), Paragraph(start=23, end=len(text), kind=ParagraphKind.CREDIT))
    [parsed] = language.parse([Document(doc_id="a", text=text, paragraphs=paragraphs)])
    assert [sentence.paragraph for sentence in parsed.sentences] == [0]


def test_an_endless_paragraph_is_parsed_in_pieces(language: LanguageModel) -> None:
    """A paragraph beyond the chunk size loses no word."""
    text = "The river rose again. " * 1_500
    [parsed] = language.parse([make_document(text.strip())])
    words = sum(len(sentence.tokens) for sentence in parsed.sentences)
    assert words == 5 * 1_500


def test_an_empty_document_has_no_sentences(language: LanguageModel) -> None:
    """Nothing to read is no error."""
    [parsed] = language.parse([Document(doc_id="a", text="", paragraphs=())])
    assert parsed.sentences == ()


def test_documents_parsed_together_are_parsed_as_alone(language: LanguageModel) -> None:
    """What is read beside a document does not change its parse, whatever fills the batch."""
    texts = [f"Floods killed {number} people in Dhaka on Monday.\nRescuers came late." for number in range(2, 40)]
    together = list(language.parse([make_document(text) for text in texts]))
    alone = [next(language.parse([make_document(text)])) for text in texts[::9]]
    assert [parsed.document.text for parsed in together] == texts
    assert [parsed.sentences for parsed in together[::9]] == [parsed.sentences for parsed in alone]


def test_a_run_reads_only_some_documents_ahead(language: LanguageModel) -> None:
    """Documents come as the parse needs them, so that a million of them fit in memory."""
    taken = []

    def read() -> Iterator[Document]:
        for number in range(200):
            taken.append(number)
            yield make_document("Rain fell on Lima.")

    next(language.parse(read()))
    assert len(taken) <= 32


def test_products_of_matrices_are_those_of_the_library(language: LanguageModel) -> None:
    """The quicker multiplication gives what spaCy's own does, in every way it is called."""
    next(language.parse([make_document("Rain.")]))
    pipeline = language._pipeline
    assert pipeline is not None
    quick, own = pipeline.get_pipe("tok2vec").model.ops, NumpyOps()
    left, right = np.arange(6, dtype="f").reshape(2, 3), np.arange(12, dtype="f").reshape(3, 4)
    out = np.zeros((2, 4), dtype="f")
    for x, y, turned in (
        (left, right, {}),
        (left.T.copy(), right, {"trans1": True}),
        (left, right.T.copy(), {"trans2": True}),
    ):
        assert quick.gemm(x, y, **turned).tolist() == own.gemm(x, y, **turned).tolist()
    quick.gemm(left, right, out=out)
    assert out.tolist() == own.gemm(left, right).tolist()
