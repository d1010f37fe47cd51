"""The sentences of our own words, one trigger marked in each, which several models learn from."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from mapping.tables import read_table

OWN_SENTENCES = Path(__file__).parent / "data" / "type_sentences.csv"


class OwnSentence(NamedTuple):
    """A sentence and where its trigger stands in it; `code` is the type, "none" for what tells of nothing."""

    code: str
    text: str
    start: int
    end: int


def read_own_sentences() -> Iterator[OwnSentence]:
    """All of the table, in its order; the brackets that mark the trigger are not in the text."""
    for row in read_table(OWN_SENTENCES):
        marked = row["sentence"]
        yield OwnSentence(
            code=row["subtype"],
            text=marked.replace("[", "").replace("]", ""),
            start=marked.index("["),
            end=marked.index("]") - 1,
        )
