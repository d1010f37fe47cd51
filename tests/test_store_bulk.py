"""Tests of adding many documents to a store at once, and of keeping imported rows whole."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from mapping.errors import StoreError
from mapping.model import Extraction
from mapping.store import EventStore, open_store
from tests.values import DOCUMENT, EVENT, EXTRACTION


def make_extraction(number: int, *, raw: str = "") -> Extraction:
    """One of several documents with an event each."""
    document = replace(DOCUMENT, doc_id=f"d{number}", raw=raw)
    event = replace(EVENT, event_id=f"e{number}", doc_id=document.doc_id)
    return replace(EXTRACTION, document=document, events=(event,))


def test_all_documents_are_kept_in_one_transaction(store: EventStore) -> None:
    """What is added together counts those that changed the store."""
    assert store.add_all(make_extraction(number) for number in range(5)) == 5
    assert store.add_all(make_extraction(number) for number in range(6)) == 1
    assert store.summary().documents == 6


def test_none_is_kept_where_one_cannot_be_read(store: EventStore) -> None:
    """A source that breaks off in the middle leaves the store as it was."""

    def break_off() -> Iterator[Extraction]:
        yield make_extraction(1)
        raise RuntimeError("broken off")

    before = store.generation
    with pytest.raises(RuntimeError, match="broken off"):
        store.add_all(break_off())
    assert store.summary().documents == 0
    assert store.generation == before


def test_none_is_kept_where_two_documents_claim_one_event(store: EventStore) -> None:
    """An event belongs to one document; the store refuses both."""
    other = replace(make_extraction(2), events=(replace(EVENT, event_id="e1", doc_id="d2"),))
    with pytest.raises(StoreError, match="cannot be written"):
        store.add_all([make_extraction(1), other])
    assert store.summary().documents == 0


def test_a_read_only_store_refuses(store: EventStore, where: Path | str) -> None:
    """A store that was opened for reading takes nothing, not even what it knows."""
    store.add(make_extraction(1))
    with open_store(where, read_only=True) as opened, pytest.raises(StoreError, match="reading only"):
        opened.add_all([make_extraction(1)])


def test_an_imported_row_is_kept_whole_and_counts_as_changed(store: EventStore) -> None:
    """The raw row comes back as it was; a new value in it replaces the document though its text is the same."""
    assert store.add(make_extraction(1, raw='{"fatalities":"3"}'))
    assert not store.add(make_extraction(1, raw='{"fatalities":"3"}'))
    assert store.add(make_extraction(1, raw='{"fatalities":"4"}'))
    assert store.get_document("d1").raw == '{"fatalities":"4"}'


def test_what_is_learned_of_an_outlet_is_kept_by_article(store: EventStore, where: Path | str) -> None:
    """Beside what readers see: the generation stays."""
    before = store.generation
    store.keep_outlet_article("wire", "d1", "{}")
    store.keep_outlet_article("wire", "d1", '{"a": 1}')
    store.keep_outlet_article("wire", "d2", "x")
    store.keep_outlet_article("other", "d1", "y")
    with open_store(where, read_only=True) as opened:
        assert opened.read_outlet("wire") == {"d1": '{"a": 1}', "d2": "x"}
        assert opened.read_outlet("none") == {}
        with pytest.raises(StoreError, match="reading only"):
            opened.keep_outlet_article("wire", "d3", "z")
    store.keep_outlet_article("wire", "d2", "")
    assert store.read_outlet("wire") == {"d1": '{"a": 1}'}
    assert store.generation == before
