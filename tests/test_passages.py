"""Tests of the sentences with several marked words, and of their reader."""

from collections import Counter
from pathlib import Path

import pytest

from bench.corpora import SHARED, read_gold_file
from mapping.event_types import load_event_types
from scripts.passages import Marked, read_passages
from tests.test_type_sentences import find_runs

_FILE = Path(__file__).parents[1] / "scripts" / "data" / "type_passages.txt"
_EVENTS = SHARED / "corpora" / "events"


@pytest.fixture(scope="module")
def marks() -> list[Marked]:
    """All marks of the file."""
    return list(read_passages(_FILE))


def test_marks_are_read_off_a_line(tmp_path: Path) -> None:
    """The sentence is printed without them, and each span holds its words."""
    path = tmp_path / "passages.txt"
    path.write_text("Crowds [looted](riot.damage) it until troops [moved in](security.deploy).\n", encoding="utf-8")
    first, second = read_passages(path)
    assert first.text == second.text == "Crowds looted it until troops moved in."
    assert (first.text[first.start : first.end], first.code) == ("looted", "riot.damage")
    assert (second.text[second.start : second.end], second.code) == ("moved in", "security.deploy")


@pytest.mark.parametrize("line", ["Nothing is marked.", "A [bracket] too many [fell](other.other)."])
def test_a_broken_line_is_named(tmp_path: Path, line: str) -> None:
    """With its number, so that it can be mended."""
    path = tmp_path / "passages.txt"
    path.write_text(f"He [left](none).\n{line}\n", encoding="utf-8")
    with pytest.raises(ValueError, match="line 2"):
        list(read_passages(path))


def test_kinds_are_those_of_the_table(marks: list[Marked]) -> None:
    """Or none at all; each family has some."""
    assert {mark.code for mark in marks} - {*load_event_types().types, "none"} == set()
    assert {code.split(".")[0] for code in load_event_types().types} - {
        mark.code.split(".")[0] for mark in marks
    } == set()


def test_marks_hold_whole_words(marks: list[Marked]) -> None:
    """No mark begins or ends within a word, or holds a space at its edge."""
    for mark in marks:
        words = mark.text[mark.start : mark.end]
        assert words == words.strip()
        assert not mark.text[mark.start - 1 : mark.start].isalnum()
        assert not mark.text[mark.end : mark.end + 1].isalnum()


def test_no_sentence_is_there_twice(marks: list[Marked]) -> None:
    """A sentence has one line, and a place in it one mark."""
    counts = Counter((mark.text.lower(), mark.start) for mark in marks)
    assert [text for (text, _), count in counts.items() if count > 1] == []


@pytest.mark.gold
@pytest.mark.skipif(not _EVENTS.is_dir(), reason="the gold corpora are not there")
def test_no_sentence_stands_in_a_corpus(marks: list[Marked]) -> None:
    """Not even eight of its words in a row."""
    ours = {run for mark in marks for run in find_runs(mark.text)}
    shared = set[str]()
    for path in sorted(_EVENTS.glob("*.jsonl*")):
        for record in read_gold_file(path):
            shared.update(ours.intersection(find_runs(f"{record.get('title') or ''} {record['text']}")))
    assert shared == set()
