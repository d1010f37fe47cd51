"""Real articles with all that they tell: the labels are whole, and what comes of them is counted by half and corpus."""

import csv
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

import bench.articles
from bench.articles import FITTED, OTHERS, extract_articles, make_event_rows, make_rows, read_articles
from bench.corpora import SHARED
from bench.dispatches import Outcome, Told, judge
from mapping.event_types import load_event_types
from mapping.gazetteer import Gazetteer
from mapping.language import LanguageModel
from mapping.model import ParsedDocument
from mapping.pipeline import analyse

_TABLE = Path(bench.articles.__file__).with_name("article_labels.csv")
_DAYS = re.compile(r"\*|(\d{4}(-\d\d){0,2}|\.\.)(/(\d{4}(-\d\d){0,2}|\.\.))?")


def _make_outcome(corpus: str, part: str, *, is_right: bool) -> Outcome:
    told = Told(part=part, document=f"{corpus}/1", words="fire", types=("accident",), places=("*",), days=("*",))
    return Outcome(told=told, event=None, type=is_right, place=is_right, day=is_right)


def test_labels_are_whole() -> None:
    """Known kinds, days that can be read, words somewhere, at most one main happening an article."""
    with _TABLE.open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table))
    types = load_event_types()
    told = [row for row in rows if row["types"]]
    assert len({(row["corpus"], row["doc_id"]) for row in rows}) == 132
    assert {code for row in told for code in row["types"].split("|")} <= {*types.types, *types.families}
    assert [row for row in told if not 0 <= int(row["start"]) < int(row["end"]) or not row["places"]] == []
    assert [day for row in told for day in row["days"].split("|") if not _DAYS.fullmatch(day)] == []
    mains = [(row["corpus"], row["doc_id"]) for row in told if row["main"] == "yes"]
    assert len(mains) == len(set(mains)) > 100


def test_rows_are_by_corpus_and_half_and_then_of_all() -> None:
    """What weights are fitted to is never counted with what they are measured on."""
    outcomes = [
        _make_outcome("gva", FITTED, is_right=True),
        _make_outcome("gva", OTHERS, is_right=False),
        _make_outcome("muc4", OTHERS, is_right=True),
    ]
    assert make_rows(outcomes)[2:] == [
        "| gva | fitted to | 1 | 0.00 | 1.00 | 1.00 | 1.00 | 1.00 |",
        "| gva | others | 1 | 0.00 | 0.00 | 0.00 | 0.00 | 0.00 |",
        "| muc4 | others | 1 | 0.00 | 1.00 | 1.00 | 1.00 | 1.00 |",
        "| all | fitted to | 1 | 0.00 | 1.00 | 1.00 | 1.00 | 1.00 |",
        "| all | others | 2 | 0.00 | 0.50 | 0.50 | 0.50 | 0.50 |",
    ]


def test_events_are_counted_by_what_the_labels_tell(parse: Callable[..., ParsedDocument], gazetteer: Gazetteer) -> None:
    """One that stands in no label's words is not told; of the others those count that are right in all three."""
    text = "A bomb exploded in Quetta on Monday.\nGunmen kidnapped a priest in Peshawar on Tuesday."
    told = [
        Told(part=OTHERS, document="a", words=words, types=("strike",), places=(place,), days=("2019-03-11",), start=at)
        for words, place, at in (("exploded in Quetta", "Quetta", 7), ("on Tuesday", "Peshawar", text.index("on Tue")))
    ]
    extraction = analyse(parse(text, created=date(2019, 3, 13)), gazetteer)
    rows = make_event_rows(told, {"a": extraction})
    assert f"| {OTHERS} | 0.0 | 2 | 0.50 | 0.50 |" in rows
    assert f"| {FITTED} | 0.0 | 0 | 0.00 | 0.00 |" in rows


@pytest.mark.gold
@pytest.mark.skipif(not (SHARED / "corpora" / "events").is_dir(), reason="the gold corpora are not there")
def test_articles_that_no_weight_saw_keep_their_quality(language: LanguageModel) -> None:
    """Kind, place, day and all three of what they tell, less two hundredths of what was reached on 2026-11-23."""
    extractions, told = extract_articles(language)
    outcomes = judge([one for one in told if one.part == OTHERS], extractions)
    shares = [
        sum(getattr(one, field) for one in outcomes) / len(outcomes) for field in ("type", "place", "day", "whole")
    ]
    assert [share for share, floor in zip(shares, (0.69, 0.70, 0.75, 0.49), strict=True) if share < floor] == []


@pytest.mark.gold
@pytest.mark.skipif(not (SHARED / "corpora" / "events").is_dir(), reason="the gold corpora are not there")
def test_labelled_words_stand_where_the_labels_say() -> None:
    """Offsets count in the given text, and a headline may stand before it."""
    documents, told = read_articles()
    assert len(documents) == 132
    broken = [
        one
        for one in told
        if documents[one.document].text[one.start : (one.start or 0) + len(one.words)] != one.words
        or one.words != one.words.strip()
        or "\n" in one.words
    ]
    assert broken == []
    assert {one.part for one in told} == {FITTED, OTHERS}
