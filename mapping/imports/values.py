"""What passes between the readers of event files: rows with their columns, and the event that a row tells of."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from mapping.errors import ImportFileError
from mapping.kinds import Change, Modality, Review
from mapping.model import Actor, DateSpan, PlaceChoice, Toll
from mapping.reading.encodings import repair_surrogates
from mapping.reports import Disagreement, ReportRef

_GAPS = re.compile(r"[\s_\-.:]+")
_TAG = re.compile(r"#[a-z]+[a-z0-9_]*(?:\s*\+\s*[a-z0-9_]+)*$", re.IGNORECASE)


class RowError(ImportFileError):
    """One row cannot be used; `reason` is the same words for every row of the same trouble, so that it can be counted.

    Args:
        reason: What is wrong, without the row's own values.
        value: The cell that is wrong, for the list of examples.
    """

    def __init__(self, reason: str, value: str = "") -> None:
        super().__init__(f"{reason}: {value!r}" if value else reason)
        self.reason = reason


class RowFilteredError(RowError):
    """One row is sound, but the import's filter leaves it out."""


@lru_cache(maxsize=4096)
def fold_name(name: str) -> str:
    """A column's name without case, blanks, dots, hyphens and underscores: "Event Date" and "EVENT_DATE" are one."""
    return _GAPS.sub("", name.casefold().strip("\ufeff \t\"'"))


@dataclass(frozen=True, slots=True)
class Header:
    """The columns of a file, as it names them, in order."""

    names: tuple[str, ...]
    index: Mapping[str, int] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        folded: dict[str, int] = {}
        for number, name in enumerate(self.names):
            folded.setdefault(fold_name(name), number)
        object.__setattr__(self, "index", folded)

    def __contains__(self, name: str) -> bool:
        return fold_name(name) in self.index

    def has(self, *names: str) -> bool:
        """Whether all of these columns are there."""
        return all(fold_name(name) in self.index for name in names)


def make_header(names: Iterable[str]) -> Header:
    """The header of a table: columns without a name, or with that of another, get one, so that no cell is lost."""
    unique: list[str] = []
    for number, name in enumerate(names, 1):
        plain = name.strip("\ufeff \t\r\n") or f"column {number}"
        while plain in unique:
            plain = f"{plain} ({number})"
        unique.append(plain)
    return Header(tuple(unique))


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table, or one object of a JSON file.

    `number` is the row's place in the file, counted from 1 as a person would find it. `cells` are texts; those of a
    JSON file may be any JSON value.
    """

    number: int
    header: Header
    cells: Sequence[Any]

    def value(self, name: str) -> Any:  # noqa: ANN401  (any JSON value)
        """The cell of a column as the file holds it; None where there is none."""
        place = self.header.index.get(fold_name(name))
        return self.cells[place] if place is not None and place < len(self.cells) else None

    def text(self, *names: str) -> str:
        """The first of these columns that holds something, as a text without blanks around it; else ""."""
        for name in names:
            found = write_cell(self.value(name)).strip()
            if found:
                return found
        return ""

    def code(self, *names: str) -> str:
        """As `text`, of a code or number: without the ".0" that programs add to columns with gaps."""
        found = self.text(*names)
        return found.removesuffix(".0") if found[-2:] == ".0" and found[:-2].lstrip("-").isdecimal() else found

    def is_tags(self) -> bool:
        """Whether this is the row of HXL tags ("#date +occurred") that humanitarian tables have under their header.

        Source: Humanitarian Exchange Language 1.1, https://hxlstandard.org/standard/1-1final/
        """
        cells = [cell.strip() for cell in self.cells if isinstance(cell, str) and cell.strip()]
        return len(cells) > 1 and all(_TAG.match(cell) for cell in cells)

    def write_raw(self) -> str:
        """The whole row as one JSON object, empty cells included."""
        text = json.dumps(dict(zip(self.header.names, self.cells, strict=False)), ensure_ascii=False)
        return repair_surrogates(text)


def write_cell(value: object) -> str:
    """A JSON scalar as the text that a table would hold; "" for null and for values with parts."""
    if isinstance(value, str):
        if value.isascii() and "\x00" not in value:
            return value
        return repair_surrogates(value).replace("\x00", "\ufffd")
    if value is None or isinstance(value, (bool, list, dict)):
        return {True: "true", False: "false"}.get(value, "") if isinstance(value, bool) else ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


@dataclass(frozen=True, kw_only=True, slots=True)
class Placed:
    """Where a row's event was, or why that is not known.

    Attributes:
        choice: None where there is no place.
        words: What the row says of it, for lists of rows without a place.
        reason: Why there is none, or why the choice is a guess; "" where it is sure.
    """

    choice: PlaceChoice | None
    words: str = ""
    reason: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class ImportedDecision:
    """What a person decided, as `mapping.reports.Correction` has it; `made_at` is an ISO time with its zone.

    `is_undo` says that it takes back the last decision that stood.
    """

    change: Change
    after: str
    author: str
    made_at: str
    note: str = ""
    is_undo: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class ImportedEvent:
    """One event as a file tells it, checked, before it becomes an `Extraction`.

    Attributes:
        source_format: The format's name, as in "acled".
        doc_id: Stable over runs and files: "acled:BFA1234".
        event_id: Its own id where the file has one for us; "" means that one is made of `doc_id`.
        text: The row's own words: notes, headline, description.
        sentence: What a reader is shown; "" means the whole text.
        title: One line that says where the row is from.
        source: The data set, as people filter by it.
        url: http or https, or "".
        published: The reporting day, where the file has one.
        type: A code of geodata/event_types.csv.
        type_raw: The file's own word for it.
        span: When it was, never narrower than told; None with `undated` saying why.
        date_text: The cell that told it.
        placed: Where it was.
        score: 0..1, by the data set's kind and the precision that the row states; geodata/README.md lists them.
        raw: The row as one JSON object.
        date_score: How sure the date is; None for the convention of coded tables.
        accounts: The reports that the event was merged from, where a file of ours tells.
        disagreements: Where these differ.
        story_id: Of the story that the file puts it in; `story` is its name.
        review: What a person has said of it.
        decisions: What persons decided about it, in order.
        version: Of two rows with one id, the one with the greater version is kept; of equal ones the later.
        reports: How many rows tell of it.
        articles: How many articles these rows count.
        merges: Whether another row with this id is one more report, instead of a newer version.
        warnings: Things a reader of the report should know, in words that can be counted.
    """

    source_format: str
    doc_id: str
    text: str
    title: str
    source: str
    type: str
    type_raw: str
    raw: str
    score: float
    event_id: str = ""
    sentence: str = ""
    url: str = ""
    published: date | None = None
    modality: Modality = Modality.HAPPENED
    span: DateSpan | None = None
    edtf: str = ""
    date_text: str = ""
    date_rule: str = ""
    date_note: str = ""
    undated: str = ""
    placed: Placed = Placed(choice=None, reason="the row names no place")
    actors: tuple[Actor, ...] = ()
    tolls: tuple[Toll, ...] = ()
    date_score: float | None = None
    accounts: tuple[ReportRef, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    story_id: str = ""
    story: str = ""
    review: Review = Review.NONE
    decisions: tuple[ImportedDecision, ...] = ()
    version: int = 0
    reports: int = 1
    articles: int = 0
    merges: bool = False
    warnings: tuple[str, ...] = ()
