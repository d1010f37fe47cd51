"""Ordinary news: of all that 59 dispatches tell, how much comes out with its kind, its place and its day?

Gold corpora ask for the main event of a text, or for one word in it. A reader looks at every point of the map. The
dispatches in `bench/news` are written for this, in the manner of agencies and local papers, about happenings that were
in the news; `expected.csv` has one line for each thing told. The first part was read for errors, the second was kept
aside and counted. The third and the fourth were written later, by hand and from the text alone: their lines were not
changed after any answer to them was seen, and a line that the text itself proves wrong is mended with a note here. So
far: none. Every second text of the third was then read for errors, and after these the others; those of the fourth are
for counting only.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from mapping.documents import make_document
from mapping.gazetteer import open_gazetteer
from mapping.index.names import normalise_name
from mapping.language import LanguageModel
from mapping.model import Document, Event, Extraction, Place, Span
from mapping.pipeline import extract_events

NEWS = Path(__file__).parent / "news"
PARTS = ("first", "second", "third", "fourth")
FITTED_PARTS = (PARTS[0], PARTS[2])
"""The parts that several models are fitted to."""
_SENTENCE_END = re.compile(r"(?<=[.!?])\s|\n")
_MAX_TITLE = 90
_ANY, _NONE, _IN = "*", "-", "@"


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """One thing that a dispatch tells.

    `words` stand in the sentence that tells it. Of `types` (families or types), `places` (names, or a part of them;
    "@" and the country's code tell one from its namesakes) and `days` (EDTF) each has several that are right; "*" is
    any, and the place "-" none. `is_main` marks what the whole text is about, where the labels say so. `start` is where
    the words begin in the document's text, None where they stand there once.
    """

    part: str
    document: str
    words: str
    types: tuple[str, ...]
    places: tuple[str, ...]
    days: tuple[str, ...]
    is_main: bool = False
    start: int | None = None

    def find_start(self, text: str) -> int:
        """Where the words begin in the document's text; one in capitals is read with its case restored.

        Raises:
            ValueError: They do not stand there.
        """
        return text.lower().index(self.words.lower()) if self.start is None else self.start


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What came of one thing told; `event` is the nearest that its sentence gave, None where there is none."""

    told: Told
    event: Event | None
    type: bool = False
    place: bool = False
    day: bool = False

    @property
    def whole(self) -> bool:
        """Whether all three are right."""
        return self.type and self.place and self.day


def read_told() -> tuple[Told, ...]:
    """All that the dispatches tell."""
    return tuple(read_labels(NEWS / "expected.csv"))


def read_labels(path: Path) -> Iterator[Told]:
    """What a table says that texts tell; where it has no column `part`, that is the table's name."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield Told(
                part=row.get("part", path.stem),
                document=row["document"],
                words=row["words"],
                types=tuple(row["types"].split("|")),
                places=tuple(row["places"].split("|")),
                days=tuple(row["days"].split("|")),
                is_main=row.get("main") == "yes",
            )


def read_dispatches(folder: Path = NEWS) -> dict[str, Document]:
    """The dispatches by name, which starts with the day of publication; a short first paragraph is the title."""
    documents = {}
    for path in sorted(folder.glob("*.txt")):
        text = path.read_text(encoding="utf-8").strip("\n")
        first = text.partition("\n\n")[0]
        title = first if len(first) < _MAX_TITLE and not first.endswith(".") else ""
        documents[path.stem] = make_document(text, title=title, created=date.fromisoformat(path.stem[:10]))
    return documents


def judge(told: Sequence[Told], extractions: Mapping[str, Extraction]) -> list[Outcome]:
    """What came of each thing told.

    Args:
        told: By any of the documents.
        extractions: By the document's name.
    """
    return [_judge_one(one, extractions[one.document]) for one in told]


def _judge_one(told: Told, extraction: Extraction) -> Outcome:
    return find_best(find_outcomes(told, extraction)) or Outcome(told=told, event=None)


def find_best(outcomes: Sequence[Outcome]) -> Outcome | None:
    """The outcome that is rightest in kind, then in place, then in day; None of none."""
    return max(outcomes, key=lambda one: 4 * one.type + 2 * one.place + one.day, default=None)


def find_outcomes(told: Told, extraction: Extraction) -> list[Outcome]:
    """What each event of the sentence that tells a thing makes of it."""
    return [
        Outcome(
            told=told,
            event=event,
            type=any(event.trigger.type == one or event.trigger.type.startswith(f"{one}.") for one in told.types),
            place=_is_at(event, told.places),
            day=_ANY in told.days or (event.date is not None and event.date.edtf in told.days),
        )
        for event in _find_events(told, extraction)
    ]


def find_sentence(told: Told, text: str) -> Span:
    """The sentence of a document's text that tells a thing, by its marks and lines alone."""
    start = told.find_start(text)
    ends = [match.start() for match in _SENTENCE_END.finditer(text)]
    return Span(
        start=max((end for end in ends if end < start), default=0),
        end=min((end for end in ends if end > start), default=len(text)),
    )


def _find_events(told: Told, extraction: Extraction) -> Iterator[Event]:
    """The events that the sentence tells, first or again."""
    sentence = find_sentence(told, extraction.document.text)
    for event in extraction.events:
        starts = (event.trigger.start, *(span.start for span in event.retold))
        if any(sentence.start <= position < sentence.end for position in starts):
            yield event


def _is_at(event: Event, places: Sequence[str]) -> bool:
    if event.place is None:
        return _NONE in places
    return any(one == _ANY or (one != _NONE and is_named(event.place.place, one)) for one in places)


def is_named(place: Place, told: str) -> bool:
    """Whether a label has the name of a place, or a part of it, with or without its accents: Rajkot is Rājkot."""
    name, _, country = told.partition(_IN)
    named = any(normalise_name(name) in normalise_name(own) for own in (place.name, place.ascii_name))
    return named and country in ("", place.country_code)


def extract_dispatches(names: Iterable[str], language: LanguageModel) -> dict[str, Extraction]:
    """The dispatches of these names, read as `dateline ingest` reads them."""
    documents = read_dispatches()
    wanted = sorted(set(names))
    found = extract_events([documents[name] for name in wanted], language=language, gazetteer=open_gazetteer())
    return dict(zip(wanted, found, strict=True))


def group_outcomes(outcomes: Sequence[Outcome]) -> dict[str, list[Outcome]]:
    """The outcomes of each part."""
    groups: dict[str, list[Outcome]] = {}
    for one in outcomes:
        groups.setdefault(f"{one.told.part} part", []).append(one)
    return groups


def main(options: Sequence[str] = ()) -> None:
    """Print a row for each part; `--misses` lists what went wrong in the first."""
    told = read_told()
    extractions = extract_dispatches({one.document for one in told}, LanguageModel())
    outcomes = judge(told, extractions)
    print("| dispatches | told | kind | place | day | all three |\n|---|---|---|---|---|---|")
    for name, ours in group_outcomes(outcomes).items():
        shares = (sum(getattr(one, field) for one in ours) / len(ours) for field in ("type", "place", "day", "whole"))
        print(f"| {name} | {len(ours)} | {' | '.join(f'{share:.2f}' for share in shares)} |")
    if "--misses" in options:
        print("\n".join(_describe(one) for one in outcomes if one.told.part == PARTS[0] and not one.whole))


def _describe(outcome: Outcome) -> str:
    """One miss on one line."""
    event = outcome.event
    if event is None:
        return f"{outcome.told.document}: {outcome.told.words!r}: no event"
    wrong = " ".join(field for field in ("type", "place", "day") if not getattr(outcome, field))
    place = event.place.place.name if event.place else _NONE
    edtf = event.date.edtf if event.date else _NONE
    return f"{outcome.told.document}: {outcome.told.words!r}: {event.trigger.type}, {place}, {edtf}; wrong {wrong}"
