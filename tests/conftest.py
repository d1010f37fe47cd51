"""What several tests share: the language model and the gazetteer, each opened once, and short documents."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from mapping.documents import read_documents
from mapping.gazetteer import Gazetteer, open_gazetteer
from mapping.language import LanguageModel
from mapping.model import Document, Extraction, Paragraph, ParsedDocument
from mapping.pipeline import extract_events
from mapping.settings import find_folder
from mapping.store import EventStore, open_store
from tests.stores import KINDS, empty_schema, make_schema


def make_document(text: str, *, created: date | None = None, title: str = "", source: str = "") -> Document:
    """A document whose paragraphs are the text's lines, as tests write it."""
    paragraphs = []
    start = 0
    for line in text.split("\n"):
        if line.strip():
            paragraphs.append(Paragraph(start=start, end=start + len(line)))
        start += len(line) + 1
    return Document(doc_id="test", text=text, paragraphs=tuple(paragraphs), created=created, title=title, source=source)


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What the user's programs keep is left alone: tests, and the commands that they start, have a folder of theirs."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def language() -> LanguageModel:
    """The language model; loading it takes two seconds, so it is loaded once."""
    return LanguageModel()


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    """The gazetteer as it ships, memory-mapped."""
    return open_gazetteer()


@pytest.fixture(scope="session")
def parse(language: LanguageModel) -> Callable[..., ParsedDocument]:
    """Parse a text, each line a paragraph; keywords go to `make_document`."""

    def parse_text(text: str, **fields: object) -> ParsedDocument:
        return next(language.parse([make_document(text, **fields)]))  # type: ignore[arg-type]

    return parse_text


@pytest.fixture(scope="session")
def sample_extractions(language: LanguageModel, gazetteer: Gazetteer) -> tuple[Extraction, ...]:
    """What the pipeline makes of the sample dispatches, in the order in which they are read."""
    documents = [found for found in read_documents([find_folder("samples")]) if isinstance(found, Document)]
    return tuple(extract_events(documents, language=language, gazetteer=gazetteer))


@pytest.fixture(scope="session")
def shared_schema() -> Iterator[str]:
    """A schema of the tests' PostgreSQL database with the tables of a store, which `where` empties for each test."""
    with make_schema() as address:
        open_store(address).close()
        yield address


@pytest.fixture(params=KINDS)
def where(request: pytest.FixtureRequest, tmp_path: Path) -> Path | str:
    """Where an empty store is or can be made, in each kind of database."""
    if request.param == "sqlite":
        return tmp_path / "events.db"
    address: str = request.getfixturevalue("shared_schema")
    empty_schema(address)
    return address


@pytest.fixture
def store(where: Path | str) -> Iterator[EventStore]:
    """An empty store in each kind of database."""
    with open_store(where) as opened:
        yield opened
