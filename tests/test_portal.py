"""Tests of scripts.portal: labels of sentences that do not stand in the repository."""

import csv
import gzip
import json
from collections import Counter
from pathlib import Path

import pytest

from mapping.event_types import load_event_types
from mapping.kinds import Modality
from scripts.portal import NOTHING, WORDS, Happening, read_portal_sentences, read_portal_types

_TEXTS = (
    "The council of Springfield rejects a new bridge.",
    "A bomb explodes in Springfield, killing two; the mayor vows to rebuild.",
    "Winters are long.",
    "A second bomb explodes.",
)


@pytest.fixture
def portal(tmp_path: Path) -> Path:
    """A portal of four lines."""
    path = tmp_path / "portal.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as lines:
        for text in _TEXTS:
            lines.write(json.dumps({"text": text, "heading": "conflict", "published": "2014-03-09"}) + "\n")
    return path


def _write(path: Path, *rows: str) -> Path:
    path.write_text("\n".join(("line,words,types,places,modality,main", *rows)) + "\n", encoding="utf-8")
    return path


def test_labels_are_read_with_their_sentence(portal: Path, tmp_path: Path) -> None:
    """Rows of one line belong together; a sentence of nothing has no words."""
    table = _write(
        tmp_path / "words.csv",
        "2,explodes,strike.bomb|strike.ied,Springfield,happened,yes",
        "2,rebuild,economy.infrastructure,Springfield,planned,",
        "3,-,none,-,happened,yes",
    )
    bomb, winters = read_portal_sentences(portal, table)
    assert (bomb.line, bomb.text, bomb.heading, bomb.published.year) == (2, _TEXTS[1], "conflict", 2014)
    assert bomb.told[0] == Happening(
        words="explodes",
        types=("strike.bomb", "strike.ied"),
        places=("Springfield",),
        modality=Modality.HAPPENED,
        is_main=True,
    )
    assert bomb.told[1].modality is Modality.PLANNED
    assert (bomb.main_type, winters.main_type, winters.told) == ("strike.bomb", NOTHING, ())


@pytest.mark.parametrize("words", ["bridges", "e"])
def test_words_must_stand_once(portal: Path, tmp_path: Path, words: str) -> None:
    """A table for another portal is found out."""
    table = _write(tmp_path / "words.csv", f"1,{words},politics.legislation,Springfield,happened,yes")
    with pytest.raises(ValueError, match=r"line 1: '.*' does not stand once"):
        read_portal_sentences(portal, table)


def test_types_of_lines_kept_out_are_not_learnt(portal: Path, tmp_path: Path) -> None:
    """What is measured on is unseen; the labels of single lines stay beside."""
    with gzip.open(portal, "at", encoding="utf-8") as lines:
        lines.write(json.dumps({"text": "Rebels flee.", "heading": "conflict", "published": "2014-03-09"}) + "\n")
    table = _write(
        tmp_path / "words.csv",
        "4,explodes,strike.bomb,-,happened,yes",
        "5,flee,battle.other,-,happened,yes",
    )
    labelled = read_portal_sentences(portal, table)
    assert [one.is_kept_out for one in labelled] == [False, True]
    types = read_portal_types(labelled)
    assert (types[4], types.get(5)) == ("strike.bomb", None)
    assert len(types) > 1000


def test_the_table_is_whole() -> None:
    """Known types and modalities only, and of each line exactly one main happening."""
    with WORDS.open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table))
    lines = [int(row["line"]) for row in rows]
    assert lines == sorted(lines)
    known = {*load_event_types().types, *load_event_types().families, NOTHING}
    assert {code for row in rows for code in row["types"].split("|")} <= known
    assert {row["modality"] for row in rows} <= {one.value for one in Modality}
    mains = Counter(int(row["line"]) for row in rows if row["main"] == "yes")
    assert len(mains) == len(set(lines)) > 7000
    assert set(mains.values()) == {1}
    assert len({(row["line"], row["words"]) for row in rows}) == len(rows)
