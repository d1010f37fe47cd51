"""Tests of scripts/data/type_sentences.csv, the sentences of our own words that the type model learns from."""

import csv
import re
from collections import Counter
from collections.abc import Iterator

import pytest

from bench.corpora import SHARED, read_gold_file
from mapping.event_types import load_event_types
from scripts.own_sentences import OWN_SENTENCES, read_own_sentences

_EVENTS = SHARED / "corpora" / "events"
# A sentence whose marked word tells of no happening: a forecast, an opinion, a life told in passing.
_NO_EVENT = "none"
_RUN_WORDS = 8


@pytest.fixture(scope="module")
def rows() -> list[tuple[str, str]]:
    """(subtype, sentence with the trigger in brackets) of each line."""
    with OWN_SENTENCES.open(encoding="utf-8", newline="") as lines:
        return [(row["subtype"], row["sentence"]) for row in csv.DictReader(lines)]


def strip_brackets(sentence: str) -> str:
    """The sentence as a newspaper would print it."""
    return sentence.replace("[", "").replace("]", "")


def find_runs(text: str) -> Iterator[str]:
    """Each run of eight words, in lower case."""
    words = re.findall(r"\w+", text.lower())
    return (" ".join(words[start : start + _RUN_WORDS]) for start in range(len(words) - _RUN_WORDS + 1))


def test_each_subtype_of_the_table_has_sentences(rows: list[tuple[str, str]]) -> None:
    """Rare kinds are what the file is for: none goes with a handful."""
    counts = Counter(code for code, _ in rows)
    assert {code: counts[code] for code in load_event_types().types if counts[code] < 15} == {}


def test_subtypes_are_those_of_the_table(rows: list[tuple[str, str]]) -> None:
    """Or none at all."""
    assert {code for code, _ in rows} - {*load_event_types().types, _NO_EVENT} == set()


def test_one_trigger_is_marked(rows: list[tuple[str, str]]) -> None:
    """One pair of brackets with whole words in it."""
    marked = re.compile(r"[^\[\]]*(?<!\w)\[\w[^\[\]]*\w\](?!\w)[^\[\]]*")
    assert [sentence for _, sentence in rows if not marked.fullmatch(sentence)] == []


def test_no_sentence_is_there_twice(rows: list[tuple[str, str]]) -> None:
    """Also not under two types, or with another word marked."""
    counts = Counter(strip_brackets(sentence).lower() for _, sentence in rows)
    assert [sentence for sentence, count in counts.items() if count > 1] == []


@pytest.mark.gold
@pytest.mark.skipif(not _EVENTS.is_dir(), reason="the gold corpora are not there")
def test_no_sentence_stands_in_a_corpus(rows: list[tuple[str, str]]) -> None:
    """Not even eight of its words in a row."""
    ours = {run for _, sentence in rows for run in find_runs(strip_brackets(sentence))}
    shared = set[str]()
    for path in sorted(_EVENTS.glob("*.jsonl*")):
        for record in read_gold_file(path):
            shared.update(ours.intersection(find_runs(f"{record.get('title') or ''} {record['text']}")))
    assert shared == set()


def test_a_sentence_is_read_with_its_trigger(rows: list[tuple[str, str]]) -> None:
    """The offsets mark in the plain text what brackets mark in the table."""
    read = list(read_own_sentences())
    assert [(one.code, strip_brackets(marked)) for one, (_, marked) in zip(read, rows, strict=True)] == [
        (one.code, one.text) for one in read
    ]
    assert [f"[{one.text[one.start : one.end]}]" for one in read] == [
        re.search(r"\[.*?\]", marked)[0]
        for _, marked in rows  # type: ignore[index]
    ]
