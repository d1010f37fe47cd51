"""Gold files: how benchmarks and fitting scripts read them."""

import gzip
from datetime import date
from pathlib import Path

import pytest

from bench.corpora import find_asked, is_fitted, make_source, open_scorer, read_gold_file

LINES = '{"doc_id": "a", "text": "Rain."}\n\n{"doc_id": "b", "text": "Snow in Córdoba."}\n'


def test_a_packed_file_reads_as_the_plain_one(tmp_path: Path) -> None:
    """Empty lines are passed over in both, and the ending tells which it is."""
    plain, packed = tmp_path / "gold.jsonl", tmp_path / "gold.jsonl.gz"
    plain.write_text(LINES, encoding="utf-8")
    packed.write_bytes(gzip.compress(LINES.encode()))
    assert [row["text"] for row in read_gold_file(plain)] == ["Rain.", "Snow in Córdoba."]
    assert list(read_gold_file(packed)) == list(read_gold_file(plain))


@pytest.mark.parametrize(
    ("row", "created"),
    [
        ({"published": "2014-06-11T08:00:00Z"}, date(2014, 6, 11)),
        ({"dct": "2014-06-12"}, date(2014, 6, 12)),
        ({"published": None}, None),
        ({}, None),
    ],
    ids=["time of publication", "creation time of a timex file", "none known", "none told"],
)
def test_a_record_is_a_document(row: dict[str, str | None], created: date | None) -> None:
    """Every gold file's names for the day of publication are read; a title may be wanting."""
    document = make_source({"doc_id": "a", "text": "Rain fell.", "title": None, **row})
    assert (document.doc_id, document.text, document.title, document.created) == ("a", "Rain fell.", "", created)


@pytest.mark.parametrize("title", [None, "Streets of Lima stand under water"], ids=["no headline", "a headline"])
def test_the_word_asked_about_is_found_behind_a_headline(title: str | None) -> None:
    """Gold counts in the text alone; most of it asks about no word."""
    row = {"doc_id": "a", "text": "Rain fell.", "title": title}
    document = make_source(row)
    asked = find_asked({"trigger_span": [5, 9]}, document)
    assert asked is not None
    assert document.text[asked.start : asked.end] == "fell"
    assert find_asked({"type": ["disaster.flood"]}, document) is None


def test_what_is_fitted_to_is_never_measured_on() -> None:
    """Half of any file, and the first document is in it."""
    assert [number for number in range(6) if is_fitted(number)] == [0, 2, 4]


def test_a_missing_scorer_is_named(tmp_path: Path) -> None:
    """Rather than an error from within the import."""
    with pytest.raises(FileNotFoundError, match=r"no scorer .*judge\.py"):
        open_scorer(tmp_path / "judge.py")


def test_a_scorer_is_opened_by_its_path(tmp_path: Path) -> None:
    """It is a file beside the repository, not an installed module."""
    (tmp_path / "judge.py").write_text("LEAST = 2\n", encoding="utf-8")
    assert open_scorer(tmp_path / "judge.py").LEAST == 2
