"""Tests of the tables of the grammar: every rule can be reached, every word is read."""

import csv

import pytest

from mapping.settings import find_folder
from mapping.timex.vocabulary import load_vocabulary
from mapping.timex.words import Words, read_blocks
from mapping.timexes import READERS


def read_words(text: str) -> Words:
    """The words of a text of one block."""
    [words] = read_blocks(text)
    return words


def read_rows(name: str) -> list[dict[str, str]]:
    """The rows of one table of geodata."""
    with (find_folder("geodata") / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_rule_names_a_reader_that_exists() -> None:
    """And every reader has a rule."""
    readers = {row["reader"] for row in read_rows("timex_rules.csv")} - {"macro"}
    assert readers == set(READERS)


def test_every_kind_of_word_is_known_to_some_rule_or_reader() -> None:
    """A word in the table that nothing looks for is dead."""
    package = find_folder("geodata").parent / "mapping"
    source = "".join(
        path.read_text(encoding="utf-8") for path in package.rglob("*.py") if "timex" in str(path.relative_to(package))
    )
    rules = " ".join(row["pattern"] for row in read_rows("timex_rules.csv"))
    unused = {
        row["kind"]
        for row in read_rows("timex_words.csv")
        if row["kind"] not in rules and f'"{row["kind"]}"' not in source
    }
    assert unused == set()


def test_no_word_is_listed_twice_with_the_same_kind() -> None:
    """The second row would never be read."""
    rows = [(row["words"], row["kind"]) for row in read_rows("timex_words.csv")]
    assert sorted(rows) == sorted(set(rows))


@pytest.mark.parametrize(
    ("text", "forms", "kind", "value"),
    [
        ("twenty-four", ["twenty"], "NUM", "24"),
        ("two hundred and twenty-one", ["two"], "NUM", "221"),
        ("a hundred", ["a"], "NUM", "100"),
        ("two thousand", ["two"], "NUM", "2000"),
        ("nineteen ninety-six", ["nineteen"], "YEAR", "1996"),
        ("twenty ten", ["twenty"], "YEAR", "2010"),
        ("twenty-first", ["twenty"], "ORDINAL", "21"),
        ("5,000", ["5,000"], "NUM", "5000"),
        ("2 1/2", ["2 1/2"], "NUM", "2.5"),
        ("Oct.", ["oct"], "MONTH", "10"),
        ("New Year's Eve", ["new"], "HOLIDAY", "new year's eve"),
        ("at least", ["at"], "MODIFIER", "EQUAL_OR_MORE"),
    ],
)
def test_words_that_belong_together_become_one(text: str, forms: list[str], kind: str, value: str) -> None:
    """Numbers in words, abbreviations with their stop, and phrases of the tables."""
    words = read_words(text)
    assert words.forms[:-1] == forms
    assert words.kinds[0][kind] == value
    assert (words.starts[0], words.ends[0]) == (0, len(text))


def test_month_names_need_their_capital_where_they_are_words_too() -> None:
    """The verb "may" is no month, the name "May" is one."""
    assert "MONTH" not in read_words("may").kinds[0]
    assert "MONTH" in read_words("May").kinds[0]


def test_each_set_of_kinds_has_a_character_of_its_own() -> None:
    """The rules see no other difference between words."""
    codes = load_vocabulary().codes
    assert len(set(codes.values())) == len(codes)
