"""Labels of sentences of Wikipedia's current-events portal.

`data/portal_labels.csv` gives lines that a former model was least sure of their type; `data/portal_words.csv` says of
others, drawn by chance from each heading, all that they tell.

The sentences themselves are in the portal's file, a line each (`text`, `heading`, `published`; CC BY-SA 4.0), and do
not travel with the code. Every fifth labelled line is kept out of what the encoder learns from.
"""

import csv
import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path

from mapping.event_types import load_event_types
from mapping.kinds import Modality

NOTHING = "none"
_DATA = Path(__file__).parent / "data"
WORDS = _DATA / "portal_words.csv"
_NO_WORDS = "-"
_KEPT_OUT = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class Happening:
    """One thing that a sentence tells.

    `words` stand once in the sentence. Of `types` the first is meant most; "none" says that the words only look like a
    happening. Of `places` each is right, "-" being none. `is_main` marks what the sentence is there to tell.
    """

    words: str
    types: tuple[str, ...]
    places: tuple[str, ...]
    modality: Modality
    is_main: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class PortalSentence:
    """A line of the portal with all that it tells, or nothing; `line` counts from 1."""

    line: int
    text: str
    heading: str
    published: date
    told: tuple[Happening, ...]

    @property
    def is_kept_out(self) -> bool:
        """Whether nothing is learnt from it, so that it is unseen to the encoder."""
        return self.line % _KEPT_OUT == 0

    @property
    def main_type(self) -> str:
        """The type of what it is there to tell."""
        return next((one.types[0] for one in self.told if one.is_main), NOTHING)


def read_portal_lines(path: Path) -> list[dict[str, str]]:
    """The records of the portal's file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def read_portal_sentences(path: Path, words: Path = WORDS) -> list[PortalSentence]:
    """The labelled sentences, in the order of their lines.

    Args:
        path: The portal's file.
        words: The table of labels.

    Raises:
        ValueError: Words of a label do not stand once in their sentence.
    """
    rows = read_portal_lines(path)
    with words.open(encoding="utf-8", newline="") as table:
        labels = groupby(csv.DictReader(table), key=lambda label: int(label["line"]))
        return [_make_sentence(line, rows[line - 1], list(own)) for line, own in labels]


def read_portal_types(labelled: Sequence[PortalSentence]) -> dict[int, str]:
    """The types given to lines by hand, by the line's number; those kept out have none.

    Args:
        labelled: What `read_portal_sentences` gave.
    """
    with (_DATA / "portal_labels.csv").open(encoding="utf-8", newline="") as lines:
        known = {int(row["line"]): row["subtype"] for row in csv.DictReader(lines)}
    known |= {one.line: one.main_type for one in labelled if not one.is_kept_out}
    types = {*load_event_types().types, NOTHING}
    return {line: code for line, code in known.items() if code in types}


def _make_sentence(line: int, row: dict[str, str], labels: Sequence[dict[str, str]]) -> PortalSentence:
    text = row["text"].strip()
    return PortalSentence(
        line=line,
        text=text,
        heading=row["heading"],
        published=date.fromisoformat(row["published"]),
        told=tuple(_make_happenings(line, text, labels)),
    )


def _make_happenings(line: int, text: str, labels: Sequence[dict[str, str]]) -> Iterator[Happening]:
    for label in labels:
        if label["words"] == _NO_WORDS:
            continue
        if text.count(label["words"]) != 1:
            message = f"line {line}: {label['words']!r} does not stand once in the sentence"
            raise ValueError(message)
        yield Happening(
            words=label["words"],
            types=tuple(label["types"].split("|")),
            places=tuple(label["places"].split("|")),
            modality=Modality(label["modality"]),
            is_main=label["main"] == "yes",
        )
