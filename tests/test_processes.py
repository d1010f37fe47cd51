"""Tests of mapping.processes: the same news read in several processes, and what happens when one of them ends."""

import dataclasses
import os
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from mapping.documents import make_document
from mapping.errors import DocumentError
from mapping.gazetteer import Gazetteer
from mapping.language import LanguageModel
from mapping.pipeline import extract_events
from mapping.processes import _map_ahead, _open_pool, extract_in_processes
from mapping.resolution.memory import OutletMemory
from tests.local_news import LOCAL_NEWS


def test_several_processes_find_what_one_finds(language: LanguageModel, gazetteer: Gazetteer) -> None:
    """In the same order; what one document tells of an outlet counts for another that another process reads."""
    documents = [
        dataclasses.replace(
            make_document(text, source="Hocking Valley Record", created=date(2017, 5, 4)), doc_id=f"d{number}"
        )
        for number, text in enumerate(LOCAL_NEWS)
    ]
    expected = list(extract_events(documents, language=language, gazetteer=gazetteer, outlets=OutletMemory()))
    assert expected[0].resolutions[0].place
    assert expected[0].resolutions[0].place.country == "United States"
    before = dict(os.environ)
    assert list(extract_in_processes(documents, workers=2)) == expected
    assert dict(os.environ) == before


def test_results_come_in_the_order_of_what_was_asked() -> None:
    """Whichever is ready first, and however few are handed out ahead."""
    with ThreadPoolExecutor(2) as pool:
        assert list(_map_ahead(pool, abs, [-3, 1, -2, 5, -4], ahead=2)) == [3, 1, 2, 5, 4]
        assert list(_map_ahead(pool, abs, [], ahead=2)) == []


def test_a_process_that_is_ended_is_told_of() -> None:
    """With what to do about it, instead of waiting for ever."""
    with pytest.raises(DocumentError, match="fewer workers"), _open_pool(1, None) as pool:
        list(_map_ahead(pool, os._exit, [1], ahead=1))
